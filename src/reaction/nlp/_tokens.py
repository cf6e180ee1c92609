"""Cuts the pieces between spaces into words, handles, hashtags, cashtags and links, for the search for names."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from reaction.nlp._marks import UNSEEN

WORD, HANDLE, TAG, CASHTAG, LINK, MARK = "word", "handle", "tag", "cashtag", "link", "mark"

ADDRESS = re.compile(r'(?:https?://|www\.)[^\s<>"“”]++')
_TOKEN = re.compile(
    rf"""
      (?P<link>{ADDRESS.pattern})
    | (?P<mail>(?<![\w.+-])[\w.+-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,8}})
    | (?P<handle>(?<!\w)[@\uff20]\w++(?:@[\w-]++|\.[a-z0-9-]*[a-z0-9])*+)
    | (?P<tag>(?<![\w/&])[#\uff03]\w++)
    | (?P<cashtag>(?<!\w)\$[A-Za-z]{{1,10}}(?:\.[A-Za-z]{{1,2}})?(?!\w))
    | (?P<joined>(?<!\w)_*[^\W_]++_+[^\W_]\w*+)
    | (?P<dotted>(?<!\w)(?:[^\W\d_]\.){{2,10}}(?!\w))
    | (?P<word>[^\W_](?:[^\W_{UNSEEN}]++|[{UNSEEN}\u0300-\u036f]++|['\u2019](?=[^\W_]))*+)
    | (?P<own>(?<=\w)['\u2019][sS](?!\w))
    | (?P<mark>&)
    """,
    re.VERBOSE,
)
_LEFT_OUT = frozenset({"joined", "mail", "own"})
_HIDDEN = re.compile(rf"[{UNSEEN}]")
_POSSESSIVE = re.compile(r"['\u2019](?:s|d|ll|ve|re)$", re.IGNORECASE)


class Token(NamedTuple):
    """A piece of a text.

    ``form`` is what is looked up: lower case, compatibility forms folded, without apostrophes and characters
    that show nothing. ``base`` is the form without a possessive ``'s``, which ends at ``base_end``.
    """

    start: int
    end: int
    kind: str
    form: str
    base: str
    base_end: int
    written: str

    @property
    def follows_case(self) -> bool:
        """Tell whether the token begins with a capital letter or digit."""
        return self.written[:1].isupper() or self.written[:1].isdigit()


def cut(piece: str) -> tuple[Token, ...]:
    """Cut a piece of text; offsets count from its beginning. Time is linear in its length."""
    if piece.isascii():  # most pieces are one word, perhaps with a mark at its end, or one handle
        word = piece.rstrip(".,!?:;)")
        if word.isalpha():
            low = word.lower()
            return (Token(0, len(word), WORD, low, low, len(word), word),)
        if piece[:1] == "@" and word[1:].replace("_", "").isalnum():
            low = word[1:].lower()
            return (Token(0, len(word), HANDLE, low, low, len(word), word[1:]),)
    return tuple(_token(match) for match in _TOKEN.finditer(piece) if match.lastgroup not in _LEFT_OUT)


def _token(match: re.Match[str]) -> Token:
    start, end = match.span()
    written = match[0]
    kind = match.lastgroup or ""
    if kind == "dotted":
        kind, written = WORD, written.replace(".", "")
    if kind == MARK:
        return Token(start, end, MARK, "and", "and", end, written)
    if kind != WORD:
        body = written if kind == LINK else written[1:]
        return Token(start, end, kind, body.lower(), body.lower(), end, body)
    if not written.isascii():
        written = unicodedata.normalize("NFC", _HIDDEN.sub("", written))
    base, base_end = written, end
    if found := _POSSESSIVE.search(written):
        base = written[: found.start()]
        base_end = end - (len(written) - found.start())
    return Token(start, end, WORD, _form(written), _form(base), base_end, base)


def _form(word: str) -> str:
    if not word.isascii():
        word = unicodedata.normalize("NFKC", word)
    return word.lower().replace("'", "").replace("\u2019", "")
