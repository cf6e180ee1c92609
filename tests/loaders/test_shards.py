from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from reaction.loaders._shards import parted, shards_of


@given(
    st.lists(st.text(max_size=30).filter(lambda t: t.isascii()), max_size=30),
    st.integers(1, 200),
    st.integers(0, 3),
)
def test_the_id_alone_decides(ids, n, skip):
    array = pa.array(ids, pa.large_string())
    shards = shards_of(array, n)
    assert ((shards >= 0) & (shards < n)).all()
    assert shards_of(array.slice(skip), n).tolist() == shards[skip:].tolist()
    assert [shards_of(pa.array([one], pa.large_string()), n)[0] for one in ids] == shards.tolist()


def test_ids_of_all_platforms_spread_evenly():
    for template in (
        "{:019d}",
        "t1_{:x}",
        "at://did:plc:abc/app.bsky.feed.post/{:x}",
        "https://social.example/@a/{}",
    ):
        ids = pa.array([template.format(10**12 + 4_194_304 * i) for i in range(20_000)], pa.large_string())
        counts = np.bincount(shards_of(ids, 16), minlength=16)
        assert counts.min() > 1_000
        assert counts.max() < 1_500


@given(st.lists(st.integers(0, 4), max_size=20))
def test_parts_keep_every_row_in_order(labels):
    table = pa.table({"place": pa.array(range(len(labels)), pa.int64())})
    parts = list(parted(table, np.array(labels, dtype=np.int64)))
    assert [label for label, _ in parts] == sorted(set(labels))
    for label, part in parts:
        assert part["place"].to_pylist() == [place for place, one in enumerate(labels) if one == label]
