"""Exports of any amount into one Parquet file, in a way that can be broken off and taken up again."""

from __future__ import annotations

import csv
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from reaction import __version__, schema
from reaction.errors import LoadError, NoInputError
from reaction.hostile import csv_safe
from reaction.loaders._files import resolve
from reaction.loaders._load import sniff_all
from reaction.loaders._pipeline import Pipeline, n_shards_for
from reaction.loaders._spool import DiskSpool
from reaction.loaders._units import UNIT_SIZE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from os import PathLike

    from reaction.loaders._sniff import Sniffed
    from reaction.loaders.report import LoadReport

__all__ = ["convert"]

_MANIFEST = "manifest.json"


class _Manifest(msgspec.Struct):
    """What an unfinished load was of: it goes on only with the very same."""

    version: str
    unit_size: int
    n_shards: int
    platform: str | None
    files: list[tuple[str, str, int, int]]  # name, format, size and time of change


def convert(  # noqa: PLR0913  # the options of a command
    paths: str | PathLike[str] | Iterable[str | PathLike[str]],
    output: str | PathLike[str],
    *,
    format: str | None = None,  # noqa: A002  # the user's word
    context: bool = False,
    platform: str | None = None,
    jobs: int = 1,
    rejects: str | PathLike[str] | None = None,
    restart: bool = False,
    progress: bool = False,
) -> LoadReport:
    """Read exported posts of any amount into one Parquet file, in memory that does not grow with the files.

    The file holds what :func:`read_posts` gives. While it is in the making, what was read lies in a folder
    beside it, ``NAME.partial``: if the work is broken off, the same call goes on where it stopped, and no row
    is lost or doubled. The file itself appears when it is complete.

    Parameters
    ----------
    paths
        A file, a folder (with its subfolders), a glob pattern, or several of these.
    output
        The Parquet file to write; an existing one is replaced.
    format
        Read every file as this format (see :func:`formats`) instead of looking.
    context
        Also keep posts that arrived only because another refers to them (``is_context``).
    platform
        The platform of posts whose format does not say it; ``"unknown"`` if it is left out.
    jobs
        How many processes read; 0 takes one per core. The file is the same, byte for byte.
    rejects
        A CSV file for what was not taken.
    restart
        Throw an unfinished load away and begin anew.
    progress
        Show a progress bar.

    Returns
    -------
    The account of every record.

    Raises
    ------
    NoInputError, UnknownFormatError, AmbiguousFormatError, NotPostsError
        As :func:`read_posts`; also if the folder of `output` does not exist.
    LoadError
        If the folder beside the file holds the unfinished load of something else.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> import reaction as rx
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "posts.parquet"
    >>> report = convert(rx.samples.path("microsoft-ice"), file)
    >>> report.posts == len(rx.read_posts(file))
    True
    """
    output = Path(output)
    for written in (output, *([Path(rejects)] if rejects is not None else [])):
        if not written.parent.is_dir():
            raise NoInputError(
                f"The folder '{written.parent}' does not exist. Make it first, or name another one."
            )
    files, skipped = sniff_all(resolve(paths), format)
    n_shards = n_shards_for(files)
    folder = output.with_name(output.name + ".partial")
    _prepare(folder, _manifest(files, n_shards, platform), restart=restart)
    with _progress(files, shown=progress) as update:
        pipeline = Pipeline(
            files,
            skipped,
            DiskSpool(folder),
            n_shards=n_shards,
            jobs=jobs,
            platform=platform,
            context=context,
            progress=update,
        )
        pipeline.run()
    complete = folder / "complete.parquet"
    with schema.PostsWriter(complete) as writer:
        for part in pipeline.parts():
            writer.write(part)
    if rejects is not None:
        _write_rejects(pipeline, Path(rejects))
    complete.replace(output)
    shutil.rmtree(folder)
    return pipeline.report()


@contextmanager
def _progress(files: Sequence[Sniffed], *, shown: bool) -> Iterator[Callable[[int], object]]:
    if not shown:
        yield int
        return
    from tqdm.auto import tqdm  # noqa: PLC0415  # it warns where a notebook has no widgets

    size = sum(path.stat().st_size for path in {file.path for file in files})
    with tqdm(total=size, unit="B", unit_scale=True, desc="reading") as bar:
        yield bar.update


def _manifest(files: Sequence[Sniffed], n_shards: int, platform: str | None) -> bytes:
    found = []
    for file in files:
        stat = file.path.stat()
        found.append((str(file.source), file.format, stat.st_size, stat.st_mtime_ns))
    return msgspec.json.encode(_Manifest(__version__, UNIT_SIZE, n_shards, platform, found))


def _prepare(folder: Path, manifest: bytes, *, restart: bool) -> None:
    """Make the folder of an unfinished load ready: anew, or to go on."""
    note = folder / _MANIFEST
    if folder.exists():
        if not note.is_file() and any(folder.iterdir()):
            raise LoadError(
                f"'{folder}' is in the way: it is no unfinished load. Move it, or name another output."
            )
        if note.is_file() and note.read_bytes() == manifest and not restart:
            return
        if note.is_file() and not restart:
            raise LoadError(
                f"'{folder}' holds an unfinished load of other input (files that have changed, another format, "
                "platform or version of reaction). Remove it, or begin anew with restart (--restart)."
            )
        shutil.rmtree(folder)
    folder.mkdir()
    note.write_bytes(manifest)


def _write_rejects(pipeline: Pipeline, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["file", "line", "reason", "snippet"])
        for name, found in pipeline.rejects():
            for one in found:
                writer.writerow([csv_safe(name), one.line, csv_safe(one.reason), csv_safe(one.snippet)])
