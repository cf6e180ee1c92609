"""Spans of a spaCy pipeline that the user has: persons, organisations and places, merged with our own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import spacy
from spacy.language import Language

from reaction.errors import TaggingError
from reaction.nlp._marks import Mention

Model = Language
Spans = Callable[[Sequence[str]], Iterator[list[Mention]]]
RULE = "entity.model"
# The names of these kinds in the schemes that models are trained with.
_KEPT = {
    "PERSON": "PERSON",
    "PER": "PERSON",
    "ORG": "ORG",
    "GPE": "GPE",
    "LOC": "GPE",
}
_BATCH = 256
_LONGEST = 100_000  # characters; statistical models take memory in proportion


def load_model(model: Model | str | None) -> Spans | None:
    """Return a function from texts to the model's mentions.

    Raises
    ------
    TaggingError
        If a model of that name is not installed, or what is given is no pipeline.
    """
    if model is None:
        return None
    if isinstance(model, str):
        if not spacy.util.is_package(model):
            installed = ", ".join(spacy.util.get_installed_models()) or "none"
            raise TaggingError(
                f"The spaCy model {model!r} is not installed (installed: {installed}). Get it with "
                f"'python -m spacy download {model}', or pass a pipeline that you have loaded. reaction "
                "downloads nothing."
            )
        model = spacy.load(model)
    if not isinstance(model, Language):
        raise TaggingError(
            f"model is a {type(model).__name__}, expected a spaCy pipeline or the name of one that is installed."
        )
    nlp = model

    def spans(texts: Sequence[str]) -> Iterator[list[Mention]]:
        cut = (text[:_LONGEST].encode("utf-8", "replace").decode("utf-8") for text in texts)
        for doc in nlp.pipe(cut, batch_size=_BATCH):
            yield [
                Mention(ent.start_char, ent.end_char, ent.text, _KEPT[ent.label_], "", RULE)
                for ent in doc.ents
                if ent.label_ in _KEPT
            ]

    return spans


def merged(mentions: list[Mention], more: list[Mention]) -> list[Mention]:
    """Return our mentions and those of the model that overlap none of them, in the order of the text."""
    if not more:
        return mentions
    free = [m for m in more if not any(own.start < m.end and m.start < own.end for own in mentions)]
    return sorted([*mentions, *free], key=lambda m: (m.start, m.end, m.entity_id))
