"""Mentions of entities: the pipeline component, and the function for plain texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from spacy.language import Language

from reaction.errors import TaggingError
from reaction.nlp._gazetteer import read_lists
from reaction.nlp._linker import Linker
from reaction.nlp._marks import ENTITIES, text_of
from reaction.nlp._models import Model, load_model, merged
from reaction.nlp._plain import each_text
from reaction.story import Actor, Story

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from os import PathLike

    from spacy.tokens import Doc

__all__ = ["EntityLinker", "entities"]

_COLUMNS = {
    "row": "int64",
    "start": "int64",
    "end": "int64",
    "text": "str",
    "label": "str",
    "entity_id": "str",
    "rule": "str",
}


class EntityLinker:
    """Component ``reaction_entities``: links the mentions in a text to entities, in any language.

    Three sources, in this order: the story's actors; the packaged lists of companies, agencies, outlets,
    politicians, groups and other organisations, and the researcher's own; patterns for names that no list has
    ("Hillford Police"). Names count in any case, with ``'s`` and plural ``-s``; long ones also with one wrong
    letter; handles, hashtags (whole or cut into names: ``#MicrosoftICE`` names both), tickers (``$MSFT``);
    products count as their owner. Names that are also words (ICE, Apple, Target) are decided by case,
    neighbours and the rest of the text, and the rule says how. Where mentions overlap, the earlier source
    counts, then the longest. Writes a list of mentions to the ``Doc``.

    Parameters
    ----------
    actors
        The story's actors.
    lists
        Files of the researcher's own lists.
    packaged
        Whether the packaged lists and patterns count too.

    Examples
    --------
    >>> from reaction.nlp import pipeline
    >>> from reaction.story import Actor, Story
    >>> nlp = pipeline(Story("A story", actors=[
    ...     Actor("acme", "company", "Acme", products=["Acme Cloud"], handles=["acme"])]))
    >>> [(m.text, m.entity_id, m.rule) for m in nlp("@acme's ACME cloud")
    ...  .user_data["reaction_entities"]]
    [('@acme', 'acme', 'entity.handle'), ('ACME cloud', 'acme', 'entity.product')]
    """

    def __init__(
        self,
        actors: Sequence[Actor],
        lists: Sequence[str | PathLike[str]] = (),
        *,
        packaged: bool = True,
    ) -> None:
        self.linker = Linker(actors, read_lists(lists), packaged=packaged)

    def __call__(self, doc: Doc) -> Doc:
        """Find the mentions in one ``Doc``."""
        doc.user_data[ENTITIES] = self.linker.find(text_of(doc))
        return doc


def entities(
    texts: Iterable[str | None],
    story: Story | None = None,
    *,
    lexicons: Sequence[str | PathLike[str]] = (),
    model: Model | str | None = None,
) -> pd.DataFrame:
    """Find the entities that texts mention.

    Works in any language: on names, handles, hashtags, tickers and links. Three sources, in this order: the
    story's actors, lists, and patterns of names that no list has; then the model's spans, where it overlaps
    none of these. The packaged lists are CSV files under ``reaction/nlp/lexicons``; a list of your own has the
    same columns (``id, label, name`` and any of ``aliases, products, handles, domains, tickers, parent``,
    several separated by ``|``) or the same keys in TOML tables ``[[entity]]``. A name with ``=`` before it counts
    only as written, one with ``?`` is also an ordinary word and needs words around it that settle it.

    Parameters
    ----------
    texts
        n texts; nulls have no mentions.
    story
        Its actors come first.
    lexicons
        Files with lists of your own, CSV or TOML; they come before the packaged ones.
    model
        A spaCy pipeline, or the name of one that is installed: its spans of persons, organisations and places
        are merged under its own labels. Nothing is ever downloaded.

    Returns
    -------
    Long table, in the order of the texts: ``row`` (position of the text, from 0), ``start, end`` (code points
    into it), ``text, label, entity_id, rule``. `label` is one of ``COMPANY, AGENCY, ADVOCACY, OUTLET, PERSON,
    POLITICIAN, PRODUCT, POLICY, ORG`` (other organisations, such as universities, clubs and parties), or the
    model's own. A product of the lists has the label PRODUCT and its owner's `entity_id`. `entity_id` is null
    for names that no list has.

    Raises
    ------
    LexiconError
        If a list is missing or wrong; the message says where.
    TaggingError
        If the model is not installed, or texts are not texts.

    Examples
    --------
    >>> found = entities(["Microsoft works for ICE agents", None, "#DropICE, @nytimes!"])
    >>> found[["row", "text", "label", "entity_id"]].to_dict("split")["data"]
    [[0, 'Microsoft', 'COMPANY', 'microsoft'], [0, 'ICE', 'AGENCY', 'us-ice'], [2, '#DropICE', 'AGENCY', 'us-ice'], [2, '@nytimes', 'OUTLET', 'new-york-times']]
    """
    if story is not None and not isinstance(story, Story):
        raise TaggingError(
            f"entities takes a Story, not {type(story).__name__}. Read one with Story.from_toml."
        )
    linker = Linker(story.actors if story is not None else (), read_lists(lexicons))
    spans = load_model(model)
    position, unique = each_text(texts, "entities")
    found = [linker.find(text, links=True) for text in unique]
    if spans is not None:
        found = [merged(mentions, more) for mentions, more in zip(found, spans(unique), strict=True)]
    rows = [(row, *mention) for row, unit in enumerate(position) if unit >= 0 for mention in found[unit]]
    return _table(rows)


def _table(rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)
    table["entity_id"] = table["entity_id"].where(table["entity_id"] != "", np.nan)
    return table


@Language.factory("reaction_entities", default_config={"actors": [], "lists": [], "packaged": True})
def _make(
    nlp: Language,  # noqa: ARG001
    name: str,  # noqa: ARG001
    actors: list[dict[str, Any]],
    lists: list[str],
    packaged: bool,
) -> EntityLinker:
    return EntityLinker([Actor(**actor) for actor in actors], lists, packaged=packaged)
