"""Mentions of actors in all their spellings; names that are also words are decided by case and neighbours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from reaction.nlp import _hashtags
from reaction.nlp._marks import Mention


def mentions(nlp: Language, text: str) -> list[Mention]:
    found: list[Mention] = nlp.get_pipe("reaction_entities")(nlp.make_doc(text)).user_data[
        "reaction_entities"
    ]
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Acme", [("Acme", "acme", "entity.name")]),
        ("acme's ACME", [("acme", "acme", "entity.name"), ("ACME", "acme", "entity.name")]),
        ("two Acmes", [("Acmes", "acme", "entity.name")]),
        ("Acme\u2019s plan", [("Acme", "acme", "entity.name")]),
        ("ex-Acme staff", [("Acme", "acme", "entity.name")]),
        ("acme cloud", [("acme cloud", "acme", "entity.product")]),
        ("hi @ACME!", [("@ACME", "acme", "entity.handle")]),
        ("#acme now", [("#acme", "acme", "entity.hashtag")]),
        ("#BoycottAcme", [("#BoycottAcme", "acme", "entity.hashtag_part")]),
        ("#stopacme", [("#stopacme", "acme", "entity.hashtag_part")]),
        ("Hill Post", [("Hill Post", "post", "entity.name")]),
        ("acmeology @acmefan #acmeish", []),
        ("http://acme.example/acme?acme", []),
        ("", []),
    ],
)
def test_mentions(nlp: Language, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(m.text, m.entity_id, m.rule) for m in mentions(nlp, text)] == expected


def test_a_hashtag_may_name_two(ice: Language) -> None:
    found = mentions(ice, "#MicrosoftICE")
    assert {m.entity_id for m in found} == {"microsoft", "ice"}
    assert {(m.start, m.end, m.label) for m in found} == {(0, 13, "COMPANY"), (0, 13, "AGENCY")}


ICE = [
    ("ICE detained three people", True),
    ("the ICE contract", True),
    ("I saw ICE today", True),
    ("Microsoft works for ICE.", True),
    ("abolish ice", True),
    ("ice agents came to the door", True),
    ("the ice raids must end", True),
    ("Ice agents at the gate", True),
    ("#AbolishICE", True),
    ("#abolishice", True),
    ("#microsoftice", True),
    ("#DropICE", True),
    ("ABOLISH ICE NOW", True),
    ("ICE RAIDS IN TEXAS", True),
    ("THE BORDER IS WHERE ICE GOES TOO FAR", True),
    ("MICROSOFT AND ICE", True),
    ("anti-ICE march", True),
    ("ice cream with my kids", False),
    ("ICE CREAM FOR EVERYBODY", False),
    ("ICE cold drinks", False),
    ("I need ice", False),
    ("Ice on the road", False),
    ("SO MUCH ICE ON THE ROAD TODAY", False),
    ("BLACK ICE ON THE M25", False),
    ("break the ice", False),
    ("#ICEBucketChallenge", False),
    ("#icecream", False),
    ("#justice #office #police #noice", False),
    ("#ice", False),
    ("nice price", False),
    ("iced tea", False),
]


@pytest.mark.parametrize(("text", "named"), ICE)
def test_the_agency_and_not_ice(ice: Language, text: str, named: bool) -> None:
    found = [m for m in mentions(ice, text) if m.entity_id == "ice"]
    assert bool(found) is named
    assert all(m.rule.startswith("entity.") for m in found)


def test_the_reason_is_kept(ice: Language) -> None:
    rules = [mentions(ice, text)[-1].rule for text in ("I saw ICE", "ice agents", "MICROSOFT AND ICE")]
    assert rules == ["entity.case", "entity.case.neighbour", "entity.case.company"]


def test_a_case_sensitive_name_without_lexicon_entry(ice: Language) -> None:
    assert [m.entity_id for m in mentions(ice, "DHS said")] == ["dhs"]
    assert mentions(ice, "dhs said") == []


@given(
    st.lists(st.sampled_from(["Acme", "@acme", "#DropAcme", "😀", " ", "\n", "Acme Cloud", "x"])).map(
        " ".join
    )
)
def test_offsets_are_code_points(nlp: Language, text: str) -> None:
    for mention in mentions(nlp, text):
        assert text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    ("tag", "parts"),
    [
        ("DropICE", ["Drop", "ICE"]),
        ("MicrosoftICE", ["Microsoft", "ICE"]),
        ("dropice", ["drop", "ice"]),
        ("justice", ["justice"]),
        ("JeSuisCharlie", ["Je", "Suis", "Charlie"]),
        ("G20Summit", ["G", "20", "Summit"]),
        ("東京", ["東京"]),
    ],
)
def test_hashtags_are_cut(tag: str, parts: list[str]) -> None:
    assert _hashtags.split(tag, _hashtags.vocabulary(["drop", "ice", "microsoft"])) == parts


def test_hashtags_inside_addresses_are_none() -> None:
    assert [tag for *_, tag in _hashtags.find("http://a.example/#x a#b #ok")] == ["ok"]


def test_a_hundred_thousand_hashtags(ice: Language) -> None:
    text = " ".join(f"#AbolishICE{i}" for i in range(5_000)) + " #" + "ice" * 50_000
    assert len(mentions(ice, text)) == 5_000
