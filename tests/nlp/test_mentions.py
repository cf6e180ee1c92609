"""Mentions of actors in all their spellings; names that are also words are decided by case and neighbours."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from reaction.errors import TaggingError
from reaction.nlp import _hashtags, entities
from reaction.nlp._gazetteer import packaged, unmarked
from reaction.nlp._linker import Linker
from reaction.nlp._marks import Mention
from reaction.story import Actor, Story

LINKER = Linker([])


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
    assert sum(mention.entity_id == "ice" for mention in mentions(ice, text)) == 5_000


LISTED = [
    ("Microsoft works with Palantir", [("Microsoft", "COMPANY"), ("Palantir", "COMPANY")]),
    ("my new iphone", [("iphone", "PRODUCT")]),
    ("the FBI and the NYPD", [("FBI", "AGENCY"), ("NYPD", "AGENCY")]),
    ("@nytimes reports", [("@nytimes", "OUTLET")]),
    ("#BoycottWalmart", [("#BoycottWalmart", "COMPANY")]),
    ("#boycottwalmart", [("#boycottwalmart", "COMPANY")]),
    ("$MSFT is up", [("$MSFT", "COMPANY")]),
    ("I love apples and apple pie", []),
    ("a target for gap years", []),
    ("let us go, who is it", []),
    ("Apple's CEO spoke", [("Apple", "COMPANY")]),
    ("the WHO declares a pandemic", [("WHO", "AGENCY")]),
    ("Micrsoft again", [("Micrsoft", "COMPANY")]),
    ("Obamacare", [("Obamacare", "POLICY")]),
]


@pytest.mark.parametrize(("text", "expected"), LISTED)
def test_the_packaged_lists(text: str, expected: list[tuple[str, str]]) -> None:
    found = entities([text])
    assert list(zip(found["text"], found["label"], strict=True)) == expected


def test_the_story_comes_before_the_lists() -> None:
    story = Story("A story", actors=[Actor("ms", "company", "Microsoft", handles=["Microsoft"])])
    found = entities(
        ["Microsoft makes Windows and Xbox, see microsoft.com or http://azure.microsoft.com/x"], story
    )
    assert set(found["entity_id"]) == {"ms"}
    assert found["rule"].tolist()[0] == "entity.name"


def test_lists_of_ones_own_come_before_the_packaged(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "id,label,name,handles,domains\nmy-ms,ORG,Microsoft,Acme_Inc,acme.example\n", encoding="utf-8"
    )
    found = entities(["Microsoft @acme_inc https://news.acme.example/1 Google"], lexicons=[path])
    assert found["entity_id"].tolist() == ["my-ms", "my-ms", "my-ms", "google"]


def test_rows_nulls_and_mistakes() -> None:
    found = entities(pd.Series(["Acme", None, "@cnn", "@cnn"], index=list("abcd")))
    assert found[["row", "start", "end"]].values.tolist() == [[2, 0, 4], [3, 0, 4]]
    assert entities([]).dtypes.astype(str).to_dict()["row"] == "int64"
    with pytest.raises(TaggingError, match="put the one text into a list"):
        entities("Acme")
    with pytest.raises(TaggingError, match="text 1 is 3, expected a text or null"):
        entities(["Acme", 3])  # type: ignore[list-item]
    with pytest.raises(TaggingError, match="takes a Story, not dict"):
        entities(["Acme"], {})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "@\u041cicrosoft",  # a Cyrillic letter: another account
        "@microsoft\u0430",
        "Micros\u043eft",
        "@ microsoftfan",
    ],
)
def test_lookalikes_are_not_taken_for_it(text: str) -> None:
    assert entities([text])["entity_id"].dropna().tolist() == []


@pytest.mark.parametrize(
    "text", ["Micro\u200bsoft", "\u202eMicrosoft\u202c", "\uff2dicrosoft", "@Microsoft\u200d"]
)
def test_what_shows_nothing_hides_nothing(text: str) -> None:
    assert entities([text])["entity_id"].tolist() == ["microsoft"]


@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"#Tag{i}microsoft" for i in range(30_000)),
        "#" + "ice" * 300_000,
        "Microsoft " * 50_000,
        "Bank of " * 50_000,
        "Hillford Police " * 40_000,
        "The " * 100_000,
        "Apple " * 40_000,
        "\u202e" * 1_000_000,
        "@a" * 300_000,
        "\n".join(["Micrsoft"] * 50_000),
        "x" * 5_000_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_texts_take_linear_time(text: str) -> None:
    # In quadratic time these would take minutes each.
    assert isinstance(LINKER.find(text, links=True), list)


@given(st.text(max_size=60))
def test_mentions_stand_where_they_say(text: str) -> None:
    last = 0
    for mention in LINKER.find(text, links=True):
        assert text[mention.start : mention.end] == mention.text
        assert mention.start >= last or mention.text.startswith("#")
        last = mention.start


class Every(set[str]):
    """A set that holds every word."""

    def __contains__(self, _: object) -> bool:
        return True

    def __bool__(self) -> bool:
        return True


EVERY = Every()
SLOW = Linker([])
SLOW._firsts = lambda text, words: EVERY  # type: ignore[method-assign]
NAMES = [
    unmarked(surface)[1] for entry in packaged() for surface in (entry.name, *entry.aliases, *entry.products)
]


@given(
    st.sampled_from(NAMES),
    st.sampled_from(["", "I saw ", "RT ", "«", "("]),
    st.sampled_from(["", "'s", "s", " today", "!", ") CEO said", ". Next", "\u2019s"]),
    st.sampled_from([str, str.upper, str.lower, str.title, lambda name: name.replace(" ", "-")]),
)
def test_the_quick_look_leaves_no_mention_out(
    name: str, before: str, after: str, write: Callable[[str], str]
) -> None:
    text = before + write(name) + after
    assert LINKER.find(text) == SLOW.find(text)


def test_nearly_every_listed_name_is_found_as_it_is_listed() -> None:
    listed = [
        (entry.id, unmarked(surface)[1])
        for entry in packaged()
        for surface in (entry.name, *entry.aliases, *entry.products)
        if unmarked(surface)[0] != "?"
    ]
    missed = [name for entity, name in listed if entity not in {m.entity_id for m in LINKER.find(name)}]
    # The rest holds marks that the search does not read, such as "JD(U)" and "Fight for $15".
    assert len(missed) < 0.012 * len(listed), missed[:50]


def test_handles_with_full_stops_are_whole(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("id,label,name,handles\na,ORG,Hillford Aid,aid.example\n", encoding="utf-8")
    found = entities(["@aid.example: no", "@aid and @ann.bsky.social", "@microsoft."], lexicons=[path])
    assert found[["row", "text", "entity_id"]].values.tolist() == [
        [0, "@aid.example", "a"],
        [2, "@microsoft", "microsoft"],
    ]
