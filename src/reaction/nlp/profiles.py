"""Roles of accounts from a plain table of profiles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from reaction.errors import MissingColumnError, SchemaError, TaggingError
from reaction.nlp._employment import as_column, as_evidence, flags_of, main_employer, roles_of
from reaction.nlp._ragged import EVIDENCE, flat, from_pairs
from reaction.nlp.roles import Profile, RoleFinder
from reaction.story import Story

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

__all__ = ["roles"]

_READ = ("name", "handle", "bio", "url", "platform")
_ENGLISH_OR_UNKNOWN = frozenset({"en", "eng", "english", "und", "zxx", ""})
_CODE = re.compile(r"(?i)[a-z]{2,3}(?:[-_][\w-]{1,20})?")
_IN_LINK = re.compile(
    r"(?i)(?:https?://)?(?:www\.|mobile\.)?(?:x|twitter|instagram|threads|tiktok|facebook)\.(?:com|net)/@?([\w.]{1,50})(?:[/?#].{0,200})?"
)
_JUDGED_BY = ("handle", "name", "bio")


def roles(
    accounts: pd.DataFrame,
    story: Story | None = None,
    *,
    lexicons: str | PathLike[str] | Iterable[str | PathLike[str]] = (),
    lang: str | pd.Series[Any] | None = "en",
) -> pd.DataFrame:
    """Find the roles that accounts declare in their profiles.

    Sources, in this order; where two give the same role and employer, the weightier counts, then the earlier:
    the account's own handle, where the story's actors, `lexicons` or the packaged lists know it; the link in the
    profile; the display name; the bio. Patterns are English; handles, names and domains that the lists know count
    in any language. Known handles are those of x: where a column ``platform`` names another platform, they count
    only if the display name or the link is of the same organisation. A badge is no evidence: a column such as
    ``verified`` may be there and is not read. Each profile is read once, however often it stands in the table.

    Parameters
    ----------
    accounts
        Table of n accounts with any of the columns ``handle, name, bio, url, platform``, at least one of the first three. A
        handle may be given with its link or ``@``.
    story
        Its actors are known too; an employer that is one of them is given by the actor's id.
    lexicons
        Paths of lists of entities of your own, CSV or TOML, which go before the packaged ones; one path may stand
        without a list.
    lang
        The language of the profiles, or a Series of n languages on the index of `accounts`. Where it is known and
        not English (``en``, ``eng`` or ``English``, with or without a region), the patterns are not tried. None, or null
        in the Series, is unknown: they are.

    Returns
    -------
    Table of n rows on the index of `accounts`:

    - ``roles``, a list of ``employee, former_employee, customer, company, agency, advocacy, press, politician``;
      null where neither handle, name nor bio is given, or the profile is in another language and nothing else
      spoke; ``[]`` where nothing was found;
    - ``employer``, of the present job before the former one: the id of an actor or listed entity, else the name
      or @handle as written; and ``employer_text``, as written in the profile;
    - ``parody`` and ``automated``: whether the profile calls itself so; null where the patterns were not tried.
      A profile that calls itself a parody has no roles;
    - ``evidence``, a list of struct as of :func:`reaction.evidence`, whose ``target`` is the employer.

    Raises
    ------
    MissingColumnError
        If `accounts` has none of ``handle, name, bio``.
    SchemaError
        If a column that is read holds something other than text.
    TaggingError
        If `story` is not a Story, or `lang` neither a language nor a Series on the index of `accounts`.
    LexiconError
        If `lexicons` is no path or list of paths, or a list of them is missing or wrong.

    Examples
    --------
    >>> accounts = pd.DataFrame({"handle": ["ann", "bob", None],
    ...                          "bio": ["Engineer at Contoso, ex-@acme_boots", "I like cats", None]})
    >>> found = roles(accounts)
    >>> found["roles"].tolist()
    [['employee', 'former_employee'], [], <NA>]
    >>> found["employer"].tolist()
    ['Contoso', nan, nan]
    """
    if story is not None and not isinstance(story, Story):
        raise TaggingError(f"roles takes a Story, not {type(story).__name__}. Read one with Story.from_toml.")
    if not isinstance(accounts, pd.DataFrame):
        raise SchemaError(f"roles takes a pandas DataFrame of accounts, not {type(accounts).__name__}.")
    if not any(name in accounts.columns for name in _JUDGED_BY):
        raise MissingColumnError(
            f"roles needs at least one of the columns {', '.join(_JUDGED_BY)}; the table has "
            f"{', '.join(map(str, accounts.columns[:8])) or 'none'}. Rename yours with accounts.rename(columns=...)."
        )
    finder = RoleFinder(story.actors if story is not None else (), lexicons)
    columns = [_texts(accounts, name) for name in _READ]
    unique: dict[tuple[Any, ...], int] = {}
    places = [
        unique.setdefault(key, len(unique)) for key in zip(*columns, _tried(accounts, lang), strict=True)
    ]
    table = _table(finder, list(unique)).take(pa.array(places, pa.int64()))
    return pd.DataFrame({name: _column(table[name], accounts.index) for name in table.column_names})


def _texts(accounts: pd.DataFrame, name: str) -> list[str | None]:
    if name not in accounts.columns:
        return [None] * len(accounts)
    column = accounts[name]
    if isinstance(column, pd.DataFrame):
        raise SchemaError(f"The table has several columns {name!r}; keep one.")
    values = column.astype(object).tolist()
    for row, value in enumerate(values):
        if not isinstance(value, str) and not (pd.api.types.is_scalar(value) and pd.isna(value)):
            raise SchemaError(
                f"The column {name!r} holds {value!r} in row {accounts.index[row]!r}, expected text or null."
            )
    texts = [value if isinstance(value, str) and value.strip() else None for value in values]
    return [_handle(text) if text else text for text in texts] if name == "handle" else texts


def _handle(text: str) -> str:
    """Return a handle as it is, of one that was pasted with its link or with marks before it."""
    text = text.strip()
    link = _IN_LINK.fullmatch(text)
    return link[1] if link else text.lstrip("@\uff20")


def _tried(accounts: pd.DataFrame, lang: str | pd.Series[Any] | None) -> list[bool]:
    """Tell for which rows the English patterns are tried."""
    if isinstance(lang, pd.Series):
        if not lang.index.equals(accounts.index):
            raise TaggingError(
                "lang is a Series on another index than the accounts, so its rows can't be matched."
            )
        return [_is_english(value) for value in lang.astype(object)]
    if lang is None or (
        isinstance(lang, str)
        and (_CODE.fullmatch(lang.strip()) or lang.strip().lower() in _ENGLISH_OR_UNKNOWN - {""})
    ):
        return [_is_english(lang)] * len(accounts)
    raise TaggingError(f"lang is {lang!r}, expected a language such as 'en', a Series of languages, or None.")


def _is_english(lang: Any) -> bool:
    if not isinstance(lang, str):
        return True
    return lang.strip().lower().replace("_", "-").split("-")[0] in _ENGLISH_OR_UNKNOWN


def _table(finder: RoleFinder, profiles: list[tuple[Any, ...]]) -> pa.Table:
    """Return the columns of the result for each profile."""
    found = [finder.read(Profile(*values), patterns=tried) for *values, tried in profiles]
    known = [any(values[:3]) for *values, _ in profiles]
    tried = [values[-1] for values in profiles]
    lists = [
        roles_of(marks) if judged and (patterns or marks) else None
        for marks, judged, patterns in zip(found, known, tried, strict=True)
    ]
    employers = [main_employer(marks) for marks in found]
    flags = [
        flags_of(marks) if judged and patterns else {}
        for marks, judged, patterns in zip(found, known, tried, strict=True)
    ]
    rows = flat([as_evidence(mark) for marks in found for mark in marks], EVIDENCE)
    owners = np.repeat(np.arange(len(found)), [len(marks) for marks in found])
    return pa.table(
        {
            "roles": pa.array(lists, pa.list_(pa.string())),
            "employer": pa.array([mark.employer if mark else None for mark in employers], pa.string()),
            "employer_text": pa.array([mark.written if mark else None for mark in employers], pa.string()),
            "parody": pa.array([held.get("parody") for held in flags], pa.bool_()),
            "automated": pa.array([held.get("automated") for held in flags], pa.bool_()),
            "evidence": from_pairs(owners, rows, len(found)).to_arrow(),
        }
    )


def _column(values: pa.ChunkedArray, index: pd.Index[Any]) -> pd.Series[Any]:
    if pa.types.is_list(values.type):
        return as_column(values.combine_chunks(), index)
    dtype = "boolean" if pa.types.is_boolean(values.type) else "str"
    return pd.Series(values.to_pylist(), index=index, dtype=dtype)
