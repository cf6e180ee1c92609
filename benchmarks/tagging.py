"""How fast posts are cut into words and tagged, side by side with spaCy's own tokenizer.

    python benchmarks/tagging.py FILES... --story story.toml

One core; texts are unique; every contender sees the same texts in the same process, warm, taking turns, and the
fastest of its turns counts. "cold" is a tokenizer's first pass over texts that it has never seen.
"""

from __future__ import annotations

import argparse
import statistics
import time
import warnings
from typing import TYPE_CHECKING, Any

import spacy

from reaction.errors import ReactionWarning
from reaction.loaders import read_posts
from reaction.nlp import PostTokenizer, tag
from reaction.nlp._marks import words_of
from reaction.nlp._reader import TextReader
from reaction.nlp.speech_acts import find_acts
from reaction.nlp.tone import score
from reaction.story import Story

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd


def seconds(function: Callable[[str], Any], texts: Sequence[str]) -> float:
    start = time.perf_counter()
    for text in texts:
        function(text)
    return time.perf_counter() - start


def race(contenders: dict[str, Callable[[str], Any]], texts: Sequence[str], turns: int) -> dict[str, float]:
    best = dict.fromkeys(contenders, float("inf"))
    for turn in range(turns + 1):
        for name, function in contenders.items():
            taken = seconds(function, texts)
            if turn:  # the first is for warming up
                best[name] = min(best[name], taken)
    return best


def tokenizers(texts: Sequence[str], turns: int) -> None:
    makers = (lambda: spacy.blank("en").make_doc, lambda: PostTokenizer(spacy.blank("en").vocab))
    cold = [min(seconds(make(), texts) for _ in range(3)) for make in makers]
    ours = PostTokenizer(spacy.blank("en").vocab)
    best = race({"make_doc": spacy.blank("en").make_doc, "PostTokenizer": ours}, texts, turns)
    for name, taken in best.items():
        print(f"{name:22}{len(texts) / taken:12,.0f} posts/s")
    print(f"{'ratio, warm':22}{best['make_doc'] / best['PostTokenizer']:12.2f}")
    print(f"{'ratio, cold':22}{cold[0] / cold[1]:12.2f}")


def readers(texts: Sequence[str], story: Story, turns: int) -> None:
    """Everything that is found in a text, with all lists loaded, beside `make_doc` alone."""
    cold: dict[str, list[float]] = {"make_doc": [], "reaction": []}
    warm: dict[str, list[float]] = {"make_doc": [], "reaction": []}
    TextReader(story).linker.find("")  # the lists are read once for all
    for _ in range(turns):
        reader = TextReader(story)
        for name, function in (("make_doc", spacy.blank("en").make_doc), ("reaction", _all_of(reader))):
            cold[name].append(seconds(function, texts))
            warm[name].append(seconds(function, texts))
    for label, taken in (("cold", cold), ("warm", warm)):
        ours, theirs = min(taken["reaction"]), min(taken["make_doc"])
        print(f"{'make_doc alone, ' + label:34}{len(texts) / theirs:12,.0f} posts/s")
        print(
            f"{'all but roles of profiles, ' + label:34}{len(texts) / ours:12,.0f} posts/s   ratio {theirs / ours:.2f}"
        )


def _all_of(reader: TextReader) -> Callable[[str], Any]:
    return lambda text: reader.read(text, english=True)


def components(texts: Sequence[str], story: Story, turns: int) -> None:
    reader = TextReader(story)
    words = [words_of(text) for text in texts]
    notes = [reader.read(text, english=True) for text in texts]
    parts: dict[str, Callable[[], Any]] = {
        "words": lambda: [words_of(text) for text in texts],
        "sentiment": lambda: [score(text) for text in texts],
        "entities": lambda: [reader.linker.find(text, row) for text, row in zip(texts, words, strict=True)],
        "acts": lambda: [find_acts(text) for text in texts],
        "stance": lambda: [reader.stance.read(text, note) for text, note in zip(texts, notes, strict=True)],
    }
    for name, function in parts.items():
        times = []
        for _ in range(turns):
            start = time.perf_counter()
            function()
            times.append(time.perf_counter() - start)
        print(f"{name:22}{min(times) / len(texts) * 1e6:12.1f} microseconds a post")


def whole(posts: pd.DataFrame, story: Story, turns: int) -> None:
    times = []
    for _ in range(turns):
        start = time.perf_counter()
        tag(posts, story, assume_lang="en", progress=False)
        times.append(time.perf_counter() - start)
    texts = posts["text"].dropna().unique().tolist()
    vader = min(seconds(score, texts) for _ in range(turns))
    rest = min(times) - vader
    print(
        f"{'tag, all of it':22}{len(texts) / min(times):12,.0f} unique posts/s (median {statistics.median(times):.2f} s)"
    )
    print(f"{'  sentiment alone':22}{len(texts) / vader:12,.0f} unique posts/s")
    print(f"{'  tag but sentiment':22}{len(texts) / rest:12,.0f} unique posts/s")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", help="exports that reaction.read_posts reads")
    parser.add_argument("--story", required=True, help="a story file")
    parser.add_argument("--turns", type=int, default=5)
    options = parser.parse_args()
    warnings.simplefilter("ignore", ReactionWarning)
    posts = read_posts(options.files).dropna(subset=["text"])
    texts = posts["text"].unique().tolist()
    print(
        f"{len(posts):,} posts, {len(texts):,} unique texts of {sum(map(len, texts)) / len(texts):.0f} characters"
    )
    story = Story.from_toml(options.story)
    tokenizers(texts, options.turns)
    readers(texts, story, options.turns)
    components(texts, story, options.turns)
    whole(posts, story, options.turns)


if __name__ == "__main__":
    main()
