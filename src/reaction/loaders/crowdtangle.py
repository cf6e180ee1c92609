"""CrowdTangle's CSV exports of Facebook and Instagram."""

from __future__ import annotations

__all__: list[str] = []
