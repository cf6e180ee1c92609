"""Posts that name no target but answer, quote or repeat a post that does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    import pandas as pd

Ints = np.ndarray[Any, np.dtype[np.int64]]


def row_of(posts: pd.DataFrame, column: str) -> Ints:
    """Return the row of the post that each row refers to, on its own platform; -1 where it is not in the table."""
    found = np.full(len(posts), -1, dtype=np.int64)
    codes = posts["platform"].cat.codes.to_numpy()
    for code in np.unique(codes[codes >= 0]):
        rows = np.flatnonzero(codes == code)
        ids = _strings(posts["post_id"].iloc[rows])
        refs = _strings(posts[column].iloc[rows])
        place = pc.index_in(refs, value_set=ids, skip_nulls=True).fill_null(-1).to_numpy(zero_copy_only=False)
        found[rows] = np.where(place >= 0, rows[place], -1)
    return found


def _strings(values: pd.Series[Any]) -> pa.Array:
    array = pa.array(values)
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    return array.cast(pa.large_string())
