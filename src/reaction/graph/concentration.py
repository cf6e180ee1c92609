"""How unequally amplification falls on accounts."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from reaction.errors import GraphError
from reaction.schema import require

__all__ = ["concentration"]


def concentration(ranked: pd.DataFrame, *, top: float = 0.01, zeros: bool = False) -> pd.DataFrame:
    """Measure how much of all amplification goes to the few most amplified accounts.

    Parameters
    ----------
    ranked
        Table of accounts with ``platform`` and ``amplified``, as :func:`rank` returns it.
    top
        The share of accounts that counts as the top, between 0 and 1; at least one account.
    zeros
        Whether accounts that nobody amplified are in.

    Returns
    -------
    One row per platform: ``platform``, ``n_accounts`` (that are in), ``amplified`` (acts in total), ``n_top``,
    ``top_share`` (part of the acts that the top accounts receive) and ``gini``, the Gini coefficient
    sum_i (2i - n - 1) x_(i) / (n sum x) [1]_. Both are null where there is no act.

    Raises
    ------
    GraphError
        If `top` is not between 0 and 1.
    MissingColumnError
        If `ranked` lacks a column.

    References
    ----------
    .. [1] Dixon, Weiner, Mitchell-Olds & Woodley (1987). Bootstrapping the Gini coefficient of inequality.
       Ecology 68(5).

    Examples
    --------
    >>> ranked = pd.DataFrame({"platform": ["x"] * 4, "amplified": [6, 1, 1, 0]})
    >>> concentration(ranked, top=0.25)[["n_accounts", "n_top", "top_share"]].values.tolist()
    [[3.0, 1.0, 0.75]]
    """
    if not 0 < top <= 1:
        raise GraphError(f"top is {top!r}, expected a share above 0 and up to 1, such as 0.01.")
    require(ranked, ("platform", "amplified"), purpose="concentration")
    rows = []
    for platform, part in ranked.groupby("platform", observed=True, sort=True, dropna=False):
        amounts = np.sort(part["amplified"].to_numpy(dtype=float))
        amounts = amounts if zeros else amounts[amounts > 0]
        n, total = len(amounts), amounts.sum()
        n_top = math.ceil(top * n)
        weights = 2 * np.arange(1, n + 1) - n - 1
        rows.append(
            {
                "platform": platform,
                "n_accounts": n,
                "amplified": total,
                "n_top": n_top,
                "top_share": amounts[n - n_top :].sum() / total if total else np.nan,
                "gini": (weights * amounts).sum() / (n * total) if total else np.nan,
            }
        )
    columns = ["platform", "n_accounts", "amplified", "n_top", "top_share", "gini"]
    return pd.DataFrame(rows, columns=columns)
