"""Who amplifies whom, drawn: the most amplified accounts and those that carry them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import networkx as nx
import pandas as pd

from reaction.errors import FigureError
from reaction.figures import _network_drawing as drawing
from reaction.figures._axes import canvas, empty_chart
from reaction.figures._captions import collected
from reaction.figures._palette import OTHER, ROLE_LOOKS, STANCE_LOOKS, Look
from reaction.figures._record import Record
from reaction.figures._record import keep as keep_record
from reaction.figures._text import count_of, listed, plain
from reaction.graph import amplification
from reaction.privacy import pseudonyms

if TYPE_CHECKING:
    from collections.abc import Collection

    from matplotlib.axes import Axes

    from reaction.story import Story

__all__ = ["amplification_network"]

_TITLE = "Who amplifies whom"
_MOST_NODES = 1_000
_LABELS = 12
_NO_STANCE = Look("no clear stance of its own", OTHER.colour, "o")
_NO_ROLE = Look("no role declared or known", OTHER.colour, "o")
_PLAIN = Look("account", "#0072B2", "o")

Names = Literal["pseudonym", "handle"] | Mapping[str, str] | pd.Series


@dataclass(frozen=True)
class _Shown:
    """The part of a network that is drawn."""

    network: nx.DiGraph[str]
    n_nodes: int
    n_edges: int
    filters: str


def amplification_network(  # noqa: PLR0913 - keyword-only options of one picture
    data: nx.DiGraph[str] | pd.DataFrame,
    *,
    story: Story | None = None,
    target: str | None = None,
    colour: Literal["stance", "role"] | None = None,
    max_nodes: int = 300,
    names: Names = "pseudonym",
    keep: Collection[str] = (),
    seed: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw who amplifies whom.

    A disc is an account, its area grows with how often it was amplified; a wedge runs from the account that
    amplifies, where it is wide, to the account amplified, where it ends in a point (tapered edges are read more
    reliably than arrows: Holten and van Wijk 2009, doi 10.1145/1518701.1519054), its width grows with the
    count. Distances carry no numbers.

    Parameters
    ----------
    data
        Network as of :func:`reaction.graph.amplification`, or Posts, tagged or not.
    story
        The story: its actors' handles are printed.
    target
        Target whose stance colours the accounts (the account's own clear posts; see
        :func:`reaction.graph.amplification`).
    colour
        ``"stance"`` (needs `target`), ``"role"``, or None: stance where `target` is given, else one colour.
    max_nodes
        Most accounts that are drawn, up to 1,000: those with the most acts, given and received; accounts left
        without an edge then are dropped.
    names
        ``"pseudonym"``: accounts other than the story's actors and `keep` print as ``account 0001``;
        ``"handle"``; or printed names by account key, as of :func:`reaction.privacy.pseudonyms` (for one mapping
        throughout a report; a bare network holds no times, so its accounts are numbered by key).
    keep
        Further accounts that print as handles: handles or account keys.
    seed
        Of the layout.
    ax
        Axes to draw on; by default a new figure.

    Returns
    -------
    Axes; a network without edges gives one that says so. ``figures.caption`` says how much is shown,
    ``figures.data`` holds one row per account drawn, without keys.

    Raises
    ------
    FigureError
        If `data` is neither, `max_nodes` is out of range, `colour` is unknown, or it needs what the network
        does not hold.

    Examples
    --------
    >>> import networkx as nx
    >>> from reaction import figures
    >>> ax = amplification_network(nx.DiGraph([("x:1", "x:2"), ("x:3", "x:2")]))
    >>> figures.data(ax)[["account", "amplified", "amplifies"]].values.tolist()
    [['account 0002', 2, 0], ['account 0001', 0, 1], ['account 0003', 0, 1]]
    """
    network = _network(data)
    _check(max_nodes, colour, target)
    shown = _filtered(network, max_nodes)
    colour = colour or ("stance" if target is not None else None)
    with canvas(ax) as axes:
        _check_tagged(data, shown.network, colour, target)
        table = _table(shown.network, _names(data, network, names, story, keep), colour, target)
        if table.empty:
            return empty_chart(axes, _TITLE, _public(table), "no amplification")
        looks = _looks(table, colour)
        n_labels = drawing.draw(
            axes, shown.network, table, looks, edge=_words(network)["edge"], seed=seed, most_labels=_LABELS
        )
        caption = _caption(data, network, shown, story, colour, target, seed)
        alt = _alt_text(shown, table, looks, colour, n_labels)
        return keep_record(axes, Record(_TITLE, _public(table), caption, alt))


def _network(data: Any) -> nx.DiGraph[str]:
    if isinstance(data, nx.DiGraph):
        return data.reverse(copy=False) if data.graph.get("direction") == "flow" else data
    if isinstance(data, pd.DataFrame):
        return amplification(data)
    raise FigureError(
        f"amplification_network takes Posts or a networkx.DiGraph, not {type(data).__name__}; "
        "build one with reaction.graph.amplification(posts)."
    )


def _check(max_nodes: int, colour: str | None, target: str | None) -> None:
    if not 2 <= max_nodes <= _MOST_NODES:
        raise FigureError(
            f"max_nodes is {max_nodes}; between 2 and {_MOST_NODES:,} accounts can be drawn legibly."
        )
    if colour not in {None, "stance", "role"}:
        raise FigureError(f"colour is {colour!r}; known: 'stance', 'role'.")
    if colour == "stance" and target is None:
        raise FigureError("colour='stance' needs target=, the id of one of the story's targets.")


def _strength(network: nx.DiGraph[str]) -> dict[str, tuple[int, int]]:
    """Acts received and given, by account."""
    received = dict(network.in_degree(weight="weight"))
    given = dict(network.out_degree(weight="weight"))
    return {node: (int(received[node]), int(given[node])) for node in network}


def _filtered(network: nx.DiGraph[str], max_nodes: int) -> _Shown:
    filters = ""
    kept = network.subgraph([node for node, degree in network.degree() if degree])
    if len(kept) > max_nodes:
        strength = _strength(kept)
        order = sorted(kept, key=lambda node: (-sum(strength[node]), -strength[node][0], str(node)))
        kept = kept.subgraph(order[:max_nodes])
        kept = kept.subgraph([node for node, degree in kept.degree() if degree])
        filters = f"the {max_nodes:,} accounts with the most acts, those left without an edge dropped"
    ordered: nx.DiGraph[str] = nx.DiGraph(**network.graph)
    ordered.add_nodes_from((node, network.nodes[node]) for node in sorted(kept, key=str))
    ordered.add_edges_from(sorted(kept.edges(data=True), key=lambda edge: (str(edge[0]), str(edge[1]))))
    return _Shown(ordered, network.number_of_nodes(), network.number_of_edges(), filters)


def _names(
    data: Any, network: nx.DiGraph[str], names: Names, story: Story | None, keep: Collection[str]
) -> dict[str, str]:
    if isinstance(names, str) and names not in {"pseudonym", "handle"}:
        raise FigureError(
            f"names is {names!r}; known: 'pseudonym', 'handle', or a mapping from account key to name."
        )
    handles = {
        node: str(attributes["handle"])
        for node, attributes in network.nodes(data=True)
        if attributes.get("handle")
    }
    if isinstance(names, str) and names == "handle":
        return {node: f"@{handles[node]}" if node in handles else str(node) for node in network}
    public = {*keep, *(handle for actor in (story.actors if story else ()) for handle in actor.handles)}
    if isinstance(names, str):
        mapping = (
            pseudonyms(data, keep=public).to_dict() if isinstance(data, pd.DataFrame) else _numbered(network)
        )
    else:
        mapping = dict(names)
    bare = {name.removeprefix("@").casefold() for name in public}
    printed = {}
    for i, node in enumerate(sorted(network, key=str), 1):
        kept = node in public or handles.get(node, "").casefold() in bare - {""}
        printed[node] = (
            f"@{handles[node]}"
            if kept and node in handles
            else str(mapping.get(node, f"unlisted account {i:04d}"))
        )
    return printed


def _numbered(network: nx.DiGraph[str]) -> dict[str, str]:
    width = max(4, len(str(len(network))))
    return {node: f"account {i:0{width}d}" for i, node in enumerate(sorted(network, key=str), 1)}


def _table(
    network: nx.DiGraph[str], names: dict[str, str], colour: str | None, target: str | None
) -> pd.DataFrame:
    """One row per account drawn, the most amplified first."""
    strength = _strength(network)
    table = pd.DataFrame(
        {
            "key": list(network),
            "account": [names[node] for node in network],
            "amplified": [strength[node][0] for node in network],
            "amplifies": [strength[node][1] for node in network],
        }
    ).astype({"key": "str", "account": "str", "amplified": "int64", "amplifies": "int64"})
    if colour == "stance":
        table["stance"] = [network.nodes[node].get(f"stance_{target}") for node in network]
    elif colour == "role":
        table["role"] = [network.nodes[node].get("roles") for node in network]
    return table.sort_values(
        ["amplified", "amplifies", "key"], ascending=[False, False, True], ignore_index=True
    )


def _check_tagged(data: Any, network: nx.DiGraph[str], colour: str | None, target: str | None) -> None:
    """Refuse a colour that no account can have; of tagged posts, no account may have one, and that is a result."""
    if colour is None or not network:
        return
    attribute, column, what = (
        (f"stance_{target}", f"stance_{target}", f"the stance on {target!r}")
        if colour == "stance"
        else ("roles", "author_roles", "roles")
    )
    tagged = isinstance(data, pd.DataFrame) and column in data.columns
    if not tagged and not any(attribute in attributes for _, attributes in network.nodes(data=True)):
        raise FigureError(
            f"No account of this network carries {what} (node attribute {attribute!r}). "
            "Tag the posts with reaction.tag first, or leave target= and colour= out."
        )


def _looks(table: pd.DataFrame, colour: str | None) -> list[Look]:
    """How each account of the table is drawn."""
    if colour == "stance":
        return [STANCE_LOOKS.get(str(value), _NO_STANCE) for value in table["stance"]]
    if colour == "role":
        firsts = [str(value).split(", ")[0] for value in table["role"]]
        return [ROLE_LOOKS.get(first, _NO_ROLE) for first in firsts]
    return [_PLAIN] * len(table)


def _public(table: pd.DataFrame) -> pd.DataFrame:
    return table.drop(columns="key")


def _words(network: nx.DiGraph[str]) -> dict[str, str]:
    """Name the acts: replies and mentions amplify nobody."""
    relations = set(str(network.graph.get("relations", "repost")).split(", "))
    if relations <= {"repost", "quote"}:
        return {
            "acts": "Amplification",
            "given": "amplifies",
            "received": "amplified",
            "edge": "amplifier to amplified",
        }
    return {
        "acts": "Interactions",
        "given": "acts",
        "received": "acted upon",
        "edge": "from who acts to whom",
    }


def _caption(
    data: Any,
    network: nx.DiGraph[str],
    shown: _Shown,
    story: Story | None,
    colour: str | None,
    target: str | None,
    seed: int,
) -> str:
    known = network.graph
    relations = known.get("relations") or "unknown relations"
    words = _words(network)
    part = f": {shown.filters}" if shown.filters else ""
    sentences = [
        (
            f"{words['acts']} ({relations}): discs are accounts, their area grows with the times {words['received']}; each edge "
            f"narrows from the account that {words['given']} to the one {words['received']}, its width grows with the count."
        ),
        (
            f"Shown are {shown.network.number_of_nodes():,} of {count_of(shown.n_nodes, 'account')} and "
            f"{shown.network.number_of_edges():,} of {count_of(shown.n_edges, 'edge')}{part}."
        ),
    ]
    if known.get("n_acts") is not None:
        sentences.append(
            f"n = {count_of(known['n_acts'], 'act')}"
            + (f" in {count_of(known['n_posts'], 'post')}." if "n_posts" in known else ".")
        )
    if known.get("min_weight", 1) > 1:
        sentences.append(f"Edges of fewer than {known['min_weight']} acts are dropped.")
    missing = known.get("missing_author", 0) + known.get("missing_target", 0)
    if missing:
        sentences.append(f"{count_of(missing, 'act')} left out: an account is unknown.")
    if colour == "stance":
        name = story.target(target).name if story is not None and target else target
        sentences.append(
            f"Colour and shape: stance on {plain(str(name))} in the account's own posts (majority of clear posts; ties unclear); reposts are not counted as agreement."
        )
    elif colour == "role":
        sentences.append("Colour and shape: the first role that the account declares.")
    if coverage := known.get("coverage"):
        sentences.append(f"Coverage: {coverage}.")
    if isinstance(data, pd.DataFrame):
        sentences.append(collected(data, story))
    sentences.append(f"Layout: Fruchterman-Reingold, seed {seed}; distances carry no numbers.")
    return " ".join(sentences)


def _alt_text(
    shown: _Shown, table: pd.DataFrame, looks: list[Look], colour: str | None, n_labels: int
) -> str:
    top = [
        f"{plain(name, limit=24)} ({n:,})"
        for name, n in zip(table["account"].head(5), table["amplified"].head(5), strict=True)
        if n
    ]
    groups = pd.Series([look.label for look in looks]).value_counts().sort_index()
    sentences = [
        (
            f"Network diagram of {count_of(len(table), 'account')} and {count_of(shown.network.number_of_edges(), 'edge')} "
            f"(of {shown.n_nodes:,} and {shown.n_edges:,})."
        ),
        f"Most {_words(shown.network)['received']}: {listed(top)}.",
    ]
    if colour:
        sentences.append(f"By {colour}: {listed([f'{n:,} {label}' for label, n in groups.items()])}.")
    parts = nx.number_weakly_connected_components(shown.network)
    sentences.append(
        f"The network has {count_of(parts, 'connected part')}; {count_of(n_labels, 'account')} are labelled."
    )
    return " ".join(sentences)
