"""The row that a loader makes of a record, and batches of rows as Arrow tables."""

from __future__ import annotations

from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reaction.loaders import _text
from reaction.loaders._times import parse_times
from reaction.schema import COLUMNS
from reaction.urls import canonical_url

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Sequence

    from reaction.loaders._registry import Loader

__all__ = ["AUTHOR", "FIELDS", "Author", "Gone", "Media", "Reject", "Row", "empty_table", "to_table"]

# A count beyond this is a typing error, an overflow or a test value; no post has ever come near it.
_LARGEST_COUNT = 10**12

Time = str | int | float | None


class Author(msgspec.Struct, gc=False):
    """An account, as it looked when the post was collected."""

    id: str | None = None
    handle: str | None = None
    name: str | None = None
    bio: str | None = None
    url: str | None = None
    followers: int | None = None
    following: int | None = None
    verified: bool | None = None
    created_at: Time = None
    automated: bool | None = None


class Media(msgspec.Struct, gc=False):
    """A picture or video of a post."""

    type: str | None = None
    url: str | None = None
    alt: str | None = None


class Row(msgspec.Struct, gc=False):
    """One post, as a loader reads it out of a record; everything but the id may be left out.

    Names and meanings are those of the Posts table (:data:`reaction.schema.COLUMNS`). Left to shared code:
    times may be text in the platform's own form or microseconds since 1970; URLs need not be canonical;
    `kind` follows from the ids of references where it is None. `edits` lists the ids of all versions of an
    edited post, oldest first; `seen_at` is when the post that carried this one inside it was made, which
    decides between copies whose counts carry no time of their own. `platform` is for formats that hold
    several; `created_at_quality` says how the time is known where it is not exact.
    """

    post_id: str | None
    author: Author | None = None
    created_at: Time = None
    text: str | None = None
    text_truncated: bool = False
    lang: str | None = None
    is_context: bool = False
    kind: str | None = None
    conversation_id: str | None = None
    reply_to_id: str | None = None
    reply_to_author_id: str | None = None
    reply_to_author_handle: str | None = None
    repost_of_id: str | None = None
    repost_of_author_id: str | None = None
    repost_of_author_handle: str | None = None
    quote_of_id: str | None = None
    quote_of_author_id: str | None = None
    quote_of_author_handle: str | None = None
    urls: list[str] | None = None
    hashtags: list[str] | None = None
    mentions: list[str] | None = None
    media: list[Media] | None = None
    n_reposts: int | None = None
    n_replies: int | None = None
    n_quotes: int | None = None
    n_likes: int | None = None
    n_views: int | None = None
    score: int | None = None
    metrics_at: Time = None
    collected_at: Time = None
    author_seen_at: Time = None
    url: str | None = None
    app: str | None = None
    community: str | None = None
    status: str | None = None
    edits: list[str] | None = None
    seen_at: Time = None
    platform: str | None = None
    created_at_quality: str | None = None


class Reject(msgspec.Struct, gc=False):
    """A record that is no post, and why.

    `limit` is the number of posts that a stream says it withheld so far.
    """

    reason: str
    limit: int | None = None


class Gone(msgspec.Struct, gc=False):
    """What the platform says of a post that it no longer gives out; not a record of its own.

    `final` says that it holds even for a post that the files contain (a deletion notice does, an error
    about a referenced post does not). The reader fills in the platform.
    """

    post_id: str
    status: str
    final: bool = False
    platform: str = ""


AUTHOR = tuple(field.name for field in msgspec.structs.fields(Author))
FIELDS = tuple(field.name for field in msgspec.structs.fields(Row))
_TYPES = {column.name: column.type for column in COLUMNS} | {"edits": "strings", "seen_at": "timestamp"}
_ARROW = {
    "string": pa.large_string(),
    "category": pa.large_string(),
    "timestamp": pa.timestamp("us", tz="UTC"),
    "Int64": pa.int64(),
    "int64": pa.int64(),
    "boolean": pa.bool_(),
    "bool": pa.bool_(),
    "strings": pa.list_(pa.string()),
    "media": pa.list_(pa.struct([("type", pa.string()), ("url", pa.string()), ("alt", pa.string())])),
}
SCHEMA = pa.schema([(name, _ARROW[kind]) for name, kind in _TYPES.items()])
# The place of a row among all that were read: rows come back into this order whatever way they take.
# Units of reading number their own rows; none has as many as this.
MOST_ROWS = 1 << 40
ORDERED_SCHEMA = SCHEMA.append(pa.field("order", pa.int64()))
_NOBODY = Author()
_PROSE = frozenset({"text", "author_name", "author_bio"})
_WORDS: dict[str, Callable[[str], str | None]] = {"lang": _text.language, "app": _text.without_tags}
# An empty text or bio is known to be empty; an empty id, handle or link says nothing.
_MAY_BE_EMPTY = _PROSE


def empty_table() -> pa.Table:
    """Return a table of rows without rows."""
    return SCHEMA.empty_table()


def to_table(
    rows: Sequence[Row],
    lines: Sequence[int],
    loader: Loader,
    file: str,
    odd: Counter[str],
    platform: str | None = None,
) -> pa.Table:
    """Turn rows into a table with the columns of the schema, plus `edits` and `seen_at`.

    Parameters
    ----------
    rows
        Rows of one file.
    lines
        For each the line that it came from.
    loader
        The loader that made them.
    file
        The file's name.
    odd
        Counts, by column, values that could not be taken as they were; added to.
    platform
        The platform of rows that name none; by default the loader's.

    Returns
    -------
    Table of as many rows.
    """
    columns: dict[str, pa.Array] = {}
    for name in FIELDS:
        if name != "author":
            columns[name] = _column(name, list(map(attrgetter(name), rows)), loader, odd)
    authors = [row.author or _NOBODY for row in rows]
    for field in AUTHOR:
        name = f"author_{field}"
        columns[name] = _column(name, list(map(attrgetter(field), authors)), loader, odd)
    n = len(rows)
    columns["platform"] = pc.coalesce(columns["platform"], _constant(platform or loader.platform, n))
    columns["source_format"] = _constant(loader.name, n)
    columns["source_file"] = _constant(file, n)
    columns["source_line"] = pa.array(lines, pa.int64())
    columns["created_at_quality"] = _qualities(columns["created_at_quality"], columns["created_at"])
    columns["kind"] = _kinds(columns)
    return pa.table(
        [columns[name] if name in columns else pa.nulls(n, SCHEMA.field(name).type) for name in SCHEMA.names],
        schema=SCHEMA,
    )


def _constant(value: str, n: int) -> pa.Array:
    return pa.repeat(pa.scalar(value, pa.large_string()), n)


def _qualities(given: pa.Array, times: pa.Array) -> pa.Array:
    said = pc.coalesce(given, pa.scalar("exact", pa.large_string()))
    return pc.if_else(times.is_valid(), said, pa.scalar(None, pa.large_string()))


def _kinds(columns: dict[str, pa.Array]) -> pa.Array:
    derived = pc.case_when(
        pc.make_struct(*(columns[f"{name}_id"].is_valid() for name in ("repost_of", "quote_of", "reply_to"))),
        *(pa.scalar(kind, pa.large_string()) for kind in ("repost", "quote", "reply", "original")),
    )
    return pc.coalesce(columns["kind"], derived)


def _column(name: str, values: list[Any], loader: Loader, odd: Counter[str]) -> pa.Array:
    kind = _TYPES[name]
    if not values or (values[0] is None and values.count(None) == len(values)):
        return pa.nulls(len(values), SCHEMA.field(name).type)
    if kind == "timestamp":
        array, n_odd = parse_times(values)
        odd[name] += n_odd
        return array
    if kind == "media":
        values = [_media(value, loader) if value else value for value in values]
    elif name == "urls":
        values = _canonical(values)
    array = _array(name, values, SCHEMA.field(name).type, odd)
    if kind == "Int64":
        return _counts(name, array, odd)
    if name in _WORDS:
        return _text.map_unique(array, _WORDS[name])
    if name in _PROSE:
        return loader.clean(array)
    if kind in {"string", "category"}:
        array = _text.without_nul(array)
        return array if name in _MAY_BE_EMPTY else _text.null_where_empty(array)
    return array


def _media(value: list[Media], loader: Loader) -> list[dict[str, str | None]]:
    return [{"type": item.type, "url": item.url, "alt": loader.clean_value(item.alt)} for item in value]


def _canonical(values: list[list[str] | None]) -> list[list[str] | None]:
    # Most posts have no link, and links repeat: each unique one is taken apart once.
    unique = {url: canonical_url(url) for url in dict.fromkeys(chain.from_iterable(v for v in values if v))}
    return [
        list(dict.fromkeys(found for url in value if (found := unique[url]))) if value else value
        for value in values
    ]


def _array(name: str, values: list[Any], kind: pa.DataType, odd: Counter[str]) -> pa.Array:
    try:
        return pa.array(values, kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError, UnicodeEncodeError, TypeError):
        fitted = [_fit(value, kind) for value in values]
        odd[name] += sum(
            value is not None and new is not value for value, new in zip(values, fitted, strict=True)
        )
        return pa.array(fitted, kind)


def _fit(value: Any, kind: pa.DataType) -> Any:
    """Make one value fit its column, or null."""
    if value is None:
        return None
    if pa.types.is_large_string(kind) or pa.types.is_string(kind):
        if isinstance(value, str):
            return _text.printable(value)
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else None
    if pa.types.is_boolean(kind):
        return value if isinstance(value, bool) else None
    if pa.types.is_integer(kind):
        return _integer(value)
    if pa.types.is_list(kind) and isinstance(value, list | tuple):
        if pa.types.is_struct(kind.value_type):
            return [item for item in value if isinstance(item, dict)]
        return [fitted for item in value if (fitted := _fit(item, kind.value_type)) is not None]
    return None


def _integer(value: Any) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19:
        return int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63:
        return value
    return None


def _counts(name: str, array: pa.Array, odd: Counter[str]) -> pa.Array:
    lowest = -_LARGEST_COUNT if name == "score" else 0
    wrong = pc.or_(pc.less(array, lowest), pc.greater(array, _LARGEST_COUNT)).fill_null(False)
    n_wrong = int(np.count_nonzero(wrong.to_numpy(zero_copy_only=False)))
    if not n_wrong:
        return array
    odd[name] += n_wrong
    return pc.if_else(wrong, pa.scalar(None, pa.int64()), array)
