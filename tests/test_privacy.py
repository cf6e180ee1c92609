from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reaction import schema
from reaction.errors import MissingColumnError, SchemaError
from reaction.privacy import pseudonyms, suppress_small


def posts_of(rows):
    columns = ("platform", "created_at", "author_id", "author_handle", "repost_of_author_id")
    table = {name: [row[i] for row in rows] for i, name in enumerate(columns)}
    table["post_id"] = [str(i) for i in range(len(rows))]
    table["kind"] = ["original"] * len(rows)
    return schema.from_columns(table)


POSTS = posts_of(
    [
        ("x", 30, "3", "carol", "1"),
        ("x", 10, "2", "Bob", "9"),
        ("x", 20, "1", "alice", None),
        ("x", None, "4", "dan", None),
        ("x", 40, None, None, None),
        ("bluesky", 5, "did:1", "bob", None),
    ]
)


def test_accounts_are_numbered_by_first_appearance():
    assert pseudonyms(POSTS).to_dict() == {
        "bluesky:did:1": "account 0001",
        "x:2": "account 0002",
        "x:9": "account 0003",
        "x:1": "account 0004",
        "x:3": "account 0005",
        "x:4": "account 0006",
    }


def test_kept_accounts_keep_their_handle_and_the_others_their_number():
    names = pseudonyms(POSTS, keep=["@ALICE", "x:3", "x:9"])
    assert names["x:1"] == "@alice"
    assert names["x:3"] == "@carol"
    assert names["x:9"] == "x:9"  # its handle is unknown
    assert names["x:4"] == "account 0006"


def test_one_handle_on_two_platforms_gives_two_names():
    names = pseudonyms(POSTS, keep=["bob"])
    assert names["x:2"] == "@Bob"
    same = posts_of(
        [("x", 1, "1", "bob", None), ("bluesky", 2, "2", "bob", None), ("x", 3, "3", "bob", None)]
    )
    names = pseudonyms(same, keep=["bob"])
    assert names.to_dict() == {"x:1": "x:1", "bluesky:2": "@bob (bluesky)", "x:3": "x:3"}


def test_no_handle_or_key_of_others_is_in_a_name():
    printed = " ".join(pseudonyms(POSTS, keep=["alice"]))
    assert not any(word in printed for word in ("carol", "dan", "Bob", "x:"))


@settings(deadline=None)
@given(st.permutations(range(len(POSTS))))
def test_the_order_of_rows_changes_nothing(order):
    assert pseudonyms(POSTS.iloc[list(order)]).to_dict() == pseudonyms(POSTS).to_dict()


def test_an_empty_table_has_no_names():
    assert pseudonyms(schema.empty(), keep=["a"]).empty


def test_many_accounts_get_wider_numbers():
    names = pseudonyms(posts_of([("x", i, str(i), None, None) for i in range(10_000)]))
    assert names.iloc[0] == "account 00001"
    assert names.is_unique


def test_mistakes_are_named():
    with pytest.raises(SchemaError, match="collection of handles"):
        pseudonyms(POSTS, keep="alice")
    with pytest.raises(MissingColumnError, match="created_at"):
        pseudonyms(POSTS.drop(columns="created_at"))


def test_small_cells_lose_their_numbers_only():
    cells = pd.DataFrame(
        {
            "role": ["a", "b", "c"],
            "share": [0.1, 0.2, 0.3],
            "n_accounts": [4, 5, None],
            "n_posts": pd.Series([9, 9, 9], dtype="int64"),
        }
    )
    before = cells.copy()
    result = suppress_small(cells)
    assert result["suppressed"].tolist() == [True, False, True]
    assert result["share"].isna().tolist() == [True, False, True]
    assert result["n_posts"].isna().tolist() == [True, False, True]
    assert result["role"].tolist() == ["a", "b", "c"]
    pd.testing.assert_frame_equal(cells, before)
    assert suppress_small(cells, columns=["share"])["n_posts"].tolist() == [9, 9, 9]
    assert suppress_small(cells, minimum=4)["suppressed"].tolist() == [False, False, True]
    with pytest.raises(MissingColumnError, match="n_people"):
        suppress_small(cells, count="n_people")


def test_an_account_seen_by_handle_and_by_id_has_one_name() -> None:
    posts = schema.from_columns(
        {
            "platform": ["x"] * 3,
            "post_id": ["1", "2", "3"],
            "kind": ["original"] * 3,
            "created_at": [0, 1, 2],
            "author_id": ["7", "8", None],
            "author_handle": ["Ann", "bea", "ann"],
            "mentions": [["bea"], ["ANN", "cy"], []],
        }
    )
    names = pseudonyms(posts)
    assert names["x:7"] == names["x:@ann"] == "account 0001"
    assert names["x:8"] == names["x:@bea"] == "account 0002"
    assert names["x:@cy"] == "account 0003"
    kept = pseudonyms(posts, keep=["ann", "x:@bea"])
    assert kept["x:7"] == kept["x:@ann"] == "@Ann"
    assert kept["x:8"] == "@bea"
