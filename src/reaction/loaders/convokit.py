"""ConvoKit corpora: `utterances.jsonl`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from reaction.loaders._convokit_own import is_own, restored
from reaction.loaders._fields import dict_of, id_of, int_of, text_of
from reaction.loaders._prose import urls_in
from reaction.loaders._reddit import rows_of, unescape_reddit_value
from reaction.loaders._reddit_records import Thing
from reaction.loaders._registry import loader
from reaction.loaders._rows import Author, Reject, Row
from reaction.loaders._skeleton import has
from reaction.loaders._times import from_seconds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reaction.loaders._rows import Gone, Time

__all__ = ["convokit"]

_SPEAKERS, _USERS, _CONVERSATIONS, _CORPUS = (
    "speakers.json",
    "users.json",
    "conversations.json",
    "corpus.json",
)
_SHAPES = (
    has("id", "text", "speaker", "conversation_id"),
    has("id", "text", "speaker", "root"),
    has("id", "text", "user", "root"),
)
_NOBODY = frozenset({"[deleted]", "[removed]", ""})
# Some corpora number their utterances where others give seconds since 1970; 1973 parts the two.
_FIRST_TIME = 100_000_000_000_000
_PREFIXES = ("t1_", "t3_")
_IN_A_THREAD = "/comments/"
_OF_A_COMMENT = re.compile(r"/comments/[0-9a-z]{1,13}/[^/?#]{0,200}/[0-9a-z]{1,13}")


@loader("convokit", "unknown", matches=_SHAPES, companions=(_SPEAKERS, _USERS, _CONVERSATIONS, _CORPUS))
def convokit(record: dict[str, Any], around: dict[str, Any]) -> Iterable[Row | Reject | Gone]:
    """ConvoKit corpora (utterances.jsonl, with speakers.json and conversations.json beside it).

    The platform is unknown but for corpora of Reddit, which name a subreddit or have Reddit's ids: these become
    full names, so that they meet the same posts in a dump. A corpus that :func:`reaction.to_convokit` wrote gives
    the posts again that it was made of. An utterance that replies to itself replies to none.

    Parameters
    ----------
    record
        An utterance, with the field names of today's or yesterday's ConvoKit.
    around
        What the files beside it hold, as far as they are there.

    Returns
    -------
    Its row.

    Examples
    --------
    >>> utterance = {"id": "u2", "speaker": "ann", "text": "No.", "conversation_id": "u1", "reply-to": "u1"}
    >>> [(row.post_id, row.reply_to_id, row.platform) for row in convokit(utterance, {})]
    [('u2', 'u1', None)]
    """
    own, root = id_of(record, "id"), id_of(record, "conversation_id") or id_of(record, "root")
    if own is None:
        return [Reject("no post id")]
    meta, conversation = dict_of(record, "meta"), _said_of(root, around, _CONVERSATIONS)
    if is_own(meta):
        speaker = _said_of(id_of(record, "speaker"), around, _SPEAKERS)
        return [restored(own, text_of(record, "text"), meta, speaker or _account_of(record))]
    subreddit = text_of(meta, "subreddit") or text_of(conversation, "subreddit") or _subreddit(around)
    if subreddit is not None or own.startswith(_PREFIXES):
        return _of_reddit(record, subreddit, conversation, around)
    row = Row(own, text=text_of(record, "text"), conversation_id=root, reply_to_id=_parent(record))
    row.urls = urls_in(row.text)
    row.author = _author(record, around)
    row.created_at = _time(record.get("timestamp"))
    row.score = int_of(meta, "score")
    if own == root:
        row.n_replies = int_of(conversation, "num_comments")
        if title := text_of(conversation, "title"):
            row.text_truncated = row.text is None
            row.text = f"{title}\n\n{row.text}" if row.text else title
    return [row]


def _said_of(key: str | None, around: dict[str, Any], name: str) -> dict[str, Any]:
    """Return what a companion, which is one object, says under a key; older ones have no ``meta`` there."""
    for content in around.get(name, ())[:1]:
        found = content.get(key)
        if isinstance(found, dict):
            return dict_of(found, "meta") or found
    return {}


def _subreddit(around: dict[str, Any]) -> str | None:
    return next((text_of(content, "subreddit") for content in around.get(_CORPUS, ())[:1]), None)


def _parent(record: dict[str, Any]) -> str | None:
    parent = id_of(record, "reply-to") or id_of(record, "reply_to")
    return parent if parent != id_of(record, "id") else None


def _account_of(record: dict[str, Any]) -> dict[str, Any]:
    """Read the account out of a speaker's name, as `to_convokit` makes it."""
    name = id_of(record, "speaker") or ""
    if name.startswith("unknown author of "):
        return {}
    return {"author_handle": name[1:]} if name.startswith("@") else {"author_id": name}


def _author(record: dict[str, Any], around: dict[str, Any]) -> Author | None:
    name = id_of(record, "speaker") or id_of(record, "user")
    if name is None or name in _NOBODY:
        return None
    said = _said_of(name, around, _SPEAKERS) or _said_of(name, around, _USERS)
    return Author(name, name, text_of(said, "name"))


def _time(value: Any) -> Time:
    micros = from_seconds(value)
    if micros is None:
        return value if isinstance(value, str) else None
    return micros if micros >= _FIRST_TIME else None


def _of_reddit(
    record: dict[str, Any], subreddit: str | None, conversation: dict[str, Any], around: dict[str, Any]
) -> list[Row | Reject]:
    """Read an utterance as a comment or submission of Reddit."""
    meta, author = dict_of(record, "meta"), _author(record, around)
    is_submission = _is_submission(record)
    text, permalink = text_of(record, "text"), text_of(meta, "permalink")
    root = id_of(record, "conversation_id") or id_of(record, "root")
    thing = Thing(
        id=id_of(record, "id"),
        author=author.handle if author is not None else None,
        body=None if is_submission else text or "",
        title=(text_of(conversation, "title") or text_of(conversation, "op-title"))
        if is_submission
        else None,
        selftext=text if is_submission else None,
        # A conversation may begin with a comment; an address always has the submission.
        link_id=None if is_submission or _IN_A_THREAD in (permalink or "") else root,
        parent_id=UNSET if is_submission else _parent(record) or UNSET,
        subreddit=subreddit,
        permalink=permalink,
        score=int_of(meta, "score"),
        num_comments=int_of(conversation, "num_comments") if is_submission else None,
        retrieved_on=int_of(meta, "retrieved_on"),
        edited=int_of(meta, "edited"),
    )
    rows = rows_of(thing)
    for row in rows:
        if isinstance(row, Row):
            row.platform, row.created_at = "reddit", _time(record.get("timestamp"))
            row.text = None if row.text is None else unescape_reddit_value(row.text)
            if row.author is not None and author is not None:
                row.author.name = author.name
    return rows


def _is_submission(record: dict[str, Any]) -> bool:
    """Tell the root of a conversation, which is a submission unless its id or address says otherwise."""
    own = id_of(record, "id") or ""
    if own.startswith(_PREFIXES):
        return own.startswith(_PREFIXES[1])
    permalink = text_of(record, "meta.permalink") or ""
    root = id_of(record, "conversation_id") or id_of(record, "root")
    return own == root and _OF_A_COMMENT.search(permalink[:500]) is None
