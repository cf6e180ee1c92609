"""Names and titles from strangers made fit to print in a figure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from matplotlib import font_manager

from reaction.hostile import control_free

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["count_of", "listed", "plain", "printable", "shortened"]

_BOX = "\u25af"
# Emoji are symbols joined by marks: without its symbol a mark means nothing.
_DROPPED = ("S", "M", "C")


@lru_cache(maxsize=1)
def _known() -> frozenset[int]:
    font = font_manager.findfont("DejaVu Sans")
    return frozenset(font_manager.get_font(font).get_charmap())


@lru_cache(maxsize=1 << 14)
def _shown(character: str) -> str:
    kind = unicodedata.category(character)
    if kind == "Cf" or "\ufe00" <= character <= "\ufe0f":  # joiners and selectors of emoji
        return ""
    if ord(character) in _known():
        return character
    return "" if kind[0] in _DROPPED else _BOX


def plain(text: str, *, limit: int | None = None) -> str:
    """Reduce text to one line of characters that the font has.

    Symbols that the font lacks (emoji) are left out; each run of letters that it lacks becomes one box.

    Parameters
    ----------
    text
        Any text.
    limit
        Longest result, in characters; what is cut off is shown by an ellipsis.

    Returns
    -------
    One line, blanks collapsed; ``?`` where nothing is left of a text that was not empty.
    """
    clean = re.sub(r"\s+", " ", control_free(text))
    kept = "".join(_shown(character) for character in clean)
    kept = re.sub(f"{_BOX}+", _BOX, re.sub(" +", " ", kept)).strip()
    if not kept:
        return "?" if text.strip() else ""
    return kept if limit is None else shortened(kept, limit)


def printable(text: str, *, limit: int | None = None) -> str:
    """Make text safe to hand to matplotlib: as :func:`plain`, with dollars that start no formula.

    Parameters
    ----------
    text
        Any text.
    limit
        Longest result, in characters, dollars counted once.

    Returns
    -------
    Text that matplotlib prints letter by letter.
    """
    return plain(text, limit=limit).replace("$", r"\$")


def shortened(text: str, limit: int) -> str:
    """Cut text to a length.

    Parameters
    ----------
    text
        One line.
    limit
        Longest result, in characters.

    Returns
    -------
    The text, its end replaced by an ellipsis where it is too long.
    """
    return text if len(text) <= limit else text[: max(limit - 1, 0)].rstrip() + "…"


def count_of(n: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun.

    Parameters
    ----------
    n
        The number.
    one, many
        The noun for one and for several (by default with an s).

    Returns
    -------
    Text such as ``1,200 posts``.
    """
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """Join words as a sentence does.

    Parameters
    ----------
    words
        The words.

    Returns
    -------
    Text such as ``a, b and c``.
    """
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
