"""Instagram and Threads through Zeeschuimer."""

from __future__ import annotations

__all__: list[str] = []
