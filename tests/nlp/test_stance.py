"""Cues of stance are aimed, turned round, attributed and weighed as English speakers would."""

import math

import pytest
import spacy
from spacy.language import Language

from reaction import lexicon
from reaction.errors import TaggingError
from reaction.nlp._marks import Stance

CUES = lexicon.cues(lexicon.read("stance"), "stance.toml")


def name(value: object) -> str:
    return value.id if isinstance(value, lexicon.Cue) else str(value)[:30]


def stance(nlp: Language, text: str, target: str = "acme") -> Stance:
    found: Stance = nlp(text).user_data["reaction_stance"][target]
    return found


def label(nlp: Language, text: str, target: str) -> str | None:
    return stance(nlp, text, target).label


@pytest.mark.parametrize(("cue", "text"), [(cue, text) for cue in CUES for text in cue.hit], ids=name)
def test_hits_of_cues(nlp: Language, cue: lexicon.Cue, text: str) -> None:
    found = stance(nlp, text)
    assert found.label == ("favor" if cue.weight > 0 else "against")
    assert cue.id in {mark.rule for mark in found.marks}


@pytest.mark.parametrize(("cue", "text"), [(cue, text) for cue in CUES for text in cue.miss], ids=name)
def test_near_misses_of_cues(nlp: Language, cue: lexicon.Cue, text: str) -> None:
    unwanted = {"favor", "against"} if cue.weight == 0 else {"favor" if cue.weight > 0 else "against"}
    assert stance(nlp, text).label not in unwanted


AGAINST_THE_DEAL = [
    "Acme, drop the Bureau contract now",
    "Shame on Acme for helping the Bureau",
    "Acme should not work with the Bureau",
    "Stop working with the Bureau, @acme",
    "I don't support Acme working with the Bureau",
    "Employees love it, but the Bureau contract is evil",
    "#DropTheBureau",
    "How can you work for the Bureau, Acme?",
    "Cancel this Bureau contract, Acme",
    "I'm cancelling my Acme Cloud subscription because of the Bureau",
]
FOR_THE_DEAL = [
    "Proud of Acme for its deal with the Bureau",
    "Nothing wrong with the Bureau contract, to be fair",
    "Renew the Bureau contract, Acme",
    "Don't cancel the Bureau contract",
    "Stop attacking Acme over the Bureau contract",
    "#KeepTheDeal",
    "Great job, Acme, the Bureau keeps us safe",
]
UNDECIDED = [
    "Acme has a contract with the Bureau",
    "Acme to end the Bureau contract, report says",
    "Employees demand that Acme cancel the Bureau contract",
    '"We are proud to support the Bureau" - Acme',
    "They said the Bureau contract is evil",
    "Is the Bureau contract evil?",
    "Acme supports the Bureau",
    "Oh great, such a lovely deal with the Bureau, so proud, Acme /s",
]
ELSEWHERE = [
    "Lunch was great",
    "Acme is evil",
    "Abolish the Bureau",
    "I hate mondays",
    "@acme I feel awful today",
    "",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, "against") for text in AGAINST_THE_DEAL),
        *((text, "favor") for text in FOR_THE_DEAL),
        *((text, "unclear") for text in UNDECIDED),
        *((text, "none") for text in ELSEWHERE),
    ],
)
def test_a_deal_of_two(nlp: Language, text: str, expected: str) -> None:
    assert label(nlp, text, "deal") == expected


def test_several_targets_of_one_post(nlp: Language) -> None:
    text = "Proud of the Acme workers who say: cancel the Bureau contract"
    assert label(nlp, text, "workers") == "favor"
    assert label(nlp, text, "acme") == "unclear"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Solidarity with the workers at Acme", "favor"),
        ("The signers are heroes", "favor"),
        ("Shame on Acme", "none"),
        ("Shame on the workers of Initech", "none"),
    ],
)
def test_a_part_of_an_actor_is_named_by_its_aliases(nlp: Language, text: str, expected: str) -> None:
    assert label(nlp, text, "workers") == expected


def test_a_contract_with_an_actor_is_not_the_actor(nlp: Language, ice: Language) -> None:
    assert label(ice, "Cancel the contract with ICE", "ice") == "unclear"
    assert label(ice, "Abolish ICE", "ice") == "against"


def test_hashtags_are_read_as_words(nlp: Language) -> None:
    assert label(nlp, "so done #BoycottAcme", "acme") == "against"
    assert label(nlp, "#ProudOfAcme today", "acme") == "favor"


def test_the_other_side_of_but_weighs_more(nlp: Language) -> None:
    assert label(nlp, "I love Acme, but shame on Acme for this", "acme") == "against"


def test_sarcasm_takes_favour_away(nlp: Language) -> None:
    plain = stance(nlp, "Great job Acme, so proud of Acme")
    ironic = stance(nlp, "Great job Acme, so proud of Acme /s")
    assert plain.label == "favor"
    assert ironic.confidence < plain.confidence
    assert "stance.sarcasm" in {mark.rule for mark in ironic.marks}


def test_sentiment_alone_decides_nothing(nlp: Language) -> None:
    found = stance(nlp, "Wonderful wonderful joyful happy morning in the shop called Acme")
    assert {"stance.sentiment"} <= {mark.rule for mark in found.marks}
    assert abs(next(m.weight for m in found.marks if m.rule == "stance.sentiment")) < 0.6


@pytest.mark.parametrize("text", [*AGAINST_THE_DEAL, *FOR_THE_DEAL, *UNDECIDED, *ELSEWHERE])
def test_confidence_and_spans(nlp: Language, text: str) -> None:
    for found in nlp(text).user_data["reaction_stance"].values():
        assert 0 <= found.confidence <= 1
        assert found.about is (found.label != "none")
        for mark in found.marks:
            assert mark.start is None or text[mark.start : mark.end] == mark.text


def test_other_languages_are_about_a_target_but_not_judged(nlp: Language) -> None:
    doc = nlp.make_doc("¡Fuera Acme!")
    doc.user_data["reaction_english"] = False
    for _, component in nlp.pipeline:
        doc = component(doc)
    found = doc.user_data["reaction_stance"]["acme"]
    assert found.label is None
    assert found.about
    assert math.isnan(found.confidence)


def test_stance_needs_entities() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("reaction_stance")
    with pytest.raises(TaggingError, match="needs reaction_entities before it"):
        nlp("text")


def test_a_pipeline_is_written_and_read(nlp: Language, tmp_path: object) -> None:
    from reaction.nlp import PostTokenizer

    nlp.to_disk(f"{tmp_path}/nlp", exclude=["tokenizer"])
    again = spacy.load(f"{tmp_path}/nlp", exclude=["tokenizer"])
    again.tokenizer = PostTokenizer(again.vocab)
    assert label(again, "Shame on Acme", "acme") == "against"


@pytest.mark.parametrize(
    "filler", ["Acme is evil. ", "not ", "shame on ", "Acme, Acme and ", "#DropTheBureau", '"', "stop "]
)
def test_long_texts_are_judged_by_their_beginning(nlp: Language, filler: str) -> None:
    text = "Shame on Acme. " + filler * 20_000
    assert stance(nlp, text).label in {"against", "unclear"}
