"""The Posts table on disk: Parquet with a schema version."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from reaction.errors import NoInputError, SchemaError
from reaction.hostile import control_free
from reaction.schema._arrow import from_arrow
from reaction.schema.checks import validate
from reaction.schema.columns import BY_NAME, COLUMNS

if TYPE_CHECKING:
    from os import PathLike

__all__ = ["SCHEMA_VERSION", "PostsWriter", "read_parquet", "write_posts"]

SCHEMA_VERSION = 1
_METADATA_KEY = b"reaction"
_COMPRESSION = "zstd"


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
    >>> from reaction.schema import empty
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
        if isinstance(name, str) and name not in BY_NAME
    }
    pq.write_table(table.replace_schema_metadata(_metadata(extra)), path, compression=_COMPRESSION)


def _metadata(extra: dict[str, Any]) -> dict[bytes, bytes]:
    note = json.dumps({"schema_version": SCHEMA_VERSION, "extra": extra}, sort_keys=True)
    return {_METADATA_KEY: note.encode()}


class PostsWriter:
    """Writes a Posts table to a Parquet file a part at a time; :func:`read_parquet` reads it.

    Parameters
    ----------
    path
        The file to write; an existing one is replaced.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> from reaction.schema import empty
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "posts.parquet"
    >>> with PostsWriter(file) as writer:
    ...     writer.write(pa.table({column.name: pa.nulls(0, column.arrow) for column in COLUMNS}))
    >>> read_parquet(file).equals(empty())
    True
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        fields = [pa.field(column.name, column.arrow) for column in COLUMNS]
        self.schema = pa.schema(fields, metadata=_metadata({}))
        self._writer = pq.ParquetWriter(path, self.schema, compression=_COMPRESSION)

    def write(self, table: pa.Table) -> None:
        """Write some rows; keys are not checked.

        Parameters
        ----------
        table
            Columns of the schema; others are left out.
        """
        columns = [_encoded(table[field.name], field.type) for field in self.schema]
        self._writer.write_table(pa.table(columns, schema=self.schema))

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the file; only then can it be read."""
        self._writer.close()


def _encoded(values: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    if pa.types.is_dictionary(kind) and not pa.types.is_dictionary(values.type):
        return values.cast(kind.value_type).combine_chunks().dictionary_encode().cast(kind)
    return values.cast(kind)


def _describe(values: pd.Series[Any]) -> dict[str, Any]:
    if isinstance(values.dtype, pd.CategoricalDtype):
        return {"dtype": "category", "categories": values.cat.categories.tolist()}
    return {"dtype": "arrow" if isinstance(values.dtype, pd.ArrowDtype) else str(values.dtype)}


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
    >>> from reaction.schema import empty
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "posts.parquet"
    >>> write_posts(empty(), file)
    >>> len(read_parquet(file))
    0
    """
    try:
        table = pq.ParquetFile(path).read()
        table.validate(full=True)  # damaged text would raise an error only where it is used
    except (pa.ArrowException, ValueError) as error:
        raise SchemaError(
            f"'{path}' is not a Parquet file that can be read: {control_free(str(error))}."
        ) from error
    note = _note(table, path)
    if missing := [name for name in BY_NAME if name not in table.column_names]:
        raise SchemaError(f"'{path}' lacks the column {missing[0]!r} of the Posts table.")
    return validate(from_arrow(table, note["extra"]))


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
