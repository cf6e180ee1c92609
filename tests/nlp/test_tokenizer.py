"""The tokenizer keeps every character, cuts what posts hold, and takes linear time."""

import re
from collections.abc import Callable

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from reaction.nlp import PostTokenizer
from reaction.nlp import tokenizer as module

NLP = spacy.blank("en")
TOKENIZER = PostTokenizer(NLP.vocab)
PIECES = st.sampled_from(
    [
        "a",
        "Don't",
        " ",
        "  ",
        "\n",
        "\t",
        "\u00a0",
        "#tag",
        "@me",
        ":-)",
        "<3",
        "👩‍💻",
        "🇫🇷",
        "50%",
        "$5",
        "'s",
        "\u2019s",
        "http://t.co/a",
        "...",
        "\x00",
        "é",
        "e\u0301",
        "\u202e",
        "\u200d",
        "ß",
        "\uff11",
    ]
)


def words(text: str) -> list[str]:
    return [token.text for token in TOKENIZER(text) if not token.is_space]


@given(st.one_of(st.text(st.characters(exclude_categories=["Cs"])), st.lists(PIECES).map("".join)))
def test_no_character_is_lost(text: str) -> None:
    doc = TOKENIZER(text)
    assert doc.text == text
    assert [doc.text[token.idx : token.idx + len(token)] for token in doc] == [token.text for token in doc]


@given(st.lists(PIECES).map("".join))
def test_the_cache_changes_nothing(text: str) -> None:
    fresh = PostTokenizer(NLP.vocab)
    assert [token.text for token in fresh(text)] == [token.text for token in TOKENIZER(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don't, can\u2019t", ["Don't", ",", "can\u2019t"]),
        ("Acme's and Acme\u2019s", ["Acme", "'s", "and", "Acme", "\u2019s"]),
        ("ex-Acme well-known", ["ex", "-", "Acme", "well", "-", "known"]),
        ("O'Brien's", ["O'Brien", "'s"]),
        ("see https://a.example/b?c=1, ok", ["see", "https://a.example/b?c=1", ",", "ok"]),
        ("(http://a.example/b)", ["(", "http://a.example/b", ")"]),
        ("@acme: hi @me@b.example", ["@acme", ":", "hi", "@me@b.example"]),
        ("#DropIt!#Now", ["#DropIt", "!", "#Now"]),
        ("so :) and :-( or <3", ["so", ":)", "and", ":-(", "or", "<3"]),
        ("50% of $5bn, 1,000 at 10:30", ["50%", "of", "$5bn", ",", "1,000", "at", "10:30"]),
        ("👩‍💻👍🏽🇫🇷🇩🇪1️⃣", ["👩‍💻", "👍🏽", "🇫🇷", "🇩🇪", "1️⃣"]),
        ("wait... what?!", ["wait", "...", "what", "?", "!"]),
        ("the U.S. says", ["the", "U.S.", "says"]),
        ("Müller naïve 東京", ["Müller", "naïve", "東京"]),
        ("", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_white_space_becomes_tokens_of_its_own() -> None:
    assert [token.text_with_ws for token in TOKENIZER(" a  b\n c ")] == [" ", "a ", " ", "b", "\n ", "c "]


def test_it_serves_a_pipeline_and_comes_back_from_bytes() -> None:
    nlp = spacy.blank("en")
    nlp.tokenizer = PostTokenizer(nlp.vocab)
    assert [doc.text for doc in nlp.pipe(["One's", "two"])] == ["One's", "two"]
    assert PostTokenizer(nlp.vocab).from_bytes(nlp.tokenizer.to_bytes())("a b").text == "a b"
    with pytest.raises(ValueError, match="not a tokenizer of this version"):
        PostTokenizer(nlp.vocab).from_bytes(b"something else")


def test_the_pipeline_is_written_and_read(tmp_path: object) -> None:
    file = f"{tmp_path}/tokenizer"
    TOKENIZER.to_disk(file)
    assert PostTokenizer(NLP.vocab).from_disk(file)("a b").text == "a b"


def test_words_of_a_memory_zone_are_forgotten() -> None:
    nlp = spacy.blank("en")
    nlp.tokenizer = PostTokenizer(nlp.vocab)
    nlp("kept")
    for number in range(3):
        with nlp.memory_zone():
            assert nlp(f"kept rare{number}").text == f"kept rare{number}"
    assert nlp("kept rare1").text == "kept rare1"
    assert "kept" in nlp.vocab.strings
    assert "rare0" not in nlp.vocab.strings


class _Counted:
    """Counts the characters that the pattern is given."""

    def __init__(self) -> None:
        self.characters = 0

    def findall(self, text: str) -> list[str]:
        self.characters += len(text)
        return PATTERN.findall(text)


PATTERN: re.Pattern[str] = module._TOKEN


@pytest.mark.parametrize(
    "hostile",
    [
        lambda n: "a" * n,
        lambda n: "#tag " * (n // 5),
        lambda n: "".join(f"#t{i} " for i in range(n // 7)),
        lambda n: "http://" * (n // 7),
        lambda n: "http://" + "." * n,
        lambda n: "'s" * (n // 2),
        lambda n: "a.b." * (n // 4),
        lambda n: "1,2" * (n // 3),
        lambda n: "👩\u200d" * (n // 2),
        lambda n: ":-" * (n // 2),
        lambda n: "\u202e\u200b" * (n // 2),
        lambda n: "\n \t" * (n // 3),
    ],
    ids=lambda case: "",
)
def test_hostile_text_takes_linear_work(
    hostile: Callable[[int], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = _Counted()
    monkeypatch.setattr(module, "_TOKEN", counted)
    text = hostile(1_000_000)
    doc = PostTokenizer(spacy.blank("en").vocab)(text)
    assert len(doc) <= len(text)
    assert doc.text == text
    assert counted.characters <= len(text)


def test_pieces_are_not_kept_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_KEPT_CHUNKS", 10)
    tokenizer = PostTokenizer(NLP.vocab)
    for number in range(100):
        tokenizer(f"w{number} " + "x" * 100)
    assert len(tokenizer._pieces) <= 10


def test_lone_surrogates_are_refused_by_spacy() -> None:
    with pytest.raises(UnicodeEncodeError):
        TOKENIZER("\ud800")
