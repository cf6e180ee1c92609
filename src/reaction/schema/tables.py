"""Posts tables made: from columns, without rows, from several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

from reaction.errors import SchemaError
from reaction.schema._arrow import from_arrow
from reaction.schema.checks import require
from reaction.schema.columns import BY_NAME, COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reaction.schema.columns import Column

__all__ = ["concat", "empty", "from_columns"]


def from_columns(columns: Mapping[str, Sequence[Any] | pa.Array]) -> pd.DataFrame:
    """Build a Posts table from one sequence of values per column.

    Parameters
    ----------
    columns
        Values by column name, all of one length n. Timestamps may be timezone-aware datetimes or integers
        (microseconds since 1970, UTC). Columns that are left out are null (0 or False where null is not
        allowed). Names outside the schema raise.

    Returns
    -------
    Posts table of n rows with every column of the schema, in its order.

    Raises
    ------
    SchemaError
        If a name is unknown, lengths differ, or a value does not fit its column.

    Examples
    --------
    >>> posts = from_columns({"platform": ["x"], "post_id": ["20"], "kind": ["original"], "text": ["just"]})
    >>> posts[["post_id", "text"]].to_dict("records")
    [{'post_id': '20', 'text': 'just'}]
    """
    if unknown := sorted(set(columns) - set(BY_NAME)):
        raise SchemaError(f"The Posts table has no column {unknown[0]!r}. Its columns: {', '.join(BY_NAME)}.")
    if len({len(values) for values in columns.values()}) > 1:
        sizes = ", ".join(f"{name} {len(values):,}" for name, values in columns.items())
        raise SchemaError(f"Columns differ in length: {sizes}.")
    length = len(next(iter(columns.values()), ()))
    arrays = [_arrow_array(column, columns.get(column.name), length) for column in COLUMNS]
    return from_arrow(pa.table(arrays, names=list(BY_NAME)))


def _arrow_array(column: Column, values: Sequence[Any] | pa.Array | None, length: int) -> pa.Array:
    if values is None:
        if column.nullable:
            return pa.nulls(length, column.arrow)
        return pa.repeat(pa.scalar(0), length).cast(column.arrow)
    try:
        if isinstance(values, pa.Array | pa.ChunkedArray):
            return values.cast(column.arrow) if column.type != "category" else values
        if column.type == "category":
            return pa.array(values, pa.large_string()).dictionary_encode()
        return pa.array(values, column.arrow)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, OverflowError) as error:
        raise SchemaError(f"Column {column.name!r} takes {column.type} values: {error}.") from error


def empty() -> pd.DataFrame:
    """Return a Posts table without rows.

    Returns
    -------
    Posts table of 0 rows with every column of the schema.

    Examples
    --------
    >>> len(empty()), len(empty().columns) == len(COLUMNS)
    (0, True)
    """
    return from_columns({column.name: [] for column in COLUMNS})


def concat(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Join Posts tables, keeping the schema's dtypes.

    ``pandas.concat`` turns categories that differ into plain objects; this does not.

    Parameters
    ----------
    tables
        Posts tables. Columns beyond the schema are kept where all tables have them.

    Returns
    -------
    One Posts table with a fresh index. Keys are not checked.

    Raises
    ------
    SchemaError
        If a table lacks a column of the schema.

    Examples
    --------
    >>> len(concat([empty(), empty()]))
    0
    """
    frames = list(tables)
    if not frames:
        return empty()
    for frame in frames:
        require(frame, BY_NAME, purpose="concat")
    shared = [name for name in frames[0].columns if all(name in frame.columns for frame in frames)]
    joined: dict[str, pd.Series[Any]] = {}
    for name in [*BY_NAME, *(name for name in shared if name not in BY_NAME)]:
        parts = [frame[name] for frame in frames]
        if all(isinstance(part.dtype, pd.CategoricalDtype) for part in parts):
            joined[name] = _union(parts, BY_NAME.get(name))
        else:
            joined[name] = pd.concat(parts, ignore_index=True)
    return pd.DataFrame(joined, copy=False)


def _union(parts: Sequence[pd.Series[Any]], column: Column | None) -> pd.Series[Any]:
    if column is not None and column.categories is not None:
        words = list(column.categories)
    elif len({tuple(part.cat.categories) for part in parts}) == 1:
        words = list(parts[0].cat.categories)
    else:
        words = sorted({word for part in parts for word in part.cat.categories})
    dtype = pd.CategoricalDtype(words)
    return pd.concat([part.astype(dtype) for part in parts], ignore_index=True)
