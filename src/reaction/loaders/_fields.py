"""Fields of JSON records, read without trust: a value of the wrong type counts as none."""

from __future__ import annotations

from typing import Any

__all__ = ["dict_of", "dicts_of", "flag_of", "id_of", "int_of", "list_of", "text_of", "texts_of", "value_of"]

_LONGEST_NUMBER = 18


def value_of(record: Any, path: str) -> Any:
    """Return what lies at a path of keys, as ``"user.name"``; None where the path breaks off.

    Examples
    --------
    >>> value_of({"user": {"name": "ann"}}, "user.name"), value_of({"user": 5}, "user.name")
    ('ann', None)
    """
    for key in path.split("."):
        if not isinstance(record, dict):
            return None
        record = record.get(key)
    return record


def text_of(record: Any, path: str) -> str | None:
    """Return a text.

    Examples
    --------
    >>> text_of({"name": "ann"}, "name"), text_of({"name": 5}, "name")
    ('ann', None)
    """
    value = value_of(record, path)
    return value if isinstance(value, str) else None


def id_of(record: Any, path: str) -> str | None:
    """Return an id, which may be written as a whole number, as text; None for an empty one.

    Examples
    --------
    >>> id_of({"id": 7}, "id"), id_of({"id": "7"}, "id"), id_of({"id": 7.5}, "id"), id_of({"id": ""}, "id")
    ('7', '7', None, None)
    """
    value = value_of(record, path)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value else None


def int_of(record: Any, path: str) -> int | None:
    """Return a whole number, which may be written as text.

    Examples
    --------
    >>> int_of({"n": "12"}, "n"), int_of({"n": 12.0}, "n"), int_of({"n": True}, "n"), int_of({"n": "?"}, "n")
    (12, 12, None, None)
    """
    value = value_of(record, path)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= _LONGEST_NUMBER:
        return int(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def flag_of(record: Any, path: str) -> bool | None:
    """Return a truth value.

    Examples
    --------
    >>> flag_of({"bot": True}, "bot"), flag_of({"bot": 1}, "bot")
    (True, None)
    """
    value = value_of(record, path)
    return value if isinstance(value, bool) else None


def dict_of(record: Any, path: str) -> dict[str, Any]:
    """Return an object; an empty one where there is none.

    Examples
    --------
    >>> dict_of({"user": {"id": 1}}, "user"), dict_of({"user": None}, "user")
    ({'id': 1}, {})
    """
    value = value_of(record, path)
    return value if isinstance(value, dict) else {}


def list_of(record: Any, path: str) -> list[Any]:
    """Return a list; an empty one where there is none.

    Examples
    --------
    >>> list_of({"tags": ["a"]}, "tags"), list_of({"tags": "a"}, "tags")
    (['a'], [])
    """
    value = value_of(record, path)
    return value if isinstance(value, list) else []


def dicts_of(record: Any, path: str) -> list[dict[str, Any]]:
    """Return the objects of a list.

    Examples
    --------
    >>> dicts_of({"media": [{"id": 1}, None]}, "media")
    [{'id': 1}]
    """
    return [item for item in list_of(record, path) if isinstance(item, dict)]


def texts_of(record: Any, path: str) -> list[str]:
    """Return the texts of a list that are not empty.

    Examples
    --------
    >>> texts_of({"tags": ["a", 5, ""]}, "tags")
    ['a']
    """
    return [item for item in list_of(record, path) if isinstance(item, str) and item]
