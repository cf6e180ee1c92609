"""What the components hand on: marks in a text, and the keys under which a ``Doc`` carries them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.tokens import Doc

TEXT = "reaction_text"
ENGLISH = "reaction_english"
SENTIMENT = "reaction_sentiment"
ENTITIES = "reaction_entities"
ACTS = "reaction_acts"
STANCE = "reaction_stance"
ASSENT = "reaction_assent"

_NOT_OF_STORY = ("entity.list.", "entity.lexicon.", "entity.pattern.", "entity.model")
_WORD = re.compile(r"\w+")
# On text in ASCII, blanks for marks and a split find the same words in an eighth of the time.
_BLANKS = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,10}(?!\w)")
_APOSTROPHE = re.compile(r"\w+(?:['\u2019]\w+)+")
_OWN = frozenset({"'s", "\u2019s"})
# Joiners and marks of direction that show nothing, so that they can hide a word from a search.
UNSEEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
_HIDDEN = re.compile(rf"[{UNSEEN}]")
_QUOTED = re.compile(
    r"""
      "[^"\n]{1,600}" | “[^“”]{1,1200}[”"] | «[^»\n]{1,600}» | „[^“”\n]{1,600}[“”]
    | (?<!\w)\u2018[^\u2018\u2019\n]{1,300}(?:\u2019\w[^\u2018\u2019\n]{1,300}){0,8}\u2019(?!\w)
    | (?<![\w'])'(?=[^\s'])[^'\n]{2,300}(?:'\w[^'\n]{1,300}){0,8}(?<=[\w.,!?])'(?!\w)
    | ^>[^\n]*
    | (?<!\w)[RM]T\ ?@.*
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
# Where a text has one kind of mark only, its part of the pattern finds the same, but faster.
_IN_DOUBLE = re.compile(r'"[^"\n]{1,600}"')
_IN_SINGLE = re.compile(r"'(?<![\w']')(?=[^\s'])[^'\n]{2,300}(?:'\w[^'\n]{1,300}){0,8}(?<=[\w.,!?])'(?!\w)")
_CURLY = ("“", "«", "„", "\u2018")
_OPENS = re.compile(r"'(?<![\w'].)(?=[^\s'])")


class Mark(NamedTuple):
    """Why a text was tagged as it was: a span in it, the rule that fired, and its weight."""

    layer: str
    label: str
    target: str | None
    start: int | None
    end: int | None
    text: str | None
    rule: str
    weight: float


class Mention(NamedTuple):
    """A span that names an entity; the id is empty where no list has the name."""

    start: int
    end: int
    text: str
    label: str
    entity_id: str
    rule: str

    @property
    def of_story(self) -> bool:
        """Tell whether the story names it; what only the lists, patterns or a model know does not count there."""
        return not self.rule.startswith(_NOT_OF_STORY)


class Stance(NamedTuple):
    """The stance of one text on one target; `label` is None where the text was not analysed."""

    label: str | None
    confidence: float
    about: bool
    marks: tuple[Mark, ...]


def text_of(doc: Doc) -> str:
    """Return the text of a ``Doc``, from our tokenizer's note where there is one: spaCy joins it anew each time."""
    text = doc.user_data.get(TEXT)
    return doc.text if text is None else text


def is_english(doc: Doc) -> bool:
    """Tell whether the layers for English apply: yes, unless the caller said no."""
    return bool(doc.user_data.get(ENGLISH, True))


def folded(text: str) -> str:
    """Return a text with compatibility forms folded, and without what shows nothing."""
    return text if text.isascii() else unicodedata.normalize("NFKC", _HIDDEN.sub("", text))


def row_of_words(text: str) -> list[str]:
    """Return the words of a text in lower case; compatibility forms are folded, and what shows nothing is left out."""
    if text.isascii():
        return text.lower().translate(_BLANKS).split()
    return [word.lower() for word in _WORD.findall(folded(text))]


def undotted(text: str) -> str:
    """Return a text in which letters with full stops are words: "U.S." becomes "US"."""
    return _DOTTED.sub(lambda match: match[0].replace(".", ""), text) if text.count(".") > 1 else text


def words_of(text: str) -> set[str]:
    """Return the words of a text in lower case, for the choice of what to search it for.

    Words with apostrophes and letters with full stops count also without them.
    """
    words = set(row_of_words(text))
    if "'" in text or "\u2019" in text:
        for word in _APOSTROPHE.findall(folded(text).lower()):
            joined = word.replace("'", "").replace("\u2019", "")
            # "L'Echo's" is L'Echo before it is L'Echos.
            words.update((joined, joined[:-1]) if word[-2:] in _OWN else (joined,))
    if "_" in text:
        words.update([word.strip("_") for word in words if "_" in word])
    if text.count(".") > 1:
        words.update([letters.replace(".", "") for letters in _DOTTED.findall(text.lower())])
    return words


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of a text that are somebody else's words: quotations, quoted lines, hand-made reposts."""
    single = "'" in text and _OPENS.search(text)
    double = '"' in text
    if (
        ">" in text
        or "T@" in text
        or "T @" in text
        or (not text.isascii() and any(mark in text for mark in _CURLY))
    ):
        quoted = _QUOTED
    elif single:
        quoted = _QUOTED if double else _IN_SINGLE
    elif double:
        quoted = _IN_DOUBLE
    else:
        return []
    return [match.span() for match in quoted.finditer(text)]


def within(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    """Tell whether a span overlaps one of others."""
    return any(first < end and start < last for first, last in spans)
