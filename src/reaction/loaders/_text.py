"""Cleaning of text columns: escapes, characters that no file can hold, language codes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = [
    "language",
    "map_unique",
    "names",
    "null_where_empty",
    "plain",
    "printable",
    "snippet",
    "unescape_x",
    "without_nul",
    "without_tags",
]

SNIPPET_LENGTH = 200
_LONGEST_NAME = 80

_SURROGATE_OR_NUL = re.compile("[\x00\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_TAG = re.compile(r"<[^<>]*>")
_SUBTAGS = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")

# What X writes where it knows no language: undetermined, media only, links only, mentions only, hashtags
# only, cashtags, emoji and art, very short.
_NO_LANGUAGE = frozenset({"und", "zxx", "mul", "mis", "art"})
_OLD_CODES = {"in": "id", "iw": "he", "ji": "yi", "msa": "ms"}
_REPLACEMENT = "\ufffd"


def printable(text: str) -> str:
    """Replace what UTF-8 or Arrow can't hold (lone surrogates, NUL) by U+FFFD.

    Examples
    --------
    >>> printable("a" + chr(0xD83D))
    'a\ufffd'
    """
    return _SURROGATE_OR_NUL.sub(_REPLACEMENT, text)


def snippet(raw: bytes | memoryview | str) -> str:
    """Shorten a record to what fits a table of rejects: one line, no control characters.

    Examples
    --------
    >>> snippet(b"a" + bytes([0, 10]) + b"b")
    'a b'
    """
    text = raw if isinstance(raw, str) else bytes(raw[: 4 * SNIPPET_LENGTH]).decode("utf-8", "replace")
    return _CONTROL.sub(" ", printable(text[: 2 * SNIPPET_LENGTH].replace("\x00", " "))).strip()[
        :SNIPPET_LENGTH
    ]


def names(found: Iterable[str]) -> str:
    """List names that a file gives, such as its columns, for a message: each on the line and not too long.

    Examples
    --------
    >>> names(["id", "a" + chr(27) + "b"]), len(names(["a" * 100_000]))
    ('id, a b', 80)
    """
    return ", ".join(
        shown if len(shown := snippet(name)) <= _LONGEST_NAME else f"{shown[: _LONGEST_NAME - 1]}…"
        for name in found
    )


def language(code: str) -> str | None:
    """Read a platform's language code as a BCP-47 tag, or None where it names no language.

    Examples
    --------
    >>> language("in"), language("zh-cn"), language("qme"), language("und")
    ('id', 'zh-CN', None, None)
    """
    if not _SUBTAGS.fullmatch(code):
        return None
    first, *rest = code.replace("_", "-").split("-")
    first = first.lower()
    # ISO 639-2 reserves qaa-qtz for private use: X names kinds of posts with it (qme, qht, qst).
    if first in _NO_LANGUAGE or (len(first) == 3 and "qaa" <= first <= "qtz"):
        return None
    subtags = [part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part for part in rest]
    return "-".join([_OLD_CODES.get(first, first), *subtags])


def without_tags(text: str) -> str | None:
    """Return the text of a link such as ``<a href="…">Client</a>``.

    Examples
    --------
    >>> without_tags('<a href="https://example.com">Client</a>')
    'Client'
    """
    return unescape_value(printable(_TAG.sub("", text))).strip() or None


def unescape_value(text: str) -> str:
    """Undo the three escapes of X in one text."""
    if "&" not in text:
        return text
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def plain(column: pa.Array) -> pa.Array:
    """Clean a text column of a platform that escapes nothing."""
    return without_nul(column)


def unescape_x(column: pa.Array) -> pa.Array:
    """Clean a text column of X, which escapes ``&``, ``<`` and ``>`` and nothing else.

    Examples
    --------
    >>> unescape_x(pa.array(["R&amp;D &lt;3", "&amp;lt; stays &copy;"], pa.large_string())).to_pylist()
    ['R&D <3', '&lt; stays &copy;']
    """
    column = without_nul(column)
    if _holds(column, "&"):
        for escape, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
            column = pc.replace_substring(column, escape, character)
    return column


def without_nul(column: pa.Array) -> pa.Array:
    """Replace NUL characters by U+FFFD."""
    return pc.replace_substring(column, "\x00", _REPLACEMENT) if _holds(column, "\x00") else column


def null_where_empty(column: pa.Array) -> pa.Array:
    """Turn empty text into null."""
    blank = pc.equal(column, "")
    if not pc.any(blank).as_py():
        return column
    return pc.if_else(blank, pa.scalar(None, column.type), column)


def map_unique(column: pa.Array, function: Callable[[str], str | None]) -> pa.Array:
    """Apply a function to each distinct text of a column, once."""
    encoded = column.dictionary_encode()
    words = pa.array([function(word) for word in encoded.dictionary.to_pylist()], column.type)
    return words.take(encoded.indices)


def _holds(column: pa.Array, piece: str) -> bool:
    """Tell whether a character occurs anywhere in a column, without copying it."""
    data = column.buffers()[2]
    return data is not None and bool((np.frombuffer(data, dtype=np.uint8) == ord(piece)).any())
