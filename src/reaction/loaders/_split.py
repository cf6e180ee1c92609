"""Records out of JSON that is not one object per line: arrays, indented and joined objects, one large object."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Piece", "split_objects"]

# Strings are skipped whole, so that brackets inside them don't count.
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"|[{}]|"', re.DOTALL)
_REST_OF_STRING = re.compile(rb'(?:[^"\\]|\\.)*+(?:"|(\\?)\Z)', re.DOTALL)
_OUTER_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"|[{}\[\]:,]|[^\s{}\[\]:,"]{1,64}|"', re.DOTALL)
_BETWEEN = b" \t\r\n,;[]\x00\xef\xbb\xbf"
_DEEPEST = 64
_MOST_SURROUNDINGS = 200
_LONGEST_BETWEEN = 1 << 20
# Longer than any record of a known format; more is not kept in memory.
LONGEST_RECORD = 1 << 28
_KEPT_OF_TOO_LONG = 1 << 12


class Piece(NamedTuple):
    """A stretch of JSON.

    Parameters
    ----------
    line
        The line that it begins in, from 1.
    raw
        Its bytes.
    whole
        Whether it is a complete object.
    around
        Texts, numbers and truth values that stand before it in the object that holds its list.
    too_long
        Whether it is the beginning of something longer than any record.
    """

    line: int
    raw: bytes
    whole: bool
    around: dict[str, Any]
    too_long: bool = False


def split_objects(lines: Iterable[bytes], inside: Sequence[str] = ()) -> Iterator[Piece]:
    r"""Find the records of a stream of JSON: its outermost objects, or those in a list inside of one object.

    Commas, white space and square brackets between objects are passed over, so an array of objects, a
    pretty-printed object and objects joined without a separator are all the same here.

    Parameters
    ----------
    lines
        The stream, cut at every line break and anywhere else.
    inside
        Where the records lie if not outermost, as ``"messages"`` or ``"chats.list[].messages"``.

    Yields
    ------
    Each record, and each stretch that is none though it stands where records do.

    Examples
    --------
    >>> [piece[:3] for piece in split_objects([b'[{"a": 1}, {\n', b'"b": "}"}]{"c"'])]
    [(1, b'{"a": 1}', True), (1, b'{\n"b": "}"}', True), (2, b'{"c"', False)]
    >>> [piece[1:4] for piece in split_objects([b'{"name": "chat", "list": [{"a": 1}]}'], inside=["list"])]
    [(b'{"a": 1}', True, {'name': 'chat'})]
    """
    splitter = _Splitter(frozenset(inside) if inside else None)
    number = 1
    for line in lines:
        yield from splitter.feed(number, line)
        number += line.endswith(b"\n")
    yield from splitter.end(number)


class _Frame:
    """An open bracket outside of records."""

    __slots__ = ("around", "key", "path")

    def __init__(self, path: str, around: dict[str, Any] | None) -> None:
        self.path = path
        self.around = around  # of an object; None for a list
        self.key: str | None = None


class _Splitter:
    """Follows brackets from line to line."""

    def __init__(self, inside: frozenset[str] | None) -> None:
        self.inside = inside
        self.stack: list[_Frame] = []
        self.too_deep = 0  # brackets outside of records, beyond those that are followed
        self.last: bytes | None = None  # text or word outside of records, not yet known as key or value
        self.waiting = b""  # what the cut of a line broke off
        self.in_string = False  # of a record
        self.began = 1
        self.depth = 0  # of brackets inside a record
        self.parts: list[bytes] = []
        self.length = 0

    def feed(self, number: int, line: bytes) -> Iterator[Piece]:
        if self.waiting:
            line, self.waiting = self.waiting + line, b""
        position = 0
        while position < len(line):
            if self.depth:
                position, done = self._inside_record(line, position)
                if done:
                    yield self._piece(whole=True)
            elif self.inside is None:
                position, rubbish = self._to_next_object(number, line, position)
                if rubbish:
                    yield Piece(number, rubbish, False, {})
            else:
                position = self._to_next_in_list(number, line, position)

    def end(self, number: int) -> Iterator[Piece]:
        if self.depth:
            self._keep(self.waiting)
        elif rubbish := self.waiting.strip(_BETWEEN):
            yield Piece(number, rubbish, False, {})
        if self.parts:
            yield self._piece(whole=False)

    def _piece(self, *, whole: bool) -> Piece:
        holder = next((frame for frame in reversed(self.stack) if frame.around is not None), None)
        around = dict(holder.around) if holder is not None and holder.around else {}
        too_long = self.length > LONGEST_RECORD
        piece = Piece(self.began, b"".join(self.parts), whole and not too_long, around, too_long)
        self.parts, self.length = [], 0
        return piece

    def _keep(self, part: bytes) -> None:
        self.length += len(part)
        if self.length <= LONGEST_RECORD:
            self.parts.append(part)
        elif len(self.parts) > 1:
            self.parts = [b"".join(self.parts)[:_KEPT_OF_TOO_LONG]]

    def _waits(self, token: bytes, line: bytes, place: int) -> bool:
        """Keep what may go on beyond the cut; a string that meets a line break is none."""
        cut = token == b'"' or (place + len(token) == len(line) and token not in b"{}[]:,")
        if not cut or line.endswith(b"\n") or len(line) - place > _LONGEST_BETWEEN:
            return False
        self.waiting = line[place:]
        return True

    def _inside_record(self, line: bytes, position: int) -> tuple[int, bool]:
        start = position
        if self.in_string:
            match = _REST_OF_STRING.match(line, position)
            if match is None or match[1] is not None:
                return self._rest_is_string(line, start)
            self.in_string, position = False, match.end()
        for match in _TOKEN.finditer(line, position):
            token = match[0]
            if token == b"{":
                self.depth += 1
            elif token == b"}":
                self.depth -= 1
                if not self.depth:
                    self._keep(line[start : match.end()])
                    return match.end(), True
            elif token == b'"' and not line.endswith(b"\n"):
                return self._rest_is_string(line, start)
        self._keep(line[start:])
        return len(line), False

    def _rest_is_string(self, line: bytes, start: int) -> tuple[int, bool]:
        # An escape that the cut parted is put together again.
        n_backslashes = len(line) - len(line.rstrip(b"\\"))
        end = len(line) - n_backslashes % 2
        self.waiting, self.in_string = line[end:], not line.endswith(b"\n")
        self._keep(line[start:end])
        return len(line), False

    def _begin(self, number: int) -> None:
        self.began, self.depth = number, 1
        self._keep(b"{")

    def _to_next_object(self, number: int, line: bytes, position: int) -> tuple[int, bytes]:
        for match in _TOKEN.finditer(line, position):
            if match[0] == b"{":
                rubbish = line[position : match.start()].strip(_BETWEEN)
                self._begin(number)
                return match.end(), rubbish
            if self._waits(match[0], line, match.start()):
                return len(line), line[position : match.start()].strip(_BETWEEN)
        return len(line), line[position:].strip(_BETWEEN)

    def _to_next_in_list(self, number: int, line: bytes, position: int) -> int:
        for match in _OUTER_TOKEN.finditer(line, position):
            token = match[0]
            if token == b"{" and self._holds_records():
                self._begin(number)
                return match.end()
            if self._waits(token, line, match.start()):
                return len(line)
            self._outside(token)
        return len(line)

    def _holds_records(self) -> bool:
        top = self.stack[-1] if self.stack else None
        is_list = top is not None and top.around is None and not self.too_deep
        return is_list and top is not None and self.inside is not None and top.path in self.inside

    def _outside(self, token: bytes) -> None:
        if token in b"{[":
            self._open(token)
        elif token == b":":
            if self.stack and self.last is not None:
                self.stack[-1].key = str(_scalar(self.last))
            self.last = None
        elif token in b",}]":
            self._value()
            if token != b",":
                self._close()
        else:
            self.last = token

    def _open(self, bracket: bytes) -> None:
        self.last = None
        if self.too_deep or len(self.stack) >= _DEEPEST:
            self.too_deep += 1
            return
        path = ""
        if self.stack:
            top = self.stack[-1]
            path = f"{top.path}[]" if top.around is None else f"{top.path}.{top.key}".removeprefix(".")
            top.key = None
        self.stack.append(_Frame(path, {} if bracket == b"{" else None))

    def _close(self) -> None:
        if self.too_deep:
            self.too_deep -= 1
        elif self.stack:
            self.stack.pop()

    def _value(self) -> None:
        top = self.stack[-1] if self.stack and not self.too_deep else None
        if top is not None and top.around is not None and top.key is not None:
            if self.last is not None and len(top.around) < _MOST_SURROUNDINGS:
                top.around[top.key] = _scalar(self.last)
            top.key = None
        self.last = None


def _scalar(token: bytes) -> Any:
    try:
        return json.loads(token.decode("utf-8", "replace"), strict=False)
    except ValueError:
        return None
