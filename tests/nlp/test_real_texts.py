"""On real posts: no character is lost, and sentiment is vaderSentiment's to the last digit."""

import gzip
import json
from pathlib import Path

import pytest
import spacy
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from reaction.nlp import PostTokenizer
from reaction.nlp.tone import score


@pytest.fixture(scope="module")
def texts(real_data: Path) -> list[str]:
    found: dict[str, None] = {}
    for file in sorted((real_data / "stories").glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            found.update((json.loads(line)["text"], None) for line in lines)
    assert len(found) > 1_000
    return list(found)


def test_no_character_is_lost(texts: list[str]) -> None:
    tokenizer = PostTokenizer(spacy.blank("en").vocab)
    assert [tokenizer(text).text for text in texts] == texts
    assert ["".join(token.text_with_ws for token in tokenizer(text)) for text in texts] == texts


def test_sentiment_is_vaders(texts: list[str]) -> None:
    vader = SentimentIntensityAnalyzer()
    assert [score(text).compound for text in texts] == [
        vader.polarity_scores(text)["compound"] for text in texts
    ]
