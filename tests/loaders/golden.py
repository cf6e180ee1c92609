"""What each format's hand-made fixture must become: `formats/NAME/` holds input files and `golden.json`.

    python tests/loaders/golden.py NAME

prints what the fixture becomes now, to be read line by line before it is kept as `golden.json`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from reaction.loaders import Loaded

FORMATS = Path(__file__).parent / "formats"
# Said of every row, or of the machine that the test runs on.
LEFT_OUT = {"source_file", "source_format"}
DEFAULTS = {"created_at_quality": "exact", "text_truncated": False, "is_context": False, "status": "live"}


def inputs(name: str) -> list[Path]:
    """Return the input files of a format's fixture."""
    return sorted(
        path for path in (FORMATS / name).rglob("*") if path.is_file() and path.name != "golden.json"
    )


def as_records(loaded: Loaded) -> dict[str, Any]:
    """Return posts without what is null or usual, rejects, and counts of odd values, as plain JSON values."""
    odd = loaded.report.odd.groupby("field")["n"].sum()
    return {
        "posts": [_record(row) for row in loaded.posts.to_dict("records")],
        "rejects": [[int(row.line), row.reason] for row in loaded.rejects.itertuples()],
        "odd": {name: int(n) for name, n in odd.items()},
    }


def _record(row: dict[str, Any]) -> dict[str, Any]:
    plain = {name: _plain(value) for name, value in row.items() if name not in LEFT_OUT}
    return {
        name: value for name, value in plain.items() if value is not None and value != DEFAULTS.get(name, ...)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple | np.ndarray):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: item for name, item in value.items() if item is not None}
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return None
    return value.item() if isinstance(value, np.generic) else value


def main() -> None:
    """Print what a fixture becomes."""
    from reaction.loaders import load

    loaded = load(FORMATS / sys.argv[1], format=sys.argv[2] if len(sys.argv) > 2 else None, context=True)
    print(json.dumps(as_records(loaded), indent=1, ensure_ascii=False))  # noqa: T201


if __name__ == "__main__":
    main()
