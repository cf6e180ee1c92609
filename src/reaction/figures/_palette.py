"""Colours of Okabe and Ito, and the marks, lines and hatches that say the same without colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.typing import LineStyleType

__all__ = ["EVENT", "GAP", "KIND_LOOKS", "OTHER", "ROLE_LOOKS", "STANCE_LOOKS", "Look"]

_BLUE, _VERMILION, _GREEN, _ORANGE = "#0072B2", "#D55E00", "#009E73", "#E69F00"
_PURPLE, _SKY, _YELLOW = "#CC79A7", "#56B4E9", "#F0E442"

EVENT = "#222222"
GAP = "#EDEDED"


@dataclass(frozen=True)
class Look:
    """How one thing is drawn wherever it is drawn.

    Parameters
    ----------
    label
        What it is called in print.
    colour
        Of the fill or the line.
    marker
        matplotlib's marker.
    line
        matplotlib's line style.
    hatch
        matplotlib's hatch, or None.
    """

    label: str
    colour: str
    marker: str = "o"
    line: LineStyleType = "-"
    hatch: str | None = None


OTHER = Look("no own words", "#C9C9C9", "o")

KIND_LOOKS = {
    "original": Look("originals", _BLUE),
    "reply": Look("replies", _ORANGE, hatch="//////"),
    "quote": Look("quotes", _GREEN, hatch="......"),
    "repost": Look("reposts", "#BFC5CA"),
}

STANCE_LOOKS = {
    "against": Look("against", _VERMILION, "s", "-"),
    "favor": Look("in favor", _BLUE, "o", (0, (5, 1))),
    "unclear": Look("unclear", "#7A7A7A", "D", (0, (1, 1))),
    "none": Look("none", _YELLOW, "^", (0, (3, 1, 1, 1))),
}

ROLE_LOOKS = {
    "employee": Look("employees", _BLUE, "o"),
    "former_employee": Look("former employees", _SKY, "p"),
    "customer": Look("customers", _GREEN, "s"),
    "company": Look("the company", "#000000", "P"),
    "agency": Look("agencies", _YELLOW, "h"),
    "advocacy": Look("advocacy", _VERMILION, "^"),
    "press": Look("press", _PURPLE, "D"),
    "politician": Look("politicians", _ORANGE, "v"),
}
