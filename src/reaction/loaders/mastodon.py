"""Mastodon and the Fediverse: statuses, contexts, timelines."""

from __future__ import annotations

__all__: list[str] = []
