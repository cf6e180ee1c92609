from __future__ import annotations

import pandas as pd

from reaction.figures._captions import collected, moment
from reaction.story import Collection, Story


def test_the_source_is_told_as_far_as_it_is_known(posts):
    assert collected(posts, None) == "Data: x; how they were collected is not stated."
    full = Collection("stream", query="$a", start="2018-06-10", end="2018-07-05", cap=1000)
    assert collected(posts, Story("A", collection=full)) == (
        "Data: x; stream for “$a”, 10 June 2018 to 5 July 2018, at most 1,000 posts."
    )
    assert collected(posts, Story("A", collection=Collection("archive", start="2018-06-10"))).endswith(
        "archive, from 10 June 2018."
    )
    assert collected(posts.iloc[:0], None).startswith("Data: unknown platform")


def test_midnight_is_a_day():
    assert moment(pd.Timestamp("2018-06-18", tz="UTC")) == "18 June 2018"
    assert moment(pd.Timestamp("2018-06-18 07:05", tz="UTC")) == "18 June 2018, 07:05"
