"""X through Zeeschuimer: items of the web interface."""

from __future__ import annotations

__all__: list[str] = []
