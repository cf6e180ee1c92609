"""Who amplifies whom: acts, networks, ranks, cascades, and how much of them the data hold."""

from __future__ import annotations

from reaction.graph.acts import interactions
from reaction.graph.completeness import coverage
from reaction.graph.concentration import concentration
from reaction.graph.files import write
from reaction.graph.networks import amplification
from reaction.graph.ranks import rank
from reaction.graph.trees import cascades

__all__ = ["amplification", "cascades", "concentration", "coverage", "interactions", "rank", "write"]
