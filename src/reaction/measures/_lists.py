"""List columns taken apart into integer codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    Ints = np.ndarray[Any, np.dtype[np.int64]]


class Flat(NamedTuple):
    """The items of a list column: the position of each one's row, its code and the words behind codes."""

    places: Ints
    codes: Ints  # place in `words`
    words: list[str]
    sizes: Ints  # of each row's list; -1 where the list is null


def is_list(values: pd.Series[Any]) -> bool:
    """Tell whether a column holds lists."""
    dtype = values.dtype
    return isinstance(dtype, pd.ArrowDtype) and (
        pa.types.is_list(dtype.pyarrow_dtype) or pa.types.is_large_list(dtype.pyarrow_dtype)
    )


def flat(values: pd.Series[Any]) -> Flat:
    """Take a list column of text apart; null items are dropped."""
    lists = pa.array(values) if is_list(values) else pa.array(values, pa.list_(pa.string()))
    lists = lists.combine_chunks() if isinstance(lists, pa.ChunkedArray) else lists
    items = pc.list_flatten(lists).dictionary_encode()
    codes = items.indices.fill_null(-1).to_numpy().astype(np.int64)
    sizes = pc.fill_null(pc.list_value_length(lists), -1).to_numpy().astype(np.int64)
    # Not list_parent_indices: it counts items that lie hidden behind a null list, list_flatten does not.
    places = np.repeat(np.arange(len(lists)), np.maximum(sizes, 0))
    known = codes >= 0
    return Flat(places[known], codes[known], [str(word) for word in items.dictionary.to_pylist()], sizes)
