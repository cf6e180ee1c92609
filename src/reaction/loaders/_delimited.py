"""Tables of delimited text (CSV, TSV): where their header is, and their rows."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from reaction.loaders._decode import Undecodable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = ["Delimited", "find_header", "header_of", "read_rows", "text_lines"]

_T = TypeVar("_T")
_DELIMITERS = (",", "\t", ";", "|")
_BOM = "\ufeff"
_HEAD_SIZE = 1 << 16
# Reports of media monitors begin with some lines about the search; the header comes after them.
_MOST_PREAMBLE = 40
# A quotation mark that is never closed would swallow the rest of a file.
_LONGEST_ROW = 1 << 26
_MOST_LINES_OF_A_ROW = 20_000
_KEPT_OF_A_ROW = 1 << 12


@dataclass(frozen=True)
class Delimited:
    """How a table is written.

    Parameters
    ----------
    delimiter
        What stands between cells.
    header_line
        The line of the header, from 1.
    names
        The columns; of several with one name the last has it, the others none.
    escape
        The character that escapes a quotation mark, beside its doubling.
    """

    delimiter: str
    header_line: int
    names: tuple[str, ...]
    escape: str | None = None


def find_header(
    text: str, accept: Callable[[Sequence[str]], _T | None], delimiters: Sequence[str] = _DELIMITERS
) -> tuple[Delimited, _T] | None:
    r"""Look for the header of a table.

    Parameters
    ----------
    text
        The beginning of a file.
    accept
        Says of the cells of a line what they are the header of, or None.
    delimiters
        What may stand between cells.

    Returns
    -------
    How the table is written and what was said of its header; None where no line is one.

    Examples
    --------
    >>> find_header("A search\n\nid;text\n1;hi\n", lambda names: "yes" if "id" in names else None)
    (Delimited(delimiter=';', header_line=3, names=('id', 'text'), escape=None), 'yes')
    """
    _allow_long_cells()
    lines = io.StringIO(text.removeprefix(_BOM), newline="").readlines()
    for number, line in enumerate(lines[:_MOST_PREAMBLE], start=1):
        for delimiter in delimiters:
            if delimiter not in line and delimiter != delimiters[0]:
                continue
            names = _cells_of(line, delimiter)
            if (found := accept(names)) is not None:
                return Delimited(delimiter, number, _named_once(names)), found
    return None


def header_of(head: bytes) -> tuple[str, ...]:
    """Return the columns of what looks like delimited text, else nothing."""
    text = head[:_HEAD_SIZE].decode("utf-8", "replace")
    if text.removeprefix(_BOM).lstrip()[:1] in {"{", "["} or "\x00" in text:
        return ()
    found = find_header(text, lambda names: True if len(names) > 1 and all(names) else None)
    return found[0].names if found is not None else ()


def _cells_of(line: str, delimiter: str) -> list[str]:
    row = next(csv.reader([line], delimiter=delimiter), [])
    return [cell.removeprefix(_BOM).strip() for cell in row]


def _named_once(names: Sequence[str]) -> tuple[str, ...]:
    """Take the name off a column if one behind it has the same: tools put their columns behind those of a query."""
    last = {name: place for place, name in enumerate(names)}
    return tuple(name if last[name] == place else "" for place, name in enumerate(names))


def _allow_long_cells() -> None:
    # The csv module's limit holds for the process; it is only ever raised here.
    if csv.field_size_limit() < _LONGEST_ROW:
        csv.field_size_limit(_LONGEST_ROW)


def text_lines(stream: io.BufferedReader) -> io.TextIOWrapper:
    """Give a stream as lines of text; bytes that are no UTF-8 become U+FFFD."""
    return io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")


class _RunawayError(Exception):
    """A row goes on for longer than any row does."""


class _Feed:
    """Gives lines to the csv module and remembers those of the row that it is at."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = iter(lines)
        self.number = 0
        self.pending: list[str] = []
        self.length = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.length > _LONGEST_ROW or len(self.pending) > _MOST_LINES_OF_A_ROW:
            raise _RunawayError
        line = next(self.lines)
        self.number += 1
        self.pending.append(line)
        self.length += len(line)
        return line

    def take(self) -> list[str]:
        taken, self.pending, self.length = self.pending, [], 0
        return taken


def read_rows(
    lines: Iterable[str], table: Delimited
) -> Iterator[tuple[int, str, dict[str, str] | Undecodable | None]]:
    """Read the rows of a table.

    A row that goes over several lines and has the wrong number of cells is taken apart by lines, so that a
    stray quotation mark costs its own line and not those behind it.

    Parameters
    ----------
    lines
        The lines of the file, with their ends.
    table
        How the table is written.

    Yields
    ------
    The line that a row begins in (from 1), its text, and its cells that are not empty by column, an
    `Undecodable` for a row that can't be read, or None for a line without anything.
    """
    _allow_long_cells()
    feed = _Feed(lines)
    for _ in range(table.header_line):
        if next(feed, None) is None:
            return
    feed.take()
    reader = _reader(feed, table)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (_RunawayError, csv.Error):
            taken = feed.take()
            yield from _one_by_one(taken, feed.number - len(taken) + 1, table)
            reader = _reader(feed, table)
            continue
        taken = feed.take()
        first = feed.number - len(taken) + 1
        record = _record(cells, table)
        if isinstance(record, Undecodable) and len(taken) > 1:
            yield from _one_by_one(taken, first, table)
        elif isinstance(record, Undecodable):
            yield first, taken[0] if taken else "", _named(record, taken)
        else:
            yield first, taken[0] if taken else "", record


def _reader(
    feed: Iterable[str], table: Delimited, *, strict: bool = True, quoting: Literal[0, 3] = csv.QUOTE_MINIMAL
) -> Iterator[list[str]]:
    # Strictly read, a quotation mark that is never closed, or closed in the midst of a later row, is an error;
    # leniently read, it would swallow the rows between.
    return csv.reader(
        feed,
        delimiter=table.delimiter,
        escapechar=table.escape,
        doublequote=True,
        strict=strict,
        quoting=quoting,
    )


def _record(cells: list[str], table: Delimited) -> dict[str, str] | Undecodable | None:
    names = table.names
    if len(cells) != len(names):
        if not any(cells):
            return None
        if len(cells) < len(names) or any(cells[len(names) :]):
            return Undecodable(f"row of {len(cells)} cells, the header has {len(names)}", b"")
    return {
        name: cell.replace("\r\n", "\n") if "\r" in cell else cell
        for name, cell in zip(names, cells, strict=False)
        if cell and name
    } or None


def _named(record: Undecodable, taken: list[str]) -> Undecodable:
    raw = "".join(taken)
    cut = not raw.endswith(("\n", "\r"))
    return Undecodable("truncated" if cut else record.reason, raw.encode("utf-8", "replace"))


def _one_by_one(
    taken: list[str], first: int, table: Delimited
) -> Iterator[tuple[int, str, dict[str, str] | Undecodable | None]]:
    """Read lines that make no row together each as a row of its own, as far as they are one."""
    singles = [_single(line, table, strict=len(taken) > 1) for line in taken]
    if isinstance(singles[0], Undecodable):
        # Some programs quote nothing: a quotation mark is a letter to them.
        literal = _single(taken[0], table, quoting=csv.QUOTE_NONE)
        singles[0] = literal if isinstance(literal, dict) else singles[0]
    if len(taken) == 1 or any(isinstance(single, dict) for single in singles):
        for place, (line, single) in enumerate(zip(taken, singles, strict=True)):
            yield first + place, line, single
        return
    raw = "".join(taken)[:_KEPT_OF_A_ROW].encode("utf-8", "replace")
    yield first, taken[0], Undecodable("a row that does not end, or has the wrong number of cells", raw)


def _single(
    line: str, table: Delimited, *, strict: bool = False, quoting: Literal[0, 3] = csv.QUOTE_MINIMAL
) -> dict[str, str] | Undecodable | None:
    raw = line.encode("utf-8", "replace")
    try:
        record = _record(next(_reader([line], table, strict=strict, quoting=quoting), []), table)
    except csv.Error:
        return Undecodable("a row with a stray quotation mark", raw)
    return Undecodable(record.reason, raw) if isinstance(record, Undecodable) else record
