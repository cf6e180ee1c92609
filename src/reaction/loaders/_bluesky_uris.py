"""Addresses of records on Bluesky: whose they are, what they hold, and the time that their keys carry."""

from __future__ import annotations

import re
from typing import NamedTuple

from reaction.loaders._rows import Reject

__all__ = ["POST", "REPOST", "AtUri", "author_in", "key_time", "name_of", "parse_uri", "unwanted"]

POST, REPOST = "app.bsky.feed.post", "app.bsky.feed.repost"

_URI = re.compile(r"at://([^\s/#]{1,2048})/([A-Za-z0-9.-]{1,317})/([A-Za-z0-9._~:-]{1,512})")
_COLLECTION = re.compile(r"(?:[a-z0-9-]{1,63}\.){2,8}([A-Za-z]{1,63})")
_TIMED_KEY = re.compile(r"[2-7a-j][2-7a-z]{12}")
_DIGITS = {ord(old): new for old, new in zip("234567abcdefghijklmnopqrstuvwxyz", "0123456789abcdefghijklmnopqrstuv", strict=True)}  # fmt: skip
_CLOCK_BITS = 10


class AtUri(NamedTuple):
    """The parts of the address of a record."""

    account: str
    collection: str
    key: str


def parse_uri(uri: str | None) -> AtUri | None:
    """Take the address of a record apart; None where it is none.

    Examples
    --------
    >>> parse_uri("at://did:plc:ann/app.bsky.feed.post/3k2a")
    AtUri(account='did:plc:ann', collection='app.bsky.feed.post', key='3k2a')
    """
    match = _URI.fullmatch(uri) if uri else None
    return AtUri(*match.groups()) if match else None


def author_in(uri: str | None) -> str | None:
    """Return the account that an address of a record names, if by its DID.

    Examples
    --------
    >>> author_in("at://did:plc:ann/app.bsky.feed.post/3k2a")
    'did:plc:ann'
    >>> author_in("at://ann.example.com/app.bsky.feed.post/3k2a") is None
    True
    """
    parts = parse_uri(uri)
    return parts.account if parts is not None and parts.account.startswith("did:") else None


def key_time(key: str) -> int | None:
    """Read the time that the key of a record carries: microseconds since 1970, or None.

    Examples
    --------
    >>> key_time("3kmn2isio222b"), key_time("self")
    (1709294400000000, None)
    """
    if not _TIMED_KEY.fullmatch(key):
        return None
    return int(key.translate(_DIGITS), 32) >> _CLOCK_BITS


def name_of(collection: str | None) -> str:
    """Return the last word of a collection's name, for reasons of rejects.

    Examples
    --------
    >>> name_of("app.bsky.feed.like"), name_of("what?")
    ('like', 'other')
    """
    match = _COLLECTION.fullmatch(collection) if collection else None
    return match[1] if match else "other"


def unwanted(uri: str | None) -> Reject | None:
    """Say why the record at an address can't be a row of posts; None where it can.

    Examples
    --------
    >>> unwanted("at://did:plc:ann/app.bsky.feed.generator/news").reason
    'not a post: generator'
    """
    if not uri:
        return Reject("no post id")
    parts = parse_uri(uri)
    if parts is None:
        return Reject("damaged post id")
    return None if parts.collection in {POST, REPOST} else Reject(f"not a post: {name_of(parts.collection)}")
