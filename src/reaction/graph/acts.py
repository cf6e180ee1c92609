"""The edge list beneath every network: one row per act of one account upon another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reaction.graph._acts import acts_of_posts
from reaction.graph._codes import as_text
from reaction.graph._relations import RELATIONS, check_relations

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["interactions"]


def interactions(
    posts: pd.DataFrame, *, relations: Sequence[str] = ("repost", "quote", "reply", "mention")
) -> pd.DataFrame:
    """List every act of one account upon another: the edge list beneath every network.

    What counts as an act:

    - A repost is a repost alone: what the reposted text quotes, answers or mentions is not the reposter's.
    - A reply that quotes is two acts.
    - A mention counts once per post and account. The handle of the author replied to, which platforms put in
      front of a reply, is the reply and no mention.
    - Context rows (``is_context``) are no acts. Acts whose author or target isn't known are left out, never
      gathered in one node; :func:`coverage` counts them.
    - Acts upon oneself are kept here and dropped in networks.

    An account is its key, ``platform:id``, else ``platform:@handle``. A handle without an id gets the id that
    was seen with this handle on the same platform, unless several ids were; a target that isn't named is
    looked up by the id of its post.

    Parameters
    ----------
    posts
        Posts table.
    relations
        Which of ``repost, quote, reply, mention`` to list.

    Returns
    -------
    One row per act, in the order of `posts`, then of relation: ``source`` (who acted) and ``target`` (upon
    whom), categories that share one sorted set of account keys; ``relation`` (category); ``post_id`` (the
    act), ``object_id`` (the post acted upon, null for mentions) and ``created_at``.

    Raises
    ------
    MissingColumnError
        If `posts` lacks a column.
    GraphError
        If a relation is unknown or none is given.

    Examples
    --------
    >>> from reaction.schema import from_columns
    >>> posts = from_columns({
    ...     "platform": ["x", "x"], "post_id": ["1", "2"], "kind": ["original", "repost"],
    ...     "author_id": ["70", "80"], "repost_of_id": [None, "1"], "repost_of_author_id": [None, "70"]})
    >>> interactions(posts)[["source", "target", "relation", "object_id"]].to_dict("records")
    [{'source': 'x:80', 'target': 'x:70', 'relation': 'repost', 'object_id': '1'}]
    """
    acts = acts_of_posts(posts, check_relations(relations), purpose="interactions")
    accounts = pd.CategoricalDtype(acts.keys)
    kinds = pd.CategoricalDtype(list(RELATIONS))
    return pd.DataFrame(
        {
            "source": pd.Categorical.from_codes(acts.source, dtype=accounts),
            "target": pd.Categorical.from_codes(acts.target, dtype=accounts),
            "relation": pd.Categorical.from_codes(acts.relation, dtype=kinds),
            "post_id": as_text(acts.post_ids()),
            "object_id": as_text(acts.object_ids()),
            "created_at": posts["created_at"].array.take(acts.row),
        }
    )
