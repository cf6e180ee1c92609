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
_CONTEXT = 5
_SHOUTING = 0.7
_READ = 2_000  # characters
_LISTS = frozenset({"before", "after", "strong_before", "strong_after", "support"})
_FLAGS = frozenset({"case", "any_case"})
_KEYS = _LISTS | _FLAGS | {"name"}

_WINDOW = 80
_NEAR = re.compile(
    r"(?:[^\W\d_]\.){2,10}|['\u2019][sS](?!\w)|[^\W_]+(?:['\u2019](?![sS]\b)[^\W_]+)*|[^\w\s]|\n"
)
_ENDS = frozenset('.!?:;\n"\u201c\u201d|>*\u2022')

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
    case: bool = False
    any_case: bool = False


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


@cache
def _of_label() -> Mapping[str, Ambiguous]:
    tables = read("neighbours")["label"]
    return {entry.name: entry for entry in _entries(tables)}


@cache
def _by_capitals() -> frozenset[str]:
    """Return the names of the lists that a capital letter settles within a sentence."""
    return frozenset(read("neighbours")["capitals"])


@cache
def trimmed_nouns() -> frozenset[str]:
    """Return the nouns that tell which word is meant but are no part of a name: "Visa card"."""
    return frozenset(read("neighbours")["trimmed"])


def _entries(tables: Iterable[Mapping[str, Any]]) -> Iterable[Ambiguous]:
    for table in tables:
        if unknown := sorted(set(table) - _KEYS):
            raise LexiconError(f"ambiguous.toml, {table.get('name')}: unknown key {unknown[0]!r}.")
        lists: dict[str, Any] = {key: frozenset(table.get(key, ())) for key in _LISTS}
        flags: dict[str, Any] = {key: bool(table.get(key, False)) for key in _FLAGS}
        yield Ambiguous(table["name"], **lists, **flags)


def ambiguous(name: str) -> Ambiguous:
    """Return what is known of an ambiguous name; little, where the lexicon has no entry."""
    return _lexicon().get(name) or Ambiguous(name)


def counts_in_any_case(name: str) -> bool:
    """Tell whether the lexicon says that neighbours can settle a name in any case: "ice agents"."""
    entry = _lexicon().get(name)
    return entry is not None and entry.any_case


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


def decide_listed(name: str, label: str, place: Surroundings) -> str | None:
    """Return why an ambiguous word of the lists names its entity, or None where it does not.

    The lists know nothing of the story, so a capital letter alone is not enough: a neighbour, another mention
    of the entity, or words anywhere in the text that speak of its kind must settle it.
    """
    own = _lexicon().get(name) or Ambiguous(name)
    kind = _of_label().get(label) or Ambiguous(label)
    before, after = _near(place.before[::-1]), _near(place.after)
    behind = {before[0], f"{before[1]} {before[0]}"}
    ahead = {after[0], f"{after[0]} {after[1]}"}
    if behind & own.before or ahead & own.after:
        return None
    settled = behind & own.strong_before or ahead & own.strong_after
    if settled and (own.any_case or place.written == name):
        return "neighbour"
    if place.written != name or behind & kind.before or ahead & kind.after:
        return None
    if behind & kind.strong_before or ahead & kind.strong_after:
        return "neighbour"
    if place.company:
        return "company"
    if not place.words.isdisjoint(own.support) or not place.words.isdisjoint(kind.support):
        return "support"
    if (
        (own.case or name in _by_capitals())
        and not _shouted(place)
        and not _begins(place)
        and not _in_a_run(place)
    ):
        return "case"
    return None


def around(text: str, start: int, end: int) -> tuple[list[str], list[str]]:
    """Return the words and marks before and after a span."""
    return (
        _NEAR.findall(text[max(0, start - _WINDOW) : start])[-_CONTEXT:],
        _NEAR.findall(text[end : end + _WINDOW])[:_CONTEXT],
    )


def _begins(place: Surroundings) -> bool:
    """Tell whether a sentence begins with the name, so that its capital letter says nothing."""
    return not place.before or place.before[-1] in _ENDS


def _in_a_run(place: Surroundings) -> bool:
    """Tell whether a capitalised word stands beside it, so that it may be part of another name or of a headline."""
    return any(word.isalpha() and word[0].isupper() for word in (*place.before[-1:], *place.after[:1]))


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
