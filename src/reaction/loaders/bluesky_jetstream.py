"""Bluesky Jetstream: commits of the network, one per line."""

from __future__ import annotations

__all__: list[str] = []
