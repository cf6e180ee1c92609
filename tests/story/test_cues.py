"""Match rules that are cues of stance are named, with the reason."""

from reaction.story import Actor, Match, Story, Target
from reaction.story._cues import outcome_rules

TARGETS = (Target("plan", "the plan", favor_hashtags=("YesPlan",), against_hashtags=("DropIt",)),)


def rules(**match: tuple[str, ...]) -> list[str]:
    actors = (Actor("b", "company", "Best Buy"),)
    return outcome_rules(Story("A story", match=Match(**match), targets=TARGETS, actors=actors))


def test_hashtags_of_a_target() -> None:
    assert rules(hashtags=("dropit", "yesplan")) == [
        "hashtag 'dropit' (hashtag against 'plan')",
        "hashtag 'yesplan' (hashtag favor 'plan')",
    ]
    assert rules(terms=("#DropIt", "yes plan")) == [
        "term '#DropIt' (hashtag against 'plan')",
        "term 'yes plan' (hashtag favor 'plan')",
    ]


def test_cues_of_the_lexicon() -> None:
    assert rules(terms=("Boycott Acme",)) == ["term 'Boycott Acme' (cue 'boycott')"]
    assert rules(hashtags=("BoycottAcme",)) == ["hashtag 'BoycottAcme' (cue 'boycott')"]


def test_neutral_rules_and_names_pass() -> None:
    assert rules(terms=("acme contract", "Best Buy"), hashtags=("Acme", "AcmePlan")) == []
