"""Finds the names and aliases of targets in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.matcher import PhraseMatcher

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    from reaction.story import Target


class AliasMatcher:
    """The names and aliases of targets, in any case."""

    def __init__(self, vocab: Vocab, tokenizer: Callable[[str], Doc], targets: Sequence[Target]) -> None:
        self._matcher = PhraseMatcher(vocab, attr="LOWER")
        self._ids: dict[int, str] = {}
        for target in targets:
            key = f"target|{target.id}"
            forms = dict.fromkeys((target.name, *target.aliases))
            self._matcher.add(key, [tokenizer(form) for form in forms])
            self._ids[vocab.strings[key]] = target.id

    def find(self, doc: Doc) -> list[tuple[int, int, str]]:
        """Return start, end and target of every alias in a text."""
        return [
            (doc[first].idx, doc[last - 1].idx + len(doc[last - 1]), self._ids[key])
            for key, first, last in self._matcher(doc)
        ]
