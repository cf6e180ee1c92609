"""Rows of 4CAT's data sources, each read as its platform wants it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reaction.loaders._bluesky import row_of
from reaction.loaders._bluesky_uris import author_in, parse_uri
from reaction.loaders._cells import flag, integer, listed
from reaction.loaders._fourcat import account, common_row, fill_counts, fill_time, first
from reaction.loaders._html import read_html
from reaction.loaders._reddit import rows_of, unescape_reddit_value
from reaction.loaders._reddit_records import Thing
from reaction.loaders._rows import Media, Row
from reaction.loaders._telegram import message_key, permalink
from reaction.loaders._times import from_seconds
from reaction.urls import parse_status_url

if TYPE_CHECKING:
    from reaction.loaders._rows import Reject

__all__ = ["bluesky_row", "html_row", "plain_row", "reddit_rows", "telegram_row"]

# Their importers in 4CAT take times as the platform gives them; others shift them by the server's time zone.
_SOUND_TIMES = ("tiktok_url", "comment_url", "is_paid_partnership", "post_source_domain")
# What only image boards have; every post below the first answers that, if it names no other.
_OF_BOARDS = ("board", "country_code", "author_trip", "image_md5")
# How posts on image boards name the one that they answer.
_ANSWERED = re.compile(r"(?:^|\s)>>(\d{1,12})\b")


def plain_row(record: dict[str, str]) -> Row:
    """Read a post of a platform whose posts 4CAT describes as most others.

    Parameters
    ----------
    record
        The cells of a row.

    Returns
    -------
    Its row; with the thread where it is another post's.
    """
    row = common_row(record)
    fill_time(row, record, sound=first(record, *_SOUND_TIMES) is not None)
    # The address of a post that is commented on is no permalink of the comment.
    row.url = row.url or first(record, "url", *(() if "post_id" in record else ("post_url", "permalink")))
    fill_counts(row, record)
    thread = record.get("thread_id")
    row.conversation_id = first(record, "post_id") or thread
    parent = thread if flag(record.get("is_comment_on_comment")) is not None else record.get("parent_id")
    if first(record, *_OF_BOARDS) is not None or record.get("author") == "Anonymous":
        _add_board(row, record)
    elif parent != row.post_id:
        row.reply_to_id = parent
    return row


def _add_board(row: Row, record: dict[str, str]) -> None:
    row.community = record.get("board")
    if (integer(first(record, "timestamp_deleted", "deleted")) or 0) > 0:
        row.status = "deleted"
    thread = record.get("thread_id")
    if thread != row.post_id:  # what begins a thread may name posts of another
        answered = _ANSWERED.search(row.text or "")
        row.reply_to_id = answered[1] if answered is not None else thread


def html_row(record: dict[str, str]) -> Row:
    """Read a post of Truth Social or Gab, whose texts are HTML.

    Parameters
    ----------
    record
        The cells of a row.

    Returns
    -------
    Its row.
    """
    found = read_html(record.get("body"))
    row = common_row({**record, "body": found.text})
    row.created_at, row.url = record.get("created_at"), record.get("url")
    row.urls = [link.url for link in found.links if link.classes.isdisjoint({"mention", "hashtag"})]
    fill_counts(row, record)
    return row


def bluesky_row(record: dict[str, str]) -> Row:
    """Read a post of Bluesky; posts referred to are known by links, which hold a handle that may have changed.

    Parameters
    ----------
    record
        The cells of a row.

    Returns
    -------
    Its row; with the id of what it answers where that begins the thread, or the link holds a DID.
    """
    uri, root = record["id"], record.get("thread_id")
    languages = [one for one in listed(record.get("languages"), ",") if one != "N/A"]
    written = {"text": record.get("body"), "createdAt": record.get("created_at"), "langs": languages}
    row = row_of(uri, written, {})
    given = common_row(record)
    row.author, row.conversation_id = given.author, root
    row.media = given.media and [Media("image", medium.url) for medium in given.media]
    row.urls, row.hashtags, row.mentions = given.urls, given.hashtags, given.mentions
    row.metrics_at = row.collected_at = row.author_seen_at = record.get("collected_at")
    fill_counts(row, record)
    if (link := record.get("replied_to_post")) is not None:
        row.kind = "reply"
        row.reply_to_id = _linked(link, root)
        row.reply_to_author_id = author_in(row.reply_to_id)
        row.reply_to_author_handle = _handle(record.get("replied_to_user"))
    if (link := record.get("quoted_post")) is not None:
        row.kind = "quote"
        row.quote_of_id = _linked(link, None)
        row.quote_of_author_id = author_in(row.quote_of_id)
        row.quote_of_author_handle = _handle(record.get("quoted_user"))
    return row


def _linked(link: str, root: str | None) -> str | None:
    found = parse_status_url(link)
    if found is not None:
        return found.post_id
    parts = parse_uri(root)
    return root if parts is not None and link.endswith(f"/post/{parts.key}") else None


def _handle(name: str | None) -> str | None:
    return None if name is None or name.startswith("did:") else name


def telegram_row(record: dict[str, str]) -> Row:
    """Read a message of Telegram; chats are known by their names here.

    Parameters
    ----------
    record
        The cells of a row.

    Returns
    -------
    Its row.
    """
    chat = record["chat"]
    number = record["id"].removeprefix(f"{chat}-")
    row = common_row(record)
    row.post_id, row.community, row.url = message_key(chat, number), chat, permalink(chat, number, chat)
    fill_time(row, record, sound=True)
    row.author = account(
        {**record, "author": record.get("author_username", ""), "author_id": record.get("author", "")}
    )
    if row.author is not None:
        row.author.automated = flag(record.get("author_is_bot"))
    row.n_views, row.n_reposts = integer(record.get("views")), integer(record.get("forwards"))
    reply_to = record.get("reply_to", "")
    row.reply_to_id = message_key(chat, reply_to) if reply_to.isdecimal() else None
    source = first(record, "author_forwarded_from_id")
    handle = record.get("author_forwarded_from_username")
    if source or handle or "author_forwarded_from_name" in record:
        row.kind = "repost"
        row.repost_of_author_id, row.repost_of_author_handle = source, handle
    if "unix_timestamp_edited" in record:
        row.status = "edited"
    return row


def reddit_rows(record: dict[str, str]) -> list[Row | Reject]:
    """Read a comment or submission of Reddit.

    Parameters
    ----------
    record
        The cells of a row.

    Returns
    -------
    Its row, or the reason why there is none.
    """
    is_comment = "parent" in record
    rows = rows_of(
        Thing(
            id=record.get("id"),
            author=record.get("author"),
            body=record.get("body", "") if is_comment else None,
            title=None if is_comment else record.get("subject", ""),
            selftext=None if is_comment else record.get("body"),
            url=record.get("url"),
            created_utc=first(record, "unix_timestamp", "timestamp"),
            link_id=record.get("thread_id") if is_comment else None,
            parent_id=record.get("parent"),
            subreddit=record.get("subreddit"),
            score=integer(record.get("score")),
        )
    )
    for row in rows:
        if isinstance(row, Row):
            row.text = None if row.text is None else unescape_reddit_value(row.text)
            if "unix_timestamp" not in record and from_seconds(record.get("timestamp")) is None:
                row.created_at_quality = "assumed_tz"
            if (found := account(record)) is None or found.handle is None:
                row.author = found
    return rows
