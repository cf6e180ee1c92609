"""Load exports of posts: from paths to one Posts table and an account of every line."""

from __future__ import annotations

import logging
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reaction import schema
from reaction.errors import CompanionError, LoadError, NoInputError, RejectedWarning, UnknownFormatError
from reaction.loaders._account import make_report
from reaction.loaders._files import Source, resolve, why_no_data
from reaction.loaders._merge import merge
from reaction.loaders._read import FileRead, FileReader, Rejected
from reaction.loaders._references import resolve as resolve_references
from reaction.loaders._registry import get_loader, loaders
from reaction.loaders._rows import SCHEMA, empty_table
from reaction.loaders._sniff import Sniffed, sniff, table_header
from reaction.loaders._streams import read_head
from reaction.loaders._times import times_of_ids
from reaction.loaders.report import LoadReport, Skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from os import PathLike

__all__ = ["Loaded", "load", "read_posts"]

logger = logging.getLogger(__name__)

# A table of a folder that has such a column may well hold posts: leaving it out is worth a warning.
_TEXT_COLUMN = re.compile(r"(?i)text|body|content|message|comment|caption|description|tweet|post(?!_?id)")
_PLACEHOLDER = re.compile(r"(\{id\}|\{handle\})")


@dataclass(frozen=True)
class Loaded:
    """Posts, and what became of every line that was read.

    Parameters
    ----------
    posts
        The Posts table.
    rejects
        One row per record that was not taken: ``file``, ``line``, ``reason``, ``snippet``.
    report
        Counts per file, coverage, missing fields; shows itself in a notebook.
    """

    posts: pd.DataFrame
    rejects: pd.DataFrame
    report: LoadReport

    def _repr_html_(self) -> str:
        """Show the report in a notebook."""
        return self.report._repr_html_()


def read_posts(
    paths: str | PathLike[str] | Iterable[str | PathLike[str]],
    *,
    format: str | None = None,  # noqa: A002  # the user's word
    context: bool = False,
    platform: str | None = None,
) -> pd.DataFrame:
    """Read exported posts into one Posts table.

    Formats are recognised by content, files may be compressed (gzip, bzip2, xz) and mixed. Copies of a post
    become one row, references are resolved over all files.

    Parameters
    ----------
    paths
        A file, a folder (with its subfolders), a glob pattern, or several of these.
    format
        Read every file as this format (see :func:`formats`) instead of looking.
    context
        Also give posts that arrived only because another refers to them (``is_context``).
    platform
        The platform of posts whose format does not say it (a table of any platform); ``"unknown"`` if it
        is left out.

    Returns
    -------
    Posts table, in order of file and line. A single Parquet file of :func:`reaction.write_posts` keeps
    columns beyond the schema.

    Raises
    ------
    NoInputError
        If a path names nothing, or a folder holds no export.
    UnknownFormatError, AmbiguousFormatError, NotPostsError
        If a file that was named can't be read as posts. Such files inside a folder are left out, with a
        warning.

    Warns
    -----
    RejectedWarning
        If records were rejected or files left out; :func:`load` shows which and why.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "posts.jsonl"
    >>> _ = file.write_text('{"id_str": "20", "text": "just setting up", "user": {"screen_name": "jack"}}')
    >>> read_posts(file)[["post_id", "author_handle", "text"]].values.tolist()
    [['20', 'jack', 'just setting up']]
    """
    loaded = load(paths, format=format, context=context, platform=platform)
    if problems := loaded.report.problems():
        warnings.warn(problems, RejectedWarning, stacklevel=2)
    return loaded.posts


def load(
    paths: str | PathLike[str] | Iterable[str | PathLike[str]],
    *,
    format: str | None = None,  # noqa: A002  # the user's word
    context: bool = False,
    platform: str | None = None,
) -> Loaded:
    r"""Read exported posts, and account for every line.

    As :func:`read_posts`, but with the rejects and a report instead of a warning.

    Parameters
    ----------
    paths
        A file, a folder (with its subfolders), a glob pattern, or several of these.
    format
        Read every file as this format (see :func:`formats`) instead of looking.
    context
        Also give posts that arrived only because another refers to them (``is_context``).
    platform
        The platform of posts whose format does not say it (a table of any platform); ``"unknown"`` if it
        is left out.

    Returns
    -------
    Posts, rejects and report. In the report, records = posts + context + duplicates + rejects, for each
    file and in total.

    Raises
    ------
    NoInputError
        If a path names nothing, or a folder holds no export.
    UnknownFormatError, AmbiguousFormatError, NotPostsError
        If a file that was named can't be read as posts.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "posts.jsonl"
    >>> _ = file.write_text('{"id_str": "20", "text": "just setting up", "user": {}}\n{"id_str": "2')
    >>> loaded = load(file)
    >>> len(loaded.posts), loaded.rejects[["line", "reason"]].values.tolist()
    (1, [[2, 'truncated']])
    """
    files, skipped = _sniff_all(resolve(paths), format)
    if len(files) == 1 and files[0].layout == "table":
        return _load_table(files[0], skipped, context=context)
    tables: list[pa.Table] = [empty_table()]
    reads = [_read(file, tables.append, platform) for file in files]
    bounds = np.cumsum([read.rows for read in reads])[:-1]
    pooled = pa.concat_tables(tables)
    tables.clear()  # held twice, rows would be most of the memory
    merged = merge(pooled)
    del pooled
    gone = [one for read in reads for one in read.gone]
    table = _finished(resolve_references(merged.table, gone))
    report = make_report(reads, np.split(merged.roles, bounds), table, skipped)
    return Loaded(_posts(table, context=context), _rejects(reads), report)


def _sniff_all(sources: list[Source], format_: str | None) -> tuple[list[Sniffed], list[Skipped]]:
    files: list[Sniffed] = []
    skipped: list[Skipped] = []
    for source in sources:
        if reason := why_no_data(source):
            skipped.append(Skipped(str(source), reason, expected=True))
            continue
        try:
            files.append(sniff(source, format=format_))
        except LoadError as error:
            if source.named:
                raise
            skipped.append(_left_out(source, error))
    if not files:
        where = ", ".join(f"{one.file} ({one.reason})" for one in skipped[:5])
        raise NoInputError(
            f"No export of posts was found. Left out: {where or 'nothing: the folder is empty'}."
        )
    logger.debug("reading %d files, %d left out", len(files), len(skipped))
    return files, skipped


def _left_out(source: Source, error: LoadError) -> Skipped:
    first = str(error).partition("\n")[0]
    names: tuple[str, ...] = ()
    if isinstance(error, UnknownFormatError) and source.name.lower().endswith((".csv", ".tsv")):
        names = table_header(read_head(source))
    if names and not any(_TEXT_COLUMN.search(name) for name in names):
        return Skipped(str(source), f"a table without texts ({', '.join(names[:8])})", expected=True)
    return Skipped(str(source), f"{type(error).__name__}: {first}", isinstance(error, CompanionError))


def _read(file: Sniffed, emit: Callable[[pa.Table], None], platform: str | None) -> FileRead:
    if file.layout == "table":
        posts = schema.read_parquet(file.path)
        emit(_from_posts(posts))
        return FileRead(str(file.source), file, rows=len(posts), lines=len(posts))
    return FileReader(file, get_loader(file.format), emit, platform).read()


def _from_posts(posts: pd.DataFrame) -> pa.Table:
    """Turn a Posts table back into rows; columns beyond the schema have no place among other files' rows."""
    columns = []
    for field in SCHEMA:
        if field.name in posts.columns:
            values = pa.Array.from_pandas(posts[field.name])
            columns.append(values.cast(field.type))
        else:
            columns.append(pa.nulls(len(posts), field.type))
    return pa.table(columns, schema=SCHEMA)


def _load_table(file: Sniffed, skipped: list[Skipped], *, context: bool) -> Loaded:
    posts = schema.read_parquet(file.path)
    read = FileRead(str(file.source), file, rows=len(posts), lines=len(posts))
    roles = posts["is_context"].to_numpy().astype(np.int8)
    report = make_report([read], [roles], _from_posts(posts), skipped)
    kept = posts if context else posts[~posts["is_context"]].reset_index(drop=True)
    return Loaded(kept, _rejects([]), report)


def _finished(table: pa.Table) -> pa.Table:
    """Fill in what follows from other columns: times from ids, permalinks."""
    if not table.num_rows:
        return table
    from_ids = pc.if_else(
        pc.and_(table["created_at"].is_null(), pc.equal(table["platform"], "x")),
        times_of_ids(table["post_id"].combine_chunks()),
        pa.scalar(None, SCHEMA.field("created_at").type),
    )
    quality = pc.if_else(
        from_ids.is_valid(), pa.scalar("from_id", pa.large_string()), table["created_at_quality"]
    )
    url = table["url"]
    for loader in loaders():
        for template in loader.permalinks:
            here = pc.equal(table["source_format"], loader.name)
            url = pc.coalesce(
                url, pc.if_else(here, _permalinks(template, table), pa.scalar(None, pa.large_string()))
            )
    new = {
        "created_at": pc.coalesce(table["created_at"], from_ids),
        "created_at_quality": quality,
        "url": url,
    }
    for name, values in new.items():
        table = table.set_column(table.schema.get_field_index(name), SCHEMA.field(name), values)
    return table


def _permalinks(template: str, table: pa.Table) -> pa.ChunkedArray:
    columns = {"{id}": "post_id", "{handle}": "author_handle"}
    parts = [part for part in _PLACEHOLDER.split(template) if part]
    values = [
        table[columns[part]] if part in columns else pa.scalar(part, pa.large_string()) for part in parts
    ]
    return pc.binary_join_element_wise(*values, pa.scalar("", pa.large_string()))


def _posts(table: pa.Table, *, context: bool) -> pd.DataFrame:
    if not context:
        table = table.filter(pc.invert(table["is_context"]))
    names = [column.name for column in schema.COLUMNS]
    return schema.from_columns({name: table[name] for name in names})


def _rejects(reads: list[FileRead]) -> pd.DataFrame:
    rejects: list[Rejected] = [reject for read in reads for reject in read.rejects]
    return pd.DataFrame(
        {
            "file": pd.Series([one.file for one in rejects], dtype="str"),
            "line": pd.Series([one.line for one in rejects], dtype="int64"),
            "reason": pd.Series([one.reason for one in rejects], dtype="str"),
            "snippet": pd.Series([one.snippet for one in rejects], dtype="str"),
        }
    )
