"""Corpora that :func:`reaction.to_convokit` wrote: their metadata are the columns of the Posts table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reaction.loaders._fields import dicts_of, flag_of, int_of, text_of, texts_of
from reaction.loaders._rows import AUTHOR, FIELDS, Author, Media, Row
from reaction.schema.columns import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["is_own", "restored"]

_MARKS = frozenset({"platform", "kind", "is_context", "created_at_quality"})
_RESTORED = tuple(
    name for name in FIELDS if name in BY_NAME and name not in {"post_id", "text", "author_seen_at"}
)


def is_own(meta: Mapping[str, Any]) -> bool:
    """Tell whether an utterance's metadata are columns of the Posts table.

    Examples
    --------
    >>> is_own({"platform": "x", "kind": "reply", "is_context": False, "created_at_quality": "exact"})
    True
    >>> is_own({"platform": "x", "score": 3})
    False
    """
    return meta.keys() >= _MARKS


def restored(post_id: str, text: str | None, meta: dict[str, Any], speaker: dict[str, Any]) -> Row:
    """Make the row again that was written.

    Parameters
    ----------
    post_id
        The utterance's id, with the platform before it where the corpus holds several.
    text
        Its text; unknown texts were written as empty ones.
    meta
        The utterance's metadata.
    speaker
        The speaker's.

    Returns
    -------
    The row.

    Examples
    --------
    >>> meta = {"platform": "x", "kind": "quote", "is_context": False, "quote_of_id": "19", "urls": []}
    >>> row = restored("x:20", "hi", meta, {"author_id": "7", "author_handle": "ann"})
    >>> row.post_id, row.platform, row.kind, row.quote_of_id, row.urls, row.author.handle
    ('20', 'x', 'quote', '19', [], 'ann')
    """
    values = {name: found for name in _RESTORED if (found := _value(meta, name)) is not None}
    account = {name: found for name in AUTHOR if (found := _value(speaker, f"author_{name}")) is not None}
    values["author_seen_at"] = text_of(speaker, "author_seen_at")
    own = post_id.removeprefix(f"{values.get('platform')}:") or post_id
    return Row(own, Author(**account) if account else None, text=text or None, **values)


def _value(meta: dict[str, Any], name: str) -> Any:
    kind, words = BY_NAME[name].type, BY_NAME[name].categories
    if kind in {"strings", "media"}:
        if not isinstance(meta.get(name), list):
            return None
        return texts_of(meta, name) if kind == "strings" else [_medium(one) for one in dicts_of(meta, name)]
    if kind in {"Int64", "int64"}:
        return int_of(meta, name)
    if kind in {"bool", "boolean"}:
        return flag_of(meta, name)
    text = text_of(meta, name)
    return text if words is None or text in words else None


def _medium(medium: dict[str, Any]) -> Media:
    return Media(text_of(medium, "type"), text_of(medium, "url"), text_of(medium, "alt"))
