"""What the beginning of a JSON file shows, even where it breaks off."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Has", "Skeleton", "has", "read_skeleton"]

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)("?)|([{}\[\]:,])|([^\s{}\[\]:,"]+)', re.DOTALL)
_KEPT_ITEMS = 3
_KEPT_DEPTH = 6
_KEPT_TEXT = 200
_MAX_DEPTH = 2_000
_MOST_VALUES = 1_000
_CONTAINERS: dict[str, type] = {"{": dict, "[": list}


@dataclass(frozen=True)
class Has:
    """A shape that a record can have.

    Parameters
    ----------
    paths
        Keys that must be there, as ``"data[].id"``: a dot goes into an object, ``[]`` into a list's items.
    lacking
        Keys that must not be there.
    where
        Keys whose value must be one of some texts, and these.
    """

    paths: tuple[str, ...]
    lacking: tuple[str, ...] = ()
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __call__(self, record: Any) -> bool:
        """Tell whether a record (complete or broken off) has this shape."""
        return (
            all(_reach(record, path) for path in self.paths)
            and not any(_reach(record, path) for path in self.lacking)
            and all(_value(record, path) in values for path, values in self.where)
        )

    @property
    def size(self) -> int:
        """How many things it asks for."""
        return len(self.paths) + len(self.where)

    def lacking_in(self, record: Any) -> list[str]:
        """Return what it asks for and a record does not have."""
        values = [
            f"{path} = {' or '.join(values)}"
            for path, values in self.where
            if _value(record, path) not in values
        ]
        return [*(path for path in self.paths if not _reach(record, path)), *values]

    def __str__(self) -> str:
        values = (f"{path} = {' or '.join(values)}" for path, values in self.where)
        return ", ".join((*self.paths, *values))


def has(
    *paths: str, lacking: str | tuple[str, ...] = (), where: Mapping[str, str | tuple[str, ...]] | None = None
) -> Has:
    """Describe the shape of a format's records.

    Parameters
    ----------
    *paths
        Keys that a record must have: ``"user.id"`` inside an object, ``"data[].id"`` inside one of a list's
        first items.
    lacking
        Keys that it must not have.
    where
        Values that a key must have one of, as ``{"kind": ("a", "b")}``; keys go into objects as above, but
        not into lists.

    Returns
    -------
    A test for records, which reads as its keys.

    Examples
    --------
    >>> shape = has("id", "user.name")
    >>> shape({"id": 1, "user": {"name": "a"}}), shape({"id": 1}), str(shape)
    (True, False, 'id, user.name')
    """
    wanted = tuple(
        (path, (value,) if isinstance(value, str) else value) for path, value in (where or {}).items()
    )
    return Has(paths, (lacking,) if isinstance(lacking, str) else lacking, wanted)


def _reach(record: Any, path: str) -> bool:
    key, _, rest = path.partition(".")
    name = key.removesuffix("[]")
    if not isinstance(record, dict) or name not in record:
        return False
    inner = record[name]
    if key.endswith("[]"):
        return isinstance(inner, list) and any(not rest or _reach(item, rest) for item in inner)
    return not rest or _reach(inner, rest)


def _value(record: Any, path: str) -> str | None:
    for key in path.split("."):
        if not isinstance(record, dict) or key not in record:
            return None
        record = record[key]
    return record if isinstance(record, str) else None


@dataclass(frozen=True)
class Skeleton:
    """What a stretch of JSON shows.

    Parameters
    ----------
    values
        Its first top-level values, in order; the last may be incomplete. Long lists and texts are cut,
        deep levels left out.
    complete
        Whether every bracket was closed.
    """

    values: tuple[Any, ...]
    complete: bool


class _Reader:
    """Collects values from tokens; never fails, whatever the tokens are."""

    def __init__(self) -> None:
        self.top: list[Any] = []
        self.stack: list[Any] = []
        self.keys: list[str | None] = []
        self.last_text: str | None = None

    def put(self, value: Any) -> None:
        if not self.stack:
            self.top.append(value)
            return
        holder = self.stack[-1]
        if isinstance(holder, list) and len(holder) < _KEPT_ITEMS:
            holder.append(value)
        elif isinstance(holder, dict) and (key := self.keys[-1]) is not None:
            holder[key] = value
            self.keys[-1] = None

    def text(self, text: str) -> None:
        if self.stack and isinstance(self.stack[-1], dict) and self.keys[-1] is None:
            self.last_text = text
        else:
            self.put(text[:_KEPT_TEXT])

    def mark(self, mark: str) -> None:
        if mark == ":" and self.stack and self.last_text is not None:
            self.keys[-1], self.last_text = self.last_text, None
        elif mark in _CONTAINERS:
            self.open(_CONTAINERS[mark]())
        elif mark in "}]" and self.stack:
            self.stack.pop()
            self.keys.pop()

    def open(self, container: Any) -> None:
        if len(self.stack) < _KEPT_DEPTH:
            self.put(container)
        elif self.keys:
            self.keys[-1] = None
        self.stack.append(container)
        self.keys.append(None)


def read_skeleton(text: str) -> Skeleton:
    """Read the structure of JSON that may break off anywhere.

    Parameters
    ----------
    text
        The beginning of a JSON text, or several one after the other.

    Returns
    -------
    What could be seen. Text that is no JSON gives what happens to look like it.

    Examples
    --------
    >>> read_skeleton('{"data": [{"id": "1", "text": "brok')
    Skeleton(values=({'data': [{'id': '1'}]},), complete=False)
    """
    reader = _Reader()
    for match in _TOKEN.finditer(text):
        string, closed, mark, word = match.groups()
        if mark is not None:
            reader.mark(mark)
        elif word is not None:
            reader.put(word)
        elif closed:
            reader.text(string)
        if len(reader.stack) > _MAX_DEPTH or (not reader.stack and len(reader.top) >= _MOST_VALUES):
            break
    return Skeleton(tuple(reader.top), not reader.stack)
