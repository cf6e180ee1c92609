"""Context copies of one post, put together before they cost a row each."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reaction.loaders._rows import Row

__all__ = ["absorb"]

_COUNTS = ("n_reposts", "n_replies", "n_quotes", "n_likes", "n_views", "score", "metrics_at")
_counts = attrgetter(*_COUNTS)


def absorb(earlier: Row, later: Row) -> bool:
    """Add to a context row what a further copy of the same post knows, if that is no more than newer counts.

    A viral post comes embedded in each of its reposts; what :func:`merge` would do with all these copies at
    the end is done here at once. Whatever is less plain than that is left to it.

    Parameters
    ----------
    earlier
        A context row; changed.
    later
        A further context row of the same post, from the same file.

    Returns
    -------
    Whether `later` can be dropped.

    Examples
    --------
    >>> from reaction.loaders._rows import Author, Row
    >>> row = Row("1", author=Author("5"), n_likes=3, seen_at=10)
    >>> absorb(row, Row("1", author=Author("5"), n_likes=7, seen_at=20)), row.n_likes
    (True, 7)
    """
    old = earlier.seen_at if earlier.metrics_at is None else earlier.metrics_at
    new = later.seen_at if later.metrics_at is None else later.metrics_at
    if type(old) is not int or type(new) is not int or earlier.author is None:
        return False
    if (later.text, later.text_truncated, later.edits) != (
        earlier.text,
        earlier.text_truncated,
        earlier.edits,
    ):
        return False
    old_counts, new_counts = _counts(earlier), _counts(later)
    if any((a is None) != (b is None) for a, b in zip(old_counts, new_counts, strict=True)):
        return False  # which copy fills which null depends on the copies still to come
    if new >= old:
        for name, value in zip(_COUNTS, new_counts, strict=True):
            setattr(earlier, name, value)
        earlier.seen_at = later.seen_at
    return True
