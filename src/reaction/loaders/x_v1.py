"""X API v1.1: one tweet per line, from the REST API, the streams, or collections made with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reaction.loaders import _text
from reaction.loaders._registry import loader
from reaction.loaders._rows import Gone, Media, Reject, Row
from reaction.loaders._skeleton import has
from reaction.loaders._x import NO_ID, PERMALINK, is_cut, is_id, links, made_at, repost_prefix
from reaction.loaders._x_v1_records import Entities, Line, Medium, Tweet, Url, User
from reaction.urls import parse_status_url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reaction.loaders._rows import Time

__all__ = ["x_v1"]

_NOTICES = ("delete", "limit", "scrub_geo", "status_withheld", "user_withheld", "disconnect", "warning")
_POSTS = (
    has("id_str", "user", lacking=("slug", "member_count")),
    has("id", "user", "text", lacking="id_str"),
    has("statuses", "search_metadata"),
)
_SHAPES = (
    *_POSTS,
    has("delete.status"),
    has("limit.track"),
    has("scrub_geo.user_id"),
    has("status_withheld.id"),
)


@loader("x-v1", "x", matches=_SHAPES, record=Line, clean=_text.unescape_x, permalink=PERMALINK)
def x_v1(line: Line) -> Iterable[Row | Reject | Gone]:
    """X API v1.1, a tweet per line (search, stream, timelines, twarc, TCAT).

    Parameters
    ----------
    line
        A decoded line: a post with the posts embedded in it, a notice of the stream, or the answer to a
        search.

    Returns
    -------
    The row of its post and, as context, a row for each post embedded in it; for a notice, a reject.

    Examples
    --------
    >>> quoted = Tweet(id="1", text="first")
    >>> rows = x_v1(Line(id="2", text="look", quoted_status=quoted, is_quote_status=True))
    >>> [(row.post_id, row.quote_of_id, row.is_context) for row in rows]
    [('2', '1', False), ('1', None, True)]
    """
    if line.statuses is not None:
        return [row for tweet in line.statuses for row in _tweet_rows(tweet)]
    if line.id is None and line.number is None:
        return _notice(line)
    return _tweet_rows(line)


def _tweet_rows(tweet: Tweet) -> list[Row | Reject]:
    metrics_at = _stream_time(tweet)
    rows = [_row(tweet, None, metrics_at, is_context=False)]
    if tweet.retweeted_status is None and tweet.quoted_status is None:
        return rows
    seen_at = made_at(tweet.id) or tweet.created_at
    embedded = [tweet.retweeted_status, tweet.quoted_status]
    while embedded:
        inner = embedded.pop()
        if inner is not None:
            rows.append(_row(inner, seen_at, metrics_at, is_context=True))
            embedded += (inner.retweeted_status, inner.quoted_status)
    return rows


def _stream_time(tweet: Tweet) -> int | None:
    # Only the streams give milliseconds; their counts and profiles are those of that very moment.
    stamp = tweet.timestamp_ms
    return int(stamp) * 1_000 if stamp is not None and stamp.isdigit() and len(stamp) < 16 else None


def _row(tweet: Tweet, seen_at: Time, metrics_at: int | None, *, is_context: bool) -> Row | Reject:
    post_id = _id_of(tweet)
    if post_id is None:
        return NO_ID if not tweet.id and not tweet.number else Reject("damaged post id")
    user = tweet.user
    if user is not None and user.entities is not None:
        user.url = _profile_url(user)
    extended = tweet.extended_tweet
    if extended is not None and extended.full_text is not None:
        full: str | None = extended.full_text
        entities = extended.entities or tweet.entities
    else:
        full, entities = tweet.full_text, tweet.entities
    row = Row(
        post_id,
        user,
        tweet.created_at,
        tweet.text if full is None else full,
        full is None and (tweet.truncated is True or is_cut(tweet.text)),
        tweet.lang,
        is_context,
        app=tweet.source,
        metrics_at=metrics_at,
        author_seen_at=metrics_at,
        seen_at=seen_at,
        conversation_id=tweet.conversation_id_str,
    )
    if tweet.in_reply_to_user_id_str is not None or tweet.in_reply_to_status_id_str is not None:
        row.reply_to_id = tweet.in_reply_to_status_id_str
        row.reply_to_author_id = tweet.in_reply_to_user_id_str
        row.reply_to_author_handle = tweet.in_reply_to_screen_name
    if tweet.is_quote_status or tweet.quoted_status is not None or tweet.quoted_status_id_str is not None:
        _fill_quote(row, tweet)
    if tweet.retweeted_status is None:
        row.n_reposts, row.n_likes = tweet.retweet_count, tweet.favorite_count
        row.n_replies, row.n_quotes = tweet.reply_count, tweet.quote_count
        if entities is not None:
            _fill_entities(row, entities, tweet)
    else:
        _fill_repost(row, tweet, tweet.retweeted_status)
    if tweet.withheld_in_countries or tweet.withheld_copyright or tweet.withheld_scope:
        row.status = "withheld"
    if tweet.edit_history is not None:
        row.edits = tweet.edit_history.edit_tweet_ids
    return row


def _profile_url(user: User) -> str | None:
    found = user.entities.url if user.entities is not None else None
    expanded = found.urls[0].expanded_url if found is not None and found.urls else None
    return expanded or user.url


def _fill_quote(row: Row, tweet: Tweet) -> None:
    quoted, permalink = tweet.quoted_status, tweet.quoted_status_permalink
    row.quote_of_id = tweet.quoted_status_id_str
    if quoted is not None:
        row.quote_of_id = row.quote_of_id or quoted.id
        if quoted.user is not None:
            row.quote_of_author_id, row.quote_of_author_handle = quoted.user.id, quoted.user.handle
    elif permalink is not None and permalink.expanded and (ref := parse_status_url(permalink.expanded)):
        row.quote_of_id = row.quote_of_id or ref.post_id
        row.quote_of_author_handle = ref.handle


def _fill_repost(row: Row, tweet: Tweet, original: Tweet) -> None:
    """Refer to the original; what the repost shows of it comes with the original's own row."""
    row.kind = "repost"
    row.repost_of_id = _id_of(original)
    if original.user is not None:
        row.repost_of_author_id, row.repost_of_author_handle = original.user.id, original.user.handle
    else:
        row.repost_of_author_handle = repost_prefix(row.text)
    if row.repost_of_id is None and tweet.entities is not None:
        _fill_entities(row, tweet.entities, tweet)
        # The prefix "RT @handle:" names the author of the original, whom the post does not mention.
        if row.mentions and row.mentions[0] == repost_prefix(row.text):
            del row.mentions[0]


def _id_of(tweet: Tweet) -> str | None:
    post_id = tweet.id if tweet.id is not None or tweet.number is None else str(tweet.number)
    return post_id if is_id(post_id) else None


def _fill_entities(row: Row, entities: Entities, tweet: Tweet) -> None:
    found = entities.urls
    row.urls = _links(found, row) if found else []
    row.hashtags = [tag.text for tag in entities.hashtags if tag.text] if entities.hashtags else []
    mentions = entities.user_mentions
    row.mentions = [mention.screen_name for mention in mentions if mention.screen_name] if mentions else []
    extended = tweet.extended_tweet
    whole = extended.extended_entities if extended is not None else None
    # `entities.media` shows the first picture only.
    for holder in (whole, tweet.extended_entities, entities):
        if holder is not None and holder.media:
            row.media = [_medium(medium) for medium in holder.media]
            return
    row.media = []


def _links(found: list[Url], row: Row) -> list[str]:
    best = [
        (url.unwound.url if url.unwound is not None else None) or url.expanded_url or url.url for url in found
    ]
    return links(best, row.post_id, row.quote_of_id)


def _medium(medium: Medium) -> Media:
    url = medium.media_url_https or medium.media_url
    if medium.video_info is not None and medium.video_info.variants:
        best = max(medium.video_info.variants, key=lambda variant: variant.bitrate or 0)
        url = best.url or url
    return Media(medium.type, url, medium.ext_alt_text)


def _notice(line: Line) -> list[Reject | Gone]:
    kind = next((name for name in _NOTICES if getattr(line, name) is not None), None)
    if kind is None:
        return [NO_ID]
    notice = getattr(line, kind)
    found: list[Reject | Gone] = [Reject(f"stream notice: {kind}")]
    if kind == "limit" and isinstance(notice.get("track"), int):
        found = [Reject("stream notice: limit", limit=notice["track"])]
    elif kind == "delete" and isinstance(status := notice.get("status"), dict):
        found += _gone(status, "deleted")
    elif kind == "status_withheld":
        found += _gone(notice, "withheld")
    return found


def _gone(status: dict[str, Any], what: str) -> list[Gone]:
    post_id = str(status.get("id_str") or status.get("id") or "")
    return [Gone(post_id, what, final=True)] if is_id(post_id) else []
