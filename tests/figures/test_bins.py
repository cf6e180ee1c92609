from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from reaction.figures._bins import bin_phrase, in_window, pick_freq, uncollected, width_of
from reaction.story import Collection, Story


@pytest.mark.parametrize(
    ("freq", "phrase", "seconds"),
    [
        ("1min", "minute", 60),
        ("15min", "15 minutes", 900),
        ("1h", "hour", 3600),
        ("1W", "week", 604_800),
        ("D", "day", 86_400),
    ],
)
def test_bins_have_a_name_and_a_width(freq, phrase, seconds):
    assert bin_phrase(freq) == phrase
    assert width_of(freq).total_seconds() == seconds


def test_a_given_width_is_kept_and_a_chosen_one_fits(posts):
    assert pick_freq(posts, "7h", most=40) == "7h"
    assert pick_freq(posts, None, most=40) == "3h"
    assert pick_freq(posts, None, most=200) == "1h"
    assert pick_freq(posts, None, most=1) == "1W"
    assert pick_freq(posts.iloc[:0], None, most=40) == "1min"


def test_the_windows_days_are_inclusive(make_posts):
    times = [
        pd.Timestamp(text, tz="UTC").to_pydatetime()
        for text in ("2018-06-17 23:59", "2018-06-18", "2018-06-19 23:59:59", "2018-06-20")
    ]
    posts = make_posts(created_at=times)
    shown = in_window(posts, Story("A story", window=(date(2018, 6, 18), date(2018, 6, 19))), "story")
    assert shown.posts["post_id"].tolist() == ["2", "3"]
    assert shown.phrase == "Window: 18 June 2018 to 19 June 2018 (UTC); 2 posts before or after not shown."
    assert len(in_window(posts, Story("A story"), "story").posts) == 4
    assert in_window(posts, None, "story").phrase == ""


def test_what_was_not_collected_is_found():
    start, end = (pd.Timestamp(day, tz="UTC") for day in ("2018-06-10", "2018-06-20"))
    inner = Story("A story", collection=Collection("search", start="2018-06-12", end="2018-06-15"))
    assert [(a.day, b.day) for a, b in uncollected(inner, start, end)] == [(10, 12), (16, 20)]
    outer = Story("A story", collection=Collection("search", start="2018-06-01", end="2018-06-30"))
    assert uncollected(outer, start, end) == []
    assert uncollected(Story("A story"), start, end) == []
