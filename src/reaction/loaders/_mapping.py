"""Which columns of a table hold which columns of posts: as the user says, or as a preset of a tool does."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from reaction.errors import MappingError
from reaction.loaders import _text
from reaction.loaders._rows import AUTHOR, FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["LISTS", "MAPPABLE", "Field", "Scheme", "presets", "scheme_of"]

# Filled in by reading, or no column of the Posts table.
_NOT_MAPPED = frozenset({"author", "edits", "seen_at", "created_at_quality"})
MAPPABLE = tuple(name for name in FIELDS if name not in _NOT_MAPPED) + tuple(
    f"author_{name}" for name in AUTHOR
)
LISTS = frozenset({"urls", "hashtags", "mentions", "media"})
_OPTIONS = {"column", "separator", "cut", "time"}
# Fewer of a tool's columns on a line may stand in the text about the search that comes before the table.
_ENOUGH = 3
_SHOWN_COLUMNS = 40


@dataclass(frozen=True)
class Field:
    """Where one column of posts comes from.

    Parameters
    ----------
    name
        The column of the Posts table.
    columns
        Columns of the file; the first that is not empty in a row counts.
    separator
        What stands between the values of a list; None to find them by what they look like.
    cut
        Columns that may hold no more than a part of the text, taken where the others are empty.
    time
        Columns that hold the time of day where the date's has none.
    """

    name: str
    columns: tuple[str, ...]
    separator: str | None = None
    cut: tuple[str, ...] = ()
    time: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[tuple[str, ...], ...]:
        """Columns of the file by what they are for; of each part, one column at least has to be there."""
        return self.columns, self.cut, self.time

    @property
    def all_columns(self) -> tuple[str, ...]:
        """Every column of the file that it reads."""
        return (*self.columns, *self.cut, *self.time)


@dataclass(frozen=True)
class Scheme:
    """How to read a table.

    Parameters
    ----------
    name
        The preset's name, or ``"table"``.
    title
        What the table is, in a few words.
    stated
        Fields that the user maps, whose columns have to be there.
    offered
        Fields of the preset, each with all spellings that are known.
    date_formats
        How the preset's tool writes times.
    """

    name: str
    title: str
    stated: tuple[Field, ...]
    offered: tuple[Field, ...] = ()
    date_formats: tuple[str, ...] = ()

    def score(self, names: Sequence[str]) -> int:
        """Count the columns that this scheme knows among the cells of a line."""
        stated = {column for field in self.stated for column in field.all_columns}
        offered = {_spelling(column) for field in self.offered for column in field.all_columns}
        known = stated.intersection(names) | offered.intersection(map(_spelling, names))
        return len(known)

    def is_header(self, names: Sequence[str]) -> bool:
        """Tell whether a line has enough of these columns to be a table's header."""
        return self.score(names) >= (_ENOUGH if self.offered else 1)

    def no_header(self, names: Sequence[str], where: str) -> str:
        """Say that no line of a table is its header, given the likeliest."""
        wanted = list(
            dict.fromkeys(column for field in (*self.stated, *self.offered) for column in field.columns)
        )
        near = dict.fromkeys(similar for column in wanted for similar in _similar(column, names))
        advice = f" Did you mean {' or '.join(map(repr, list(near)[:3]))}?" if near and self.stated else ""
        what = (
            f"is no export of {self.title}" if self.offered else f"has none of the columns {_listed(wanted)}"
        )
        return f"'{where}' {what}.{advice} Its columns: {_listed(names)}."

    def fit(self, names: Sequence[str], where: str) -> tuple[Field, ...]:
        """Find the columns in a table's header.

        Parameters
        ----------
        names
            The header.
        where
            The table, for messages.

        Returns
        -------
        Fields of which each column is in the header.

        Raises
        ------
        MappingError
            If a column that the user maps is not there or there twice, or nothing identifies a post.
        """
        stated = [_present(field, names) for field in self.stated]
        for field, found in zip(self.stated, stated, strict=True):
            for columns, there in zip(field.parts, found.parts, strict=True):
                if columns and not there:
                    raise MappingError(_missing(field.name, columns, names, where))
        mine = {field.name for field in self.stated}
        spelled = {_spelling(name): name for name in reversed(names) if name}
        offered = [
            _present(_respelled(field, spelled), names) for field in self.offered if field.name not in mine
        ]
        fields = tuple(field for field in (*stated, *offered) if field.all_columns)
        _check_unique(fields, names, where)
        if not {"post_id", "url"} & {field.name for field in fields}:
            raise MappingError(
                f"'{where}' has no column that identifies a post. Map post_id, or the permalink as url. "
                f"Its columns: {_listed(names)}."
            )
        return fields


def scheme_of(mapping: Mapping[str, Any] | None, preset: str | None) -> Scheme:
    """Put together what the user says and what a preset knows.

    Parameters
    ----------
    mapping
        Columns of the file by column of posts.
    preset
        The name of a preset, or None.

    Returns
    -------
    The scheme; what the user maps replaces what the preset says of the same column.

    Raises
    ------
    MappingError
        If neither is given, the preset is unknown, or the mapping can't be understood.
    """
    if mapping is None and preset is None:
        raise MappingError(
            "Say where the columns of posts are: mapping={'post_id': 'Id', 'text': 'Text', …}, "
            f"or preset= one of {', '.join(presets())}."
        )
    stated = tuple(_field(name, value) for name, value in (mapping or {}).items())
    if preset is None:
        if not {"post_id", "url"} & {field.name for field in stated if field.columns}:
            raise MappingError("Nothing identifies a post. Map post_id, or the permalink as url.")
        return Scheme("table", "columns as mapped", stated)
    if preset not in presets():
        raise MappingError(f"There is no preset {preset!r}. Presets: {', '.join(presets())}.")
    title, offered, formats = _preset(preset)
    return Scheme(preset, title, stated, offered, formats)


def presets() -> tuple[str, ...]:
    """Return the names of the presets, sorted."""
    return tuple(
        sorted(
            file.name.removesuffix(".toml")
            for file in (files("reaction.loaders") / "presets").iterdir()
            if file.name.endswith(".toml")
        )
    )


@cache
def _preset(name: str) -> tuple[str, tuple[Field, ...], tuple[str, ...]]:
    text = (files("reaction.loaders") / "presets" / f"{name}.toml").read_text(encoding="utf-8")
    content = tomllib.loads(text)
    fields = tuple(_field(column, value) for column, value in content["columns"].items())
    return content["title"], fields, tuple(content.get("date_formats", ()))


def _field(name: str, value: Any) -> Field:
    if name not in MAPPABLE:
        near = get_close_matches(str(name), MAPPABLE, 3, 0.5)
        advice = f"Did you mean {' or '.join(near)}?" if near else f"Columns: {', '.join(MAPPABLE)}."
        raise MappingError(
            f"The mapping names {name!r}, which is no column of posts that a table gives. {advice}"
        )
    if value is None:
        return Field(name, ())
    options = value if isinstance(value, Mapping) else {"column": value}
    if unknown := set(options) - _OPTIONS:
        raise MappingError(
            f"The mapping of {name!r} has {min(map(repr, unknown))}; it may have {', '.join(sorted(_OPTIONS))}."
        )
    for option, names in (("separator", LISTS), ("cut", {"text"}), ("time", {"created_at"})):
        if option in options and name not in names:
            raise MappingError(
                f"The mapping of {name!r} can't have {option!r}: that is for {', '.join(sorted(names))}."
            )
    separator = options.get("separator")
    if separator is not None and (not isinstance(separator, str) or not separator):
        raise MappingError(f"The separator of {name!r} has to be a text such as ';', not {separator!r}.")
    columns, cut, time = (_columns(name, options.get(option)) for option in ("column", "cut", "time"))
    return Field(name, columns, separator, cut, time)


def _columns(name: str, value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, Sequence) or not all(isinstance(column, str) for column in given):
        raise MappingError(
            f"The mapping of {name!r} has to name a column or a list of columns, not {value!r}."
        )
    return tuple(column.strip() for column in given)


def _spelling(name: str) -> str:
    return " ".join(name.replace("_", " ").split()).casefold()


def _respelled(field: Field, spelled: Mapping[str, str]) -> Field:
    columns, cut, time = (
        tuple(dict.fromkeys(spelled.get(_spelling(column), column) for column in part))
        for part in field.parts
    )
    return Field(field.name, columns, field.separator, cut, time)


def _present(field: Field, names: Sequence[str]) -> Field:
    there = set(names)
    columns, cut, time = (tuple(column for column in part if column in there) for part in field.parts)
    return Field(field.name, columns, field.separator, cut, time)


def _missing(name: str, columns: Sequence[str], names: Sequence[str], where: str) -> str:
    wanted = " or ".join(map(repr, columns))
    near = dict.fromkeys(similar for column in columns for similar in _similar(column, names))
    advice = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
    return f"'{where}' has no column {wanted}, mapped to {name}.{advice} Its columns: {_listed(names)}."


def _similar(column: str, names: Sequence[str]) -> list[str]:
    spelled = {_spelling(name): name for name in names if name}
    return [spelled[found] for found in get_close_matches(_spelling(column), spelled, 3, 0.6)]


def _check_unique(fields: Iterable[Field], names: Sequence[str], where: str) -> None:
    times = Counter(names)
    for field in fields:
        for column in field.all_columns:
            if times[column] > 1:
                raise MappingError(
                    f"'{where}' has {times[column]} columns {column!r}, mapped to {field.name}. Rename all but one."
                )


def _listed(names: Sequence[str]) -> str:
    shown = _text.names(name for name in names[:_SHOWN_COLUMNS] if name)
    return shown if len(names) <= _SHOWN_COLUMNS else f"{shown}, … ({len(names)} in all)"
