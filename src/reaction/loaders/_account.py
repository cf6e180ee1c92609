"""The load report, put together from what each file gave."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from reaction.loaders._coverage import coverage_of
from reaction.loaders._merge import CONTEXT, DUPLICATE, POST
from reaction.loaders.report import LoadReport, Skipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from reaction.loaders._read import FileRead

__all__ = ["make_report"]

_FILE_COLUMNS = {
    "file": "str",
    "format": "str",
    "reason": "str",
    "compression": "str",
    "lines": "int64",
    "blank": "int64",
    "empty": "int64",
    "records": "int64",
    "posts": "int64",
    "context": "int64",
    "duplicates": "int64",
    "rejects": "int64",
}
_INTERNAL = frozenset({"edits", "seen_at"})


def make_report(
    reads: Sequence[FileRead],
    roles: Sequence[NDArray[np.int8]],
    table: pa.Table,
    skipped: Sequence[Skipped],
) -> LoadReport:
    """Put the account together.

    Parameters
    ----------
    reads
        What each file gave.
    roles
        Per file, what became of each of its rows.
    table
        Posts and context, each once.
    skipped
        Files that were left out.

    Returns
    -------
    The report.
    """
    files = pd.DataFrame([_file_row(read, role) for read, role in zip(reads, roles, strict=True)])
    files = files.reindex(columns=list(_FILE_COLUMNS)).astype(_FILE_COLUMNS)
    reasons = Counter(reject.reason for read in reads for reject in read.rejects)
    odd = [
        {"file": read.file, "field": name, "n": n}
        for read in reads
        for name, n in sorted(read.odd.items())
        if n
    ]
    return LoadReport(
        files=files,
        skipped=pd.DataFrame(
            {
                "file": pd.Series([one.file for one in skipped], dtype="str"),
                "reason": pd.Series([one.reason for one in skipped], dtype="str"),
                "expected": pd.Series([one.expected for one in skipped], dtype="bool"),
            }
        ),
        reasons=dict(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
        fields=_fields(table),
        odd=pd.DataFrame(odd, columns=["file", "field", "n"]).astype(
            {"file": "str", "field": "str", "n": "int64"}
        ),
        coverage=coverage_of(table, limit=sum(read.withheld for read in reads)),
    )


def _file_row(read: FileRead, roles: NDArray[np.int8]) -> dict[str, Any]:
    counts = np.bincount(roles, minlength=3)
    return {
        "file": read.file,
        "format": read.sniffed.format,
        "reason": read.sniffed.reason,
        "compression": read.sniffed.compression,
        "lines": read.lines,
        "blank": read.blank,
        "empty": read.empty,
        "records": len(roles) + read.copies + len(read.rejects),
        "posts": counts[POST],
        "context": counts[CONTEXT],
        "duplicates": counts[DUPLICATE] + read.copies,
        "rejects": len(read.rejects),
    }


def _fields(table: pa.Table) -> pd.DataFrame:
    names = [name for name in table.column_names if name not in _INTERNAL]
    rows = []
    for format_ in sorted(filter(None, table["source_format"].unique().to_pylist())):
        part = table.filter(pc.equal(table["source_format"], format_))
        rows += [
            {"format": format_, "column": name, "posts": part.num_rows, "missing": part[name].null_count}
            for name in names
        ]
    types = {"format": "str", "column": "str", "posts": "int64", "missing": "int64"}
    return pd.DataFrame(rows, columns=list(types)).astype(types)
