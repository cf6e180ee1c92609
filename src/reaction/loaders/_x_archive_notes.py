"""Long posts of X's account archive: `note-tweet.js` holds the text that `tweets.js` cuts."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING, Any

from reaction.loaders._fields import dict_of, dicts_of, id_of, text_of
from reaction.loaders._text import unescape_value
from reaction.loaders._times import parse_time
from reaction.loaders._x import is_cut
from reaction.loaders._x_v1_records import Entities, ExtendedTweet, Hashtag, Mention, Url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reaction.loaders._x_v1_records import Tweet

__all__ = ["whole_text"]

# A note is stored a moment before or after its post.
_APART_SECONDS = range(-2, 3)


def whole_text(tweet: Tweet, notes: Iterable[dict[str, Any]]) -> ExtendedTweet | None:
    """Find the whole text of a post that is cut, with what X found in it.

    A note has an id of its own and does not name its post: it is the post's if it was made in the same
    moment and begins with the same words.

    Parameters
    ----------
    tweet
        The post.
    notes
        The records of ``note-tweet.js``.

    Returns
    -------
    The whole text, or None where the post is not cut or no note fits.

    Examples
    --------
    >>> from reaction.loaders._x_v1_records import Tweet
    >>> tweet = Tweet(text="@ann a long…", created_at="Wed Jun 04 10:00:00 +0000 2025")
    >>> note = {"noteTweet": {"createdAt": "2025-06-04T10:00:00.000Z", "core": {"text": "a long story"}}}
    >>> whole_text(tweet, [note]).full_text
    'a long story'
    """
    if not is_cut(tweet.text):
        return None
    moments, beginning = _moments(tweet.created_at), _beginning(tweet.text)
    for record in notes:
        note = dict_of(record, "noteTweet")
        text = text_of(note, "core.text")
        if text is None:
            continue
        same_id = tweet.id is not None and id_of(note, "noteTweetId") == tweet.id
        same_moment = (text_of(note, "createdAt") or "")[:19] in moments
        if same_id or (same_moment and _words(text).startswith(beginning)):
            return ExtendedTweet(text, _entities(tweet, dict_of(note, "core")))
    return None


def _moments(created_at: str | None) -> set[str]:
    made = parse_time(created_at) if created_at is not None else None
    if made is None:
        return set()
    second = made // 1_000_000
    return {datetime.fromtimestamp(second + apart, UTC).isoformat()[:19] for apart in _APART_SECONDS}


def _words(text: str) -> str:
    """Return a text without the accounts that a reply begins with, which notes leave out."""
    return " ".join(dropwhile(lambda word: word.startswith("@"), unescape_value(text).split()))


def _beginning(text: str | None) -> str:
    """Return the words up to the cut, or to the first link, which a note may shorten otherwise."""
    words = _words(text or "").partition("…")[0].split()
    return " ".join(takewhile(lambda word: not word.startswith("https://t.co/"), words))


def _entities(tweet: Tweet, core: dict[str, Any]) -> Entities:
    shown = tweet.entities or Entities()
    urls = [Url(text_of(url, "shortUrl"), text_of(url, "expandedUrl")) for url in dicts_of(core, "urls")]
    tags = [Hashtag(text_of(tag, "text")) for tag in dicts_of(core, "hashtags")]
    mentions = list(shown.user_mentions or ())
    known = {(mention.screen_name or "").lower() for mention in mentions}
    for mention in dicts_of(core, "mentions"):
        handle = text_of(mention, "screenName")
        if handle is not None and handle.lower() not in known:
            mentions.append(Mention(screen_name=handle))
    return Entities(urls or shown.urls, tags or shown.hashtags, mentions, shown.media)
