"""Roles of accounts: each unique profile and each own text once, and what was found holds for the account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from reaction.nlp._employment import EMPLOYED
from reaction.nlp._ragged import EVIDENCE, Ragged, flat, from_pairs
from reaction.nlp._role_rules import whole
from reaction.nlp.roles import ROLES, Profile, RoleFinder, RoleMark
from reaction.schema import account_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from os import PathLike

    from reaction.story import Story

Ints = np.ndarray[Any, np.dtype[np.int64]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]

_NEVER = np.iinfo(np.int64).min // 2  # before any time
_PROFILE = {
    "name": "author_name",
    "handle": "author_handle",
    "bio": "author_bio",
    "url": "author_url",
    "platform": "platform",
}


@dataclass(frozen=True)
class RoleColumns:
    """The roles of n rows: lists, employers, which rows had nothing to judge from, and the evidence."""

    roles: Ragged
    employers: pd.Series[Any]
    unknown: Mask
    marks: Ragged


def tag_accounts(
    posts: pd.DataFrame,
    story: Story,
    texts: Sequence[str],
    text_of_row: Ints,
    *,
    evidence: bool,
    lexicons: Iterable[str | PathLike[str]] = (),
) -> RoleColumns:
    """Find the roles of every row's author.

    `text_of_row` numbers each row's own English text in `texts`; -1 where it has none. That a profile calls
    itself a parody or automated is in the evidence only.
    """
    finder = RoleFinder(story.actors, lexicons)
    account, n_accounts = _accounts(posts)
    found = _found(posts, finder, account, texts, text_of_row)
    best = _best(found)
    roles = from_pairs(
        best["account"].to_numpy(np.int64), pa.array(best["role"].tolist(), pa.string()), n_accounts
    )
    employers = _employers(found, n_accounts)
    has_profile = posts[["author_name", "author_handle", "author_bio"]].notna().any(axis=1).to_numpy(bool)
    judged = np.zeros(n_accounts, dtype=bool)
    judged[account[has_profile]] = True
    judged[best["account"].to_numpy(np.int64)] = True
    return RoleColumns(
        roles.take(account),
        pd.Series(employers[account], dtype="str", index=posts.index),
        ~judged[account],
        _marks(found, account, text_of_row, n_accounts, evidence=evidence),
    )


def _accounts(posts: pd.DataFrame) -> tuple[Ints, int]:
    """Return the number of each row's account, and how many there are; a row without a key is one of its own."""
    codes, keys = pd.factorize(account_key(posts))
    account = codes.astype(np.int64)
    alone = np.flatnonzero(account < 0)
    account[alone] = len(keys) + np.arange(len(alone))
    return account, len(keys) + len(alone)


def _found(
    posts: pd.DataFrame, finder: RoleFinder, account: Ints, texts: Sequence[str], text_of_row: Ints
) -> pd.DataFrame:
    """Return one row per account, mark and text it stands in (-1: the profile)."""
    profiles = pd.DataFrame({key: _values(posts[column]) for key, column in _PROFILE.items()})
    group = profiles.groupby(list(_PROFILE), dropna=False, sort=False).ngroup().to_numpy(np.int64)
    pairs = pd.DataFrame({"account": account, "source": group}).drop_duplicates()
    seen = _seen(posts, account, group)
    firsts = np.unique(group, return_index=True)[1]
    rows: list[tuple[int, RoleMark]] = []
    for number, values in zip(
        group[firsts], profiles.iloc[firsts].itertuples(index=False, name=None), strict=True
    ):
        profile = Profile(*(value if isinstance(value, str) else None for value in values))
        rows += [(int(number), mark) for mark in finder.read(profile)]
    own = pd.DataFrame({"account": account, "source": text_of_row})[text_of_row >= 0].drop_duplicates()
    said = [(number, mark) for number in np.unique(own["source"]) for mark in finder.text(texts[number])]
    pairs["seen"] = [seen[pair] for pair in pairs[["account", "source"]].itertuples(index=False, name=None)]
    own["seen"] = _NEVER
    return pd.concat(
        [_spread(rows, pairs, in_text=False), _spread(said, own, in_text=True)], ignore_index=True
    )


def _values(column: pd.Series[Any]) -> np.ndarray[Any, Any]:
    """Return the values of a column, without halves of characters."""
    values: np.ndarray[Any, Any] = column.to_numpy(object)
    if column.dtype != object:
        return values
    return np.array([whole(value) if isinstance(value, str) else value for value in values], dtype=object)


def _seen(posts: pd.DataFrame, account: Ints, group: np.ndarray[Any, Any]) -> dict[tuple[int, int], int]:
    """Return when each profile of each account was last seen."""
    times = np.full(len(posts), _NEVER, dtype=np.int64)
    if "author_seen_at" in posts.columns:
        given = pd.to_datetime(posts["author_seen_at"], utc=True)
        known = given.notna().to_numpy(bool)
        stamps = given[known].to_numpy("datetime64[us]")
        times[known] = stamps.astype(np.int64)
    seen: dict[tuple[int, int], int] = {}
    for pair, time in zip(zip(account.tolist(), group.tolist(), strict=True), times.tolist(), strict=True):
        seen[pair] = max(time, seen.get(pair, _NEVER))
    return seen


def _spread(marks: list[tuple[int, RoleMark]], owners: pd.DataFrame, *, in_text: bool) -> pd.DataFrame:
    columns: dict[str, Any] = {"source": [source for source, _ in marks]}
    for place, name in enumerate(RoleMark._fields):
        columns[name] = [mark[place] for _, mark in marks]
    table = pd.DataFrame(columns).astype(
        {"source": np.int64, "start": np.int64, "end": np.int64, "weight": float}
    )
    table["order"] = np.arange(len(table))
    joined = owners.merge(table, on="source")
    joined["in_text"] = in_text
    if not in_text:
        joined["source"] = -1
    return joined


def _best(found: pd.DataFrame) -> pd.DataFrame:
    """Return one row per account and role, in the order of the roles."""
    place = {role: number for number, role in enumerate(ROLES)}
    ordered = found[found["role"].isin(ROLES)]
    ordered = ordered.assign(place=ordered["role"].map(place))
    return ordered.drop_duplicates(["account", "role"]).sort_values(["account", "place"], kind="stable")


def _employers(found: pd.DataFrame, n_accounts: int) -> np.ndarray[Any, np.dtype[np.object_]]:
    employers = np.full(n_accounts, None, dtype=object)
    employed = found[found["role"].isin(EMPLOYED) & found["employer"].notna()]
    if len(employed):
        employed = employed.assign(
            place=employed["role"].map(EMPLOYED), key=employed["employer"].str.casefold()
        )
        # Who later says to be formerly of an employer is no longer there.
        was = employed[employed["role"] == "former_employee"].groupby(["account", "key"])["seen"].max()
        left = employed[["account", "key"]].merge(
            was.rename("left").reset_index(), on=["account", "key"], how="left"
        )["left"]
        later = (left.fillna(_NEVER) > employed["seen"].to_numpy()).to_numpy(bool)
        ranked = employed[~later | (employed["role"] == "former_employee").to_numpy(bool)].sort_values(
            ["account", "place", "seen", "weight", "start", "employer"],
            ascending=[True, True, False, False, True, True],
            kind="stable",
        )
        first = ranked.drop_duplicates("account")
        employers[first["account"].to_numpy(np.int64)] = first["employer"].to_numpy(object)
    return employers


def _marks(
    found: pd.DataFrame, account: Ints, text_of_row: Ints, n_accounts: int, *, evidence: bool
) -> Ragged:
    """Return the evidence of every row; spans only where the words stand in the row's own text."""
    if not evidence or not len(found):
        return from_pairs(np.empty(0, np.int64), flat([], EVIDENCE), len(account))
    kept = found.drop_duplicates(["account", "rule", "text", "source", "employer"]).reset_index(drop=True)
    numbers = from_pairs(
        kept["account"].to_numpy(np.int64), pa.array(np.arange(len(kept)), pa.int64()), n_accounts
    ).take(account)
    which = numbers.values.to_numpy(zero_copy_only=False).astype(np.int64)
    row = np.repeat(np.arange(len(account)), numbers.counts)
    source = kept["source"].to_numpy(np.int64)[which]
    here = (source >= 0) & (source == text_of_row[row])
    # Elsewhere a text is represented by its rule alone: one mark per role and rule is enough.
    picked = kept.iloc[which]
    values = pa.StructArray.from_arrays(
        [
            pa.array(["role"] * len(which), pa.string()),
            pa.array(picked["role"].tolist(), pa.string()),
            pa.array(
                [value if isinstance(value, str) else None for value in picked["employer"]], pa.string()
            ),
            pa.array(picked["start"].to_numpy(np.int32), mask=~here),
            pa.array(picked["end"].to_numpy(np.int32), mask=~here),
            pa.array(picked["text"].tolist(), pa.string()),
            pa.array(picked["rule"].tolist(), pa.string()),
            pa.array(picked["weight"].to_numpy(float)),
        ],
        fields=list(EVIDENCE),
    )
    return Ragged(numbers.starts, values)
