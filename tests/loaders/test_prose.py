from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction.loaders._prose import hashtags_in, mentions_in, urls_in


@given(st.text())
def test_what_is_found_stands_in_the_text(text):
    for found in (urls_in(text), hashtags_in(text), mentions_in(text)):
        assert all(word and word in text for word in found)


@pytest.mark.parametrize("unit", ["https://", "#", "@a.", "@a-", "#a", "http://a(", "@" + "." * 70])
def test_hostile_texts_cost_no_more_than_their_length(unit):
    text = unit * 30_000
    began = time.perf_counter()
    urls_in(text), hashtags_in(text), mentions_in(text)
    assert time.perf_counter() - began < 5
