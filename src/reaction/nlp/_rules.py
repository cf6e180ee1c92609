"""A set of rules that tries only those of which a word occurs in the text."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from reaction.nlp._marks import words_of

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from reaction.lexicon import Rule


class RuleSet:
    """Rules by their trigger words, so that cost grows with the text and not with the number of rules."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rules)
        by_word: defaultdict[str, list[int]] = defaultdict(list)
        for number, rule in enumerate(self._rules):
            for word in rule.words:
                by_word[word].append(number)
        self._by_word = dict(by_word)
        self.words = frozenset(by_word)
        self._marks = tuple(word for word in by_word if not word.replace("_", "a").isalnum())

    def find(self, text: str, words: set[str] | None = None) -> Iterator[tuple[Rule, re.Match[str]]]:
        """Yield every match, in the order of the rules, then of the text.

        `words` are those of the text, for callers that know them already.
        """
        near = (words_of(text) if words is None else words) & self.words
        near.update([mark for mark in self._marks if mark in text])
        if not near:
            return
        for number in sorted({number for word in near for number in self._by_word[word]}):
            rule = self._rules[number]
            for match in rule.pattern.finditer(text):
                yield rule, match
