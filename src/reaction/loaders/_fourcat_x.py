"""Posts of X in 4CAT: from the API, from Zeeschuimer, or from DMI-TCAT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reaction.loaders._cells import flag
from reaction.loaders._fourcat import common_row, fill_counts, fill_time, first
from reaction.loaders._text import unescape_value
from reaction.loaders._times import parse_time
from reaction.loaders._x import is_cut, links, repost_prefix
from reaction.loaders._x_tables import address, confirmed, quoted_in, without_original_author

if TYPE_CHECKING:
    from reaction.loaders._rows import Row

__all__ = ["x_row"]


def x_row(record: dict[str, str]) -> Row:
    """Read a post of X.

    Parameters
    ----------
    record
        The cells of a row.

    Returns
    -------
    Its row. Of what it reposts or answers 4CAT keeps the author alone; that it quotes may be known by id.
    """
    row = common_row(record)
    row.text = unescape_value(row.text or "")
    row.text_truncated = is_cut(row.text)
    row.app = record.get("source")
    # Only a link from the file can tell what a spreadsheet did to the id.
    row.url = address(row.url)
    fill_time(row, record, sound=False)
    made = parse_time(row.created_at) if row.created_at is not None else None
    row.created_at, row.created_at_quality = confirmed(row.post_id, made)
    if row.author is not None:
        for name in ("name", "bio"):
            value = getattr(row.author, name)
            setattr(row.author, name, value and unescape_value(value))
    if flag(record.get("is_withheld")):
        row.status = "withheld"
    _fill_references(row, record)
    if row.kind != "repost":
        fill_counts(row, record)
    return row


def _fill_references(row: Row, record: dict[str, str]) -> None:
    row.reply_to_author_handle = first(record, "replied_user", "replied_author", "reply_to")
    if "filter_level" in record or record.get("reply_count") == "-1":
        kinds = [_fill_from_tcat(row, record)]
    else:
        row.conversation_id = record.get("thread_id")
        kinds = ["reply" if flag(record.get("is_reply")) else "original"]
    if flag(record.get("is_quote_tweet")) or "quote_tweet_id" in record:
        kinds.insert(0, "quote")
        row.quote_of_id, row.quote_of_author_handle = quoted_in(
            row.urls or (), record.get("quote_tweet_id"), first(record, "quoted_user", "quote_author")
        )
    if flag(record.get("is_retweet")):
        kinds.insert(0, "repost")
        handle = record.get("retweeted_user") or repost_prefix(row.text)
        row.repost_of_author_handle = handle
        row.mentions = without_original_author(row.mentions or [], handle, row.text)
        if handle is not None and (row.text or "").startswith(f"RT @{handle}"):
            # Older versions leave out the colon, which shared code looks for.
            row.text = (row.text or "").removeprefix(f"RT @{handle}").removeprefix(":").lstrip()
    row.kind = kinds[0]
    if row.urls:
        row.urls = links(row.urls, row.post_id, row.quote_of_id)


def _fill_from_tcat(row: Row, record: dict[str, str]) -> str:
    """Read the thread of a post from DMI-TCAT, which is the post answered or reposted; all are said to be replies."""
    thread = record.get("thread_id")
    other = thread if thread != row.post_id else None
    if "filter_level" in record:
        row.reply_to_id = record.get("in_reply_to_status_id")
        row.reply_to_author_id = record.get("reply_to_id")
    else:
        row.reply_to_id = other
    if row.reply_to_id is None and flag(record.get("is_retweet")):
        row.repost_of_id = other
    return "original" if row.reply_to_id is None else "reply"
