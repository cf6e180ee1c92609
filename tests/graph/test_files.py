"""Networks on disk, read back by networkx and the csv module."""

import csv
import datetime as dt
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction.errors import GraphError
from reaction.graph import amplification, write
from reaction.hostile import xml_safe

TEXT = st.text(st.characters(exclude_categories=[]), max_size=12)
READERS = {".gexf": nx.read_gexf, ".graphml": nx.read_graphml}


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def network() -> nx.DiGraph:
    graph = nx.DiGraph(
        direction="amplifier_to_amplified", collected=pd.Timestamp("2018-06-18", tz="UTC"), note=None
    )
    graph.add_node(
        "x:1",
        handle="ann",
        name="Ann 🧊 & <Co>\x00",
        followers=np.int64(3),
        bio=None,
        roles=["press", "company"],
    )
    graph.add_node("x:@b", verified=np.bool_(True), share=np.float32(0.5), seen=pd.NaT, followers=pd.NA)
    first = pd.Timestamp("2018-06-18T17:00:00.5", tz="Europe/Berlin")
    graph.add_edge(
        "x:@b", "x:1", weight=2, type="retweet", first=first, last=dt.datetime(2018, 6, 18), mean=float("nan")
    )
    return graph


@pytest.mark.parametrize("suffix", [".gexf", ".graphml"])
def test_values_come_back_plain(network: nx.DiGraph, tmp_path: Path, suffix: str) -> None:
    (file,) = write(network, tmp_path / f"network{suffix}")
    back = READERS[suffix](file)
    assert back.nodes["x:1"] == {
        "label": "ann",
        "handle": "ann",
        "name": "Ann 🧊 & <Co>",
        "followers": 3,
        "roles": "press, company",
    }
    assert back.nodes["x:@b"] == {"label": "x:@b", "verified": True, "share": 0.5}
    edge = {name: value for name, value in back.edges["x:@b", "x:1"].items() if name != "id"}
    assert edge == {
        "weight": 2,
        "type_": "retweet",
        "first": "2018-06-18T15:00:00.500000Z",
        "last": "2018-06-18T00:00:00",
    }
    if suffix == ".graphml":
        assert back.graph["direction"] == "amplifier_to_amplified"
        assert back.graph["collected"] == "2018-06-18T00:00:00Z"


def test_csv_is_two_tables(network: nx.DiGraph, tmp_path: Path) -> None:
    network.nodes["x:1"]["name"] = '=HYPERLINK("http://example.org")'
    network.nodes["x:1"]["change"] = -1.5
    edges, nodes = write(network, tmp_path / "network.CSV")
    assert (edges.name, nodes.name) == ("network.CSV", "network.nodes.CSV")
    (edge,) = read_csv(edges)
    assert (edge["source"], edge["target"], edge["weight"], edge["type_"]) == ("x:@b", "x:1", "2", "retweet")
    ann, bob = read_csv(nodes)
    assert (ann["id"], ann["label"], ann["name"]) == ("x:1", "ann", '\'=HYPERLINK("http://example.org")')
    assert (ann["change"], bob["followers"], bob["verified"]) == ("-1.5", "", "True")


@pytest.mark.parametrize("cell", ["=1+1", "+1+1", "-1+1", "@sum", "\tx", "\rx", "\nx"])
def test_formulas_are_neutralised(tmp_path: Path, cell: str) -> None:
    _, nodes = write(nx.DiGraph([("a", "b")]), tmp_path / "plain.csv")
    assert "'" not in nodes.read_text(encoding="utf-8")
    graph = nx.DiGraph()
    graph.add_node("a", name=cell)
    _, nodes = write(graph, tmp_path / "network.csv")
    assert read_csv(nodes)[0]["name"].startswith("'")


@pytest.mark.parametrize("suffix", [".gexf", ".graphml", ".csv"])
def test_the_same_bytes_twice(
    network: nx.DiGraph, tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = [file.read_bytes() for file in write(network, tmp_path / f"one{suffix}")]
    monkeypatch.setattr("time.strftime", lambda *_: "2999-12-31")
    assert [file.read_bytes() for file in write(network, tmp_path / f"two{suffix}")] == one
    assert not any(b"lastmodified" in content for content in one)


@pytest.mark.parametrize("suffix", [".gexf", ".graphml"])
def test_the_story_round_trip(story: pd.DataFrame, tmp_path: Path, suffix: str) -> None:
    made = amplification(story, relations=("repost", "quote", "reply", "mention"))
    (file,) = write(made, tmp_path / f"story{suffix}")
    back = READERS[suffix](file)
    for name, data in made.nodes(data=True):
        assert back.nodes[name].items() >= data.items()
    for a, b, data in made.edges(data=True):
        assert back.edges[a, b].items() >= data.items()
    assert back.number_of_edges() == made.number_of_edges()


def test_gexf_carries_weights_where_gephi_reads_them(story: pd.DataFrame, tmp_path: Path) -> None:
    (file,) = write(amplification(story), tmp_path / "story.gexf")
    edges = [element for element in ET.parse(file).iter() if element.tag.endswith("}edge")]
    assert [edge.get("weight") for edge in edges] == ["1", "2", "1"]
    assert all(edge.get("type") is None for edge in edges)


def test_direction_on_export(story: pd.DataFrame, tmp_path: Path) -> None:
    made = amplification(story)
    (turned,) = write(made, tmp_path / "flow.graphml", direction="flow")
    (same,) = write(made, tmp_path / "same.graphml", direction="amplifier_to_amplified")
    (default,) = write(made, tmp_path / "default.graphml")
    (flow,) = write(amplification(story, direction="flow"), tmp_path / "made.graphml")
    assert same.read_bytes() == default.read_bytes()
    assert sorted(nx.read_graphml(turned).edges) == sorted(nx.read_graphml(flow).edges) != sorted(made.edges)
    assert nx.read_graphml(turned).graph["direction"] == "flow"
    assert made.graph["direction"] == "amplifier_to_amplified"


def test_gexf_describes_the_network(story: pd.DataFrame, tmp_path: Path) -> None:
    (file,) = write(amplification(story), tmp_path / "story.gexf", direction="flow")
    (note,) = (element.text for element in ET.parse(file).iter() if element.tag.endswith("description"))
    assert note is not None
    assert note.startswith("direction: flow; relations: repost; min_weight: 1;")
    assert "coverage: x: 3 of 9 reposts" in note


def test_lxml_makes_no_difference(
    network: nx.DiGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = write(network, tmp_path / "one.graphml")
    monkeypatch.setitem(sys.modules, "lxml", None)
    (two,) = write(network, tmp_path / "two.graphml")
    assert one.read_bytes() == two.read_bytes()


def test_mixed_values_become_one_type(tmp_path: Path) -> None:
    graph = nx.Graph()
    graph.add_node("a", number=1, mixed=1, flag=True)
    graph.add_node("b", number=0.5, mixed="one", flag=2)
    graph.add_edge("a", "b")
    (file,) = write(graph, tmp_path / "mixed.graphml")
    back = nx.read_graphml(file)
    assert not back.is_directed()
    assert dict(back.nodes) == {
        "a": {"label": "a", "number": 1.0, "mixed": "1", "flag": "True"},
        "b": {"label": "b", "number": 0.5, "mixed": "one", "flag": "2"},
    }


@pytest.mark.parametrize("suffix", [".gexf", ".graphml", ".csv"])
def test_no_nodes_and_no_edges(tmp_path: Path, suffix: str) -> None:
    write(nx.DiGraph(), tmp_path / f"empty{suffix}")
    lonely = nx.DiGraph()
    lonely.add_node("a")
    files = write(lonely, tmp_path / f"lonely{suffix}")
    if suffix != ".csv":
        assert list(READERS[suffix](tmp_path / f"empty{suffix}")) == []
        assert list(READERS[suffix](files[0])) == ["a"]


def test_mistakes_are_named(network: nx.DiGraph, tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"Suffixes: \.gexf, \.graphml, \.csv"):
        write(network, tmp_path / "network.net")
    with pytest.raises(GraphError, match="parallel edges"):
        write(nx.MultiDiGraph([("a", "b")]), tmp_path / "network.gexf")
    with pytest.raises(GraphError, match="Unknown direction 'up'"):
        write(network, tmp_path / "network.gexf", direction="up")  # type: ignore[arg-type]
    with pytest.raises(GraphError, match="doesn't state its own direction"):
        write(nx.DiGraph([("a", "b")]), tmp_path / "network.gexf", direction="flow")
    with pytest.raises(GraphError, match="the same name"):
        write(nx.DiGraph([("1", 1)]), tmp_path / "network.gexf")
    with pytest.raises(GraphError, match="the same name"):
        write(nx.DiGraph([("a\x00", "a")]), tmp_path / "network.csv")
    assert list(tmp_path.iterdir()) == []


@given(
    st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=4), st.sampled_from([".gexf", ".graphml", ".csv"])
)
def test_hostile_text_survives(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]], suffix: str
) -> None:
    graph = nx.DiGraph()
    for i, (name, bio) in enumerate(texts):
        graph.add_node(f"x:{i}", name=name, bio=bio)
        graph.add_edge("x:0", f"x:{i}", weight=i + 1, quote=name)
    files = write(graph, tmp_path_factory.mktemp("hostile") / f"network{suffix}")
    if suffix == ".csv":
        assert [row["id"] for row in read_csv(files[1])] == list(graph)
        return
    back = READERS[suffix](files[0])
    assert list(back) == list(graph)
    for i, (name, bio) in enumerate(texts):
        assert back.nodes[f"x:{i}"].get("name", "") == plain(name)
        assert back.nodes[f"x:{i}"].get("bio", "") == plain(bio)
        assert back.edges["x:0", f"x:{i}"].get("quote", "") == plain(name)


def plain(text: str) -> str:
    return xml_safe(text).replace("\r\n", "\n").replace("\r", "\n")
