"""The network of who amplifies whom, as a networkx graph with all that is known of nodes and edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import networkx as nx
import numpy as np
import pandas as pd

from reaction.errors import GraphError
from reaction.graph._acts import acts_of, keep_accounts
from reaction.graph._codes import NO_TIME, is_word, weighted_edges
from reaction.graph._profiles import CLEAR, profiles, targets_tagged
from reaction.graph._relations import RELATIONS
from reaction.graph.completeness import coverage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reaction.graph._acts import Acts
    from reaction.graph._codes import Edges, Ints

__all__ = ["DIRECTIONS", "amplification"]

Direction = Literal["amplifier_to_amplified", "flow"]
DIRECTIONS: tuple[Direction, ...] = ("amplifier_to_amplified", "flow")
_PLURALS = {"repost": "reposts", "quote": "quotes", "reply": "replies", "mention": "mentions"}


def amplification(
    data: pd.DataFrame,
    *,
    relations: Sequence[str] = ("repost",),
    min_weight: int = 1,
    direction: Direction = "amplifier_to_amplified",
) -> nx.DiGraph[str]:
    """Build the network of who amplifies whom.

    An edge ``a -> b`` says that account *a* reposted *b* (or quoted, answered, mentioned it: see `relations`);
    its weight counts how often. Acts upon oneself are dropped, and so are accounts without an edge.

    Parameters
    ----------
    data
        Posts, tagged or not, or the frame that :func:`interactions` returns (then nothing is known of accounts
        but their key and counts).
    relations
        Which relations count; reposts by default. With quotes in, the most attacked account becomes the most
        amplified.
    min_weight
        Drop edges lighter than this.
    direction
        ``"amplifier_to_amplified"``, or ``"flow"``: the same edges turned round, as information flows.

    Returns
    -------
    Directed graph; nodes are account keys, in order, edges in order of source and target. Attributes that
    aren't known are absent.

    - Nodes: ``platform``; ``amplified`` and ``amplifies`` (counts of acts over the kept edges, whatever the
      direction); from Posts the latest ``handle``, ``name``, ``followers``, ``employer`` and ``roles``
      (joined by commas; "no role declared" where looked for in vain), ``n_posts`` and, per tagged target,
      ``stance_<id>``: the stance of most of the account's own clear posts, ``unclear`` at a tie.
    - Edges: ``weight``; counts by relation (``reposts``, ``quotes``, ``replies``, ``mentions``); ``first`` and
      ``last`` (ISO 8601, UTC); from tagged Posts with quotes in, ``quotes_favor_<id>`` and
      ``quotes_against_<id>``.
    - Graph: ``direction``, ``relations``, ``min_weight``, ``n_posts``, ``n_accounts``, ``n_acts`` (counted by
      the edges), and what was left out: ``self_loops``, ``below_min_weight``, ``missing_author``,
      ``missing_target``, ``context`` (acts of each). ``coverage`` says how many of the platform's own count of
      reposts the data hold, where known.

    Raises
    ------
    MissingColumnError
        If `data` lacks a column.
    GraphError
        If a relation or direction is unknown, or `min_weight` is below 1.

    Examples
    --------
    >>> from reaction.schema import from_columns
    >>> posts = from_columns({
    ...     "platform": ["x", "x"], "post_id": ["1", "2"], "kind": ["original", "repost"],
    ...     "author_id": ["70", "80"], "repost_of_id": [None, "1"], "repost_of_author_id": [None, "70"]})
    >>> network = amplification(posts)
    >>> list(network.edges(data="weight"))
    [('x:80', 'x:70', 1)]
    """
    if direction not in DIRECTIONS:
        raise GraphError(f"Unknown direction {direction!r}. Directions: {', '.join(DIRECTIONS)}.")
    if min_weight < 1:
        raise GraphError(f"min_weight is {min_weight}, expected 1 or more.")
    acts = acts_of(data, relations, purpose="amplification").without_loops()
    acts, below = _drop_light(acts, min_weight)
    edges = weighted_edges(acts.source, acts.target, len(acts.keys))
    network: nx.DiGraph[str] = nx.DiGraph(
        direction=direction,
        relations=", ".join(acts.relations),
        min_weight=min_weight,
        **_counts(acts),
        below_min_weight=below,
    )
    network.add_nodes_from(zip(acts.keys, _records(_nodes(acts)), strict=True))
    source, target = acts.keys[edges.source], acts.keys[edges.target]
    ends = (source, target) if direction == "amplifier_to_amplified" else (target, source)
    network.add_edges_from(zip(*ends, _records(_edge_table(acts, edges)), strict=True))
    return network


def _drop_light(acts: Acts, min_weight: int) -> tuple[Acts, int]:
    if min_weight == 1:
        return acts, 0
    edges = weighted_edges(acts.source, acts.target, len(acts.keys))
    keep = edges.weight[edges.position(acts.source, acts.target)] >= min_weight
    return keep_accounts(acts, keep), int((~keep).sum())


def _counts(acts: Acts) -> dict[str, Any]:
    counts: dict[str, Any] = {"n_accounts": len(acts.keys), "n_acts": len(acts), **acts.left_out}
    if acts.authors is not None:
        counts["n_posts"] = int((~acts.frame["is_context"].to_numpy(dtype=np.bool_)).sum())
        if "repost" in acts.relations and (sentence := _coverage_sentence(acts.frame)):
            counts["coverage"] = sentence
    return counts


def _coverage_sentence(posts: pd.DataFrame) -> str:
    if "n_reposts" not in posts.columns:
        return ""
    table = coverage(posts, relations=("repost",))
    known = table[table["platform_count"].fillna(0) > 0]
    return "; ".join(
        f"{row.platform}: {row.observed_of_counted:,} of {row.platform_count:,} reposts"
        f" of {row.originals_counted:,} posts whose count is known"
        for row in known.itertuples()
    )


def _nodes(acts: Acts) -> pd.DataFrame:
    table = profiles(acts)
    n = len(acts.keys)
    table["amplified"] = np.bincount(acts.target, minlength=n).astype(np.int64)
    table["amplifies"] = np.bincount(acts.source, minlength=n).astype(np.int64)
    return table


def _edge_table(acts: Acts, edges: Edges) -> pd.DataFrame:
    n, place = len(edges.weight), edges.position(acts.source, acts.target)
    table = pd.DataFrame({"weight": edges.weight.astype(np.int64)})
    for relation in acts.relations:
        chosen = acts.relation == RELATIONS.index(relation)
        table[_PLURALS[relation]] = np.bincount(place[chosen], minlength=n).astype(np.int64)
    stamps = acts.times()
    last = np.full(n, NO_TIME)
    np.maximum.at(last, place, stamps)
    first = np.full(n, np.iinfo(np.int64).max)
    np.minimum.at(first, place, np.where(stamps == NO_TIME, np.iinfo(np.int64).max, stamps))
    table["first"] = _iso(np.where(last == NO_TIME, NO_TIME, first))
    table["last"] = _iso(last)
    if acts.authors is not None and "quote" in acts.relations:
        for name, counts in _quotes_by_stance(acts, place, n):
            table[name] = counts
    return table


def _iso(stamps: Ints) -> pd.Series[str]:
    moments = stamps.view("datetime64[us]")
    whole = np.datetime_as_string(moments.astype("datetime64[s]"))
    text = np.where(stamps % 1_000_000 == 0, whole, np.datetime_as_string(moments))
    return (pd.Series(text, dtype="str") + "Z").mask(pd.Series(stamps == NO_TIME))


def _quotes_by_stance(acts: Acts, place: Ints, n: int) -> Iterator[tuple[str, Ints]]:
    quotes = acts.relation == RELATIONS.index("quote")
    for target in targets_tagged(acts.frame):
        for label in CLEAR:
            chosen = quotes & is_word(acts.frame[f"stance_{target}"], label)[acts.row]
            yield f"quotes_{label}_{target}", np.bincount(place[chosen], minlength=n).astype(np.int64)


def _records(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield one dict of Python values per row, without what is unknown."""
    columns = {
        str(name): table[name].astype(object).where(table[name].notna(), None).tolist() for name in table
    }
    for values in zip(*columns.values(), strict=True):
        yield {name: value for name, value in zip(columns, values, strict=True) if value is not None}
