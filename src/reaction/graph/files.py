"""Networks on disk: GEXF and GraphML for Gephi and its kin, edge and node lists as CSV."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from xml.etree import ElementTree

import networkx as nx
import numpy as np
import pandas as pd
from networkx.readwrite.gexf import GEXFWriter

from reaction.errors import GraphError
from reaction.graph.networks import DIRECTIONS
from reaction.hostile import csv_safe, xml_safe

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from os import PathLike

    from reaction.graph.networks import Direction

__all__ = ["write"]

# Words that the formats or Gephi keep for themselves.
_RESERVED = {
    "node": {"id", "pid", "parents", "start", "end", "slices", "spells", "viz"},
    "edge": {"id", "source", "target", "type", "start", "end", "slices", "spells", "viz"},
    "graph": {"mode", "node_default", "edge_default"},
}
Attributes = dict[str, Any]


def write(
    network: nx.Graph[Any], path: str | PathLike[str], *, direction: Direction | None = None
) -> tuple[Path, ...]:
    """Write a network to a file, in the format that its suffix names.

    Times become ISO 8601 text (UTC), lists text joined by commas, NumPy and pandas scalars Python's; unknown
    values (None, NaN, NaT, NA) and empty text are left out; characters that XML forbids are removed (see :mod:`reaction.hostile`) and
    line breaks made alike. An attribute keeps one type: where values are mixed, all become text. Attributes that a
    format keeps for itself (an edge's ``type``) get an underscore behind their name. Nodes get a ``label``:
    their handle, else their name in the network. What the network says of itself (direction, relations, counts)
    is in the description of GEXF and in the data of GraphML; CSV has no place for it. The same network gives the
    same bytes.

    Parameters
    ----------
    network
        Graph as :func:`amplification` returns it, or any networkx graph without parallel edges.
    path
        ``.gexf``, ``.graphml`` or ``.csv``. CSV makes two files, the edges and, as ``NAME.nodes.csv``, the
        nodes; cells that a spreadsheet would take for a formula get an apostrophe in front.
    direction
        Turn the edges, if need be, to ``"amplifier_to_amplified"`` or ``"flow"``; as they are by default.

    Returns
    -------
    The files written.

    Raises
    ------
    GraphError
        If the suffix is unknown, the graph has parallel edges, two nodes would get the same name, or a direction
        is asked for that is unknown or can't be made because the network doesn't state its own.

    Examples
    --------
    >>> import tempfile
    >>> network = nx.DiGraph([("x:80", "x:70", {"weight": 3})])
    >>> [file.name for file in write(network, Path(tempfile.mkdtemp()) / "network.csv")]
    ['network.csv', 'network.nodes.csv']
    """
    target = Path(path)
    writer = _WRITERS.get(target.suffix.lower())
    if writer is None:
        raise GraphError(f"Can't write a network to '{target}'. Suffixes: {', '.join(_WRITERS)}.")
    if network.is_multigraph():
        raise GraphError("The network has parallel edges: add them up to weights before writing.")
    files = writer(_plain(_turned(network, direction)), target)
    for file, content in files.items():
        file.write_bytes(content)
    return tuple(files)


def _turned(network: nx.Graph[Any], direction: Direction | None) -> nx.Graph[Any]:
    if direction is None:
        return network
    if direction not in DIRECTIONS:
        raise GraphError(f"Unknown direction {direction!r}. Directions: {', '.join(DIRECTIONS)}.")
    stated = network.graph.get("direction")
    if stated not in DIRECTIONS or not network.is_directed():
        raise GraphError(
            f"Can't turn the network to {direction!r}: it doesn't state its own direction. "
            f"Set network.graph['direction'] to one of {', '.join(DIRECTIONS)}."
        )
    if stated == direction:
        return network
    turned = cast("nx.DiGraph[Any]", network).reverse()
    turned.graph["direction"] = direction
    return turned


def _plain(network: nx.Graph[Any]) -> nx.Graph[str]:
    """Copy a network with names and values that every format can hold."""
    names = {node: _clean(str(node)) for node in network}
    if len(set(names.values())) < len(names):
        raise GraphError(
            "Two nodes would get the same name in the file: name nodes by distinct, printable text."
        )
    plain = cast("nx.Graph[str]", nx.DiGraph() if network.is_directed() else nx.Graph())
    plain.graph.update(_attributes([network.graph], "graph")[0])
    nodes = _attributes([data for _, data in network.nodes(data=True)], "node")
    for name, data in zip(names.values(), nodes, strict=True):
        plain.add_node(name, **{"label": str(data.get("handle", name)), **data})
    ends = [(names[source], names[target]) for source, target in network.edges()]
    edges = _attributes([data for _, _, data in network.edges(data=True)], "edge")
    plain.add_edges_from((*pair, data) for pair, data in zip(ends, edges, strict=True))
    return plain


def _refuse_same(names: Collection[str]) -> None:
    if len(set(names)) < len(names):
        raise GraphError(
            "Two nodes would get the same name in the file: name nodes by distinct, printable text."
        )


def _attributes(records: Iterable[Mapping[Any, Any]], kind: str) -> list[Attributes]:
    """Make values plain, and of one type per attribute."""
    cleaned = [_record(record, kind) for record in records]
    types: dict[str, set[type]] = {}
    for record in cleaned:
        for name, value in record.items():
            types.setdefault(name, set()).add(type(value))
    casts = {name: _common(found) for name, found in types.items() if len(found) > 1}
    for record in cleaned:
        for name in record.keys() & casts.keys():
            record[name] = casts[name](record[name])
    return cleaned


def _record(record: Mapping[Any, Any], kind: str) -> Attributes:
    plain: Attributes = {}
    for name, value in record.items():
        word = _clean(str(name))
        word += "_" * (word in _RESERVED[kind])
        if (simple := _simple(value)) is not None:
            plain[word] = simple
    return plain


def _common(found: set[type]) -> Callable[[Any], Any]:
    return float if found == {int, float} else str


def _simple(value: Any) -> bool | int | float | str | None:
    """Return a value as a plain scalar, None where it is unknown or empty."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, list | tuple | set | frozenset):
        words = [str(simple) for item in value if (simple := _simple(item)) is not None]
        return ", ".join(sorted(words) if isinstance(value, set | frozenset) else words) or None
    if isinstance(value, np.generic) and not isinstance(value, np.datetime64 | np.timedelta64):
        value = value.item()
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
    if hasattr(value, "isoformat"):
        return None if value is pd.NaT else _iso(value)
    return _clean(str(value)) or None


def _iso(value: Any) -> str:
    if isinstance(value, pd.Timestamp) and value.tz is not None:
        value = value.tz_convert("UTC")
    return str(value.isoformat()).replace("+00:00", "Z")


def _clean(text: str) -> str:
    return xml_safe(text).replace("\r\n", "\n").replace("\r", "\n")


def _gexf(network: nx.Graph[str], path: Path) -> dict[Path, bytes]:
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(network)
    meta = writer.xml.find("meta")
    # networkx puts today's date and its own version here: the bytes would differ from day to day.
    meta.attrib.pop("lastmodifieddate", None)
    meta.find("creator").text = "reaction"
    if network.graph:
        # GEXF has no attributes of the graph: direction, relations and filters stand here.
        note = "; ".join(f"{name}: {value}" for name, value in network.graph.items())
        ElementTree.SubElement(meta, "description").text = note
    buffer = io.BytesIO()
    writer.write(buffer)
    return {path: buffer.getvalue()}


def _graphml(network: nx.Graph[str], path: Path) -> dict[Path, bytes]:
    buffer = io.BytesIO()
    # Not write_graphml, which takes another writer where lxml is installed.
    nx.write_graphml_xml(network, buffer)
    return {path: buffer.getvalue()}


def _csv(network: nx.Graph[str], path: Path) -> dict[Path, bytes]:
    _refuse_same([csv_safe(name) for name in network])
    edges = [{"source": a, "target": b, **data} for a, b, data in network.edges(data=True)]
    nodes = [{"id": name, **data} for name, data in network.nodes(data=True)]
    return {
        path: _table(edges, ["source", "target", "weight"]),
        path.with_suffix(f".nodes{path.suffix}"): _table(nodes, ["id", "label"]),
    }


def _table(rows: list[Attributes], first: list[str]) -> bytes:
    names = dict.fromkeys(first) | dict.fromkeys(name for row in rows for name in row)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([_cell(name) for name in names])
    writer.writerows([_cell(row.get(name, "")) for name in names] for row in rows)
    return text.getvalue().encode("utf-8")


def _cell(value: Any) -> Any:
    return csv_safe(value) if isinstance(value, str) else value


_WRITERS: dict[str, Callable[[nx.Graph[str], Path], dict[Path, bytes]]] = {
    ".gexf": _gexf,
    ".graphml": _graphml,
    ".csv": _csv,
}
