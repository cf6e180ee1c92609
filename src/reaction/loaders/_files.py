"""Input files: which ones a path, a folder or a glob names, and their bytes."""

from __future__ import annotations

import bz2
import glob
import gzip
import io
import lzma
import os
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reaction.errors import NoInputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

__all__ = ["DAMAGED", "Source", "compression_of", "open_bytes", "read_head", "resolve", "why_no_data"]

HEAD_SIZE = 1 << 20
# Lines are long: with the default of 8 kB, finding their ends takes a third of the reading time.
_BUFFER_SIZE = 1 << 18

# Raised while reading a compressed file that ends early or was damaged.
DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile, lzma.LZMAError, OSError)

_MAGIC = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz"}
_COMPRESSED_SUFFIXES = frozenset({".gz", ".bz2", ".xz"})
_NO_DATA_SUFFIXES = frozenset(
    {
        ".md",
        ".rst",
        ".txt",
        ".toml",
        ".yaml",
        ".yml",
        ".ini",
        ".cfg",
        ".csv",
        ".tsv",
        ".py",
        ".ipynb",
        ".r",
        ".sh",
    }
    | {".html", ".css", ".pdf", ".png", ".jpg", ".jpeg", ".svg", ".gif", ".log", ".bib", ".tex", ".pyc"}
)


@dataclass(frozen=True)
class Source:
    """One input file.

    Parameters
    ----------
    path
        Where it is.
    named
        Whether the user named it, rather than a folder or a glob.
    inside
        Its path inside the folder that the user named.
    """

    path: Path
    named: bool
    inside: Path = Path()

    def __str__(self) -> str:
        return self.path.as_posix()


def resolve(paths: str | PathLike[str] | Iterable[str | PathLike[str]]) -> list[Source]:
    """Find the files that a user names.

    Parameters
    ----------
    paths
        A file, a folder (taken with its subfolders), a glob pattern (``**`` goes into subfolders), or
        several of these.

    Returns
    -------
    Every file once, sorted by its path: the order of naming has no influence.

    Raises
    ------
    NoInputError
        If one of them names nothing.
    """
    given = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    if not given:
        raise NoInputError("No input: give a file, a folder or a glob of exported posts.")
    found: dict[Path, Source] = {}
    for one in given:
        for source in _resolve_one(os.fspath(one)):
            real = source.path.resolve()
            if real not in found or (source.named and not found[real].named):
                found[real] = source
    return sorted(found.values(), key=lambda source: source.path.as_posix())


def _resolve_one(name: str) -> list[Source]:
    path = Path(name).expanduser()
    if path.is_dir():
        return [
            Source(file, False, file.relative_to(path)) for file in sorted(path.rglob("*")) if file.is_file()
        ]
    if path.exists():
        return [Source(path, named=True)]
    if not glob.has_magic(name):
        raise NoInputError(f"There is no file or folder '{name}' (looked from '{Path.cwd()}').")
    matches = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207  # pathlib's takes no absolute pattern
    sources = [Source(Path(match), named=False) for match in matches if Path(match).is_file()]
    if not sources:
        raise NoInputError(f"No file matches '{name}' (looked from '{Path.cwd()}').")
    return sources


def why_no_data(source: Source) -> str | None:
    """Say why a file that lay in a folder is plainly no export, or None.

    Parameters
    ----------
    source
        The file.

    Returns
    -------
    The reason: hidden, or a kind of file that no known export has.
    """
    if source.named:
        return None
    if source.path.name.startswith((".", "~")) or any(part.startswith(".") for part in source.inside.parts):
        return "hidden"
    suffixes = [suffix.lower() for suffix in source.path.suffixes]
    if suffixes and suffixes[-1] in _COMPRESSED_SUFFIXES:
        suffixes.pop()
    if suffixes and suffixes[-1] in _NO_DATA_SUFFIXES:
        return f"not an export ({suffixes[-1]})"
    return None


def compression_of(first_bytes: bytes) -> str | None:
    """Tell by its first bytes how a file is compressed, or None."""
    return next((name for magic, name in _MAGIC.items() if first_bytes.startswith(magic)), None)


class _Unpacked(io.RawIOBase):
    """The content of a compressed file, given as far as it goes before any damage."""

    def __init__(self, file: gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile) -> None:
        self.file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        # Unlike read, read1 gives what there is before it finds the damage behind it.
        data = self.file.read1(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self.file.close()
        super().close()


def open_bytes(path: Path) -> io.BufferedReader:
    """Open a file for reading, unpacked; several compressed members are read as one."""
    with path.open("rb") as file:
        compression = compression_of(file.read(8))
    if compression is None:
        return io.BufferedReader(path.open("rb", buffering=0), _BUFFER_SIZE)
    opener = {"gzip": gzip.GzipFile, "bzip2": bz2.BZ2File, "xz": lzma.LZMAFile}[compression]
    return io.BufferedReader(_Unpacked(opener(path, "rb")), _BUFFER_SIZE)


def read_head(path: Path, size: int = HEAD_SIZE) -> bytes:
    """Read the beginning of a file, unpacked; what can be had of a damaged one."""
    parts: list[bytes] = []
    length = 0
    with open_bytes(path) as stream:
        while length < size:
            try:
                part = stream.read1(min(1 << 16, size - length))
            except DAMAGED:
                break
            if not part:
                break
            parts.append(part)
            length += len(part)
    return b"".join(parts)
