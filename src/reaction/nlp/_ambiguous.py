"""Decides whether a word like ICE names an entity or is just a word: by case, neighbours and company."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from reaction.lexicon import LexiconError, read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Between a name and the neighbour that decides.
_SKIPPED = frozenset(
    {"the", "this", "that", "'s", "-", "#", "@", "/", '"', "\u201c", "\u201d", "(", ")", "*"}
)
_NOT_WORDS = re.compile(r"https?://\S{1,200}|[@#]\w+")
_CONTEXT = 5
_SHOUTING = 0.7
_READ = 500  # characters: enough to tell whether a text is in capitals
_LISTS = frozenset({"also", "before", "after", "strong_before", "strong_after", "support", "other"})
_ANYWHERE = frozenset({"support", "other"})
_FLAGS = frozenset({"case", "any_case"})
_OF_NEIGHBOURS = frozenset({"label", "capitals", "trimmed"})

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
    """What is known of a name that is also a word, or of a kind of name: the words that settle it."""

    name: str
    also: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    strong_before: frozenset[str] = frozenset()
    strong_after: frozenset[str] = frozenset()
    support: frozenset[str] = frozenset()
    other: frozenset[str] = frozenset()
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


class _Beside(NamedTuple):
    """The words beside a name, singly and in pairs: next to it, then with what is skipped left out."""

    behind: frozenset[str]
    ahead: frozenset[str]

    def deny(self, entry: Ambiguous) -> bool:
        return not (self.behind.isdisjoint(entry.before) and self.ahead.isdisjoint(entry.after))

    def settle(self, entry: Ambiguous) -> bool:
        return not (self.behind.isdisjoint(entry.strong_before) and self.ahead.isdisjoint(entry.strong_after))


@cache
def _lexicon() -> Mapping[str, Ambiguous]:
    return entries(read("ambiguous"), "ambiguous.toml", "name")


@cache
def _of_label() -> Mapping[str, Ambiguous]:
    return entries(_neighbours(), "neighbours.toml", "label")


@cache
def _neighbours() -> Mapping[str, Any]:
    lexicon = read("neighbours")
    if unknown := sorted(set(lexicon) - _OF_NEIGHBOURS):
        raise LexiconError(f"neighbours.toml: unknown key {unknown[0]!r}. Known: {_listed(_OF_NEIGHBOURS)}.")
    return lexicon


@cache
def _words_in(key: str) -> frozenset[str]:
    """Return one of the plain lists of the lexicon of neighbours."""
    return _strings(_neighbours().get(key, []), f"neighbours.toml, {key}")


def trimmed_nouns() -> frozenset[str]:
    """Return the nouns that tell which word is meant but are no part of a name: "Visa card"."""
    return _words_in("trimmed")


def entries(lexicon: Mapping[str, Any], where: str, key: str) -> dict[str, Ambiguous]:
    """Return the entries of a lexicon's tables `key` by name, and by the other spellings that share them.

    Raises LexiconError, with file and entry, where a table has no name, an unknown key, a value of the wrong
    type, a neighbour that could never match, or a spelling of another entry.
    """
    tables: Any = lexicon.get(key, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise LexiconError(f"{where}: {key!r} must be a list of tables, written [[{key}]].")
    built: dict[str, Ambiguous] = {}
    for number, table in enumerate(tables, start=1):
        name = table.get("name")
        if not isinstance(name, str) or not name:
            raise LexiconError(f"{where}, {key} {number}: 'name' must be a word, not {name!r}.")
        place = f"{where}, {name}"
        if unknown := sorted(set(table) - _LISTS - _FLAGS - {"name"}):
            known = _listed(_LISTS | _FLAGS | {"name"})
            raise LexiconError(f"{place}: unknown key {unknown[0]!r}. Known: {known}.")
        lists: dict[str, Any] = {item: _strings(table.get(item, []), f"{place}, {item}") for item in _LISTS}
        for item in _LISTS - {"also"}:
            _check_words(lists[item], f"{place}, {item}", most=1 if item in _ANYWHERE else 2)
        for flag in _FLAGS & set(table):
            if not isinstance(table[flag], bool):
                raise LexiconError(f"{place}: {flag!r} must be true or false, not {table[flag]!r}.")
        entry = Ambiguous(name, **lists, **{flag: table.get(flag, False) for flag in _FLAGS})
        for spelling in sorted({name} | entry.also):
            if spelling in built:
                raise LexiconError(f"{place}: {spelling!r} has an entry already, {built[spelling].name!r}.")
            built[spelling] = entry
    return built


def _strings(value: object, place: str) -> frozenset[str]:
    if not isinstance(value, list):
        raise LexiconError(f"{place} must be a list of words, not {value!r}.")
    for item in value:
        if not isinstance(item, str) or not item.strip():
            raise LexiconError(f"{place}: {item!r} is not a word.")
    return frozenset(value)


def _check_words(words: frozenset[str], place: str, *, most: int) -> None:
    """Refuse what could never match: texts are read in small letters, one or two words at a time."""
    for word in sorted(words):
        parts = _NEAR.findall(word) if most > 1 else word.split()
        if word != word.lower() or "\u2019" in word or len(parts) > most or " ".join(parts) != word:
            counted = "one word" if most == 1 else "one or two words, 's apart,"
            raise LexiconError(f"{place}: {word!r} can never match. Write {counted} in small letters.")


def _listed(keys: frozenset[str]) -> str:
    return ", ".join(sorted(keys))


def ambiguous(name: str) -> Ambiguous:
    """Return what is known of an ambiguous name; little, where the lexicon has no entry."""
    return _lexicon().get(name) or Ambiguous(name)


def counts_in_any_case(name: str) -> bool:
    """Tell whether the lexicon says that neighbours can settle a name in any case: "ice agents"."""
    entry = _lexicon().get(name)
    return entry is not None and entry.any_case


def decide(entry: Ambiguous, place: Surroundings) -> str | None:
    """Return the rule by which the word names an actor of the story, or None where it does not.

    The story is a strong reason to expect the actor: its exact spelling counts unless a neighbour, or a word
    anywhere in the text, speaks of something else. In capitals, where the spelling says nothing, the text must
    speak of the actor.
    """
    settled = _settled(entry, _beside(place))
    if settled is not None:
        return NEIGHBOUR if settled else None
    if place.written != entry.name and place.written not in entry.also:
        return None
    supported = not place.words.isdisjoint(entry.support)
    elsewhere = not place.words.isdisjoint(entry.other)
    if _shouted(place):
        return COMPANY if (place.company or supported) and not elsewhere else None
    return CASE if supported or place.company or not elsewhere else None


def decide_listed(name: str, label: str, place: Surroundings) -> str | None:
    """Return why an ambiguous word of the lists names its entity, or None where it does not.

    The lists know nothing of the story, so a capital letter alone is mostly not enough: a neighbour, another
    mention of the entity, or words anywhere in the text that speak of it or of its kind must settle it.
    """
    own, kind = ambiguous(name), _of_label().get(label) or Ambiguous(label)
    beside = _beside(place)
    settled = _settled(own, beside)
    exact = place.written == name
    if settled is not None and (exact or own.any_case or not settled):
        return "neighbour" if settled else None
    if not exact:
        return None
    settled = _settled(kind, beside)
    if settled is not None:
        return "neighbour" if settled else None
    return _told(own, kind, place)


def _told(own: Ambiguous, kind: Ambiguous, place: Surroundings) -> str | None:
    """Return what tells, where no neighbour does, that a word in its exact spelling names its entity."""
    if place.company:
        return "company"
    if not place.words.isdisjoint(own.support):
        return "support"
    if not place.words.isdisjoint(own.other):
        return None
    if not place.words.isdisjoint(kind.support):
        return "support"
    return "case" if _stands_out(own, place) else None


def _stands_out(own: Ambiguous, place: Surroundings) -> bool:
    """Tell whether a name's capitals settle it where it stands."""
    if not own.case and _words_in("capitals").isdisjoint(own.also | {own.name}):
        return False
    # A sentence begins with one capital letter, not with several.
    return not _shouted(place) and (place.written.isupper() or not _begins(place)) and not _in_a_run(place)


def _settled(entry: Ambiguous, beside: tuple[_Beside, _Beside]) -> bool | None:
    """Return what the neighbours say, the nearest first: True names it, False is something else, None nothing."""
    for words in beside:
        if words.deny(entry):
            return False
        if words.settle(entry):
            return True
    return None


def around(text: str, start: int, end: int) -> tuple[list[str], list[str]]:
    """Return the words and marks before and after a span."""
    return (
        _NEAR.findall(text[max(0, start - _WINDOW) : start])[-_CONTEXT:],
        _NEAR.findall(text[end : end + _WINDOW])[:_CONTEXT],
    )


def _beside(place: Surroundings) -> tuple[_Beside, _Beside]:
    """Return the words next to a name, and those next to it with articles and marks left out."""
    before = [word.lower().replace("\u2019", "'") for word in place.before[::-1]]
    after = [word.lower().replace("\u2019", "'") for word in place.after]
    kept_before = [word for word in before if word not in _SKIPPED]
    kept_after = [word for word in after if word not in _SKIPPED]
    return (
        _Beside(_pairs(before, reverse=True), _pairs(after)),
        _Beside(_pairs(kept_before, reverse=True), _pairs(kept_after)),
    )


def _pairs(words: Sequence[str], *, reverse: bool = False) -> frozenset[str]:
    """Return the first word of a side and the first two as they stand in the text."""
    if len(words) < 2:
        return frozenset(words)
    return frozenset((words[0], f"{words[1]} {words[0]}" if reverse else f"{words[0]} {words[1]}"))


def _begins(place: Surroundings) -> bool:
    """Tell whether a sentence begins with the name, so that its capital letter says nothing."""
    return not place.before or place.before[-1] in _ENDS


def _in_a_run(place: Surroundings) -> bool:
    """Tell whether a capitalised word stands beside it, so that it may be part of another name or of a headline."""
    return any(word.isalpha() and word[0].isupper() for word in (*place.before[-1:], *place.after[:1]))


def _shouted(place: Surroundings) -> bool:
    """Tell whether the text around the name is in capitals, so that the name's own say nothing."""
    beside = [word for word in (*place.before[-1:], *place.after[:1]) if word.isalpha() and len(word) > 1]
    if beside and all(word.isupper() for word in beside) and any(len(word) > 3 for word in beside):
        return True
    return _in_capitals(place.text[:_READ], place.written)


@lru_cache(maxsize=256)
def _in_capitals(text: str, name: str) -> bool:
    rest = _NOT_WORDS.sub(" ", text).replace(name, " ")
    letters = sum(map(str.isalpha, rest))
    return letters > 0 and sum(map(str.isupper, rest)) >= _SHOUTING * letters
