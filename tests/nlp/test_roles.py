"""Every rule of roles finds its hits and leaves its near misses; tense, negation and slots are respected."""

import pytest

from reaction import lexicon
from reaction.lexicon import Rule
from reaction.nlp.roles import Profile, RoleFinder, RoleMark
from reaction.story import Actor

RULES = lexicon.rules(lexicon.read("roles"), "roles.toml")
FINDER = RoleFinder(
    [
        Actor("acme", "company", "Acme", products=["Acme Cloud"], handles=["acme"], domains=["acme.example"]),
        Actor("bureau", "agency", "Bureau", handles=["bureau_gov"]),
        Actor("post", "outlet", "Hill Post", handles=["hillpost"], domains=["hillpost.example"]),
        Actor("smith", "politician", "Ann Smith", handles=["annsmith"]),
    ]
)


def label(value: Rule | str) -> str:
    return value.id if isinstance(value, Rule) else value[:30]


def marks(rule: Rule, text: str) -> tuple[RoleMark, ...]:
    if rule.fields == ("text",):
        return FINDER.text(text)
    if rule.fields == ("profile",):
        name, handle, bio = text.split("\n", 2)
        return FINDER.profile(Profile(name, handle.removeprefix("@"), bio))
    return FINDER.profile(Profile(bio=text))


def bio(text: str) -> list[tuple[str, str | None]]:
    return [(mark.role, mark.employer) for mark in FINDER.profile(Profile(bio=text))]


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule in RULES for text in rule.hit], ids=label)
def test_hits(rule: Rule, text: str) -> None:
    assert rule.label in {mark.role for mark in marks(rule, text)}


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule in RULES for text in rule.miss], ids=label)
def test_near_misses(rule: Rule, text: str) -> None:
    assert (rule.id, rule.label) not in {(mark.rule, mark.role) for mark in marks(rule, text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Software engineer on the maps team at Acme", [("employee", "acme")]),
        ("Engineer at Contoso. Views not those of my employer.", [("employee", "Contoso")]),
        ("Principal engineer @Acme", [("employee", "acme")]),
        ("Former Acme engineer", [("former_employee", "acme")]),
        ("ex-Acme, now engineer at Contoso", [("employee", "Contoso"), ("former_employee", "acme")]),
        ("Acme alum. Cats.", [("former_employee", "acme")]),
        ("I don't work at Acme, stop asking", []),
        ("Not affiliated with Acme", []),
        ("Wish I was an engineer at Acme", []),
        ("Opinions not those of my employer", []),
        ("Engineer at heart", []),
        ("Editor-at-large", []),
        ("Acme Cloud customer since 2012", [("customer", "acme")]),
        ("Reporter for the Hill Post", [("press", "post")]),
        ("Crime reporter at Valley Tribune", [("press", "Valley Tribune")]),
        ("TV anchor and runner", [("press", None)]),
        ("Reporter of my own dreams", []),
        ("Former journalist, now a baker", []),
        ("I love journalists", []),
        ("", []),
    ],
)
def test_bios(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert bio(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I work at Acme and I am ashamed", [("employee", "acme")]),
        ("I don't work at Acme", []),
        ("If I worked at Acme I would quit", []),
        ("We are cancelling our Acme Cloud subscription", [("customer", "acme")]),
        ("As an Acme customer, I object", [("customer", "acme")]),
        ('She said "I work at Acme" on stage', []),
        ("I used to work for Acme", [("former_employee", "acme")]),
    ],
)
def test_texts(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(mark.role, mark.employer) for mark in FINDER.text(text)] == expected


@pytest.mark.parametrize(
    ("handle", "role"),
    [("ACME", "company"), ("bureau_gov", "agency"), ("hillpost", "press"), ("annsmith", "politician")],
)
def test_accounts_of_actors(handle: str, role: str) -> None:
    assert role in {mark.role for mark in FINDER.profile(Profile(handle=handle))}


def test_links_of_outlets_are_evidence() -> None:
    (mark,) = FINDER.profile(Profile(url="https://www.hillpost.example/ann"))
    assert (mark.role, mark.employer, mark.rule) == ("press", "post", "role.url.outlet")


def test_nothing_comes_of_nothing() -> None:
    assert FINDER.profile(Profile()) == ()
    assert FINDER.text("") == ()


def test_a_product_is_no_employer() -> None:
    assert ("employee", "acme") not in bio("Acme Cloud developer")


def test_spans_point_into_the_bio() -> None:
    text = "🌻 Cats. Engineer at Acme"
    (mark,) = FINDER.profile(Profile(bio=text))
    assert text[mark.start : mark.end] == mark.text == "Engineer at Acme"


@pytest.mark.parametrize("filler", ["engineer at ", "A", "@", "ex-", "Acme ", "work at a b c ", "reporter, "])
def test_long_profiles_are_read_to_a_bound(filler: str) -> None:
    long, short = filler * 100_000, (filler * 100_000)[:2_000]
    assert FINDER.profile(Profile(bio=long)) == FINDER.profile(Profile(bio=short))
