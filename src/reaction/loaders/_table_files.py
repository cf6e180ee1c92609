"""Files that hold a table: where its header is, and its rows as dicts of texts."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from reaction.errors import LoadError, MappingError
from reaction.loaders._blocks import damage_of
from reaction.loaders._decode import Undecodable
from reaction.loaders._delimited import Delimited, find_header, read_rows, text_lines
from reaction.loaders._read import FileReader
from reaction.loaders._sniff import Sniffed
from reaction.loaders._spreadsheets import (
    UNREADABLE,
    cells_by_name,
    parquet_sheet,
    sheets_of,
    unreadable,
)
from reaction.loaders._streams import DAMAGED, compression_of, open_bytes, raw_head, read_head

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reaction.loaders._files import Source
    from reaction.loaders._mapping import Field, Scheme
    from reaction.loaders._read import FileRead
    from reaction.loaders._spreadsheets import Sheet

__all__ = ["Reading", "TableFile", "TableReader", "open_table"]

_T = TypeVar("_T")
TableRow = tuple[int, str, dict[str, str] | Undecodable | None]

_HEAD_SIZE = 1 << 20
_MOST_PREAMBLE = 40
_SPREADSHEET, _PARQUET, _OLD_SPREADSHEET = b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0"
_SUGGESTED = 'encoding="cp1252" (Windows in western Europe and America)'


@dataclass(frozen=True)
class Reading:
    """How the user wants files to be read.

    Parameters
    ----------
    scheme
        Which columns hold what.
    sheet
        The sheet of a spreadsheet; None for the only one that fits.
    encoding
        Of delimited text; None for UTF-8, or UTF-16 with a byte-order mark.
    delimiter
        What stands between the cells of delimited text; None to find it out.
    """

    scheme: Scheme
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None


@dataclass
class TableFile:
    """A file that was found to hold a table.

    Parameters
    ----------
    sniffed
        The file, for the report.
    fields
        Where the columns of posts are in it.
    """

    sniffed: Sniffed
    fields: tuple[Field, ...]
    lines: int = 0

    def rows(self) -> Iterator[TableRow]:
        """Give each row: its line, its text, and its cells that are not empty, as :func:`read_rows` does."""
        raise NotImplementedError


@dataclass
class TextFile(TableFile):
    """Delimited text."""

    encoding: str | None = None

    def rows(self) -> Iterator[TableRow]:
        """Read the lines of the file."""
        table = self.sniffed.delimited
        if table is None:
            return
        with open_bytes(self.sniffed.source, self.encoding) as stream, text_lines(stream) as lines:
            yield from read_rows(self._counted(lines), table)

    def _counted(self, lines: Iterable[str]) -> Iterator[str]:
        for line in lines:
            self.lines += 1
            yield line


@dataclass
class SheetFile(TableFile):
    """A sheet of a spreadsheet, or a Parquet file."""

    sheet: Sheet | None = None
    header_row: int = 0
    names: tuple[str, ...] = ()

    def rows(self) -> Iterator[TableRow]:
        """Read the rows of the sheet."""
        if self.sheet is None:
            return
        for number, cells in self.sheet.rows():
            self.lines = number
            if number > self.header_row:
                record = cells_by_name(self.names, cells)
                yield number, "\t".join(record.values()) if record else "", record


class TableReader(FileReader):
    """Reads the rows of a table of any kind.

    Attributes
    ----------
    number
        The line of the row that is being read.
    """

    number = 0

    def read_table(self, table: TableFile) -> FileRead:
        """Read all rows. Whatever is in them, nothing is raised but what the row's loader raises on purpose."""
        self._begin()
        rows = table.rows()
        while True:
            try:
                row = next(rows, None)
            except (*DAMAGED, *UNREADABLE) as error:
                reason, message = damage_of(error)
                self.result.lines += 1
                self._reject(table.lines + 1, reason, message)
                break
            if row is None:
                break
            number, line, record = row
            if isinstance(record, Undecodable):
                self._reject(number, record.reason, record.raw)
            elif record is None:
                self.result.blank += 1
            else:
                self.number = number
                self._take(number, line, record, {})
        self.result.lines += table.lines
        return self._end()


def open_table(source: Source, reading: Reading) -> TableFile:
    """Find the table in a file, and the columns of posts in the table.

    Parameters
    ----------
    source
        The file.
    reading
        How to read it.

    Returns
    -------
    The table.

    Raises
    ------
    LoadError
        If the file can't be read as a table.
    MappingError
        If it lacks a column, has one twice, or has several sheets that fit.
    """
    magic = raw_head(source, 8)
    if magic.startswith(_OLD_SPREADSHEET):
        raise LoadError(
            f"'{source}' is an old spreadsheet (.xls), or one that is locked by a password. Save it as .xlsx or CSV."
        )
    if magic.startswith((_SPREADSHEET, _PARQUET)):
        if source.member is not None:
            raise LoadError(f"'{source}' is a spreadsheet or Parquet file in an archive; unpack it first.")
        return _open_sheet(
            source, reading, [parquet_sheet(source.path)] if magic.startswith(_PARQUET) else None
        )
    return _open_text(source, reading, compression_of(magic))


def _open_text(source: Source, reading: Reading, compression: str | None) -> TextFile:
    scheme = reading.scheme
    head = read_head(source, _HEAD_SIZE, reading.encoding)
    if not head.strip():
        raise LoadError(f"'{source}' is empty: there is nothing to load.")
    if reading.encoding is None:
        _check_utf_8(head, source)
    text = head.decode("utf-8", "replace")
    delimiters = {} if reading.delimiter is None else {"delimiters": (reading.delimiter,)}
    seen: list[tuple[str, ...]] = []
    find_header(text, lambda names: seen.append(tuple(names)), **delimiters)
    best = _best(scheme, ((names, names) for names in seen), source)
    found = find_header(text, lambda names: tuple(names) == best or None, **delimiters)
    table: Delimited | None = found[0] if found is not None else None
    line = table.header_line if table is not None else 0
    reason = f"{scheme.title} (line {line} is its header)"
    sniffed = Sniffed(source, scheme.name, reason, compression, "rows", table)
    return TextFile(sniffed, scheme.fit(best, str(source)), encoding=reading.encoding)


def _open_sheet(source: Source, reading: Reading, parquet: list[Sheet] | None) -> SheetFile:
    scheme = reading.scheme
    sheets = sheets_of(source.path) if parquet is None else parquet
    if reading.sheet is not None:
        names = ", ".join(repr(one.name) for one in sheets)
        sheets = [one for one in sheets if one.name == reading.sheet]
        if not sheets:
            raise MappingError(f"'{source}' has no sheet {reading.sheet!r}. Its sheets: {names or 'none'}.")
    candidates = [
        (sheet, number, tuple(cell.strip() for cell in cells))
        for sheet in sheets
        for number, cells in _beginning(sheet, _MOST_PREAMBLE if parquet is None else 1)
    ]
    sheet, number, header = _best(scheme, ((one[2], one) for one in candidates), source)
    score = scheme.score(header)
    alike = dict.fromkeys(one.name for one, _, names in candidates if scheme.score(names) == score)
    if len(alike) > 1:
        listed = ", ".join(map(repr, alike))
        raise MappingError(
            f"'{source}' has several sheets with these columns: {listed}. Say which with sheet=\"…\"."
        )
    reason = scheme.title + (f" (row {number} of sheet {sheet.name!r} is its header)" if sheet.name else "")
    sniffed = Sniffed(source, scheme.name, reason, None, "rows")
    return SheetFile(sniffed, scheme.fit(header, str(source)), sheet=sheet, header_row=number, names=header)


def _beginning(sheet: Sheet, n: int) -> Iterator[tuple[int, list[str]]]:
    """Give the first rows of a sheet; damage behind the first is left to reading."""
    number = 0
    try:
        for number, cells in islice(sheet.rows(), n):
            yield number, cells
    except LoadError:
        raise
    except (*DAMAGED, *UNREADABLE) as error:
        if not number:
            raise unreadable(sheet.path, error) from error


def _best(scheme: Scheme, candidates: Iterable[tuple[Sequence[str], _T]], source: Source) -> _T:
    """Return the first of the candidates whose cells hold the most columns that are looked for."""
    scored = [(scheme.score(names), names, one) for names, one in candidates]
    _, names, one = max(scored, key=lambda item: item[0], default=(0, (), None))
    if one is None:
        raise LoadError(f"'{source}' holds no table: nothing is on its first {_MOST_PREAMBLE} lines.")
    if not scheme.is_header(names):
        # The widest line is the likeliest header, and tells the user what there is.
        _, names, _ = max(scored, key=lambda item: sum(map(bool, item[1])))
        raise MappingError(scheme.no_header(names, str(source)))
    return one


def _check_utf_8(head: bytes, source: Source) -> None:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError as error:
        byte = head[error.start]
        raise LoadError(
            f"'{source}' is no UTF-8 text (byte 0x{byte:02x} at {error.start:,}). Say how it is written, for "
            f'example {_SUGGESTED}; encoding="utf-8" replaces such bytes.'
        ) from error
