"""The archive that X gives an account of itself: `tweets.js`."""

from __future__ import annotations

__all__: list[str] = []
