"""Where the nodes of a network go: each component laid out by itself, then packed side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["layout", "separated"]

_ITERATIONS = 150
_GAP = 0.08
_MOST_STRETCH = 1.7
_ROUNDS = 200


def layout(network: nx.DiGraph[Any], *, seed: int, aspect: float) -> dict[Any, NDArray[np.float64]]:
    """Place the nodes of a network by the forces of Fruchterman and Reingold (1991).

    Parameters
    ----------
    network
        At most about a thousand nodes.
    seed
        Of the first positions.
    aspect
        Width of the room over its height.

    Returns
    -------
    Position of each node; units are such that neighbours are about one apart.
    """
    components = sorted(
        nx.weakly_connected_components(network), key=lambda nodes: (-len(nodes), min(map(str, nodes)))
    )
    # Distances carry no numbers, so the largest part may fill the room in both directions.
    stretch = np.array([np.clip(aspect, 1 / _MOST_STRETCH, _MOST_STRETCH), 1.0])
    parts = [
        _component(network, nodes, seed, stretch if i == 0 else np.ones(2))
        for i, nodes in enumerate(components)
    ]
    centres = _packed([_extent(positions) for _, positions in parts], aspect)
    placed: dict[Any, NDArray[np.float64]] = {}
    for (names, positions), centre in zip(parts, centres, strict=True):
        placed.update(zip(names, positions + centre, strict=True))
    return placed


def _component(
    network: nx.DiGraph[Any], nodes: set[Any], seed: int, stretch: NDArray[np.float64]
) -> tuple[list[Any], NDArray[np.float64]]:
    """Lay out one component around the origin, its longer side horizontal."""
    names = sorted(nodes, key=str)
    n = len(names)
    if n == 1:
        return names, np.zeros((1, 2))
    place = {name: i for i, name in enumerate(names)}
    found = network.subgraph(names).edges(data="weight", default=1)
    edges = np.array(sorted((place[a], place[b], float(weight)) for a, b, weight in found))
    # Heavy edges pull more, but not so much that both ends fall on one spot.
    edges[:, 2] = np.log2(1.0 + edges[:, 2])
    positions = _turned(_spring(n, edges, np.random.default_rng(seed)))
    return names, _evened(positions) * stretch * np.sqrt(n) * 0.5


def _spring(n: int, edges: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Let nodes repel each other and edges pull, ever less far, until the middle of the whole is the origin."""
    first, second = edges[:, 0].astype(np.int64), edges[:, 1].astype(np.int64)
    x, y = rng.uniform(-0.5, 0.5, (2, n))
    ideal = 1.6 / np.sqrt(n)
    for step in np.linspace(0.1, 0.0, _ITERATIONS, endpoint=False):
        apart_x, apart_y = x[:, None] - x, y[:, None] - y
        force = ideal**2 / np.maximum(apart_x**2 + apart_y**2, 1e-4)
        along_x, along_y = x[first] - x[second], y[first] - y[second]
        pull = edges[:, 2] * np.hypot(along_x, along_y) / ideal
        move_x = np.einsum("ij,ij->i", force, apart_x) - _net(first, second, pull * along_x, n)
        move_y = np.einsum("ij,ij->i", force, apart_y) - _net(first, second, pull * along_y, n)
        length = np.maximum(np.hypot(move_x, move_y), 1e-9)
        x, y = x + step * move_x / length, y + step * move_y / length
    positions: NDArray[np.float64] = np.column_stack([x - x.mean(), y - y.mean()])
    return positions


def _net(
    first: NDArray[np.int64], second: NDArray[np.int64], pull: NDArray[np.float64], n: int
) -> NDArray[np.float64]:
    """Sum the pulls of edges on each node."""
    net = np.bincount(first, pull, n) - np.bincount(second, pull, n)
    return net.astype(np.float64)


def _turned(positions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn positions so that they spread most along x, with a sign that does not depend on the solver."""
    _, axes = np.linalg.eigh(positions.T @ positions)
    axes = axes[:, ::-1] * np.where(axes[:, ::-1].sum(axis=0) < 0, -1.0, 1.0)
    turned: NDArray[np.float64] = positions @ axes
    return turned


def _evened(positions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Spread nodes over a disc of radius 1: hubs come apart, and no leaf flies off.

    Half of a node's distance from the middle is its own, half is what it would be if the disc were filled
    evenly.
    """
    distance = np.hypot(positions[:, 0], positions[:, 1])
    farthest = distance.max()
    if farthest == 0:
        return positions
    rank = np.argsort(np.argsort(distance, kind="stable"), kind="stable")
    even = np.sqrt((rank + 0.5) / len(distance))
    wanted = 0.5 * distance / farthest + 0.5 * even
    factor = np.divide(wanted, distance, out=np.ones_like(distance), where=distance > 0)
    evened: NDArray[np.float64] = positions * factor[:, None]
    return evened


def _extent(positions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Half width and half height, with a margin."""
    extent: NDArray[np.float64] = np.abs(positions).max(axis=0) + 0.35
    return extent


def _packed(extents: list[NDArray[np.float64]], aspect: float) -> list[NDArray[np.float64]]:
    """Put boxes beside and beneath each other, the largest first, each where the whole stays most compact."""
    boxes: list[NDArray[np.float64]] = []
    centres: list[NDArray[np.float64]] = []
    for extent in extents:
        centre = _next(extent, boxes, aspect)
        centres.append(centre)
        boxes.append(np.concatenate([centre - extent, centre + extent]))
    return centres


def _next(
    extent: NDArray[np.float64], boxes: list[NDArray[np.float64]], aspect: float
) -> NDArray[np.float64]:
    if not boxes:
        return np.zeros(2)
    placed = np.array(boxes)
    w, h = extent + _GAP
    edges_x = np.concatenate([placed[:, 0] - w, placed[:, 2] + w, placed[:, 0] + w, placed[:, 2] - w, [0.0]])
    edges_y = np.concatenate([placed[:, 1] - h, placed[:, 3] + h, placed[:, 1] + h, placed[:, 3] - h, [0.0]])
    xs, ys = np.unique(edges_x.round(9)), np.unique(edges_y.round(9))
    x, y = (grid.ravel() for grid in np.meshgrid(xs, ys, indexing="ij"))
    free = np.ones(len(x), dtype=bool)
    for left, bottom, right, top in placed:
        free &= (
            (x + extent[0] <= left)
            | (x - extent[0] >= right)
            | (y + extent[1] <= bottom)
            | (y - extent[1] >= top)
        )
    x, y = x[free], y[free]
    left, bottom = placed[:, :2].min(axis=0)
    right, top = placed[:, 2:].max(axis=0)
    width = np.maximum(right, x + extent[0]) - np.minimum(left, x - extent[0])
    height = np.maximum(top, y + extent[1]) - np.minimum(bottom, y - extent[1])
    needed = np.maximum(width / aspect, height)
    order = np.lexsort((y, x, np.hypot(x / aspect, y).round(9), needed.round(9)))
    return np.array([x[order[0]], y[order[0]]])


def separated(centres: NDArray[np.float64], radii: NDArray[np.float64]) -> NDArray[np.float64]:
    """Push discs that overlap apart, small ones out of the way of large ones.

    Parameters
    ----------
    centres
        n rows of x and y.
    radii
        n radii, in the same unit.

    Returns
    -------
    n rows of x and y. Few overlaps, or none, are left.
    """
    moved = centres.copy()
    area = radii**2
    for _ in range(_ROUNDS):
        pairs = cKDTree(moved).query_pairs(2.0 * float(radii.max()), output_type="ndarray")
        first, second = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))].T
        apart = moved[second] - moved[first]
        distance = np.hypot(apart[:, 0], apart[:, 1])
        overlap = radii[first] + radii[second] - distance
        touching = overlap > 1e-3
        if not touching.any():
            break
        first, second, apart, distance, overlap = (
            values[touching] for values in (first, second, apart, distance, overlap)
        )
        # Discs on one spot part in a direction of their own.
        angle = 2.4 * (first + second)
        own = np.column_stack([np.cos(angle), np.sin(angle)])
        unit = np.where((distance > 1e-9)[:, None], apart / np.maximum(distance, 1e-9)[:, None], own)
        push = unit * (0.5 * overlap)[:, None]
        yielding = (area[second] / (area[first] + area[second]))[:, None]
        np.add.at(moved, first, -push * yielding)
        np.add.at(moved, second, push * (1.0 - yielding))
    return moved
