"""Integer codes beneath every graph measure: text as codes, weighted edges, PageRank, h-index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

from reaction.errors import GraphError, SchemaError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Ints: TypeAlias = npt.NDArray[np.int64]
    Floats: TypeAlias = npt.NDArray[np.float64]
    Bools: TypeAlias = npt.NDArray[np.bool_]

TEXT = pd.StringDtype("pyarrow", na_value=np.nan)
NO_TIME = np.iinfo(np.int64).min


def text_column(frame: pd.DataFrame, name: str) -> pa.ChunkedArray:
    """Return a column of text as Arrow; refuse numbers, which lose digits of ids."""
    column = frame[name]
    if pd.api.types.is_numeric_dtype(column.dtype) and not column.isna().all():
        raise SchemaError(f"Column {name!r} holds {column.dtype}: ids must be text, numbers lose digits.")
    values = pa.array(column, from_pandas=True)
    if not isinstance(values, pa.ChunkedArray):
        values = pa.chunked_array([values])
    return values.cast(pa.large_string())


def _as_numbers(text: pa.ChunkedArray) -> pa.ChunkedArray | None:
    """Return text as integers where every value is the plain decimal form of one, else None.

    Most ids are: integers code three times as fast as text.
    """
    try:
        # Arrow goes through all rows before it gives up: ask a few first.
        text.slice(0, 1_000).cast(pa.int64())
        numbers = text.cast(pa.int64())
    except pa.ArrowInvalid:
        return None
    values = numbers.drop_null().to_numpy()
    if len(values) == 0 or values.min() < 0:
        return None
    # "007" and "7" are two ids: no value may be longer than its number.
    digits = len(values) + sum(int(np.count_nonzero(values >= 10**k)) for k in range(1, 19))
    return numbers if pc.sum(pc.binary_length(text)).as_py() == digits else None


def category_codes(column: pd.Series[Any]) -> tuple[Ints, pa.Array]:
    """Return the codes of a category column (-1 where null) and its words, without decoding it."""
    words = column if isinstance(column.dtype, pd.CategoricalDtype) else column.astype("category")
    return words.cat.codes.to_numpy().astype(np.int64), pa.array(
        words.cat.categories.astype("str"), pa.large_string()
    )


def is_word(column: pd.Series[Any], word: str) -> Bools:
    """Return which values of a category column are a word; null is none."""
    codes, words = category_codes(column)
    place = words.index(pa.scalar(word, words.type)).as_py()
    found: Bools = (codes == place) & (codes >= 0)
    return found


def as_text(values: Any) -> Any:
    """Return Arrow text as a pandas array of text."""
    return pd.array(values, dtype=TEXT)


def encode(columns: Sequence[pa.ChunkedArray]) -> tuple[list[Ints], pa.Array]:
    """Code columns of text by one dictionary, in order of appearance; null and empty text become -1."""
    joined = pa.chunked_array(
        [chunk for column in columns for chunk in column.chunks], type=pa.large_string()
    )
    if len(joined) == 0:
        return [np.empty(0, np.int64) for _ in columns], pa.array([], pa.large_string())
    numbers = _as_numbers(joined)
    coded = (joined if numbers is None else numbers).dictionary_encode()
    # One kernel run: every chunk carries the same, complete dictionary.
    words = coded.chunk(0).dictionary.cast(pa.large_string())
    codes = np.concatenate([chunk.indices.fill_null(-1).to_numpy() for chunk in coded.chunks]).astype(
        np.int64
    )
    if (blank := pc.index(words, "").as_py()) >= 0:
        codes[codes == blank] = -1
    return np.split(codes, np.cumsum([len(column) for column in columns])[:-1]), words


def times(column: pd.Series[Any]) -> Ints:
    """Return timestamps, or ISO 8601 text, as microseconds since 1970 (UTC); unknown ones as NO_TIME."""
    if pd.api.types.is_numeric_dtype(column.dtype) and column.notna().any():
        raise GraphError(
            f"Column {column.name!r} holds {column.dtype}: turn it to times, pandas.to_datetime(unit=…)."
        )
    try:
        stamps = pd.to_datetime(column, utc=True, format="ISO8601")
    except (ValueError, TypeError) as error:
        raise GraphError(f"Column {column.name!r} can't be read as times: {error}.") from error
    return stamps.dt.tz_localize(None).to_numpy("datetime64[us]").astype(np.int64)


def timestamps(values: Ints) -> pd.Series[Any]:
    """Return microseconds since 1970 as timestamps in UTC, the inverse of :func:`times`."""
    return pd.Series(values.view("datetime64[us]")).dt.tz_localize("UTC")


def runs(ordered: Ints) -> tuple[Ints, Ints]:
    """Return where runs of equal values start in a sorted array, and how long each is."""
    if len(ordered) == 0:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    return starts, np.diff(np.append(starts, len(ordered)))


def distinct(values: Ints) -> Ints:
    """Return the distinct values, sorted (several times as fast on millions as ``numpy.unique``)."""
    ordered = np.sort(values)
    return ordered[runs(ordered)[0]]


def pairs(first: Ints, second: Ints, n_second: int) -> Ints:
    """Join two codes to one, so that one sort orders by both."""
    return first * max(n_second, 1) + second


@dataclass(frozen=True)
class Edges:
    """Weighted directed edges between integer-coded accounts, each pair once, in order of the pair.

    Parameters
    ----------
    n_accounts
        Accounts are 0 to n_accounts - 1.
    source, target, weight
        One entry per edge.
    """

    n_accounts: int
    source: Ints
    target: Ints
    weight: Floats

    def position(self, source: Ints, target: Ints) -> Ints:
        """Return the index of the edge behind each pair; every pair must be an edge."""
        keys = pairs(self.source, self.target, self.n_accounts)
        return np.searchsorted(keys, pairs(source, target, self.n_accounts)).astype(np.int64)


def weighted_edges(source: Ints, target: Ints, n_accounts: int, weight: Floats | None = None) -> Edges:
    """Add up parallel acts to weighted edges.

    Without `weight` each act counts one. Given weights are added in the order of their size, so that the sum
    doesn't depend on the order of the rows.
    """
    keys = pairs(source, target, n_accounts)
    if weight is None:
        keys = np.sort(keys)
        starts, counts = runs(keys)
        total = counts.astype(np.float64)
    else:
        order = np.lexsort((weight, keys))
        keys = keys[order]
        starts, _ = runs(keys)
        total = np.add.reduceat(weight[order], starts) if len(starts) else np.empty(0)
    size = max(n_accounts, 1)
    return Edges(n_accounts, keys[starts] // size, keys[starts] % size, total)


def pagerank(edges: Edges, damping: float = 0.85, tolerance: float = 1e-12, most: int = 10_000) -> Floats:
    """Return the weighted PageRank of every account (Page, Brin, Motwani and Winograd 1999).

    Power iteration until the sum of absolute changes falls below `tolerance`. The walk leaves accounts without
    outgoing weight for any account with equal chance.
    """
    n = edges.n_accounts
    if n == 0:
        return np.empty(0)
    strength = np.bincount(edges.source, weights=edges.weight, minlength=n)
    share = edges.weight / np.where(strength > 0, strength, 1.0)[edges.source]
    step = sparse.csr_array((share, (edges.target, edges.source)), shape=(n, n))
    dangling = strength == 0
    rank = np.full(n, 1.0 / n)
    for _ in range(most):
        flow: Floats = damping * (step @ rank + rank[dangling].sum() / n) + (1.0 - damping) / n
        change = float(np.abs(flow - rank).sum())
        rank = flow
        if change < tolerance:
            total: Floats = rank / rank.sum()
            return total
    raise GraphError(
        f"PageRank did not settle in {most:,} rounds at damping {damping}; use a damping below 1."
    )


def h_index(owner: Ints, thing: Ints, n_owners: int, n_things: int) -> Ints:
    """Return, per owner, the largest h such that h of its things occur at least h times each."""
    keys = np.sort(pairs(owner, thing, n_things))
    starts, counts = runs(keys)
    owners = keys[starts] // max(n_things, 1)
    order = np.lexsort((-counts, owners))
    owners, counts = owners[order], counts[order]
    first, sizes = runs(owners)
    place = np.arange(len(owners)) - np.repeat(first, sizes) + 1
    return np.bincount(owners[counts >= place], minlength=n_owners).astype(np.int64)
