"""What an explanation of one post says, and which of its marks have a place in the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from reaction.hostile import control_free

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reaction.nlp._marks import Mark

LAYERS = ("sentiment", "entity", "role", "act", "stance", "amplified_stance")
TARGET_HEADS = {"entity": "entity", "role": "employer"}
LONGEST_TEXT = 4_000  # characters of a text that are shown
MOST_ROWS = 100  # of one layer
UNKNOWN = "\N{EM DASH}"
_LONGEST_CELL = 80  # characters
_SIGNED = frozenset({"sentiment", "stance", "amplified_stance"})
_ANSWERED = frozenset({"stance.implied", "stance.assent"})
_ELSEWHERE = {
    "sentiment": "the whole text",
    "entity": "behind a link",
    "role": "in the profile, or another post",
    "stance": "the whole text",
    "amplified_stance": "the whole text",
}


class Result(NamedTuple):
    """One result of tagging, as it is printed."""

    name: str
    value: str
    confidence: str = ""
    tier: str = ""


class Span(NamedTuple):
    """A numbered part of a text, and what was found there."""

    number: int
    start: int
    end: int
    layer: str
    label: str
    targets: tuple[str, ...]
    weights: tuple[float, ...]


class Table(NamedTuple):
    """A table for print; nothing in it is escaped."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: int = 0
    layer: str = ""


def shown_part(text: str) -> str:
    """Return the beginning of a text that is shown, with its offsets unchanged."""
    return text[:LONGEST_TEXT]


def notes(text: str, marks: Sequence[Mark]) -> list[str]:
    """Return what a reader must know of the text that is shown."""
    shown = shown_part(text)
    said = []
    if left := len(text) - len(shown):
        said.append(f"Cut here: {left:,} of {len(text):,} characters are not shown.")
    if hidden := len(shown) - len(control_free(shown)):
        said.append(f"Not shown: {hidden:,} characters that control a terminal or the direction of writing.")
    if lost := sum(mark.start is not None and not is_placed(mark, text) for mark in marks):
        marks_lost = "1 mark does" if lost == 1 else f"{lost:,} marks do"
        said.append(f"{marks_lost} not fit the text: it was changed after tagging. Tag it again.")
    return said


def is_placed(mark: Mark, text: str | None) -> bool:
    """Tell whether a mark's words stand in the text where it says."""
    if text is None or mark.start is None or mark.end is None or not 0 <= mark.start < mark.end <= len(text):
        return False
    return mark.text is None or text[mark.start : mark.end] == mark.text


def in_order(marks: Sequence[Mark]) -> list[Mark]:
    """Return marks by layer, then by place; those without a place last."""
    layers = list(dict.fromkeys([*LAYERS, *sorted({mark.layer for mark in marks})]))
    rank = {layer: number for number, layer in enumerate(layers)}
    last = 1 << 40
    return sorted(
        marks,
        key=lambda mark: (
            rank[mark.layer],
            last if mark.start is None else mark.start,
            last if mark.end is None else mark.end,
        ),
    )


def spans_of(text: str | None, marks: Sequence[Mark]) -> list[Span]:
    """Return the numbered spans of the part of a text that is shown; marks of one place and label share one."""
    if text is None:
        return []
    shown = len(shown_part(text))
    groups: dict[tuple[int, int, str, str], list[Mark]] = {}
    for mark in in_order(marks):
        if is_placed(mark, text) and mark.start is not None and mark.end is not None and mark.start < shown:
            key = (mark.start, min(mark.end, shown), mark.layer, mark.label)
            groups.setdefault(key, []).append(mark)
    ordered = sorted(groups.items(), key=lambda group: (group[0][0], -group[0][1]))
    return [
        Span(
            number,
            *key,
            tuple(dict.fromkeys(mark.target for mark in group if mark.target is not None)),
            tuple(mark.weight for mark in group),
        )
        for number, (key, group) in enumerate(ordered, 1)
    ]


def evidence_tables(text: str | None, marks: Sequence[Mark], spans: Sequence[Span]) -> list[Table]:
    """Return one table per layer: place, words, label, target, rule and weight."""
    numbers = {span[1:5]: span.number for span in spans}
    by_layer: dict[str, list[Mark]] = {}
    for mark in in_order(marks):
        by_layer.setdefault(mark.layer, []).append(mark)
    return [_table(layer, group, text, numbers) for layer, group in by_layer.items()]


def _table(
    layer: str, marks: list[Mark], text: str | None, numbers: dict[tuple[int, int, str, str], int]
) -> Table:
    heads = ["span", "words", "label", TARGET_HEADS.get(layer, "target"), "rule", "weight"]
    rows = [
        [
            _place(mark, text, numbers),
            _cell(_words(mark, text)),
            _cell(mark.label),
            _cell(mark.target),
            _cell(mark.rule),
            weight(mark),
        ]
        for mark in marks[:MOST_ROWS]
    ]
    if all(mark.target is None for mark in marks):
        heads.pop(3)
        for row in rows:
            row.pop(3)
    return Table(
        f"Evidence: {_cell(layer.replace('_', ' '))}",
        tuple(heads),
        tuple(map(tuple, rows)),
        len(marks) - len(rows),
        layer,
    )


def _place(mark: Mark, text: str | None, numbers: dict[tuple[int, int, str, str], int]) -> str:
    if mark.start is None or mark.end is None:
        if mark.rule in _ANSWERED:
            return "the post that it answers or quotes"
        return _ELSEWHERE.get(mark.layer, UNKNOWN)
    place = f"{mark.start:,}\N{EN DASH}{mark.end:,}"
    if not is_placed(mark, text):
        return f"{place} (other words now)"
    shown = min(mark.end, LONGEST_TEXT)
    number = numbers.get((mark.start, shown, mark.layer, mark.label))
    return f"{place} (cut off)" if number is None else str(number)


def _words(mark: Mark, text: str | None) -> str | None:
    if mark.text is None and text is not None and is_placed(mark, text):
        return text[mark.start : mark.end]
    return mark.text


def weight(mark: Mark) -> str:
    """Return a mark's weight as it is printed: with a sign where it says for or against."""
    if pd.isna(mark.weight):
        return UNKNOWN
    return f"{mark.weight:+.2f}" if mark.layer in _SIGNED and mark.weight else f"{mark.weight:.2f}"


def _cell(value: str | None) -> str:
    return UNKNOWN if value is None else one_line(value, _LONGEST_CELL)


def one_line(text: str, longest: int) -> str:
    """Return a text on one line, without characters that control anything, and short."""
    # Cut before it is searched: a cell may hold a text of any length.
    clean = re.sub(r"\s+", " ", control_free(text[: 4 * longest])).strip()
    is_cut = len(clean) > longest or len(text) > 4 * longest
    return clean[: longest - 1] + "\N{HORIZONTAL ELLIPSIS}" if is_cut else clean


def results_table(results: Sequence[Result]) -> Table:
    """Return the results as a table."""
    rows = [
        (
            one_line(item.name, _LONGEST_CELL),
            one_line(item.value, _LONGEST_CELL),
            item.confidence or UNKNOWN,
            one_line(item.tier, _LONGEST_CELL) or UNKNOWN,
        )
        for item in results
    ]
    return Table("Results", ("result", "value", "confidence", "tier"), tuple(rows))
