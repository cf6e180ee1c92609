"""Old pages that come back: first shares, silences, and what woke after them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from reaction.errors import EstimateError
from reaction.measures import _units
from reaction.measures._bins import width
from reaction.measures._lists import flat
from reaction.schema import require

if TYPE_CHECKING:
    from datetime import datetime

    from reaction.measures._units import Ints, Mask

__all__ = ["resurfacing"]


def resurfacing(
    posts: pd.DataFrame,
    *,
    silence: str = "30D",
    burst: int = 5,
    within: str = "1D",
    collection_start: datetime | None = None,
) -> pd.DataFrame:
    """Find pages that were shared, fell silent, and came back in a burst.

    Pass all posts, not those of a story's window: a page that sleeps is shared before it. Everything said
    holds for this data set: a page may have been shared earlier, or elsewhere.

    Parameters
    ----------
    posts
        Posts table with ``urls`` (canonical, as loaders give them). Context rows serve for dates; they don't count as shares.
    silence
        Shortest time without a share that counts as silence, as in ``"30D"``.
    burst, within
        A share starts a burst if, itself included, `burst` shares follow within this time.
    collection_start
        When the collection began; by default the first post's time.

    Returns
    -------
    One row per canonical address with a time, the most shared first: ``url``; ``n_shares`` and
    ``n_accounts`` (context rows left out); ``first_share``; ``longest_silence`` between two shares (null
    for a single one) and ``silence_from``, the share before it; ``resurfaced_at``, the first share that
    starts a burst right after a silence, null where none does; ``n_after``, shares from then on;
    ``collection_start``; and ``censored``: the first share lies less than `silence` after
    ``collection_start``, so that it can't be told whether the page was shared not long before.

    Raises
    ------
    EstimateError
        If an option is out of range.
    MissingColumnError
        If `posts` lacks a column.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from reaction.schema import from_columns
    >>> times = [datetime(2018, 1, 24, tzinfo=UTC), *(datetime(2018, 6, 17, h, tzinfo=UTC) for h in (9, 10))]
    >>> posts = from_columns({"platform": ["x"] * 3, "post_id": list("123"), "kind": ["original"] * 3,
    ...                       "created_at": times, "urls": [["https://example.com/a"]] * 3})
    >>> found = resurfacing(posts, burst=2)
    >>> found["resurfaced_at"].tolist()
    [Timestamp('2018-06-17 09:00:00+0000', tz='UTC')]
    """
    if isinstance(burst, bool) or not isinstance(burst, int) or burst < 1:
        raise EstimateError(f"burst is {burst!r}, expected a whole number from 1.")
    require(posts, ("urls", "created_at", "is_context"), purpose="resurfacing")
    start = _start(posts, collection_start)
    rows, pages, names = _shares(posts)
    times = (
        posts["created_at"].dt.tz_localize(None).to_numpy().astype("datetime64[us]").astype(np.int64)[rows]
    )
    order = np.lexsort((rows, times, pages))
    rows, pages, times = rows[order], pages[order], times[order]
    hits = ~posts["is_context"].to_numpy(dtype=bool)[rows]
    gap = np.where(np.diff(pages, prepend=-1) == 0, np.diff(times, prepend=0), -1)
    woke = _starts_burst(pages, times, hits, burst, width(within)) & (gap >= width(silence))
    table = _per_page(pages, times, gap, woke, hits, len(names))
    table.insert(0, "url", pd.Series(names, dtype="str"))
    accounts = _units.account_codes(posts)[rows]
    table.insert(2, "n_accounts", _units.distinct(pages[hits], accounts[hits], len(names)))
    near = table["first_share"] - start < pd.Timedelta(width(silence), unit="us")
    start_column = pd.Series(start, index=table.index, dtype="datetime64[us, UTC]")
    table = table.assign(collection_start=start_column, censored=near.astype(bool))
    return table.sort_values(["n_shares", "url"], ascending=[False, True], ignore_index=True)


def _start(posts: pd.DataFrame, given: datetime | None) -> pd.Timestamp:
    if given is None:
        first: pd.Timestamp = posts.loc[~posts["is_context"], "created_at"].min()
        return first
    start = pd.Timestamp(given)
    if start.tzinfo is None:
        raise EstimateError(f"collection_start is {given} without a time zone; add one, such as UTC.")
    return start.tz_convert("UTC")


def _shares(posts: pd.DataFrame) -> tuple[Ints, Ints, list[str]]:
    """Return the row and the page of every share that has a time, and the pages' addresses, sorted."""
    found = flat(posts["urls"])
    dated = posts["created_at"].notna().to_numpy(dtype=bool)[found.places]
    size = max(len(found.words), 1)
    # An address that a post repeats is one share.
    pairs = pd.unique(found.places[dated] * size + found.codes[dated])
    used = sorted(pd.unique(pairs % size).tolist(), key=found.words.__getitem__)
    rank = np.zeros(size, dtype=np.int64)
    rank[used] = np.arange(len(used))
    return pairs // size, rank[pairs % size], [found.words[code] for code in used]


def _starts_burst(pages: Ints, times: Ints, hits: Mask, burst: int, within: int) -> Mask:
    place = np.flatnonzero(hits)
    last = np.minimum(np.arange(len(place)) + burst - 1, len(place) - 1)
    enough = np.arange(len(place)) + burst - 1 < len(place)
    same = pages[place[last]] == pages[place]
    found = np.zeros(len(pages), dtype=bool)
    found[place] = enough & same & (times[place[last]] - times[place] <= within)
    return found


def _per_page(pages: Ints, times: Ints, gap: Ints, woke: Mask, hits: Mask, n: int) -> pd.DataFrame:
    # Rows are sorted by page and time, so that the first of a page is its earliest.
    first = np.searchsorted(pages, np.arange(n))
    longest = np.lexsort((times, -gap, pages))[first] if n else np.empty(0, dtype=np.int64)
    woken = np.flatnonzero(woke)
    woken = woken[np.unique(pages[woken], return_index=True)[1]]
    at = np.full(n, np.iinfo(np.int64).max)
    at[pages[woken]] = times[woken]
    has_silence, resurfaced = gap[longest] >= 0, at < np.iinfo(np.int64).max
    return pd.DataFrame(
        {
            "n_shares": np.bincount(pages[hits], minlength=n),
            "first_share": _times(times[first], np.ones(n, dtype=bool)),
            "longest_silence": pd.Series(np.where(has_silence, gap[longest], _NAT).view("timedelta64[us]")),
            "silence_from": _times(times[longest] - gap[longest], has_silence),
            "resurfaced_at": _times(at, resurfaced),
            "n_after": np.bincount(pages[hits & (times >= at[pages])], minlength=n),
        }
    )


_NAT = np.iinfo(np.int64).min


def _times(values: Ints, known: Mask) -> pd.Series[Any]:
    return pd.Series(np.where(known, values, _NAT).view("datetime64[us]")).dt.tz_localize("UTC")
