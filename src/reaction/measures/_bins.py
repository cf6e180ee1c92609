"""Bins of time: chosen from the span of the data, never finer than the clock allows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from reaction.errors import EstimateError
from reaction.schema import require

if TYPE_CHECKING:
    Ints = np.ndarray[Any, np.dtype[np.int64]]

STEPS = ("1min", "5min", "15min", "1h", "3h", "6h", "1D", "1W")
_MOST_BINS = 200  # when the step is chosen
_MOST_BINS_EVER = 100_000  # when it is given: more can neither be drawn nor read
_MICROSECONDS = {
    "s": 1_000_000,
    "min": 60_000_000,
    "h": 3_600_000_000,
    "D": 86_400_000_000,
    "W": 604_800_000_000,
}
_MONDAY = 4 * _MICROSECONDS["D"]  # 1970 began on a Thursday; weeks begin on Monday
# The finest step that a clock can bear. An assumed zone may be wrong by most of a day.
_FINEST = {"minute": "1min", "date_only": "1D", "assumed_tz": "1D"}


@dataclass(frozen=True)
class Bins:
    """The bins, and the bin of each row (-1: none)."""

    starts: pd.DatetimeIndex
    codes: Ints
    freq: str


def bins(posts: pd.DataFrame, freq: str | None, *, purpose: str) -> Bins:
    """Return the bins that cover the posts (context rows left out) from the first to the last."""
    require(posts, ("created_at", "created_at_quality", "is_context"), purpose=purpose)
    counted = (posts["created_at"].notna() & ~posts["is_context"]).to_numpy(dtype=bool)
    times = posts["created_at"].dt.tz_localize(None).to_numpy().astype("datetime64[us]").astype(np.int64)
    codes = np.full(len(posts), -1, dtype=np.int64)
    finest = _finest(posts["created_at_quality"][counted])
    if not counted.any():
        chosen = freq or finest or STEPS[0]
        width(chosen)
        return Bins(pd.DatetimeIndex([], dtype="datetime64[us, UTC]"), codes, chosen)
    first, last = int(times[counted].min()), int(times[counted].max())
    chosen = _choose(first, last, finest) if freq is None else _checked(freq, finest, posts, counted)
    step = width(chosen)
    shift = _MONDAY if chosen.endswith("W") else 0
    origin = (first - shift) // step
    n = (last - shift) // step - origin + 1
    if n > _MOST_BINS_EVER:
        raise EstimateError(
            f"freq={freq!r} makes {n:,} bins, more than {_MOST_BINS_EVER:,}. Take a wider one."
        )
    codes[counted] = (times[counted] - shift) // step - origin
    starts = (origin + np.arange(n)) * step + shift
    return Bins(pd.DatetimeIndex(starts.astype("datetime64[us]"), tz="UTC"), codes, chosen)


def width(freq: str) -> int:
    """Return a width of time in microseconds."""
    match = re.fullmatch(r"([1-9]\d{0,5})?(s|min|h|D|W)", freq) if isinstance(freq, str) else None
    if match is None:
        raise EstimateError(f"freq is {freq!r}, expected a width such as {', '.join(STEPS)}.")
    return int(match[1] or 1) * _MICROSECONDS[match[2]]


def _finest(qualities: pd.Series[Any]) -> str | None:
    limits = [_FINEST[quality] for quality in qualities.dropna().unique() if quality in _FINEST]
    return max(limits, key=width, default=None)


def _choose(first: int, last: int, finest: str | None) -> str:
    for step in STEPS:
        if (finest is None or width(step) >= width(finest)) and (last - first) // width(step) < _MOST_BINS:
            return step
    return STEPS[-1]


def _checked(freq: str, finest: str | None, posts: pd.DataFrame, counted: np.ndarray[Any, Any]) -> str:
    if finest is not None and width(freq) < width(finest):
        coarse = [quality for quality, limit in _FINEST.items() if width(limit) > width(freq)]
        n = int(posts["created_at_quality"][counted].isin(coarse).sum())
        raise EstimateError(
            f"freq={freq!r} is finer than the clock of {n:,} posts (created_at_quality "
            f"{' or '.join(coarse)}). Take {finest} or wider, or leave those posts out."
        )
    return freq
