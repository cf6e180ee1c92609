"""The figures of a report, drawn and saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib import pyplot as plt

from reaction import figures
from reaction.report._page import FigureBlock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from matplotlib.axes import Axes

    from reaction.report._results import Results
    from reaction.story import Story

_FORMATS = ("svg", "pdf", "png")


def draw(
    results: Results, story: Story, folder: Path, *, seed: int
) -> tuple[dict[str, FigureBlock], list[Path]]:
    """Draw every figure of a report and save it for page and paper.

    Parameters
    ----------
    results
        The numbers.
    story
        The story.
    folder
        Where to save them.
    seed
        Seed of the network's layout.

    Returns
    -------
    The figures by name, and the files written.
    """
    blocks: dict[str, FigureBlock] = {}
    files: list[Path] = []
    with figures.style("default", columns=2):
        for name, ax in _axes(results, story, seed=seed):
            saved = figures.save(ax, folder / f"{name}.svg", formats=_FORMATS)
            blocks[name] = FigureBlock(folder / f"{name}.svg", figures.alt_text(ax), figures.caption(ax))
            files += saved
            plt.close(ax.get_figure(root=True))
    return blocks, files


def _axes(results: Results, story: Story, *, seed: int) -> Iterator[tuple[str, Axes]]:
    posts = results.posts
    yield "timeline", figures.event_timeline(posts, story)
    for target in story.targets:
        yield f"stance_over_time_{target.id}", figures.stance_over_time(posts, story, target=target.id)
        yield f"stance_by_role_{target.id}", figures.stance_by_role(posts, story, target=target.id)
    if results.network.number_of_edges():
        drawn = figures.amplification_network(
            results.network, story=story, target=_coloured(results, story), names=results.names, seed=seed
        )
        yield "network", drawn


def _coloured(results: Results, story: Story) -> str | None:
    """Choose the first target on which any account of the network takes a clear stance."""
    nodes = [attributes for _, attributes in results.network.nodes(data=True)]
    sided = (target.id for target in story.targets if any(f"stance_{target.id}" in node for node in nodes))
    return next(sided, None)
