"""A comment or submission of Reddit as a row, whatever file it came in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from reaction.loaders._markdown import links_of
from reaction.loaders._rows import Author, Media, Reject, Row
from reaction.loaders._text import unescape_value, unescape_x
from reaction.loaders._times import from_seconds

if TYPE_CHECKING:
    import pyarrow as pa
    from msgspec import UnsetType

    from reaction.loaders._reddit_records import Meta, Picture, Thing
    from reaction.loaders._rows import Time

__all__ = ["rows_of", "unescape_reddit", "unescape_reddit_value"]

COMMENT, SUBMISSION = "t1_", "t3_"
_SITE = "https://www.reddit.com"
# What stands where a text was taken away, and who took it away: its author, or Reddit and its moderators.
_PLACEHOLDERS = {
    "[deleted]": "deleted",
    "[deleted by user]": "deleted",
    "[removed]": "removed",
    "[unavailable]": "removed",
    "[removed by reddit]": "removed",
    "[ removed by reddit ]": "removed",
    "[ removed by reddit in response to a copyright notice. ]": "removed",
}
_LONGEST_PLACEHOLDER = 60
_BY_THE_AUTHOR = frozenset({"deleted", "author"})
_NOBODY = frozenset({"[deleted]", "[removed]", "[unavailable]", ""})
# Accounts that Reddit itself runs by program; of all others it says nothing.
_AUTOMATED = frozenset({"AutoModerator", "ModSupportBot"})
_MENTION = re.compile(r"(?<![\w/])/?u/([A-Za-z0-9_-]{3,20})(?![\w-])")
_PLACE = re.compile(r"/comments/([0-9a-z]{1,13})(?:/[^/?#]*/([0-9a-z]{1,13}))?")
_NUMBER = re.compile(r"([0-9]{9,18})(?:\.0)?")
# Reddit's editor puts one on a line of its own for every empty line.
_NOTHING = "&#x200B;"


def unescape_reddit(column: pa.Array) -> pa.Array:
    r"""Clean a text column of Reddit, which escapes as X does, and marks empty lines.

    Examples
    --------
    >>> import pyarrow as pa
    >>> unescape_reddit(pa.array(["R&amp;D\n\n&amp;#x200B;\n\n&gt; why?"], pa.large_string())).to_pylist()
    ['R&D\n\n\n\n> why?']
    """
    return pc.replace_substring(unescape_x(column), _NOTHING, "")


def unescape_reddit_value(text: str) -> str:
    """Clean one text of Reddit.

    Examples
    --------
    >>> unescape_reddit_value("a &amp;#x200B; b")
    'a  b'
    """
    return unescape_value(text).replace(_NOTHING, "")


def rows_of(thing: Thing) -> list[Row | Reject]:
    """Read a comment or submission; the submission that it is a crosspost of, as context.

    Parameters
    ----------
    thing
        The decoded record.

    Returns
    -------
    Its row first, or the reason why there is none.
    """
    row = _comment(thing) if _is_comment(thing) else _submission(thing)
    if row is None:
        return [Reject("damaged post id" if thing.id else "no post id")]
    rows: list[Row | Reject] = [row]
    if thing.crosspost_parent or thing.crosspost_parent_list:
        _add_original(rows, row, thing)
    return rows


def _is_comment(thing: Thing) -> bool:
    if thing.title is not None:
        return False
    if thing.body is not None:
        return True
    name = thing.name or thing.id or ""
    return name.startswith(COMMENT) or (
        bool(thing.link_id or thing.parent_id) and not name.startswith(SUBMISSION)
    )


def _comment(thing: Thing) -> Row | None:
    post_id = _own_id(thing, COMMENT)
    if post_id is None:
        return None
    link_id = _fullname(thing.link_id, SUBMISSION) or _fullname(_placed(thing, 1), SUBMISSION)
    row = _row(thing, post_id, *_text_of(thing.body))
    row.kind = "reply"
    row.conversation_id = link_id
    row.reply_to_id = _parent(thing.parent_id, link_id)
    if row.url is None and link_id is not None:
        row.url = f"{_SITE}/comments/{link_id[3:]}/_/{post_id[3:]}/"
    return row


def _submission(thing: Thing) -> Row | None:
    post_id = _own_id(thing, SUBMISSION)
    if post_id is None:
        return None
    title, title_status = _text_of(thing.title)
    body, status = _text_of(thing.selftext if thing.selftext is not None else thing.body)
    text = f"{title}\n\n{body}" if title and body else title or body
    status = title_status or status
    row = _row(thing, post_id, text, status)
    row.text_truncated = text is not None and status is not None
    row.conversation_id = post_id
    row.n_replies = thing.num_comments
    row.n_reposts = thing.num_crossposts
    _add_target(row, thing, post_id[3:])
    row.url = row.url or f"{_SITE}/comments/{post_id[3:]}/"
    return row


def _row(thing: Thing, post_id: str, text: str | None, status: str | None) -> Row:
    collected_at = _micros(thing.retrieved_on if thing.retrieved_utc is None else thing.retrieved_utc)
    meta = thing.meta
    row = Row(
        post_id,
        _author(thing),
        _micros(thing.created_utc),
        text,
        score=None if thing.score_hidden else thing.score,  # Reddit shows a 1 while it hides the votes
        collected_at=collected_at,
        metrics_at=collected_at,
        community=thing.subreddit,
        url=_permalink(thing.permalink),
        status=status or ("edited" if thing.edited else None),
    )
    if text is not None:
        plain = unescape_value(text)
        row.urls = links_of(plain) if "http" in plain else []
        row.mentions = _MENTION.findall(plain) if "u/" in plain else []
    if thing.removed_by_category is not None or meta is not None:
        _add_fate(row, thing.removed_by_category, meta)
    return row


def _author(thing: Thing) -> Author | None:
    handle = thing.author
    if handle is None or handle in _NOBODY:
        return None
    author = Author(thing.author_fullname, handle)
    if thing.author_created_utc is not None:
        author.created_at = from_seconds(thing.author_created_utc)
    if handle in _AUTOMATED:
        author.automated = True
    return author


def _text_of(text: str | None) -> tuple[str | None, str | None]:
    """Return a text, or what became of it where a placeholder stands in its place."""
    if text is None:
        return None, None
    if text.startswith("[") and len(text) < _LONGEST_PLACEHOLDER:
        status = _PLACEHOLDERS.get(text.strip().lower())
        if status is not None:
            return None, status
    return text.replace("\r\n", "\n") if "\r" in text else text, None


def _add_fate(row: Row, category: str | None, meta: Meta | None) -> None:
    """Say what became of a post whose text was saved before it was taken away."""
    if meta is not None:
        if meta.retrieved_2nd_on is not None:
            row.metrics_at = from_seconds(meta.retrieved_2nd_on)
        if meta.was_deleted_later:
            category = meta.removal_type or category or "deleted"
        elif meta.was_initially_deleted:
            category = None
        if meta.is_edited and row.status is None:
            row.status = "edited"
    if category:  # says more than the placeholder: a post that its author deleted reads "[removed]", too
        row.status = "deleted" if category in _BY_THE_AUTHOR else "removed"


def _add_target(row: Row, thing: Thing, number: str) -> None:
    """Add what a submission links to: a page, or a picture or video that Reddit keeps."""
    url = unescape_value(thing.url) if thing.url else None
    row.media = _pictures(thing)
    if url is None or thing.is_self or "/gallery/" in url or f"/comments/{number}/" in url:
        return
    kind = "photo" if "://i.redd.it/" in url else "video" if "://v.redd.it/" in url else None
    if kind is not None:
        row.media = [Media(kind, url)]
    elif "://" in url:
        row.urls = [url, *(row.urls or ())]


def _pictures(thing: Thing) -> list[Media] | None:
    """Return the pictures of a gallery in their order; none where there is no gallery."""
    known: dict[str, Picture | None] = thing.media_metadata or {}
    places = thing.gallery_data.items if thing.gallery_data is not None else None
    found: list[Media] = []
    for place in places or ():
        picture = known.get(place.media_id) if place.media_id is not None else None
        size = picture.s if picture is not None else None
        url = (size.u or size.gif or size.mp4) if size is not None else None
        if url:
            found.append(Media("photo", unescape_value(url), place.caption))
    return found or (None if thing.is_gallery else [])


def _add_original(rows: list[Row | Reject], row: Row, thing: Thing) -> None:
    row.kind, row.repost_of_id = "repost", _fullname(thing.crosspost_parent, SUBMISSION)
    original = _submission(thing.crosspost_parent_list[0]) if thing.crosspost_parent_list else None
    if original is None:
        return
    row.repost_of_id = row.repost_of_id or original.post_id
    if original.author is not None:
        row.repost_of_author_id = original.author.id
        row.repost_of_author_handle = original.author.handle
    original.is_context, original.seen_at = True, row.created_at
    original.metrics_at = original.collected_at = row.collected_at  # a second look renews the outer post only
    rows.append(original)


def _own_id(thing: Thing, prefix: str) -> str | None:
    """Return the full name of a post; where a spreadsheet has damaged its id, the permalink still has it."""
    found = _fullname(thing.name or thing.id, prefix) or _fullname(thing.id, prefix)
    return found or _fullname(_placed(thing, 2 if prefix == COMMENT else 1), prefix)


def _placed(thing: Thing, part: int) -> str | None:
    """Return what the permalink calls the submission (1) or the comment (2)."""
    place = _PLACE.search(thing.permalink) if thing.permalink else None
    return place[part] if place is not None else None


def _fullname(name: str | None, prefix: str) -> str | None:
    """Return an id with its prefix; None for what is none, such as ``1.3E+11``."""
    if not name or not name.isascii():
        return None
    if name.isalnum():
        return prefix + name
    return name if name.startswith(prefix) and name[3:].isalnum() else None


def _parent(parent: int | str | UnsetType | None, link_id: str | None) -> str | None:
    if isinstance(parent, str):
        return _named_parent(parent, link_id)
    if isinstance(parent, int):
        return f"{COMMENT}{np.base_repr(parent, 36).lower()}" if parent > 0 else None
    return link_id if parent is None else None


def _named_parent(parent: str, link_id: str | None) -> str | None:
    if parent == link_id or (link_id is not None and parent == link_id[3:]):
        return link_id
    if number := _NUMBER.fullmatch(parent):
        return _parent(int(number[1]), link_id)
    return _fullname(parent, SUBMISSION if parent.startswith(SUBMISSION) else COMMENT)


def _permalink(permalink: str | None) -> str | None:
    if not permalink:
        return None
    if permalink[0] == "/":
        return _SITE + permalink
    _, host, path = permalink.partition("reddit.com")
    return _SITE + path if host and path.startswith("/") else None


def _micros(value: float | str | None) -> Time:
    if type(value) is int:
        return value * 1_000_000
    seconds = from_seconds(value)
    return value if seconds is None and isinstance(value, str) else seconds
