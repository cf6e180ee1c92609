from __future__ import annotations

import random

import pandas as pd
import pytest

from reaction.loaders import _read, load
from reaction.loaders._copies import absorb
from reaction.loaders._rows import Author, Row


def row(**more):
    return Row("1", author=Author("5"), text="a", is_context=True, **more)


def test_older_copies_fill_what_is_unknown_and_change_nothing_else():
    known = row(n_likes=7, seen_at=20)
    assert absorb(known, row(n_likes=3, n_views=4, seen_at=10))
    assert (known.n_likes, known.n_views, known.seen_at) == (7, 4, 20)


@pytest.mark.parametrize(
    "other",
    [
        row(seen_at="Wed Jun 20 12:00:00 +0000 2018"),
        row(),
        Row("1", author=Author("5"), text="b", seen_at=20),
        row(seen_at=20, edits=["1", "2"]),
        row(seen_at=20, text_truncated=True),
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
