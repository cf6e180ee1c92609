from __future__ import annotations

import csv
import re

import pytest
from matplotlib import pyplot as plt

from reaction import figures
from reaction.errors import FigureError, NoInputError

DRAW = {
    "timeline": figures.event_timeline,
    "stance": lambda tagged, story: figures.stance_over_time(tagged, story, target="contract"),
    "roles": lambda tagged, story: figures.stance_by_role(tagged, story, target="contract"),
    "network": lambda tagged, story: figures.amplification_network(tagged, story=story, target="contract"),
}


@pytest.mark.parametrize("name", DRAW)
def test_a_second_run_writes_the_same_bytes(name, tagged, story, tmp_path):
    written = []
    for run in ("first", "second"):
        (tmp_path / run).mkdir()
        ax = DRAW[name](tagged.copy(), story)
        files = figures.save(ax, tmp_path / run / "figure", formats=["pdf", "svg", "png"])
        written.append([file.read_bytes() for file in files])
        plt.close("all")
    assert written[0] == written[1]
    assert [file.name for file in files] == [f"figure.{kind}" for kind in ("pdf", "svg", "png", "txt", "csv")]


@pytest.mark.parametrize("name", DRAW)
def test_files_are_fit_for_publishers_and_readers(name, tagged, story, tmp_path):
    ax = DRAW[name](tagged, story)
    pdf, txt, table = figures.save(ax, tmp_path / "figure.pdf")
    content = pdf.read_bytes()
    assert b"/Type3" not in content
    assert b"/FontFile2" in content  # an embedded TrueType font
    assert b"CreationDate" not in content
    text = txt.read_text("utf-8").rstrip("\n")
    assert text == figures.alt_text(ax)
    assert 40 < len(text) <= 2000
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == list(figures.data(ax).columns)
    assert len(rows) == len(figures.data(ax)) + 1


def test_svg_carries_its_description_and_no_date(tagged, story, tmp_path):
    svg, *_ = figures.save(figures.event_timeline(tagged, story), tmp_path / "figure.svg")
    content = svg.read_text("utf-8")
    assert "Stacked bar chart" in content
    assert "<dc:date>" not in content
    assert "<text" not in content  # outlines: an SVG file has no font


def test_the_size_is_the_styles_own(tagged, story, tmp_path):
    with figures.style("nature", 1):
        pdf, *_ = figures.save(figures.event_timeline(tagged, story), tmp_path / "figure.pdf")
    box = re.search(rb"/MediaBox \[ ?0 0 ([\d.]+)", pdf.read_bytes())
    assert float(box[1]) / 72 * 25.4 == pytest.approx(89, abs=0.1)


def test_settings_of_the_user_change_no_fonts(tagged, story, tmp_path):
    ax = figures.event_timeline(tagged, story)
    with plt.rc_context({"pdf.fonttype": 3, "svg.fonttype": "none"}):
        pdf, *_ = figures.save(ax, tmp_path / "figure.pdf")
        assert plt.rcParams["pdf.fonttype"] == 3
    assert b"/Type3" not in pdf.read_bytes()


def test_a_figure_of_several_axes_has_texts_and_numbers_for_each(tagged, story, tmp_path):
    fig, (left, right) = plt.subplots(1, 2, figsize=(8, 3), layout="constrained")
    figures.event_timeline(tagged, story, ax=left)
    figures.stance_by_role(tagged, story, target="contract", ax=right)
    files = figures.save(fig, tmp_path / "both.png")
    assert [file.name for file in files] == [
        "both.png",
        "both-1.txt",
        "both-1.csv",
        "both-2.txt",
        "both-2.csv",
    ]


def test_dots_in_names_stay(posts, tmp_path):
    files = figures.save(figures.event_timeline(posts), tmp_path / "v1.2.fig.pdf")
    assert [file.name for file in files] == ["v1.2.fig.pdf", "v1.2.fig.txt", "v1.2.fig.csv"]
    files = figures.save(figures.event_timeline(posts), tmp_path / "v1.2", formats=["png"])
    assert files[0].name == "v1.2.png"


def test_mistakes_say_what_to_do(posts, tmp_path):
    ax = figures.event_timeline(posts)
    with pytest.raises(FigureError, match="Known: pdf, svg, png"):
        figures.save(ax, tmp_path / "figure.docx")
    with pytest.raises(FigureError, match="'eps'"):
        figures.save(ax, tmp_path / "figure.pdf", formats=["eps"])
    with pytest.raises(FigureError, match="no known format"):
        figures.save(ax, tmp_path / "figure")
    with pytest.raises(NoInputError, match="does not exist"):
        figures.save(ax, tmp_path / "none" / "figure.pdf")
    fig, other = plt.subplots()
    with pytest.raises(FigureError, match="savefig"):
        figures.save(other, tmp_path / "figure.pdf")
    with pytest.raises(FigureError, match="savefig"):
        figures.save(fig, tmp_path / "figure.pdf")
    with pytest.raises(FigureError, match="not str"):
        figures.save("figure", tmp_path / "figure.pdf")
    assert not list(tmp_path.iterdir())


def test_a_record_is_the_figures_own_and_a_copy(posts):
    first, second = figures.event_timeline(posts), figures.event_timeline(posts.iloc[:50])
    assert "n = 400 posts" in figures.caption(first)
    assert "n = 50 posts" in figures.caption(second)
    copy = figures.data(first)
    copy["n_posts"] = 0
    assert figures.data(first)["n_posts"].sum() == 400
    with pytest.raises(FigureError, match="not drawn by reaction"):
        figures.caption(plt.subplots()[1])
    with pytest.raises(FigureError, match="str"):
        figures.data("x")
