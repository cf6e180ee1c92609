"""An explanation for a notebook: spans drawn by displaCy, and tables."""

from __future__ import annotations

import math
import unicodedata
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from spacy import displacy

from reaction.hostile import control_free
from reaction.nlp._explained import (
    LAYERS,
    Table,
    evidence_tables,
    notes,
    one_line,
    results_table,
    shown_part,
    spans_of,
)
from reaction.nlp.tokenizer import spans as tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reaction.nlp._explained import Span
    from reaction.nlp.explanation import Explanation

_INK, _SOFT, _LINE = "#1b1f24", "#57606a", "#d7dce1"
# Okabe and Ito; each colour comes with a shape and a word.
_BLUE, _VERMILION, _SKY, _ORANGE, _PURPLE, _GREY = (
    "#0072B2",
    "#D55E00",
    "#56B4E9",
    "#E69F00",
    "#CC79A7",
    "#7A7A7A",
)
_LOOKS = {
    ("sentiment", "positive"): ("▲", _BLUE),
    ("sentiment", "negative"): ("▼", _VERMILION),
    ("sentiment", "neutral"): ("○", _GREY),
    ("stance", "favor"): ("●", _BLUE),
    ("stance", "against"): ("■", _VERMILION),
    ("stance", "unclear"): ("◆", _GREY),
    ("entity", ""): ("□", _SKY),
    ("act", ""): ("◇", _ORANGE),
    ("role", ""): ("△", _PURPLE),
}
_OTHER = ("○", _GREY)
_SIGNS = {
    "sentiment": {"+": ("sentiment", "positive"), "-": ("sentiment", "negative")},
    "stance": {"+": ("stance", "favor"), "-": ("stance", "against")},
}
_NAMES = {"entity": "entity", "act": "speech act", "role": "role of the author"}
_LONGEST_LABEL = 40
_LONGEST_PIECE = 40
_LONGEST_FACT = 200
_TOP, _BELOW, _STEP = 26, 18, 20  # pixels: text to first bar, last bar to next line, bar to bar

# displaCy's own templates let labels run over each other, and put spaces around every word. Here a hidden copy of the
# label makes room for it, and the label stands before the word, whose line is then the last and sets the baseline.
_TEMPLATE = {
    "span": (
        '<span style="display:inline-block;position:relative;white-space:pre;height:{total_height}px">'
        "{span_starts}{span_slices}{text}</span>"
    ),
    "slice": (
        '<span style="background:{bg};top:{top_offset}px;height:4px;left:0;width:100%;position:absolute"></span>'
    ),
    "start": (
        '<span aria-hidden="true" style="display:block;height:0;overflow:hidden;visibility:hidden;'
        'font-size:11px">{label}{kb_link}</span>'
        '<span style="top:{top_offset}px;left:0;position:absolute;z-index:1;margin-top:4px;'
        "border-left:4px solid {bg};background:#fff;color:" + _INK + ";font-size:11px;line-height:13px;"
        'user-select:none;direction:ltr;unicode-bidi:isolate">{label}</span>'
    ),
}
_STYLE = (
    f"color:{_INK};background:#fff;padding:8px 12px;max-width:60rem;overflow-wrap:anywhere;text-align:left;"
    "font:14px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
)
_CELL = f"text-align:left;vertical-align:top;padding:2px 12px 2px 0;border-bottom:1px solid {_LINE};background:#fff;overflow-wrap:break-word"
_NUMBER = _CELL.replace("left", "right", 1) + ";white-space:nowrap;font-variant-numeric:tabular-nums"


class _Piece(NamedTuple):
    start: int
    end: int
    inside: tuple[int, ...]


def as_html(explained: Explanation) -> str:
    """Return the explanation as HTML that loads nothing."""
    marks = explained.marks or ()
    spans = spans_of(explained.text, marks)
    title = f"Post {explained.post_id[:_LONGEST_FACT]} on {explained.platform[:_LONGEST_FACT]}"
    about = "; ".join(f"{name}: {one_line(value, _LONGEST_FACT)}" for name, value in explained.about)
    parts = [
        f'<div class="reaction-explanation" style="{_STYLE}">',
        f"<div><strong>{_safe(title)}</strong></div>",
        f'<div style="color:{_SOFT}">{_safe(about)}</div>',
        _text(explained, spans),
    ]
    if explained.results:
        parts.append(_html(results_table(explained.results)))
    parts += [_html(table) for table in evidence_tables(explained.text, marks, spans)]
    if explained.marks is None:
        parts.append("<p>Evidence: not kept for this post.</p>")
    elif not explained.marks:
        parts.append("<p>Evidence: none, no rule applied.</p>")
    return "\n".join([*parts, "</div>"])


def _safe(text: str) -> str:
    return escape(control_free(text))


def _text(explained: Explanation, spans: Sequence[Span]) -> str:
    if explained.text is None:
        return "<p>No text.</p>"
    drawn = _drawn(shown_part(explained.text), spans)
    said = notes(explained.text, explained.marks or ())
    below = [f'<div style="color:{_SOFT}">{_safe(note)}</div>' for note in [*said, *_legend(spans)]]
    box = f"white-space:pre-line;margin:8px 0;padding:8px 0;border:solid {_LINE};border-width:1px 0;font-size:15px"
    return f'<div role="group" aria-label="Text of the post" style="{box}">{drawn}</div>' + "".join(below)


def _look(span: Span) -> tuple[str, str]:
    layer = span.layer.removeprefix("amplified_")
    return _LOOKS.get((layer, span.label)) or _LOOKS.get((layer, "")) or _OTHER


def _label(span: Span) -> str:
    words = {
        "sentiment": " ".join(filter(None, map(_signed, span.weights))) or span.label,
        "entity": ", ".join(span.targets) or span.label,
        "stance": f"{span.label} {', '.join(span.targets)}",
        "amplified_stance": f"amplified {span.label} {', '.join(span.targets)}",
    }.get(span.layer, span.label.replace("_", " "))
    # displaCy does not escape labels, so they hold nothing to escape; the table below shows them as they are.
    plain = "".join("?" if character in "<>&\"'`{}" else character for character in words)
    # The blanks are the label's margin; the spans that do not show have no label and need none.
    return f" {span.number} {_look(span)[0]} {one_line(plain, _LONGEST_LABEL)}  "


def _signed(weight: float) -> str:
    return "" if math.isnan(weight) else f"{weight:+.1f}".replace("-", "\N{MINUS SIGN}")


def _legend(spans: Sequence[Span]) -> list[str]:
    seen = []
    for span in sorted(
        spans, key=lambda span: (LAYERS.index(span.layer) if span.layer in LAYERS else 9, span.label)
    ):
        layer = span.layer.removeprefix("amplified_")
        name = _NAMES.get(layer) or f"{span.label} ({layer})"
        seen.append(f"{_look(span)[0]} {one_line(name, _LONGEST_LABEL)}")
    return ["Numbers are those of the tables. " + ", ".join(dict.fromkeys(seen)) + "."] if seen else []


def _drawn(text: str, spans: Sequence[Span]) -> str:
    labels = [_label(span) for span in spans]
    pieces = _pieces(text, spans)
    tokens = [_token(text, piece, spans) for piece in pieces]
    drawn: list[dict[str, Any]] = []
    for number, label in enumerate(labels):
        inside = [place for place, piece in enumerate(pieces) if number in piece.inside]
        drawn.append({"start_token": inside[0], "end_token": inside[-1] + 1, "label": label})
    # Behind a word without a span displaCy puts a space; where the text has none, it gets a span that does not show.
    drawn += [
        {"start_token": place, "end_token": place + 1, "label": ""}
        for place, (piece, following) in enumerate(pairwise(pieces))
        if not piece.inside and following.inside and not text[piece.end - 1].isspace()
    ]
    colours = {label: _look(span)[1] for label, span in zip(labels, spans, strict=True)}
    return displacy.render(
        {
            "tokens": tokens,
            "spans": drawn,
            "settings": {"direction": _direction(text), "lang": "und"},
        },
        style="span",
        manual=True,
        page=False,
        jupyter=False,
        options={
            "colors": {**colours, "": "transparent"},
            "template": {**_TEMPLATE, "span": _TEMPLATE["span"].replace("{total_height}", _height(drawn))},
            "top_offset": _TOP,
            "top_offset_step": _STEP,
            "span_label_offset": _BELOW,
        },
    )


def _height(drawn: Sequence[dict[str, Any]]) -> str:
    """Return the height of a word: displaCy's own, or where spans cross, enough for the lowest bar.

    displaCy counts the spans over a word, but a span that crosses an ended one stays in its lower place.
    """
    ordered = sorted(drawn, key=lambda span: (span["start_token"], -span["end_token"], span["label"]))
    slots: list[int] = []
    is_crossed = False
    for number, span in enumerate(ordered):
        over = [place for place in range(number) if ordered[place]["end_token"] > span["start_token"]]
        is_crossed |= any(ordered[place]["end_token"] < span["end_token"] for place in over)
        slots.append(slots[over[-1]] + 1 if over else 1)
    return str(_TOP + _BELOW + _STEP * (max(slots) - 1)) if is_crossed else "{total_height}"


def _pieces(text: str, spans: Sequence[Span]) -> list[_Piece]:
    """Cut a text at words and at the ends of spans; what is in no span stays in one piece between two."""
    cuts = {0, len(text)}
    for word, start in tokens_of(text):
        cuts.update(range(start, start + len(word), _LONGEST_PIECE))
        cuts.add(start + len(word))
    for span in spans:
        cuts.update((span.start, span.end))
    pieces: list[_Piece] = []
    for start, end in pairwise(sorted(cuts)):
        inside = tuple(place for place, span in enumerate(spans) if span.start <= start < span.end)
        if pieces and pieces[-1].inside == inside and _may_join(text, pieces[-1], end):
            pieces[-1] = pieces[-1]._replace(end=end)
        else:
            pieces.append(_Piece(start, end, inside))
    return [part for place, piece in enumerate(pieces) for part in _parted(text, piece, pieces[place + 1 :])]


def _may_join(text: str, piece: _Piece, end: int) -> bool:
    # Words of a span that stand in one piece leave its label more room; the line can break between pieces only.
    return not piece.inside or (end - piece.start <= _LONGEST_PIECE and "\n" not in text[piece.start : end])


def _parted(text: str, piece: _Piece, following: Sequence[_Piece]) -> list[_Piece]:
    """Part the last word from a piece in no span, where a span follows at once."""
    words = text[piece.start : piece.end]
    if piece.inside or not following or words[-1].isspace():
        return [piece]
    head = max((place for place, character in enumerate(words, 1) if character.isspace()), default=0)
    head = max(head, len(words) - _LONGEST_PIECE)
    parted = [
        _Piece(piece.start, piece.start + head, ()),
        _Piece(piece.start + head, piece.end, ()),
    ]
    return [part for part in parted if part.start < part.end]


def _token(text: str, piece: _Piece, spans: Sequence[Span]) -> str:
    word = control_free(text[piece.start : piece.end])
    if not piece.inside:
        return word.removesuffix(" ")  # displaCy adds one
    # displaCy draws nothing over blanks, so a span that begins with one would lose its label.
    is_first = any(spans[number].start == piece.start for number in piece.inside)
    return "\N{OPEN BOX}" if is_first and not word.strip() else word


def _direction(text: str) -> str:
    strong = (unicodedata.bidirectional(character) for character in text)
    return "rtl" if next((kind for kind in strong if kind in {"L", "R", "AL"}), "L") != "L" else "ltr"


def _html(table: Table) -> str:
    head = "".join(
        f'<th scope="col" style="{_style(name)};color:{_SOFT}">{_safe(name)}</th>' for name in table.heads
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td style="{_style(name)}">{_value(name, cell, table.layer)}</td>'
            for name, cell in zip(table.heads, row, strict=True)
        )
        + "</tr>"
        for row in table.rows
    )
    more = f"<div>and {table.more:,} more</div>" if table.more else ""
    caption = f'<caption style="caption-side:top;text-align:left;font-weight:600;color:{_INK}">{_safe(table.title)}</caption>'
    return (
        f'<div style="overflow-x:auto"><table style="border-collapse:collapse;margin:10px 0 4px;font-size:13px;color:{_INK}">{caption}'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{more}"
    )


def _style(head: str) -> str:
    return _NUMBER if head in {"weight", "confidence"} else _CELL


def _value(head: str, cell: str, layer: str) -> str:
    if head == "weight" and cell[:1] in {"+", "-"}:
        looks = _SIGNS["sentiment" if layer == "sentiment" else "stance"]
        shape, colour = _LOOKS[looks[cell[0]]]
        shown = _safe(cell.replace("-", "\N{MINUS SIGN}"))
        return f'<span aria-hidden="true" style="color:{colour}">{shape}</span> {shown}'
    return f"<bdi>{_safe(cell)}</bdi>"
