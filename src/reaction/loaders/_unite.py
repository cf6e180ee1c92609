"""Posts that a format spreads over several rows, with a link or a hashtag in each: their lists put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reaction.loaders._registry import loaders

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["united"]

_LISTS = ("urls", "hashtags", "mentions")
_KEY = ("source_format", "platform", "post_id")


def united(rows: pa.Table) -> pa.Table:
    """Give each row of a post that its format spreads over several the lists of all of them.

    Parameters
    ----------
    rows
        Rows, before copies of a post are brought together.

    Returns
    -------
    As many rows; those of other formats as they were.
    """
    formats = set(rows["source_format"].unique().to_pylist())
    spread = [loader.name for loader in loaders() if loader.spread and loader.name in formats]
    if not spread:
        return rows
    here = pc.is_in(rows["source_format"], value_set=pa.array(spread, pa.large_string()))
    part = rows.filter(here)
    keys = list(zip(*(part[name].to_pylist() for name in _KEY), strict=True))
    for name in _LISTS:
        field = rows.schema.field(name)
        lists = pa.chunked_array([pa.array(_together(keys, part[name].to_pylist()), field.type)])
        pick = np.arange(rows.num_rows)
        pick[here.to_numpy()] = rows.num_rows + np.arange(part.num_rows)
        values = pa.chunked_array([*rows[name].chunks, *lists.chunks]).take(pa.array(pick))
        rows = rows.set_column(rows.schema.get_field_index(name), field, values)
    return rows


def _together(keys: Sequence[Any], lists: Sequence[list[str] | None]) -> list[list[str] | None]:
    found: dict[Any, dict[str, None]] = {}
    for key, values in zip(keys, lists, strict=True):
        if values is not None:
            found.setdefault(key, {}).update(dict.fromkeys(values))
    return [list(found[key]) if key in found else None for key in keys]
