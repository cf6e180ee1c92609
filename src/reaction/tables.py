"""Tables written for spreadsheets, Markdown and LaTeX."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from reaction.errors import NoInputError, SchemaError
from reaction.hostile import as_text, control_free, csv_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

__all__ = ["format_estimate", "to_csv", "to_latex", "to_markdown"]

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|~$#])")
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
}
_LATEX_PATTERN = re.compile("[" + re.escape("".join(_LATEX)) + "]")


def to_csv(table: pd.DataFrame, path: str | PathLike[str]) -> Path:
    """Write a table to a CSV file that a spreadsheet opens without running anything.

    UTF-8, with the cells of :func:`reaction.hostile.csv_text`.

    Parameters
    ----------
    table
        Any table.
    path
        The file to write; an existing one is replaced.

    Returns
    -------
    The path.

    Raises
    ------
    NoInputError
        If the folder does not exist.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "t.csv"
    >>> print(to_csv(pd.DataFrame({"who": ["=A1"], "tags": [["a", "b"]]}), file).read_text(), end="")
    who,tags
    '=A1,a; b
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise NoInputError(f"Can't write '{path}': the folder '{path.parent}' does not exist. Make it first.")
    path.write_text(csv_text(table), encoding="utf-8", newline="\n")
    return path


def _flat(table: pd.DataFrame) -> pd.DataFrame:
    if all(name is None for name in table.index.names):
        return table
    return table.reset_index(allow_duplicates=True)


def _columns(table: pd.DataFrame) -> list[pd.Series[Any]]:
    flat = _flat(table)
    return [flat.iloc[:, i].reset_index(drop=True) for i in range(flat.shape[1])]


def _header(table: pd.DataFrame) -> list[str]:
    return [as_text(name) for name in _flat(table).columns]


def _shown(column: pd.Series[Any], decimals: int) -> list[str]:
    """Cells for the eye: floats rounded, thousands set apart, one line each."""
    if pd.api.types.is_bool_dtype(column.dtype) or not pd.api.types.is_numeric_dtype(column.dtype):
        return [re.sub(r"\s+", " ", control_free(as_text(value))).strip() for value in column]
    pattern = "{:,}" if pd.api.types.is_integer_dtype(column.dtype) else f"{{:,.{decimals}f}}"
    return ["" if pd.isna(value) else pattern.format(value) for value in column]


def to_markdown(table: pd.DataFrame, *, decimals: int = 2) -> str:
    r"""Write a table in Markdown (pipes), with text escaped.

    Parameters
    ----------
    table
        Any table. A named index becomes columns.
    decimals
        Digits after the point.

    Returns
    -------
    The lines of the table, numbers to the right; ends with a line feed.

    Examples
    --------
    >>> print(to_markdown(pd.DataFrame({"who": ["a|b"], "n": [1200]})), end="")
    | who | n |
    | --- | ---: |
    | a\|b | 1,200 |
    """
    columns = _columns(table)
    header = [_escape_markdown(control_free(re.sub(r"\s+", " ", name))) for name in _header(table)]
    rule = ["---:" if _is_number(column) else "---" for column in columns]
    cells = [[_escape_markdown(cell) for cell in _shown(column, decimals)] for column in columns]
    rows = [header, rule, *(list(row) for row in zip(*cells, strict=True))]
    return "".join("| " + " | ".join(row) + " |\n" for row in rows)


def _is_number(column: pd.Series[Any]) -> bool:
    return bool(pd.api.types.is_numeric_dtype(column.dtype) and not pd.api.types.is_bool_dtype(column.dtype))


def _escape_markdown(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text.replace("&", "&amp;"))


def to_latex(
    table: pd.DataFrame, *, caption: str | None = None, label: str | None = None, decimals: int = 2
) -> str:
    r"""Write a table in LaTeX (package ``booktabs``), with text escaped.

    Characters outside the font, emoji for example, need LuaLaTeX or XeLaTeX.

    Parameters
    ----------
    table
        Any table. A named index becomes columns.
    caption
        Caption, escaped too; makes the table float.
    label
        Name for ``\ref``: letters, digits and ``:._-``.
    decimals
        Digits after the point.

    Returns
    -------
    LaTeX source.

    Raises
    ------
    SchemaError
        If `label` holds other characters.

    Examples
    --------
    >>> print(to_latex(pd.DataFrame({"who": ["a_b"], "n": [1200]})), end="")
    \begin{tabular}{lr}
    \toprule
    who & n \\
    \midrule
    a\_b & 1,200 \\
    \bottomrule
    \end{tabular}
    """
    if label is not None and not re.fullmatch(r"[A-Za-z0-9:._-]+", label):
        raise SchemaError(
            f"label is {label!r}; LaTeX wants letters, digits and : . _ - only, as in 'tab:stance'."
        )
    columns = _columns(table)
    shown = pd.DataFrame(
        {
            str(i): [_escape_latex(cell) for cell in _shown(column, decimals)]
            for i, column in enumerate(columns)
        }
    )
    names = [_escape_latex(control_free(re.sub(r"\s+", " ", name))) for name in _header(table)]
    styler = shown.style.hide(axis="index").format_index(lambda i: names[int(str(i))], axis="columns")
    latex: str = styler.to_latex(
        column_format="".join("r" if _is_number(column) else "l" for column in columns),
        hrules=True,
        caption=None if caption is None else _escape_latex(control_free(caption)),
        label=label,
        position_float=None if caption is None else "centering",
    )
    return latex


def _escape_latex(text: str) -> str:
    return _LATEX_PATTERN.sub(lambda found: _LATEX[found.group()], text)


def format_estimate(row: Mapping[str, Any] | pd.Series[Any], *, decimals: int = 0) -> str:
    """Write an estimate with its interval and its n, as a sentence would.

    Parameters
    ----------
    row
        A row of a table of estimates: ``estimate, low, high, unit, n_accounts, n_posts``.
    decimals
        Digits after the point of the percentages.

    Returns
    -------
    Text such as ``32 % [28, 41] (n = 412 accounts)``; without a known interval the brackets are left out,
    without a known estimate it says so.

    Raises
    ------
    SchemaError
        If `row` lacks a field.

    Examples
    --------
    >>> format_estimate({"estimate": 0.324, "low": 0.281, "high": 0.409, "unit": "account",
    ...                  "n_accounts": 412, "n_posts": 500})
    '32 % [28, 41] (n = 412 accounts)'
    """
    if missing := [name for name in ("estimate", "low", "high", "unit") if name not in row]:
        raise SchemaError(
            f"An estimate needs the field {missing[0]!r}; take a row of reaction.measures.stance_shares."
        )
    unit = "account" if row["unit"] == "account" else "post"
    n = row.get(f"n_{unit}s")
    size = "" if n is None or pd.isna(n) else f" (n = {int(n):,} {unit}{'' if int(n) == 1 else 's'})"
    estimate, low, high = (_number(row[name]) for name in ("estimate", "low", "high"))
    if math.isnan(estimate):
        return f"no estimate{size}"
    bounds = (
        ""
        if math.isnan(low) or math.isnan(high)
        else f" [{100 * low:.{decimals}f}, {100 * high:.{decimals}f}]"
    )
    return f"{100 * estimate:.{decimals}f} %{bounds}{size}"


def _number(value: Any) -> float:
    return math.nan if value is None or pd.isna(value) else float(value)
