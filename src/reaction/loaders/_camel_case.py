"""Keys of JSON as an API writes them, where a program has rewritten them in its own style."""

from __future__ import annotations

from typing import Any

__all__ = ["camel_keys"]

# Keys by which dumps of Bluesky's Python SDK are known.
_MARKS = frozenset({"py_type", "created_at", "indexed_at"})
_LOOK_DEEP = 5


def camel_keys(value: dict[str, Any]) -> dict[str, Any]:
    """Write the keys of a dump of Bluesky's Python SDK as the API does; other records are left as they are.

    Examples
    --------
    >>> camel_keys({"like_count": 3, "record": {"created_at": "?", "py_type": "app.bsky.feed.post"}})
    {'likeCount': 3, 'record': {'createdAt': '?', '$type': 'app.bsky.feed.post'}}
    >>> camel_keys({"likeCount": 3, "my_key": 4})
    {'likeCount': 3, 'my_key': 4}
    """
    return _renamed(value) if _is_marked(value, _LOOK_DEEP) else value


def _is_marked(value: Any, depth: int) -> bool:
    if isinstance(value, list):
        return bool(value) and _is_marked(value[0], depth)
    if not isinstance(value, dict) or not depth:
        return False
    return not _MARKS.isdisjoint(value) or any(_is_marked(item, depth - 1) for item in value.values())


def _renamed(value: Any) -> Any:
    if isinstance(value, list):
        return [_renamed(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {_camel(key): _renamed(item) for key, item in value.items()}


def _camel(key: str) -> str:
    if key == "py_type":
        return "$type"
    first, *rest = key.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)
