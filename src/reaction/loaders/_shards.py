"""Which shard of the data a post belongs to: a number that its id alone decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = ["parted", "shards_of"]

# The end of an id tells posts apart; its beginning is often a time or the name of a place.
_CHARACTERS = 12
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


def shards_of(ids: pa.Array | pa.ChunkedArray, n_shards: int) -> NDArray[np.int64]:
    """Give each id the number of its shard.

    Parameters
    ----------
    ids
        Ids as large strings, none null.
    n_shards
        How many shards there are.

    Returns
    -------
    Numbers from 0 to `n_shards` - 1, the same for the same id on every machine.

    Examples
    --------
    >>> shards_of(pa.array(["20", "21", "20"], pa.large_string()), 64).tolist()
    [41, 5, 41]
    """
    if n_shards == 1:
        return np.zeros(len(ids), dtype=np.int64)
    array = ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else ids
    _, offsets, data = array.buffers()
    bounds = np.frombuffer(offsets, dtype=np.int64)[array.offset : array.offset + len(array) + 1]
    letters = np.frombuffer(data, dtype=np.uint8) if data is not None else np.zeros(0, dtype=np.uint8)
    starts, ends = bounds[:-1], bounds[1:]
    code = np.zeros(len(array), dtype=np.uint64)
    for back in range(1, _CHARACTERS + 1):
        place = ends - back
        inside = place >= starts
        letter = np.where(inside, letters[np.maximum(place, 0)] if len(letters) else 0, 0).astype(np.uint64)
        code = (code ^ letter) * _FACTOR
        code ^= code >> np.uint64(29)
    return (code % np.uint64(n_shards)).astype(np.int64)


def parted(table: pa.Table, labels: NDArray[np.int64]) -> Iterator[tuple[int, pa.Table]]:
    """Part a table by labels, keeping the order of rows within each.

    Parameters
    ----------
    table
        Table of n rows.
    labels
        A label per row.

    Yields
    ------
    Each label with its rows.
    """
    if not len(labels):
        return
    if labels.min() == labels.max():
        yield int(labels[0]), table
        return
    order = np.argsort(labels, kind="stable")
    ordered = labels[order]
    rows = table.take(pa.array(order))
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    for start, end in zip(starts, [*starts[1:], len(ordered)], strict=True):
        yield int(ordered[start]), rows.slice(int(start), int(end - start))
