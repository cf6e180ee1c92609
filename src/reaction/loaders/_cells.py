"""Cells of tables read as values: numbers, truth values, lists."""

from __future__ import annotations

import json
import re
from typing import Any

__all__ = ["flag", "integer", "json_list", "listed", "quoted_list", "url_list"]

_TRUE = frozenset({"true", "yes", "y", "1", "t", "1.0"})
_FALSE = frozenset({"false", "no", "n", "0", "f", "0.0"})
# Whatever begins as a quoted text is consumed, closed or not, so that no cell takes more than one pass.
_QUOTED = re.compile(r"""'((?:[^'\\]|\\.)*+)('?)|"((?:[^"\\]|\\.)*+)("?)""", re.DOTALL)
_ESCAPED = re.compile(r"\\(['\"/\\])")


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
    # "1.000" is one to some and a thousand to others.
    if rest not in {"", "0", "00"} or not whole.removeprefix("-").isdecimal() or not whole.isascii():
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


def quoted_list(cell: str) -> list[str]:
    r"""Read a cell that holds a list of texts as Python or JSON writes one; nothing is evaluated.

    Examples
    --------
    >>> quoted_list("['a', \"it's\"]"), quoted_list('["a", "b"]'), quoted_list("[]"), quoted_list("[a]")
    (['a', "it's"], ['a', 'b'], [], [])
    """
    found = ((single or double, end or other) for single, end, double, other in _QUOTED.findall(cell))
    return [_ESCAPED.sub(r"\1", text) for text, end in found if text and end]


def url_list(cell: str | None, separator: str) -> list[str]:
    """Split a cell of web addresses, which may hold the separator themselves.

    Examples
    --------
    >>> url_list("https://example.com/a,b,https://example.com/c", ","), url_list(None, ",")
    (['https://example.com/a,b', 'https://example.com/c'], [])
    """
    parts = re.split(rf"{re.escape(separator)}\s*(?=https?://)", cell) if cell else []
    return [found for part in parts if (found := part.strip(f" \t\r\n{separator}"))]
