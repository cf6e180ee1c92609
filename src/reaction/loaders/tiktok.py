"""TikTok: videos and comments through Zeeschuimer and the Research API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reaction.loaders._fields import dict_of, dicts_of, flag_of, id_of, int_of, text_of, texts_of
from reaction.loaders._prose import hashtags_in, mentions_in, urls_in
from reaction.loaders._registry import loader
from reaction.loaders._rows import Author, Media, Reject, Row
from reaction.loaders._skeleton import has
from reaction.loaders._times import from_seconds
from reaction.loaders._zeeschuimer import envelope, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["tiktok_research", "zeeschuimer_tiktok", "zeeschuimer_tiktok_comments"]

_PERMALINK = "https://www.tiktok.com/@{handle}/video/{id}"
_OF_RESEARCH = (
    has("data.videos", "data.has_more"),
    has("data.comments", "data.has_more"),
    has("data.videos[].id"),
    has("data.comments[].video_id"),
    has("id", "video_description"),
    has("id", "username", "region_code", "create_time"),
    has("id", "video_id", "text", "create_time", lacking=("cid", "comment_id", "snippet")),
)


@loader("zeeschuimer-tiktok", "tiktok", matches=envelope("tiktok.com"), permalink=_PERMALINK)
def zeeschuimer_tiktok(record: dict[str, Any]) -> Iterator[Row | Reject]:
    """TikTok videos captured with Zeeschuimer.

    A duet or stitch quotes the video that it plays. Most shares are messages to friends and no reposts:
    `n_reposts` stays unknown.

    Parameters
    ----------
    record
        A captured item, in its envelope.

    Yields
    ------
    The row of the video; a reject for a live stream.

    Examples
    --------
    >>> item = {"id": "7301", "desc": "no #ice", "createTime": 1529323200, "author": {"uniqueId": "ann"},
    ...         "stats": {"diggCount": 4, "playCount": 90}, "duetInfo": {"duetFromId": "7300"}}
    >>> [row] = zeeschuimer_tiktok({"source_platform": "tiktok.com", "data": item})
    >>> row.author.handle, row.n_likes, row.n_views, row.quote_of_id
    ('ann', 4, 90, '7300')
    """
    item, at = opened(record)
    key = id_of(item, "id")
    if "liveRoomInfo" in item:
        yield Reject("live stream")
    elif key is None:
        yield Reject("no post id")
    else:
        text = text_of(item, "desc")
        row = Row(
            key,
            _author(item),
            from_seconds(item.get("createTime")),
            text,
            lang=_language(item, "textLanguage"),
            urls=urls_in(text),
            media=_media(item),
            n_likes=_count(item, "diggCount"),
            n_replies=_count(item, "commentCount"),
            n_views=_count(item, "playCount"),
            metrics_at=at,
            collected_at=at,
            author_seen_at=at,
        )
        _fill_extras(row, item)
        yield row


def _author(item: dict[str, Any]) -> Author | None:
    person, stats = dict_of(item, "author"), "authorStats"
    if not person:
        # Items embedded in a page have parts of the author beside the text.
        handle = text_of(item, "author")
        person = {"uniqueId": handle, "id": item.get("authorId"), "nickname": item.get("nickname")}
    author = Author(
        id_of(person, "id"),
        text_of(person, "uniqueId"),
        text_of(person, "nickname"),
        text_of(person, "signature"),
        text_of(person, "bioLink.link"),
        int_of(item, f"{stats}.followerCount"),
        int_of(item, f"{stats}.followingCount"),
        flag_of(person, "verified"),
    )
    return author if author.id or author.handle else None


def _count(item: dict[str, Any], name: str) -> int | None:
    found = int_of(item, f"stats.{name}")
    return int_of(item, f"statsV2.{name}") if found is None else found


def _language(item: dict[str, Any], name: str) -> str | None:
    found = text_of(item, name)
    return None if found == "un" else found  # what TikTok writes where it knows no language


def _media(item: dict[str, Any]) -> list[Media]:
    pictures = dicts_of(item, "imagePost.images")
    if pictures:
        return [Media("photo", next(iter(texts_of(one, "imageURL.urlList")), None)) for one in pictures]
    return [Media("video", text_of(item, "video.playAddr") or text_of(item, "video.downloadAddr"))]


def _fill_extras(row: Row, item: dict[str, Any]) -> None:
    """Take hashtags, mentions and the video that is played out of what TikTok found in the text."""
    extras = dicts_of(item, "textExtra")
    tags = [text_of(extra, "hashtagName") for extra in extras]
    tags += [text_of(challenge, "title") for challenge in dicts_of(item, "challenges")]
    row.hashtags, row.mentions = hashtags_in(row.text), mentions_in(row.text)
    if isinstance(item.get("textExtra"), list):
        row.hashtags = list(dict.fromkeys(tag for tag in tags if tag))
        row.mentions = [handle for extra in extras if (handle := text_of(extra, "userUniqueId"))]
    # "#duet with @ann" and "#stitch with @ann" say whose video it is.
    source = next((extra for extra in extras if _real_id(extra, "awemeId")), {})
    row.quote_of_id = _real_id(item, "duetInfo.duetFromId") or _real_id(source, "awemeId")
    if row.quote_of_id is not None and row.quote_of_id == _real_id(source, "awemeId"):
        row.quote_of_author_id = _real_id(source, "userId")
        row.quote_of_author_handle = text_of(source, "userUniqueId")


def _real_id(item: dict[str, Any], path: str) -> str | None:
    """Return an id, where "0" stands for none."""
    found = id_of(item, path)
    return None if found == "0" else found


@loader("zeeschuimer-tiktok-comments", "tiktok", matches=envelope("tiktok-comments"))
def zeeschuimer_tiktok_comments(record: dict[str, Any]) -> Iterator[Row | Reject]:
    """TikTok comments captured with Zeeschuimer.

    Parameters
    ----------
    record
        A captured item, in its envelope.

    Yields
    ------
    The row of the comment, and of the replies that are shown with it.

    Examples
    --------
    >>> item = {"cid": "7302", "aweme_id": "7301", "text": "no", "reply_id": "0",
    ...         "user": {"unique_id": "bob"}}
    >>> [row] = zeeschuimer_tiktok_comments({"source_platform": "tiktok-comments", "data": item})
    >>> row.reply_to_id, row.conversation_id, row.author.handle
    ('7301', '7301', 'bob')
    """
    item, at = opened(record)
    for comment in (item, *dicts_of(item, "reply_comment")):
        yield _comment(comment, at)


def _comment(item: dict[str, Any], at: int | None) -> Row | Reject:
    key, video, text = id_of(item, "cid"), _real_id(item, "aweme_id"), text_of(item, "text")
    if key is None:
        return Reject("no post id")
    return Row(
        key,
        _commenter(dict_of(item, "user")),
        from_seconds(item.get("create_time")),
        text,
        lang=_language(item, "comment_language"),
        kind="reply",
        conversation_id=video,
        reply_to_id=_real_id(item, "reply_to_reply_id") or _real_id(item, "reply_id") or video,
        urls=urls_in(text),
        hashtags=hashtags_in(text),
        mentions=mentions_in(text),
        n_likes=int_of(item, "digg_count"),
        n_replies=int_of(item, "reply_comment_total"),
        metrics_at=at,
        collected_at=at,
        author_seen_at=at,
        url=text_of(item, "share_info.url"),
    )


def _commenter(user: dict[str, Any]) -> Author | None:
    author = Author(
        id_of(user, "uid"), text_of(user, "unique_id"), text_of(user, "nickname"), text_of(user, "signature")
    )
    return author if author.id or author.handle else None


@loader("tiktok-research", "tiktok", matches=_OF_RESEARCH, permalink=_PERMALINK)
def tiktok_research(record: dict[str, Any]) -> Iterator[Row | Reject]:
    """TikTok Research API, videos and comments (pages or items).

    Comments come without their authors. Most shares are messages to friends and no reposts: `n_reposts` stays
    unknown.

    Parameters
    ----------
    record
        A page of answers, a video or a comment.

    Yields
    ------
    The rows of its videos and comments.

    Examples
    --------
    >>> video = {"id": 7301234567890123456, "video_description": "no", "username": "ann"}
    >>> [row] = tiktok_research({"data": {"videos": [video]}})
    >>> row.post_id, row.author.handle
    ('7301234567890123456', 'ann')
    """
    page = record.get("data")
    for item in [record] if page is None else [*dicts_of(page, "videos"), *dicts_of(page, "comments")]:
        if id_of(item, "id") is None:
            damaged = isinstance(item.get("id"), float)
            yield Reject("damaged post id" if damaged else "no post id")
        elif "video_id" in item:
            yield _research_comment(item, str(item["id"]))
        else:
            yield _research_video(item, str(item["id"]))


def _research_video(item: dict[str, Any], key: str) -> Row:
    text, handle = text_of(item, "video_description"), text_of(item, "username")
    tags, mentions = (
        texts_of(item, name) if isinstance(item.get(name), list) else None
        for name in ("hashtag_names", "video_mention_list")
    )
    return Row(
        key,
        Author(handle=handle) if handle else None,
        from_seconds(item.get("create_time")),
        text,
        urls=urls_in(text),
        hashtags=hashtags_in(text) if tags is None else tags,
        mentions=mentions_in(text) if mentions is None else mentions,
        media=[Media("video")],
        n_likes=int_of(item, "like_count"),
        n_replies=int_of(item, "comment_count"),
        n_views=int_of(item, "view_count"),
    )


def _research_comment(item: dict[str, Any], key: str) -> Row:
    text, video = text_of(item, "text"), _real_id(item, "video_id")
    return Row(
        key,
        created_at=from_seconds(item.get("create_time")),
        text=text,
        kind="reply",
        conversation_id=video,
        reply_to_id=_real_id(item, "parent_comment_id") or video,
        urls=urls_in(text),
        hashtags=hashtags_in(text),
        mentions=mentions_in(text),
        n_likes=int_of(item, "like_count"),
        n_replies=int_of(item, "reply_count"),
    )
