"""What tables of X posts, made by various programs, share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reaction.loaders._ids import is_scientific
from reaction.loaders._rows import Reject
from reaction.loaders._x import NO_ID, is_id, made_at
from reaction.urls import parse_status_url

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "address",
    "confirmed",
    "handles_in",
    "is_number",
    "quoted_in",
    "unusable",
    "without_original_author",
]

# Time zones differ by quarters of an hour at least, clocks by seconds.
_SAME_MOMENT = 60_000_000
_HANDLE = re.compile(r"(?<![\w!#$%&*@/])@([A-Za-z0-9_]{1,20})(?![\w@])")


def is_number(cell: str) -> bool:
    """Tell whether a cell holds an id of X, were it one that a spreadsheet damaged.

    Examples
    --------
    >>> is_number("1008599655142154241"), is_number("1.0086E+18"), is_number("Some Client")
    (True, True, False)
    """
    return is_id(cell.removesuffix(".0")) or is_scientific(cell)


def unusable(post_id: str | None) -> Reject | None:
    """Say why a row is none of a post; None where it may be. Shared code recovers damaged ids, if it can.

    Examples
    --------
    >>> unusable("1.0086E+18"), unusable("q1").reason, unusable(None).reason
    (None, 'damaged post id', 'no post id')
    """
    if not post_id:
        return NO_ID
    return None if is_number(post_id) else Reject("damaged post id")


def address(url: str | None) -> str | None:
    """Return the address of a post on X in the one spelling that other formats get, or None.

    Examples
    --------
    >>> address("https://twitter.com/ann/statuses/20"), address("https://example.com/20")
    ('https://x.com/ann/status/20', None)
    """
    found = parse_status_url(url) if url else None
    if found is None or found.platform != "x":
        return None
    return f"https://x.com/{found.handle or 'i/web'}/status/{found.post_id}"


def confirmed(post_id: str | None, time: int | None) -> tuple[int | None, str | None]:
    """Check a time that a program may have shifted by its own time zone against the one in the post's id.

    Parameters
    ----------
    post_id
        The post's id.
    time
        The time in the file, in microseconds since 1970.

    Returns
    -------
    The time and how it is known; no time where the id knows better, which shared code then reads.

    Examples
    --------
    >>> confirmed("1008599655142154241", 1529303871_000000)
    (1529303871000000, None)
    >>> confirmed("1008599655142154241", 1529311071_000000), confirmed("20", 1142974214_000000)
    ((None, None), (1142974214000000, 'assumed_tz'))
    """
    own = made_at(post_id)
    if own is None:
        return time, "assumed_tz"
    return (time, None) if time is not None and abs(time - own) < _SAME_MOMENT else (None, None)


def handles_in(text: str | None) -> list[str] | None:
    """Return the handles that a text mentions, as X reads them; None for no text.

    Examples
    --------
    >>> handles_in(".@ann.Hello, write to bob@example.com or @bob_"), handles_in(None)
    (['ann', 'bob_'], None)
    """
    return None if text is None else _HANDLE.findall(text)


def quoted_in(urls: Iterable[str], post_id: str | None, handle: str | None) -> tuple[str | None, str | None]:
    """Complete what is known of a quoted post, by the link to it.

    Parameters
    ----------
    urls
        The links of the post that quotes.
    post_id, handle
        The quoted post's id and its author's handle, as far as known.

    Returns
    -------
    Id and handle.

    Examples
    --------
    >>> quoted_in(["https://example.com", "https://twitter.com/Ann/status/20"], None, "ann")
    ('20', 'ann')
    """
    for url in urls:
        found = parse_status_url(url) if "/status" in url else None
        if found is None or found.platform != "x":
            continue
        if found.post_id == post_id or (post_id is None and _same(found.handle, handle)):
            return found.post_id, handle or found.handle
    return post_id, handle


def _same(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one.lower() == other.lower()


def without_original_author(mentions: list[str], handle: str | None, text: str | None) -> list[str]:
    """Leave out of a repost's mentions the author of the original, whom only ``RT @handle:`` names.

    Examples
    --------
    >>> without_original_author(["Ann", "bob"], "ann", "RT @ann: hello @bob")
    ['bob']
    """
    if handle is None:
        return mentions
    own = (text or "").removeprefix(f"RT @{handle}").lower()
    return [one for one in mentions if not _same(one, handle) or f"@{handle.lower()}" in own]
