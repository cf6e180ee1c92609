"""X through Zeeschuimer: items of the web interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reaction.loaders import _text
from reaction.loaders._cells import integer
from reaction.loaders._registry import loader
from reaction.loaders._rows import Gone, Reject, Row
from reaction.loaders._times import from_millis
from reaction.loaders._x import PERMALINK, is_id, why_gone
from reaction.loaders._x_v1_records import EditHistory, ExtendedTweet, Tweet, User
from reaction.loaders._x_v1_rows import tweet_rows
from reaction.loaders._zeeschuimer import envelope
from reaction.loaders._zeeschuimer_x_records import (
    Account,
    Envelope,
    Found,
    Item,
    Legacy,
    Result,
    Verification,
)
from reaction.urls import parse_status_url

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["zeeschuimer_x"]

# The names of the module over the years; the last is a fork's, for replies.
_PLATFORMS = ("twitter.com", "x.com", "twitter-comments")
# A repost of a quote of a quote; X nests no further.
_DEEPEST = 3


@loader(
    "zeeschuimer-x",
    "x",
    matches=envelope(*_PLATFORMS),
    record=Item,
    clean=_text.unescape_x,
    permalink=PERMALINK,
)
def zeeschuimer_x(item: Item) -> Iterator[Row | Reject | Gone]:
    """X through Zeeschuimer, an item of the web interface per line (also as stored by 4CAT).

    Parameters
    ----------
    item
        A decoded line: a post with the posts embedded in it, as X's web interface gets it.

    Yields
    ------
    The row of its post and, as context, a row for each post embedded in it; what X says of a quoted post
    that it does not show.

    Examples
    --------
    >>> post = Result(rest_id="2", legacy=Legacy(full_text="hi", in_reply_to_status_id_str="1"))
    >>> [(row.post_id, row.reply_to_id) for row in zeeschuimer_x(Item(data=post))]
    [('2', '1')]
    """
    around: Envelope | Item = item.around or item
    result = item.data or item
    result = result.tweet or result
    if result.tombstone is not None and result.legacy is None:
        yield Reject("post not shown")
        return
    collected_at = from_millis(around.timestamp_collected)
    updated_at = from_millis(around.last_updated) or collected_at
    gone: list[Gone] = []
    yield from tweet_rows(_tweet(result, gone, _DEEPEST), metrics_at=updated_at, collected_at=collected_at)
    yield from gone


def _tweet(result: Result, gone: list[Gone], deeper: int) -> Tweet:
    """Complete the part that is as in API v1.1 by what X's web interface keeps beside it."""
    legacy = result.legacy or Legacy()
    legacy.id = result.rest_id or legacy.id or (result.id if isinstance(result.id, str) else None)
    legacy.user = _author(result, legacy)
    legacy.source = legacy.source or result.source
    # Of a long post, and of every repost, this text shows the beginning only.
    legacy.text, legacy.full_text = legacy.full_text or legacy.text, None
    legacy.extended_tweet = _note(result)
    views = result.views or legacy.ext_views
    legacy.view_count = integer(str(views.count)) if views is not None else None
    if (control := result.edit_control) is not None:
        control = control.edit_control_initial or control
        legacy.edit_history = EditHistory(control.edit_tweet_ids)
    community = result.community_results.result if result.community_results is not None else None
    legacy.community_id_str = community.id_str if community is not None else None
    if deeper:
        _embed_original(legacy, gone, deeper)
        _embed_quoted(legacy, result.quoted_status_result, gone, deeper)
    return legacy


def _note(result: Result) -> ExtendedTweet | None:
    found = result.note_tweet.note_tweet_results if result.note_tweet is not None else None
    note = found.result if found is not None else None
    return ExtendedTweet(note.text, note.entity_set) if note is not None and note.text else None


def _embed_original(legacy: Legacy, gone: list[Gone], deeper: int) -> None:
    found, original_id = legacy.retweeted_status_result, legacy.retweeted_status_id_str
    if found is None and original_id is None:
        return
    original = _shown(found)
    if original is not None and original.legacy is not None:
        legacy.retweeted_status = _tweet(original, gone, deeper - 1)
    else:
        known = original.rest_id if original is not None else None
        legacy.retweeted_status = Tweet(id=original_id or known)


def _embed_quoted(legacy: Legacy, found: Found | None, gone: list[Gone], deeper: int) -> None:
    quoted = _shown(found)
    if quoted is None:
        return
    if quoted.legacy is not None:
        legacy.quoted_status = _tweet(quoted, gone, deeper - 1)
    else:
        legacy.quoted_status_id_str = legacy.quoted_status_id_str or quoted.rest_id
        notice = quoted.tombstone.text if quoted.tombstone is not None else None
        status = why_gone(notice.text) if notice is not None else None
        if status is not None and is_id(legacy.quoted_status_id_str):
            gone.append(Gone(legacy.quoted_status_id_str, status))


def _shown(found: Found | None) -> Result | None:
    result = found.result if found is not None else None
    return (result.tweet or result) if result is not None else None


def _author(result: Result, legacy: Legacy) -> User:
    found = result.core.user_results if result.core is not None else None
    account = found.result if found is not None else None
    user = _user(account) if account is not None else result.user or User()
    user.id = legacy.user_id_str or user.id
    user.handle = user.handle or _handle_in_media(legacy)
    return user


def _user(account: Account) -> User:
    user, core = account.legacy or User(), account.core or User()
    user.id = account.rest_id
    user.handle = core.handle or user.handle
    user.name = core.name or user.name
    user.created_at = core.created_at or user.created_at
    if (bio := account.profile_bio) is not None:
        user.bio = user.bio or bio.description
        user.entities = user.entities or bio.entities
    if account.website is not None:
        user.url = user.url or account.website.url
    if (counts := account.relationship_counts) is not None:
        user.followers, user.following = counts.followers, counts.following
    user.verified = _verified(account, user)
    user.automated = _is_called_automated(account)
    return user


def _verified(account: Account, user: User) -> bool | None:
    badge = account.verification or Verification()
    if badge.verified_type is not None:
        return True
    badges = [one for one in (account.is_blue_verified, badge.verified, user.verified) if one is not None]
    return any(badges) if badges else None


def _is_called_automated(account: Account) -> bool | None:
    found = account.affiliates_highlighted_label
    label = found.label if found is not None else None
    # An account without this label may be a program, too.
    return True if label is not None and label.user_label_type == "AutomatedLabel" else None


def _handle_in_media(legacy: Legacy) -> str | None:
    """Read the author of a post that comes without one out of the addresses of its own pictures."""
    for entities in (legacy.extended_entities, legacy.entities):
        for medium in (entities.media if entities is not None else None) or ():
            ref = parse_status_url(medium.expanded_url or "")
            if ref is not None and ref.post_id == legacy.id:
                return ref.handle
    return None
