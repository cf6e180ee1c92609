"""How stance moved: shares per bin of time with what the undecided could change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, PercentFormatter, StrMethodFormatter

from reaction.figures._axes import (
    canvas,
    date_numbers,
    empty_chart,
    fit_label,
    is_laid_out,
    key,
    make_room,
    pixels_per_point,
    settle,
    time_axis,
)
from reaction.figures._bins import bin_phrase, in_window, pick_freq, width_of
from reaction.figures._captions import collected, moment
from reaction.figures._events import (
    events_between,
    height_of_marks,
    mark_events,
    reaching_events,
    sentence_of_events,
)
from reaction.figures._palette import STANCE_LOOKS
from reaction.figures._record import Record, keep
from reaction.figures._stance_words import (
    FEWEST,
    bounded_share,
    denominator,
    has_enough,
    share_label,
    size_of,
    target_name,
    who_decided,
)
from reaction.figures._text import count_of, listed
from reaction.measures import stance_over_time as measure_over_time
from reaction.measures import stance_shares

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from reaction.story import Story

__all__ = ["stance_over_time"]

_TITLE = "Stance over time"
_MOST_BINS = 40
_LABELS_BENEATH = 28.0  # points
_CLEAR, _UNCLEAR = "#4D5A64", "#C3CAD0"


def stance_over_time(
    tagged: pd.DataFrame,
    story: Story,
    *,
    target: str,
    freq: str | None = None,
    of: Literal["selected", "relevant", "sided"] = "relevant",
    unit: Literal["account", "post"] = "account",
    reposts: Literal["exclude", "as_agreement"] = "exclude",
    ax: Axes | None = None,
) -> Axes:
    """Draw the shares of stance per bin of time, within the story's window.

    Marks are shares among the units with a clear stance; the band behind them reaches from no unclear unit added
    to all of them added (abstention bounds). The strip beneath shows how many units each bin has and how many of
    them are unclear. Bins of fewer than 5 accounts, or with fewer than 5 clear units, are hollow
    and not joined.

    Parameters
    ----------
    tagged
        Posts table with ``stance_<target>``, as :func:`reaction.tag` returns it.
    story
        The story: its target's name, its window and its events.
    target
        Id of the target.
    freq
        Width of a bin, such as ``"6h"``; by default the finest that makes at most 40 bins and that the clock of
        the posts allows.
    of, unit, reposts
        As for :func:`reaction.measures.stance_shares`.
    ax
        Axes to draw on; the strip takes its lower part. By default a new figure.

    Returns
    -------
    Axes of the shares; without posts that have a stance one that says so. ``figures.data`` holds the estimates, as
    of :func:`reaction.measures.stance_over_time`.

    Raises
    ------
    StoryError
        If the story has no such target.
    MissingColumnError
        If `tagged` lacks a column.
    EstimateError
        If an option has no defensible meaning, or `freq` is finer than the clock of the posts allows.

    Examples
    --------
    >>> from reaction import figures, schema
    >>> from reaction.story import Story, Target
    >>> posts = schema.from_columns({"platform": ["x"] * 2, "post_id": ["1", "2"], "kind": ["original"] * 2,
    ...                              "created_at": [0, 1], "author_id": ["a", "b"], "text": ["words"] * 2})
    >>> tagged = posts.assign(stance_plan=["favor", "against"])
    >>> ax = stance_over_time(tagged, Story("A story", targets=[Target("plan", "the plan")]), target="plan")
    >>> figures.data(ax)[["stance", "estimate"]].values.tolist()
    [['favor', 0.5], ['against', 0.5], ['unclear', 0.0]]
    """
    name = target_name(story, target)
    shown = in_window(tagged, story, "story")
    width = pick_freq(shown.posts, freq, most=_MOST_BINS)
    table = measure_over_time(shown.posts, target, freq=width, of=of, unit=unit, reposts=reposts)
    whole = stance_shares(shown.posts, target, of=of, unit=unit, reposts=reposts)
    title = f"{_TITLE}: {name}"
    with canvas(ax) as axes:
        if table.empty or not table["n_posts"].any():
            return empty_chart(axes, title, table.iloc[:0], "no posts with a stance")
        drawn = table.assign(enough=has_enough(table, "bin"))
        events = _draw(axes, drawn, whole, story)
        words = {"name": name, "target": target, "window": shown.phrase, "events": events}
        caption = _caption(shown.posts, drawn, whole, story, words)
        return keep(axes, Record(title, table, caption, _alt_text(drawn, whole, name)))


def _draw(ax: Axes, table: pd.DataFrame, whole: pd.DataFrame, story: Story) -> str:
    """Draw both panels; return the sentence about events."""
    unit = str(table["unit"].iloc[0])
    bins = table["bin"].drop_duplicates()
    width = width_of(table["freq"].iloc[0])
    start, end = reaching_events(story, bins.iloc[0], bins.iloc[-1] + width)
    ax.set_ylabel(share_label(unit))
    strip = _strip(ax, table, unit, width)
    time_axis(strip, start, end, n=size_of(whole.iloc[0]))
    ax.tick_params(labelbottom=False)
    for stance, part in _clear(table):
        _series(ax, part, stance, width)
    if not any(part["estimate"].notna().any() for _, part in _clear(table)):
        ax.text(
            0.5, 0.5, "no clear stance", transform=ax.transAxes, ha="center", va="center", color="#555555"
        )
    ax.set_ylim(-0.02, 1.02)
    ax.set_yticks(np.linspace(0.0, 1.0, 6))
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, symbol=" %"))
    events, beyond = events_between(story, start, end)
    settle(ax)
    key(ax, _handles(table), above=height_of_marks(ax, events) + 3.0)
    settle(ax)
    mark_events(ax, events)
    fit_label(ax.yaxis, share_label(unit))
    return sentence_of_events(events, beyond)


def _handles(table: pd.DataFrame) -> list[Line2D | Patch]:
    looks = [STANCE_LOOKS[stance] for stance, _ in _clear(table)]
    handles: list[Line2D | Patch] = [
        Line2D([], [], color=look.colour, linestyle=look.line, marker=look.marker, label=look.label)
        for look in looks
    ]
    handles.append(Patch(facecolor="#777777", alpha=0.25, linewidth=0, label="bounds"))
    handles.append(Patch(facecolor=_CLEAR, linewidth=0, label="n, clear"))
    if (table["stance"] == "unclear").any():
        handles.append(Patch(facecolor=_UNCLEAR, linewidth=0, label="n, unclear"))
    return handles


def _clear(table: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    found = table["stance"].astype("str")
    return [
        (stance, table[found == stance])
        for stance in STANCE_LOOKS
        if stance != "unclear" and (found == stance).any()
    ]


def _series(ax: Axes, part: pd.DataFrame, stance: str, width: pd.Timedelta) -> None:
    look = STANCE_LOOKS[stance]
    edges = date_numbers([*part["bin"], part["bin"].iloc[-1] + width])
    middle = (edges[:-1] + edges[1:]) / 2
    estimate, low, high = (part[column].to_numpy(np.float64) for column in ("estimate", "low", "high"))
    enough = part["enough"].to_numpy(bool)
    # Where nothing is clear the bounds are 0 and 1: that says nothing.
    low, high = (np.where(np.isnan(estimate), np.nan, bound) for bound in (low, high))
    ax.stairs(high, edges, baseline=low, fill=True, facecolor=look.colour, alpha=0.16, linewidth=0, zorder=1)
    ax.plot(middle, np.where(enough, estimate, np.nan), color=look.colour, linestyle=look.line, zorder=3)
    few = ~enough & ~np.isnan(estimate)
    for chosen, fill in ((enough, look.colour), (few, "white")):
        ax.plot(
            middle[chosen],
            estimate[chosen],
            linestyle="none",
            marker=look.marker,
            markerfacecolor=fill,
            markeredgecolor=look.colour,
            markeredgewidth=0.7,
            zorder=4,
        )


def _strip(ax: Axes, table: pd.DataFrame, unit: str, width: pd.Timedelta) -> Axes:
    """Bars of how many units each bin has, unclear ones light."""
    height, gap = 0.26, 0.07
    if not is_laid_out(ax):
        points = ax.get_window_extent().height / pixels_per_point(ax)
        make_room(ax, below=points - (points - _LABELS_BENEATH) / (1.0 + height + gap))
    strip = ax.inset_axes((0.0, -height - gap, 1.0, height), sharex=ax)
    first = table[table["stance"] == table["stance"].iloc[0]]
    n = first["n_posts" if unit == "post" else "n_accounts"].to_numpy(np.float64)
    edges = date_numbers([*first["bin"], first["bin"].iloc[-1] + width])
    unclear = table.loc[table["stance"] == "unclear", "estimate"].fillna(0.0).to_numpy(np.float64)
    clear = n * (1.0 - unclear) if len(unclear) else n
    strip.stairs(clear, edges, fill=True, facecolor=_CLEAR, linewidth=0)
    strip.stairs(n, edges, baseline=clear, fill=True, facecolor=_UNCLEAR, linewidth=0)
    strip.set_ylim(bottom=0)
    strip.yaxis.set_major_locator(MaxNLocator(nbins=2, integer=True))
    strip.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    strip.set_ylabel("n")
    return strip


def _caption(
    shown: pd.DataFrame, table: pd.DataFrame, whole: pd.DataFrame, story: Story, words: dict[str, str]
) -> str:
    first = whole.iloc[0]
    hollow = table["estimate"].notna() & ~table["enough"] & (table["stance"] != "unclear")
    few = table.loc[hollow, "bin"].nunique()
    sentences = [
        f"Stance on {words['name']} per {bin_phrase(table['freq'].iloc[0])} (UTC), n = {size_of(first)}.",
        f"Whole window: {_shares(whole)}.",
        denominator(first, per=" per bin"),
        "Marks: share among the clear; bands: abstention bounds, from none to all of the unclear added.",
        f"Hollow: fewer than {FEWEST} accounts or clear units ({count_of(few, 'bin')})." if few else "",
        who_decided(whole, shown, words["target"]),
        words["window"],
        collected(shown, story),
        words["events"],
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _shares(whole: pd.DataFrame) -> str:
    return listed(
        [f"{STANCE_LOOKS[stance].label} {bounded_share(part.iloc[0])}" for stance, part in _clear(whole)]
    )


def _alt_text(table: pd.DataFrame, whole: pd.DataFrame, name: str) -> str:
    width = width_of(table["freq"].iloc[0])
    start, end = table["bin"].iloc[0], table["bin"].iloc[-1] + width
    sentences = [
        (
            f"Line chart of the share of stances on {name} per {bin_phrase(table['freq'].iloc[0])}, "
            f"{moment(start)} to {moment(end)}, UTC, with a strip of counts beneath."
        ),
        f"n = {size_of(whole.iloc[0])}. Whole window: {_shares(whole)}.",
    ]
    for stance, part in _clear(table):
        known = part[part["enough"]]
        if len(known):
            first, last = known.iloc[0], known.iloc[-1]
            shares = known["estimate"].to_numpy(np.float64)
            top, low = known.iloc[int(shares.argmax())], known.iloc[int(shares.argmin())]
            sentences.append(
                f"{STANCE_LOOKS[stance].label.capitalize()}: {first['estimate']:.0%} in the first bin of {FEWEST} "
                f"accounts or more, {last['estimate']:.0%} in the last; lowest {low['estimate']:.0%} "
                f"({moment(low['bin'])}), highest {top['estimate']:.0%} ({moment(top['bin'])})."
            )
    return " ".join(sentences)
