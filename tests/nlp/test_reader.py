"""Reading texts without a ``Doc`` finds what the spaCy pipeline finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction.nlp import pipeline
from reaction.nlp._marks import ACTS, ASSENT, ENTITIES, SENTIMENT, STANCE
from reaction.nlp._reader import TextReader
from reaction.story import Story

WORDS = [
    "Acme",
    "acme's",
    "#DropTheBureau",
    "@nytimes",
    "Microsoft",
    "boycott",
    "not",
    "good",
    "\n",
    "?",
    "ICE",
    "😂",
    "the Bureau contract",
]


@pytest.fixture(scope="module")
def reader(acme_story: Story) -> TextReader:
    return TextReader(acme_story)


@given(texts=st.lists(st.lists(st.sampled_from(WORDS)).map(" ".join), max_size=3))
def test_as_the_pipeline(reader: TextReader, acme_story: Story, texts: list[str]) -> None:
    nlp = _pipeline(acme_story)
    for text in texts:
        doc, notes = nlp(text), reader.read(text, english=True)
        for key in (SENTIMENT, ENTITIES, ACTS, STANCE, ASSENT):
            assert doc.user_data[key] == notes[key], key


_BUILT: dict[str, object] = {}


def _pipeline(story: Story):  # type: ignore[no-untyped-def]
    if story.name not in _BUILT:
        _BUILT[story.name] = pipeline(story)
    return _BUILT[story.name]


def test_other_languages_have_entities_only(reader: TextReader) -> None:
    notes = reader.read("Acme ist gut, sagt @nytimes", english=False)
    assert [mention.entity_id for mention in notes[ENTITIES]] == ["acme", "new-york-times"]
    assert notes[ACTS] is None
    assert notes[SENTIMENT].hits is None
