"""Tables of minet's YouTube commands: comments, and videos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reaction.loaders._cells import integer
from reaction.loaders._columns import columns
from reaction.loaders._registry import loader
from reaction.loaders._rows import Reject, Row
from reaction.loaders._youtube import account, comment_row, video_row

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["minet_youtube"]

_SHAPES = (
    columns("video_id", "comment_id", "author_channel_id", "text"),
    columns("video_id", "title", "published_at", "description", "channel_id", "channel_title"),
)


@loader("minet-youtube", "youtube", matches=_SHAPES)
def minet_youtube(record: dict[str, str]) -> Iterator[Row | Reject]:
    """YouTube tables of minet, comments or videos (CSV).

    A table of a search, which has no counts, shows the beginning of each description only.

    Parameters
    ----------
    record
        A comment or a video.

    Yields
    ------
    Its row.

    Examples
    --------
    >>> reply = {"video_id": "v1", "comment_id": "Ugx1.9z", "parent_comment_id": "Ugx1", "text": "no",
    ...          "author_name": "@bob", "author_channel_id": "UC2", "like_count": "3"}
    >>> [row] = minet_youtube(reply)
    >>> row.reply_to_id, row.conversation_id, row.author.handle, row.n_likes
    ('Ugx1', 'v1', 'bob', 3)
    """
    if "channel_id" in record or "title" in record:
        yield _video(record) if "video_id" in record else Reject("no post id")
    elif "comment_id" in record:
        yield _comment(record)
    else:
        yield Reject("no post id")


def _comment(record: dict[str, str]) -> Row:
    row = comment_row(
        record["comment_id"], record.get("video_id"), record.get("parent_comment_id"), record.get("text")
    )
    row.author = account(record.get("author_channel_id"), record.get("author_name"))
    row.created_at = record.get("published_at")
    row.n_likes = integer(record.get("like_count"))
    row.n_replies = integer(record.get("reply_count"))
    if record.get("updated_at", row.created_at) != row.created_at:
        row.status = "edited"
    return row


def _video(record: dict[str, str]) -> Row:
    description = record.get("description")
    row = video_row(record["video_id"], record.get("title"), description)
    is_of_search = not record.keys() & {"duration", "category_id", "view_count", "position"}
    row.text_truncated = is_of_search and (description or "").endswith("...")
    row.author = account(record.get("channel_id"), record.get("channel_title"))
    row.created_at = record.get("published_at")
    row.lang = record.get("default_language")
    row.community = record.get("channel_id")
    row.n_views = integer(record.get("view_count"))
    row.n_likes = integer(record.get("like_count"))
    row.n_replies = integer(record.get("comment_count"))
    return row
