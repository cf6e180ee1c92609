"""Lists of entities: the packaged ones and the researcher's own, read from CSV or TOML."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import pyarrow as pa

from reaction.lexicon import LexiconError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LABELS = ("COMPANY", "AGENCY", "ADVOCACY", "OUTLET", "PERSON", "POLITICIAN", "PRODUCT", "POLICY", "ORG")
_LISTS = ("aliases", "products", "handles", "domains", "tickers")
_KEYS = ("id", "label", "name", *_LISTS, "parent")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MARKS = ("=", "?")
_HANDLE = re.compile(r"\w[\w.-]{0,100}")
_DOMAIN = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_TICKER = re.compile(r"[A-Z0-9]{1,10}(?:\.[A-Z]{1,2})?")


class Entry(NamedTuple):
    """An entity of a list. Names may carry the mark ``=`` (only as written) or ``?`` (also an ordinary word)."""

    id: str
    label: str
    name: str
    aliases: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    tickers: tuple[str, ...] = ()
    parent: str = ""


def unmarked(surface: str) -> tuple[str, str]:
    """Return the mark of a name and the name."""
    return (surface[0], surface[1:].strip()) if surface.startswith(_MARKS) else ("", surface)


@cache
def packaged() -> tuple[Entry, ...]:
    """Return the entries of the packaged lists, in the order of the files' names."""
    folder = files("reaction") / "nlp" / "lexicons"
    sources = sorted((item for item in folder.iterdir() if item.name.endswith(".csv")), key=lambda s: s.name)
    return tuple(
        entry
        for source in sources
        for entry in _entries(_csv_tables(source.read_text(encoding="utf-8"), source.name))
    )


def paths_of(given: object) -> list[Path]:
    """Return the paths given, of which one may stand alone."""
    items = [given] if isinstance(given, str | PathLike) else given
    wrong = not isinstance(items, Iterable) or isinstance(items, bytes | bytearray)
    found = [] if wrong else list(items)  # type: ignore[call-overload]
    if wrong or not all(isinstance(item, str | PathLike) for item in found):
        raise LexiconError(f"lexicons is {given!r}, expected a list of paths of CSV or TOML files.")
    return [Path(item) for item in found]


def read_lists(paths: str | PathLike[str] | Iterable[str | PathLike[str]]) -> tuple[Entry, ...]:
    """Read lists of entities of the researcher's own; one path may stand without a list.

    Raises
    ------
    LexiconError
        If `paths` is something else, a file is missing, is neither CSV nor TOML, or a row is wrong; the message
        says which and why.
    """
    found: list[Entry] = []
    for path in paths_of(paths):
        if not path.is_file():
            raise LexiconError(f"There is no list of entities at '{path}'.")
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise LexiconError(
                f"'{path}' is not UTF-8 text: {error.reason} at byte {error.start}."
            ) from error
        if path.suffix.lower() == ".toml":
            found += _entries(_toml_tables(text, f"'{path}'"))
        elif path.suffix.lower() == ".csv":
            found += _entries(_csv_tables(text, f"'{path}'"))
        else:
            raise LexiconError(f"'{path}' is no list of entities: expected a file named .csv or .toml.")
    seen: set[str] = set()
    for entry in found:
        if entry.id in seen:
            raise LexiconError(f"The id {entry.id!r} stands twice in the lists given.")
        seen.add(entry.id)
    return tuple(found)


def gazetteer(lexicons: str | PathLike[str] | Iterable[str | PathLike[str]] = ()) -> pd.DataFrame:
    """List the entities that :func:`reaction.nlp.entities` knows without a story.

    The packaged lists hold companies with their products, agencies, outlets, politicians, policies, advocacy
    groups and other organisations. They are written by hand from public facts, are never complete, and lean
    towards the English-speaking world.

    Parameters
    ----------
    lexicons
        Files with lists of your own, CSV or TOML; one path may stand without a list.

    Returns
    -------
    Table of n entities, those of `lexicons` first: ``entity_id, label, name``; ``aliases, products, handles,
    domains, tickers`` (lists of text, in which ``=`` before a name means that it counts only as written, and
    ``?`` that it is also an ordinary word); ``mark`` (the same mark of `name`, or empty); ``parent`` (the id of the owner or superior body, null where none
    is given); ``source`` (``list`` or ``packaged``).

    Raises
    ------
    LexiconError
        If a list is missing or wrong; the message says where.

    Examples
    --------
    >>> known = gazetteer()
    >>> known.loc[known["entity_id"] == "github", ["label", "name", "parent"]].values.tolist()
    [['COMPANY', 'GitHub', 'microsoft']]
    """
    own = read_lists(lexicons)
    entries = [*own, *packaged()]
    lists: Any = pd.ArrowDtype(pa.list_(pa.string()))
    columns: dict[str, Any] = {
        "entity_id": pd.Series([entry.id for entry in entries], dtype="str"),
        "label": pd.Series([entry.label for entry in entries], dtype="str"),
        "name": pd.Series([unmarked(entry.name)[1] for entry in entries], dtype="str"),
        "mark": pd.Series([unmarked(entry.name)[0] for entry in entries], dtype="str"),
    }
    for key in _LISTS:
        values = pa.array([list(getattr(entry, key)) for entry in entries], pa.list_(pa.string()))
        columns[key] = pd.Series(lists.__from_arrow__(values))
    columns["parent"] = pd.Series([entry.parent or None for entry in entries], dtype="str")
    columns["source"] = ["list"] * len(own) + ["packaged"] * (len(entries) - len(own))
    return pd.DataFrame(columns).astype({"source": "str"})


def _csv_tables(text: str, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text), strict=True)
    header = reader.fieldnames or []
    if unknown := [name for name in header if name not in _KEYS]:
        raise LexiconError(f"{where}: unknown column {unknown[0]!r}. Known: {', '.join(_KEYS)}.")
    if missing := [name for name in ("id", "label", "name") if name not in header]:
        raise LexiconError(f"{where}: the column {missing[0]!r} is missing.")
    try:
        for row in reader:
            place = f"{where}, line {reader.line_num}"
            if None in row or None in row.values():
                raise LexiconError(f"{place}: the row has more or fewer cells than the header.")
            yield (
                place,
                {key: _split(value) if key in _LISTS else value.strip() for key, value in row.items()},
            )
    except csv.Error as error:
        raise LexiconError(f"{where}, line {reader.line_num}: not CSV: {error}.") from error


def _split(cell: str) -> list[str]:
    return [part for item in cell.split("|") if (part := item.strip())]


def _toml_tables(text: str, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{where} is not TOML: {error}.") from error
    if set(tables) != {"entity"} or not isinstance(tables["entity"], list):
        raise LexiconError(f"{where}: expected tables written [[entity]] and nothing else.")
    for number, table in enumerate(tables["entity"], start=1):
        place = f"{where}, entity {number}"
        if not isinstance(table, dict):
            raise LexiconError(f"{place}: expected a table.")
        for key, value in table.items():
            if key not in _KEYS:
                raise LexiconError(f"{place}: unknown key {key!r}. Known: {', '.join(_KEYS)}.")
            good = isinstance(value, list) if key in _LISTS else isinstance(value, str)
            if not good or (key in _LISTS and not all(isinstance(item, str) for item in value)):
                kind = "a list of texts" if key in _LISTS else "a text"
                raise LexiconError(f"{place}: {key!r} is {value!r}, expected {kind}.")
        yield place, table


def _bare(key: str, item: str) -> str:
    """Return a value as it is looked up: handles without ``@``, tickers without ``$``, domains without ``www.``."""
    if key == "handles":
        return item.lstrip("@\uff20")
    if key == "tickers":
        return item.lstrip("$").upper()
    return item.lower().removeprefix("www.") if key == "domains" else item


def _check_searchable(name: str, lists: Mapping[str, Sequence[str]], place: str) -> None:
    """Refuse what could never be found."""
    for surface in (name, *lists["aliases"], *lists["products"]):
        if not any(letter.isalnum() for letter in unmarked(surface)[1]):
            raise LexiconError(f"{place}: the name {surface!r} holds neither letter nor digit.")
    for key, pattern, expected in (
        ("handles", _HANDLE, "a handle such as acme_help"),
        ("domains", _DOMAIN, "a domain such as acme.example"),
        ("tickers", _TICKER, "a ticker such as ACME"),
    ):
        for item in lists[key]:
            if not pattern.fullmatch(item):
                raise LexiconError(f"{place}: {key!r} holds {item!r:.80}, expected {expected}.")


def _entries(tables: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterator[Entry]:
    for place, table in tables:
        for key in ("id", "label", "name"):
            if not table.get(key):
                raise LexiconError(f"{place}: {key!r} is empty or missing.")
        if not _ID.fullmatch(table["id"]):
            raise LexiconError(f"{place}: the id {table['id']!r} may hold a-z, 0-9 and single hyphens only.")
        if table["label"] not in LABELS:
            raise LexiconError(f"{place}: unknown label {table['label']!r}. Known: {', '.join(LABELS)}.")
        lists = {key: tuple(_bare(key, item) for item in table.get(key, ())) for key in _LISTS}
        _check_searchable(table["name"], lists, place)
        yield Entry(table["id"], table["label"], table["name"], parent=table.get("parent", ""), **lists)
