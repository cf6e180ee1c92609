"""A stream of lines in blocks of whole lines, which can be read apart from each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reaction.loaders._streams import DAMAGED, ExpandsTooMuchError

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

__all__ = ["BLOCK_SIZE", "Block", "blocks_in", "blocks_of", "damage_of"]

# So much is read at a time.
BLOCK_SIZE = 1 << 22
# Longer than any record of a known format; more is not kept in memory.
LONGEST_LINE = 1 << 28
_KEPT_OF_TOO_LONG = 1 << 12
_LOOK_AROUND = 1 << 16
# Lines of so many bytes are not worth copying.
_LONG_LINE = 1 << 13


class Block(NamedTuple):
    """Whole lines of a file.

    Parameters
    ----------
    data
        Their bytes, perhaps with the beginning of a further line; empty where they are left in the file.
    is_last
        Whether the file ends with them.
    offset, length
        Where they begin in the file, and how many bytes they are.
    too_long
        Whether this is the beginning of one line that is longer than any record.
    damage
        What breaks the stream off there, as its kind (see :func:`damage_of`) and its message; the block has
        no lines then.
    """

    data: bytes
    is_last: bool
    offset: int
    length: int
    too_long: bool = False
    damage: tuple[str, str] | None = None

    @property
    def lines(self) -> list[bytes | memoryview]:
        """Its lines, without their ends."""
        if not self.data.find(b"\n", 0, _LONG_LINE) > -1:
            return _views(self.data, self.length)
        lines: list[bytes | memoryview] = [*self.data.split(b"\n")]
        if self.length < len(self.data) or not lines[-1]:
            lines.pop()
        return lines

    @property
    def is_open(self) -> bool:
        """Whether the file ends with it and without a line break."""
        return self.is_last and not self.data.endswith(b"\n", 0, self.length)


def _views(data: bytes, length: int) -> list[bytes | memoryview]:
    """Give long lines without copying them."""
    view, found, start = memoryview(data), [], 0
    while start < length:
        end = data.find(b"\n", start, length)
        end = length if end < 0 else end
        found.append(view[start:end])
        start = end + 1
    return [*found]


def damage_of(error: BaseException) -> tuple[str, str]:
    """Say in a few words what is wrong with a file, and what the error says."""
    if isinstance(error, ExpandsTooMuchError):
        return "expands too much", str(error)
    return "file ends early" if isinstance(error, EOFError) else "compressed data damaged", str(error)


def blocks_of(stream: io.BufferedReader, size: int) -> Iterator[Block]:
    r"""Cut a stream into blocks of whole lines; the same stream gives the same blocks.

    Parameters
    ----------
    stream
        The bytes.
    size
        About how many bytes a block has; a longer line is a block of its own.

    Yields
    ------
    Blocks; where the stream is damaged, what comes before, and then the damage.

    Examples
    --------
    >>> import io
    >>> [block[:3] for block in blocks_of(io.BufferedReader(io.BytesIO(b"a\nb\nc")), 1)]
    [(b'a\n', False, 0), (b'b\n', False, 2), (b'c', True, 4)]
    """
    n_read = 0
    parts: list[bytes] = []
    length = 0
    damage: tuple[str, str] | None = None
    while True:
        try:
            data = stream.read1(size)
        except DAMAGED as error:
            data, damage = b"", damage_of(error)
        if not data:
            break
        parts.append(data)
        length += len(data)
        n_read += len(data)
        if length < size:
            continue
        waiting = b"".join(parts)
        while (end := _end_of_block(waiting, size)) is not None:
            yield Block(waiting[:end], is_last=False, offset=n_read - len(waiting), length=end)
            waiting = waiting[end:]
        if len(waiting) > LONGEST_LINE:
            yield _too_long(waiting)
            waiting, n_skipped = _after_line(stream)
            n_read += n_skipped
        parts, length = [waiting], len(waiting)
    rest = b"".join(parts)
    if damage is not None:  # the line that breaks off is the one that the damage is reported for
        rest = rest[: rest.rfind(b"\n") + 1]
    if rest:
        yield Block(rest, is_last=True, offset=n_read - length, length=len(rest))
    if damage is not None:
        yield Block(b"", is_last=True, offset=n_read, length=0, damage=damage)


def blocks_in(path: Path, size: int) -> Iterator[Block]:
    """Find blocks of whole lines in a file that is neither packed nor recoded, without reading all of it.

    Parameters
    ----------
    path
        The file.
    size
        About how many bytes a block has; a longer line is a block of its own.

    Yields
    ------
    Blocks without their bytes.
    """
    whole, offset = path.stat().st_size, 0
    with path.open("rb") as file:
        while offset < whole:
            end = _end_in_file(file, offset, size, whole)
            if end - offset > max(LONGEST_LINE, size):
                file.seek(offset)
                yield _too_long(file.read(_KEPT_OF_TOO_LONG))
            else:
                yield Block(b"", end == whole, offset, end - offset)
            offset = end


def _end_in_file(file: BinaryIO, offset: int, size: int, whole: int) -> int:
    """Where the next block of a file ends: behind the last line that fits, or behind the first if that is longer."""
    if offset + size >= whole:
        return whole
    place = offset + size
    while place > offset:
        start = max(offset, place - _LOOK_AROUND)
        file.seek(start)
        if (found := file.read(place - start).rfind(b"\n") + 1) > 0:
            return start + found
        place = start
    file.seek(offset + size)
    while data := file.read(_LOOK_AROUND):
        if (found := data.find(b"\n") + 1) > 0:
            return file.tell() - len(data) + found
    return whole


def _too_long(line: bytes) -> Block:
    return Block(line[:_KEPT_OF_TOO_LONG], is_last=False, offset=0, length=0, too_long=True)


def _end_of_block(waiting: bytes, size: int) -> int | None:
    """Where the next block ends: behind the last line that fits, or behind the first if that is longer."""
    if len(waiting) <= size:
        return None
    end = waiting.rfind(b"\n", 0, size) + 1
    return end or (waiting.find(b"\n", size) + 1) or None


def _after_line(stream: io.BufferedReader) -> tuple[bytes, int]:
    """Pass over the rest of a line; give what was read behind it, and how much was read in all."""
    n_read = 0
    while data := stream.read1(_LOOK_AROUND):
        n_read += len(data)
        if (end := data.find(b"\n") + 1) > 0:
            return data[end:], n_read
    return b"", n_read
