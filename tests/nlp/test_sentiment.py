"""Sentiment is that of the installed vaderSentiment, with the words that made it."""

import math

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from reaction.nlp.sentiment import MAX_CHARACTERS, score

VADER = SentimentIntensityAnalyzer()
WORDS = st.sampled_from(
    [
        "good",
        "BAD",
        "not",
        "very",
        "love",
        "hate!",
        ":)",
        ":-(",
        "😂",
        "x😂y",
        "❤️",
        "the",
        "but",
        "kind of",
        "GREAT!!!",
        "isn't",
        "(great)",
        "the bomb",
        "\n",
        "é",
    ]
)


@given(
    st.one_of(st.text(st.characters(exclude_categories=["Cs"]), max_size=200), st.lists(WORDS).map(" ".join))
)
def test_it_is_what_vader_says(text: str) -> None:
    found = score(text)
    assert repr(found.compound) == repr(float(VADER.polarity_scores(text)["compound"]))
    for mark in found.marks:
        assert mark.start is not None
        assert text[mark.start : mark.end] == mark.text


@pytest.mark.parametrize(
    ("text", "hits"),
    [("", 0), ("The meeting is on Monday", 0), ("Great, great :)", 3), ("so 😂", 2), ("hate", 1)],
)
def test_hits_count_words_of_the_lexicon(text: str, hits: int) -> None:
    assert score(text).hits == hits


def test_nothing_found_is_not_neutral() -> None:
    assert score("The meeting is on Monday")[:2] == (0.0, 0)


def test_marks_carry_valence() -> None:
    (mark,) = score("I hate it").marks
    assert (mark.text, mark.label, mark.weight) == ("hate", "negative", VADER.lexicon["hate"])


def test_very_long_texts_are_not_analysed() -> None:
    assert score("good " * (MAX_CHARACTERS // 5)).hits
    found = score("good " * MAX_CHARACTERS)
    assert math.isnan(found.compound)
    assert found.hits is None


def test_the_component_leaves_other_languages_out() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("reaction_sentiment")
    doc = nlp.make_doc("great")
    doc.user_data["reaction_english"] = False
    assert math.isnan(nlp(doc).user_data["reaction_sentiment"].compound)
