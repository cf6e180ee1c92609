from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from reaction import figures, privacy, schema
from reaction.errors import FigureError
from reaction.graph import amplification


def names_on(ax):
    return [text for text in ax.texts if text.get_gid() == "name"]


def star(n, weight=1):
    return nx.DiGraph((f"x:{i}", "x:hub", {"weight": weight}) for i in range(n))


def test_the_table_holds_the_networks_counts(tagged):
    ax = figures.amplification_network(tagged)
    network = amplification(tagged)
    table = figures.data(ax)
    assert len(table) == network.number_of_nodes()
    assert table["amplified"].sum() == sum(weight for *_, weight in network.edges(data="weight"))
    assert table["amplified"].is_monotonic_decreasing
    assert "key" not in table
    drawn = sum(len(group.get_offsets()) for group in ax.collections if len(group.get_offsets()) > 1)
    assert drawn == len(table)


def test_areas_grow_with_amplification(tagged):
    ax = figures.amplification_network(tagged)
    (discs,) = [group for group in ax.collections if len(group.get_offsets()) > 1]
    sizes = discs.get_sizes()[::-1]
    table = figures.data(ax)
    assert sizes[0] > sizes[-1]
    assert np.corrcoef(sizes, table["amplified"])[0, 1] > 0.999


def test_edges_are_wide_where_the_amplifier_is():
    ax = figures.amplification_network(nx.DiGraph([("x:a", "x:b", {"weight": 3})]))
    (wedge,) = ax.collections[0].get_paths()
    corners = wedge.vertices[:4]
    discs = next(group for group in ax.collections if len(group.get_offsets()) == 2)
    amplified = discs.get_offsets()[np.argmax(discs.get_sizes())]
    width_near = np.hypot(*(corners[1] - corners[2]))
    width_far = np.hypot(*(corners[0] - corners[3]))
    assert width_near < width_far / 2
    assert np.hypot(*(corners[1:3].mean(axis=0) - amplified)) < np.hypot(
        *(corners[[0, 3]].mean(axis=0) - amplified)
    )


def test_a_network_of_flow_is_turned_back():
    posts_way, flow = star(4), star(4).reverse()
    flow.graph["direction"] = "flow"
    first, second = (figures.data(figures.amplification_network(net)) for net in (posts_way, flow))
    pd.testing.assert_frame_equal(first, second)


def test_ordinary_accounts_are_pseudonyms_and_actors_are_not(tagged, story):
    ax = figures.amplification_network(tagged, story=story, keep=["user2"])
    printed = set(figures.data(ax)["account"])
    assert {"@user1", "@user2"} <= printed
    assert all(name.startswith("account ") for name in printed - {"@user1", "@user2"})
    mapping = privacy.pseudonyms(tagged, keep=["user1", "user2"])
    assert printed <= set(mapping)
    everything = " ".join(
        [figures.caption(ax), figures.alt_text(ax), *(text.get_text() for text in ax.texts)]
    )
    assert "user3" not in everything


def test_names_can_be_handles_or_a_mapping(tagged):
    handles = figures.data(figures.amplification_network(tagged, names="handle"))["account"]
    assert handles.str.startswith("@user").all()
    mapping = {f"x:{i}": f"N{i}" for i in range(60)}
    named = figures.data(figures.amplification_network(amplification(tagged), names=mapping))["account"]
    assert named.str.startswith("N").all()
    series = figures.data(figures.amplification_network(tagged, names=privacy.pseudonyms(tagged)))["account"]
    default = figures.data(figures.amplification_network(tagged))["account"]
    assert series.tolist() == default.tolist()
    with pytest.raises(FigureError, match="names is"):
        figures.amplification_network(tagged, names="real")


def test_a_bare_network_shows_no_keys():
    printed = figures.data(figures.amplification_network(star(3)))["account"]
    assert printed.str.fullmatch(r"account \d{4}").all()


@pytest.mark.parametrize("columns", [1, 2])
def test_labels_cover_neither_each_other_nor_leave_the_axes(tagged, columns):
    with figures.style("default", columns):
        ax = figures.amplification_network(
            tagged, names={f"x:{i}": f"a rather long name {i}" for i in range(60)}
        )
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in names_on(ax)]
    assert len(boxes) >= 4
    frame = ax.get_window_extent()
    for i, a in enumerate(boxes):
        assert a.x0 >= frame.x0 - 1
        assert a.x1 <= frame.x1 + 1
        assert a.y0 >= frame.y0 - 1
        assert a.y1 <= frame.y1 + 1
        assert not any(a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1 for b in boxes[:i])


def test_every_disc_is_inside_and_the_legend_too(tagged):
    ax = figures.amplification_network(tagged, target="contract")
    ax.figure.canvas.draw()
    frame = ax.get_window_extent()
    for group in ax.collections[1:]:
        pixels = ax.transData.transform(group.get_offsets())
        assert (pixels >= [frame.x0, frame.y0]).all()
        assert (pixels <= [frame.x1, frame.y1]).all()
    legend = ax.get_legend().get_window_extent()
    assert legend.y0 >= -1
    assert legend.x1 <= ax.figure.bbox.x1 + 1


def test_stance_is_told_by_colour_and_shape(tagged, story):
    ax = figures.amplification_network(tagged, story=story, target="contract")
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels[:2] == ["against", "in favor"]
    assert labels[-1] == "amplifier to amplified"
    markers = {handle.get_marker() for handle in ax.get_legend().legend_handles[:2]}
    assert len(markers) == 2
    network = amplification(tagged)
    table = figures.data(ax)
    expected = pd.Series([network.nodes[node].get("stance_contract") for node in network]).value_counts()
    assert table["stance"].value_counts().to_dict() == expected.to_dict()
    assert "stance on the contract in the account's own posts" in figures.caption(ax)
    roles = figures.amplification_network(tagged, colour="role")
    assert "employees" in [text.get_text() for text in roles.get_legend().get_texts()]


def test_what_is_left_out_is_said(tagged):
    ax = figures.amplification_network(tagged, max_nodes=10)
    network = amplification(tagged)
    table = figures.data(ax)
    assert len(table) <= 10
    caption = figures.caption(ax)
    assert f"Shown are {len(table)} of {network.number_of_nodes()} accounts" in caption
    assert f"of {network.number_of_edges()} edges" in caption
    assert "the 10 accounts with the most acts" in caption
    assert "seed 0" in caption


def test_replies_are_not_called_amplification(tagged):
    network = amplification(tagged, relations=("repost",))
    network.graph["relations"] = "repost, reply"
    ax = figures.amplification_network(network)
    assert "Interactions (repost, reply)" in figures.caption(ax)
    assert "amplified" not in figures.alt_text(ax)


def test_seeds_differ_and_repeat(tagged):
    places = [
        np.asarray(figures.amplification_network(tagged, seed=seed).collections[1].get_offsets())
        for seed in (1, 1, 2)
    ]
    assert (places[0] == places[1]).all()
    assert not np.allclose(places[0], places[2])


def test_networks_without_edges_say_so(posts):
    for nothing in (schema.empty(), nx.DiGraph(), posts[posts["kind"] != "repost"]):
        ax = figures.amplification_network(nothing)
        assert figures.caption(ax) == "No amplification."
        assert figures.data(ax).empty
        plt.close("all")


def test_hostile_names_break_nothing(nasty, tmp_path):
    network = nx.DiGraph(
        (f"x:{i}", f"x:n{j}", {"weight": 2}) for j in range(len(nasty)) for i in range(j + 1)
    )
    names = {f"x:n{j}": text for j, text in enumerate(nasty)}
    ax = figures.amplification_network(network, names=names)
    *_, text, table = figures.save(ax, tmp_path / "figure", formats=["pdf", "svg", "png"])
    assert "'=HYPERLINK" in table.read_text("utf-8")
    assert "\x1b" not in text.read_text("utf-8")
    assert all(len(name.get_text()) <= 2 * 22 for name in names_on(ax))


def test_a_thousand_nodes_are_drawn_in_seconds():
    rng = np.random.default_rng(0)
    network = nx.DiGraph(
        (f"x:{i}", f"x:{int(rng.integers(0, max(i // 3, 1)))}", {"weight": 1}) for i in range(1, 2000)
    )
    ax = figures.amplification_network(network, max_nodes=1000)
    assert len(figures.data(ax)) > 300


def test_mistakes_are_named(tagged):
    with pytest.raises(FigureError, match="Posts or a networkx"):
        figures.amplification_network([("a", "b")])
    with pytest.raises(FigureError, match="max_nodes"):
        figures.amplification_network(tagged, max_nodes=5000)
    with pytest.raises(FigureError, match="needs target"):
        figures.amplification_network(tagged, colour="stance")
    with pytest.raises(FigureError, match="colour is"):
        figures.amplification_network(tagged, colour="pink")
    with pytest.raises(FigureError, match=r"reaction\.tag"):
        figures.amplification_network(tagged, target="another")


def test_the_network_is_not_changed(tagged):
    network = amplification(tagged)
    before = nx.to_dict_of_dicts(network), dict(network.nodes(data=True)), dict(network.graph)
    figures.amplification_network(network, target="contract", max_nodes=20)
    assert (nx.to_dict_of_dicts(network), dict(network.nodes(data=True)), dict(network.graph)) == before
