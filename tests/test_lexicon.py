"""The packaged lexicons are sound; mistakes in a lexicon are named."""

import pytest

from reaction import lexicon
from reaction.lexicon import LexiconError

RULE = 'id = "a.b"\nlabel = "x"\npattern = "a b"\nwords = ["a"]\nhit = ["a b"]\nmiss = ["b"]\n'
CUE = 'id = "a.b"\nkind = "action"\nweight = 1\nwords = ["well done"]\nhit = ["x"]\nmiss = ["y"]\n'


def parsed_rules(text: str) -> tuple[lexicon.Rule, ...]:
    return lexicon.rules(lexicon.parse(text, "test.toml"), "test.toml")


def parsed_cues(text: str) -> tuple[lexicon.Cue, ...]:
    return lexicon.cues(lexicon.parse(text, "test.toml"), "test.toml")


@pytest.mark.parametrize("name", ["acts", "roles"])
def test_packaged_rules_are_read(name: str) -> None:
    rules = lexicon.rules(lexicon.read(name), f"{name}.toml")
    assert len({rule.id for rule in rules}) == len(rules) > 10
    assert all(rule.hit and rule.miss for rule in rules)


def test_a_lexicon_is_parsed_once() -> None:
    assert lexicon.read("stance") is lexicon.read("stance")


@pytest.mark.parametrize("name", ["nothing", "../roles", ""])
def test_an_unknown_lexicon_names_the_known_ones(name: str) -> None:
    with pytest.raises(LexiconError, match=r"Known: acts, ambiguous, .*roles, stance"):
        lexicon.read(name)


def test_a_rule_needs_no_code() -> None:
    (rule,) = parsed_rules(f"[[rule]]\n{RULE}")
    assert rule.id == "a.b"
    assert rule.pattern.search("A B")
    assert rule.fields == ("text",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[rule]\n", "test.toml is not TOML"),
        ("rule = 1", "must be a list of tables"),
        (f"[[rule]]\n{RULE}\n[[rule]]\n{RULE}", "a.b.*stands twice"),
        ("[[rule]]\n" + RULE.replace('label = "x"\n', ""), "'label' is missing"),
        (f"[[rule]]\n{RULE}colour = 1\n", "unknown key 'colour'"),
        ("[[rule]]\n" + RULE.replace('"a b"\nwords', '"a.*b"\nwords'), "unbounded"),
        ("[[rule]]\n" + RULE.replace('"a b"\nwords', '"a{2,}"\nwords'), "unbounded"),
        ("[[rule]]\n" + RULE.replace('"a b"\nwords', '"(a"\nwords'), "pattern is wrong"),
        ("[[rule]]\n" + RULE.replace('"a b"\nwords', '"<WHO>"\nwords'), "<WHO> is neither"),
        ("[[rule]]\n" + RULE.replace('["a"]', '["<who>"]'), "<who> is no list"),
        ("[[rule]]\n" + RULE.replace('["a"]', '["A"]'), "lower case"),
        ("[[rule]]\n" + RULE.replace('["a"]', '[""]'), "not empty"),
        ("[[rule]]\n" + RULE.replace('["a"]', '"a"'), "expected list"),
        (f"[[rule]]\n{RULE}weight = true\n", "expected float"),
        (f"[[rule]]\n{RULE}anchor = 'end'\n", "anchor is 'end', expected 'word' or 'start'"),
    ],
)
def test_mistakes_in_rules_are_named(text: str, message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        parsed_rules(text)


def test_characters_that_only_look_like_quantifiers_are_allowed() -> None:
    text = "[[rule]]\n" + RULE.replace('"a b"\nwords', "'a[*+]\\+b'\nwords")
    assert parsed_rules(text)[0].pattern.search("a*+b")


def test_lists_and_macros_fill_patterns_and_triggers() -> None:
    text = '[lists]\nwho = ["dog", "big cat"]\n[macros]\nPET = "(?:my <WHO>)"\n[[rule]]\n' + RULE.replace(
        '"a b"\nwords = ["a"]', '"<PET>"\nwords = ["<who>"]'
    )
    (rule,) = parsed_rules(text)
    assert rule.pattern.search("my big cat")
    assert rule.words == {"dog", "cat"}


def test_a_phrase_may_stand_in_one_cue_only() -> None:
    with pytest.raises(LexiconError, match=r"'well done' stands in 'a\.b' too"):
        parsed_cues(f"[[cue]]\n{CUE}\n[[cue]]\n{CUE.replace('a.b', 'a.c')}")


@pytest.mark.parametrize(
    ("verb", "form"),
    [
        ("drop", "dropping"),
        ("end", "ending"),
        ("cancel", "canceling"),
        ("cancel", "cancelling"),
        ("terminate", "terminating"),
        ("sue", "suing"),
        ("agree with", "agreeing with"),
        ("lie", "lying"),
        ("keep", "keeping"),
    ],
)
def test_inflections(verb: str, form: str) -> None:
    assert form in lexicon.inflections(verb)


def test_stance_cues_are_lower_case_and_leave_out_words_without_weight() -> None:
    cues = lexicon.stance_cues()
    assert {"boycott", "shame on", "stand with", "dropping"} <= cues
    assert all(cue == cue.lower() for cue in cues)
    assert "contract" not in cues
