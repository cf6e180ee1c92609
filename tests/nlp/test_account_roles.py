"""Roles of the accounts of a tagged table: one row each, with what speaks for them and what conflicts."""

from collections.abc import Callable

import pandas as pd
import pytest

from reaction import tag
from reaction.errors import MissingColumnError
from reaction.nlp.account_roles import account_roles
from reaction.story import Story


@pytest.fixture
def tagged(make_posts: Callable[..., pd.DataFrame], acme_story: Story) -> pd.DataFrame:
    posts = make_posts(
        author_id=["1", "1", "2", "3", None, "4", "5", "6"],
        author_handle=["ann", "ann2", "acme", "cat", None, None, "pam", "flo"],
        author_bio=[
            "Engineer at Acme",
            "ex-Acme. Baker.",
            "Boots",
            "I like cats",
            None,
            None,
            "Parody account",
            "Designer at Contoso. Reporter at Hill Post.",
        ],
        text=["Hello", "I used to work at Acme", "Hi", "Meow", "Nothing", "I work at Acme", "Ha", "Ho"],
        lang=["en"] * 8,
    )
    return tag(posts, acme_story)


def row(table: pd.DataFrame, account: str) -> dict[str, object]:
    (found,) = table[table["account"] == account].to_dict("records")
    return found


def test_one_row_per_account(tagged: pd.DataFrame) -> None:
    found = account_roles(tagged)
    assert found["account"].tolist() == ["x:1", "x:2", "x:3", "x:4", "x:5", "x:6"]
    assert found["n_posts"].tolist() == [2, 1, 1, 1, 1, 1]
    assert found["n_profiles"].tolist() == [2, 1, 1, 0, 1, 1]
    assert found["handle"].tolist()[:3] == ["ann2", "acme", "cat"]


def test_a_role_of_one_post_holds_for_the_account(tagged: pd.DataFrame) -> None:
    found = account_roles(tagged)
    assert list(row(found, "x:1")["roles"]) == ["employee", "former_employee"]
    assert row(found, "x:4")["employer"] == "acme"
    assert list(row(found, "x:3")["roles"]) == []


def test_conflicts_are_shown(tagged: pd.DataFrame) -> None:
    found = account_roles(tagged)
    assert list(row(found, "x:1")["conflicts"]) == ["employee and former employee of acme"]
    assert list(row(found, "x:6")["conflicts"]) == ["several present employers: Contoso, post"]
    assert list(row(found, "x:3")["conflicts"]) == []


def test_an_organisation_that_speaks_as_a_person(
    make_posts: Callable[..., pd.DataFrame], acme_story: Story
) -> None:
    posts = make_posts(author_handle=["acme"], text=["As an Acme employee, I object"], lang=["en"])
    (found,) = account_roles(tag(posts, acme_story))["conflicts"]
    assert list(found) == ["an organisation's account (company) and a person's (employee)"]


def test_parodies_are_flagged(tagged: pd.DataFrame) -> None:
    found = account_roles(tagged)
    assert found["parody"].tolist()[:3] == [False, False, False]
    assert found["parody"].isna().tolist() == [False, False, False, True, False, False]  # x:4 has no profile
    assert found["parody"].tolist()[4:] == [True, False]
    assert list(row(found, "x:5")["roles"]) == []


def test_evidence_stands_once_without_places(tagged: pd.DataFrame) -> None:
    found = account_roles(
        pd.concat([tagged, tagged.assign(post_id=tagged["post_id"] + "b")], ignore_index=True)
    )
    evidence = list(row(found, "x:1")["evidence"])
    keys = [(item["label"], item["target"], item["text"], item["rule"]) for item in evidence]
    assert len(keys) == len(set(keys)) == 3
    assert {item["start"] for item in evidence} == {None}
    assert row(found, "x:1")["n_posts"] == 4


def test_without_evidence_conflicts_are_unknown(tagged: pd.DataFrame) -> None:
    found = account_roles(tagged.drop(columns="evidence"))
    for name in ("parody", "automated", "conflicts", "evidence"):
        assert found[name].isna().all()
    assert list(row(found, "x:1")["roles"]) == ["employee", "former_employee"]


def test_nothing_to_judge_from_is_unknown(make_posts: Callable[..., pd.DataFrame], acme_story: Story) -> None:
    found = account_roles(tag(make_posts(author_id=["9"], text=["Hello"], lang=["en"]), acme_story))
    assert found["roles"].isna().tolist() == [True]
    assert found["parody"].isna().tolist() == [True]


def test_an_empty_table_gives_an_empty_table(tagged: pd.DataFrame) -> None:
    assert len(account_roles(tagged.iloc[:0])) == 0


def test_an_untagged_table_is_refused(make_posts: Callable[..., pd.DataFrame]) -> None:
    with pytest.raises(MissingColumnError, match=r"'author_roles'.*Tag posts with reaction\.tag"):
        account_roles(make_posts(text=["x"]))


def test_the_employer_is_of_the_last_capture(
    make_posts: Callable[..., pd.DataFrame], acme_story: Story
) -> None:
    posts = make_posts(
        author_id=["1", "1"],
        author_bio=["Senior Engineer at Acme", "ex-Acme. PM at Contoso"],
        author_seen_at=pd.to_datetime(["2019-01-01", "2024-01-01"], utc=True),
        text=["Hello", "Hi"],
        lang=["en", "en"],
    )
    assert account_roles(tag(posts, acme_story))["employer"].tolist() == ["Contoso"]
    turned = posts.assign(author_seen_at=posts["author_seen_at"].to_numpy()[::-1])
    turned["author_bio"] = ["Senior Engineer at Acme", "PM at Contoso"]
    assert account_roles(tag(turned, acme_story))["employer"].tolist() == ["acme"]


@pytest.mark.parametrize(
    ("bios", "conflicts"),
    [
        (["Engineer @HillWidgets", "ex-@hillwidgets"], ["employee and former employee of @HillWidgets"]),
        (["Reporter @HillNews. Formerly @HillNews intern"], []),
    ],
)
def test_conflicts_are_of_one_employer(
    make_posts: Callable[..., pd.DataFrame], acme_story: Story, bios: list[str], conflicts: list[str]
) -> None:
    n = len(bios)
    posts = make_posts(author_id=["1"] * n, author_bio=bios, text=["Hi"] * n, lang=["en"] * n)
    (found,) = account_roles(tag(posts, acme_story))["conflicts"]
    assert list(found) == conflicts


def test_known_handles_of_several_kinds_are_a_conflict(
    make_posts: Callable[..., pd.DataFrame], acme_story: Story
) -> None:
    posts = make_posts(
        author_id=["1", "1"], author_handle=["Microsoft", "SenSanders"], text=["a", "b"], lang=["en", "en"]
    )
    (found,) = account_roles(tag(posts, acme_story))["conflicts"]
    assert list(found) == ["several kinds of organisation: company, politician"]


def test_halves_of_characters_are_replaced(
    make_posts: Callable[..., pd.DataFrame], acme_story: Story
) -> None:
    posts = make_posts(author_id=["1"], author_bio=["x"], text=["Hi"], lang=["en"])
    posts["author_bio"] = pd.Series(["Engineer at Acme. \ud800"], dtype=object)
    assert [list(roles) for roles in tag(posts, acme_story)["author_roles"]] == [["employee"]]
