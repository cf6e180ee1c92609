"""The report as an HTML page: blocks of figures, tables and text put into the template."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from reaction.hostile import xml_safe

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_PERCENT = frozenset({"estimate", "low", "high", "share"})
_UNKNOWN = "—"


@dataclass(frozen=True)
class Finding:
    """One answer of the report, in a sentence that carries its numbers.

    Parameters
    ----------
    question
        What was asked.
    answer
        The answer, with n and bounds.
    """

    question: str
    answer: str


@dataclass(frozen=True)
class FigureBlock:
    """A figure that was saved, with its words."""

    kind: ClassVar[str] = "figure"
    image: Path
    alt: str
    caption: str

    @property
    def uri(self) -> str:
        """The picture itself, so that the page needs no other file."""
        return "data:image/svg+xml;base64," + base64.b64encode(self.image.read_bytes()).decode("ascii")


@dataclass(frozen=True)
class HeadCell:
    """Heading of a column."""

    name: str
    numeric: bool


@dataclass(frozen=True)
class TableBlock:
    """A table, its cells printed for people."""

    kind: ClassVar[str] = "table"
    title: str
    frame: pd.DataFrame
    note: str = ""

    @property
    def columns(self) -> list[HeadCell]:
        """Headings, with what is aligned to the right."""
        return [
            HeadCell(str(name).replace("_", " "), pd.api.types.is_numeric_dtype(self.frame[name]))
            for name in self.frame.columns
        ]

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """Cells as text."""
        printed = [[print_cell(value, name) for value in self.frame[name]] for name in self.frame.columns]
        return list(zip(*printed, strict=True))


@dataclass(frozen=True)
class DetailBlock:
    """A text to unfold."""

    kind: ClassVar[str] = "detail"
    title: str
    text: str


@dataclass(frozen=True)
class Section:
    """A part of the page with its heading."""

    id: str
    title: str
    lead: str = ""
    blocks: Sequence[FigureBlock | TableBlock | DetailBlock] = ()


@dataclass(frozen=True)
class Page:
    """Everything that the template prints."""

    title: str
    subtitle: str
    findings: Sequence[Finding]
    sections: Sequence[Section] = ()
    banners: Sequence[str] = field(default=())


def print_cell(value: Any, column: str = "") -> str:
    """Print one value for a reader: shares in percent, thousands grouped, unknown as a dash.

    Parameters
    ----------
    value
        Any value of a table.
    column
        The column's name; shares are told by it.

    Returns
    -------
    The text of the cell, not yet escaped.

    Examples
    --------
    >>> print_cell(0.4567, "share"), print_cell(12345), print_cell(None)
    ('46 %', '12,345', '—')
    """
    if isinstance(value, str):
        return value
    if pd.api.types.is_list_like(value):
        return ", ".join(str(item) for item in value)
    if pd.isna(value):
        return _UNKNOWN
    if column in _PERCENT:
        return f"{100 * value:.0f} %"
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d %H:%M")
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    if pd.api.types.is_integer(value):
        return f"{value:,}"
    return f"{value:.3g}" if pd.api.types.is_float(value) else str(value)


def render(page: Page) -> str:
    """Put a page into the template; every value is escaped.

    Parameters
    ----------
    page
        What to print.

    Returns
    -------
    A self-contained HTML document that loads nothing.

    Examples
    --------
    >>> "&lt;b&gt;" in render(Page("<b>", "", [Finding("What?", "That.")]))
    True
    """
    environment = Environment(
        loader=PackageLoader("reaction.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return xml_safe(environment.get_template("report.html.j2").render(page=page))
