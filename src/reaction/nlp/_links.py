"""Entities behind the links of posts: each unique address once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from reaction.nlp._ragged import ENTITY, EVIDENCE, Ragged, flat, from_pairs
from reaction.urls import domain_of

if TYPE_CHECKING:
    from reaction.nlp._linker import Linker


def tag_links(urls: pd.Series[Any], linker: Linker) -> tuple[Ragged, Ragged]:
    """Return the entities behind each row's links, without place in the text, and their evidence."""
    lists = pa.array(urls)
    lists = lists.combine_chunks() if isinstance(lists, pa.ChunkedArray) else lists
    owner = _parents(lists)
    encoded = lists.flatten().dictionary_encode()
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    found = [_entity(url, linker) for url in encoded.dictionary.to_pylist()]
    hit = np.array([item is not None for item in [*found, None]])[codes]
    pairs = pd.DataFrame({"owner": owner[hit], "url": codes[hit]})
    pairs["key"] = [found[code] for code in pairs["url"]]
    pairs = pairs.drop_duplicates(["owner", "key"])
    rows = [(None, None, domain, label, entity) for domain, label, entity, _ in pairs["key"]]
    marks = [
        ("entity", label, entity, None, None, domain, rule, 1.0)
        for domain, label, entity, rule in pairs["key"]
    ]
    owners = pairs["owner"].to_numpy(np.int64)
    return (
        from_pairs(owners, flat(rows, ENTITY), len(urls)),
        from_pairs(owners, flat(marks, EVIDENCE), len(urls)),
    )


def _parents(lists: pa.Array) -> np.ndarray[Any, np.dtype[np.int64]]:
    counts = lists.value_lengths().fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    return np.repeat(np.arange(len(lists)), counts)


def _entity(url: str | None, linker: Linker) -> tuple[str, str, str, str] | None:
    domain = domain_of(url) if url else None
    name = linker.by_domain(domain)
    return None if domain is None or name is None else (domain, name.label, name.entity_id, name.rule)
