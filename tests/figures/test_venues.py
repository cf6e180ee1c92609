from __future__ import annotations

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt

from reaction.errors import FigureError
from reaction.figures import VENUES, style
from reaction.figures.venues import drawing_style


@pytest.mark.parametrize("venue", VENUES)
@pytest.mark.parametrize("columns", [1, 2])
def test_figures_are_as_wide_as_the_venue_prints_them(venue, columns):
    with style(venue, columns):
        width, height = plt.figure().get_size_inches()
    expected = VENUES[venue].one_column if columns == 1 else VENUES[venue].two_columns
    assert width * 25.4 == pytest.approx(expected)
    assert height * 25.4 <= VENUES[venue].max_height


def test_nature_follows_its_guide():
    with style("nature"):
        assert mpl.rcParams["figure.figsize"][0] * 25.4 == pytest.approx(89)
        sizes = [
            mpl.rcParams[name]
            for name in ("font.size", "axes.labelsize", "xtick.labelsize", "legend.fontsize")
        ]
    assert all(5 <= size <= 7 for size in sizes)


def test_fonts_are_embedded_as_truetype_and_come_with_matplotlib():
    with style():
        assert mpl.rcParams["pdf.fonttype"] == 42
        assert mpl.rcParams["font.sans-serif"] == ["DejaVu Sans"]
        assert not mpl.rcParams["axes.grid"]


def test_settings_of_the_user_neither_leak_in_nor_get_lost():
    with mpl.rc_context({"axes.facecolor": "red", "lines.linewidth": 9}):
        with style():
            assert mpl.rcParams["axes.facecolor"] == "white"
            assert mpl.rcParams["lines.linewidth"] < 9
        assert mpl.rcParams["axes.facecolor"] == "red"


def test_settings_come_back_after_an_error():
    before = mpl.rcParams["pdf.fonttype"]
    with pytest.raises(RuntimeError), style():
        raise RuntimeError
    assert mpl.rcParams["pdf.fonttype"] == before


def test_an_outer_style_holds_inside_figures():
    with style("acl"), drawing_style():
        assert mpl.rcParams["figure.figsize"][0] * 25.4 == pytest.approx(77)
    with drawing_style():
        assert mpl.rcParams["figure.figsize"][0] * 25.4 == pytest.approx(85)


def test_mistakes_say_what_is_known():
    with pytest.raises(FigureError, match="Known: default, icwsm"), style("jasss"):
        pass
    with pytest.raises(FigureError, match="1 or 2"), style(columns=3):
        pass
    with pytest.raises(FigureError, match="170 mm"), style("nature", aspect=3.0):
        pass
