"""Finds hashtags and cuts them into words: by their capitals, else by words that are known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TAG = re.compile(r"(?<![\w/&])[#\uff03](\w{1,200})")
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]+|[a-z]+|\d+|[^\W\d_A-Za-z]+")
_LONGEST = 60
_GLUE = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "at",
        "be",
        "by",
        "do",
        "for",
        "from",
        "he",
        "how",
        "in",
        "is",
        "it",
        "me",
        "my",
        "no",
        "not",
        "of",
        "off",
        "on",
        "or",
        "our",
        "out",
        "so",
        "stop",
        "that",
        "the",
        "their",
        "they",
        "this",
        "to",
        "up",
        "us",
        "vs",
        "we",
        "who",
        "why",
        "with",
        "you",
        "your",
        "now",
        "never",
        "always",
        "against",
        "all",
        "from",
        "end",
        "let",
        "lets",
    ]
)


def find(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and body of every hashtag of a text."""
    for match in _TAG.finditer(text):
        yield match.start(), match.end(), match[1]


def joined(surface: str) -> str:
    """Return a name as it stands in a hashtag: lower case, letters and digits only."""
    return re.sub(r"[\W_]+", "", surface).lower()


def vocabulary(words: Iterable[str]) -> frozenset[str]:
    """Return the words that hashtags may be cut into."""
    return _GLUE | {word for surface in words if (word := joined(surface))}


def split(tag: str, words: frozenset[str]) -> list[str]:
    """Cut a hashtag into words; one that can't be cut stays whole.

    A body of small letters (or capitals) is cut only if all of it is known words, with as few as possible;
    so ``justice`` is never cut into ``just`` and ``ice`` unless both are in the vocabulary.
    """
    camel = _PARTS.findall(tag)
    if len(camel) > 1 and not (tag.isupper() or tag.islower()):
        return [piece for part in camel for piece in _known(part, words)]
    return _known(tag, words)


def _known(part: str, words: frozenset[str]) -> list[str]:
    body = part.lower()
    if body in words or not body.isalnum() or len(body) > _LONGEST:
        return [part]
    # best[i]: the fewest words that make up the first i letters.
    best: list[list[str] | None] = [[]] + [None] * len(body)
    for end in range(1, len(body) + 1):
        for start in range(max(0, end - 24), end):
            before = best[start]
            if before is not None and body[start:end] in words:
                held = best[end]
                if held is None or len(before) + 1 < len(held):
                    best[end] = [*before, part[start:end]]
    return best[len(body)] or [part]
