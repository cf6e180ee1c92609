"""The stretch of time that a figure shows, and the width of its bins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd

from reaction.errors import FigureError
from reaction.figures._captions import day
from reaction.figures._text import count_of
from reaction.measures import volume

if TYPE_CHECKING:
    from reaction.story import Story

__all__ = ["Window", "bin_phrase", "in_window", "pick_freq", "uncollected"]

_STEPS = ("1min", "5min", "15min", "1h", "3h", "6h", "12h", "1D", "1W")
_UNITS = {"s": "second", "min": "minute", "h": "hour", "D": "day", "W": "week"}
_SECONDS = {"s": 1, "min": 60, "h": 3_600, "D": 86_400, "W": 604_800}


@dataclass(frozen=True)
class Window:
    """Posts of the stretch of time that a figure shows.

    Parameters
    ----------
    posts
        The rows that count: in the window, no context.
    phrase
        What a caption says of it.
    """

    posts: pd.DataFrame
    phrase: str


def in_window(posts: pd.DataFrame, story: Story | None, window: Literal["story"] | None) -> Window:
    """Keep the posts of the story's window that are no context.

    Parameters
    ----------
    posts
        Posts table.
    story
        The story, or None.
    window
        ``"story"`` for the story's window, None for all posts.

    Returns
    -------
    The posts, and a sentence about what was left out.

    Raises
    ------
    FigureError
        If `window` is something else.
    """
    if window not in {"story", None}:
        raise FigureError(
            f"window is {window!r}; known: 'story' (the story's own dates) or None (all posts)."
        )
    own = posts[~posts["is_context"]]
    phrases = []
    if n := len(posts) - len(own):
        phrases.append(f"{count_of(n, 'context post')} (collected only as references) not counted.")
    if window is not None and story is not None and story.window is not None:
        first, last = story.window
        start = pd.Timestamp(first, tz="UTC")
        end = pd.Timestamp(last, tz="UTC") + pd.Timedelta(days=1)
        # Undated posts stay: they are counted as undated, not as outside.
        inside = own["created_at"].isna() | ((own["created_at"] >= start) & (own["created_at"] < end))
        outside = int((~inside).sum())
        own = own[inside]
        beyond = f"; {count_of(outside, 'post')} before or after not shown" if outside else ""
        phrases.insert(0, f"Window: {day(first)} to {day(last)} (UTC){beyond}.")
    return Window(own, " ".join(phrases))


def pick_freq(posts: pd.DataFrame, freq: str | None, *, most: int) -> str:
    """Return the width of bins: as given, else the finest that makes few enough and that the clock allows.

    Parameters
    ----------
    posts
        Posts table.
    freq
        The width asked for, or None.
    most
        Most bins.

    Returns
    -------
    Width, as of :func:`reaction.measures.volume`.
    """
    if freq is not None:
        return freq
    counts = volume(posts.iloc[:0] if posts["created_at"].isna().all() else posts)
    if counts.empty:
        return _STEPS[0]
    finest = width_of(str(counts["freq"].iloc[0]))
    times = posts["created_at"].dropna()
    span = times.max() - times.min()
    for step in _STEPS:
        width = width_of(step)
        if width >= finest and span / width < most:
            return step
    return _STEPS[-1]


def bin_parts(freq: str) -> tuple[int, str]:
    """Split a width into count and unit.

    Parameters
    ----------
    freq
        Such as ``15min``.

    Returns
    -------
    Such as 15 and ``min``.
    """
    digits = "".join(character for character in freq if character.isdigit())
    return int(digits or 1), freq[len(digits) :]


def bin_phrase(freq: str) -> str:
    """Say how wide a bin is.

    Parameters
    ----------
    freq
        Such as ``15min`` or ``1h``.

    Returns
    -------
    Such as ``15 minutes`` or ``hour``.
    """
    count, unit = bin_parts(freq)
    name = _UNITS.get(unit, unit)
    return name if count == 1 else f"{count} {name}s"


def width_of(freq: str) -> pd.Timedelta:
    """Return how long a bin is.

    Parameters
    ----------
    freq
        Such as ``15min``.

    Returns
    -------
    The duration.
    """
    count, unit = bin_parts(freq)
    return pd.Timedelta(count * _SECONDS[unit], unit="s")


def uncollected(
    story: Story | None, start: pd.Timestamp, end: pd.Timestamp
) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """Return the stretches of an axis in which nothing was collected, as far as the story says.

    Parameters
    ----------
    story
        The story, or None.
    start, end
        Limits of the axis.

    Returns
    -------
    Pairs of start and end.
    """
    if story is None or story.collection is None:
        return []
    found = []
    if (
        story.collection.start is not None
        and (first := pd.Timestamp(story.collection.start, tz="UTC")) > start
    ):
        found.append((start, min(first, end)))
    if story.collection.end is not None:
        last = pd.Timestamp(story.collection.end, tz="UTC") + pd.Timedelta(days=1)
        if last < end:
            found.append((max(last, start), end))
    return found
