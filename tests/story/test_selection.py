"""Selection follows the rules of the story, then replies, reposts and quotes, then the window."""

import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reaction import schema
from reaction.errors import MissingColumnError, SelectionWarning, StoryError
from reaction.story import Match, Story, Target

Make = Callable[..., pd.DataFrame]


def story(window: tuple[str, str] | None = None, **match: list[str]) -> Story:
    return Story("A story", window=window, match=Match(**match))  # type: ignore[arg-type]


def reasons(posts: pd.DataFrame, story: Story, depth: int = 1) -> dict[str, tuple[list[str], int]]:
    found = story.select(posts, depth=depth)
    return {
        post: (list(why), step)
        for post, why, step in zip(found["post_id"], found["matched_by"], found["match_depth"], strict=True)
    }


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2018, 6, day, hour, tzinfo=UTC)


def test_every_rule_says_why(make_posts: Make) -> None:
    posts = make_posts(
        text=["Acme plan, acme PLAN", "nothing", None, "else", "acme plan", "nothing at all"],
        hashtags=[["acmeplan", "ACMEPLAN"], ["AcmePlan"], [], None, ["other"], None],
        urls=[
            None,
            None,
            ["https://other.com", "https://acme.com/plan/page"],
            None,
            ["https://acme.com/plans"],
            [],
        ],
        author_id=["1", "2", "3", "4", "5", "6"],
        author_handle=["a", "b", "c", "Acme", "e", "f"],
    )
    found = reasons(
        posts,
        story(
            terms=["plan", "Acme plan"],
            hashtags=["#AcmePlan"],
            urls=["http://www.acme.com/plan/"],
            posts=["4"],
            accounts=["@acme", "1"],
        ),
    )
    assert found == {
        "1": (["term:plan", "term:Acme plan", "hashtag:AcmePlan", "account:1"], 0),
        "2": (["hashtag:AcmePlan"], 0),
        "3": (["url:http://www.acme.com/plan/"], 0),
        "4": (["post:4", "account:acme"], 0),
        "5": (["term:plan", "term:Acme plan"], 0),
    }


@pytest.mark.parametrize(
    ("rule", "url", "hit"),
    [
        ("acme.com", "https://acme.com", True),
        ("acme.com", "https://acme.com/a?b=1", True),
        ("acme.com", "https://blog.acme.com/a", False),
        ("acme.com", "https://acme.community", False),
        ("acme.com/plan", "https://acme.com/plan?utm_source=x", True),
        ("acme.com/plan", "https://acme.com/plan?page=2", True),
        ("acme.com/plan", "https://acme.com/planning", False),
        ("acme.com/plan", "http://WWW.ACME.com/plan/2/", True),
        ("acme.com/watch?v=1", "https://acme.com/watch?list=3&v=1", True),
        ("acme.com/watch?v=1", "https://acme.com/watch?v=12", False),
        ("twitter.com/acme", "https://mobile.twitter.com/acme/status/20", True),
        ("x.com/acme", "https://twitter.com/acme", True),
    ],
)
def test_addresses(make_posts: Make, rule: str, url: str, hit: bool) -> None:
    posts = make_posts(urls=[[url], ["https://other.com/", "https://other.com/a"]], text=["a", "b"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SelectionWarning)
        assert list(reasons(posts, story(urls=[rule]))) == (["1"] if hit else [])


def test_closure_takes_steps(make_posts: Make) -> None:
    posts = make_posts(
        post_id=["5", "4", "3", "2", "1", "0"],
        kind=["quote", "reply", "quote", "repost", "reply", "original"],
        text=["and so on", "on", "look", "acme", "yes", "acme"],
        reply_to_id=[None, "3", "0", None, "0", None],
        quote_of_id=["4", None, "1", None, None, None],
        repost_of_id=[None, None, None, "0", None, None],
    )
    rules = story(terms=["acme"])
    own = {"2": (["term:acme"], 0), "0": (["term:acme"], 0)}
    one = {**own, "3": (["reply"], 1), "1": (["reply"], 1)}
    assert reasons(posts, rules, 0) == own
    assert reasons(posts, rules) == one
    assert reasons(posts, rules, 2) == {**one, "4": (["reply"], 2)}
    assert (
        reasons(posts, rules, 3)
        == reasons(posts, rules, 99)
        == {
            **one,
            "4": (["reply"], 2),
            "5": (["quote"], 3),
        }
    )


def test_a_row_may_refer_in_two_ways(make_posts: Make) -> None:
    posts = make_posts(text=["acme", "b"], reply_to_id=[None, "1"], quote_of_id=[None, "1"])
    assert reasons(posts, story(terms=["acme"]))["2"] == (["reply", "quote"], 1)


def test_ids_belong_to_a_platform(make_posts: Make) -> None:
    posts = make_posts(
        platform=["x", "mastodon", "x"],
        post_id=["20", "20", "21"],
        text=["acme", "lunch", "reply"],
        reply_to_id=[None, None, "20"],
    )
    assert list(reasons(posts, story(terms=["acme"]))) == ["20", "21"]
    elsewhere = make_posts(platform=["mastodon", "x"], text=["acme", "b"], reply_to_id=[None, "1"])
    assert list(reasons(elsewhere, story(terms=["acme"]))) == ["1"]
    found = story(posts=["https://twitter.com/a/status/20"]).select(posts)
    assert found[["platform", "post_id"]].values.tolist() == [["x", "20"], ["x", "21"]]
    assert len(story(posts=["20"]).select(posts)) == 3


def test_named_posts_need_not_be_there(make_posts: Make) -> None:
    posts = make_posts(text=["a", "b"], repost_of_id=["20", "21"], kind=["repost", "repost"])
    rules = story(posts=["https://x.com/a/status/20"])
    assert reasons(posts, rules) == {"1": (["repost"], 1)}
    with pytest.warns(SelectionWarning, match="selects none"):
        assert reasons(posts, rules, 0) == {}


def test_accounts_by_key(make_posts: Make) -> None:
    posts = make_posts(
        platform=["x", "bluesky"],
        author_id=["7", "did:plc:abc"],
        author_handle=["Acme", "acme"],
        text=["a", "b"],
    )
    assert list(reasons(posts, story(accounts=["x:7"]))) == ["1"]
    assert list(reasons(posts, story(accounts=["did:plc:abc"]))) == ["2"]
    assert list(reasons(posts, story(accounts=["ACME"]))) == ["1", "2"]


def test_the_window_binds_every_row(make_posts: Make) -> None:
    posts = make_posts(
        post_id=list("abcdef"),
        text=["acme", "acme", "acme", "acme", "acme", "reply"],
        created_at=[
            datetime(2018, 6, 14, 23, 59, 59, 999_999, tzinfo=UTC),
            datetime(2018, 6, 15, tzinfo=UTC),
            datetime(2018, 6, 16, 23, 59, 59, 999_999, tzinfo=UTC),
            datetime(2018, 6, 17, tzinfo=UTC),
            at(15),
            at(16),
        ],
        is_context=[False, False, False, False, True, False],
        reply_to_id=[None, None, None, None, None, "a"],
    )
    found = story(("2018-06-15", "2018-06-16"), terms=["acme"]).select(posts)
    # The reply is in although what it replies to lies outside.
    assert found["post_id"].tolist() == ["b", "c", "e", "f"]
    assert found["is_context"].tolist() == [False, False, True, False]


def test_rows_without_a_time_are_counted(make_posts: Make) -> None:
    posts = make_posts(text=["acme", "acme", "lunch"], created_at=[at(15), None, None])
    with pytest.warns(SelectionWarning, match="1 posts belong to the story but have no time"):
        assert len(story(("2018-06-15", "2018-06-16"), terms=["acme"]).select(posts)) == 1
    assert len(story(terms=["acme"]).select(posts)) == 2


def test_selecting_nothing_says_why(make_posts: Make) -> None:
    posts = make_posts(text=["lunch", "acme"], created_at=[at(10), at(11)])
    with pytest.warns(SelectionWarning, match="none of 2 posts: no post matches term:plan, hashtag:x"):
        found = story(terms=["plan"], hashtags=["x"]).select(posts)
    assert len(found) == 0
    assert found.dtypes.drop(["matched_by", "match_depth"]).equals(posts.dtypes)
    outside = "no matching post lies in the window 2018-06-15 to 2018-06-16; the data run from 2018-06-10 to 2018-06-11"
    with pytest.warns(SelectionWarning, match=outside):
        story(("2018-06-15", "2018-06-16"), terms=["acme"]).select(posts)
    with pytest.warns(SelectionWarning, match="selects none of 0 posts"):
        assert len(story(terms=["acme"]).select(schema.empty())) == 0


def test_no_rules_is_an_error(make_posts: Make) -> None:
    with pytest.raises(StoryError, match=r"no \[match\] rules.*Give terms"):
        Story("A story").select(make_posts(text=["a"]))


@pytest.mark.parametrize("depth", [-1, 1.5, True, "1", None])
def test_depth_is_checked(make_posts: Make, depth: Any) -> None:
    with pytest.raises(StoryError, match="depth is"):
        story(terms=["a"]).select(make_posts(text=["a"]), depth=depth)


def test_missing_columns_are_named() -> None:
    with pytest.raises(MissingColumnError, match=r"story\.select needs the column 'post_id'"):
        story(terms=["a"]).select(pd.DataFrame({"platform": ["x"]}))


def test_columns_dtypes_and_order_are_kept(make_posts: Make) -> None:
    posts = make_posts(text=["acme", "b", "acme"], hashtags=[["x"], None, []]).assign(extra=[1, 2, 3])
    posts.index = pd.Index([7, 7, 9])
    before = posts.copy(deep=True)
    found = story(terms=["acme"]).select(posts)
    pd.testing.assert_frame_equal(posts, before)
    assert found.index.tolist() == [0, 1]
    assert found["extra"].tolist() == [1, 3]
    assert found.dtypes[posts.columns].equals(posts.dtypes)
    assert found.columns[-2:].tolist() == ["matched_by", "match_depth"]
    assert found["matched_by"].dtype == pd.ArrowDtype(pa.list_(pa.string()))
    assert found["match_depth"].dtype == "Int64"
    schema.validate(found)
    again = story(terms=["acme"]).select(found)
    pd.testing.assert_frame_equal(again, found)


def test_a_platform_may_be_plain_text(make_posts: Make) -> None:
    posts = make_posts(text=["acme", "b"], reply_to_id=[None, "1"])
    plain = posts.assign(platform=posts["platform"].astype("str"))
    assert len(story(terms=["acme"]).select(plain)) == 2


def test_selecting_on_the_outcome_warns(make_posts: Make) -> None:
    rules = Story(
        "A story",
        match=Match(terms=("acme",), hashtags=("DropIt",)),
        targets=(Target("plan", "the plan", against_hashtags=("dropit",)),),
    )
    with pytest.warns(SelectionWarning, match=r"outcome.*hashtag 'DropIt' \(hashtag against 'plan'\)"):
        rules.select(make_posts(text=["acme"]))


def test_lists_hidden_behind_nulls_do_not_match(make_posts: Make) -> None:
    posts = make_posts(text=["a", "b", "c"])
    lists = pa.ListArray.from_arrays(
        pa.array([0, 1, 2, 3], pa.int32()),
        pa.array(["no", "acme", "acme"]),
        mask=pa.array([False, True, False]),
    )
    posts["hashtags"] = pd.Series(pd.arrays.ArrowExtensionArray(lists))
    assert list(reasons(posts, story(hashtags=["acme"]))) == ["3"]


@settings(deadline=None)
@given(data=st.data())
def test_closure_against_a_plain_search(data: st.DataObject) -> None:
    n = data.draw(st.integers(1, 12))
    refs = {
        column: data.draw(st.lists(st.none() | st.integers(0, n - 1), min_size=n, max_size=n))
        for column in ("reply_to_id", "repost_of_id", "quote_of_id")
    }
    seeds = data.draw(st.lists(st.booleans(), min_size=n, max_size=n))
    depth = data.draw(st.integers(0, 4))
    posts = schema.from_columns(
        {
            "platform": ["x"] * n,
            "post_id": [str(i) for i in range(n)],
            "kind": ["original"] * n,
            "text": ["acme" if seed else "other" for seed in seeds],
            **{
                column: [None if ref is None else str(ref) for ref in found] for column, found in refs.items()
            },
        }
    )
    expected = {row: 0 for row in range(n) if seeds[row]}
    for step in range(1, depth + 1):
        new = [row for row in range(n) if row not in expected and any(refs[c][row] in expected for c in refs)]
        expected.update(dict.fromkeys(new, step))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SelectionWarning)
        found = story(terms=["acme"]).select(posts, depth=depth)
    assert dict(zip(found["post_id"].astype(int), found["match_depth"], strict=True)) == dict(
        sorted(expected.items())
    )
    assert all(np.asarray(found["matched_by"].list.len()) >= 1)
