"""YouTube's Data API: comments, and videos."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING, Any

from reaction.loaders._fields import dict_of, dicts_of, id_of, int_of, text_of
from reaction.loaders._registry import loader
from reaction.loaders._rows import Reject, Row
from reaction.loaders._skeleton import has
from reaction.loaders._youtube import account, comment_row, plain_text, video_row

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["youtube_comments", "youtube_videos"]

_OF_COMMENTS = (
    has(where={"kind": ("youtube#commentThreadListResponse", "youtube#commentListResponse")}),
    has(where={"kind": ("youtube#commentThread", "youtube#comment")}),
    has("snippet.topLevelComment", lacking="kind"),
    has("items[].snippet.topLevelComment", lacking="kind"),
    has("snippet.textDisplay", "snippet.authorDisplayName", lacking="kind"),
    has("items[].snippet.textDisplay", lacking="kind"),
)
_OF_VIDEOS = (
    has(where={"kind": ("youtube#videoListResponse", "youtube#searchListResponse")}),
    has(where={"kind": ("youtube#video", "youtube#searchResult")}),
    has("id", "snippet.channelTitle", "snippet.title", lacking=("kind", "snippet.resourceId")),
    has("items[].id", "items[].snippet.channelTitle", lacking=("kind", "items[].snippet.resourceId")),
)
_STATUS_OF_UPLOAD = {"deleted": "deleted", "rejected": "removed"}


@loader("youtube-comments", "youtube", matches=_OF_COMMENTS)
def youtube_comments(record: dict[str, Any]) -> Iterator[Row | Reject]:
    """YouTube comments from the Data API (commentThreads and comments; pages or items).

    A comment replies to the video, and a reply to the comment that its thread began with. A thread shows
    five replies at most; how many there are is in `n_replies`.

    Parameters
    ----------
    record
        A page of answers, a thread or a comment.

    Yields
    ------
    The rows of its comments.

    Examples
    --------
    >>> top = {"id": "Ugx1", "snippet": {"textOriginal": "first", "authorDisplayName": "@ann"}}
    >>> thread = {"id": "Ugx1", "snippet": {"videoId": "v1", "totalReplyCount": 9, "topLevelComment": top},
    ...           "replies": {"comments": [{"id": "Ugx1.9z", "snippet": {"textOriginal": "no"}}]}}
    >>> [(row.post_id, row.reply_to_id, row.n_replies) for row in youtube_comments(thread)]
    [('Ugx1', 'v1', 9), ('Ugx1.9z', 'Ugx1', None)]
    """
    for item in _items(record):
        if "topLevelComment" in dict_of(item, "snippet"):
            yield from _thread(item)
        else:
            yield _comment(item, None)


def _items(record: dict[str, Any]) -> list[dict[str, Any]]:
    return dicts_of(record, "items") if "items" in record else [record]


def _thread(thread: dict[str, Any]) -> Iterator[Row | Reject]:
    video = id_of(thread, "snippet.videoId")
    first = _comment({"id": thread.get("id"), **dict_of(thread, "snippet.topLevelComment")}, video)
    if isinstance(first, Row):
        first.n_replies = int_of(thread, "snippet.totalReplyCount")
    yield first
    for reply in dicts_of(thread, "replies.comments"):
        yield _comment(reply, video)


def _comment(comment: dict[str, Any], video: str | None) -> Row | Reject:
    snippet = dict_of(comment, "snippet")
    key = id_of(comment, "id")
    if key is None:
        return Reject("no post id")
    # What was written, else what is shown: HTML, or plain text where that was asked for.
    text = text_of(snippet, "textOriginal")
    text = plain_text(text_of(snippet, "textDisplay")) if text is None else text
    row = comment_row(key, id_of(snippet, "videoId") or video, id_of(snippet, "parentId"), text)
    row.author = account(id_of(snippet, "authorChannelId.value"), text_of(snippet, "authorDisplayName"))
    row.created_at = text_of(snippet, "publishedAt")
    row.n_likes = int_of(snippet, "likeCount")
    row.community = id_of(snippet, "channelId")
    if (text_of(snippet, "updatedAt") or row.created_at) != row.created_at:
        row.status = "edited"
    return row


@loader("youtube-videos", "youtube", matches=_OF_VIDEOS)
def youtube_videos(record: dict[str, Any]) -> Iterator[Row | Reject]:
    r"""YouTube videos from the Data API (videos and search; pages or items).

    A video is a post whose text is its title, an empty line and its description. A search shows the
    beginning of the description only.

    Parameters
    ----------
    record
        A page of answers, a video or what a search found.

    Yields
    ------
    The rows of its videos; rejects for channels and playlists that a search found.

    Examples
    --------
    >>> video = {"id": "v1", "snippet": {"title": "Town hall", "description": "All of it"},
    ...          "statistics": {"viewCount": "90", "likeCount": "4"}}
    >>> [row] = youtube_videos(video)
    >>> row.text, row.n_views, row.n_likes, row.n_replies
    ('Town hall\n\nAll of it', 90, 4, None)
    """
    for item in _items(record):
        yield _video(item)


def _video(item: dict[str, Any]) -> Row | Reject:
    snippet = dict_of(item, "snippet")
    found = isinstance(item.get("id"), dict)
    key = id_of(item, "id.videoId" if found else "id")
    if key is None:
        return Reject("a channel or playlist" if found and len(item["id"]) > 1 else "no post id")
    title, description = text_of(snippet, "title"), text_of(snippet, "description")
    if found:
        # Only a search escapes what it shows.
        title, description = (part and unescape(part) for part in (title, description))
    row = video_row(key, title, description)
    row.text_truncated = found and (description or "").endswith("...")
    row.author = account(id_of(snippet, "channelId"), text_of(snippet, "channelTitle"))
    row.created_at = text_of(snippet, "publishedAt")
    row.lang = text_of(snippet, "defaultLanguage") or text_of(snippet, "defaultAudioLanguage")
    row.community = id_of(snippet, "channelId")
    row.n_views = int_of(item, "statistics.viewCount")
    row.n_likes = int_of(item, "statistics.likeCount")
    row.n_replies = int_of(item, "statistics.commentCount")
    row.status = _STATUS_OF_UPLOAD.get(text_of(item, "status.uploadStatus") or "")
    return row
