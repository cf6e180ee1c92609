"""DMI-TCAT's CSV and TSV exports of X."""

from __future__ import annotations

__all__: list[str] = []
