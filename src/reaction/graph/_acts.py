"""Acts between accounts as integers, read from Posts, from interactions or from edges."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reaction.errors import GraphError, SchemaError
from reaction.graph._codes import as_text, category_codes, encode, text_column, times
from reaction.graph._relations import REFERENCES, RELATIONS, check_relations, find_acts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reaction.graph._codes import Bools, Floats, Ints


@dataclass(frozen=True)
class Acts:
    """Acts between known accounts, as integers: what every measure of this package computes on.

    Parameters
    ----------
    keys
        Account keys, sorted; accounts are coded by their place here.
    source, target
        Account codes per act, in order of row, then relation.
    relation
        Place in RELATIONS per act; -1 for edges of unknown relation.
    row
        Row in `frame` per act.
    frame
        The table that they were read from.
    relations
        The relations looked for; empty for edges of unknown relation.
    authors
        Account code of the author of every row of a Posts table (-1: not among `keys`); None elsewhere.
    left_out
        Counts of acts that were left out, by reason.
    weight
        Weight per act, where edges came with one.
    """

    keys: pd.Index[str]
    source: Ints
    target: Ints
    relation: Ints
    row: Ints
    frame: pd.DataFrame
    relations: tuple[str, ...]
    authors: Ints | None = None
    left_out: dict[str, int] = field(default_factory=dict)
    weight: Floats | None = None

    def __len__(self) -> int:
        return len(self.row)

    def post_ids(self) -> pa.ChunkedArray:
        """Return the id of the acting post per act."""
        return text_column(self.frame, "post_id").take(pa.array(self.row))

    def object_ids(self) -> pa.ChunkedArray | None:
        """Return the id of the post acted upon (null for mentions), or None where the table can't say."""
        if self.authors is None:
            has = "object_id" in self.frame.columns
            return text_column(self.frame, "object_id").take(pa.array(self.row)) if has else None
        parts, places = [], []
        for relation in self.relations:
            place = np.flatnonzero(self.relation == RELATIONS.index(relation))
            places.append(place)
            if relation == "mention":
                parts.append(pa.nulls(len(place), pa.large_string()))
            else:
                column = text_column(self.frame, f"{REFERENCES[relation]}_id")
                parts += column.take(pa.array(self.row[place])).chunks
        joined = pa.chunked_array(parts, type=pa.large_string())
        return joined if len(places) == 1 else joined.take(pa.array(np.argsort(np.concatenate(places))))

    def referring(self) -> dict[str, tuple[Ints, Ints]]:
        """Return rows and target accounts of the acts that refer to a post, by the prefix of their columns."""
        found = {}
        for relation in self.relations:
            if relation in REFERENCES:
                place = np.flatnonzero(self.relation == RELATIONS.index(relation))
                found[REFERENCES[relation]] = (self.row[place], self.target[place])
        return found

    def times(self) -> Ints:
        """Return when each act was made, in microseconds since 1970."""
        return times(self.frame["created_at"])[self.row]

    def without_loops(self) -> Acts:
        """Return the acts whose two accounts differ, and count the others under ``self_loops``."""
        keep = self.source != self.target
        kept = keep_accounts(self, keep)
        return _replace(kept, left_out={**self.left_out, "self_loops": int((~keep).sum())})


def _replace(acts: Acts, **changes: object) -> Acts:
    return Acts(**{**{name: getattr(acts, name) for name in acts.__dataclass_fields__}, **changes})


def keep_accounts(acts: Acts, keep: Bools) -> Acts:
    """Return some of the acts, with only the accounts that they join."""
    return acts if keep.all() else _drop_unused(acts, keep)


def _drop_unused(acts: Acts, keep: Bools) -> Acts:
    source, target = acts.source[keep], acts.target[keep]
    seen = np.zeros(len(acts.keys) + 1, dtype=np.bool_)
    seen[source] = seen[target] = True
    used = np.flatnonzero(seen)
    place = np.full(len(acts.keys) + 1, -1, dtype=np.int64)
    place[used] = np.arange(len(used))
    return _replace(
        acts,
        keys=acts.keys[used],
        source=place[source],
        target=place[target],
        relation=acts.relation[keep],
        row=acts.row[keep],
        authors=None if acts.authors is None else place[acts.authors],
        weight=None if acts.weight is None else acts.weight[keep],
    )


def acts_of(data: pd.DataFrame, relations: Sequence[str], *, purpose: str, edges: bool = False) -> Acts:
    """Read acts from Posts, from interactions or, where `edges` allows it, from any ``source, target`` frame."""
    relations = check_relations(relations)
    if isinstance(data, pd.DataFrame) and {"source", "target"} <= set(data.columns):
        if {"relation", "post_id", "created_at"} <= set(data.columns):
            return _acts_of_interactions(data, relations)
        if edges:
            return _acts_of_edges(data)
        raise GraphError(
            f"{purpose} takes Posts or the frame that interactions(posts) returns; "
            "these edges lack relation, post_id or created_at."
        )
    return acts_of_posts(data, relations, purpose=purpose)


def acts_of_posts(posts: pd.DataFrame, relations: tuple[str, ...], *, purpose: str) -> Acts:
    """Read the acts of a Posts table between known accounts, context rows aside."""
    found = find_acts(posts, relations, purpose=purpose)
    own = ~found.context
    keep = np.flatnonzero(own & (found.source >= 0) & (found.target >= 0))
    if len(relations) > 1:
        keep = keep[np.argsort(found.row[keep], kind="stable")]
    source, target = found.source[keep], found.target[keep]
    keys, place = found.accounts.sorted_keys(np.concatenate([source, target]))
    return Acts(
        keys=keys,
        source=place[source],
        target=place[target],
        relation=found.relation[keep],
        row=found.row[keep],
        frame=posts,
        relations=relations,
        authors=place[found.accounts.role["author"]],
        left_out={
            "context": int(found.context.sum()),
            "missing_author": int((own & (found.source < 0)).sum()),
            "missing_target": int((own & (found.source >= 0) & (found.target < 0)).sum()),
        },
    )


def _acts_of_interactions(frame: pd.DataFrame, relations: tuple[str, ...]) -> Acts:
    codes, words = category_codes(frame["relation"])
    names = words.to_pylist()
    number = np.array([RELATIONS.index(word) if word in RELATIONS else -1 for word in names] + [-1])
    relation = number[codes]
    wanted = np.isin(relation, [RELATIONS.index(word) for word in relations])
    return _from_columns(frame, relation, wanted, relations)


def _acts_of_edges(frame: pd.DataFrame) -> Acts:
    relation = np.full(len(frame), -1, dtype=np.int64)
    acts = _from_columns(frame, relation, np.ones(len(frame), dtype=np.bool_), ())
    if "weight" not in frame.columns:
        return acts
    weight = pd.to_numeric(frame["weight"]).to_numpy(np.float64, na_value=np.nan)[acts.row]
    if not (np.isfinite(weight) & (weight > 0)).all():
        raise GraphError("Column 'weight' must hold positive, finite numbers; filter the other edges first.")
    return _replace(acts, weight=weight)


def _from_columns(frame: pd.DataFrame, relation: Ints, wanted: Bools, relations: tuple[str, ...]) -> Acts:
    source, target, words = _shared_codes(frame)
    rows = np.flatnonzero(wanted & (source >= 0) & (target >= 0))
    order = pc.sort_indices(words).to_numpy()
    place = np.empty(len(order) + 1, dtype=np.int64)
    place[order] = np.arange(len(order))
    acts = Acts(
        keys=pd.Index(as_text(words.take(pa.array(order)))),
        source=place[source[rows]],
        target=place[target[rows]],
        relation=relation[rows],
        row=rows,
        frame=frame,
        relations=relations,
        left_out={
            "missing_author": int((wanted & (source < 0)).sum()),
            "missing_target": int((wanted & (source >= 0) & (target < 0)).sum()),
        },
    )
    return _drop_unused(acts, np.ones(len(rows), dtype=np.bool_))


def _shared_codes(frame: pd.DataFrame) -> tuple[Ints, Ints, pa.Array]:
    coded = []
    for name in ("source", "target"):
        if pd.api.types.is_float_dtype(frame[name].dtype) and frame[name].notna().any():
            raise SchemaError(
                f"Column {name!r} holds {frame[name].dtype}: ids must be text, numbers lose digits."
            )
        coded.append(category_codes(frame[name]))
    (source, source_words), (target, target_words) = coded
    if source_words.equals(target_words):
        return source, target, source_words
    places, words = encode([pa.chunked_array([source_words]), pa.chunked_array([target_words])])
    renumber = [np.append(place, -1) for place in places]
    return renumber[0][source], renumber[1][target], words
