"""Decides whether a word like ICE names the actor or is just a word: by case, neighbours and company."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from reaction.lexicon import LexiconError, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# Between a name and the neighbour that decides.
_SKIPPED = frozenset({"the", "this", "that", "'s", "\u2019s", "-", "#", "@", "/", '"', "“"})
_NOT_WORDS = re.compile(r"https?://\S{1,200}|[@#]\w+")
_SHOUTING = 0.7
_READ = 2_000  # characters
_KEYS = frozenset({"name", "before", "after", "strong_before", "strong_after", "support"})

CASE = "entity.case"
NEIGHBOUR = "entity.case.neighbour"
COMPANY = "entity.case.company"


@dataclass(frozen=True)
class Ambiguous:
    """A name that is also a word, with the neighbours that settle it."""

    name: str
    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    strong_before: frozenset[str] = frozenset()
    strong_after: frozenset[str] = frozenset()
    support: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Surroundings:
    """A name in its place: how it is written, the words around it, and the text."""

    written: str
    before: Sequence[str]
    after: Sequence[str]
    text: str
    words: set[str] = field(default_factory=set)
    company: bool = False


@cache
def _lexicon() -> Mapping[str, Ambiguous]:
    return {entry.name: entry for entry in _entries(read("ambiguous")["name"])}


def _entries(tables: Iterable[Mapping[str, Any]]) -> Iterable[Ambiguous]:
    for table in tables:
        if unknown := sorted(set(table) - _KEYS):
            raise LexiconError(f"ambiguous.toml, {table.get('name')}: unknown key {unknown[0]!r}.")
        yield Ambiguous(table["name"], **{key: frozenset(table.get(key, ())) for key in _KEYS - {"name"}})


def ambiguous(name: str) -> Ambiguous:
    """Return what is known of an ambiguous name; little, where the lexicon has no entry."""
    return _lexicon().get(name) or Ambiguous(name)


def decide(entry: Ambiguous, place: Surroundings) -> str | None:
    """Return the rule by which the word names the actor, or None where it does not."""
    before, after = _near(place.before[::-1]), _near(place.after)
    behind = {before[0], f"{before[1]} {before[0]}"}
    ahead = {after[0], f"{after[0]} {after[1]}"}
    if behind & entry.before or ahead & entry.after:
        return None
    if behind & entry.strong_before or ahead & entry.strong_after:
        return NEIGHBOUR
    if place.written != entry.name:
        return None
    if not _shouted(place):
        return CASE
    return COMPANY if place.company or not place.words.isdisjoint(entry.support) else None


def _near(words: Sequence[str]) -> tuple[str, str]:
    kept = [word.lower() for word in words if word.lower() not in _SKIPPED]
    return (kept[0] if kept else "", kept[1] if len(kept) > 1 else "")


def _shouted(place: Surroundings) -> bool:
    """Tell whether the text around the name is in capitals, so that the name's own say nothing."""
    beside = [word for word in (*place.before[-1:], *place.after[:1]) if word.isalpha() and len(word) > 1]
    if beside and all(word.isupper() for word in beside) and any(len(word) > 3 for word in beside):
        return True
    return _in_capitals(place.text[:_READ], place.written)


@lru_cache(maxsize=256)
def _in_capitals(text: str, name: str) -> bool:
    rest = [c for c in _NOT_WORDS.sub(" ", text).replace(name, " ") if c.isalpha()]
    return bool(rest) and sum(c.isupper() for c in rest) >= _SHOUTING * len(rest)
