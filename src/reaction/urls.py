"""Canonical URLs, and status URLs read as references to posts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

__all__ = ["StatusRef", "canonical_url", "domain_of", "parse_status_url", "snowflake_time"]

MAX_LENGTH = 4_096

_X_EPOCH_MS = 1_288_834_974_657
# Ids below this are sequential and carry no time (before November 2010).
_FIRST_SNOWFLAKE = 29_700_859_247

_SCHEME = re.compile(r"(?i)\A(?:https?:)?//")
_BARE = re.compile(r"(?i)\A[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}(?:[:/?#]|\Z)")
_MIRROR = re.compile(r"\A(?:www\d?|m|mobile|amp)\.(?=[^.]+\.[^.])")
_AMP_PATH = re.compile(r"(?i)/amp(?:\.html)?\Z")
_TRACKER = re.compile(
    r"(?i)\A(?:utm_\w+|mtm_\w+|pk_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|"
    r"mc_[ce]id|_ga|_gl|_hs\w+|ref_src|ref_url|guccounter|guce_\w+|cmpid|ncid|ocid|s_cid|sr_share|xtor|amp|__twitter_impression)\Z"
)
_SAFE_PATH = "/:@!$&'()*+,;=~-._%"
_X_HOSTS = frozenset({"x.com", "twitter.com"})
_X_SHARE_PARAMETERS = frozenset({"s", "t", "lang"})

_X_STATUS = re.compile(r"\A/(?:i/web|(?:#!/)?(?P<handle>\w{1,20}))/status(?:es)?/(?P<id>\d{1,20})(?:/|\Z)")
_MASTODON_STATUS = re.compile(r"\A/(?:web/)?@(?P<handle>[\w.-]{1,64})(?:@[\w.-]{1,253})?/(?P<id>\d{6,20})\Z")
_BLUESKY_STATUS = re.compile(r"\A/profile/(?P<handle>[\w.:-]{1,253})/post/(?P<id>[a-z0-9]{1,32})\Z")


@dataclass(frozen=True)
class StatusRef:
    """A post that a URL points to.

    Parameters
    ----------
    platform
        The platform, as in the Posts table.
    post_id
        The post's id on that platform.
    handle
        The handle in the URL, or None. Platforms ignore it, so it may be another's or out of date.
    created_at
        The time that the id carries (UTC), or None.
    """

    platform: str
    post_id: str
    handle: str | None = None
    created_at: datetime | None = None


@lru_cache(maxsize=1 << 17)
def canonical_url(url: str) -> str | None:
    """Reduce the spellings of one address to one.

    Scheme https; host in lower case without ``www.``, ``m.``, ``mobile.`` or ``amp.``; default port, user
    name, fragment, trailing slash, AMP suffix and tracking parameters dropped; other parameters sorted;
    ``twitter.com`` as ``x.com``. Nothing is fetched, so a shortened link stays short.

    Parameters
    ----------
    url
        A web address, with or without its scheme.

    Returns
    -------
    The canonical address, or None where `url` is no web address or longer than 4,096 characters.
    Canonical addresses stay as they are.

    Examples
    --------
    >>> canonical_url("http://www.example.com/a/?utm_source=feed&b=2&a=1#top")
    'https://example.com/a?a=1&b=2'
    >>> canonical_url("https://mobile.twitter.com/jack/status/20?s=20")
    'https://x.com/jack/status/20'
    >>> canonical_url("javascript:alert(1)") is None
    True
    """
    url = url.strip()
    if len(url) > MAX_LENGTH:
        return None
    if not _SCHEME.match(url):
        if not _BARE.match(url):
            return None
        url = "//" + url
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if not _is_host(host):
        return None
    while shorter := _MIRROR.sub("", host, count=1):
        if shorter == host:
            break
        host = shorter
    host = "x.com" if host == "twitter.com" else host
    path = _canonical_path(parts.path)
    query = _canonical_query(parts.query, drop=_X_SHARE_PARAMETERS if host in _X_HOSTS else frozenset())
    authority = host if port in {None, 80, 443} else f"{host}:{port}"
    return f"https://{authority}{path}{'?' + query if query else ''}"


def _is_host(host: str) -> bool:
    return (
        "." in host
        and not host.startswith(".")
        and ".." not in host
        and not re.search(r"[\s<>\"'\\%@]", host)
    )


def _canonical_path(path: str) -> str:
    # Unquote and quote once more: %7E and ~ are one spelling, and hostile characters never stay raw.
    path = re.sub(r"/{2,}", "/", path)
    path = quote(re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", path), safe=_SAFE_PATH)
    path = re.sub(r"%[0-9A-Fa-f]{2}", _plain_if_unreserved, path).rstrip("/")
    while _AMP_PATH.search(path):
        path = _AMP_PATH.sub("", path).rstrip("/")
    return path


def _plain_if_unreserved(match: re.Match[str]) -> str:
    character = unquote(match[0])
    return character if re.fullmatch(r"[A-Za-z0-9._~-]", character) else match[0].upper()


def _canonical_query(query: str, *, drop: frozenset[str]) -> str:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return ""
    kept = sorted((key, value) for key, value in pairs if not _TRACKER.match(key) and key not in drop)
    return urlencode(kept)


def domain_of(url: str) -> str | None:
    """Return the host of a web address, in canonical form.

    Parameters
    ----------
    url
        A web address.

    Returns
    -------
    The host, such as ``blogs.example.com``, or None where `url` is no web address.

    Examples
    --------
    >>> domain_of("https://www.example.com/a")
    'example.com'
    """
    canonical = canonical_url(url)
    return None if canonical is None else urlsplit(canonical).hostname


def snowflake_time(post_id: str) -> datetime | None:
    """Read the time out of an id of X.

    Parameters
    ----------
    post_id
        An id of a post on X.

    Returns
    -------
    Its time in UTC, to the millisecond; None for ids before November 2010, which carry none, and for text
    that is no id.

    Examples
    --------
    >>> snowflake_time("1008599655142154241").isoformat()
    '2018-06-18T06:37:51.318000+00:00'
    """
    if not (post_id.isascii() and post_id.isdigit()) or len(post_id) > 19:
        return None
    number = int(post_id)
    if number < _FIRST_SNOWFLAKE:
        return None
    return datetime.fromtimestamp(((number >> 22) + _X_EPOCH_MS) / 1000, tz=UTC)


def parse_status_url(url: str) -> StatusRef | None:
    """Read the address of a post as a reference to it.

    Parameters
    ----------
    url
        A web address of a post on X, Bluesky or a Mastodon instance.

    Returns
    -------
    The reference, or None where `url` is not the address of a post. Ids of Bluesky posts are given as
    ``at://`` URIs where the address holds the account's DID; with a handle only, the record key alone
    identifies nothing, and None is returned. Ids of Mastodon posts hold within their instance only, so the
    whole canonical address serves as the id.

    Examples
    --------
    >>> ref = parse_status_url("https://twitter.com/jack/status/20")
    >>> ref.platform, ref.post_id, ref.handle
    ('x', '20', 'jack')
    """
    canonical = canonical_url(url)
    if canonical is None:
        return None
    parts = urlsplit(canonical)
    if parts.hostname == "x.com":
        if match := _X_STATUS.match(parts.path):
            return StatusRef("x", match["id"], match["handle"], snowflake_time(match["id"]))
    elif parts.hostname == "bsky.app":
        match = _BLUESKY_STATUS.match(parts.path)
        if match and match["handle"].startswith("did:"):
            return StatusRef("bluesky", f"at://{match['handle']}/app.bsky.feed.post/{match['id']}")
    elif match := _MASTODON_STATUS.match(parts.path):
        return StatusRef("mastodon", canonical, f"{match['handle']}@{parts.hostname}")
    return None
