"""From an exported data set to a publishable account of how people reacted to a story.

Who said what, from which role, for or against what, and who amplified whom:

>>> import reaction as rx
>>> posts = rx.read_posts(rx.samples.path("microsoft-ice"))  # doctest: +SKIP
>>> story = rx.Story.from_toml(rx.samples.path("microsoft-ice") / "story.toml")  # doctest: +SKIP
>>> tagged = rx.tag(story.select(posts), story)  # doctest: +SKIP

Everything loads on first use, so that ``import reaction`` costs little beyond pandas.
"""

from __future__ import annotations

import importlib
from importlib.metadata import version as _version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reaction import errors as errors
    from reaction import exports as exports
    from reaction import figures as figures
    from reaction import graph as graph
    from reaction import loaders as loaders
    from reaction import measures as measures
    from reaction import nlp as nlp
    from reaction import privacy as privacy
    from reaction import report as report
    from reaction import samples as samples
    from reaction import schema as schema
    from reaction import tables as tables
    from reaction import urls as urls
    from reaction.exports import to_convokit as to_convokit
    from reaction.exports import to_coordination_toolkit as to_coordination_toolkit
    from reaction.exports import to_coortweet as to_coortweet
    from reaction.loaders import load as load
    from reaction.loaders import load_table as load_table
    from reaction.loaders import loader as loader
    from reaction.loaders import read_posts as read_posts
    from reaction.loaders import read_table as read_table
    from reaction.loaders import scan_posts as scan_posts
    from reaction.nlp import evidence as evidence
    from reaction.nlp import explain as explain
    from reaction.nlp import tag as tag
    from reaction.report import write_report as write_report
    from reaction.schema import write_posts as write_posts
    from reaction.story import Actor as Actor
    from reaction.story import Collection as Collection
    from reaction.story import Event as Event
    from reaction.story import Match as Match
    from reaction.story import Story as Story
    from reaction.story import Target as Target

__version__ = _version("reaction-analysis")

_MODULES = frozenset(
    {
        "errors",
        "exports",
        "figures",
        "graph",
        "loaders",
        "measures",
        "nlp",
        "privacy",
        "report",
        "samples",
        "schema",
        "tables",
        "urls",
    }
)
_HOMES = {
    "to_convokit": "exports",
    "to_coordination_toolkit": "exports",
    "to_coortweet": "exports",
    "load": "loaders",
    "load_table": "loaders",
    "loader": "loaders",
    "read_posts": "loaders",
    "read_table": "loaders",
    "scan_posts": "loaders",
    "evidence": "nlp",
    "explain": "nlp",
    "tag": "nlp",
    "write_report": "report",
    "write_posts": "schema",
    "Actor": "story",
    "Collection": "story",
    "Event": "story",
    "Match": "story",
    "Story": "story",
    "Target": "story",
}

__all__ = [
    "Actor",
    "Collection",
    "Event",
    "Match",
    "Story",
    "Target",
    "__version__",
    "errors",
    "evidence",
    "explain",
    "exports",
    "figures",
    "graph",
    "load",
    "load_table",
    "loader",
    "loaders",
    "measures",
    "nlp",
    "privacy",
    "read_posts",
    "read_table",
    "report",
    "samples",
    "scan_posts",
    "schema",
    "tables",
    "tag",
    "to_convokit",
    "to_coordination_toolkit",
    "to_coortweet",
    "urls",
    "write_posts",
    "write_report",
]


def __getattr__(name: str) -> object:
    if name in _MODULES:
        return importlib.import_module(f"reaction.{name}")
    if name in _HOMES:
        value = getattr(importlib.import_module(f"reaction.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'reaction' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
