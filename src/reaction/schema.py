"""The Posts table: its columns, their types, and its form on disk."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from reaction.errors import MissingColumnError, NoInputError, SchemaError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from os import PathLike

    from pandas.api.extensions import ExtensionDtype

__all__ = [
    "COLUMNS",
    "KINDS",
    "SCHEMA_VERSION",
    "Column",
    "account_key",
    "concat",
    "empty",
    "from_columns",
    "read_parquet",
    "require",
    "validate",
    "write_posts",
]

SCHEMA_VERSION = 1
_METADATA_KEY = b"reaction"

KINDS = ("original", "reply", "quote", "repost")
CREATED_AT_QUALITIES = ("exact", "client", "minute", "date_only", "assumed_tz", "from_id")
REF_STATUSES = ("full", "id_only", "recovered", "withheld", "deleted")

Type = Literal["string", "category", "timestamp", "Int64", "int64", "boolean", "bool", "strings", "media"]

_ARROW_TYPES: dict[Type, pa.DataType] = {
    "string": pa.large_string(),
    "category": pa.dictionary(pa.int32(), pa.large_string()),
    "timestamp": pa.timestamp("us", tz="UTC"),
    "Int64": pa.int64(),
    "int64": pa.int64(),
    "boolean": pa.bool_(),
    "bool": pa.bool_(),
    "strings": pa.list_(pa.string()),
    "media": pa.list_(pa.struct([("type", pa.string()), ("url", pa.string()), ("alt", pa.string())])),
}


@dataclass(frozen=True)
class Column:
    """One column of the Posts table.

    Parameters
    ----------
    name
        Its name.
    type
        Its type: ``string``, ``category``, ``timestamp`` (UTC, microseconds), ``Int64`` and ``boolean``
        (nullable), ``int64`` and ``bool`` (never null), ``strings`` (list of string) or ``media`` (list of
        struct of type, url and alt).
    meaning
        What a value says, in a few words.
    categories
        The closed vocabulary of a category; None where it is open.
    nullable
        Whether a value may be unknown.
    """

    name: str
    type: Type
    meaning: str
    categories: tuple[str, ...] | None = None
    nullable: bool = True

    @property
    def arrow(self) -> pa.DataType:
        """The column's Arrow type."""
        return _ARROW_TYPES[self.type]

    @property
    def dtype(self) -> ExtensionDtype | np.dtype[Any]:
        """The column's pandas dtype (for an open category: without its categories)."""
        if self.type == "category":
            return pd.CategoricalDtype(None if self.categories is None else list(self.categories))
        return _pandas_dtype(self.type)


@cache
def _pandas_dtype(kind: Type) -> ExtensionDtype | np.dtype[Any]:
    match kind:
        case "string":
            return pd.StringDtype("pyarrow", na_value=np.nan)
        case "timestamp":
            return pd.DatetimeTZDtype("us", "UTC")
        case "Int64":
            return pd.Int64Dtype()
        case "boolean":
            return pd.BooleanDtype()
        case "int64" | "bool":
            return np.dtype(kind)
        case "category":
            return pd.CategoricalDtype()
        case _:
            return pd.ArrowDtype(_ARROW_TYPES[kind])


def _reference(prefix: str, meaning: str) -> tuple[Column, ...]:
    return (
        Column(f"{prefix}_id", "string", f"id of the post that this one {meaning}"),
        Column(f"{prefix}_author_id", "string", f"id of the account whose post this one {meaning}"),
        Column(f"{prefix}_author_handle", "string", f"handle of the account whose post this one {meaning}"),
    )


COLUMNS: tuple[Column, ...] = (
    Column("platform", "category", "where it was posted", nullable=False),
    Column("post_id", "string", "the platform's id, always text", nullable=False),
    Column("kind", "category", "original, reply, quote or repost", KINDS, nullable=False),
    Column("created_at", "timestamp", "when it was posted, by the server's clock where known"),
    Column("created_at_quality", "category", "how created_at is known", CREATED_AT_QUALITIES),
    Column("author_id", "string", "the platform's id of the account"),
    Column("author_handle", "string", "the account's handle, without @"),
    Column("author_name", "string", "the account's display name"),
    Column("author_bio", "string", "the account's description of itself"),
    Column("author_url", "string", "the link in the account's profile"),
    Column("author_followers", "Int64", "accounts that follow it"),
    Column("author_following", "Int64", "accounts that it follows"),
    Column("author_verified", "boolean", "whether the platform shows a badge; no evidence of a role"),
    Column("author_created_at", "timestamp", "when the account was made"),
    Column("author_automated", "boolean", "whether platform or account says that it is automated"),
    Column("author_seen_at", "timestamp", "when the profile read so"),
    Column("text", "string", "the full text; of a repost, the reposted text"),
    Column("text_truncated", "bool", "whether the full text could not be found", nullable=False),
    Column("lang", "string", "BCP-47 tag"),
    Column("conversation_id", "string", "id of the thread"),
    *_reference("reply_to", "replies to"),
    *_reference("repost_of", "reposts"),
    *_reference("quote_of", "quotes"),
    Column("ref_status", "category", "what is known of the post referred to", REF_STATUSES),
    Column("urls", "strings", "links, expanded and canonical"),
    Column("hashtags", "strings", "hashtags, without #"),
    Column("mentions", "strings", "handles mentioned, without @"),
    Column("media", "media", "attached pictures and videos"),
    Column("n_reposts", "Int64", "the platform's count of reposts of this post"),
    Column("n_replies", "Int64", "the platform's count of replies"),
    Column("n_quotes", "Int64", "the platform's count of quotes"),
    Column("n_likes", "Int64", "the platform's count of likes"),
    Column("n_views", "Int64", "the platform's count of views"),
    Column("score", "Int64", "net of votes, where a platform has votes"),
    Column("metrics_at", "timestamp", "when the counts were true"),
    Column("collected_at", "timestamp", "when the post was collected"),
    Column("url", "string", "permalink"),
    Column("app", "string", "the client that posted it"),
    Column("community", "string", "subreddit, channel or instance"),
    Column("status", "string", "live, deleted, removed, withheld or edited"),
    Column("is_context", "bool", "arrived as a referenced post, not as a hit", nullable=False),
    Column("source_file", "category", "the file it came from"),
    Column("source_line", "int64", "the line in that file, from 1", nullable=False),
    Column("source_format", "category", "the export format of that file"),
)

_BY_NAME = {column.name: column for column in COLUMNS}


def from_columns(columns: Mapping[str, Sequence[Any] | pa.Array]) -> pd.DataFrame:
    """Build a Posts table from one sequence of values per column.

    Parameters
    ----------
    columns
        Values by column name, all of one length n. Timestamps may be timezone-aware datetimes or integers
        (microseconds since 1970, UTC). Columns that are left out are null (0 or False where null is not
        allowed). Names outside the schema raise.

    Returns
    -------
    Posts table of n rows with every column of the schema, in its order.

    Raises
    ------
    SchemaError
        If a name is unknown, lengths differ, or a value does not fit its column.

    Examples
    --------
    >>> posts = from_columns({"platform": ["x"], "post_id": ["20"], "kind": ["original"], "text": ["just"]})
    >>> posts[["post_id", "text"]].to_dict("records")
    [{'post_id': '20', 'text': 'just'}]
    """
    if unknown := sorted(set(columns) - set(_BY_NAME)):
        raise SchemaError(
            f"The Posts table has no column {unknown[0]!r}. Its columns: {', '.join(_BY_NAME)}."
        )
    if len({len(values) for values in columns.values()}) > 1:
        sizes = ", ".join(f"{name} {len(values):,}" for name, values in columns.items())
        raise SchemaError(f"Columns differ in length: {sizes}.")
    length = len(next(iter(columns.values()), ()))
    arrays = [_arrow_array(column, columns.get(column.name), length) for column in COLUMNS]
    return _from_arrow(pa.table(arrays, names=list(_BY_NAME)))


def _arrow_array(column: Column, values: Sequence[Any] | pa.Array | None, length: int) -> pa.Array:
    if values is None:
        if column.nullable:
            return pa.nulls(length, column.arrow)
        return pa.repeat(pa.scalar(0), length).cast(column.arrow)
    try:
        if isinstance(values, pa.Array | pa.ChunkedArray):
            return values.cast(column.arrow) if column.type != "category" else values
        if column.type == "category":
            return pa.array(values, pa.large_string()).dictionary_encode()
        return pa.array(values, column.arrow)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, OverflowError) as error:
        raise SchemaError(f"Column {column.name!r} takes {column.type} values: {error}.") from error


def _from_arrow(table: pa.Table, extra: Mapping[str, Any] | None = None) -> pd.DataFrame:
    extra = extra or {}
    return pd.DataFrame(
        {
            name: _series(table.column(name), _BY_NAME.get(name), extra.get(name))
            for name in table.column_names
        },
        copy=False,
    )


def _series(values: pa.ChunkedArray, column: Column | None, stored: Any) -> pd.Series[Any]:
    if column is None:
        return _extra_series(values, stored)
    if column.type == "category":
        return _categorical(values, column.categories)
    dtype = column.dtype
    if column.type in {"bool", "int64"}:
        return pd.Series(values.combine_chunks().to_numpy(zero_copy_only=False), dtype=dtype)
    if column.type == "timestamp":
        return pd.Series(values.cast(column.arrow).to_pandas())
    return pd.Series(_extension_array(values.cast(column.arrow), dtype))


def _extension_array(values: pa.ChunkedArray, dtype: Any) -> Any:
    return dtype.__from_arrow__(values)


def _categorical(values: pa.ChunkedArray, categories: Sequence[str] | None) -> pd.Series[Any]:
    if not pa.types.is_dictionary(values.type):
        values = values.cast(pa.large_string()).dictionary_encode()
    found = values.combine_chunks()
    if isinstance(found, pa.ChunkedArray):  # pyarrow keeps several chunks when dictionaries differ
        found = found.unify_dictionaries().combine_chunks()
    words = found.dictionary.to_pylist()
    codes = found.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    used = sorted(set(words)) if categories is None else list(categories)
    place = {word: i for i, word in enumerate(used)}
    if strange := [word for word in words if word not in place]:
        raise SchemaError(f"{strange[0]!r} is not one of {', '.join(used)}.")
    renumber = np.array([place[word] for word in words] + [-1], dtype=np.int64)
    return pd.Series(pd.Categorical.from_codes(renumber[codes], categories=pd.Index(used, dtype="str")))


def empty() -> pd.DataFrame:
    """Return a Posts table without rows.

    Returns
    -------
    Posts table of 0 rows with every column of the schema.

    Examples
    --------
    >>> len(empty()), len(empty().columns) == len(COLUMNS)
    (0, True)
    """
    return from_columns({column.name: [] for column in COLUMNS})


def require(posts: pd.DataFrame, columns: Iterable[str], *, purpose: str, hint: str = "") -> None:
    """Check that a table has the columns that a function needs.

    Parameters
    ----------
    posts
        Any table.
    columns
        Names that must be there.
    purpose
        What the columns are needed for, as in ``"stance_shares"``.
    hint
        How to get them; added to the message.

    Raises
    ------
    MissingColumnError
        If one is absent; the message names all that are.

    Examples
    --------
    >>> require(empty(), ["text"], purpose="tagging")
    """
    if not isinstance(posts, pd.DataFrame):
        raise SchemaError(f"{purpose} takes a pandas DataFrame of posts, not {type(posts).__name__}.")
    if missing := [name for name in columns if name not in posts.columns]:
        names = ", ".join(repr(name) for name in missing)
        advice = hint or "Load posts with reaction.read_posts, or see reaction.schema.COLUMNS."
        raise MissingColumnError(f"{purpose} needs the column {names}, which this table lacks. {advice}")


def validate(posts: pd.DataFrame) -> pd.DataFrame:
    """Check that a table is a valid Posts table: columns, dtypes, key.

    Parameters
    ----------
    posts
        Table to check. Columns beyond the schema are allowed.

    Returns
    -------
    The same object, so that the call can stand in a chain.

    Raises
    ------
    SchemaError
        If a column is missing or of another dtype, ``platform``, ``post_id`` or ``kind`` is null, or a key
        ``(platform, post_id)`` occurs twice. The message lists every problem.

    Examples
    --------
    >>> validate(empty()).empty
    True
    """
    require(posts, (), purpose="validate")
    problems = [problem for column in COLUMNS if (problem := _problem_of(posts, column))] or _problems_of_key(
        posts
    )
    if problems:
        raise SchemaError("Not a valid Posts table:\n  " + "\n  ".join(problems))
    return posts


def _problem_of(posts: pd.DataFrame, column: Column) -> str | None:
    if column.name not in posts.columns:
        return f"{column.name}: missing"
    found = posts[column.name].dtype
    if column.type == "category":
        fits = isinstance(found, pd.CategoricalDtype)
        words = set(found.categories) if isinstance(found, pd.CategoricalDtype) else set()
        if column.categories and (strange := words - set(column.categories)):
            return f"{column.name}: {min(strange)!r} is not one of {', '.join(column.categories)}"
    elif column.type == "string":
        fits = isinstance(found, pd.StringDtype)
    else:
        fits = found == column.dtype
    if not fits:
        advice = " (ids must be text: numbers lose digits)" if column.name.endswith("_id") else ""
        return f"{column.name}: is {found}, expected {column.type}{advice}"
    if not column.nullable and (n := int(posts[column.name].isna().sum())):
        return f"{column.name}: {n:,} null values, none allowed"
    return None


def _problems_of_key(posts: pd.DataFrame) -> list[str]:
    twice = posts.duplicated(["platform", "post_id"])
    if not twice.any():
        return []
    example = posts.loc[twice, ["platform", "post_id"]].iloc[0].tolist()
    return [f"key (platform, post_id): {int(twice.sum()):,} rows repeat another's, for example {example}"]


def concat(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Join Posts tables, keeping the schema's dtypes.

    ``pandas.concat`` turns categories that differ into plain objects; this does not.

    Parameters
    ----------
    tables
        Posts tables. Columns beyond the schema are kept where all tables have them.

    Returns
    -------
    One Posts table with a fresh index. Keys are not checked.

    Raises
    ------
    SchemaError
        If a table lacks a column of the schema.

    Examples
    --------
    >>> len(concat([empty(), empty()]))
    0
    """
    frames = list(tables)
    if not frames:
        return empty()
    for frame in frames:
        require(frame, _BY_NAME, purpose="concat")
    shared = [name for name in frames[0].columns if all(name in frame.columns for frame in frames)]
    joined: dict[str, pd.Series[Any]] = {}
    for name in [*_BY_NAME, *(name for name in shared if name not in _BY_NAME)]:
        parts = [frame[name] for frame in frames]
        if all(isinstance(part.dtype, pd.CategoricalDtype) for part in parts):
            joined[name] = _union(parts, _BY_NAME.get(name))
        else:
            joined[name] = pd.concat(parts, ignore_index=True)
    return pd.DataFrame(joined, copy=False)


def _union(parts: Sequence[pd.Series[Any]], column: Column | None) -> pd.Series[Any]:
    if column is not None and column.categories is not None:
        words = list(column.categories)
    elif len({tuple(part.cat.categories) for part in parts}) == 1:
        words = list(parts[0].cat.categories)
    else:
        words = sorted({word for part in parts for word in part.cat.categories})
    dtype = pd.CategoricalDtype(words)
    return pd.concat([part.astype(dtype) for part in parts], ignore_index=True)


def account_key(posts: pd.DataFrame, role: str = "author") -> pd.Series[Any]:
    """Name the account behind each post, or behind the post that it refers to.

    The key is ``platform:id``, else ``platform:@handle`` (lower case), else null: deleted accounts never
    become one.

    Parameters
    ----------
    posts
        Posts table of n rows.
    role
        ``"author"``, or ``"reply_to_author"``, ``"repost_of_author"``, ``"quote_of_author"``.

    Returns
    -------
    Series of n strings, null where neither id nor handle is known, on the index of `posts`.

    Raises
    ------
    MissingColumnError
        If `posts` lacks a column.

    Examples
    --------
    >>> posts = from_columns({"platform": ["x"] * 3, "post_id": ["1", "2", "3"], "kind": ["original"] * 3,
    ...                       "author_id": ["7", None, None], "author_handle": ["a", "B", None]})
    >>> account_key(posts).tolist()
    ['x:7', 'x:@b', nan]
    """
    columns = ["platform", f"{role}_id", f"{role}_handle"]
    require(posts, columns, purpose="account_key")
    string = _pandas_dtype("string")
    platform = posts["platform"].astype(string) + ":"
    by_handle = platform + "@" + posts[f"{role}_handle"].astype(string).str.lower()
    return (platform + posts[f"{role}_id"].astype(string)).fillna(by_handle).rename("account")


def write_posts(posts: pd.DataFrame, path: str | PathLike[str]) -> None:
    """Write a Posts table, tagged or not, to a Parquet file.

    The file opens in any Parquet reader, ``pandas.read_parquet`` included; :func:`reaction.read_posts`
    restores every dtype. It carries the schema's version.

    Parameters
    ----------
    posts
        Posts table; columns beyond the schema (of ``story.select``, of ``tag``) are written too.
    path
        The file to write; an existing one is replaced.

    Raises
    ------
    SchemaError
        If `posts` is not a valid Posts table.
    NoInputError
        If the folder does not exist.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "posts.parquet"
    >>> write_posts(empty(), file)
    >>> read_parquet(file).equals(empty())
    True
    """
    validate(posts)
    if not Path(path).parent.is_dir():
        raise NoInputError(
            f"The folder '{Path(path).parent}' does not exist. Make it first, or name another one."
        )
    # Index and pandas metadata stay out: pandas fails to read back its own note on Arrow lists.
    table = pa.Table.from_pandas(posts, preserve_index=False)
    extra = {
        name: _describe(posts[name])
        for name in posts.columns
        if isinstance(name, str) and name not in _BY_NAME
    }
    note = json.dumps({"schema_version": SCHEMA_VERSION, "extra": extra}, sort_keys=True)
    pq.write_table(table.replace_schema_metadata({_METADATA_KEY: note.encode()}), path, compression="zstd")


def _describe(values: pd.Series[Any]) -> dict[str, Any]:
    if isinstance(values.dtype, pd.CategoricalDtype):
        return {"dtype": "category", "categories": values.cat.categories.tolist()}
    return {"dtype": "arrow" if isinstance(values.dtype, pd.ArrowDtype) else str(values.dtype)}


def _extra_series(values: pa.ChunkedArray, stored: Mapping[str, Any] | None) -> pd.Series[Any]:
    if stored is None or stored["dtype"] == "arrow":
        return pd.Series(_extension_array(values, pd.ArrowDtype(values.type)))
    if stored["dtype"] == "category":
        return _categorical(values, stored["categories"])
    if stored["dtype"] == "str":
        return pd.Series(_extension_array(values.cast(pa.large_string()), _pandas_dtype("string")))
    return pd.Series(values.to_pandas()).astype(stored["dtype"])


def read_parquet(path: str | PathLike[str]) -> pd.DataFrame:
    """Read a Posts table that :func:`write_posts` wrote.

    Parameters
    ----------
    path
        The Parquet file.

    Returns
    -------
    Posts table with the dtypes it was written with.

    Raises
    ------
    SchemaError
        If the file is no Parquet file, was not written by :func:`write_posts`, or by a newer version.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "posts.parquet"
    >>> write_posts(empty(), file)
    >>> len(read_parquet(file))
    0
    """
    try:
        table = pq.ParquetFile(path).read()
    except pa.ArrowInvalid as error:
        raise SchemaError(f"'{path}' is not a Parquet file that can be read: {error}.") from error
    note = _note(table, path)
    if missing := [name for name in _BY_NAME if name not in table.column_names]:
        raise SchemaError(f"'{path}' lacks the column {missing[0]!r} of the Posts table.")
    return validate(_from_arrow(table, note["extra"]))


def _note(table: pa.Table, path: str | PathLike[str]) -> dict[str, Any]:
    raw = (table.schema.metadata or {}).get(_METADATA_KEY)
    if raw is None:
        raise SchemaError(
            f"'{path}' is a Parquet file, but not a Posts table: it carries no schema version. "
            "Write Posts with reaction.write_posts."
        )
    try:
        note: dict[str, Any] = json.loads(raw)
        found, _ = note["schema_version"], note["extra"]
    except (ValueError, KeyError, TypeError) as error:
        raise SchemaError(f"'{path}': its note on its schema can't be read ({error!r}).") from error
    if found > SCHEMA_VERSION:
        raise SchemaError(
            f"'{path}' has schema version {found}, this reaction reads up to {SCHEMA_VERSION}. Upgrade reaction."
        )
    return note
