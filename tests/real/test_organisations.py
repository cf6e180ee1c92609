"""Organisations in tweets that others annotated: the Broad Twitter Corpus and WNUT-17, their training and development parts."""

import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from reaction.nlp import entities

ORGANISATIONS = {"COMPANY", "AGENCY", "ADVOCACY", "OUTLET", "ORG"}
LEAST_PRECISION, LEAST_RECALL = 0.75, 0.35


class Corpus(NamedTuple):
    """A file in columns, the labels that count, and whether ``@`` stands apart from its handle."""

    file: str
    labels: frozenset[str]
    apart: bool


BTC = Corpus("btc.train", frozenset({"ORG"}), apart=True)
BTC_DEV = Corpus("btc.dev", frozenset({"ORG"}), apart=True)
WNUT = Corpus("wnut17train.conll", frozenset({"corporation", "group"}), apart=False)
WNUT_DEV = Corpus("emerging.dev.conll", frozenset({"corporation", "group"}), apart=False)

Tweet = tuple[list[str], list[str]]
Span = tuple[int, int]


def tweets(folder: Path, corpus: Corpus) -> list[Tweet]:
    """Return words and tags of each tweet; a handle is one word."""
    found: list[Tweet] = [([], [])]
    for line in (folder / "entities" / corpus.file).read_text(encoding="utf-8").split("\n"):
        if not line.strip():
            if found[-1][0]:
                found.append(([], []))
            continue
        word, _, tag = line.partition("\t")
        words, tags = found[-1]
        if corpus.apart and words and words[-1] == "@":
            words[-1], tags[-1] = f"@{word}", tag
        else:
            words.append(word)
            tags.append(tag)
    return [tweet for tweet in found if tweet[0]]


def spans(tags: list[str], labels: frozenset[str]) -> set[Span]:
    found = set()
    for first, tag in enumerate(tags):
        if tag.startswith("B-") and tag[2:] in labels:
            last = first + 1
            while last < len(tags) and tags[last] == f"I-{tag[2:]}":
                last += 1
            found.add((first, last))
    return found


def measured(folder: Path, corpus: Corpus, *, words_only: bool) -> tuple[float, float, int]:
    """Return precision, recall and the number of annotated organisations; spans must agree exactly.

    Links are left out: they name whose page it is, and the annotators did not look at them.
    """
    read = tweets(folder, corpus)
    table = entities([" ".join(words) for words, _ in read])
    table = table[table["label"].isin(ORGANISATIONS) & ~table["rule"].str.endswith(".domain")]
    found: list[set[Span]] = [set() for _ in read]
    for row, start, end in table[["row", "start", "end"]].itertuples(index=False):
        words = read[row][0]
        ends = [len(" ".join(words[: n + 1])) for n in range(len(words))]
        inside = [n for n, word in enumerate(words) if ends[n] - len(word) < end and start < ends[n]]
        if not (words_only and words[inside[0]][0] in "@#$"):
            found[row].add((inside[0], inside[-1] + 1))
    gold = [
        {span for span in spans(tags, corpus.labels) if not (words_only and words[span[0]][0] in "@#$")}
        for words, tags in read
    ]
    right = sum(len(ours & theirs) for ours, theirs in zip(found, gold, strict=True))
    n_found, n_gold = sum(map(len, found)), sum(map(len, gold))
    return right / n_found, right / n_gold, n_gold


@pytest.mark.parametrize("corpus", [BTC, BTC_DEV, WNUT, WNUT_DEV], ids=lambda corpus: corpus.file)
def test_organisations(real_data: Path, corpus: Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    figures = {
        "all": measured(real_data, corpus, words_only=False),
        "words": measured(real_data, corpus, words_only=True),
    }
    lines = [f"{corpus.file}, {what}: P {p:.3f}, R {r:.3f} of {n}" for what, (p, r, n) in figures.items()]
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines))
    precision, recall, _ = figures["all"]
    if corpus is BTC:
        assert precision >= LEAST_PRECISION
        assert recall >= LEAST_RECALL
    elif corpus is WNUT:
        # Its annotators left handles, hashtags and many groups out, so precision is low by construction.
        assert figures["words"][0] >= 0.55
        assert figures["words"][1] >= LEAST_RECALL
    else:
        assert figures["words"][0] >= 0.3
