"""Links in texts written in Markdown."""

from __future__ import annotations

import re

__all__ = ["links_of", "without_code", "without_remarks"]

_URL = re.compile(r"https?://[^\s<>\[\]\"`^|{}]{3,2000}")
_INLINE_CODE = re.compile(r"`[^`\n]*`")
_FENCE = "```"


def links_of(text: str | None) -> list[str]:
    r"""Return the web addresses in a text, once each: bare ones and those of ``[words](address)``.

    Examples
    --------
    >>> links_of("See [this](https://example.com/a_(b)), https://example.com/c\\_d.")
    ['https://example.com/a_(b)', 'https://example.com/c_d']
    """
    if text is None or "http" not in text:
        return []
    return list(dict.fromkeys(_bare(match[0]) for match in _URL.finditer(text)))


def _bare(found: str) -> str:
    """Take off what belongs to the sentence: the bracket that closes around an address, and punctuation."""
    depth = 0
    for place, character in enumerate(found) if ")" in found else ():
        depth += (character == "(") - (character == ")")
        if depth < 0:
            found = found[:place]
            break
    return found.replace("\\", "").rstrip(".,;:!?*~'")


def without_code(text: str) -> str:
    """Leave out code, which holds words that only look like prose.

    Examples
    --------
    >>> without_code("Use `@cached`: ```@app.get``` works, @ann")
    'Use :  works, @ann'
    """
    return _INLINE_CODE.sub("", "".join(text.split(_FENCE)[::2])) if "`" in text else text


def without_remarks(text: str) -> str:
    """Leave out ``<!-- … -->``, which no reader sees.

    Examples
    --------
    >>> without_remarks("a<!-- describe the bug -->b"), without_remarks("a <!-- b")
    ('ab', 'a <!-- b')
    """
    first, *rest = text.split("<!--")
    kept = [part.partition("-->")[2] if "-->" in part else f"<!--{part}" for part in rest]
    return first + "".join(kept)
