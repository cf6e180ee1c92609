"""Loaders: exported posts of any known format into one Posts table."""

from __future__ import annotations

from reaction.loaders import x_v1 as _x_v1  # noqa: F401  # registers its loader
from reaction.loaders import x_v2 as _x_v2  # noqa: F401
from reaction.loaders._load import Loaded, load, read_posts
from reaction.loaders._registry import formats, loader
from reaction.loaders._rows import Author, Gone, Media, Reject, Row
from reaction.loaders._skeleton import has
from reaction.loaders._sniff import Sniffed, sniff
from reaction.loaders.report import LoadReport

__all__ = [
    "Author",
    "Gone",
    "LoadReport",
    "Loaded",
    "Media",
    "Reject",
    "Row",
    "Sniffed",
    "formats",
    "has",
    "load",
    "loader",
    "read_posts",
    "sniff",
]
