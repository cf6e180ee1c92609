"""One record out of its bytes: the fast way, and the patient way for what strict parsers refuse."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

import msgspec

from reaction.loaders import _text
from reaction.loaders._split import split_objects

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Decoder", "Undecodable"]

_BOM = b"\xef\xbb\xbf"
# Telegram Desktop writes control characters as C does, which JSON does not know.
_C_ESCAPE = re.compile(rb"(?<!\\)((?:\\\\){0,20})\\x([0-9A-Fa-f]{2})")
_TOLERANT = json.JSONDecoder(strict=False)

# What the fast decoder raises: damage, bytes that are no UTF-8, and nesting without end.
UNREADABLE = (msgspec.DecodeError, ValueError, RecursionError)


@dataclass(frozen=True)
class Undecodable:
    """A stretch of a line that holds no record, and why."""

    reason: str
    raw: bytes


@dataclass
class Decoder:
    """Decodes the lines of one file.

    Parameters
    ----------
    record
        The type of a record: ``dict`` or a `msgspec.Struct`.

    Attributes
    ----------
    odd
        Counts, by path, values whose type was not the expected one.
    """

    record: Any
    odd: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Build the fast decoder, which refuses anything odd."""
        self.decode = msgspec.json.Decoder(self.record).decode

    def patiently(self, line: bytes, *, at_end: bool) -> Iterator[Any]:
        """Decode a line that the fast decoder refused.

        Byte-order marks, NaN, lone surrogates, control characters, bytes that are no UTF-8, several objects
        on a line, arrays of objects and oddly typed fields are read; each record that can be read is given,
        and an `Undecodable` for each stretch that can't.

        Parameters
        ----------
        line
            The line.
        at_end
            Whether the file ends with this line, without a line break.

        Yields
        ------
        Records and `Undecodable`.
        """
        line = line.removeprefix(_BOM).strip(b" \t\r\n\x00")
        if not line:
            return
        value, reason = _parse(line)
        if reason == "not valid JSON" and b"\\x" in line:
            value, reason = _parse(_C_ESCAPE.sub(rb"\1\\u00\2", line))
        if reason == "extra data":
            yield from self._several(line)
        elif reason is not None:
            cut = at_end and reason == "not valid JSON" and line[:1] in b"{["
            yield Undecodable("truncated" if cut and not line.endswith(b"}") else reason, line)
        else:
            for item in value if isinstance(value, list) else [value]:
                yield self._record(item, line)

    def _several(self, line: bytes) -> Iterator[Any]:
        for piece in split_objects([line, b"\n"]):
            if piece.whole:
                value, reason = _parse(piece.raw)
                yield Undecodable(reason, piece.raw) if reason else self._record(value, piece.raw)
            else:
                yield Undecodable("not valid JSON", piece.raw)

    def _record(self, value: Any, raw: bytes) -> Any:
        if not isinstance(value, dict):
            return Undecodable("not a JSON object", raw)
        value = _sanitised(value)
        return value if self.record is dict else self._build(self.record, value, "")

    def _build(self, cls: Any, value: dict[str, Any], path: str) -> Any:
        """Make a struct field by field, leaving out what does not fit."""
        hints = _hints(cls)
        arguments: dict[str, Any] = {}
        for item in msgspec.structs.fields(cls):
            given = value.get(item.encode_name, msgspec.UNSET)
            if given is None and item.default is msgspec.UNSET:
                arguments[item.name] = None  # said to be none, which is more than not said
            elif given is not None and given is not msgspec.UNSET:
                fitted = self._fit(given, hints[item.name], f"{path}{item.encode_name}")
                if fitted is not None:
                    arguments[item.name] = fitted
        return cls(**arguments)

    def _fit(self, value: Any, kind: Any, path: str) -> Any:
        try:
            return msgspec.convert(value, kind, strict=True)
        except (msgspec.ValidationError, RecursionError):
            pass
        options = _options(kind)
        if isinstance(value, dict) and (cls := next((o for o in options if _is_struct(o)), None)):
            return self._build(cls, value, f"{path}.")
        if isinstance(value, list) and (items := next((o for o in options if get_origin(o) is list), None)):
            found = [self._fit(item, get_args(items)[0], f"{path}[]") for item in value if item is not None]
            return [item for item in found if item is not None]
        self.odd[path] += 1
        return _scalar(value, options)


def _parse(raw: bytes) -> tuple[Any, str | None]:
    text = raw.decode("utf-8", "replace")
    try:
        value, end = _TOLERANT.raw_decode(text)
    except RecursionError:
        return None, "nested too deeply"
    except ValueError:  # JSONDecodeError, or an integer of more digits than Python converts
        return None, "not valid JSON"
    if text[end:].strip(" \t\r\n,\x00"):
        return None, "extra data"
    return value, None


def _sanitised(value: Any) -> Any:
    """Replace what UTF-8 can't hold in every text and key; the value comes from `json`, so depth is bounded."""
    if isinstance(value, str):
        return _text.printable(value)
    if isinstance(value, list):
        return [_sanitised(item) for item in value]
    if isinstance(value, dict):
        return {_text.printable(key): _sanitised(item) for key, item in value.items()}
    return value


def _scalar(value: Any, options: tuple[Any, ...]) -> Any:
    """Read a number written as text, or text written as a number; None for anything else."""
    if isinstance(value, bool):
        return None
    if str in options and isinstance(value, int):
        return str(value)
    if int in options and isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19:
        return int(value)
    if int in options and isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return None


def _options(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) in {Union, UnionType} else (kind,)


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


_HINTS: dict[Any, dict[str, Any]] = {}


def _hints(cls: Any) -> dict[str, Any]:
    if cls not in _HINTS:
        _HINTS[cls] = get_type_hints(cls)
    return _HINTS[cls]
