"""Links, hashtags and mentions in texts of platforms that don't list them."""

from __future__ import annotations

import re

__all__ = ["hashtags_in", "mentions_in", "none_or_unknown", "urls_in"]

_URL = re.compile(r"(?i)\bhttps?://[^\s<>\"'`{}|\\^\[\]]{3,2000}")
# Not the fragment of an address, nor a character reference.
_HASHTAG = re.compile(r"(?<![\w&/#])[#\uff03](\w{1,100})")
_MENTION = re.compile(r"(?<![\w@./])@(\w(?:[\w.-]{0,60}\w)?)")
_AFTER_A_LINK = ".,;:!?*_\u2026\u00bb\u201d\u2019"


def urls_in(text: str | None) -> list[str] | None:
    """Return the links of a text; None for no text.

    Examples
    --------
    >>> urls_in("See https://example.com/a_(b), (or http://example.org/c). Bye"), urls_in(None)
    (['https://example.com/a_(b)', 'http://example.org/c'], None)
    """
    return None if text is None else [_trimmed(match[0]) for match in _URL.finditer(text)]


def _trimmed(url: str) -> str:
    """Take off the punctuation of the sentence that a link stands in."""
    url = url.rstrip(_AFTER_A_LINK)
    while url.endswith(")") and url.count("(") < url.count(")"):
        url = url[:-1].rstrip(_AFTER_A_LINK)
    return url


def hashtags_in(text: str | None) -> list[str] | None:
    """Return the hashtags of a text, without #; None for no text.

    Examples
    --------
    >>> hashtags_in("We're #1! #Café https://example.com/#top &#39;")
    ['Café']
    """
    if text is None:
        return None
    return [tag for tag in _HASHTAG.findall(text) if not tag.isdecimal()]


def mentions_in(text: str | None) -> list[str] | None:
    """Return the handles that a text mentions, without @; None for no text.

    Examples
    --------
    >>> mentions_in("Hi @ann.b, write to bob@example.com or @bob.")
    ['ann.b', 'bob']
    """
    return None if text is None else _MENTION.findall(text)


def none_or_unknown(found: list[str], mark: str, text: str | None) -> list[str] | None:
    """Say whether an empty list means that there is none, or that nobody looked: by what the text holds.

    Examples
    --------
    >>> none_or_unknown(["a"], "#", "#a"), none_or_unknown([], "#", "hi"), none_or_unknown([], "#", "#b")
    (['a'], [], None)
    """
    return found or (None if text is None or mark in text else [])
