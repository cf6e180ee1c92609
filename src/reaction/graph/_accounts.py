"""Accounts of a Posts table as integers: ids where known, handles resolved to ids where that is certain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reaction.graph._codes import as_text, category_codes, encode, pairs, text_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reaction.graph._codes import Ints

_AT, _COLON, _NOTHING = (pa.scalar(text, pa.large_string()) for text in ("@", ":", ""))

ROLES = ("author", "repost_of_author", "quote_of_author", "reply_to_author")


@dataclass(frozen=True)
class Accounts:
    """Every account that a Posts table names, by sparse integer codes.

    A code is ``platform * n_ids + id`` or, beyond `n_platforms * n_ids`, ``platform * n_handles + handle``;
    -1 is an account that isn't known.

    Parameters
    ----------
    role
        Codes by role, one per post.
    mentioned
        Codes of the mentioned accounts, one per entry of the flattened mentions.
    platform
        Platform code per post.
    platforms, ids, handles
        What the codes stand for.
    """

    role: dict[str, Ints]
    mentioned: Ints
    platform: Ints
    platforms: pa.Array
    ids: pa.Array
    handles: pa.Array

    @property
    def n_by_id(self) -> int:
        """Count of codes that stand for ids; codes from here on stand for handles."""
        return len(self.platforms) * len(self.ids)

    @property
    def n_codes(self) -> int:
        """Count of possible codes."""
        return len(self.platforms) * (len(self.ids) + len(self.handles))

    def platform_of(self, codes: Ints) -> Ints:
        """Return the platform code of each account."""
        by_id = codes // max(len(self.ids), 1)
        by_handle = (codes - self.n_by_id) // max(len(self.handles), 1)
        return np.where(codes < self.n_by_id, by_id, by_handle)

    def keys(self, codes: Ints) -> pa.Array:
        """Return the account keys, ``platform:id`` or ``platform:@handle``, null for -1."""
        by_id = (codes >= 0) & (codes < self.n_by_id)
        by_handle = codes >= self.n_by_id
        platforms = self.platforms.take(pa.array(self.platform_of(codes), mask=codes < 0))
        ids = self.ids.take(pa.array(codes % max(len(self.ids), 1), mask=~by_id))
        place = (codes - self.n_by_id) % max(len(self.handles), 1)
        handles = self.handles.take(pa.array(place, mask=~by_handle))
        names = pc.coalesce(ids, pc.binary_join_element_wise(_AT, handles, _NOTHING))
        return pc.binary_join_element_wise(platforms, names, _COLON)

    def sorted_keys(self, codes: Ints) -> tuple[pd.Index[str], Ints]:
        """Sort the accounts that occur among codes by their key.

        Returns
        -------
        The sorted keys, and the place of every code among them (-1 where it doesn't occur).
        """
        seen = np.zeros(self.n_codes + 1, dtype=np.bool_)
        seen[codes] = True
        seen[-1] = False
        used = np.flatnonzero(seen)
        keys = self.keys(used)
        order = pc.sort_indices(keys).to_numpy()
        place = np.full(self.n_codes + 1, -1, dtype=np.int64)
        place[used[order]] = np.arange(len(used))
        return pd.Index(as_text(keys.take(pa.array(order)))), place


def code_accounts(
    posts: pd.DataFrame,
    roles: Sequence[str],
    mentions: pa.ChunkedArray | None = None,
    mentioned_by: Ints | None = None,
) -> Accounts:
    """Code the accounts of a Posts table.

    Parameters
    ----------
    posts
        Posts table of n rows.
    roles
        Which of ROLES to code.
    mentions
        Mentioned handles, flattened.
    mentioned_by
        Row of each mentioned handle.

    Returns
    -------
    Codes of the roles. An account known by its handle alone gets the id that was seen with the handle on the
    same platform (whatever the case of its letters, and in whatever role), unless several ids were.
    """
    platform, platforms = category_codes(posts["platform"])
    found, ids = encode([text_column(posts, f"{role}_id") for role in roles])
    known = {role: pairs_on(platform, codes, len(ids)) for role, codes in zip(roles, found, strict=True)}
    nobody = np.empty(0, np.int64)
    if mentions is None and not any(_needs_handle(posts, role, known[role]) for role in roles):
        return Accounts(known, nobody, platform, platforms, ids, pa.array([], pa.large_string()))
    present = [role for role in ROLES if {f"{role}_id", f"{role}_handle"} <= set(posts.columns)]
    if others := [role for role in present if role not in roles]:
        return code_accounts(posts, [*roles, *others], mentions, mentioned_by)
    columns = [text_column(posts, f"{role}_handle") for role in roles]
    if mentions is not None:
        columns.append(mentions)
    by_name, handles = _code_handles(columns)
    named = [pairs_on(platform, codes, len(handles)) for codes in by_name[: len(roles)]]
    owner = _owners(list(known.values()), named, len(platforms) * len(handles))
    offset = len(platforms) * len(ids)
    for role, codes in zip(roles, named, strict=True):
        known[role] = np.where(known[role] >= 0, known[role], _resolve(codes, owner, offset))
    mentioned = nobody
    if mentions is not None and mentioned_by is not None:
        mentioned = _resolve(pairs_on(platform[mentioned_by], by_name[-1], len(handles)), owner, offset)
    return Accounts(known, mentioned, platform, platforms, ids, handles)


def pairs_on(platform: Ints, codes: Ints, n_codes: int) -> Ints:
    """Join platform and code to one code; -1 stays."""
    return np.where(codes >= 0, pairs(platform, codes, n_codes), -1) if platform.any() else codes


def _needs_handle(posts: pd.DataFrame, role: str, codes: Ints) -> bool:
    return bool((posts[f"{role}_handle"].notna().to_numpy() & (codes < 0)).any())


def _code_handles(columns: list[pa.ChunkedArray]) -> tuple[list[Ints], pa.Array]:
    found, spelled = encode(columns)
    (lower,), handles = encode([pa.chunked_array([pc.utf8_lower(spelled)])])
    lower = np.append(lower, -1)
    return [lower[codes] for codes in found], handles


def _owners(known: list[Ints], named: list[Ints], n_handles: int) -> Ints:
    """Return the one account seen with each handle, -1 where there is none or more than one."""
    owner = np.full(n_handles, -1, dtype=np.int64)
    both = [(codes >= 0) & (names >= 0) for codes, names in zip(known, named, strict=True)]
    for codes, names, mask in zip(known, named, both, strict=True):
        owner[names[mask]] = codes[mask]
    shared = np.zeros(n_handles, dtype=np.bool_)
    for codes, names, mask in zip(known, named, both, strict=True):
        differs = owner[names[mask]] != codes[mask]
        shared[names[mask][differs]] = True
    owner[shared] = -1
    return owner


def _resolve(named: Ints, owner: Ints, offset: int) -> Ints:
    if len(owner) == 0:
        return named
    seen = owner[named]
    return np.where(named < 0, -1, np.where(seen >= 0, seen, named + offset))
