"""Roots of threads, found by following replies where a platform names no thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reaction.loaders._references import Places

__all__ = ["begins_thread", "links_of", "roots_of", "seekers_of"]

_NOTHING = pa.scalar(None, pa.large_string())


def seekers_of(table: pa.Table) -> pa.Table:
    """Find the replies whose thread is unknown.

    Parameters
    ----------
    table
        One row per post.

    Returns
    -------
    ``platform, post_id, parent_id`` of each.
    """
    lost = pc.and_(table["conversation_id"].is_null(), table["reply_to_id"].is_valid())
    part = table.select(["platform", "post_id", "reply_to_id"]).filter(lost)
    return part.rename_columns(["platform", "post_id", "parent_id"])


def begins_thread(kind: pa.ChunkedArray, reply_to_id: pa.ChunkedArray) -> pa.ChunkedArray:
    """Tell which posts answer none; a reply whose parent has no id answers one that is not known."""
    return pc.and_(reply_to_id.is_null(), pc.not_equal(kind, "reply"))


def links_of(seekers: pa.Table, table: pa.Table, places: Places) -> pa.Table:
    """Say of each reply whose parent is in a table where the parent leads.

    Parameters
    ----------
    seekers
        As of :func:`seekers_of`; other columns are kept.
    table
        One row per post: possible parents.
    places
        Makes keys of platforms and ids.

    Returns
    -------
    The seekers whose parent was found, with ``root``: the name of the parent's thread, null where the parent
    itself seeks.
    """
    keys = places.keys(table["platform"], table["post_id"])
    place = pc.index_in(places.keys(seekers["platform"], seekers["parent_id"]), value_set=keys)
    own = pc.if_else(begins_thread(table["kind"], table["reply_to_id"]), table["post_id"], _NOTHING)
    root = pc.coalesce(table["conversation_id"], own).take(place)
    return seekers.append_column("root", root).filter(place.is_valid())


def roots_of(links: pa.Table, places: Places) -> pa.Table:
    """Follow replies up to the root.

    Pointer jumping: each round doubles the distance, so chains of any length take few rounds, and circles
    end without a root.

    Parameters
    ----------
    links
        As of :func:`links_of`, of all tables together.
    places
        Makes keys of platforms and ids.

    Returns
    -------
    The links whose root was found, with its name as ``root``.
    """
    keys = places.keys(links["platform"], links["post_id"])
    parents = pc.index_in(places.keys(links["platform"], links["parent_id"]), value_set=keys)
    above = parents.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    ends = links["root"].is_valid().to_numpy(zero_copy_only=False)
    last = _ends_of_chains(above, ends)
    found = last >= 0
    names = links["root"].take(pa.array(np.maximum(last, 0)))
    place = links.column_names.index("root")
    return links.set_column(place, "root", names).filter(pa.array(found))


def _ends_of_chains(above: NDArray[np.int64], ends: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return for each place the end of its chain, -1 where it leaves the set or goes in a circle."""
    n = len(above)
    # Chains that leave the set end at place n, a post that nobody knows.
    jump = np.append(np.where(ends, np.arange(n), np.where(above < 0, n, above)), n)
    for _ in range(max(1, int(n).bit_length() + 1)):
        further = jump[jump]
        if np.array_equal(further, jump):
            break
        jump = further
    ended = np.append(ends, False)[jump[:n]]
    return np.where(ended, jump[:n], -1)
