"""Writes the report of a story into a folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx

from reaction import graph, tables
from reaction.errors import ReactionError, StoryError
from reaction.report._findings import findings
from reaction.report._page import Finding, render
from reaction.report._pictures import draw
from reaction.report._provenance import provenance
from reaction.report._results import Results, compute
from reaction.report._sections import page
from reaction.schema import require

if TYPE_CHECKING:
    from collections.abc import Collection
    from os import PathLike

    import pandas as pd

    from reaction.loaders import Loaded
    from reaction.story import Story

__all__ = ["Report", "write_report"]

# Names, an employer or an exact count of followers lead back to the person.
_SHAREABLE = re.compile(r"(?:platform|roles|n_posts|amplified|amplifies|stance_\w+)\Z")


@dataclass(frozen=True)
class Report:
    """A report that was written.

    Parameters
    ----------
    title
        Name of the story.
    folder
        Where it is.
    index
        The page to open.
    findings
        The five answers, as printed at the top of the page.
    files
        Every file written, relative to the folder.
    """

    title: str
    folder: Path
    index: Path
    findings: tuple[Finding, ...]
    files: tuple[Path, ...]


def write_report(
    tagged: pd.DataFrame,
    story: Story,
    folder: str | PathLike[str],
    *,
    loaded: Loaded | None = None,
    keep: Collection[str] = (),
    seed: int = 0,
) -> Report:
    """Write how people reacted to a story: a page, its figures, tables, network and provenance.

    No post is quoted, and every account but the story's actors is printed under a pseudonym. The same input
    gives the same bytes (same versions, same kind of machine).

    Parameters
    ----------
    tagged
        Posts of the story, selected by ``story.select`` and tagged by :func:`reaction.tag`. Context rows may
        be in: they count for coverage only.
    story
        The story.
    folder
        Folder to write into; made where missing. Files of the same names are replaced.
    loaded
        What :func:`reaction.load` returned: adds the account of the input, and finds pages that resurfaced
        among all its posts, before selection and window.
    keep
        Handles to print as they are, besides those of the story's actors.
    seed
        Seed of the network's layout.

    Returns
    -------
    What was written: ``index.html`` (self-contained), ``figures/`` (SVG, PDF, PNG, each with its description
    and numbers), ``tables/`` (CSV), ``network.gexf`` and ``provenance.json``.

    Raises
    ------
    MissingColumnError
        If `tagged` was not tagged for the story's targets.
    StoryError
        If the story names no target.
    ReactionError
        If the folder can't be made.

    Examples
    --------
    >>> import reaction as rx
    >>> sample = rx.samples.path("microsoft-ice")  # doctest: +SKIP
    >>> story = rx.Story.from_toml(sample / "story.toml")  # doctest: +SKIP
    >>> tagged = rx.tag(story.select(rx.read_posts(sample)), story)  # doctest: +SKIP
    >>> rx.write_report(tagged, story, "report/").index  # doctest: +SKIP
    PosixPath('report/index.html')
    """
    if not story.targets:
        raise StoryError(f"The story {story.name!r} names no target; a report needs one: add a [[target]].")
    columns = [f"stance_{target.id}" for target in story.targets]
    require(tagged, columns, purpose="write_report", hint="Tag the posts first: reaction.tag(posts, story).")
    root = _folder(Path(folder))
    results = compute(tagged, story, everything=None if loaded is None else loaded.posts, keep=keep)
    pictures, files = draw(results, story, root / "figures", seed=seed)
    files += [tables.to_csv(table, root / "tables" / f"{name}.csv") for name, table in results.tables.items()]
    files += _network(results, root)
    found = tuple(findings(results, story))
    report = None if loaded is None else loaded.report
    files.append(root / "index.html")
    html = render(page(results, story, pictures, found=found, loaded=report))
    files[-1].write_text(html, encoding="utf-8", newline="\n")
    options = {"keep": sorted(keep), "seed": seed}
    record = provenance(story, loaded=report, options=options, folder=root, outputs=files)
    (root / "provenance.json").write_text(record, encoding="utf-8", newline="\n")
    written = sorted(path.relative_to(root) for path in [*files, root / "provenance.json"])
    return Report(story.name, root, root / "index.html", found, tuple(written))


def _folder(root: Path) -> Path:
    try:
        for part in ("figures", "tables"):
            (root / part).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReactionError(
            f"The folder '{root}' can't be made: {error.strerror}. Name another one."
        ) from error
    return root


def _network(results: Results, root: Path) -> tuple[Path, ...]:
    """Write the network under printed names: nothing in it leads back to an ordinary account."""
    network = results.network.copy()
    for _, attributes in network.nodes(data=True):
        for attribute in [name for name in attributes if not _SHAREABLE.match(name)]:
            del attributes[attribute]
    named = nx.relabel_nodes(network, {node: results.names[node] for node in network})
    return graph.write(named, root / "network.gexf")
