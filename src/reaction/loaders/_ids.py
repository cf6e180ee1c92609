"""Ids that a spreadsheet, a float or JavaScript has damaged: found, recovered from the permalink, or named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reaction.loaders._permalinks import address_of_post, is_address

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from reaction.loaders._rows import Row

__all__ = ["is_scientific", "looks_rounded", "may_be_damaged", "repair"]

_SCIENTIFIC = re.compile(r"[+-]?\d{1,20}(?:[.,]\d{0,20})?[eE]\+?\d{1,3}")
_DECIMAL = re.compile(r"\d{1,20}\.0{1,4}")
_ROUNDED = re.compile(r"\d{12,20}0000")
# By chance one id in 10,000 ends in four zeros; where more than one in a hundred does, they were rounded.
_ROUNDED_SHARE = 0.01
_REFERENCES = ("reply_to_id", "repost_of_id", "quote_of_id", "conversation_id", "reply_to_author_id")
_MORE_REFERENCES = ("repost_of_author_id", "quote_of_author_id")


def is_scientific(text: str) -> bool:
    """Tell whether an id was written as a number that has lost digits.

    Examples
    --------
    >>> is_scientific("1.00859965514215E+18"), is_scientific("1008599655142154241"), is_scientific("e5")
    (True, False, False)
    """
    return _SCIENTIFIC.fullmatch(text) is not None


def looks_rounded(ids: Sequence[str]) -> set[str]:
    """Return the ids that were rounded to a number of fewer digits.

    One id that ends in four zeros may be so by chance; many are not.

    Parameters
    ----------
    ids
        Ids of one stretch of a file.

    Returns
    -------
    Those of at least 16 digits that end in ``0000``, if they are more than one in a hundred different ids of
    such length.

    Examples
    --------
    >>> sorted(looks_rounded(["1008599655142150000", "1008599655142154321", "1008601547868250000"]))
    ['1008599655142150000', '1008601547868250000']
    >>> looks_rounded(["1008599655142150000", *(str(10**18 + i) for i in range(1, 99))])
    set()
    """
    # One account's id may be on many rows.
    long = {one for one in ids if len(one) >= 16 and one.isdecimal()}
    rounded = [one for one in long if _ROUNDED.fullmatch(one)]
    many = len(rounded) == len(long) or (len(rounded) > 1 and len(rounded) >= _ROUNDED_SHARE * len(long))
    return set(rounded) if many else set()


def may_be_damaged(ids: Sequence[str]) -> bool:
    """Tell at a glance whether it is worth looking at ids one by one.

    Examples
    --------
    >>> may_be_damaged(["1008599655142154241"] * 200), may_be_damaged(["1.0086E+18", "20"])
    (False, True)
    """
    joined = "\n".join([*ids, ""])
    return "+" in joined or joined.count("0000\n") > max(1, _ROUNDED_SHARE * len(ids))


def repair(rows: Sequence[Row], odd: Counter[str]) -> set[int]:
    """Recover damaged ids in place.

    An id such as ``1.0086E+18`` has lost digits; so has one of many that end in zeros. The permalink still
    has it, where there is one. ``20.0`` has lost nothing. A damaged reference is unknown.

    Parameters
    ----------
    rows
        Rows of one stretch of a file.
    odd
        Counts, by column, ids that were recovered or left out; added to.

    Returns
    -------
    Places of rows whose own id can't be recovered.
    """
    rounded = looks_rounded([row.post_id for row in rows if isinstance(row.post_id, str)])
    lost = set()
    for place, row in enumerate(rows):
        post_id = row.post_id
        if post_id in rounded or _is_number(post_id):
            sound = _sound(post_id, rounded) or _from_permalink(row)
            if sound is None:
                lost.add(place)
            else:
                odd["post_id"] += 1
                row.post_id = sound
    _repair_references(rows, rounded, odd)
    _repair_authors(rows, odd)
    return lost


def _repair_references(rows: Sequence[Row], rounded: set[str], odd: Counter[str]) -> None:
    for name in (*_REFERENCES, *_MORE_REFERENCES):
        values = [getattr(row, name) for row in rows]
        texts = [value for value in values if isinstance(value, str)]
        if not texts:
            continue
        wrong = looks_rounded(texts) | rounded
        for row, value in zip(rows, values, strict=True):
            if isinstance(value, str) and (value in wrong or _is_number(value)):
                odd[name] += 1
                row.kind = row.kind or _kind_of(row)  # it is a reply still, if nobody knows to what
                setattr(row, name, _sound(value, wrong))


def _kind_of(row: Row) -> str | None:
    kinds = {"repost": row.repost_of_id, "quote": row.quote_of_id, "reply": row.reply_to_id}
    return next((kind for kind, found in kinds.items() if found is not None), None)


def _repair_authors(rows: Sequence[Row], odd: Counter[str]) -> None:
    authors = [row.author for row in rows if row.author is not None and isinstance(row.author.id, str)]
    wrong = looks_rounded([author.id for author in authors if author.id is not None])
    for author in authors:
        if author.id in wrong or _is_number(author.id):
            odd["author_id"] += 1
            author.id = _sound(author.id, wrong)


def _is_number(text: str | None) -> bool:
    return (
        isinstance(text, str)
        and ("e" in text or "E" in text or "." in text)
        and (is_scientific(text) or _DECIMAL.fullmatch(text) is not None)
    )


def _sound(text: str | None, rounded: set[str]) -> str | None:
    """Read a whole number of so few digits that a float holds them all."""
    if text is None or text in rounded or not _DECIMAL.fullmatch(text):
        return None
    whole = text.partition(".")[0]
    return whole if len(whole) <= 15 else None


def _from_permalink(row: Row) -> str | None:
    found = address_of_post(row.url) if isinstance(row.url, str) else None
    return found.post_id if found is not None and not is_address(found.post_id) else None
