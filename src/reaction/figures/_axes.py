"""Axes to draw on: found or made, measured, and given room beneath."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import XAxis
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.font_manager import FontProperties
from matplotlib.transforms import Bbox, Transform, offset_copy

from reaction.errors import FigureError
from reaction.figures._labels import text_size
from reaction.figures._record import Record, keep
from reaction.figures.venues import drawing_style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axis import Axis
    from matplotlib.legend import Legend
    from numpy.typing import NDArray

__all__ = [
    "canvas",
    "date_numbers",
    "empty_chart",
    "fit_label",
    "is_laid_out",
    "key",
    "make_room",
    "pixels_per_point",
    "settle",
    "small",
    "time_axis",
    "width_in_points",
]

_POINTS_PER_INCH = 72.0
_SMALLEST = 5.0  # points, of any text
_MONTHS_ON_TICKS = pd.Timedelta(days=62)


@contextmanager
def canvas(ax: Axes | None) -> Iterator[Axes]:
    """Give an Axes to draw on: the user's as it is, or a new one in our style.

    Parameters
    ----------
    ax
        The user's Axes, or None.

    Yields
    ------
    The Axes.

    Raises
    ------
    FigureError
        If `ax` is something else.
    """
    if ax is None:
        with drawing_style():
            yield plt.subplots()[1]
    elif isinstance(ax, Axes):
        yield ax
    else:
        raise FigureError(
            f"ax takes a matplotlib Axes, not {type(ax).__name__}; leave it out for a new figure."
        )


def small(step: float = 0.0) -> float:
    """Return the size of small print in points, at least 5.

    Parameters
    ----------
    step
        Points to add.

    Returns
    -------
    Size in points.
    """
    size = FontProperties(size=mpl.rcParams["legend.fontsize"]).get_size_in_points()
    return max(_SMALLEST, float(size) + step)


def settle(ax: Axes) -> None:
    """Lay the figure out as it will be saved, so that text can be measured.

    Parameters
    ----------
    ax
        Any Axes of the figure.
    """
    whole = ax.get_figure(root=True)
    if whole is not None:
        whole.draw_without_rendering()


class _Room(Artist):
    """Room above or beneath an Axes that a layout engine keeps free, whatever is as wide there.

    An engine that saw the text itself would narrow the Axes until the text is no wider than they are.
    """

    def __init__(self, ax: Axes, above: float, below: float) -> None:
        super().__init__()
        self.set_clip_on(False)  # what is clipped to the Axes needs no room
        self._ax, self._above, self._below = ax, above, below

    def get_tightbbox(self, renderer: object = None) -> Bbox:  # noqa: ARG002 - matplotlib's signature
        box, scale = self._ax.get_window_extent(), pixels_per_point(self._ax)
        middle = (box.x0 + box.x1) / 2
        return Bbox.from_extents(
            middle, box.y0 - self._below * scale, middle + 1, box.y1 + self._above * scale
        )


def is_laid_out(ax: Axes) -> bool:
    """Tell whether an engine lays the figure out.

    Parameters
    ----------
    ax
        Any Axes of the figure.

    Returns
    -------
    True where one does.
    """
    whole = ax.get_figure(root=True)
    return whole is not None and whole.get_layout_engine() is not None


def make_room(ax: Axes, *, above: float = 0.0, below: float = 0.0) -> None:
    """Keep room free above and beneath an Axes.

    Parameters
    ----------
    ax
        The Axes.
    above, below
        Points beyond its upper and lower edge.
    """
    whole = ax.get_figure(root=True)
    if whole is None or is_laid_out(ax):
        ax.add_artist(_Room(ax, above, below))
        return
    # Without an engine the Axes gives up the room itself, inside the place that it was given.
    box = ax.get_position()
    height = whole.bbox.height / pixels_per_point(ax)
    up, down = above / height, below / height
    if box.height > up + down:
        ax.set_position((box.x0, box.y0 + down, box.width, box.height - up - down))


def key(
    ax: Axes, handles: Sequence[Artist], *, above: float | None = None, below: float | None = None
) -> Legend:
    """Put a legend above or beneath an Axes, in as many columns as there is width for.

    Parameters
    ----------
    ax
        Axes whose figure is settled.
    handles
        What it explains.
    above, below
        Distance from the upper or lower edge in points; give one.

    Returns
    -------
    The legend.
    """
    box, scale = ax.get_window_extent(), pixels_per_point(ax)
    for columns in range(len(handles), 0, -1):
        legend = ax.legend(
            handles=handles,
            ncols=columns,
            borderaxespad=0.0,
            borderpad=0.0,
            fontsize=small(),
            handlelength=1.1,
            columnspacing=0.8,
        )
        legend.set_in_layout(False)
        settle(ax)
        size = legend.get_window_extent()
        if size.width <= box.width or columns == 1:
            break
    height = size.height / scale
    if above is not None:
        legend.set_loc("lower left")
        legend.set_bbox_to_anchor((0.0, 1.0), transform=_shifted(ax, above))
        make_room(ax, above=above + height)
    else:
        distance = below or 0.0
        legend.set_loc("upper center")
        legend.set_bbox_to_anchor((0.5, 0.0), transform=_shifted(ax, -distance))
        make_room(ax, below=distance + height)
    return legend


def _shifted(ax: Axes, points: float) -> Transform:
    whole = ax.get_figure(root=True)
    return offset_copy(ax.transAxes, fig=whole, y=points, units="points")


def pixels_per_point(ax: Axes) -> float:
    """Return how many pixels a point has now.

    Parameters
    ----------
    ax
        Any Axes of the figure.

    Returns
    -------
    Pixels.
    """
    whole = ax.get_figure(root=True)
    return (whole.dpi if whole is not None else _POINTS_PER_INCH) / _POINTS_PER_INCH


def width_in_points(ax: Axes) -> float:
    """Return the width of the Axes.

    Parameters
    ----------
    ax
        An Axes whose figure is settled.

    Returns
    -------
    Width in points.
    """
    return float(ax.get_window_extent().width) / pixels_per_point(ax)


def time_axis(ax: Axes, start: pd.Timestamp, end: pd.Timestamp, *, n: str) -> None:
    """Set and label a time axis sparingly, in UTC, with a margin of one part in fifty at both ends.

    Parameters
    ----------
    ax
        The Axes.
    start, end
        Start of the first bin and end of the last.
    n
        How much is shown: printed beside the month or year.
    """
    locator = AutoDateLocator(tz="UTC", minticks=3, maxticks=8)  # type: ignore[no-untyped-call]
    formatter = ConciseDateFormatter(locator, tz="UTC", show_offset=False)  # type: ignore[no-untyped-call]
    margin = (end - start) / 50
    limits = date_numbers([start - margin, end + margin])
    ax.set_xlim(limits[0], limits[1])
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(formatter)
    settle(ax)
    fit_label(ax.xaxis, f"{_stretch(start, end - pd.Timedelta(1, unit='us'))} (UTC);  n = {n}", loc="left")


def fit_label(axis: Axis, text: str, *, loc: Literal["left", "center"] = "center") -> None:
    """Label an axis with text no longer than the axis: in two lines (x), and in smaller print, where it must be.

    A layout engine would shrink the Axes again and again for a label that is longer.

    Parameters
    ----------
    axis
        X or y axis of an Axes whose figure is settled.
    text
        The label; breaks at a semicolon, else at the blank nearest to its middle.
    loc
        Where it stands along an x axis.
    """
    ax, along_x = axis.axes, isinstance(axis, XAxis)
    box = ax.get_window_extent()
    room = 0.97 * (box.width if along_x else box.height)
    size = float(axis.label.get_fontsize())
    if along_x and text_size(ax, text, size)[0] > room:
        text = _broken(text)
    while size > _SMALLEST and text_size(ax, text, size)[0] > room:
        size = max(_SMALLEST, size - 0.5)
    if along_x:
        ax.set_xlabel(text, loc=loc, fontsize=size)
    else:
        ax.set_ylabel(text, fontsize=size)
    axis.label.set_in_layout(text_size(ax, text, size)[0] <= room)


def _broken(text: str) -> str:
    if ";" in text:
        first, second = text.split(";", 1)
        return f"{first}\n{second.strip()}"
    blanks = [i for i, character in enumerate(text) if character == " "]
    if not blanks or "\n" in text:
        return text
    middle = min(blanks, key=lambda i: abs(i - len(text) / 2))
    return f"{text[:middle]}\n{text[middle + 1 :]}"


def _stretch(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """Name what the ticks leave out: the day, the months or the years."""
    if first.date() == last.date():
        return f"{first.day} {first:%b %Y}"
    if first.year != last.year:
        return f"{first.year}-{last.year}"
    if last - first > _MONTHS_ON_TICKS:
        return str(first.year)
    return f"{first:%b %Y}" if first.month == last.month else f"{first:%b}-{last:%b %Y}"


def date_numbers(times: Sequence[object]) -> NDArray[np.float64]:
    """Return times as matplotlib counts them.

    Parameters
    ----------
    times
        n times.

    Returns
    -------
    n days since 1970.
    """
    return np.asarray(date2num(times), dtype=np.float64)  # type: ignore[no-untyped-call]


def empty_chart(ax: Axes, title: str, table: pd.DataFrame, message: str = "no posts") -> Axes:
    """Say in place of a chart that there is nothing to show.

    Parameters
    ----------
    ax
        The Axes.
    title
        Kind of figure.
    table
        The numbers: none.
    message
        What there is none of.

    Returns
    -------
    The Axes.
    """
    ax.text(0.5, 0.5, message, transform=ax.transAxes, ha="center", va="center", color="#555555")
    ax.set_xticks([])
    ax.set_yticks([])
    sentence = message[0].upper() + message[1:] + "."
    return keep(ax, Record(title, table, sentence, f"Empty chart: {message}."))
