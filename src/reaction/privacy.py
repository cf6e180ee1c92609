"""Names and small cells withheld, so that a report shows no ordinary account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reaction.errors import SchemaError
from reaction.schema import account_key, require

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["pseudonyms", "suppress_small"]

_ROLES = ("author", "reply_to_author", "repost_of_author", "quote_of_author")


def pseudonyms(posts: pd.DataFrame, *, keep: Collection[str] = ()) -> pd.Series[Any]:
    """Give every account of a table the name under which it may be printed.

    Accounts are numbered by their first appearance in time, as an author or as one who is replied to, reposted,
    quoted or mentioned; ties go by key, posts without a time come last. Kept accounts take up a number too, so the
    others' numbers depend neither on `keep` nor on the order of rows. Nothing in a name leads back to the
    account without the data; do use one mapping, made from one table, throughout a report.

    Parameters
    ----------
    posts
        Posts table.
    keep
        Accounts that stay as ``@handle``: handles (in any case, with or without ``@``), or account keys as of
        :func:`reaction.schema.account_key`.

    Returns
    -------
    Series of printed names (``account 0001``) by account key, in the order of the numbers. Different accounts
    have different names. At the end stand the keys by handle alone of accounts whose id is known too, with the
    same name.

    Raises
    ------
    MissingColumnError
        If `posts` lacks a column.
    SchemaError
        If `keep` is a single string.

    Examples
    --------
    >>> import reaction.schema as schema
    >>> posts = schema.from_columns({
    ...     "platform": ["x", "x"], "post_id": ["1", "2"], "kind": ["original", "reply"],
    ...     "created_at": [0, 1], "author_id": ["7", "5"], "author_handle": ["ann", "Acme"]})
    >>> pseudonyms(posts, keep=["acme"]).to_dict()
    {'x:7': 'account 0001', 'x:5': '@Acme'}
    """
    if isinstance(keep, str):
        raise SchemaError(f"keep takes a collection of handles or account keys, not one string: [{keep!r}].")
    accounts, aliases = _accounts(posts)
    numbers = pd.Series(np.arange(1, len(accounts) + 1), index=accounts.index)
    width = max(4, len(str(len(accounts))))
    names = "account " + numbers.astype("str").str.zfill(width)
    kept = _is_kept(accounts, keep) | accounts.index.isin(aliases[aliases.index.isin(list(keep))])
    names = names.where(~kept, _handles_as_printed(accounts[kept]).reindex(accounts.index))
    known = pd.concat([names, aliases.map(names).astype("str")])
    return known.astype("str").rename("printed_name").rename_axis("key")


def _accounts(posts: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series[Any]]:
    """One row per account in order of first appearance (index key; handle, platform), and keys by alias."""
    require(posts, ["created_at"], purpose="pseudonyms")
    time = posts["created_at"].fillna(pd.Timestamp.max.floor("D").tz_localize("UTC").as_unit("us"))
    platform = posts["platform"].astype("str")
    seen = [_seen(account_key(posts, role), time, posts[f"{role}_handle"], platform) for role in _ROLES]
    if "mentions" in posts.columns:
        seen.append(_mentioned(posts["mentions"], time, platform))
    long = pd.concat(seen, ignore_index=True)
    aliases = _aliases(long)
    owner = long["key"].map(aliases).astype("str")
    long = long.assign(key=owner.fillna(long["key"]), spelt_by_account=owner.isna())
    first = long.groupby("key", sort=True).agg(time=("time", "min"), platform=("platform", "first"))
    named = long.dropna(subset="handle").sort_values(["spelt_by_account", "last", "handle"], kind="stable")
    first["handle"] = named.groupby("key")["handle"].last().reindex(first.index)
    return first.sort_values("time", kind="stable"), aliases


def _aliases(long: pd.DataFrame) -> pd.Series[Any]:
    """Key with an id by key with a handle, where the data give that handle to one id alone."""
    by_handle = long["platform"] + ":@" + long["handle"].astype("str").str.lower()
    is_alias = (by_handle == long["key"]).fillna(False)
    pairs = pd.DataFrame({"alias": by_handle, "key": long["key"]})[~is_alias].dropna().drop_duplicates()
    pairs = pairs[~pairs["alias"].duplicated(keep=False)]
    used = pairs[pairs["alias"].isin(long.loc[is_alias, "key"])].sort_values("alias")
    return used.set_index("alias")["key"]


def _seen(
    keys: pd.Series[Any], time: pd.Series[Any], handles: pd.Series[Any], platform: pd.Series[Any]
) -> pd.DataFrame:
    """One row per account and handle: the first and the last time that they were seen together."""
    table = pd.DataFrame(
        {"key": keys.array, "time": time.array, "handle": handles.array, "platform": platform.array}
    ).dropna(subset="key")
    pairs = table.groupby(["key", "handle", "platform"], dropna=False, sort=False)["time"]
    return pairs.agg(time="min", last="max").reset_index()


def _mentioned(mentions: pd.Series[Any], time: pd.Series[Any], platform: pd.Series[Any]) -> pd.DataFrame:
    lists = pa.array(mentions, from_pandas=True)
    lists = lists.combine_chunks() if isinstance(lists, pa.ChunkedArray) else lists
    rows = pc.list_parent_indices(lists).to_numpy()
    handles = pd.Series(pc.list_flatten(lists).to_pandas(), dtype="str")
    platform = platform.iloc[rows].reset_index(drop=True)
    return _seen(platform + ":@" + handles.str.lower(), time.iloc[rows], handles, platform)


def _is_kept(accounts: pd.DataFrame, keep: Collection[str]) -> pd.Series[bool]:
    wanted = {name.casefold().removeprefix("@") for name in keep}
    by_handle = accounts["handle"].astype("str").str.casefold().isin(wanted)
    return by_handle | accounts.index.astype("str").isin(list(keep))


def _handles_as_printed(accounts: pd.DataFrame) -> pd.Series[Any]:
    """``@handle``, with the platform or the key where that would name two accounts."""
    keys = accounts.index.to_series()
    names = ("@" + accounts["handle"].astype("str")).fillna(keys)
    names = names.where(~names.duplicated(keep=False), names + " (" + accounts["platform"] + ")")
    return names.where(~names.duplicated(keep=False), keys)


def suppress_small(
    table: pd.DataFrame,
    *,
    count: str = "n_accounts",
    minimum: int = 5,
    columns: Collection[str] | None = None,
) -> pd.DataFrame:
    """Blank the numbers of cells that rest on few accounts.

    This is primary suppression alone: where a total is printed too, a single blank can be computed from the
    rest.

    Parameters
    ----------
    table
        Table with one cell per row.
    count
        Column that says how many accounts a cell rests on.
    minimum
        Fewest accounts that are shown. A null count is taken for too few.
    columns
        Columns to blank; by default every numeric one, `count` among them.

    Returns
    -------
    A new table with nulls in those rows and columns, and a column ``suppressed`` (bool).

    Raises
    ------
    MissingColumnError
        If a column is absent.

    Examples
    --------
    >>> cells = pd.DataFrame({"role": ["employee", "press"], "share": [0.5, 0.1], "n_accounts": [4, 50]})
    >>> suppress_small(cells)["share"].tolist()
    [nan, 0.1]
    """
    if columns is None:
        numeric = table.select_dtypes("number")
        columns = list(numeric.columns)
    require(
        table, [count, *columns], purpose="suppress_small", hint="Name the columns with count= and columns=."
    )
    small = ~(table[count] >= minimum).fillna(False).astype(bool)
    result = table.copy()
    for name in columns:
        values = result[name].astype("Int64") if pd.api.types.is_integer_dtype(result[name]) else result[name]
        result[name] = values.mask(small)
    result["suppressed"] = small
    return result
