"""Instagram and Threads through Zeeschuimer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reaction.loaders._fields import dict_of, dicts_of, flag_of, id_of, text_of
from reaction.loaders._meta import account, code_of, count, media_of, shortcode, without_redirect
from reaction.loaders._prose import hashtags_in, mentions_in, urls_in
from reaction.loaders._registry import loader
from reaction.loaders._rows import Author, Reject, Row
from reaction.loaders._times import from_seconds
from reaction.loaders._zeeschuimer import envelope, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["zeeschuimer_instagram", "zeeschuimer_threads"]

_LIKES = ("like_count", "edge_media_preview_like.count", "edge_liked_by.count")
_COMMENTS = (
    "comment_count",
    "edge_media_to_parent_comment.count",
    "edge_media_to_comment.count",
    "edge_media_preview_comment.count",
)
_VIEWS = ("play_count", "ig_play_count", "view_count", "video_play_count", "video_view_count")
_QUOTED = ("quoted_post", "quoted_attachment_post")


@loader(
    "zeeschuimer-instagram",
    "instagram",
    matches=envelope("instagram.com"),
    permalink="https://www.instagram.com/p/{id}/",
)
def zeeschuimer_instagram(record: dict[str, Any]) -> Iterator[Row | Reject]:
    """Instagram posts and reels captured with Zeeschuimer.

    The author of a post of several accounts is the one that owns it. Items that were captured in part lack
    the text; where the same post was captured in full as well, its text is taken from there.

    Parameters
    ----------
    record
        A captured item, in its envelope: of the app's interface, of the web's graph, or in part.

    Yields
    ------
    The row of the post; a reject for an advertisement.

    Examples
    --------
    >>> item = {"code": "C1zzZawzGcV", "taken_at": 1529323200, "user": {"pk": "42", "username": "ann"},
    ...         "caption": {"text": "no #ice"}, "like_count": 4}
    >>> [row] = zeeschuimer_instagram({"source_platform": "instagram.com", "data": item})
    >>> row.post_id, row.author.handle, row.hashtags, row.n_likes
    ('C1zzZawzGcV', 'ann', ['ice'], 4)
    """
    item, at = opened(record)
    key = code_of(item)
    if text_of(item, "product_type") == "ad" or "facebook.com/ads/" in (text_of(item, "link") or ""):
        yield Reject("advertisement")
    elif key is None:
        yield Reject("no post id")
    else:
        text = _caption(item)
        yield Row(
            key,
            _owner(item),
            from_seconds(item.get("taken_at")) or from_seconds(item.get("taken_at_timestamp")),
            text,
            urls=urls_in(text),
            hashtags=hashtags_in(text),
            mentions=mentions_in(text),
            media=media_of(item),
            n_likes=_likes(item),
            n_replies=count(item, *_COMMENTS),
            n_views=count(item, *_VIEWS),
            n_reposts=count(item, "media_repost_count"),
            metrics_at=at,
            collected_at=at,
            author_seen_at=at,
            status="edited" if flag_of(item, "caption_is_edited") else None,
        )


def _owner(item: dict[str, Any]) -> Author | None:
    owner, user = account(dict_of(item, "owner")), account(dict_of(item, "user"))
    if owner is None or user is None:
        return owner or user
    # One of both may be no more than an id.
    return user if owner.handle is None and owner.id == user.id else owner


def _caption(item: dict[str, Any]) -> str | None:
    """Return the text: empty where a post is known to have none, None where the item doesn't say."""
    if "edge_media_to_caption" in item:
        edges = dicts_of(item, "edge_media_to_caption.edges")
        return text_of(edges[0], "node.text") if edges else ""
    if "caption" in item and item["caption"] is None:
        return ""
    return text_of(item, "caption.text")


def _likes(item: dict[str, Any]) -> int | None:
    # Where an author hides the count, another one stands there.
    return None if flag_of(item, "like_and_view_counts_disabled") else count(item, *_LIKES)


@loader(
    "zeeschuimer-threads",
    "threads",
    matches=envelope("threads.net", "threads.com"),
    permalink="https://www.threads.com/@{handle}/post/{id}",
)
def zeeschuimer_threads(record: dict[str, Any]) -> Iterator[Row | Reject]:
    """Threads posts captured with Zeeschuimer.

    Parameters
    ----------
    record
        A captured item, in its envelope.

    Yields
    ------
    The row of the post and, as context, a row for each post embedded in it.

    Examples
    --------
    >>> quoted = {"code": "DAaa", "user": {"username": "ann"}, "caption": {"text": "first"}}
    >>> item = {"code": "DAbb", "user": {"username": "bob"}, "caption": {"text": "look"},
    ...         "text_post_app_info": {"share_info": {"quoted_post": quoted}}}
    >>> rows = zeeschuimer_threads({"source_platform": "threads.net", "data": item})
    >>> [(row.post_id, row.quote_of_id, row.is_context) for row in rows]
    [('DAbb', 'DAaa', False), ('DAaa', None, True)]
    """
    item, at = opened(record)
    if code_of(item) is None:
        yield Reject("no post id")
        return
    seen_at = from_seconds(item.get("taken_at"))
    waiting, is_context = [item], False
    while waiting:
        post = waiting.pop()
        key = code_of(post)
        if key is not None:
            row = _thread_row(post, key, at)
            row.is_context, row.seen_at = is_context, seen_at if is_context else None
            yield row
            share = dict_of(post, "text_post_app_info.share_info")
            waiting += [dict_of(share, name) for name in ("reposted_post", *_QUOTED)]
        is_context = True


def _thread_row(item: dict[str, Any], key: str, at: int | None) -> Row:
    info = dict_of(item, "text_post_app_info")
    text = _thread_text(item, info)
    row = Row(
        key,
        account(dict_of(item, "user")),
        from_seconds(item.get("taken_at")),
        text,
        hashtags=hashtags_in(text),
        mentions=mentions_in(text),
        urls=_thread_links(info, text),
        media=media_of(item),
        metrics_at=at,
        collected_at=at,
        author_seen_at=at,
        status="edited" if flag_of(item, "caption_is_edited") else None,
    )
    topic = text_of(info, "tag_header.display_name")
    if topic and row.hashtags is not None and topic not in row.hashtags:
        row.hashtags.append(topic)
    _fill_references(row, info)
    if row.kind != "repost":
        # Beside a repost stand counts that may be those of its original, which has its own row.
        row.n_likes, row.n_reposts = _likes(item), count(info, "repost_count")
        row.n_replies, row.n_quotes = count(info, "direct_reply_count"), count(info, "quote_count")
    return row


def _thread_text(item: dict[str, Any], info: dict[str, Any]) -> str | None:
    """Return the caption and, where a post has one, the long text attached to it."""
    caption = _caption(item)
    attached = _fragments(info, "snippet_attachment_info.text_fragments")
    more = "".join(text_of(part, "plaintext") or "" for part in attached)
    return "\n\n".join(filter(None, (caption, more))) or caption


def _fragments(info: dict[str, Any], path: str) -> list[dict[str, Any]]:
    return dicts_of(info, f"{path}.fragments")


def _thread_links(info: dict[str, Any], text: str | None) -> list[str] | None:
    found = [text_of(part, "link_fragment.uri") for part in _fragments(info, "text_fragments")]
    found.append(text_of(info, "link_preview_attachment.url"))
    links = [link for url in found if (link := without_redirect(url))]
    # What the text shows of a link is cut.
    return links or urls_in(text)


def _fill_references(row: Row, info: dict[str, Any]) -> None:
    share = dict_of(info, "share_info")
    original = dict_of(share, "reposted_post")
    quoted = next((post for name in _QUOTED if (post := dict_of(share, name))), {})
    answered = account(dict_of(info, "reply_to_author")) or Author()
    row.repost_of_id, row.quote_of_id = code_of(original), code_of(quoted)
    row.reply_to_id = _code(info, "reply_to_id")
    row.conversation_id = _code(info, "root_post_id")
    row.reply_to_author_id, row.reply_to_author_handle = answered.id, answered.handle
    if author := account(dict_of(original, "user")):
        row.repost_of_author_id, row.repost_of_author_handle = author.id, author.handle
    if author := account(dict_of(quoted, "user")):
        row.quote_of_author_id, row.quote_of_author_handle = author.id, author.handle
    # The kind is known where the other post is not.
    if original:
        row.kind = "repost"
    elif quoted or flag_of(share, "quoted_attachment_post_unavailable"):
        row.kind = "quote"
    elif flag_of(info, "is_reply") or answered.handle or answered.id:
        row.kind = "reply"


def _code(info: dict[str, Any], name: str) -> str | None:
    found = id_of(info, name)
    return shortcode(found) or found
