"""Stated events on a time axis: numbered marks above, their titles beneath."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.transforms import blended_transform_factory

from reaction.figures._axes import date_numbers, make_room, pixels_per_point, settle, small, width_in_points
from reaction.figures._labels import spread, text_size
from reaction.figures._palette import EVENT
from reaction.figures._text import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from reaction.story import Event, Story

__all__ = [
    "events_between",
    "height_of_marks",
    "key_of_events",
    "mark_events",
    "reaching_events",
    "sentence_of_events",
]

_ROW = 10.0  # height of a row of marks, points
_SHARE_OF_KEY = 0.4  # of the height of the figure, at most
_LINE = 1.25
_FEW = 4  # events with two lines each


def events_between(
    story: Story | None, start: pd.Timestamp, end: pd.Timestamp
) -> tuple[list[Event], list[Event]]:
    """Split a story's events into those to draw and those beyond the axis, both in order of time.

    Parameters
    ----------
    story
        The story, or None.
    start, end
        Limits of the axis.

    Returns
    -------
    Events within and events beyond.
    """
    events = sorted(story.events, key=lambda event: event.at) if story is not None else []
    inside = [event for event in events if start <= event.at <= end]
    return inside, [event for event in events if not start <= event.at <= end]


def reaching_events(
    story: Story | None, start: pd.Timestamp, end: pd.Timestamp
) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Widen an axis to events that lie just beyond it.

    Parameters
    ----------
    story
        The story, or None.
    start, end
        Start of the first bin and end of the last.

    Returns
    -------
    Limits, moved by at most a tenth of the stretch at each end.
    """
    reach = (end - start) / 10
    times = [pd.Timestamp(event.at) for event in story.events] if story is not None else []
    near = [at for at in times if start - reach <= at <= end + reach]
    return min([start, *near]), max([end, *near])


def mark_events(ax: Axes, events: Sequence[Event]) -> None:
    """Draw a line at each event with its number above, numbers spread so that none covers another.

    Parameters
    ----------
    ax
        Axes with a time axis, its limits set.
    events
        In order of time.
    """
    if not events:
        return
    settle(ax)
    times = date_numbers([event.at for event in events])
    low, high = ax.get_xlim()
    points = width_in_points(ax)
    width, n_rows = _grid(ax, len(events))
    blended = blended_transform_factory(ax.transData, ax.transAxes)
    wished = (times - low) / (high - low) * points
    for row in range(n_rows):
        places = np.arange(row, len(events), n_rows)
        shown = low + spread(wished[places], width, width / 2, points - width / 2) / points * (high - low)
        for place, x in zip(places, shown, strict=True):
            ax.axvline(times[place], color=EVENT, linewidth=0.5, linestyle=(0, (3, 2)), alpha=0.7, zorder=1.5)
            note = ax.annotate(
                str(place + 1),
                xy=(times[place], 1.0),
                xycoords=blended,
                xytext=(_points(ax, x) - _points(ax, times[place]), 7.0 + _ROW * (n_rows - 1 - row)),
                textcoords="offset points",
                ha="center",
                va="center",
                fontsize=small(-1),
                color="white",
                annotation_clip=False,
                in_layout=False,
                bbox={"boxstyle": "circle,pad=0.22", "facecolor": EVENT, "edgecolor": "none"},
                arrowprops={"arrowstyle": "-", "color": EVENT, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 0},
            )
            note.set_gid("event")


def _grid(ax: Axes, n: int) -> tuple[float, int]:
    """Width of a mark in points, and how many rows n marks need."""
    width = max(text_size(ax, str(n), small(-1))[0] / pixels_per_point(ax) + 4.5, 8.0)
    return width, max(1, int(np.ceil(n * width / width_in_points(ax))))


def _points(ax: Axes, x: float) -> float:
    return float(ax.transData.transform((x, 0))[0]) / pixels_per_point(ax)


def height_of_marks(ax: Axes, events: Sequence[Event]) -> float:
    """Return the room that the numbers take above the Axes, in points.

    Parameters
    ----------
    ax
        Axes whose figure is settled.
    events
        The events.

    Returns
    -------
    Points.
    """
    return 3.0 + _ROW * _grid(ax, len(events))[1] if events else 0.0


def key_of_events(ax: Axes, events: Sequence[Event], *, below: float) -> None:
    """Write the events' numbers, times and titles beneath an Axes, wrapped to its width and that of its labels.

    Parameters
    ----------
    ax
        Axes whose figure is settled.
    events
        In order of time.
    below
        Distance from the lower edge of the Axes in points.
    """
    if not events:
        return
    shown = events if len(events) <= (fit := _lines_that_fit(ax)) else events[: fit - 1]
    lines = [f"{i}  {_time(event)}  {plain(event.title)}" for i, event in enumerate(shown, 1)]
    if len(events) > len(shown):
        lines.append(f"… and {len(events) - len(shown)} more: see the caption.")
    left, width = _room(ax)
    most = 2 if len(events) <= _FEW else 1
    text = "\n".join(part for line in lines for part in _wrapped(ax, line, width, most)).replace("$", r"\$")
    note = ax.annotate(
        text,
        xy=(0.0, 0.0),
        xycoords="axes fraction",
        xytext=(left, -below),
        textcoords="offset points",
        ha="left",
        va="top",
        fontsize=small(-1),
        linespacing=_LINE,
        annotation_clip=False,
        in_layout=False,
    )
    note.set_gid("event key")
    make_room(ax, below=below + note.get_window_extent().height / pixels_per_point(ax))


def _lines_that_fit(ax: Axes) -> int:
    """How many lines of the key leave the plot most of the figure's height."""
    whole = ax.get_figure(root=True)
    height = whole.bbox.height / pixels_per_point(ax) if whole is not None else 0.0
    return max(3, int(_SHARE_OF_KEY * height / (small(-1) * _LINE)))


def _room(ax: Axes) -> tuple[float, float]:
    """Left end, in points from the Axes, and width, in pixels, of an Axes with its labels."""
    box, whole = ax.get_window_extent(), ax.get_tightbbox()
    left = min(whole.x0, box.x0) if whole is not None else box.x0
    return (left - box.x0) / pixels_per_point(ax), box.x1 - left


def _time(event: Event) -> str:
    at = pd.Timestamp(event.at)
    return f"{at.day} {at:%b %Y, %H:%M}"


def _wrapped(ax: Axes, line: str, room: float, most: int) -> list[str]:
    """Break a line at blanks so that each part fits; the last of `most` parts is cut short."""
    parts = [""]
    for word in line.split(" "):
        longer = f"{parts[-1]} {word}" if parts[-1] else word
        if len(parts) == most or not parts[-1] or _width(ax, longer) <= room:
            parts[-1] = longer
        else:
            parts.append(f"      {word}")
    return [_cut(ax, part, room) for part in parts]


def _cut(ax: Axes, part: str, room: float) -> str:
    if _width(ax, part) <= room:
        return part
    low, high = 0, len(part)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _width(ax, part[:middle] + "…") <= room else (low, middle)
    return part[:low].rstrip(" ,;") + "…"


def _width(ax: Axes, text: str) -> float:
    return text_size(ax, text.replace("$", r"\$"), small(-1))[0]


def sentence_of_events(events: Sequence[Event], beyond: Sequence[Event]) -> str:
    """Name the events for a caption.

    Parameters
    ----------
    events
        Those drawn, numbered from 1.
    beyond
        Those off the axis.

    Returns
    -------
    A sentence or two, or nothing.
    """
    drawn = "; ".join(f"({i}) {_time(event)}, {plain(event.title)}" for i, event in enumerate(events, 1))
    off = "; ".join(f"{_time(event)}, {plain(event.title)}" for event in beyond)
    parts = [f"Stated events: {drawn}."] if drawn else []
    if off:
        parts.append(f"Not on the axis: {off}.")
    return " ".join(parts)
