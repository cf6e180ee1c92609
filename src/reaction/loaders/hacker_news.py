"""Hacker News through Algolia and Firebase."""

from __future__ import annotations

__all__: list[str] = []
