"""What is fuzzed: bytes become a file, the loaders read it, and their promises are checked.

The first three bytes of an input say which file of `tests/loaders/formats` it stands for, in which way it is read,
and what the loaders are told; the rest is the content of the file.
"""

from __future__ import annotations

import gc
import gzip
import io
import shutil
import signal
import sys
import tarfile
import time
import warnings
import zipfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import openpyxl
import pyarrow as pa
import zstandard
from promises import Violation, check, check_message, same

from reaction.errors import LoadError, NoInputError
from reaction.loaders import Loaded, _units, load, load_table, sniff
from reaction.loaders._files import resolve
from reaction.loaders._load import posts_of, rejects_of, sniff_all
from reaction.loaders._pipeline import Pipeline
from reaction.loaders._spool import DiskSpool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = [
    "FILES",
    "FORMATS",
    "HEADER",
    "SHEET",
    "TABLES",
    "WAYS",
    "Case",
    "TooSlow",
    "packed",
    "run",
    "sizes",
]

FORMATS = Path(__file__).parents[1] / "loaders" / "formats"
FILES = sorted(
    path.relative_to(FORMATS) for path in FORMATS.rglob("*") if path.is_file() and path.name != "golden.json"
)
NAMES = sorted({path.parts[0] for path in FILES})
SUFFIXES = {"plain": "", "gzip": ".gz", "zstd": ".zst", "zip": ".zip", "tar": ".tar"}
# "folder" is the fixture's folder, with this file in place of its own; "parts" is in small units, over several
# shards, by way of the disk; "table" is any table; "sheet" is the XML of a sheet in a spreadsheet.
WAYS = (*SUFFIXES, "folder", "parts", "table", "sheet")
HEADER = 3
MOST_SECONDS = 5.0
SHEET = "xl/worksheets/sheet1.xml"
# What the loaders are told of a table.
TABLES: tuple[dict[str, Any], ...] = (
    {"preset": "brandwatch"},
    {"preset": "meltwater", "date_format": ("%d-%b-%Y %I:%M%p", "%Y-%m-%d")},
    {"preset": "talkwalker", "tz": "Europe/Berlin"},
    {
        "mapping": {
            "post_id": ["id", "post_id", "tweet_id", "object_id", "Id"],
            "url": ["url", "permalink", "link", "Url", "URL"],
            "text": {"column": ["text", "body", "content", "message"], "cut": ["title", "snippet"]},
            "created_at": {"column": ["created_at", "timestamp", "date"], "time": ["time"]},
            "author_handle": ["author", "user_screen_name", "username", "from_user_name"],
            "n_likes": ["likes", "like_count", "favorite_count"],
            "urls": ["urls", "links"],
            "mentions": {"column": ["mentions"], "separator": ","},
            "reply_to_id": ["reply_to", "in_reply_to_status_id", "parent_id"],
        }
    },
)
_PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"PK", b"PAR1")


class TooSlow(BaseException):  # nothing that is fuzzed may catch it
    """Reading takes longer than it may for any small file."""


@dataclass(frozen=True)
class Case:
    """An input, taken apart.

    Parameters
    ----------
    file
        The file of a fixture that it stands for.
    way
        How it is packed or read.
    told
        A number for what the loaders are told: a format, or how to read a table.
    content
        What is in the file.
    """

    file: Path
    way: str
    told: int
    content: bytes

    @classmethod
    def of(cls, data: bytes) -> Case:
        """Take an input apart; one that is shorter than the header is filled up with zeros."""
        file, way, told = data[:HEADER].ljust(HEADER, b"\x00")
        return cls(FILES[file % len(FILES)], WAYS[way % len(WAYS)], told % len(NAMES), data[HEADER:])

    @property
    def table(self) -> dict[str, Any]:
        """What the loaders are told of a table."""
        return TABLES[self.told % len(TABLES)]

    @property
    def format(self) -> str:
        """The format that the loaders are told."""
        return NAMES[self.told]

    def to_bytes(self) -> bytes:
        """Return the input that this is."""
        return bytes((FILES.index(self.file), WAYS.index(self.way), self.told)) + self.content

    def __str__(self) -> str:
        told = self.table if self.way in {"table", "sheet"} else self.format
        return f"{len(self.content):,} bytes in {self.file.as_posix()}, way: {self.way}, told: {told}"


def sizes() -> tuple[int, int, int]:
    """Return how many values each byte of the header has."""
    return len(FILES), len(WAYS), len(NAMES)


def run(data: bytes, folder: Path) -> None:
    """Let the loaders read an input, and check their promises.

    Parameters
    ----------
    data
        The input.
    folder
        A folder for its file, which is empty before and after.

    Raises
    ------
    Violation
        If a promise is broken.
    Exception
        Any that the loaders don't document.
    """
    case = Case.of(data)
    try:
        with _in_time(), _nothing_passed_over():
            _read(case, folder)
    finally:
        for path in folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


@contextmanager
def _nothing_passed_over() -> Iterator[None]:
    """Take warnings for errors, and those that Python only prints, as of files that are left open, too."""
    printed: list[object] = []
    with warnings.catch_warnings(), mock.patch.object(sys, "unraisablehook", printed.append):
        warnings.simplefilter("error")
        yield
        gc.collect()
    if printed:
        raise Violation(f"Python warns of {getattr(printed[0], 'exc_value', printed[0])!r}.")


@contextmanager
def _in_time() -> Iterator[None]:
    """Break off what takes too long; processor time counts, since a busy machine is no defect."""

    def stop(*_: object) -> None:
        raise TooSlow(f"Reading takes longer than {MOST_SECONDS:g} s of processor time.")

    start = time.process_time()
    if hasattr(signal, "setitimer"):
        before = signal.signal(signal.SIGPROF, stop)
        signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS, 1.0)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)
    else:
        yield
    if time.process_time() - start > MOST_SECONDS:  # it did not come back to the interpreter in between
        raise TooSlow(f"Reading takes longer than {MOST_SECONDS:g} s of processor time.")


def _read(case: Case, folder: Path) -> None:
    path, size = _written(case, folder)
    if case.way in {"table", "sheet"}:
        _loaded(lambda: load_table(path, context=True, **case.table), size)
        return
    found = None
    if path.is_file():
        with suppress(LoadError):
            found = sniff(path).format
    # Showing a report takes as long as reading does.
    loaded = _loaded(lambda: load(path, context=True), size, shown=case.told % 4 == 0)
    # Told what they find anyway, the loaders do the same once more.
    if case.format != found:
        _loaded(lambda: load(path, context=True, format=case.format), size, shown=False)
    if loaded is None or case.content.startswith(_PACKED) or case.content[257:262] == b"ustar":
        return
    if case.way == "parts":
        same(loaded, _in_parts(path, folder))
    elif SUFFIXES.get(case.way):
        plain = folder / "plain" / case.file.name
        plain.parent.mkdir()
        plain.write_bytes(case.content)
        same(loaded, load(plain, context=True), place=False)


def _written(case: Case, folder: Path) -> tuple[Path, int]:
    """Write the file; return what is to be read, and how many bytes it is."""
    if case.way == "folder":
        own = [file for file in FILES if file.parts[0] == case.file.parts[0]]
        size = 0
        for file in own:
            content = case.content if file == case.file else (FORMATS / file).read_bytes()
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(content)
            size += len(content)
        return folder / case.file.parts[0], size
    path = folder / (case.file.name + (".xlsx" if case.way == "sheet" else SUFFIXES.get(case.way, "")))
    path.write_bytes(packed(case.content, case.way, case.file.name))
    return path, len(case.content)


def packed(content: bytes, way: str, name: str) -> bytes:
    """Pack the content of a file of some name."""
    file = io.BytesIO()
    match way:
        case "gzip":
            return gzip.compress(content, 1, mtime=0)
        case "zstd":
            return zstandard.ZstdCompressor(level=1).compress(content)
        case "zip":
            with zipfile.ZipFile(file, "w") as archive:
                archive.writestr(zipfile.ZipInfo(name), content)
        case "tar":
            with tarfile.open(fileobj=file, mode="w") as tar:
                info = tarfile.TarInfo(name)
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
        case "sheet":
            with zipfile.ZipFile(file, "w") as archive:
                for member, other in _book().items():
                    archive.writestr(zipfile.ZipInfo(member), content if member == SHEET else other)
        case _:
            return content
    return file.getvalue()


_BOOK: dict[str, bytes] = {}


def _book() -> dict[str, bytes]:
    """Return the members of a spreadsheet."""
    if not _BOOK:
        file = io.BytesIO()
        openpyxl.Workbook().save(file)
        with zipfile.ZipFile(file) as archive:
            _BOOK.update({name: archive.read(name) for name in archive.namelist()})
    return _BOOK


def _loaded(read: Callable[[], Loaded], size: int, *, shown: bool = True) -> Loaded | None:
    try:
        loaded = read()
    except (LoadError, NoInputError) as error:
        check_message(str(error))
        return None
    check(loaded, size, shown=shown)
    return loaded


def _in_parts(path: Path, folder: Path) -> Loaded:
    spool = folder / "spool"
    spool.mkdir()
    files, skipped = sniff_all(resolve(path), None)
    with mock.patch.object(_units, "UNIT_SIZE", 500):
        pipeline = Pipeline(files, skipped, DiskSpool(spool), n_shards=3, context=True)
        pipeline.run()
        posts = posts_of(pa.concat_tables(pipeline.parts()))
        return Loaded(posts, rejects_of(pipeline), pipeline.report())
