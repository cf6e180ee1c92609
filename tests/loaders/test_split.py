from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from reaction.loaders._split import split_objects

OBJECTS = st.dictionaries(
    st.text(max_size=4), st.text(st.sampled_from('{}[]",\\\nab'), max_size=6), max_size=3
)


@given(
    st.lists(OBJECTS, max_size=5),
    st.sampled_from([None, 1]),
    st.sampled_from(["", ",", "\n", " , ", "][", "\r\n"]),
    st.booleans(),
)
def test_objects_are_found_whatever_stands_between(objects, indent, separator, array):
    text = separator.join(json.dumps(one, indent=indent) for one in objects)
    lines = (f"[{text}]" if array else text).encode().splitlines(keepends=True)
    found = list(split_objects(lines))
    assert [json.loads(piece) for _, piece, _ in found] == objects
    assert all(whole for _, _, whole in found)


@given(st.binary(max_size=80))
def test_no_bytes_raise_or_get_lost(content):
    found = list(split_objects(content.splitlines(keepends=True)))
    for number, piece, whole in found:
        assert number >= 1
        assert piece
        assert not whole or piece.startswith(b"{")


def test_rubbish_and_what_breaks_off_are_told_apart():
    found = list(split_objects([b'oops {"a": 1} more\n', b'{"b": {\n', b"}\n"]))
    assert found == [
        (1, b"oops", False),
        (1, b'{"a": 1}', True),
        (1, b"more", False),
        (2, b'{"b": {\n}\n', False),
    ]
