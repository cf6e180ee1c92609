"""The match rules of a story: which rows each rule hits by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reaction.schema import account_key
from reaction.story import _words
from reaction.urls import canonical_url, parse_status_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import pandas as pd

    from reaction.story.parts import Match

Rows = np.ndarray[Any, np.dtype[np.int64]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]


class Hit(NamedTuple):
    """A rule, as ``matched_by`` names it, and the rows that it hits, in order."""

    rule: str
    rows: Rows


class PostRule(NamedTuple):
    """A post that the story names: its id, and its platform where an address told it."""

    written: str
    platform: str | None
    post_id: str


def hits(posts: pd.DataFrame, match: Match) -> list[Hit]:
    """Return the rows of every rule, in the order of the story."""
    return [
        *_term_hits(posts["text"], match.terms),
        *_hashtag_hits(posts["hashtags"], match.hashtags),
        *_url_hits(posts["urls"], match.urls),
        *_post_hits(posts, post_rules(match)),
        *_account_hits(posts, match.accounts),
    ]


def post_rules(match: Match) -> list[PostRule]:
    """Return the posts that the story names."""
    return [_post_rule(written) for written in match.posts]


def _post_rule(written: str) -> PostRule:
    ref = parse_status_url(written) if "/" in written else None
    return PostRule(written, None, written) if ref is None else PostRule(written, ref.platform, ref.post_id)


def arrow(values: pd.Series[Any]) -> pa.Array:
    """Return a column as one Arrow array."""
    found = pa.array(values)
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def _rows(mask: Any) -> Rows:
    return np.flatnonzero(np.asarray(pc.fill_null(mask, False).to_numpy(zero_copy_only=False)))


def _term_hits(texts: pd.Series[Any], terms: Sequence[str]) -> Iterator[Hit]:
    if not terms:
        return
    encoded = arrow(texts).dictionary_encode()
    place = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    found = _words.search(encoded.dictionary, terms)
    for term, hit in zip(terms, found, strict=True):
        # One more place, False, for the rows without text: their code is -1.
        yield Hit(f"term:{term}", np.flatnonzero(np.append(hit, False)[place]))


def _hashtag_hits(hashtags: pd.Series[Any], tags: Sequence[str]) -> Iterator[Hit]:
    rules = [(f"hashtag:{tag}", _words.folded(tag)) for tag in tags]

    def fits(unique: pa.Array) -> Iterator[Sequence[bool] | Mask]:
        words = [None if word is None else _words.folded(word) for word in unique.to_pylist()]
        yield from ([word == tag for word in words] for _, tag in rules)

    return _list_hits(hashtags, [label for label, _ in rules], fits)


def _url_hits(urls: pd.Series[Any], addresses: Sequence[str]) -> Iterator[Hit]:
    rules = [canonical_url(address) or "" for address in addresses]

    def fits(unique: pa.Array) -> Iterator[Sequence[bool] | Mask]:
        for rule in rules:
            yield _under(unique, rule)

    return _list_hits(urls, [f"url:{address}" for address in addresses], fits)


def _list_hits(
    column: pd.Series[Any], labels: Sequence[str], fits: Callable[[pa.Array], Iterable[Sequence[bool] | Mask]]
) -> Iterator[Hit]:
    if not labels:
        return
    lists = arrow(column)
    encoded = pc.list_flatten(lists).dictionary_encode()
    place = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    # Not list_parent_indices: it counts items that lie hidden behind a null list, list_flatten does not.
    parents = np.repeat(np.arange(len(lists)), pc.fill_null(pc.list_value_length(lists), 0).to_numpy())
    for label, fit in zip(labels, fits(encoded.dictionary), strict=True):
        yield Hit(label, np.unique(parents[np.append(np.asarray(fit, dtype=bool), False)[place]]))


def _under(unique: pa.Array, rule: str) -> Mask:
    """Tell which addresses are `rule` or lie below it, at the boundary of a path segment."""
    host = urlsplit(rule).netloc
    # Only addresses that name the host are worth the cost of their canonical form.
    near = pc.match_substring(unique, host, ignore_case=True)
    if host == "x.com":
        near = pc.or_(near, pc.match_substring(unique, "twitter.com", ignore_case=True))
    fit = np.zeros(len(unique), dtype=bool)
    for row in _rows(near):
        fit[row] = _is_under(canonical_url(unique[int(row)].as_py()), rule)
    return fit


def _is_under(address: str | None, rule: str) -> bool:
    if address is None:
        return False
    above, query = rule.partition("?")[::2]
    path, own_query = address.partition("?")[::2]
    if query:
        return path == above and set(parse_qsl(query, True)) <= set(parse_qsl(own_query, True))
    return path == above or path.startswith(f"{above}/")


def _post_hits(posts: pd.DataFrame, rules: Sequence[PostRule]) -> Iterator[Hit]:
    if not rules:
        return
    ids = arrow(posts["post_id"])
    for rule in rules:
        rows = _rows(pc.equal(ids, rule.post_id))
        if rule.platform is not None:
            rows = rows[(posts["platform"].iloc[rows] == rule.platform).to_numpy(dtype=bool)]
        yield Hit(f"post:{rule.written}", rows)


def _account_hits(posts: pd.DataFrame, accounts: Sequence[str]) -> Iterator[Hit]:
    if not accounts:
        return
    ids, handles = arrow(posts["author_id"]), pc.utf8_lower(arrow(posts["author_handle"]))
    keys = arrow(account_key(posts)) if any(":" in account for account in accounts) else None
    for account in accounts:
        rows = [_rows(pc.equal(ids, account)), _rows(pc.equal(handles, account.lower()))]
        if keys is not None and ":" in account:
            rows.append(_rows(pc.equal(keys, account)))
        yield Hit(f"account:{account}", np.unique(np.concatenate(rows)))
