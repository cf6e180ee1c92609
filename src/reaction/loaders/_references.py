"""Posts that refer to each other, resolved over the whole set of files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reaction.loaders._threads import begins_thread
from reaction.loaders._x import REPOST_PREFIX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reaction.loaders._rows import Gone

__all__ = ["FACTS", "RELATIONS", "Known", "Places", "account_ids", "account_pairs", "resolve"]

RELATIONS = {"reply": "reply_to", "quote": "quote_of", "repost": "repost_of"}
_CONTENT = ("text", "text_truncated", "urls", "hashtags", "mentions", "media")
# What rows take from a post that they refer to.
FACTS = ("platform", "post_id", "author_id", "author_handle", "lang", *_CONTENT)
_STRING = pa.large_string()
_ROLES = ("author", "reply_to_author", "repost_of_author", "quote_of_author")


@dataclass(frozen=True)
class Known:
    """What the whole set of files knows that some of its rows may refer to.

    Parameters
    ----------
    facts
        The posts referred to: `FACTS` of each.
    accounts
        Handles that stand for exactly one account: ``platform, handle`` (lower case)``, id``.
    roots
        Roots of threads that no platform names: ``platform, post_id, root``.
    gone
        What the platforms say of posts that they no longer give out.
    """

    facts: pa.Table
    accounts: pa.Table
    roots: pa.Table
    gone: tuple[Gone, ...] = ()


def resolve(table: pa.Table, known: Known) -> pa.Table:
    """Fill in what other rows know: authors of referenced posts, texts of reposts, threads, `ref_status`.

    Parameters
    ----------
    table
        One row per post, context rows included.
    known
        What the other rows know.

    Returns
    -------
    The same rows, completed.
    """
    if not table.num_rows:
        return table
    columns = {name: _one(table[name]) for name in table.column_names}
    facts = dict(columns) if known.facts is table else {name: _one(known.facts[name]) for name in FACTS}
    places = Places(columns["platform"])
    targets = places.keys(facts["platform"], facts["post_id"])
    found = {
        kind: pc.index_in(places.keys(columns["platform"], columns[f"{prefix}_id"]), value_set=targets)
        for kind, prefix in RELATIONS.items()
    }
    _fill_authors(columns, facts, found)
    _fill_reposts(columns, facts, found["repost"])
    _fill_author_ids(columns, known.accounts, places)
    columns["ref_status"] = _ref_status(columns, found, _Said(places, known.gone))
    columns["conversation_id"] = _conversations(columns, known.roots, places)
    columns["status"] = _statuses(columns, _Said(places, [one for one in known.gone if one.final]))
    return pa.table(columns, schema=table.schema)


def account_ids(pairs: pa.Table) -> pa.Table:
    """Find the handles that stand for exactly one account.

    Parameters
    ----------
    pairs
        Accounts as rows name them: ``platform, handle`` (lower case)``, id``; repeated as they come.

    Returns
    -------
    ``platform, handle, id`` of handles with one id, in order of platform and handle.
    """
    grouped = pairs.group_by(["platform", "handle"]).aggregate([("id", "min"), ("id", "max")])
    one = grouped.filter(pc.equal(grouped["id_min"], grouped["id_max"]))
    table = one.select(["platform", "handle", "id_min"]).rename_columns(["platform", "handle", "id"])
    return table.sort_by([("platform", "ascending"), ("handle", "ascending")])


def account_pairs(table: pa.Table) -> tuple[pa.Table, pa.Table]:
    """List the accounts that rows name.

    Parameters
    ----------
    table
        One row per post.

    Returns
    -------
    Distinct ``platform, handle, id`` where both are known, and ``platform, handle`` where the id is not.
    """
    named, nameless = [], []
    for role in _ROLES:
        part = pa.table(
            {
                "platform": table["platform"],
                "handle": pc.utf8_lower(table[f"{role}_handle"]),
                "id": table[f"{role}_id"],
            }
        )
        part = part.filter(part["handle"].is_valid())
        known = part["id"].is_valid()
        named.append(part.filter(known))
        nameless.append(part.filter(pc.invert(known)).select(["platform", "handle"]))
    return _distinct(pa.concat_tables(named)), _distinct(pa.concat_tables(nameless))


def _distinct(table: pa.Table) -> pa.Table:
    return table.group_by(table.column_names, use_threads=False).aggregate([])


def _one(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    if isinstance(column, pa.Array):
        return column
    return (
        column.chunk(0)
        if column.num_chunks == 1
        else pa.concat_arrays(column.chunks or [pa.array([], column.type)])
    )


class Places:
    """Makes keys of platforms and ids, for tables that are compared with each other.

    Parameters
    ----------
    platform
        The platforms of the table that others are compared with.
    """

    def __init__(self, platform: pa.Array | pa.ChunkedArray) -> None:
        found = pc.unique(platform)
        # Ids repeat between platforms, but most sets hold one platform: then the id alone is the key.
        self.only = found[0] if len(found) == 1 else None

    def keys(self, platform: pa.Array | pa.ChunkedArray, ids: pa.Array | pa.ChunkedArray) -> pa.Array:
        """Return a key per row, null where the id is."""
        if self.only is None:
            return _one(pc.binary_join_element_wise(platform, ids, pa.scalar(":", _STRING)))
        here = pc.equal(platform, self.only)
        return _one(ids if pc.all(here).as_py() else pc.if_else(here, ids, pa.scalar(None, _STRING)))


def _fill_authors(
    columns: dict[str, pa.Array], facts: dict[str, pa.Array], found: dict[str, pa.Array]
) -> None:
    for kind, prefix in RELATIONS.items():
        if found[kind].null_count == len(found[kind]):
            continue
        for field in ("author_id", "author_handle"):
            name = f"{prefix}_{field}"
            columns[name] = pc.coalesce(columns[name], facts[field].take(found[kind]))


def _fill_reposts(columns: dict[str, pa.Array], facts: dict[str, pa.Array], original: pa.Array) -> None:
    """Give reposts the content of their original; where there is none, their own without the prefix."""
    repost = pc.equal(columns["kind"], "repost")
    rows = np.flatnonzero(repost.to_numpy(zero_copy_only=False))
    if not len(rows):
        return
    known = pc.and_(original.is_valid(), facts["text"].take(original).is_valid())
    resolved = pc.and_(repost, known)
    n = len(repost)
    own = facts["text"] is columns["text"]  # the table is all there is: its rows refer to each other
    pick = pc.if_else(resolved, pc.add(original.cast(pa.int64()), 0 if own else n), pa.array(np.arange(n)))
    for name in _CONTENT:
        pool = columns[name] if own else pa.concat_arrays([columns[name], facts[name]])
        columns[name] = pool.take(pick)
    theirs = facts["lang"].take(pc.if_else(repost, original, pa.scalar(None, original.type)))
    columns["lang"] = pc.coalesce(columns["lang"], theirs)
    left = pc.and_(pc.and_(repost, pc.invert(known)), pc.equal(columns["platform"], "x"))
    if pc.any(left).as_py():
        own = pc.replace_substring_regex(columns["text"], REPOST_PREFIX, "")
        columns["text"] = pc.if_else(left, own, columns["text"])


def _fill_author_ids(columns: dict[str, pa.Array], accounts: pa.Table, places: Places) -> None:
    """Give handles their id, so that no account has two keys, where the set knows exactly one."""
    if not accounts.num_rows:
        return
    known = places.keys(accounts["platform"], accounts["handle"])
    ids = _one(accounts["id"])
    for role in _ROLES:
        handle = pc.utf8_lower(columns[f"{role}_handle"])
        if pc.any(pc.and_(handle.is_valid(), columns[f"{role}_id"].is_null())).as_py():
            place = pc.index_in(places.keys(columns["platform"], handle), value_set=known)
            columns[f"{role}_id"] = pc.coalesce(columns[f"{role}_id"], ids.take(place))


class _Said:
    """What platforms say of posts that are gone, to be looked up by column."""

    def __init__(self, places: Places, gone: Sequence[Gone]) -> None:
        last = {(one.platform, one.post_id): one.status for one in gone}
        platforms, ids = (pa.array([key[place] for key in last], _STRING) for place in (0, 1))
        self.places = places
        self.keys = places.keys(platforms, ids)
        self.statuses = pa.array(list(last.values()), _STRING)

    def status_of(self, platform: pa.Array, ids: pa.Array) -> pa.Array:
        if not len(self.keys):
            return pa.nulls(len(ids), _STRING)
        keys = self.places.keys(platform, ids)
        return self.statuses.take(pc.index_in(keys, value_set=self.keys, skip_nulls=True))


def _ref_status(columns: dict[str, pa.Array], found: dict[str, pa.Array], gone: _Said) -> pa.Array:
    status = pa.nulls(len(columns["kind"]), _STRING)
    for kind, prefix in RELATIONS.items():
        ids = columns[f"{prefix}_id"]
        author = pc.or_(
            columns[f"{prefix}_author_id"].is_valid(), columns[f"{prefix}_author_handle"].is_valid()
        )
        says = pc.coalesce(
            _word("full", found[kind].is_valid()),
            # A post that moderators removed is gone to those who refer to it.
            pc.replace_substring(gone.status_of(columns["platform"], ids), "removed", "deleted"),
            _word("recovered", author),
            _word("id_only", ids.is_valid()),
        )
        status = pc.if_else(pc.equal(columns["kind"], kind), says, status)
    return status


def _word(word: str, where: pa.Array) -> pa.Array:
    return pc.if_else(where, pa.scalar(word, _STRING), pa.scalar(None, _STRING))


def _statuses(columns: dict[str, pa.Array], gone: _Said) -> pa.Array:
    edited = pc.greater(pc.list_value_length(columns["edits"]), 1).fill_null(False)
    return pc.coalesce(
        gone.status_of(columns["platform"], columns["post_id"]),
        columns["status"],
        _word("edited", edited),
        pa.scalar("live", _STRING),
    )


def _conversations(columns: dict[str, pa.Array], roots: pa.Table, places: Places) -> pa.Array:
    """Name the thread where the platform does not: a post that answers none begins one."""
    known = columns["conversation_id"]
    if not known.null_count:
        return known
    begins = begins_thread(columns["kind"], columns["reply_to_id"])
    named = pc.coalesce(known, pc.if_else(begins, columns["post_id"], pa.scalar(None, _STRING)))
    if not roots.num_rows:
        return named
    place = pc.index_in(
        places.keys(columns["platform"], columns["post_id"]),
        value_set=places.keys(roots["platform"], roots["post_id"]),
    )
    return pc.coalesce(named, _one(roots["root"]).take(place))
