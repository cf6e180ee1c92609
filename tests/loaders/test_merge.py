from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from reaction.loaders._merge import CONTEXT, DUPLICATE, POST, merge, turn
from reaction.loaders._registry import Loader
from reaction.loaders._rows import Row, to_table
from reaction.loaders._text import plain

LOADER = Loader("test", "x", convert=lambda record: [], shapes=(), clean=plain)
COUNTS = ["n_likes", "metrics_at"]
CONTENT = ["text", "text_truncated", "hashtags"]
FILLED = ["lang", "conversation_id", "reply_to_id"]


def table_of(rows):
    return to_table(rows, list(range(1, len(rows) + 1)), LOADER, "file", Counter())


@st.composite
def rows(draw):
    small = st.none() | st.integers(0, 3)
    word = st.none() | st.sampled_from(["a", "b"])
    return Row(
        str(draw(st.integers(1, 5))),
        is_context=draw(st.booleans()),
        text=draw(word),
        text_truncated=draw(st.booleans()),
        hashtags=draw(st.none() | st.just([]) | st.just(["t"])),
        lang=draw(st.none() | st.sampled_from(["en", "de"])),
        conversation_id=draw(word),
        reply_to_id=draw(st.none() | st.just("9")),
        n_likes=draw(small),
        metrics_at=draw(small),
        seen_at=draw(small),
    )


def by_hand(given_rows):
    """Say what merging means, one post at a time."""
    result = {}
    for post_id in dict.fromkeys(row.post_id for row in given_rows):
        copies = [(place, row) for place, row in enumerate(given_rows) if row.post_id == post_id]

        def time(item):
            place, row = item
            known = [t for t in (row.metrics_at, row.seen_at) if t is not None]
            return (known[0] if known else -1, place)

        newest = sorted(copies, key=time, reverse=True)
        own = min(copies, key=lambda item: (item[1].is_context, item[0]))[1]
        hits_first = sorted(newest, key=lambda item: item[1].is_context)
        whole_first = sorted(hits_first, key=lambda item: item[1].text_truncated or item[1].text is None)

        def first(name, order):
            return next((v for _, row in order if (v := getattr(row, name)) is not None), None)

        merged = {name: first(name, newest) for name in COUNTS}
        merged |= {name: first(name, whole_first) for name in CONTENT}
        for name in FILLED:
            merged[name] = getattr(own, name) if getattr(own, name) is not None else first(name, hits_first)
        merged["is_context"] = own.is_context
        result[post_id] = merged
    return result


@given(st.lists(rows(), max_size=12))
@settings(max_examples=200, deadline=None)
def test_copies_are_merged_as_by_hand(given_rows):
    merged = merge(table_of(given_rows))
    expected = by_hand(given_rows)
    names = [*COUNTS, *CONTENT, *FILLED, "is_context"]
    columns = {name: merged.table[name].to_pylist() for name in names}
    columns["metrics_at"] = [
        t and round(t.timestamp() * 1e6) if t is not None else None for t in columns["metrics_at"]
    ]
    found = {
        post_id: {name: columns[name][place] for name in names}
        for place, post_id in enumerate(merged.table["post_id"].to_pylist())
    }
    assert found == expected
    roles = Counter(merged.roles.tolist())
    assert roles[POST] == sum(not row["is_context"] for row in expected.values())
    assert roles[CONTEXT] == sum(row["is_context"] for row in expected.values())
    assert roles[DUPLICATE] == len(given_rows) - len(expected)


def test_rows_stay_in_the_order_of_the_files():
    merged = merge(table_of([Row("3"), Row("1"), Row("3"), Row("2")]))
    assert merged.table["post_id"].to_pylist() == ["3", "1", "2"]
    assert merged.table["source_line"].to_pylist() == [1, 2, 4]


def test_the_same_id_on_two_platforms_is_two_posts():
    table = table_of([Row("1"), Row("1")])
    place = table.schema.get_field_index("platform")
    other = table.set_column(place, table.schema.field(place), pa.array(["x", "mastodon"], pa.large_string()))
    assert merge(other).roles.tolist() == [POST, POST]


def test_versions_known_only_by_name_are_brought_together():
    # Three versions; the files hold the second and the third, neither the first.
    merged = merge(table_of([Row("11", edits=["10", "11"], lang="en"), Row("12", edits=["10", "11", "12"])]))
    assert merged.table["post_id"].to_pylist() == ["12"]
    assert merged.table["lang"].to_pylist() == [None]  # another version's values are not this one's


def test_references_to_an_older_version_are_turned_to_the_kept_one():
    rows = [Row("10"), Row("12", edits=["10", "12"]), Row("20", reply_to_id="10", conversation_id="10")]
    merged = merge(table_of(rows))
    table = turn(merged.table, merged.versions)
    assert table["post_id"].to_pylist() == ["12", "20"]
    assert table["reply_to_id"].to_pylist() == [None, "12"]
    assert table["conversation_id"].to_pylist() == [None, "12"]


def test_a_table_without_rows_is_merged_to_one():
    merged = merge(table_of([]))
    assert merged.table.num_rows == 0
    assert merged.roles.dtype == np.int8


def test_a_kind_that_one_copy_knows_is_not_lost_to_another_that_does_not():
    rows = [Row("1"), Row("1", reply_to_id="9"), Row("2", quote_of_id="8"), Row("2", kind="repost"), Row("3")]
    table = merge(table_of(rows)).table
    assert table["kind"].to_pylist() == ["reply", "repost", "original"]
    assert table["reply_to_id"].to_pylist() == ["9", None, None]
