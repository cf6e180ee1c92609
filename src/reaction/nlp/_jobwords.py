"""Prepares a profile for the rules: one spelling for what looks the same, and a mark on each word of the lists.

Trying hundreds of job words at every place of a text is what makes rules slow. Here each word is looked up once,
and its first letter replaced by a letter that says which lists hold it: a rule then looks for that letter.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Yi syllables: letters, so that word boundaries stay; without case; and hardly met in profiles.
_FIRST = 0xA000
_MOST_LISTS = 8
_LAST = _FIRST + 2 * (1 << _MOST_LISTS)
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_LINK = re.compile(r"(?i)\bhttps?://[^\s|]{1,500}")
_BREAK = "|"
_HEART = "\u2665"
_HEARTS = frozenset(
    "\u2661\u2665\u2764\U0001f499\U0001f49a\U0001f49b\U0001f49c\U0001f5a4\U0001f495\U0001f496\U0001f90d"
)
_KEPT = frozenset("\u2018\u2019\u201c\u201d")
_RULED_OFF = str.maketrans({"~": _BREAK, "\t": " ", "\r": " "})


class _Spelling(dict[int, str]):
    """What to write for each character: compatibility forms folded, unseen ones left out, symbols as breaks."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = found = _spelt(character)
        return found


def _spelt(character: str) -> str:
    code = ord(character)
    if character.isascii() or character in _KEPT:
        return character
    if character in _HEARTS:
        return _HEART
    category = unicodedata.category(character)
    if category in {"Cf", "Mn", "Cs", "Me"}:
        return "" if category != "Mn" or 0xFE00 <= code <= 0xFE0F else character
    if (
        category in {"So", "Sk", "Pd", "Sm", "Cn", "Co"}
        or character in "\u2022\u00b7\u2027\u22c5\u30fb\u2016\u00a6\u00bb\u00ab\u203a"
    ):
        return " " if character in "\u2122\u00ae\u00a9" else _BREAK
    if _FIRST <= code < _LAST:
        return "\u4e00"
    return unicodedata.normalize("NFKC", character)


_SPELLING = _Spelling()
_MOST_KEPT = 1 << 14


class Spelt:
    """A text in one spelling, and where its characters stood."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._offsets: list[int] | None = None
        if not text.isascii():
            if len(_SPELLING) > _MOST_KEPT:
                _SPELLING.clear()
            if any(len(_SPELLING[ord(character)]) != 1 for character in set(text)):
                pieces = [_SPELLING[ord(character)] for character in text]
                self._offsets = [at for at, piece in enumerate(pieces) for _ in piece]
                self._offsets.append(len(text))
                text = "".join(pieces)
            else:
                text = text.translate(_SPELLING)
        # Each of these keeps the length.
        text = text.translate(_RULED_OFF) if "~" in text or "\t" in text or "\r" in text else text
        for mark in (" - ", " \u2013 "):
            text = text.replace(mark, " | ")
        if "://" in text:
            text = _LINK.sub(lambda link: _BREAK + " " * (len(link[0]) - 1), text)
        self.plain = text.replace(" // ", " |  ").replace(" -- ", " |  ").replace(" :: ", " |  ")

    def span(self, start: int, end: int) -> tuple[int, int, str]:
        """Return a span of the text as it was, and its words there."""
        if self._offsets is not None:
            last = self._offsets[end - 1] + 1 if end > start else self._offsets[end]
            start, end = self._offsets[start], last
        return start, end, self.text[start:end]


class JobWords:
    """Marks words by the lists that hold them."""

    def __init__(
        self, lists: Mapping[str, Sequence[str]], marked: Sequence[str], never: Mapping[str, Sequence[str]]
    ):
        self._bit = {name: 1 << place for place, name in enumerate(marked[:_MOST_LISTS])}
        phrases: dict[tuple[str, ...], int] = {}
        for name in self._bit:
            for item in lists[name]:
                words = tuple(_WORD.findall(item.lower()))
                words = words[1:] if name == "demonym" else words
                phrases[words] = phrases.get(words, 0) | self._bit[name]
        taken: dict[tuple[str, ...], int] = {}
        for name, items in never.items():
            for item in items:
                words = tuple(_WORD.findall(item.lower()))
                taken[words] = taken.get(words, 0) | self._bit[name]
        self._by_last: dict[str, list[tuple[tuple[str, ...], int, int]]] = {}
        for words in {**phrases, **taken}:
            held = self._by_last.setdefault(words[-1], [])
            held.append((words[:-1], phrases.get(words, 0), taken.get(words, 0)))

    def macros(self) -> dict[str, str]:
        """Return what a pattern writes for each list, and for a capital letter or digit."""
        full = range(1 << len(self._bit))
        found = {
            name.upper(): f"[{''.join(chr(_FIRST + 2 * mask + cap) for mask in full if mask & bit for cap in (0, 1))}]"
            r"\w{0,24}"
            for name, bit in self._bit.items()
        }
        capitals = "".join(chr(_FIRST + 2 * mask + 1) for mask in full)
        found["CAP"] = f"[A-Z0-9\u00c0-\u00d6\u00d8-\u00de{capitals}]"
        return found

    def mark(self, text: str) -> tuple[str, set[str]]:
        """Return the text with marks, as long as before, and its words in lower case."""
        low = text.lower()
        if len(low) != len(text):
            low = "".join(lower if len(lower := character.lower()) == 1 else character for character in text)
        places = [match.span() for match in _WORD.finditer(low)]
        words = [low[start:end] for start, end in places]
        shadow: list[str] | None = None
        for i, word in enumerate(words):
            held = self._by_last.get(word)
            if held is None:
                continue
            mask = lost = 0
            for before, given, taken in held:
                n = len(before)
                if n == 0 or (
                    n <= i
                    and tuple(words[i - n : i]) == before
                    and places[i][0] - places[i - n][0] <= _length(before)
                ):
                    mask |= given
                    lost |= taken
            mask &= ~lost
            if mask:
                if shadow is None:
                    shadow = list(text)
                start = places[i][0]
                shadow[start] = chr(_FIRST + 2 * mask + (not text[start].islower()))
        return ("".join(shadow) if shadow is not None else text), set(words)


def _length(words: Sequence[str]) -> int:
    """Return how long words are with one character between them, and a blank to spare."""
    return sum(len(word) + 1 for word in words) + 1
