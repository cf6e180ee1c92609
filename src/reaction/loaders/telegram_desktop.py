"""Telegram Desktop's `result.json`: one chat, or all of them."""

from __future__ import annotations

__all__: list[str] = []
