"""The bytes of an input file, unpacked and in UTF-8."""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import zlib
from typing import IO, TYPE_CHECKING, Any

import zstandard

from reaction.loaders import _archives

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reaction.loaders._files import Source

__all__ = [
    "DAMAGED",
    "ExpandsTooMuchError",
    "chunks_of",
    "compression_of",
    "open_bytes",
    "raw_head",
    "read_head",
]

HEAD_SIZE = 1 << 20
# Lines are long: with the default of 8 kB, finding their ends takes a third of the reading time.
_BUFFER_SIZE = 1 << 18
# Dumps of Reddit need the longest window that zstd has.
_LONGEST_WINDOW = 1 << 31

# An export unpacks to some ten times its size; beyond this it is a bomb.
_MUCH = 1 << 28
_MOST_TIMES = 1_000


class ExpandsTooMuchError(OSError):
    """A compressed file unpacks to more than any export would."""


# Raised while reading a compressed file that ends early or was damaged.
DAMAGED = (
    EOFError,
    zlib.error,
    gzip.BadGzipFile,
    lzma.LZMAError,
    zstandard.ZstdError,
    OSError,
    *_archives.DAMAGED,
)

_MAGIC = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "zstd"}
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def compression_of(first_bytes: bytes) -> str | None:
    """Tell by its first bytes how a file is compressed, or None."""
    return next((name for magic, name in _MAGIC.items() if first_bytes.startswith(magic)), None)


class _Unpacked(io.RawIOBase):
    """The content of a compressed file, given as far as it goes before any damage."""

    def __init__(self, file: Any, packed_size: int) -> None:
        self.file = file
        # Unlike read, read1 gives what there is before it finds the damage behind it.
        self.take = getattr(file, "read1", file.read)
        self.most = max(_MUCH, _MOST_TIMES * packed_size)
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.take(len(buffer))
        self.given += len(data)
        if self.given > self.most:
            raise ExpandsTooMuchError(
                f"it unpacks to more than {self.most:,} bytes, over {_MOST_TIMES:,} times its size"
            )
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self.file.close()
        super().close()


class _Recoded(io.RawIOBase):
    """Text of another encoding as UTF-8."""

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self.stream = stream
        self.decoder = codecs.getincrementaldecoder(encoding)("replace")
        self.ready = b""
        self.ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.ready and not self.ended:
            data = self.stream.read(_BUFFER_SIZE)
            self.ended = not data
            text = self.decoder.decode(data, final=self.ended)
            self.ready = text.encode("utf-8", "replace")
        part, self.ready = self.ready[: len(buffer)], self.ready[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)

    def close(self) -> None:
        if not self.closed:
            self.stream.close()
        super().close()


def _open_packed(source: Source) -> tuple[IO[bytes], int]:
    if source.member is not None:
        member, size = _archives.open_member(source.path, source.member)
        return io.BufferedReader(_Unpacked(member, size), _BUFFER_SIZE), size
    return (
        io.BufferedReader(source.path.open("rb", buffering=0), _BUFFER_SIZE),
        source.path.stat().st_size,
    )


def raw_head(source: Source, size: int) -> bytes:
    """Read the first bytes of a file as they are, packed or not."""
    stream, _ = _open_packed(source)
    with stream:
        return stream.read(size)


def open_bytes(source: Source, encoding: str | None = None) -> io.BufferedReader:
    """Open a file for reading, unpacked and in UTF-8; several compressed members are read as one.

    UTF-16 is recognised by its byte-order mark; any other encoding has to be named.
    """
    stream, size = _open_packed(source)
    head = stream.peek(8)  # type: ignore[attr-defined]
    unpacked: Any = stream
    if (compression := compression_of(head)) is not None:
        unpacked = io.BufferedReader(_Unpacked(_unpacker(compression, stream), size), _BUFFER_SIZE)
        try:
            head = unpacked.peek(8)
        except DAMAGED:
            head = b""
    if encoding is not None:
        return io.BufferedReader(_Recoded(unpacked, encoding), _BUFFER_SIZE)
    for mark, utf_16 in _UTF_16.items():
        if head.startswith(mark):
            unpacked.read(len(mark))
            return io.BufferedReader(_Recoded(unpacked, utf_16), _BUFFER_SIZE)
    return unpacked  # type: ignore[no-any-return]


def _unpacker(compression: str, stream: IO[bytes]) -> Any:
    if compression == "gzip":
        return _closing(gzip.GzipFile(fileobj=stream, mode="rb"), stream)
    if compression == "bzip2":
        return _closing(bz2.BZ2File(stream, "rb"), stream)
    if compression == "xz":
        return _closing(lzma.LZMAFile(stream, "rb"), stream)
    return _Zstd(stream)


class _closing:  # noqa: N801  # as contextlib.closing
    """An unpacker that takes the packed stream with it when it is closed."""

    def __init__(self, unpacker: Any, stream: IO[bytes]) -> None:
        self.unpacker, self.stream = unpacker, stream
        self.read1 = unpacker.read1

    def read(self, size: int) -> bytes:
        return self.unpacker.read(size)  # type: ignore[no-any-return]

    def close(self) -> None:
        self.unpacker.close()
        self.stream.close()


class _Zstd:
    """Frames of zstd, one after the other; the library's own reader takes a frame that breaks off for a whole one."""

    # A block of a few bytes can unpack to 128 kB, so that little is unpacked at a time.
    _AT_A_TIME = 1 << 13

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.frames = zstandard.ZstdDecompressor(max_window_size=_LONGEST_WINDOW)
        self.frame: Any = None
        self.ready = b""
        self.waiting = b""

    def read(self, size: int) -> bytes:
        while not self.ready and self._more():
            pass
        part, self.ready = self.ready[:size], self.ready[size:]
        return part

    def _more(self) -> bool:
        packed = self.waiting or self.stream.read(self._AT_A_TIME)
        self.waiting = b""
        if not packed:
            if self.frame is not None:
                raise EOFError("a frame of the compressed data breaks off")
            return False
        if self.frame is None:
            self.frame = self.frames.decompressobj()
        self.ready = self.frame.decompress(packed)
        if self.frame.eof:
            self.waiting, self.frame = self.frame.unused_data, None
        return True

    def close(self) -> None:
        self.stream.close()


def read_head(source: Source, size: int = HEAD_SIZE, encoding: str | None = None) -> bytes:
    """Read the beginning of a file, unpacked; what can be had of a damaged one."""
    parts: list[bytes] = []
    length = 0
    with open_bytes(source, encoding) as stream:
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


def chunks_of(stream: io.BufferedReader) -> Iterator[bytes]:
    """Give the bytes of a stream as they come, some at a time."""
    return iter(lambda: stream.read1(_BUFFER_SIZE), b"")
