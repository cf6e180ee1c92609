from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reaction.figures._labels import place, spread

FRAME = (0.0, 0.0, 300.0, 200.0)


def boxes_of(placed, sizes):
    return [
        (
            p.x - sizes[p.index][0] / 2,
            p.y - sizes[p.index][1] / 2,
            p.x + sizes[p.index][0] / 2,
            p.y + sizes[p.index][1] / 2,
        )
        for p in placed
    ]


def overlap(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@settings(deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 14))
def test_labels_cover_neither_each_other_nor_their_discs_nor_the_edge(seed, n):
    rng = np.random.default_rng(seed)
    anchors = rng.uniform((10, 10), (290, 190), (n, 2))
    radii = rng.uniform(1, 10, n)
    sizes = [(float(w), 8.0) for w in rng.uniform(20, 60, n)]
    placed = place(
        anchors, radii, sizes, frame=FRAME, obstacles=np.column_stack([anchors, radii]), pixels_per_point=1.0
    )
    boxes = boxes_of(placed, sizes)
    assert not any(overlap(a, b) for i, a in enumerate(boxes) for b in boxes[:i])
    for left, bottom, right, top in boxes:
        assert left >= 0
        assert bottom >= 0
        assert right <= 300
        assert top <= 200
        nearest = np.column_stack([anchors[:, 0].clip(left, right), anchors[:, 1].clip(bottom, top)])
        assert (np.hypot(*(anchors - nearest).T) >= radii - 1e-9).all()


def test_a_lonely_label_stands_beside_its_disc_without_a_line():
    (label,) = place(
        np.array([[150.0, 100.0]]),
        np.array([5.0]),
        [(40.0, 8.0)],
        frame=FRAME,
        obstacles=np.zeros((0, 3)),
        pixels_per_point=1.0,
    )
    assert not label.line
    assert label.x > 150 + 5
    assert label.y == pytest.approx(100)


def test_a_label_without_a_place_is_dropped():
    assert not place(
        np.array([[150.0, 100.0]]),
        np.array([5.0]),
        [(400.0, 8.0)],
        frame=FRAME,
        obstacles=np.zeros((0, 3)),
        pixels_per_point=1.0,
    )


@given(st.lists(st.floats(-50, 150), max_size=12), st.floats(0.5, 20))
def test_positions_keep_their_distance_order_and_limits(wishes, gap):
    found = spread(np.array(wishes), gap, 0.0, 100.0)
    room = 100.0 / max(len(wishes) - 1, 1)
    order = np.argsort(wishes, kind="stable")
    assert (np.diff(found[order]) >= min(gap, room) - 1e-6).all()
    assert ((found >= -1e-6) & (found <= 100 + 1e-6)).all()


def test_positions_far_apart_stay():
    assert spread(np.array([70.0, 10.0, 40.0]), 5.0, 0.0, 100.0).tolist() == [70.0, 10.0, 40.0]
