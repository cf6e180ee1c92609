"""What the components hand on: marks in a text, and the keys under which a ``Doc`` carries them."""

from __future__ import annotations

import re
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

_WORD = re.compile(r"\w+|[^\w\s]")
_QUOTED = re.compile(
    r"""
      "[^"\n]{1,600}" | “[^”\n]{1,600}[”"] | «[^»\n]{1,600}» | „[^“”\n]{1,600}[“”]
    | (?<!\w)\u2018[^\u2018\u2019\n]{1,300}(?:\u2019\w[^\u2018\u2019\n]{1,300}){0,8}\u2019(?!\w)
    | (?<![\w'])'(?=[^\s'])[^'\n]{2,300}(?:'\w[^'\n]{1,300}){0,8}(?<=[\w.,!?])'(?!\w)
    | ^>[^\n]*
    | (?<!\w)[RM]T\ ?@.*
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_MAY_QUOTE = re.compile(r"""["“«„\u2018'>]|[RM]T ?@""")


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
    """A span that names an entity."""

    start: int
    end: int
    text: str
    label: str
    entity_id: str
    rule: str


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


def words_of(text: str) -> set[str]:
    """Return the words and marks of a text in lower case, for the choice of rules to try."""
    return set(_WORD.findall(text.lower()))


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of a text that are somebody else's words: quotations, quoted lines, hand-made reposts."""
    if not _MAY_QUOTE.search(text):
        return []
    return [match.span() for match in _QUOTED.finditer(text)]


def within(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    """Tell whether a span overlaps one of others."""
    return any(first < end and start < last for first, last in spans)
