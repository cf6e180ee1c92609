"""Builds the spaCy pipeline of a story."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import spacy

from reaction.nlp import mentions, speech_acts, stance, tone
from reaction.nlp._reader import surfaces_of
from reaction.nlp.tokenizer import PostTokenizer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from spacy.language import Language

    from reaction.story import Story

COMPONENTS = ("reaction_sentiment", "reaction_entities", "reaction_acts", "reaction_stance")
# Importing these modules registers their components with spaCy.
_REGISTERED = (mentions, speech_acts, stance, tone)


def pipeline(story: Story, *, lexicons: Sequence[str | PathLike[str]] = ()) -> Language:
    """Build the spaCy pipeline that tags texts for a story.

    A blank English pipeline with the tokenizer for posts and the components ``reaction_sentiment``,
    ``reaction_entities``, ``reaction_acts`` and ``reaction_stance``. Results are in ``doc.user_data`` under the
    components' names. Nothing is downloaded, and no extension attribute is set.

    Parameters
    ----------
    story
        The story: its actors are found, its targets judged.
    lexicons
        Files with lists of entities of your own, as :func:`reaction.nlp.entities` takes them.

    Returns
    -------
    The pipeline. Texts count as English unless ``doc.user_data["reaction_english"]`` is False.

    Examples
    --------
    >>> from reaction.story import Story
    >>> pipeline(Story("A story")).pipe_names
    ['reaction_sentiment', 'reaction_entities', 'reaction_acts', 'reaction_stance']
    """
    nlp = spacy.blank("en")
    nlp.tokenizer = PostTokenizer(nlp.vocab)
    actors = [_plain(asdict(actor)) for actor in story.actors]
    targets = [_plain(asdict(target)) for target in story.targets]
    nlp.add_pipe("reaction_sentiment")
    nlp.add_pipe(
        "reaction_entities",
        config={"actors": actors, "lists": [str(path) for path in lexicons]},
    )
    nlp.add_pipe("reaction_acts")
    nlp.add_pipe("reaction_stance", config={"targets": targets, "surfaces": surfaces_of(story)})
    return nlp


def _plain(values: dict[str, object]) -> dict[str, object]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
