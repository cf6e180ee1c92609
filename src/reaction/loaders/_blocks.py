"""A stream of lines in blocks of whole lines, which can be read apart from each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reaction.loaders._streams import DAMAGED

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

__all__ = ["BLOCK_SIZE", "Block", "blocks_of"]

BLOCK_SIZE = 1 << 24
# Longer than any record of a known format; more is not kept in memory.
LONGEST_LINE = 1 << 28
_KEPT_OF_TOO_LONG = 1 << 12


class Block(NamedTuple):
    """Whole lines of a file.

    Parameters
    ----------
    data
        Their bytes.
    first_line
        The number of the first, from 1.
    is_last
        Whether the file ends with them.
    too_long
        Whether this is the beginning of one line that is longer than any record.
    """

    data: bytes
    first_line: int
    is_last: bool
    too_long: bool = False


def blocks_of(stream: io.BufferedReader, size: int = BLOCK_SIZE) -> Iterator[Block]:
    r"""Cut a stream into blocks of whole lines; the same stream gives the same blocks.

    Parameters
    ----------
    stream
        The bytes.
    size
        About how many bytes a block has; a longer line is a block of its own.

    Yields
    ------
    Blocks. What comes before any damage is given before that is raised.

    Examples
    --------
    >>> import io
    >>> [block[:3] for block in blocks_of(io.BufferedReader(io.BytesIO(b"a\nb\nc")), 1)]
    [(b'a\n', 1, False), (b'b\n', 2, False), (b'c', 3, True)]
    """
    waiting, line = b"", 1
    parts: list[bytes] = []
    length = 0
    damage: BaseException | None = None
    while True:
        try:
            data = stream.read1(size)
        except DAMAGED as error:
            data, damage = b"", error
        if not data:
            break
        parts.append(data)
        length += len(data)
        if length < size and len(data) < size:
            continue
        waiting = b"".join(parts)
        while (end := _end_of_block(waiting, size)) is not None:
            block, waiting = waiting[:end], waiting[end:]
            yield Block(block, line, is_last=False)
            line += block.count(b"\n")
        if len(waiting) > LONGEST_LINE:
            yield Block(waiting[:_KEPT_OF_TOO_LONG], line, is_last=False, too_long=True)
            waiting = _after_line(stream)
            line += 1
        parts, length = [waiting], len(waiting)
    rest = b"".join(parts)
    if damage is not None:  # the line that breaks off is the one that the damage is reported for
        rest = rest[: rest.rfind(b"\n") + 1]
    if rest:
        yield from _last(rest, line, size)
    if damage is not None:
        raise damage


def _end_of_block(waiting: bytes, size: int) -> int | None:
    """Where the next block ends: behind the last line that fits, or behind the first if that is longer."""
    if len(waiting) < size:
        return None
    end = waiting.rfind(b"\n", 0, size) + 1
    return end or (waiting.find(b"\n", size) + 1) or None


def _last(rest: bytes, line: int, size: int) -> Iterator[Block]:
    while (end := _end_of_block(rest, size)) is not None and end < len(rest):
        yield Block(rest[:end], line, is_last=False)
        line += rest.count(b"\n", 0, end)
        rest = rest[end:]
    yield Block(rest, line, is_last=True)


def _after_line(stream: io.BufferedReader) -> bytes:
    while data := stream.read1(1 << 20):
        if (end := data.find(b"\n") + 1) > 0:
            return data[end:]
    return b""
