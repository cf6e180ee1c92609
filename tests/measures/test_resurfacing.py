"""Pages that sleep and wake are found; what the data can't show is said."""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reaction import schema
from reaction.errors import EstimateError
from reaction.measures import resurfacing

Make = Callable[..., pd.DataFrame]
START = datetime(2018, 1, 1, tzinfo=UTC)
OLD, NEW = "https://acme.com/old", "https://acme.com/new"


def days(*values: float) -> list[datetime]:
    return [START + timedelta(days=value) for value in values]


def test_a_page_sleeps_and_wakes(make_tagged: Make) -> None:
    times = days(0, 40, 42, 200, 200.1, 200.2, 200.3, 200.4, 203, 203.1, 204)
    urls: list[Any] = [[], *[[OLD]] * 2, [OLD, NEW, OLD], *[[OLD]] * 4, [OLD], [NEW], None]
    posts = make_tagged([*"zaabcdefghi"], [None] * 11, created_at=times, urls=urls)
    found = resurfacing(posts).set_index("url")
    assert found.index.tolist() == [OLD, NEW]
    old = found.loc[OLD]
    assert (old["n_shares"], old["n_accounts"], old["n_after"]) == (8, 7, 6)
    assert old["first_share"] == times[1]
    assert old["longest_silence"] == timedelta(days=158)
    assert old["silence_from"] == times[2]
    assert old["resurfaced_at"] == times[3]
    assert old["collection_start"] == START
    assert not old["censored"]
    assert pd.isna(found.loc[NEW, "resurfaced_at"])
    assert found.loc[NEW, "n_after"] == 0
    assert found["first_share"].dtype == found["resurfaced_at"].dtype == pd.DatetimeTZDtype("us", "UTC")


def test_a_lone_share_after_a_silence_is_no_burst(make_tagged: Make) -> None:
    times = days(0, 100, 200, 200.1, 200.2, 200.3, 200.4)
    posts = make_tagged([*"abcdefg"], [None] * 7, created_at=times, urls=[[OLD]] * 7)
    found = resurfacing(posts).iloc[0]
    assert found["resurfaced_at"] == times[2]
    assert resurfacing(posts, burst=1).iloc[0]["resurfaced_at"] == times[1]
    assert pd.isna(resurfacing(posts, burst=6).iloc[0]["resurfaced_at"])
    assert pd.isna(resurfacing(posts, within="1h").iloc[0]["resurfaced_at"])
    assert pd.isna(resurfacing(posts, silence="120D").iloc[0]["resurfaced_at"])


def test_context_rows_give_dates_but_no_shares(make_tagged: Make) -> None:
    times = days(-100, 0, 0.1, 0.2)
    posts = make_tagged(
        [*"abcd"], [None] * 4, created_at=times, urls=[[OLD]] * 4, is_context=[True] + [False] * 3
    )
    found = resurfacing(posts, burst=3).iloc[0]
    assert found["first_share"] == times[0]
    assert found["n_shares"] == 3
    assert found["resurfaced_at"] == found["collection_start"] == times[1]


def test_what_came_before_the_data_is_unknown(make_tagged: Make) -> None:
    posts = make_tagged([*"abc"], [None] * 3, created_at=days(0, 29, 31), urls=[[], [OLD], [NEW]])
    assert resurfacing(posts).set_index("url")["censored"].to_dict() == {OLD: True, NEW: False}
    earlier = resurfacing(posts, collection_start=START - timedelta(days=60))
    assert not earlier["censored"].any()
    assert earlier["collection_start"].unique().tolist() == [START - timedelta(days=60)]


def test_one_share_has_no_silence(make_tagged: Make) -> None:
    posts = make_tagged(["a"], [None], created_at=days(0), urls=[[OLD]])
    found = resurfacing(posts).iloc[0]
    assert found[["longest_silence", "silence_from", "resurfaced_at"]].isna().all()


def test_nothing_to_find(make_tagged: Make) -> None:
    for posts in (
        schema.empty(),
        make_tagged(["a"], [None], created_at=days(0)),
        make_tagged(["a"], [None], created_at=[None], urls=[[OLD]]),
    ):
        assert len(resurfacing(posts)) == 0


@pytest.mark.parametrize(
    "options", [{"burst": 0}, {"burst": True}, {"burst": 2.0}, {"silence": "long"}, {"within": "1M"}]
)
def test_options_are_checked(options: dict[str, Any]) -> None:
    with pytest.raises(EstimateError, match=r"burst is|expected a width"):
        resurfacing(schema.empty(), **options)
    with pytest.raises(EstimateError, match="without a time zone"):
        resurfacing(schema.empty(), collection_start=datetime(2018, 1, 1))


@settings(deadline=None)
@given(
    shares=st.lists(st.tuples(st.sampled_from([OLD, NEW]), st.integers(0, 300)), max_size=25),
    burst=st.integers(1, 4),
)
def test_against_a_plain_search(make_tagged: Make, shares: list[tuple[str, int]], burst: int) -> None:
    n = len(shares)
    posts = make_tagged(
        ["a"] * n, [None] * n, created_at=days(*(day for _, day in shares)), urls=[[url] for url, _ in shares]
    )
    found = resurfacing(posts, silence="30D", burst=burst, within="5D").set_index("url")
    assert set(found.index) == {url for url, _ in shares}
    for url in found.index:
        times = sorted(day for other, day in shares if other == url)
        gaps = [b - a for a, b in itertools.pairwise(times)]
        woke = [
            b
            for a, b in itertools.pairwise(times)
            if b - a >= 30 and sum(b <= t <= b + 5 for t in times) >= burst
        ]
        row = found.loc[url]
        assert row["n_shares"] == len(times)
        assert row["first_share"] == days(times[0])[0]
        assert (
            (row["longest_silence"] == timedelta(days=max(gaps))) if gaps else pd.isna(row["longest_silence"])
        )
        assert (row["resurfaced_at"] == days(woke[0])[0]) if woke else pd.isna(row["resurfaced_at"])
        assert row["n_after"] == (sum(t >= woke[0] for t in times) if woke else 0)
