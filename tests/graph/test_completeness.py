"""Coverage: what the data hold of each relation."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from reaction import schema
from reaction.errors import GraphError
from reaction.graph import coverage, interactions

Build = Callable[..., pd.DataFrame]


def cells(table: pd.DataFrame, relation: str) -> dict[str, object]:
    (row,) = table[table["relation"] == relation].to_dict("records")
    return {
        name: value for name, value in row.items() if name not in {"platform", "relation"} and pd.notna(value)
    }


def test_the_story(story: pd.DataFrame) -> None:
    table = coverage(story)
    assert table["relation"].tolist() == ["repost", "quote", "reply", "mention"]
    assert cells(table, "repost") == {
        "acts": 4,
        "used": 4,
        "missing_author": 0,
        "missing_target": 0,
        "target_deleted": 0,
        "context": 0,
        "originals": 2,
        "originals_counted": 1,
        "observed_of_counted": 3,
        "platform_count": 9,
        "share": pytest.approx(1 / 3),
    }
    assert cells(table, "mention") == {
        "acts": 3,
        "used": 3,
        "missing_author": 0,
        "missing_target": 0,
        "context": 0,
    }


def test_every_act_is_accounted_for(rows: Build) -> None:
    link = {"author_id": "b", "kind": "repost", "repost_of_id": "90", "repost_of_author_id": "a"}
    posts = rows(
        link,
        link | {"author_id": None},
        link | {"repost_of_author_id": None},
        link | {"repost_of_author_id": None, "repost_of_id": "91", "ref_status": "deleted"},
        link | {"repost_of_author_id": None, "repost_of_id": "92", "ref_status": "withheld"},
        link | {"author_id": None, "repost_of_author_id": None, "ref_status": "deleted"},
        link | {"is_context": True},
        {"post_id": "90", "is_context": True, "n_reposts": 0},
    )
    found = cells(coverage(posts), "repost")
    counts = ("acts", "used", "missing_author", "missing_target", "target_deleted", "context")
    assert [found[name] for name in counts] == [6, 1, 2, 3, 2, 1]
    assert found["used"] == len(interactions(posts))
    assert (found["originals"], found["originals_counted"], found["observed_of_counted"]) == (3, 1, 4)
    assert (found["platform_count"], "share" in found) == (0, False)


def test_null_is_not_zero(rows: Build) -> None:
    posts = rows(
        {
            "platform": "reddit",
            "author_id": "a",
            "kind": "reply",
            "reply_to_id": "2",
            "reply_to_author_id": "b",
        },
        {"platform": "x", "author_id": "a"},
    )
    table = coverage(posts)
    assert table["platform"].astype(str).tolist() == ["reddit"] * 4 + ["x"] * 4
    reddit, x = (table[table["platform"] == name] for name in ("reddit", "x"))
    assert cells(reddit, "repost") == cells(reddit, "quote") == {}
    assert cells(reddit, "reply")["acts"] == 1
    assert cells(x, "repost")["acts"] == 0
    assert "platform_count" not in cells(x, "repost")


def test_platforms_keep_their_own_counts(rows: Build) -> None:
    posts = rows(
        {"platform": "x", "post_id": "1", "n_reposts": 7},
        {"platform": "bluesky", "post_id": "1"},
        {
            "platform": "bluesky",
            "author_id": "b",
            "kind": "repost",
            "repost_of_id": "1",
            "repost_of_author_id": "a",
        },
    )
    found = cells(coverage(posts, relations=("repost",)).iloc[:1], "repost")
    assert (found["originals"], found["originals_counted"], "platform_count" in found) == (1, 0, False)


def test_nothing() -> None:
    table = coverage(schema.empty())
    assert table.empty
    assert table["acts"].dtype == "Int64"
    with pytest.raises(GraphError, match="Unknown relation 'link'"):
        coverage(schema.empty(), relations=("link",))


def test_the_real_repost_network(real_data: Path) -> None:
    """The counts that the file itself states, added up by hand."""
    import reaction

    posts = reaction.read_posts(real_data / "fixtures/twitter_v2/entities_test.jsonl", context=True)
    found = cells(coverage(posts), "repost")
    assert found["acts"] == found["used"] == found["observed_of_counted"] == 314
    assert found["originals"] == found["originals_counted"] == 129
    assert found["platform_count"] == 29_005
