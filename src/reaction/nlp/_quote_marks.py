"""Pairs quotation marks of all kinds, in one pass over the text."""

from __future__ import annotations

import re
from typing import NamedTuple

_MARK = re.compile(
    '["“”„‟«»\u2039\u203a\u2018\u2019\'\uff02「」]|\n[ \t]*\n|\n(?=[ \t]*["“„«\u2018「])|\n(?=\\S)'
)
_OPENING = {
    "“": "”",
    "„": "“”",
    "‟": "”",
    "«": "»",
    "\u2039": "\u203a",
    "\u2018": "\u2019",
    "「": "」",
    "»": "«",
}
_LONGEST_SINGLE = 400
_LONGEST_LINE = 4000


class Quotation(NamedTuple):
    """Where a quotation is, with its marks and without."""

    outer: tuple[int, int]
    inner: tuple[int, int]


class _Open(NamedTuple):
    mark: str
    closing: str
    start: int


def direct_speech(text: str) -> list[Quotation]:
    """Return the outermost quotations of a text, in its order.

    A quotation that is still open where a paragraph ends goes on if the next paragraph begins with a mark; else
    the mark opened nothing. Apostrophes are told from marks by the letters around them.
    """
    found: list[Quotation] = []
    current: _Open | None = None
    for match in _MARK.finditer(text):
        mark, place = match[0], match.start()
        if mark[0] == "\n":
            if current is not None and not _goes_on(text, match.end(), current):
                current = None
            continue
        if current is None:
            closing = _closes(text, place, mark)
            if closing:
                current = _Open(mark, closing, place)
        elif mark in current.closing and _may_close(text, place, current):
            if _is_paragraph_mark(text, place, current):
                continue
            if place - current.start > 1:
                found.append(Quotation((current.start, place + 1), (current.start + 1, place)))
            current = None
        elif (
            current.mark in "'\u2018" and (mark in '"“«„' or place - current.start > _LONGEST_SINGLE)
        ) or place - current.start > _LONGEST_LINE:
            closing = _closes(text, place, mark)
            current = _Open(mark, closing, place) if closing else None
    return found


def _closes(text: str, place: int, mark: str) -> str:
    """Return the marks that close a quotation which opens here; none if it does not."""
    before = text[place - 1] if place else " "
    after = text[place + 1 : place + 2]
    if not after or after.isspace():
        return ""
    if mark in {'"', "\uff02"}:
        return '"\uff02”' if not before.isalnum() or before.isspace() else ""
    if mark in {"'", "\u2018"}:
        if before.isalnum() or (mark == "'" and after.isdigit()):
            return ""
        return "'" if mark == "'" else "\u2019'"
    if mark == "»":
        return "«" if not before.isalnum() else ""
    if mark == "“":
        return '”"'
    return _OPENING.get(mark, "")


def _may_close(text: str, place: int, current: _Open) -> bool:
    before, after = text[place - 1], text[place + 1 : place + 2]
    if current.mark in {"'", "\u2018"}:
        return not before.isspace() and not after.isalnum()
    if current.mark in {'"', "\uff02"}:
        return not before.isspace() or not after.strip() or not after.isalnum()
    return True


def _goes_on(text: str, place: int, current: _Open) -> bool:
    """Tell whether the next paragraph continues an open quotation."""
    rest = text[place : place + 8].lstrip()
    if current.mark in {'"', "“", "„", "«", "「"}:
        return rest[:1] == current.mark or (current.mark == "“" and rest[:1] == "“")
    return False


def _is_paragraph_mark(text: str, place: int, current: _Open) -> bool:
    """Tell whether a straight mark at the head of a paragraph only says that the quotation goes on."""
    line = text.rfind("\n", max(current.start, place - 8), place)
    return current.mark == '"' and line >= 0 and not text[line:place].strip()
