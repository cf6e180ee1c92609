from __future__ import annotations

import random

import pandas as pd
import pytest

from reaction.loaders import _read, load
from reaction.loaders._copies import absorb
from reaction.loaders._rows import Author, Row


def row(**more):
    return Row("1", author=Author("5"), text="a", is_context=True, **more)


def test_older_copies_change_nothing():
    known = row(n_likes=7, seen_at=20)
    assert absorb(known, row(n_likes=3, seen_at=10))
    assert known == row(n_likes=7, seen_at=20)


@pytest.mark.parametrize(
    "other",
    [
        row(n_likes=8, seen_at="Wed Jun 20 12:00:00 +0000 2018"),
        row(n_likes=8),
        Row("1", author=Author("5"), text="b", n_likes=8, seen_at=20),
        row(n_likes=8, seen_at=20, edits=["1", "2"]),
        row(n_likes=8, seen_at=20, text_truncated=True),
        row(seen_at=20),
        row(n_likes=8, n_views=1, seen_at=20),
    ],
)
def test_whatever_is_less_plain_is_left_to_merging(other):
    known = row(n_likes=7, seen_at=10)
    assert not absorb(known, other)
    assert known == row(n_likes=7, seen_at=10)


def test_the_result_is_that_of_merging_every_copy(make, write, monkeypatch, accounted):
    rng = random.Random(0)
    first = 1008599655142154241
    lines = []
    for place in rng.sample(range(300), 300):
        original = make.tweet_v1(
            first + rng.randrange(8), retweet_count=place, favorite_count=rng.choice([place, None])
        )
        more = {"timestamp_ms": str(1_529_323_200_000 + place)} if rng.random() < 0.5 else {}
        lines.append(make.repost_v1(first + (place + 10 << 22), original, **more))
    path = write(*lines)
    with_copies = accounted(load(path, context=True))
    monkeypatch.setattr(_read, "absorb", lambda earlier, later: False)
    without = accounted(load(path, context=True))
    pd.testing.assert_frame_equal(with_copies.posts, without.posts)
    pd.testing.assert_frame_equal(with_copies.report.files, without.report.files)
    monkeypatch.setattr(_read, "BATCH_SIZE", 7)
    pd.testing.assert_frame_equal(load(path, context=True).posts, without.posts)
