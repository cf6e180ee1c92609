from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction.loaders._references import Known, Places, account_ids, account_pairs, resolve
from reaction.loaders._registry import Loader
from reaction.loaders._rows import Author, Gone, Row, to_table
from reaction.loaders._text import plain
from reaction.loaders._threads import _ends_of_chains, links_of, roots_of, seekers_of

LOADER = Loader("test", "x", convert=lambda record: [], shapes=(), clean=plain)


def resolved(*rows, gone=()):
    return resolved_table(to_table(rows, [1] * len(rows), LOADER, "file", Counter()), gone)


def resolved_table(table, gone):
    places = Places(table["platform"])
    roots = roots_of(links_of(seekers_of(table), table, places), places)
    known = Known(table, account_ids(account_pairs(table)[0]), roots, tuple(gone))
    return resolve(table, known).to_pylist()


@pytest.mark.parametrize(
    ("row", "status"),
    [
        (Row("2"), None),
        (Row("2", reply_to_id="1"), "full"),
        (Row("2", reply_to_id="8"), "id_only"),
        (Row("2", reply_to_id="8", reply_to_author_id="5"), "recovered"),
        (Row("2", reply_to_id="7", reply_to_author_id="5"), "deleted"),
        (Row("2", quote_of_id="6", reply_to_id="1"), "withheld"),
        (Row("2", kind="repost", repost_of_author_handle="a"), "recovered"),
        (Row("2", kind="repost"), None),
        (Row("2", reply_to_author_id="5"), None),
    ],
)
def test_the_status_of_a_reference_is_that_of_its_kind(row, status):
    gone = [Gone("7", "deleted", platform="x"), Gone("6", "withheld", platform="x")]
    assert resolved(Row("1"), row, gone=gone)[1]["ref_status"] == status


def test_authors_of_referenced_posts_are_filled_in():
    first = Row("1", author=Author("5", "ann"))
    row = resolved(first, Row("2", repost_of_id="1", repost_of_author_handle="Ann_old"))[1]
    assert (row["repost_of_author_id"], row["repost_of_author_handle"]) == ("5", "Ann_old")


def test_a_handle_gets_its_id_only_where_there_is_exactly_one():
    rows = [
        Row("1", author=Author("5", "Ann")),
        Row("2", author=Author("6", "bob")),
        Row("3", author=Author("7", "bob")),
        Row("4", author=Author(handle="ann"), reply_to_id="99", reply_to_author_handle="BOB"),
    ]
    last = resolved(*rows)[3]
    assert last["author_id"] == "5"
    assert last["reply_to_author_id"] is None


def test_a_repost_without_its_original_loses_the_prefix_only():
    rows = resolved(
        Row("2", text="RT @ann: hi…", text_truncated=True, repost_of_id="1"), Row("3", text="RT @ann: hi")
    )
    assert rows[0]["text"] == "hi…"
    assert rows[0]["text_truncated"]
    assert rows[1]["text"] == "RT @ann: hi"


def test_a_repost_of_a_post_without_text_keeps_its_own():
    rows = resolved(Row("1"), Row("2", text="RT @ann: hi", repost_of_id="1", hashtags=["t"]))
    assert (rows[1]["text"], rows[1]["hashtags"]) == ("hi", ["t"])


def test_platforms_are_kept_apart():
    table = to_table(
        [Row("1", author=Author("5")), Row("2", reply_to_id="1")], [1, 2], LOADER, "f", Counter()
    )
    table = table.set_column(0, table.schema.field(0), pa.array(["mastodon", "x"], pa.large_string()))
    assert table.schema.names[0] == "platform"
    gone = [Gone("2", "deleted", final=True, platform="mastodon")]
    row = resolved_table(table, gone)[1]
    assert (row["ref_status"], row["reply_to_author_id"], row["status"]) == ("id_only", None, "live")


@given(st.lists(st.integers(-1, 20), min_size=1, max_size=21))
def test_roots_are_found_as_by_walking(above):
    n = len(above)
    above = np.array([place if place < n else -1 for place in above])
    ends = np.array([place % 3 == 0 for place in range(n)])

    def walk(place):
        for _ in range(n + 1):
            if ends[place]:
                return place
            if above[place] < 0:
                return -1
            place = above[place]
        return -1

    assert _ends_of_chains(above, ends).tolist() == [walk(place) for place in range(n)]
