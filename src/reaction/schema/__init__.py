"""The Posts table: its columns, checks, account keys, and form on disk."""

from __future__ import annotations

from reaction.schema.accounts import account_key
from reaction.schema.checks import require, validate
from reaction.schema.columns import COLUMNS, KINDS, Column
from reaction.schema.parquet import SCHEMA_VERSION, PostsWriter, read_parquet, write_posts
from reaction.schema.tables import concat, empty, from_columns

__all__ = [
    "COLUMNS",
    "KINDS",
    "SCHEMA_VERSION",
    "Column",
    "PostsWriter",
    "account_key",
    "concat",
    "empty",
    "from_columns",
    "read_parquet",
    "require",
    "validate",
    "write_posts",
]
