"""Text from strangers made safe for CSV, XML and HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["as_text", "control_free", "csv_safe", "csv_text", "xml_safe"]

_BETWEEN = "; "


def _characters(*ranges: tuple[int, int]) -> str:
    # Literal characters, not escapes: Python's re and Arrow's RE2 spell escapes differently.
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


_SURROGATES = (0xD800, 0xDFFF)
_NOT_XML = ((0x00, 0x08), (0x0B, 0x0C), (0x0E, 0x1F), (0xFFFE, 0xFFFF))
_DELETE_TO_C1 = (0x7F, 0x9F)
# Embeddings, overrides and isolates reorder the text around them, in a table or a legend too.
_BIDI = ((0x202A, 0x202E), (0x2066, 0x2069))

_FIRST_OF_FORMULA = "=+\\-@＝＋－＠"  # noqa: RUF001 - full-width signs start formulas too
_BEFORE_FORMULA = " \t\n\r\xa0\u200b-\u200f\u2060\ufeff"
_FORMULA = f"^(?:[{_BEFORE_FORMULA}]*[{_FIRST_OF_FORMULA}]|[\t\r\n])"
_NUMBER = r"^[+\-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+\-]?[0-9]+)?$"

_XML_CLASS = _characters(*_NOT_XML)
_CONTROL_CLASS = _characters(*_NOT_XML, _DELETE_TO_C1, *_BIDI)
_SURROGATE_CLASS = _characters(_SURROGATES)

_XML_PATTERN = re.compile(f"[{_XML_CLASS}{_SURROGATE_CLASS}]")
_CONTROL_PATTERN = re.compile(f"[{_CONTROL_CLASS}{_SURROGATE_CLASS}]")
_FORMULA_PATTERN = re.compile(_FORMULA)
_NUMBER_PATTERN = re.compile(_NUMBER.removesuffix("$"))


@overload
def control_free(text: str) -> str: ...
@overload
def control_free(text: pd.Series[Any]) -> pd.Series[Any]: ...
def control_free(text: str | pd.Series[Any]) -> str | pd.Series[Any]:
    r"""Remove characters that control a terminal, a parser or the direction of writing.

    Out go the control characters of ASCII and Latin-1 except tab and line ends, lone surrogates, the
    noncharacters U+FFFE and U+FFFF, and the marks that embed, override or isolate a direction of writing.

    Parameters
    ----------
    text
        A string, or a Series of n values; those that are not strings are left as they are.

    Returns
    -------
    The same without those characters: a string, or a Series of n values on the same index.

    Examples
    --------
    >>> control_free("a\x00b\u202ec")
    'abc'
    """
    if isinstance(text, str):
        return _CONTROL_PATTERN.sub("", text)
    return _each(text, control_free, lambda values: values.str.replace(f"[{_CONTROL_CLASS}]", "", regex=True))


@overload
def xml_safe(text: str) -> str: ...
@overload
def xml_safe(text: pd.Series[Any]) -> pd.Series[Any]: ...
def xml_safe(text: str | pd.Series[Any]) -> str | pd.Series[Any]:
    r"""Remove characters that an XML 1.0 document can't hold, escaped or not.

    Markup is not escaped: whatever writes the XML does that.

    Parameters
    ----------
    text
        A string, or a Series of n values; those that are not strings are left as they are.

    Returns
    -------
    The same without those characters: a string, or a Series of n values on the same index.

    Examples
    --------
    >>> xml_safe("a\x0bb & c")
    'ab & c'
    """
    if isinstance(text, str):
        return _XML_PATTERN.sub("", text)
    return _each(text, xml_safe, lambda values: values.str.replace(f"[{_XML_CLASS}]", "", regex=True))


@overload
def csv_safe(text: str) -> str: ...
@overload
def csv_safe(text: pd.Series[Any]) -> pd.Series[Any]: ...
def csv_safe(text: str | pd.Series[Any]) -> str | pd.Series[Any]:
    r"""Keep a spreadsheet from running text as a formula.

    Text that begins with ``=``, ``+``, ``-`` or ``@`` (full-width ones and those behind blanks included), with
    a tab or a line end gets an apostrophe in front, the form that OWASP advises against "CSV injection".
    Plain numbers keep their sign. Control characters are removed as by :func:`control_free`.

    Parameters
    ----------
    text
        A string, or a Series of n values; those that are not strings are left as they are.

    Returns
    -------
    Safe text: a string, or a Series of n values on the same index.

    Examples
    --------
    >>> csv_safe('=HYPERLINK("http://example.org")')
    '\'=HYPERLINK("http://example.org")'
    >>> csv_safe("-3.5"), csv_safe("a = b")
    ('-3.5', 'a = b')
    """
    if isinstance(text, str):
        clean = control_free(text)
        harmless = _FORMULA_PATTERN.match(clean) is None or _NUMBER_PATTERN.fullmatch(clean) is not None
        return clean if harmless else f"'{clean}"
    return _each(text, csv_safe, _csv_safe_column)


def _csv_safe_column(values: pd.Series[Any]) -> pd.Series[Any]:
    clean = control_free(values)
    formula = clean.str.contains(_FORMULA, regex=True, na=False)
    # Before a last line end, "$" matches too.
    number = clean.str.contains(_NUMBER, regex=True, na=False) & ~clean.str.endswith("\n", na=False)
    mark = np.where(formula.to_numpy(bool) & ~number.to_numpy(bool), "'", "")
    safe = pd.Series(mark, index=clean.index, dtype=clean.dtype) + clean
    safe.name = values.name
    return safe


def _each(
    values: pd.Series[Any],
    one: Callable[[str], str],
    column: Callable[[pd.Series[Any]], pd.Series[Any]],
) -> pd.Series[Any]:
    """Apply `column` to a Series of strings, `one` to the strings of a Series of objects."""
    dtype = values.cat.categories.dtype if isinstance(values.dtype, pd.CategoricalDtype) else values.dtype
    if dtype == object or (isinstance(dtype, pd.StringDtype) and dtype.storage == "python"):
        return values.astype(dtype).map(lambda value: one(value) if isinstance(value, str) else value)
    return column(values.astype(dtype)) if isinstance(dtype, pd.StringDtype) else values


def csv_text(table: pd.DataFrame) -> str:
    """Return a table as CSV that a spreadsheet opens without running anything.

    Commas, line feeds. Every text cell and every header passes :func:`csv_safe`; other values are written as by
    :func:`as_text`; null is empty. A named index becomes columns, a plain one is left out.

    Parameters
    ----------
    table
        Any table.

    Returns
    -------
    The lines of the file, header first.

    Examples
    --------
    >>> print(csv_text(pd.DataFrame({"who": ["=A1"], "tags": [["a", "b"]]})), end="")
    who,tags
    '=A1,a; b
    """
    plain = all(name is None for name in table.index.names)
    flat = table if plain else table.reset_index(allow_duplicates=True)
    # Columns by place: names may repeat.
    columns = {str(i): csv_safe(_text_or_number(flat.iloc[:, i])).array for i in range(flat.shape[1])}
    header = [csv_safe(as_text(name)) for name in flat.columns]
    text: str = pd.DataFrame(columns).to_csv(index=False, lineterminator="\n", header=header)
    return text


def _text_or_number(column: pd.Series[Any]) -> pd.Series[Any]:
    """Keep numbers, booleans and plain text; turn everything else into text."""
    dtype = column.dtype
    is_number = pd.api.types.is_bool_dtype(dtype) or pd.api.types.is_numeric_dtype(dtype)
    if isinstance(dtype, pd.StringDtype) or is_number:
        return column
    return pd.Series([as_text(value) for value in column], dtype="str")


def as_text(value: Any) -> str:
    """Return one value of a table as text.

    Parameters
    ----------
    value
        Anything that a cell may hold.

    Returns
    -------
    Lists joined by ``"; "`` (sets sorted), times as ISO 8601, null as nothing, the rest as ``str`` has it.

    Examples
    --------
    >>> as_text(["a", None, 2]), as_text(pd.NA)
    ('a; ; 2', '')
    """
    if isinstance(value, (list, tuple, set, frozenset, np.ndarray)):
        parts = sorted(value, key=str) if isinstance(value, (set, frozenset)) else value
        return _BETWEEN.join(as_text(part) for part in parts)
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    return str(value)
