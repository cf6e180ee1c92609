"""Sentences that captions share: where the data come from, what is counted, what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reaction.figures._text import count_of, listed, plain

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from reaction.story import Story

__all__ = ["collected", "day", "moment", "platforms"]


def platforms(posts: pd.DataFrame) -> str:
    """Name the platforms of a table.

    Parameters
    ----------
    posts
        Posts table.

    Returns
    -------
    Text such as ``x and bluesky``.
    """
    if "platform" not in posts.columns:
        return "unknown platform"
    return listed(sorted(str(name) for name in posts["platform"].dropna().unique())) or "unknown platform"


def collected(posts: pd.DataFrame, story: Story | None) -> str:
    """Say where the data come from and how they were collected.

    Parameters
    ----------
    posts
        Posts table.
    story
        The story, or None.

    Returns
    -------
    A sentence.
    """
    source = f"Data: {platforms(posts)}"
    if story is None or story.collection is None:
        return f"{source}; how they were collected is not stated."
    how = story.collection
    query = f" for “{plain(how.query)}”" if how.query else ""
    dates = _between(how.start, how.end)
    cap = f", at most {how.cap:,} posts" if how.cap else ""
    return f"{source}; {how.mode}{query}{dates}{cap}."


def _between(start: date | None, end: date | None) -> str:
    if start and end:
        return f", {day(start)} to {day(end)}"
    if start:
        return f", from {day(start)}"
    return f", until {day(end)}" if end else ""


def day(at: date | pd.Timestamp) -> str:
    """Write a day.

    Parameters
    ----------
    at
        The day.

    Returns
    -------
    Text such as ``18 June 2018``.
    """
    return f"{at.day} {at:%B %Y}"


def moment(at: pd.Timestamp) -> str:
    """Write a day and, where it is not midnight, a time.

    Parameters
    ----------
    at
        The moment.

    Returns
    -------
    Text such as ``18 June 2018, 17:00``.
    """
    return day(at) if at == at.normalize() else f"{day(at)}, {at:%H:%M}"


def left_out(n: int, what: str, why: str) -> str:
    """Say what a figure leaves out.

    Parameters
    ----------
    n
        How many.
    what
        The noun for one.
    why
        The reason.

    Returns
    -------
    A sentence, or nothing where nothing is left out.
    """
    return f"{count_of(n, what)} left out: {why}." if n else ""
