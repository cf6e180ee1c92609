"""Plain texts as input: any series of texts, each unique one once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reaction.errors import TaggingError

if TYPE_CHECKING:
    from collections.abc import Iterable


def each_text(texts: Iterable[str | None], caller: str) -> tuple[list[int], list[str]]:
    """Return for each text the number of its unique text (-1: null), and the unique texts.

    Raises
    ------
    TaggingError
        If `texts` is a single text, or holds something that is neither text nor null.
    """
    if isinstance(texts, str | bytes):
        raise TaggingError(f"{caller} takes several texts: put the one text into a list.")
    if isinstance(texts, pd.DataFrame):
        raise TaggingError(f"{caller} takes texts, not a table: pass its column, such as posts['text'].")
    series = (
        texts.reset_index(drop=True) if isinstance(texts, pd.Series) else pd.Series(list(texts), dtype=object)
    )
    for place, value in enumerate(series):
        if not isinstance(value, str) and not (pd.api.types.is_scalar(value) and pd.isna(value)):
            raise TaggingError(f"{caller}: text {place} is {value!r:.80}, expected a text or null.")
    codes, unique = pd.factorize(series.astype(object))
    return codes.tolist(), list(unique)
