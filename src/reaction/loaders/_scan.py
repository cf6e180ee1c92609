"""Posts of any amount: read in parts on disk, given a chunk at a time."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pyarrow as pa

from reaction.errors import LoadError
from reaction.loaders._files import resolve
from reaction.loaders._load import posts_of, rejects_of, sniff_all
from reaction.loaders._pipeline import Pipeline, n_shards_for
from reaction.loaders._spool import DiskSpool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

    import pandas as pd

    from reaction.loaders.report import LoadReport

__all__ = ["Scan", "scan_posts"]


class Scan:
    """Posts that are given a chunk at a time; made by :func:`scan_posts`.

    Files are read when the first chunk, the report or the rejects are asked for; what was read lies in a
    temporary folder until the scan is closed.
    """

    def __init__(self, pipeline: Pipeline, folder: tempfile.TemporaryDirectory[str], chunksize: int) -> None:
        self._pipeline, self._folder, self._chunksize = pipeline, folder, chunksize
        self._done = False

    def _run(self) -> Pipeline:
        if not self._done:
            self._pipeline.run()
            self._done = True
        return self._pipeline

    def __iter__(self) -> Iterator[pd.DataFrame]:
        """Give Posts tables, in order of file and line."""
        for table in _of_size(self._run().parts(), self._chunksize):
            yield posts_of(table)

    @property
    def report(self) -> LoadReport:
        """The account of every record, as in :class:`reaction.loaders.Loaded`."""
        return self._run().report()

    @property
    def rejects(self) -> pd.DataFrame:
        """What was not taken: ``file``, ``line``, ``reason``, ``snippet``."""
        return rejects_of(self._run())

    def close(self) -> None:
        """Remove the temporary folder."""
        self._folder.cleanup()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the temporary folder."""
        self.close()


def scan_posts(
    paths: str | PathLike[str] | Iterable[str | PathLike[str]],
    *,
    chunksize: int = 50_000,
    format: str | None = None,  # noqa: A002  # the user's word
    context: bool = False,
    platform: str | None = None,
    jobs: int = 1,
) -> Scan:
    """Read exported posts of any amount, a chunk at a time, in memory that does not grow with the files.

    The chunks together are what :func:`read_posts` gives: copies are merged and references resolved over all
    files, so everything is read before the first chunk comes. What was read lies in a temporary folder that
    takes about half the room of the unpacked files.

    Parameters
    ----------
    paths
        A file, a folder (with its subfolders), a glob pattern, or several of these.
    chunksize
        How many posts a chunk has; the last has fewer.
    format
        Read every file as this format (see :func:`formats`) instead of looking.
    context
        Also give posts that arrived only because another refers to them (``is_context``).
    platform
        The platform of posts whose format does not say it; ``"unknown"`` if it is left out.
    jobs
        How many processes read; 0 takes one per core. The result is the same.

    Returns
    -------
    Something to iterate over, and a context manager; its ``report`` and ``rejects`` account for every record.

    Raises
    ------
    NoInputError, UnknownFormatError, AmbiguousFormatError, NotPostsError
        As :func:`read_posts`.
    LoadError
        If `chunksize` is below 1.

    Examples
    --------
    >>> import reaction as rx
    >>> with scan_posts(rx.samples.path("microsoft-ice"), chunksize=1_000) as scan:
    ...     [len(posts) for posts in scan], scan.report.posts
    ([1000, 1000, 1000, 42], 3042)
    """
    if chunksize < 1:
        raise LoadError(f"chunksize is {chunksize}; a chunk has at least one post.")
    files, skipped = sniff_all(resolve(paths), format)
    folder = tempfile.TemporaryDirectory(prefix="reaction-", ignore_cleanup_errors=True)
    pipeline = Pipeline(
        files,
        skipped,
        DiskSpool(Path(folder.name)),
        n_shards=n_shards_for(files),
        jobs=jobs,
        platform=platform,
        context=context,
    )
    return Scan(pipeline, folder, chunksize)


def _of_size(tables: Iterable[pa.Table], size: int) -> Iterator[pa.Table]:
    """Cut tables anew into tables of a number of rows."""
    waiting: list[pa.Table] = []
    n = 0
    for table in tables:
        waiting.append(table)
        n += table.num_rows
        if n >= size:
            whole = pa.concat_tables(waiting)
            for start in range(0, n - size + 1, size):
                yield whole.slice(start, size)
            waiting = [whole.slice(n - n % size)]
            n %= size
    if n:
        yield pa.concat_tables(waiting)
