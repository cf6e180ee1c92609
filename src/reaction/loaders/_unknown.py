"""What to say of a file whose format can't be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reaction.loaders import _text
from reaction.loaders._delimited import header_of
from reaction.loaders._registry import loaders

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reaction.loaders._files import Source

__all__ = ["unknown_format"]

_BLANK = b"\x00\r\n\t \xef\xbb\xbf"
_SHOWN = 4


def unknown_format(source: Source, head: bytes, records: Sequence[Any]) -> str:
    """Say what was seen of a file, which formats come near, and which others were tried.

    Parameters
    ----------
    source
        The file.
    head
        Its beginning.
    records
        JSON records found in its beginning.

    Returns
    -------
    A message of a few lines.
    """
    if not head.strip(_BLANK):
        return f"'{source}' is empty: there is nothing to load."
    first = next(line for line in head.split(b"\n") if line.strip(_BLANK))
    record = next((record for record in records if isinstance(record, dict) and record), None)
    names = header_of(head)
    if record is not None:
        seen = f"its first record has {_text.names(sorted(record)[:12])}"
    elif names:
        seen = (
            f"it is a table with the columns {_text.names(names[:20])}; reaction.read_table reads any table"
        )
    else:
        seen = _nature(head)
    near = _near(record, names)
    nearest = "".join(f"\n  {name} lacks {', '.join(lacking)}" for name, lacking in near)
    others = ", ".join(one.name for one in loaders() if one.name not in dict(near))
    return (
        f"Cannot tell which export format '{source}' is: {seen}.\nFirst line: {_text.snippet(first)[:80]}\n"
        f"{'Nearest:' if near else ''}{nearest}{chr(10) if near else ''}Also tried: {others}, parquet.\n"
        'Pass format="…" if you know it (reaction.loaders.formats() says how each is recognised), or add a loader: '
        "see reaction.loaders.loader."
    )


def _near(record: dict[str, Any] | None, names: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Find the formats that a record or header shares most with, and what it lacks of each."""
    seen = names if record is None else record
    found: list[tuple[float, str, list[str]]] = []
    for loader in loaders():
        best: tuple[float, list[str]] | None = None
        for shape in loader.shapes:
            lacking = shape.lacking_in(seen)
            share = len(lacking) / shape.size
            if share < 1 and (best is None or share < best[0]):
                best = share, lacking
        if best is not None:
            found.append((best[0], loader.name, best[1]))
    return [(name, lacking) for _, name, lacking in sorted(found)[:_SHOWN] if lacking]


def _nature(head: bytes) -> str:
    if head.startswith(b"PK\x03\x04"):
        return "it is a spreadsheet or an archive that can't be read; spreadsheets are read by reaction.read_table"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return "no JSON object was found in it" if start in {b"{", b"["} else "it does not begin as JSON"
