"""Selects the posts that belong to a story, and says why each is in."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reaction.errors import SelectionWarning, StoryError
from reaction.schema import require
from reaction.story import _rules
from reaction.story._cues import outcome_rules
from reaction.story._rules import Hit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reaction.story.story import Story

    Mask = np.ndarray[Any, np.dtype[np.bool_]]

__all__ = ["select"]

_RELATIONS = {"reply": "reply_to_id", "repost": "repost_of_id", "quote": "quote_of_id"}
_NEEDED = (
    *("platform", "post_id", "created_at", "author_id", "author_handle", "text", "urls", "hashtags"),
    *_RELATIONS.values(),
)
_NONE = np.empty(0, dtype=np.int64)
_CALLER = 4  # warnings point at the call of Story.select
_LABELS = pd.ArrowDtype(pa.list_(pa.string()))


def select(posts: pd.DataFrame, story: Story, *, depth: int = 1) -> pd.DataFrame:
    """Select the posts that belong to a story, and say why.

    A post belongs if a rule of the story's ``[match]`` hits it, or if it replies to, reposts or quotes one
    that belongs, `depth` steps down. Posts that the story names by id need not be in the table for that.
    Rules look at all rows, context rows and rows outside the window included; only then the window is
    applied to every row. Terms match whole words in any case and any Unicode spelling; addresses match in
    canonical form together with everything below them.

    Parameters
    ----------
    posts
        Posts table.
    story
        The story; its window (inclusive days, UTC) binds where there is one.
    depth
        How many steps to follow replies, reposts and quotes; 0 keeps to the rules.

    Returns
    -------
    The rows of `posts` that belong, in their order, with a fresh index and two more columns:
    ``matched_by``, a list of the rules that hit the row (``term:…, hashtag:…, url:…, post:…, account:…``, in
    the story's order) or else of the relations that brought it in (``reply, repost, quote``), and
    ``match_depth``, 0 for a match of its own, else the number of steps.

    Raises
    ------
    StoryError
        If the story has no ``[match]`` rules, or `depth` is not a whole number from 0.
    MissingColumnError
        If `posts` lacks a column.

    Warns
    -----
    SelectionWarning
        If nothing is selected, if rows without a time are left out, or if a rule is also a cue of stance:
        such a rule selects on the outcome.

    Examples
    --------
    >>> from reaction.schema import from_columns
    >>> from reaction.story import Match, Story
    >>> posts = from_columns({"platform": ["x"] * 3, "post_id": ["1", "2", "3"],
    ...                       "kind": ["original", "reply", "original"], "reply_to_id": [None, "1", None],
    ...                       "text": ["The ICE contract!", "Agreed", "Nice contract"]})
    >>> found = select(posts, Story("A story", match=Match(terms=["ice contract"])))
    >>> found["matched_by"].tolist(), found["match_depth"].tolist()
    ([['term:ice contract'], ['reply']], [0, 1])
    """
    if isinstance(depth, bool) or not isinstance(depth, int | np.integer) or depth < 0:
        raise StoryError(f"depth is {depth!r}, expected a whole number from 0.")
    if not story.match:
        raise StoryError(
            f"The story {story.name!r} has no [match] rules, so no post can belong to it. "
            "Give terms, hashtags, urls, posts or accounts."
        )
    require(posts, _NEEDED, purpose="story.select")
    if cues := outcome_rules(story):
        warnings.warn(
            f"The story {story.name!r} selects on the outcome: cues of stance are among its match rules, so that "
            f"shares lean to their side. Give shares without these rules too: {'; '.join(cues)}.",
            SelectionWarning,
            stacklevel=_CALLER - 1,
        )
    found = _rules.hits(posts, story.match)
    reached, relations = _closure(posts, story, found, int(depth))
    kept = (reached >= 0) & _in_window(posts, story, reached >= 0)
    rows = np.flatnonzero(kept)
    if not len(rows):
        _warn_of_nothing(posts, story, found)
    result = posts.iloc[rows].reset_index(drop=True)
    return result.assign(
        matched_by=_labels([*found, *relations], kept),
        match_depth=pd.array(reached[rows], dtype="Int64"),
    )


def _closure(
    posts: pd.DataFrame, story: Story, found: Sequence[Hit], depth: int
) -> tuple[np.ndarray[Any, np.dtype[np.int64]], list[Hit]]:
    """Return the step at which each row was reached (-1: never), and the relations that brought rows in."""
    reached = np.full(len(posts), -1, dtype=np.int64)
    for hit in found:
        reached[hit.rows] = 0
    came: dict[str, list[_rules.Rows]] = {relation: [] for relation in _RELATIONS}
    frontier = reached == 0
    for step in range(1, depth + 1):
        new = np.zeros(len(posts), dtype=bool)
        for relation, column in _RELATIONS.items():
            rows = _referring(posts, column, frontier, story if step == 1 else None)
            rows = rows[reached[rows] < 0]
            came[relation].append(rows)
            new[rows] = True
        reached[new] = step
        frontier = new
        if not new.any():
            break
    return reached, [Hit(relation, np.concatenate([*rows, _NONE])) for relation, rows in came.items()]


def _referring(posts: pd.DataFrame, column: str, frontier: Mask, story: Story | None) -> _rules.Rows:
    """Return the rows that refer to a row of the frontier, or to a post that the story names."""
    rules = _rules.post_rules(story.match) if story is not None else []
    found = [_NONE]
    for platform in posts["platform"].dropna().unique():
        of_platform = (posts["platform"] == platform).to_numpy(dtype=bool)
        named = [rule.post_id for rule in rules if rule.platform in (None, platform)]
        wanted = pa.concat_arrays(
            [
                _rules.arrow(posts["post_id"][of_platform & frontier]).cast(pa.large_string()),
                pa.array(named, pa.large_string()),
            ]
        )
        rows = np.flatnonzero(of_platform)
        refs = _rules.arrow(posts[column].iloc[rows]).cast(pa.large_string())
        hit = pc.and_(pc.is_valid(refs), pc.is_in(refs, value_set=wanted.drop_null()))
        found.append(rows[hit.to_numpy(zero_copy_only=False)])
    return np.sort(np.concatenate(found))


def _in_window(posts: pd.DataFrame, story: Story, member: Mask) -> Mask:
    if story.window is None:
        return np.ones(len(posts), dtype=bool)
    first, last = (datetime.combine(day, time(), UTC) for day in story.window)
    created = posts["created_at"]
    if undated := int((created.isna().to_numpy() & member).sum()):
        warnings.warn(
            f"{undated:,} posts belong to the story but have no time, so they are left out: the story's "
            f"window is {story.window[0]} to {story.window[1]}.",
            SelectionWarning,
            stacklevel=_CALLER,
        )
    inside = (created >= first) & (created < last + timedelta(days=1))
    return inside.to_numpy(dtype=bool, na_value=False)


def _labels(found: Sequence[Hit], kept: Mask) -> pd.Series[Any]:
    """Return the names of the rules of every kept row as a list column."""
    rows = np.concatenate([hit.rows for hit in found])
    codes = np.repeat(np.arange(len(found)), [len(hit.rows) for hit in found])
    inside = kept[rows]
    rows, codes = rows[inside], codes[inside]
    order = np.argsort(rows, kind="stable")
    counts = np.bincount(rows, minlength=len(kept))[kept]
    names = pa.array([hit.rule for hit in found], pa.string())
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    lists = pa.ListArray.from_arrays(pa.array(offsets), names.take(pa.array(codes[order])))
    return pd.Series(pd.arrays.ArrowExtensionArray(lists), dtype=_LABELS)


def _warn_of_nothing(posts: pd.DataFrame, story: Story, found: Sequence[Hit]) -> None:
    matched = sum(len(hit.rows) for hit in found)
    if matched and story.window is not None:
        seen = posts["created_at"]
        span = (
            f"the data run from {seen.min():%Y-%m-%d} to {seen.max():%Y-%m-%d}" if seen.notna().any() else ""
        )
        reason = (
            f"rules match, but no matching post lies in the window {story.window[0]} to {story.window[1]}"
            + (f"; {span}" if span else "")
        )
    else:
        reason = "no post matches " + ", ".join(hit.rule for hit in found)
    warnings.warn(
        f"The story {story.name!r} selects none of {len(posts):,} posts: {reason}.",
        SelectionWarning,
        stacklevel=_CALLER,
    )
