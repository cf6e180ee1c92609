"""Tables of Reddit comments and submissions, as scripts with PRAW or Pushshift write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import UNSET

from reaction.loaders._cells import flag, integer
from reaction.loaders._columns import columns
from reaction.loaders._reddit import rows_of, unescape_reddit
from reaction.loaders._reddit_records import Thing
from reaction.loaders._registry import loader
from reaction.loaders._rows import Reject

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reaction.loaders._rows import Gone, Row

__all__ = ["reddit_csv"]

_NOT_4CAT = ("thread_id", "unix_timestamp")
_SHAPES = (
    columns("id", "created_utc", "subreddit", lacking=_NOT_4CAT),
    columns("id", "created_utc", "num_comments", lacking=_NOT_4CAT),
    columns("id", "created_utc", "permalink", lacking=_NOT_4CAT),
    columns("id", "created_utc", "link_id", lacking=_NOT_4CAT),
    columns("id", "created_utc", "parent_id", "body", lacking=_NOT_4CAT),
    columns("id", "title", "score", "comms_num"),
    columns("id", "title", "score", "subreddit", "num_comments"),
)
_COMMUNITY = re.compile(r"/r/([A-Za-z0-9_]{2,24})/")
# How Python writes an account of PRAW that was put into a table as it is.
_REDDITOR = re.compile(r"Redditor\(name='([\w-]{1,40})'\)")


@loader("reddit-csv", "reddit", matches=_SHAPES, clean=unescape_reddit)
def reddit_csv(record: dict[str, str]) -> Iterable[Row | Reject | Gone]:
    """Tables of Reddit comments or submissions (PRAW, PSAW, PMAW, Pushshift).

    Columns are named as the fields of Reddit's API, so rows read as `reddit` reads records. Without
    ``created_utc``, times come from ``created`` or ``timestamp``, whose zone is not stated.

    Parameters
    ----------
    record
        The cells of a row that are not empty, by column.

    Returns
    -------
    The row of the comment or submission.

    Examples
    --------
    >>> cells = {"id": "1e5", "title": "Budget", "created_utc": "1354123731.0", "permalink": "/r/news/comments/1e5/a/"}
    >>> [(row.post_id, row.community, row.created_at) for row in reddit_csv(cells)]
    [('t3_1e5', 'news', 1354123731000000)]
    """
    rows = rows_of(_thing(record))
    if "created_utc" not in record:
        for row in rows:
            if not isinstance(row, Reject):
                row.created_at_quality = "assumed_tz"
    return rows


def _thing(record: dict[str, str]) -> Thing:
    permalink = record.get("permalink") or record.get("full_link")
    title = None if _is_comment(record) else record.get("title")
    return Thing(
        id=record.get("id"),
        name=record.get("name"),
        author=_author(record.get("author")),
        author_fullname=record.get("author_fullname"),
        body=record.get("body"),
        title=title,
        selftext=record.get("selftext"),
        url=record.get("url") if title is not None else None,
        is_self=flag(record.get("is_self")),
        created_utc=record.get("created_utc") or record.get("created") or record.get("timestamp"),
        retrieved_on=record.get("retrieved_on"),
        retrieved_utc=record.get("retrieved_utc"),
        link_id=record.get("link_id"),
        parent_id=record.get("parent_id", UNSET),
        crosspost_parent=record.get("crosspost_parent"),
        subreddit=_community(record.get("subreddit"), permalink),
        permalink=permalink,
        score=integer(record.get("score")),
        score_hidden=flag(record.get("score_hidden")),
        num_comments=integer(record.get("num_comments") or record.get("comms_num")),
        num_crossposts=integer(record.get("num_crossposts")),
        edited=_is_edited(record.get("edited")),
        removed_by_category=record.get("removed_by_category"),
    )


def _is_comment(record: dict[str, str]) -> bool:
    """Tell the comments in tables whose every row has a title; those have this one, and lead nowhere."""
    return record.get("title") == "Comment" and "url" not in record and "body" in record


def _author(name: str | None) -> str | None:
    # How Python writes that there is none, which is what PRAW says of deleted accounts.
    if name is None or name in {"None", "nan"}:
        return None
    found = _REDDITOR.fullmatch(name)
    return found[1] if found else name


def _community(name: str | None, permalink: str | None) -> str | None:
    if name is not None:
        return name.removeprefix("/").removeprefix("r/")
    found = _COMMUNITY.search(permalink) if permalink else None
    return found[1] if found else None


def _is_edited(cell: str | None) -> bool:
    """Read what is a truth value, or the time of the edit."""
    return bool(flag(cell)) or (integer(cell) or 0) > 1
