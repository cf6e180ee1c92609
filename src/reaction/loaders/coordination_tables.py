"""Tables made for coordination-network-toolkit and CooRTweet: who shared what, and when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reaction.loaders._cells import quoted_list
from reaction.loaders._columns import columns
from reaction.loaders._registry import loader
from reaction.loaders._rows import Author, Reject, Row
from reaction.loaders._times import from_seconds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reaction.loaders._rows import Time

__all__ = ["coordination_network_toolkit", "coortweet"]

_TOOLKIT = columns(
    "message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls"
)
_PAIRS = "content_id_y"  # what CooRTweet makes of such a table: which posts shared the same
_COORTWEET = (
    columns("object_id", "account_id", "content_id", "timestamp_share", lacking=_PAIRS),
    columns("object_id", "id_user", "content_id", "timestamp_share", lacking=_PAIRS),
)
# Both tools take times as distances, and some tables count from the first post; no platform is that old.
_EARLIEST = 631_152_000_000_000  # 1990
_ODD = -1
_ADDRESS = re.compile(r"(?i)(?:https?://|www\.)\S{1,4096}\Z")
_POST = re.compile(r"\d{15,20}|t[13]_\w{1,13}|at://\S{1,512}")


@loader("coordination-network-toolkit", "unknown", matches=_TOOLKIT)
def coordination_network_toolkit(record: dict[str, str]) -> Iterable[Row | Reject]:
    """Tables for coordination-network-toolkit (CSV of eight columns).

    Addresses are separated by blanks, as the toolkit reads them, or written as a list of Python, as in its own
    example. The platform is unknown unless the caller says it.

    Parameters
    ----------
    record
        The cells of a row that are not empty.

    Returns
    -------
    Its row, or a reject where the message has no id.

    Examples
    --------
    >>> row, = coordination_network_toolkit({"message_id": "2", "user_id": "7", "repost_id": "1"})
    >>> row.post_id, row.repost_of_id, row.urls
    ('2', '1', [])
    """
    message_id = record.get("message_id")
    if message_id is None:
        return [Reject("no post id")]
    row = Row(message_id, _account(record.get("user_id"), record.get("username")))
    row.text, row.created_at = record.get("message"), _time(record.get("timestamp"))
    row.repost_of_id, row.reply_to_id = record.get("repost_id"), record.get("reply_id")
    cell = record.get("urls", "").strip()
    row.urls = quoted_list(cell) if cell.startswith("[") else cell.split()
    return [row]


@loader("coortweet", "unknown", matches=_COORTWEET, spread=True)
def coortweet(record: dict[str, str]) -> Iterable[Row | Reject]:
    """Tables for CooRTweet (object, account, content, time of sharing).

    A row tells a post's author, its time, and one object that it shares; a post that shares several has several
    rows, which become one, with all its links and hashtags. Nothing says what an object is. A web address
    becomes a link, an id of 15 to 20 digits (or of Reddit or Bluesky) the post that is reposted, anything with
    blanks in it the text, and any other word a hashtag. So hashes and numbers that stand for objects are kept as
    hashtags, and what is shared together is still found. The platform is unknown unless the caller says it.

    Parameters
    ----------
    record
        The cells of a row that are not empty.

    Returns
    -------
    Its row, or a reject where the content has no id.

    Examples
    --------
    >>> share = {"content_id": "2", "account_id": "7", "timestamp_share": "1529341200"}
    >>> coortweet({**share, "object_id": "https://example.com/a"})[0].urls
    ['https://example.com/a']
    >>> coortweet({**share, "object_id": "1008599655142154241"})[0].repost_of_id
    '1008599655142154241'
    """
    content_id = record.get("content_id")
    if content_id is None:
        return [Reject("no post id")]
    row = Row(content_id, _account(record.get("account_id") or record.get("id_user")))
    row.created_at = _time(record.get("timestamp_share"))
    shared = record.get("object_id", "").strip()
    if _ADDRESS.match(shared):
        row.urls = [shared]
    elif _POST.fullmatch(shared):
        row.repost_of_id = shared
    elif len(shared.split()) > 1:
        row.text = shared
    elif shared:
        row.hashtags = [shared.lstrip("#")]
    return [row]


def _account(name: str | None, handle: str | None = None) -> Author | None:
    """Read an account; :mod:`reaction.exports` writes ``@handle`` where the id is unknown."""
    if name is not None and name.startswith("@"):
        return Author(handle=name[1:] or handle)
    return Author(name, handle) if name or handle else None


def _time(cell: str | None) -> Time:
    if cell is None:
        return None
    found = from_seconds(cell)
    if found is None:
        return cell
    return found if found >= _EARLIEST else _ODD
