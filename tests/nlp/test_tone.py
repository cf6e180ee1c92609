"""Sentiment of texts and tables: scores, hits, evidence, languages and nulls."""

import math
import warnings
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import spacy
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from reaction.errors import NotAnalysedWarning, TaggingError
from reaction.nlp.tone import score, sentiment

VADER = SentimentIntensityAnalyzer()
TEXTS = ["I love it!", "I don't love it \U0001f602", "The meeting is on Monday", "", "I love it!"]
SCORES = ["neg", "neu", "pos", "compound"]


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("", 0),
        ("The meeting is on Monday", 0),
        ("Great, great :)", 3),
        ("so \U0001f602", 2),
        ("hate", 1),
        ("no good", 2),
        ("kind of", 0),
    ],
)
def test_hits_count_words_of_the_lexicon(text: str, hits: int) -> None:
    found = score(text)
    assert (found.hits, len(found.marks)) == (hits, hits)


def test_nothing_found_is_not_neutral() -> None:
    assert score("The meeting is on Monday")[:2] == (0.0, 0)


def test_marks_carry_what_the_word_added() -> None:
    (mark,) = score("I don't hate it").marks
    assert (mark.layer, mark.text, mark.label, mark.start, mark.end) == (
        "sentiment",
        "hate",
        "positive",
        8,
        12,
    )
    assert mark.weight == VADER.lexicon["hate"] * -0.74


def test_texts_of_any_length_are_scored() -> None:
    found = score("good " * 20_000)
    assert (found.compound, found.hits) == (1.0, 20_000)


def test_the_component_scores_docs_and_leaves_other_languages_out() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("reaction_sentiment")
    assert nlp("great").user_data["reaction_sentiment"] == score("great")
    doc = nlp.make_doc("great")
    doc.user_data["reaction_english"] = False
    found = nlp(doc).user_data["reaction_sentiment"]
    assert math.isnan(found.compound)
    assert (found.hits, found.marks) == (None, ())


def test_a_table_holds_vaders_scores() -> None:
    found = sentiment(TEXTS)
    assert found[SCORES].to_dict("records") == [VADER.polarity_scores(text) for text in TEXTS]
    assert found["hits"].tolist() == [1, 3, 0, 0, 1]
    assert found.dtypes.astype(str).tolist() == ["float64"] * 4 + ["Int64"]
    assert found.index.equals(pd.RangeIndex(5))


def test_nulls_stay_null_and_a_series_keeps_its_index() -> None:
    texts = pd.Series(["good", None, float("nan"), pd.NA, "bad"], index=list("abcda"), dtype=object)
    found = sentiment(texts, evidence=True)
    assert found.index.equals(texts.index)
    assert found["compound"].notna().tolist() == [True, False, False, False, True]
    assert found.isna().all(axis=1).tolist() == [False, True, True, True, False]


@pytest.mark.parametrize("empty", [[], pd.Series([], dtype="str"), pd.Series([], dtype=object)])
def test_no_texts_give_an_empty_table(empty: Any) -> None:
    found = sentiment(empty, evidence=True)
    assert found.shape == (0, 6)
    assert found["hits"].dtype == pd.Int64Dtype()


def test_only_nulls_give_nulls() -> None:
    assert sentiment([None, None], evidence=True).isna().all(axis=None)


@pytest.mark.parametrize("kind", ["str", object, "category", "string", pd.ArrowDtype(pa.string())])
def test_any_kind_of_series_will_do(kind: Any) -> None:
    texts = pd.Series([*TEXTS, None], dtype=kind)
    pd.testing.assert_frame_equal(sentiment(texts), sentiment([*TEXTS, None]))
    pd.testing.assert_frame_equal(sentiment(np.array(TEXTS)), sentiment(TEXTS))


def test_evidence_points_at_the_words() -> None:
    found = sentiment([*TEXTS, None], evidence=True)
    for text, why in zip(TEXTS, found["evidence"], strict=False):
        marks = score(text).marks
        assert [(each["start"], each["end"], each["text"]) for each in why] == [mark[3:6] for mark in marks]
        assert [(each["weight"], each["rule"]) for each in why] == [
            (mark.weight, mark.rule) for mark in marks
        ]
    assert found["evidence"].map(len, na_action="ignore").tolist()[:5] == [1, 3, 0, 0, 1]
    assert found["evidence"].isna().tolist() == [False] * 5 + [True]


def test_lone_surrogates_harm_nothing() -> None:
    found = sentiment(["\ud83d good \udc00\U0001f602", "\udfff"], evidence=True)
    assert found["hits"].tolist() == [3, 0]
    assert [each["text"] for each in found["evidence"].iloc[0]] == ["good", "\U0001f602", "\U0001f602"]


def test_other_and_unknown_languages_are_null_and_counted() -> None:
    texts = pd.Series(["good"] * 6, index=range(10, 16))
    lang = pd.Series(["en", "de", None, "en-GB", "und", "EN_us"], index=texts.index)
    with pytest.warns(NotAnalysedWarning, match=r"^3 of 6 texts have no sentiment"):
        found = sentiment(texts, lang=lang)
    assert found["compound"].notna().tolist() == [True, False, False, True, False, True]
    assert found["hits"].isna().tolist() == [False, True, True, False, True, False]


def test_one_language_holds_for_all() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert sentiment(["good", None], lang="en-GB")["hits"].tolist() == [1, pd.NA]
    with pytest.warns(NotAnalysedWarning, match="1 of 2 texts"):
        assert sentiment(["gut", None], lang="de")["hits"].isna().all()


@pytest.mark.parametrize(
    ("texts", "options", "message"),
    [
        ("good", {}, "not one text"),
        (["good", 1], {}, "Text 1 is 1, expected a str or a null"),
        (["good"], {"lang": " "}, "lang is ' ', expected a language"),
        (["good"], {"lang": ["en", "de"]}, "lang holds 2 languages for 1 texts"),
        (
            pd.Series(["good"], index=[1]),
            {"lang": pd.Series(["en"], index=[2])},
            "different indexes",
        ),
    ],
)
def test_what_cannot_be_scored_is_refused(texts: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(TaggingError, match=message):
        sentiment(texts, **options)


def test_progress_can_be_shown(capsys: pytest.CaptureFixture[str]) -> None:
    sentiment(TEXTS, progress=True)
    assert "scoring" in capsys.readouterr().err
    sentiment(TEXTS, progress=False)
    assert not capsys.readouterr().err


def test_an_unknown_language_is_english_only_if_the_caller_says_so() -> None:
    with pytest.warns(NotAnalysedWarning, match="2 of 3 texts have no sentiment"):
        unread = sentiment(["good", "good", "good"], lang=[None, "en-GB", "und"])
    assert unread["hits"].isna().tolist() == [True, False, True]
    with pytest.warns(NotAnalysedWarning, match="1 of 2"):
        assumed = sentiment(["good", "gut"], lang=[None, "de"], assume_lang="en")
    assert assumed["hits"].isna().tolist() == [False, True]
