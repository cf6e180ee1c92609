"""The load report, put together from what each unit and each shard gave."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd

from reaction.loaders._coverage import Seen, coverage_of
from reaction.loaders._merge import CONTEXT, DUPLICATE, POST
from reaction.loaders.report import LoadReport, Skipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reaction.loaders._read import FileRead
    from reaction.loaders._sniff import Sniffed
    from reaction.loaders._steps import Answered, Merged, Resolved

__all__ = ["Account"]

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
_INTERNAL = frozenset({"edits", "seen_at", "order"})


@dataclass
class FileAccount:
    """What a file gave, added up over its units."""

    lines: int = 0
    blank: int = 0
    empty: int = 0
    rows: int = 0
    copies: int = 0
    rejects: int = 0
    odd: Counter[str] = field(default_factory=Counter)
    limits: list[int] = field(default_factory=list)

    def add(self, read: FileRead) -> None:
        """Add what a unit gave; units come in order."""
        self.lines += read.lines
        self.blank += read.blank
        self.empty += read.empty
        self.rows += read.rows
        self.copies += read.copies
        self.rejects += len(read.rejects)
        self.odd.update(read.odd)
        self.limits += read.limits

    @property
    def withheld(self) -> int:
        """Posts that a stream says it withheld.

        The number counts from the start of a connection; a smaller one means that a new one began.
        """
        return sum(now for now, then in pairwise([*self.limits, -1]) if then < now)


@dataclass
class Account:
    """Adds up what became of every record.

    Parameters
    ----------
    files
        The files that were read.
    skipped
        Files that were left out.
    """

    files: Sequence[Sniffed]
    skipped: Sequence[Skipped]
    reasons: Counter[str] = field(default_factory=Counter)
    file_of_unit: list[int] = field(default_factory=list)
    roles: Counter[tuple[int, int]] = field(default_factory=Counter)
    fields: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    seen: Seen = field(default_factory=Seen)
    observed: int = 0
    counted: int = 0
    originals: int = 0

    def __post_init__(self) -> None:
        """Open an account for each file."""
        self.by_file = [FileAccount() for _ in self.files]

    def add_read(self, file: int, read: FileRead) -> None:
        """Add what a unit of a file gave; units come in order."""
        self.file_of_unit.append(file)
        self.by_file[file].add(read)
        self.reasons.update(reject.reason for reject in read.rejects)

    def add_merged(self, merged: Merged) -> None:
        """Add what became of the rows of a shard."""
        for (unit, role), n in merged.roles.items():
            self.roles[self.file_of_unit[unit], role] += n

    def add_answered(self, answered: Answered) -> None:
        """Add how complete the posts of a shard are."""
        self.observed += answered.observed
        self.counted += answered.counted
        self.originals += answered.originals

    def add_resolved(self, resolved: Resolved) -> None:
        """Add what there is to report of the posts of a shard."""
        self.seen.add(resolved.seen)
        for key, (n, missing) in resolved.fields.items():
            n_before, missing_before = self.fields.get(key, (0, 0))
            self.fields[key] = (n_before + n, missing_before + missing)

    def report(self) -> LoadReport:
        """Put the report together."""
        rows = [self._file_row(place) for place in range(len(self.files))]
        odd = [
            {"file": str(file.source), "field": name, "n": n}
            for file, account in zip(self.files, self.by_file, strict=True)
            for name, n in sorted(account.odd.items())
            if n
        ]
        return LoadReport(
            files=pd.DataFrame(rows).reindex(columns=list(_FILE_COLUMNS)).astype(_FILE_COLUMNS),
            skipped=pd.DataFrame(
                {
                    "file": pd.Series([one.file for one in self.skipped], dtype="str"),
                    "reason": pd.Series([one.reason for one in self.skipped], dtype="str"),
                    "expected": pd.Series([one.expected for one in self.skipped], dtype="bool"),
                }
            ),
            reasons=dict(sorted(self.reasons.items(), key=lambda item: (-item[1], item[0]))),
            fields=self._fields(),
            odd=pd.DataFrame(odd, columns=["file", "field", "n"]).astype(
                {"file": "str", "field": "str", "n": "int64"}
            ),
            coverage=coverage_of(
                self.seen,
                observed=self.observed,
                counted=self.counted,
                originals=self.originals,
                limit=sum(account.withheld for account in self.by_file),
            ),
        )

    def _file_row(self, place: int) -> dict[str, Any]:
        file, account = self.files[place], self.by_file[place]
        return {
            "file": str(file.source),
            "format": file.format,
            "reason": file.reason,
            "compression": file.compression,
            "lines": account.lines,
            "blank": account.blank,
            "empty": account.empty,
            "records": account.rows + account.copies + account.rejects,
            "posts": self.roles[place, POST],
            "context": self.roles[place, CONTEXT],
            "duplicates": self.roles[place, DUPLICATE] + account.copies,
            "rejects": account.rejects,
        }

    def _fields(self) -> pd.DataFrame:
        rows = [
            {"format": format_, "column": name, "posts": n, "missing": missing}
            for (format_, name), (n, missing) in self.fields.items()
            if name not in _INTERNAL
        ]
        types = {"format": "str", "column": "str", "posts": "int64", "missing": "int64"}
        table = pd.DataFrame(rows, columns=list(types)).astype(types)
        return table.sort_values("format", kind="stable", ignore_index=True)
