"""ConvoKit corpora: `utterances.jsonl`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reaction.loaders._fields import dict_of, id_of, int_of, text_of, value_of
from reaction.loaders._registry import loader
from reaction.loaders._rows import Author, Reject, Row
from reaction.loaders._skeleton import has
from reaction.loaders._text import unescape_value
from reaction.loaders._times import from_seconds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reaction.loaders._rows import Gone, Time

__all__ = ["convokit"]

_SPEAKERS, _CONVERSATIONS = "speakers.json", "conversations.json"
_SHAPES = (
    has("id", "text", "speaker", "conversation_id"),
    has("id", "text", "speaker", "root"),
    has("id", "text", "user", "root"),
)
_NOBODY = frozenset({"[deleted]", "[removed]", ""})
_GONE = {"[deleted]": "deleted", "[removed]": "removed"}
# Some corpora number their utterances where others give seconds since 1970; 1973 parts the two.
_FIRST_TIME = 100_000_000_000_000


@loader("convokit", "unknown", matches=_SHAPES, companions=(_SPEAKERS, _CONVERSATIONS))
def convokit(record: dict[str, Any], around: dict[str, Any]) -> Iterable[Row | Reject | Gone]:
    """ConvoKit corpora (utterances.jsonl, with speakers.json and conversations.json beside it).

    The platform is unknown but for corpora of Reddit, which name a subreddit: their ids become Reddit's full
    names, so that they meet the same posts in a dump. An utterance that replies to itself replies to none.

    Parameters
    ----------
    record
        An utterance, with the field names of today's or yesterday's ConvoKit.
    around
        What `speakers.json` and `conversations.json` hold, where they lie beside the file.

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
    parent = id_of(record, "reply-to") or id_of(record, "reply_to")
    conversation, meta = _said_of(root, around, _CONVERSATIONS), dict_of(record, "meta")
    row = Row(own, text=text_of(record, "text"), conversation_id=root)
    row.reply_to_id = parent if parent != own else None
    row.author = _author(record, around)
    row.created_at = _time(record.get("timestamp"))
    row.score = int_of(meta, "score")
    subreddit = text_of(meta, "subreddit") or text_of(conversation, "subreddit")
    if subreddit is not None:
        _turn_to_reddit(row, subreddit, meta)
    if own == root:
        _add_title(row, text_of(conversation, "title"))
        row.n_replies = int_of(conversation, "num_comments")
    return [row]


def _said_of(key: str | None, around: dict[str, Any], name: str) -> dict[str, Any]:
    """Return what a companion, which is one object, says under a key; older ones have no ``meta`` there."""
    for content in around.get(name, ())[:1]:
        found = content.get(key)
        if isinstance(found, dict):
            return dict_of(found, "meta") or found
    return {}


def _author(record: dict[str, Any], around: dict[str, Any]) -> Author | None:
    name = id_of(record, "speaker") or id_of(record, "user")
    if name is None or name in _NOBODY:
        return None
    return Author(name, name, text_of(_said_of(name, around, _SPEAKERS), "name"))


def _time(value: Any) -> Time:
    micros = from_seconds(value)
    if micros is None:
        return value if isinstance(value, str) else None
    return micros if micros >= _FIRST_TIME else None


def _add_title(row: Row, title: str | None) -> None:
    if title:
        title = unescape_value(title) if row.platform == "reddit" else title
        row.text_truncated = row.text is None
        row.text = f"{title}\n\n{row.text}" if row.text else title


def _turn_to_reddit(row: Row, subreddit: str, meta: dict[str, Any]) -> None:
    """Give ids Reddit's prefixes: the root of a conversation is a submission, all else are comments."""
    root = row.conversation_id
    row.platform, row.community = "reddit", subreddit
    row.status = _GONE.get(row.text or "")
    row.text = None if row.status else unescape_value(row.text) if row.text else row.text
    row.post_id, row.reply_to_id, row.conversation_id = (
        _fullname(one, root) for one in (row.post_id, row.reply_to_id, root)
    )
    if row.author is not None:
        row.author.id = None  # the name of the account; Reddit's own id of it is another
    row.collected_at = row.metrics_at = from_seconds(value_of(meta, "retrieved_on"))
    permalink = text_of(meta, "permalink")
    row.url = f"https://www.reddit.com{permalink}" if permalink and permalink.startswith("/") else permalink


def _fullname(number: str | None, root: str | None) -> str | None:
    if number is None or number.startswith(("t1_", "t3_")):
        return number
    return f"t3_{number}" if number == root else f"t1_{number}"
