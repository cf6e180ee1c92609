"""Integer codes: text, weighted edges, PageRank, h-index."""

import networkx as nx
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction.errors import GraphError
from reaction.graph._codes import (
    NO_TIME,
    distinct,
    encode,
    h_index,
    pagerank,
    runs,
    times,
    timestamps,
    weighted_edges,
)

WORDS = st.lists(
    st.one_of(st.none(), st.sampled_from(["", "0", "00", "7", "-7", "a", "9" * 18, "9" * 19, "é"]))
)
EDGES = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(1, 9)), min_size=1, max_size=40)


@given(WORDS, WORDS)
def test_codes_stand_for_the_words(one: list[str | None], other: list[str | None]) -> None:
    columns = [pa.chunked_array([pa.array(words, pa.large_string())]) for words in (one, other)]
    coded, dictionary = encode(columns)
    assert len(set(dictionary.to_pylist())) == len(dictionary)
    for words, codes in zip((one, other), coded, strict=True):
        assert [dictionary[code].as_py() if code >= 0 else None for code in codes.tolist()] == [
            word or None for word in words
        ]


def test_codes_of_several_chunks() -> None:
    column = pa.chunked_array([["b"], [], ["a", None], ["b"]], type=pa.large_string())
    (codes,), words = encode([column])
    assert (codes.tolist(), words.to_pylist()) == ([0, 1, -1, 0], ["b", "a"])


@given(st.lists(st.integers(-5, 5)))
def test_runs_and_distinct(values: list[int]) -> None:
    array = np.array(values, dtype=np.int64)
    starts, lengths = runs(np.sort(array))
    assert np.sort(array)[starts].tolist() == sorted(set(values)) == distinct(array).tolist()
    assert lengths.tolist() == [values.count(value) for value in sorted(set(values))]


def test_times_go_there_and_back() -> None:
    stamps = pd.Series(pd.to_datetime(["2018-06-17T22:00:00.000001Z", None], utc=True)).astype(
        "datetime64[us, UTC]"
    )
    found = times(stamps)
    assert found.tolist() == [1_529_272_800_000_001, NO_TIME]
    assert timestamps(found).equals(stamps)
    assert (
        times(pd.Series(["2018-06-17 22:00", "2018-06-17T23:00+01:00"], name="at")).tolist()
        == [found[0] - 1] * 2
    )
    with pytest.raises(GraphError, match="'at' holds int64"):
        times(pd.Series([1_529_272_800], name="at"))
    assert times(pd.Series([np.nan], name="at")).tolist() == [NO_TIME]
    with pytest.raises(GraphError, match="'at' can't be read as times"):
        times(pd.Series(["yesterday-ish"], name="at"))


@given(EDGES)
def test_weights_add_up(edges: list[tuple[int, int, int]]) -> None:
    source, target, weight = (np.array(part, dtype=np.int64) for part in zip(*edges, strict=True))
    found = weighted_edges(source, target, 8, weight.astype(np.float64))
    expected: dict[tuple[int, int], int] = {}
    for a, b, w in edges:
        expected[a, b] = expected.get((a, b), 0) + w
    assert (
        dict(zip(zip(found.source.tolist(), found.target.tolist(), strict=True), found.weight, strict=True))
        == expected
    )
    assert list(zip(found.source, found.target, strict=True)) == sorted(expected)
    place = found.position(source, target)
    assert (found.source[place] == source).all()
    assert (found.target[place] == target).all()


@given(EDGES, st.floats(0.0, 0.95))
def test_pagerank_is_that_of_networkx(edges: list[tuple[int, int, int]], damping: float) -> None:
    network = nx.DiGraph()
    network.add_nodes_from(range(8))
    for a, b, weight in edges:
        network.add_edge(a, b, weight=weight + network.get_edge_data(a, b, {"weight": 0})["weight"])
    expected = nx.pagerank(network, alpha=damping, tol=1e-14, max_iter=5_000)
    source, target, weight = (np.array(part, dtype=np.int64) for part in zip(*edges, strict=True))
    found = pagerank(weighted_edges(source, target, 8, weight.astype(np.float64)), damping)
    assert found == pytest.approx([expected[i] for i in range(8)], abs=1e-10)
    assert found.sum() == pytest.approx(1, abs=1e-12)


def test_pagerank_uses_weights() -> None:
    source, target = np.array([0, 0]), np.array([1, 2])
    heavy = pagerank(weighted_edges(source, target, 3, np.array([9.0, 1.0])))
    even = pagerank(weighted_edges(source, target, 3))
    assert even[1] == pytest.approx(even[2])
    # What differs between the two is 0.85 of the source's rank, split 0.9 to 0.1.
    assert (heavy[1] - heavy[2]) / (0.85 * heavy[0]) == pytest.approx(0.8)


def test_pagerank_of_nothing_and_of_too_much() -> None:
    nobody = np.empty(0, np.int64)
    assert len(pagerank(weighted_edges(nobody, nobody, 0))) == 0
    assert pagerank(weighted_edges(nobody, nobody, 2)).tolist() == [0.5, 0.5]
    circle = weighted_edges(np.array([0, 1, 0]), np.array([1, 0, 2]), 3)
    with pytest.raises(GraphError, match="did not settle in 3 rounds"):
        pagerank(circle, 0.999, most=3)


@pytest.mark.parametrize(
    ("counts", "h"),
    [([], 0), ([1], 1), ([9], 1), ([1, 1, 1], 1), ([2, 2], 2), ([5, 4, 3, 2, 1], 3), ([3, 3, 3], 3)],
)
def test_h_index_by_hand(counts: list[int], h: int) -> None:
    things = np.repeat(np.arange(len(counts)), counts)
    owner = np.zeros(len(things), dtype=np.int64)
    assert h_index(owner, things, 2, max(len(counts), 1)).tolist() == [h, 0]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 4))))
def test_h_index_by_definition(acts: list[tuple[int, int]]) -> None:
    owner, thing = (np.array([act[i] for act in acts], dtype=np.int64) for i in (0, 1))
    for account, found in enumerate(h_index(owner, thing, 3, 5)):
        counts = [acts.count((account, number)) for number in range(5)]
        assert found == max(h for h in range(6) if sum(count >= h for count in counts) >= h)
