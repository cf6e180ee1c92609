"""Stance towards a target that a post names only through the post that it answers or quotes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reaction.nlp._cues import stance_lexicon
from reaction.nlp._ragged import EVIDENCE, Ragged, flat, from_pairs
from reaction.nlp.stance import LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from reaction.nlp._texts import Codes, Floats, Mask

Ints = np.ndarray[Any, np.dtype[np.int64]]

_FAVOR, _AGAINST, _NONE, _UNCLEAR = (LABELS.index(label) for label in ("favor", "against", "none", "unclear"))


@dataclass(frozen=True)
class Answers:
    """The rows whose stance on one target comes from what they answer: their labels and weights."""

    target: str
    rows: Ints
    labels: Codes
    weights: Floats


def settle(
    target: str, labels: Codes, confidence: Floats, assent: Codes, about: Mask, parent: Ints
) -> tuple[Codes, Floats, Answers]:
    """Return labels and confidence with the answers filled in, and the answers.

    An answer that is not about the target itself, to a post that is, is unclear with confidence 0. One that
    says no more than "agreed" or "nope" takes the side of the post, or the other, with less confidence.
    """
    theirs = np.append(labels, np.int8(-1))[parent]
    sided = np.isin(labels, [_NONE, _UNCLEAR]) & (assent != 0) & np.isin(theirs, [_FAVOR, _AGAINST])
    implied = (labels == _NONE) & np.append(about, False)[parent] & ~sided
    settled, sure = labels.copy(), confidence.copy()
    settled[implied], sure[implied] = _UNCLEAR, 0.0
    settled[sided] = np.where(assent > 0, theirs, _FAVOR + _AGAINST - theirs)[sided]
    sure[sided] = stance_lexicon().weights["assent"] * np.append(confidence, np.nan)[parent][sided]
    rows = np.flatnonzero(implied | sided)
    sign = np.where(settled[rows] == _FAVOR, 1.0, -1.0)
    return settled, sure, Answers(target, rows, settled[rows], sign * sure[rows])


def marks(answers: Sequence[Answers], n: int) -> Ragged:
    """Return the evidence of answers, for a table of n rows."""
    rows = [
        (
            "stance",
            LABELS[label],
            found.target,
            None,
            None,
            None,
            "stance.implied" if label == _UNCLEAR else "stance.assent",
            float(weight) or 0.0,
        )
        for found in answers
        for label, weight in zip(found.labels, found.weights, strict=True)
    ]
    owners = np.concatenate([np.empty(0, np.int64), *(found.rows for found in answers)])
    return from_pairs(owners, flat(rows, EVIDENCE), n)


def row_of(posts: pd.DataFrame, column: str) -> Ints:
    """Return the row of the post that each row refers to, on its own platform; -1 where it is not in the table."""
    found = np.full(len(posts), -1, dtype=np.int64)
    codes = posts["platform"].cat.codes.to_numpy()
    for code in np.unique(codes[codes >= 0]):
        rows = np.flatnonzero(codes == code)
        ids = _strings(posts["post_id"].iloc[rows])
        refs = _strings(posts[column].iloc[rows])
        place = pc.index_in(refs, value_set=ids, skip_nulls=True).fill_null(-1).to_numpy(zero_copy_only=False)
        found[rows] = np.where(place >= 0, rows[place], -1)
    return found


def _strings(values: pd.Series[Any]) -> pa.Array:
    array = pa.array(values)
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    return array.cast(pa.large_string())
