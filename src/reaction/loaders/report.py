"""What became of every record that was read: the load report."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from reaction.loaders._coverage import Coverage

__all__ = ["LoadReport", "Skipped"]

_SHOWN_FILES = 20


@dataclass(frozen=True)
class Skipped:
    """A file of a folder that was not read.

    Parameters
    ----------
    file
        The file.
    reason
        Why it was left out.
    expected
        Whether its name alone says that it is no export.
    """

    file: str
    reason: str
    expected: bool


@dataclass(frozen=True)
class LoadReport:
    """An account of everything that was read.

    ``records == posts + context + duplicates + rejects``, for each file and in total. A record is a post
    wherever it stands: on a line of its own, in a page, or embedded in another post; what can't be read as
    one is a reject.

    Parameters
    ----------
    files
        One row per file: ``file, format, reason`` (why that format)``, compression, lines, blank, empty``
        (pages without posts)``, records, posts, context, duplicates, rejects``.
    skipped
        Files of folders that were left out: ``file, reason, expected``.
    reasons
        Rejects per reason.
    fields
        Per format and column: ``posts`` (context included), ``missing``.
    odd
        Per file and field: values that did not have the expected type and were left out or converted.
    coverage
        How much of the conversation the files hold.
    """

    files: pd.DataFrame
    skipped: pd.DataFrame
    reasons: dict[str, int]
    fields: pd.DataFrame
    odd: pd.DataFrame
    coverage: Coverage

    @property
    def lines(self) -> int:
        """Lines read."""
        return self._total("lines")

    @property
    def blank(self) -> int:
        """Lines without anything on them."""
        return self._total("blank")

    @property
    def empty(self) -> int:
        """Records that hold no post, such as pages without results."""
        return self._total("empty")

    @property
    def records(self) -> int:
        """Records read: posts, context, duplicates and rejects together."""
        return self._total("records")

    @property
    def posts(self) -> int:
        """Posts: hits of the query, each once."""
        return self._total("posts")

    @property
    def context(self) -> int:
        """Posts that arrived only because another refers to them, each once."""
        return self._total("context")

    @property
    def duplicates(self) -> int:
        """Further copies of posts."""
        return self._total("duplicates")

    @property
    def rejects(self) -> int:
        """Records that were not taken."""
        return self._total("rejects")

    def _total(self, name: str) -> int:
        return int(self.files[name].sum())

    def problems(self) -> str | None:
        """Say what a user should know before trusting the posts; None where there is nothing.

        Returns
        -------
        Rejects by reason, and files that were left out unexpectedly.
        """
        parts = []
        if self.rejects:
            reasons = ", ".join(f"{reason}: {n:,}" for reason, n in self.reasons.items())
            parts.append(f"{self.rejects:,} of {self.records:,} records were rejected ({reasons}).")
        surprising = self.skipped[~self.skipped["expected"]]
        if len(surprising):
            names = "; ".join(surprising["reason"].head(3))
            were = "1 file was" if len(surprising) == 1 else f"{len(surprising):,} files were"
            parts.append(f"{were} left out ({names}).")
        return " ".join([*parts, "See reaction.load(…).rejects and .report."]) if parts else None

    def __str__(self) -> str:
        """Return the account as plain text."""
        parts = [self._sum(), self._shown_files().to_string(index=False)]
        if self.reasons:
            parts.append("Rejects: " + ", ".join(f"{reason} {n:,}" for reason, n in self.reasons.items()))
        if len(self.skipped):
            parts.append("Left out:\n" + "\n".join(f"  {line}" for line in self._left_out()))
        parts.append("\n".join(self.coverage.sentences()))
        if missing := self._missing():
            parts.append("\n".join(missing))
        if len(self.odd):
            parts.append("Odd values:\n" + self.odd.to_string(index=False))
        return "\n\n".join(part for part in parts if part)

    def _sum(self) -> str:
        return (
            f"{self.records:,} records = {self.posts:,} posts + {self.context:,} context "
            f"+ {self.duplicates:,} duplicates + {self.rejects:,} rejects "
            f"({self.lines:,} lines, {self.blank:,} blank, {self.empty:,} without posts)"
        )

    def _shown_files(self) -> pd.DataFrame:
        shown = self.files.drop(columns=["reason"]).head(_SHOWN_FILES)
        return shown.assign(compression=shown["compression"].fillna(""))

    def _left_out(self) -> list[str]:
        """Name files that one would have expected to be exports; count the others by kind."""
        kinds = self.skipped.loc[self.skipped["expected"], "reason"].value_counts(sort=False)
        surprising = self.skipped[~self.skipped["expected"]]
        return [*surprising["reason"], *(f"{reason}: {n:,}" for reason, n in sorted(kinds.items()))]

    def _missing(self) -> list[str]:
        lines = []
        for format_, part in self.fields.groupby("format"):
            share = part["missing"] / part["posts"].clip(lower=1)
            never = ", ".join(part.loc[share == 1, "column"])
            partly = part.loc[(share > 0) & (share < 1), "column"] + share.map(" {:.0%}".format)
            lines += [f"{format_}, never given: {never}"] if never else []
            lines += (
                [f"{format_}, missing in some: {', '.join(partly.dropna())}"] if partly.notna().any() else []
            )
        return lines

    def _repr_html_(self) -> str:
        """Show the account in a notebook."""
        parts = [f"<p><strong>{escape(self._sum())}</strong></p>", _html(self._shown_files())]
        if len(self.files) > _SHOWN_FILES:
            parts.append(f"<p>… and {len(self.files) - _SHOWN_FILES:,} more files</p>")
        parts += [f"<p>{escape(sentence)}</p>" for sentence in self.coverage.sentences()]
        tables = {
            "Rejects": pd.DataFrame({"reason": list(self.reasons), "n": list(self.reasons.values())}),
            "Files left out": self.skipped,
            "Missing values": self.fields[self.fields["missing"] > 0],
            "Odd values": self.odd,
        }
        parts += [
            f"<details><summary>{escape(title)} ({len(table):,})</summary>{_html(table)}</details>"
            for title, table in tables.items()
            if len(table)
        ]
        return "\n".join(parts)


def _html(table: pd.DataFrame) -> str:
    # to_html would shorten long reasons to the display width.
    head = "".join(f"<th>{escape(str(name))}</th>" for name in table.columns)
    rows = (
        "<tr>" + "".join(f"<td>{escape(_cell(value))}</td>" for value in row) + "</tr>"
        for row in table.itertuples(index=False)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _cell(value: Any) -> str:
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, int | np.integer):
        return f"{value:,}"
    return "" if pd.isna(value) else str(value)
