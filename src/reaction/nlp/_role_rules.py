"""The rules of roles, and what they read: a text in one spelling, with the words of the lists marked."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from reaction.lexicon import read, rules
from reaction.nlp._jobwords import JobWords, Spelt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reaction.lexicon import Rule

_FIELDS = ("bio", "profile", "name", "text")
SENTENCE = re.compile(r"(?i)(?<!\bfmr)(?<!prev)(?<!\bret)(?<!\bretd)[.!?;][\"')\u201d]{0,2}\s|[|\n]")
_STATEMENT = re.compile(r",|\s(?:and|&|/|\+)\s")
_MARKER_COMMA = re.compile(r"(?i)\b(previously|formerly|past|prev|former|ex)\s?[,:]")
BEFORE, NEGATED = 60, 16  # characters
LONGEST = 2_000  # characters of a profile that are read
_WORDS = re.compile(r"\w+")
_HALF = re.compile("[\ud800-\udfff]")
_BOTH = 3  # a word of a rule, and one of the author
_LONGEST_PIECE, _MOST_PIECES = 24, 1 << 15
_FORMERLY = {"employee": "former_employee", "former_employee": "former_employee", "press": "former_employee"}


@cache
def _job_words() -> JobWords:
    lexicon = read("roles")
    return JobWords(lexicon["lists"], lexicon["marked"], lexicon["never"])


@cache
def demonyms() -> dict[str, str]:
    """Return the ids of organisations by what their people call themselves."""
    lists = read("roles")["lists"]
    pairs = (item.split(" ", 1) for item in (*lists["demonym"], *lists["former_demonym"]))
    return {word: entity for entity, word in pairs}


@cache
def rule_sets() -> dict[str, _Rules]:
    """Return the rules by the field that they read."""
    lexicon = dict(read("roles"))
    marks = tuple(f"<{name.upper()}>" for name in lexicon["marked"])
    tables = lexicon["rule"]
    on_marks = [table for table in tables if any(mark in table["pattern"] for mark in marks)]
    on_plain = [table for table in tables if table not in on_marks]
    macros = {**lexicon["macros"], **_job_words().macros()}
    marked = rules({**lexicon, "rule": on_marks, "macros": macros}, "roles.toml")
    plain = rules({**lexicon, "rule": on_plain}, "roles.toml")
    return {field: _Rules(plain, marked, field) for field in _FIELDS}


@cache
def context() -> dict[str, re.Pattern[str]]:
    """Return the patterns of the words around a match."""
    return {key: re.compile(pattern, re.IGNORECASE) for key, pattern in read("roles")["context"].items()}


@cache
def more_pattern() -> re.Pattern[str]:
    """Return what continues a list of organisations."""
    org = read("roles")["macros"]["ORG"].replace("<CAP>", read("roles")["macros"]["CAP"])
    after = read("roles")["macros"]["AFTER"]
    joint = r"(?:\s{0,2}[,&+]\s{0,2}(?:and\s|&\s)?|/(?=\S)|\s/\s(?=@)|\s(?:and|y|et|und)\s|\s{1,2}(?=@))"
    return re.compile(rf"{joint}(?:at\s|@\s)?(?:the\s)?{org}{after}", re.IGNORECASE)


class _Rules:
    """Rules of one field by their trigger words; `marked` ones look for marks of the lists."""

    def __init__(self, plain: Iterable[Rule], marked: Iterable[Rule], field: str) -> None:
        found = [(rule, False) for rule in plain] + [(rule, True) for rule in marked]
        self.rules = tuple(pair for pair in found if field in pair[0].fields)
        by_word: dict[str, list[int]] = {}
        for number, (rule, _) in enumerate(self.rules):
            for word in rule.words:
                by_word.setdefault(word, []).append(number)
        self._by_word = by_word
        self._words = frozenset(by_word)

    def near(self, words: set[str]) -> list[tuple[Rule, bool]]:
        """Return the rules of which a word is there, and whether they look for marks."""
        numbers = {number for word in words & self._words for number in self._by_word[word]}
        return [self.rules[number] for number in sorted(numbers)]


class OwnWords:
    """Tells cheaply whether a text may say something of its author: most texts do not."""

    def __init__(self) -> None:
        found = frozenset(word for rule, _ in rule_sets()["text"].rules for word in rule.words)
        self._bits = dict.fromkeys(found, 1)
        for word in read("roles")["lists"]["self"]:
            self._bits[word] = self._bits.get(word, 0) | 2
        self._pieces: dict[str, int] = {}

    def may_speak(self, text: str) -> bool:
        """Tell whether a text has a word of a rule, and one that an author says of himself or herself."""
        bits = 0
        known = self._pieces
        for piece in text.split(" "):
            held = known.get(piece)
            bits |= self._read(piece) if held is None else held
        return bits == _BOTH

    def _read(self, piece: str) -> int:
        bits = 0
        for word in _WORDS.findall(piece if piece.isascii() else Spelt(piece).plain):
            bits |= self._bits.get(word.lower(), 0)
        if len(piece) <= _LONGEST_PIECE:
            if len(self._pieces) >= _MOST_PIECES:
                self._pieces.clear()
            self._pieces[piece] = bits
        return bits


def whole(text: str) -> str:
    """Return a text without halves of characters, which no table can hold."""
    return text if text.isascii() else _HALF.sub("\ufffd", text)


class Place(NamedTuple):
    """A text as it is read: in one spelling, and with the words of the lists marked."""

    field: str
    spelt: Spelt
    plain: str
    shadow: str
    words: set[str]


def place_of(text: str, field: str) -> Place:
    """Return a text as the rules read it."""
    spelt = Spelt(text)
    shadow, words = _job_words().mark(spelt.plain)
    words |= {
        part for word in words if "'" in word or "\u2019" in word for part in re.split("['\u2019]", word)
    }
    words.add("^")
    if "@" in text:
        words.add("@")
    return Place(field, spelt, spelt.plain, shadow, words)


@cache
def org_pattern() -> re.Pattern[str]:
    """Return what may be an organisation, anywhere."""
    macros = read("roles")["macros"]
    return re.compile(rf"(?<!\w){macros['ORG'].replace('<CAP>', macros['CAP'])}", re.IGNORECASE)


def tense(role: str | None, text: str, start: int) -> str | None:
    """Return the role in its tense, or None where the words before the match deny it."""
    before = text[max(0, start - BEFORE) : start]
    before = SENTENCE.split(before)[-1]
    around = context()
    if now := list(around["now"].finditer(before)):
        before = before[now[-1].end() :]
    before = _MARKER_COMMA.sub(r"\1 ", before)
    # What lies between commas is one statement: "ex-reporter, engineer at Acme".
    near = before.rsplit(",", 1)[-1]
    if around["denied"].search(near) or around["related"].search(_STATEMENT.split(near)[-1]):
        return None
    if role != "former_employee" and around["former"].search(near):
        return _FORMERLY.get("employee" if role == "staff" else role or "")
    return role


def is_not_own(place: Place, role: str | None, start: int, end: int, at: int) -> bool:
    """Tell whether the words around a job say that it is another's, was only wanted, or is no fact."""
    text, around = place.plain, context()
    before = SENTENCE.split(text[max(0, start - BEFORE) : start])[-1].rsplit(",", 1)[-1]
    marked = f"{before}\u00a6{text[start:end]}"
    if place.field == "text":
        said = SENTENCE.split(text[max(0, start - BEFORE) : start])[-1]
        return bool(
            around["doubted"].search(f"{said}\u00a6") or around["asked"].search(text[end : end + BEFORE + 1])
        )
    keys = (
        ("others", "wanted", "whose") if role in {"employee", "press", "politician"} else ("others", "wanted")
    )
    return any(around[key].search(marked) for key in keys) or bool(
        around["told_of"].search(text[at : at + 2 * BEFORE])
    )


def is_over(text: str, at: int) -> bool:
    """Tell whether the words after the organisation at a place say that the job is over: "(former)"."""
    return context()["over"].search(text[at : at + 2 * BEFORE]) is not None


def is_past(text: str, start: int) -> bool:
    """Tell whether the sentence before a place is a list of what was: "Formerly Acme, Contoso"."""
    before = SENTENCE.split(text[max(0, start - BEFORE) : start])[-1]
    return context()["was"].search(before) is not None


def is_of_others(text: str, start: int) -> bool:
    """Tell whether the words before a place say that what stands there was left, or is somebody else's."""
    near = SENTENCE.split(text[max(0, start - BEFORE) : start])[-1]
    return any(context()[key].search(near) for key in ("was", "related", "denied"))
