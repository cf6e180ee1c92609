"""Acts: what counts, between whom, and what is left out."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction import schema
from reaction.errors import GraphError, MissingColumnError, SchemaError
from reaction.graph import interactions

Build = Callable[..., pd.DataFrame]


def triples(acts: pd.DataFrame) -> list[tuple[str, str, str]]:
    return list(acts[["source", "target", "relation"]].astype("str").itertuples(index=False, name=None))


def test_every_act_of_the_story(story: pd.DataFrame) -> None:
    acts = interactions(story)
    assert triples(acts) == [
        ("x:b", "x:a", "repost"),
        ("x:c", "x:a", "repost"),
        ("x:c", "x:a", "repost"),
        ("x:c", "x:b", "repost"),
        ("x:d", "x:a", "quote"),
        ("x:d", "x:b", "mention"),
        ("x:b", "x:a", "reply"),
        ("x:b", "x:c", "mention"),
        ("x:b", "x:@new", "mention"),
    ]
    assert acts["post_id"].tolist() == ["3", "4", "5", "6", "7", "7", "8", "8", "8"]
    assert acts["object_id"].fillna("-").tolist() == ["1", "1", "1", "2", "1", "-", "1", "-", "-"]
    assert acts["created_at"].equals(
        story["created_at"].iloc[[2, 3, 4, 5, 6, 6, 7, 7, 7]].reset_index(drop=True)
    )


def test_shape_and_types(story: pd.DataFrame) -> None:
    acts = interactions(story)
    assert list(acts.columns) == ["source", "target", "relation", "post_id", "object_id", "created_at"]
    keys = acts["source"].cat.categories
    assert keys.tolist() == ["x:@new", "x:a", "x:b", "x:c", "x:d"]
    assert keys.equals(acts["target"].cat.categories)
    assert acts["relation"].cat.categories.tolist() == ["repost", "quote", "reply", "mention"]
    assert acts["created_at"].dtype == story["created_at"].dtype


def test_relations_are_chosen(story: pd.DataFrame) -> None:
    assert set(interactions(story, relations=("quote", "reply"))["relation"]) == {"quote", "reply"}
    assert interactions(story, relations=["repost"])["source"].cat.categories.tolist() == [
        "x:a",
        "x:b",
        "x:c",
    ]


@pytest.mark.parametrize(
    ("relations", "message"),
    [("repost", "several words"), (("retweet",), "Unknown relation 'retweet'"), ((), "No relation given")],
)
def test_wrong_relations(story: pd.DataFrame, relations: tuple[str, ...], message: str) -> None:
    with pytest.raises(GraphError, match=message):
        interactions(story, relations=relations)


def test_a_repost_carries_nothing_else(rows: Build) -> None:
    """The reposted text's mentions, reply and quote are not the reposter's."""
    posts = rows(
        {
            "author_id": "b",
            "kind": "repost",
            "repost_of_id": "9",
            "repost_of_author_id": "a",
            "repost_of_author_handle": "ann",
            "mentions": ["ann", "cy"],
            "quote_of_id": "8",
            "quote_of_author_id": "c",
            "reply_to_id": "7",
            "reply_to_author_id": "d",
        }
    )
    assert triples(interactions(posts)) == [("x:b", "x:a", "repost")]


def test_a_reply_that_quotes_is_two_acts(rows: Build) -> None:
    posts = rows(
        {
            "author_id": "b",
            "kind": "quote",
            "quote_of_id": "8",
            "quote_of_author_id": "c",
            "reply_to_id": "7",
            "reply_to_author_id": "d",
        }
    )
    assert triples(interactions(posts)) == [("x:b", "x:c", "quote"), ("x:b", "x:d", "reply")]


def test_the_author_replied_to_is_not_mentioned_too(rows: Build) -> None:
    posts = rows(
        {"author_id": "a", "author_handle": "Ann"},
        {"author_id": "b", "kind": "reply", "reply_to_id": "1", "mentions": ["ANN", "cy", "Cy"]},
        {"author_id": "b", "kind": "reply", "reply_to_author_handle": "dee", "mentions": ["Dee"]},
    )
    assert triples(interactions(posts)) == [
        ("x:b", "x:a", "reply"),
        ("x:b", "x:@cy", "mention"),
        ("x:b", "x:@dee", "reply"),
    ]


def test_unknown_accounts_are_left_out(rows: Build) -> None:
    posts = rows(
        {"author_id": None, "kind": "repost", "repost_of_id": "9", "repost_of_author_id": "a"},
        {"author_id": "b", "kind": "repost", "repost_of_id": "9"},
        {"author_id": "b", "kind": "repost"},
        {"author_id": "", "author_handle": "", "kind": "repost", "repost_of_author_id": "a"},
        {"author_id": "b", "kind": "repost", "repost_of_id": "9", "repost_of_author_id": "a"},
    )
    acts = interactions(posts)
    assert acts["post_id"].tolist() == ["5"]
    assert acts["source"].cat.categories.tolist() == ["x:a", "x:b"]


def test_context_rows_are_no_acts_but_name_accounts(rows: Build) -> None:
    posts = rows(
        {
            "author_id": "a",
            "author_handle": "Ann",
            "is_context": True,
            "quote_of_id": "7",
            "quote_of_author_id": "z",
        },
        {"author_id": "b", "kind": "repost", "repost_of_id": "1", "mentions": ["ann"]},
        {"author_id": "c", "mentions": ["ann"]},
    )
    assert triples(interactions(posts)) == [("x:b", "x:a", "repost"), ("x:c", "x:a", "mention")]


def test_acts_upon_oneself_are_kept(rows: Build) -> None:
    posts = rows({"author_id": "a", "kind": "repost", "repost_of_id": "9", "repost_of_author_id": "a"})
    assert triples(interactions(posts)) == [("x:a", "x:a", "repost")]


class TestHandles:
    """A handle becomes the id that it was seen with, where that is certain."""

    def test_in_any_role_and_any_case(self, rows: Build) -> None:
        posts = rows(
            {
                "author_id": "b",
                "kind": "repost",
                "repost_of_author_id": "a",
                "repost_of_author_handle": "ANN",
            },
            {"author_handle": "ann", "mentions": ["Bob"]},
            {"author_id": "c", "mentions": ["ann"]},
            {"author_id": "c", "kind": "reply", "reply_to_author_handle": "Ann"},
        )
        assert triples(interactions(posts)) == [
            ("x:b", "x:a", "repost"),
            ("x:a", "x:@bob", "mention"),
            ("x:c", "x:a", "mention"),
            ("x:c", "x:a", "reply"),
        ]

    def test_the_same_whatever_the_relations(self, rows: Build) -> None:
        posts = rows(
            {"author_id": "a", "kind": "reply", "reply_to_author_id": "b", "reply_to_author_handle": "bob"},
            {"author_handle": "bob", "kind": "repost", "repost_of_author_id": "a"},
        )
        assert triples(interactions(posts, relations=("repost",))) == [("x:b", "x:a", "repost")]

    def test_with_two_ids_stays_a_handle(self, rows: Build) -> None:
        posts = rows(
            {"author_id": "a", "author_handle": "sold"},
            {"author_id": "b", "author_handle": "Sold"},
            {"author_id": "c", "mentions": ["sold"]},
        )
        assert triples(interactions(posts)) == [("x:c", "x:@sold", "mention")]

    def test_per_platform(self, rows: Build) -> None:
        posts = rows(
            {"author_id": "a", "author_handle": "ann"},
            {"platform": "bluesky", "author_id": "b", "mentions": ["ann"]},
            {"platform": "x", "author_id": "b", "mentions": ["ann"]},
            {"platform": "bluesky", "author_id": "a", "kind": "repost", "repost_of_id": "3"},
            {"platform": "bluesky", "author_id": "a", "kind": "repost", "repost_of_id": "2"},
        )
        assert triples(interactions(posts)) == [
            ("bluesky:b", "bluesky:@ann", "mention"),
            ("x:b", "x:a", "mention"),
            ("bluesky:a", "bluesky:b", "repost"),
        ]


@pytest.mark.parametrize(
    "ids", [["7", "07"], ["7", "+7"], ["7", " 7"], ["7", "-7"], ["7", "9" * 19], ["7", "seven"]]
)
def test_ids_are_text(rows: Build, ids: list[str]) -> None:
    """Ids that look like one number are two accounts."""
    posts = rows(*({"author_id": id_, "kind": "repost", "repost_of_author_id": "1"} for id_ in ids))
    assert sorted(interactions(posts)["source"].astype("str")) == sorted(f"x:{id_}" for id_ in ids)


def test_numbers_as_ids_are_refused(story: pd.DataFrame) -> None:
    with pytest.raises(SchemaError, match="'author_id' holds float64: ids must be text"):
        interactions(story.assign(author_id=1.0e18))


def test_empty_and_bare_tables(rows: Build) -> None:
    for posts in (schema.empty(), rows({}), rows({"author_id": "a", "mentions": []})):
        acts = interactions(posts)
        assert len(acts) == 0
        assert len(acts["source"].cat.categories) == 0
        assert acts["created_at"].dtype == "datetime64[us, UTC]"


def test_a_missing_column_is_named(story: pd.DataFrame) -> None:
    with pytest.raises(MissingColumnError, match="'mentions'"):
        interactions(story.drop(columns="mentions"))
    assert len(interactions(story.drop(columns="mentions"), relations=("repost",))) == 4


def test_python_lists_and_text_do(story: pd.DataFrame) -> None:
    plain = story.assign(
        mentions=[
            None if lists is None else list(lists)
            for lists in story["mentions"].astype(object).where(story["mentions"].notna(), None)
        ],
        platform=story["platform"].astype(object),
        kind=story["kind"].astype("str"),
        author_id=story["author_id"].astype(object),
    )
    assert triples(interactions(plain)) == triples(interactions(story))


def test_the_argument_stays_as_it_was(story: pd.DataFrame) -> None:
    before = story.copy(deep=True)
    interactions(story)
    assert story.equals(before)


ACCOUNTS = st.sampled_from(["1", "2", "03", "d", None])


@st.composite
def random_posts(draw: st.DrawFn) -> pd.DataFrame:
    n = draw(st.integers(1, 12))
    columns: dict[str, list[object]] = {
        "platform": [draw(st.sampled_from(["x", "bluesky"])) for _ in range(n)],
        "post_id": [str(i) for i in range(n)],
        "kind": [draw(st.sampled_from(schema.KINDS)) for _ in range(n)],
        "author_id": [draw(ACCOUNTS) for _ in range(n)],
        "author_handle": [draw(st.sampled_from(["h1", "H2", None])) for _ in range(n)],
        "is_context": [draw(st.booleans()) for _ in range(n)],
        "mentions": [draw(st.lists(st.sampled_from(["h1", "h2", "H3"]), max_size=3)) for _ in range(n)],
        "created_at": [draw(st.integers(0, 5)) for _ in range(n)],
    }
    for prefix in ("repost_of", "quote_of", "reply_to"):
        columns[f"{prefix}_id"] = [draw(st.sampled_from([None, "0", "1", "99"])) for _ in range(n)]
        columns[f"{prefix}_author_id"] = [draw(ACCOUNTS) for _ in range(n)]
        columns[f"{prefix}_author_handle"] = [draw(st.sampled_from([None, "h1", "h3"])) for _ in range(n)]
    return schema.from_columns(columns)


@given(random_posts())
def test_against_a_plain_loop(posts: pd.DataFrame) -> None:
    found = interactions(posts)
    listed = list(
        zip(*(found[name].astype("str") for name in ("post_id", "source", "target", "relation")), strict=True)
    )
    assert sorted(listed) == sorted(slowly(posts))


@given(random_posts(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(posts: pd.DataFrame, random: object) -> None:
    order = list(range(len(posts)))
    random.shuffle(order)  # type: ignore[attr-defined]
    columns = ["post_id", "relation", "source", "target", "object_id"]
    one, other = (
        interactions(table)[columns].astype("str").sort_values(columns, ignore_index=True)
        for table in (posts, posts.iloc[order])
    )
    assert one.equals(other)


def slowly(posts: pd.DataFrame) -> list[tuple[str, str, str, str]]:
    """List acts by plain Python, as the documentation of interactions says."""
    records = [
        {
            name: None if not isinstance(value, list | np.ndarray) and pd.isna(value) else value
            for name, value in row.items()
        }
        for row in posts.to_dict("records")
    ]
    roles = ("author", "repost_of_author", "quote_of_author", "reply_to_author")
    owners: dict[tuple[str, str], set[str]] = {}
    for row in records:
        for role in roles:
            if row[f"{role}_id"] and row[f"{role}_handle"]:
                owners.setdefault((row["platform"], row[f"{role}_handle"].lower()), set()).add(
                    row[f"{role}_id"]
                )

    def named(platform: str, id_: str | None, handle: str | None) -> str | None:
        if id_:
            return f"{platform}:{id_}"
        if not handle:
            return None
        ids = owners.get((platform, handle.lower()), set())
        return f"{platform}:{next(iter(ids))}" if len(ids) == 1 else f"{platform}:@{handle.lower()}"

    def account(row: dict[str, str], role: str) -> str | None:
        return named(row["platform"], row[f"{role}_id"], row[f"{role}_handle"])

    authors = {(row["platform"], row["post_id"]): account(row, "author") for row in records}

    def target(row: dict[str, str], prefix: str) -> str | None:
        return account(row, f"{prefix}_author") or authors.get((row["platform"], row[f"{prefix}_id"]))

    acts = []
    for row in records:
        source = account(row, "author")
        if row["is_context"] or not source:
            continue
        upon = {"repost": target(row, "repost_of")} if row["kind"] == "repost" else {}
        if row["kind"] != "repost":
            upon = {"quote": target(row, "quote_of"), "reply": target(row, "reply_to")}
            mentioned = {named(row["platform"], None, handle) for handle in row["mentions"]} - {
                upon["reply"],
                None,
            }
            acts += [(row["post_id"], source, other, "mention") for other in mentioned if other]
        acts += [(row["post_id"], source, other, relation) for relation, other in upon.items() if other]
    return acts
