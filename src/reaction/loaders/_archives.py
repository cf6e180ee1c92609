"""Archives: what is in a zip or tar file, and the bytes of one member; nothing is unpacked to disk."""

from __future__ import annotations

import io
import tarfile
import zipfile
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, cast

from reaction.errors import LoadError
from reaction.loaders._text import snippet

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["DAMAGED", "archive_kind", "members", "open_member"]

# Raised for archives that break off, were damaged, or are locked by a password.
DAMAGED = (zipfile.BadZipFile, tarfile.TarError, RuntimeError, NotImplementedError)

_ZIP_MAGIC = b"PK\x03\x04"
_TAR_NAMES = (".tar", ".tgz", ".tbz2", ".txz", ".tar.gz", ".tar.bz2", ".tar.xz")
_TAR_MAGIC_AT = 257
_MOST_MEMBERS = 200_000
_SPREADSHEET = "[Content_Types].xml"


def archive_kind(path: Path) -> str | None:
    """Tell whether a file is an archive: ``"zip"``, ``"tar"`` or None.

    A packed tar is recognised by its name; a spreadsheet is a zip file, but no archive of exports.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_TAR_MAGIC_AT + 8)
    except OSError:
        return None
    if head.startswith(_ZIP_MAGIC):
        return None if _is_spreadsheet(path) else "zip"
    if head[_TAR_MAGIC_AT : _TAR_MAGIC_AT + 5] == b"ustar" or path.name.lower().endswith(_TAR_NAMES):
        return "tar"
    return None


def _is_spreadsheet(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return _SPREADSHEET in archive.NameToInfo
    except (*DAMAGED, OSError):
        return False


def members(path: Path, kind: str, *, strict: bool) -> list[str]:
    """List the files in an archive, sorted by name.

    Parameters
    ----------
    path
        The archive.
    kind
        ``"zip"`` or ``"tar"``.
    strict
        Whether an archive that can't be read is an error.

    Returns
    -------
    Names of regular files; links, devices and folders are left out. Empty where the archive can't be read.

    Raises
    ------
    LoadError
        If it can't be read, or holds no file, and `strict` is set; or if it holds more than 200,000 files.
    """
    try:
        if kind == "zip":
            with zipfile.ZipFile(path) as archive:
                names = {info.filename for info in archive.infolist() if not info.is_dir()}
        else:
            with tarfile.open(path) as tar:
                names = {info.name for info in tar if info.isfile()}
    except (*DAMAGED, OSError, EOFError) as error:
        if strict:
            raise LoadError(
                f"'{path}' looks like a {kind} archive but can't be read as one: {snippet(str(error))}."
            ) from error
        return []
    if strict and not names:
        raise LoadError(f"'{path}' is an archive that holds no files (links and folders are passed over).")
    if len(names) > _MOST_MEMBERS:
        raise LoadError(f"'{path}' holds {len(names):,} files, more than {_MOST_MEMBERS:,}. Unpack it first.")
    return sorted(names)


def open_member(path: Path, member: str) -> tuple[IO[bytes], int]:
    """Open one member of an archive for reading.

    Parameters
    ----------
    path
        The archive.
    member
        The name of a file in it.

    Returns
    -------
    Its bytes as a stream, which closes the archive when it is closed, and the size that it is packed to.
    """
    if archive_kind(path) == "zip":
        with zipfile.ZipFile(path) as archive:  # the member keeps the file open for itself
            info = archive.getinfo(member)
            return archive.open(info), info.compress_size
    with ExitStack() as unless_given:
        tar = unless_given.enter_context(tarfile.open(path))
        inner = tar.extractfile(member)
        if inner is None:
            raise LoadError(f"'{path}': '{member}' is no regular file.")
        unless_given.pop_all()
    return cast("IO[bytes]", _TarMember(tar, inner)), path.stat().st_size


class _TarMember(io.RawIOBase):
    """A file in a tar archive that takes the archive with it when it is closed."""

    def __init__(self, tar: tarfile.TarFile, inner: IO[bytes]) -> None:
        self._tar, self._inner = tar, inner

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._inner.read(size)

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
            self._tar.close()
        super().close()
