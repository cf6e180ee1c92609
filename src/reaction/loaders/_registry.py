"""The export formats that can be read, and how to add one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd
import pyarrow as pa

from reaction.errors import LoadError
from reaction.loaders import _text
from reaction.loaders._columns import Columns
from reaction.loaders._skeleton import Has

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reaction.loaders._rows import Gone, Reject, Row

__all__ = ["Loader", "companion_names", "formats", "get_loader", "loader", "loaders"]

_F = TypeVar("_F", bound="Callable[..., Iterable[Row | Reject | Gone]]")
ENTRY_POINTS = "reaction.loaders"


@dataclass(frozen=True)
class Loader:
    """One export format: how to recognise its records, and how to read one.

    Parameters
    ----------
    name
        The format's name, as in ``read_posts(…, format="x-v1")``.
    platform
        The platform, as in the Posts table.
    convert
        Reads one decoded record: gives rows, rejects and what is said of posts that are gone.
    shapes
        Shapes that records have; a record of the format has at least one.
    record
        The type that a record is decoded into: ``dict``, or a `msgspec.Struct` for speed.
    clean
        Cleans a text column (see `reaction.loaders._text`).
    permalinks
        Addresses of a post, with ``{handle}`` and ``{id}``; the first whose parts are known is taken.
    title
        What the format is, in a few words.
    inside
        Where the records of one large JSON document lie, as ``"chats.list[].messages"``.
    companions
        Names of files beside the file that say more of its posts, such as whose they are.
    spread
        Whether a post may be spread over several rows, with a link or a hashtag in each.
    """

    name: str
    platform: str
    convert: Callable[..., Iterable[Row | Reject | Gone]]
    shapes: tuple[Has | Columns, ...]
    record: Any = dict
    clean: Callable[[pa.Array], pa.Array] = _text.plain
    permalinks: tuple[str, ...] = ()
    title: str = ""
    inside: tuple[str, ...] = ()
    companions: tuple[str, ...] = ()
    spread: bool = False

    @property
    def takes_surroundings(self) -> bool:
        """Whether its function gets what surrounds a record, too."""
        return bool(self.inside or self.companions)

    def shape_of(self, record: Any) -> Has | None:
        """Return the first shape that a JSON record has, or None."""
        return next((shape for shape in self.shapes if isinstance(shape, Has) and shape(record)), None)

    def columns_of(self, header: Sequence[str]) -> Columns | None:
        """Return the first set of columns that a table's header has, or None."""
        return next((shape for shape in self.shapes if isinstance(shape, Columns) and shape(header)), None)

    def clean_value(self, text: str | None) -> str | None:
        """Clean one text as a column would be."""
        if text is None:
            return None
        return str(self.clean(pa.array([text], pa.large_string()))[0].as_py())


_LOADERS: dict[str, Loader] = {}


@cache
def _load_entry_points() -> None:
    """Import what other packages offer as loaders; a module registers its own as it is imported."""
    for entry in entry_points(group=ENTRY_POINTS):
        entry.load()


def loader(  # noqa: PLR0913  # a format has many sides, and most have defaults
    name: str,
    platform: str,
    *,
    matches: Has | Columns | Sequence[Has | Columns],
    record: Any = dict,
    clean: Callable[[pa.Array], pa.Array] = _text.plain,
    permalink: str | Sequence[str] = (),
    inside: str | Sequence[str] = (),
    companions: Sequence[str] = (),
    spread: bool = False,
) -> Callable[[_F], _F]:
    """Register a function as the loader of an export format.

    The function gets one decoded record and yields a :class:`Row` per post in it; shared code does the
    rest: opening and sniffing files, bad lines, times, canonical URLs, kinds, duplicates, references and
    the report. Names of `Row` are those of the Posts table. Oddly typed values are left null and counted.

    Parameters
    ----------
    name
        The format's name; replaces a loader of the same name.
    platform
        The platform, as in the Posts table.
    matches
        Shapes by which records are recognised: of JSON by :func:`has`, of tables (CSV, TSV) by
        :func:`columns`. A row of a table comes as a dict of texts, without its empty cells.
    record
        The type of a decoded record: ``dict``, or a `msgspec.Struct` for speed.
    clean
        Cleans a text column; by default nothing but characters that no file can hold is replaced.
    permalink
        The address of a post, with ``{handle}`` and ``{id}``; or several, of which the first is taken whose
        parts are known.
    inside
        Where the records lie in a document that is one large JSON object, as ``"messages"`` or
        ``"chats.list[].messages"``. They are read one by one, and the function gets as its second argument
        a dict of the texts, numbers and truth values that stand before them in the object that holds the
        list.
    companions
        Names of files beside the file (in the same folder or archive) that say more of its posts. The
        dict of the second argument holds their content under their name, as far as they are there.
    spread
        Whether a post may be spread over several rows, with a link or a hashtag in each: the lists of all its
        rows are put together.

    Returns
    -------
    A decorator that returns the function as it is.

    Examples
    --------
    >>> from reaction.loaders import Author, Row, has, load
    >>> @loader("forum", "forum", matches=has("no", "body"), permalink="https://forum.example/{id}")
    ... def forum(record):
    ...     '''Posts of the example forum, one JSON object a line.'''
    ...     yield Row(str(record["no"]), author=Author(handle=record.get("by")), text=record.get("body"),
    ...               created_at=record.get("at"), reply_to_id=record.get("to"))
    >>> import tempfile, pathlib
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "forum.jsonl"
    >>> _ = file.write_text('{"no": 7, "body": "hello", "at": "2018-06-18T17:00:00Z", "to": "6"}')
    >>> load(file).posts[["platform", "post_id", "kind", "url"]].values.tolist()
    [['forum', '7', 'reply', 'https://forum.example/7']]
    >>> unregister("forum")
    """
    shapes = (matches,) if isinstance(matches, Has | Columns) else tuple(matches)
    permalinks, places = (
        (given,) if isinstance(given, str) else tuple(given) for given in (permalink, inside)
    )

    def register(convert: _F) -> _F:
        title = (convert.__doc__ or name).strip().partition("\n")[0].rstrip(".")
        _LOADERS[name] = Loader(
            name,
            platform,
            convert,
            shapes,
            record,
            clean,
            permalinks,
            title,
            places,
            tuple(companions),
            spread,
        )
        return convert

    return register


def unregister(name: str) -> None:
    """Forget a loader.

    Parameters
    ----------
    name
        The format's name; unknown names are ignored.
    """
    _LOADERS.pop(name, None)


def loaders() -> tuple[Loader, ...]:
    """Return every loader, by name.

    Returns
    -------
    Loaders in alphabetical order, whatever the order of registration.
    """
    _load_entry_points()
    return tuple(_LOADERS[name] for name in sorted(_LOADERS))


def companion_names() -> frozenset[str]:
    """Return the names of files that lie beside exports and say more of their posts."""
    return frozenset(name for one in loaders() for name in one.companions)


def get_loader(name: str) -> Loader:
    """Return the loader of a format.

    Parameters
    ----------
    name
        The format's name.

    Returns
    -------
    Its loader.

    Raises
    ------
    LoadError
        If there is none; the message lists those there are.
    """
    _load_entry_points()
    if name not in _LOADERS:
        known = ", ".join(loader.name for loader in loaders())
        raise LoadError(f"There is no format {name!r}. Known formats: {known}, parquet.")
    return _LOADERS[name]


def formats() -> pd.DataFrame:
    """List the export formats that can be read.

    Returns
    -------
    One row per format: ``format`` (its name), ``platform``, ``title`` and ``recognised_by`` (keys of a
    record).

    Examples
    --------
    >>> formats().set_index("format").loc["x-v2", "title"]
    'X API v2 (twarc2 pages, flattened posts, stream objects)'
    """
    rows = [
        (found.name, found.platform, found.title, "; or ".join(map(str, found.shapes))) for found in loaders()
    ]
    rows.append(
        ("parquet", "any", "Posts table written by reaction.write_posts", "PAR1, and a schema version")
    )
    return pd.DataFrame(sorted(rows), columns=["format", "platform", "title", "recognised_by"], dtype="str")
