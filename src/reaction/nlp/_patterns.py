"""Names that no list has, by a word that says what they are: "Hillford Police", "University of Hillford"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from reaction.lexicon import LexiconError, read
from reaction.nlp._names import PATTERNS, Name
from reaction.nlp._tokens import MARK, WORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reaction.nlp._tokens import Token

_KEYS = frozenset({"id", "label", "last", "first", "hit", "miss"})
_LONGEST = 5
_LATIN = re.compile(r"[A-Za-z]")
_ALIKE = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")  # Greek and Cyrillic


class Piece(Protocol):
    """Tokens that stand together, and which of them may end or begin a name."""

    @property
    def tokens(self) -> tuple[Token, ...]:
        """Return the tokens."""

    @property
    def heads(self) -> tuple[int, ...]:
        """Return the places of those that may end or begin a name."""


@dataclass(frozen=True)
class Head:
    """Words that end a name, or begin one, and what the name then is."""

    id: str
    label: str
    words: tuple[str, ...]
    leads: bool


class NamePatterns:
    """Finds capitalised words that end in a word such as "Police", or begin with words such as "University of"."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        self._never = frozenset(lexicon["lists"]["never"])
        self._joining = frozenset(lexicon["lists"]["joining"])
        self._heads: dict[str, list[Head]] = {}
        for number, table in enumerate(lexicon["pattern"], start=1):
            place = f"patterns.toml, pattern {number}"
            if unknown := sorted(set(table) - _KEYS):
                raise LexiconError(f"{place}: unknown key {unknown[0]!r}.")
            for key in ("last", "first"):
                for phrase in table.get(key, ()):
                    words = tuple(phrase.replace("'", "").split(" "))
                    # The last word of what ends a name, the first of what begins one, tells where to look.
                    trigger = words[-1] if key == "last" else words[0]
                    head = Head(table["id"], table["label"], words, key == "first")
                    self._heads.setdefault(trigger, []).append(head)
        for heads in self._heads.values():
            heads.sort(key=lambda head: (-len(head.words), head.id))

    def is_head(self, token: Token) -> bool:
        """Tell whether a name may end or begin with a token."""
        known = token.form in self._heads or token.base in self._heads
        return known and token.written[:1].isupper()

    def may_be_in(self, text: str, words: set[str]) -> bool:
        """Tell whether a text of these words may hold a name: one that ends or begins it is capitalised."""
        return any(word.capitalize() in text or word.upper() in text for word in self._heads.keys() & words)

    def find(
        self, text: str, pieces: Sequence[Piece], chunks: Sequence[str]
    ) -> Iterator[tuple[int, int, Name]]:
        """Yield start, end and name of every match in a text that is cut into pieces."""
        line = _Line(text, pieces, chunks)
        if _in_capitals(line.tokens):
            return
        for i in line.heads:
            token = line.tokens[i]
            for head in self._heads.get(token.form) or self._heads[token.base]:
                span = self._leading(line, i, head) if head.leads else self._ending(line, i, head)
                if span is not None and not any(map(_mixed, line.tokens[span[0] : span[1] + 1])):
                    start, end = line.start(span[0]), line.end(span[1], base=True)
                    yield start, end, Name("", head.label, head.id, "", text[start:end], PATTERNS)
                    break

    def _ending(self, line: _Line, last: int, head: Head) -> tuple[int, int] | None:
        first = last - len(head.words) + 1
        if first < 1 or not line.has(first, head.words):
            return None
        begin = first
        while begin > 0 and first - begin < _LONGEST and line.beside(begin - 1):
            before = line.tokens[begin - 1]
            if before.form in self._joining and begin - 1 > 0 and line.beside(begin - 2):
                if not self._capital(line.tokens[begin - 2]) or before.form == "the":
                    break
                begin -= 2
            elif self._capital(before):
                begin -= 1
            else:
                break
        while begin < first and line.tokens[begin].form in self._never:
            begin += 1
        if begin == first or line.titled(begin, last):
            return None
        return begin, last

    def _leading(self, line: _Line, first: int, head: Head) -> tuple[int, int] | None:
        last = first + len(head.words) - 1
        if last + 1 >= len(line.tokens) or not line.has(first, head.words) or not line.beside(last):
            return None
        end = last
        while end + 1 < len(line.tokens) and end - last < _LONGEST and line.beside(end):
            after = line.tokens[end + 1]
            if self._capital(after):
                end += 1
            elif (
                after.form in self._joining
                and end + 2 < len(line.tokens)
                and line.beside(end + 1)
                and self._capital(line.tokens[end + 2])
            ):
                end += 2
            else:
                break
        return (first, end) if end > last else None

    def _capital(self, token: Token) -> bool:
        return token.kind == WORD and token.written[:1].isupper() and len(token.written) > 1


class _Line:
    """A text as one row of tokens, with their places and the places of those that may end or begin a name."""

    def __init__(self, text: str, pieces: Sequence[Piece], chunks: Sequence[str]) -> None:
        self._text = text
        self.tokens: list[Token] = []
        self.heads: list[int] = []
        self._offsets: list[int] = []
        place = 0
        for piece, chunk in zip(pieces, chunks, strict=True):
            self.heads += [len(self.tokens) + i for i in piece.heads]
            self.tokens += piece.tokens
            self._offsets += [place] * len(piece.tokens)
            place += len(chunk) + 1

    def start(self, i: int) -> int:
        return self._offsets[i] + int(self.tokens[i].start)

    def end(self, i: int, *, base: bool = False) -> int:
        token = self.tokens[i]
        return self._offsets[i] + int(token.base_end if base else token.end)

    def beside(self, i: int) -> bool:
        """Tell whether token i and the next are words with a space between them."""
        if i < 0 or i + 1 >= len(self.tokens):
            return False
        here, after = self.tokens[i], self.tokens[i + 1]
        if here.kind not in {WORD, MARK} or after.kind not in {WORD, MARK} or here.base != here.form:
            return False
        gap = self._text[self.end(i) : self.start(i + 1)]
        return gap in {" ", "-"} or (gap == ". " and here.written in {"St", "Mt", "Ft", "Dr"})

    def has(self, first: int, words: Sequence[str]) -> bool:
        """Tell whether these words stand here, each beside the next, those of any weight capitalised."""
        if first < 0 or first + len(words) > len(self.tokens):
            return False
        return all(
            (
                self.tokens[first + n].form == word
                or (n == len(words) - 1 and self.tokens[first + n].base == word)
            )
            and (len(word) < 4 or self.tokens[first + n].written[:1].isupper())
            and (
                n == 0
                or self.beside(first + n - 1)
                or self.tokens[first + n - 1].base != self.tokens[first + n - 1].form
            )
            for n, word in enumerate(words)
        )

    def titled(self, first: int, last: int) -> bool:
        """Tell whether the words around are capitalised too, as in a headline, so that capitals say nothing."""
        around = [*self.tokens[max(0, first - 3) : first], *self.tokens[last + 1 : last + 4]]
        words = [token.written for token in around if token.kind == WORD and len(token.written) > 3]
        return len(words) >= 3 and all(word[:1].isupper() for word in words)


def _mixed(token: Token) -> bool:
    """Tell whether a word mixes Latin letters with those of an alphabet that looks alike."""
    written = token.written
    return not written.isascii() and bool(_LATIN.search(written)) and bool(_ALIKE.search(written))


def _in_capitals(tokens: Sequence[Token]) -> bool:
    words = [token.written for token in tokens[:200] if token.kind == WORD and len(token.written) > 1]
    return len(words) > 2 and sum(word.isupper() for word in words) > 0.6 * len(words)


@cache
def name_patterns() -> NamePatterns:
    """Return the packaged patterns."""
    return NamePatterns(read("patterns"))
