"""X posts as tables that DMI-TCAT exported."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from reaction.loaders._cells import flag, integer, listed
from reaction.loaders._columns import columns
from reaction.loaders._prose import hashtags_in, none_or_unknown
from reaction.loaders._registry import loader
from reaction.loaders._rows import Author, Media, Reject, Row
from reaction.loaders._times import from_seconds, parse_time
from reaction.loaders._x import PERMALINK, is_cut, links, repost_prefix
from reaction.loaders._x_tables import (
    confirmed,
    handles_in,
    quoted_in,
    unusable,
    without_original_author,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["dmi_tcat"]

# The address of a picture or video, which names the post that has it.
_OF_MEDIA = re.compile(r"/status/\d{1,20}/(?:photo|video)/\d{1,2}\Z")


@loader(
    "dmi-tcat",
    "x",
    matches=columns("id", "time", "from_user_name", "from_user_id", "to_user_name", "text"),
    permalink=PERMALINK,
)
def dmi_tcat(record: dict[str, str]) -> Iterator[Row | Reject]:
    """DMI-TCAT, exported tables of tweets (CSV, TSV).

    No column says what is a repost: texts that begin with ``RT @handle:`` are taken for one, those that people
    typed themselves, too. Times are checked against those that the ids carry, because a server may have
    shifted them by its own time zone.

    Parameters
    ----------
    record
        The cells of a row, by column.

    Yields
    ------
    The row of its post.

    Examples
    --------
    >>> cells = {"id": "1008599655142154241", "time": "1529303871", "text": "RT @ann: hello", "from_user_name": "bob"}
    >>> [(row.kind, row.repost_of_author_handle, row.created_at) for row in dmi_tcat(cells)]
    [('repost', 'ann', 1529303871000000)]
    """
    post_id, text = record.get("id"), record.get("text")
    if (reject := unusable(post_id)) is not None:
        yield reject
        return
    row = Row(
        post_id,
        _author(record),
        text=text,
        text_truncated=is_cut(text),
        lang=record.get("lang"),
        reply_to_id=_id(record, "in_reply_to_status_id"),
        reply_to_author_handle=record.get("to_user_name"),
        reply_to_author_id=_id(record, "to_user_id"),
        quote_of_id=_id(record, "quoted_status_id"),
        repost_of_id=_id(record, "retweet_id"),
        repost_of_author_handle=repost_prefix(text),
        app=record.get("source"),
    )
    made = from_seconds(record.get("time"))
    row.created_at, row.created_at_quality = confirmed(
        post_id, parse_time(record.get("created_at", "")) if made is None else made
    )
    if row.repost_of_author_handle is not None or row.repost_of_id is not None:
        row.kind = "repost"
    else:
        # The counts of a repost are the original's.
        row.n_reposts, row.n_likes = (
            integer(record.get("retweet_count")),
            integer(record.get("favorite_count")),
        )
    if "withheld_scope" in record or flag(record.get("withheld_copyright")):
        row.status = "withheld"
    _fill_lists(row, record)
    yield row


def _author(record: dict[str, str]) -> Author:
    return Author(
        _id(record, "from_user_id"),
        record.get("from_user_name"),
        record.get("from_user_realname"),
        record.get("from_user_description"),
        record.get("from_user_url"),
        integer(record.get("from_user_followercount")),
        integer(record.get("from_user_friendcount")),
        flag(record.get("from_user_verified")),
        record.get("from_user_created_at"),
    )


def _id(record: dict[str, str], column: str) -> str | None:
    # The database keeps ids as numbers, and none as zero.
    cell = record.get(column)
    return None if cell == "0" else cell


def _fill_lists(row: Row, record: dict[str, str]) -> None:
    """Fill in links, hashtags and mentions; their columns are there only if somebody asked for them."""
    addresses = [_aligned(record.get(name)) for name in ("urls_followed", "urls_expanded", "urls")]
    found = [next(filter(None, spellings), None) for spellings in zip_longest(*addresses)]
    urls = [url for url in found if url and not _OF_MEDIA.search(url)]
    row.quote_of_id, row.quote_of_author_handle = quoted_in(urls, row.quote_of_id, None)
    # Where somebody asked for media only, other links of the text are not listed.
    unlisted = _without(row.text, addresses[-1])
    row.urls = none_or_unknown(links(urls, row.post_id, row.quote_of_id), "http", unlisted)
    row.hashtags = listed(record.get("hashtags"), ";", strip="#") or hashtags_in(row.text)
    mentions = listed(record.get("mentions"), ";", strip="@") or handles_in(row.text)
    if mentions is not None:
        row.mentions = without_original_author(mentions, row.repost_of_author_handle, row.text)
    kinds, files = _aligned(record.get("media_type")), _aligned(record.get("media_urls"))
    media = [Media(kind or None, url or None) for kind, url in zip_longest(kinds, files) if kind or url]
    row.media = media or None


def _without(text: str | None, parts: list[str]) -> str | None:
    for part in filter(None, parts):
        text = text.replace(part, "") if text is not None else None
    return text


def _aligned(cell: str | None) -> list[str]:
    """Split a cell; what was not found keeps its place among the others, as nothing."""
    return [part.strip() for part in f"{cell} ".split("; ")] if cell else []
