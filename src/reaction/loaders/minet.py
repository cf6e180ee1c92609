"""minet's CSV files of posts on X and Bluesky (twitwi columns)."""

from __future__ import annotations

__all__: list[str] = []
