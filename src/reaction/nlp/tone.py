"""Sentiment by the rules of VADER: a cue about tone, never a stance."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
from spacy.language import Language

from reaction.errors import NotAnalysedWarning, TaggingError
from reaction.nlp import _progress
from reaction.nlp._language import english_texts
from reaction.nlp._marks import SENTIMENT, Mark, is_english, text_of
from reaction.nlp._ragged import Builder, Ragged
from reaction.nlp._vader import Polarity, engine, marks
from reaction.parallel import without_cycle_search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

__all__ = ["NOT_ANALYSED", "Sentiment", "SentimentScorer", "score", "sentiment"]

_BATCH = 10_000
_EVIDENCE = pa.struct(
    [
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("text", pa.string()),
        ("weight", pa.float64()),
        ("rule", pa.string()),
    ]
)


class Sentiment(NamedTuple):
    """The sentiment of one text.

    Parameters
    ----------
    compound
        VADER's compound score, -1 to 1; NaN where the text was not analysed.
    hits
        How many words and emoticons of VADER's lexicon the text holds, emoji read as the words that describe
        them (one emoji may hold two); None where not analysed. A compound of 0.0 with 0 hits is not neutral:
        nothing was found to judge by.
    marks
        One per hit. Its weight is what the word adds to the sum that makes the score: its valence in the
        lexicon (-4 to 4) after the words around it, capitals and "but" changed it. The label is ``positive``,
        ``negative`` or (for a weight of 0) ``neutral``. The rule is ``sentiment.vader.word`` for a word or
        emoticon, ``sentiment.vader.emoji`` for a word in the description of an emoji, and
        ``sentiment.vader.idiom`` where an idiom set the weight of a word.
    """

    compound: float
    hits: int | None
    marks: tuple[Mark, ...] = ()


NOT_ANALYSED = Sentiment(math.nan, None)


def score(text: str) -> Sentiment:
    """Score one English text as vaderSentiment does.

    Hutto and Gilbert (2014), VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media
    Text, ICWSM. The compound score is that of vaderSentiment to the last digit, in time linear in the text.

    Parameters
    ----------
    text
        The text, of any length.

    Returns
    -------
    Compound score, lexicon hits, and the words hit. A score of 0.0 with 0 hits is not neutral.

    Examples
    --------
    >>> found = score("Great news! :-)")
    >>> round(found.compound, 2), found.hits
    (0.77, 2)
    >>> [(mark.text, mark.weight) for mark in score("Very good, and in no way bad").marks]
    [('good', 2.193), ('no', -1.2), ('bad', 1.85)]
    >>> score("The meeting is on Monday").hits
    0
    """
    vader = engine()
    reading = vader.read(text)
    return Sentiment(vader.compound(reading), len(reading.values), tuple(marks(reading)))


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
        doc.user_data[SENTIMENT] = score(text_of(doc)) if is_english(doc) else NOT_ANALYSED
        return doc


@Language.factory("reaction_sentiment")
def _make(nlp: Language, name: str) -> SentimentScorer:  # noqa: ARG001
    return SentimentScorer()


def sentiment(
    texts: Sequence[str | None] | pd.Series[Any],
    *,
    lang: str | Sequence[str | None] | pd.Series[Any] | None = "en",
    assume_lang: str | None = None,
    evidence: bool = False,
    progress: bool | None = None,
) -> pd.DataFrame:
    """Score English texts as vaderSentiment does: its four scores, and the words that made them.

    Hutto and Gilbert (2014), VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media
    Text, ICWSM. Scores are those of vaderSentiment to the last digit. Each unique text is read once, in time
    linear in its length. Sentiment is a cue about tone, not a stance.

    Parameters
    ----------
    texts
        n texts of any length; a null gives a row of nulls.
    lang
        The language of all texts, or one per text (of a Series, the same index as `texts`). The default says
        that they are English. Texts in another language, or in none that is known, give nulls.
    assume_lang
        The language of texts whose own is null or unknown. Without it they are not read.
    evidence
        Whether to add the column ``evidence``.
    progress
        None shows progress when the work takes more than two seconds, True at once, False never.

    Returns
    -------
    Table of n rows, with the index of a Series:

    - ``neg, neu, pos``: the shares of negative, neutral and positive words, 0 to 1; NaN where not analysed;
    - ``compound``: the sum of the words' weights, brought to -1 to 1; NaN where not analysed;
    - ``hits``: how many words and emoticons of the lexicon the text holds, emoji read as the words that describe
      them (one emoji may hold two); null where not analysed. A compound of 0.0 with 0 hits is not neutral:
      nothing was found to judge by;
    - with `evidence`, ``evidence``: per text a list of struct (start, end, text, weight, rule), one per hit,
      null where not analysed. Offsets are code points into the text; weight and rule are those of the marks
      of :class:`Sentiment`.

    Raises
    ------
    TaggingError
        If `texts` holds something other than texts, or `lang` does not fit them.

    Warns
    -----
    NotAnalysedWarning
        If texts are left out for their language.

    Examples
    --------
    >>> found = sentiment(["I love it!", "I don't love it", None], evidence=True)
    >>> found[["compound", "hits"]]
       compound  hits
    0    0.6696     1
    1   -0.5216     1
    2       NaN  <NA>
    >>> found["evidence"].iloc[1]
    [{'start': 8, 'end': 12, 'text': 'love', 'weight': -2.368, 'rule': 'sentiment.vader.word'}]
    """
    if isinstance(texts, str | bytes):
        raise TaggingError("sentiment takes a list or Series of texts, not one text. Put it in a list.")
    if isinstance(texts, pd.DataFrame | Mapping) or not isinstance(texts, Iterable):
        raise TaggingError(f"sentiment takes a list or Series of texts, not {type(texts).__name__}.")
    index = texts.index if isinstance(texts, pd.Series) else None
    values = texts.tolist() if isinstance(texts, pd.Series) else list(texts)
    units: dict[str, int] = {}
    unit_of_row = np.full(len(values), -1, dtype=np.int64)
    n_left_out = 0
    for row, (text, is_read) in enumerate(
        zip(values, english_texts(lang, assume_lang, index, len(values)).tolist(), strict=True)
    ):
        if not isinstance(text, str):
            _require_null(text, row)
        elif is_read:
            unit_of_row[row] = units.setdefault(text, len(units))
        else:
            n_left_out += 1
    if n_left_out:
        warnings.warn(
            f"{n_left_out:,} of {len(values):,} texts have no sentiment: "
            "their language is not English, or unknown.",
            NotAnalysedWarning,
            stacklevel=2,
        )
    return _table(list(units), unit_of_row, index, evidence=evidence, progress=progress)


def _require_null(value: object, row: int) -> None:
    if not (value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))):
        raise TaggingError(
            f"Text {row} is {value!r:.80}, expected a str or a null. Convert it, or leave it out."
        )


def _table(
    texts: Sequence[str],
    unit_of_row: np.ndarray[Any, np.dtype[np.int64]],
    index: pd.Index[Any] | None,
    *,
    evidence: bool,
    progress: bool | None,
) -> pd.DataFrame:
    """Score unique texts, and give each row the scores of its text; -1 stands for none."""
    scores, why = _score(texts, evidence=evidence, progress=progress)
    rows = np.vstack([scores, np.full((1, scores.shape[1]), math.nan)])[unit_of_row]
    is_null = unit_of_row < 0
    columns: dict[str, Any] = {name: rows[:, place] for place, name in enumerate(Polarity._fields)}
    hits = np.where(is_null, 0, rows[:, -1]).astype(np.int64)
    columns["hits"] = pd.arrays.IntegerArray(hits, is_null)
    if evidence:
        lists = why.take(unit_of_row).to_arrow(is_null)
        dtype: Any = pd.ArrowDtype(lists.type)
        columns["evidence"] = dtype.__from_arrow__(lists)
    return pd.DataFrame(columns, index=index)


def _score(
    texts: Sequence[str], *, evidence: bool, progress: bool | None
) -> tuple[np.ndarray[Any, np.dtype[np.float64]], Ragged]:
    """Return neg, neu, pos, compound and hits of each text, and the evidence if asked for."""
    vader = engine()
    scores = np.empty((len(texts), len(Polarity._fields) + 1))
    why = Builder(_EVIDENCE)
    bar = _progress.Bar(len(texts), "scoring", progress)
    with without_cycle_search():
        for start in range(0, len(texts), _BATCH):
            batch = []
            for text in texts[start : start + _BATCH]:
                reading = vader.read(text)
                batch.append((*vader.polarity(reading), len(reading.values)))
                if evidence:
                    why.add([(*mark[3:6], mark.weight, mark.rule) for mark in marks(reading)])
            scores[start : start + len(batch)] = batch
            why.flush()
            bar.advance(len(batch))
    bar.close()
    return scores, why.finish()
