"""Bluesky API responses: posts, threads, feeds."""

from __future__ import annotations

__all__: list[str] = []
