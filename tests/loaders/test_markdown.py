"""Links in Markdown, and what is no prose in it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction.loaders._markdown import links_of, without_code, without_remarks


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("[a](https://example.com/x).", ["https://example.com/x"]),
        ("[a](https://example.com/x_(y)) b", ["https://example.com/x_(y)"]),
        ("(see https://example.com/x)", ["https://example.com/x"]),
        ("<https://example.com/x>, https://example.com/x!", ["https://example.com/x"]),
        ('[a](https://example.com/x "title")', ["https://example.com/x"]),
        (
            "[https://example.com/x](https://example.com/y)",
            ["https://example.com/x", "https://example.com/y"],
        ),
        ("**https://example.com/a\\_b**", ["https://example.com/a_b"]),
        ("http is a protocol", []),
        ("", []),
        (None, []),
    ],
)
def test_links(text, links):
    assert links_of(text) == links


def test_code_is_no_prose():
    assert without_code("a ```x @y\n``` b `@c` d") == "a  b  d"
    assert without_code("a `lonely tick") == "a `lonely tick"


def test_remarks_are_not_seen():
    assert without_remarks("<!-- a -->b<!-- c") == "b<!-- c"


@given(st.text(alphabet="<!->`()[]htps:/.\\ \n", max_size=300))
def test_nothing_breaks_on_marks(text):
    links_of(text)
    assert len(without_code(text)) <= len(text)
    assert len(without_remarks(text)) <= len(text)


@pytest.mark.parametrize("piece", ["<!--", "`", "```", "https://", "https://a.b/(", "https://a.b/)", "u/"])
def test_long_hostile_texts_take_no_longer_than_their_length(piece):
    start = time.process_time()
    text = piece * (400_000 // len(piece))
    links_of(text), without_code(text), without_remarks(text)
    assert time.process_time() - start < 2
