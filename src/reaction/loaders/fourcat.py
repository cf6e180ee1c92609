"""4CAT: items of any of its data sources, as it maps them to a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from reaction.loaders._columns import columns
from reaction.loaders._fourcat_platforms import bluesky_row, html_row, plain_row, reddit_rows, telegram_row
from reaction.loaders._fourcat_x import x_row
from reaction.loaders._registry import loader
from reaction.loaders._rows import Gone, Reject
from reaction.loaders._skeleton import has
from reaction.loaders._tool_names import platform_at
from reaction.loaders._x import NO_ID
from reaction.loaders._x_tables import unusable
from reaction.urls import domain_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reaction.loaders._rows import Row

__all__ = ["fourcat", "fourcat_json"]

_NEEDED = ("id", "thread_id", "timestamp", "body")
# Tables of YouTube Data Tools keep their own columns in 4CAT and are read by these.
_NOT_HERE = ("authorName", "videoId")
_ADDRESSES = (
    "link",
    "url",
    "tiktok_url",
    "comment_url",
    "post_url",
    "collected_from_url",
    "post_source_domain",
)
_READERS: dict[str, Callable[[dict[str, str]], Row]] = {
    "x": x_row,
    "bluesky": bluesky_row,
    "telegram": telegram_row,
    "truth_social": html_row,
    "gab": html_row,
}
_NOT_ALLOWED = re.compile(r"not authorized|suspended|protected", re.IGNORECASE)


@loader("4cat", "unknown", matches=columns(*_NEEDED, lacking=_NOT_HERE))
def fourcat(record: dict[str, str]) -> Iterator[Row | Reject | Gone]:
    """4CAT, CSV of any data source.

    The platform is told from the columns and from addresses in them. Of what a post of X reposts or answers,
    4CAT keeps no id, only the author. Times are checked where an id carries one; else they are said to be of
    an assumed zone, unless the data source takes them as the platform gives them. Hashes that stand for
    authors count as ids, and ``REDACTED`` as nobody.

    Parameters
    ----------
    record
        The cells of a row, by column.

    Yields
    ------
    The row of its post; for posts that X no longer gives out, what is known of that.

    Examples
    --------
    >>> cells = {"id": "1008599655142154241", "thread_id": "1008599655142154241", "body": "RT @ann: hello", "author": "bob",
    ...          "timestamp": "2018-06-18 06:37:51", "is_retweet": "yes", "retweeted_user": "ann"}
    >>> [(row.platform, row.kind, row.repost_of_author_handle, row.text) for row in fourcat(cells)]
    [('x', 'repost', 'ann', 'hello')]
    """
    if "id" not in record:
        yield NO_ID
        return
    platform = _platform(record)
    if platform == "x" and (reject := unusable(record["id"])) is not None:
        yield reject
        return
    if platform == "x" and record.get("author") == "UNKNOWN":
        yield Reject("post no longer given out")
        status = "withheld" if _NOT_ALLOWED.search(record.get("subject", "")) else "deleted"
        yield Gone(record["id"], status, platform=platform)
        return
    rows = reddit_rows(record) if platform == "reddit" else [_READERS.get(platform, plain_row)(record)]
    for row in rows:
        if not isinstance(row, Reject):
            row.platform = platform
        yield row


def _platform(record: dict[str, str]) -> str:
    if "is_retweet" in record:
        return "x"
    if record["id"].startswith("at://"):
        return "bluesky"
    if "chat" in record:
        return "telegram"
    if "subreddit" in record:
        return "reddit"
    domains = (domain_of(record[name]) for name in _ADDRESSES if name in record)
    found = (platform_at(domain) for domain in domains if domain is not None)
    return next((platform for platform in found if platform is not None), "unknown")


@loader("4cat-json", "unknown", matches=has(*_NEEDED, lacking=_NOT_HERE))
def fourcat_json(record: dict[str, Any]) -> Iterator[Row | Reject | Gone]:
    """4CAT, CSV converted to JSON.

    Parameters
    ----------
    record
        An item: what :func:`fourcat` reads, with numbers and empty texts.

    Yields
    ------
    The same as :func:`fourcat`.

    Examples
    --------
    >>> item = {"id": 7, "thread_id": 7, "timestamp": "2018-06-18 12:00:00", "body": "hello", "author": ""}
    >>> [(row.platform, row.post_id, row.author) for row in fourcat_json(item)]
    [('unknown', '7', None)]
    """
    scalars = {name: value for name, value in record.items() if isinstance(value, str | int | float)}
    return fourcat({name: text for name, value in scalars.items() if (text := str(value))})
