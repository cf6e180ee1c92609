"""Reddit comments and submissions as JSON: dumps, and answers of the APIs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reaction.loaders._reddit import rows_of, unescape_reddit
from reaction.loaders._reddit_records import Line, Wrapped
from reaction.loaders._registry import loader
from reaction.loaders._skeleton import has

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reaction.loaders._reddit_records import Node, Thing
    from reaction.loaders._rows import Gone, Reject, Row

__all__ = ["reddit"]

_NOT_4CAT = "thread_id"
_SHAPES = (
    has("body", "subreddit", lacking=_NOT_4CAT),
    has("link_id", "parent_id"),
    has("title", "subreddit", "num_comments", lacking=_NOT_4CAT),
    has("title", "subreddit", "selftext", lacking=_NOT_4CAT),
    has("title", "subreddit", "permalink", lacking=_NOT_4CAT),
    has("data[].subreddit", "data[].author"),
    has("data[].data.subreddit", "data[].data.author"),
    has("data.children[].data.subreddit", where={"kind": "Listing"}),
    has("data.children", "data.after", lacking="data.children[].kind", where={"kind": "Listing"}),
    has("data.subreddit", where={"kind": ("t1", "t3")}),
    has("json.data.things[].data.subreddit"),
)
# Not posts: accounts, subreddits, messages, awards, and stubs for comments that the API left out.
_POSTS = frozenset({"t1", "t3", "Listing", None})


@loader("reddit", "reddit", matches=_SHAPES, record=Line, clean=unescape_reddit)
def reddit(line: Line) -> Iterable[Row | Reject | Gone]:
    """Reddit comments and submissions (Pushshift, Arctic Shift, Reddit's API).

    Post ids are Reddit's full names: ``t1_…`` of comments, ``t3_…`` of submissions. A submission's text is
    its title, an empty line and its own text; a crosspost is a repost. Net votes are the `score`, never
    likes. ``[deleted]`` is no account, and ``[removed]`` no text.

    Parameters
    ----------
    line
        A comment or submission, or an answer of Reddit's API or of an archive's that holds several.

    Returns
    -------
    A row per comment and submission and, as context, the originals of crossposts.

    Examples
    --------
    >>> rows = reddit(Line(id="c1", body="No.", author="[deleted]", link_id="t3_s1", parent_id="t3_s1"))
    >>> [(row.post_id, row.reply_to_id, row.conversation_id, row.author) for row in rows]
    [('t1_c1', 't3_s1', 't3_s1', None)]
    """
    if line.answer is not None:
        things = line.answer.data.things if line.answer.data is not None else None
        top = _held(things or [])
    elif line.data is None:
        return rows_of(line)
    else:
        top = line.data if isinstance(line.data, list) else [line.data]
    return [row for node in top for thing in _things(node) for row in rows_of(thing)]


def _things(top: Node) -> Iterator[Thing]:
    """Walk a tree of comments in its own order; it may be deeper than Python's stack."""
    waiting = [top]
    while waiting:
        node = waiting.pop()
        if node.data is not None:
            waiting += [node.data] if node.kind in _POSTS else []
            continue
        if node.children is None:
            yield node
        held = node.children or ([node.replies] if isinstance(node.replies, Wrapped) else [])
        waiting += _held(held)[::-1]


def _held(wrapped: Sequence[Wrapped | str]) -> list[Node]:
    """Unwrap comments and submissions, and leave out everything else."""
    return [
        one.data
        for one in wrapped
        if isinstance(one, Wrapped) and one.kind in _POSTS and one.data is not None
    ]
