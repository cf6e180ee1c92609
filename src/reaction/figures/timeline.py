"""When people posted: counts over time with the stated events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from reaction.figures._axes import (
    canvas,
    date_numbers,
    empty_chart,
    fit_label,
    key,
    pixels_per_point,
    settle,
    time_axis,
)
from reaction.figures._bins import bin_phrase, in_window, pick_freq, uncollected, width_of
from reaction.figures._captions import collected, moment
from reaction.figures._events import (
    events_between,
    height_of_marks,
    key_of_events,
    mark_events,
    reaching_events,
    sentence_of_events,
)
from reaction.figures._palette import GAP, KIND_LOOKS
from reaction.figures._record import Record, keep
from reaction.figures._text import count_of, listed
from reaction.measures import volume
from reaction.schema import require

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes

    from reaction.story import Event, Story

__all__ = ["event_timeline"]

_TITLE = "Posts over time"
_MOST_BINS = 200
_COLUMNS = ("originals", "replies", "quotes", "reposts")


def event_timeline(
    posts: pd.DataFrame,
    story: Story | None = None,
    *,
    freq: str | None = None,
    window: Literal["story"] | None = "story",
    ax: Axes | None = None,
) -> Axes:
    """Draw how many posts were made over time, by kind, with the story's events.

    Parameters
    ----------
    posts
        Posts table. Context rows are not counted.
    story
        The story: its window, events, and the dates of its collection (what lies beyond is grey).
    freq
        Width of a bin, such as ``"1h"``; by default the finest that makes at most 200 bins and that the clock of
        the posts allows.
    window
        ``"story"``: posts of the story's window alone (all where it has none); None: all posts.
    ax
        Axes to draw on; by default a new figure.

    Returns
    -------
    Axes; without posts one that says so. ``figures.data`` holds one row per bin, as of
    :func:`reaction.measures.volume`.

    Raises
    ------
    MissingColumnError
        If `posts` lacks a column.
    EstimateError
        If `freq` is no width, or finer than the clock of the posts allows.
    FigureError
        If `window` or `ax` is something else.

    Examples
    --------
    >>> from reaction import figures, schema
    >>> posts = schema.from_columns({"platform": ["x"] * 3, "post_id": list("123"), "created_at": [0, 1, 2],
    ...                              "kind": ["original", "repost", "repost"]})
    >>> figures.data(event_timeline(posts))["reposts"].tolist()
    [2]
    """
    require(posts, ("kind", "created_at", "is_context", "platform"), purpose="event_timeline")
    shown = in_window(posts, story, window)
    counts = volume(shown.posts, freq=pick_freq(shown.posts, freq, most=_MOST_BINS))
    with canvas(ax) as axes:
        if counts.empty or not counts["n_posts"].any():
            return empty_chart(axes, _TITLE, counts.iloc[:0])
        limits = reaching_events(story, *_limits(counts))
        events, beyond = events_between(story, *limits)
        missing = uncollected(story, *limits)
        _draw(axes, counts, events, missing, limits)
        caption = _caption(posts, story, counts, shown.phrase, missing, sentence_of_events(events, beyond))
        return keep(axes, Record(_TITLE, counts, caption, _alt_text(counts, events)))


def _limits(counts: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Start of the first bin and end of the last."""
    return counts["bin"].iloc[0], counts["bin"].iloc[-1] + width_of(counts["freq"].iloc[0])


def _draw(
    ax: Axes,
    counts: pd.DataFrame,
    events: Sequence[Event],
    missing: Sequence[tuple[pd.Timestamp, pd.Timestamp]],
    limits: tuple[pd.Timestamp, pd.Timestamp],
) -> None:
    for gap_start, gap_end in missing:
        ax.axvspan(*date_numbers([gap_start, gap_end]), color=GAP, linewidth=0, zorder=0)
    _stack(ax, counts)
    unit = f"Posts per {bin_phrase(counts['freq'].iloc[0])}"
    ax.set_ylabel(unit)
    time_axis(ax, *limits, n=count_of(int(counts["n_posts"].sum()), "post"))
    ax.set_ylim(bottom=0)
    ax.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    ax.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    settle(ax)
    _legend(ax, missing, above=height_of_marks(ax, events))
    settle(ax)
    key_of_events(ax, events, below=_beneath(ax))
    mark_events(ax, events)
    fit_label(ax.yaxis, unit)


def _stack(ax: Axes, counts: pd.DataFrame) -> None:
    edges = date_numbers([*counts["bin"], counts["bin"].iloc[-1] + width_of(counts["freq"].iloc[0])])
    base = np.zeros(len(counts))
    for name, look in zip(_COLUMNS, KIND_LOOKS.values(), strict=True):
        heights = counts[name].to_numpy(np.float64)
        if not heights.any():
            continue
        ax.stairs(
            base + heights,
            edges,
            baseline=base,
            fill=True,
            facecolor=look.colour,
            edgecolor="white",
            linewidth=0,
            hatch=look.hatch,
            label=look.label,
        )
        base = base + heights


def _legend(ax: Axes, missing: Sequence[object], *, above: float) -> None:
    handles, _ = ax.get_legend_handles_labels()
    if missing:
        handles.append(Patch(facecolor=GAP, edgecolor="#999999", linewidth=0.4, label="not collected"))
    key(ax, handles, above=above + 3.0)


def _beneath(ax: Axes) -> float:
    """Distance in points from the lower edge of the Axes to beneath its x label."""
    bottom = ax.xaxis.get_tightbbox()
    return (
        (ax.get_window_extent().y0 - bottom.y0) / pixels_per_point(ax) + 4.0 if bottom is not None else 24.0
    )


def _caption(
    posts: pd.DataFrame,
    story: Story | None,
    counts: pd.DataFrame,
    window: str,
    missing: Sequence[object],
    events: str,
) -> str:
    freq = bin_phrase(counts["freq"].iloc[0])
    n = int(counts["n_posts"].sum())
    parts = [f"{int(counts[name].sum()):,} {name}" for name in _COLUMNS if counts[name].any()]
    undated = int(counts["n_undated"].iloc[0])
    sentences = [
        f"Posts per {freq} (UTC), n = {count_of(n, 'post')}: {listed(parts)}.",
        window,
        f"{count_of(undated, 'post')} without a time not shown." if undated else "",
        "Grey: outside the dates of collection." if missing else "",
        collected(posts, story),
        events,
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _alt_text(counts: pd.DataFrame, events: Sequence[Event]) -> str:
    freq = bin_phrase(counts["freq"].iloc[0])
    peak = counts.iloc[int(counts["n_posts"].to_numpy().argmax())]
    parts = [f"{int(counts[name].sum()):,} {name}" for name in _COLUMNS if counts[name].any()]
    last = counts["bin"].iloc[-1] + width_of(counts["freq"].iloc[0])
    sentences = [
        f"Stacked bar chart of posts per {freq} from {moment(counts['bin'].iloc[0])} to {moment(last)}, UTC.",
        f"n = {count_of(int(counts['n_posts'].sum()), 'post')}: {listed(parts)}.",
        f"The highest bar, {count_of(int(peak['n_posts']), 'post')}, starts at {moment(peak['bin'])}.",
        sentence_of_events(events, ()).replace("Stated events:", "Dashed lines mark events:"),
    ]
    return " ".join(sentence for sentence in sentences if sentence)
