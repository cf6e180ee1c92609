"""X API v2 through twarc-csv, old and new columns."""

from __future__ import annotations

__all__: list[str] = []
