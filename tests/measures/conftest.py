"""Tagged posts, built from short rows."""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from reaction import schema

LABELS = ["favor", "against", "none", "unclear"]
LISTS = pd.ArrowDtype(pa.list_(pa.string()))


def build(
    accounts: Sequence[str | None],
    stances: Sequence[str | None],
    *,
    roles: Sequence[list[str] | None] | None = None,
    amplified: Sequence[str | None] | None = None,
    tiers: Sequence[str | None] | None = None,
    **columns: Sequence[Any],
) -> pd.DataFrame:
    """Return posts by these accounts with these stances on the target ``plan``."""
    n = len(accounts)
    defaults = {
        "platform": ["x"] * n,
        "post_id": [str(i + 1) for i in range(n)],
        "kind": ["original"] * n,
        "text": ["some words"] * n,
        "created_at_quality": ["exact"] * n,
        "author_id": accounts,
    }
    posts = schema.from_columns({**defaults, **columns})
    tagged = posts.assign(
        stance_plan=pd.Categorical(stances, categories=LABELS),
        stance_plan_tier=pd.Categorical(tiers or [s and "rules" for s in stances]),
        amplified_stance_plan=pd.Categorical(amplified or [None] * n, categories=LABELS),
    )
    return tagged.assign(author_roles=pd.Series(roles or [None] * n, dtype=LISTS))


@pytest.fixture(scope="session")
def make_tagged() -> Callable[..., pd.DataFrame]:
    return build
