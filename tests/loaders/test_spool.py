from __future__ import annotations

import pyarrow as pa
import pytest

from reaction.loaders._spool import DiskSpool, MemorySpool, gathered

SCHEMA = pa.schema([("a", pa.int64())])


def table(*values: int) -> pa.Table:
    return pa.table({"a": pa.array(values, pa.int64())})


@pytest.fixture(params=["memory", "disk"])
def spool(request, tmp_path):
    return MemorySpool() if request.param == "memory" else DiskSpool(tmp_path)


def test_pieces_come_back_by_label_in_order_of_producer(spool):
    spool.put("rows", 10, [(0, table(5)), (1, table(6, 7))])
    spool.put("rows", 2, [(1, table(1)), (0, table(2)), (1, table(3))])
    assert gathered(spool, "rows", 1, SCHEMA)["a"].to_pylist() == [1, 3, 6, 7]
    assert [(producer, piece["a"].to_pylist()) for producer, piece in spool.each("rows", 0)] == [
        (2, [2]),
        (10, [5]),
    ]
    assert gathered(spool, "rows", 9, SCHEMA).num_rows == 0


def test_what_is_put_again_replaces_and_nothing_clears(spool):
    spool.put("rows", 0, [(0, table(1))])
    spool.put("rows", 0, [(0, table(2))])
    assert spool.own("rows", 0)["a"].to_pylist() == [2]
    spool.put("rows", 0, [])
    assert spool.own("rows", 0) is None


def test_kinds_are_dropped_but_notes_stay(spool):
    spool.put("rows", 0, [(0, table(1))])
    spool.note("rows", 0, b"done")
    spool.drop("rows")
    assert spool.own("rows", 0) is None
    assert spool.noted("rows", 0) == b"done"
    assert spool.noted("rows", 1) is None


def test_a_file_is_complete_or_not_there(tmp_path):
    def broken():
        yield 0, table(1)
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        DiskSpool(tmp_path).put("rows", 0, broken())
    assert DiskSpool(tmp_path).own("rows", 0) is None
