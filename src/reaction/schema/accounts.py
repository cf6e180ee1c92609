"""The key of the account behind a post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reaction.schema.checks import require
from reaction.schema.columns import pandas_dtype

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["account_key"]


def account_key(posts: pd.DataFrame, role: str = "author") -> pd.Series[Any]:
    """Name the account behind each post, or behind the post that it refers to.

    The key is ``platform:id``, else ``platform:@handle`` (lower case), else null: deleted accounts never
    become one.

    Parameters
    ----------
    posts
        Posts table of n rows.
    role
        ``"author"``, or ``"reply_to_author"``, ``"repost_of_author"``, ``"quote_of_author"``.

    Returns
    -------
    Series of n strings, null where neither id nor handle is known, on the index of `posts`.

    Raises
    ------
    MissingColumnError
        If `posts` lacks a column.

    Examples
    --------
    >>> from reaction.schema import from_columns
    >>> posts = from_columns({"platform": ["x"] * 3, "post_id": ["1", "2", "3"], "kind": ["original"] * 3,
    ...                       "author_id": ["7", None, None], "author_handle": ["a", "B", None]})
    >>> account_key(posts).tolist()
    ['x:7', 'x:@b', nan]
    """
    columns = ["platform", f"{role}_id", f"{role}_handle"]
    require(posts, columns, purpose="account_key")
    string = pandas_dtype("string")
    platform = posts["platform"].astype(string) + ":"
    by_handle = platform + "@" + posts[f"{role}_handle"].astype(string).str.lower()
    return (platform + posts[f"{role}_id"].astype(string)).fillna(by_handle).rename("account")
