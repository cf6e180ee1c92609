"""Input files: which ones a path, a folder, a glob or an archive names."""

from __future__ import annotations

import glob
import os
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from reaction.errors import NoInputError
from reaction.loaders._archives import archive_kind, members

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

__all__ = ["Source", "resolve", "why_no_data"]

_COMPRESSED_SUFFIXES = frozenset({".gz", ".bz2", ".xz", ".zst"})
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
        ".py",
        ".ipynb",
        ".r",
        ".sh",
    }
    | {".html", ".css", ".pdf", ".png", ".jpg", ".jpeg", ".svg", ".gif", ".log", ".bib", ".tex", ".pyc"}
    | {".mp4", ".mov", ".webm", ".mp3", ".m4a", ".webp", ".ico", ".woff", ".woff2", ".ttf", ".map"}
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
    member
        Its name inside the archive that `path` is, or None. A name only: nothing is unpacked to disk.
    """

    path: Path
    named: bool
    inside: Path = Path()
    member: str | None = None

    def __str__(self) -> str:
        return self.path.as_posix() if self.member is None else f"{self.path.as_posix()}!{self.member}"

    @property
    def name(self) -> str:
        """The name of the file itself, without folders."""
        return self.path.name if self.member is None else self.member.rpartition("/")[2]


def resolve(paths: str | PathLike[str] | Iterable[str | PathLike[str]]) -> list[Source]:
    """Find the files that a user names.

    Parameters
    ----------
    paths
        A file, a folder (taken with its subfolders), a glob pattern (``**`` goes into subfolders), or
        several of these.

    Returns
    -------
    Every file once, sorted by its path: the order of naming has no influence. An archive (zip, tar) stands
    for its members.

    Raises
    ------
    NoInputError
        If one of them names nothing.
    LoadError
        If an archive that was named can't be read as one.
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
    plain = sorted(found.values(), key=lambda source: source.path.as_posix())
    return [member for source in plain for member in _unpacked(source)]


def _unpacked(source: Source) -> list[Source]:
    if why_no_data(source) or (kind := archive_kind(source.path)) is None:
        return [source]
    names = members(source.path, kind, strict=source.named)
    return [replace(source, member=name, named=False) for name in names] if names else [source]


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
    folders = PurePosixPath(source.member or "").parts[:-1] + source.inside.parts
    if source.name.startswith((".", "~")) or any(part.startswith(".") and part != ".." for part in folders):
        return "hidden"
    suffixes = [suffix.lower() for suffix in PurePosixPath(source.name).suffixes]
    if suffixes and suffixes[-1] in _COMPRESSED_SUFFIXES:
        suffixes.pop()
    if suffixes and suffixes[-1] in _NO_DATA_SUFFIXES:
        return f"not an export ({suffixes[-1]})"
    return None
