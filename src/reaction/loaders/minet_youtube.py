"""minet's CSV files of YouTube comments and videos."""

from __future__ import annotations

__all__: list[str] = []
