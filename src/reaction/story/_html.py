"""A story as a small HTML table, for notebooks."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reaction.story.story import Story


def story(value: Story) -> str:
    """Return the story as an HTML table; every text is escaped."""
    rows = [
        ("Window", _window(value)),
        ("Collection", _collection(value)),
        ("Match", _match(value)),
        ("Targets", _lines(f"{target.id}: {target.name}" for target in value.targets)),
        ("Actors", _lines(f"{actor.id} ({actor.kind}): {actor.name}" for actor in value.actors)),
        (
            "Events",
            _lines(f"{event.at:%Y-%m-%d %H:%M} UTC, {event.kind}: {event.title}" for event in value.events),
        ),
    ]
    body = "".join(
        f'<tr><th style="text-align:left;vertical-align:top">{name}</th>'
        f'<td style="text-align:left">{cell}</td></tr>'
        for name, cell in rows
        if cell
    )
    return f"<table><caption>{escape(value.name)}</caption><tbody>{body}</tbody></table>"


def _lines(texts: Iterable[str]) -> str:
    return "<br>".join(escape(text) for text in texts)


def _window(value: Story) -> str:
    return f"{value.window[0]} to {value.window[1]}, UTC, both days in" if value.window else ""


def _collection(value: Story) -> str:
    if value.collection is None:
        return ""
    found = value.collection
    said = [found.mode]
    if found.query:
        said.append(f"query: {found.query}")
    if found.start or found.end:
        said.append(f"{found.start or '?'} to {found.end or '?'}")
    if found.cap:
        said.append(f"at most {found.cap:,} posts")
    return escape("; ".join(said))


def _match(value: Story) -> str:
    rules = value.match
    named = (
        ("terms", rules.terms),
        ("hashtags", [f"#{tag}" for tag in rules.hashtags]),
        ("urls", rules.urls),
        ("posts", rules.posts),
        ("accounts", rules.accounts),
    )
    return _lines(f"{name}: {', '.join(items)}" for name, items in named if items)
