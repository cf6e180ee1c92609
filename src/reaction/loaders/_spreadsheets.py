"""Spreadsheets (.xlsx) and Parquet files as rows of texts."""

from __future__ import annotations

import json
import math
import warnings
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import TYPE_CHECKING, Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl.utils.exceptions import InvalidFileException

from reaction.errors import LoadError
from reaction.loaders._text import snippet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["UNREADABLE", "Sheet", "cells_by_name", "parquet_sheet", "sheets_of", "unreadable"]

_AT_A_TIME = 1_000
# Sheets unpack to some ten times their size; beyond this the file is a bomb.
_MUCH = 1 << 30
_MOST_TIMES = 200
# Whole numbers beyond fifteen digits have lost some in a float.
_EXACT = 10**15
# Raised while reading a spreadsheet that breaks off, was damaged, or is something else.
UNREADABLE = (
    zipfile.BadZipFile,
    InvalidFileException,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    EOFError,
    SyntaxError,  # of XML
    RuntimeError,  # members that are locked, or packed in an unknown way
    zlib.error,
)


@dataclass(frozen=True)
class Sheet:
    """A table of cells.

    Parameters
    ----------
    path
        The file.
    name
        The sheet's name; empty for a Parquet file.
    """

    path: Path
    name: str

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Give the number (from 1) and the texts of each row, up to any damage; empty cells are empty texts."""
        with _opened(self.path) as book:
            sheet = book[self.name]
            sheet.reset_dimensions()  # tools write wrong ones, and cells beyond them would be left out
            rows = enumerate(sheet.iter_rows(), start=1)
            part, damage = _quietly(rows)
            while part:
                for number, cells in part:
                    yield number, [_cell_text(cell) for cell in cells]
                part, damage = ([], damage) if damage is not None else _quietly(rows)
            if damage is not None:
                raise damage


@dataclass(frozen=True)
class ParquetSheet(Sheet):
    """A Parquet file: its column names are its first row."""

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Give the number and the texts of each row; the names have the number 0."""
        file = pq.ParquetFile(self.path)
        yield 0, list(file.schema_arrow.names)
        number = 0
        for batch in file.iter_batches(_AT_A_TIME):
            columns = [[text_of(value) for value in column.to_pylist()] for column in batch.columns]
            for cells in zip(*columns, strict=True):
                number += 1
                yield number, list(cells)


def sheets_of(path: Path) -> list[Sheet]:
    """Return the sheets of a spreadsheet that can be seen.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    Sheets in the order of the file, without charts and hidden ones.

    Raises
    ------
    LoadError
        If the file can't be read as a spreadsheet.
    """
    _check_size(path)
    with _opened(path) as book:
        return [Sheet(path, sheet.title) for sheet in book.worksheets if sheet.sheet_state == "visible"]


def parquet_sheet(path: Path) -> Sheet:
    """Return a Parquet file as a sheet.

    Raises
    ------
    LoadError
        If the file can't be read as one.
    """
    try:
        pq.read_schema(path)
    except (pa.ArrowException, ValueError, OSError) as error:
        raise LoadError(
            f"'{path}' begins as a Parquet file but can't be read as one: {snippet(str(error))}."
        ) from error
    return ParquetSheet(path, "")


def _check_size(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(info.file_size for info in archive.infolist())
    except UNREADABLE as error:
        raise unreadable(path, error) from error
    if size > max(_MUCH, _MOST_TIMES * path.stat().st_size):
        raise LoadError(
            f"'{path}' unpacks to {size:,} bytes, over {_MOST_TIMES} times its size. Is it a spreadsheet?"
        )


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    # The reader leaves a file open that it can't read, unless it is somebody else's.
    with path.open("rb") as file:
        try:
            with _without_warnings():
                book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except UNREADABLE as error:
            raise unreadable(path, error) from error
        try:
            yield book
        finally:
            book.close()


def unreadable(path: Path, error: Exception) -> LoadError:
    """Say that a file is no spreadsheet."""
    return LoadError(f"'{path}' looks like a spreadsheet but can't be read as one: {snippet(str(error))}.")


def _without_warnings() -> warnings.catch_warnings[None]:
    # Of styles, validations and print areas, which hold no posts.
    return warnings.catch_warnings(action="ignore")


def _quietly(rows: Iterator[Any]) -> tuple[list[Any], Exception | None]:
    """Take some rows at a time: the warnings of the reader are silenced, those of its user are not.

    Returns the rows up to any damage, and the damage.
    """
    part: list[Any] = []
    with _without_warnings():
        try:
            part.extend(islice(rows, _AT_A_TIME))  # which keeps what came before an error
        except UNREADABLE as error:
            return part, error
    return part, None


def _cell_text(cell: Any) -> str:
    value = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, datetime) and value.time() == time.min and not _shows_time(cell):
        return value.date().isoformat()
    return text_of(value)


def _shows_time(cell: Any) -> bool:
    return "h" in (cell.number_format or "").lower()


def text_of(value: Any) -> str:
    """Write a value as the text of a cell.

    A whole number that a float can't hold exactly keeps the form of a float (``1e+18``), by which it is known
    to be damaged.

    Examples
    --------
    >>> text_of(12.0), text_of(1008599655142154241), text_of(1.00859965514215e18), text_of(None)
    ('12', '1008599655142154241', '1.00859965514215e+18', '')
    """
    if isinstance(value, float):
        return _float_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=text_of)
    return "" if value is None else str(value)


def _float_text(value: float) -> str:
    if math.isnan(value):
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)


def cells_by_name(names: Sequence[str], cells: Sequence[str]) -> dict[str, str] | None:
    """Return the cells that are not empty by their column, None where there are none."""
    return {name: cell for name, cell in zip(names, cells, strict=False) if cell and name} or None
