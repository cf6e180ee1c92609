"""Every rule of speech acts finds its hits and leaves its near misses; quotations are not the poster's."""

import pytest
import spacy

from reaction import lexicon
from reaction.nlp.acts import ACTS_LABELS, acts

RULES = lexicon.rules(lexicon.read("acts"), "acts.toml")


def found(text: str) -> set[str]:
    return {mark.rule for mark in acts(text)}


@pytest.mark.parametrize(("rule", "text"), [(rule.id, text) for rule in RULES for text in rule.hit])
def test_hits(rule: str, text: str) -> None:
    assert rule in found(text)


@pytest.mark.parametrize(("rule", "text"), [(rule.id, text) for rule in RULES for text in rule.miss])
def test_near_misses(rule: str, text: str) -> None:
    assert rule not in found(text)


def test_every_label_has_a_rule() -> None:
    assert {rule.label for rule in RULES} == set(ACTS_LABELS)


@pytest.mark.parametrize(
    "text",
    [
        'They wrote "boycott Acme" on the wall',
        "They wrote “boycott Acme” on the wall",
        "The sign says 'boycott Acme' in red",
        "RT @somebody: Boycott Acme",
        "> Boycott Acme\nI read this today",
    ],
)
def test_words_of_others_do_not_count(text: str) -> None:
    assert "act.boycott.word" not in found(text)


def test_an_apostrophe_opens_no_quotation() -> None:
    assert "act.boycott.word" in found("Don't wait, boycott Acme, it's time. They won't care")


def test_spans_point_into_the_text() -> None:
    text = "😀 Well. Cancel the contract!"
    for mark in acts(text):
        assert text[mark.start : mark.end] == mark.text
    assert "Cancel" in {mark.text for mark in acts(text)}


def test_the_component_leaves_other_languages_out() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("reaction_acts")
    doc = nlp.make_doc("Boycott Acme")
    doc.user_data["reaction_english"] = False
    assert nlp(doc).user_data["reaction_acts"] is None
