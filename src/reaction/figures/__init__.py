"""Figures for papers: a table or a network in, matplotlib Axes out, with caption, description and numbers."""

from __future__ import annotations

from reaction.figures._record import alt_text, caption, data
from reaction.figures.network import amplification_network
from reaction.figures.saving import FORMATS, save
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
    "style",
]
