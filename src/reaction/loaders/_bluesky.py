"""Records of posts and reposts on Bluesky as rows, from whatever carried them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from reaction.loaders._bluesky_content import fill_embed, fill_facets
from reaction.loaders._bluesky_uris import REPOST, author_in, key_time, parse_uri
from reaction.loaders._fields import dict_of, dicts_of, int_of, text_of, texts_of
from reaction.loaders._rows import Author, Row
from reaction.loaders._times import parse_time

if TYPE_CHECKING:
    from reaction.loaders._rows import Time

__all__ = ["fill_repost", "handle_of", "profile_of", "row_of"]

_HAS_ZONE = re.compile(r"(?:[Zz]|[+-]\d\d:?\d\d)\s*\Z")
# No post is older: the network opened in November 2022.
_OPENED = parse_time("2022-11-01T00:00:00Z") or 0
_NO_HANDLE = "handle.invalid"


def row_of(uri: str, record: dict[str, Any], author: dict[str, Any], server_time: Time = None) -> Row:
    """Make a row of the record of a post or repost.

    Parameters
    ----------
    uri
        Its address.
    record
        What its author's client wrote.
    author
        The author's profile, as far as it came with the record.
    server_time
        When a server first saw it.

    Returns
    -------
    The row; without counts, which only servers know.
    """
    parts = parse_uri(uri)
    row = Row(uri, profile_of(author, author_in(uri)))
    row.created_at, row.created_at_quality = _made_at(record, server_time, parts.key if parts else "")
    if parts is not None and parts.collection == REPOST:
        fill_repost(row, text_of(record, "subject.uri"))
        return row
    row.text = text_of(record, "text")
    row.lang = next(iter(texts_of(record, "langs")), None)
    row.reply_to_id = text_of(record, "reply.parent.uri")
    row.reply_to_author_id = author_in(row.reply_to_id)
    row.conversation_id = text_of(record, "reply.root.uri")
    fill_facets(row, record)
    fill_embed(row, dict_of(record, "embed"))
    if parts is not None:
        row.url = f"https://bsky.app/profile/{parts.account}/post/{parts.key}"
    return row


def fill_repost(row: Row, original: str | None) -> None:
    """Refer to the post that a row reposts; its text and links come with that post's own row."""
    row.kind, row.repost_of_id = "repost", original
    row.repost_of_author_id = author_in(original)


def profile_of(author: dict[str, Any], did: str | None) -> Author:
    """Read a profile; the account's DID is known without it from the address of each of its records."""
    status = text_of(author, "verification.verifiedStatus")
    is_bot = any(text_of(label, "val") == "bot" for label in dicts_of(author, "labels"))
    return Author(
        text_of(author, "did") or did,
        handle_of(author),
        text_of(author, "displayName"),
        text_of(author, "description"),
        text_of(author, "website"),
        int_of(author, "followersCount"),
        int_of(author, "followsCount"),
        None if status is None else status == "valid",
        text_of(author, "createdAt"),
        is_bot or None,
    )


def handle_of(author: dict[str, Any]) -> str | None:
    """Return the handle of a profile, unless it no longer belongs to the account.

    Examples
    --------
    >>> handle_of({"handle": "ann.example.com"}), handle_of({"handle": "handle.invalid"})
    ('ann.example.com', None)
    """
    handle = text_of(author, "handle")
    return None if handle == _NO_HANDLE else handle


def _made_at(record: dict[str, Any], server_time: Time, key: str) -> tuple[Time, str | None]:
    """Say when a record was made, and how that is known.

    The author's client sets the time, and may set any. It is believed unless it names no zone, or lies before
    the network opened or after a server saw the record; then the server's time is taken, else that of the
    record's key.
    """
    said = text_of(record, "createdAt")
    made = parse_time(said) if said else None
    seen = parse_time(server_time) if server_time is not None else None
    carried = key_time(key) or 0
    possible = made is not None and made >= _OPENED and (seen is None or made <= seen)
    if said and possible and _HAS_ZONE.search(said):
        return made, "client"
    if seen is not None:
        return seen, None
    if carried >= _OPENED:
        return carried, "from_id"
    if made is None:
        return said, None  # left as it is, to be counted as odd
    return (made, "assumed_tz") if possible else (None, None)
