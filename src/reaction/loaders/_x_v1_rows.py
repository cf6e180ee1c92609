"""Posts in the shape of X API v1.1 as rows: the API's own, and those of exports that follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reaction.loaders._rows import Media, Reject, Row
from reaction.loaders._x import NO_ID, is_cut, is_id, links, made_at, repost_prefix
from reaction.urls import parse_status_url

if TYPE_CHECKING:
    from reaction.loaders._rows import Time
    from reaction.loaders._x_v1_records import Entities, Medium, Tweet, Url, User, Variant

__all__ = ["tweet_rows"]


def tweet_rows(tweet: Tweet, *, metrics_at: Time = None, collected_at: Time = None) -> list[Row | Reject]:
    """Turn a post, and the posts embedded in it, into rows.

    Parameters
    ----------
    tweet
        The post. An embedded post of which nothing but the id is known, or not even that, makes its
        carrier a repost or quote and gives no row.
    metrics_at
        When its counts and profiles were true.
    collected_at
        When it was collected.

    Returns
    -------
    The row of the post first, then, as context, those of the embedded ones.
    """
    rows = [_row(tweet, None, metrics_at, collected_at, is_context=False)]
    if tweet.retweeted_status is None and tweet.quoted_status is None:
        return rows
    seen_at = made_at(tweet.id) or tweet.created_at
    embedded = [tweet.retweeted_status, tweet.quoted_status]
    while embedded:
        inner = embedded.pop()
        if inner is not None and not _is_stub(inner):
            rows.append(_row(inner, seen_at, metrics_at, collected_at, is_context=True))
            embedded += (inner.retweeted_status, inner.quoted_status)
    return rows


def _is_stub(tweet: Tweet) -> bool:
    return tweet.user is None and tweet.created_at is None and tweet.text is None and tweet.full_text is None


def _row(
    tweet: Tweet, seen_at: Time, metrics_at: Time, collected_at: Time, *, is_context: bool
) -> Row | Reject:
    post_id = _id_of(tweet)
    if post_id is None:
        return NO_ID if not tweet.id and not tweet.number else Reject("damaged post id")
    if not tweet.id:
        _take_numbers(tweet)
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
        collected_at=collected_at,
        author_seen_at=metrics_at,
        seen_at=seen_at,
        conversation_id=tweet.conversation_id_str,
        community=tweet.community_id_str,
    )
    _fill_references(row, tweet)
    if tweet.retweeted_status is None:
        row.n_reposts, row.n_likes = tweet.retweet_count, tweet.favorite_count
        row.n_replies, row.n_quotes, row.n_views = tweet.reply_count, tweet.quote_count, tweet.view_count
        if entities is not None:
            _fill_entities(row, entities, tweet)
    else:
        _fill_repost(row, tweet, tweet.retweeted_status)
    if tweet.withheld_in_countries or tweet.withheld_copyright or tweet.withheld_scope:
        row.status = "withheld"
    if tweet.edit_history is not None:
        row.edits = tweet.edit_history.edit_tweet_ids
    return row


def _take_numbers(tweet: Tweet) -> None:
    """Take ids from the numbers of a record without the texts, which X gives beside them."""
    for name in ("in_reply_to_status_id", "in_reply_to_user_id", "quoted_status_id"):
        if getattr(tweet, f"{name}_str") is None and (number := getattr(tweet, name)) is not None:
            setattr(tweet, f"{name}_str", str(number))
    if tweet.user is not None and tweet.user.id is None and tweet.user.number is not None:
        tweet.user.id = str(tweet.user.number)


def _profile_url(user: User) -> str | None:
    found = user.entities.url if user.entities is not None else None
    expanded = found.urls[0].expanded_url if found is not None and found.urls else None
    return expanded or user.url


def _fill_references(row: Row, tweet: Tweet) -> None:
    if tweet.in_reply_to_user_id_str is not None or tweet.in_reply_to_status_id_str is not None:
        row.reply_to_id = tweet.in_reply_to_status_id_str
        row.reply_to_author_id = tweet.in_reply_to_user_id_str
        row.reply_to_author_handle = tweet.in_reply_to_screen_name
    if tweet.is_quote_status or tweet.quoted_status is not None or tweet.quoted_status_id_str is not None:
        _fill_quote(row, tweet)


def _fill_quote(row: Row, tweet: Tweet) -> None:
    quoted, permalink = tweet.quoted_status, tweet.quoted_status_permalink
    row.quote_of_id = tweet.quoted_status_id_str
    if quoted is not None:
        row.quote_of_id = row.quote_of_id or _id_of(quoted)
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
    if tweet.entities is not None and (row.repost_of_id is None or _is_stub(original)):
        _fill_entities(row, tweet.entities, tweet)
        _take_author_from_mentions(row, tweet.entities)


def _take_author_from_mentions(row: Row, entities: Entities) -> None:
    """Read who is reposted from the prefix "RT @handle:", which does not mention that account."""
    prefix, mentions = repost_prefix(row.text), entities.user_mentions
    first = mentions[0] if mentions else None
    if prefix and first is not None and first.screen_name and first.screen_name.lower() == prefix.lower():
        row.mentions = row.mentions[1:] if row.mentions else row.mentions
        if row.repost_of_author_id is None and is_id(first.id):
            row.repost_of_author_id = first.id


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
        best: Variant = max(medium.video_info.variants, key=lambda variant: variant.bitrate or 0)
        url = best.url or url
    return Media(medium.type, url, medium.ext_alt_text)
