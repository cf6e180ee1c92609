"""The amplification network: edges, attributes, counts."""

from collections.abc import Callable

import networkx as nx
import pandas as pd
import pytest

from reaction import schema
from reaction.errors import GraphError, MissingColumnError
from reaction.graph import amplification, interactions

Build = Callable[..., pd.DataFrame]
EVERY = ("repost", "quote", "reply", "mention")


def test_edges_of_the_story(story: pd.DataFrame) -> None:
    network = amplification(story)
    assert isinstance(network, nx.DiGraph)
    assert dict(network.edges) == {
        ("x:b", "x:a"): {
            "weight": 1,
            "reposts": 1,
            "first": "2018-06-17T22:02:00Z",
            "last": "2018-06-17T22:02:00Z",
        },
        ("x:c", "x:a"): {
            "weight": 2,
            "reposts": 2,
            "first": "2018-06-17T22:03:00Z",
            "last": "2018-06-17T22:04:00Z",
        },
        ("x:c", "x:b"): {
            "weight": 1,
            "reposts": 1,
            "first": "2018-06-17T22:05:00Z",
            "last": "2018-06-17T22:05:00Z",
        },
    }
    assert list(network) == ["x:a", "x:b", "x:c"]
    assert dict(network.nodes) == {
        "x:a": {
            "handle": "Ann",
            "platform": "x",
            "followers": 10,
            "n_posts": 1,
            "amplified": 3,
            "amplifies": 0,
        },
        "x:b": {"handle": "Bobby", "platform": "x", "n_posts": 3, "amplified": 1, "amplifies": 1},
        "x:c": {"handle": "Cy", "platform": "x", "n_posts": 3, "amplified": 0, "amplifies": 3},
    }


def test_what_the_graph_says_of_itself(story: pd.DataFrame) -> None:
    assert amplification(story, relations=("quote", "repost")).graph == {
        "direction": "amplifier_to_amplified",
        "relations": "repost, quote",
        "min_weight": 1,
        "n_accounts": 4,
        "n_acts": 5,
        "context": 0,
        "missing_author": 0,
        "missing_target": 0,
        "self_loops": 0,
        "n_posts": 8,
        "below_min_weight": 0,
        "coverage": "x: 3 of 9 reposts of 1 posts whose count is known",
    }


def test_relations_are_counted_apart(story: pd.DataFrame) -> None:
    edge = amplification(story, relations=EVERY).edges["x:b", "x:a"]
    assert {name: edge[name] for name in ("weight", "reposts", "quotes", "replies", "mentions")} == {
        "weight": 2,
        "reposts": 1,
        "quotes": 0,
        "replies": 1,
        "mentions": 0,
    }


def test_flow_turns_the_same_edges_round(story: pd.DataFrame) -> None:
    along, against = amplification(story), amplification(story, direction="flow")
    assert {(b, a): data for a, b, data in along.edges(data=True)} == dict(against.edges)
    assert dict(along.nodes) == dict(against.nodes)
    assert against.graph == along.graph | {"direction": "flow"}


def test_light_edges_and_their_accounts_go(story: pd.DataFrame) -> None:
    network = amplification(story, min_weight=2)
    assert list(network.edges) == [("x:c", "x:a")]
    assert (
        network.nodes["x:c"]["amplifies"],
        network.graph["below_min_weight"],
        network.graph["n_accounts"],
    ) == (2, 2, 2)
    assert amplification(story, min_weight=9).number_of_nodes() == 0


def test_loops_unknown_accounts_and_context_are_counted(rows: Build) -> None:
    posts = rows(
        {"author_id": "a", "kind": "repost", "repost_of_author_id": "a"},
        {"author_id": "a", "kind": "repost", "repost_of_id": "99"},
        {"kind": "repost", "repost_of_author_id": "a"},
        {"author_id": "a", "kind": "repost", "repost_of_author_id": "b", "is_context": True},
    )
    network = amplification(posts)
    assert network.number_of_nodes() == 0
    left_out = ("self_loops", "missing_target", "missing_author", "context", "n_posts", "n_acts")
    assert [network.graph[name] for name in left_out] == [1, 1, 1, 1, 3, 0]


def test_interactions_do(story: pd.DataFrame) -> None:
    network = amplification(interactions(story))
    assert dict(network.edges) == dict(amplification(story).edges)
    assert network.nodes["x:a"] == {"platform": "x", "amplified": 3, "amplifies": 0}
    assert network.graph["relations"] == "repost"
    filtered = interactions(story).query("source != 'x:c'")
    assert list(amplification(filtered).edges) == [("x:b", "x:a")]


def test_a_handle_is_known_from_who_refers_to_it(rows: Build) -> None:
    posts = rows(
        {"author_id": "b", "kind": "repost", "repost_of_author_id": "a", "repost_of_author_handle": "old"},
        {"author_id": "b", "kind": "repost", "repost_of_author_id": "a", "repost_of_author_handle": "new"},
        {"author_handle": "Dee", "kind": "repost", "repost_of_author_handle": "Elsewhere"},
    )
    handles = nx.get_node_attributes(amplification(posts), "handle")
    assert handles == {"x:@dee": "Dee", "x:@elsewhere": "Elsewhere", "x:a": "new"}


def test_profiles_are_the_latest(rows: Build) -> None:
    posts = rows(
        {"author_id": "a", "author_name": "Later", "author_followers": 5, "created_at": 9},
        {"author_id": "a", "author_name": "Earlier", "author_followers": 50, "created_at": 1},
        {"author_id": "a", "author_name": None, "author_followers": None, "created_at": 99},
        {
            "author_id": "b",
            "kind": "repost",
            "repost_of_author_id": "a",
            "created_at": 100,
            "author_followers": 0,
        },
    )
    nodes = amplification(posts).nodes
    assert (nodes["x:a"]["name"], nodes["x:a"]["followers"], nodes["x:a"]["n_posts"]) == ("Later", 5, 3)
    assert (nodes["x:b"]["followers"], "name" in nodes["x:b"]) == (0, False)
    seen = posts.assign(
        author_seen_at=pd.to_datetime([None, "2020-01-01", None, None], utc=True).as_unit("us")
    )
    assert amplification(seen).nodes["x:a"]["name"] == "Earlier"


@pytest.fixture
def tagged(story: pd.DataFrame) -> pd.DataFrame:
    stances = pd.CategoricalDtype(["favor", "against", "none", "unclear"])
    return story.assign(
        author_roles=pd.array(
            [["press", "company"], []] + [None] * 4 + [["employee"], None], dtype=story["urls"].dtype
        ),
        author_employer=pd.array(["acme"] + [None] * 7, dtype="str"),
        stance_contract=pd.Series(
            ["favor", "against", None, None, None, None, "against", "favor"], dtype=stances
        ),
        stance_contract_confidence=0.5,
        stance_contract_tier="rules",
        amplified_stance_contract=pd.Series([None] * 8, dtype=stances),
    )


def test_roles_and_stance_of_accounts(tagged: pd.DataFrame) -> None:
    nodes = amplification(tagged, relations=EVERY).nodes
    found = {
        name: [data.get(key) for key in ("roles", "employer", "stance_contract")]
        for name, data in nodes.items()
    }
    assert found == {
        "x:@new": [None, None, None],
        "x:a": ["press, company", "acme", "favor"],
        "x:b": ["no role declared", None, "unclear"],
        "x:c": [None, None, None],
        "x:d": ["employee", None, "against"],
    }


def test_quotes_are_split_by_stance(tagged: pd.DataFrame) -> None:
    edges = amplification(tagged, relations=("repost", "quote")).edges
    assert (edges["x:d", "x:a"]["quotes_against_contract"], edges["x:d", "x:a"]["quotes_favor_contract"]) == (
        1,
        0,
    )
    assert edges["x:c", "x:a"]["quotes_against_contract"] == 0
    assert not any("contract" in name for *_, data in amplification(tagged).edges(data=True) for name in data)


def test_a_stance_that_nobody_takes(tagged: pd.DataFrame) -> None:
    """Without the category, what isn't known is not taken for it."""
    against = pd.Series(["against"] + [None] * 7, dtype="category")
    network = amplification(tagged.assign(stance_contract=against), relations=EVERY)
    assert nx.get_node_attributes(network, "stance_contract") == {"x:a": "against"}
    assert network.edges["x:d", "x:a"]["quotes_favor_contract"] == 0


def test_context_rows_take_no_stance(tagged: pd.DataFrame) -> None:
    tagged = tagged.assign(is_context=[True] + [False] * 7)
    node = amplification(tagged).nodes["x:a"]
    assert ("stance_contract" in node, node["n_posts"], node["handle"]) == (False, 0, "Ann")


def test_times_that_are_unknown_are_absent(rows: Build) -> None:
    link = {"author_id": "b", "kind": "repost", "repost_of_author_id": "a"}
    edge = amplification(rows(link | {"created_at": None})).edges["x:b", "x:a"]
    assert edge == {"weight": 1, "reposts": 1}
    edge = amplification(rows(link | {"created_at": None}, link | {"created_at": 1})).edges["x:b", "x:a"]
    assert edge["first"] == edge["last"] == "1970-01-01T00:00:00.000001Z"


def test_nothing() -> None:
    network = amplification(schema.empty(), relations=EVERY)
    assert (len(network), network.graph["n_posts"], network.graph["n_acts"]) == (0, 0, 0)
    assert len(amplification(interactions(schema.empty()))) == 0


def test_mistakes_are_named(story: pd.DataFrame) -> None:
    with pytest.raises(GraphError, match="Unknown direction 'backwards'"):
        amplification(story, direction="backwards")  # type: ignore[arg-type]
    with pytest.raises(GraphError, match="min_weight is 0"):
        amplification(story, min_weight=0)
    with pytest.raises(GraphError, match="these edges lack relation, post_id or created_at"):
        amplification(interactions(story).drop(columns="relation"))
    with pytest.raises(MissingColumnError, match="author_id"):
        amplification(story.drop(columns="author_id"))


def test_rows_in_another_order_give_the_same(tagged: pd.DataFrame) -> None:
    one, other = amplification(tagged, relations=EVERY), amplification(tagged.iloc[::-1], relations=EVERY)
    assert list(one.nodes(data=True)) == list(other.nodes(data=True))
    assert list(one.edges(data=True)) == list(other.edges(data=True))
    assert one.graph == other.graph
