"""The report of a story: one self-contained page with figures, tables, network and provenance."""

from __future__ import annotations

from reaction.report._page import Finding
from reaction.report.writing import Report, write_report

__all__ = ["Finding", "Report", "write_report"]
