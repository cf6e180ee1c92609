"""The row of a table as a post."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from reaction.loaders._cells import flag, integer, listed, quoted_list
from reaction.loaders._mapping import LISTS
from reaction.loaders._permalinks import address_of_post, is_address
from reaction.loaders._rows import AUTHOR, Author, Media, Reject, Row
from reaction.loaders._tool_names import kind_named, language_named, platform_at, platform_named
from reaction.schema.columns import BY_NAME
from reaction.urls import domain_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from reaction.loaders._mapping import Field
    from reaction.loaders._table_times import TableTimes

__all__ = ["RowMaker"]

NO_ID = Reject("no post id")
_OF_AUTHOR = {f"author_{name}": name for name in AUTHOR}
_REFERENCES = ("reply_to", "repost_of", "quote_of")
# Addresses hold commas and semicolons of their own: one ends where the next begins.
_BETWEEN_ADDRESSES = re.compile(r"[\s,;|]+(?=https?://|www\.)", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"[\s,;|]+")
# Programs write them where there is no id; all such rows would become one post.
_NULL_WORDS = frozenset({"", "nan", "none", "null", "nat", "<na>", "n/a", "#n/a"})
_NOBODY = frozenset({"[deleted]", "[removed]"})
_STATUSES = frozenset({"live", "deleted", "removed", "withheld", "edited"})


class RowMaker:
    """Makes a post of a table's row.

    Parameters
    ----------
    fields
        Where the columns of posts come from.
    times
        Reads times.
    platform
        The platform of every row; None where a column or the permalink says it.
    """

    def __init__(self, fields: Iterable[Field], times: TableTimes, platform: str | None = None) -> None:
        self.times, self.platform = times, platform
        found = {field.name: field for field in fields}
        self.created_at, self.text = found.pop("created_at", None), found.pop("text", None)
        readers = [(name, field.columns, self._reader(field)) for name, field in found.items()]
        self.readers = [one for one in readers if one[0] not in _OF_AUTHOR]
        self.author_readers = [
            (_OF_AUTHOR[name], columns, read) for name, columns, read in readers if name in _OF_AUTHOR
        ]
        # A list that a row leaves empty is known to be empty: the tool has looked.
        self.empty = {name for name in found if name in LISTS}

    def __call__(self, record: Mapping[str, str]) -> list[Row | Reject]:
        """Make the post of one row, or the reject that it is."""
        values: dict[str, Any] = {name: [] for name in self.empty}
        for name, columns, read in self.readers:
            if (cell := _first(record, columns)) is not None:
                values[name] = read(cell)
        for prefix in _REFERENCES:
            _read_reference(values, prefix)
        if (conversation := values.get("conversation_id")) is not None:
            values["conversation_id"] = _id_in(conversation)
        if not _identify(values):
            return [NO_ID]
        values["platform"] = self.platform or values.get("platform") or _platform_of(values)
        self._read_time(record, values)
        self._read_text(record, values)
        return [Row(author=self._author(record), **values)]

    def _author(self, record: Mapping[str, str]) -> Author | None:
        values = {
            name: read(cell)
            for name, columns, read in self.author_readers
            if (cell := _first(record, columns)) is not None
        }
        return Author(**values) if values else None

    def _read_time(self, record: Mapping[str, str], values: dict[str, Any]) -> None:
        field = self.created_at
        text = _first(record, field.columns) if field is not None else None
        if field is None or text is None:
            return
        if ":" not in text and (clock := _first(record, field.time)) is not None:
            text = f"{text} {clock}"
        values["created_at"], values["created_at_quality"] = self.times.read(text)

    def _read_text(self, record: Mapping[str, str], values: dict[str, Any]) -> None:
        if self.text is None:
            return
        whole = _first(record, self.text.columns)
        part = _first(record, self.text.cut) if whole is None else None
        values["text"] = part if whole is None else whole
        values["text_truncated"] = bool(values.get("text_truncated")) or part is not None

    def _reader(self, field: Field) -> Callable[[str], Any]:
        name = field.name
        if name in LISTS:
            return _list_reader(field)
        if BY_NAME[name].type == "timestamp":
            return lambda cell: self.times.read(cell).micros
        if name in _READERS:
            return _READERS[name]
        if name.endswith("_id"):
            return _bare
        return _handle if name.endswith("_handle") else _BY_TYPE.get(BY_NAME[name].type, str.strip)


def _first(record: Mapping[str, str], columns: Iterable[str]) -> str | None:
    return next((cell for column in columns if (cell := record.get(column)) and not cell.isspace()), None)


def _bare(cell: str) -> str | None:
    """Free an id of what keeps a spreadsheet from taking it for a number: ``="1"``, ``'1``, ``"1"``."""
    text = cell.strip()
    if text.startswith('="'):
        text = text[1:]
    text = text.strip("'\" ")
    return None if text.lower() in _NULL_WORDS else text


def _name(cell: str) -> str | None:
    text = cell.strip()
    return None if text in _NOBODY else text


def _handle(cell: str) -> str | None:
    return (_name(cell.strip("'\" ")) or "").lstrip("@") or None


def _count(cell: str) -> int | str:
    # Text that is no number is left to shared code, which counts it as odd.
    number = integer(cell)
    return cell if number is None else number


def _truth(cell: str) -> bool | str:
    found = flag(cell)
    return cell if found is None else found


def _plainly(cell: str) -> bool:
    return flag(cell) is True


def _status(cell: str) -> str | None:
    word = cell.strip().lower()
    return word if word in _STATUSES else None


_READERS: dict[str, Callable[[str], Any]] = {
    "platform": platform_named,
    "kind": kind_named,
    "lang": language_named,
    "status": _status,
    "url": _bare,
    "author_name": _name,
    "author_bio": str,
}
_BY_TYPE: dict[str, Callable[[str], Any]] = {"Int64": _count, "boolean": _truth, "bool": _plainly}


def _list_reader(field: Field) -> Callable[[str], list[Any]]:
    strip = {"hashtags": "#", "mentions": "@"}.get(field.name, "")

    def read(cell: str) -> list[str]:
        text = cell.strip()
        if text.startswith("[") and text.endswith("]"):
            parts = quoted_list(text)
        elif field.separator is not None:
            parts = listed(text, field.separator)
        else:
            parts = (_BETWEEN_WORDS if strip else _BETWEEN_ADDRESSES).split(text)
        return [word for part in parts if (word := part.strip().lstrip(strip))]

    if field.name == "media":
        return lambda cell: [Media(url=address) for address in read(cell)]
    return read


def _id_in(text: str) -> str | None:
    """Read an id that may be given as the address of the post."""
    if not is_address(text):
        return text
    first = _BETWEEN_ADDRESSES.split(text)[0]
    found = address_of_post(first)
    return found.post_id if found is not None else None


def _read_reference(values: dict[str, Any], prefix: str) -> None:
    name, handle = f"{prefix}_id", f"{prefix}_author_handle"
    given = values.get(name)
    if given is None or not is_address(given):
        return
    found = address_of_post(_BETWEEN_ADDRESSES.split(given)[0])
    values[name] = found.post_id if found is not None else None
    if found is not None and found.handle is not None:
        values.setdefault(handle, found.handle)


def _identify(values: dict[str, Any]) -> bool:
    """Find the id of the post: as given, else in its permalink."""
    given = values.get("post_id")
    if given is not None and is_address(given):
        values.setdefault("url", given)
        given = None if (found := address_of_post(given)) is None else found.post_id
    elif given is None and (url := values.get("url")) is not None:
        given = None if (found := address_of_post(url)) is None else found.post_id
    values["post_id"] = given
    return given is not None


def _platform_of(values: Mapping[str, Any]) -> str | None:
    url = values.get("url")
    if url is None:
        return None
    domain = domain_of(url)
    known = platform_at(domain) if domain is not None else None
    if known is None and (found := address_of_post(url)) is not None and found.platform != "unknown":
        return found.platform
    return known
