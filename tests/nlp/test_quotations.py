"""Words are attributed to who said them; what is quoted is found in marks of all kinds."""

from pathlib import Path

import pandas as pd
import pytest

from reaction import lexicon
from reaction.errors import TaggingError
from reaction.nlp._quote_marks import direct_speech
from reaction.nlp.quotations import quotes


def said(text: str, kind: str = "direct") -> list[tuple[str, str | None]]:
    """Return the words and the speakers of a text."""
    table = quotes(text)
    table = table[table["kind"] == kind]
    return [
        (words, None if pd.isna(who) else who)
        for words, who in zip(table["text"], table["speaker"], strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("“We will go on,” said Ann Lee, a nurse.", "We will go on,", "Ann Lee"),
        ("“We will go on,” Ann Lee said.", "We will go on,", "Ann Lee"),
        ('"No comment," a spokesman for Acme told the Hill Post on Monday.', "No comment,", "a spokesman for Acme"),
        ("'We won't stop,' said the union's leader.", "We won't stop,", "the union's leader"),
        ("\u2018We won\u2019t stop,\u2019 said the mayor.", "We won\u2019t stop,", "the mayor"),
        ("«It is over», said Maria Lopez.", "It is over", "Maria Lopez"),
        ("“Is it true?” asked Dr. Kim.", "Is it true?", "Dr. Kim"),
        ("“Shame!” shouted the crowd.", "Shame!", "the crowd"),
        ("“It is a scandal,” he added.", "It is a scandal,", "he"),
        ("One driver, speaking anonymously, said, “We were never told.”", "We were never told.", "One driver"),
        ("One driver, speaking anonymously said, “We were never told.”", "We were never told.", "One driver"),
        ("@acme tweeted: \"We are sorry.\"", "We are sorry.", "@acme"),
        ("He wrote on Facebook: “It was me.”", "It was me.", "He"),
        ("Mayor of Hillford: “We will rebuild”", "We will rebuild", "Mayor of Hillford"),
        ("Workers are “furious”, according to Jo Park.", "furious", "Jo Park"),
        ("Acme said the change was a “glitch” and blamed an intern.", "glitch", "Acme"),
        ("Speaking to Daily reporter Joe Bloggs, Acme said it was a “glitch”.", "glitch", "Acme"),
        (
            "Acme has released a statement about the recall, saying in part, “We make toys. We care.”",
            "We make toys. We care.",
            "Acme",
        ),
        ("A March memo, in which Contoso says it is “glad to help” the police, leaked.", "glad to help", "Contoso"),
    ],
)  # fmt: skip
def test_direct_speech(text: str, words: str, speaker: str) -> None:
    assert said(text) == [(words, speaker)]


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("The mayor says that talks failed.", "talks failed", "The mayor"),
        ("The minister claims the plan works.", "the plan works", "The minister"),
        ("Acme told reporters that it would appeal.", "it would appeal", "Acme"),
        ("She added that nobody knew.", "nobody knew", "She"),
        (
            "According to the Hill Post, some drivers were not paid.",
            "some drivers were not paid",
            "the Hill Post",
        ),
        ("The company said in a letter on Friday that it was sorry.", "it was sorry", "The company"),
    ],
)
def test_indirect_speech(text: str, words: str, speaker: str) -> None:
    assert said(text, "indirect") == [(words, speaker)]


def test_a_split_quotation_has_one_speaker() -> None:
    assert said("“It is over,” she said. “We are leaving.”") == [
        ("It is over,", "she"),
        ("We are leaving.", "she"),
    ]
    assert said("“It is,” Maria Lopez, a nurse, said, “a shame.”") == [
        ("It is,", "Maria Lopez"),
        ("a shame.", "Maria Lopez"),
    ]


def test_quoted_words_in_one_sentence_have_one_speaker() -> None:
    text = "The company said that it “regrets the error” and will “do better”."
    assert said(text) == [("regrets the error", "The company"), ("do better", "The company")]


@pytest.mark.parametrize("mark", ["“", '"'])
def test_a_quotation_may_have_several_paragraphs(mark: str) -> None:
    closing = "”" if mark == "“" else mark
    text = f"Ann Lee wrote: {mark}We waited.\n\n{mark}Nobody came.{closing} Then it rained."
    assert said(text) == [(f"We waited.\n\n{mark}Nobody came.", "Ann Lee")]


@pytest.mark.parametrize("text", ["The so-called “reform” failed.", "A “quiet” day. The mayor said nothing."])
def test_scare_quotes_have_no_speaker(text: str) -> None:
    assert [speaker for _, speaker in said(text)] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "It's the workers' day, and they won't go home.",
        "The board was 6' 2\" long.",
        "In the '90s nobody asked.",
        "An open mark “ and nothing more.\n\nA new paragraph.",
        "",
    ],
)
def test_no_quotation(text: str) -> None:
    assert said(text) == []


def test_the_verb_and_the_rule_are_given() -> None:
    table = quotes("“We will go on,” said Ann Lee.")
    assert table[["verb", "rule"]].values.tolist() == [["said", "quote.after"]]
    start, end = table.loc[0, ["speaker_start", "speaker_end"]]
    assert "“We will go on,” said Ann Lee."[start:end] == "Ann Lee"


def test_spans_point_into_the_text() -> None:
    text = "😀 “Go,” said 😀 Bo.\nKim says that “no” is no answer. “Why?”"
    table = quotes(text)
    assert len(table) >= 3
    for row in table.itertuples():
        assert text[row.start : row.end] == row.text


def test_nothing_is_found_in_a_null() -> None:
    assert quotes(None).empty


@pytest.mark.parametrize("lang", ["de", None, ""])
def test_other_languages_are_refused(lang: str | None) -> None:
    with pytest.raises(TaggingError, match="reads English only"):
        quotes("„Nein“, sagte sie.", lang=lang)


def test_several_texts_are_refused() -> None:
    with pytest.raises(TaggingError, match="one text, not list"):
        quotes(["“Go,” said Bo."])  # type: ignore[arg-type]


def test_every_verb_attributes() -> None:
    for verb in lexicon.read("quotes")["said"]:
        if not verb.endswith("ing"):
            assert said(f"The clerk {verb}: “We are closed.”") == [("We are closed.", "The clerk")], verb


@pytest.mark.parametrize(
    "piece",
    ["“", '"', "'", " 'a", "said ", "according to ", "told he that ", "“a ", '"a said ', "she said that ", "a, ", "\n\"", "@a: “", "“a” said Bob. ", "\u202e\u200d", "A. "],
)  # fmt: skip
def test_hostile_text_ends(piece: str) -> None:
    text = piece * (300_000 // len(piece)) + "\n\nThe mayor said: “Go.”"
    for row in quotes(text).tail(50).itertuples():
        assert text[row.start : row.end] == row.text


def test_ten_megabytes() -> None:
    text = "The clerk counted \u202ethe boxes\u200d again and went home. " * 200_000 + "“Go,” said Ann Lee."
    assert len(text) > 10_000_000
    assert said(text) == [("Go,", "Ann Lee")]


def test_verbs_of_saying_without_end() -> None:
    text = "said " * 2_000_000 + "nothing. " + "It rained. " * 60 + "The mayor says that talks failed."
    assert said(text, "indirect") == [("talks failed", "The mayor")]


def test_every_mark_is_paired_once() -> None:
    found = direct_speech("“A” and “B” 'c' «d» \"e\"")
    assert [quotation.inner[1] - quotation.inner[0] for quotation in found] == [1] * 5


def test_every_quotation_of_an_article_has_its_speaker(real_data: Path) -> None:
    article = (real_data.parent / "seed" / "article.txt").read_text(encoding="utf-8")
    table = quotes(article)
    direct = table[table["kind"] == "direct"]
    # In the order of the article: a blog post quoted, an employee, a word to a magazine, a statement.
    assert direct["speaker"].tolist() == ["Microsoft", "One employee", "Microsoft", "Microsoft"]
    indirect = table[table["kind"] == "indirect"]
    assert set(indirect["speaker"]) == {"Microsoft", "Gizmodo"}
