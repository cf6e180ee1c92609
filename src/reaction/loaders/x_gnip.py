"""X through Gnip and PowerTrack: Activity Streams 1.0, one activity per line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reaction.loaders import _text
from reaction.loaders._registry import loader
from reaction.loaders._rows import Gone, Reject, Row
from reaction.loaders._skeleton import has
from reaction.loaders._x import PERMALINK, is_id
from reaction.loaders._x_gnip_records import Activity, Actor, Line, LongObject
from reaction.loaders._x_v1_records import Entities, ExtendedTweet, Tweet, Url, User
from reaction.loaders._x_v1_rows import tweet_rows
from reaction.urls import parse_status_url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reaction.loaders._x_gnip_records import Link

__all__ = ["x_gnip"]

# What is said of posts and accounts after they were delivered, and what it means for a post.
_NOTICES = {
    "delete": "deleted",
    "status_withheld": "withheld",
    "scrub_geo": None,
    "user_delete": None,
    "user_undelete": None,
    "user_protect": None,
    "user_unprotect": None,
    "user_suspend": None,
    "user_unsuspend": None,
    "user_withheld": None,
}
_SHAPES = (
    has("actor", "verb", "twitter_entities"),
    has("actor.preferredUsername", "verb", "body"),
    has("results[].actor", "results[].verb"),
    has("object.id", where={"objectType": "activity", "verb": tuple(_NOTICES)}),
    has("info.message", "info.sent"),
)
# A repost of a quote of a quote; X nests no further.
_DEEPEST = 3


@loader("x-gnip", "x", matches=_SHAPES, record=Line, clean=_text.unescape_x, permalink=PERMALINK)
def x_gnip(line: Line) -> Iterable[Row | Reject | Gone]:
    """X through Gnip or PowerTrack (Activity Streams 1.0), an activity per line.

    Parameters
    ----------
    line
        A decoded line: a post or repost with the posts embedded in it, or a notice.

    Returns
    -------
    The row of its post and, as context, a row for each post embedded in it; for a notice, a reject.

    Examples
    --------
    >>> original = Activity(id="tag:search.twitter.com,2005:1", verb="post", body="first")
    >>> share = Line(id="tag:search.twitter.com,2005:2", verb="share", body="RT @ann: first", object=original)
    >>> [(row.post_id, row.repost_of_id, row.is_context) for row in x_gnip(share)]
    [('2', '1', False), ('1', None, True)]
    """
    if line.info is not None:
        return [Reject("stream notice: info")]
    if line.results is not None:
        return [row for activity in line.results for row in _rows(activity)]
    return _notice(line) if line.verb in _NOTICES else _rows(line)


def _rows(activity: Activity) -> list[Row | Reject]:
    found = activity.gnip.urls if activity.gnip is not None and activity.gnip.urls else ()
    ends = {one.url: one.expanded_url for one in found if one.url and one.expanded_url}
    return tweet_rows(_tweet(activity, ends, _DEEPEST))


def _notice(line: Line) -> list[Reject | Gone]:
    verb = line.verb or ""
    found: list[Reject | Gone] = [Reject(f"stream notice: {verb}")]
    status, post_id = _NOTICES[verb], _id(line.object.id) if line.object is not None else None
    if status is not None and is_id(post_id):
        found.append(Gone(post_id, status, final=True))
    return found


def _id(urn: str | None) -> str | None:
    """Read the id in ``tag:search.twitter.com,2005:1`` or ``id:twitter.com:1``."""
    return urn.rpartition(":")[2] if urn is not None else None


def _tweet(activity: Activity, ends: dict[str, str], deeper: int) -> Tweet:
    entities = _expanded(activity.twitter_entities, ends)
    tweet = Tweet(
        id=_id(activity.id),
        user=_user(activity.actor) if activity.actor is not None else None,
        created_at=activity.posted_at,
        text=activity.body,
        extended_tweet=_whole(activity.long_object, ends) if activity.long_object is not None else None,
        entities=entities,
        extended_entities=activity.twitter_extended_entities,
        lang=_language(activity),
        source=activity.generator.name if activity.generator is not None else None,
        retweet_count=activity.retweet_count,
        favorite_count=activity.favorites_count,
    )
    if activity.in_reply_to is not None:
        _fill_reply(tweet, activity.in_reply_to)
    if activity.verb == "share":
        tweet.retweeted_status = _original(activity, ends, deeper)
    if activity.twitter_quoted_status is not None and deeper:
        tweet.quoted_status = _tweet(activity.twitter_quoted_status, ends, deeper - 1)
    return tweet


def _original(share: Activity, ends: dict[str, str], deeper: int) -> Tweet:
    if share.object is None or not deeper:
        return Tweet()
    original = _tweet(share.object, ends, deeper - 1)
    # The count of a share is that of its original, which often comes without one.
    if original.retweet_count is None:
        original.retweet_count = share.retweet_count
    return original


def _user(actor: Actor) -> User:
    return User(
        id=_id(actor.id),
        handle=actor.handle,
        name=actor.name,
        bio=actor.bio,
        url=actor.links[0].href if actor.links else None,
        followers=actor.followers,
        following=actor.following,
        verified=actor.verified,
        created_at=actor.created_at,
    )


def _whole(long: LongObject, ends: dict[str, str]) -> ExtendedTweet:
    entities = _expanded(long.twitter_entities, ends)
    return ExtendedTweet(long.body, entities, long.twitter_extended_entities)


def _expanded(entities: Entities | None, ends: dict[str, str]) -> Entities | None:
    """Lead links to where Gnip followed them; it lists links of quoted posts, too, so only by their t.co."""
    if entities is not None and ends:
        for url in entities.urls or ():
            if url.url in ends:
                url.unwound = Url(ends[url.url])
    return entities


def _language(activity: Activity) -> str | None:
    gnip = activity.gnip
    found = gnip.language.value if gnip is not None and gnip.language is not None else None
    return activity.twitter_lang or found


def _fill_reply(tweet: Tweet, in_reply_to: Link) -> None:
    """Read the answered post out of the link to it; its author is mentioned."""
    if (ref := parse_status_url(in_reply_to.link or "")) is None:
        return
    tweet.in_reply_to_status_id_str, tweet.in_reply_to_screen_name = ref.post_id, ref.handle
    handle = (ref.handle or "").lower()
    whole = tweet.extended_tweet.entities if tweet.extended_tweet is not None else None
    for entities in (whole, tweet.entities):
        for mention in (entities.user_mentions if entities is not None else None) or ():
            if (mention.screen_name or "").lower() == handle and is_id(mention.id):
                tweet.in_reply_to_user_id_str = mention.id
                return
