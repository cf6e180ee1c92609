"""X API v2: pages as twarc2 stores them, flattened posts, and objects of the streams."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reaction.loaders import _text
from reaction.loaders._prose import none_or_unknown
from reaction.loaders._registry import loader
from reaction.loaders._rows import Author, Gone, Media, Reject, Row
from reaction.loaders._skeleton import has
from reaction.loaders._times import parse_time
from reaction.loaders._x import NO_ID, PERMALINK, is_cut, is_id, links, repost_prefix
from reaction.loaders._x_v2_records import (
    Attachments,
    Entities,
    Error,
    Includes,
    Line,
    Medium,
    Reference,
    Tweet,
    User,
)
from reaction.urls import parse_status_url

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["x_v2"]

_SHAPES = (
    has("data[].id", "data[].text"),
    has("data.id", "data.text", lacking="source_platform"),
    has("includes.tweets", lacking="data"),
    # academictwitteR keeps what posts refer to in files of its own.
    has("users[].username", "tweets[].author_id"),
    has("id", "text", "author_id", lacking="id_str"),
    has("id", "text", "edit_history_tweet_ids", lacking="id_str"),
    has("meta.result_count", lacking="data"),
    has("errors[].resource_type", lacking="data"),
)
_ID = re.compile("[0-9]{1,20}").fullmatch
_STATUS_OF_ERROR = {"Not Found Error": "deleted", "Authorization Error": "withheld"}


class _Page:
    """What the posts of a line share."""

    def __init__(self, line: Line) -> None:
        includes = line.includes or Includes()
        retrieved_at = line.twarc.retrieved_at if line.twarc is not None else None
        # Left as text where it is no time, so that the report counts it.
        self.collected_at = (parse_time(retrieved_at) or retrieved_at) if retrieved_at else None
        self.users: dict[str | None, User] = {
            user.id: _account(user) for user in includes.users or () if user.id
        }
        self.included = {
            tweet.id: tweet.author_id for tweet in includes.tweets or () if tweet.text is not None
        }
        self.media = {medium.media_key: medium for medium in includes.media or ()}


@loader("x-v2", "x", matches=_SHAPES, record=Line, clean=_text.unescape_x, permalink=PERMALINK)
def x_v2(line: Line) -> Iterable[Row | Reject | Gone]:
    """X API v2 (twarc2 pages, flattened posts, stream objects).

    Parameters
    ----------
    line
        A decoded line.

    Returns
    -------
    The rows of its posts and, as context, of the posts included in it; what its errors say of posts that
    are gone.

    Examples
    --------
    >>> line = Line(data=[Tweet(id="2", text="hi")], includes=Includes(tweets=[Tweet(id="1", text="first")]))
    >>> [(row.post_id, row.is_context) for row in x_v2(line)]
    [('2', False), ('1', True)]
    """
    if line.includes is None and line.tweets is not None:
        line.includes = Includes(line.users, line.tweets, line.media)
    page = _Page(line)
    found: list[Row | Reject | Gone] = _gone(line.errors) if line.errors else []
    if line.data is not None:
        for tweet in line.data if isinstance(line.data, list) else [line.data]:
            _add_rows(found, tweet, page, is_context=False)
    elif line.id is not None or line.text is not None:
        _add_rows(found, line, page, is_context=False)
    elif line.errors or line.disconnect is not None:
        found.append(Reject("stream notice: errors"))
    elif line.meta is None and line.includes is None:
        found.append(NO_ID)
    if line.includes is not None:
        for tweet in line.includes.tweets or ():
            _add_rows(found, tweet, page, is_context=True)
    return found


def _add_rows(found: list[Row | Reject | Gone], tweet: Tweet, page: _Page, *, is_context: bool) -> None:
    found.append(_row(tweet, page, is_context=is_context))
    if not tweet.referenced_tweets:
        return
    # Flattened: whole posts stand where a page has ids only.
    waiting = [ref for ref in tweet.referenced_tweets if _is_whole(ref)]
    while waiting:
        ref = waiting.pop()
        found.append(_row(ref, page, is_context=True))
        waiting += [inner for inner in ref.referenced_tweets or () if _is_whole(inner)]


def _is_whole(ref: Reference) -> bool:
    return ref.text is not None or ref.author_id is not None


def _row(tweet: Tweet, page: _Page, *, is_context: bool) -> Row | Reject:
    if tweet.id is None or _ID(tweet.id) is None:
        return NO_ID if not tweet.id else Reject("damaged post id")
    author: Author | None = page.users.get(tweet.author_id)
    if author is None:
        author = _account(tweet.author) if tweet.author is not None else Author(tweet.author_id)
    note = tweet.note_tweet
    full = note.text if note is not None else None
    row = Row(
        tweet.id,
        author,
        tweet.created_at,
        tweet.text if full is None else full,
        full is None and tweet.text is not None and "…" in tweet.text and is_cut(tweet.text),
        tweet.lang,
        is_context,
        conversation_id=tweet.conversation_id,
        app=tweet.source,
        metrics_at=page.collected_at,
        collected_at=page.collected_at,
        author_seen_at=page.collected_at,
    )
    history = tweet.edit_history_tweet_ids
    if history is not None and len(history) > 1:
        row.edits = history
    if tweet.in_reply_to_user_id is not None:
        _fill_reply_author(row, tweet, page)
    if tweet.referenced_tweets:
        _fill_references(row, tweet.referenced_tweets, page)
    entities = note.entities if note is not None and note.entities is not None else tweet.entities
    # A repost gets the content of its original wherever that is known.
    if not (row.kind == "repost" and row.repost_of_id in page.included):
        _fill_entities(row, entities)
        row.media = _media(row, tweet, page)
    if (metrics := tweet.public_metrics) is not None and row.kind != "repost":
        row.n_reposts, row.n_replies = metrics.retweet_count, metrics.reply_count
        row.n_quotes, row.n_likes, row.n_views = (
            metrics.quote_count,
            metrics.like_count,
            metrics.impression_count,
        )
    if tweet.withheld is not None:
        row.status = "withheld"
    return row


def _account(user: User) -> User:
    if user.public_metrics is not None:
        user.followers, user.following = (
            user.public_metrics.followers_count,
            user.public_metrics.following_count,
        )
    if user.verified_type is not None and not user.verified:
        user.verified = user.verified_type != "none"
    links_found = (
        user.entities.url.urls if user.entities is not None and user.entities.url is not None else None
    )
    if links_found and links_found[0].expanded_url:
        user.url = links_found[0].expanded_url
    return user


def _fill_reply_author(row: Row, tweet: Tweet, page: _Page) -> None:
    row.reply_to_author_id = tweet.in_reply_to_user_id
    user = page.users.get(row.reply_to_author_id) or tweet.in_reply_to_user
    if user is not None:
        row.reply_to_author_handle = user.handle
    elif tweet.entities is not None:
        known = {m.id: m.username for m in tweet.entities.mentions or () if m.id is not None}
        row.reply_to_author_handle = known.get(row.reply_to_author_id or "")


def _fill_references(row: Row, references: list[Reference], page: _Page) -> None:
    for ref in references:
        author_id = ref.author_id or page.included.get(ref.id)
        author = ref.author or page.users.get(author_id)
        handle = None
        if author is not None:
            author_id, handle = author_id or author.id, author.handle
        match ref.type:
            case "retweeted":
                row.kind = "repost"
                row.repost_of_id, row.repost_of_author_id = ref.id, author_id
                row.repost_of_author_handle = handle or repost_prefix(row.text)
            case "quoted":
                row.quote_of_id, row.quote_of_author_id = ref.id, author_id
                row.quote_of_author_handle = handle
            case "replied_to":
                row.reply_to_id = ref.id
                row.reply_to_author_id = row.reply_to_author_id or author_id
                row.reply_to_author_handle = row.reply_to_author_handle or handle


def _fill_entities(row: Row, entities: Entities | None) -> None:
    if entities is None:  # not asked for or, if the text has none, left out
        text = None if row.text_truncated else row.text or None
        row.urls, row.hashtags, row.mentions = (
            none_or_unknown([], mark, text) for mark in ("http", "#", "@")
        )
        return
    if entities.urls:
        own = [u.unwound_url or u.expanded_url or u.url for u in entities.urls if u.media_key is None]
        row.urls = links(own, row.post_id, row.quote_of_id)
        if row.quote_of_id is not None and row.quote_of_author_handle is None:
            row.quote_of_author_handle = _quoted_handle(own, row.quote_of_id)
    else:
        row.urls = []
    row.hashtags = [tag.tag for tag in entities.hashtags if tag.tag] if entities.hashtags else []
    mentions = entities.mentions or []
    if row.kind == "repost":
        # The prefix "RT @handle:" names the author of the original, whom the post does not mention.
        prefix = [m for m in mentions if m.start == 3]
        mentions = [m for m in mentions if m.start != 3]
        if prefix and row.repost_of_author_id is None:
            row.repost_of_author_id = prefix[0].id
    row.mentions = [m.username for m in mentions if m.username]


def _quoted_handle(urls: Iterable[str | None], quoted: str) -> str | None:
    """Read the author of a quoted post that is missing from the page out of the link to it."""
    for url in urls:
        if url and quoted in url and (ref := parse_status_url(url)) and ref.post_id == quoted:
            return ref.handle
    return None


def _media(row: Row, tweet: Tweet, page: _Page) -> list[Media] | None:
    attachments = tweet.attachments or Attachments()
    keys = attachments.media_keys or ()
    found = attachments.media or [page.media[key] for key in keys if key in page.media]
    if not found:
        # Media have a link in the text.
        may_have = bool(keys) or row.text_truncated or not tweet.text or "http" in tweet.text
        return None if may_have else []
    return [Media(medium.type, _media_url(medium), medium.alt_text) for medium in found]


def _media_url(medium: Medium) -> str | None:
    if medium.url is None and medium.variants:
        best = max(medium.variants, key=lambda variant: variant.bit_rate or 0)
        return best.url or medium.preview_image_url
    return medium.url or medium.preview_image_url


def _gone(errors: list[Error]) -> list[Row | Reject | Gone]:
    found: list[Row | Reject | Gone] = []
    for error in errors:
        post_id, status = error.resource_id or error.value, _STATUS_OF_ERROR.get(error.title or "")
        if error.resource_type == "tweet" and status is not None and is_id(post_id):
            found.append(Gone(str(post_id), status))
    return found
