"""The sample stories that come with the library."""

from __future__ import annotations

from pathlib import Path

from reaction.errors import NoInputError

__all__ = ["path"]

_PACKAGE = Path(__file__).resolve().parent


def path(name: str = "microsoft-ice") -> Path:
    """Find the folder of a sample story.

    A sample is a folder of exported posts with its ``story.toml``; all posts and accounts in it are
    invented. What was planted in them stands in its ``truth*.csv``.

    Parameters
    ----------
    name
        The name of the sample.

    Returns
    -------
    The folder: beside this module where the library is installed, ``data/samples`` in a checkout.

    Raises
    ------
    NoInputError
        If there is no sample of that name.

    Examples
    --------
    >>> (path() / "story.toml").exists()
    True
    """
    known: set[str] = set()
    for folder in _folders():
        if name and (folder / name / "story.toml").is_file() and Path(name).name == name:
            return folder / name
        known |= {found.parent.name for found in folder.glob("*/story.toml")}
    available = ", ".join(sorted(known)) or "none: the installation lacks its data files"
    raise NoInputError(f"There is no sample story {name!r}. Available: {available}.")


def _folders() -> list[Path]:
    checkout = _PACKAGE.parents[2]
    folders = [_PACKAGE]
    if (checkout / "pyproject.toml").is_file():
        folders.append(checkout / "data" / "samples")
    return folders
