"""4CAT's CSV and NDJSON of any data source."""

from __future__ import annotations

__all__: list[str] = []
