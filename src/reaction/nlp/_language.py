"""Which posts the layers for English apply to, and the warning about the rest."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reaction.errors import NotAnalysedWarning, TaggingError

Mask = np.ndarray[Any, np.dtype[np.bool_]]

# What platforms write where they could not tell: X's und, zxx and its codes for posts without words.
_UNKNOWN = ["und", "zxx", "qam", "qct", "qht", "qme", "qst"]
_CALLER = 3  # warnings point at the call of tag
_NAMED = 3


def english_rows(posts: pd.DataFrame, assume_lang: str | None) -> Mask:
    """Tell which rows count as English; `assume_lang` stands in where the language is not known."""
    if assume_lang is not None and not (isinstance(assume_lang, str) and assume_lang.strip()):
        raise TaggingError(f"assume_lang is {assume_lang!r}, expected a language such as 'en', or None.")
    codes = _base(posts["lang"])
    if assume_lang is not None:
        codes = pc.fill_null(codes, assume_lang.strip().lower().split("-")[0])
    return np.asarray(pc.fill_null(pc.equal(codes, "en"), False).to_numpy(zero_copy_only=False))


def english_texts(lang: Any, assume_lang: str | None, index: pd.Index[Any] | None, n: int) -> Mask:
    """Tell which of n texts count as English, by one language for all or one per text.

    Raises
    ------
    TaggingError
        If `lang` is neither, or does not fit the texts.
    """
    if lang is None or isinstance(lang, str):
        if isinstance(lang, str) and not lang.strip():
            raise TaggingError(f"lang is {lang!r}, expected a language such as 'en', or one per text.")
        return np.repeat(english_rows(_one_column([lang]), assume_lang), n)
    if not isinstance(lang, pd.Series | np.ndarray | list | tuple):
        raise TaggingError(f"lang is {lang!r:.80}, expected a language such as 'en', or one per text.")
    if len(lang) != n:
        raise TaggingError(
            f"lang holds {len(lang):,} languages for {n:,} texts. Pass one language, or one per text."
        )
    if isinstance(lang, pd.Series) and index is not None and not lang.index.equals(index):
        raise TaggingError("lang and texts have different indexes. Take both from the same table.")
    return english_rows(_one_column(list(lang)), assume_lang)


def _one_column(lang: list[Any]) -> pd.DataFrame:
    return pd.DataFrame({"lang": pd.Series(lang, dtype="str")})


def _base(lang: pd.Series[Any]) -> pa.Array:
    array = pa.array(lang.astype("str"))
    array = (array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array).cast(pa.large_string())
    codes = pc.utf8_lower(pc.replace_substring_regex(array, "[-_].*", ""))
    return pc.if_else(pc.is_in(codes, value_set=pa.array(_UNKNOWN, pa.large_string())), None, codes)


def warn_of_unanalysed(posts: pd.DataFrame, english: Mask) -> None:
    """Warn of the posts that the layers for English leave out, with the reasons counted."""
    has_text = posts["text"].notna().to_numpy(bool)
    codes = _base(posts["lang"])
    unknown = has_text & ~english & pc.is_null(codes).to_numpy(zero_copy_only=False)
    foreign = has_text & ~english & ~unknown
    reasons = []
    if count := int(foreign.sum()):
        found = pc.value_counts(codes.filter(pa.array(foreign))).to_pylist()
        found.sort(key=lambda item: (-item["counts"], item["values"]))
        named = ", ".join(f"{item['values']} {item['counts']:,}" for item in found[:_NAMED])
        more = ", …" if len(found) > _NAMED else ""
        reasons.append(f"{count:,} in other languages ({named}{more})")
    if count := int(unknown.sum()):
        reasons.append(f"{count:,} in an unknown language (pass assume_lang='en' if they are English)")
    if reasons:
        total = int((foreign | unknown).sum())
        warnings.warn(
            f"{total:,} of {len(posts):,} posts are not analysed for sentiment, roles in the text, acts and "
            f"stance: {'; '.join(reasons)}.",
            NotAnalysedWarning,
            stacklevel=_CALLER,
        )
