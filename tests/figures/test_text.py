from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt

from reaction.figures._text import count_of, listed, plain, printable


@settings(deadline=None)
@given(st.text(max_size=60), st.integers(1, 30))
def test_any_text_becomes_one_line_of_limited_length(text, limit):
    result = plain(text, limit=limit)
    assert len(result) <= limit
    assert len(result.splitlines()) <= 1
    assert plain(result, limit=limit) == result
    assert bool(result) or not text.strip()


def test_what_the_font_lacks_is_left_out_or_boxed():
    assert plain("go \U0001f9d1\u200d\U0001f680 now") == "go now"
    assert plain("\u6f22\u5b57 ok") == "\u25af ok"
    assert plain("\U0001f9d1") == "?"
    assert plain("caf\u00e9") == "caf\u00e9"


def test_dollars_start_no_formula(nasty):
    fig = plt.figure()
    for text in (*nasty, "$a$ $b$", r"\$", "$"):
        drawn = fig.text(0.5, 0.5, printable(text))
        fig.canvas.draw()  # a formula that can't be parsed, or a glyph that lacks, would raise here
        assert drawn._preprocess_math(drawn.get_text())[1] is False


@pytest.mark.parametrize(("n", "text"), [(1, "1 post"), (0, "0 posts"), (1200, "1,200 posts")])
def test_counts_agree_with_their_noun(n, text):
    assert count_of(n, "post") == text


def test_lists_read_as_in_a_sentence():
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
