from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction.loaders import Row
from reaction.loaders._ids import looks_rounded, repair

SOUND = "1008599655142154241"


def test_ids_are_recovered_from_the_permalink_or_lost():
    rows = [
        Row("1.00859965514215E+18", url=f"https://twitter.com/a/status/{SOUND}"),
        Row("1.00859965514215E+18"),
        Row("20.0"),
        Row("1008599655142154241.0"),
        Row(SOUND, reply_to_id="1.2E+17", quote_of_id="30.0", reply_to_author_id="1.5e9"),
    ]
    odd: Counter[str] = Counter()
    assert repair(rows, odd) == {1, 3}
    assert [row.post_id for row in rows] == [
        SOUND,
        "1.00859965514215E+18",
        "20",
        "1008599655142154241.0",
        SOUND,
    ]
    assert (rows[4].reply_to_id, rows[4].quote_of_id, rows[4].reply_to_author_id) == (None, "30", None)
    assert odd == {"post_id": 2, "reply_to_id": 1, "quote_of_id": 1, "reply_to_author_id": 1}


def test_a_file_that_went_through_a_spreadsheet_is_told_from_a_chance_of_one_in_ten_thousand():
    sound = [str(10**18 + 7 * i + 1) for i in range(500)]
    assert looks_rounded([*sound, "1008599655142150000"]) == set()
    rounded = [f"{10**14 + i}0000" for i in range(20)]
    assert looks_rounded([*sound, *rounded]) == set(rounded)


@pytest.mark.parametrize(
    "post_id", ["t1_e5", "at://did:plc:a/app.bsky.feed.post/3k2.0e", "1e", "5E", "1.0.0", "12e3456"]
)
def test_ids_of_other_platforms_are_left_alone(post_id):
    rows = [Row(post_id)]
    assert repair(rows, Counter()) == set()
    assert rows[0].post_id == post_id


@given(st.lists(st.text(st.sampled_from("0123456789.eE+-"), max_size=25), max_size=30))
def test_whatever_ids_are_none_raises_and_places_fit(ids):
    rows = [Row(one) for one in ids]
    assert repair(rows, Counter()) <= set(range(len(rows)))
