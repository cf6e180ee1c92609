"""Which rules are worth a try on a text, and where in it."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reaction.lexicon import Rule

Part = frozenset[str]
Near = dict[int, list[str]]


class PhraseRules:
    """Rules by the words of their triggers, so that cost grows with the text and not with the number of rules.

    A trigger holds parts between spaces, and a part holds words between bars: the text must have a word of each
    part, in any order. What is no word, as ``?``, is looked for in the text itself, and so are hashtags by how they
    begin (``#stop``) or what they hold (``#*mustgo``).
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rules)
        bit_of: dict[Part, int] = {}
        by_first: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
        for number, rule in enumerate(self._rules):
            for first, *others in _merged(rule.words):
                needed = 0
                for part in others:
                    needed |= bit_of.setdefault(part, 1 << len(bit_of))
                for word in first:
                    by_first[word, needed].add(number)
        entries: defaultdict[str, list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
        for (word, needed), numbers in by_first.items():
            entries[word].append((needed, tuple(sorted(numbers))))
        masks: defaultdict[str, int] = defaultdict(int, dict.fromkeys(entries, 0))
        for part, bit in bit_of.items():
            for word in part:
                masks[word] |= bit
        self._table = {word: (mask, tuple(entries.get(word, ()))) for word, mask in masks.items()}
        self._known = frozenset(masks)
        marks = sorted(word for word in masks if not word.replace("_", "a").isalnum())
        self._marks = tuple(mark for mark in marks if len(mark) == 1 and mark.isascii())
        tags = [mark for mark in reversed(marks) if mark[0] == "#" and len(mark) > 1]
        begins = [tag for tag in tags if tag[1] != "*"]
        self._tag = re.compile("|".join(begins) or "(?!)", re.IGNORECASE | re.ASCII)
        self._begins = {tag: tuple(short for short in begins if tag.startswith(short)) for tag in begins}
        self._tag_ends = tuple((tag, tag[2:]) for tag in tags if tag[1] == "*")
        self._other_marks = tuple(mark for mark in marks if not mark.isascii())

    def near(self, text: str, words: set[str]) -> Near:
        """Return the numbers of the rules to try, with the words of the text that their triggers begin with."""
        found = words & self._known
        for mark in self._marks:
            if mark in text:
                found.add(mark)
        if "#" in text:
            found |= self._tags_in(text)
        if not text.isascii():
            found.update([mark for mark in self._other_marks if mark in text])
        has = 0
        openings = []
        table = self._table
        for word in found:
            mask, entries = table[word]
            has |= mask
            if entries:
                openings.append((word, entries))
        chosen: dict[int, list[str]] = {}
        for word, entries in openings:
            for needed, numbers in entries:
                if has & needed == needed:
                    for number in numbers:
                        if number in chosen:
                            chosen[number].append(word)
                        else:
                            chosen[number] = [word]
        return chosen

    def _tags_in(self, text: str) -> set[str]:
        """Return the triggers that hashtags of the text begin with or hold."""
        found = {short for tag in self._tag.findall(text) for short in self._begins[tag.lower()]}
        lowered = text.lower()
        for tag, end in self._tag_ends:
            if end in lowered:
                found.add(tag)
        return found

    def find(self, text: str, near: Near) -> list[tuple[Rule, re.Match[str]]]:
        """Return the matches of the rules that `near` has chosen, in no order."""
        matches: list[tuple[Rule, re.Match[str]]] = []
        lowered = text.lower()
        # Where lower case is longer, as of "İ", places differ.
        aligned = len(lowered) == len(text)
        for number, words in near.items():
            rule = self._rules[number]
            pattern = rule.pattern
            if rule.anchor == "word" and aligned:
                matches += [(rule, match) for match in _matches_at(pattern, text, lowered, words)]
            elif rule.anchor == "start":
                if match := pattern.match(text):
                    matches.append((rule, match))
            else:
                matches += [(rule, match) for match in pattern.finditer(text)]
        return matches


def _matches_at(pattern: re.Pattern[str], text: str, lowered: str, words: list[str]) -> list[re.Match[str]]:
    """Return the matches that begin at one of the words and do not overlap."""
    found = []
    for word in words if len(words) == 1 else set(words):
        place = lowered.find(word)
        while place >= 0:
            end = place + len(word)
            if match := pattern.match(text, place):
                found.append(match)
                end = max(end, match.end())
            place = lowered.find(word, end)
    if len(found) < 2 or len(words) == 1:
        return found
    apart, end = [], 0
    for match in sorted(found, key=lambda match: match.span()):
        if match.start() >= end:
            apart.append(match)
            end = max(match.end(), match.start() + 1)
    return apart


def _merged(triggers: Iterable[str]) -> list[tuple[Part, ...]]:
    """Return the parts of triggers; those that differ in one part only are one."""
    merged = [tuple(frozenset(part.split("|")) for part in trigger.split()) for trigger in sorted(triggers)]
    for place in range(max(map(len, merged), default=0) - 1, -1, -1):
        alike: dict[tuple[tuple[Part, ...], tuple[Part, ...]], Part] = {}
        for parts in merged:
            if place < len(parts):
                key = (parts[:place], parts[place + 1 :])
                alike[key] = alike.get(key, frozenset()) | parts[place]
        shorter = [parts for parts in merged if place >= len(parts)]
        merged = [*shorter, *((*before, part, *after) for (before, after), part in alike.items())]
    return merged
