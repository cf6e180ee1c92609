"""Trees as arrays of parents, against networkx."""

import itertools

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction.graph._forest import Forest, breadth, grow, loop_members, structural_virality


@st.composite
def parents(draw: st.DrawFn) -> np.ndarray:
    """Draw parents that make trees: everyone's parent comes before, under shuffled names."""
    n = draw(st.integers(1, 25))
    above = [-1] + [draw(st.integers(-1, i - 1)) for i in range(1, n)]
    name = draw(st.permutations(range(n)))
    parent = np.full(n, -1, dtype=np.int64)
    for child, up in enumerate(above):
        parent[name[child]] = name[up] if up >= 0 else -1
    return parent


def trees(parent: np.ndarray) -> dict[int, nx.Graph]:
    network = nx.Graph()
    network.add_nodes_from(range(len(parent)))
    network.add_edges_from((child, up) for child, up in enumerate(parent.tolist()) if up >= 0)
    found = {}
    for nodes in nx.connected_components(network):
        (root,) = (node for node in nodes if parent[node] < 0)
        found[root] = network.subgraph(nodes)
    return found


def grown(parent: np.ndarray) -> Forest:
    return grow(parent, np.zeros(len(parent), dtype=np.int64))


@given(parents())
def test_against_networkx(parent: np.ndarray) -> None:
    forest = grown(parent)
    assert not forest.cut.any()
    widest, virality = breadth(forest), structural_virality(forest)
    for root, tree in trees(parent).items():
        depths = nx.single_source_shortest_path_length(tree, root)
        assert {node: int(forest.depth[node]) for node in tree} == dict(depths)
        assert all(forest.root[node] == root for node in tree)
        assert forest.subtree[root] == len(tree)
        assert widest[root] == max(list(depths.values()).count(depth) for depth in depths.values())
        if len(tree) == 1:
            assert np.isnan(virality[root])
        else:
            distances = dict(nx.all_pairs_shortest_path_length(tree))
            mean = np.mean([distances[a][b] for a, b in itertools.permutations(tree, 2)])
            assert virality[root] == pytest.approx(mean, rel=1e-12)


@given(st.lists(st.integers(-1, 9), min_size=1, max_size=10), st.randoms(use_true_random=False))
def test_loops_are_cut_at_their_eldest(links: list[int], random: object) -> None:
    n = len(links)
    parent = np.array([up if up < n else -1 for up in links], dtype=np.int64)
    age = list(range(n))
    random.shuffle(age)  # type: ignore[attr-defined]
    loops = list(nx.simple_cycles(nx.DiGraph((i, up) for i, up in enumerate(parent.tolist()) if up >= 0)))
    assert loop_members(parent).tolist() == sorted(itertools.chain(*loops))
    forest = grow(parent, np.array(age, dtype=np.int64))
    assert set(np.flatnonzero(forest.cut)) == {min(loop, key=age.__getitem__) for loop in loops}
    assert (forest.parent == np.where(forest.cut, -1, parent)).all()
    assert (forest.parent[forest.root] == -1).all()
    assert forest.subtree[forest.parent < 0].sum() == n


@pytest.mark.parametrize("n", [2, 3, 10, 1_000])
def test_star_and_chain(n: int) -> None:
    star = grown(np.array([-1] + [0] * (n - 1)))
    assert structural_virality(star)[0] == pytest.approx(2 - 2 / n)
    chain = grown(np.arange(-1, n - 1))
    assert structural_virality(chain)[0] == pytest.approx((n + 1) / 3)
    assert (chain.depth[-1], breadth(chain)[0], breadth(star)[0]) == (n - 1, 1, n - 1)


def test_a_chain_of_a_million_needs_no_recursion() -> None:
    n = 1_000_000
    forest = grown(np.arange(-1, n - 1))
    assert forest.depth.max() == n - 1
    assert structural_virality(forest)[0] == pytest.approx((n + 1) / 3)


def test_nothing() -> None:
    forest = grown(np.empty(0, np.int64))
    assert len(breadth(forest)) == len(structural_virality(forest)) == 0
