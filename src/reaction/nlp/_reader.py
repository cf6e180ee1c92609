"""Reads one text after the other for a story: what the pipeline's components find, without a ``Doc`` for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reaction.nlp._gazetteer import read_lists
from reaction.nlp._linker import Linker
from reaction.nlp._marks import ACTS, ENGLISH, ENTITIES, SENTIMENT, words_of
from reaction.nlp.speech_acts import find_acts
from reaction.nlp.stance import StanceTagger
from reaction.nlp.tone import NOT_ANALYSED, score

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from reaction.story import Story


class TextReader:
    """Finds sentiment, entities, acts and stance in texts; :func:`reaction.nlp.pipeline` does the same for spaCy.

    A ``Doc`` costs more than all of these together, as spaCy works out the shape and nature of every new word.
    """

    def __init__(self, story: Story, lexicons: Sequence[str | PathLike[str]] = ()) -> None:
        self.linker = Linker(story.actors, read_lists(lexicons))
        self.stance = StanceTagger(story.targets, surfaces_of(story))

    def read(self, text: str, *, english: bool) -> dict[str, Any]:
        """Return what the components of the pipeline would note of a text."""
        words = words_of(text)
        notes: dict[str, Any] = {
            ENGLISH: english,
            SENTIMENT: score(text) if english else NOT_ANALYSED,
            ENTITIES: self.linker.find(text, words),
            ACTS: find_acts(text, words) if english else None,
        }
        self.stance.read(text, notes)
        return notes


def surfaces_of(story: Story) -> dict[str, list[str]]:
    """Return the names of a story's actors by their ids."""
    return {actor.id: [actor.name, *actor.aliases, *actor.products] for actor in story.actors}
