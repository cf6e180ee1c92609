"""What a figure says beside its picture: the plotted numbers, a caption and a description."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from reaction.errors import FigureError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["Record", "alt_text", "caption", "data", "keep", "record_of"]

ALT_TEXT_LIMIT = 2_000

_RECORDS: WeakKeyDictionary[Axes, Record] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class Record:
    """What belongs to one figure.

    Parameters
    ----------
    title
        Name of the kind of figure.
    data
        The plotted numbers.
    caption
        What a caption must say.
    alt_text
        What the picture shows, for those who can't see it.
    """

    title: str
    data: pd.DataFrame
    caption: str
    alt_text: str


def keep(ax: Axes, record: Record) -> Axes:
    """Remember what belongs to an Axes, as long as the Axes lives.

    Parameters
    ----------
    ax
        The Axes drawn on.
    record
        What belongs to it.

    Returns
    -------
    The Axes.
    """
    _RECORDS[ax] = record
    return ax


def record_of(ax: Axes) -> Record:
    """Return what belongs to an Axes.

    Parameters
    ----------
    ax
        An Axes that a figure function returned.

    Returns
    -------
    Its record.

    Raises
    ------
    FigureError
        If no figure function drew it.
    """
    found = _RECORDS.get(ax) if hasattr(ax, "get_figure") else None
    if found is None:
        raise FigureError(
            f"This {type(ax).__name__} was not drawn by reaction.figures, so its numbers and caption are unknown. "
            "Pass what figures.event_timeline and its kin return, or save it with matplotlib's savefig."
        )
    return found


def caption(ax: Axes) -> str:
    """Return what the caption of a figure must say.

    Parameters
    ----------
    ax
        An Axes that a figure function returned.

    Returns
    -------
    Sentences: data, unit, denominator, filters, intervals, as far as they are known.

    Raises
    ------
    FigureError
        If no figure function drew it.

    Examples
    --------
    >>> from reaction import figures, schema
    >>> ax = figures.event_timeline(schema.empty())
    >>> figures.caption(ax)
    'No posts.'
    """
    return record_of(ax).caption


def data(ax: Axes) -> pd.DataFrame:
    """Return the numbers that a figure shows.

    Parameters
    ----------
    ax
        An Axes that a figure function returned.

    Returns
    -------
    A new table, one row per thing drawn.

    Raises
    ------
    FigureError
        If no figure function drew it.

    Examples
    --------
    >>> from reaction import figures, schema
    >>> figures.data(figures.event_timeline(schema.empty())).empty
    True
    """
    return record_of(ax).data.copy()


def alt_text(ax: Axes) -> str:
    """Return a description of a figure for those who can't see it.

    Parameters
    ----------
    ax
        An Axes that a figure function returned.

    Returns
    -------
    Plain text of at most 2,000 characters: kind of chart, axes, n, main facts.

    Raises
    ------
    FigureError
        If no figure function drew it.

    Examples
    --------
    >>> from reaction import figures, schema
    >>> figures.alt_text(figures.event_timeline(schema.empty()))
    'Empty chart: no posts.'
    """
    text = record_of(ax).alt_text
    return text if len(text) <= ALT_TEXT_LIMIT else text[: ALT_TEXT_LIMIT - 1].rstrip() + "…"
