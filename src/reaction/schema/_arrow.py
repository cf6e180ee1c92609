"""Arrow columns as pandas columns of the Posts table's dtypes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from reaction.errors import SchemaError
from reaction.schema.columns import BY_NAME, pandas_dtype

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reaction.schema.columns import Column


def from_arrow(table: pa.Table, extra: Mapping[str, Any] | None = None) -> pd.DataFrame:
    """Turn an Arrow table into a Posts table.

    Parameters
    ----------
    table
        Columns of the schema, and others.
    extra
        For other columns, the pandas dtype they had, as :func:`reaction.schema.write_posts` notes it.

    Returns
    -------
    Posts table.
    """
    extra = extra or {}
    return pd.DataFrame(
        {
            name: _series(table.column(name), BY_NAME.get(name), extra.get(name))
            for name in table.column_names
        },
        copy=False,
    )


def _series(values: pa.ChunkedArray, column: Column | None, stored: Any) -> pd.Series[Any]:
    if column is None:
        return _extra_series(values, stored)
    if column.type == "category":
        return _categorical(values, column.categories)
    dtype = column.dtype
    if column.type in {"bool", "int64"}:
        return pd.Series(values.combine_chunks().to_numpy(zero_copy_only=False), dtype=dtype)
    if column.type == "timestamp":
        return pd.Series(values.cast(column.arrow).to_pandas())
    return pd.Series(_extension_array(values.cast(column.arrow), dtype))


def _extension_array(values: pa.ChunkedArray, dtype: Any) -> Any:
    return dtype.__from_arrow__(values)


def _categorical(values: pa.ChunkedArray, categories: Sequence[str] | None) -> pd.Series[Any]:
    if not pa.types.is_dictionary(values.type):
        values = values.cast(pa.large_string()).dictionary_encode()
    found = values.combine_chunks()
    if isinstance(found, pa.ChunkedArray):  # pyarrow keeps several chunks when dictionaries differ
        found = found.unify_dictionaries().combine_chunks()
    words = found.dictionary.to_pylist()
    codes = found.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    used = sorted(set(words)) if categories is None else list(categories)
    place = {word: i for i, word in enumerate(used)}
    if strange := [word for word in words if word not in place]:
        raise SchemaError(f"{strange[0]!r} is not one of {', '.join(used)}.")
    renumber = np.array([place[word] for word in words] + [-1], dtype=np.int64)
    return pd.Series(pd.Categorical.from_codes(renumber[codes], categories=pd.Index(used, dtype="str")))


def _extra_series(values: pa.ChunkedArray, stored: Mapping[str, Any] | None) -> pd.Series[Any]:
    if stored is None or stored["dtype"] == "arrow":
        return pd.Series(_extension_array(values, pd.ArrowDtype(values.type)))
    if stored["dtype"] == "category":
        return _categorical(values, stored["categories"])
    if stored["dtype"] == "str":
        return pd.Series(_extension_array(values.cast(pa.large_string()), pandas_dtype("string")))
    return pd.Series(values.to_pandas()).astype(stored["dtype"])
