"""Where the numbers of a report come from: inputs, story, options, versions, outputs."""

from __future__ import annotations

import hashlib
import json
import platform
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reaction.report._results import records

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reaction.loaders import LoadReport
    from reaction.story import Story

_PACKAGES = (
    "reaction-analysis", "pandas", "pyarrow", "numpy", "scipy", "spacy", "vaderSentiment", "networkx", "matplotlib",
)  # fmt: skip
_BLOCK = 1 << 20


def digest(path: Path) -> str:
    """Return the SHA-256 of a file.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    Its digest in hexadecimal.
    """
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def provenance(
    story: Story,
    *,
    loaded: LoadReport | None,
    options: Mapping[str, Any],
    folder: Path,
    outputs: Iterable[Path],
) -> str:
    """Describe how a report came to be, without a time or a path, so that a second run gives the same text.

    Parameters
    ----------
    story
        The story.
    loaded
        What became of the input, where known.
    options
        Options of the run.
    folder
        The report's folder.
    outputs
        Files in it.

    Returns
    -------
    JSON text with sorted keys.
    """
    text = story.to_toml()
    record = {
        "inputs": [] if loaded is None else _inputs(loaded),
        "options": dict(options),
        "outputs": {str(path.relative_to(folder)): digest(path) for path in sorted(outputs)},
        "story": {"sha256": hashlib.sha256(text.encode()).hexdigest(), "toml": text},
        "versions": {
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.machine()}",
            **{name: version(name) for name in _PACKAGES},
        },
    }
    return json.dumps(record, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _inputs(loaded: LoadReport) -> list[dict[str, Any]]:
    return [
        {
            **{key: value for key, value in row.items() if isinstance(value, int | str)},
            "file": Path(row["file"]).name,
            "sha256": digest(Path(row["file"])),
        }
        for row in records(loaded.files.drop(columns=["reason"]))
    ]
