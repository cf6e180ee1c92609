"""Lists of different lengths survive being taken, joined and nulled."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from reaction.nlp._ragged import Builder, Ragged, from_pairs, join

LISTS = st.lists(st.lists(st.integers(0, 9), max_size=4), max_size=8)


def build(lists: list[list[int]]) -> Ragged:
    builder = Builder(pa.int64())
    for number, values in enumerate(lists):
        builder.add(values)
        if number % 3 == 0:
            builder.flush()
    return builder.finish()


@given(LISTS, st.data())
def test_take(lists: list[list[int]], data: st.DataObject) -> None:
    owners = data.draw(st.lists(st.integers(-1, len(lists) - 1), max_size=10))
    taken = build(lists).take(np.array(owners, dtype=np.int64))
    assert taken.to_arrow().to_pylist() == [lists[owner] if owner >= 0 else [] for owner in owners]


@given(LISTS)
def test_join(lists: list[list[int]]) -> None:
    part = build(lists)
    assert join([part, part]).to_arrow().to_pylist() == [values + values for values in lists]


def test_pairs_in_any_order() -> None:
    ragged = from_pairs(np.array([2, 0, 2]), pa.array(["a", "b", "c"]), 4)
    assert ragged.to_arrow().to_pylist() == [["b"], [], ["a", "c"], []]
    assert ragged.to_arrow(np.array([False, True, False, True])).to_pylist() == [
        ["b"],
        None,
        ["a", "c"],
        None,
    ]
