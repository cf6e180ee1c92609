"""X API v1.1: one tweet per line, from the REST API, the streams, or collections made with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reaction.loaders import _text
from reaction.loaders._registry import loader
from reaction.loaders._rows import Gone, Reject, Row
from reaction.loaders._skeleton import has
from reaction.loaders._x import NO_ID, PERMALINK, is_id
from reaction.loaders._x_v1_records import Line, Tweet
from reaction.loaders._x_v1_rows import tweet_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["x_v1"]

_NOTICES = ("delete", "limit", "scrub_geo", "status_withheld", "user_withheld", "disconnect", "warning")
_POSTS = (
    # Lists have a slug, too; posts of twscrape a date.
    has("id_str", "user", lacking=("slug", "member_count", "date")),
    *(has("id", "user", text, lacking=("id_str", "root", "date")) for text in ("text", "full_text")),
    has("statuses", "search_metadata"),
    has("results[].id_str", "results[].user"),
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
    found = line.results if line.statuses is None else line.statuses
    if found is not None:
        return [row for tweet in found for row in _rows(tweet)]
    if line.id is None and line.number is None:
        return _notice(line)
    return _rows(line)


def _rows(tweet: Tweet) -> list[Row | Reject]:
    return tweet_rows(tweet, metrics_at=_stream_time(tweet))


def _stream_time(tweet: Tweet) -> int | None:
    # Only the streams give milliseconds; their counts and profiles are those of that very moment.
    stamp = tweet.timestamp_ms
    return int(stamp) * 1_000 if stamp is not None and stamp.isdigit() and len(stamp) < 16 else None


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
