"""How much of a conversation the files hold, as far as they show it themselves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reaction.loaders._times import FIRST_SNOWFLAKE, snowflakes

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Coverage", "Seen", "coverage_of", "seen_of"]

# The sample streams take posts whose id falls into this window of each second.
_SAMPLE_FIRST_MS, _SAMPLE_LAST_MS = 657, 666
_SAMPLE_SHARE = 0.95
_SAMPLE_MINIMUM = 50


@dataclass(frozen=True)
class Coverage:
    """What the files say about how much they miss.

    Parameters
    ----------
    first, last
        When the first and the last post were made (UTC), or None.
    longest_gap
        The longest time between two posts that follow each other, or None.
    gap_from
        When it began.
    reposts_observed
        Reposts in the files whose original's own count is known.
    reposts_counted
        What the platform itself counts for these originals.
    originals
        How many originals these are.
    reposts_of_unknown
        Reposts whose original has no known count.
    withheld_by_limit
        Posts that streams said they withheld (``limit`` notices).
    sample_share
        Share of ids of X from the window of milliseconds that the 1 % sample stream consists of
        (657 to 666; Pfeffer, Mayer and Morstatter 2018, doi 10.1140/epjds/s13688-018-0178-0); by chance
        0.01; None without such ids.
    languages
        Posts per language, most frequent first; ``None`` for unknown.
    """

    first: pd.Timestamp | None
    last: pd.Timestamp | None
    longest_gap: pd.Timedelta | None
    gap_from: pd.Timestamp | None
    reposts_observed: int
    reposts_counted: int
    originals: int
    reposts_of_unknown: int
    withheld_by_limit: int
    sample_share: float | None
    languages: dict[str | None, int]

    @property
    def looks_like_sample_stream(self) -> bool:
        """Whether nearly all ids come from the sample stream's window."""
        return self.sample_share is not None and self.sample_share >= _SAMPLE_SHARE

    @property
    def repost_share(self) -> float | None:
        """Reposts observed, as a share of those that the platform counts; None where it counts none."""
        return self.reposts_observed / self.reposts_counted if self.reposts_counted else None

    def sentences(self) -> list[str]:
        """Say it in words, a sentence each."""
        found = []
        if self.first is not None and self.last is not None:
            found.append(f"Posts from {self.first:%Y-%m-%d %H:%M} to {self.last:%Y-%m-%d %H:%M} UTC.")
        if self.longest_gap is not None and self.gap_from is not None:
            length = _duration(self.longest_gap)
            found.append(f"Longest time without a post: {length}, from {self.gap_from:%Y-%m-%d %H:%M} UTC.")
        if self.originals:
            found.append(
                f"Reposts observed: {self.reposts_observed:,} of the {self.reposts_counted:,} that the platform "
                f"counts for {self.originals:,} originals."
            )
        if self.reposts_of_unknown:
            found.append(f"{self.reposts_of_unknown:,} reposts are of originals whose count is unknown.")
        if self.withheld_by_limit:
            found.append(f"The stream withheld {self.withheld_by_limit:,} posts (limit notices).")
        if self.looks_like_sample_stream:
            found.append("The ids are those of the 1 % sample stream (Pfeffer, Mayer and Morstatter 2018).")
        if self.languages:
            shown = ", ".join(f"{lang or 'unknown'} {n:,}" for lang, n in list(self.languages.items())[:6])
            more = f" and {len(self.languages) - 6} more" if len(self.languages) > 6 else ""
            found.append(f"Languages: {shown}{more}.")
        return found


def _duration(length: pd.Timedelta) -> str:
    seconds = int(length.total_seconds())
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds} s"


@dataclass
class Seen:
    """What posts show of how much of the conversation they are, to be added up.

    Parameters
    ----------
    times
        When they were made, in microseconds since 1970; some arrays, in any order.
    reposts
        How many are reposts.
    ids, sampled_ids
        Ids of X that carry a time, and those from the sample stream's window.
    languages
        Posts per language.
    """

    times: list[NDArray[np.int64]] = field(default_factory=list)
    reposts: int = 0
    ids: int = 0
    sampled_ids: int = 0
    languages: Counter[str | None] = field(default_factory=Counter)

    def add(self, other: Seen) -> None:
        """Take over what further posts show."""
        self.times += other.times
        self.reposts += other.reposts
        self.ids += other.ids
        self.sampled_ids += other.sampled_ids
        self.languages.update(other.languages)


def seen_of(table: pa.Table) -> Seen:
    """Look at posts.

    Parameters
    ----------
    table
        One row per post; context rows do not count.

    Returns
    -------
    What they show.
    """
    posts = table.select(["is_context", "platform", "post_id", "kind", "lang", "created_at"])
    posts = posts.filter(pc.invert(posts["is_context"]))
    ids, sampled = _sampled(posts)
    times = posts["created_at"].drop_null().cast(pa.int64()).to_numpy()
    reposts = int(pc.sum(pc.equal(posts["kind"], "repost")).as_py() or 0)
    return Seen([times], reposts, ids, sampled, _languages(posts["lang"]))


def coverage_of(seen: Seen, *, observed: int, counted: int, originals: int, limit: int = 0) -> Coverage:
    """Say how much of the conversation the posts are.

    Parameters
    ----------
    seen
        What the posts show.
    observed, counted, originals
        As in :class:`Coverage`.
    limit
        Posts that streams said they withheld.

    Returns
    -------
    The figures.
    """
    first, last, gap, gap_from = _times(seen.times)
    enough = seen.ids >= _SAMPLE_MINIMUM
    ordered = sorted(seen.languages.items(), key=lambda item: (-item[1], item[0] or ""))
    return Coverage(
        first=first,
        last=last,
        longest_gap=gap,
        gap_from=gap_from,
        reposts_observed=observed,
        reposts_counted=counted,
        originals=originals,
        reposts_of_unknown=seen.reposts - observed,
        withheld_by_limit=limit,
        sample_share=seen.sampled_ids / seen.ids if enough else None,
        languages=dict(ordered),
    )


def _times(
    parts: list[NDArray[np.int64]],
) -> tuple[pd.Timestamp | None, pd.Timestamp | None, pd.Timedelta | None, pd.Timestamp | None]:
    micros = np.sort(np.concatenate([np.zeros(0, dtype=np.int64), *parts]))
    if not len(micros):
        return None, None, None, None
    first, last = (pd.Timestamp(int(micros[place]), unit="us", tz="UTC") for place in (0, -1))
    if len(micros) < 2:
        return first, last, None, None
    gaps = np.diff(micros)
    place = int(gaps.argmax())
    return (
        first,
        last,
        pd.Timedelta(int(gaps[place]), unit="us"),
        pd.Timestamp(int(micros[place]), unit="us", tz="UTC"),
    )


def _sampled(posts: pa.Table) -> tuple[int, int]:
    numbers = snowflakes(posts.filter(pc.equal(posts["platform"], "x"))["post_id"].combine_chunks())
    numbers = numbers[numbers >= FIRST_SNOWFLAKE]
    # The epoch of the ids is at millisecond 657 of a second.
    millisecond = ((numbers >> 22) + 657) % 1_000
    inside = (millisecond >= _SAMPLE_FIRST_MS) & (millisecond <= _SAMPLE_LAST_MS)
    return len(numbers), int(np.count_nonzero(inside))


def _languages(column: pa.ChunkedArray) -> Counter[str | None]:
    return Counter(
        {item["values"]: item["counts"] for item in column.combine_chunks().value_counts().to_pylist()}
    )
