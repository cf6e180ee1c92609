"""How fast texts are scored for sentiment, side by side with vaderSentiment.

    python benchmarks/sentiment.py FILES... [--turns 5]

One core; texts are unique; every contender sees the same texts in the same process, taking turns, and the
fastest of its turns counts. "warm" has seen the texts before; "cold" starts each turn with an empty cache of words.
FILES are exports that reaction.read_posts reads, or JSON files that hold a list of texts.
"""

from __future__ import annotations

import argparse
import json
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from reaction.errors import ReactionError, ReactionWarning
from reaction.loaders import read_posts
from reaction.nlp._vader import Vader, marks
from reaction.nlp.tone import score, sentiment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_VADER = "vaderSentiment"
_LONG = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)


def unique_texts(files: Sequence[str]) -> list[str]:
    found: list[str] = []
    for file in files:
        try:
            found += read_posts(file)["text"].dropna().tolist()
        except ReactionError:
            texts = json.loads(Path(file).read_text(encoding="utf-8"))
            if not (isinstance(texts, list) and all(isinstance(text, str) for text in texts)):
                raise
            found += texts
    return list(dict.fromkeys(found))


def each(function: Callable[[str], Any]) -> Callable[[Sequence[str]], None]:
    def run(texts: Sequence[str]) -> None:
        for text in texts:
            function(text)

    return run


def four_scores(vader: Vader) -> Callable[[str], Any]:
    return lambda text: vader.polarity(vader.read(text))


def scores_and_marks(vader: Vader) -> Callable[[str], Any]:
    def both(text: str) -> Any:
        reading = vader.read(text)
        return vader.polarity(reading), marks(reading)

    return both


def race(contenders: dict[str, Callable[[Sequence[str]], Any]], texts: Sequence[str], turns: int) -> None:
    best = dict.fromkeys(contenders, float("inf"))
    for turn in range(turns + 1):
        for name, function in contenders.items():
            start = time.perf_counter()
            function(texts)
            if turn:  # the first is for warming up
                best[name] = min(best[name], time.perf_counter() - start)
    for name, taken in best.items():
        micros = taken / len(texts) * 1e6
        ratio = best[_VADER] / taken
        print(f"{name:32}{len(texts) / taken:12,.0f} texts/s{micros:9.2f} us a text{ratio:8.2f} x")


def cold(make: Callable[[Vader], Callable[[str], Any]]) -> Callable[[Sequence[str]], None]:
    vader = Vader()

    def run(texts: Sequence[str]) -> None:
        vader.forget()
        each(make(vader))(texts)

    return run


def long_texts(texts: Sequence[str]) -> None:
    whole = " ".join(texts)
    whole *= _LONG[-1] // len(whole) + 1
    for length in _LONG:
        text = whole[:length]
        start = time.perf_counter()
        found = score(text)
        taken = time.perf_counter() - start
        print(f"one text of {length:>10,} characters{taken:9.3f} s{found.hits:>10,} hits")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", help="exports, or JSON lists of texts")
    parser.add_argument("--turns", type=int, default=5)
    options = parser.parse_args()
    warnings.simplefilter("ignore", ReactionWarning)
    texts = unique_texts(options.files)
    print(f"{len(texts):,} unique texts of {sum(map(len, texts)) / len(texts):.0f} characters")
    vader = Vader()
    race(
        {
            _VADER: each(SentimentIntensityAnalyzer().polarity_scores),
            "four scores, warm": each(four_scores(vader)),
            "four scores, cold": cold(four_scores),
            "four scores and marks, warm": each(scores_and_marks(vader)),
            "four scores and marks, cold": cold(scores_and_marks),
            "score (compound, marks), warm": each(score),
            "sentiment, warm": lambda texts: sentiment(texts, progress=False),
            "sentiment with evidence, warm": lambda texts: sentiment(texts, evidence=True, progress=False),
        },
        texts,
        options.turns,
    )
    long_texts(texts)


if __name__ == "__main__":
    main()
