"""Roles of plain tables of profiles: order of sources, null against empty, languages, flags, hostile text."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from reaction.errors import MissingColumnError, SchemaError, TaggingError
from reaction.lexicon import LexiconError
from reaction.nlp.profiles import roles
from reaction.nlp.roles import Profile, RoleFinder
from reaction.story import Actor, Story, Target

STORY = Story(
    "Acme and the Bureau",
    targets=[Target("acme", "Acme", about=["acme"])],
    actors=[
        Actor("acme", "company", "Acme", products=["Acme Cloud"], handles=["acme"], domains=["acme.example"]),
        Actor("post", "outlet", "Hill Post", handles=["hillpost"], domains=["hillpost.example"]),
    ],
)


def one(**profile: Any) -> dict[str, Any]:
    (row,) = roles(pd.DataFrame([profile]), STORY).to_dict("records")
    return {key: value if not isinstance(value, list) else list(value) for key, value in row.items()}


def test_null_is_unknown_and_empty_is_none_found() -> None:
    accounts = pd.DataFrame({"handle": ["ann", None, None], "bio": [None, "I like cats", " "]})
    found = roles(accounts)
    assert found["roles"].isna().tolist() == [False, False, True]
    assert [list(value) for value in found["roles"][:2]] == [[], []]
    assert found["parody"].isna().tolist() == [False, False, True]


def test_any_of_the_columns_will_do() -> None:
    assert one(bio="Engineer at Acme")["employer"] == "acme"
    assert one(handle="@ACME")["roles"] == ["company"]
    assert one(name="Ann Smith | Reporter, Hill Post")["roles"] == ["press"]
    with pytest.raises(
        MissingColumnError, match=r"at least one of the columns handle, name, bio; the table has url"
    ):
        roles(pd.DataFrame({"url": ["https://acme.example"]}))


def test_the_index_stays_and_the_argument_too() -> None:
    accounts = pd.DataFrame({"bio": ["Engineer at Acme", "Engineer at Acme", None]}, index=[7, 7, "x"])
    before = accounts.copy(deep=True)
    found = roles(accounts, STORY)
    assert found.index.tolist() == [7, 7, "x"]
    assert found["employer"].tolist()[:2] == ["acme", "acme"]
    pd.testing.assert_frame_equal(accounts, before)


def test_an_empty_table_gives_an_empty_table() -> None:
    found = roles(pd.DataFrame({"bio": pd.Series([], dtype="str")}))
    assert len(found) == 0
    assert list(found.columns) == ["roles", "employer", "employer_text", "parody", "automated", "evidence"]


def test_a_badge_is_no_evidence() -> None:
    assert one(handle="ann", bio="Hello", verified=True, platform="x")["roles"] == []


def test_the_employer_is_an_id_a_handle_or_a_name() -> None:
    assert one(bio="PM at Acme")["employer_text"] == "Acme"
    assert one(bio="PM @zzunlistedzz")["employer"] == "@zzunlistedzz"
    assert one(bio="PM at Contoso Boots")["employer"] == "Contoso Boots"


def test_evidence_names_rule_and_words() -> None:
    (item,) = one(bio="Engineer at Acme")["evidence"]
    assert (item["layer"], item["label"], item["target"], item["text"], item["rule"]) == (
        *("role", "employee", "acme", "Engineer at Acme", "role.employee.title_at"),
    )


def test_patterns_are_english_and_the_lists_are_not() -> None:
    accounts = pd.DataFrame(
        {"handle": ["ann", "hillpost", "bob"], "bio": ["Engineer at Acme", "Nachrichten", "Engineer at Acme"]}
    )
    found = roles(accounts, STORY, lang=pd.Series(["de", "de-AT", None]))
    assert found["roles"].isna().tolist() == [True, False, False]
    assert list(found["roles"][1]) == ["press"]
    assert list(found["roles"][2]) == ["employee"]
    assert found["parody"].isna().tolist() == [True, True, False]


@pytest.mark.parametrize("lang", ["", 3, pd.Series(["en"], index=[5])])
def test_a_wrong_language_is_refused(lang: Any) -> None:
    with pytest.raises(TaggingError, match="lang is"):
        roles(pd.DataFrame({"bio": ["x"]}), lang=lang)


def test_wrong_arguments_are_named() -> None:
    with pytest.raises(TaggingError, match="takes a Story, not str"):
        roles(pd.DataFrame({"bio": ["x"]}), "story")
    with pytest.raises(SchemaError, match="'bio' holds 3 in row 0"):
        roles(pd.DataFrame({"bio": [3]}))
    with pytest.raises(SchemaError, match="not list"):
        roles([])


def test_a_list_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "id,label,name,handles\nhillford-boots,COMPANY,Hillford Boots,hillboots\n", encoding="utf-8"
    )
    accounts = pd.DataFrame({"handle": ["hillboots", "ann"], "bio": [None, "Designer at Hillford Boots"]})
    found = roles(accounts, lexicons=[path])
    assert [list(value) for value in found["roles"]] == [["company"], ["employee"]]
    assert found["employer"][1] == "hillford-boots"
    with pytest.raises(LexiconError, match="There is no list"):
        roles(accounts, lexicons=[tmp_path / "other.csv"])


@pytest.mark.parametrize(
    ("bio", "parody", "automated"),
    [
        ("Parody account. CEO of Acme.", True, False),
        ("This is not a parody", False, False),
        ("I'm a bot that posts tides", False, True),
        ("I am not a bot", False, False),
    ],
)
def test_parody_and_automated_accounts_are_flagged(bio: str, parody: bool, automated: bool) -> None:
    found = one(bio=bio)
    assert (found["parody"], found["automated"]) == (parody, automated)
    assert found["roles"] == []


def test_the_account_of_an_organisation_is_no_employee() -> None:
    assert one(handle="acme", bio="Engineers at Acme tweet here. Support engineer at Acme.")["roles"] == [
        "company"
    ]


@pytest.mark.parametrize(
    "bio",
    [
        "Engineer at\u200b \u2066Acme\u2069",
        "Engi\u00adneer at A\u200dcme",
        "\U0001d404\U0001d427\U0001d420\U0001d422\U0001d427\U0001d41e\U0001d41e\U0001d42b at \U0001d400\U0001d41c\U0001d426\U0001d41e",
        "\u202eEngineer at Acme",
    ],
)
def test_what_looks_the_same_is_read_the_same(bio: str) -> None:
    assert one(bio=bio)["employer"] == "acme"


def test_spans_point_into_the_bio_as_it_was_written() -> None:
    bio = "\u2728\u200b Cats \u200b| \U0001d404ngineer at Acme \u2728"
    (mark,) = RoleFinder(STORY.actors).profile(Profile(bio=bio))
    assert bio[mark.start : mark.end] == mark.text
    assert mark.text.endswith("ngineer at Acme")


def test_handles_that_look_alike_are_others() -> None:
    assert one(handle="\u0430cme")["roles"] == []
    assert one(handle="ac\u200bme")["roles"] == []
    assert one(bio="Engineer @\u0430cme")["employer"] != "acme"


@pytest.mark.parametrize(
    "filler",
    [
        "engineer at ",
        "A",
        "@",
        "ex-",
        "Acme ",
        "\u202e",
        "\u200b",
        "(",
        "reporter, ",
        "https://a.b/",
        "\u4e00",
        "\ua000 ",
    ],
)
def test_ten_megabytes_are_read_to_a_bound(filler: str) -> None:
    long = filler * (10_000_000 // len(filler))
    short = long[:2_000]
    accounts = {"handle": [long, short], "name": [long, short], "bio": [long, short], "url": [long, short]}
    found = roles(pd.DataFrame(accounts), STORY)
    assert list(found["roles"][0]) == list(found["roles"][1])


def test_halves_of_characters_are_replaced() -> None:
    found = roles(pd.DataFrame({"bio": pd.Series(["\udc00 Journalist"], dtype=object)}))
    assert [list(value) for value in found["roles"]] == [["press"]]


@pytest.mark.parametrize("value", [["a"], {"a": 1}, 3])
def test_what_is_no_text_is_refused(value: Any) -> None:
    with pytest.raises(SchemaError, match=r"'bio' holds .* in row 0, expected text or null"):
        roles(pd.DataFrame({"bio": [value]}))


def test_lexicons_are_paths(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("id,label,name\nhill-boots,COMPANY,Hillford Boots\n", encoding="utf-8")
    accounts = pd.DataFrame({"bio": ["Engineer at Hillford Boots"]})
    for given in (path, str(path), [path]):
        assert roles(accounts, lexicons=given)["employer"].tolist() == ["hill-boots"]
    for wrong in (None, [3], 3, b"mine.csv"):
        with pytest.raises(LexiconError, match="expected a list of paths"):
            roles(accounts, lexicons=wrong)  # type: ignore[arg-type]


def test_english_by_its_names() -> None:
    accounts = pd.DataFrame({"bio": ["Engineer at Acme"]})
    for lang in ("en", "EN-gb", "eng", "English"):
        assert [list(value) for value in roles(accounts, lang=lang)["roles"]] == [["employee"]]
    assert roles(accounts, lang="de")["roles"].isna().all()
    with pytest.raises(TaggingError, match="lang is 'German'"):
        roles(accounts, lang="German")


def test_handles_as_pasted() -> None:
    handles = ["https://x.com/Microsoft", "@@Microsoft", "\uff20Microsoft", "@ Microsoft"]
    found = roles(pd.DataFrame({"handle": handles}))["roles"]
    assert [list(value) for value in found] == [["company"], ["company"], ["company"], []]


def test_known_handles_are_those_of_x() -> None:
    accounts = pd.DataFrame(
        {
            "handle": ["delta", "delta", "delta", "nytimes.bsky.social", "nytimes.bsky.social"],
            "platform": ["x", None, "reddit", "bluesky", "bluesky"],
            "name": [None, None, "Ann", "The New York Times", "Ann"],
        }
    )
    found = [list(value) for value in roles(accounts)["roles"]]
    assert found == [["company"], ["company"], [], ["press"], []]


def test_a_handle_stands_as_written() -> None:
    found = roles(pd.DataFrame({"bio": ["Engineer @Microsoft"]}))
    assert found[["employer", "employer_text"]].to_numpy().tolist() == [["microsoft", "@Microsoft"]]
