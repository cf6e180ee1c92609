"""Plain counts: accounts by role, acts by role, languages, and what was not analysed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from reaction.measures import _units
from reaction.measures._groups import groups
from reaction.measures._lists import flat
from reaction.privacy import suppress_small
from reaction.schema import require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reaction.measures._units import Mask

__all__ = ["act_counts", "analysed", "languages", "role_counts"]

NO_ROLE, NOT_JUDGED = "no role declared", "not judged"


def role_counts(tagged: pd.DataFrame) -> pd.DataFrame:
    """Count the accounts of each role.

    An account has every role that one of its posts gave it, as of when the profile was seen. Accounts with
    several roles count in each, so that rows overlap and do not sum. Context rows do not count, nor do posts
    whose account is unknown.

    Parameters
    ----------
    tagged
        Posts table with ``author_roles``.

    Returns
    -------
    One row per role, in alphabetical order, then ``no role declared`` (looked, none found) and
    ``not judged`` (nothing to judge from): ``role``, ``n_accounts``, ``n_posts``.

    Raises
    ------
    MissingColumnError
        If `tagged` lacks a column.

    Examples
    --------
    >>> from reaction.schema import from_columns
    >>> import pyarrow as pa
    >>> posts = from_columns({"platform": ["x"] * 3, "post_id": list("123"), "kind": ["original"] * 3,
    ...                       "author_id": list("aab")})
    >>> roles = pd.Series([["employee"], [], None], dtype=pd.ArrowDtype(pa.list_(pa.string())))
    >>> role_counts(posts.assign(author_roles=roles)).values.tolist()
    [['employee', 1, 2], ['no role declared', 0, 0], ['not judged', 1, 1]]
    """
    require(tagged, ("author_roles", "is_context"), purpose="role_counts", hint=_units.HINT)
    accounts = _units.account_codes(tagged)
    rows = np.flatnonzero((accounts >= 0) & ~tagged["is_context"].to_numpy(dtype=bool))
    accounts = pd.factorize(accounts[rows])[0].astype(np.int64)
    n = int(accounts.max(initial=-1)) + 1
    found = flat(tagged["author_roles"].iloc[rows])
    size = max(len(found.words), 1)
    pairs = pd.unique(accounts[found.places] * size + found.codes)
    n_posts = np.bincount(accounts, minlength=n)
    judged, roled = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    judged[accounts[found.sizes >= 0]] = True
    roled[pairs // size] = True
    counts = [(word, n_posts[pairs[pairs % size == code] // size]) for code, word in enumerate(found.words)]
    counts = [
        *sorted(counts, key=lambda pair: pair[0]),
        (NO_ROLE, n_posts[judged & ~roled]),
        (NOT_JUDGED, n_posts[~judged]),
    ]
    return pd.DataFrame(
        {
            "role": pd.array([name for name, _ in counts], dtype="str"),
            "n_accounts": [len(posts) for _, posts in counts],
            "n_posts": [int(posts.sum()) for _, posts in counts],
        }
    )


def act_counts(
    tagged: pd.DataFrame, *, by: str | Sequence[str] | None = "author_roles", minimum: int = 5
) -> pd.DataFrame:
    """Count posts with each speech act, by role or another group.

    Posts with words of their own count. Cells that rest on fewer than `minimum` known accounts are blanked:
    few employees who threaten to quit are easily found. This guards single cells; where totals are printed
    too, a lone blank can be computed from the rest.

    Parameters
    ----------
    tagged
        Posts table with ``acts``, a list column.
    by
        One column, or two, to group by; None for all posts together, without blanks.
    minimum
        Fewest accounts that are shown.

    Returns
    -------
    One row per group and act that occurs: the columns of `by`, ``act`` (with ``no act`` and, for posts in
    other languages, ``not analysed``), ``n_posts``, ``n_accounts`` (null where blanked) and ``suppressed``.
    A post with several acts counts in each.

    Raises
    ------
    MissingColumnError
        If `tagged` lacks a column.

    Examples
    --------
    >>> from reaction.schema import from_columns
    >>> import pyarrow as pa
    >>> posts = from_columns({"platform": ["x"] * 2, "post_id": ["1", "2"], "kind": ["original"] * 2,
    ...                       "author_id": ["a", "b"], "text": ["some words"] * 2})
    >>> acts = pd.Series([["question"], []], dtype=pd.ArrowDtype(pa.list_(pa.string())))
    >>> act_counts(posts.assign(acts=acts), by=None)[["act", "n_posts"]].values.tolist()
    [['question', 1], ['no act', 1]]
    """
    require(tagged, ("acts",), purpose="act_counts", hint=_units.HINT)
    own = np.flatnonzero(_units.own_words(tagged))
    columns = [] if by is None else [by] if isinstance(by, str) else list(by)
    outer = groups(tagged, columns, own, purpose="act_counts", reserved=("act", "n_posts", "n_accounts"))
    place = np.searchsorted(own, outer.rows)
    inner = groups(tagged.iloc[own].reset_index(drop=True), "acts", np.arange(len(own)), purpose="act_counts")
    pairs = pd.DataFrame({"post": place, "outer": outer.codes}).merge(
        pd.DataFrame({"post": inner.rows, "inner": inner.codes}), on="post"
    )
    cells = pairs["outer"].to_numpy() * max(len(inner), 1) + pairs["inner"].to_numpy()
    used, codes = np.unique(cells, return_inverse=True)
    accounts = _units.account_codes(tagged)[own][pairs["post"].to_numpy()]
    table = outer.names.iloc[used // max(len(inner), 1)].reset_index(drop=True)
    table["act"] = inner.names["acts"].iloc[used % max(len(inner), 1)].reset_index(drop=True)
    table["n_posts"] = pd.array(np.bincount(codes, minlength=len(used)), dtype="Int64")
    table["n_accounts"] = pd.array(_units.distinct(codes, accounts, len(used)), dtype="Int64")
    if by is None:
        return table.assign(suppressed=False)
    return suppress_small(table, minimum=minimum, columns=["n_posts", "n_accounts"])


def languages(posts: pd.DataFrame) -> pd.DataFrame:
    """Count the posts with words of their own by language.

    Parameters
    ----------
    posts
        Posts table.

    Returns
    -------
    One row per value of ``lang``, the most frequent first, null where the language is unknown: ``lang``,
    ``n_posts`` and ``share``.

    Raises
    ------
    MissingColumnError
        If `posts` lacks a column.

    Examples
    --------
    >>> from reaction.schema import from_columns
    >>> posts = from_columns({"platform": ["x"] * 3, "post_id": list("123"), "kind": ["original"] * 3,
    ...                       "text": ["yes", "no", "doch"], "lang": ["en", "en", "de"]})
    >>> languages(posts)["n_posts"].tolist()
    [2, 1]
    """
    require(posts, ("lang",), purpose="languages")
    found = posts["lang"][_units.own_words(posts)]
    counts = found.value_counts(dropna=False).rename("n_posts").reset_index()
    counts = counts.sort_values(["n_posts", "lang"], ascending=[False, True], ignore_index=True)
    return counts.assign(share=counts["n_posts"] / max(len(found), 1))


def analysed(tagged: pd.DataFrame) -> pd.DataFrame:
    """Count the posts that shares leave out: not analysed, or of an unknown account or time.

    Parameters
    ----------
    tagged
        Posts table with ``sentiment`` or stance columns.

    Returns
    -------
    One row per layer (``sentiment``, ``acts``, ``stance_<target>`` …, where there): ``layer``, ``n_posts``
    (with words of their own), ``n_analysed``, ``n_not_analysed`` and its ``share`` of `n_posts`,
    ``n_unknown_account`` (no part of shares by account) and ``n_undated`` (no part of any over time).

    Raises
    ------
    MissingColumnError
        If `tagged` lacks a column.

    Examples
    --------
    >>> from reaction.schema import from_columns
    >>> posts = from_columns({"platform": ["x"] * 2, "post_id": ["1", "2"], "kind": ["original"] * 2,
    ...                       "author_id": ["a", None], "text": ["some words", "einige Worte"]})
    >>> found = analysed(posts.assign(stance_plan=["favor", None]))
    >>> found[["layer", "n_posts", "n_not_analysed", "n_unknown_account"]].values.tolist()
    [['stance_plan', 2, 1, 1]]
    """
    require(tagged, ("created_at",), purpose="analysed")
    own = _units.own_words(tagged)
    layers = [name for name in ("sentiment", "acts") if name in tagged.columns]
    layers += [f"stance_{target}" for target in _units.targets(tagged)]
    done = [_known(tagged[layer], own) for layer in layers]
    n = int(own.sum())
    table = pd.DataFrame({"layer": pd.array(layers, dtype="str"), "n_posts": n, "n_analysed": done})
    missing = n - table["n_analysed"].astype("int64")
    return table.assign(
        n_analysed=table["n_analysed"].astype("int64"),
        n_not_analysed=missing,
        share=missing / max(n, 1),
        n_unknown_account=int((_units.account_codes(tagged)[own] < 0).sum()),
        n_undated=int(tagged["created_at"].isna().to_numpy()[own].sum()),
    )


def _known(values: pd.Series[Any], own: Mask) -> int:
    return int(values.notna().to_numpy(dtype=bool)[own].sum())
