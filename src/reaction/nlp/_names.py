"""An index of names: which entity a run of words, a handle, a hashtag, a domain or a ticker stands for."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from reaction.lexicon import read
from reaction.nlp._ambiguous import counts_in_any_case, trimmed_nouns
from reaction.nlp._gazetteer import Entry, packaged, unmarked
from reaction.nlp._tokens import MARK, WORD, cut
from reaction.parallel import without_cycle_search

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reaction.nlp._tokens import Token
    from reaction.story import Actor

_SHORTEST_PLURAL = 4
SHORTEST_TYPO = 8
_SHORTEST_PLAIN = 5
_LONGEST_DOTTED = 5
_ARTICLES = frozenset(
    ["der", "die", "das", "le", "la", "les", "el", "los", "las", "il", "lo", "de", "het", "o", "os"]
)
_NO_RUNS: dict[str, set[tuple[str, str]]] = {}
_ENDINGS = frozenset("adilmnstu")  # letters that apostrophes leave alone, and short words
_END = ""
_LEGAL = re.compile(r"(?i),? (?:inc|corp|corporation|ltd|limited|llc|plc|gmbh)\.?$")


STORY, OWN, PACKAGED, PATTERNS = range(4)
_PREFIX = ("entity", "entity.list", "entity.lexicon", "entity.pattern")


class Name(NamedTuple):
    """A name of an entity: its rule, the mark that says in which spelling it counts, and who knows it.

    ``trimmed`` says that its last word only tells which word is meant, as in "Visa card".
    """

    entity_id: str
    label: str
    rule: str
    mark: str
    written: str
    source: int = STORY
    trimmed: bool = False

    def because(self, reason: str) -> Name:
        """Return the name with another reason in its rule."""
        return self._replace(rule=f"{_PREFIX[self.source]}.{reason}")


class Trigger(NamedTuple):
    """What the presence of a word says: a name for sure, or one if a spelling or a run of words is there too.

    The runs stand by another word of theirs, each with the word that begins it.
    """

    alone: bool
    spellings: tuple[str, ...]
    runs: dict[str, tuple[tuple[str, str], ...]]


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
    first_halves: dict[str, tuple[tuple[str, Name], ...]] = field(default_factory=dict)
    last_halves: dict[str, tuple[tuple[str, Name], ...]] = field(default_factory=dict)
    size: int = 0
    _plain: frozenset[str] | None = None
    _triggers: dict[str, Trigger] | None = None
    _trigger_words: frozenset[str] | None = None
    _added: list[tuple[tuple[str, ...], Name]] = field(default_factory=list)

    def add_name(self, name: Name, *, shared: bool) -> None:
        """Add a name; `shared` says whether several entities may have it, else the first keeps it."""
        tokens = words_of_name(name.written)
        if not tokens:
            return
        self.size += 1
        name = name._replace(written=" ".join(token.written for token in tokens).replace("\u2019", "'"))
        forms = [token.form for token in tokens]
        self._added.append((tuple(forms), name))
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
            for halves, part in ((self.first_halves, last[:half]), (self.last_halves, last[-half:])):
                halves[part] = (*halves.get(part, ()), (last, name))

    def plain(self) -> frozenset[str]:
        """Return the names that a hashtag in small letters may be cut into: long ones that are no words."""
        if self._plain is None:
            self._plain = frozenset(
                key
                for key, names in self.joined.items()
                if len(key) >= _SHORTEST_PLAIN and any(not name.mark for name in names)
            )
        return self._plain

    def triggers(self) -> dict[str, Trigger]:
        """Return the words of which one stands in every text that holds a name: of each name its rarest."""
        if self._triggers is None:
            self._triggers = _triggers(self._added)
        return self._triggers

    def trigger_words(self) -> frozenset[str]:
        """Return the words of :meth:`triggers`, for a quick look."""
        if self._trigger_words is None:
            self._trigger_words = frozenset(self.triggers())
        return self._trigger_words

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
        # One wrong letter leaves the first or the second half of a name as it is.
        short, long = (len(word) - 1) // 2, (len(word) + 1) // 2
        first, last = self.first_halves, self.last_halves
        near = (
            *first.get(word[:short], ()),
            *first.get(word[:long], ()),
            *last.get(word[-short:], ()),
            *last.get(word[-long:], ()),
        )
        if not near or len(word) < SHORTEST_TYPO - 1 or not word.isalpha() or not word.isascii():
            return ()
        # "Halford" is a surname more often than a slip for Halfords.
        found = {
            name.entity_id: name
            for target, name in reversed(near)
            if target[0] == word[0] and target != f"{word}s" and _one_letter_apart(word, target)
        }
        return () if not found or word in _real_words() else tuple(reversed(found.values()))


def _put(table: dict[str, Any], key: str, name: Name, *, shared: bool) -> None:
    held = table.get(key, ())
    if not held:
        table[key] = (name,)
    elif all(other.entity_id != name.entity_id for other in held) and (
        shared or (name.mark == "?" and any(other.mark == "?" for other in held))
    ):
        table[key] = (*held, name)


def _triggers(added: Iterable[tuple[tuple[str, ...], Name]]) -> dict[str, Trigger]:
    added = list(added)
    rank = _ranks()
    counts = Counter(word for forms, _ in added for word in set(forms))
    alone: set[str] = set()
    spellings: defaultdict[str, set[str]] = defaultdict(set)
    runs: defaultdict[str, defaultdict[str, set[tuple[str, str]]]] = defaultdict(lambda: defaultdict(set))
    for forms, name in added:
        word, *others = sorted(forms, key=lambda form: (-rank(form), counts[form], -len(form), form))
        # Names without a mark count in the plural too.
        keys = [word, f"{word}s"] if word == forms[-1] and not name.mark else [word]
        for key in keys:
            if len(forms) > 1:
                for other in [others[0], f"{others[0]}s"] if others[0] == forms[-1] else others[:1]:
                    runs[key][other].add((f" {' '.join(forms)}", forms[0]))
            elif not name.mark or (name.mark == "?" and counts_in_any_case(name.written)):
                alone.add(key)
            else:
                spellings[key].add(name.written)
                if len(name.written) <= _LONGEST_DOTTED and name.written.isupper():
                    spellings[key].add(f"{'.'.join(name.written)}.")  # "U.S." is read as "US"
    return {
        word: Trigger(
            word in alone,
            tuple(sorted(spellings.get(word, ()))),
            {other: tuple(sorted(some)) for other, some in sorted(runs.get(word, _NO_RUNS).items())},
        )
        for word in sorted(alone | spellings.keys() | runs.keys())
    }


@cache
def _ranks() -> Callable[[str], int]:
    """Return a function that ranks words: 0 for the commonest, more for rarer ones."""
    ranks = {word: number for number, word in enumerate(read("common")["words"], start=1)}

    def rank(word: str) -> int:
        if word in _ENDINGS:
            return 1
        # Letters and numbers that stand alone are neither common nor rare.
        return len(ranks) // 4 if len(word) < 2 or word.isdecimal() else ranks.get(word, len(ranks) + 1)

    return rank


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


def index_of(entries: Iterable[Entry], source: int = OWN) -> NameIndex:
    """Index the entries of lists; where two share a name, the earlier keeps it, unless both say that it is ambiguous."""
    index = NameIndex()
    for entry in entries:
        name = Name(entry.id, entry.label, "", "", entry.name, source)
        product = name._replace(label="PRODUCT")
        own = {unmarked(surface)[1].lower() for surface in (entry.name, *entry.aliases)}
        for reason, kind, surfaces in (
            ("name", name, (entry.name,)),
            ("alias", name, entry.aliases),
            ("product", product, entry.products),
        ):
            for surface in surfaces:
                mark, written = unmarked(surface)
                first, _, last = written.lower().rpartition(" ")
                index.add_name(
                    kind.because(reason)._replace(
                        mark=mark or _own_mark(written, entry.label),
                        written=_without_form(written) if entry.label == "COMPANY" else written,
                        trimmed=last in trimmed_nouns() and first in own,
                    ),
                    shared=False,
                )
        for handle in entry.handles:
            index.handles.setdefault(handle.lower(), name.because("handle"))
        for domain in entry.domains:
            index.domains.setdefault(domain.lower(), name.because("domain"))
        for ticker in entry.tickers:
            index.tickers.setdefault(ticker.upper(), name.because("ticker"))
        if entry.parent:
            index.parents[entry.id] = entry.parent
        index.size += len(entry.handles) + len(entry.domains) + len(entry.tickers)
    return index


def _own_mark(written: str, label: str) -> str:
    """Return the mark of names that say by themselves that they count only as written: "US Bank", "Die Welt"."""
    first, _, rest = written.partition(" ")
    if rest and (first == "US" or (label in {"OUTLET", "ORG"} and first.lower() in _ARTICLES)):
        return "="
    return ""


def _without_form(name: str) -> str:
    """Return a name without "Inc." and its like, if more than one word remains: "Apple Inc." is not any apple."""
    short = _LEGAL.sub("", name)
    return short if " " in short else name


@cache
def packaged_index() -> NameIndex:
    """Return the index of the packaged lists: built once, not to be changed."""
    with without_cycle_search():
        index = index_of(packaged(), PACKAGED)
        index.triggers()
    return index


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
