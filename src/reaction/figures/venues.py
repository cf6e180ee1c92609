"""Sizes and looks of figures for the venues where they are published."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Literal

import matplotlib.style as mpl_style

from reaction.errors import FigureError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["VENUES", "Venue", "drawing_style", "style"]

_MM_PER_INCH = 25.4
_HEIGHT_OF_WIDTH = {1: 0.8, 2: 0.5}
_active: ContextVar[bool] = ContextVar("style is active", default=False)


@dataclass(frozen=True)
class Venue:
    """How wide a venue's figures are.

    Parameters
    ----------
    one_column, two_columns
        Widths in millimetres.
    max_height
        In millimetres.
    look
        Name of the style file laid over the base.
    checked
        Whether the sizes were read in the venue's own guide.
    """

    one_column: float
    two_columns: float
    max_height: float = 230.0
    look: str | None = None
    checked: bool = False


VENUES: dict[str, Venue] = {
    "default": Venue(85.0, 175.0, checked=True),
    "icwsm": Venue(83.8, 177.8),
    "aaai": Venue(83.8, 177.8),
    "acm": Venue(84.5, 177.3),
    "acl": Venue(77.0, 160.0),
    "nature": Venue(89.0, 183.0, max_height=170.0, look="nature", checked=True),
}


@contextmanager
def style(
    venue: str = "default", columns: Literal[1, 2] = 1, *, aspect: float | None = None
) -> Iterator[None]:
    """Draw figures in the size and look of a venue, for the length of a ``with`` block.

    Starts from matplotlib's own defaults, whatever the user's ``matplotlibrc`` says, so that a script gives one
    figure everywhere: the font that comes with matplotlib, the palette of Okabe and Ito, TrueType fonts in PDF
    (publishers refuse Type 3).

    Parameters
    ----------
    venue
        ``default`` (85 and 175 mm), ``nature`` (89 and 183 mm, text of 5-7 pt: its research figure guide), or,
        *not checked against the venue's current template*: ``acm`` (84.5 and 177.3 mm, an older ACM template),
        ``icwsm`` and ``aaai`` (3.3 and 7 in), ``acl`` (77 and 160 mm).
    columns
        1 or 2: the width.
    aspect
        Height of a figure as a share of its width; by default 0.8 at one column and 0.5 at two.

    Yields
    ------
    Nothing.

    Raises
    ------
    FigureError
        If the venue is unknown (the message lists those known), `columns` is not 1 or 2, or the figure would be
        higher than the venue's page.

    Examples
    --------
    >>> import matplotlib as mpl
    >>> with style("nature", columns=1):
    ...     width, height = mpl.rcParams["figure.figsize"]
    >>> round(width * 25.4)
    89
    """
    size = _size(venue, columns, aspect)
    with _files(VENUES[venue].look) as sheets:
        context = mpl_style.context([*sheets, {"figure.figsize": size}], after_reset=True)
        with context:
            token = _active.set(True)
            try:
                yield
            finally:
                _active.reset(token)


@contextmanager
def drawing_style() -> Iterator[None]:
    """Draw in the default style unless :func:`style` is on already.

    Yields
    ------
    Nothing.

    Examples
    --------
    >>> with drawing_style():
    ...     pass
    """
    if _active.get():
        yield
    else:
        with style():
            yield


def _size(venue: str, columns: int, aspect: float | None) -> tuple[float, float]:
    if venue not in VENUES:
        raise FigureError(f"No sizes are known for the venue {venue!r}. Known: {', '.join(VENUES)}.")
    if columns not in _HEIGHT_OF_WIDTH:
        raise FigureError(f"columns is {columns!r}; a figure is 1 or 2 columns wide.")
    known = VENUES[venue]
    width = known.one_column if columns == 1 else known.two_columns
    aspect = _HEIGHT_OF_WIDTH[columns] if aspect is None else aspect
    if not 0 < width * aspect <= known.max_height:
        raise FigureError(
            f"aspect={aspect} makes a figure {width * aspect:.0f} mm high; {venue} allows up to {known.max_height:.0f} mm. "
            f"Take an aspect above 0 and up to {known.max_height / width:.2f}."
        )
    return width / _MM_PER_INCH, width * aspect / _MM_PER_INCH


@contextmanager
def _files(look: str | None) -> Iterator[list[str]]:
    folder = files("reaction.figures") / "styles"
    with as_file(folder) as path:
        yield [str(path / f"{name}.mplstyle") for name in ("base", look) if name]
