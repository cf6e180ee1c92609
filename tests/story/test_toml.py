"""Stories are read from TOML with every mistake named, and written so that they read back equal."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reaction.errors import NoInputError, StoryError
from reaction.story import ACTOR_KINDS, COLLECTION_MODES, Actor, Collection, Event, Match, Story, Target

EXAMPLE = """
name   = "Acme and its plan"
window = ["2018-06-15", 2018-06-30]

[collection]
mode = "search"; query = "acme"; start = "2018-06-10"; end = 2018-07-05; cap = 3000

[match]
terms = ["acme plan"]; hashtags = ["#AcmePlan"]; urls = ["acme.com/plan/"]; posts = ["https://twitter.com/a/status/20"]

[[target]]
id = "plan"; name = "Acme's plan"; about = ["acme"]
against_hashtags = ["DropIt"]; favor_hashtags = []

[[actor]]
id = "acme"; kind = "company"; name = "Acme"; aliases = ["ACM"]; domains = ["acme.com"]

[[event]]
at = "2018-06-18T17:00:00Z"; kind = "edit"; title = "Passage removed"
[[event]]
at = 2018-06-18T19:20:00+02:00; kind = "edit"; title = "Passage restored"; url = "https://acme.com/plan"
""".replace("; ", "\n")


@pytest.fixture
def write(tmp_path: Path):
    def write(text: str) -> Path:
        path = tmp_path / "story.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_the_example(write) -> None:
    story = Story.from_toml(write(EXAMPLE))
    assert story.window == (date(2018, 6, 15), date(2018, 6, 30))
    assert story.collection == Collection("search", "acme", date(2018, 6, 10), date(2018, 7, 5), 3000)
    assert story.match.hashtags == ("AcmePlan",)
    assert story.target("plan").against_hashtags == ("DropIt",)
    assert [event.at for event in story.events] == [
        datetime(2018, 6, 18, 17, tzinfo=UTC),
        datetime(2018, 6, 18, 17, 20, tzinfo=UTC),
    ]
    assert Story.from_toml(write(story.to_toml())) == story


def test_writing_to_a_file(tmp_path: Path) -> None:
    story = Story("Ä story", match=Match(terms=["straße"]))
    text = story.to_toml(tmp_path / "a.toml")
    assert (tmp_path / "a.toml").read_bytes() == text.encode()
    assert Story.from_toml(str(tmp_path / "a.toml")) == story


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('name = "A"', encoding="utf-8-sig")
    assert Story.from_toml(tmp_path / "a.toml").name == "A"


def test_every_mistake_is_named(write) -> None:
    path = write("""
windw = ["2018-06-15", "2018-06-30"]
window = ["2018-06-31", 4]
[match]
hashtag = ["a"]
terms = "x"
[[target]]
id = "contract_tier"
name = 3
about = ["micro"]
[[target]]
id = "plan"
name = "The plan"
about = ["ice"]
[[actor]]
id = "ice"
kind = "agncy"
name = "ICE"
[[event]]
at = 2018-06-18T17:00:00
title = "Edited"
""")
    with pytest.raises(StoryError) as error:
        Story.from_toml(path)
    lines = str(error.value).splitlines()
    assert lines[0] == f"'{path}': 12 mistakes"
    assert {line.split(": ")[0].strip() for line in lines[1:]} == {
        *(
            "name",
            "window[1]",
            "window[2]",
            "windw",
            "match.terms",
            "match.hashtag",
            "target[1].id",
            "target[1].name",
        ),
        *("target[1].about", "actor[1].kind", "event[1].at", "event[1].kind"),
    }
    assert "  windw: unknown key; did you mean window?" in lines
    assert "  match.hashtag: unknown key; did you mean hashtags?" in lines
    assert "  event[1].kind: missing; expected a text" in lines
    # The actor has a mistake of its own, but its id counts.
    assert not any(line.startswith("  target[2]") for line in lines)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('name = "A"\ntarget = {id = "a", name = "A"}', r"target: is one table; write \[\[target\]\]"),
        ('name = "A"\ntarget = ["a"]', r"target\[1\]: is 'a', expected a table"),
        ('name = "A"\nactor = 3', r"actor: is 3, expected tables headed \[\[actor\]\]"),
        ('name = "A"\nmatch = ["a"]', r"match: is \['a'\], expected a table"),
        ('name = "A"\ntargets = []', "targets: unknown key; did you mean target"),
        ('name = "A"\ncolour = 1', "colour: unknown key; .*name, window, collection"),
        ("name = A", "not valid TOML: .*line 1"),
        ("", "name: missing; expected a text"),
        ('name = "A"\n[collection]\nquery = "x"', "collection.mode: missing; expected one of search"),
    ],
)
def test_mistakes(write, text: str, message: str) -> None:
    with pytest.raises(StoryError, match=message):
        Story.from_toml(write(text))


def test_files_that_are_no_stories(tmp_path: Path) -> None:
    with pytest.raises(NoInputError, match="no story file"):
        Story.from_toml(tmp_path / "none.toml")
    with pytest.raises(StoryError, match="is a folder"):
        Story.from_toml(tmp_path)
    (tmp_path / "latin.toml").write_bytes('name = "é"'.encode("latin-1"))
    with pytest.raises(StoryError, match="not UTF-8"):
        Story.from_toml(tmp_path / "latin.toml")


words = st.text(min_size=1, max_size=12).filter(lambda text: text.strip("#@\uff03\uff20 \t\n\r").strip())
lists = st.lists(words, max_size=3)
ids = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(
    lambda x: not x.endswith(("_tier", "_confidence"))
)
days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
times = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
actors = st.builds(
    Actor, id=ids, kind=st.sampled_from(ACTOR_KINDS), name=words, aliases=lists, hashtags=lists
)
targets = st.builds(Target, id=ids, name=words, aliases=lists, against_hashtags=lists)
stories = st.builds(
    Story,
    name=words,
    window=st.none() | st.tuples(days, days).map(sorted),
    collection=st.none()
    | st.builds(Collection, mode=st.sampled_from(COLLECTION_MODES), query=st.none() | words),
    match=st.builds(
        Match, terms=lists.map(lambda x: [f"a {text}" for text in x]), hashtags=lists, accounts=lists
    ),
    targets=st.lists(targets, max_size=3, unique_by=lambda target: target.id),
    actors=st.lists(actors, max_size=3, unique_by=lambda actor: actor.id),
    events=st.lists(st.builds(Event, at=times, kind=words, title=words), max_size=3),
)


@settings(deadline=None)
@given(story=stories)
def test_round_trip(story: Story, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("story") / "story.toml"
    story.to_toml(path)
    assert Story.from_toml(path) == story
