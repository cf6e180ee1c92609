"""Finds the names and aliases of targets in a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spacy.matcher import PhraseMatcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    from reaction.story import Target


_DETERMINERS = ("the", "this", "that", "your", "its", "their", "our", "his", "her", "these", "those")


class AliasMatcher:
    """The names and aliases of targets, in any case; "the contract" stands for "this contract" too."""

    def __init__(
        self,
        vocab: Vocab,
        tokenizer: Callable[[str], Doc],
        targets: Sequence[Target],
        surfaces: Mapping[str, Sequence[str]],
    ) -> None:
        self._matcher = PhraseMatcher(vocab, attr="LOWER")
        self._ids: dict[int, tuple[str, bool]] = {}
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
                if names:
                    key = f"target|{target.id}|{is_part}"
                    self._matcher.add(key, [tokenizer(name) for name in names])
                    self._ids[vocab.strings[key]] = (target.id, is_part)

    def find(self, doc: Doc, entities: frozenset[str]) -> list[tuple[int, int, str]]:
        """Return start, end and target of every alias in a text that names `entities`."""
        found = []
        for key, first, last in self._matcher(doc):
            target_id, is_part = self._ids[key]
            # "employees" alone stands for "Acme employees" where Acme is named.
            if not is_part or self._about[target_id] & entities:
                found.append((doc[first].idx, doc[last - 1].idx + len(doc[last - 1]), target_id))
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
