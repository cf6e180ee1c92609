"""Posts as tables of who shared what and when, for CooRTweet and coordination-network-toolkit."""

from __future__ import annotations

import csv
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from reaction.errors import ExportError, NoInputError, SelectionWarning
from reaction.exports._names import NAMED, named, plain_values
from reaction.schema import require

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from os import PathLike

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["to_coordination_toolkit", "to_coortweet"]

Shared = Literal["urls", "hashtags", "reposts", "text"]

_COORTWEET = ("object_id", "account_id", "content_id", "timestamp_share")
_TOOLKIT = ("message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls")
_TOOLKIT_NAME = "coordination-network-toolkit"
_NO_LINK = "about:blank#"


def to_coortweet(posts: pd.DataFrame, path: str | PathLike[str], on: Shared = "urls") -> Path:
    """Write who shared what and when, as CooRTweet's ``detect_groups`` takes it.

    One row per post and object, with the columns ``object_id, account_id, content_id, timestamp_share`` (seconds
    since 1970). What counts is what an account shares in its own words: reposts are objects of ``on="reposts"``
    and left out otherwise, as CooRTweet does. Context rows are left out.

    Parameters
    ----------
    posts
        Posts table of n rows.
    path
        The CSV file; replaced if it is there. Read ids as text in R, or they lose digits:
        ``data.table::fread(path, colClasses = list(character = 1:3))``.
    on
        What is shared: ``"urls"``, ``"hashtags"`` (in lower case), ``"reposts"`` (the post reposted) or
        ``"text"`` (texts that read the same but for case and blanks).

    Returns
    -------
    The file. Ids are as in :func:`to_convokit`; an account that is known by its handle only is ``@handle``.

    Raises
    ------
    MissingColumnError
        If `posts` lacks a column.
    ExportError
        If `on` is something else.
    NoInputError
        If the folder does not exist.

    Warns
    -----
    SelectionWarning
        If posts are left out because their account or time is unknown.

    Examples
    --------
    >>> import tempfile
    >>> from reaction.schema import from_columns
    >>> posts = from_columns({"platform": ["x"], "post_id": ["1"], "kind": ["original"], "author_id": ["7"],
    ...                       "created_at": [1529341200000000], "urls": [["https://example.com/a"]]})
    >>> print(to_coortweet(posts, Path(tempfile.mkdtemp()) / "shares.csv").read_text(), end="")
    object_id,account_id,content_id,timestamp_share
    https://example.com/a,7,1,1529341200
    """
    if on not in get_args(Shared):
        raise ExportError(f"There is no on={on!r}. What is shared is one of {', '.join(get_args(Shared))}.")
    require(posts, (*NAMED, *({on} - {"reposts"})), purpose="to_coortweet")
    names = named(posts)
    values = names["original"] if on == "reposts" else posts[on]
    is_repost = (posts["kind"] == "repost").to_numpy(bool)
    kept = _known(posts, names, is_repost if on == "reposts" else ~is_repost, "CooRTweet")
    rows = (
        (shared, account, post, int(seconds))
        for account, post, seconds, value in zip(
            *(names[name][kept] for name in ("account", "post", "seconds")),
            plain_values(values[kept]),
            strict=True,
        )
        for shared in _objects(value, on)
    )
    return _write(path, _COORTWEET, rows)


def to_coordination_toolkit(posts: pd.DataFrame, path: str | PathLike[str]) -> Path:
    """Write posts as the CSV file that coordination-network-toolkit's ``preprocess`` takes.

    Eight columns: ``message_id, user_id, username, repost_id, reply_id, message, timestamp`` (seconds since 1970),
    ``urls`` (separated by blanks). Context rows are left out, and so are reposts of which it is unknown what they
    repost: the toolkit would take them for posts of the same words. It takes an empty cell for an address that all
    such posts share, so a post without links gets one of its own that leads nowhere (``about:blank#…``);
    unknown texts are empty, and for its co-tweet network the same.

    Parameters
    ----------
    posts
        Posts table of n rows.
    path
        The CSV file; replaced if it is there.

    Returns
    -------
    The file. Ids are as in :func:`to_coortweet`.

    Raises
    ------
    MissingColumnError
        If `posts` lacks a column.
    NoInputError
        If the folder does not exist.

    Warns
    -----
    SelectionWarning
        If posts are left out because their account, their time or the post they repost is unknown.

    Examples
    --------
    >>> import tempfile
    >>> from reaction.schema import from_columns
    >>> posts = from_columns({"platform": ["x"], "post_id": ["1"], "kind": ["original"], "author_id": ["7"],
    ...                       "created_at": [1529341200000000], "text": ["hi"], "urls": [["https://example.com/a"]]})
    >>> print(to_coordination_toolkit(posts, Path(tempfile.mkdtemp()) / "posts.csv").read_text(), end="")
    message_id,user_id,username,repost_id,reply_id,message,timestamp,urls
    1,7,,,,hi,1529341200.0,https://example.com/a
    """
    require(posts, (*NAMED, "text", "urls"), purpose="to_coordination_toolkit")
    names = named(posts)
    kept = _known(posts, names, _clear(posts, names, _TOOLKIT_NAME), _TOOLKIT_NAME)
    columns = (plain_values(posts[name][kept]) for name in ("author_handle", "text", "urls"))
    rows = (
        (
            row.post,
            row.account,
            handle,
            original,
            parent,
            text,
            row.seconds,
            " ".join(urls or [_NO_LINK + row.post]),
        )
        for row, original, parent, handle, text, urls in zip(
            names[kept].itertuples(),
            *(plain_values(names[name][kept]) for name in ("original", "parent")),
            *columns,
            strict=True,
        )
    )
    return _write(path, _TOOLKIT, rows)


def _clear(posts: pd.DataFrame, names: pd.DataFrame, tool: str) -> NDArray[np.bool_]:
    """Tell which posts are no reposts of something unknown; warn of those that are."""
    unclear: NDArray[np.bool_] = ((posts["kind"] == "repost") & names["original"].isna()).to_numpy(bool)
    if n := int((unclear & ~posts["is_context"].to_numpy(bool)).sum()):
        _warn(tool, f"{n:,} reposts of which the original is unknown")
    return ~unclear


def _known(
    posts: pd.DataFrame, names: pd.DataFrame, wanted: NDArray[np.bool_], tool: str
) -> NDArray[np.bool_]:
    """Tell which of the wanted posts are hits with account and time; warn of those without."""
    hits = wanted & ~posts["is_context"].to_numpy(bool)
    kept: NDArray[np.bool_] = hits & names[["account", "seconds"]].notna().all(axis=1).to_numpy(bool)
    if missing := int(hits.sum() - kept.sum()):
        _warn(tool, f"{missing:,} of {int(hits.sum()):,} posts, whose account or time is unknown")
    return kept


def _warn(tool: str, what: str) -> None:
    warnings.warn(f"The file for {tool} leaves out {what}.", SelectionWarning, stacklevel=4)


def _objects(value: Any, on: str) -> list[str]:
    if value is None:
        return []
    if on == "text":
        return [words] if (words := " ".join(value.split()).casefold()) else []
    if on == "hashtags":
        return list(dict.fromkeys(tag.lower() for tag in value))
    return [value] if on == "reposts" else list(dict.fromkeys(value))


def _write(path: str | PathLike[str], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    target = Path(path)
    if not target.parent.is_dir():
        raise NoInputError(
            f"The folder '{target.parent}' does not exist. Make it first, or name another one."
        )
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    return target
