"""Cascades: the trees of reposts, replies or quotes that grew from a post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reaction.errors import GraphError
from reaction.graph._codes import NO_TIME, as_text, pairs, runs, timestamps
from reaction.graph._forest import breadth, grow, loop_members, structural_virality
from reaction.graph._nodes import nodes_of_frame, nodes_of_posts
from reaction.graph._relations import REFERENCES

if TYPE_CHECKING:
    from reaction.graph._codes import Ints
    from reaction.graph._forest import Forest
    from reaction.graph._nodes import Nodes

__all__ = ["cascades"]

_STRUCTURES = ("observed", "root-credited", "loop cut")


def cascades(
    data: pd.DataFrame,
    *,
    relation: Literal["repost", "reply", "quote"] = "repost",
    min_size: int = 1,
    settle: str | pd.Timedelta = "1D",
) -> pd.DataFrame:
    """Measure the trees that grew from posts.

    Platforms credit a repost to the original, whoever showed it to the reposter: repost trees are stars
    (``structure`` "root-credited", not reconstructed), whose structural virality is below 2 by construction.

    What is in a tree:

    - Of Posts: for reposts every post, for replies and quotes every post but reposts. A context row, or a post
      known by its id alone, can only be the root: what *it* answers is not followed. A repost that doesn't say
      of what is in no tree.
    - A parent that isn't in the data is the root of a tree by its id (``root_in_data`` False) and counts in its
      size.
    - A loop of parents, or a post that is its own parent, is cut above its earliest post (``structure`` "loop
      cut").
    - A post older than its parent stays where it is and is counted in ``n_before_parent``.

    Parameters
    ----------
    data
        Posts, or any frame of n rows with ``post_id, parent_id, created_at`` and, if wanted, ``author_id``
        (text; ``parent_id`` is null for roots).
    relation
        Which references make the trees of Posts: ``repost``, ``reply`` or ``quote``. Not used for other frames.
    min_size
        Leave out smaller trees. 1 keeps the posts that nobody took up, which the share of large cascades needs;
        2 keeps those that spread.
    settle
        A tree whose last post is closer than this to the last post of the data (of the platform) is censored.

    Returns
    -------
    One row per tree, by falling size, then platform and root:

    - ``root_id``, ``platform`` and ``relation`` (null for other frames), ``root_author`` (account key, or
      ``author_id``; null where unknown);
    - ``size`` (posts, root included), ``n_accounts`` (known ones among them), ``depth`` (steps from the root to
      the deepest post), ``max_breadth`` (most posts at one depth);
    - ``structural_virality``: mean distance between two posts (Goel, Anderson, Hofman and Watts 2016); null for
      a tree of one;
    - ``first``, ``last`` (of the posts whose time is known), ``duration`` (between them);
    - ``structure`` ("observed", "root-credited" or "loop cut"), ``root_in_data``, ``n_before_parent``;
    - ``censored``: may have gone on after the data end; null where no time is known.

    Raises
    ------
    MissingColumnError
        If `data` lacks a column.
    GraphError
        If the relation is unknown, a post stands in two rows, or a time can't be read.

    Examples
    --------
    >>> chain = pd.DataFrame({"post_id": ["a", "b", "c"], "parent_id": [None, "a", "b"],
    ...                       "created_at": pd.to_datetime(["2018-06-17", "2018-06-18", "2018-06-19"])})
    >>> cascades(chain)[["root_id", "size", "depth", "structural_virality"]].values.tolist()
    [['a', 3, 2, 1.3333333333333333]]
    """
    if min_size < 1:
        raise GraphError(f"min_size is {min_size}, expected 1 or more.")
    if relation not in REFERENCES:
        raise GraphError(f"No trees of {relation!r}. Relations of cascades: {', '.join(REFERENCES)}.")
    columns = data.columns if isinstance(data, pd.DataFrame) else ()
    if "parent_id" in columns and f"{REFERENCES[relation]}_id" not in columns:
        nodes = nodes_of_frame(data)
    else:
        nodes = nodes_of_posts(data, relation)
    forest = grow(nodes.parent, _loop_ages(nodes))
    roots = np.flatnonzero((forest.parent < 0) & (forest.subtree >= min_size))
    return _in_order(_table(nodes, forest, roots, pd.Timedelta(settle)))


def _loop_ages(nodes: Nodes) -> Ints:
    """Rank the members of loops by time, then id; unknown times come last. Other nodes get 0."""
    members = loop_members(nodes.parent)
    stamp = nodes.stamp[members]
    late = np.where(stamp == NO_TIME, np.iinfo(np.int64).max, stamp)
    table = pa.table({"time": late, "id": nodes.ids.take(pa.array(members))})
    order = pc.sort_indices(table, [("time", "ascending"), ("id", "ascending")]).to_numpy()
    age = np.zeros(len(nodes.ids), dtype=np.int64)
    age[members[order]] = np.arange(len(members))
    return age


def _table(nodes: Nodes, forest: Forest, roots: Ints, settle: pd.Timedelta) -> pd.DataFrame:
    n = len(roots)
    first, last = _span(nodes, forest)
    end = nodes.end[nodes.platform[roots]]
    untimed = pd.Series(last[roots] == NO_TIME)
    open_end = end - last[roots] < settle.value // 1_000
    platforms = sorted(nodes.platforms.to_pylist())
    place = np.array([platforms.index(name) for name in nodes.platforms.to_pylist()] + [-1])
    return pd.DataFrame(
        {
            "root_id": pd.Series(as_text(nodes.ids.take(pa.array(roots)))),
            "platform": pd.Categorical.from_codes(
                place[nodes.platform[roots]], categories=pd.Index(platforms, dtype="str")
            ),
            "relation": pd.Categorical([nodes.relation] * n, categories=list(REFERENCES)),
            "root_author": pd.Series(as_text(nodes.author_names(roots))),
            "size": forest.subtree[roots],
            "n_accounts": _accounts(nodes, forest)[roots],
            "depth": _deepest(forest)[roots],
            "max_breadth": breadth(forest)[roots],
            "structural_virality": structural_virality(forest)[roots],
            "first": timestamps(first[roots]),
            "last": timestamps(last[roots]),
            "duration": timestamps(last[roots]) - timestamps(first[roots]),
            "structure": _structure(nodes, forest)[roots],
            "root_in_data": nodes.in_data[roots],
            "n_before_parent": _before_parent(nodes, forest)[roots],
            "censored": pd.Series(open_end, dtype="boolean").mask(untimed),
        }
    )


def _span(nodes: Nodes, forest: Forest) -> tuple[Ints, Ints]:
    latest = np.full(len(nodes.ids), NO_TIME)
    np.maximum.at(latest, forest.root, nodes.stamp)
    never = np.iinfo(np.int64).max
    earliest = np.full(len(nodes.ids), never)
    np.minimum.at(earliest, forest.root, np.where(nodes.stamp == NO_TIME, never, nodes.stamp))
    return np.where(earliest == never, NO_TIME, earliest), latest


def _accounts(nodes: Nodes, forest: Forest) -> Ints:
    known = nodes.author >= 0
    most = int(nodes.author.max(initial=0)) + 1
    keys = np.sort(pairs(forest.root[known], nodes.author[known], most))
    starts, _ = runs(keys)
    return np.bincount(keys[starts] // most, minlength=len(nodes.ids)).astype(np.int64)


def _deepest(forest: Forest) -> Ints:
    deepest = np.zeros(len(forest.root), dtype=np.int64)
    np.maximum.at(deepest, forest.root, forest.depth)
    return deepest


def _before_parent(nodes: Nodes, forest: Forest) -> Ints:
    above = nodes.stamp[forest.parent]
    early = (forest.parent >= 0) & (nodes.stamp != NO_TIME) & (above != NO_TIME) & (nodes.stamp < above)
    return np.bincount(forest.root[early], minlength=len(nodes.ids)).astype(np.int64)


def _structure(nodes: Nodes, forest: Forest) -> pd.Categorical[str]:
    codes = np.zeros(len(nodes.ids), dtype=np.int64)
    if nodes.relation == "repost":
        codes[_deepest(forest) <= 1] = _STRUCTURES.index("root-credited")
    codes[forest.cut] = _STRUCTURES.index("loop cut")
    return pd.Categorical.from_codes(codes, categories=pd.Index(_STRUCTURES))


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Sort by falling size, then platform and root id."""
    keys = pa.table(
        {
            "size": table["size"].to_numpy(),
            "platform": table["platform"].cat.codes.to_numpy(),
            "root_id": pa.array(table["root_id"]),
        }
    )
    order = pc.sort_indices(
        keys, [("size", "descending"), ("platform", "ascending"), ("root_id", "ascending")]
    )
    return table.take(order.to_numpy()).reset_index(drop=True)
