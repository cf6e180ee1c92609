"""Posts that refer to each other, resolved over the whole set of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reaction.loaders._x import REPOST_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from reaction.loaders._rows import Gone

__all__ = ["resolve"]

RELATIONS = {"reply": "reply_to", "quote": "quote_of", "repost": "repost_of"}
_CONTENT = ("text", "text_truncated", "urls", "hashtags", "mentions", "media")
_STRING = pa.large_string()
_ROLES = ("author", "reply_to_author", "repost_of_author", "quote_of_author")


def resolve(table: pa.Table, gone: Iterable[Gone]) -> pa.Table:
    """Fill in what other rows know: authors of referenced posts, texts of reposts, threads, `ref_status`.

    Parameters
    ----------
    table
        One row per post, context rows included.
    gone
        What the platforms say of posts that they no longer give out.

    Returns
    -------
    The same rows, completed.
    """
    if not table.num_rows:
        return table
    columns = {name: _one(table[name]) for name in table.column_names}
    keys = _keys(columns["platform"], columns["post_id"])
    found = {
        kind: pc.index_in(_keys(columns["platform"], columns[f"{prefix}_id"]), value_set=keys)
        for kind, prefix in RELATIONS.items()
    }
    _fill_authors(columns, found)
    _fill_reposts(columns, found["repost"])
    _fill_author_ids(columns)
    said = list(gone)
    columns["ref_status"] = _ref_status(columns, found, _Said(columns["platform"], said))
    columns["conversation_id"] = _conversations(columns, found["reply"])
    columns["status"] = _statuses(
        columns, keys, _Said(columns["platform"], [one for one in said if one.final])
    )
    return pa.table(columns, schema=table.schema)


def _one(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    if isinstance(column, pa.Array):
        return column
    return (
        column.chunk(0)
        if column.num_chunks == 1
        else pa.concat_arrays(column.chunks or [pa.array([], column.type)])
    )


def _keys(platform: pa.Array, ids: pa.Array) -> pa.Array:
    # Ids repeat between platforms, but most sets hold one platform: then the id alone is the key.
    if len(pc.unique(platform)) <= 1:
        return ids
    return pc.binary_join_element_wise(platform, ids, pa.scalar(":", _STRING))


def _taken(columns: dict[str, pa.Array], name: str, found: pa.Array) -> pa.Array:
    return columns[name].take(found)


def _fill_authors(columns: dict[str, pa.Array], found: dict[str, pa.Array]) -> None:
    for kind, prefix in RELATIONS.items():
        if found[kind].null_count == len(found[kind]):
            continue
        for field in ("author_id", "author_handle"):
            name = f"{prefix}_{field}"
            columns[name] = pc.coalesce(columns[name], _taken(columns, field, found[kind]))


def _fill_reposts(columns: dict[str, pa.Array], original: pa.Array) -> None:
    """Give reposts the content of their original; where there is none, their own without the prefix."""
    repost = pc.equal(columns["kind"], "repost")
    rows = np.flatnonzero(repost.to_numpy(zero_copy_only=False))
    if not len(rows):
        return
    known = pc.and_(original.is_valid(), _taken(columns, "text", original).is_valid())
    resolved = pc.and_(repost, known)
    pick = pc.if_else(resolved, original.cast(pa.int64()), pa.array(np.arange(len(repost))))
    for name in _CONTENT:
        columns[name] = columns[name].take(pick)
    columns["lang"] = pc.coalesce(
        columns["lang"], _taken(columns, "lang", pc.if_else(repost, original, pa.scalar(None, original.type)))
    )
    left = pc.and_(pc.and_(repost, pc.invert(known)), pc.equal(columns["platform"], "x"))
    if pc.any(left).as_py():
        own = pc.replace_substring_regex(columns["text"], REPOST_PREFIX, "")
        columns["text"] = pc.if_else(left, own, columns["text"])


def _fill_author_ids(columns: dict[str, pa.Array]) -> None:
    """Give handles their id, so that no account has two keys, where the set knows exactly one."""
    handles = [pc.utf8_lower(columns[f"{role}_handle"]) for role in _ROLES]
    missing = [
        pc.and_(h.is_valid(), columns[f"{role}_id"].is_null())
        for h, role in zip(handles, _ROLES, strict=True)
    ]
    if not any(pc.any(mask).as_py() for mask in missing):
        return
    known = pa.table(
        {
            "handle": pa.chunked_array([_keys(columns["platform"], handle) for handle in handles]),
            "id": pa.chunked_array([columns[f"{role}_id"] for role in _ROLES]),
        }
    )
    pairs = known.drop_null().group_by("handle").aggregate([("id", "min"), ("id", "max")])
    pairs = pairs.filter(pc.equal(pairs["id_min"], pairs["id_max"]))
    for handle, role in zip(handles, _ROLES, strict=True):
        place = pc.index_in(_keys(columns["platform"], handle), value_set=_one(pairs["handle"]))
        columns[f"{role}_id"] = pc.coalesce(columns[f"{role}_id"], _one(pairs["id_min"]).take(place))


class _Said:
    """What platforms say of posts that are gone, to be looked up by column."""

    def __init__(self, platform: pa.Array, gone: Sequence[Gone]) -> None:
        last = {(one.platform, one.post_id): one.status for one in gone}
        self.platform = platform
        platforms, ids = ([key[place] for key in last] for place in (0, 1))
        # The same form of key as the table's, which depends on how many platforms that holds.
        self.keys = pa.array(ids, _STRING)
        if len(pc.unique(platform)) > 1:
            self.keys = pc.binary_join_element_wise(
                pa.array(platforms, _STRING), self.keys, pa.scalar(":", _STRING)
            )
        self.statuses = pa.array(list(last.values()), _STRING)

    def status_of(self, keys: pa.Array) -> pa.Array:
        return self.statuses.take(pc.index_in(keys, value_set=self.keys))


def _ref_status(columns: dict[str, pa.Array], found: dict[str, pa.Array], gone: _Said) -> pa.Array:
    status = pa.nulls(len(columns["kind"]), _STRING)
    for kind, prefix in RELATIONS.items():
        ids = columns[f"{prefix}_id"]
        author = pc.or_(
            columns[f"{prefix}_author_id"].is_valid(), columns[f"{prefix}_author_handle"].is_valid()
        )
        says = pc.coalesce(
            _word("full", found[kind].is_valid()),
            gone.status_of(_keys(columns["platform"], ids)),
            _word("recovered", author),
            _word("id_only", ids.is_valid()),
        )
        status = pc.if_else(pc.equal(columns["kind"], kind), says, status)
    return status


def _word(word: str, where: pa.Array) -> pa.Array:
    return pc.if_else(where, pa.scalar(word, _STRING), pa.scalar(None, _STRING))


def _statuses(columns: dict[str, pa.Array], keys: pa.Array, gone: _Said) -> pa.Array:
    edited = pc.greater(pc.list_value_length(columns["edits"]), 1).fill_null(False)
    return pc.coalesce(
        gone.status_of(keys), columns["status"], _word("edited", edited), pa.scalar("live", _STRING)
    )


def _conversations(columns: dict[str, pa.Array], parent: pa.Array) -> pa.Array:
    """Follow replies up to the root where a platform names no thread.

    Pointer jumping: each round doubles the distance, so chains of any length take few rounds, and circles
    end without a root.
    """
    known = columns["conversation_id"]
    if not known.null_count:
        return known
    n = len(known)
    is_root = pc.or_(known.is_valid(), columns["reply_to_id"].is_null()).to_numpy(zero_copy_only=False)
    above = parent.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    root = _roots(above, is_root)
    named = pc.coalesce(known, columns["post_id"])
    return named.take(pa.array(np.maximum(root, 0), mask=root < 0)) if n else known


def _roots(above: NDArray[np.int64], is_root: NDArray[np.bool_]) -> NDArray[np.int64]:
    n = len(above)
    # A post that nobody knows, at place n, is where chains end that leave the set.
    jump = np.where(is_root, np.arange(n), np.where(above < 0, n, above))
    jump = np.append(jump, n)
    for _ in range(max(1, int(n).bit_length() + 1)):
        further = jump[jump]
        if np.array_equal(further, jump):
            break
        jump = further
    ended = np.append(is_root, False)[jump[:n]]
    return np.where(ended, jump[:n], -1)
