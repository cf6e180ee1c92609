"""Which posts state an act of which relation, and between which accounts, as integer codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reaction.errors import GraphError
from reaction.graph._accounts import Accounts, code_accounts
from reaction.graph._codes import distinct, is_word, pairs, text_column
from reaction.schema import require

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from reaction.graph._codes import Bools, Ints

RELATIONS = ("repost", "quote", "reply", "mention")
REFERENCES = {"repost": "repost_of", "quote": "quote_of", "reply": "reply_to"}
_COLUMNS = ("platform", "post_id", "kind", "created_at", "is_context", "author_id", "author_handle")


def check_relations(relations: Sequence[str]) -> tuple[str, ...]:
    """Return relations in their fixed order; refuse unknown ones, none, or a bare word."""
    if isinstance(relations, str):
        raise GraphError(f"relations takes several words: write ({relations!r},) instead of {relations!r}.")
    if unknown := [word for word in relations if word not in RELATIONS]:
        raise GraphError(f"Unknown relation {unknown[0]!r}. Relations: {', '.join(RELATIONS)}.")
    if not len(relations):
        raise GraphError(f"No relation given. Relations: {', '.join(RELATIONS)}.")
    return tuple(word for word in RELATIONS if word in relations)


@dataclass(frozen=True)
class Found:
    """Every act that a Posts table states, whether or not both accounts are known.

    Parameters
    ----------
    accounts
        The accounts of the table.
    relation
        Place in RELATIONS, per act. Acts stand in order of relation, then row.
    row
        Row of the post, per act.
    source, target
        Account codes, -1 where unknown.
    context
        Whether the post is a context row, whose acts don't count.
    """

    accounts: Accounts
    relation: Ints
    row: Ints
    source: Ints
    target: Ints
    context: Bools


def find_acts(posts: pd.DataFrame, relations: tuple[str, ...], *, purpose: str) -> Found:
    """Find every act of the given relations in a Posts table."""
    require(posts, _columns(relations), purpose=purpose)
    reposts = is_word(posts["kind"], "repost")
    handles, mentioned_by = None, None
    if "mention" in relations:
        found, mentioned_by = _mentions(posts, reposts)
        handles = found if len(found) else None
    roles = ["author", *(f"{REFERENCES.get(word, 'reply_to')}_author" for word in relations)]
    accounts = code_accounts(posts, list(dict.fromkeys(roles)), handles, mentioned_by)
    parts = []
    for relation in relations:
        if relation == "mention":
            parts.append(_mention_acts(posts, accounts, reposts, mentioned_by))
        else:
            parts.append(_reference_acts(posts, accounts, relation, reposts))
    row = np.concatenate([row for row, _ in parts])
    numbers = np.repeat([RELATIONS.index(word) for word in relations], [len(row) for row, _ in parts])
    return Found(
        accounts=accounts,
        relation=numbers.astype(np.int64),
        row=row,
        source=accounts.role["author"][row],
        target=np.concatenate([target for _, target in parts]),
        context=posts["is_context"].to_numpy(dtype=np.bool_)[row],
    )


def _columns(relations: tuple[str, ...]) -> list[str]:
    columns = list(_COLUMNS)
    for relation in relations:
        if relation == "mention":
            columns.append("mentions")
        prefix = REFERENCES.get(relation, "reply_to")  # a mention of the author replied to is none
        columns += [f"{prefix}_id", f"{prefix}_author_id", f"{prefix}_author_handle"]
    return list(dict.fromkeys(columns))


def reference_mask(posts: pd.DataFrame, relation: str, reposts: Bools) -> Bools:
    """Return which posts refer to another by a relation; what a reposted text refers to is not the reposter's."""
    if relation == "repost":
        return reposts
    prefix = REFERENCES[relation]
    stated = is_word(posts["kind"], relation)
    for name in (f"{prefix}_id", f"{prefix}_author_id", f"{prefix}_author_handle"):
        stated = stated | posts[name].notna().to_numpy()
    return stated & ~reposts


def _reference_acts(
    posts: pd.DataFrame, accounts: Accounts, relation: str, reposts: Bools
) -> tuple[Ints, Ints]:
    row = np.flatnonzero(reference_mask(posts, relation, reposts))
    target = accounts.role[f"{REFERENCES[relation]}_author"][row]
    unknown = np.flatnonzero(target < 0)
    if len(unknown):
        target = target.copy()
        target[unknown] = _author_of_object(posts, accounts, relation, row[unknown])
    return row, target


def _author_of_object(posts: pd.DataFrame, accounts: Accounts, relation: str, row: Ints) -> Ints:
    """Look up authors of referenced posts among the posts of the same platform; -1 where not found."""
    objects = text_column(posts, f"{REFERENCES[relation]}_id").take(pa.array(row)).combine_chunks()
    author = np.full(len(row), -1, dtype=np.int64)
    if objects.null_count == len(objects):
        return author
    wanted = pc.drop_null(pc.unique(objects))
    place = pc.index_in(text_column(posts, "post_id"), wanted).fill_null(-1).to_numpy().astype(np.int64)
    here = np.flatnonzero(place >= 0)
    n_platforms = len(accounts.platforms)
    by_post = np.full(len(wanted) * n_platforms, -1, dtype=np.int64)
    by_post[place[here] * n_platforms + accounts.platform[here]] = accounts.role["author"][here]
    sought = pc.index_in(objects, wanted).fill_null(-1).to_numpy().astype(np.int64)
    found = sought >= 0
    author[found] = by_post[sought[found] * n_platforms + accounts.platform[row[found]]]
    return author


def _mentions(posts: pd.DataFrame, reposts: Bools) -> tuple[pa.ChunkedArray, Ints]:
    """Flatten the handles mentioned by posts that aren't reposts, and say which row each came from."""
    column = pa.array(posts["mentions"], from_pandas=True)
    lists = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(lists, pa.ChunkedArray):
        lists = pa.concat_arrays(lists.chunks) if lists.num_chunks else pa.array([], pa.list_(pa.string()))
    lists = lists.cast(pa.list_(pa.large_string()))
    rows = pc.list_parent_indices(lists).to_numpy().astype(np.int64)
    keep = np.flatnonzero(~reposts[rows])
    return pa.chunked_array([lists.flatten().take(pa.array(keep))]), rows[keep]


def _mention_acts(
    posts: pd.DataFrame, accounts: Accounts, reposts: Bools, mentioned_by: Ints | None
) -> tuple[Ints, Ints]:
    """Keep one mention per post and account, without the account that the post replies to.

    Platforms put the handle of the author replied to in front of a reply: that is the reply, not a mention.
    """
    if mentioned_by is None or len(mentioned_by) == 0:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    replied = np.full(len(posts), -1, dtype=np.int64)
    rows, targets = _reference_acts(posts, accounts, "reply", reposts)
    replied[rows] = targets
    target = accounts.mentioned
    keep = (target >= 0) & (target != replied[mentioned_by])
    once = distinct(pairs(mentioned_by[keep], target[keep], accounts.n_codes))
    return once // max(accounts.n_codes, 1), once % max(accounts.n_codes, 1)
