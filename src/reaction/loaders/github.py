"""GitHub issues and comments: `gh issue list --json` and the REST API."""

from __future__ import annotations

__all__: list[str] = []
