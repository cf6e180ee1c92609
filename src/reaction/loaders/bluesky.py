"""Bluesky: pages, threads and records as the API gives them, or as its Python SDK writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from reaction.loaders._bluesky import fill_repost, handle_of, profile_of, row_of
from reaction.loaders._bluesky_content import fill_embed, quoted_in
from reaction.loaders._bluesky_uris import POST, REPOST, unwanted
from reaction.loaders._camel_case import camel_keys
from reaction.loaders._fields import dict_of, dicts_of, int_of, text_of
from reaction.loaders._registry import loader
from reaction.loaders._rows import Gone, Reject, Row
from reaction.loaders._skeleton import has
from reaction.loaders._times import parse_time

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["bluesky"]

_THREADS = tuple(f"app.bsky.feed.defs#{name}" for name in ("threadViewPost", "notFoundPost", "blockedPost"))
_SHAPES = (
    has("posts[].uri", "posts[].author.did"),
    has("posts[].author.did", "posts[].record"),
    has("feed[].post.author.did"),
    has("thread.post.author.did"),
    has("thread", where={"thread.$type": _THREADS}),
    has("thread", where={"thread.py_type": _THREADS}),
    has("thread[].uri", "thread[].value"),
    has("bookmarks[].item.author.did"),
    has("notifications[].author.did", "notifications[].record"),
    has("post.author.did", "post.record"),
    has("uri", "cid", "author.did"),
    has("author.did", "indexed_at", "record"),
    has("uri", "cid", where={"value.$type": (POST, REPOST)}),
    has("uri", "cid", where={"value.py_type": (POST, REPOST)}),
    has("records[].uri", "records[].value"),
)
_LISTS = ("feed", "posts", "records", "notifications")
# What the server says instead of a post, and what that means.
_ABSENT = {"notFound": "deleted", "blocked": "withheld", "detached": "withheld"}
# In newer threads the type of an item says it.
_ABSENT_ITEMS = {
    "app.bsky.unspecced.defs#threadItemNotFound": "notFound",
    "app.bsky.unspecced.defs#threadItemBlocked": "blocked",
    "app.bsky.unspecced.defs#threadItemNoUnauthenticated": "blocked",
}


class _Seen(NamedTuple):
    """A post inside a page: whether it came with another one, and when that was made."""

    view: dict[str, Any]
    is_context: bool = False
    seen_at: int | None = None


@loader("bluesky", "bluesky", matches=_SHAPES)
def bluesky(record: dict[str, Any]) -> Iterator[Row | Reject | Gone]:
    """Bluesky API responses: search, threads, feeds, posts, records (also as the Python SDK dumps them).

    The time of a post is set by its author's client. It is taken (``client``) unless it lies before the
    network opened or after the server indexed the post; then the server's time is taken (``exact``). A post
    that a feed shows because somebody reposted it is context of the repost, whose id is the address of its
    record, or ``{address of the post}#repost:{DID}`` where the feed leaves that out. What a thread answers,
    and what a post quotes or answers inside a page, is context too.

    Parameters
    ----------
    record
        A page, a thread, a view of a post, or a record.

    Yields
    ------
    The rows of its posts and reposts and, as context, of the posts embedded in them; what it says of posts
    that are gone.

    Examples
    --------
    >>> post = {"uri": "at://did:plc:ann/app.bsky.feed.post/3k2a", "cid": "b", "author": {"did": "did:plc:ann"},
    ...         "record": {"text": "hello"}, "indexedAt": "2023-07-21T01:33:51Z"}
    >>> reason = {"by": {"did": "did:plc:bob"}, "indexedAt": "2023-07-22T00:00:00Z"}
    >>> [(row.author.id, row.kind, row.is_context) for row in bluesky({"feed": [{"post": post, "reason": reason}]})]
    [('did:plc:bob', 'repost', False), ('did:plc:ann', None, True)]
    """
    for node in _nodes(camel_keys(record)):
        yield from _node(node)


def _nodes(page: dict[str, Any]) -> Iterator[_Seen]:
    """Give the items of a page: of a feed, a thread, or the only one."""
    if "bookmarks" in page:
        yield from (_Seen(dict_of(one, "item")) for one in dicts_of(page, "bookmarks"))
    elif isinstance(page.get("thread"), list):
        for item in dicts_of(page, "thread"):
            # What stands above the post that was asked for is counted downwards.
            yield _Seen(_item(item), (int_of(item, "depth") or 0) < 0)
    elif name := next((name for name in _LISTS if name in page), None):
        yield from map(_Seen, dicts_of(page, name))
    else:
        yield _Seen(dict_of(page, "thread") if "thread" in page else page)


def _item(item: dict[str, Any]) -> dict[str, Any]:
    """Write an item of a newer thread as older ones have it."""
    value = dict_of(item, "value")
    absence = _ABSENT_ITEMS.get(text_of(value, "$type") or "")
    return value if absence is None else {"uri": item.get("uri"), absence: True}


def _node(top: _Seen) -> Iterator[Row | Reject | Gone]:
    """Read a node of a thread with all that hangs on it, an item of a feed, or a post alone."""
    waiting = [top]
    while waiting:
        node, is_context, seen_at = waiting.pop()
        post = dict_of(node, "post")
        reposted_at = None
        if post and (repost := _repost(dict_of(node, "reason"), post)) is not None:
            yield repost
            is_context, reposted_at = True, parse_time(repost.created_at or "")
        yield from _posts(_Seen(post or node, is_context, reposted_at or seen_at))
        carried_at = _indexed_at(post)
        for name in ("parent", "root"):
            if above := dict_of(node, f"reply.{name}"):
                yield from _posts(_Seen(above, True, carried_at))
        waiting += [_Seen(reply, is_context) for reply in reversed(dicts_of(node, "replies"))]
        if parent := dict_of(node, "parent"):
            waiting.insert(0, _Seen(parent, True, carried_at))


def _repost(reason: dict[str, Any], post: dict[str, Any]) -> Row | None:
    by, original = dict_of(reason, "by"), text_of(post, "uri")
    did = text_of(by, "did")
    if did is None or original is None:
        return None
    uri = text_of(reason, "uri") or f"{original}#repost:{did}"
    row = Row(uri, profile_of(by, did), text_of(reason, "indexedAt"))
    fill_repost(row, original)
    row.repost_of_author_handle = handle_of(dict_of(post, "author"))
    return row


def _posts(top: _Seen) -> Iterator[Row | Reject | Gone]:
    """Read a view of a post, and of the posts that it quotes."""
    waiting = [top]
    while waiting:
        view, is_context, seen_at = waiting.pop()
        uri = text_of(view, "uri")
        if (status := _absence(view)) is not None:
            yield Gone(uri or "", status)
        elif (reject := unwanted(uri)) is None and uri is not None:
            row = _row(uri, view)
            row.is_context, row.seen_at = is_context, seen_at
            yield row
            quoted = quoted_in(_embed(view))
            if "value" in quoted or _absence(quoted) is not None:
                waiting.append(_Seen(quoted, True, _indexed_at(view)))
        elif reject is not None and not is_context:
            yield reject


def _row(uri: str, view: dict[str, Any]) -> Row:
    record = dict_of(view, "record") or dict_of(view, "value")
    row = row_of(uri, record, dict_of(view, "author"), text_of(view, "indexedAt"))
    if row.kind != "repost":
        fill_embed(row, _embed(view))
        row.n_reposts, row.n_replies = int_of(view, "repostCount"), int_of(view, "replyCount")
        row.n_quotes, row.n_likes = int_of(view, "quoteCount"), int_of(view, "likeCount")
    return row


def _embed(view: dict[str, Any]) -> dict[str, Any]:
    return dict_of(view, "embed") or next(iter(dicts_of(view, "embeds")), {})


def _absence(view: dict[str, Any]) -> str | None:
    return next((status for flag, status in _ABSENT.items() if view.get(flag) is True), None)


def _indexed_at(view: dict[str, Any]) -> int | None:
    return parse_time(text_of(view, "indexedAt") or "")
