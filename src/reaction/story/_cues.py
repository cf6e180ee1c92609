"""Finds match rules that are also cues of stance, and so select on the outcome."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reaction.lexicon import stance_cues
from reaction.story._words import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reaction.story.story import Story

_WORD = re.compile(r"[\w'-]+")
_PART_OF_TAG = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+")
_LONGEST = 6  # words in a cue


def outcome_rules(story: Story) -> list[str]:
    """Return the terms and hashtags that are cues of stance, each with the reason in brackets."""
    sides = _stance_hashtags(story)
    names = _names(story)
    found = []
    for term in story.match.terms:
        plain = folded(term)
        reasons = [*sides.get(_tag(plain), []), *([] if plain in names else _cues(_WORD.findall(plain)))]
        found += [f"term {term!r} ({', '.join(reasons)})"] if reasons else []
    for tag in story.match.hashtags:
        reasons = sides.get(_tag(folded(tag)), []) or _cues(_parts(tag))
        found += [f"hashtag {tag!r} ({', '.join(reasons)})"] if reasons else []
    return found


def _stance_hashtags(story: Story) -> dict[str, list[str]]:
    sides: dict[str, list[str]] = {}
    for target in story.targets:
        for side, tags in (("favor", target.favor_hashtags), ("against", target.against_hashtags)):
            for tag in tags:
                sides.setdefault(_tag(folded(tag)), []).append(f"hashtag {side} {target.id!r}")
    return sides


def _names(story: Story) -> set[str]:
    """Return the names in the story: a company may be called after a cue."""
    named = [name for actor in story.actors for name in (actor.name, *actor.aliases, *actor.products)]
    named += [name for target in story.targets for name in (target.name, *target.aliases)]
    return {folded(name) for name in named}


def _tag(text: str) -> str:
    return "".join(text.split()).lstrip("#")


def _parts(tag: str) -> list[str]:
    return [folded(part) for part in _PART_OF_TAG.findall(tag)]


def _cues(words: Sequence[str]) -> list[str]:
    """Return the cues among the words, without those that lie inside a longer one."""
    known = stance_cues()
    spans = [
        (start, end)
        for start in range(len(words))
        for end in range(start + 1, min(start + _LONGEST, len(words)) + 1)
        if " ".join(words[start:end]) in known
    ]
    return [f"cue {' '.join(words[start:end])!r}" for start, end in _outermost(spans)]


def _outermost(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, end in spans:
        if not any(a <= start and end <= b and (a, b) != (start, end) for a, b in spans):
            yield start, end
