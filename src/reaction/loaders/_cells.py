"""Cells of tables read as values: numbers, truth values, lists."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["flag", "integer", "json_list", "listed"]

_TRUE = frozenset({"true", "yes", "y", "1", "t", "1.0"})
_FALSE = frozenset({"false", "no", "n", "0", "f", "0.0"})


def integer(cell: str | None) -> int | None:
    """Read a whole number, with or without thousands separators or a decimal part of zeros.

    Examples
    --------
    >>> integer("1,234"), integer("12.0"), integer(""), integer("many"), integer("-3")
    (1234, 12, None, None, -3)
    """
    if cell is None or len(cell) > 24:
        return None
    text = cell.strip().replace(",", "")
    whole, _, rest = text.partition(".")
    if rest.strip("0") or not whole.removeprefix("-").isdecimal() or not whole.isascii():
        return None
    return int(whole)


def flag(cell: str | None) -> bool | None:
    """Read a truth value; None where a cell is empty or says something else.

    Examples
    --------
    >>> flag("True"), flag("no"), flag("maybe"), flag(None)
    (True, False, None, None)
    """
    if cell is None:
        return None
    word = cell.strip().lower()
    return True if word in _TRUE else False if word in _FALSE else None


def listed(cell: str | None, separator: str, strip: str = "") -> list[str]:
    """Split a cell that holds several values; `strip` names characters to take off their ends, too.

    Examples
    --------
    >>> listed("#a, #b,", ",", strip="#"), listed(None, "|")
    (['a', 'b'], [])
    """
    if not cell:
        return []
    return [found for part in cell.split(separator) if (found := part.strip(f" \t\r\n{strip}"))]


def json_list(cell: str | None) -> list[Any]:
    """Read a cell that holds a JSON list; empty where it holds anything else.

    Examples
    --------
    >>> json_list('["a", "b"]'), json_list("{}"), json_list("[")
    (['a', 'b'], [], [])
    """
    if not cell or not cell.startswith("["):
        return []
    try:
        value = json.loads(cell)
    except (ValueError, RecursionError):
        return []
    return value if isinstance(value, list) else []
