"""Addresses of posts read as what identifies the post."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from reaction.loaders._tool_names import platform_at
from reaction.urls import StatusRef, canonical_url, parse_status_url

__all__ = ["address_of_post", "is_address"]

_SCHEME = re.compile(r"(?i)https?://")
_REDDIT = re.compile(
    r"/(?:(?:r|u|user)/[\w.-]{1,64}/)?comments/(?P<post>\w{1,13})(?:/[^/]{0,200})?(?:/(?P<comment>\w{1,13}))?/?\Z"
)
_VIDEO = re.compile(r"/(?:shorts|live|embed|v)/(?P<id>[\w-]{11})(?:/|\Z)")
_TIKTOK = re.compile(r"/@[\w.-]{1,64}/(?:video|photo)/(?P<id>\d{6,20})(?:/|\Z)")
_ISSUE = re.compile(
    r"/(?P<repository>[\w.-]{1,100}/[\w.-]{1,100})/(?:issues|pull)/(?P<number>\d{1,9})(?:/|\Z)"
)
_COMMENT = re.compile(r"(?:issuecomment-|discussion_r)(?P<id>\d{1,15})\Z")
_VIDEO_ID = re.compile(r"[\w-]{1,64}(?:\.[\w-]{1,64})?")
# At these, an address that is no post's is a page of an account or of many posts.
_WITHOUT_POST = frozenset({"x", "reddit", "youtube", "tiktok", "hacker_news", "github"})
# Here the first part of the path names an account; a post has more.
_ACCOUNT_FIRST = frozenset(
    {"bluesky", "facebook", "gab", "instagram", "mastodon", "telegram", "threads", "truth_social"}
)


def is_address(text: str) -> bool:
    """Tell whether a text begins as a web address.

    Examples
    --------
    >>> is_address("https://example.com/1"), is_address("1008599655142154241")
    (True, False)
    """
    return _SCHEME.match(text) is not None


def address_of_post(url: str) -> StatusRef | None:
    """Read the address of a post as a reference to it.

    Parameters
    ----------
    url
        A web address.

    Returns
    -------
    Platform and id, as other loaders give them, where the address holds the id (X, Bluesky by DID, Reddit,
    YouTube, TikTok, Hacker News, GitHub). Elsewhere the canonical address itself is the id: an article, a
    post of Facebook. None where it is the address of no single post: a home page, a profile.

    Examples
    --------
    >>> ref = address_of_post("https://old.reddit.com/r/news/comments/8s1/a_title/e0x/")
    >>> ref.platform, ref.post_id
    ('reddit', 't1_e0x')
    >>> address_of_post("http://www.example.com/2018/story?utm_source=x").post_id
    'https://example.com/2018/story'
    >>> address_of_post("https://twitter.com/jack") is None
    True
    """
    canonical = canonical_url(url)
    if canonical is None:
        return None
    if (status := parse_status_url(canonical)) is not None and status.platform != "mastodon":
        return status
    parts = urlsplit(canonical)
    domain = parts.hostname or ""
    platform = platform_at(domain)
    if platform is None:
        platform = "mastodon" if status is not None else "unknown"
    post_id = _id_at(platform, domain, parts.path, parts.query, urlsplit(url.strip()).fragment)
    if post_id is None and _is_of_one_post(platform, parts.path, parts.query):
        post_id = canonical
    return None if post_id is None else StatusRef(platform, post_id, status.handle if status else None)


def _is_of_one_post(platform: str, path: str, query: str) -> bool:
    if platform in _WITHOUT_POST:
        return False
    depth = len([part for part in path.split("/") if part])
    return depth > (platform in _ACCOUNT_FIRST) or bool(query)


def _id_at(platform: str, domain: str, path: str, query: str, fragment: str) -> str | None:
    match platform:
        case "reddit":
            return _on_reddit(domain, path)
        case "youtube":
            return _on_youtube(domain, path, query)
        case "tiktok":
            return found["id"] if (found := _TIKTOK.match(path)) else None
        case "hacker_news":
            item = parse_qs(query).get("id", [""])[0]
            return item if path == "/item" and item.isdecimal() else None
        case "github":
            return _on_github(path, fragment)
        case _:
            return None


def _on_reddit(domain: str, path: str) -> str | None:
    if domain == "redd.it":
        name = path.strip("/")
        return f"t3_{name}" if name.isalnum() else None
    found = _REDDIT.match(path)
    if found is None:
        return None
    return f"t1_{found['comment']}" if found["comment"] else f"t3_{found['post']}"


def _on_youtube(domain: str, path: str, query: str) -> str | None:
    given = parse_qs(query)
    if found := _VIDEO.match(path):
        video = found["id"]
    else:
        video = path.strip("/") if domain == "youtu.be" else given.get("v", [""])[0]
    best = given.get("lc", [video])[0]
    return best if _VIDEO_ID.fullmatch(best) else None


def _on_github(path: str, fragment: str) -> str | None:
    found = _ISSUE.match(path)
    if found is None:
        return None
    post = f"{found['repository']}#{found['number']}"
    comment = _COMMENT.search(fragment)
    return f"{post}/{comment['id']}" if comment else post
