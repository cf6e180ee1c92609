"""Builds the spaCy pipeline of a story."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import spacy

from reaction.lexicon import stance_cues
from reaction.nlp import acts, entities, sentiment, stance
from reaction.nlp.tokenizer import PostTokenizer

if TYPE_CHECKING:
    from spacy.language import Language

    from reaction.story import Story

COMPONENTS = ("reaction_sentiment", "reaction_entities", "reaction_acts", "reaction_stance")
# Importing these modules registers their components with spaCy.
_REGISTERED = (acts, entities, sentiment, stance)


def pipeline(story: Story) -> Language:
    """Build the spaCy pipeline that tags texts for a story.

    A blank English pipeline with the tokenizer for posts and the components ``reaction_sentiment``,
    ``reaction_entities``, ``reaction_acts`` and ``reaction_stance``. Results are in ``doc.user_data`` under the
    components' names. Nothing is downloaded, and no extension attribute is set.

    Parameters
    ----------
    story
        The story: its actors are found, its targets judged.

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
    surfaces = {actor.id: [actor.name, *actor.aliases, *actor.products] for actor in story.actors}
    words = sorted({word for cue in stance_cues() for word in cue.split()})
    nlp.add_pipe("reaction_sentiment")
    nlp.add_pipe("reaction_entities", config={"actors": actors, "words": words})
    nlp.add_pipe("reaction_acts")
    nlp.add_pipe("reaction_stance", config={"targets": targets, "surfaces": surfaces})
    return nlp


def _plain(values: dict[str, object]) -> dict[str, object]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
