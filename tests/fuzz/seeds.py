"""Inputs to begin with: the fixtures of every format, whole and by records, packed, and as tables of any tool."""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from pathlib import Path

import openpyxl
from target import FILES, FORMATS, SHEET, TABLES, WAYS, Case, packed, sizes

from reaction import schema
from reaction.loaders import load
from reaction.loaders._mapping import scheme_of

__all__ = ["seeds"]

_LINES = {".jsonl", ".ndjson"}
_TABLES = {".csv", ".tsv", ".tab"}
_FIXTURE = Path("x-v1/posts.jsonl")


def seeds() -> dict[str, bytes]:
    """Return inputs by name."""
    cases = {**_fixtures(), **_packed(), **_tables()}
    return {name: case.to_bytes() for name, case in cases.items()}


def _told(file: Path) -> int:
    return sorted({one.parts[0] for one in FILES}).index(file.parts[0])


def _fixtures() -> dict[str, Case]:
    found: dict[str, Case] = {}
    ways = [way for way in WAYS if way not in {"table", "sheet"}]
    for place, file in enumerate(FILES):
        content = (FORMATS / file).read_bytes()
        name = "-".join(file.parts)
        found[name] = Case(file, ways[place % len(ways)], _told(file), content)
        if file.suffix in _TABLES | _LINES:
            lines = content.splitlines(keepends=True)
            head = lines[:1] if file.suffix in _TABLES else []
            rest = lines[len(head) :]
            # What is left of a record by changing it is found faster where there are few.
            for start in range(0, len(rest), 2):
                part = b"".join([*head, *rest[start : start + 2]])
                found[f"{name}-{start}"] = Case(file, "plain", _told(file), part)
    return found


def _packed() -> dict[str, Case]:
    """Give files whose packing is to be damaged, or that are no UTF-8."""
    content = (FORMATS / _FIXTURE).read_bytes()
    contents = {way: packed(content, way, _FIXTURE.name) for way in ("gzip", "zstd", "zip", "tar")}
    contents["utf-16"] = content.decode().encode("utf-16")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "posts.parquet"
        schema.write_posts(load(FORMATS / _FIXTURE, context=True).posts, path)
        contents["parquet"] = path.read_bytes()
    return {f"packed-{name}": Case(_FIXTURE, "plain", _told(_FIXTURE), one) for name, one in contents.items()}


def _tables() -> dict[str, Case]:
    found: dict[str, Case] = {}
    for told, options in enumerate(TABLES):
        scheme = scheme_of(options.get("mapping"), options.get("preset"))
        rows = _rows([(field.name, field.all_columns) for field in (*scheme.stated, *scheme.offered)])
        found[f"table-{told}"] = Case(_FIXTURE, "table", told, _as_csv(rows))
        found[f"sheet-{told}"] = Case(_FIXTURE, "sheet", told, _as_sheet(rows))
        for file in FILES[told :: len(TABLES) * 2]:
            if file.suffix in _TABLES:
                found[f"table-{told}-{file.name}"] = Case(file, "table", told, (FORMATS / file).read_bytes())
    return {name: case for name, case in found.items() if case.told < sizes()[2]}


def _rows(fields: list[tuple[str, tuple[str, ...]]]) -> list[list[str]]:
    """Invent two posts for a table whose columns hold some columns of posts."""
    cells = {
        "url": "https://x.com/ann/status/{}",
        "created_at": "2018-06-18 17:00:0{}",
        "kind": "RETWEET",
        "platform": "twitter",
        "lang": "English",
        "urls": "https://example.com/{}",
        "reply_to_id": "https://x.com/bob/status/9",
        "author_verified": "true",
    }
    columns = list(dict.fromkeys((column, name) for name, names in fields for column in names))
    return [
        [column for column, _ in columns],
        *([cells.get(name, "{}").format(row) for _, name in columns] for row in (1, 2)),
    ]


def _as_csv(rows: list[list[str]]) -> bytes:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue().encode()


def _as_sheet(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    with zipfile.ZipFile(file) as archive:
        return archive.read(SHEET)
