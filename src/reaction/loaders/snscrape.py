"""X through snscrape and its successor twscrape: JSON lines, old and new field names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reaction.loaders import _text
from reaction.loaders._cells import integer
from reaction.loaders._registry import loader
from reaction.loaders._rows import Author, Gone, Media, Reject, Row
from reaction.loaders._skeleton import has
from reaction.loaders._snscrape_records import Media as SortedMedia
from reaction.loaders._snscrape_records import Medium, Post, User
from reaction.loaders._x import NO_ID, PERMALINK, is_cut, is_id, links, made_at, repost_prefix, why_gone
from reaction.urls import parse_status_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reaction.loaders._rows import Time

__all__ = ["snscrape"]

_REFERENCES = ("snscrape.modules.twitter.TweetRef", "snscrape.modules.twitter.Tombstone")
_ACCOUNT = "snscrape.modules.twitter.User"
_SHAPES = (
    has(where={"_type": ("snscrape.modules.twitter.Tweet", *_REFERENCES)}),
    has("url", "date", "user", "rawContent"),
    has("url", "date", "content", "renderedContent"),
    has("url", "date", "content", "tcooutlinks"),
)
_MEDIA_TYPES = {"Photo": "photo", "Video": "video", "Gif": "animated_gif"}


@loader("snscrape", "x", matches=_SHAPES, record=Post, clean=_text.unescape_x, permalink=PERMALINK)
def snscrape(post: Post) -> Iterator[Row | Reject | Gone]:
    """X through snscrape or twscrape, a post per line.

    Parameters
    ----------
    post
        A decoded line: a post with the posts embedded in it, or a reference to one that is not shown.

    Yields
    ------
    The row of the post and, as context, a row for each post embedded in it; what is said of posts that are
    not shown.

    Examples
    --------
    >>> quoted = Post(id=1, raw_content="first", user=User(username="ann"))
    >>> rows = snscrape(Post(id=2, raw_content="look", user=User(username="bob"), quoted_tweet=quoted))
    >>> [(row.post_id, row.quote_of_author_handle, row.is_context) for row in rows]
    [('2', 'ann', False), ('1', None, True)]
    """
    if post.kind == _ACCOUNT:  # the first line, if asked for
        yield Reject("an account, no post")
        return
    if post.kind in _REFERENCES:
        yield Reject("post not shown")
        yield from _gone(post)
        return
    yield _row(post, None, is_context=False)
    seen_at = made_at(_id(post)) or post.date
    embedded = [post.retweeted_tweet, post.quoted_tweet]
    while embedded:
        inner = embedded.pop()
        if inner is None:
            continue
        if _is_stub(inner):
            yield from _gone(inner)
        else:
            yield _row(inner, seen_at, is_context=True)
            embedded += (inner.retweeted_tweet, inner.quoted_tweet)


def _is_stub(post: Post) -> bool:
    return post.date is None and post.user is None and post.raw_content is None and post.content is None


def _gone(post: Post) -> Iterator[Gone]:
    post_id, status = _id(post), why_gone(post.text)
    if post_id is not None and status is not None:
        yield Gone(post_id, status)


def _id(post: Post) -> str | None:
    # The address is text, and survives programs that round large integers.
    ref = parse_status_url(post.url or "")
    return ref.post_id if ref is not None and ref.platform == "x" else _as_id(post.id)


def _as_id(value: int | str | None) -> str | None:
    text = None if value is None else str(value)
    return text if is_id(text) else None


def _row(post: Post, seen_at: Time, *, is_context: bool) -> Row | Reject:
    post_id = _id(post)
    if post_id is None:
        return NO_ID if post.id is None else Reject("damaged post id")
    whole = post.note_tweet.text if post.note_tweet is not None else None
    shown = post.content if post.raw_content is None else post.raw_content
    row = Row(
        post_id,
        _author(post),
        post.date,
        shown if whole is None else whole,
        whole is None and is_cut(shown),
        post.lang,
        is_context,
        conversation_id=_as_id(post.conversation_id),
        app=post.source or post.source_label,
        seen_at=seen_at,
    )
    if (edits := post.edit_state or post.edit_control) is not None:
        versions = edits.edit_tweet_ids or edits.as_named_by_x
        row.edits = [str(one) for one in versions] if versions else None
    _fill_references(row, post)
    original = post.retweeted_tweet
    # What a repost shows of its original comes with the original's own row.
    if original is None or _is_stub(original):
        _fill_content(row, post)
    if original is None:
        row.n_reposts, row.n_replies, row.n_quotes = post.retweet_count, post.reply_count, post.quote_count
        row.n_likes, row.n_views = post.like_count, integer(str(post.view_count))
    return row


def _author(post: Post) -> Author:
    user = post.user or User(username=post.username)
    # The badge of a company or a state is of a type of its own.
    badges = (user.verified, user.blue, True if user.blue_type else None)
    known = [badge for badge in badges if badge is not None]
    return Author(
        id=_as_id(user.id),
        handle=user.username,
        name=user.displayname,
        bio=user.description if user.raw_description is None else user.raw_description,
        url=user.link.url if user.link is not None else user.link_url,
        followers=user.followers_count,
        following=user.friends_count,
        verified=any(known) if known else None,
        created_at=user.created,
    )


def _fill_references(row: Row, post: Post) -> None:
    if (original := post.retweeted_tweet) is not None:
        author = _author(original)
        row.kind = "repost"
        row.repost_of_id, row.repost_of_author_id = _id(original), author.id
        row.repost_of_author_handle = author.handle or repost_prefix(row.text)
    if (quoted := post.quoted_tweet) is not None:
        author = _author(quoted)
        row.quote_of_id, row.quote_of_author_id = _id(quoted), author.id
        row.quote_of_author_handle = author.handle
    elif post.is_quote_status and post.retweeted_tweet is None:  # of a post that is not shown
        row.kind = "quote"
    row.reply_to_id = _as_id(post.in_reply_to_tweet_id)
    if (answered := post.in_reply_to_user) is not None:
        row.reply_to_author_id, row.reply_to_author_handle = _as_id(answered.id), answered.username


def _fill_content(row: Row, post: Post) -> None:
    """Take over lists; a list that is null says that there is nothing, one that is missing says nothing."""
    if isinstance(post.links, list):
        row.urls = links([link.url for link in post.links], row.post_id, row.quote_of_id)
    elif isinstance(post.outlinks, list):
        row.urls = links(post.outlinks, row.post_id, row.quote_of_id)
    elif post.links is None or post.outlinks is None:
        row.urls = []
    if post.hashtags is None or isinstance(post.hashtags, list):
        row.hashtags = post.hashtags or []
    if post.mentioned_users is None or isinstance(post.mentioned_users, list):
        row.mentions = [user.username for user in post.mentioned_users or () if user.username]
    if isinstance(post.media, SortedMedia):
        row.media = _sorted_media(post.media)
    elif post.media is None or isinstance(post.media, list):
        row.media = [_medium(one, _media_type(one)) for one in post.media or ()]


def _sorted_media(media: SortedMedia) -> list[Media]:
    kinds = (("photo", media.photos), ("video", media.videos), ("animated_gif", media.animated))
    return [_medium(one, kind) for kind, found in kinds for one in found or ()]


def _media_type(medium: Medium) -> str | None:
    return _MEDIA_TYPES.get((medium.kind or "").rpartition(".")[2])


def _medium(medium: Medium, kind: str | None) -> Media:
    best = max(medium.variants, key=lambda variant: variant.bitrate or 0) if medium.variants else None
    url = (best.url if best is not None else None) or medium.full_url or medium.video_url or medium.url
    return Media(kind, url or medium.thumbnail_url, medium.alt_text)
