"""Rules are tried on the texts that have their triggers, where their matches can begin."""

import pytest

from reaction import lexicon
from reaction.nlp._marks import words_of
from reaction.nlp._triggers import PhraseRules


def rule(pattern: str, *words: str, anchor: str = "") -> lexicon.Rule:
    text = f"""
[[rule]]
id = "a"
label = "x"
pattern = '{pattern}'
words = {list(words)}
anchor = "{anchor}"
hit = ["x"]
miss = ["y"]
"""
    return lexicon.rules(lexicon.parse(text, "test.toml"), "test.toml")[0]


def found(text: str, *rules: lexicon.Rule) -> list[str]:
    phrases = PhraseRules(rules)
    return [match[0] for _, match in phrases.find(text, phrases.near(text, words_of(text)))]


@pytest.mark.parametrize(
    ("triggers", "text", "tried"),
    [
        (["stop"], "please stop", True),
        (["stop"], "a stopped clock", False),
        (["stop", "end"], "an end", True),
        (["cancel|drop deal|contract"], "Drop the contract", True),
        (["cancel|drop deal|contract"], "Drop the pen", False),
        (["cancel|drop deal|contract"], "The deal holds", False),
        (["a b c", "a b d"], "d b a", True),
        (["a b c", "a b d"], "a c d", False),
        (["dont"], "I don\u2019t", True),
        (["?"], "who", False),
        (["? who"], "who?", True),
        (["#stop"], "#StopTheDeal", True),
        (["#stop"], "stop the deal", False),
        (["#stopthe", "#stop x"], "#StopTheDeal x", True),
        (["#*mustgo"], "#SmithMustGo", True),
        (["🙄"], "well 🙄", True),
    ],
)
def test_triggers(triggers: list[str], text: str, tried: bool) -> None:
    phrases = PhraseRules([rule("x", *triggers)])
    assert bool(phrases.near(text, words_of(text))) == tried


def test_an_anchored_rule_matches_only_at_its_triggers() -> None:
    text = "We stop. They STOP at a bus stop; an unstoppable bus"
    assert found(text, rule(r"\bstop\b", "stop", anchor="word")) == ["stop", "STOP", "stop"]
    assert found(text, rule(r"\b(?:we|bus) stop\b", "stop", anchor="word")) == []
    assert found(text, rule(r"\b(?:we|bus) stop\b", "we|bus stop", anchor="word")) == ["We stop", "bus stop"]


def test_matches_of_an_anchored_rule_do_not_overlap() -> None:
    assert found("stop stop stop", rule("stop stop", "stop", anchor="word")) == ["stop stop"]


def test_a_match_that_two_triggers_find_is_one() -> None:
    assert found("thank you and thanks", rule(r"\bthanks?\b", "thank", "thanks", anchor="word")) == [
        "thank",
        "thanks",
    ]


def test_a_rule_may_be_bound_to_the_start() -> None:
    bound = rule("go", "go", anchor="start")
    assert found("go and go", bound) == ["go"]
    assert found("we go", bound) == []


def test_places_hold_where_lower_case_is_longer() -> None:
    text = "\u0130\u0130\u0130 go home"
    assert found(text, rule(r"\bgo home\b", "go", anchor="word")) == ["go home"]
