"""Checks of tables: the columns that a function needs, and the whole schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reaction.errors import MissingColumnError, SchemaError
from reaction.schema.columns import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reaction.schema.columns import Column

__all__ = ["require", "validate"]


def require(posts: pd.DataFrame, columns: Iterable[str], *, purpose: str, hint: str = "") -> None:
    """Check that a table has the columns that a function needs.

    Parameters
    ----------
    posts
        Any table.
    columns
        Names that must be there.
    purpose
        What the columns are needed for, as in ``"stance_shares"``.
    hint
        How to get them; added to the message.

    Raises
    ------
    MissingColumnError
        If one is absent; the message names all that are.

    Examples
    --------
    >>> from reaction.schema import empty
    >>> require(empty(), ["text"], purpose="tagging")
    """
    if not isinstance(posts, pd.DataFrame):
        raise SchemaError(f"{purpose} takes a pandas DataFrame of posts, not {type(posts).__name__}.")
    if missing := [name for name in columns if name not in posts.columns]:
        names = ", ".join(repr(name) for name in missing)
        advice = hint or "Load posts with reaction.read_posts, or see reaction.schema.COLUMNS."
        raise MissingColumnError(f"{purpose} needs the column {names}, which this table lacks. {advice}")


def validate(posts: pd.DataFrame) -> pd.DataFrame:
    """Check that a table is a valid Posts table: columns, dtypes, key.

    Parameters
    ----------
    posts
        Table to check. Columns beyond the schema are allowed.

    Returns
    -------
    The same object, so that the call can stand in a chain.

    Raises
    ------
    SchemaError
        If a column is missing or of another dtype, ``platform``, ``post_id`` or ``kind`` is null, or a key
        ``(platform, post_id)`` occurs twice. The message lists every problem.

    Examples
    --------
    >>> from reaction.schema import empty
    >>> validate(empty()).empty
    True
    """
    require(posts, (), purpose="validate")
    problems = [problem for column in COLUMNS if (problem := _problem_of(posts, column))] or _problems_of_key(
        posts
    )
    if problems:
        raise SchemaError("Not a valid Posts table:\n  " + "\n  ".join(problems))
    return posts


def _problem_of(posts: pd.DataFrame, column: Column) -> str | None:
    if column.name not in posts.columns:
        return f"{column.name}: missing"
    found = posts[column.name].dtype
    if column.type == "category":
        fits = isinstance(found, pd.CategoricalDtype)
        words = set(found.categories) if isinstance(found, pd.CategoricalDtype) else set()
        if column.categories and (strange := words - set(column.categories)):
            return f"{column.name}: {min(strange)!r} is not one of {', '.join(column.categories)}"
    elif column.type == "string":
        fits = isinstance(found, pd.StringDtype)
    else:
        fits = found == column.dtype
    if not fits:
        advice = " (ids must be text: numbers lose digits)" if column.name.endswith("_id") else ""
        return f"{column.name}: is {found}, expected {column.type}{advice}"
    if not column.nullable and (n := int(posts[column.name].isna().sum())):
        return f"{column.name}: {n:,} null values, none allowed"
    return None


def _problems_of_key(posts: pd.DataFrame) -> list[str]:
    twice = posts.duplicated(["platform", "post_id"])
    if not twice.any():
        return []
    example = posts.loc[twice, ["platform", "post_id"]].iloc[0].tolist()
    return [f"key (platform, post_id): {int(twice.sum()):,} rows repeat another's, for example {example}"]
