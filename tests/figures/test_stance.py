from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from reaction import figures
from reaction.errors import EstimateError, MissingColumnError, StoryError
from reaction.measures import stance_over_time
from reaction.story import Story, Target


def test_marks_bands_and_strip_show_what_the_measure_says(tagged, story):
    ax = figures.stance_over_time(tagged, story, target="contract", freq="6h")
    expected = stance_over_time(tagged, "contract", freq="6h", of="relevant")
    pd.testing.assert_frame_equal(figures.data(ax), expected)
    favor = expected[expected["stance"] == "favor"]
    circles = [line.get_xydata() for line in ax.lines if line.get_marker() == "o"]
    shown = np.concatenate(circles)
    assert np.allclose(shown[shown[:, 0].argsort(), 1], favor["estimate"])
    bands = [patch.get_data() for patch in ax.patches]
    assert any(
        np.allclose(band.values, favor["high"]) and np.allclose(band.baseline, favor["low"]) for band in bands
    )
    (strip,) = ax.child_axes
    assert strip.patches[1].get_data().values.tolist() == favor["n_accounts"].tolist()


def test_stances_differ_by_more_than_colour(tagged, story):
    ax = figures.stance_over_time(tagged, story, target="contract", of="selected")
    handles = ax.get_legend().legend_handles[:3]
    assert len({handle.get_marker() for handle in handles}) == 3
    assert len({handle.get_linestyle() + str(handle._dash_pattern) for handle in handles}) == 3
    assert {text.get_text() for text in ax.get_legend().get_texts()} >= {
        "against",
        "in favor",
        "none",
        "bounds",
    }


def test_bins_of_few_accounts_are_hollow_and_not_joined(tagged, story):
    few = tagged[tagged["author_id"].isin(["1", "2", "3"])]
    ax = figures.stance_over_time(few, story, target="contract", freq="1D")
    for line in ax.lines:
        if line.get_marker() not in {"None", "", None}:
            assert line.get_markerfacecolor() == "white" or not len(line.get_xdata())
        elif line.get_gid() != "event":
            assert np.isnan(np.asarray(line.get_ydata(), dtype=float)).all() or len(line.get_xdata()) == 2
    assert "Hollow: fewer than 5 accounts or clear units (" in figures.caption(ax)


def test_the_caption_says_what_a_reviewer_asks(tagged, story):
    tagged.loc[:19, "stance_contract"] = None
    caption = figures.caption(figures.stance_over_time(tagged, story, target="contract"))
    for part in (
        "Stance on the contract",
        "(UTC)",
        "Unit: accounts",
        "denominator: posts about the target",
        "reposts excluded",
        "abstention bounds",
        "Labels by rules, not corrected",
        "Not analysed (language)",
        "Window: 18 June 2018",
        "search for “a query”",
        "(1) 18 Jun 2018, 17:00, Passage removed",
    ):
        assert part in caption
    assert "accounts, " in caption
    by_post = figures.caption(figures.stance_over_time(tagged, story, target="contract", unit="post"))
    assert "Unit: posts" in by_post


def test_the_window_binds(tagged):
    story = Story(
        "A story", window=("2018-06-19", "2018-06-19"), targets=[Target("contract", "the contract")]
    )
    ax = figures.stance_over_time(tagged, story, target="contract")
    days = figures.data(ax)["bin"].dt.strftime("%d").unique()
    assert list(days) == ["19"]


@pytest.mark.parametrize("engine", [None, "constrained"])
def test_strip_and_labels_stay_in_the_place_of_the_axes(tagged, story, engine):
    fig, axes = plt.subplots(2, 1, figsize=(5, 7), layout=engine)
    ax = figures.stance_over_time(tagged, story, target="contract", ax=axes[0])
    assert ax is axes[0]
    fig.canvas.draw()
    (strip,) = ax.child_axes
    assert strip.get_tightbbox().y0 >= axes[1].get_tightbbox().y1 - 12 * fig.dpi / 72
    assert strip.get_window_extent().y1 < ax.get_window_extent().y0


def test_nothing_tagged_is_an_empty_chart_that_says_so(tagged, story):
    nothing = tagged.assign(stance_contract=pd.Categorical([None] * len(tagged), categories=["favor"]))
    ax = figures.stance_over_time(nothing, story, target="contract")
    assert figures.caption(ax) == "No posts with a stance."
    assert (
        figures.caption(figures.stance_over_time(tagged.iloc[:0], story, target="contract"))
        == "No posts with a stance."
    )


def test_one_post_is_enough(tagged, story):
    one = tagged[tagged["stance_contract"] == "favor"].iloc[:1]
    ax = figures.stance_over_time(one, story, target="contract")
    assert figures.data(ax)["estimate"].tolist() == [1.0, 0.0, 0.0]
    assert figures.alt_text(ax)


def test_mistakes_are_named(tagged, story):
    with pytest.raises(StoryError, match="has no target"):
        figures.stance_over_time(tagged, story, target="nothing")
    with pytest.raises(MissingColumnError, match="stance_contract"):
        figures.stance_over_time(tagged.drop(columns="stance_contract"), story, target="contract")
    with pytest.raises(EstimateError, match="of is"):
        figures.stance_over_time(tagged, story, target="contract", of="all")


def test_hostile_names_break_nothing(tagged, nasty, tmp_path):
    for text in nasty:
        story = Story(text or "-", targets=[Target("contract", text or "-")])
        ax = figures.stance_over_time(tagged, story, target="contract")
        figures.save(ax, tmp_path / "figure.svg")
        assert len(figures.alt_text(ax)) <= 2000
        plt.close("all")
