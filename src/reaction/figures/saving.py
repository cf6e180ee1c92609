"""Figures written to files, with their numbers and a description beside them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reaction.errors import FigureError, NoInputError
from reaction.figures._record import Record, alt_text, record_of
from reaction.hostile import csv_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

__all__ = ["FORMATS", "save"]

FORMATS = ("pdf", "svg", "png")
_DPI = 300
_SAME_BYTES: Any = {"pdf.fonttype": 42, "ps.fonttype": 42, "svg.fonttype": "path", "svg.hashsalt": "reaction"}


def save(
    figure: Axes | Figure, path: str | PathLike[str], *, formats: Sequence[str] | None = None
) -> list[Path]:
    """Write a figure, a description of it and the numbers it shows.

    The same figure gives the same bytes (same versions, same kind of machine): no dates are written. PDF files
    embed TrueType fonts, SVG files hold outlines, PNG files have 300 dots per inch; the size is the figure's
    own. Nothing is cropped.

    Parameters
    ----------
    figure
        What a figure function returned, or the Figure that holds it.
    path
        The file to write; its suffix says the format: ``.pdf``, ``.svg`` or ``.png``. Existing files are
        replaced.
    formats
        Several formats at once, such as ``("pdf", "png")``: files beside each other, named as `path`.

    Returns
    -------
    The files: pictures, then ``.txt`` (description, up to 2,000 characters), then ``.csv`` (numbers). A Figure
    with several of our Axes has one pair ``-1.txt``, ``-1.csv`` for each, in the order of its Axes.

    Raises
    ------
    FigureError
        If the format is unknown or no figure function drew any of the Axes.
    NoInputError
        If the folder does not exist.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> from reaction import figures, schema
    >>> ax = figures.event_timeline(schema.empty())
    >>> [file.name for file in save(ax, pathlib.Path(tempfile.mkdtemp()) / "timeline.pdf")]
    ['timeline.pdf', 'timeline.txt', 'timeline.csv']
    """
    whole, drawn = _drawn(figure)
    pictures = _pictures(Path(path), formats)
    description = "\n\n".join(alt_text(ax) for ax in drawn)
    title = "; ".join(record_of(ax).title for ax in drawn)
    with mpl.rc_context(_SAME_BYTES):
        for picture in pictures:
            kind = picture.suffix[1:]
            whole.savefig(picture, format=kind, dpi=_DPI, metadata=_metadata(kind, title, description))
    stem = pictures[0].with_suffix("")
    beside = [
        file for i, ax in enumerate(drawn, 1) for file in _beside(ax, stem, f"-{i}" if len(drawn) > 1 else "")
    ]
    return [*pictures, *beside]


def _drawn(figure: Axes | Figure) -> tuple[Figure, list[Axes]]:
    if isinstance(figure, Axes):
        record_of(figure)
        whole = figure.get_figure(root=True)
        if whole is None:
            raise FigureError("This Axes was removed from its figure; draw it again.")
    elif isinstance(figure, Figure):
        whole = figure
    else:
        raise FigureError(f"save takes an Axes or a Figure, not {type(figure).__name__}.")
    drawn = [ax for ax in whole.axes if _is_ours(ax)]
    if not drawn:
        raise FigureError(
            "No Axes of this Figure was drawn by reaction.figures, so its numbers are unknown. "
            "Pass what figures.event_timeline and its kin return, or save it with matplotlib's savefig."
        )
    return whole, drawn


def _is_ours(ax: Axes) -> bool:
    try:
        return isinstance(record_of(ax), Record)
    except FigureError:
        return False


def _pictures(path: Path, formats: Sequence[str] | None) -> list[Path]:
    if isinstance(formats, str):
        formats = [formats]
    suffix = path.suffix[1:].lower()
    wanted = [suffix] if formats is None else [kind.lower().removeprefix(".") for kind in formats]
    if not wanted or (strange := [kind for kind in wanted if kind not in FORMATS]):
        what = (
            f"'{path}' has no known format"
            if formats is None
            else f"formats={list(formats)} has unknown ones"
        )
        raise FigureError(
            f"{what}. Known: {', '.join(FORMATS)}, as in 'figure.pdf'."
            + (f" Not known: {strange[0]!r}." if wanted else "")
        )
    if not path.parent.is_dir():
        raise NoInputError(f"Can't write '{path}': the folder '{path.parent}' does not exist. Make it first.")
    stem = path.with_suffix("") if suffix in FORMATS else path
    return [stem.parent / f"{stem.name}.{kind}" for kind in dict.fromkeys(wanted)]


def _metadata(kind: str, title: str, description: str) -> dict[str, Any]:
    match kind:
        case "pdf":
            return {"Title": title, "Subject": description, "CreationDate": None, "ModDate": None}
        case "svg":
            return {"Title": title, "Description": description, "Date": None}
        case _:
            return {"Title": title, "Description": description}


def _beside(ax: Axes, stem: Path, mark: str) -> list[Path]:
    text = stem.parent / f"{stem.name}{mark}.txt"
    text.write_text(alt_text(ax) + "\n", encoding="utf-8", newline="\n")
    table = stem.parent / f"{stem.name}{mark}.csv"
    table.write_text(csv_text(record_of(ax).data), encoding="utf-8", newline="\n")
    return [text, table]
