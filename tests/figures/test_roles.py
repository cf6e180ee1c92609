from __future__ import annotations

import numpy as np
import pytest
from matplotlib import pyplot as plt

from reaction import figures
from reaction.errors import MissingColumnError
from reaction.measures import stance_shares


def test_marks_show_what_the_measure_says(tagged, story):
    ax = figures.stance_by_role(tagged, story, target="contract")
    expected = stance_shares(tagged, "contract", by="author_roles", of="relevant")
    table = figures.data(ax)
    assert list(dict.fromkeys(table["role"])) == [
        "all accounts",
        "employee",
        "customer",
        "press",
        "no role declared",
        "not judged",
    ]
    for role in ("employee", "not judged"):
        for stance in ("favor", "against"):
            ours = table[(table["role"] == role) & (table["stance"] == stance)].iloc[0]
            theirs = expected[(expected["author_roles"] == role) & (expected["stance"] == stance)].iloc[0]
            assert ours[["estimate", "low", "high", "n_accounts"]].tolist() == pytest.approx(
                theirs[["estimate", "low", "high", "n_accounts"]].tolist()
            )
    squares = next(line for line in ax.lines if line.get_marker() == "s" and len(line.get_xdata()) > 1)
    shares = table.loc[table["stance"] == "against", "estimate"].astype(float)
    assert np.allclose(squares.get_xdata(), shares)
    assert [label.get_text() for label in ax.get_yticklabels()][1] == "employees"


def test_rows_show_n_and_those_without_a_role_stand_apart(tagged, story):
    ax = figures.stance_by_role(tagged, story, target="contract")
    counts = [text.get_text() for text in ax.texts]
    first = figures.data(ax).drop_duplicates("role")["n_accounts"]
    assert counts == [*(f"{n:,}" for n in first), "accounts"]
    heights = ax.get_yticks()
    steps = -np.diff(heights)
    assert steps.tolist() == [1.5, 1.0, 1.0, 1.5, 1.0]


def test_small_groups_show_no_numbers(tagged, story):
    few = tagged[~tagged["author_id"].isin([str(4 * i + 1) for i in range(3, 20)])]
    ax = figures.stance_by_role(few, story, target="contract")
    table = figures.data(ax)
    hidden = table[table["role"] == "press"]
    assert hidden["suppressed"].all()
    assert hidden[["estimate", "low", "high", "n_accounts", "n_posts"]].isna().all(axis=None)
    assert "< 5" in [text.get_text() for text in ax.texts]
    assert "No numbers for 2 roles" in figures.caption(ax)
    assert "press: fewer than 5 accounts" in figures.alt_text(ax)


def test_all_text_is_inside_the_figure(tagged, story):
    for venue in ("default", "acl", "nature"):
        with figures.style(venue, 1):
            ax = figures.stance_by_role(tagged, story, target="contract")
        ax.figure.canvas.draw()
        frame = ax.figure.bbox
        for text in ax.figure.findobj(plt.Text):
            box = text.get_window_extent()
            if text.get_visible() and text.get_text():
                assert box.x0 >= -1, text
                assert box.x1 <= frame.x1 + 1, text
                assert box.y0 >= -1, text
                assert box.y1 <= frame.y1 + 1, text
        plt.close("all")


def test_the_caption_says_what_a_reviewer_asks(tagged, story):
    caption = figures.caption(figures.stance_by_role(tagged, story, target="contract", unit="post"))
    for part in (
        "Unit: posts",
        "they overlap and do not sum",
        "abstention bounds",
        "reposts excluded",
        "Data: x",
    ):
        assert part in caption


def test_nothing_tagged_is_an_empty_chart_that_says_so(tagged, story):
    ax = figures.stance_by_role(tagged.iloc[:0], story, target="contract")
    assert figures.caption(ax) == "No posts with a stance."
    with pytest.raises(MissingColumnError, match="author_roles"):
        figures.stance_by_role(tagged.drop(columns="author_roles"), story, target="contract")


def test_too_few_accounts_show_nothing(tagged, story):
    ax = figures.stance_by_role(tagged[tagged["author_id"] == "1"], story, target="contract")
    assert figures.data(ax)["suppressed"].all()
