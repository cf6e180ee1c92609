"""TikTok through Zeeschuimer and the Research API."""

from __future__ import annotations

__all__: list[str] = []
