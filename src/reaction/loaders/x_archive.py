"""The archive that X gives an account of itself: `tweets.js`."""

from __future__ import annotations

from contextlib import suppress
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import msgspec

from reaction.loaders import _text
from reaction.loaders._fields import dict_of, flag_of, id_of, list_of, text_of
from reaction.loaders._registry import loader
from reaction.loaders._rows import Row
from reaction.loaders._skeleton import has
from reaction.loaders._times import parse_time
from reaction.loaders._x import PERMALINK, repost_prefix
from reaction.loaders._x_archive_notes import whole_text
from reaction.loaders._x_v1_records import EditHistory, Permalink, Tweet, User
from reaction.loaders._x_v1_rows import tweet_rows
from reaction.urls import parse_status_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reaction.loaders._rows import Gone, Reject

__all__ = ["x_archive"]

_SHAPES = (
    has("tweet.full_text"),
    has("tweet.id_str"),
    # The archives of 2019 lay the posts open; programs made for archives rename what they keep.
    has("id_str", "full_text", lacking=("user", "user_id_str")),
    has("id", "text", "favorite_count", "retweet_count", lacking=("user", "id_str", "author_id")),
)
_COMPANIONS = ("account.js", "profile.js", "verified.js", "manifest.js", "note-tweet.js")
_ODD = (msgspec.ValidationError, RecursionError)


@loader(
    "x-archive",
    "x",
    matches=_SHAPES,
    clean=_text.unescape_x,
    permalink=PERMALINK,
    companions=_COMPANIONS,
)
def x_archive(record: dict[str, Any], around: dict[str, Any]) -> Iterator[Row | Reject | Gone]:
    """X account archive (tweets.js, tweet.js; deleted and community posts).

    Parameters
    ----------
    record
        A decoded post. It names neither its author nor, where it is a repost, its original.
    around
        Content of the files beside it: whose archive it is, when it was made, and the long posts in full.

    Yields
    ------
    The row of the post.

    Examples
    --------
    >>> around = {"account.js": [{"account": {"username": "ann", "accountId": "12"}}]}
    >>> post = {"tweet": {"id_str": "2", "full_text": "RT @bob: first", "favorite_count": "0"}}
    >>> [(row.author.handle, row.kind, row.repost_of_author_handle) for row in x_archive(post, around)]
    [('ann', 'repost', 'bob')]
    """
    raw = dict_of(record, "tweet") or record
    tweet = _tweet(raw)
    tweet.user = _owner(raw, around)
    tweet.extended_tweet = whole_text(tweet, _records(around, "note-tweet.js"))
    if repost_prefix(tweet.text) is not None:
        tweet.retweeted_status = Tweet()
    _find_quoted(tweet)
    made = text_of(_first(around, "manifest.js", "archiveInfo"), "generationDate")
    made_at = (parse_time(made) or made) if made else None
    for row in tweet_rows(tweet, metrics_at=made_at, collected_at=made_at):
        if isinstance(row, Row) and not row.is_context:
            row.status = "deleted" if raw.get("deleted_at") else row.status
        yield row


def _tweet(raw: dict[str, Any]) -> Tweet:
    """Read a post as of API v1.1; numbers may be text, and a field of an odd type is left out."""
    known = {f"{name}_str": raw.get(name) for name in ("in_reply_to_status_id", "in_reply_to_user_id")}
    raw = {**known, **raw}
    try:
        tweet = msgspec.convert(raw, Tweet, strict=False)
    except _ODD:
        tweet = Tweet()
        for item in msgspec.structs.fields(Tweet):
            with suppress(*_ODD):
                setattr(tweet, item.name, msgspec.convert(raw.get(item.encode_name), item.type, strict=False))
    # Of long posts and of reposts, this text shows the beginning only.
    tweet.text, tweet.full_text = tweet.full_text or tweet.text, None
    for path in ("edit_info.initial", "edit_info.edit.editControlInitial"):
        if versions := [one for one in list_of(raw, f"{path}.editTweetIds") if isinstance(one, str)]:
            tweet.edit_history = EditHistory(versions)
    return tweet


def _owner(raw: dict[str, Any], around: dict[str, Any]) -> User:
    account, profile = _first(around, "account.js", "account"), _first(around, "profile.js", "profile")
    info = _first(around, "manifest.js", "userInfo")
    ref = parse_status_url(text_of(raw, "url") or "")
    return User(
        id=id_of(account, "accountId") or id_of(info, "accountId"),
        handle=text_of(account, "username") or text_of(info, "userName") or (ref.handle if ref else None),
        name=text_of(account, "accountDisplayName") or text_of(info, "displayName"),
        bio=text_of(profile, "description.bio"),
        url=text_of(profile, "description.website"),
        verified=flag_of(_first(around, "verified.js", "verified"), "verified"),
        created_at=text_of(account, "createdAt"),
    )


def _first(around: dict[str, Any], file: str, key: str) -> dict[str, Any]:
    return dict_of(next(iter(_records(around, file)), None), key)


def _records(around: dict[str, Any], file: str) -> list[dict[str, Any]]:
    found = around.get(file)
    return found if isinstance(found, list) else []


def _find_quoted(tweet: Tweet) -> None:
    """Take a post that ends in a link to another post for a quote of it, as X shows it; nothing else tells."""
    whole = tweet.extended_tweet
    text = (whole.full_text if whole is not None else tweet.text) or ""
    entities = whole.entities if whole is not None else tweet.entities
    last = list(takewhile(lambda word: word.startswith("https://t.co/"), reversed(text.split())))
    for url in (entities.urls if entities is not None else None) or ():
        ref = parse_status_url(url.expanded_url or "") if url.url in last else None
        if ref is not None and ref.platform == "x" and ref.post_id != tweet.id:
            tweet.quoted_status_id_str = ref.post_id
            tweet.quoted_status_permalink = Permalink(url.expanded_url)
            return
