"""X through Gnip and PowerTrack: Activity Streams 1.0, one activity per line."""

from __future__ import annotations

__all__: list[str] = []
