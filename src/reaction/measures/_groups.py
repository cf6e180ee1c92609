"""Groups of posts by one or two columns; rows of a list column count in each of their groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reaction.errors import EstimateError
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


def is_list(values: pd.Series[Any]) -> bool:
    """Tell whether a column holds lists."""
    dtype = values.dtype
    return isinstance(dtype, pd.ArrowDtype) and (
        pa.types.is_list(dtype.pyarrow_dtype) or pa.types.is_large_list(dtype.pyarrow_dtype)
    )


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
    lists = pa.array(values)
    lists = lists.combine_chunks() if isinstance(lists, pa.ChunkedArray) else lists
    null_name, empty_name = _NULL_AND_EMPTY.get(str(values.name), ("unknown", "none"))
    flat = pc.list_flatten(lists).dictionary_encode()
    words = [str(word) for word in flat.dictionary.to_pylist()]
    names = [*sorted(words), empty_name, null_name]
    renumber = np.array([names.index(word) for word in words] + [len(names) - 1], dtype=np.int64)
    sizes = pc.fill_null(pc.list_value_length(lists), -1).to_numpy().astype(np.int64)
    empty, null = np.flatnonzero(sizes == 0), np.flatnonzero(sizes < 0)
    place = np.concatenate([pc.list_parent_indices(lists).to_numpy().astype(np.int64), empty, null])
    indices = flat.indices.fill_null(-1).to_numpy().astype(np.int64)
    codes = np.concatenate(
        [
            renumber[indices],
            np.full(len(empty), len(words), dtype=np.int64),
            np.full(len(null), len(words) + 1, dtype=np.int64),
        ]
    )
    # A word that a list repeats counts once.
    pairs = np.unique(place * len(names) + codes)
    place, codes = pairs // len(names), pairs % len(names)
    used = np.unique(codes)
    return place, np.searchsorted(used, codes), [names[code] for code in used]


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
