"""What follows from other columns of a post: its time from its id, its address from its author."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from reaction.loaders._registry import loaders
from reaction.loaders._rows import SCHEMA
from reaction.loaders._times import times_of_ids

__all__ = ["finished"]

_PLACEHOLDER = re.compile(r"(\{id\}|\{handle\})")


def finished(table: pa.Table) -> pa.Table:
    """Fill in what follows from other columns: times from ids, permalinks.

    Parameters
    ----------
    table
        Posts whose references are resolved.

    Returns
    -------
    The same posts.
    """
    if not table.num_rows:
        return table
    from_ids = pc.if_else(
        pc.and_(table["created_at"].is_null(), pc.equal(table["platform"], "x")),
        times_of_ids(table["post_id"].combine_chunks()),
        pa.scalar(None, SCHEMA.field("created_at").type),
    )
    quality = pc.if_else(
        from_ids.is_valid(), pa.scalar("from_id", pa.large_string()), table["created_at_quality"]
    )
    url = table["url"]
    formats = table["source_format"].unique().to_pylist()
    for loader in loaders():
        if loader.name not in formats:
            continue
        here = pc.equal(table["source_format"], loader.name)
        for template in loader.permalinks:
            made = _permalinks(template, table)
            if len(formats) > 1:
                made = pc.if_else(here, made, pa.scalar(None, pa.large_string()))
            url = pc.coalesce(url, made)
    new = {
        "created_at": pc.coalesce(table["created_at"], from_ids),
        "created_at_quality": quality,
        "url": url,
    }
    for name, values in new.items():
        table = table.set_column(table.schema.get_field_index(name), SCHEMA.field(name), values)
    return table


def _permalinks(template: str, table: pa.Table) -> pa.ChunkedArray:
    columns = {"{id}": "post_id", "{handle}": "author_handle"}
    parts = [part for part in _PLACEHOLDER.split(template) if part]
    values = [
        table[columns[part]] if part in columns else pa.scalar(part, pa.large_string()) for part in parts
    ]
    return pc.binary_join_element_wise(*values, pa.scalar("", pa.large_string()))
