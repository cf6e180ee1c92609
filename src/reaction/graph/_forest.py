"""Trees as arrays of parents: roots, depths and subtree sizes by pointer jumping, without recursion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reaction.graph._codes import pairs, runs

if TYPE_CHECKING:
    from reaction.graph._codes import Bools, Floats, Ints


@dataclass(frozen=True)
class Forest:
    """Trees over nodes 0 to n - 1.

    Parameters
    ----------
    parent
        Parent per node, -1 for roots.
    root
        Root per node; a root's own.
    depth
        Steps to the root.
    subtree
        Nodes below and including each.
    cut
        Whether the link to the parent was cut because it closed a loop.
    """

    parent: Ints
    root: Ints
    depth: Ints
    subtree: Ints
    cut: Bools


def grow(parent: Ints, age: Ints) -> Forest:
    """Resolve parents to trees in O(n log depth).

    A loop (also of a node with itself) is cut above its member of the smallest `age`, a rank without ties among
    the members of loops.
    """
    cut = _loop_heads(parent, age)
    parent = np.where(cut, -1, parent)
    n = len(parent)
    root = np.where(parent < 0, np.arange(n), parent)
    depth = (parent >= 0).astype(np.int64)
    subtree = np.ones(n)
    jump = parent
    while (alive := np.flatnonzero(jump >= 0)).size:
        # Each round doubles the reach: a node's sum over its nearest 2^k generations goes to the one above.
        subtree += np.bincount(jump[alive], weights=subtree[alive], minlength=n)
        depth[alive] += depth[jump[alive]]
        root[alive] = root[root[alive]]
        jump = np.where(jump >= 0, jump[jump], -1)
    return Forest(parent, root, depth, subtree.astype(np.int64), cut)


def loop_members(parent: Ints) -> Ints:
    """Return the nodes that are their own ancestor."""
    jump = parent.copy()
    for _ in range(len(parent).bit_length()):
        alive = np.flatnonzero(jump >= 0)
        if not alive.size:
            break
        jump[alive] = jump[jump[alive]]
    # Whoever still points somewhere after n steps points into a loop, and each loop member is pointed at.
    return np.unique(jump[jump >= 0])


def _loop_heads(parent: Ints, age: Ints) -> Bools:
    """Return, per loop of parents, its member of the smallest age."""
    heads = np.zeros(len(parent), dtype=np.bool_)
    members = loop_members(parent)
    smallest, step = age.copy(), parent.copy()
    for _ in range(len(members).bit_length()):
        smallest[members] = np.minimum(smallest[members], smallest[step[members]])
        step[members] = step[step[members]]
    heads[members] = smallest[members] == age[members]
    return heads


def breadth(forest: Forest) -> Ints:
    """Return, per node, the most nodes at one depth of its tree (meant to be read at roots)."""
    deepest = int(forest.depth.max(initial=0)) + 1
    keys = np.sort(pairs(forest.root, forest.depth, deepest))
    starts, counts = runs(keys)
    most = np.zeros(len(forest.root), dtype=np.int64)
    np.maximum.at(most, keys[starts] // deepest, counts)
    return most


def structural_virality(forest: Forest) -> Floats:
    """Return, per node, the mean distance between two nodes of its tree (meant to be read at roots).

    In O(n), as 2 / (n (n - 1)) times the sum over edges of s (n - s), s the size of the subtree below the edge
    (Goel, Anderson, Hofman and Watts 2016); NaN for a tree of one.
    """
    size = forest.subtree[forest.root]
    below = np.flatnonzero(forest.parent >= 0)
    products = (forest.subtree[below] * (size[below] - forest.subtree[below])).astype(np.float64)
    total = np.bincount(forest.root[below], weights=products, minlength=len(size))
    n = forest.subtree.astype(np.float64)
    ordered = np.where(n > 1, n * (n - 1), np.nan)
    return 2 * total / ordered
