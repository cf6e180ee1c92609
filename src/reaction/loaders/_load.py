"""Load exports of posts: from paths to one Posts table and an account of every line."""

from __future__ import annotations

import re
import tempfile
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from reaction import schema
from reaction.errors import (
    CompanionError,
    LoadError,
    NoInputError,
    RejectedWarning,
    SchemaError,
    UnknownFormatError,
)
from reaction.loaders import _text
from reaction.loaders._delimited import header_of
from reaction.loaders._files import Source, resolve, why_no_data
from reaction.loaders._pipeline import Pipeline, n_shards_for
from reaction.loaders._registry import companion_names
from reaction.loaders._sniff import Sniffed, sniff
from reaction.loaders._spool import DiskSpool, MemorySpool
from reaction.loaders._streams import read_head
from reaction.loaders.report import LoadReport, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

    from reaction.loaders._spool import Spool

__all__ = ["Loaded", "load", "read_posts"]

# A table of a folder that has such a column may well hold posts: leaving it out is worth a warning.
_TEXT_COLUMN = re.compile(r"(?i)text|body|content|message|comment|caption|description|tweet|post(?!_?id)")


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
    jobs: int = 1,
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
    jobs
        How many processes read; 0 takes one per core. The result is the same.

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
    loaded = load(paths, format=format, context=context, platform=platform, jobs=jobs)
    if problems := loaded.report.problems():
        warnings.warn(problems, RejectedWarning, stacklevel=2)
    return loaded.posts


def load(
    paths: str | PathLike[str] | Iterable[str | PathLike[str]],
    *,
    format: str | None = None,  # noqa: A002  # the user's word
    context: bool = False,
    platform: str | None = None,
    jobs: int = 1,
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
    jobs
        How many processes read; 0 takes one per core. The result is the same.

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
    files, skipped = sniff_all(resolve(paths), format)
    if len(files) == 1 and files[0].layout == "table":
        return _load_table(files[0], skipped, context=context)
    with spool_for(jobs) as spool:
        pipeline = Pipeline(
            files,
            skipped,
            spool,
            n_shards=1 if jobs == 1 else n_shards_for(files),
            jobs=jobs,
            platform=platform,
            context=context,
        )
        pipeline.run()
        posts = posts_of(pa.concat_tables(pipeline.parts()))
        return Loaded(posts, rejects_of(pipeline), pipeline.report())


@contextmanager
def spool_for(jobs: int) -> Iterator[Spool]:
    """Give one process memory to put tables aside in, and several a folder that is removed afterwards."""
    if jobs == 1:
        yield MemorySpool()
        return
    with tempfile.TemporaryDirectory(prefix="reaction-", ignore_cleanup_errors=True) as folder:
        yield DiskSpool(Path(folder))


def sniff_all(sources: list[Source], format_: str | None) -> tuple[list[Sniffed], list[Skipped]]:
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
    return files, skipped


def _left_out(source: Source, error: LoadError) -> Skipped:
    first = str(error).partition("\n")[0]
    names: tuple[str, ...] = ()
    if isinstance(error, UnknownFormatError) and source.name.lower().endswith((".csv", ".tsv")):
        names = header_of(read_head(source))
    if names and not any(_TEXT_COLUMN.search(name) for name in names):
        return Skipped(str(source), f"a table without texts ({_text.names(names[:8])})", expected=True)
    expected = isinstance(error, CompanionError) or source.name in companion_names()
    return Skipped(str(source), f"{type(error).__name__}: {first}", expected)


def _load_table(file: Sniffed, skipped: list[Skipped], *, context: bool) -> Loaded:
    """Read a single Posts table, with its columns beyond the schema."""
    try:
        posts = schema.read_parquet(file.path)
    except SchemaError as error:
        raise LoadError(str(error)) from error
    except (pa.ArrowException, ValueError, OSError) as error:
        raise LoadError(
            f"'{file.path}' is a Parquet file that is damaged: {_text.snippet(str(error))}."
        ) from error
    spool = MemorySpool()
    pipeline = Pipeline([file], skipped, spool)
    pipeline.run()
    kept = posts if context else posts[~posts["is_context"]].reset_index(drop=True)
    return Loaded(kept, rejects_of(pipeline), pipeline.report())


def posts_of(table: pa.Table) -> pd.DataFrame:
    """Turn finished rows into a Posts table."""
    return schema.from_columns({column.name: table[column.name] for column in schema.COLUMNS})


def rejects_of(pipeline: Pipeline) -> pd.DataFrame:
    """List what was not taken: ``file``, ``line``, ``reason``, ``snippet``."""
    found = [(file, one) for file, rejects in pipeline.rejects() for one in rejects]
    return pd.DataFrame(
        {
            "file": pd.Series([file for file, _ in found], dtype="str"),
            "line": pd.Series([one.line for _, one in found], dtype="int64"),
            "reason": pd.Series([one.reason for _, one in found], dtype="str"),
            "snippet": pd.Series([one.snippet for _, one in found], dtype="str"),
        }
    )
