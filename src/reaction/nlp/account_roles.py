"""Roles of the accounts of a tagged table: what all their posts and profiles say, and where these conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reaction.nlp._employment import as_column
from reaction.nlp._ragged import EVIDENCE, from_pairs
from reaction.nlp.roles import FLAGS, ROLES
from reaction.schema import account_key, require

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["account_roles"]

Ints = np.ndarray[Any, np.dtype[np.int64]]

_PROFILE = ["author_name", "author_handle", "author_bio", "author_url"]
_NEEDED = ("platform", "author_id", *_PROFILE, "author_roles", "author_employer")
_BODIES = ("company", "agency")
# By these an account is an outlet's, a group's or an officeholder's own, and no journalist's or activist's.
_OFFICIAL = frozenset(
    {
        "role.handle.known",
        "role.press.outlet",
        "role.press.outlet_name",
        "role.press.service",
        "role.advocacy.group",
    }
)
_PERSONS = ("employee", "former_employee")


def account_roles(tagged: pd.DataFrame) -> pd.DataFrame:
    """List the accounts of a tagged table with their roles.

    A role found in one post or profile holds for the account. Roles are as of the time that the profiles were
    seen (``author_seen_at``), not of when the posts were written: who has left an employer since, or joined it,
    has the role of the day of the capture.

    Parameters
    ----------
    tagged
        Table as returned by :func:`reaction.tag`, or rows of it.

    Returns
    -------
    One row per account, in the order of their first posts; posts without an account are left out:

    - ``platform``, ``account`` (the key of :func:`reaction.schema.account_key`) and ``handle`` (the last one);
    - ``roles``, null where there was nothing to judge from, ``[]`` where nothing was found;
    - ``employer``, of the present job before the former one; where the captures of profiles have a time, of the last
      one that names one, and none that a later capture says to have left;
    - ``parody`` and ``automated``: whether a profile calls itself so, null where there is none;
    - ``n_posts``, and ``n_profiles``: how many different profiles (name, handle, bio and link) were captured;
    - ``conflicts``, a list of sentences: present and former employee of one organisation, several present
      employers, an organisation that is a person's account too, several kinds of organisation or office, and a parody in
      one capture with roles in another;
    - ``evidence``, a list of struct as of :func:`reaction.evidence`, each piece once and without places.

    ``parody``, ``automated``, ``conflicts`` and ``evidence`` are null where the table has no column
    ``evidence``; tag with ``evidence=True``.

    Raises
    ------
    MissingColumnError
        If `tagged` lacks a column.

    Examples
    --------
    >>> from reaction import tag
    >>> from reaction.schema import from_columns
    >>> from reaction.story import Actor, Story, Target
    >>> posts = from_columns({"platform": ["x"] * 2, "post_id": ["1", "2"], "kind": ["original"] * 2,
    ...     "author_id": ["7", "7"], "author_bio": ["Engineer at Acme", "ex-Acme. Baker."],
    ...     "text": ["Hello", "World"], "lang": ["en", "en"]})
    >>> story = Story("A story", targets=[Target("acme", "Acme", about=["acme"])],
    ...               actors=[Actor("acme", "company", "Acme")])
    >>> (row,) = account_roles(tag(posts, story)).to_dict("records")
    >>> row["account"], list(row["roles"]), row["n_profiles"], list(row["conflicts"])
    ('x:7', ['employee', 'former_employee'], 2, ['employee and former employee of acme'])
    """
    require(tagged, _NEEDED, purpose="account_roles", hint="Tag posts with reaction.tag.")
    codes, keys = pd.factorize(account_key(tagged))
    account = codes.astype(np.int64)
    rows = np.flatnonzero(account >= 0)
    own, account = tagged.iloc[rows], account[rows]
    n = len(keys)
    first = np.unique(account, return_index=True)[1]
    index = pd.RangeIndex(n)
    roles = _roles(own["author_roles"], account, n)
    table = {
        "platform": own["platform"].iloc[first].reset_index(drop=True),
        "account": pd.Series(keys, index=index, dtype="str"),
        "handle": _of_account(own["author_handle"], account, n, keep="last"),
        "roles": as_column(pa.array(roles, pa.list_(pa.string())), index),
        "employer": _of_account(own["author_employer"], account, n, keep="first"),
        "n_posts": pd.Series(np.bincount(account, minlength=n), index=index),
        "n_profiles": _profiles(own, account, n),
    }
    return pd.DataFrame({**table, **_why(own, account, roles)})


def _roles(column: pd.Series[Any], account: Ints, n: int) -> list[list[str] | None]:
    lists = _arrow(column)
    known = np.zeros(n, dtype=bool)
    known[account[lists.is_valid().to_numpy(zero_copy_only=False)]] = True
    held: list[set[str]] = [set() for _ in range(n)]
    pairs = pd.DataFrame(
        {"account": np.repeat(account, _counts(lists)), "role": lists.flatten().to_pylist()}
    ).drop_duplicates()
    for number, role in pairs.itertuples(index=False, name=None):
        held[number].add(role)
    return [
        [role for role in ROLES if role in some] if judged else None
        for some, judged in zip(held, known, strict=True)
    ]


def _arrow(column: pd.Series[Any]) -> pa.Array:
    lists = pa.array(column)
    return lists.combine_chunks() if isinstance(lists, pa.ChunkedArray) else lists


def _counts(lists: pa.Array) -> Ints:
    return np.asarray(
        pc.fill_null(pc.list_value_length(lists), 0).to_numpy(zero_copy_only=False), dtype=np.int64
    )


def _of_account(column: pd.Series[Any], account: Ints, n: int, *, keep: str) -> pd.Series[Any]:
    """Return the first or last known value of each account."""
    values = pd.Series(column.astype("str").to_numpy(object), index=account).dropna()
    kept = values[~values.index.duplicated(keep="first" if keep == "first" else "last")]
    return kept.reindex(pd.RangeIndex(n)).astype("str")


def _profiles(own: pd.DataFrame, account: Ints, n: int) -> pd.Series[Any]:
    profiles = own[_PROFILE].astype("str").reset_index(drop=True).assign(account=account)
    known = profiles[profiles[_PROFILE].notna().any(axis=1)].drop_duplicates()
    return pd.Series(np.bincount(known["account"].to_numpy(np.int64), minlength=n), index=pd.RangeIndex(n))


def _why(own: pd.DataFrame, account: Ints, roles: list[list[str] | None]) -> dict[str, pd.Series[Any]]:
    """Return the flags, conflicts and evidence of each account; nulls where the evidence is not there."""
    n, index = len(roles), pd.RangeIndex(len(roles))
    if "evidence" not in own.columns:
        nothing: dict[str, pd.Series[Any]] = {
            flag: pd.Series(pd.array([pd.NA] * n, dtype="boolean"), index=index) for flag in FLAGS
        }
        nothing["conflicts"] = as_column(pa.nulls(n, pa.list_(pa.string())), index)
        nothing["evidence"] = as_column(pa.nulls(n, pa.list_(EVIDENCE)), index)
        return nothing
    marks = _marks(own["evidence"], account)
    # What calls itself nothing of the kind has a profile; texts say nothing of these.
    read = np.zeros(n, dtype=bool)
    read[account[own[_PROFILE[:3]].notna().any(axis=1).to_numpy(bool)]] = True
    n_profiles = _profiles(own, account, n).tolist()
    by_account: list[list[tuple[str, str | None, str]]] = [[] for _ in range(n)]
    for number, label, target, rule in marks[["account", "label", "target", "rule"]].itertuples(
        index=False, name=None
    ):
        by_account[number].append((label, target if isinstance(target, str) else None, rule))
    found: dict[str, pd.Series[Any]] = {}
    for flag in FLAGS:
        says = np.array([any(label == flag for label, _, _ in some) for some in by_account], dtype=bool)
        found[flag] = pd.Series(pd.arrays.BooleanArray(says, ~(read | says)), index=index)
    conflicts = [
        list(_conflicts(held or [], some, captures))
        for held, some, captures in zip(roles, by_account, n_profiles, strict=True)
    ]
    found["conflicts"] = as_column(pa.array(conflicts, pa.list_(pa.string())), index)
    values = pa.StructArray.from_arrays(
        [
            pa.array(["role"] * len(marks), pa.string()),
            pa.array(marks["label"].tolist(), pa.string()),
            pa.array(
                [target if isinstance(target, str) else None for target in marks["target"]], pa.string()
            ),
            pa.nulls(len(marks), pa.int32()),
            pa.nulls(len(marks), pa.int32()),
            pa.array(marks["text"].tolist(), pa.string()),
            pa.array(marks["rule"].tolist(), pa.string()),
            pa.array(marks["weight"].to_numpy(float)),
        ],
        fields=list(EVIDENCE),
    )
    lists = from_pairs(marks["account"].to_numpy(np.int64), values, n).to_arrow()
    found["evidence"] = as_column(lists, index)
    return found


def _marks(column: pd.Series[Any], account: Ints) -> pd.DataFrame:
    """Return what speaks for the roles of each account, each piece once."""
    lists = _arrow(column)
    values = lists.flatten()
    names = {"label": 1, "target": 2, "text": 5, "rule": 6, "weight": 7}
    keep = pc.equal(pc.struct_field(values, 0), "role")
    owner = np.repeat(account, _counts(lists))[keep.to_numpy(zero_copy_only=False).astype(bool)]
    kept = values.filter(keep)
    table = pd.DataFrame(
        {
            "account": owner,
            **{name: pc.struct_field(kept, place).to_pylist() for name, place in names.items()},
        }
    )
    return table.drop_duplicates(["account", "label", "target", "text", "rule"], ignore_index=True)


def _conflicts(roles: list[str], marks: list[tuple[str, str | None, str]], n_profiles: int) -> Iterator[str]:
    employers: dict[str, dict[str, str]] = {"employee": {}, "former_employee": {}, "press": {}}
    for held, target, _ in marks:
        if held in employers and target:
            employers[held].setdefault(target.casefold(), target)
    named = {**employers["press"], **employers["employee"]}
    order = [*employers["employee"], *(key for key in employers["press"] if key not in employers["employee"])]
    present = [named[key] for key in order]
    for key in order:
        # A reporter who was an intern at the same outlet says both in one profile.
        if key in employers["former_employee"] and (key in employers["employee"] or n_profiles > 1):
            employer = named[key]
            yield f"employee and former employee of {employer}"
    if len(present) > 1:
        yield f"several present employers: {', '.join(present)}"
    official = {label for label, _, rule in marks if rule in _OFFICIAL}
    bodies = [role for role in roles if role in _BODIES or (role in official and role not in _PERSONS)]
    persons = [role for role in roles if role in _PERSONS]
    if bodies and persons:
        yield f"an organisation's account ({', '.join(bodies)}) and a person's ({', '.join(persons)})"
    if len(bodies) > 1:
        yield f"several kinds of organisation: {', '.join(bodies)}"
    if roles and any(label == "parody" for label, _, _ in marks):
        yield "a parody by one profile or post, and with roles by another"
