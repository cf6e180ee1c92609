"""The fast reader gives vaderSentiment's four scores to the last digit, in time linear in the text."""

import csv
import gzip
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    NEGATE,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
)

from reaction.nlp import _vader
from reaction.nlp._vader import engine, marks

VADER = SentimentIntensityAnalyzer()
Scorer = Callable[[str], dict[str, float]]


def ours(text: str) -> dict[str, float]:
    vader = engine()
    return vader.polarity(vader.read(text))._asdict()


def first_difference(texts: Iterable[str], scorer: Scorer = ours) -> str:
    """Say how the first text differs in any digit of the four scores, or say nothing."""
    for text in texts:
        expected, found = VADER.polarity_scores(text), scorer(text)
        if repr(found) != repr(expected):
            return f"{text!r}: expected {expected}, found {found}"
    return ""


def check_marks(text: str) -> None:
    """Check that marks point at their words, in order, and add up to the score."""
    reading = engine().read(text)
    found = marks(reading)
    at = 0
    for mark in found:
        assert mark.start is not None
        assert mark.end is not None
        assert at <= mark.start < mark.end <= len(text)
        assert text[mark.start : mark.end] == mark.text
        if mark.rule == "sentiment.vader.word":
            assert str(mark.text).lower() in VADER.lexicon
        at = mark.start
    assert [mark.weight for mark in found] == reading.values
    assert engine().compound(reading) == ours(text)["compound"]


# The rarer a rule, the more often its words must come up for the rule to be tried.
RULE_WORDS = [
    *("but", "BUT", "but,", "no", "NO", "no,", "or", "nor", "never", "so", "this", "SO", "without", "doubt"),
    *(
        "least",
        "LEAST",
        "at",
        "very",
        "kind",
        "of",
        "sort",
        "just",
        "enough",
        "the",
        "shit",
        "bomb",
        "bad",
        "ass",
    ),
    *("BAD", "ASS", "badass", "bus", "stop", "yeah", "right", "kiss", "death", "to", "die", "for", "beating"),
    *(
        "heart",
        "good",
        "GOOD",
        "Good",
        "great!",
        "hate??",
        ":)",
        ":-(",
        ":D",
        "(great)",
        "don't",
        "DON'T",
        "cannot",
    ),
    *(
        "n't",
        "xn't",
        "and",
        "a",
        "I",
        "2018",
        "#good",
        "@good",
        "http://x.example/bad",
        "O.o",
        "''",
        "...good",
    ),
    *("((bad))", "uh-uh", "Σ", "ΑΣ", "İ", "ß", "ǅ"),
    *(
        "never so",
        "never this",
        "this",
        "so",
        "without doubt",
        "without a doubt",
        "at least",
        "very least",
        "kind of",
    ),
    *("sort of", "just enough", "the bomb", "the shit", "bad ass", "no one or", "no one nor", "to die for"),
]
EMOJI = [emoji for emoji in VADER.emojis if len(emoji) == 1]
LOADED = [
    emoji for emoji in EMOJI if any(word in VADER.lexicon for word in VADER.emojis[emoji].lower().split())
]
JOINERS = ["\u200d", "\ufe0f", "\U0001f3fd", "\u20e3"]
SPACES = [" "] * 24 + [
    "  ",
    "\n",
    "\t",
    "\x1c",
    "\x1f",
    "\x85",
    "\u2028",
    "\u3000",
    "\xa0",
    "\r\n",
    "",
    "",
    "",
]
MARKS = ["!", "?", "!!", "!!!!!", "??", "????", ".", ",", "'", '"', "…", "*", "\ud83d", "\udc00", "\x00", "é"]


def word(choose: random.Random, lexicon: list[str], boosters: list[str], negations: list[str]) -> str:
    kind = choose.random()
    if kind < 0.35:
        found = choose.choice(RULE_WORDS)
    elif kind < 0.65:
        found = choose.choice(lexicon)
    elif kind < 0.74:
        found = choose.choice(boosters)
    elif kind < 0.82:
        found = choose.choice(negations)
    elif kind < 0.86:
        found = choose.choice(list(SPECIAL_CASES))
    elif kind < 0.94:
        found = "".join(
            choose.choices([*choose.choices(LOADED, k=3), *EMOJI[:9], *JOINERS], k=choose.randint(1, 3))
        )
    else:
        found = choose.choice(MARKS)
    shape = choose.random()
    if shape < 0.15:
        found = found.upper()
    elif shape < 0.2:
        found = found.title()
    if choose.random() < 0.15:
        found += choose.choice(MARKS)
    return found


def generated(n: int, seed: int) -> Iterator[str]:
    choose = random.Random(seed)
    pools = list(VADER.lexicon), list(BOOSTER_DICT), NEGATE
    for _ in range(n):
        few = [word(choose, *pools) for _ in range(choose.randint(1, 6))]
        length = choose.choice([0, 1, 2, 3, 4, 5, 6, 8, 10, 14, 20])
        words = [choose.choice(few) if choose.random() < 0.3 else word(choose, *pools) for _ in range(length)]
        yield "".join(part for each in words for part in (each, choose.choice(SPACES)))


@pytest.mark.parametrize("seed", range(10))
def test_scores_are_vaders_on_generated_texts(seed: int) -> None:
    assert not first_difference(generated(10_000, seed))


def test_marks_add_up_on_generated_texts() -> None:
    for text in generated(5_000, 99):
        check_marks(text)


def test_generated_texts_try_every_rule() -> None:
    texts = list(generated(10_000, 0))
    rules = {mark.rule for text in texts for mark in marks(engine().read(text))}
    assert rules == {"sentiment.vader.word", "sentiment.vader.emoji", "sentiment.vader.idiom"}
    lower = " ".join(texts).lower()
    wanted = [
        "never so",
        "without doubt",
        "at least",
        "kind of",
        "no good",
        "bus stop",
        "to die for",
        "\ud83d",
        "\x85",
    ]
    assert [phrase for phrase in wanted if phrase not in lower] == []


@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(st.sampled_from([*RULE_WORDS, *LOADED, *JOINERS, *MARKS]), max_size=12).map(" ".join),
        st.lists(st.sampled_from([*RULE_WORDS, *LOADED, *JOINERS, *MARKS, *SPACES]), max_size=20).map(
            "".join
        ),
    )
)
def test_scores_are_vaders_on_any_text(text: str) -> None:
    assert not first_difference([text])
    check_marks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "...",
        "VADER is VERY SMART, uber handsome, and FRIGGIN FUNNY!!!",
        "At least it isn't a horrible book.",
        "The plot was good, but the characters are uncompelling and the dialog is not great.",
        "Today only kinda sux! But I'll get by, lol",
        "good good bad good but good bad bad good good",
        "bad bad bad but",
        "but bad bad bad",
        "Sentiment analysis has never been this good!",
        "It is never so good, without a doubt, without doubt good",
        "the least good, at least good, very least good, least good",
        "no good and no really no or good, nor no one good NO GOOD no",
        "It was kind of good, kind of, kind",
        "the shit is the bomb, a bad ass to die for, kiss of death at the bus stop yeah right",
        "x\U0001f602y \U0001f602\U0001f602! \u2764\ufe0f \U0001f643\u200d\U0001f621 \U0001f51b",
        "\ud800 good \udfff",
        "GOOD",
        "GOOD day",
    ],
)
def test_scores_are_vaders_on_known_traps(text: str) -> None:
    assert not first_difference([text])
    check_marks(text)


def test_the_first_differing_text_is_shown() -> None:
    def wrong(text: str) -> dict[str, float]:
        found = ours(text)
        return {**found, "neu": found["neu"] + 1e-9} if "worse" in text else found

    shown = first_difference(["good", "worse luck", "worse still"], wrong)
    assert shown.startswith("'worse luck': expected {'neg': ")
    assert "found {" in shown


def test_marks_weigh_as_the_score_does() -> None:
    found = marks(engine().read("Not good, but VERY GOOD \U0001f602 (the bomb!)"))
    assert [(mark.text, mark.rule.rpartition(".")[2], mark.label) for mark in found] == [
        ("good", "word", "negative"),
        ("GOOD", "word", "positive"),
        ("\U0001f602", "emoji", "negative"),
        ("\U0001f602", "emoji", "positive"),
        ("bomb", "idiom", "positive"),
    ]
    good = VADER.lexicon["good"]
    assert found[0].weight == pytest.approx(good * -0.74 * 0.5)
    assert found[1].weight == pytest.approx((good + 0.733 + 0.293 + 0.733) * 1.5)
    assert found[2].weight == pytest.approx(VADER.lexicon["tears"] * 1.5)
    assert found[4].weight == pytest.approx(SPECIAL_CASES["the bomb"] * 1.5)


def test_a_word_that_adds_nothing_is_neutral() -> None:
    found = marks(engine().read("They said no good"))
    assert [(mark.text, mark.label, repr(mark.weight)) for mark in found] == [
        ("no", "neutral", "0.0"),
        ("good", "negative", "-1.406"),
    ]


@pytest.mark.parametrize(
    "unit",
    [
        "good but not so bad ",
        "\U0001f602bad\n",
        "good  NO\tbad\u2028",
        "kind of never this shit? ",
        "x",
        "good-",
    ],
)
def test_texts_of_megabytes_are_read(unit: str) -> None:
    # vaderSentiment copies all words for each neighbour of a hit: 10^11 words here.
    n = 1_000_000 // len(unit)
    two, three = (len(engine().read(unit * times).values) for times in (2, 3))
    reading = engine().read(unit * n)
    found = marks(reading)
    assert len(found) == two + (n - 2) * (three - two)
    for mark in found[:: max(1, len(found) // 50)]:
        assert (unit * n)[mark.start : mark.end] == mark.text
    assert -1 <= engine().compound(reading) <= 1


def test_repeated_texts_score_as_vaders_do() -> None:
    units = ["good but not so bad ", "\U0001f602bad\n", "good  NO\tbad\u2028", "but so good. "]
    assert not first_difference(unit * n for unit in units for n in (10, 60))


def test_the_cache_of_words_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_vader, "_CACHED_TOKENS", 50)
    tokens = _vader._Tokens({"good": 1.9})
    for i in range(500):
        assert tokens[f"word{i}"] is tokens[f"other{i}"]
        assert tokens["(good)"].valence == 1.9
        assert len(tokens) <= 50
    long = "x" * 1_000
    assert tokens[long] is tokens["word0"]
    assert long not in tokens


@pytest.fixture(scope="module")
def texts(real_data: Path) -> list[str]:
    found: list[str] = []
    for file in sorted((real_data / "stories").glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            found += (json.loads(line)["text"] for line in lines)
    for file in sorted((real_data / "stance").glob("semeval*.txt")):
        with file.open(encoding="utf-8", newline="") as lines:
            found += (row["Tweet"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    n_before = len(found)
    for file in sorted((real_data / "entities").iterdir()):
        if file.name != "LICENSE":
            sentences = re.split(r"\n\s*\n", file.read_text(encoding="utf-8"))
            found += (" ".join(line.partition("\t")[0] for line in each.splitlines()) for each in sentences)
    assert n_before > 5_000
    assert len(found) > n_before + 5_000
    return list(dict.fromkeys(found))


def test_scores_are_vaders_on_real_texts(texts: list[str]) -> None:
    assert not first_difference(texts)


def test_marks_add_up_on_real_texts(texts: list[str]) -> None:
    for text in texts:
        check_marks(text)
