"""The archive that Mastodon gives an account of itself: `outbox.json`."""

from __future__ import annotations

__all__: list[str] = []
