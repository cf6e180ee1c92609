"""Tables put aside in labelled pieces, on disk or in memory, to be taken up again by label."""

from __future__ import annotations

import base64
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

import msgspec
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["DiskSpool", "MemorySpool", "Spool"]


# A table is many small buffers; written one by one, they would be as many calls of the system.
_BUFFER_SIZE = 1 << 20


class Spool(Protocol):
    """Where steps of loading leave tables for the next step.

    A step that goes through the data in one order puts pieces aside, each labelled with the part of the data
    that will want it; the next step takes up all pieces of a label, in order of who put them there.
    """

    def put(self, kind: str, producer: int, pieces: Iterable[tuple[int, pa.Table]]) -> None:
        """Put aside all that one producer has of a kind; what it had put aside before is replaced."""

    def each(self, kind: str, label: int) -> Iterator[tuple[int, pa.Table]]:
        """Take up the pieces of a label, with their producer, in order of producer."""

    def own(self, kind: str, producer: int) -> pa.Table | None:
        """Take up all pieces of one producer, or None where it has put none aside."""

    def drop(self, kind: str) -> None:
        """Throw away all pieces of a kind; notes stay."""

    def note(self, kind: str, producer: int, content: bytes) -> None:
        """Keep a note; it says that the producer has put all its pieces aside."""

    def noted(self, kind: str, producer: int) -> bytes | None:
        """Read a note, or None where there is none."""


@dataclass
class MemorySpool:
    """A spool for what fits in memory."""

    pieces: dict[str, dict[int, list[tuple[int, pa.Table]]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    notes: dict[tuple[str, int], bytes] = field(default_factory=dict)

    def put(self, kind: str, producer: int, pieces: Iterable[tuple[int, pa.Table]]) -> None:
        """Put aside all that one producer has of a kind."""
        self.pieces[kind][producer] = list(pieces)

    def each(self, kind: str, label: int) -> Iterator[tuple[int, pa.Table]]:
        """Take up the pieces of a label."""
        for producer in sorted(self.pieces[kind]):
            for one, table in self.pieces[kind][producer]:
                if one == label:
                    yield producer, table

    def own(self, kind: str, producer: int) -> pa.Table | None:
        """Take up all pieces of one producer."""
        pieces = self.pieces[kind].get(producer)
        return pa.concat_tables([table for _, table in pieces]) if pieces else None

    def drop(self, kind: str) -> None:
        """Throw away all pieces of a kind."""
        self.pieces.pop(kind, None)

    def note(self, kind: str, producer: int, content: bytes) -> None:
        """Keep a note."""
        self.notes[kind, producer] = content

    def noted(self, kind: str, producer: int) -> bytes | None:
        """Read a note, or None where there is none."""
        return self.notes.get((kind, producer))


@dataclass(frozen=True)
class DiskSpool:
    """A spool in a folder: a file per kind and producer, complete or not there at all.

    Parameters
    ----------
    folder
        Where the files are.
    """

    folder: Path

    def put(self, kind: str, producer: int, pieces: Iterable[tuple[int, pa.Table]]) -> None:
        """Put aside all that one producer has of a kind."""
        path = self._path(kind, producer)
        given = [(label, table) for label, table in pieces if table.num_rows]
        if not given:
            path.unlink(missing_ok=True)
            return
        schema = given[0][1].schema
        unknown = [name for name in schema.names if all(_is_null(table[name]) for _, table in given)]
        labels: list[int] = []
        waiting = path.with_suffix(".part")
        with pa.output_stream(str(waiting), buffer_size=_BUFFER_SIZE) as file:
            kept = [(label, table.drop_columns(unknown)) for label, table in given]
            with pa.ipc.new_file(file, kept[0][1].schema) as writer:
                for label, table in kept:
                    batches = table.combine_chunks().to_batches()
                    labels += [label] * len(batches)
                    for batch in batches:
                        writer.write_batch(batch)
        contents = _Contents(labels, base64.b64encode(schema.serialize().to_pybytes()).decode())
        # The contents stand first: a file of tables is never there without them.
        path.with_suffix(".json").write_bytes(msgspec.json.encode(contents))
        waiting.replace(path)

    def each(self, kind: str, label: int) -> Iterator[tuple[int, pa.Table]]:
        """Take up the pieces of a label."""
        for path in sorted(self.folder.glob(f"{kind}-*.arrow")):
            contents = _contents_of(path)
            if label in contents.labels:
                wanted = [place for place, one in enumerate(contents.labels) if one == label]
                yield int(path.stem.rpartition("-")[2]), _read(path, contents, wanted)

    def own(self, kind: str, producer: int) -> pa.Table | None:
        """Take up all pieces of one producer."""
        path = self._path(kind, producer)
        if not path.exists():
            return None
        contents = _contents_of(path)
        return _read(path, contents, range(len(contents.labels)))

    def drop(self, kind: str) -> None:
        """Throw away all pieces of a kind."""
        for path in [*self.folder.glob(f"{kind}-*.arrow"), *self.folder.glob(f"{kind}-*.json")]:
            path.unlink()

    def note(self, kind: str, producer: int, content: bytes) -> None:
        """Keep a note."""
        path = self._path(kind, producer).with_suffix(".note")
        waiting = path.with_suffix(".note-part")
        waiting.write_bytes(content)
        waiting.replace(path)

    def noted(self, kind: str, producer: int) -> bytes | None:
        """Read a note, or None where there is none."""
        path = self._path(kind, producer).with_suffix(".note")
        return path.read_bytes() if path.exists() else None

    def _path(self, kind: str, producer: int) -> Path:
        return self.folder / f"{kind}-{producer:08}.arrow"


class _Contents(msgspec.Struct):
    """What is in a file of tables: a label per batch, and the schema with the columns that are all null."""

    labels: list[int]
    schema: str


def _contents_of(path: Path) -> _Contents:
    return msgspec.json.decode(path.with_suffix(".json").read_bytes(), type=_Contents)


@lru_cache(maxsize=64)
def _schema_of(text: str) -> pa.Schema:
    return pa.ipc.read_schema(pa.py_buffer(base64.b64decode(text)))


def _is_null(column: pa.ChunkedArray) -> bool:
    return bool(column.null_count == len(column))


def _read(path: Path, contents: _Contents, places: Iterable[int]) -> pa.Table:
    # Read, not mapped: mapped pages would count as memory for as long as the file is open.
    with pa.OSFile(str(path), "rb") as file:
        reader = pa.ipc.open_file(file)
        table = pa.Table.from_batches([reader.get_batch(place) for place in places], reader.schema)
    schema = _schema_of(contents.schema)
    columns = [
        table[field.name] if field.name in table.column_names else pa.nulls(table.num_rows, field.type)
        for field in schema
    ]
    return pa.table(columns, schema=schema)


def gathered(spool: Spool, kind: str, label: int, schema: pa.Schema) -> pa.Table:
    """Take up the pieces of a label as one table, which may be empty."""
    return pa.concat_tables([schema.empty_table(), *(table for _, table in spool.each(kind, label))])
