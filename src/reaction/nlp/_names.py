"""An index of names: which entity a run of words, a handle, a hashtag, a domain or a ticker stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from reaction.lexicon import read
from reaction.nlp._ambiguous import counts_in_any_case
from reaction.nlp._gazetteer import Entry, packaged, unmarked
from reaction.nlp._tokens import MARK, WORD, cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reaction.nlp._tokens import Token
    from reaction.story import Actor

_SHORTEST_PLURAL = 4
SHORTEST_TYPO = 8
_SHORTEST_PLAIN = 5
_LONGEST_DOTTED = 5
_END = ""
_LEGAL = re.compile(r"(?i),? (?:inc|corp|corporation|ltd|limited|llc|plc|gmbh)\.?$")


class Name(NamedTuple):
    """A name of an entity: its rule, and the mark that says in which spelling it counts."""

    entity_id: str
    label: str
    rule: str
    mark: str
    written: str


class First(NamedTuple):
    """What a text must hold, besides the first word of names: nothing, a spelling, or one of the next words."""

    alone: bool
    spellings: tuple[str, ...]
    following: frozenset[str]


@dataclass
class NameIndex:
    """Names by their words, and handles, tags, domains and tickers by their text."""

    words: dict[str, Any] = field(default_factory=dict)
    joined: dict[str, tuple[Name, ...]] = field(default_factory=dict)
    handles: dict[str, Name] = field(default_factory=dict)
    tags: dict[str, tuple[Name, ...]] = field(default_factory=dict)
    domains: dict[str, Name] = field(default_factory=dict)
    tickers: dict[str, Name] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    typos: dict[tuple[bool, str], tuple[tuple[str, Name], ...]] = field(default_factory=dict)
    size: int = 0
    _plain: frozenset[str] | None = None
    _firsts: dict[str, First] | None = None

    def add_name(self, name: Name, *, shared: bool) -> None:
        """Add a name; `shared` says whether several entities may have it, else the first keeps it."""
        tokens = words_of_name(name.written)
        if not tokens:
            return
        self.size += 1
        name = name._replace(written=" ".join(token.written for token in tokens).replace("\u2019", "'"))
        forms = [token.form for token in tokens]
        keys = [forms]
        last = tokens[-1].form
        if not name.mark and last.isalpha() and len(last) >= _SHORTEST_PLURAL and not last.endswith("s"):
            keys.append([*forms[:-1], f"{last}s"])
        for key in keys:
            node = self.words
            for form in key:
                node = node.setdefault(form, {})
            _put(node, _END, name, shared=shared)
        _put(self.joined, "".join(forms), name, shared=shared)
        if not name.mark and len(forms) == 1 and len(last) >= SHORTEST_TYPO and last.isalpha():
            half = len(last) // 2
            for side in ((True, last[:half]), (False, last[-half:])):
                self.typos[side] = (*self.typos.get(side, ()), (last, name))

    def plain(self) -> frozenset[str]:
        """Return the names that a hashtag in small letters may be cut into: long ones that are no words."""
        if self._plain is None:
            self._plain = frozenset(
                key
                for key, names in self.joined.items()
                if len(key) >= _SHORTEST_PLAIN and any(not name.mark for name in names)
            )
        return self._plain

    def firsts(self) -> dict[str, First]:
        """Return for each word that begins a name what else a text must hold for the name to be in it."""
        if self._firsts is None:
            self._firsts = {word: _first(node) for word, node in self.words.items()}
        return self._firsts

    def names_at(self, forms: Sequence[str]) -> tuple[Name, ...]:
        """Return the names that are exactly these words."""
        node = self.words
        for form in forms:
            if form not in node:
                return ()
            node = node[form]
        found: tuple[Name, ...] = node.get(_END, ())
        return found

    def typo_of(self, word: str) -> tuple[Name, ...]:
        """Return the long names of one word that a word is one letter away from: missing, added, other or swapped.

        Letters of other alphabets that look alike are no typos, nor are the words of the lexicon ``typos``.
        """
        if len(word) < SHORTEST_TYPO - 1 or not word.isalpha() or not word.isascii() or word in _real_words():
            return ()
        found: dict[str, Name] = {}
        # One wrong letter leaves the first or the second half of a name as it is.
        for half in {(len(word) - 1) // 2, (len(word) + 1) // 2}:
            for key in ((True, word[:half]), (False, word[-half:])):
                for target, name in self.typos.get(key, ()):
                    # "Halford" is a surname more often than a slip for Halfords.
                    if target[0] == word[0] and target != f"{word}s" and _one_letter_apart(word, target):
                        found.setdefault(name.entity_id, name)
        return tuple(found.values())


def _put(table: dict[str, Any], key: str, name: Name, *, shared: bool) -> None:
    held = table.get(key, ())
    if not held:
        table[key] = (name,)
    elif all(other.entity_id != name.entity_id for other in held) and (
        shared or (name.mark == "?" and any(other.mark == "?" for other in held))
    ):
        table[key] = (*held, name)


def _first(node: Mapping[str, Any]) -> First:
    names: tuple[Name, ...] = node.get(_END, ())
    spellings = {name.written for name in names}
    # "U.S." is read as "US".
    spellings |= {
        f"{'.'.join(name)}." for name in spellings if len(name) <= _LONGEST_DOTTED and name.isupper()
    }
    return First(
        any(not name.mark or (name.mark == "?" and counts_in_any_case(name.written)) for name in names),
        tuple(sorted(spellings)),
        frozenset(node) - {_END},
    )


def words_of_name(written: str) -> list[Token]:
    """Return the words of a name."""
    return [token for piece in written.split(" ") for token in cut(piece) if token.kind in {WORD, MARK}]


@cache
def _real_words() -> frozenset[str]:
    """Return the English words and surnames that are one letter away from a name of the lists."""
    return frozenset(read("typos")["words"])


def _one_letter_apart(a: str, b: str) -> bool:
    """Tell whether one letter is missing, added or other, or two neighbours are swapped."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    i = 0
    while i < min(len(a), len(b)) and a[i] == b[i]:
        i += 1
    if len(a) == len(b):
        return a[i + 1 :] == b[i + 1 :] or (a[i : i + 2] == b[i : i + 2][::-1] and a[i + 2 :] == b[i + 2 :])
    return a[i + 1 :] == b[i:] if len(a) > len(b) else a[i:] == b[i + 1 :]


def index_of(entries: Iterable[Entry], source: str = "entity.list") -> NameIndex:
    """Index the entries of lists; where two share a name, the earlier keeps it, unless both say that it is ambiguous."""
    index = NameIndex()
    for entry in entries:
        for rule, surfaces in (
            (f"{source}.name", (entry.name,)),
            (f"{source}.alias", entry.aliases),
            (f"{source}.product", entry.products),
        ):
            label = "PRODUCT" if rule.endswith("product") else entry.label
            for surface in surfaces:
                mark, written = unmarked(surface)
                index.add_name(Name(entry.id, label, rule, mark, _without_form(written)), shared=False)
        name = Name(entry.id, entry.label, "", "", entry.name)
        for handle in entry.handles:
            index.handles.setdefault(handle.lower(), name._replace(rule=f"{source}.handle"))
        for domain in entry.domains:
            index.domains.setdefault(domain.lower(), name._replace(rule=f"{source}.domain"))
        for ticker in entry.tickers:
            index.tickers.setdefault(ticker.upper(), name._replace(rule=f"{source}.ticker"))
        if entry.parent:
            index.parents[entry.id] = entry.parent
        index.size += len(entry.handles) + len(entry.domains) + len(entry.tickers)
    return index


def _without_form(name: str) -> str:
    """Return a name without "Inc." and its like, if more than one word remains: "Apple Inc." is not any apple."""
    short = _LEGAL.sub("", name)
    return short if " " in short else name


@cache
def packaged_index() -> NameIndex:
    """Return the index of the packaged lists: built once, not to be changed."""
    return index_of(packaged(), "entity.lexicon")


def index_of_actors(actors: Sequence[Actor]) -> NameIndex:
    """Index a story's actors; several may share a name."""
    index = NameIndex()
    for actor in actors:
        label = actor.kind.upper()
        exact = set(actor.case_sensitive)
        for rule, surface in _surfaces(actor):
            mark = "?" if surface in exact else ""
            index.add_name(Name(actor.id, label, rule, mark, surface), shared=True)
        name = Name(actor.id, label, "entity.handle", "", actor.name)
        for handle in actor.handles:
            index.handles.setdefault(handle.lower(), name)
        for tag in actor.hashtags:
            key = tag.lower()
            index.tags[key] = (*index.tags.get(key, ()), name._replace(rule="entity.hashtag"))
        for domain in actor.domains:
            index.domains.setdefault(domain.lower(), name._replace(rule="entity.domain"))
    return index


def _surfaces(actor: Actor) -> Iterable[tuple[str, str]]:
    for alias in dict.fromkeys((*actor.aliases, *actor.case_sensitive)):
        if alias != actor.name and alias not in actor.products:
            yield "entity.alias", alias
    yield "entity.name", actor.name
    for product in actor.products:
        yield "entity.product", product


def same_entities(actors: Sequence[Actor], index: NameIndex) -> dict[str, str]:
    """Return which entities of the lists are actors of the story, by handle, domain or unambiguous name."""
    same: dict[str, str] = {}
    for actor in actors:
        found = [index.handles.get(handle.lower()) for handle in actor.handles]
        found += [index.domains.get(domain.lower()) for domain in actor.domains]
        for surface in (actor.name, *actor.aliases):
            names = index.names_at([token.form for token in words_of_name(surface)])
            found += [name for name in names if name.mark != "?" and not name.rule.endswith("product")]
        names = index.names_at([token.form for token in words_of_name(actor.name)])
        found += [name for name in names if name.label == actor.kind.upper() and name.written == actor.name]
        for name in found:
            if name is not None and name.label in {actor.kind.upper(), "ORG"}:
                same.setdefault(name.entity_id, actor.id)
    return same
