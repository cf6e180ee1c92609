"""The marks of a network drawing: wedges, discs, labels and a legend."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D
from matplotlib.path import Path

from reaction.figures._axes import key, pixels_per_point, settle, small
from reaction.figures._labels import place, text_size
from reaction.figures._layout import layout, separated
from reaction.figures._palette import ROLE_LOOKS, STANCE_LOOKS
from reaction.figures._text import printable

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from reaction.figures._palette import Look

__all__ = ["draw"]

_SMALLEST, _LARGEST = 5.0, 220.0  # area of a disc, square points
_LONGEST_NAME = 22
_ROOM_PER_NAME = 6_000.0  # square points
_EDGE = "#5A6670"


def draw(
    ax: Axes,
    network: nx.DiGraph[str],
    table: pd.DataFrame,
    looks: list[Look],
    *,
    edge: str,
    seed: int,
    most_labels: int,
) -> int:
    """Draw a network on an Axes.

    Parameters
    ----------
    ax
        The Axes.
    network
        What is drawn.
    table
        Its accounts, the most amplified first: ``key, account, amplified``.
    looks
        How each row of `table` is drawn.
    edge
        What the legend says of an edge.
    seed
        Of the layout.
    most_labels
        How many of the first rows get their name printed, if it finds room.

    Returns
    -------
    How many names were printed.
    """
    ax.set_axis_off()
    settle(ax)
    _legend(ax, looks, edge)
    settle(ax)
    box = ax.get_window_extent()
    found = layout(network, seed=seed, aspect=box.width / box.height)
    points = np.array([found[account] for account in table["key"]])
    areas = _areas(ax, table)
    radii = np.sqrt(areas / np.pi)
    _fit(ax, points, radii.max())
    apart = separated(ax.transData.transform(points), (radii + 0.4) * pixels_per_point(ax))
    points = ax.transData.inverted().transform(apart)
    _fit(ax, points, radii.max())
    place_of = {account: i for i, account in enumerate(table["key"])}
    _wedges(ax, network, place_of, points, areas)
    for look in dict.fromkeys(looks):
        rows = np.flatnonzero([other == look for other in looks])[::-1]
        ax.scatter(
            points[rows, 0],
            points[rows, 1],
            s=areas[rows],
            c=look.colour,
            marker=look.marker,
            edgecolors="white",
            linewidths=0.4,
            zorder=3,
            label=look.label,
        )
    return _names(ax, table, points, areas, most_labels)


def _areas(ax: Axes, table: pd.DataFrame) -> NDArray[np.float64]:
    """Areas in square points: proportional to acts received, above a floor, scaled down for small Axes."""
    box = ax.get_window_extent()
    room = min(box.width, box.height) / pixels_per_point(ax)
    largest = min(_LARGEST, (room / 17) ** 2)
    smallest = min(_SMALLEST, largest / 8)
    received = table["amplified"].to_numpy(np.float64)
    areas: NDArray[np.float64] = smallest + (largest - smallest) * received / max(received.max(), 1.0)
    return areas


def _fit(ax: Axes, points: NDArray[np.float64], margin: float) -> None:
    """Set limits so that a unit is as long up as across, everything is inside, and nothing touches the edge."""
    box = ax.get_window_extent()
    scale = pixels_per_point(ax)
    width, height = (max(side - 2 * (margin + 2) * scale, side / 2) for side in (box.width, box.height))
    low, high = points.min(axis=0), points.max(axis=0)
    span = np.maximum(high - low, 1e-9)
    unit = max(span[0] / width, span[1] / height, 1e-9)
    middle = (low + high) / 2
    ax.set_xlim(middle[0] - unit * box.width / 2, middle[0] + unit * box.width / 2)
    ax.set_ylim(middle[1] - unit * box.height / 2, middle[1] + unit * box.height / 2)


def _wedges(
    ax: Axes,
    network: nx.DiGraph[str],
    place_of: dict[str, int],
    points: NDArray[np.float64],
    areas: NDArray[np.float64],
) -> None:
    edges = [(place_of[a], place_of[b], weight) for a, b, weight in network.edges(data="weight", default=1)]
    source, target = (np.array([edge[end] for edge in edges], dtype=np.int64) for end in (0, 1))
    weight = np.array([edge[2] for edge in edges], dtype=np.float64)
    unit = np.ptp(ax.get_xlim()) / (
        ax.get_window_extent().width / pixels_per_point(ax)
    )  # data units per point
    start, end = points[source], points[target]
    along = end - start
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-12)
    across = np.column_stack([-along[:, 1], along[:, 0]]) / length[:, None]
    half = (0.45 + 0.35 * np.log2(weight))[:, None].clip(max=2.5) * unit
    # The point stops at the rim, or it would hide under the disc.
    rim = np.minimum(np.sqrt(areas[target] / np.pi) * unit, 0.6 * length)
    tip = end - along / length[:, None] * rim[:, None]
    thin = 0.12 * unit * across
    corners = np.stack([start + half * across, tip + thin, tip - thin, start - half * across], axis=1)
    alpha = float(np.clip(9.0 / np.sqrt(len(edges) + 1.0), 0.25, 0.6))
    ax.add_collection(
        PolyCollection(list(corners), facecolors=_EDGE, edgecolors="none", alpha=alpha, zorder=2),
        autolim=False,
    )


def _legend(ax: Axes, looks: list[Look], edge: str) -> None:
    known = [*STANCE_LOOKS.values(), *ROLE_LOOKS.values()]
    kinds = sorted(dict.fromkeys(looks), key=lambda look: known.index(look) if look in known else len(known))
    handles = [
        Line2D(
            [], [], linestyle="none", marker=look.marker, color=look.colour, markersize=4.5, label=look.label
        )
        for look in (kinds if len(kinds) > 1 else [])
    ]
    handles.append(
        Line2D(
            [],
            [],
            linestyle="none",
            marker=_WEDGE,
            color=_EDGE,
            markersize=11,
            label=edge,
        )
    )
    key(ax, handles, below=2.0)


_WEDGE = Path([(-1.0, 0.16), (1.0, 0.03), (1.0, -0.03), (-1.0, -0.16), (-1.0, 0.16)])


def _names(
    ax: Axes, table: pd.DataFrame, points: NDArray[np.float64], areas: NDArray[np.float64], most: int
) -> int:
    """Print the names of the most amplified accounts where they cover nothing."""
    box, scale = ax.get_window_extent(), pixels_per_point(ax)
    most = min(most, max(4, int(box.width * box.height / scale**2 / _ROOM_PER_NAME)))
    n = int((table["amplified"].head(most) > 0).sum())
    texts = [printable(name, limit=_LONGEST_NAME) for name in table["account"].head(n)]
    size = small(-0.5)
    pixels = ax.transData.transform(points)
    radii = np.sqrt(areas / np.pi) * scale
    pad = 1.0 * scale
    placed = place(
        pixels[:n],
        radii[:n],
        [(width + 2 * pad, height + pad) for width, height in (text_size(ax, text, size) for text in texts)],
        frame=(box.x0, box.y0, box.x1, box.y1),
        obstacles=np.column_stack([pixels, radii]),
        pixels_per_point=scale,
    )
    back = ax.transData.inverted()
    for label in placed:
        x, y = back.transform((label.x, label.y))
        if label.line:
            start = back.transform((label.anchor_x, label.anchor_y))
            ax.plot(
                [start[0], x], [start[1], y], color="#555555", linewidth=0.5, zorder=4, solid_capstyle="butt"
            )
        text = ax.text(x, y, texts[label.index], ha="center", va="center", fontsize=size, zorder=5)
        text.set_bbox(
            {"boxstyle": "square,pad=0.08", "facecolor": "white", "edgecolor": "none", "alpha": 0.75}
        )
        text.set_gid("name")
    return len(placed)
