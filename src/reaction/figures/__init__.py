"""Figures for papers: a table or a network in, matplotlib Axes out, with caption, description and numbers."""

from __future__ import annotations

from reaction.figures._record import alt_text, caption, data
from reaction.figures.network import amplification_network
from reaction.figures.roles import stance_by_role
from reaction.figures.saving import FORMATS, save
from reaction.figures.stance import stance_over_time
from reaction.figures.timeline import event_timeline
from reaction.figures.venues import VENUES, Venue, style

__all__ = [
    "FORMATS",
    "VENUES",
    "Venue",
    "alt_text",
    "amplification_network",
    "caption",
    "data",
    "event_timeline",
    "save",
    "stance_by_role",
    "stance_over_time",
    "style",
]
