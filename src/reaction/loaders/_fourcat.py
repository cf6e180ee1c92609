"""Rows of 4CAT as far as its data sources name things alike."""

from __future__ import annotations

import re

from reaction.loaders._cells import flag, integer, listed, url_list
from reaction.loaders._prose import hashtags_in, mentions_in, none_or_unknown
from reaction.loaders._rows import Author, Media, Row
from reaction.loaders._times import from_seconds

__all__ = ["account", "common_row", "fill_counts", "fill_time", "first"]

_COUNTS = {
    "n_likes": ("like_count", "likes", "num_likes", "amount_likes", "reaction_count"),
    "n_reposts": ("retweet_count", "repost_count", "reposts", "shares", "amount_shares", "reposts_count"),
    "n_replies": ("reply_count", "replies", "comments", "amount_comments"),
    "n_quotes": ("quote_count", "quotes"),
    "n_views": ("impression_count", "views", "plays", "amount_plays", "impressions"),
}
# Here 4CAT writes a zero where the platform said nothing.
_DOUBTFUL = {"n_reposts": ("reblogs_count",), "n_replies": ("num_comments", "replies_count")}
_PICTURES = ("images", "image_urls", "image_url")
_NOBODY = frozenset({"REDACTED", "UNKNOWN", "Anonymous", "[deleted]"})
# 4CAT hides accounts behind hashes if asked to.
_PSEUDONYM = re.compile(r"[0-9a-f]{32,128}")


def first(record: dict[str, str], *names: str) -> str | None:
    """Return the first of several cells that is not empty.

    Examples
    --------
    >>> first({"quote_author": "ann"}, "quoted_user", "quote_author")
    'ann'
    """
    return next((record[name] for name in names if name in record), None)


def common_row(record: dict[str, str]) -> Row:
    """Read what data sources name alike.

    Parameters
    ----------
    record
        The cells of a row that are not empty, by column.

    Returns
    -------
    A row without times, counts and references.
    """
    # Forums have a subject; elsewhere the column is there, too, but empty.
    text = "\n\n".join(record[name] for name in ("subject", "title", "body") if name in record)
    row = Row(record.get("id"), account(record), text=text, lang=record.get("language_guess"))
    found = url_list(first(record, "urls", "links", "link_url", "link_attached"), ",")
    row.urls = none_or_unknown(found, "http", text)
    row.hashtags = listed(first(record, "hashtags", "tags"), ",", strip="#") or hashtags_in(text)
    named = first(record, "mentions", "mentioned", "entities_mentioned")
    row.mentions = listed(named, ",", strip="@") or mentions_in(text)
    row.media = _media(record) or None
    row.url = first(record, "link", "tiktok_url", "comment_url")
    return row


def account(record: dict[str, str]) -> Author | None:
    """Read the author, who may be hidden behind a hash, or altogether.

    Examples
    --------
    >>> account({"author": "REDACTED"}) is None, account({"author": "ann", "author_id": "7"}).handle
    (True, 'ann')
    >>> hidden = account({"author": "0123456789abcdef" * 3})
    >>> hidden.handle, hidden.id
    (None, '0123456789abcdef0123456789abcdef0123456789abcdef')
    """
    handle = first(record, "author", "account_username", "author_screen_name")
    author = Author(first(record, "author_id", "account_id"), handle)
    if handle in _NOBODY or (handle is None and author.id is None):
        return None
    if handle is not None and _PSEUDONYM.fullmatch(handle):
        return Author(author.id or handle)
    if handle is not None and handle.startswith("@"):  # the number of an account whose name is unknown
        author.id, author.handle = author.id or handle[1:], None
    author.name = first(
        record, "author_fullname", "author_full", "author_display_name", "author_name", "account_display_name"
    )
    author.bio = first(record, "author_bio", "author_description")
    author.url = record.get("author_url")
    author.followers = integer(
        first(record, "author_followers", "author_follower_count", "account_followers")
    )
    author.following = integer(
        first(record, "author_following", "author_friend_following_count", "account_following")
    )
    author.verified = flag(
        first(record, "verified", "author_verified", "author_is_verified", "account_verified")
    )
    author.created_at = record.get("author_created_at")
    return author


def _media(record: dict[str, str]) -> list[Media]:
    kinds = {"photo": _PICTURES, "video": ("videos", "video_url"), "audio": ("audio_url",)}
    if record.get("type") == "video":  # of Instagram; its picture is a still
        kinds = {"video": ("media_urls", "media_url")}
    found = ((kind, url) for kind, names in kinds.items() for url in url_list(first(record, *names), ","))
    # Data sources that do not know pictures take the last short link of a text for one.
    return [Media(kind, url) for kind, url in found if not url.startswith("https://t.co/")]


def fill_counts(row: Row, record: dict[str, str]) -> None:
    """Fill in counts; below zero, and at zero where 4CAT makes that up, they are unknown.

    Examples
    --------
    >>> row = Row("1")
    >>> fill_counts(row, {"likes": "0", "quote_count": "-1", "num_comments": "0"})
    >>> row.n_likes, row.n_quotes, row.n_replies
    (0, None, None)
    """
    for name, columns in _COUNTS.items():
        count = integer(first(record, *columns))
        if count is None:
            count = integer(first(record, *_DOUBTFUL.get(name, ()))) or None
        setattr(row, name, count if count is not None and count >= 0 else None)


def fill_time(row: Row, record: dict[str, str], *, sound: bool) -> None:
    """Fill in the time; where no number says it, or one that 4CAT may have shifted, its zone is assumed.

    Examples
    --------
    >>> row = Row("1")
    >>> fill_time(row, {"timestamp": "2018-06-18 12:00:00", "unix_timestamp": "1529323200"}, sound=True)
    >>> row.created_at, row.created_at_quality
    (1529323200000000, None)
    """
    seconds = from_seconds(record.get("unix_timestamp")) or from_seconds(record.get("timestamp"))
    row.created_at = record.get("timestamp") if seconds is None else seconds
    row.created_at_quality = None if sound and seconds is not None else "assumed_tz"
