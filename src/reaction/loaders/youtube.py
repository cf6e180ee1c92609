"""YouTube Data API: comment threads, comments, videos."""

from __future__ import annotations

__all__: list[str] = []
