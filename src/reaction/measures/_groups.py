"""Groups of posts by one or two columns; rows of a list column count in each of their groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from reaction.errors import EstimateError
from reaction.measures._lists import flat, is_list
from reaction.schema import require

if TYPE_CHECKING:
    from collections.abc import Sequence

    Ints = np.ndarray[Any, np.dtype[np.int64]]

# What an unknown and an empty list are called in print.
_NULL_AND_EMPTY = {
    "author_roles": ("not judged", "no role declared"),
    "acts": ("not analysed", "no act"),
}


@dataclass(frozen=True)
class Groups:
    """Pairs of a row and a group (k pairs), and one row of names per group, in order."""

    rows: Ints
    codes: Ints
    names: pd.DataFrame

    def __len__(self) -> int:
        return len(self.names)


def groups(
    table: pd.DataFrame,
    by: str | Sequence[str] | None,
    rows: Ints,
    *,
    purpose: str,
    reserved: Sequence[str] = (),
) -> Groups:
    """Return the groups of some rows of a table."""
    columns = [] if by is None else [by] if isinstance(by, str) else list(by)
    if len(columns) > 2 or len(set(columns)) != len(columns):
        raise EstimateError(f"by takes one column, or two that differ, not {by!r}.")
    require(table, columns, purpose=purpose)
    if clash := [name for name in columns if name in reserved]:
        raise EstimateError(f"by can't be {clash[0]!r}: the result has a column of that name.")
    if not columns:
        return Groups(rows, np.zeros(len(rows), dtype=np.int64), pd.DataFrame(index=range(1)))
    first = _by_one(table[columns[0]], rows)
    return first if len(columns) == 1 else _cross(first, _by_one(table[columns[1]], rows))


def _by_one(column: pd.Series[Any], rows: Ints) -> Groups:
    values = column.iloc[rows]
    if is_list(values):
        place, found, words = _by_list(values)
        return Groups(rows[place], found, pd.DataFrame({column.name: pd.Series(words, dtype="str")}))
    try:
        categorical = pd.Categorical(values).remove_unused_categories()
    except TypeError as error:
        raise EstimateError(f"by can't be {column.name!r}: its values can't be grouped ({error}).") from error
    codes = categorical.codes.astype(np.int64)
    names = pd.Series(categorical.categories.array, name=column.name)
    if (codes < 0).any():
        codes = np.where(codes < 0, len(names), codes)
        names = names.reindex(range(len(names) + 1))
    return Groups(rows, codes, names.to_frame())


def _by_list(values: pd.Series[Any]) -> tuple[Ints, Ints, list[str]]:
    null_name, empty_name = _NULL_AND_EMPTY.get(str(values.name), ("unknown", "none"))
    found = flat(values)
    order = np.argsort(found.words, kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    names = [*(found.words[i] for i in order), empty_name, null_name]
    filled = np.zeros(len(values), dtype=bool)
    filled[found.places] = True
    rest = np.flatnonzero(~filled)
    rest_codes = np.where(found.sizes[rest] < 0, len(names) - 1, len(names) - 2)
    # A word that a list repeats counts once.
    codes = np.concatenate([rank[found.codes], rest_codes])
    pairs = np.sort(pd.unique(np.concatenate([found.places, rest]) * len(names) + codes))
    places, codes = pairs // len(names), pairs % len(names)
    used = np.sort(pd.unique(codes))
    return places, np.searchsorted(used, codes), [names[code] for code in used]


def _cross(first: Groups, second: Groups) -> Groups:
    """Return every pair of groups that occurs."""
    left = pd.DataFrame({"row": first.rows, "left": first.codes})
    right = pd.DataFrame({"row": second.rows, "right": second.codes})
    pairs = left.merge(right, on="row")
    combined = pairs["left"].to_numpy() * len(second) + pairs["right"].to_numpy()
    used, codes = np.unique(combined, return_inverse=True)
    names = pd.concat(
        [
            first.names.iloc[used // len(second)].reset_index(drop=True),
            second.names.iloc[used % len(second)].reset_index(drop=True),
        ],
        axis=1,
    )
    return Groups(pairs["row"].to_numpy(), codes.astype(np.int64), names)
