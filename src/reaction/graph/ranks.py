"""How much each account is amplified: counts, PageRank and h-index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reaction.errors import GraphError
from reaction.graph._acts import acts_of, keep_accounts
from reaction.graph._codes import TEXT, category_codes, encode, h_index, pagerank, weighted_edges
from reaction.graph._profiles import handles, platforms, post_counts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reaction.graph._acts import Acts
    from reaction.graph._codes import Ints

__all__ = ["rank"]

_ORDERS = ("amplified", "amplified_by", "amplifies", "pagerank", "h_index")
_COLUMNS = ["platform", "rank", "account", "handle", *_ORDERS, "n_posts"]


def rank(
    data: pd.DataFrame,
    *,
    relations: Sequence[str] = ("repost",),
    by: str = "amplified",
    damping: float = 0.85,
) -> pd.DataFrame:
    """Rank accounts by how much others amplify them.

    Accounts are those at an end of at least one edge: acts upon oneself are dropped, and so are accounts
    without any other act. Every platform is ranked by itself.

    Parameters
    ----------
    data
        Posts, the frame that :func:`interactions` returns, or any frame of edges with ``source, target`` and,
        if wanted, ``weight`` (positive; without it every row counts one) and ``platform``. An edge runs from
        the account that amplifies to the one amplified.
    relations
        Which relations count as amplification; reposts by default. With quotes in, the most attacked account
        becomes the most amplified. Not used for frames of edges.
    by
        The column that makes the rank: ``amplified``, ``amplified_by``, ``amplifies``, ``pagerank`` or
        ``h_index``. Ties go to the smaller account key.
    damping
        Chance that PageRank's walk goes on, between 0 and 1.

    Returns
    -------
    One row per account, in order of platform and rank:

    - ``platform`` (null for edges without one), ``rank`` (from 1), ``account`` (the key), ``handle`` (the
      latest seen);
    - ``amplified``: how often others amplified it; ``amplified_by``: how many others did; ``amplifies``: how
      often it amplified others (sums of weights for weighted edges);
    - ``pagerank``: weighted PageRank (Page, Brin, Motwani and Winograd 1999), sums to one per platform;
    - ``h_index``: the largest h such that h of its posts were each amplified at least h times (Evkoski et
      al. 2021); null for edges, which don't name posts;
    - ``n_posts``: its own posts in the data; null unless `data` are Posts.

    Without any edge the table has no rows.

    Raises
    ------
    MissingColumnError
        If `data` is none of these frames.
    GraphError
        If a relation or `by` is unknown, `damping` is out of range, or a weight isn't positive.

    Examples
    --------
    >>> edges = pd.DataFrame({"source": ["a", "b", "b"], "target": ["c", "c", "a"], "weight": [2, 1, 1]})
    >>> rank(edges)[["rank", "account", "amplified", "amplified_by"]].values.tolist()
    [[1, 'c', 3.0, 2], [2, 'a', 1.0, 1], [3, 'b', 0.0, 0]]
    """
    if by not in _ORDERS:
        raise GraphError(f"Can't rank by {by!r}. Columns to rank by: {', '.join(_ORDERS)}.")
    if not 0 <= damping < 1:
        raise GraphError(f"damping is {damping}, expected at least 0 and below 1.")
    acts = acts_of(data, relations, purpose="rank", edges=True).without_loops()
    if by == "h_index" and acts.object_ids() is None:
        raise GraphError(
            "Edges name no posts, so they have no h-index: pass Posts or interactions, or another by."
        )
    codes, names = _platforms(acts)
    parts = [
        _rank_platform(keep_accounts(acts, codes == i), name, by, damping) for i, name in enumerate(names)
    ]
    table = pd.concat(parts, ignore_index=True) if parts else _rank_platform(acts, None, by, damping)
    return table.astype({"platform": pd.CategoricalDtype(pd.Index(sorted(filter(None, names)), dtype="str"))})


def _platforms(acts: Acts) -> tuple[Ints, list[str | None]]:
    """Return the platform of every act as a code, and the platforms in order of name."""
    if acts.relations:
        named = platforms(acts.keys).iloc[acts.target]
    elif "platform" in acts.frame.columns:
        named = acts.frame["platform"].iloc[acts.row]
    else:
        named = pd.Series(np.nan, index=range(len(acts)), dtype=TEXT)
    codes, words = category_codes(named.astype("category"))
    used = np.unique(codes)
    return np.searchsorted(used, codes).astype(np.int64), [
        None if code < 0 else words[code].as_py() for code in used
    ]


def _rank_platform(acts: Acts, platform: str | None, by: str, damping: float) -> pd.DataFrame:
    n = len(acts.keys)
    edges = weighted_edges(acts.source, acts.target, n, acts.weight)
    counts = np.int64 if acts.relations else np.float64
    table = pd.DataFrame(
        {
            "platform": pd.Series([platform] * n, dtype=TEXT),
            "account": pd.Series(acts.keys, dtype=TEXT),
            "handle": handles(acts),
            "amplified": np.bincount(edges.target, edges.weight, minlength=n).astype(counts),
            "amplified_by": np.bincount(edges.target, minlength=n).astype(np.int64),
            "amplifies": np.bincount(edges.source, edges.weight, minlength=n).astype(counts),
            "pagerank": pagerank(edges, damping),
            "h_index": _h_index(acts),
            "n_posts": pd.Series(
                pd.NA if acts.authors is None else post_counts(acts), range(n), dtype="Int64"
            ),
        }
    )
    # Accounts stand in order of their key, so a stable sort gives ties to the smaller key.
    table = table.sort_values(by, ascending=False, kind="stable", ignore_index=True)
    table["rank"] = np.arange(1, n + 1)
    return table[_COLUMNS]


def _h_index(acts: Acts) -> pd.Series[int]:
    n = len(acts.keys)
    objects = acts.object_ids()
    if objects is None:
        return pd.Series(pd.NA, index=range(n), dtype="Int64")
    (things,), words = encode([objects])
    known = things >= 0
    return pd.Series(h_index(acts.target[known], things[known], n, len(words)), dtype="Int64")
