from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from reaction.loaders._split import split_objects

OBJECTS = st.dictionaries(
    st.text(max_size=4), st.text(st.sampled_from('{}[]",\\\nab'), max_size=6), max_size=3
)


def cut(line: bytes, width: int) -> list[bytes]:
    return [line[start : start + width] for start in range(0, len(line), width)]


@given(
    st.lists(OBJECTS, max_size=5),
    st.sampled_from([None, 1]),
    st.sampled_from(["", ",", "\n", " , ", "][", "\r\n"]),
    st.booleans(),
    st.integers(1, 9),
)
def test_objects_are_found_whatever_stands_between(objects, indent, separator, array, width):
    text = separator.join(json.dumps(one, indent=indent) for one in objects)
    content = (f"[{text}]" if array else text).encode()
    lines = [part for line in content.splitlines(keepends=True) for part in cut(line, width)]
    found = list(split_objects(lines))
    assert [json.loads(piece.raw) for piece in found] == objects
    assert all(piece.whole for piece in found)


@given(st.binary(max_size=80))
def test_no_bytes_raise_or_get_lost(content):
    found = list(split_objects(content.splitlines(keepends=True)))
    for piece in found:
        assert piece.line >= 1
        assert piece.raw
        assert not piece.whole or piece.raw.startswith(b"{")


def test_rubbish_and_what_breaks_off_are_told_apart():
    found = list(split_objects([b'oops {"a": 1} more\n', b'{"b": {\n', b"}\n"]))
    assert [piece[:3] for piece in found] == [
        (1, b"oops", False),
        (1, b'{"a": 1}', True),
        (1, b"more", False),
        (2, b'{"b": {\n}\n', False),
    ]


@given(st.lists(OBJECTS, max_size=5), OBJECTS, st.sampled_from([None, 1]), st.integers(1, 9), st.booleans())
def test_records_inside_of_one_object_are_found_with_what_surrounds_them(records, other, indent, width, last):
    chat = {"name": 'a "chat" {[', "id": 7, "extra": other, "left": True, "messages": records}
    document = {"about": "x", "chats": {"note": "n", "list": [{"name": "empty", "messages": []}, chat]}}
    if last:
        document["end"] = [other]
    content = json.dumps(document, indent=indent).encode()
    lines = [part for line in content.splitlines(keepends=True) for part in cut(line, width)]
    found = list(split_objects(lines, inside=["chats.list[].messages", "messages"]))
    assert [json.loads(piece.raw) for piece in found] == records
    assert all(piece.around == {"name": chat["name"], "id": 7, "left": True} for piece in found)


def test_a_record_without_end_is_not_kept(monkeypatch):
    monkeypatch.setattr("reaction.loaders._split.LONGEST_RECORD", 10_000)
    lines = [b'[{"a": "', *[b"x" * 1_000] * 30, b'"}, {"b": 1}]']
    found = list(split_objects(lines))
    assert [(len(piece.raw) < 20_000, piece.whole, piece.too_long) for piece in found] == [(True, False, True), (True, True, False)]  # fmt: skip
