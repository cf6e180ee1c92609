import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction.errors import GraphError, MissingColumnError
from reaction.graph.concentration import concentration


def ranked(amounts: list[float], platform: str = "x") -> pd.DataFrame:
    return pd.DataFrame({"platform": [platform] * len(amounts), "amplified": amounts})


def test_hand_worked_example() -> None:
    # Gini of 1, 1, 6: (-2 * 1 + 0 * 1 + 2 * 6) / (3 * 8) = 10/24.
    row = concentration(ranked([6, 1, 1, 0]), top=0.25).iloc[0]
    assert (row["n_accounts"], row["n_top"], row["amplified"]) == (3, 1, 8)
    assert row["top_share"] == pytest.approx(6 / 8)
    assert row["gini"] == pytest.approx(10 / 24)
    with_zeros = concentration(ranked([6, 1, 1, 0]), zeros=True).iloc[0]
    assert with_zeros["n_accounts"] == 4
    assert with_zeros["gini"] == pytest.approx((-3 * 0 - 1 + 1 + 3 * 6) / (4 * 8))


def test_equal_amounts_have_no_concentration() -> None:
    row = concentration(ranked([5.0] * 200)).iloc[0]
    assert row["gini"] == pytest.approx(0)
    assert (row["n_top"], row["top_share"]) == (2, pytest.approx(0.01))


def test_platforms_are_kept_apart_and_nothing_is_null() -> None:
    table = concentration(pd.concat([ranked([1, 3]), ranked([0.0], "mastodon")]))
    assert table["platform"].tolist() == ["mastodon", "x"]
    assert table.loc[0, ["top_share", "gini"]].isna().all()
    assert concentration(ranked([])).empty


@given(st.lists(st.floats(0.001, 1e6), min_size=1, max_size=50), st.floats(0.01, 1))
def test_properties(amounts: list[float], top: float) -> None:
    row = concentration(ranked(amounts), top=top).iloc[0]
    same = concentration(ranked(sorted(amounts, reverse=True)), top=top).iloc[0]
    n = len(amounts)
    assert row["gini"] == pytest.approx(same["gini"])
    # The mean absolute difference over twice the mean, the definition by pairs.
    pairs = sum(abs(a - b) for a in amounts for b in amounts) / (2 * n * sum(amounts))
    assert row["gini"] == pytest.approx(pairs, abs=1e-9)
    assert row["top_share"] >= row["n_top"] / n - 1e-9


def test_errors() -> None:
    with pytest.raises(GraphError, match="top is 0"):
        concentration(ranked([1]), top=0)
    with pytest.raises(MissingColumnError, match="'amplified'"):
        concentration(pd.DataFrame({"platform": ["x"]}))
