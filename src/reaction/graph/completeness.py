"""How much of the acts the data hold: missing accounts, context rows, and the platform's own counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reaction.graph._codes import distinct, encode, text_column
from reaction.graph._relations import REFERENCES, RELATIONS, check_relations, find_acts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from reaction.graph._codes import Bools, Ints
    from reaction.graph._relations import Found

__all__ = ["coverage"]

# What a platform doesn't have, so that nothing observed says nothing.
_IMPOSSIBLE = {"reddit": {"repost", "quote"}, "youtube": {"repost", "quote"}}
_PLATFORM_COUNTS = {"repost": "n_reposts", "quote": "n_quotes", "reply": "n_replies"}


def coverage(posts: pd.DataFrame, *, relations: Sequence[str] = RELATIONS) -> pd.DataFrame:
    """Say how much of each relation the data hold.

    Parameters
    ----------
    posts
        Posts table, best loaded with ``context=True``: referenced posts carry the platform's counts.
    relations
        Which of ``repost, quote, reply, mention`` to report.

    Returns
    -------
    One row per platform and relation. Counts of acts: ``acts`` (in rows that aren't context), of which
    ``used`` (in :func:`interactions`), ``missing_author`` and ``missing_target`` (of those with an author), of
    which ``target_deleted`` (the loader knows that the target was deleted or withheld); ``context`` (acts of
    context rows, left out).

    Against the platform's own counts, for reposts, quotes and replies: ``originals`` (distinct posts acted
    upon), ``originals_counted`` (those whose count is known, context rows included), ``observed_of_counted``
    (acts upon these), ``platform_count`` (the platform's counts of these, summed) and ``share`` (the ratio; it
    can exceed 1 where counts are older than the acts).

    Everything is null where the platform doesn't have the relation, and platform counts are null where none is
    known: null is never zero.

    Raises
    ------
    MissingColumnError
        If `posts` lacks a column.
    GraphError
        If a relation is unknown or none is given.

    Examples
    --------
    >>> from reaction.schema import from_columns
    >>> posts = from_columns({
    ...     "platform": ["x", "x"], "post_id": ["1", "2"], "kind": ["original", "repost"],
    ...     "n_reposts": [40, None], "author_id": ["70", "80"], "repost_of_id": [None, "1"],
    ...     "repost_of_author_id": [None, "70"]})
    >>> coverage(posts, relations=("repost",))[["acts", "used", "platform_count", "share"]].values.tolist()
    [[1, 1, 40, 0.025]]
    """
    relations = check_relations(relations)
    found = find_acts(posts, relations, purpose="coverage")
    names = found.accounts.platforms.to_pylist()
    rows = []
    for relation in relations:
        objects = _objects(posts, relation) if relation in REFERENCES else None
        rows += [
            {"platform": names[code], "relation": relation, **_cell(posts, found, code, relation, objects)}
            for code in distinct(found.accounts.platform)
        ]
    return _typed(pd.DataFrame(rows, columns=["platform", "relation", *_COUNTS, "share"]))


_COUNTS = (
    "acts",
    "used",
    "missing_author",
    "missing_target",
    "target_deleted",
    "context",
    "originals",
    "originals_counted",
    "observed_of_counted",
    "platform_count",
)


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    types: dict[str, Any] = dict.fromkeys(_COUNTS, "Int64") | {"share": "float64"}
    types["platform"] = pd.CategoricalDtype(pd.Index(sorted(set(table["platform"])), dtype="str"))
    types["relation"] = pd.CategoricalDtype(list(RELATIONS))
    return table.sort_values(["platform", "relation"], key=_order, ignore_index=True).astype(types)


def _order(column: pd.Series[Any]) -> pd.Series[Any]:
    return column.map(RELATIONS.index) if column.name == "relation" else column


@dataclass(frozen=True)
class _Objects:
    """Posts and the posts that they act upon, by one set of codes."""

    own: Ints
    upon: Ints
    n: int
    counts: Ints


def _objects(posts: pd.DataFrame, relation: str) -> _Objects:
    columns = [text_column(posts, "post_id"), text_column(posts, f"{REFERENCES[relation]}_id")]
    (own, upon), words = encode(columns)
    name = _PLATFORM_COUNTS[relation]
    known = name in posts.columns
    counts = posts[name].to_numpy(np.int64, na_value=-1) if known else np.full(len(posts), -1, dtype=np.int64)
    return _Objects(own, upon, len(words), counts)


def _cell(
    posts: pd.DataFrame, found: Found, platform: int, relation: str, objects: _Objects | None
) -> dict[str, float]:
    here = found.relation == RELATIONS.index(relation)
    here &= found.accounts.platform[found.row] == platform
    if not here.any() and relation in _IMPOSSIBLE.get(found.accounts.platforms[platform].as_py(), ()):
        return {}
    own = here & ~found.context
    author, target = own & (found.source >= 0), found.target >= 0
    counts: dict[str, float] = {
        "acts": int(own.sum()),
        "used": int((author & target).sum()),
        "missing_author": int((own & ~author).sum()),
        "missing_target": int((author & ~target).sum()),
        "context": int((here & found.context).sum()),
    }
    if objects is not None:
        gone = _deleted(posts)[found.row]
        counts["target_deleted"] = int((author & ~target & gone).sum())
        counts |= _against_platform(objects, found.row[own], found.accounts.platform == platform)
    return counts


def _deleted(posts: pd.DataFrame) -> Bools:
    if "ref_status" not in posts.columns:
        return np.zeros(len(posts), dtype=np.bool_)
    return posts["ref_status"].isin(["deleted", "withheld"]).to_numpy()


def _against_platform(objects: _Objects, rows: Ints, here: Bools) -> dict[str, float]:
    """Compare the acts of some rows with the platform's counts on the posts acted upon."""
    upon = objects.upon[rows]
    acts = np.bincount(upon[upon >= 0], minlength=objects.n)
    counted = np.full(objects.n, -1, dtype=np.int64)
    known = here & (objects.counts >= 0) & (objects.own >= 0)
    counted[objects.own[known]] = objects.counts[known]
    compared = (acts > 0) & (counted >= 0)
    result: dict[str, float] = {
        "originals": int(np.count_nonzero(acts)),
        "originals_counted": int(compared.sum()),
    }
    if compared.any():
        total, seen = int(counted[compared].sum()), int(acts[compared].sum())
        result |= {"observed_of_counted": seen, "platform_count": total}
        if total:
            result["share"] = seen / total
    return result
