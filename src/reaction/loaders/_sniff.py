"""Which export format a file has, judged by its beginning, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from reaction.errors import AmbiguousFormatError, LoadError, NoInputError, NotPostsError, UnknownFormatError
from reaction.loaders import _text
from reaction.loaders._files import compression_of, read_head
from reaction.loaders._registry import get_loader, loaders
from reaction.loaders._skeleton import has, read_skeleton

if TYPE_CHECKING:
    from os import PathLike

    from reaction.loaders._skeleton import Has

__all__ = ["Sniffed", "sniff"]

Layout = Literal["lines", "document", "table"]

_MAX_RECORDS = 25
# Where a head tells nothing, a longer one may; beyond a megabyte only a first line that goes on.
_HEAD_SIZES = (1 << 16, 1 << 20, 1 << 23, 1 << 26)
_LONG_ENOUGH = 1 << 20
_PARQUET_MAGIC = b"PAR1"
_PARQUET_KEY = b"reaction"
_BOM = b"\xef\xbb\xbf"

# Exports of something else that share the folder with posts, and what each is.
_NOT_POSTS: tuple[tuple[Has, str], ...] = (
    (has("data[].tweet_count", "data[].start"), "counts of posts (X API v2 counts)"),
    (has("tweet_count", "start", "end"), "counts of posts (X API v2 counts)"),
    (has("data[].username", lacking="data[].text"), "accounts (X API v2 users)"),
    (has("data.username", lacking="data.text"), "accounts (X API v2 users)"),
    (has("username", "public_metrics", lacking=("text", "author_id")), "accounts (X API v2 users)"),
    (
        has("screen_name", "followers_count", lacking=("text", "full_text", "user")),
        "accounts (X API v1.1 users)",
    ),
    (has("data[].member_count"), "lists (X API v2 lists)"),
    (has("data[].owner_id", "data[].name"), "lists (X API v2 lists)"),
    (has("member_count", "slug", "user"), "lists (X API v1.1 lists)"),
    (has("data[].place_type"), "places (X API v2)"),
    (has("place_type", "full_name"), "places"),
    (has("id", "action", "created_at", lacking=("text", "user")), "compliance events (X API v2)"),
    (has("ids", "next_cursor"), "ids of accounts (X API v1.1 followers or friends)"),
    (has("trends", "locations"), "trends (X API v1.1)"),
)


@dataclass(frozen=True)
class Sniffed:
    """What a file looks like.

    Parameters
    ----------
    path
        The file.
    format
        The name of its format, as in :func:`reaction.loaders.formats`.
    reason
        Why it is taken for that.
    compression
        ``"gzip"``, ``"bzip2"``, ``"xz"`` or None.
    layout
        ``"lines"`` (a JSON object per line), ``"document"`` (an array, or objects over several lines) or
        ``"table"`` (Parquet).
    """

    path: Path
    format: str
    reason: str
    compression: str | None = None
    layout: Layout = "lines"


def sniff(path: str | PathLike[str], *, format: str | None = None) -> Sniffed:  # noqa: A002  # the user's word
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
    path = Path(path)
    if not path.is_file():
        raise NoInputError(f"There is no file '{path}'.")
    with path.open("rb") as file:
        magic = file.read(8)
    if magic.startswith(_PARQUET_MAGIC):
        if format not in {None, "parquet"}:
            raise LoadError(f"'{path}' is a Parquet file and can't be read as {format!r}.")
        return Sniffed(path, "parquet", _parquet_reason(path), layout="table")
    if format == "parquet":
        raise LoadError(f"'{path}' is no Parquet file (it does not begin with PAR1).")
    compression = compression_of(magic)
    for size in _HEAD_SIZES:
        head = read_head(path, size)
        layout, records = _records(head)
        if format is not None:
            return Sniffed(path, get_loader(format).name, "the caller says so", compression, layout)
        if (found := _decide(path, records)) is not None:
            return Sniffed(path, *found, compression, layout)
        if len(head) < size or (size >= _LONG_ENOUGH and b"\n" in head):
            break
    _refuse_other_exports(path, head, records)
    raise UnknownFormatError(_unknown(path, head, records))


def _parquet_reason(path: Path) -> str:
    try:
        metadata = pq.read_schema(path).metadata or {}
    except (pa.ArrowInvalid, OSError) as error:
        raise UnknownFormatError(
            f"'{path}' begins as a Parquet file but can't be read as one: {error}."
        ) from error
    if _PARQUET_KEY not in metadata:
        raise UnknownFormatError(
            f"'{path}' is a Parquet file, but no Posts table: it has no schema version. Tables come from "
            "reaction.write_posts."
        )
    return "a Parquet file with a schema version"


def _records(head: bytes) -> tuple[Layout, list[Any]]:
    """Cut a head into records: by lines, unless objects go over several of them."""
    text = head.removeprefix(_BOM).decode("utf-8", "replace").replace("\x00", "")
    lines = [line.strip() for line in text.split("\n")]
    lines = [line for line in lines if line][: _MAX_RECORDS + 1]
    if not lines:
        return "lines", []
    skeletons = [read_skeleton(line) for line in lines[:_MAX_RECORDS]]
    whole = sum(s.complete and line.startswith("{") for s, line in zip(skeletons, lines, strict=False))
    if lines[0].startswith("[") or (len(lines) > 1 and 2 * whole < len(lines) - 1):
        values = _flat(read_skeleton(text).values)
        return "document", values[:_MAX_RECORDS]
    return "lines", [value for s in skeletons for value in _flat(s.values)]


def _flat(values: tuple[Any, ...]) -> list[Any]:
    return [item for value in values for item in (value if isinstance(value, list) else [value])]


def _decide(path: Path, records: list[Any]) -> tuple[str, str] | None:
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


def _refuse_other_exports(path: Path, head: bytes, records: list[Any]) -> None:
    for record in records:
        for shape, kind in _NOT_POSTS:
            if shape(record):
                raise NotPostsError(
                    f"'{path}' is an export of {kind}, not of posts (its records have {shape}). "
                    "Leave it out; accounts are read from the posts themselves."
                )
    words = head.split(None, 20)[:20]
    if len(head) > 1 and words and all(word.isdigit() and len(word) <= 20 for word in words):
        raise NotPostsError(
            f"'{path}' is a list of ids, not of posts. Fetch the posts first, for example with twarc2 hydrate."
        )


def _unknown(path: Path, head: bytes, records: list[Any]) -> str:
    if not head.strip(b"\x00\r\n\t " + _BOM):
        return f"'{path}' is empty: there is nothing to load."
    first = next(line for line in head.split(b"\n") if line.strip(b"\x00\r\t "))
    tried = "\n".join(f"  {candidate.name} wants {_wants(candidate.shapes)}" for candidate in loaders())
    keys = next((sorted(record) for record in records if isinstance(record, dict) and record), None)
    seen = f"its first record has {', '.join(keys[:12])}" if keys else _nature(head)
    return (
        f"Cannot tell which export format '{path}' is: {seen}.\nFirst line: {_text.snippet(first)[:80]}\n"
        f"Tried:\n{tried}\n"
        'Pass format="…" if you know it, or add a loader: see reaction.loaders.loader.'
    )


def _wants(shapes: tuple[Has, ...]) -> str:
    return "; or ".join(str(shape) for shape in shapes)


def _nature(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "it is UTF-16 text; save it as UTF-8"
    if head.startswith(b"PK\x03\x04"):
        return "it is a zip archive; unpack it"
    if head.startswith(b"\x28\xb5\x2f\xfd"):
        return "it is compressed with zstd; unpack it"
    start = head.removeprefix(_BOM).lstrip()[:1]
    return "no JSON object was found in it" if start in {b"{", b"["} else "it does not begin as JSON"
