"""Invented interaction data at any size: heavy-tailed attention, 18-19 digit ids, seven reposts in ten posts.

python benchmarks/generate.py 1000000 posts.parquet [--seed 0]
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from reaction import schema

if TYPE_CHECKING:
    import pandas as pd

REPOSTS, REPLIES, QUOTES = 0.70, 0.08, 0.05
START = np.datetime64("2018-06-10T00:00:00", "us").astype(np.int64)
DAYS = 20
WORDS = (
    "contract",
    "statement",
    "letter",
    "cloud",
    "families",
    "border",
    "engineers",
    "report",
    "vote",
    "today",
)


def generate(n: int, *, seed: int = 0) -> pd.DataFrame:
    """Return a Posts table of n invented posts in order of time."""
    rng = np.random.default_rng(seed)
    n_accounts = max(n // 5, 2)
    accounts = _ids(rng, n_accounts)
    own = n - round(n * REPOSTS)
    author = np.concatenate([_heavy(rng, n_accounts, own, 0.9), _heavy(rng, n_accounts, n - own, 0.6)])
    kind = np.full(n, "repost", dtype=object)
    kind[:own] = rng.choice(["original", "reply", "quote"], own, p=_shares())
    created = START + (rng.random(n) * DAYS * 86_400e6).astype(np.int64)
    upon = _objects(rng, kind, own)
    created = np.where(upon >= 0, created[upon] + (rng.lognormal(9, 1.5, n) * 1e6).astype(np.int64), created)
    order = np.argsort(created, kind="stable")
    return _posts(rng, accounts, author, kind, created, upon, order)


def _shares() -> list[float]:
    rest = 1 - REPOSTS
    return [1 - (REPLIES + QUOTES) / rest, REPLIES / rest, QUOTES / rest]


def _ids(rng: np.random.Generator, n: int) -> np.ndarray:
    """Draw distinct ids of 18 and 19 digits as text."""
    numbers = np.unique(rng.integers(10**17, 9 * 10**18, n + n // 100 + 10))
    return rng.permutation(numbers)[:n].astype(str).astype(object)


def _heavy(rng: np.random.Generator, n: int, size: int, exponent: float) -> np.ndarray:
    """Draw places 0 to n - 1, place i in proportion to (i + 1) ** -exponent."""
    weight = np.arange(1, n + 1, dtype=float) ** -exponent
    return rng.permutation(n)[np.searchsorted(np.cumsum(weight) / weight.sum(), rng.random(size))]


def _objects(rng: np.random.Generator, kind: np.ndarray, own: int) -> np.ndarray:
    """Choose the original that each post refers to, -1 for originals."""
    originals = np.flatnonzero(kind[:own] == "original")
    upon = np.full(len(kind), -1, dtype=np.int64)
    refers = np.flatnonzero(kind != "original")
    upon[refers] = originals[_heavy(rng, len(originals), len(refers), 1.0)]
    return upon


def _posts(
    rng: np.random.Generator,
    accounts: np.ndarray,
    author: np.ndarray,
    kind: np.ndarray,
    created: np.ndarray,
    upon: np.ndarray,
    order: np.ndarray,
) -> pd.DataFrame:
    n = len(kind)
    # Ids in order of time, like snowflakes: 19 digits.
    post_id = np.empty(n, dtype=object)
    post_id[order] = (1_000_000_000_000_000_000 + np.cumsum(rng.integers(1, 10**11, n))).astype(str)
    texts = np.array([" ".join(rng.choice(WORDS, 8)) for _ in range(1_000)], dtype=object)
    text = rng.integers(0, len(texts), n)
    text[kind == "repost"] = text[upon[kind == "repost"]]
    columns: dict[str, object] = {
        "platform": np.full(n, "x", dtype=object),
        "post_id": post_id,
        "kind": kind,
        "created_at": created,
        "author_id": accounts[author],
        "author_handle": np.array([f"user{i}" for i in range(len(accounts))], dtype=object)[author],
        "text": texts[text],
    }
    for relation, prefix in (("repost", "repost_of"), ("reply", "reply_to"), ("quote", "quote_of")):
        refers = kind == relation
        columns[f"{prefix}_id"] = np.where(refers, post_id[upon], None)
        columns[f"{prefix}_author_id"] = np.where(refers, accounts[author[upon]], None)
    return schema.from_columns({name: pa.array(values[order]) for name, values in columns.items()})


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("posts", type=int)
    parser.add_argument("path")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    schema.write_posts(generate(arguments.posts, seed=arguments.seed), arguments.path)


if __name__ == "__main__":
    main()
