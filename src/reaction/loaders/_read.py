"""One file: its records as tables, its rejects, and what became of every line."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec

from reaction.loaders import _text
from reaction.loaders._blocks import damage_of
from reaction.loaders._companions import read_companions, without_script
from reaction.loaders._copies import absorb
from reaction.loaders._decode import UNREADABLE, Decoder, Undecodable
from reaction.loaders._delimited import read_rows, text_lines
from reaction.loaders._ids import may_be_damaged, repair
from reaction.loaders._rows import Gone, Reject, Row, to_table
from reaction.loaders._split import split_objects
from reaction.loaders._streams import DAMAGED, chunks_of, open_bytes

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterable, Iterator

    import pyarrow as pa

    from reaction.loaders._blocks import Block
    from reaction.loaders._registry import Loader
    from reaction.loaders._sniff import Sniffed

__all__ = ["FileRead", "FileReader", "Rejected"]

# Small enough for the rows to stay in the processor's cache while they are taken apart.
BATCH_SIZE = 4_000

_DRIFT = (KeyError, TypeError, AttributeError, ValueError, IndexError)


# What a record was read from, as far as a reject needs it.
Raw = bytes | memoryview | str


class Rejected(msgspec.Struct, gc=False):
    """A record that was not taken, and why."""

    line: int
    reason: str
    snippet: str


class FileRead(msgspec.Struct):
    """What a file, or a stretch of it, gave; its rows go elsewhere.

    Parameters
    ----------
    rows
        How many rows it gave.
    rejects
        Its records that are no posts.
    gone
        What it says of posts that the platform no longer gives out.
    odd
        Values, by column or path, that could not be taken as they were.
    lines, blank, empty
        Lines; those without anything; those that hold a page without posts.
    limits
        How many posts a stream said it had withheld so far, whenever it said so.
    copies
        Further context copies of posts that are among the rows.
    """

    rows: int = 0
    rejects: list[Rejected] = []
    gone: list[Gone] = []
    odd: dict[str, int] = {}
    lines: int = 0
    blank: int = 0
    empty: int = 0
    limits: list[int] = []
    copies: int = 0


class FileReader:
    """Reads the records of one file: all of it, or one block of lines.

    Parameters
    ----------
    sniffed
        The file, and what it was found to be.
    loader
        The loader of its format.
    emit
        Takes the rows, a table at a time.
    platform
        The platform of posts that name none.
    """

    def __init__(
        self, sniffed: Sniffed, loader: Loader, emit: Callable[[pa.Table], None], platform: str | None = None
    ) -> None:
        self.sniffed, self.loader, self.emit, self.platform = sniffed, loader, emit, platform
        self.around = read_companions(sniffed.source, loader.companions)
        self._begin()

    def _begin(self) -> None:
        self.result = FileRead()
        self.odd: Counter[str] = Counter()
        self.decoder = Decoder(self.loader.record)
        self.rows: list[Row] = []
        self.numbers: list[int] = []
        self.known: dict[str, Row] = {}  # context rows of this batch

    def read(self) -> FileRead:
        """Read a whole document or table. Whatever is in it, nothing is raised but errors of the file system."""
        self._begin()
        with open_bytes(self.sniffed.source) as stream:
            try:
                if self.sniffed.layout == "document":
                    self._document(stream)
                else:
                    self._rows(stream)
            except DAMAGED as error:
                self._damaged(*damage_of(error))
        return self._end()

    def read_blocks(self, blocks: Iterable[Block]) -> FileRead:
        """Read some lines, counted from the first of them; the file's other lines make no difference."""
        self._begin()
        for block in blocks:
            if block.damage is not None:
                self._damaged(*block.damage)
            elif block.too_long:
                self._damaged("line too long", block.data)
            else:
                self._lines(block)
            self._flush()
        return self._end()

    def _end(self) -> FileRead:
        self._flush()
        self.result.odd = dict(self.odd + self.decoder.odd)
        return self.result

    def _damaged(self, reason: str, raw: Raw) -> None:
        self.result.lines += 1
        self._reject(self.result.lines, reason, raw)

    def _lines(self, block: Block) -> None:
        decode, lines = self.decoder.decode, block.lines
        before = self.result.lines
        last = before + len(lines) if block.is_open else -1
        for number, line in enumerate(lines, start=before + 1):
            try:
                record = decode(line)
            except UNREADABLE:
                self._patiently(number, bytes(line), at_end=number == last)
            else:
                self._take(number, line, record, {})
        self.result.lines += len(lines)

    def _document(self, stream: io.BufferedReader) -> None:
        chunks = self._counted(without_script(chunks_of(stream)))
        pieces = split_objects(chunks, self.loader.inside)
        for piece in pieces:
            if piece.too_long:
                self._reject(piece.line, "record too long", piece.raw)
                continue
            try:
                record = self.decoder.decode(piece.raw)
            except UNREADABLE:
                if piece.whole:
                    self._patiently(piece.line, piece.raw, around=piece.around)
                else:
                    cut = piece.raw.startswith(b"{")
                    self._reject(piece.line, "truncated" if cut else "not valid JSON", piece.raw)
            else:
                self._take(piece.line, piece.raw, record, piece.around)

    def _counted(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        chunk = b"\n"
        for chunk in chunks:  # the last is looked at behind the loop
            self.result.lines += chunk.count(b"\n")
            yield chunk
        self.result.lines += not chunk.endswith(b"\n")

    def _rows(self, stream: io.BufferedReader) -> None:
        table = self.sniffed.delimited
        if table is None:
            return
        with text_lines(stream) as lines:
            for number, line, record in read_rows(self._counted_text(lines), table):
                if isinstance(record, Undecodable):
                    self._reject(number, record.reason, record.raw)
                elif record is None:
                    self.result.blank += 1
                else:
                    self._take(number, line, record, {})

    def _counted_text(self, lines: Iterable[str]) -> Iterator[str]:
        for line in lines:
            self.result.lines += 1
            yield line

    def _patiently(
        self, number: int, line: bytes, *, at_end: bool = False, around: dict[str, Any] | None = None
    ) -> None:
        found = False
        for record in self.decoder.patiently(line, at_end=at_end):
            found = True
            if isinstance(record, Undecodable):
                self._reject(number, record.reason, record.raw)
            else:
                self._take(number, line, record, around or {})
        if not found:
            self.result.blank += 1

    def _take(self, number: int, line: Raw, record: Any, around: dict[str, Any]) -> None:
        try:
            if self.loader.takes_surroundings:
                self._keep(number, line, self.loader.convert(record, {**around, **self.around}))
            else:
                self._keep(number, line, self.loader.convert(record))
        except _DRIFT as error:
            # A loader met a shape that it was not written for: that record is lost, the others are not.
            self._reject(number, f"{self.loader.name} can't read it ({type(error).__name__})", line)

    def _keep(self, number: int, line: Raw, items: Iterable[Any]) -> None:
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
                    self.result.limits.append(item.limit)
            else:
                item.platform = item.platform or self.platform or self.loader.platform
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

    def _keep_without_text_id(self, number: int, line: Raw, row: Row) -> None:
        if isinstance(row.post_id, int) and not isinstance(row.post_id, bool):
            self.odd["post_id"] += 1
            row.post_id = str(row.post_id)
            self.rows.append(row)
            self.numbers.append(number)
        else:
            damaged = isinstance(row.post_id, float)
            self._reject(number, "damaged post id" if damaged else "no post id", line)

    def _reject(self, number: int, reason: str, raw: Raw) -> None:
        self.result.rejects.append(Rejected(number, reason, _text.snippet(raw)))

    def _flush(self) -> None:
        if not self.rows:
            return
        rows, numbers = self._with_sound_ids()
        if rows:
            table = to_table(
                rows, numbers, self.loader, str(self.sniffed.source), self.odd, platform=self.platform
            )
            self.result.rows += table.num_rows
            self.emit(table)
        self.rows, self.numbers, self.known = [], [], {}

    def _with_sound_ids(self) -> tuple[list[Row], list[int]]:
        """Leave out rows whose id a spreadsheet or another program has damaged beyond repair."""
        # Tables pass through spreadsheets; ids in JSON are text, and few files have damaged ones.
        damaged = None
        if self.sniffed.layout == "rows" or may_be_damaged([row.post_id or "" for row in self.rows]):
            damaged = repair(self.rows, self.odd)
        if not damaged:
            return self.rows, self.numbers
        for place in sorted(damaged):
            self._reject(self.numbers[place], "damaged post id", str(self.rows[place].post_id))
        kept = [place for place in range(len(self.rows)) if place not in damaged]
        return [self.rows[place] for place in kept], [self.numbers[place] for place in kept]
