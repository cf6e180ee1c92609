"""Who amplifies whom: acts, networks, ranks, cascades, and how much of them the data hold."""

from __future__ import annotations

from reaction.graph.acts import interactions

__all__ = ["interactions"]
