"""Volume and stance over time, in bins that the clock of the posts allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from reaction.measures import _units
from reaction.measures._bins import bins, width
from reaction.measures._estimates import check_options, estimates
from reaction.measures._groups import Groups, groups
from reaction.schema import KINDS, require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reaction.measures._units import Ints

__all__ = ["gaps", "stance_over_time", "volume"]

_PLURALS = {"original": "originals", "reply": "replies", "quote": "quotes", "repost": "reposts"}


def stance_over_time(
    tagged: pd.DataFrame,
    target: str,
    *,
    freq: str | None = None,
    of: Literal["selected", "relevant", "sided"],
    unit: Literal["account", "post", "account_day"] = "account",
    reposts: Literal["exclude", "as_agreement"] = "exclude",
    tz: str | None = None,
    scope: Literal["dataset", "process"] = "dataset",
) -> pd.DataFrame:
    """Estimate shares of stance in each bin of time; see :func:`stance_shares`.

    An account is judged in each bin by its posts there, so it may have one voice in several bins.

    Parameters
    ----------
    tagged
        Posts table with ``stance_<target>``.
    target
        Id of the target.
    freq
        Width of a bin, such as ``"1h"``, ``"1D"`` or ``"1W"`` (from Monday); by default the finest of 1min,
        5min, 15min, 1h, 3h, 6h, 1D, 1W that makes at most 200 bins and that the clock of the posts allows.
    of, unit, reposts, tz, scope
        As for :func:`stance_shares`.

    Returns
    -------
    One row per bin and label: ``target``, ``bin`` (its start, UTC), ``freq`` (its width), ``stance`` and
    the columns of every estimate. Bins run from the first to the last post without a hole: an empty one has
    n of 0 and a null estimate. Posts without a time are in no bin.

    Raises
    ------
    EstimateError
        If an option is not one of those named, or `freq` is finer than ``created_at_quality`` allows.
    MissingColumnError
        If `tagged` lacks a column.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from reaction.schema import from_columns
    >>> posts = from_columns({"platform": ["x"] * 2, "post_id": ["1", "2"], "kind": ["original"] * 2,
    ...                       "author_id": ["a", "b"], "text": ["some words"] * 2,
    ...                       "created_at": [datetime(2018, 6, 18, 9, tzinfo=UTC),
    ...                                      datetime(2018, 6, 20, 9, tzinfo=UTC)]})
    >>> tagged = posts.assign(stance_plan=["favor", "against"])
    >>> found = stance_over_time(tagged, "plan", freq="1D", of="sided")
    >>> found.loc[found["stance"] == "favor", ["estimate", "n_accounts"]].values.tolist()
    [[1.0, 1], [nan, 0], [0.0, 1]]
    """
    check_options(of, unit, reposts, scope)
    posts = _units.labelled(tagged, target, reposts=reposts, purpose="stance_over_time")
    found = bins(tagged, freq, purpose="stance_over_time")
    days = _units.days(tagged, tz) if unit == "account_day" else None
    dated = posts.rows[found.codes[posts.rows] >= 0]
    names = pd.DataFrame({"bin": found.starts})
    names["freq"] = pd.array([found.freq] * len(names), dtype="str")
    split = Groups(dated, found.codes[dated], names)
    return estimates(posts, split, days, target=target, of=of, unit=unit, reposts=reposts)


def volume(
    posts: pd.DataFrame, *, freq: str | None = None, by: str | Sequence[str] | None = None
) -> pd.DataFrame:
    """Count the posts of each bin of time.

    Context rows never count.

    Parameters
    ----------
    posts
        Posts table.
    freq
        Width of a bin, such as ``"1h"``, ``"1D"`` or ``"1W"`` (from Monday); by default the finest of 1min,
        5min, 15min, 1h, 3h, 6h, 1D, 1W that makes at most 200 bins and that the clock of the posts allows.
    by
        One column, or two, to group by. Of a list column a row counts in each of its groups: they overlap.

    Returns
    -------
    One row per group and bin, bins without a hole from the first to the last post: the columns of `by`,
    ``bin`` (its start, UTC), ``freq`` (its width), ``n_posts``, ``n_accounts`` (different known accounts),
    ``originals, replies, quotes, reposts`` (posts by kind), and ``n_undated``: the posts of the whole group
    that have no time and so are in no bin.

    Raises
    ------
    EstimateError
        If `freq` is no width, or finer than ``created_at_quality`` allows.
    MissingColumnError
        If `posts` lacks a column.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from reaction.schema import from_columns
    >>> posts = from_columns({"platform": ["x"] * 2, "post_id": ["1", "2"], "kind": ["original", "repost"],
    ...                       "created_at": [datetime(2018, 6, 18, 9, tzinfo=UTC),
    ...                                      datetime(2018, 6, 18, 11, tzinfo=UTC)]})
    >>> volume(posts, freq="1h")[["n_posts", "originals", "reposts"]].values.tolist()
    [[1, 1, 0], [0, 0, 0], [1, 0, 1]]
    """
    found = bins(posts, freq, purpose="volume")
    require(posts, ("kind",), purpose="volume")
    rows = np.flatnonzero(~posts["is_context"].to_numpy(dtype=bool))
    split = groups(posts, by, rows, purpose="volume", reserved=_VOLUME_COLUMNS)
    n_bins, n_groups = len(found.starts), len(split)
    spread = np.repeat(np.arange(n_groups), n_bins)
    table = split.names.iloc[spread].reset_index(drop=True)
    place = found.codes[split.rows]
    undated = np.bincount(split.codes[place < 0], minlength=n_groups)
    cells = split.codes[place >= 0] * n_bins + place[place >= 0]
    counts = _counts(posts, split.rows[place >= 0], cells, n_bins * n_groups)
    return table.assign(
        bin=found.starts[np.tile(np.arange(n_bins), n_groups)],
        freq=pd.array([found.freq] * len(table), dtype="str"),
        **counts,
        n_undated=undated[spread],
    )


_VOLUME_COLUMNS = ("bin", "freq", "n_posts", "n_accounts", *_PLURALS.values(), "n_undated")


def _counts(posts: pd.DataFrame, rows: Ints, cells: Ints, n: int) -> dict[str, Ints]:
    accounts = _units.account_codes(posts)[rows]
    kinds = posts["kind"].iloc[rows]
    by_kind = {
        _PLURALS[kind]: np.bincount(cells[(kinds == kind).to_numpy(dtype=bool)], minlength=n)
        for kind in KINDS
    }
    return {
        "n_posts": np.bincount(cells, minlength=n),
        "n_accounts": _units.distinct(cells, accounts, n),
        **by_kind,
    }


def gaps(posts: pd.DataFrame, *, longer_than: str = "6h") -> pd.DataFrame:
    """List the stretches of time without a single post.

    A long one amid a busy time points to a fault of the collection; a measure can't tell it from silence.

    Parameters
    ----------
    posts
        Posts table; context rows are left out.
    longer_than
        Shortest stretch that is listed, as in ``"6h"``.

    Returns
    -------
    One row per stretch, in order of time: ``start`` and ``end`` (the posts before and after it, UTC) and
    ``duration``.

    Raises
    ------
    EstimateError
        If `longer_than` is no length of time.
    MissingColumnError
        If `posts` lacks a column.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from reaction.schema import from_columns
    >>> posts = from_columns({"platform": ["x"] * 2, "post_id": ["1", "2"], "kind": ["original"] * 2,
    ...                       "created_at": [datetime(2018, 6, 18, 9, tzinfo=UTC),
    ...                                      datetime(2018, 6, 18, 21, tzinfo=UTC)]})
    >>> gaps(posts)["duration"].tolist()
    [Timedelta('0 days 12:00:00')]
    """
    require(posts, ("created_at", "is_context"), purpose="gaps")
    created = posts.loc[~posts["is_context"], "created_at"].dropna().sort_values(ignore_index=True)
    least = pd.Timedelta(width(longer_than), unit="us")
    table = pd.DataFrame({"start": created.shift(), "end": created, "duration": created.diff()})
    return table[table["duration"] >= least].reset_index(drop=True)
