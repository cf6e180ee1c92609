from __future__ import annotations

import html

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction.loaders import _text


def column(*texts):
    return pa.array(texts, pa.large_string())


@given(st.lists(st.none() | st.text(st.sampled_from("&<>amplgt;# é"), max_size=20)))
def test_what_x_escapes_is_undone(texts):
    escaped = [None if t is None else html.escape(t, quote=False) for t in texts]
    assert _text.unescape_x(column(*escaped)).to_pylist() == texts
    assert [None if t is None else _text.unescape_value(t) for t in escaped] == texts


@given(st.text(st.characters()))  # lone surrogates included
def test_printable_text_can_be_stored(text):
    clean = _text.printable(text)
    assert len(clean) == len(text)
    assert "\x00" not in clean
    clean.encode()


@given(st.binary(max_size=2_000))
def test_snippets_hold_one_short_line(raw):
    found = _text.snippet(raw)
    assert len(found) <= 200
    assert not any(ord(character) < 32 for character in found)
    found.encode()


@given(st.text(max_size=12))
def test_no_language_code_raises(code):
    found = _text.language(code)
    assert found is None or (found and "_" not in found)


def test_only_nul_and_empty_text_are_touched():
    assert _text.without_nul(column("a\x00", None, "b")).to_pylist() == ["a\ufffd", None, "b"]
    assert _text.null_where_empty(column("", None, "b")).to_pylist() == [None, None, "b"]
    assert _text.null_where_empty(column()).to_pylist() == []


def test_a_function_is_applied_once_per_distinct_text():
    seen = []

    def count(word):
        seen.append(word)
        return word.upper() if word != "c" else None

    assert _text.map_unique(column("a", "b", None, "a", "c"), count).to_pylist() == [
        "A",
        "B",
        None,
        "A",
        None,
    ]
    assert seen == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('<a href="x" rel="nofollow">R&amp;D App</a>', "R&D App"),
        ("App", "App"),
        ("", None),
        ("<a></a>", None),
    ],
)
def test_clients_lose_their_link(text, shown):
    assert _text.without_tags(text) == shown
