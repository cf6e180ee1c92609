"""What the header of a table shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Columns", "columns"]


@dataclass(frozen=True)
class Columns:
    """Columns that a table can have.

    Parameters
    ----------
    names
        Columns that must be there.
    lacking
        Columns that must not be there.
    escape
        The character that escapes a quotation mark inside a quoted cell, beside its doubling.
    """

    names: tuple[str, ...]
    lacking: tuple[str, ...] = ()
    escape: str | None = None

    def __call__(self, header: Sequence[str]) -> bool:
        """Tell whether a header has these columns."""
        found = set(header)
        return found.issuperset(self.names) and found.isdisjoint(self.lacking)

    @property
    def size(self) -> int:
        """How many columns it asks for."""
        return len(self.names)

    def lacking_in(self, header: Iterable[str]) -> list[str]:
        """Return the columns that it asks for and a header does not have."""
        found = set(header)
        return [name for name in self.names if name not in found]

    def __str__(self) -> str:
        return ", ".join(self.names)


def columns(*names: str, lacking: str | tuple[str, ...] = (), escape: str | None = None) -> Columns:
    """Describe the header of a format that is a table (CSV, TSV).

    Parameters
    ----------
    *names
        Columns that a file of the format must have, spelled as in the file.
    lacking
        Columns that it must not have.
    escape
        The character that escapes a quotation mark inside a quoted cell, where a format has one beside
        doubling the mark.

    Returns
    -------
    A test for headers, which reads as its columns.

    Examples
    --------
    >>> shape = columns("tweet_id", "text", lacking="lang")
    >>> shape(["text", "tweet_id"]), shape(["tweet_id", "text", "lang"]), str(shape)
    (True, False, 'tweet_id, text')
    """
    return Columns(names, (lacking,) if isinstance(lacking, str) else lacking, escape)
