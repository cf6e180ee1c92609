"""A story checks its parts against each other, finds them by id and shows itself."""

from datetime import date

import pytest

from reaction.errors import StoryError
from reaction.story import Actor, Collection, Event, Match, Story, Target


@pytest.fixture
def story() -> Story:
    return Story(
        "Acme <b>& Co</b>",
        window=("2018-06-15", date(2018, 6, 30)),  # type: ignore[arg-type]
        collection=Collection("search", query="<script>"),
        match=Match(terms=["acme plan"], hashtags=["AcmePlan"]),
        targets=[Target("plan", "the <i>plan</i>", about=["acme"])],  # type: ignore[arg-type]
        actors=[Actor("acme", "company", "Acme")],  # type: ignore[arg-type]
        events=[Event("2018-06-18T17:00:00Z", "edit", "Edited")],  # type: ignore[arg-type, list-item]
    )


def test_a_story_is_frozen(story: Story) -> None:
    assert story.window == (date(2018, 6, 15), date(2018, 6, 30))
    assert isinstance(story.targets, tuple)
    with pytest.raises(AttributeError):
        story.name = "other"  # type: ignore[misc]
    assert hash(story)


def test_parts_are_found_by_id(story: Story) -> None:
    assert story.target("plan").about == ("acme",)
    assert story.actor("acme").kind == "company"
    with pytest.raises(StoryError, match=r"no target 'plam'\. It has: plan\."):
        story.target("plam")
    with pytest.raises(StoryError, match=r"no actor 'plan'\. It has: acme\."):
        story.actor("plan")
    with pytest.raises(StoryError, match=r"no target 'x'\. It has: none\."):
        Story("empty").target("x")


def test_html_is_escaped(story: Story) -> None:
    html = story._repr_html_()
    assert "<b>" not in html
    assert "<i>" not in html
    assert "<script>" not in html
    assert "Acme &lt;b&gt;&amp; Co&lt;/b&gt;" in html
    assert "2018-06-15 to 2018-06-30" in html
    assert "#AcmePlan" in html
    assert Story("empty")._repr_html_().count("<tr>") == 0


def test_ids_are_unique_and_known() -> None:
    with pytest.raises(StoryError) as error:
        Story(
            "A story",
            targets=(Target("plan", "p", about=("acme",)), Target("plan", "q")),
            actors=(Actor("a", "person", "A"), Actor("a", "person", "B")),
        )
    message = str(error.value)
    assert "target[2].id: is 'plan', as is that of target[1]" in message
    assert "actor[2].id: is 'a', as is that of actor[1]" in message
    assert "target[1].about: holds 'acme', expected ids of actors: a" in message


@pytest.mark.parametrize(
    ("window", "message"),
    [
        (("2018-06-30", "2018-06-15"), "window: ends on 2018-06-15, before it starts, 2018-06-30"),
        (("2018-06-15",), "window: .*expected two dates"),
        ("2018-06-15", "window: .*expected two dates"),
        (("2018-06-15", None), r"window\[2\]: is None, expected a date"),
        (5, "window: is 5, expected two dates"),
    ],
)
def test_windows(window: object, message: str) -> None:
    with pytest.raises(StoryError, match=message):
        Story("A story", window=window)  # type: ignore[arg-type]


def test_parts_have_their_types() -> None:
    with pytest.raises(StoryError) as error:
        Story("", match={"terms": ["a"]}, targets=["plan"], actors=3, collection="search")  # type: ignore[arg-type]
    message = str(error.value)
    for text in (
        "name: is empty",
        "match: is {'terms': ['a']}, expected a Match",
        "targets: holds 'plan', expected Target objects",
        "actors: is 3, expected a list of Actor",
        "collection: is 'search', expected a Collection",
    ):
        assert text in message
