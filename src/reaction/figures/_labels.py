"""Labels placed where they cover neither each other nor what matters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

__all__ = ["Placed", "place", "spread", "text_size"]

_ANGLES = np.deg2rad([0, 180, 90, 270, 45, 135, 315, 225, 22, 158, 338, 202, 67, 113, 293, 247])
_REACH = (1.0, 2.5, 5.0, 9.0, 14.0, 20.0)  # points beyond the rim of the mark


@dataclass(frozen=True)
class Placed:
    """Where a label went, in pixels.

    Parameters
    ----------
    index
        Which label.
    x, y
        Its centre.
    anchor_x, anchor_y
        Where its line starts, at the rim of what it names.
    line
        Whether it is so far off that it needs a line.
    """

    index: int
    x: float
    y: float
    anchor_x: float
    anchor_y: float
    line: bool


def text_size(ax: Axes, text: str, size: float) -> tuple[float, float]:
    """Measure text as it would be drawn.

    Parameters
    ----------
    ax
        Any Axes of the figure.
    text
        What is written; line feeds count.
    size
        In points.

    Returns
    -------
    Width and height in pixels.
    """
    probe = ax.text(0, 0, text, fontsize=size, transform=None)
    try:
        box = probe.get_window_extent()
    finally:
        probe.remove()
    return box.width, box.height


def place(
    anchors: NDArray[np.float64],
    radii: NDArray[np.float64],
    sizes: Sequence[tuple[float, float]],
    *,
    frame: tuple[float, float, float, float],
    obstacles: NDArray[np.float64],
    pixels_per_point: float,
) -> list[Placed]:
    """Place labels around discs, one after the other, each where it costs least.

    A label never covers another, a disc that has a label, or leaves the frame; where no place is left it is
    dropped. Other discs are avoided as far as possible.

    Parameters
    ----------
    anchors
        Centres of the discs that have labels, in order of importance: n rows of x and y, pixels.
    radii
        Their n radii.
    sizes
        Width and height of the n labels.
    frame
        Left, bottom, right and top edge that no label crosses.
    obstacles
        All discs that should stay visible: rows of x, y and radius.
    pixels_per_point
        Scale.

    Returns
    -------
    The labels that found a place.
    """
    boxes: list[tuple[float, float, float, float]] = []
    placed: list[Placed] = []
    discs = np.column_stack([anchors, radii]) if len(anchors) else np.zeros((0, 3))
    for index, (anchor, radius, (width, height)) in enumerate(zip(anchors, radii, sizes, strict=True)):
        best = _best(anchor, radius, (width, height), frame, boxes, discs, obstacles, pixels_per_point)
        if best is None:
            continue
        x, y, reach, angle = best
        boxes.append(_box(x, y, width, height))
        rim = anchor + radius * np.array([np.cos(angle), np.sin(angle)])
        placed.append(Placed(index, x, y, float(rim[0]), float(rim[1]), reach > 3.0 * pixels_per_point))
    return placed


def _box(x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _best(
    anchor: NDArray[np.float64],
    radius: float,
    size: tuple[float, float],
    frame: tuple[float, float, float, float],
    boxes: list[tuple[float, float, float, float]],
    discs: NDArray[np.float64],
    obstacles: NDArray[np.float64],
    pixels_per_point: float,
) -> tuple[float, float, float, float] | None:
    best: tuple[float, float, float, float] | None = None
    lowest = np.inf
    for reach in (step * pixels_per_point for step in _REACH):
        for turn, angle in enumerate(_ANGLES):
            x, y = _centre(anchor, radius + reach, size, angle)
            box = _box(x, y, *size)
            if (
                _outside(box, frame)
                or any(_overlap(box, other) for other in boxes)
                or _covered(box, discs).any()
            ):
                continue
            hidden = int(_covered(box, obstacles).sum())
            cost = hidden + 0.15 * reach / pixels_per_point + 0.01 * turn
            if cost < lowest:
                best, lowest = (x, y, reach, float(angle)), cost
    return best


def _centre(
    anchor: NDArray[np.float64], distance: float, size: tuple[float, float], angle: float
) -> tuple[float, float]:
    """Centre of a box whose near edge touches a circle around the anchor."""
    cos, sin = np.cos(angle), np.sin(angle)
    return (
        float(anchor[0] + distance * cos + np.sign(np.round(cos, 6)) * min(abs(cos) * 1.5, 1) * size[0] / 2),
        float(anchor[1] + distance * sin + np.sign(np.round(sin, 6)) * min(abs(sin) * 1.5, 1) * size[1] / 2),
    )


def _outside(box: tuple[float, float, float, float], frame: tuple[float, float, float, float]) -> bool:
    return box[0] < frame[0] or box[1] < frame[1] or box[2] > frame[2] or box[3] > frame[3]


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _covered(box: tuple[float, float, float, float], discs: NDArray[np.float64]) -> NDArray[np.bool_]:
    nearest_x = np.clip(discs[:, 0], box[0], box[2])
    nearest_y = np.clip(discs[:, 1], box[1], box[3])
    covered: NDArray[np.bool_] = np.hypot(discs[:, 0] - nearest_x, discs[:, 1] - nearest_y) < discs[:, 2]
    return covered


def spread(positions: NDArray[np.float64], gap: float, low: float, high: float) -> NDArray[np.float64]:
    """Move positions on a line apart, as little as needed, in their order.

    Parameters
    ----------
    positions
        n wished positions.
    gap
        Smallest distance of neighbours.
    low, high
        Edges; where there is too little room between them the gap shrinks.

    Returns
    -------
    n positions, in the order given.
    """
    n = len(positions)
    if n == 0:
        return positions
    gap = min(gap, (high - low) / max(n - 1, 1)) if high > low else 0.0
    order = np.argsort(positions, kind="stable")
    # Pool neighbours that touch and centre each pool on its wishes: least squares under the gaps.
    wishes = positions[order] - gap * np.arange(n)
    pools: list[list[float]] = []
    for wish in wishes:
        pools.append([float(wish), 1.0])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            mean, size = pools.pop()
            other, count = pools.pop()
            pools.append([(mean * size + other * count) / (size + count), size + count])
    settled = np.concatenate([np.full(int(size), mean) for mean, size in pools])
    result = np.empty(n)
    result[order] = np.clip(settled, low, high - gap * (n - 1)) + gap * np.arange(n)
    return result
