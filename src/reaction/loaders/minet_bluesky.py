"""Posts of Bluesky as tables that minet wrote, by way of twitwi."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from reaction.loaders._bluesky import fill_repost, row_of
from reaction.loaders._bluesky_uris import POST, author_in, parse_uri, unwanted
from reaction.loaders._cells import integer, listed, url_list
from reaction.loaders._columns import columns
from reaction.loaders._minet import came_along, media_of
from reaction.loaders._registry import loader
from reaction.loaders._rows import Author, Reject, Row
from reaction.loaders._times import from_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["minet_bluesky"]


@loader(
    "minet-bluesky",
    "bluesky",
    # Posts of the firehose come without handles.
    matches=columns("uri", "cid", "timestamp_utc", "user_did", "links", "hashtags"),
)
def minet_bluesky(record: dict[str, str]) -> Iterator[Row | Reject]:
    """minet, tables of Bluesky posts.

    The text is the one that the author wrote (``original_text``): ``text`` has quoted posts in it. A post that
    somebody reposted is context of the repost, whose id is ``{address of the post}#repost:{DID}``.

    Parameters
    ----------
    record
        The cells of a row, by column.

    Yields
    ------
    The row of the post, and of the repost that put it there.

    Examples
    --------
    >>> cells = {"uri": "at://did:plc:ann/app.bsky.feed.post/3k2a", "original_text": "hello", "timestamp_utc": "1689903231",
    ...          "repost_by_user_did": "did:plc:bob", "repost_timestamp_utc": "1689984000"}
    >>> [(row.author.id, row.kind, row.is_context) for row in minet_bluesky(cells)]
    [('did:plc:bob', 'repost', False), ('did:plc:ann', None, True)]
    """
    uri = record.get("uri", "")
    if (reject := unwanted(uri)) is not None:
        yield reject
        return
    row = _bluesky_row(uri, record)
    if (did := record.get("repost_by_user_did")) is not None:
        author = Author(did, record.get("repost_by_user_handle"))
        repost = Row(f"{uri}#repost:{did}", author, from_seconds(record.get("repost_timestamp_utc")))
        fill_repost(repost, uri)
        repost.repost_of_author_handle = record.get("user_handle")
        repost.collected_at = row.collected_at
        row.is_context, row.seen_at = True, repost.created_at
        yield repost
    yield row


def _bluesky_row(uri: str, record: dict[str, str]) -> Row:
    text = record.get("original_text", record.get("text"))
    reply = {
        name: {"uri": found}
        for name, column in (("parent", "to_post"), ("root", "to_root_post"))
        if (found := _uri(record, column))
    }
    written: dict[str, Any] = {
        "text": text,
        "createdAt": _iso(record.get("timestamp_utc")),
        "langs": listed(record.get("user_langs"), "|"),
        "reply": reply,
    }
    profile = {
        "did": record.get("user_did"),
        "handle": record.get("user_handle"),
        "displayName": record.get("user_display_name")
        or record.get("user_diplay_name")  # as twitwi spelled it until 2025
        or record.get("user_name"),
        "createdAt": _iso(record.get("user_timestamp_utc")),
    }
    row = row_of(uri, written, profile, record.get("indexed_at_utc"))
    row.is_context = came_along(record)
    row.metrics_at = row.collected_at = row.author_seen_at = record.get("collection_time")
    row.n_reposts, row.n_replies = integer(record.get("repost_count")), integer(record.get("reply_count"))
    row.n_quotes, row.n_likes = integer(record.get("quote_count")), integer(record.get("like_count"))
    row.urls = url_list(record.get("links"), "|")
    row.hashtags = listed(record.get("hashtags"), "|", strip="#")
    row.mentions = listed(record.get("mentioned_user_handles"), "|", strip="@")
    row.media = media_of(record)
    quoted = _uri(record, "quoted")
    parts = parse_uri(quoted)
    if parts is not None and parts.collection == POST:  # lists are quoted, too
        row.quote_of_id, row.quote_of_author_id = quoted, author_in(quoted)
        row.quote_of_author_handle = record.get("quoted_user_handle")
    return row


def _uri(record: dict[str, str], column: str) -> str | None:
    """Return the address of a post referred to; first versions gave its parts only."""
    if (uri := record.get(f"{column}_uri")) is not None:
        return uri
    did, key = record.get(f"{column.removesuffix('_post')}_user_did"), record.get(f"{column}_did")
    return f"at://{did}/{POST}/{key}" if did and key else None


def _iso(seconds: str | None) -> str | None:
    micros = from_seconds(seconds)
    return None if micros is None else datetime.fromtimestamp(micros / 1_000_000, UTC).isoformat()
