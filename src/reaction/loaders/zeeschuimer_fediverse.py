"""Truth Social and Gab through Zeeschuimer."""

from __future__ import annotations

__all__: list[str] = []
