"""An invented story told by a few hundred posts, and the closing of every figure."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from matplotlib import pyplot as plt

from reaction import schema
from reaction.story import Actor, Collection, Event, Story, Target

HOUR = 3_600_000_000
START = pd.Timestamp("2018-06-18", tz="UTC")
STANCES = ["favor", "against", "none", "unclear"]
NASTY = (
    r"$\frac{1}{0}$",
    "$unclosed",
    "a_b^c{}%&#~\\",
    "\U0001f600\U0001f468\u200d\U0001f469",
    "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd",
    "\u6f22\u5b57\u4eee\u540d",
    "x" * 300,
    "line\nbreak\ttab\x00\x1b[31m\u202e",
    "",
    "=HYPERLINK(1)",
)


@pytest.fixture(autouse=True)
def _close():
    yield
    plt.close("all")


def roles_column(values):
    kind = pa.list_(pa.string())
    return pd.Series(pd.array(pa.array(values, kind), dtype=pd.ArrowDtype(kind)))


def build_posts(n=400, seed=0):
    rng = np.random.default_rng(seed)
    kinds = rng.choice(schema.KINDS, n, p=[0.25, 0.1, 0.05, 0.6])
    authors = rng.integers(0, 60, n)
    amplified = np.minimum(rng.zipf(1.6, n) - 1, 30)
    return schema.from_columns(
        {
            "platform": ["x"] * n,
            "post_id": [str(i) for i in range(n)],
            "kind": kinds.tolist(),
            "created_at": (START.value // 1000 + np.sort(rng.integers(0, 72 * HOUR, n))).tolist(),
            "author_id": [str(a) for a in authors],
            "author_handle": [f"user{a}" for a in authors],
            "text": ["some words"] * n,
            "repost_of_id": [
                f"p{a}" if k == "repost" else None for a, k in zip(amplified, kinds, strict=True)
            ],
            "repost_of_author_id": [
                str(a) if k == "repost" else None for a, k in zip(amplified, kinds, strict=True)
            ],
        }
    )


@pytest.fixture
def posts():
    return build_posts()


@pytest.fixture
def tagged():
    table = build_posts()
    rng = np.random.default_rng(1)
    stance = pd.Series(rng.choice(STANCES, len(table), p=[0.15, 0.4, 0.15, 0.3])).mask(
        table["kind"] == "repost"
    )
    table["stance_contract"] = pd.Categorical(stance, categories=STANCES)
    table["stance_contract_tier"] = pd.Categorical(["rules"] * len(table))
    known = [["employee"], ["customer", "press"], [], None]
    table["author_roles"] = roles_column([known[int(a) % 4] for a in table["author_id"]])
    return table


@pytest.fixture
def story():
    return Story(
        "A story",
        window=("2018-06-18", "2018-06-30"),
        collection=Collection("search", query="a query", start="2018-06-18", end="2018-06-19"),
        targets=[Target("contract", "the contract")],
        actors=[Actor("acme", "company", "Acme", handles=["USER1"])],
        events=[
            Event("2018-01-24T00:00:00Z", "post", "Long before"),
            Event("2018-06-18T17:00:00Z", "edit", "Passage removed"),
            Event("2018-06-18T17:20:00Z", "edit", "Passage restored"),
            Event("2018-06-19T12:00:00Z", "letter", "Letter of the employees"),
        ],
    )


@pytest.fixture
def nasty():
    return NASTY
