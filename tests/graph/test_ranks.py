"""Ranks: counts, PageRank and h-index per account."""

from collections.abc import Callable

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction import schema
from reaction.errors import GraphError, SchemaError
from reaction.graph import amplification, interactions, rank

Build = Callable[..., pd.DataFrame]


def test_the_story(story: pd.DataFrame) -> None:
    table = rank(story)
    assert table.drop(columns="pagerank").values.tolist() == [
        ["x", 1, "x:a", "Ann", 3, 2, 0, 1, 1],
        ["x", 2, "x:b", "Bobby", 1, 1, 1, 1, 3],
        ["x", 3, "x:c", "Cy", 0, 0, 3, 0, 3],
    ]
    assert list(table.columns) == [
        "platform", "rank", "account", "handle", "amplified", "amplified_by", "amplifies", "pagerank", "h_index", "n_posts",
    ]  # fmt: skip


@pytest.mark.parametrize("relations", [("repost",), ("repost", "quote", "reply", "mention")])
def test_it_agrees_with_the_network(story: pd.DataFrame, relations: tuple[str, ...]) -> None:
    network = amplification(story, relations=relations)
    table = rank(story, relations=relations).set_index("account")
    assert set(table.index) == set(network)
    expected = nx.pagerank(network, tol=1e-14, max_iter=1_000)
    assert table["pagerank"].to_dict() == pytest.approx(expected, abs=1e-10)
    assert table["amplified"].to_dict() == dict(network.in_degree(weight="weight"))
    assert table["amplified_by"].to_dict() == dict(network.in_degree())
    assert table["amplifies"].to_dict() == dict(network.out_degree(weight="weight"))


def test_interactions_and_edges_do(story: pd.DataFrame) -> None:
    acts = interactions(story)
    full, of_acts = rank(story), rank(acts)
    unknown = ["handle", "n_posts"]
    pd.testing.assert_frame_equal(of_acts.drop(columns=unknown), full.drop(columns=unknown))
    assert of_acts[unknown].isna().all(axis=None)
    edges = (
        acts[acts["relation"] == "repost"]
        .groupby(["source", "target"], observed=True)
        .size()
        .rename("weight")
    )
    of_edges = rank(edges.reset_index())
    assert of_edges["account"].tolist() == full["account"].tolist()
    assert of_edges["pagerank"].tolist() == full["pagerank"].tolist()
    assert of_edges["amplified"].tolist() == full["amplified"].tolist()
    assert of_edges[["platform", "h_index", "n_posts"]].isna().all(axis=None)


def test_platforms_are_ranked_apart(rows: Build) -> None:
    link = {"author_id": "b", "kind": "repost", "repost_of_author_id": "a"}
    posts = rows(link, link | {"platform": "bluesky"}, link | {"platform": "bluesky", "author_id": "c"})
    table = rank(posts)
    assert table[["platform", "rank", "account", "amplified"]].values.tolist() == [
        ["bluesky", 1, "bluesky:a", 2],
        ["bluesky", 2, "bluesky:b", 0],
        ["bluesky", 3, "bluesky:c", 0],
        ["x", 1, "x:a", 1],
        ["x", 2, "x:b", 0],
    ]
    assert table.groupby("platform", observed=True)["pagerank"].sum().tolist() == pytest.approx([1, 1])
    assert table["platform"].dtype == "category"


def test_edges_may_name_their_platform() -> None:
    edges = pd.DataFrame({"source": [1, 2, 1], "target": [2, 1, 2], "platform": ["x", "bluesky", None]})
    table = rank(edges)
    assert table["platform"].astype("str").fillna("-").tolist() == ["-", "-", "bluesky", "bluesky", "x", "x"]
    assert table["rank"].tolist() == [1, 2] * 3
    assert table["account"].tolist() == ["2", "1", "1", "2", "2", "1"]


@pytest.mark.parametrize("by", ["amplified", "amplified_by", "amplifies", "pagerank", "h_index"])
def test_any_column_may_rank(story: pd.DataFrame, by: str) -> None:
    table = rank(story, by=by)
    assert table[by].is_monotonic_decreasing
    assert table["rank"].tolist() == [1, 2, 3]
    for _, tied in table.groupby(by):
        assert tied["account"].is_monotonic_increasing


def test_h_index_counts_posts_and_not_acts(rows: Build) -> None:
    def taken_up(post: str, times: int) -> list[dict[str, str]]:
        link = {"kind": "repost", "repost_of_author_id": "a", "repost_of_id": post}
        return [link | {"author_id": f"r{i}"} for i in range(times)]

    own = {"author_id": "a", "kind": "repost", "repost_of_author_id": "a", "repost_of_id": "z"}
    unnamed = {"author_id": "b", "kind": "repost", "repost_of_author_id": "a"}
    posts = rows(*taken_up("u", 5), *taken_up("v", 3), *taken_up("w", 2), own, unnamed)
    assert rank(posts).set_index("account")["h_index"]["x:a"] == 2
    assert rank(rows(*taken_up("u", 5), *taken_up("v", 3), *taken_up("w", 3)))["h_index"][0] == 3


def test_weights_may_be_fractions() -> None:
    edges = pd.DataFrame({"source": ["a", "a", "a"], "target": ["b", "c", "b"], "weight": [0.25, 0.5, 0.5]})
    table = rank(edges).set_index("account")
    assert table["amplified"].to_dict() == {"b": 0.75, "c": 0.5, "a": 0.0}
    assert table["amplifies"]["a"] == 1.25
    assert table["pagerank"]["b"] > table["pagerank"]["c"]


@pytest.mark.parametrize("weight", [0, -1, float("nan"), float("inf")])
def test_weights_must_be_positive(weight: float) -> None:
    edges = pd.DataFrame({"source": ["a", "a"], "target": ["b", "c"], "weight": [1.0, weight]})
    with pytest.raises(GraphError, match="positive, finite"):
        rank(edges)


def test_degenerate_data_have_no_ranks(rows: Build) -> None:
    loop = {"author_id": "a", "kind": "repost", "repost_of_author_id": "a"}
    shape = rank(rows(loop | {"repost_of_author_id": "b"})).dtypes.drop("platform")
    for posts in (schema.empty(), rows({"author_id": "a"}), rows(loop, loop)):
        assert rank(posts).empty
        assert rank(posts).dtypes.drop("platform").equals(shape)
    assert rank(pd.DataFrame({"source": ["a"], "target": ["a"]})).empty
    assert rank(pd.DataFrame({"source": [None, "a"], "target": ["b", None]}, dtype="str")).empty
    assert rank(pd.DataFrame({"source": [], "target": []})).empty


def test_mistakes_are_named(story: pd.DataFrame) -> None:
    with pytest.raises(GraphError, match="Can't rank by 'fame'"):
        rank(story, by="fame")
    with pytest.raises(GraphError, match=r"damping is 1\.0"):
        rank(story, damping=1.0)
    with pytest.raises(GraphError, match="no h-index"):
        rank(pd.DataFrame({"source": ["a"], "target": ["b"]}), by="h_index")
    with pytest.raises(SchemaError, match="ids must be text"):
        rank(pd.DataFrame({"source": [1.0e18], "target": ["b"]}))


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.floats(0.1, 9.0)), max_size=20),
    st.permutations(range(6)),
    st.randoms(use_true_random=False),
)
def test_names_and_order_do_not_matter(
    links: list[tuple[int, int, float]], names: list[int], random: object
) -> None:
    shuffled = links.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    def ranked(edges: list[tuple[int, int, float]], name: Callable[[int], str]) -> pd.DataFrame:
        columns = {"source": [name(a) for a, _, _ in edges], "target": [name(b) for _, b, _ in edges]}
        return rank(pd.DataFrame(columns, dtype="str").assign(weight=[w for *_, w in edges]))

    one = ranked(links, lambda i: f"n{i}")
    pd.testing.assert_frame_equal(one, ranked(shuffled, lambda i: f"n{i}"), check_exact=True)
    other = ranked(links, lambda i: f"n{names[i]}").set_index("account")
    renamed = one.set_index(one["account"].map(lambda key: f"n{names[int(key[1:])]}"))
    columns = ["amplified", "amplified_by", "amplifies", "pagerank"]
    pd.testing.assert_frame_equal(other[columns].sort_index(), renamed[columns].sort_index())
