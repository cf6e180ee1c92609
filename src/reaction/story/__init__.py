"""What people react to: a frozen `Story`, read from TOML, that selects posts."""

from __future__ import annotations

from reaction.story.parts import ACTOR_KINDS, COLLECTION_MODES, Actor, Collection, Event, Match, Target
from reaction.story.selection import select
from reaction.story.story import Story

__all__ = [
    "ACTOR_KINDS",
    "COLLECTION_MODES",
    "Actor",
    "Collection",
    "Event",
    "Match",
    "Story",
    "Target",
    "select",
]
