"""Posts as a corpus of conversations, for ConvoKit."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from reaction.errors import ExportError
from reaction.exports._names import NAMED, named, plain_values
from reaction.schema import require

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from os import PathLike

__all__ = ["to_convokit"]


def to_convokit(posts: pd.DataFrame, folder: str | PathLike[str]) -> tuple[Path, ...]:
    """Write posts as a corpus for ConvoKit, which ``convokit.Corpus(filename=folder)`` opens.

    A post is an utterance, an account a speaker, and a conversation is what replies within the table connect: its
    id is that of its first post, so that each has one root, as ConvoKit wants it. A reply whose parent is not in
    the table, or that replies in a circle, begins a conversation of its own. All other columns are metadata: of
    the speaker where they describe the account, as its posts last said, else of the utterance, tags included. The
    platform's own name of the thread is in ``conversation_id`` there, a parent that is missing in
    ``reply_to_id``. Context rows hold threads together and are written, too.

    Parameters
    ----------
    posts
        Posts table of n rows; columns beyond the schema are written as well.
    folder
        Where to write; made if need be. Files of an earlier corpus in it are replaced.

    Returns
    -------
    The files written. Ids are those of the platform; where a table holds several platforms, ``platform:`` stands
    before them. A post whose author is unknown has a speaker of its own, an unknown text is empty.

    Raises
    ------
    MissingColumnError
        If `posts` lacks a column.
    ExportError
        If a post occurs twice.

    Examples
    --------
    >>> import tempfile
    >>> from reaction.schema import from_columns
    >>> posts = from_columns({"platform": ["x"] * 2, "post_id": ["1", "2"], "kind": ["original", "reply"],
    ...                       "text": ["Yes.", "No."], "author_handle": ["a", "b"], "reply_to_id": [None, "1"]})
    >>> utterances, *others = to_convokit(posts, tempfile.mkdtemp())
    >>> [json.loads(line)["reply-to"] for line in utterances.read_text().splitlines()]
    [None, '1']
    """
    require(posts, (*NAMED, "text"), purpose="to_convokit")
    names = named(posts)
    if (twice := names["post"].duplicated()).any():
        raise ExportError(
            f"The post {names['post'][twice].iloc[0]!r} occurs twice; ConvoKit takes each id once."
        )
    speakers = names["account"].fillna("unknown author of " + names["post"]).tolist()
    values = {str(name): plain_values(posts[name]) for name in posts.columns}
    of_speaker = [name for name in values if name.startswith("author_")]
    of_utterance = [name for name in values if name not in {"post_id", "text", *of_speaker}]
    utterances = list(_utterances(names, speakers, values, of_utterance))
    contents = {
        "utterances.jsonl": "".join(json.dumps(utterance) + "\n" for utterance in utterances),
        "speakers.json": json.dumps(_speakers(posts, speakers, values, of_speaker)),
        "conversations.json": json.dumps({one["conversation_id"]: _entry({}) for one in utterances}),
        "corpus.json": "{}",
        "index.json": json.dumps(_index(values, of_utterance, of_speaker)),
    }
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (target / name).write_text(content, encoding="ascii", newline="\n")
    return tuple(target / name for name in contents)


def _utterances(
    names: pd.DataFrame, speakers: Sequence[str], values: Mapping[str, list[Any]], in_meta: Sequence[str]
) -> Iterator[dict[str, Any]]:
    parents, roots = _threads(names["post"], names["parent"])
    texts = values["text"]
    for row, (post, seconds) in enumerate(zip(names["post"], names["seconds"], strict=True)):
        yield {
            "id": post,
            "conversation_id": roots[row],
            "text": texts[row] or "",
            "speaker": speakers[row],
            "meta": {name: values[name][row] for name in in_meta},
            "reply-to": parents[row],
            "timestamp": None if math.isnan(seconds) else int(seconds),
            "vectors": [],
        }


def _threads(posts: pd.Series[Any], parents: pd.Series[Any]) -> tuple[list[str | None], list[str]]:
    """Return the parent of each post that is among them, and the first post of its thread."""
    places = np.arange(len(posts))
    above = pd.Index(posts).get_indexer(pd.Index(parents))
    above = np.where(above < 0, places, above)
    root = above
    # Each round doubles how far up the thread it is looked.
    for _ in range(len(posts).bit_length() + 1):
        root = root[root]
    circular = above[root] != root
    above, root = np.where(circular, places, above), np.where(circular, places, root)
    ids = posts.tolist()
    parent = [None if up == place else ids[up] for place, up in enumerate(above.tolist())]
    return parent, [ids[place] for place in root.tolist()]


def _speakers(
    posts: pd.DataFrame, speakers: Sequence[str], values: Mapping[str, list[Any]], names: Sequence[str]
) -> dict[str, Any]:
    """Describe each account by what its posts said of it last; many say nothing of some fields."""
    order = posts["created_at"].reset_index(drop=True).sort_values(kind="stable", na_position="first").index
    said: dict[str, dict[str, Any]] = {speaker: dict.fromkeys(names) for speaker in speakers}
    for row in order.tolist():
        said[speakers[row]].update(
            {name: found for name in names if (found := values[name][row]) is not None}
        )
    return {speaker: _entry(meta) for speaker, meta in said.items()}


def _entry(meta: dict[str, Any]) -> dict[str, Any]:
    return {"meta": meta, "vectors": []}


def _index(
    values: Mapping[str, list[Any]], of_utterance: Sequence[str], of_speaker: Sequence[str]
) -> dict[str, Any]:
    """List what the metadata are, by the types that ConvoKit looks for in its index."""

    def types(names: Sequence[str]) -> dict[str, list[str]]:
        return {name: sorted({str(type(one)) for one in values[name] if one is not None}) for name in names}

    return {
        "utterances-index": types(of_utterance),
        "speakers-index": types(of_speaker),
        "conversations-index": {},
        "overall-index": {},
        "vectors": [],
        "version": 1,
    }
