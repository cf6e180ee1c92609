"""Records out of JSON that is not one object per line: arrays, indented and joined objects, one large object."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Piece", "split_objects"]

# Strings are skipped whole, so that brackets inside them don't count; none holds a raw line break.
_TO_BRACE = re.compile(rb'(?:[^"{}]++|"(?:[^"\\\n]|\\.)*+")*+([{}"]?)', re.DOTALL)
_REST_OF_STRING = re.compile(rb'(?:[^"\\\n]|\\.)*+(?:"|(\\?)\Z)', re.DOTALL)
_OUTER_TOKEN = re.compile(rb'"(?:[^"\\\n]|\\.)*+"|[{}\[\]:,]|[^\s{}\[\]:,"]{1,64}|"', re.DOTALL)
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


def split_objects(chunks: Iterable[bytes], inside: Sequence[str] = ()) -> Iterator[Piece]:
    r"""Find the records of a stream of JSON: its outermost objects, or those in a list inside of one object.

    Commas, white space and square brackets between objects are passed over, so an array of objects, a
    pretty-printed object and objects joined without a separator are all the same here.

    Parameters
    ----------
    chunks
        The stream, cut anywhere.
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
    for chunk in chunks:
        yield from splitter.feed(chunk)
    yield from splitter.end()


class _Frame:
    """An open bracket outside of records."""

    __slots__ = ("around", "key", "path")

    def __init__(self, path: str, around: dict[str, Any] | None) -> None:
        self.path = path
        self.around = around  # of an object; None for a list
        self.key: str | None = None


class _Splitter:
    """Follows brackets from chunk to chunk."""

    def __init__(self, inside: frozenset[str] | None) -> None:
        self.inside = inside
        self.stack: list[_Frame] = []
        self.too_deep = 0  # brackets outside of records, beyond those that are followed
        self.last: bytes | None = None  # text or word outside of records, not yet known as key or value
        self.waiting = b""  # what the cut of a chunk broke off
        self.in_string = False  # of a record
        self.line, self.counted = 1, 0  # the line at a place of the chunk
        self.began = 1
        self.depth = 0  # of brackets inside a record
        self.parts: list[bytes] = []
        self.length = 0

    def feed(self, chunk: bytes) -> Iterator[Piece]:
        if self.waiting:
            chunk, self.waiting = self.waiting + chunk, b""
        position = 0
        while position < len(chunk):
            if self.depth:
                position, done = self._inside_record(chunk, position)
                if done:
                    yield self._piece(whole=True)
            elif self.inside is None:
                position, rubbish = self._to_next_object(chunk, position)
                if rubbish is not None:
                    yield rubbish
            else:
                position = self._to_next_in_list(chunk, position)
        self._line_at(chunk, len(chunk))
        self.counted = 0

    def end(self) -> Iterator[Piece]:
        if self.depth:
            self._keep(self.waiting)
        elif rubbish := self.waiting.strip(_BETWEEN):
            yield Piece(self.line, rubbish, False, {})
        if self.parts:
            yield self._piece(whole=False)

    def _line_at(self, chunk: bytes, place: int) -> int:
        self.line += chunk.count(b"\n", self.counted, place)
        self.counted = place
        return self.line

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

    def _waits(self, token: bytes, chunk: bytes, place: int) -> bool:
        """Keep what may go on beyond the cut; a string that meets a line break is none."""
        if token == b'"':
            cut = chunk.find(b"\n", place) < 0
        else:
            cut = place + len(token) == len(chunk) and token not in b"{}[]:,"
        if not cut or len(chunk) - place > _LONGEST_BETWEEN:
            return False
        self.waiting = chunk[place:]
        return True

    def _inside_record(self, chunk: bytes, position: int) -> tuple[int, bool]:
        start = position
        if self.in_string:
            self.in_string = False
            if (match := _REST_OF_STRING.match(chunk, position)) is not None:
                if match[1] is not None:
                    return self._rest_is_string(chunk, start)
                position = match.end()
        while position < len(chunk) and (match := _TO_BRACE.match(chunk, position)) is not None:
            token, position = match[1], match.end()
            if token == b"{":
                self.depth += 1
            elif token == b"}":
                self.depth -= 1
                if not self.depth:
                    self._keep(chunk[start:position])
                    return position, True
            elif token == b'"' and chunk.find(b"\n", position) < 0:
                return self._rest_is_string(chunk, start)
        self._keep(chunk[start:])
        return len(chunk), False

    def _rest_is_string(self, chunk: bytes, start: int) -> tuple[int, bool]:
        # An escape that the cut parted is put together again.
        n_backslashes = len(chunk) - len(chunk.rstrip(b"\\"))
        end = len(chunk) - n_backslashes % 2
        self.waiting, self.in_string = chunk[end:], True
        self._keep(chunk[start:end])
        return len(chunk), False

    def _begin(self, chunk: bytes, place: int) -> None:
        self.began, self.depth = self._line_at(chunk, place), 1
        self._keep(b"{")

    def _to_next_object(self, chunk: bytes, position: int) -> tuple[int, Piece | None]:
        start = position
        while position < len(chunk) and (match := _TO_BRACE.match(chunk, position)) is not None:
            token, position = match[1], match.end()
            if token == b"{":
                rubbish = self._rubbish(chunk, start, position - 1)
                self._begin(chunk, position - 1)
                return position, rubbish
            if token == b'"' and self._waits(token, chunk, position - 1):
                return len(chunk), self._rubbish(chunk, start, position - 1)
        return len(chunk), self._rubbish(chunk, start, len(chunk))

    def _rubbish(self, chunk: bytes, start: int, end: int) -> Piece | None:
        """Return what stands between objects and should not, if anything."""
        between = chunk[start:end]
        if not (rubbish := between.strip(_BETWEEN)):
            return None
        return Piece(self._line_at(chunk, start + between.index(rubbish)), rubbish, False, {})

    def _to_next_in_list(self, chunk: bytes, position: int) -> int:
        for match in _OUTER_TOKEN.finditer(chunk, position):
            token = match[0]
            if token == b"{" and self._holds_records():
                self._begin(chunk, match.start())
                return match.end()
            if self._waits(token, chunk, match.start()):
                return len(chunk)
            self._outside(token)
        return len(chunk)

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
