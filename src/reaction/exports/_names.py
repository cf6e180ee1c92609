"""Names and values of posts as other tools take them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from reaction.schema import account_key

__all__ = ["NAMED", "named", "plain_values"]

NAMED = (
    *("platform", "post_id", "kind", "is_context", "created_at", "author_id", "author_handle"),
    *("reply_to_id", "repost_of_id"),
)


def named(posts: pd.DataFrame) -> pd.DataFrame:
    """Name posts, the posts they refer to, and accounts, as other tools get them."""
    platform = posts["platform"].astype("str")
    accounts = account_key(posts)
    prefix: str | pd.Series[Any] = platform + ":"
    if platform.nunique() <= 1:
        # In a table of one platform, its name before every id would only be in the way.
        accounts = accounts.str.removeprefix("".join(platform[:1]) + ":")
        prefix = ""
    since = posts["created_at"] - pd.Timestamp(0, tz="UTC")
    return pd.DataFrame(
        {
            "post": prefix + posts["post_id"].astype("str"),
            "parent": prefix + posts["reply_to_id"].astype("str"),
            "original": prefix + posts["repost_of_id"].astype("str"),
            "account": accounts,
            "seconds": since / pd.Timedelta(seconds=1),
        }
    )


def plain_values(column: pd.Series[Any]) -> list[Any]:
    """Return the values as JSON has them: times as ISO 8601, null as None."""
    return [_plain(value) for value in column.tolist()]


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset | np.ndarray):
        return [_plain(item) for item in (sorted(value) if isinstance(value, set | frozenset) else value)]
    if value is None or pd.isna(value):
        return None
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
