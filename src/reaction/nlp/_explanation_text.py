"""An explanation for a terminal: spans underlined, tables aligned."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from reaction.hostile import control_free
from reaction.nlp._explained import (
    Table,
    evidence_tables,
    notes,
    one_line,
    results_table,
    shown_part,
    spans_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reaction.nlp._explained import Span
    from reaction.nlp.explanation import Explanation

_WIDTH = 76  # columns of a terminal
_INDENT = "  "
_LONGEST_FACT = 200
_LINE_END = re.compile(r"\r\n?|\n")


class _Cell(NamedTuple):
    offset: int
    shown: str
    width: int


def as_text(explained: Explanation) -> str:
    """Return the explanation as lines of text."""
    marks = explained.marks or ()
    spans = spans_of(explained.text, marks)
    parts = [_title(explained), *_aligned(explained.about), "", "Text"]
    if explained.text is None:
        parts.append(f"{_INDENT}no text")
    else:
        parts += _underlined(shown_part(explained.text), spans)
        parts += [f"{_INDENT}[{note}]" for note in notes(explained.text, marks)]
    if explained.results:
        parts += _printed(results_table(explained.results))
    for table in evidence_tables(explained.text, marks, spans):
        parts += _printed(table)
    if explained.marks is None:
        parts += ["", "Evidence", f"{_INDENT}not kept for this post"]
    elif not explained.marks:
        parts += ["", "Evidence", f"{_INDENT}none: no rule applied"]
    return "\n".join(part.rstrip() for part in parts)


def _title(explained: Explanation) -> str:
    return (
        f"Post {one_line(explained.post_id, _LONGEST_FACT)} on {one_line(explained.platform, _LONGEST_FACT)}"
    )


def _underlined(text: str, spans: Sequence[Span]) -> Iterator[str]:
    for line in _wrapped(text):
        yield _INDENT + "".join(cell.shown for cell in line)
        for row in _underlines(line, spans):
            yield _INDENT + row


def _wrapped(text: str) -> Iterator[list[_Cell]]:
    start = 0
    for end in [*_LINE_END.finditer(text), None]:
        stop = len(text) if end is None else end.start()
        yield from _broken(
            [_cell(place, text[place]) for place in range(start, stop) if control_free(text[place])]
        )
        start = stop if end is None else end.end()


def _broken(cells: list[_Cell]) -> Iterator[list[_Cell]]:
    """Break a line between words, or inside one that is too long."""
    first = width = 0
    space: int | None = None
    place = 0
    while place < len(cells):
        if width + cells[place].width > _WIDTH and place > first:
            stop = place if space is None else space + 1
            yield cells[first:stop]
            first, width, space = stop, sum(cell.width for cell in cells[stop:place]), None
        if cells[place].shown == " ":
            space = place
        width += cells[place].width
        place += 1
    yield cells[first:]


def _cell(offset: int, character: str) -> _Cell:
    if character.isspace():
        return _Cell(offset, " ", 1)
    return _Cell(offset, character, _columns(character))


def _columns(text: str) -> int:
    return sum(_character_columns(character) for character in text)


def _character_columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _underlines(line: list[_Cell], spans: Iterable[Span]) -> list[str]:
    """Return rows that underline each span with its number and hyphens; a taken place moves to the next row."""
    rows: list[str] = []
    columns = [0]
    for cell in line:
        columns.append(columns[-1] + cell.width)
    for span in spans:
        inside = [place for place, cell in enumerate(line) if span.start <= cell.offset < span.end]
        if not inside:
            continue
        left, right = columns[inside[0]], columns[inside[-1] + 1]
        mark = str(span.number).ljust(right - left, "-")
        row = next((place for place, taken in enumerate(rows) if not taken or len(taken) < left), len(rows))
        if row == len(rows):
            rows.append("")
        rows[row] = rows[row].ljust(left) + mark
    return rows


def _printed(table: Table) -> list[str]:
    lines = ["", table.title, *_aligned([table.heads, *table.rows])]
    return [*lines, f"{_INDENT}and {table.more:,} more"] if table.more else lines


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    clean = [[one_line(cell, _LONGEST_FACT) for cell in row] for row in rows]
    widths = [max(_columns(cell) for cell in column) for column in zip(*clean, strict=True)]
    return [
        _INDENT
        + "  ".join(cell + " " * (width - _columns(cell)) for cell, width in zip(row, widths, strict=True))
        for row in clean
    ]
