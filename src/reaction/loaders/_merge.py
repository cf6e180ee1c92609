"""One row per post: copies of a post, and versions of an edited one, brought together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reaction.loaders._times import snowflakes
from reaction.schema import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["CONTEXT", "DUPLICATE", "POST", "Merged", "merge", "turn", "versions_of"]

POST, CONTEXT, DUPLICATE = 0, 1, 2

_COUNTS = frozenset({"n_reposts", "n_replies", "n_quotes", "n_likes", "n_views", "score", "metrics_at"})
_CONTENT = frozenset({"text", "text_truncated", "urls", "hashtags", "mentions", "media"})
# What holds for one record only: another copy's place, or time of reading, would be untrue of it.
_OF_THE_RECORD = frozenset(
    {"platform", "post_id", "kind", "is_context", "source_file", "source_line", "source_format", "edits"}
    | {"author_seen_at", "order"}
)
_REFERENCES = ("reply_to_id", "repost_of_id", "quote_of_id", "conversation_id")
_KINDS = pa.array(KINDS, pa.large_string())  # the stronger comes later
# What decides which copy gives what.
_DECISIVE = ["post_id", "is_context", "metrics_at", "seen_at", "created_at", "text", "text_truncated"]
_LONG_AGO = np.iinfo(np.int64).min


@dataclass(frozen=True)
class Merged:
    """Posts without copies.

    Parameters
    ----------
    table
        One row per post, in the order of the rows that were kept.
    roles
        For each row that came in: `POST`, `CONTEXT` or `DUPLICATE`.
    versions
        For ``(platform, id)`` of a version of an edited post, the id that was kept.
    """

    table: pa.Table
    roles: NDArray[np.int8]
    versions: dict[tuple[str, str], str]


def merge(table: pa.Table) -> Merged:
    """Bring copies of a post together.

    The key is ``(platform, post_id)``; all versions of an edited post are one post, the newest (:func:`turn`
    turns references to older ones). A hit of the query gives the row its
    identity before a context row does, the newest copy gives the counts (by `metrics_at`, else by the time
    of the post that carried the copy, else by place in the files), the text comes from a copy that is not
    cut, and nulls are filled from other copies of the same version.

    Parameters
    ----------
    table
        Rows of all files, in order of file and line.

    Returns
    -------
    Posts, and what became of each row.
    """
    table = table.combine_chunks()
    codes, groups, aliases = _groups(table)
    context = table["is_context"].to_numpy(zero_copy_only=False)
    size = np.bincount(groups, minlength=1)[groups]
    roles = np.where(context, CONTEXT, POST).astype(np.int8)
    if not (size > 1).any():
        return Merged(table, roles, _kept_versions(table, aliases))
    copies = _Copies(table, codes, groups, np.flatnonzero(size > 1))
    roles[copies.rows] = DUPLICATE
    roles[copies.first] = np.where(copies.is_context, CONTEXT, POST)
    kept = np.flatnonzero(roles != DUPLICATE)
    place = np.searchsorted(kept, copies.first)
    columns = []
    for name in table.column_names:
        picks = kept
        if name not in _OF_THE_RECORD:
            picks = kept.copy()
            picks[place] = copies.choose(name)
        columns.append(table[name].take(pa.array(picks)))
    columns[table.column_names.index("is_context")] = pa.array(roles[kept] == CONTEXT)
    kinds = _kind_numbers(columns[table.column_names.index("kind")])
    kinds[place] = copies.kinds()
    columns[table.column_names.index("kind")] = _KINDS.take(pa.array(kinds))
    merged = pa.table(columns, schema=table.schema)
    return Merged(merged, roles, _kept_versions(merged, aliases))


class _Copies:
    """Rows of posts that occur more than once, and which of them gives what."""

    def __init__(
        self, table: pa.Table, codes: NDArray[np.int64], groups: NDArray[np.int64], rows: NDArray[np.int64]
    ) -> None:
        part = table.select(_DECISIVE).take(pa.array(rows))
        group = groups[rows]
        self.table, self.rows, self.group = table, rows, group
        several = np.flatnonzero(codes[rows] != group)  # rows named by another id than their own
        versions = np.zeros(len(rows), dtype=np.int64)
        if len(several):
            of_edits = np.isin(group, group[several])
            ids = snowflakes(part["post_id"].combine_chunks())
            versions[of_edits] = ids[of_edits]
        context = part["is_context"].to_numpy(zero_copy_only=False)
        time = pc.coalesce(part["metrics_at"], part["seen_at"], part["created_at"]).cast(pa.int64())
        time = time.fill_null(_LONG_AGO + 1).to_numpy(zero_copy_only=False)
        cut = pc.or_(part["text_truncated"], part["text"].is_null()).to_numpy(zero_copy_only=False)
        newest = (-rows, -time)
        identity = np.lexsort((rows, context, -versions, group))
        starts = _starts(group[identity])
        self.first = rows[identity][starts]
        # The newest version may be known as context only; a hit of an older one is a hit all the same.
        self.is_context = np.minimum.reduceat(context[identity], starts)
        same_version = (
            codes[rows] == np.repeat(codes[self.first], np.diff([*starts, len(rows)]))[_inverse(identity)]
        )
        self.orders = {
            "record": identity,
            "counts": np.lexsort((*newest, ~same_version, group)),
            "content": np.lexsort((*newest, context, cut, ~same_version, group)),
            "rest": np.lexsort((*newest, context, ~same_version, group)),
        }
        self.same_version = same_version

    def kinds(self) -> NDArray[np.int32]:
        """Return, per post, the kind: what one copy knows to be a reply is none less for another's ignorance."""
        order = self.orders["rest"]
        known = _kind_numbers(self.table["kind"].take(pa.array(self.rows[order])))
        return np.maximum.reduceat(np.where(self.same_version[order], known, 0), _starts(self.group[order]))

    def _known(self, name: str) -> NDArray[np.bool_]:
        column = self.table[name]
        if not column.null_count:
            return np.ones(len(column), dtype=bool)
        return np.asarray(column.is_valid().to_numpy())

    def choose(self, name: str) -> NDArray[np.int64]:
        """Return, per post, the row that a column is taken from."""
        kind = "counts" if name in _COUNTS else "content" if name in _CONTENT else "rest"
        order = self.orders[kind]
        rows, group = self.rows[order], self.group[order]
        known = self._known(name)
        usable = known[rows] & self.same_version[order]
        starts = _starts(group)
        # The row that gives identity comes first wherever it knows a value at all.
        own = known[self.first] if kind == "rest" else np.zeros(len(starts), dtype=bool)
        place = np.where(usable, np.arange(len(rows)), len(rows))
        best = np.minimum.reduceat(place, starts)
        found = rows[np.minimum(best, len(rows) - 1)]
        return np.where(own | (best == len(rows)), self.first, found)


def _kind_numbers(kinds: pa.ChunkedArray) -> NDArray[np.int32]:
    return np.array(pc.index_in(kinds, value_set=_KINDS).to_numpy())


def _starts(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]])


def _inverse(order: NDArray[np.int64]) -> NDArray[np.int64]:
    inverse = np.empty_like(order)
    inverse[order] = np.arange(len(order))
    return inverse


def _groups(table: pa.Table) -> tuple[NDArray[np.int64], NDArray[np.int64], dict[tuple[str, str], str]]:
    """Return a number per id, a number per post, and which id stands for each id of an edited post."""
    ids, platforms = _encoded(table["post_id"]), _encoded(table["platform"])
    aliases = versions_of(table)
    standing = sorted(set(aliases.values()))
    numbers = _numbers([*dict.fromkeys(one for _, one in aliases), *standing], ids.dictionary, standing)
    n_ids = len(ids.dictionary) + len(standing)
    id_codes = ids.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    platform_codes = platforms.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    codes = platform_codes * n_ids + id_codes
    groups = codes.copy()
    for place, platform in enumerate(platforms.dictionary.to_pylist()):
        moved = {numbers[one]: numbers[to] for (where, one), to in aliases.items() if where == platform}
        if moved:
            renumber = np.arange(n_ids + 1, dtype=np.int64)
            renumber[list(moved)] = list(moved.values())
            rows = platform_codes == place
            groups[rows] = place * n_ids + renumber[id_codes[rows]]
    return codes, groups, aliases


def _numbers(words: list[str], known: pa.Array, standing: list[str]) -> dict[str, int]:
    """Give ids the table's numbers; those that stand for others but are not in it come after, the rest last."""
    n_known = len(known)
    found = pc.index_in(pa.array(words, known.type), value_set=known).to_pylist()
    after = {word: n_known + place for place, word in enumerate(standing)}
    last = n_known + len(standing)
    return {
        word: place if place is not None else after.get(word, last)
        for word, place in zip(words, found, strict=True)
    }


def _encoded(column: pa.ChunkedArray) -> pa.DictionaryArray:
    array = column.combine_chunks()
    array = array if isinstance(array, pa.Array) else pa.concat_arrays(array.chunks)
    return array.dictionary_encode()


def versions_of(table: pa.Table) -> dict[tuple[str, str], str]:
    """Say which id stands for each id of an edited post: that of its first version.

    Parameters
    ----------
    table
        Rows, with the ids of all versions in ``edits``.

    Returns
    -------
    The id of the first version by ``(platform, id)``.
    """
    edited = pc.greater(pc.list_value_length(table["edits"]), 1).fill_null(False)
    part = table.filter(edited).select(["platform", "post_id", "edits"])
    aliases: dict[tuple[str, str], str] = {}
    for platform, post_id, history in zip(*(column.to_pylist() for column in part.columns), strict=True):
        known = [one for one in history if one]
        if post_id in known:
            aliases.update({(platform, one): known[0] for one in known})
    return aliases


def _kept_versions(table: pa.Table, aliases: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """Turn "stands for" from the first id of a history to the id that was kept."""
    if not aliases:
        return aliases
    known = pa.array([one for _, one in aliases], pa.large_string())
    part = table.select(["platform", "post_id"]).filter(pc.is_in(table["post_id"], value_set=known))
    kept: dict[tuple[str, str], str] = {}
    for platform, post_id in zip(*(column.to_pylist() for column in part.columns), strict=True):
        if (standing := aliases.get((platform, post_id))) is not None:
            kept[platform, standing] = post_id
    return {
        (platform, one): kept[platform, standing]
        for (platform, one), standing in aliases.items()
        if (platform, standing) in kept
    }


def turn(
    table: pa.Table, versions: Mapping[tuple[str, str], str], names: Sequence[str] = _REFERENCES
) -> pa.Table:
    """Turn ids of older versions of edited posts to the ids that were kept.

    Parameters
    ----------
    table
        Rows with a column ``platform``.
    versions
        As in :class:`Merged`, of all tables together.
    names
        The columns to turn.

    Returns
    -------
    The table with these columns changed.
    """
    for platform in sorted({platform for platform, _ in versions}):
        turned = {one: to for (where, one), to in versions.items() if where == platform and one != to}
        old, new = (pa.array(list(ids), pa.large_string()) for ids in (turned, turned.values()))
        here = pc.equal(table["platform"], platform)
        for name in names:
            place = pc.index_in(table[name], value_set=old)
            known = pc.and_(here, place.is_valid())
            if pc.any(known).as_py():
                values = pc.if_else(known, new.take(place.combine_chunks()), table[name])
                table = table.set_column(table.schema.get_field_index(name), name, values)
    return table
