"""One file: its records as a table, its rejects, and what became of every line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from reaction.loaders import _text
from reaction.loaders._copies import absorb
from reaction.loaders._decode import UNREADABLE, Decoder, Undecodable
from reaction.loaders._files import DAMAGED, open_bytes
from reaction.loaders._rows import Gone, Reject, Row, empty_table, to_table
from reaction.loaders._split import split_objects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reaction.loaders._registry import Loader
    from reaction.loaders._sniff import Sniffed

__all__ = ["FileRead", "Rejected", "read_file"]

# Small enough for the rows to stay in the processor's cache while they are taken apart.
BATCH_SIZE = 8_000

_DRIFT = (KeyError, TypeError, AttributeError, ValueError, IndexError)


@dataclass(frozen=True)
class Rejected:
    """A record that was not taken, and why."""

    file: str
    line: int
    reason: str
    snippet: str


@dataclass
class FileRead:
    """What a file gave.

    Parameters
    ----------
    file
        Its name.
    sniffed
        What it was taken for.
    batches
        Its rows.
    rejects
        Its records that are no posts.
    gone
        What it says of posts that the platform no longer gives out.
    odd
        Values, by column or path, that could not be taken as they were.
    lines, blank, empty
        Lines; those without anything; those that hold a page without posts.
    limit
        Posts that the stream says it withheld.
    copies
        Further context copies of posts that are among the rows.
    """

    file: str
    sniffed: Sniffed
    batches: list[pa.Table] = field(default_factory=list)
    rejects: list[Rejected] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    odd: Counter[str] = field(default_factory=Counter)
    lines: int = 0
    blank: int = 0
    empty: int = 0
    limit: int = 0
    copies: int = 0

    @property
    def rows(self) -> int:
        """Posts in it, context and duplicates included."""
        return sum(batch.num_rows for batch in self.batches)

    @property
    def table(self) -> pa.Table:
        """Its rows as one table."""
        return pa.concat_tables(self.batches) if self.batches else empty_table()


def read_file(sniffed: Sniffed, loader: Loader) -> FileRead:
    """Read a file of JSON records.

    Parameters
    ----------
    sniffed
        The file, and what it was found to be.
    loader
        The loader of its format.

    Returns
    -------
    What it gave. Whatever is in the file, nothing is raised but errors of the file system.
    """
    return _Reader(sniffed, loader).read()


class _Reader:
    """Goes through a file once."""

    def __init__(self, sniffed: Sniffed, loader: Loader) -> None:
        self.result = FileRead(sniffed.path.as_posix(), sniffed)
        self.loader = loader
        self.decoder = Decoder(loader.record)
        self.rows: list[Row] = []
        self.numbers: list[int] = []
        self.known: dict[str, Row] = {}  # context rows of this batch
        self.last_limit = 0

    def read(self) -> FileRead:
        with open_bytes(self.result.sniffed.path) as stream:
            try:
                if self.result.sniffed.layout == "document":
                    self._document(stream)
                else:
                    self._lines(stream)
            except DAMAGED as error:
                reason = "file ends early" if isinstance(error, EOFError) else "compressed data damaged"
                self.result.lines += 1
                self._reject(self.result.lines, reason, str(error))
        self._flush()
        self.result.odd.update(self.decoder.odd)
        self.result.limit += self.last_limit
        return self.result

    def _lines(self, stream: Iterable[bytes]) -> None:
        decode = self.decoder.decode
        for number, line in enumerate(stream, start=1):
            self.result.lines = number
            try:
                record = decode(line)
            except UNREADABLE:
                self._patiently(number, line)
            else:
                self._take(number, line, record)

    def _document(self, stream: Iterable[bytes]) -> None:
        for number, piece, whole in split_objects(self._counted(stream)):
            try:
                record = self.decoder.decode(piece)
            except UNREADABLE:
                if whole:
                    self._patiently(number, piece)
                else:
                    self._reject(number, "truncated" if piece.startswith(b"{") else "not valid JSON", piece)
            else:
                self._take(number, piece, record)

    def _counted(self, stream: Iterable[bytes]) -> Iterator[bytes]:
        for line in stream:
            self.result.lines += 1
            self.result.blank += line.isspace()
            yield line

    def _patiently(self, number: int, line: bytes) -> None:
        found = False
        for record in self.decoder.patiently(line, at_end=not line.endswith(b"\n")):
            found = True
            if isinstance(record, Undecodable):
                self._reject(number, record.reason, record.raw)
            else:
                self._take(number, line, record)
        if not found:
            self.result.blank += 1

    def _take(self, number: int, line: bytes, record: Any) -> None:
        try:
            self._keep(number, line, self.loader.convert(record))
        except _DRIFT as error:
            # A loader met a shape that it was not written for: that record is lost, the others are not.
            self._reject(number, f"{self.loader.name} can't read it ({type(error).__name__})", line)

    def _keep(self, number: int, line: bytes, items: Iterable[Any]) -> None:
        rows = self.rows
        before = len(rows) + len(self.result.rejects) + self.result.copies
        for item in items:
            if type(item) is Row:
                if type(item.post_id) is not str or not item.post_id:
                    self._keep_without_text_id(number, line, item)
                    continue
                if item.is_context and self._is_copy(item):
                    continue
                rows.append(item)
                self.numbers.append(number)
            elif type(item) is Reject:
                self._reject(number, item.reason, line)
                if item.limit is not None:
                    self._limit(item.limit)
            else:
                item.platform = self.loader.platform
                self.result.gone.append(item)
        self.result.empty += len(rows) + len(self.result.rejects) + self.result.copies == before
        if len(rows) >= BATCH_SIZE:
            self._flush()

    def _is_copy(self, row: Row) -> bool:
        known = self.known.setdefault(row.post_id or "", row)
        if known is row or not absorb(known, row):
            return False
        self.result.copies += 1
        return True

    def _keep_without_text_id(self, number: int, line: bytes, row: Row) -> None:
        if isinstance(row.post_id, int) and not isinstance(row.post_id, bool):
            self.result.odd["post_id"] += 1
            row.post_id = str(row.post_id)
            self.rows.append(row)
            self.numbers.append(number)
        else:
            self._reject(number, "no post id", line)

    def _limit(self, track: int) -> None:
        # The number counts from the start of a connection; a smaller one means that a new one began.
        if track < self.last_limit:
            self.result.limit += self.last_limit
        self.last_limit = track

    def _reject(self, number: int, reason: str, raw: bytes | str) -> None:
        self.result.rejects.append(Rejected(self.result.file, number, reason, _text.snippet(raw)))

    def _flush(self) -> None:
        if self.rows:
            batch = to_table(self.rows, self.numbers, self.loader, self.result.file, self.result.odd)
            self.result.batches.append(batch)
            self.rows, self.numbers, self.known = [], [], {}
