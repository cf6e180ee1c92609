"""Counts, shares and changes over time, with the unit, the denominator and the interval of every number."""

from __future__ import annotations

from reaction.measures.counts import act_counts, analysed, languages, role_counts
from reaction.measures.resurfacing import resurfacing
from reaction.measures.shares import ESTIMATE_COLUMNS, stance_shares
from reaction.measures.time import gaps, stance_over_time, volume

__all__ = [
    "ESTIMATE_COLUMNS",
    "act_counts",
    "analysed",
    "gaps",
    "languages",
    "resurfacing",
    "role_counts",
    "stance_over_time",
    "stance_shares",
    "volume",
]
