"""When things happen: the story's true public dates, the rhythm of a day, and ids that carry their time."""

from __future__ import annotations

import math
from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
X_EPOCH_MS = 1_288_834_974_657
# Datacenter 31 and worker 31 of the snowflake scheme: no id of a real post is known to carry them.
SYNTHETIC_WORKER = 0b11111_11111

COLLECTION_START = datetime(2018, 1, 20, tzinfo=UTC)
COLLECTION_END = datetime(2018, 7, 1, tzinfo=UTC)

PUBLISHED = datetime(2018, 1, 24, 16, tzinfo=UTC)
RESURFACED = datetime(2018, 6, 17, 20, tzinfo=UTC)
REMOVED = datetime(2018, 6, 18, 17, tzinfo=UTC)
RESTORED = datetime(2018, 6, 18, 17, 20, tzinfo=UTC)
STATEMENT = datetime(2018, 6, 18, 21, tzinfo=UTC)
COVERAGE = datetime(2018, 6, 19, 13, tzinfo=UTC)
LETTER = datetime(2018, 6, 19, 22, tzinfo=UTC)
MEMO = datetime(2018, 6, 20, 2, tzinfo=UTC)
DEVELOPERS = datetime(2018, 6, 21, 15, tzinfo=UTC)

EVENTS = {
    "removed": REMOVED,
    "restored": RESTORED,
    "statement": STATEMENT,
    "letter": LETTER,
    "memo": MEMO,
}

# Share of a waking public per hour of the day in UTC: the United States sleep from 05 to 12.
_RHYTHM = (
    *(0.86, 0.90, 0.84, 0.70, 0.50, 0.33, 0.21, 0.13, 0.09, 0.08, 0.11, 0.20),
    *(0.36, 0.55, 0.74, 0.86, 0.93, 0.97, 1.00, 0.98, 0.95, 0.90, 0.86, 0.84),
)
# (since, height in posts per waking hour, hours until a half is left)
_BURSTS = (
    (RESURFACED, 9.0, 16.0),
    (REMOVED, 40.0, 3.5),
    (STATEMENT, 20.0, 7.0),
    (COVERAGE, 27.0, 7.0),
    (LETTER, 20.0, 8.0),
    (MEMO, 18.0, 15.0),
    (DEVELOPERS, 20.0, 9.0),
)
_AFTERMATH_HALF_LIFE = 60.0


def to_ms(at: datetime) -> int:
    """Milliseconds since 1970."""
    return int(at.timestamp()) * 1000


def from_ms(ms: int) -> datetime:
    """The moment in UTC, to the second, as exports give it."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=ms // 1000)


def rhythm(ms: int) -> float:
    """How awake the public is, 0 to 1."""
    return _RHYTHM[ms // HOUR_MS % 24]


def snowflake(ms: int, number: int) -> str:
    """An id of a post that carries its time."""
    return str(((ms - X_EPOCH_MS) << 22) | (SYNTHETIC_WORKER << 12) | number % 4096)


def story_rate(ms: int) -> float:
    """How many posts of people's own about the story are written in the hour at `ms`."""
    rate = 0.25 if ms >= to_ms(datetime(2018, 6, 14, tzinfo=UTC)) else 0.0
    for since, height, half_life in _BURSTS:
        age = (ms - to_ms(since)) / HOUR_MS
        if age > -1:
            rate += height * math.exp2(-max(age, 0.0) / half_life)
    age = (ms - to_ms(RESURFACED)) / HOUR_MS
    if age > 0:
        rate += 4.0 * math.exp2(-age / _AFTERMATH_HALF_LIFE)
    return rate * rhythm(ms)


def noise_rate(ms: int) -> float:
    """How many posts of something else the collection query catches in the hour at `ms`."""
    return (1.0 if ms >= to_ms(datetime(2018, 6, 10, tzinfo=UTC)) else 0.11) * rhythm(ms)


class Calendar:
    """Draws moments from a rate per hour."""

    def __init__(self, rate: Callable[[int], float], start: datetime, end: datetime) -> None:
        self._start = to_ms(start)
        hours = range(self._start, to_ms(end), HOUR_MS)
        self._cumulated = list(accumulate(rate(hour + HOUR_MS // 2) for hour in hours))

    def draw(self, rng: Random) -> int:
        """One moment, in milliseconds."""
        hour = bisect_right(self._cumulated, rng.random() * self._cumulated[-1])
        hour = min(hour, len(self._cumulated) - 1)
        return self._start + hour * HOUR_MS + int(rng.random() * HOUR_MS)


def later(rng: Random, since: int, median_minutes: float, spread: float) -> int:
    """A moment after `since` with a heavy tail, when the public is awake and the collection still runs."""
    for moment in _attempts(rng, since, median_minutes, spread):
        if moment < to_ms(COLLECTION_END) and rng.random() < rhythm(moment):
            return moment
    return since + 1000 + int(rng.random() * 60_000)


def _attempts(rng: Random, since: int, median_minutes: float, spread: float) -> Iterator[int]:
    for _ in range(40):
        minutes = rng.lognormvariate(math.log(median_minutes), spread)
        yield since + 4000 + int(minutes * 60_000)
