"""Terms are found as whole words, in any case and any Unicode spelling."""

import re

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reaction.story._words import search


def found(text: str, term: str) -> bool:
    return bool(search(pa.array([text], pa.large_string()), [term])[0][0])


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("the ICE contract", "ice contract"),
        ("ICE\n\t contract", "ICE contract"),
        ("#ICE's", "ice"),
        ("(ICE)", "ICE"),
        ("STRASSE", "Straße"),
        ("\U0001d5dc\U0001d5d6\U0001d5d8 now", "ICE"),
        ("\uff29\uff23\uff25", "ice"),
        ("the ICE\u00a0contract", "ICE contract"),
        ("cafe\u0301", "CAFÉ"),
        ("don\u2019t", "don't"),
        ("☃️ICE", "ICE"),
        ("ICE❄️", "ICE"),
        ("这家微软公司", "微软"),
        ("マイクロソフトです", "マイクロソフト"),
        ("Ελλάς", "ΕΛΛΆΣ"),
        ("C++ rocks", "c++"),
        ("AT&T", "at&t"),
        ("#DropICE!", "#dropice"),
        ("a.b", "a.b"),
    ],
)
def test_hits(text: str, term: str) -> None:
    assert found(text, term)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("nice", "ice"),
        ("iced", "ice"),
        ("ICE_gov", "ICE"),
        ("éice", "ice"),
        ("हिन्दी", "हिन्द"),
        ("ice and contract", "ice contract"),
        ("axb", "a.b"),
        ("DropICE", "#dropice"),
        ("", "ice"),
    ],
)
def test_misses(text: str, term: str) -> None:
    assert not found(text, term)


def test_null_texts_hold_nothing() -> None:
    assert search(pa.array([None, "ice"], pa.large_string()), ["ice"])[0].tolist() == [False, True]


def test_terms_may_overlap() -> None:
    hits = search(pa.array(["an ice contract", "ice"]), ["ice contract", "contract", "ice"])
    assert [hit.tolist() for hit in hits] == [[True, False], [True, False], [True, True]]


@settings(deadline=None)
@given(
    texts=st.lists(st.text(alphabet="ab c-", max_size=12), max_size=6),
    terms=st.lists(st.text(alphabet="abc", min_size=1, max_size=3), min_size=1, max_size=3),
)
def test_against_the_plain_pattern(texts: list[str], terms: list[str]) -> None:
    hits = search(pa.array(texts, pa.large_string()), terms)
    for term, hit in zip(terms, hits, strict=True):
        assert hit.tolist() == [bool(re.search(rf"\b{term}\b", text)) for text in texts]


def test_time_is_linear_in_the_text() -> None:
    hostile = pa.array(["a " * 200_000 + "b", "a" + " " * 400_000 + "b", "(" * 400_000], pa.large_string())
    assert np.array(search(hostile, ["a a b", "a c", "((a"])).sum() == 1
