"""The columns of the Posts table: names, types, meanings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
import pyarrow as pa

if TYPE_CHECKING:
    from pandas.api.extensions import ExtensionDtype

__all__ = ["BY_NAME", "COLUMNS", "KINDS", "Column", "pandas_dtype"]

KINDS = ("original", "reply", "quote", "repost")
CREATED_AT_QUALITIES = ("exact", "client", "minute", "date_only", "assumed_tz", "from_id")
REF_STATUSES = ("full", "id_only", "recovered", "withheld", "deleted")

Type = Literal["string", "category", "timestamp", "Int64", "int64", "boolean", "bool", "strings", "media"]

_ARROW_TYPES: dict[Type, pa.DataType] = {
    "string": pa.large_string(),
    "category": pa.dictionary(pa.int32(), pa.large_string()),
    "timestamp": pa.timestamp("us", tz="UTC"),
    "Int64": pa.int64(),
    "int64": pa.int64(),
    "boolean": pa.bool_(),
    "bool": pa.bool_(),
    "strings": pa.list_(pa.string()),
    "media": pa.list_(pa.struct([("type", pa.string()), ("url", pa.string()), ("alt", pa.string())])),
}


@dataclass(frozen=True)
class Column:
    """One column of the Posts table.

    Parameters
    ----------
    name
        Its name.
    type
        Its type: ``string``, ``category``, ``timestamp`` (UTC, microseconds), ``Int64`` and ``boolean``
        (nullable), ``int64`` and ``bool`` (never null), ``strings`` (list of string) or ``media`` (list of
        struct of type, url and alt).
    meaning
        What a value says, in a few words.
    categories
        The closed vocabulary of a category; None where it is open.
    nullable
        Whether a value may be unknown.
    """

    name: str
    type: Type
    meaning: str
    categories: tuple[str, ...] | None = None
    nullable: bool = True

    @property
    def arrow(self) -> pa.DataType:
        """The column's Arrow type."""
        return _ARROW_TYPES[self.type]

    @property
    def dtype(self) -> ExtensionDtype | np.dtype[Any]:
        """The column's pandas dtype (for an open category: without its categories)."""
        if self.type == "category":
            return pd.CategoricalDtype(None if self.categories is None else list(self.categories))
        return pandas_dtype(self.type)


@cache
def pandas_dtype(kind: Type) -> ExtensionDtype | np.dtype[Any]:
    """Return the pandas dtype of a type of column.

    Parameters
    ----------
    kind
        The type, as in :class:`Column`.

    Returns
    -------
    The dtype; of a category without its categories.

    Examples
    --------
    >>> pandas_dtype("Int64")
    Int64Dtype()
    """
    match kind:
        case "string":
            return pd.StringDtype("pyarrow", na_value=np.nan)
        case "timestamp":
            return pd.DatetimeTZDtype("us", "UTC")
        case "Int64":
            return pd.Int64Dtype()
        case "boolean":
            return pd.BooleanDtype()
        case "int64" | "bool":
            return np.dtype(kind)
        case "category":
            return pd.CategoricalDtype()
        case _:
            return pd.ArrowDtype(_ARROW_TYPES[kind])


def _reference(prefix: str, meaning: str) -> tuple[Column, ...]:
    return (
        Column(f"{prefix}_id", "string", f"id of the post that this one {meaning}"),
        Column(f"{prefix}_author_id", "string", f"id of the account whose post this one {meaning}"),
        Column(f"{prefix}_author_handle", "string", f"handle of the account whose post this one {meaning}"),
    )


COLUMNS: tuple[Column, ...] = (
    Column("platform", "category", "where it was posted", nullable=False),
    Column("post_id", "string", "the platform's id, always text", nullable=False),
    Column("kind", "category", "original, reply, quote or repost", KINDS, nullable=False),
    Column("created_at", "timestamp", "when it was posted, by the server's clock where known"),
    Column("created_at_quality", "category", "how created_at is known", CREATED_AT_QUALITIES),
    Column("author_id", "string", "the platform's id of the account"),
    Column("author_handle", "string", "the account's handle, without @"),
    Column("author_name", "string", "the account's display name"),
    Column("author_bio", "string", "the account's description of itself"),
    Column("author_url", "string", "the link in the account's profile"),
    Column("author_followers", "Int64", "accounts that follow it"),
    Column("author_following", "Int64", "accounts that it follows"),
    Column("author_verified", "boolean", "whether the platform shows a badge; no evidence of a role"),
    Column("author_created_at", "timestamp", "when the account was made"),
    Column("author_automated", "boolean", "whether platform or account says that it is automated"),
    Column("author_seen_at", "timestamp", "when the profile read so"),
    Column("text", "string", "the full text; of a repost, the reposted text"),
    Column("text_truncated", "bool", "whether the full text could not be found", nullable=False),
    Column("lang", "string", "BCP-47 tag"),
    Column("conversation_id", "string", "id of the thread"),
    *_reference("reply_to", "replies to"),
    *_reference("repost_of", "reposts"),
    *_reference("quote_of", "quotes"),
    Column("ref_status", "category", "what is known of the post referred to", REF_STATUSES),
    Column("urls", "strings", "links, expanded and canonical"),
    Column("hashtags", "strings", "hashtags, without #"),
    Column("mentions", "strings", "handles mentioned, without @"),
    Column("media", "media", "attached pictures and videos"),
    Column("n_reposts", "Int64", "the platform's count of reposts of this post"),
    Column("n_replies", "Int64", "the platform's count of replies"),
    Column("n_quotes", "Int64", "the platform's count of quotes"),
    Column("n_likes", "Int64", "the platform's count of likes"),
    Column("n_views", "Int64", "the platform's count of views"),
    Column("score", "Int64", "net of votes, where a platform has votes"),
    Column("metrics_at", "timestamp", "when the counts were true"),
    Column("collected_at", "timestamp", "when the post was collected"),
    Column("url", "string", "permalink"),
    Column("app", "string", "the client that posted it"),
    Column("community", "string", "subreddit, channel or instance"),
    Column("status", "string", "live, deleted, removed, withheld or edited"),
    Column("is_context", "bool", "arrived as a referenced post, not as a hit", nullable=False),
    Column("source_file", "category", "the file it came from"),
    Column("source_line", "int64", "the line in that file, from 1", nullable=False),
    Column("source_format", "category", "the export format of that file"),
)

BY_NAME = {column.name: column for column in COLUMNS}
