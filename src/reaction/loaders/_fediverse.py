"""How platforms with Mastodon's API name posts and accounts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from reaction.loaders._fields import dicts_of, flag_of, id_of, int_of, text_of
from reaction.loaders._html import read_html
from reaction.loaders._rows import Author

__all__ = [
    "GAB",
    "MASTODON",
    "TRUTH_SOCIAL",
    "Site",
    "account_at",
    "first_link",
    "full_handle",
    "handle_at",
    "host_of",
    "plain_of",
    "site_of",
]

# Ids made since 2017 carry their time in milliseconds and hardly ever meet another instance's; older ones
# count from 1 on each instance.
_LONG_ID = 16
_ACCOUNT = re.compile(r"(https?)://([^/\s]{1,253})/users/([\w.-]{1,64})(?:/statuses/\d{1,20})?")
_SEEN = re.compile(r"https?://([^/\s]{1,253})/@([\w.-]{1,64})(?:/|\Z)")


@dataclass(frozen=True)
class Site:
    """A platform with Mastodon's API: one server, or many instances that show each other's posts.

    Parameters
    ----------
    platform
        Its name in the Posts table.
    federated
        Whether ids hold on one instance only. Then the addresses of posts and profiles are the keys.
    """

    platform: str
    federated: bool = False

    def key_of(self, status: dict[str, Any]) -> str | None:
        """Return what names a post: its address, or its id on the one server."""
        if not self.federated:
            return id_of(status, "id")
        address = text_of(status, "uri") or text_of(status, "url")
        return address or self.reference(status, id_of(status, "id"))

    def reference(self, status: dict[str, Any], local_id: str | None) -> str | None:
        """Return what a post can call another one on its instance, of which it knows no more than the id.

        Ids from before 2017 are told apart by their instance, where the post shows which one it is.

        Examples
        --------
        >>> MASTODON.reference({}, "111222333444555666")
        '111222333444555666'
        >>> MASTODON.reference({"account": {"acct": "ann", "url": "https://social.example/@ann"}}, "77")
        'social.example/77'
        """
        if local_id is None or not self.federated or len(local_id) >= _LONG_ID or not local_id.isdecimal():
            return local_id
        instance = _instance(status)
        return f"{instance}/{local_id}" if instance else None

    def account_id(self, account: dict[str, Any]) -> str | None:
        """Return what names an account: the address of its profile, or its id on the one server."""
        if not self.federated:
            return id_of(account, "id")
        return text_of(account, "url") or text_of(account, "uri") or None

    def handle(self, account: dict[str, Any]) -> str | None:
        """Return the handle of an account; with its domain, which instances leave out for their own.

        Examples
        --------
        >>> MASTODON.handle({"acct": "ann", "url": "https://social.example/@ann"})
        'ann@social.example'
        """
        acct = text_of(account, "acct") or text_of(account, "username")
        if not acct or not self.federated:
            return acct
        return full_handle(acct, text_of(account, "url") or text_of(account, "uri"))

    def author(self, account: dict[str, Any]) -> Author | None:
        """Read an account; None where there is none."""
        if not account:
            return None
        verified = flag_of(account, "verified")
        return Author(
            self.account_id(account),
            self.handle(account),
            text_of(account, "display_name"),
            plain_of(text_of(account, "note")),
            first_link(dicts_of(account, "fields")),
            int_of(account, "followers_count"),
            int_of(account, "following_count"),
            flag_of(account, "is_verified") if verified is None else verified,
            text_of(account, "created_at"),
            flag_of(account, "bot"),
        )


MASTODON = Site("mastodon", federated=True)
TRUTH_SOCIAL = Site("truth_social")
GAB = Site("gab")
_SINGLE = {"truthsocial.com": TRUTH_SOCIAL, "gab.com": GAB}


def site_of(status: dict[str, Any]) -> Site:
    """Tell by its address where a post was made.

    Examples
    --------
    >>> site_of({"url": "https://truthsocial.com/@ann/1"}).platform, site_of({}).platform
    ('truth_social', 'mastodon')
    """
    host = host_of(text_of(status, "uri") or text_of(status, "url"))
    return _SINGLE.get(host or "", MASTODON)


def full_handle(handle: str, address: str | None) -> str:
    """Add its domain to a handle that has none, from an address of the account.

    Examples
    --------
    >>> full_handle("ann", "https://social.example/@ann"), full_handle("bob@other.example", None)
    ('ann@social.example', 'bob@other.example')
    """
    host = host_of(address)
    return handle if host is None or "@" in handle else f"{handle}@{host}"


def account_at(uri: str | None) -> tuple[str | None, str | None]:
    """Read the address of an account on Mastodon, or of a post of one: its profile's address, its handle.

    Examples
    --------
    >>> account_at("https://social.example/users/ann/statuses/7")
    ('https://social.example/@ann', 'ann@social.example')
    >>> account_at("https://other.example/notes/7")
    (None, None)
    """
    match = _ACCOUNT.fullmatch(uri) if uri else None
    if match is None:
        return None, None
    scheme, host, name = match.groups()
    return f"{scheme}://{host}/@{name}", f"{name}@{host}"


def handle_at(url: str | None) -> str | None:
    """Read the handle in the address at which people see a post on Mastodon, or the profile of its author.

    Examples
    --------
    >>> handle_at("https://social.example/@ann/111222333444555666"), handle_at("https://social.example/notes/7")
    ('ann@social.example', None)
    """
    match = _SEEN.match(url) if url else None
    return f"{match[2]}@{match[1].lower()}" if match else None


def host_of(url: str | None) -> str | None:
    """Return the host of an address, with its port.

    Examples
    --------
    >>> host_of("https://Social.example:3000/@ann"), host_of("http://[")
    ('social.example:3000', None)
    """
    try:
        return urlsplit(url or "").netloc.lower() or None
    except ValueError:
        return None


@lru_cache(maxsize=1 << 14)
def plain_of(html: str | None) -> str | None:
    """Return the text of HTML that comes again and again, such as a profile's."""
    return None if html is None else read_html(html).text


@lru_cache(maxsize=1 << 14)
def _link_in(html: str) -> str | None:
    return next((link.url for link in read_html(html).links), None)


def first_link(fields: list[dict[str, Any]]) -> str | None:
    """Return the first link in the fields of a profile.

    Examples
    --------
    >>> first_link([{"value": "she"}, {"value": '<a href="https://ann.example.com/">my home</a>'}])
    'https://ann.example.com/'
    """
    values = (text_of(field, "value") or "" for field in fields)
    return next((link for value in values if "href" in value and (link := _link_in(value))), None)


def _instance(status: dict[str, Any]) -> str | None:
    """Find the instance that a post was read on, by what it shows of its own accounts and tags."""
    accounts = [status.get("account"), *dicts_of(status, "mentions")]
    own = (text_of(account, "url") for account in accounts if "@" not in (text_of(account, "acct") or "@"))
    tags = (text_of(tag, "url") for tag in dicts_of(status, "tags"))
    return next((host for url in (*own, *tags) if (host := host_of(url))), None)
