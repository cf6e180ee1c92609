"""Pieces are cut into words, handles, hashtags, cashtags and links; what shows nothing hides nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction.nlp._tokens import cut


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.form) for token in cut(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Acme", [("word", "acme")]),
        ("(Acme),", [("word", "acme")]),
        ("@Acme_1:", [("handle", "acme_1")]),
        ("@acme's", [("handle", "acme")]),
        ("#AcmeNow!", [("tag", "acmenow")]),
        ("$ACME,", [("cashtag", "acme")]),
        ("$5bn", [("word", "5bn")]),
        ("U.S.-led", [("word", "us"), ("word", "led")]),
        ("AT&T", [("word", "at"), ("mark", "and"), ("word", "t")]),
        ("ex-Acme", [("word", "ex"), ("word", "acme")]),
        ("press@acme.example", []),
        ("a#b", [("word", "a"), ("word", "b")]),
        ("http://t.co/x#Acme", [("link", "http://t.co/x#acme")]),
        ("@ann@social.example", [("handle", "ann@social.example")]),
        ("Ac\u200bme", [("word", "acme")]),
        ("\u202eAcme\u202c", [("word", "acme")]),
        ("\uff21cme", [("word", "acme")]),
        ("Σίσυφος", [("word", "σίσυφος")]),
        ("", []),
    ],
)
def test_pieces(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


def test_the_possessive_is_no_part_of_the_base() -> None:
    (token,) = cut("Acme\u2019s")
    assert (token.base, token.form, token.base_end, token.end) == ("acme", "acmes", 4, 6)


@given(st.text(st.characters(exclude_categories=["Zs"]), max_size=40))
def test_tokens_stand_where_they_say(text: str) -> None:
    last = 0
    for token in cut(text):
        assert last <= token.start < token.end <= len(text)
        assert token.start < token.base_end <= token.end
        last = token.end


@pytest.mark.parametrize(
    "unit", ["a", "@a", "#a", "a.", "\u200b", "&", "a@a.", "$A", "'s", "www.", "\u202e@"]
)
def test_many_characters_take_linear_time(unit: str) -> None:
    # In quadratic time this would take minutes.
    assert cut(unit * (300_000 // len(unit))) is not None
