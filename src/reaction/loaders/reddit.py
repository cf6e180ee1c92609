"""Reddit comments and submissions: Pushshift, Arctic Shift, and tables made of them."""

from __future__ import annotations

__all__: list[str] = []
