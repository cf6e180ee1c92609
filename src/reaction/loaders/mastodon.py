"""Mastodon and the Fediverse: statuses, contexts, timelines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reaction.loaders._fediverse import site_of
from reaction.loaders._fediverse_statuses import status_rows
from reaction.loaders._fields import dicts_of
from reaction.loaders._registry import loader
from reaction.loaders._skeleton import has

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reaction.loaders._rows import Reject, Row

__all__ = ["mastodon"]

_SHAPES = (
    has("in_reply_to_account_id", "visibility", lacking="__import_meta"),
    has("account.acct", "content", "reblogs_count", lacking="__import_meta"),
    has("statuses[].in_reply_to_account_id"),
    has("statuses[].account.acct"),
    has("ancestors", "descendants"),
    has("accounts", "statuses", "hashtags"),
)


@loader("mastodon", "mastodon", matches=_SHAPES)
def mastodon(record: dict[str, Any]) -> Iterator[Row | Reject]:
    """Mastodon API: statuses (timelines, search, contexts), of the Fediverse, Truth Social or Gab.

    The same post has another id on each instance, so its address (``uri``) is its key, and the address of a
    profile that of an account. A reply names its parent by the id on the instance that was asked, and no more:
    it is turned to the address wherever the parent is among the files, and stays that id where it is not.
    Truth Social and Gab are servers of their own, and known by the ids that they give. What a context leads
    up to (``ancestors``) is context, what answers (``descendants``) are hits. Options of polls are no part of
    the text; direct messages are no posts.

    Parameters
    ----------
    record
        A status, the answer to a search, or a context.

    Yields
    ------
    The rows of its statuses and, as context, of those that they repost, quote or answer inside the record.

    Examples
    --------
    >>> account = {"id": "5", "acct": "ann", "url": "https://social.example/@ann"}
    >>> status = {"id": "7", "uri": "https://social.example/users/ann/statuses/7", "account": account,
    ...           "content": "<p>R&amp;D <a href='https://social.example/tags/x' class='mention hashtag'>#x</a></p>"}
    >>> [(row.post_id, row.author.handle, row.text, row.urls) for row in mastodon(status)]
    [('https://social.example/users/ann/statuses/7', 'ann@social.example', 'R&D #x', [])]
    """
    if "ancestors" in record or "descendants" in record:
        for name, is_context in (("ancestors", True), ("descendants", False)):
            for status in dicts_of(record, name):
                yield from status_rows(status, site_of(status), is_context=is_context)
    else:
        for status in dicts_of(record, "statuses") if "statuses" in record else [record]:
            yield from status_rows(status, site_of(status))
