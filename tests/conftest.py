"""What many tests need: invented posts, the real-data folder, a backend without a screen."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from reaction import schema

os.environ.setdefault("MPLBACKEND", "Agg")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Folder of real data sets, or skip."""
    folder = os.environ.get("REACTION_REAL_DATA")
    if not folder:
        pytest.skip("REACTION_REAL_DATA names no folder of real data")
    path = Path(folder).resolve()
    assert path.is_dir(), f"REACTION_REAL_DATA names {path}, which is no folder"
    return path


@pytest.fixture
def make_posts() -> Callable[..., pd.DataFrame]:
    """Build a Posts table from the columns that matter to a test; platform, id and kind have defaults."""

    def make(**columns: Sequence[Any]) -> pd.DataFrame:
        n = len(next(iter(columns.values())))
        defaults = {
            "platform": ["x"] * n,
            "post_id": [str(i + 1) for i in range(n)],
            "kind": ["original"] * n,
        }
        return schema.from_columns({**defaults, **columns})

    return make
