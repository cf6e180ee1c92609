"""Sentiment by vaderSentiment: a cue about tone, never a stance."""

from __future__ import annotations

import math
import re
import string
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from spacy.language import Language
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from reaction.nlp._marks import SENTIMENT, Mark, is_english, text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["MAX_CHARACTERS", "Sentiment", "SentimentScorer", "score"]

MAX_CHARACTERS = 5_000
_CHUNK = re.compile(r"\S+")


class Sentiment(NamedTuple):
    """The sentiment of one text.

    Parameters
    ----------
    compound
        VADER's compound score, -1 to 1; NaN where the text was not analysed.
    hits
        How many words, emoticons and emoji of VADER's lexicon the text holds; None where not analysed. A
        compound of 0.0 with 0 hits is not neutral: nothing was found to judge by.
    marks
        The words found, with their valence in the lexicon (-4 to 4) as weight.
    """

    compound: float
    hits: int | None
    marks: tuple[Mark, ...] = ()


_NOT_ANALYSED = Sentiment(math.nan, None)


@cache
def _analyzer() -> Any:
    return SentimentIntensityAnalyzer()


def score(text: str) -> Sentiment:
    """Score one English text with vaderSentiment.

    Hutto and Gilbert (2014), VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media
    Text, ICWSM. The compound score is that of the installed package.

    Parameters
    ----------
    text
        The text. vaderSentiment takes quadratic time, so texts of more than 5,000 characters are not
        analysed.

    Returns
    -------
    Compound score, lexicon hits, and the words hit. A score of 0.0 with 0 hits is not neutral.

    Examples
    --------
    >>> found = score("Great news! :-)")
    >>> round(found.compound, 2), found.hits
    (0.77, 2)
    >>> score("The meeting is on Monday").hits
    0
    """
    if len(text) > MAX_CHARACTERS:
        return _NOT_ANALYSED
    analyzer = _analyzer()
    marks = _marks(text, analyzer.lexicon)
    hits = len(marks)
    if not text.isascii() and any(character in analyzer.emojis for character in text):
        marks += _emoji_marks(text, analyzer)
        hits = len(_marks(_described(text, analyzer.emojis), analyzer.lexicon))
    # Without a word of the lexicon VADER has nothing to amplify or negate: its score is 0.0.
    compound = float(analyzer.polarity_scores(text)["compound"]) if hits else 0.0
    return Sentiment(compound, hits, tuple(marks))


def _marks(text: str, lexicon: dict[str, float]) -> list[Mark]:
    marks = []
    for match in _CHUNK.finditer(text):
        chunk = match[0]
        stripped = chunk.strip(string.punctuation)
        word = chunk if len(stripped) <= 2 else stripped
        valence = lexicon.get(word.lower())
        if valence is not None:
            start = match.start() + chunk.index(word)
            marks.append(_mark(start, word, valence, "sentiment.vader.word"))
    return marks


def _mark(start: int, text: str, valence: float, rule: str) -> Mark:
    label = "positive" if valence > 0 else "negative"
    return Mark("sentiment", label, None, start, start + len(text), text, rule, valence)


def _emoji_marks(text: str, analyzer: Any) -> list[Mark]:
    marks = []
    for place, character in enumerate(text):
        if character in analyzer.emojis:
            words = analyzer.emojis[character].lower().split()
            valence = sum(analyzer.lexicon.get(word, 0.0) for word in words)
            if valence:
                marks.append(_mark(place, character, valence, "sentiment.vader.emoji"))
    return marks


def _described(text: str, emojis: dict[str, str]) -> str:
    # As vaderSentiment does it, the missing space after an emoji included.
    parts: list[str] = []
    after_space = True
    for character in text:
        if character in emojis:
            parts.append(emojis[character] if after_space else " " + emojis[character])
            after_space = False
        else:
            parts.append(character)
            after_space = character == " "
    return "".join(parts).strip()


class SentimentScorer:
    """Component ``reaction_sentiment``: writes a :class:`Sentiment` to the ``Doc``.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> component = nlp.add_pipe("reaction_sentiment")
    >>> nlp("What a great day").user_data["reaction_sentiment"].hits
    1
    """

    def __call__(self, doc: Doc) -> Doc:
        """Score one ``Doc``; one that is marked as not English is left out."""
        doc.user_data[SENTIMENT] = score(text_of(doc)) if is_english(doc) else _NOT_ANALYSED
        return doc


@Language.factory("reaction_sentiment")
def _make(nlp: Language, name: str) -> SentimentScorer:  # noqa: ARG001
    return SentimentScorer()
