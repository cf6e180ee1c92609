"""Finds the names and aliases of targets in a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reaction.nlp.tokenizer import spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reaction.story import Target


_DETERMINERS = ("the", "this", "that", "your", "its", "their", "our", "his", "her", "these", "those")


class AliasMatcher:
    """The names and aliases of targets, in any case; "the contract" stands for "this contract" too."""

    def __init__(self, targets: Sequence[Target], surfaces: Mapping[str, Sequence[str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
        self.narrow = {target.id: tuple(_parts(target, surfaces)) for target in targets}
        self._about = {target.id: frozenset(target.about) for target in targets}
        for target in targets:
            # A name of its actor is a mention of the actor already.
            known = {surface.lower() for actor in target.about for surface in surfaces.get(actor, ())}
            forms = dict.fromkeys(
                form
                for alias in (target.name, *target.aliases)
                if alias.lower() not in known
                for form in _variants(alias)
            )
            for is_part, names in ((False, forms), (True, self.narrow[target.id])):
                for name in names:
                    if words := tuple(word.lower() for word, _ in spans(name)):
                        self._by_first.setdefault(words[0], []).append((words, target.id, is_part))
        # Of each phrase its longest word, which the fewest texts hold.
        self._rarest = tuple(
            {max(phrase, key=len) for phrases in self._by_first.values() for phrase, _, _ in phrases}
        )

    def find(self, text: str, entities: frozenset[str]) -> list[tuple[int, int, str]]:
        """Return start, end and target of every alias in a text that names `entities`."""
        low = text.lower()
        if not any(word in low for word in self._rarest):
            return []
        tokens = [*spans(text)]
        words = [word.lower() for word, _ in tokens]
        found = []
        for place, word in enumerate(words):
            for phrase, target_id, is_part in self._by_first.get(word, ()):
                last = place + len(phrase) - 1
                if tuple(words[place : last + 1]) != phrase:
                    continue
                # "employees" alone stands for "Acme employees" where Acme is named.
                if not is_part or self._about[target_id] & entities:
                    found.append((tokens[place][1], tokens[last][1] + len(tokens[last][0]), target_id))
        return found


def _variants(alias: str) -> list[str]:
    first, _, rest = alias.partition(" ")
    return [f"{word} {rest}" for word in _DETERMINERS] if rest and first.lower() == "the" else [alias]


def _parts(target: Target, surfaces: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield what is left of the aliases that begin with the one actor that a target is about."""
    if len(target.about) != 1:
        return
    for alias in target.aliases:
        for surface in surfaces.get(target.about[0], ()):
            rest = re.sub(rf"(?i)^(?:the )?{re.escape(surface)}(?:['\u2019]s)? (?=\w)", "", alias)
            if rest != alias:
                yield rest
