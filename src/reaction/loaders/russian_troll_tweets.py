"""Tweets of the Internet Research Agency, as FiveThirtyEight published them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reaction.loaders import _text
from reaction.loaders._cells import integer
from reaction.loaders._columns import columns
from reaction.loaders._ids import is_scientific
from reaction.loaders._prose import hashtags_in, none_or_unknown
from reaction.loaders._registry import loader
from reaction.loaders._rows import Author, Reject, Row
from reaction.loaders._tool_names import kind_named, language_named
from reaction.loaders._x import is_cut, links, made_at
from reaction.loaders._x_tables import handles_in, unusable
from reaction.urls import parse_status_url

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["russian_troll_tweets"]

_ADDRESS = re.compile(r"/(?P<author>\w{1,20})/status(?:es)?/(?P<post>\d{1,20})")
_LINKS = ("tco1_step1", "tco2_step1", "tco3_step1")
_FORM = "%m/%d/%Y %H:%M"
# Longer ids of accounts went through a program that keeps 15 digits.
_MOST_SOUND_DIGITS = 15


@loader(
    "russian-troll-tweets",
    "x",
    matches=columns("external_author_id", "content", "publish_date", "post_type", "tweet_id"),
    clean=_text.unescape_x,
    permalink="https://x.com/i/web/status/{id}",
)
def russian_troll_tweets(record: dict[str, str]) -> Iterator[Row | Reject]:
    """FiveThirtyEight's Russian troll tweets, CSV.

    Ids come from the address of each post, because many in their own columns were rounded. Times in the file
    are of minutes; ids carry them to the millisecond. Whom a repost repeats is not in the file, nor whom a
    reply answers.

    Parameters
    ----------
    record
        The cells of a row, by column.

    Yields
    ------
    The row of its post.

    Examples
    --------
    >>> cells = {"author": "ANN", "content": "hello", "tweet_id": "1.01E+18", "post_type": "RETWEET",
    ...          "article_url": "http://twitter.com/7/statuses/1008599655142154241"}
    >>> [(row.post_id, row.author.id, row.kind) for row in russian_troll_tweets(cells)]
    [('1008599655142154241', '7', 'repost')]
    """
    address = _ADDRESS.search(record.get("article_url", ""))
    post_id = address["post"] if address else record.get("tweet_id")
    if (reject := unusable(post_id)) is not None:
        yield reject
        return
    text = _without_guard(record.get("content"))
    seen_at = _minute(record.get("harvested_date"))
    row = Row(
        post_id,
        Author(
            address["author"] if address and address["author"].isdecimal() else _author_id(record),
            record.get("author"),
            followers=integer(record.get("followers")),
            following=integer(record.get("following")),
        ),
        text=text,
        text_truncated=is_cut(text),
        lang=language_named(record.get("language", "")),
        kind=kind_named(record.get("post_type", "")),
        hashtags=hashtags_in(text),
        mentions=handles_in(text),
        collected_at=seen_at,
        author_seen_at=seen_at,
    )
    if made_at(post_id) is None:
        row.created_at, row.created_at_quality = _minute(record.get("publish_date")), "minute"
    _fill_links(row, record)
    yield row


def _without_guard(text: str | None) -> str | None:
    """Take off the quotation marks that keep a spreadsheet from reading ``@…`` as a formula."""
    return text[1:].removesuffix("'") if text is not None and text.startswith("'@") else text


def _author_id(record: dict[str, str]) -> str | None:
    if (found := record.get("alt_external_id")) is not None and not is_scientific(found):
        return found
    found = record.get("external_author_id", "")
    return found if found.isdecimal() and len(found) <= _MOST_SOUND_DIGITS else None


def _minute(cell: str | None) -> int | None:
    try:
        time = datetime.strptime(cell or "", _FORM).replace(tzinfo=UTC)
    except ValueError:
        return None
    return int(time.timestamp()) * 1_000_000


def _fill_links(row: Row, record: dict[str, str]) -> None:
    found = [record[name] for name in _LINKS if name in record]
    if row.kind == "quote":
        quoted = next((ref for url in found if "/status" in url and (ref := parse_status_url(url))), None)
        if quoted is not None and quoted.platform == "x" and quoted.post_id != row.post_id:
            row.quote_of_id, row.quote_of_author_handle = quoted.post_id, quoted.handle
    own = links(found, row.post_id, row.quote_of_id)
    row.urls = own if found else none_or_unknown(own, "http", row.text)
