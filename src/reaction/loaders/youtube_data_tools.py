"""Tables of YouTube Data Tools: comments, and videos."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reaction.loaders._cells import integer
from reaction.loaders._columns import columns
from reaction.loaders._registry import loader
from reaction.loaders._rows import Author, Gone, Reject, Row
from reaction.loaders._youtube import account, comment_row, plain_text, video_row

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["youtube_data_tools"]

# The first version is written in PHP, which escapes quotation marks by backslashes; the second is not.
_SHAPES = (
    columns("id", "isReplyTo", "authorName", "publishedAt", "text", escape="\\"),
    columns("id", "isReplyToId", "threadId", "authorName", "publishedAt", "text"),
    columns("videoId", "channelId", "videoTitle", "publishedAt", lacking="defaultAudioLanguage", escape="\\"),
    columns("videoId", "channelId", "videoTitle", "publishedAt", "defaultAudioLanguage"),
)
_PSEUDONYM = re.compile(r"[0-9a-f]{40}")
_NOT_FOUND = "[not found: "
# The first version has a slip of the pen in a column's name.
_LANGUAGES = ("defaultLanguage", "defaultAudioLanguage", "defaultLAudioLanguage")


@loader("youtube-data-tools", "youtube", matches=_SHAPES)
def youtube_data_tools(record: dict[str, str]) -> Iterator[Row | Reject | Gone]:
    """YouTube Data Tools, tables of comments or of videos (CSV or TSV).

    The table of a single video's comments does not say which video it is: its first comments are known to
    be replies, to a post that is not.

    Parameters
    ----------
    record
        A comment or a video.

    Yields
    ------
    Its row.

    Examples
    --------
    >>> comment = {"id": "Ugx1", "authorName": "@ann", "text": "first", "likeCount": "3", "isReply": "0"}
    >>> [row] = youtube_data_tools(comment)
    >>> row.kind, row.reply_to_id, row.author.handle, row.n_likes
    ('reply', None, 'ann', 3)
    """
    if "videoTitle" in record or "channelTitle" in record:
        yield from _video(record)
    elif "id" in record:
        yield _comment(record)
    else:
        yield Reject("no post id")


def _comment(record: dict[str, str]) -> Row:
    parent = record.get("isReplyToId") or record.get("isReplyTo")
    row = comment_row(record["id"], record.get("videoId"), parent, plain_text(record.get("text")))
    row.author = _author(record.get("authorChannelId"), record.get("authorName"))
    row.created_at = record.get("publishedAt")
    row.n_likes = integer(record.get("likeCount"))
    row.n_replies = integer(record.get("totalReplyCount") or record.get("replyCount"))
    if parent and (name := record.get("isReplyToName", "")).startswith("@"):
        row.reply_to_author_handle = name[1:]
    return row


def _author(channel: str | None, name: str | None) -> Author | None:
    # Pseudonyms are all that tells accounts apart in a pseudonymised table.
    if channel is None and name is not None and _PSEUDONYM.fullmatch(name):
        return Author(name)
    return account(channel, name)


def _video(record: dict[str, str]) -> Iterator[Row | Reject | Gone]:
    key, title = record.get("videoId"), record.get("videoTitle")
    if title is not None and title.startswith(_NOT_FOUND) and "channelId" not in record:
        yield Reject("video not found")
        if key is not None:
            yield Gone(key, "deleted")
        return
    if key is None:
        yield Reject("no post id")
        return
    row = video_row(key, title, record.get("videoDescription"))
    row.author = account(record.get("channelId"), record.get("channelTitle"))
    row.created_at = record.get("publishedAt")
    row.lang = next((record[name] for name in _LANGUAGES if name in record), None)
    row.community = record.get("channelId")
    row.n_views = integer(record.get("viewCount"))
    row.n_likes = integer(record.get("likeCount"))
    row.n_replies = integer(record.get("commentCount"))
    yield row
