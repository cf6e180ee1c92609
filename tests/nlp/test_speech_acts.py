"""Every rule of speech acts finds its hits and leaves its near misses; quotations are not the poster's."""

import pandas as pd
import pytest
import spacy

from reaction import lexicon
from reaction.errors import NotAnalysedWarning, TaggingError
from reaction.nlp._marks import words_of
from reaction.nlp.speech_acts import ACTS_LABELS, acts, find_acts
from reaction.story import Actor, Story

RULES = lexicon.rules(lexicon.read("acts"), "acts.toml")


def found(text: str) -> set[str]:
    return {mark.rule for mark in find_acts(text)}


def labels(text: str) -> set[str]:
    return {mark.label for mark in find_acts(text)}


def first(text: str, story: Story | None = None) -> dict[str, object]:
    """Return the first call or demand of a text as a dictionary."""
    table = acts([text], story)
    return dict(table[table["act"].isin(["call_to_action", "demand"])].iloc[0])


@pytest.mark.parametrize(("rule", "text"), [(rule.id, text) for rule in RULES for text in rule.hit])
def test_hits(rule: str, text: str) -> None:
    assert rule in found(text)


@pytest.mark.parametrize(("rule", "text"), [(rule.id, text) for rule in RULES for text in rule.miss])
def test_near_misses(rule: str, text: str) -> None:
    assert rule not in found(text)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_a_hit_and_a_near_miss(rule: lexicon.Rule) -> None:
    assert rule.hit
    assert rule.miss


def test_every_label_has_a_rule() -> None:
    assert {rule.label for rule in RULES} == set(ACTS_LABELS)


@pytest.mark.parametrize(
    "text",
    [
        'They wrote "boycott Acme" on the wall',
        "They wrote “boycott Acme” on the wall",
        "The sign says 'boycott Acme' in red",
        "RT @somebody: Boycott Acme",
        "MT @somebody: Boycott Acme",
        "> Boycott Acme\nI read this today",
        "@somebody: @other Boycott Acme",
        "“They said so.\nBoycott Acme” is what I read",
    ],
)
def test_words_of_others_do_not_count(text: str) -> None:
    assert "act.boycott.word" not in found(text)


def test_an_apostrophe_opens_no_quotation() -> None:
    assert "act.boycott.word" in found("Don't wait, boycott Acme, it's time. They won't care")


def test_curly_apostrophes_are_apostrophes() -> None:
    assert "act.demand.dont" in found("@acme don\u2019t lecture me on safety")


@pytest.mark.parametrize(
    "text",
    [
        "Why would they do that?",
        "Are you kidding me?",
        "Do you really believe them?",
        "Who cares?",
        "Seriously?!",
    ],
)
def test_rhetorical_questions_are_no_questions(text: str) -> None:
    assert "question" not in labels(text)


def test_spans_point_into_the_text() -> None:
    text = "😀 Well. Cancel the contract! @acme must pay. “No” isn\u2019t enough"
    marks = find_acts(text)
    assert {mark.text for mark in marks} == {"Cancel the", "@acme must pay"}
    for mark in marks:
        assert text[mark.start : mark.end] == mark.text


@pytest.mark.parametrize(
    ("text", "addressee", "asked"),
    [
        ("Acme must cancel the contract, now", "Acme", "cancel the contract"),
        ("The mayor of Hillford should resign.", "The mayor of Hillford", "resign"),
        ("@acme stop lying to us", "@acme", "stop lying to us"),
        ("Release the report, Contoso!", "Contoso", "Release the report"),
        ("Hillford Police, stop the raids", "Hillford Police", "stop the raids"),
        ("Everyone, sign the petition", "Everyone", "sign the petition"),
        ("We urge all members to vote no", "all members", "vote no"),
        ("Stop the raids.", None, "Stop the raids"),
    ],
)
def test_addressee_and_asked(text: str, addressee: str | None, asked: str) -> None:
    row = first(text)
    assert (None if pd.isna(row["addressee"]) else row["addressee"]) == addressee
    assert row["asked"] == asked


@pytest.mark.parametrize(
    "text",
    [
        "I know five questions he must answer",
        "Mayor of Hillford: Contoso must pay at once",
        "Acme must pay at once , says the minister",
        "The men say they should rule",
        "She names the issues that Hillford needs to face",
        "Tell them where to stay if they need to leave early",
        "A camera must shoot fast",
    ],
)
def test_what_somebody_else_demands_is_no_demand(text: str) -> None:
    assert "act.demand.must" not in found(text)


def test_what_the_author_holds_is_a_demand() -> None:
    for text in ("I think that Acme must pay", "Sad, but they need to leave", "Maybe they should pay"):
        assert "act.demand.must" in found(text), text


def test_the_words_of_a_text_may_be_passed_in() -> None:
    for text in (text for rule in RULES for text in (*rule.hit, *rule.miss)):
        assert find_acts(text, words_of(text)) == find_acts(text)


def test_an_act_that_two_rules_find_is_one_row() -> None:
    text = "They must resign."
    assert len(find_acts(text)) == 2
    assert acts([text])["act"].tolist() == ["demand"]


def test_addressees_are_linked_to_the_story() -> None:
    story = Story("A story", actors=[Actor("acme", "company", "Acme", handles=["acme"])])
    assert first("Acme must cancel the contract", story)["addressee_id"] == "acme"
    assert first("@acme stop lying to us", story)["addressee_id"] == "acme"
    assert pd.isna(first("The plumber must resign", story)["addressee_id"])


def test_addressees_are_linked_to_the_packaged_lists() -> None:
    assert first("Microsoft must cancel the contract")["addressee_id"] == "microsoft"


def test_a_table_keeps_the_rows_of_the_texts() -> None:
    texts = pd.Series(["Boycott Acme!", None, "A quiet day", "Boycott Acme!"], index=[7, 8, 9, 10])
    table = acts(texts)
    assert table["row"].tolist() == [0, 0, 1, 3, 3]
    assert table.loc[table["row"] == 1].drop(columns="row").isna().all(axis=None)
    rows = [table[table["row"] == row].drop(columns="row").values.tolist() for row in (0, 3)]
    assert str(rows[0]) == str(rows[1])


def test_texts_in_other_languages_are_told_from_texts_without_acts() -> None:
    texts = ["Boycott Acme!", "Boycott Acme!", "A quiet day", "Boycott Acme!"]
    with pytest.warns(NotAnalysedWarning, match="2 of 4 texts have no acts"):
        table = acts(texts, lang=["en", "de", "en", None])
    assert table.loc[table["act"].isna(), "row"].tolist() == [1, 3]
    assert 2 not in set(table["row"])


def test_an_unknown_language_can_be_assumed() -> None:
    assert acts(["Kudos to Acme"], lang=[None], assume_lang="en")["act"].tolist() == ["praise"]


def test_an_empty_table_has_the_columns() -> None:
    table = acts([])
    assert table.empty
    assert table.columns.tolist()[:4] == ["row", "start", "end", "text"]


def test_mistakes_are_named() -> None:
    with pytest.raises(TaggingError, match="put the one text into a list"):
        acts("Boycott Acme")
    with pytest.raises(TaggingError, match="2 languages for 1 texts"):
        acts(["Boycott Acme"], lang=["en", "de"])
    with pytest.raises(TaggingError, match=r"Story\.from_toml"):
        acts(["Boycott Acme"], "story.toml")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "piece",
    [
        "must ", "they must be ", "stop. ", "“", '"', "'a ", " 'a", "RT ", "@a ", "don't ", "time to ", "is it ? ", "\u202e\u200d",
        "#stopthe", ">a\n", "A of ", "? ", "a, ",
    ],
)  # fmt: skip
def test_hostile_text_ends(piece: str) -> None:
    text = piece * (1_000_000 // len(piece)) + "\nBoycott Acme!"
    for mark in find_acts(text):
        assert text[mark.start : mark.end] == mark.text


def test_ten_megabytes() -> None:
    text = "The clerk counted \u202ethe boxes\u200d again and went home. " * 200_000 + "Boycott Acme!"
    assert len(text) > 10_000_000
    assert {mark.label for mark in find_acts(text)} == {"boycott", "call_to_action"}


def test_the_component_leaves_other_languages_out() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("reaction_acts")
    doc = nlp.make_doc("Boycott Acme")
    doc.user_data["reaction_english"] = False
    assert nlp(doc).user_data["reaction_acts"] is None
