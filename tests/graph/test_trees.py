"""Cascades of Posts and of other people's frames."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction import schema
from reaction.errors import GraphError, MissingColumnError, SchemaError
from reaction.graph import cascades

Build = Callable[..., pd.DataFrame]


def frame(*links: tuple[str, str | None, str | None], **columns: object) -> pd.DataFrame:
    posts, parents, stamps = zip(*links, strict=True)
    return pd.DataFrame(
        {
            "post_id": posts,
            "parent_id": parents,
            "created_at": pd.to_datetime(list(stamps), utc=True, format="ISO8601"),
        }
        | columns
    )


def test_reposts_of_the_story(story: pd.DataFrame) -> None:
    table = cascades(story)
    assert table[["root_id", "size", "n_accounts", "depth", "max_breadth"]].values.tolist() == [
        ["1", 4, 3, 1, 3],
        ["2", 2, 2, 1, 1],
        ["7", 1, 1, 0, 1],
        ["8", 1, 1, 0, 1],
    ]
    assert table["structural_virality"].fillna(-1).tolist() == [1.5, 1, -1, -1]
    assert set(table["structure"]) == {"root-credited"}
    assert table["root_author"].tolist() == ["x:a", "x:b", "x:d", "x:b"]
    assert (table["platform"] == "x").all()
    assert (table["relation"] == "repost").all()
    assert table["duration"].tolist()[:2] == [pd.Timedelta("4min"), pd.Timedelta("4min")]
    assert cascades(story, min_size=2)["root_id"].tolist() == ["1", "2"]


@pytest.mark.parametrize(("relation", "sizes"), [("reply", [2, 1, 1]), ("quote", [2, 1, 1])])
def test_replies_and_quotes_of_the_story(story: pd.DataFrame, relation: str, sizes: list[int]) -> None:
    table = cascades(story, relation=relation)
    assert table["size"].tolist() == sizes
    assert set(table["structure"]) == {"observed"}


def test_a_root_outside_the_data_is_one_tree(rows: Build) -> None:
    posts = rows(
        {"author_id": "b", "kind": "repost", "repost_of_id": "99", "repost_of_author_id": "a"},
        {"author_id": "c", "kind": "repost", "repost_of_id": "99", "repost_of_author_id": "a"},
        {"author_id": "d", "kind": "repost"},
    )
    (row,) = cascades(posts).to_dict("records")
    assert (row["root_id"], row["size"], row["root_in_data"], row["root_author"]) == ("99", 3, False, "x:a")
    assert row["first"] == posts["created_at"][0]


def test_context_rows_are_roots_alone(rows: Build) -> None:
    posts = rows(
        {"author_id": "a", "is_context": True, "kind": "reply", "reply_to_id": "98"},
        {"author_id": "b", "kind": "reply", "reply_to_id": "1"},
        {"author_id": "c", "is_context": True},
        {"author_id": "d", "is_context": True, "kind": "repost", "repost_of_id": "2"},
    )
    table = cascades(posts, relation="reply")
    assert table[["root_id", "size", "root_in_data"]].values.tolist() == [["1", 2, True]]
    assert table["first"][0] == posts["created_at"][0]
    assert cascades(posts)["root_id"].tolist() == ["2"]


def test_platforms_stay_apart(rows: Build) -> None:
    posts = rows(
        {"platform": "x", "post_id": "1"},
        {"platform": "bluesky", "post_id": "1"},
        {"platform": "bluesky", "post_id": "2", "kind": "repost", "repost_of_id": "1"},
        {"platform": "x", "post_id": "2", "created_at": 1_600_000_000_000_000},
    )
    table = cascades(posts)
    assert table[["platform", "root_id", "size"]].values.tolist() == [
        ["bluesky", "1", 2],
        ["x", "1", 1],
        ["x", "2", 1],
    ]
    assert table["censored"].tolist() == [True, False, True]


def test_reposts_that_name_their_chain_are_observed() -> None:
    posts = schema.from_columns(
        {
            "platform": ["telegram"] * 3,
            "post_id": ["1", "2", "3"],
            "kind": ["original", "repost", "repost"],
            "repost_of_id": [None, "1", "2"],
        }
    )
    (row,) = cascades(posts).to_dict("records")
    assert (row["depth"], row["structure"], row["n_accounts"]) == (2, "observed", 0)
    assert pd.isna(row["root_author"])
    assert pd.isna(row["first"])
    assert pd.isna(row["duration"])
    assert pd.isna(row["censored"])


def test_censoring_is_the_time_since_the_last_post() -> None:
    data = frame(
        ("a", None, "2018-06-01"),
        ("b", "a", "2018-06-02"),
        ("c", None, "2018-06-10"),
        ("d", "c", "2018-06-10 12:00"),
    )
    assert cascades(data).set_index("root_id")["censored"].to_dict() == {"a": False, "c": True}
    assert cascades(data, settle="9D")["censored"].tolist() == [True, True]
    assert cascades(data, settle="0s")["censored"].tolist() == [False, False]


class TestOtherFrames:
    def test_columns_and_accounts(self) -> None:
        data = frame(
            ("a", None, "2018-06-01"), ("b", "a", None), ("c", "a", "2018-06-03"), author_id=["1", "2", "2"]
        )
        (row,) = cascades(data).to_dict("records")
        assert (row["root_author"], row["n_accounts"], row["size"]) == ("1", 2, 3)
        assert pd.isna(row["platform"])
        assert pd.isna(row["relation"])
        assert (row["duration"], row["structure"]) == (pd.Timedelta("2D"), "observed")

    def test_a_missing_parent_is_the_root(self) -> None:
        table = cascades(frame(("b", "a", "2018-06-02"), ("c", "a", "2018-06-01")))
        assert table[["root_id", "size", "root_in_data"]].values.tolist() == [["a", 3, False]]
        assert table["first"][0] == pd.Timestamp("2018-06-01", tz="UTC")

    @pytest.mark.parametrize(
        "loop", [[("a", "a")], [("b", "a"), ("a", "b")], [("b", "c"), ("a", "b"), ("c", "a")]]
    )
    def test_loops_are_cut_above_the_earliest(self, loop: list[tuple[str, str]]) -> None:
        days = {"a": "2018-06-01", "b": "2018-06-02", "c": None}
        table = cascades(
            frame(*((post, parent, days[post]) for post, parent in loop), ("z", "a", "2018-06-09"))
        )
        assert table[["root_id", "size", "structure"]].values.tolist() == [["a", len(loop) + 1, "loop cut"]]

    def test_ties_in_time_go_to_the_smaller_id(self) -> None:
        table = cascades(frame(("b", "a", "2018-06-01"), ("a", "b", "2018-06-01")))
        assert table["root_id"].tolist() == ["a"]

    def test_a_post_before_its_parent_is_counted(self) -> None:
        table = cascades(frame(("a", None, "2018-06-05"), ("b", "a", "2018-06-01"), ("c", "a", "2018-06-06")))
        assert table[["n_before_parent", "size"]].values.tolist() == [[1, 3]]
        assert table["duration"][0] == pd.Timedelta("5D")

    def test_a_post_in_two_rows_is_refused(self) -> None:
        with pytest.raises(GraphError, match="1 posts stand in more than one row, for example 'a'"):
            cascades(frame(("a", None, "2018-06-05"), ("a", "b", "2018-06-01")))

    def test_a_row_without_id_is_refused(self) -> None:
        with pytest.raises(GraphError, match="1 rows have no post_id"):
            cascades(frame(("a", None, "2018-06-05"), ("", "a", "2018-06-01")))

    def test_numbers_as_ids_are_refused(self) -> None:
        data = pd.DataFrame({"post_id": ["1"], "parent_id": [1.0], "created_at": ["2018-06-01"]})
        with pytest.raises(SchemaError, match="parent_id"):
            cascades(data)

    def test_nothing(self) -> None:
        data = frame(("a", None, "2018-06-05")).iloc[:0]
        assert cascades(data).empty
        assert cascades(data).dtypes.equals(cascades(frame(("a", None, "2018-06-05"))).dtypes)


def test_nothing_at_all() -> None:
    assert cascades(schema.empty()).empty
    assert cascades(schema.empty(), relation="quote").empty


def test_mistakes_are_named(story: pd.DataFrame) -> None:
    with pytest.raises(GraphError, match="No trees of 'mention'"):
        cascades(story, relation="mention")  # type: ignore[arg-type]
    with pytest.raises(GraphError, match="min_size is 0"):
        cascades(story, min_size=0)
    with pytest.raises(MissingColumnError, match="repost_of_id"):
        cascades(story.drop(columns="repost_of_id"))
    with pytest.raises(GraphError, match="stand in more than one row"):
        cascades(schema.concat([story, story]))


@given(st.lists(st.integers(-2, 6), min_size=1, max_size=7), st.permutations(range(7)))
def test_names_and_order_do_not_matter(links: list[int], names: list[int]) -> None:
    n = len(links)
    parents = [-1 if up == i else up for i, up in enumerate(links)]
    data = pd.DataFrame(
        {
            "post_id": [str(i) for i in range(n)],
            "parent_id": [str(up) if up >= 0 else None for up in parents],
            "created_at": pd.to_datetime(np.arange(n), unit="h", utc=True),
        }
    )
    renamed = data.assign(
        post_id=data["post_id"].map(lambda id_: f"p{names[int(id_)]}"),
        parent_id=data["parent_id"].map(lambda id_: f"p{names[int(id_)]}", na_action="ignore"),
    ).iloc[::-1]
    columns = [
        "size",
        "depth",
        "max_breadth",
        "structural_virality",
        "first",
        "last",
        "structure",
        "n_before_parent",
    ]
    one, other = (
        cascades(table)[columns].sort_values(columns, ignore_index=True) for table in (data, renamed)
    )
    pd.testing.assert_frame_equal(one, other)
