"""X through snscrape: JSON lines, old and new field names."""

from __future__ import annotations

__all__: list[str] = []
