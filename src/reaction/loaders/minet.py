"""Posts of X as tables that minet wrote, by way of twitwi."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reaction.loaders._cells import flag, integer, listed, url_list
from reaction.loaders._columns import columns
from reaction.loaders._minet import came_along, media_of
from reaction.loaders._registry import loader
from reaction.loaders._rows import Author, Reject, Row
from reaction.loaders._times import from_seconds
from reaction.loaders._x import PERMALINK, is_cut, links, made_at
from reaction.loaders._x_tables import address, unusable, without_original_author

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["minet_x"]

_MARKED = re.compile(r"[#@](\w+)")


@loader(
    "minet-x",
    "x",
    matches=columns("id", "timestamp_utc", "user_screen_name", "retweeted_id", "links", "hashtags"),
    permalink=PERMALINK,
)
def minet_x(record: dict[str, str]) -> Iterator[Row | Reject]:
    """minet, tables of X posts.

    The text of a post that quotes has the quoted post in it, ``… « handle: text — address »``, and its lists
    hold the quoted post's links, hashtags and mentions, too: they are parted. Whose zone ``local_time`` is in
    is unknown, and it is not used; ``collection_time`` has the same flaw and is taken as UTC.

    Parameters
    ----------
    record
        The cells of a row, by column. Where a query had an ``id``, too, the post's stands behind it and counts.

    Yields
    ------
    The row of the post and, as context, of the posts that it reposts and quotes.

    Examples
    --------
    >>> cells = {"id": "3", "text": "No « ann: Yes — https://twitter.com/ann/status/2 »", "quoted_id": "2",
    ...          "quoted_user": "ann", "quoted_timestamp_utc": "1529303871.0"}
    >>> [(row.post_id, row.text, row.is_context) for row in minet_x(cells)]
    [('3', 'No', False), ('2', 'Yes', True)]
    """
    if (reject := unusable(record.get("id"))) is not None:
        yield reject
        return
    text, quoted = _parted(record.get("text"), record.get("quoted_user"))
    row = _row(record, text, quoted)
    yield row
    if row.repost_of_id is not None and row.repost_of_author_handle is not None:
        yield _original(row, record)
    if row.quote_of_id is not None and quoted is not None:
        author = Author(row.quote_of_author_id, row.quote_of_author_handle)
        made = from_seconds(record.get("quoted_timestamp_utc"))
        yield Row(
            row.quote_of_id, author, made, quoted, is_cut(quoted), is_context=True, seen_at=row.created_at
        )


def _parted(text: str | None, handle: str | None) -> tuple[str | None, str | None]:
    """Part a text from that of the quoted post, which stands in it where the link to that post was."""
    mark = f"« {handle}: "
    start, end = (text.find(mark), text.rfind(" »")) if text is not None else (-1, -1)
    if text is None or handle is None or not 0 <= start < end:
        return text, None
    quoted, dash, _ = text[start + len(mark) : end].rpartition(" — ")
    return f"{text[:start].rstrip()} {text[end + 2 :].lstrip()}".strip(), quoted if dash else None


def _row(record: dict[str, str], text: str | None, quoted: str | None) -> Row:
    original_author = record.get("retweeted_user")
    if text is not None and original_author is not None:
        text = text.removeprefix(f"RT @{original_author}: ")
    row = Row(
        record["id"],
        _author(record),
        from_seconds(record.get("timestamp_utc")),
        text,
        is_cut(text),
        record.get("lang"),
        came_along(record),
        reply_to_id=record.get("to_tweetid"),
        reply_to_author_id=record.get("to_userid"),
        reply_to_author_handle=record.get("to_username"),
        repost_of_id=record.get("retweeted_id"),
        repost_of_author_id=record.get("retweeted_user_id"),
        repost_of_author_handle=original_author,
        quote_of_id=record.get("quoted_id"),
        quote_of_author_id=record.get("quoted_user_id"),
        quote_of_author_handle=record.get("quoted_user"),
        app=record.get("source_name"),
        url=address(record.get("url")),
        metrics_at=record.get("collection_time"),
        collected_at=record.get("collection_time"),
        author_seen_at=record.get("collection_time"),
    )
    _fill_lists(row, record, quoted)
    # On a repost, depending on minet's version, counts are the original's or zero.
    if row.repost_of_id is None:
        row.n_reposts, row.n_likes = integer(record.get("retweet_count")), integer(record.get("like_count"))
        row.n_replies, row.n_views = (
            integer(record.get("reply_count")),
            integer(record.get("impression_count")),
        )
    return row


def _author(record: dict[str, str]) -> Author:
    badges = [flag(record[name]) for name in ("user_verified", "user_is_blue_verified") if name in record]
    # Beside a badge of a type of its own, the other columns say that there is none.
    badges += [record["user_verified_type"].lower() != "none"] if "user_verified_type" in record else []
    return Author(
        record.get("user_id"),
        record.get("user_screen_name"),
        record.get("user_name"),
        record.get("user_description"),
        record.get("user_url"),
        integer(record.get("user_followers")),
        integer(record.get("user_friends")),
        True in badges if badges else None,
        from_seconds(record.get("user_timestamp_utc")),
    )


def _fill_lists(row: Row, record: dict[str, str], quoted: str | None) -> None:
    """Fill in links, hashtags, mentions and media; an empty cell says that there are none."""
    own, others = (row.text or "").lower(), (quoted or "").lower()

    def of_this_post(found: list[str], here: Collection[str], there: Collection[str]) -> list[str]:
        return [one for one in found if one.lower() in here or one.lower() not in there]

    found = of_this_post(url_list(record.get("links"), "|"), own, others)
    row.urls = links(found, row.repost_of_id or row.post_id, row.quote_of_id)
    marked, marked_there = set(_MARKED.findall(own)), set(_MARKED.findall(others))
    row.hashtags = of_this_post(listed(record.get("hashtags"), "|", strip="#"), marked, marked_there)
    mentions = of_this_post(listed(record.get("mentioned_names"), "|", strip="@"), marked, marked_there)
    row.mentions = without_original_author(mentions, row.repost_of_author_handle, row.text)
    row.media = media_of(record)
    # A post has a link to its own media in its text.
    if row.media and f"/status/{row.quote_of_id}/" in others:
        row.media = None if f"/status/{row.post_id}/" in own else []


def _original(repost: Row, record: dict[str, str]) -> Row:
    """Give the original what the repost's row shows of it."""
    return Row(
        repost.repost_of_id,
        Author(repost.repost_of_author_id, repost.repost_of_author_handle),
        from_seconds(record.get("retweeted_timestamp_utc")),
        repost.text,
        repost.text_truncated,
        is_context=True,
        quote_of_id=repost.quote_of_id,
        quote_of_author_id=repost.quote_of_author_id,
        quote_of_author_handle=repost.quote_of_author_handle,
        urls=repost.urls,
        hashtags=repost.hashtags,
        mentions=repost.mentions,
        media=repost.media,
        seen_at=made_at(repost.post_id) or repost.created_at,
    )
