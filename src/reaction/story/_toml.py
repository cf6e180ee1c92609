"""Stories as TOML text: reading with every mistake in one message, and writing."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import MISSING, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import tomli_w

from reaction.errors import NoInputError, StoryError
from reaction.story._check import Checker, Mistake, MistakesError, check_ids, shown
from reaction.story.parts import Actor, Collection, Event, Match, Target

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from reaction.story.story import Story

_TABLES: dict[str, type] = {"collection": Collection, "match": Match}
_LISTS: dict[str, type] = {"target": Target, "actor": Actor, "event": Event}
_TOP = ("name", "window", *_TABLES, *_LISTS)
T = TypeVar("T")


def read(path: str | PathLike[str], story: type[Story]) -> Story:
    """Read a story from a file; every mistake is reported at once."""
    raw = _load(Path(path))
    mistakes: list[Mistake] = _unknown_keys(raw, _TOP, "")
    top: dict[str, Any] = {"name": raw.get("name"), **({"window": raw["window"]} if "window" in raw else {})}
    for key, kind in _TABLES.items():
        if key in raw and (part := _build(kind, raw[key], key, mistakes)) is not None:
            top[key] = part
    parts = {key: _build_list(kind, raw.get(key, []), key, mistakes) for key, kind in _LISTS.items()}
    # On the raw tables: an id counts even where its table has a mistake elsewhere.
    check = Checker(None)
    check_ids(
        check,
        [_text(item.get("id")) for item in _dicts(raw.get("target"))],
        [_text(item.get("id")) for item in _dicts(raw.get("actor"))],
        [_texts(item.get("about")) for item in _dicts(raw.get("target"))],
    )
    mistakes += check.mistakes
    try:
        bare = story(**top)
    except MistakesError as error:
        mistakes = [*error.mistakes, *mistakes]
    if mistakes:
        raise MistakesError(f"'{path}'", mistakes)
    lists: dict[str, Any] = {f"{key}s": found for key, found in parts.items()}
    return replace(bare, **lists)


def _shallow(part: Any) -> dict[str, Any]:
    return {item.name: getattr(part, item.name) for item in fields(part)}


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise NoInputError(f"There is no story file '{path}'.") from error
    except IsADirectoryError as error:
        raise StoryError(f"'{path}' is a folder, expected a TOML file.") from error
    except UnicodeDecodeError as error:
        raise StoryError(f"'{path}' is not UTF-8 text ({error.reason} at byte {error.start}).") from error
    except tomllib.TOMLDecodeError as error:
        raise StoryError(f"'{path}' is not valid TOML: {error}.") from error


def _build(kind: type[T], raw: Any, key: str, mistakes: list[Mistake]) -> T | None:
    if not isinstance(raw, dict):
        mistakes.append(Mistake(key, f"is {shown(raw)}, expected a table of keys and values"))
        return None
    names = [item.name for item in fields(kind)]  # type: ignore[arg-type]
    found = _unknown_keys(raw, names, f"{key}.")
    required = [item.name for item in fields(kind) if item.default is MISSING]  # type: ignore[arg-type]
    values = {name: raw.get(name) for name in names if name in raw or name in required}
    try:
        part = kind(**values)
    except MistakesError as error:
        mistakes += [Mistake(f"{key}.{at}", text) for at, text in error.mistakes]
        part = None
    mistakes += found
    return part


def _build_list(kind: type[T], raw: Any, key: str, mistakes: list[Mistake]) -> list[T | None]:
    if isinstance(raw, dict):
        mistakes.append(Mistake(key, f"is one table; write [[{key}]], with two brackets, for each"))
        return []
    if not isinstance(raw, list):
        mistakes.append(Mistake(key, f"is {shown(raw)}, expected tables headed [[{key}]]"))
        return []
    return [_build(kind, item, f"{key}[{number}]", mistakes) for number, item in enumerate(raw, start=1)]


def _dicts(raw: Any) -> list[dict[str, Any]]:
    return [item if isinstance(item, dict) else {} for item in raw] if isinstance(raw, list) else []


def _text(raw: Any) -> str | None:
    return raw.strip() if isinstance(raw, str) else None


def _texts(raw: Any) -> list[str]:
    return [item.strip() for item in raw if isinstance(item, str)] if isinstance(raw, list) else []


def _unknown_keys(raw: dict[str, Any], known: Sequence[str], prefix: str) -> list[Mistake]:
    found = []
    for key in raw:
        if key not in known:
            near = difflib.get_close_matches(key.lower(), known, n=1)
            advice = f"did you mean {near[0]}?" if near else f"known keys: {', '.join(known)}"
            found.append(Mistake(f"{prefix}{key}", f"unknown key; {advice}"))
    return found


def write(story: Story) -> str:
    """Return a story as TOML text."""
    document: dict[str, Any] = {"name": story.name}
    if story.window is not None:
        document["window"] = [day.isoformat() for day in story.window]
    if story.collection is not None:
        document["collection"] = _plain(story.collection)
    if story.match:
        document["match"] = _plain(story.match)
    for key in _LISTS:
        if parts := getattr(story, f"{key}s"):
            document[key] = [_plain(part) for part in parts]
    return tomli_w.dumps(document)


def _plain(part: Any) -> dict[str, Any]:
    return {key: _plain_value(value) for key, value in _shallow(part).items() if value not in (None, ())}


def _plain_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
