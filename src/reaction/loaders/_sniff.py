"""Which export format a file has, judged by its beginning, and why."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from reaction.errors import (
    AmbiguousFormatError,
    CompanionError,
    LoadError,
    NoInputError,
    NotPostsError,
    UnknownFormatError,
)
from reaction.loaders._columns import Columns
from reaction.loaders._delimited import Delimited, find_header
from reaction.loaders._files import Source
from reaction.loaders._other_exports import ARCHIVE_PARTS, ARCHIVE_SCRIPT, OTHER_EXPORTS, OTHER_TABLES
from reaction.loaders._registry import get_loader, loaders
from reaction.loaders._skeleton import Has, read_skeleton
from reaction.loaders._streams import DAMAGED, compression_of, raw_head, read_head
from reaction.loaders._text import snippet
from reaction.loaders._unknown import unknown_format

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from os import PathLike

    from reaction.loaders._registry import Loader

__all__ = ["Sniffed", "sniff"]

Layout = Literal["lines", "document", "rows", "table"]

_MAX_RECORDS = 25
# Where a head tells nothing, a longer one may; beyond a megabyte only a first line that goes on.
_HEAD_SIZES = (1 << 16, 1 << 20, 1 << 23, 1 << 26)
_LONG_ENOUGH = 1 << 20
_PARQUET_MAGIC = b"PAR1"
_PARQUET_KEY = b"reaction"
_BOM = b"\xef\xbb\xbf"
_SAID = "the caller says so"
# Files of X's account archive are scripts that assign JSON to a name.
_SCRIPT = re.compile(r"\A\s*(?:(?:var|let|const)\s+|window\.)?[\w.]{1,80}\s*=\s*(?=[\[{])")


@dataclass(frozen=True)
class Sniffed:
    """What a file looks like.

    Parameters
    ----------
    source
        The file.
    format
        The name of its format, as in :func:`reaction.loaders.formats`.
    reason
        Why it is taken for that.
    compression
        ``"gzip"``, ``"bzip2"``, ``"xz"``, ``"zstd"`` or None.
    layout
        ``"lines"`` (a JSON object per line), ``"document"`` (an array, or objects over several lines),
        ``"rows"`` (delimited text) or ``"table"`` (Parquet).
    delimited
        How delimited text is written.
    """

    source: Source
    format: str
    reason: str
    compression: str | None = None
    layout: Layout = "lines"
    delimited: Delimited | None = None

    @property
    def path(self) -> Path:
        """The file, or the archive that it is in."""
        return self.source.path


def sniff(
    path: str | PathLike[str] | Source,
    *,
    format: str | None = None,  # noqa: A002  # the user's word
) -> Sniffed:
    """Find out which export format a file has.

    Only the beginning is looked at, as much of it as it takes.

    Parameters
    ----------
    path
        The file.
    format
        Take this format as given and find out the rest.

    Returns
    -------
    What was found, and the reason.

    Raises
    ------
    NoInputError
        If there is no such file.
    UnknownFormatError
        If no known format fits, or the file is empty; the message lists what was tried.
    AmbiguousFormatError
        If records of several formats are in the file.
    NotPostsError
        If it is an export of something else: accounts, counts, compliance events, lists, places.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "posts.jsonl"
    >>> _ = file.write_text('{"id_str": "20", "text": "just setting up", "user": {"id_str": "12"}}')
    >>> found = sniff(file)
    >>> found.format, found.reason
    ('x-v1', '1 of 1 records in the head has id_str, user')
    """
    source = path if isinstance(path, Source) else Source(Path(path), named=True)
    if not source.path.is_file():
        raise NoInputError(f"There is no file '{source.path}'.")
    if isinstance(error := _try_to_open(source), LoadError):
        raise error
    magic = raw_head(source, 8)
    if magic.startswith(_PARQUET_MAGIC):
        if format not in {None, "parquet"}:
            raise LoadError(f"'{source}' is a Parquet file and can't be read as {format!r}.")
        return Sniffed(source, "parquet", _parquet_reason(source), layout="table")
    if format == "parquet":
        raise LoadError(f"'{source}' is no Parquet file (it does not begin with PAR1).")
    compression = compression_of(magic)
    for size in _HEAD_SIZES:
        head = read_head(source, size)
        found = _of_json(source, head, format) or _of_table(source, head, format)
        if found is not None:
            return replace(found, compression=compression)
        if len(head) < size or (size >= _LONG_ENOUGH and b"\n" in head):
            break
    records = _records(head)[1]
    _refuse_other_exports(source, head, records)
    if not head and compression is not None:
        raise UnknownFormatError(
            f"'{source}' is compressed with {compression}, but nothing can be unpacked from it."
        )
    raise UnknownFormatError(unknown_format(source, head, records))


def _try_to_open(source: Source) -> LoadError | None:
    try:
        raw_head(source, 1)
    except DAMAGED as error:
        return LoadError(f"'{source}' can't be opened: {snippet(str(error))}.")
    return None


def _of_json(source: Source, head: bytes, format_: str | None) -> Sniffed | None:
    layout, records = _records(head)
    if format_ is not None:
        wanted = get_loader(format_)
        if _reads_tables(wanted) and not (_reads_json(wanted) and _looks_like_json(head)):
            return None
        return Sniffed(source, wanted.name, _SAID, layout="document" if wanted.inside else layout)
    if (found := _decide(source, records)) is None:
        return None
    return Sniffed(source, *found, layout="document" if get_loader(found[0]).inside else layout)


def _reads_json(loader: Loader) -> bool:
    return any(isinstance(shape, Has) for shape in loader.shapes)


def _reads_tables(loader: Loader) -> bool:
    return any(isinstance(shape, Columns) for shape in loader.shapes)


def _looks_like_json(head: bytes) -> bool:
    return head.removeprefix(_BOM).lstrip()[:1] in {b"{", b"["}


def _of_table(source: Source, head: bytes, format_: str | None) -> Sniffed | None:
    text = head.decode("utf-8", "replace")
    if format_ is not None:
        wanted = get_loader(format_)
        if (given := find_header(text, wanted.columns_of)) is None:
            raise LoadError(
                f"'{source}' can't be read as {format_!r}: no line of its head has the columns {'; or '.join(map(str, wanted.shapes))}."
            )
        table, shape = given
        return Sniffed(source, format_, _SAID, layout="rows", delimited=replace(table, escape=shape.escape))

    def accept(names: Sequence[str]) -> dict[str, Columns] | None:
        return {one.name: shape for one in loaders() if (shape := one.columns_of(names)) is not None} or None

    if (found := find_header(text, accept)) is None:
        return None
    table, shapes = found
    if len(shapes) > 1:
        kinds = "; ".join(f"{name}: {shape}" for name, shape in sorted(shapes.items()))
        raise AmbiguousFormatError(
            f"'{source}' has the columns of several formats ({kinds}). Say which with format=\"…\"."
        )
    ((name, shape),) = shapes.items()
    reason = f"line {table.header_line} has the columns {shape}"
    return Sniffed(source, name, reason, layout="rows", delimited=replace(table, escape=shape.escape))


def _other_table(names: Sequence[str]) -> str | None:
    return next((kind for shape, kind in OTHER_TABLES if shape(names)), None)


def _parquet_reason(path: Source) -> str:
    if path.member is not None:
        raise UnknownFormatError(f"'{path}' is a Parquet file in an archive; unpack it first.")
    try:
        metadata = pq.read_schema(path.path).metadata or {}
    except (pa.ArrowException, ValueError, OSError) as error:
        raise UnknownFormatError(
            f"'{path}' begins as a Parquet file but can't be read as one: {snippet(str(error))}."
        ) from error
    if _PARQUET_KEY not in metadata:
        raise UnknownFormatError(
            f"'{path}' is a Parquet file, but no Posts table: it has no schema version. Tables come from "
            "reaction.write_posts; read other tables with reaction.read_table."
        )
    return "a Parquet file with a schema version"


def _records(head: bytes) -> tuple[Layout, list[Any]]:
    """Cut a head into records: by lines, unless objects go over several of them."""
    text = head.removeprefix(_BOM).decode("utf-8", "replace").replace("\x00", "")
    if script := _SCRIPT.match(text):
        return "document", _flat(read_skeleton(text[script.end() :]).values)[:_MAX_RECORDS]
    lines = [line.strip() for line in text.split("\n")]
    lines = [line for line in lines if line][: _MAX_RECORDS + 1]
    if not lines:
        return "lines", []
    skeletons = [read_skeleton(line) for line in lines[:_MAX_RECORDS]]
    whole = sum(s.complete and line.startswith("{") for s, line in zip(skeletons, lines, strict=False))
    goes_on = len(lines) > 1 and lines[0].startswith("{") and lines[0][-1] in "[{,:"
    if lines[0].startswith("[") or goes_on or (len(lines) > 1 and 2 * whole < len(lines) - 1):
        values = _flat(read_skeleton(text).values)
        return "document", values[:_MAX_RECORDS]
    return "lines", [value for s in skeletons for value in _flat(s.values)][:_MAX_RECORDS]


def _flat(values: Iterable[Any]) -> list[Any]:
    """Take arrays apart: of records, or of pages that are arrays of records."""
    return [
        record
        for value in values
        for item in (value if isinstance(value, list) else [value])
        for record in (item if isinstance(item, list) else [item])
    ]


def _decide(path: Source, records: list[Any]) -> tuple[str, str] | None:
    objects = [record for record in records if isinstance(record, dict)]
    found: Counter[str] = Counter()
    shapes: dict[str, Has] = {}
    for record in objects:
        for candidate in loaders():
            if (shape := candidate.shape_of(record)) is not None:
                found[candidate.name] += 1
                shapes.setdefault(candidate.name, shape)
    if len(found) > 1:
        counts = "; ".join(f"{name}: {n} ({shapes[name]})" for name, n in sorted(found.items()))
        raise AmbiguousFormatError(
            f"'{path}' holds records of several formats in its first {len(objects)} ({counts}). "
            'Split the file, or say which with format="…".'
        )
    if found:
        ((name, n),) = found.items()
        verb = "has" if n == 1 else "have"
        return name, f"{n} of {len(objects)} records in the head {verb} {shapes[name]}"
    return None


def _refuse_other_exports(path: Source, head: bytes, records: list[Any]) -> None:
    for record in records:
        if (part := next((part for shape, part in ARCHIVE_PARTS if shape(record)), None)) is not None:
            raise CompanionError(f"'{path}' is {part}; it holds no posts.")
        for shape, kind in OTHER_EXPORTS:
            if shape(record):
                raise NotPostsError(
                    f"'{path}' is an export of {kind}, not of posts (its records have {shape}). "
                    "Leave it out; accounts are read from the posts themselves."
                )
    text = head.removeprefix(_BOM).decode("utf-8", "replace")
    if ARCHIVE_SCRIPT.match(text):
        raise CompanionError(f"'{path}' is a part of an archive of X that holds no posts.")
    if not path.named and path.name.lower().endswith(".js") and text.lstrip()[:1] not in {"{", "["}:
        raise CompanionError(f"'{path}' is a program, as the pages of an archive have; it holds no posts.")
    if (found := find_header(text, _other_table)) is not None:
        raise NotPostsError(f"'{path}' is an export of {found[1]}, not of posts. Leave it out.")
    words = head.split(None, 20)[:20]
    if len(head) > 1 and words and all(word.isdigit() and len(word) <= 20 for word in words):
        raise NotPostsError(
            f"'{path}' is a list of ids, not of posts. Fetch the posts first, for example with twarc2 hydrate."
        )
