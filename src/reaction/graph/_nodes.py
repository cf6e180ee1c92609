"""Posts of cascades as integer-coded nodes, each with its parent, time and author."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from reaction.errors import GraphError
from reaction.graph._accounts import code_accounts
from reaction.graph._codes import NO_TIME, encode, is_word, pairs, text_column, times
from reaction.graph._relations import REFERENCES
from reaction.schema import require

if TYPE_CHECKING:
    import pandas as pd

    from reaction.graph._accounts import Accounts
    from reaction.graph._codes import Bools, Ints


@dataclass(frozen=True)
class Nodes:
    """Posts of trees as integers, with what is known of each.

    Parameters
    ----------
    ids
        Id of every node.
    platform
        Platform code per node; -1 throughout where the frame has none.
    platforms
        Their names.
    parent
        Parent node, -1 for none.
    stamp
        Time in microseconds, NO_TIME where unknown.
    author
        Account code, -1 where unknown.
    accounts
        What these codes stand for: accounts of Posts, or plain words.
    in_data
        Whether the post is a row.
    end
        Last time in the data, per platform code (one entry for -1).
    relation
        Relation of the links; None for other frames.
    """

    ids: pa.Array
    platform: Ints
    platforms: pa.Array
    parent: Ints
    stamp: Ints
    author: Ints
    accounts: Accounts | pa.Array
    in_data: Bools
    end: Ints
    relation: str | None

    def author_names(self, nodes: Ints) -> pa.Array:
        """Return the key of each node's author, null where unknown."""
        codes = self.author[nodes]
        if isinstance(self.accounts, pa.Array):
            return self.accounts.take(pa.array(np.maximum(codes, 0), mask=codes < 0))
        return self.accounts.keys(codes)


def nodes_of_frame(frame: pd.DataFrame) -> Nodes:
    """Read nodes from a frame with ``post_id, parent_id, created_at[, author_id]``."""
    require(frame, ("post_id", "parent_id", "created_at"), purpose="cascades")
    (post, parent), words = encode([text_column(frame, "post_id"), text_column(frame, "parent_id")])
    if (post < 0).any():
        raise GraphError(f"{int((post < 0).sum()):,} rows have no post_id: leave them out first.")
    _refuse_twice(post, len(words), words)
    n = len(words)
    node_parent, stamp, author = (np.full(n, empty, dtype=np.int64) for empty in (-1, NO_TIME, -1))
    in_data = np.zeros(n, dtype=np.bool_)
    node_parent[post], stamp[post], in_data[post] = parent, times(frame["created_at"]), True
    names = pa.array([], pa.large_string())
    if "author_id" in frame.columns:
        (author[post],), names = encode([text_column(frame, "author_id")])
    end = np.array([stamp.max(initial=NO_TIME)])
    nowhere = np.full(n, -1, dtype=np.int64)
    none = pa.array([], pa.large_string())
    return Nodes(words, nowhere, none, node_parent, stamp, author, names, in_data, end, None)


def nodes_of_posts(posts: pd.DataFrame, relation: str) -> Nodes:
    """Read nodes from Posts: what stands in a tree by itself, and whatever it refers to."""
    reference = REFERENCES[relation]
    columns = ["platform", "post_id", "kind", "created_at", "is_context", "author_id", "author_handle"]
    columns += [f"{reference}_id", f"{reference}_author_id", f"{reference}_author_handle"]
    require(posts, columns, purpose="cascades")
    accounts = code_accounts(posts, ["author", f"{reference}_author"])
    (post, upon), words = encode([text_column(posts, "post_id"), text_column(posts, f"{reference}_id")])
    platform = accounts.platform
    key = pairs(platform, post, len(words))
    _refuse_twice(key, len(words) * len(accounts.platforms), words)
    reposts = is_word(posts["kind"], "repost")
    context = posts["is_context"].to_numpy(dtype=np.bool_)
    own = ~context & (~reposts | (upon >= 0) if relation == "repost" else ~reposts)
    follows = own & (upon >= 0) & (reposts if relation == "repost" else True)
    above = pairs(platform, upon, len(words))

    place = _places(key[own], above[follows], len(words) * len(accounts.platforms))
    codes = np.flatnonzero(place >= 0)
    n = len(codes)
    parent, stamp, author = (np.full(n, empty, dtype=np.int64) for empty in (-1, NO_TIME, -1))
    parent[place[key[follows]]] = place[above[follows]]
    author[place[above[follows]]] = accounts.role[f"{reference}_author"][follows]
    here = np.flatnonzero(place[key] >= 0)
    at = place[key[here]]
    stamps = times(posts["created_at"])
    stamp[at] = stamps[here]
    known = accounts.role["author"][here] >= 0
    author[at[known]] = accounts.role["author"][here][known]
    in_data = np.zeros(n, dtype=np.bool_)
    in_data[at] = True
    end = np.full(len(accounts.platforms) + 1, NO_TIME)
    np.maximum.at(end, platform[~context], stamps[~context])
    ids = words.take(pa.array(codes % max(len(words), 1)))
    where = codes // max(len(words), 1)
    return Nodes(ids, where, accounts.platforms, parent, stamp, author, accounts, in_data, end, relation)


def _places(own: Ints, above: Ints, n_keys: int) -> Ints:
    """Give the keys that occur their place in order, the others -1."""
    seen = np.zeros(n_keys, dtype=np.bool_)
    seen[own] = seen[above] = True
    place = np.full(n_keys + 1, -1, dtype=np.int64)
    place[:-1][seen] = np.arange(int(seen.sum()))
    return place


def _refuse_twice(codes: Ints, n_codes: int, words: pa.Array) -> None:
    counts = np.bincount(codes, minlength=n_codes)
    if (twice := np.flatnonzero(counts > 1)).size:
        example = words[int(twice[0]) % len(words)].as_py()
        raise GraphError(f"{len(twice):,} posts stand in more than one row, for example {example!r}.")
