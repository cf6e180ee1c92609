"""Units of reading: blocks of lines, or whole files, that can be read apart from each other."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from reaction.loaders._blocks import BLOCK_SIZE, Block, blocks_in, blocks_of, damage_of
from reaction.loaders._merge import turn, versions_of
from reaction.loaders._read import FileRead, FileReader, Rejected
from reaction.loaders._registry import get_loader
from reaction.loaders._rows import MOST_ROWS, ORDERED_SCHEMA, SCHEMA
from reaction.loaders._shards import parted, shards_of
from reaction.loaders._split import split_objects
from reaction.loaders._streams import open_bytes, raw_head, read_head
from reaction.loaders._text import snippet
from reaction.parallel import without_cycle_search

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from reaction.loaders._sniff import Sniffed
    from reaction.loaders._spool import Spool

__all__ = ["Unit", "UnitRead", "keep_unit", "read_unit", "unit_read", "units_of"]

# What is put aside together, and read again together if the work is broken off.
UNIT_SIZE = 1 << 25
PACKED_UNIT_SIZE = 1 << 24
# A document of gigabytes is one unit, whose rows are put aside in several parts.
_ROWS_AT_A_TIME = 1 << 16
_SAMPLE = 1 << 20
_MOST_UNITS = 10**8
_TABLE_BATCH = 1 << 14
_ENCODE = msgspec.json.encode


class Unit(msgspec.Struct):
    """A stretch of input.

    Parameters
    ----------
    number
        Its place among all.
    file
        The place of its file among all.
    size
        How many bytes of input it stands for, as far as that is known.
    block
        Some lines; None for the whole file.
    """

    number: int
    file: int
    size: int
    block: Block | None = None


class UnitRead(msgspec.Struct):
    """What became of a unit.

    Parameters
    ----------
    file
        The place of its file.
    read
        What the file gave there.
    versions
        Of edited posts: platform, id, and the id of the first version.
    """

    file: int
    read: FileRead
    versions: list[tuple[str, str, str]] = []


_DECODE = msgspec.json.Decoder(UnitRead).decode


def units_of(files: Sequence[Sniffed]) -> Iterator[Unit]:
    """Cut input into units; the same input gives the same units.

    Parameters
    ----------
    files
        The files.

    Yields
    ------
    Units, in order. Lines of plain files are left there, to be read by whoever reads the unit.
    """
    number = 0
    for place, file in enumerate(files):
        for size, block in _blocks(file):
            yield Unit(number, place, size, block)
            number += 1


def _blocks(file: Sniffed) -> Iterator[tuple[int, Block | None]]:
    size = file.path.stat().st_size if file.source.member is None else 0
    if file.layout != "lines":
        yield size, None
    elif _is_plain(file):
        for block in blocks_in(file.path, UNIT_SIZE):
            yield block.length, block
    else:
        with open_bytes(file.source) as stream:
            for block in blocks_of(stream, PACKED_UNIT_SIZE):
                yield size, block
                size = 0  # of a packed file it is not known where a block ends


def _is_plain(file: Sniffed) -> bool:
    return (
        file.compression is None
        and file.source.member is None
        and not raw_head(file.source, 2).startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    )


def is_packed(file: Sniffed) -> bool:
    """Tell whether a file takes much less room than its content."""
    return file.compression is not None or file.source.member is not None or file.layout == "table"


def rows_per_byte(file: Sniffed) -> float:
    """Judge by the beginning of a file how many rows a byte of it (unpacked) gives."""
    if file.layout == "table":
        with pq.ParquetFile(file.path) as table:
            return float(table.metadata.num_rows / max(1, file.path.stat().st_size))
    head = read_head(file.source, _SAMPLE)
    if file.layout == "rows":
        return head.count(b"\n") / max(1, len(head))
    loader = get_loader(file.format)
    if file.layout == "document":
        return sum(1 for _ in split_objects([head], loader.inside)) / max(1, len(head))
    end = head.rfind(b"\n") + 1 or len(head)
    reader = FileReader(file, loader, emit=lambda _: None)
    read = reader.read_blocks([Block(head, is_last=False, offset=0, length=end)])
    return (read.rows + read.copies) / max(1, end)


def read_unit(task: tuple[Unit, Sniffed], spool: Spool, n_shards: int, platform: str | None = None) -> int:
    """Read a unit and put its rows aside, a piece per shard; note what became of it.

    Parameters
    ----------
    task
        The unit and its file.
    spool
        Where to put rows, as ``"rows"``, by the unit's number.
    n_shards
        How many shards there are.
    platform
        The platform of posts that name none.

    Returns
    -------
    The unit's number.
    """
    unit, file = task
    sink = _Sink(unit, spool, n_shards)
    _note(unit, _read(unit, file, sink.take, platform), sink)
    return unit.number


def keep_unit(unit: Unit, read: FileRead, batches: list[pa.Table], spool: Spool, n_shards: int) -> None:
    """Put the rows of a unit that was read elsewhere aside, and note what became of it.

    Parameters
    ----------
    unit
        The unit; with a note on it, it counts as read.
    read
        What its stretch of the file gave.
    batches
        Its rows.
    spool
        Where to put rows, as ``"rows"``, by the unit's number.
    n_shards
        How many shards there are.
    """
    sink = _Sink(unit, spool, n_shards)
    for batch in batches:
        sink.take(batch)
    _note(unit, read, sink)


class _Sink:
    """Takes the rows of a unit and puts them aside, many at a time."""

    def __init__(self, unit: Unit, spool: Spool, n_shards: int) -> None:
        self.unit, self.spool, self.n_shards = unit, spool, n_shards
        self.batches: list[pa.Table] = []
        self.n_waiting = self.n_before = self.n_parts = 0
        self.versions: dict[tuple[str, str], str] = {}

    def take(self, batch: pa.Table) -> None:
        self.batches.append(batch)
        self.n_waiting += batch.num_rows
        if self.n_waiting >= _ROWS_AT_A_TIME:
            self.put()

    def put(self) -> None:
        if not self.batches:
            return
        rows = pa.concat_tables(self.batches)
        first = self.unit.number * MOST_ROWS + self.n_before
        order = pa.array(np.arange(first, first + rows.num_rows))
        rows = rows.append_column(ORDERED_SCHEMA.field("order"), order)
        versions = versions_of(rows)
        producer = self.n_parts * _MOST_UNITS + self.unit.number
        self.spool.put("rows", producer, parted(rows, _shards(rows, versions, self.n_shards)))
        self.versions |= versions
        self.batches, self.n_waiting = [], 0
        self.n_before, self.n_parts = self.n_before + rows.num_rows, self.n_parts + 1


def _note(unit: Unit, read: FileRead, sink: _Sink) -> None:
    sink.put()
    versions = [(*key, first) for key, first in sorted(sink.versions.items())]
    sink.spool.note("rows", unit.number, _ENCODE(UnitRead(unit.file, read, versions)))


def unit_read(spool: Spool, number: int) -> UnitRead | None:
    """Return what became of a unit, or None where it was not read, or not to its end."""
    note = spool.noted("rows", number)
    return None if note is None else _DECODE(note)


def _shards(rows: pa.Table, versions: dict[tuple[str, str], str], n_shards: int) -> NDArray[np.int64]:
    """Give versions of an edited post one shard: that of the first."""
    return shards_of(turn(rows, versions, ["post_id"])["post_id"], n_shards)


def _read(unit: Unit, file: Sniffed, emit: Callable[[pa.Table], None], platform: str | None) -> FileRead:
    if file.layout == "table":
        return _read_table(file, emit)
    reader = FileReader(file, get_loader(file.format), emit, platform)
    with without_cycle_search():
        if unit.block is None:
            return reader.read()
        return reader.read_blocks(_in_memory(unit.block, file))


def _in_memory(stretch: Block, file: Sniffed) -> Iterator[Block]:
    """Give the lines of a stretch with their bytes, in pieces if they are still in the file."""
    if stretch.data or not stretch.length:
        yield stretch
        return
    with file.path.open("rb", buffering=0) as stream:
        offset, end = stretch.offset, stretch.offset + stretch.length
        while offset < end:
            block = _read_block(stream, offset, end)
            yield block._replace(is_last=stretch.is_last and offset + block.length == end)
            offset += block.length


def _read_block(stream: io.RawIOBase, offset: int, end: int) -> Block:
    """Read whole lines; what was read beyond the last of them is left in the bytes, but not counted."""
    stream.seek(offset)
    data = _read_all(stream, min(BLOCK_SIZE, end - offset))
    if offset + len(data) == end:
        return Block(data, is_last=False, offset=offset, length=len(data))
    length = data.rfind(b"\n") + 1
    if not length:  # one line that is longer than a block
        data += _read_all(stream, end - offset - len(data))
        length = data.find(b"\n") + 1 or len(data)
        data = data[:length]
    return Block(data, is_last=False, offset=offset, length=length)


def _read_all(stream: io.RawIOBase, n: int) -> bytes:
    parts: list[bytes] = []
    while n and (part := stream.read(n)):
        parts.append(part)
        n -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _read_table(file: Sniffed, emit: Callable[[pa.Table], None]) -> FileRead:
    """Turn a Posts table back into rows, up to any damage."""
    n = 0
    rejects: list[Rejected] = []
    batches = _batches_of(file)
    while True:
        try:
            batch = next(batches, None)
        except (pa.ArrowException, ValueError, OSError) as error:
            reason, message = damage_of(error)
            rejects.append(Rejected(n + 1, reason, snippet(message)))
            break
        if batch is None:
            break
        emit(batch)
        n += batch.num_rows
    return FileRead(rows=n, rejects=rejects, lines=n + len(rejects))


def _batches_of(file: Sniffed) -> Iterator[pa.Table]:
    """Read a Posts table; columns beyond the schema have no place among other files' rows."""
    with pq.ParquetFile(file.path) as table:
        for batch in table.iter_batches(_TABLE_BATCH):
            batch.validate(full=True)  # damaged text would raise an error only where it is used
            columns = [
                batch.column(field.name).cast(field.type)
                if field.name in batch.schema.names
                else pa.nulls(batch.num_rows, field.type)
                for field in SCHEMA
            ]
            yield pa.table(columns, schema=SCHEMA)
