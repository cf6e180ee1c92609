"""Every rule of roles finds its hits and leaves its near misses; tense, negation and slots are respected."""

import re

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
    if rule.fields == ("name",):
        return FINDER.read(Profile(name=text))
    if rule.fields == ("profile",):
        name, handle, bio = text.split("\n", 2)
        return FINDER.read(Profile(name, handle.removeprefix("@"), bio))
    return FINDER.read(Profile(bio=text))


def bio(text: str) -> list[tuple[str, str | None]]:
    return [(mark.role, mark.employer) for mark in FINDER.profile(Profile(bio=text))]


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule in RULES for text in rule.hit], ids=label)
def test_hits(rule: Rule, text: str) -> None:
    expected = {"employee", "press"} if rule.label == "staff" else {rule.label}
    assert expected & {mark.role for mark in marks(rule, text)}


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule in RULES for text in rule.miss], ids=label)
def test_near_misses(rule: Rule, text: str) -> None:
    roles = {"employee", "press"} if rule.label == "staff" else {rule.label}
    assert not [mark for mark in marks(rule, text) if mark.rule == rule.id and mark.role in roles]


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


def test_a_link_to_the_site_of_an_organisation_in_the_bio_is_evidence() -> None:
    (mark,) = FINDER.profile(Profile("Ann", "ann", "Cats and @hillboots", "https://hillboots.example"))
    assert (mark.role, mark.employer, mark.rule) == ("employee", "@hillboots", "role.url.named")
    assert not FINDER.profile(Profile("Ann", "ann", "Fan of @hillboots", "https://hillboots.example"))
    assert not FINDER.profile(Profile("Ann", "hillboots", "Cats and @hillboots", "https://hillboots.example"))


def test_a_link_to_a_portfolio_is_evidence_of_the_press() -> None:
    (mark,) = FINDER.profile(Profile("Ann", "ann", "Cats", "https://muckrack.com/ann"))
    assert (mark.role, mark.rule) == ("press", "role.url.portfolio")
    assert not FINDER.profile(Profile("Ann", "ann", "Cats", "https://muckrack.example/ann"))


def test_a_link_to_a_government_counts_for_bodies_only() -> None:
    city = FINDER.profile(Profile("City of Hillford", "hillford", "Bins", "https://hillford.gov"))
    assert "role.url.government" in {mark.rule for mark in city}
    assert not FINDER.profile(Profile("Ann", "ann", "Bins", "https://hillford.gov"))


def test_a_link_to_a_parliament_is_evidence_of_a_politician() -> None:
    (mark,) = FINDER.profile(Profile("Ann", "ann", "Bins", "https://ann.house.gov"))
    assert (mark.role, mark.rule) == ("politician", "role.url.parliament")
    assert not FINDER.profile(Profile("Ann", "ann", "Bins", "https://house.example"))


def test_a_link_to_a_shop_is_evidence_of_a_company() -> None:
    (mark,) = FINDER.profile(Profile("Ann", "ann", "Knits", "https://www.etsy.com/shop/ann"))
    assert (mark.role, mark.rule) == ("company", "role.url.shop")


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


@pytest.mark.parametrize(
    "filler",
    ["i work at Acme and ", "as an Acme ", "I left ", "'a ", "my employer ", "\u202e", "@", "we use a b "],
)
def test_long_texts_are_read_to_a_bound(filler: str) -> None:
    long = filler * (1_000_000 // len(filler))
    assert FINDER.text(long) == FINDER.text(long[:20_000])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A slot that "for" opens needs more of a name than one that "at" opens.
        ("Designer at Contoso", [("employee", "Contoso")]),
        ("Designer for Contoso", []),
        ("Designer for Contoso Studios", [("employee", "Contoso Studios")]),
        ("Lobbyist for HBX", [("employee", "HBX")]),
        ("Lobbyist for MBA", []),
        ("Owner of Love Story Productions", [("employee", "Love Story Productions")]),
        ("Engineer at Contoso Dad of two", [("employee", "Contoso")]),
        ("Aide to Ann. Clerk for the City of Hillford", [("employee", "City of Hillford")]),
        # An address is no handle.
        ("Singer, manager@contoso.example", []),
        # A disclaimer names the employer that it distances itself from.
        ("Dad. Posts here are not endorsed by Acme.", [("employee", "acme")]),
        ("Dad. Posts here are endorsed by Acme fans.", []),
        (
            "Formerly of Contoso, Acme. Views are my own",
            [("former_employee", "Contoso"), ("former_employee", "acme")],
        ),
        ("Mum of two and married to a former Marine", []),
        ("Tweets about tech, Acme and cats", []),
        ("On air at 5 pm on Acme", []),
    ],
)
def test_slots(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert sorted(bio(text), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    "text",
    [
        "My job at Acme is done",
        "I work at \uff21cme",
        "\u201cSo,\u201d I said. I\u2019m an Acme engineer",
        "Acme employee here.",
    ],
)
def test_texts_that_speak_of_their_author_are_read(text: str) -> None:
    assert [mark.role for mark in FINDER.text(text)] == ["employee"]


def test_every_rule_for_texts_needs_a_word_of_the_author() -> None:
    own = set(lexicon.read("roles")["lists"]["self"])
    for rule in RULES:
        if "text" in rule.fields:
            for text in rule.hit if rule.fields == ("text",) else ():
                assert own & set(re.findall(r"\w+", text.lower())), rule.id


PACKAGED = RoleFinder([])


def packaged(text: str) -> list[tuple[str, str | None]]:
    return [(mark.role, mark.employer) for mark in PACKAGED.profile(Profile(bio=text))]


@pytest.mark.parametrize(
    "text",
    [
        "Ex-Labour voter",
        "ex-Tory, ex-Catholic",
        "Ex Facebook, now on Bluesky",
        "My wife works at Google",
        "My husband is a nurse at Mayo Clinic",
        "Daughter works at Boeing",
        "Asking the CEO at Uber for a refund",
        "The reporter at CNN lied about me",
        "Crying at Target",
        "Throwing tomatoes at Fox News",
        "Hoping to work at NASA",
        "Applied to be a PM at Meta 4 times",
        "almost worked at Google once",
        "Guardian of the Galaxy",
        "Critic of the BBC",
        "My FBI agent loves me",
        "CEO of Sleep, VP of Naps",
        "Speechwriter for the Prime Minister of Canada",
        "Ex-MP for Bury",
        "Google Developer Expert",
        "Unity developer, Oracle DBA, SAP consultant",
        "Twitter user since 2009",
        "Salesforce administrator",
        "Apps on Google Play",
        "email: press@microsoft.com",
        '"Journalist"',
        "so-called journalist",
        "Covering my tracks @nytimes",
        "Boeing whistleblower",
        "Designer at She/Her",
        "PM at Fortune 500",
        "Season ticket holder at the Emirates",
    ],
)
def test_what_only_looks_like_a_job(text: str) -> None:
    assert packaged(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Engineer at Boeing (former)", [("former_employee", "boeing")]),
        ("Boeing engineer, ret.", [("former_employee", "boeing")]),
        ("Engineer at Boeing 1998-2016", [("former_employee", "boeing")]),
        ("Engineer at Google until 2021", [("former_employee", "google")]),
        ("Engineer at Boeing since 1998", [("employee", "boeing")]),
        ("fmr. engineer at Boeing", [("former_employee", "boeing")]),
        ("Left-handed engineer at Google", [("employee", "google")]),
        ("Former lawyer turned engineer at Google", [("employee", "google")]),
        ("No-nonsense manager at Tesco", [("employee", "tesco")]),
        ("Not your average engineer at Google", [("employee", "google")]),
        ("Not an engineer at Google", []),
        ("Love my job as engineer at Google", [("employee", "google")]),
        ("Engineer at AWS", [("employee", "amazon")]),
        ("Engineer at Google Cloud", [("employee", "google")]),
        ("Engineer at Meta 4 days a week", [("employee", "meta")]),
        ("No longer at Google", [("former_employee", "google")]),
        ("I love parody songs. Engineer at Google", [("employee", "google")]),
    ],
)
def test_tense_and_denial_around_a_job(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert packaged(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I quit Netflix after the price rise", []),
        ("I left Comcast for Fios", []),
        ("I left my job at Comcast", [("former_employee", "comcast")]),
        ("As a former Comcast customer", []),
        ("As an ex-Tesla owner", []),
        ("As a former Tesla engineer", [("former_employee", "tesla")]),
        ("People think I work for the FBI", []),
        ("Should I work at Amazon or Walmart?", []),
        ("I work at Amazon, so why would I?", [("employee", "amazon")]),
        ("As a Google employee once told me", []),
        ("As a Google employee I object", [("employee", "google")]),
        ("As an Apple developer I hate the App Store tax", []),
        ("My company Dell laptop broke", []),
        ("my employer is Walmart's biggest supplier", []),
        ("My employer is Walmart", [("employee", "walmart")]),
        ("My time at Google was great", [("former_employee", "google")]),
        ("we depend on the NHS", []),
        ("we depend on Azure", [("customer", "microsoft")]),
        ("I moved from Google HQ", []),
        ("We are Microsoft employees", [("employee", "microsoft")]),
        ("I was laid off from Google last year", [("former_employee", "google")]),
        ("As a journalist at the Guardian", [("press", "guardian")]),
    ],
)
def test_what_texts_say_of_their_author(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(mark.role, mark.employer) for mark in PACKAGED.text(text)] == expected


@pytest.mark.parametrize(
    ("bio_text", "url"),
    [
        (None, "https://www.nytimes.com/2020/01/02/us/fire.html"),
        ("Cat lady", "https://petition.parliament.uk/petitions/123456"),
        ("Cat lady", "https://www.house.gov/representatives/find-your-representative"),
        ("Cat lady", "https://www.etsy.com/people/ann"),
        ("All about Tesla", "https://www.tesla.com/referral/ann"),
    ],
)
def test_links_to_pages_of_others_are_no_evidence(bio_text: str | None, url: str) -> None:
    assert not PACKAGED.profile(Profile("Ann", "ann", bio_text, url))


def test_a_fake_by_its_name_is_a_parody() -> None:
    marks = PACKAGED.read(Profile("Fake Tim Cook", "x", "CEO at Apple"))
    assert [mark.role for mark in marks] == ["parody"]
    assert PACKAGED.profile(Profile("Fake News Hater", "x", "Engineer at Apple"))


def test_names_of_fans_are_no_politicians() -> None:
    assert not PACKAGED.profile(Profile(name="Cllr Fan"))
    assert PACKAGED.profile(Profile(name="Cllr Fane"))
