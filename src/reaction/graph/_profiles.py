"""What the posts say of an account: its latest profile, its roles and its own stance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reaction.graph._codes import (
    TEXT,
    as_text,
    distinct,
    encode,
    is_word,
    pairs,
    runs,
    text_column,
    times,
)

if TYPE_CHECKING:
    from reaction.graph._acts import Acts
    from reaction.graph._codes import Ints

NO_ROLE = "no role declared"
CLEAR = ("favor", "against")
_TEXTS = {"handle": "author_handle", "name": "author_name", "employer": "author_employer"}


def targets_tagged(posts: pd.DataFrame) -> list[str]:
    """Return the targets whose stance the posts are tagged with."""
    names = [name.removeprefix("stance_") for name in posts.columns if str(name).startswith("stance_")]
    return [name for name in names if not name.endswith(("_confidence", "_tier"))]


def platforms(keys: pd.Index[str]) -> pd.Series[Any]:
    """Return the platform that each account key begins with, null where there is none."""
    return _extract(keys, "^(?P<part>[^:]*):")


def _extract(keys: pd.Index[str], pattern: str) -> pd.Series[Any]:
    found = pc.extract_regex(pa.array(keys, pa.large_string(), from_pandas=True), pattern)
    part = pc.struct_field(found, "part")
    # Where nothing matches, Arrow fills the field of a null struct with an empty text.
    return pd.Series(as_text(pc.if_else(pc.is_valid(found), part, pa.scalar(None, part.type))))


def handles(acts: Acts) -> pd.Series[Any]:
    """Return the latest handle of every account: its own posts first, then posts that refer to it.

    An account known by its handle alone keeps the one in its key.
    """
    n = len(acts.keys)
    in_key = _extract(acts.keys, "^[^:]*:@(?P<part>.+)$")
    if acts.authors is None:
        return in_key.rename("handle")
    own = _latest_text(acts.frame, "author_handle", acts.authors, _seen(acts.frame), n)
    return own.fillna(_referred_handles(acts)).fillna(in_key).rename("handle")


def _referred_handles(acts: Acts) -> pd.Series[Any]:
    found = pd.Series(np.nan, index=range(len(acts.keys)), dtype=TEXT)
    stamps = times(acts.frame["created_at"])
    for relation, (rows, targets) in acts.referring().items():
        at_row = np.full(len(acts.frame), -1, dtype=np.int64)
        at_row[rows] = targets
        column = f"{relation}_author_handle"
        found = found.fillna(_latest_text(acts.frame, column, at_row, stamps, len(acts.keys)))
    return found


def profiles(acts: Acts) -> pd.DataFrame:
    """Return what is known of every account, one row each in the order of ``acts.keys``; null is unknown."""
    table = pd.DataFrame({"handle": handles(acts)})
    table["platform"] = platforms(acts.keys)
    if acts.authors is None:
        return table
    posts, n = acts.frame, len(acts.keys)
    seen = _seen(posts)
    for name, column in _TEXTS.items():
        if name != "handle" and column in posts.columns:
            table[name] = _latest_text(posts, column, acts.authors, seen, n)
    if "author_followers" in posts.columns:
        table["followers"] = _latest_number(posts["author_followers"], acts.authors, seen, n)
    if "author_roles" in posts.columns:
        table["roles"] = _latest_roles(posts["author_roles"], acts.authors, seen, n)
    for target in targets_tagged(posts):
        table[f"stance_{target}"] = _majority(posts, f"stance_{target}", acts.authors, n)
    table["n_posts"] = post_counts(acts)
    return table


def post_counts(acts: Acts) -> Ints:
    """Count every account's own posts, context rows aside."""
    if acts.authors is None:
        raise AssertionError("only a Posts table says how much an account posted")
    own = acts.authors[~acts.frame["is_context"].to_numpy(dtype=np.bool_)]
    return np.bincount(own[own >= 0], minlength=len(acts.keys)).astype(np.int64)


def _seen(posts: pd.DataFrame) -> Ints:
    stamps = times(posts["created_at"])
    if "author_seen_at" not in posts.columns:
        return stamps
    seen = times(posts["author_seen_at"])
    return np.where(posts["author_seen_at"].isna(), stamps, seen)


def latest(codes: Ints, values: Ints, stamps: Ints, n: int, n_values: int) -> Ints:
    """Return the value that goes with the latest time of every account, -1 for none.

    Values are coded so that the largest wins a tie: the result doesn't depend on the order of rows.
    """
    rows = np.flatnonzero((codes >= 0) & (values >= 0))
    key = distinct(pairs(codes[rows], values[rows], n_values))
    accounts, chosen = key // max(n_values, 1), np.full(n, -1, dtype=np.int64)
    chosen[accounts] = key % max(n_values, 1)
    starts, sizes = runs(accounts)
    several = np.zeros(n, dtype=np.bool_)
    several[accounts[starts[sizes > 1]]] = True
    rows = rows[several[codes[rows]]]
    order = rows[np.lexsort((values[rows], stamps[rows], codes[rows]))]
    chosen[codes[order]] = values[order]
    return chosen


def _latest_text(posts: pd.DataFrame, column: str, codes: Ints, stamps: Ints, n: int) -> pd.Series[Any]:
    rows = np.flatnonzero(codes >= 0)
    codes, stamps = codes[rows], stamps[rows]
    (found,), words = encode([text_column(posts, column).take(pa.array(rows))])
    order = pc.sort_indices(words).to_numpy()
    place = np.full(len(words) + 1, -1, dtype=np.int64)
    place[order] = np.arange(len(words))
    chosen = latest(codes, place[found], stamps, n, len(words))
    values = words.take(pa.array(order)).take(pa.array(np.maximum(chosen, 0), mask=chosen < 0))
    return pd.Series(as_text(values))


def _latest_number(column: pd.Series[Any], codes: Ints, stamps: Ints, n: int) -> pd.Series[Any]:
    numbers = column.to_numpy(np.int64, na_value=-1)
    known = column.notna().to_numpy()
    values = distinct(numbers)
    found = np.searchsorted(values, numbers).astype(np.int64)
    chosen = latest(codes, np.where(known, found, -1), stamps, n, len(values))
    return pd.Series(np.append(values, 0)[chosen]).astype("Int64").mask(pd.Series(chosen < 0))


def _latest_roles(column: pd.Series[Any], codes: Ints, stamps: Ints, n: int) -> pd.Series[Any]:
    lists = pa.array(column, from_pandas=True)
    joined = pc.binary_join(lists.cast(pa.list_(pa.string())), ", ")
    text = pc.if_else(pc.equal(joined, ""), NO_ROLE, joined)
    return _latest_text(
        pd.DataFrame({"roles": as_text(text.cast(pa.large_string()))}), "roles", codes, stamps, n
    )


def _majority(posts: pd.DataFrame, column: str, codes: Ints, n: int) -> pd.Series[Any]:
    """Return the stance of most of an account's own clear posts: ``unclear`` at a tie, null without any."""
    own = (codes >= 0) & ~posts["is_context"].to_numpy(dtype=np.bool_)
    favor, against = (np.bincount(codes[own & is_word(posts[column], label)], minlength=n) for label in CLEAR)
    choices = [(favor == 0) & (against == 0), favor > against, against > favor]
    stance = np.select(choices, ["", "favor", "against"], "unclear")
    return pd.Series(stance, dtype=TEXT).mask(pd.Series(stance == ""))
