"""Bluesky's Jetstream: what accounts write and delete, event by event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reaction.loaders._bluesky import row_of
from reaction.loaders._bluesky_uris import POST, REPOST, name_of
from reaction.loaders._fields import dict_of, int_of, text_of
from reaction.loaders._registry import loader
from reaction.loaders._rows import Gone, Reject, Row
from reaction.loaders._skeleton import has

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["bluesky_jetstream"]

_SHAPES = (has("did", "time_us", "kind"), has("did", "time_us", "commit.collection"))
# The first version of the stream wrote one letter.
_OPERATIONS = {"c": "create", "u": "update", "d": "delete"}
_NOTICES = frozenset({"identity", "account"})


@loader("bluesky-jetstream", "bluesky", matches=_SHAPES)
def bluesky_jetstream(record: dict[str, Any]) -> Iterator[Row | Reject | Gone]:
    """Bluesky's Jetstream, an event a line: posts and reposts, made, changed or deleted.

    The stream names accounts by their DID only. Its own clock bounds the time that an author's client set.

    Parameters
    ----------
    record
        An event.

    Yields
    ------
    The row of a post or repost that was made or changed; for other events a reject, and for deletions what
    they say of the post.

    Examples
    --------
    >>> commit = {"operation": "create", "collection": "app.bsky.feed.post", "rkey": "3k2a", "record": {"text": "hi"}}
    >>> [(row.post_id, row.text) for row in bluesky_jetstream({"did": "did:plc:ann", "time_us": 1, "commit": commit})]
    [('at://did:plc:ann/app.bsky.feed.post/3k2a', 'hi')]
    """
    commit = dict_of(record, "commit")
    if not commit:
        kind = text_of(record, "kind")
        yield Reject(f"stream notice: {kind if kind in _NOTICES else 'other'}")
        return
    operation = text_of(commit, "operation") or text_of(commit, "type") or ""
    operation = _OPERATIONS.get(operation, operation)
    collection = text_of(commit, "collection")
    if collection not in {POST, REPOST}:
        yield Reject(f"stream notice: {name_of(collection)}")
        return
    did, key = text_of(record, "did"), text_of(commit, "rkey")
    if not did or not key:
        yield Reject("no post id")
        return
    uri = f"at://{did}/{collection}/{key}"
    if operation == "delete":
        yield Reject("stream notice: delete")
        yield Gone(uri, "deleted", final=True)
        return
    row = row_of(uri, dict_of(commit, "record"), {}, int_of(record, "time_us"))
    row.status = "edited" if operation == "update" else None
    yield row
