"""Context copies of one post, put together before they cost a row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reaction.loaders._rows import Row

__all__ = ["absorb"]

_COUNTS = ("n_reposts", "n_replies", "n_quotes", "n_likes", "n_views", "score", "metrics_at")


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
    >>> row = Row("1", author=Author("5"), n_likes=3, n_reposts=1, seen_at=10)
    >>> absorb(row, Row("1", author=Author("5"), n_likes=7, seen_at=20)), row.n_likes, row.n_reposts
    (True, 7, 1)
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
    if new >= old:
        for name in _COUNTS:
            if (value := getattr(later, name)) is not None:
                setattr(earlier, name, value)
        earlier.seen_at = later.seen_at
    else:
        for name in _COUNTS:
            if getattr(earlier, name) is None:
                setattr(earlier, name, getattr(later, name))
    return True
