"""A spaCy pipeline of the user's adds its persons, organisations and places; a missing one says how to get it."""

import pandas as pd
import pytest
import spacy
from spacy.language import Language

from reaction.errors import TaggingError
from reaction.nlp import entities, tag
from reaction.schema import from_columns
from reaction.story import Actor, Story


@pytest.fixture(scope="module")
def model() -> Language:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(  # type: ignore[attr-defined]
        [
            {"label": "PERSON", "pattern": "Ann Hill"},
            {"label": "ORG", "pattern": "Acme"},
            {"label": "LOC", "pattern": "Hillford"},
            {"label": "DATE", "pattern": "Monday"},
        ]
    )
    return nlp


def test_spans_are_merged_under_the_models_labels(model: Language) -> None:
    found = entities(["Ann Hill of Acme came to Hillford on Monday, says @nytimes"], model=model)
    assert found[["text", "label", "rule"]].values.tolist() == [
        ["Ann Hill", "PERSON", "entity.model"],
        ["Acme", "ORG", "entity.model"],
        ["Hillford", "GPE", "entity.model"],
        ["@nytimes", "OUTLET", "entity.lexicon.handle"],
    ]
    assert found["entity_id"].isna().tolist() == [True, True, True, False]


def test_our_own_mention_comes_first(model: Language) -> None:
    story = Story("A story", actors=[Actor("acme", "company", "Acme Hill", aliases=["Acme"])])
    found = entities(["Acme"], story, model=model)
    assert found[["entity_id", "rule"]].values.tolist() == [["acme", "entity.alias"]]


def test_in_tag(model: Language) -> None:
    posts = from_columns(
        {
            "platform": ["x"],
            "post_id": ["1"],
            "kind": ["original"],
            "text": ["Ann Hill in Hillford"],
            "lang": ["en"],
        }
    )
    tagged = tag(posts, Story("A story"), model=model)
    assert [item["label"] for item in tagged["entities"].iloc[0]] == ["PERSON", "GPE"]
    assert pd.isna(tagged["entities"].iloc[0][0]["entity_id"])


def test_a_missing_model_says_how_to_get_it() -> None:
    with pytest.raises(
        TaggingError, match=r"'en_core_web_xx' is not installed .* 'python -m spacy download en_core_web_xx"
    ):
        entities(["Acme"], model="en_core_web_xx")


def test_what_is_no_model_is_refused() -> None:
    with pytest.raises(TaggingError, match="model is a int, expected a spaCy pipeline"):
        entities(["Acme"], model=3)  # type: ignore[arg-type]


def test_lone_surrogates_reach_no_model(model: Language) -> None:
    assert len(entities(["\ud800 Ann Hill"], model=model)) == 1
