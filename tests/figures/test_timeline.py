from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from reaction import figures, schema
from reaction.errors import EstimateError, FigureError, MissingColumnError
from reaction.measures import volume
from reaction.story import Event, Story


def texts(ax, gid):
    return [artist for artist in ax.findobj(lambda artist: artist.get_gid() == gid) if artist.get_visible()]


def extents(artists):
    artists[0].figure.canvas.draw()
    return [artist.get_window_extent() for artist in artists]


def inside(fig, box):
    return box.x0 >= -1 and box.y0 >= -1 and box.x1 <= fig.bbox.x1 + 1 and box.y1 <= fig.bbox.y1 + 1


def test_bars_show_what_the_measure_counts(posts):
    ax = figures.event_timeline(posts, freq="6h")
    expected = volume(posts, freq="6h")
    pd.testing.assert_frame_equal(figures.data(ax), expected)
    patches = {patch.get_label(): patch for patch in ax.patches}
    assert list(patches) == ["originals", "replies", "quotes", "reposts"]
    for name, patch in patches.items():
        values, _, baseline = patch.get_data()
        assert (values - baseline).tolist() == expected[name].tolist()
    assert patches["reposts"].get_data().values.tolist() == expected["n_posts"].tolist()


def test_kinds_differ_by_more_than_colour(posts):
    ax = figures.event_timeline(posts)
    looks = [
        (patch.get_hatch(), round(float(np.dot(patch.get_facecolor()[:3], (0.3, 0.6, 0.1))), 1))
        for patch in ax.patches
    ]
    assert len(set(looks)) == 4


def test_context_and_other_days_are_left_out_and_said_so(posts, story):
    posts.loc[:9, "is_context"] = True
    posts.loc[10:14, "created_at"] = pd.Timestamp("2018-01-24", tz="UTC")
    posts.loc[15:16, "created_at"] = pd.NaT
    ax = figures.event_timeline(posts, story)
    caption = figures.caption(ax)
    assert figures.data(ax)["n_posts"].sum() == 400 - 10 - 5 - 2
    assert "10 context posts" in caption
    assert "5 posts before or after not shown" in caption
    assert "2 posts without a time" in caption
    assert "18 June 2018 to 30 June 2018 (UTC)" in caption
    assert "search for “a query”" in caption
    everything = figures.event_timeline(posts, story, window=None)
    assert figures.data(everything)["n_posts"].sum() == 400 - 10 - 2


def test_events_are_marked_in_order_and_named(posts, story):
    ax = figures.event_timeline(posts, story)
    marks = texts(ax, "event")
    assert [mark.get_text() for mark in marks] == ["1", "2", "3"]
    (key,) = texts(ax, "event key")
    assert [line.split("  ")[-1] for line in key.get_text().splitlines()] == [
        "Passage removed",
        "Passage restored",
        "Letter of the employees",
    ]
    assert "Not on the axis: 24 Jan 2018, 00:00, Long before." in figures.caption(ax)


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("n", [1, 9, 40])
def test_marks_of_many_events_at_once_stay_apart_and_inside(posts, columns, n):
    at = pd.Timestamp("2018-06-19", tz="UTC")
    events = [Event((at + pd.Timedelta(minutes=i)).isoformat(), "edit", f"Event {i}" * 9) for i in range(n)]
    with figures.style("default", columns):
        ax = figures.event_timeline(posts, Story("A story", events=events))
    boxes = [mark.get_bbox_patch().get_window_extent() for mark in texts(ax, "event")]
    ax.figure.canvas.draw()
    boxes = [mark.get_bbox_patch().get_window_extent() for mark in texts(ax, "event")]
    assert len(boxes) == n
    for i, a in enumerate(boxes):
        assert inside(ax.figure, a)
        assert not any(
            a.x0 < b.x1 - 1 and b.x0 < a.x1 - 1 and a.y0 < b.y1 - 1 and b.y0 < a.y1 - 1 for b in boxes[:i]
        )
    (key,) = texts(ax, "event key")
    assert inside(ax.figure, key.get_window_extent())
    assert ax.get_window_extent().height > 0.2 * ax.figure.bbox.height


@pytest.mark.parametrize("venue", ["default", "nature"])
def test_all_text_is_inside_the_figure_and_large_enough(posts, story, venue):
    with figures.style(venue, 1):
        ax = figures.event_timeline(posts, story)
    ax.figure.canvas.draw()
    found = [text for text in ax.figure.findobj(plt.Text) if text.get_visible() and text.get_text().strip()]
    assert len(found) > 10
    ticks = {
        text: axis.get_view_interval()[0] <= place <= axis.get_view_interval()[1]
        for axis in (ax.xaxis, ax.yaxis)
        for text, place in zip(axis.get_ticklabels(), axis.get_ticklocs(), strict=True)
    }
    for text in found:
        assert text.get_fontsize() >= 5
        if not ticks.get(text, True):
            continue  # a tick beyond the limits is not drawn
        assert inside(ax.figure, text.get_window_extent()), text


def test_time_not_collected_is_grey(posts, story):
    ax = figures.event_timeline(posts, story)
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels[-1] == "not collected"
    assert "Grey: outside the dates of collection." in figures.caption(ax)


@pytest.mark.parametrize(
    ("span", "freq", "label"),
    [
        ("50min", "1min", "18 Jun 2018"),
        ("30h", "15min", "Jun 2018"),
        ("60D", "1D", "Jun-Aug 2018"),
        ("300D", "1W", "2018-2019"),
    ],
)
def test_any_span_has_fitting_bins_and_says_which(make_posts, span, freq, label):
    times = pd.date_range("2018-06-18T10:00Z", pd.Timestamp("2018-06-18T10:00Z") + pd.Timedelta(span), 40)
    ax = figures.event_timeline(make_posts(created_at=list(times.to_pydatetime())))
    table = figures.data(ax)
    assert table["freq"].iloc[0] == freq
    assert len(table) <= 200
    assert ax.get_xlabel() == f"{label} (UTC);  n = 40 posts"


def test_a_coarse_clock_gets_coarse_bins(make_posts):
    times = [pd.Timestamp(f"2018-06-{day}", tz="UTC").to_pydatetime() for day in (18, 19)]
    posts = make_posts(created_at=times, created_at_quality=["date_only"] * 2)
    assert figures.data(figures.event_timeline(posts))["freq"].iloc[0] == "1D"
    with pytest.raises(EstimateError, match="finer"):
        figures.event_timeline(posts, freq="1h")


def test_without_posts_the_chart_says_so(story):
    ax = figures.event_timeline(schema.empty(), story)
    assert [text.get_text() for text in ax.texts] == ["no posts"]
    assert figures.caption(ax) == "No posts."
    nowhen = schema.from_columns({"platform": ["x"], "post_id": ["1"], "kind": ["reply"]})
    assert figures.caption(figures.event_timeline(nowhen)) == "No posts."


def test_one_post_is_enough(make_posts):
    ax = figures.event_timeline(make_posts(created_at=[0]))
    assert figures.data(ax)["n_posts"].tolist() == [1]


def test_hostile_titles_break_nothing(posts, nasty, tmp_path):
    at = pd.Timestamp("2018-06-19", tz="UTC")
    events = [
        Event((at + pd.Timedelta(hours=i)).isoformat(), "edit", text or "-") for i, text in enumerate(nasty)
    ]
    ax = figures.event_timeline(posts, Story("$x$", events=events))
    for file in figures.save(ax, tmp_path / "figure", formats=["pdf", "svg", "png"]):
        assert file.stat().st_size > 0
    assert len(figures.alt_text(ax)) <= 2000


@pytest.mark.parametrize("engine", [None, "constrained", "tight"])
def test_axes_of_the_user_are_drawn_on_and_returned(posts, story, engine):
    fig, axes = plt.subplots(1, 2, figsize=(9, 4), layout=engine)
    before = axes[0].get_position().y0
    assert figures.event_timeline(posts, story, ax=axes[1]) is axes[1]
    fig.canvas.draw()
    (key,) = texts(axes[1], "event key")
    assert inside(fig, key.get_window_extent())
    if engine is None:
        assert axes[0].get_position().y0 == before


def test_arguments_are_not_changed_and_mistakes_are_named(posts, story):
    before = posts.copy()
    figures.event_timeline(posts, story)
    pd.testing.assert_frame_equal(posts, before)
    with pytest.raises(FigureError, match="window"):
        figures.event_timeline(posts, story, window="all")
    with pytest.raises(FigureError, match="ax takes"):
        figures.event_timeline(posts, ax=plt.figure())
    with pytest.raises(MissingColumnError, match="created_at"):
        figures.event_timeline(posts.drop(columns="created_at"))


def test_a_long_label_does_not_squeeze_the_axes(make_posts):
    days = pd.date_range("2014-08-10", periods=34, tz="UTC")
    posts = make_posts(created_at=list(days.to_pydatetime()) * 300)
    with figures.style("acl", 1, aspect=0.4):
        ax = figures.event_timeline(posts)
    ax.figure.set_dpi(300)
    ax.figure.canvas.draw()
    assert ax.get_window_extent().width > 0.7 * ax.figure.bbox.width


def test_an_event_shortly_before_the_first_post_is_on_the_axis(posts):
    story = Story("A story", events=[Event("2018-06-17T22:00:00Z", "edit", "Just before")])
    ax = figures.event_timeline(posts, story)
    assert len(texts(ax, "event")) == 1
    assert "Not on the axis" not in figures.caption(ax)
