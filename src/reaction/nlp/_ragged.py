"""Lists of different lengths as flat Arrow arrays: built without Python lists of rows, joined without loops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Ints = np.ndarray[Any, np.dtype[np.int64]]

ENTITY = pa.struct(
    [
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("text", pa.string()),
        ("label", pa.string()),
        ("entity_id", pa.string()),
    ]
)
EVIDENCE = pa.struct(
    [
        ("layer", pa.string()),
        ("label", pa.string()),
        ("target", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("text", pa.string()),
        ("rule", pa.string()),
        ("weight", pa.float64()),
    ]
)


@dataclass(frozen=True)
class Ragged:
    """Values that belong to n owners: those of owner i are ``values[starts[i]:starts[i + 1]]``."""

    starts: Ints
    values: pa.Array

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def counts(self) -> Ints:
        """Return how many values each owner has."""
        return np.diff(self.starts)

    def take(self, owners: Ints) -> Ragged:
        """Return the values of other rows, each of which repeats an owner; -1 stands for none."""
        counts = np.where(owners >= 0, self.counts[owners] if len(self) else 0, 0)
        return Ragged(_starts(counts), self.values.take(pa.array(self._places(owners, counts))))

    def _places(self, owners: Ints, counts: Ints) -> Ints:
        starts = _starts(counts)
        first = np.repeat(self.starts[:-1][owners] if len(self) else np.zeros(len(owners), np.int64), counts)
        return np.asarray(np.arange(starts[-1]) - np.repeat(starts[:-1], counts) + first, dtype=np.int64)

    def to_arrow(self, mask: np.ndarray[Any, np.dtype[np.bool_]] | None = None) -> pa.ListArray:
        """Return one list per owner; null where `mask` says so (such an owner must have no values)."""
        offsets = pa.array(self.starts.astype(np.int32), mask=None)
        nulls = None if mask is None else pa.array(mask)
        return pa.ListArray.from_arrays(offsets, self.values, mask=nulls)


def _starts(counts: Ints) -> Ints:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def from_pairs(owners: Ints, values: pa.Array, n: int) -> Ragged:
    """Return the lists of n owners from values, each with its owner, in any order."""
    order = np.argsort(owners, kind="stable")
    counts = np.bincount(owners, minlength=n).astype(np.int64)
    return Ragged(_starts(counts), values.take(pa.array(order)))


def join(parts: Sequence[Ragged]) -> Ragged:
    """Return for each owner the values of all parts, part after part."""
    n = len(parts[0])
    owners = np.concatenate([np.repeat(np.arange(n), part.counts) for part in parts])
    return from_pairs(owners, pa.concat_arrays([part.values for part in parts]), n)


def stacked(parts: Sequence[Ragged]) -> Ragged:
    """Return the lists of the owners of all parts, part after part."""
    counts = np.concatenate([part.counts for part in parts])
    return Ragged(_starts(counts), pa.concat_arrays([part.values for part in parts]))


class Builder:
    """Collects lists of tuples, owner after owner, as Arrow chunks."""

    def __init__(self, kind: pa.DataType) -> None:
        self._kind = kind
        self._rows: list[Any] = []
        self._counts: list[int] = []
        self._chunks: list[pa.Array] = []
        self._all_counts: list[Ints] = []

    def add(self, rows: Iterable[Any]) -> None:
        """Add the values of the next owner."""
        before = len(self._rows)
        self._rows.extend(rows)
        self._counts.append(len(self._rows) - before)

    def flush(self) -> None:
        """Move what was added into Arrow."""
        self._chunks.append(flat(self._rows, self._kind))
        self._all_counts.append(np.array(self._counts, dtype=np.int64))
        self._rows, self._counts = [], []

    def finish(self) -> Ragged:
        """Return everything that was added."""
        self.flush()
        return Ragged(_starts(np.concatenate(self._all_counts)), pa.concat_arrays(self._chunks))


def flat(rows: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Return tuples as one Arrow array of structs, or values as one array."""
    if not pa.types.is_struct(kind):
        return pa.array(rows, kind)
    columns: Any = zip(*rows, strict=True) if rows else [()] * kind.num_fields
    arrays = [pa.array(column, kind.field(i).type) for i, column in enumerate(columns)]
    return pa.StructArray.from_arrays(arrays, fields=list(kind))
