"""HTML of posts is read as text, however broken; nothing in it brings reading down or takes long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction.loaders._html import read_html

WORDS = "< > </ <! <![ <!-- --> ]]> <? <a href <p> </p> <br> <script> <blockquote> \" ' = & &# &lt; ; a 1 CDATA[ if"
PIECES = st.sampled_from([*WORDS.split(" "), " ", "\n", "\x00"])


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a <![x[b]]> c", "a  c"),  # a marked section, as no browser knows
        ("a <![ b]> c", "a  c"),
        ("<![endif]-->a", "a"),
        ("a <![x", "a <![x"),
        ("one <b>two</b> <a href='three", "one two <a href='three"),
        ("1 < 2 <3 &amp; a<b", "1 < 2 <3 & a<b"),
        ("a <!-- b", "a <!-- b"),
        ("a &amp", "a &"),
        ("<script>a <b", ""),
    ],
)
def test_broken_html_is_text(html, text):
    assert read_html(html).text == text


@given(st.lists(PIECES, max_size=12).map("".join))
def test_nothing_raises(html):
    read_html(html)


def test_a_link_without_an_end_is_a_link():
    (link,) = read_html('see <a href="https://example.com/a">there &amp').links
    assert (link.url, link.text) == ("https://example.com/a", "there &")


@pytest.mark.parametrize(
    "piece",
    ["<a", "<!--", "<![", "</a", "<a b='", '<a b="', "<?", "&", "<a ", "<p><a href=x>", "<blockquote>"],
)
def test_a_million_pieces_end(piece):
    assert read_html(piece * (1_000_000 // len(piece))).text is not None
