"""The numbers of a report: one table for each thing that it states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from reaction import graph, measures
from reaction.privacy import pseudonyms, suppress_small
from reaction.schema import account_key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import networkx as nx

    from reaction.story import Story, Target

TOP = 15
_RANK_COLUMNS = [
    "platform",
    "rank",
    "account",
    "amplified",
    "amplified_by",
    "amplifies",
    "h_index",
    "pagerank",
]
_CASCADE_COLUMNS = [
    "root_author", "first", "size", "n_accounts", "duration", "structural_virality", "structure", "censored",
]  # fmt: skip


@dataclass(frozen=True)
class Results:
    """Every table that a report prints or draws from.

    Parameters
    ----------
    posts
        The tagged posts of the story.
    names
        Printed name by account key: pseudonyms but for the story's actors and those that the user names.
    tables
        Table by the name of its file.
    network
        Who amplifies whom; where the data hold no repost, who replies to whom.
    relation
        What its edges are: ``repost`` or ``reply``.
    """

    posts: pd.DataFrame
    names: pd.Series[str]
    tables: Mapping[str, pd.DataFrame]
    network: nx.DiGraph[str]
    relation: str

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.tables[name]


def compute(
    tagged: pd.DataFrame, story: Story, *, everything: pd.DataFrame | None, keep: Collection[str]
) -> Results:
    """Compute all tables of a report.

    Parameters
    ----------
    tagged
        Tagged posts of the story.
    story
        The story.
    everything
        The posts before selection: resurfacing needs what lies before the window. The tagged posts serve
        where it is None.
    keep
        Handles printed as they are, besides those of the story's actors.

    Returns
    -------
    The results.
    """
    public = [*keep, *(handle for actor in story.actors for handle in actor.handles)]
    names = pseudonyms(tagged, keep=public)
    ranked = graph.rank(tagged)
    tables = {
        "overview": _overview(tagged),
        "selection": _selection(tagged),
        "languages": measures.languages(tagged),
        "analysed": measures.analysed(tagged),
        "volume": measures.volume(tagged),
        "roles": measures.role_counts(tagged),
        "acts": suppress_small(measures.act_counts(tagged, by=None).drop(columns="suppressed")),
        "acts_by_role": measures.act_counts(tagged),
        **{f"stance_{target.id}": _stance(tagged, target) for target in story.targets},
        **{f"stance_by_role_{target.id}": _stance_by_role(tagged, target) for target in story.targets},
        "resurfacing": _resurfacing(tagged if everything is None else everything),
        "coverage": graph.coverage(tagged),
        "concentration": graph.concentration(ranked),
        "rank": _printed(ranked, "account", names)[_RANK_COLUMNS],
        "cascades": _printed(graph.cascades(tagged), "root_author", names)[_CASCADE_COLUMNS],
    }
    network, relation = graph.amplification(tagged), "repost"
    if not network.number_of_edges():
        network, relation = graph.amplification(tagged, relations=("reply",)), "reply"
    return Results(tagged, names, tables, network, relation)


def _overview(tagged: pd.DataFrame) -> pd.DataFrame:
    hits = tagged[~tagged["is_context"]]
    accounts = account_key(hits)
    return pd.DataFrame(
        {
            "n_posts": [len(hits)],
            "n_accounts": [accounts.nunique()],
            "n_unknown_account": [int(accounts.isna().sum())],
            "n_reposts": [int((hits["kind"] == "repost").sum())],
            "first": [hits["created_at"].min()],
            "last": [hits["created_at"].max()],
            "n_context": [len(tagged) - len(hits)],
        }
    )


def _selection(tagged: pd.DataFrame) -> pd.DataFrame:
    if "matched_by" not in tagged.columns:
        return pd.DataFrame({"rule": pd.array([], dtype="str"), "n_posts": pd.array([], dtype="int64")})
    rules = tagged.loc[~tagged["is_context"], "matched_by"].list.flatten().value_counts()
    table = rules.rename_axis("rule").rename("n_posts").reset_index()
    ordered: pd.DataFrame = table.sort_values(["n_posts", "rule"], ascending=[False, True], ignore_index=True)
    return ordered


def acts_side_by_side(table: pd.DataFrame) -> pd.DataFrame:
    """Lay out acts by role for reading: a row per role, a column per act, accounts in the cells.

    Parameters
    ----------
    table
        Acts by role, one row per cell, small cells blanked.

    Returns
    -------
    The table; null where blanked, and where the act does not occur.
    """
    wide = table.pivot(index="author_roles", columns="act", values="n_accounts")
    return wide.rename_axis(columns=None).rename_axis("role").reset_index()


def _stance(tagged: pd.DataFrame, target: Target) -> pd.DataFrame:
    """Accounts and posts side by side, own words alone and with reposts read as agreement."""
    parts = [
        measures.stance_shares(tagged, target.id, of="relevant", unit="account"),
        measures.stance_shares(tagged, target.id, of="relevant", unit="post"),
        measures.stance_shares(tagged, target.id, of="relevant", unit="account", reposts="as_agreement"),
    ]
    return pd.concat(parts, ignore_index=True)


def _stance_by_role(tagged: pd.DataFrame, target: Target) -> pd.DataFrame:
    shares = measures.stance_shares(tagged, target.id, of="relevant", by="author_roles")
    return suppress_small(shares, columns=["estimate", "low", "high", "n_posts", "n_accounts"])


def _resurfacing(posts: pd.DataFrame) -> pd.DataFrame:
    found = measures.resurfacing(posts)
    return found[found["resurfaced_at"].notna()].reset_index(drop=True)


def _printed(table: pd.DataFrame, column: str, names: pd.Series[str]) -> pd.DataFrame:
    return table.assign(**{column: table[column].map(names)})


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as dictionaries.

    Parameters
    ----------
    table
        Any table.

    Returns
    -------
    One dictionary per row, by column name.
    """
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]
