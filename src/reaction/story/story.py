"""The story: a frozen description of what people react to."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from reaction.errors import StoryError
from reaction.story import _html, _toml
from reaction.story._check import Checker, check_ids, shown
from reaction.story.parts import Actor, Collection, Event, Match, Target
from reaction.story.selection import select

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from os import PathLike

    import pandas as pd

__all__ = ["Story"]

Part = TypeVar("Part", Target, Actor)


@dataclass(frozen=True)
class Story:
    """What people react to: the rules that select posts, the targets, the actors and the events.

    Parameters
    ----------
    name
        What the story is called in print.
    window
        First and last day, both inclusive, UTC: dates or ISO text.
    collection
        How the data came to be.
    match
        What makes a post belong to the story.
    targets, actors, events
        What people take a stance on, who matters, and what happened when.

    Raises
    ------
    StoryError
        If a value is of the wrong kind, ids repeat, or a target is about an actor that is not there; the
        message lists every mistake.

    Examples
    --------
    >>> story = Story("Microsoft and ICE", window=("2018-06-15", "2018-06-30"),
    ...               targets=[Target("contract", "the contract", about=["ice"])],
    ...               actors=[Actor("ice", "agency", "Immigration and Customs Enforcement")])
    >>> story.target("contract").name
    'the contract'
    >>> print(story.to_toml().splitlines()[0])
    name = "Microsoft and ICE"
    """

    name: str
    window: tuple[date, date] | None = None
    collection: Collection | None = None
    match: Match = field(default_factory=Match)
    targets: tuple[Target, ...] = ()
    actors: tuple[Actor, ...] = ()
    events: tuple[Event, ...] = ()

    def __post_init__(self) -> None:
        check = Checker(self)
        check.text("name")
        _check_window(check)
        if self.collection is not None and not isinstance(self.collection, Collection):
            check.add("collection", f"is {shown(self.collection)}, expected a Collection")
        if not isinstance(self.match, Match):
            check.add("match", f"is {shown(self.match)}, expected a Match")
        check.parts("targets", Target)
        check.parts("actors", Actor)
        check.parts("events", Event)
        if not check.mistakes:
            check_ids(
                check,
                [target.id for target in self.targets],
                [actor.id for actor in self.actors],
                [target.about for target in self.targets],
            )
        check.finish()

    @classmethod
    def from_toml(cls, path: str | PathLike[str]) -> Story:
        """Read a story from a TOML file.

        Parameters
        ----------
        path
            The file, as in the README: ``name``, ``window``, ``[collection]``, ``[match]``, ``[[target]]``,
            ``[[actor]]``, ``[[event]]``.

        Returns
        -------
        The story.

        Raises
        ------
        NoInputError
            If there is no such file.
        StoryError
            If the file is not TOML, or has mistakes: all of them are named with their key (lists counted
            from 1, as in ``target[1].id``) and what was expected.

        Examples
        --------
        >>> import tempfile
        >>> file = Path(tempfile.mkdtemp()) / "story.toml"
        >>> text = Story("A story", match=Match(terms=["something"])).to_toml(file)
        >>> Story.from_toml(file).match.terms
        ('something',)
        """
        return _toml.read(path, cls)

    def to_toml(self, path: str | PathLike[str] | None = None) -> str:
        """Return the story as TOML, and write it where a path is given.

        Parameters
        ----------
        path
            The file to write; an existing one is replaced.

        Returns
        -------
        TOML text; :meth:`from_toml` reads it back as an equal story.

        Examples
        --------
        >>> print(Story("A story", match=Match(hashtags=["#tag"])).to_toml())
        name = "A story"
        <BLANKLINE>
        [match]
        hashtags = [
            "tag",
        ]
        """
        text = _toml.write(self)
        if path is not None:
            Path(path).write_text(text, encoding="utf-8", newline="\n")
        return text

    def target(self, target_id: str) -> Target:
        """Return the target of an id.

        Parameters
        ----------
        target_id
            Its id.

        Returns
        -------
        The target.

        Raises
        ------
        StoryError
            If the story has none of this id; the message names those it has.

        Examples
        --------
        >>> Story("A story", targets=[Target("plan", "the plan")]).target("plan").name
        'the plan'
        """
        return _find(self, "target", self.targets, target_id)

    def actor(self, actor_id: str) -> Actor:
        """Return the actor of an id.

        Parameters
        ----------
        actor_id
            Its id.

        Returns
        -------
        The actor.

        Raises
        ------
        StoryError
            If the story has none of this id; the message names those it has.

        Examples
        --------
        >>> Story("A story", actors=[Actor("ice", "agency", "ICE")]).actor("ice").kind
        'agency'
        """
        return _find(self, "actor", self.actors, actor_id)

    def select(self, posts: pd.DataFrame, *, depth: int = 1) -> pd.DataFrame:
        """Select the posts that belong to the story, and say why; see :func:`reaction.story.select`.

        Parameters
        ----------
        posts
            Posts table.
        depth
            How many steps to follow replies, reposts and quotes of matching posts.

        Returns
        -------
        The rows of `posts` that belong, with ``matched_by`` and ``match_depth``.

        Raises
        ------
        StoryError
            If the story has no ``[match]`` rules, or `depth` is not a whole number from 0.
        MissingColumnError
            If `posts` lacks a column.

        Examples
        --------
        >>> from reaction.schema import from_columns
        >>> posts = from_columns({"platform": ["x", "x"], "post_id": ["1", "2"], "kind": ["original"] * 2,
        ...                       "text": ["The ICE contract!", "Lunch"]})
        >>> Story("A story", match=Match(terms=["ice contract"])).select(posts)["post_id"].tolist()
        ['1']
        """
        return select(posts, self, depth=depth)

    def _repr_html_(self) -> str:
        return _html.story(self)


def _find(story: Story, what: str, parts: Sequence[Part], part_id: str) -> Part:
    for part in parts:
        if part.id == part_id:
            return part
    known = ", ".join(part.id for part in parts) or "none"
    raise StoryError(f"The story {shown(story.name)} has no {what} {shown(part_id)}. It has: {known}.")


def _check_window(check: Checker) -> None:
    window = check.value("window")
    if window is None:
        return
    if isinstance(window, str) or not hasattr(window, "__len__") or len(window) != 2:
        check.add("window", f"is {shown(window)}, expected two dates such as ['2018-06-15', '2018-06-30']")
        return
    first, last = (check.day_of(f"window[{number}]", day) for number, day in enumerate(window, start=1))
    if first and last and first > last:
        check.add("window", f"ends on {last}, before it starts, {first}; expected the first day first")
    check.put("window", (first, last))
