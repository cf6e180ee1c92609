"""The parts of a story check what they are given and put it into one form."""

from datetime import UTC, date, datetime

import pytest

from reaction.errors import StoryError
from reaction.story import ACTOR_KINDS, Actor, Collection, Event, Match, Target


def test_lists_are_frozen_and_marks_are_stripped() -> None:
    target = Target(
        "plan", " the plan ", about=["acme"], favor_hashtags=["#Yes", "yes "], against_hashtags=[]
    )
    assert target == Target("plan", "the plan", ("acme",), (), ("Yes", "yes"), ())
    assert Actor("a", "person", "A", handles=["@a", "\uff20b", "a"]).handles == ("a", "b")
    assert Match(accounts=["@Acme"], hashtags=["\uff03tag"]).accounts == ("Acme",)
    assert hash(target) == hash(Target("plan", "the plan", ("acme",), (), ("Yes", "yes")))


@pytest.mark.parametrize("bad", ["Plan", "1plan", "the plan", "", "plán", "a-b", None, 3])
def test_target_ids_are_identifiers(bad: object) -> None:
    with pytest.raises(StoryError, match=r"id: .*identifier"):
        Target(bad, "the plan")  # type: ignore[arg-type]


def test_sets_are_sorted_and_tables_are_no_lists() -> None:
    assert Match(terms={"c", "a", "b"}).terms == ("a", "b", "c")  # type: ignore[arg-type]
    with pytest.raises(StoryError, match="expected a list of texts"):
        Match(terms={"a": "b"})  # type: ignore[arg-type]


@pytest.mark.parametrize("bad", ["plan_confidence", "plan_tier"])
def test_target_ids_leave_column_names_alone(bad: str) -> None:
    with pytest.raises(StoryError, match="can't end in _confidence or _tier"):
        Target(bad, "the plan")


def test_a_hashtag_takes_one_side() -> None:
    with pytest.raises(StoryError, match="against_hashtags: holds 'YES', which favor_hashtags holds too"):
        Target("plan", "the plan", favor_hashtags=["yes"], against_hashtags=["#YES"])


def test_all_mistakes_of_a_part_are_named_at_once() -> None:
    with pytest.raises(StoryError) as error:
        Actor("A", "firm", "", aliases="Acme", domains=["acme"])  # type: ignore[arg-type]
    message = str(error.value)
    assert "5 mistakes" in message
    assert f"kind: is 'firm', expected one of {', '.join(ACTOR_KINDS)}" in message
    assert "aliases: is 'Acme', expected a list of texts" in message
    assert "domains: holds 'acme', expected a domain such as 'example.com'" in message


def test_domains_are_canonical() -> None:
    actor = Actor("a", "company", "A", domains=["https://www.acme.com/about", "acme.com", "blog.acme.com"])
    assert actor.domains == ("acme.com", "blog.acme.com")


@pytest.mark.parametrize(
    "at",
    [
        "2018-06-18T17:00:00Z",
        "2018-06-18T19:00:00+02:00",
        "2018-06-18 17:00Z",
        datetime(2018, 6, 18, 17, tzinfo=UTC),
    ],
)
def test_times_are_kept_as_utc(at: object) -> None:
    assert Event(at, "edit", "Edited").at == datetime(2018, 6, 18, 17, tzinfo=UTC)  # type: ignore[arg-type]
    assert Event(at, "edit", "Edited").at.tzinfo is UTC  # type: ignore[arg-type]


@pytest.mark.parametrize("at", ["2018-06-18T17:00:00", datetime(2018, 6, 18, 17), "2018-06-18"])
def test_times_without_a_zone_are_refused(at: object) -> None:
    with pytest.raises(StoryError, match="without a time zone; add Z for UTC"):
        Event(at, "edit", "Edited")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "at", ["yesterday", 1529341200, None, date(2018, 6, 18), "0001-01-01T00:00:00+14:00"]
)
def test_what_is_no_time_is_refused(at: object) -> None:
    with pytest.raises(StoryError, match="at: "):
        Event(at, "edit", "Edited")  # type: ignore[arg-type]


def test_match_rules_must_be_able_to_match() -> None:
    with pytest.raises(StoryError) as error:
        Match(terms=["!!"], urls=["not an address"], posts=["https://example.com/page"], hashtags=["#"])
    message = str(error.value)
    assert "terms: holds '!!', expected a word or a phrase" in message
    assert "urls: holds 'not an address'" in message
    assert "posts: holds 'https://example.com/page', expected an id or the address of a post" in message
    assert "hashtags: holds '#', which is empty" in message


def test_numbers_are_no_ids() -> None:
    with pytest.raises(StoryError, match="posts: holds 20, expected texts in quotes"):
        Match(posts=[20])  # type: ignore[list-item]


def test_a_match_is_true_when_it_has_a_rule() -> None:
    assert not Match()
    assert Match(posts=["20"])


def test_collections() -> None:
    found = Collection("search", start="2018-06-10", end=date(2018, 7, 5), cap=3_000)  # type: ignore[arg-type]
    assert (found.start, found.end) == (date(2018, 6, 10), date(2018, 7, 5))
    with pytest.raises(StoryError, match="end: is 2018-06-10, before start, 2018-07-05"):
        Collection("search", start="2018-07-05", end="2018-06-10")  # type: ignore[arg-type]
    with pytest.raises(StoryError, match="mode: is 'scrape', expected one of search, stream"):
        Collection("scrape")
    for cap in (0, -1, True, 1.5, "many"):
        with pytest.raises(StoryError, match=r"cap: .*whole number above 0"):
            Collection("search", cap=cap)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "day", ["2018-02-30", "20180615", "2018-W25-1", 2018, datetime(2018, 6, 15, tzinfo=UTC)]
)
def test_what_is_no_day_is_refused(day: object) -> None:
    with pytest.raises(StoryError, match="start: "):
        Collection("search", start=day)  # type: ignore[arg-type]
