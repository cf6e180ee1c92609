from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from reaction.figures._layout import layout, separated


def boxes(network, found):
    parts = [np.array([found[node] for node in nodes]) for nodes in nx.weakly_connected_components(network)]
    return [(part.min(axis=0), part.max(axis=0)) for part in parts]


@pytest.fixture
def network():
    rng = np.random.default_rng(0)
    graph = nx.DiGraph()
    for size in (40, 12, 5, 2, 2, 2):
        first = graph.number_of_nodes()
        graph.add_edges_from((str(first + i), str(first + int(rng.integers(0, i)))) for i in range(1, size))
    return graph


def test_the_same_seed_gives_the_same_places_whatever_the_order_of_edges(network):
    first = layout(network, seed=3, aspect=1.5)
    shuffled = nx.DiGraph()
    shuffled.add_edges_from(list(network.edges)[::-1])
    again = layout(shuffled, seed=3, aspect=1.5)
    assert all((first[node] == again[node]).all() for node in network)
    other = layout(network, seed=4, aspect=1.5)
    assert any((first[node] != other[node]).any() for node in network)


def test_components_lie_side_by_side(network):
    found = boxes(network, layout(network, seed=0, aspect=1.0))
    for i, (low, high) in enumerate(found):
        for other_low, other_high in found[:i]:
            assert (low > other_high).any() or (high < other_low).any()


def test_nothing_flies_off(network):
    found = np.array(list(layout(network, seed=0, aspect=1.0).values()))
    span = np.ptp(found, axis=0)
    assert span.max() / span.min() < 2.5


def test_small_networks_have_a_layout():
    assert layout(nx.DiGraph(), seed=0, aspect=1.0) == {}
    two = layout(nx.DiGraph([("a", "b")]), seed=0, aspect=1.0)
    assert np.hypot(*(two["a"] - two["b"])) > 0.1


def test_discs_are_pushed_apart_even_from_one_spot():
    rng = np.random.default_rng(0)
    centres = np.concatenate([np.zeros((5, 2)), rng.normal(0, 5, (40, 2))])
    radii = rng.uniform(0.5, 3, 45)
    found = separated(centres, radii)
    distance = np.hypot(*(found[:, None] - found[None]).transpose(2, 0, 1))
    overlap = radii[:, None] + radii[None] - distance
    np.fill_diagonal(overlap, 0)
    assert overlap.max() < 0.3
    assert (separated(centres, radii) == found).all()
    apart = np.array([[0.0, 0.0], [100.0, 0.0]])
    assert (separated(apart, np.ones(2)) == apart).all()
