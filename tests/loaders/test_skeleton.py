from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction.loaders import has
from reaction.loaders._skeleton import read_skeleton

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(st.characters(exclude_characters='"\\', codec="utf-8"), max_size=5), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


def shape(value, depth=0, name=lambda key: key):
    """Keep of a value what a skeleton keeps: keys and nesting, five levels deep."""
    if depth > 5:
        return None
    if isinstance(value, dict):
        return {name(key): shape(inner, depth + 1, name) for key, inner in value.items()}
    return [shape(inner, depth + 1, name) for inner in value] if isinstance(value, list) else None


@given(st.dictionaries(st.sampled_from("abc"), VALUES))
def test_complete_json_shows_its_structure(record):
    found = read_skeleton(json.dumps(record))
    assert found.complete
    assert shape(found.values[0]) == shape(record, name=lambda key: json.dumps(key)[1:-1])


@given(st.text(max_size=60))
def test_no_text_raises(text):
    read_skeleton(text)


@given(st.dictionaries(st.sampled_from("abc"), VALUES), st.data())
def test_json_that_breaks_off_shows_no_key_that_is_not_there(record, data):
    text = json.dumps(record)
    found = read_skeleton(text[: data.draw(st.integers(0, len(text) - 1))])
    assert not found.complete or not found.values
    for value in found.values:
        assert set(value) <= set(record)


@pytest.mark.parametrize(
    ("path", "there"),
    [("a", True), ("a.b", True), ("a.c", False), ("l[]", True), ("l[].k", True), ("l[].z", False), ("e[]", False), ("a.b.c", False), ("l.k", False), ("a[]", False)],
)  # fmt: skip
def test_paths_go_into_objects_and_lists(path, there):
    record = {"a": {"b": 1}, "l": [{"j": 1}, {"k": None}], "e": []}
    assert has(path)(record) is there


def test_lacking_keys_exclude():
    shape_ = has("id", lacking=("text", "user"))
    assert shape_({"id": 1})
    assert not shape_({"id": 1, "text": ""})
    assert not shape_([{"id": 1}])
    assert str(has("a", "b.c")) == "a, b.c"


def test_nesting_bombs_end():
    assert not read_skeleton("[" * 1_000_000).complete
    assert not read_skeleton('{"a":' * 1_000_000).complete


@pytest.mark.parametrize("piece", ["{}", "1 ", '"a",', '{"a": {"b": 1}}'])
def test_no_more_values_are_kept_than_anyone_looks_at(piece):
    found = read_skeleton(piece * 100_000)
    assert len(found.values) == 1_000
    assert found.complete
    assert found.values == read_skeleton(piece * 1_000).values
