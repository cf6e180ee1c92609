"""The steps from rows to posts, each over one shard of the data: merge copies, answer questions, resolve."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reaction.loaders._coverage import Seen, seen_of
from reaction.loaders._finish import finished
from reaction.loaders._merge import merge, turn
from reaction.loaders._references import FACTS, RELATIONS, Known, Places, account_pairs, resolve
from reaction.loaders._rows import MOST_ROWS, ORDERED_SCHEMA
from reaction.loaders._shards import parted, shards_of
from reaction.loaders._spool import gathered
from reaction.loaders._threads import links_of, seekers_of
from reaction.loaders._unite import united

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from reaction.loaders._rows import Gone
    from reaction.loaders._spool import Spool

__all__ = ["Answered", "Merged", "Resolved", "Shard", "answer", "merge_rows", "resolve_posts", "stray"]

_STRING = pa.large_string()
ASKED = pa.schema([("platform", _STRING), ("post_id", _STRING), ("reposts", pa.int64())])
SEEKERS = pa.schema(
    [("platform", _STRING), ("post_id", _STRING), ("parent_id", _STRING), ("shard", pa.int64())]
)
LINKS = SEEKERS.append(pa.field("root", _STRING))
PAIRS = pa.schema([("platform", _STRING), ("handle", _STRING), ("id", _STRING)])
HANDLES = pa.schema([("platform", _STRING), ("handle", _STRING)])
_FACTS_SCHEMA = pa.schema([ORDERED_SCHEMA.field(name) for name in FACTS])

Versions = dict[tuple[str, str], str]


@dataclass(frozen=True)
class Shard:
    """A part of the data, which holds all copies of each of its posts.

    Parameters
    ----------
    number
        Its number.
    of
        How many shards there are.
    spool
        Where steps leave tables for each other.
    """

    number: int
    of: int
    spool: Spool

    def home_of(self, platform: pa.ChunkedArray, ids: pa.ChunkedArray, first: Versions) -> NDArray[np.int64]:
        """Return the shards that posts belong to, whichever of their versions is named."""
        named = pa.table({"platform": platform, "post_id": ids})
        return shards_of(turn(named, first, ["post_id"])["post_id"], self.of)


@dataclass
class Merged:
    """What became of the rows of a shard.

    Parameters
    ----------
    roles
        How many rows of a unit became a post, context or a duplicate (see `_merge`), by unit and role.
    versions
        For versions of edited posts the id that was kept.
    """

    roles: Counter[tuple[int, int]] = field(default_factory=Counter)
    versions: Versions = field(default_factory=dict)


def _give_back() -> None:
    """Give memory of the last shard back to the system before that of the next is taken."""
    pa.default_memory_pool().release_unused()


def stray(shard: Shard, first: Versions) -> None:
    """Send rows away that are versions of a post of another shard, though they don't say so themselves."""
    rows = gathered(shard.spool, "rows", shard.number, ORDERED_SCHEMA)
    home = shard.home_of(rows["platform"], rows["post_id"], first)
    away = home != shard.number
    # Rows that name their versions came here for them, whatever their own id.
    away &= shards_of(rows["post_id"], shard.of) == shard.number
    shard.spool.put("strays", shard.number, parted(rows.filter(pa.array(away)), home[away]))


def merge_rows(shard: Shard, first: Versions, lines_before: NDArray[np.int64]) -> Merged:
    """Bring the copies of each post together, and ask the other shards what is to be known of its references.

    Parameters
    ----------
    shard
        The shard; its rows are taken from ``"rows"`` and ``"strays"``.
    first
        For versions of edited posts the id of the first.
    lines_before
        For each unit the number of lines that the file has before it.

    Returns
    -------
    What became of its rows. Left behind are ``"merged"`` posts, and for other shards what is ``"asked"``.
    """
    _give_back()
    rows = gathered(shard.spool, "rows", shard.number, ORDERED_SCHEMA)
    if first and shard.of > 1:
        at_home = shard.home_of(rows["platform"], rows["post_id"], first) == shard.number
        strays = gathered(shard.spool, "strays", shard.number, ORDERED_SCHEMA)
        rows = pa.concat_tables([rows.filter(pa.array(at_home)), strays])
    rows = _in_order(rows.combine_chunks())
    if shard.of == 1:
        shard.spool.drop("rows")  # held twice, rows would be most of the memory
    units = rows["order"].to_numpy() // MOST_ROWS
    rows = _with_lines(rows, lines_before[units])
    found = merge(united(rows))
    del rows
    posts = found.table
    shard.spool.put("merged", shard.number, [(shard.number, posts)])
    _ask(shard, posts, first)
    roles, counts = np.unique(units * 3 + found.roles, return_counts=True)
    by_unit = {(int(role) // 3, int(role) % 3): int(n) for role, n in zip(roles, counts, strict=True)}
    return Merged(Counter(by_unit), found.versions)


def _in_order(rows: pa.Table) -> pa.Table:
    order = rows["order"].to_numpy()
    return rows if (order[1:] > order[:-1]).all() else rows.sort_by("order")


def _with_lines(rows: pa.Table, before: NDArray[np.int64]) -> pa.Table:
    """Count lines from the beginning of the file: units count from their own."""
    place = rows.schema.get_field_index("source_line")
    lines = rows["source_line"].to_numpy() + before
    return rows.set_column(place, rows.schema.field(place), pa.array(lines))


def _ask(shard: Shard, posts: pa.Table, first: Versions) -> None:
    asked = _asked(posts)
    homes = shard.home_of(asked["platform"], asked["post_id"], first)
    shard.spool.put("asked", shard.number, parted(asked, homes))
    seekers = seekers_of(posts)
    if seekers.num_rows:
        seekers = seekers.append_column("shard", pa.array(np.full(seekers.num_rows, shard.number)))
        homes = shard.home_of(seekers["platform"], seekers["parent_id"], first)
        shard.spool.put("seekers", shard.number, parted(seekers.cast(SEEKERS), homes))
    pairs, handles = account_pairs(posts)
    shard.spool.put("pairs", shard.number, [(0, pairs)])
    shard.spool.put("handles", shard.number, [(0, handles)])


def _asked(posts: pa.Table) -> pa.Table:
    """List the posts referred to, each once, with how many reposts among the hits each has."""
    parts = []
    for kind, prefix in RELATIONS.items():
        counts = pc.and_(pc.equal(posts["kind"], "repost"), pc.invert(posts["is_context"]))
        n = counts.cast(pa.int64()) if kind == "repost" else pc.multiply(counts.cast(pa.int64()), 0)
        part = pa.table([posts["platform"], posts[f"{prefix}_id"], n], schema=ASKED)
        parts.append(part.filter(part["post_id"].is_valid()))
    asked = pa.concat_tables(parts).group_by(["platform", "post_id"], use_threads=False)
    return asked.aggregate([("reposts", "sum")]).rename_columns(ASKED.names)


@dataclass
class Answered:
    """What the posts of a shard say of how complete the data are.

    Parameters
    ----------
    observed
        Reposts in the data of posts whose own count is known.
    counted
        What the platform counts for these posts.
    originals
        How many they are.
    """

    observed: int = 0
    counted: int = 0
    originals: int = 0


def answer(shard: Shard, kept: Versions) -> Answered:
    """Answer what other shards asked of posts of this one.

    Parameters
    ----------
    shard
        The shard.
    kept
        For versions of edited posts the id that was kept.

    Returns
    -------
    How complete the data are. Left behind are ``"facts"`` for each shard that asked, and ``"links"``.
    """
    _give_back()
    posts = shard.spool.own("merged", shard.number)
    if posts is None:
        return Answered()
    places = Places(posts["platform"])
    keys = places.keys(posts["platform"], posts["post_id"])
    asked = pa.concat_tables([ASKED.empty_table(), *(part for _, part in _questions(shard, kept))])
    sums = asked.group_by(["platform", "post_id"], use_threads=False).aggregate([("reposts", "sum")])
    place = pc.index_in(places.keys(sums["platform"], sums["post_id"]), value_set=keys)
    counted = posts["n_reposts"].take(place)
    known = pc.and_(counted.is_valid(), pc.greater(sums["reposts_sum"], 0))
    if shard.of > 1:
        shard.spool.put("facts", shard.number, _facts(shard, kept, posts, keys, places))
    seekers = turn(gathered(shard.spool, "seekers", shard.number, SEEKERS), kept, ["parent_id"])
    if seekers.num_rows:
        shard.spool.put("links", shard.number, [(0, links_of(seekers, posts, places))])
    observed, total = (
        int(pc.sum(pc.if_else(known, values, 0)).as_py() or 0) for values in (sums["reposts_sum"], counted)
    )
    return Answered(observed, total, int(pc.sum(known).as_py() or 0))


def _questions(shard: Shard, kept: Versions) -> Iterator[tuple[int, pa.Table]]:
    for asker, asked in shard.spool.each("asked", shard.number):
        yield asker, turn(asked, kept, ["post_id"])


def _facts(
    shard: Shard, kept: Versions, posts: pa.Table, keys: pa.Array, places: Places
) -> Iterator[tuple[int, pa.Table]]:
    facts = posts.select(FACTS)
    for asker, asked in _questions(shard, kept):
        place = pc.index_in(places.keys(asked["platform"], asked["post_id"]), value_set=keys)
        found = pc.unique(place.drop_null())
        if len(found):
            yield asker, facts.take(found)


@dataclass
class Resolved:
    """What there is to report of the posts of a shard.

    Parameters
    ----------
    fields
        How many posts a format gave, and in how many of them a column is null, by format and column.
    seen
        What the posts show of how much of the conversation they are.
    """

    fields: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    seen: Seen = field(default_factory=Seen)


def resolve_posts(
    shard: Shard, kept: Versions, gone: tuple[Gone, ...], starts: NDArray[np.int64], *, context: bool
) -> Resolved:
    """Fill in what other posts know, finish the posts, and put them aside by place in the result.

    Parameters
    ----------
    shard
        The shard.
    kept
        For versions of edited posts the id that was kept.
    gone
        What the platforms say of posts that they no longer give out.
    starts
        Where the second and each further part of the result begins, in terms of ``order``.
    context
        Whether to keep posts that arrived only because another refers to them.

    Returns
    -------
    What there is to report. Left behind are ``"posts"``, labelled by part of the result.
    """
    _give_back()
    merged = shard.spool.own("merged", shard.number)
    if merged is None:
        return Resolved()
    posts = turn(merged, kept)
    facts = posts if shard.of == 1 else gathered(shard.spool, "facts", shard.number, _FACTS_SCHEMA)
    known = Known(
        facts,
        gathered(shard.spool, "accounts", 0, PAIRS),
        gathered(shard.spool, "roots", shard.number, LINKS),
        gone,
    )
    posts = finished(resolve(posts, known))
    found = Resolved(_fields(posts), seen_of(posts))
    if not context:
        posts = posts.filter(pc.invert(posts["is_context"]))
    labels = np.searchsorted(starts, posts["order"].to_numpy(), side="right")
    shard.spool.put("posts", shard.number, parted(posts, labels.astype(np.int64)))
    return found


def _fields(posts: pa.Table) -> dict[tuple[str, str], tuple[int, int]]:
    # A table that no loader made may name no format.
    formats = posts["source_format"].combine_chunks().cast(pa.string()).dictionary_encode("encode")
    words = formats.dictionary.to_pylist()
    codes = formats.indices.to_numpy()
    sizes = np.bincount(codes, minlength=len(words))
    found = {}
    for name in posts.column_names:
        column = posts[name]
        missing = sizes if column.null_count == len(column) else np.zeros_like(sizes)
        if 0 < column.null_count < len(column):
            missing = np.bincount(codes[column.is_null().to_numpy()], minlength=len(words))
        for word, n, n_missing in zip(words, sizes, missing, strict=True):
            found[word, name] = (int(n), int(n_missing))
    return found
