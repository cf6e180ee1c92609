"""Truth Social and Gab through Zeeschuimer: items of their web interfaces, which have Mastodon's API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reaction.loaders._fediverse import GAB, TRUTH_SOCIAL
from reaction.loaders._fediverse_statuses import status_rows
from reaction.loaders._fields import text_of
from reaction.loaders._gab import written_out
from reaction.loaders._registry import loader
from reaction.loaders._rows import Reject, Row
from reaction.loaders._zeeschuimer import envelope, opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["zeeschuimer_gab", "zeeschuimer_truth_social"]

_NO_POSTS = frozenset({"group", "user"})


@loader(
    "zeeschuimer-truth-social",
    "truth_social",
    matches=envelope("truthsocial.com"),
    permalink="https://truthsocial.com/@{handle}/{id}",
)
def zeeschuimer_truth_social(record: dict[str, Any]) -> Iterator[Row | Reject]:
    """Truth Social through Zeeschuimer, an item of the web interface per line (also as stored by 4CAT).

    Zeeschuimer takes the markup out of the texts, and with it breaks between paragraphs.

    Parameters
    ----------
    record
        A line.

    Yields
    ------
    The row of its post and, as context, of the posts that it reposts, quotes or answers.

    Examples
    --------
    >>> status = {"id": "112", "content": "I <3 clocks", "account": {"id": "5", "acct": "ann"}}
    >>> [(row.post_id, row.author.handle, row.text) for row in zeeschuimer_truth_social({"data": status})]
    [('112', 'ann', 'I <3 clocks')]
    """
    status, at = opened(record)
    return _collected(status_rows(status, TRUTH_SOCIAL), at)


@loader(
    "zeeschuimer-gab", "gab", matches=envelope("gab.com"), permalink="https://gab.com/{handle}/posts/{id}"
)
def zeeschuimer_gab(record: dict[str, Any]) -> Iterator[Row | Reject]:
    """Gab through Zeeschuimer, an item of the web interface per line (also as stored by 4CAT).

    Gab shortens the names of fields in most places (``c`` for ``content``); both spellings are read. Without
    its author's name where Zeeschuimer kept none. Groups and accounts are no posts.

    Parameters
    ----------
    record
        A line.

    Yields
    ------
    The row of its post and, as context, of the posts that it reposts or quotes.

    Examples
    --------
    >>> item = {"i": "7", "c": "hello", "rbc": 2, "author_info": {"i": "5", "un": "ann"}}
    >>> [(row.post_id, row.author.handle, row.n_reposts) for row in zeeschuimer_gab({"data": item})]
    [('7', 'ann', 2)]
    """
    item, at = opened(record)
    kind = text_of(item, "type")
    if kind in _NO_POSTS:
        yield Reject(f"not a post: {kind}")
        return
    for row in _collected(status_rows(written_out(item), GAB), at):
        if isinstance(row, Row) and row.kind is None and item.get("ir") is True:
            row.kind = "reply"  # to a post that the item does not name
        yield row


def _collected(rows: Iterable[Row | Reject], at: int | None) -> Iterator[Row | Reject]:
    for row in rows:
        if isinstance(row, Row):
            row.collected_at = row.metrics_at = row.author_seen_at = at
        yield row
