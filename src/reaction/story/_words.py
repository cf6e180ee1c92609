"""Finds words and phrases in many texts: whole words, in any case, in time linear in the text."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

# Scripts written without spaces between words.
_UNSPACED = ("CJK ", "HIRAGANA", "KATAKANA", "THAI", "LAO ", "KHMER", "MYANMAR")
_BATCH = 1 << 16  # texts that are Python objects at one time


def folded(text: str) -> str:
    """Return a text in the form in which words are compared: compatible characters, no case."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return text.replace("\u2018", "'").replace("\u2019", "'").replace("\u02bc", "'")


def search(texts: pa.Array, terms: Sequence[str]) -> list[np.ndarray[Any, np.dtype[np.bool_]]]:
    """Tell for every term which texts hold it.

    Texts and terms are compared without regard to case, compatible characters (NFKC) or the kind of
    apostrophe. A space in a term stands for any white space, and a term must stand as a whole word, except
    beside letters of scripts that are written without spaces.
    """
    # A plain search for the longest word goes first: it is ten times as fast as the pattern.
    rules = [(max(folded(term).split(), key=len), _pattern(term)) for term in terms]
    found = [np.zeros(len(texts), dtype=bool) for _ in terms]
    for start in range(0, len(texts), _BATCH):
        batch = [folded(text) if text else "" for text in texts[start : start + _BATCH].to_pylist()]
        for hit, (word, pattern) in zip(found, rules, strict=True):
            rows = [row for row, text in enumerate(batch, start) if word in text and pattern.search(text)]
            hit[rows] = True
    return found


def _pattern(term: str) -> re.Pattern[str]:
    words = folded(term).split()
    body = r"\s+".join(map(re.escape, words))
    # Python's \w leaves out the marks that many scripts write as part of a letter.
    within = rf"[\w{_marks()}]"
    before = "" if _is_unspaced(words[0][0]) else f"(?<!{within})"
    after = "" if _is_unspaced(words[-1][-1]) else f"(?!{within})"
    return re.compile(f"{before}{body}{after}")


@cache
def _marks() -> str:
    """Return the combining marks as the inside of a character class; emoji selectors are none."""
    marks = [c for c in range(0x300, 0xFE00) if unicodedata.category(chr(c)) in {"Mn", "Mc"}]
    starts = [c for c, before in zip(marks, [0, *marks], strict=False) if c != before + 1]
    ends = [c for c, after in zip(marks, [*marks[1:], 0], strict=True) if c + 1 != after]
    return "".join(f"{chr(a)}-{chr(b)}" for a, b in zip(starts, ends, strict=True))


def _is_unspaced(character: str) -> bool:
    return unicodedata.name(character, "").startswith(_UNSPACED)
