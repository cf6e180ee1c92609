"""Replaces emoji by their descriptions, as vaderSentiment does, and leads back to the places in the text."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Described(NamedTuple):
    """A text with descriptions for its emoji; piece i starts at `starts[i]` and stands for `sources[i]`."""

    text: str
    starts: list[int]
    sources: list[int]
    is_emoji: list[bool]

    def source(self, start: int, end: int) -> tuple[int, int, bool]:
        """Return the span of the original text behind one word, and whether an emoji is in it."""
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, end - 1) - 1
        begin, stop = self.sources[first], self.sources[last] + 1
        if not self.is_emoji[first]:
            begin += start - self.starts[first]
        if not self.is_emoji[last]:
            stop += end - 1 - self.starts[last]
        return begin, stop, self.is_emoji[first]


class Describer:
    """Writes descriptions in place of emoji of one character, the only ones that vaderSentiment finds."""

    def __init__(self, emojis: Mapping[str, str]) -> None:
        self._emojis = {emoji: words for emoji, words in emojis.items() if len(emoji) == 1}

    def __call__(self, text: str) -> Described | None:
        """Return the text with descriptions, or None if it has no emoji."""
        places = [place for place, character in enumerate(text) if character in self._emojis]
        if not places:
            return None
        parts: list[str] = []
        found = Described("", [], [], [])
        length = end = 0
        for place in places:
            if place > end:
                length += _add(found, parts, text[end:place], length, end, is_emoji=False)
            end = place + 1
            # Only a plain space counts as one, and there is none after an emoji.
            description = self._emojis[text[place]]
            spaced = description if place == 0 or text[place - 1] == " " else " " + description
            length += _add(found, parts, spaced, length, place, is_emoji=True)
        if end < len(text):
            _add(found, parts, text[end:], length, end, is_emoji=False)
        return found._replace(text="".join(parts))


def _add(found: Described, parts: list[str], part: str, start: int, source: int, *, is_emoji: bool) -> int:
    parts.append(part)
    found.starts.append(start)
    found.sources.append(source)
    found.is_emoji.append(is_emoji)
    return len(part)
