"""Cuts a post into words and clauses, with hashtags read as words and other people's words marked."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from reaction.nlp import _hashtags
from reaction.nlp._marks import quoted_spans, within
from reaction.nlp.tokenizer import spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reaction.nlp._marks import Mention

_ENDS = frozenset({".", "..", "...", "…", "!", "?", ";", ":", "—", "\u2013", "|", "•"})
_LONGEST = 400  # words; a stance stands near the top of a longer text, and time stays linear


@dataclass(slots=True)
class Word:
    """A word of a text: in lower case, with its place, its clause, and the entities that it names.

    `own`: not quoted; `tagged`: part of a hashtag; `greeting`: one of the handles that an answer opens with.
    """

    text: str
    start: int
    end: int
    clause: int
    own: bool
    tagged: bool = False
    greeting: bool = False
    ids: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


@dataclass(slots=True)
class Clauses:
    """The words of a text, in clauses."""

    words: list[Word] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    questions: set[int] = field(default_factory=set)
    after_contrast: set[int] = field(default_factory=set)
    before_contrast: set[int] = field(default_factory=set)

    def of(self, clause: int) -> range:
        """Return the places of a clause's words."""
        end = self.starts[clause + 1] if clause + 1 < len(self.starts) else len(self.words)
        return range(self.starts[clause], end)


class ClauseReader:
    """Reads a text into clauses."""

    def __init__(self, vocabulary: frozenset[str], contrast: frozenset[str]) -> None:
        self._vocabulary = vocabulary
        self._contrast = contrast
        self._tags: dict[str, tuple[str, ...]] = {}

    def read(self, text: str, mentions: Sequence[Mention], whole: frozenset[str] = frozenset()) -> Clauses:
        """Return the clauses of a text; clauses end at marks, at line breaks and before contrasts.

        Hashtags are read as their words, but for those in `whole`.
        """
        others = quoted_spans(text)
        found = Clauses()
        open_clause, greeting, sentence = False, True, 0
        tokens = [*islice(spans(text), _LONGEST)]
        for (token, start), following in zip_longest(tokens, tokens[1:]):
            written = token.lower().replace("\u2019", "'")
            if written in _ENDS or "\n" in written or written[0] in "!?":
                if "?" in written:
                    found.questions.update(range(sentence, len(found.starts)))
                open_clause, sentence = False, len(found.starts)
                continue
            if written.startswith(("http:", "https:", "www.")):
                continue
            greeting = greeting and written[0] == "@"
            is_tag = written[0] in "#\uff03" and written[1:] not in whole
            parts = self._parts(token) if is_tag else (written,)
            # A tag of several words is a clause, unless it stands for a word within one.
            alone = len(parts) > 1 and not (following is not None and following[0].isalpha())
            contrast = written in self._contrast
            if not open_clause or contrast or alone:
                if contrast and found.starts:
                    found.before_contrast.update(range(sentence, len(found.starts)))
                    found.after_contrast.add(len(found.starts))
                found.starts.append(len(found.words))
            end = start + len(token)
            own = not (others and within(start, end, others))
            word = (start, end, len(found.starts) - 1, own, len(parts) > 1, greeting)
            found.words += [Word(part, *word) for part in parts]
            open_clause = not alone
        _name(found.words, mentions)
        return found

    def _parts(self, tag: str) -> tuple[str, ...]:
        parts = self._tags.get(tag)
        if parts is None:
            parts = tuple(part.lower() for part in _hashtags.split(tag[1:], self._vocabulary)) or (tag,)
            if len(self._tags) < 1 << 16:
                self._tags[tag] = parts
        return parts


def _name(words: list[Word], mentions: Sequence[Mention]) -> None:
    """Write the entities of each mention to the words that it covers."""
    if not mentions:
        return
    place = 0
    for mention in mentions:
        while place and words[place - 1].end > mention.start:
            place -= 1
        while place < len(words) and words[place].end <= mention.start:
            place += 1
        here = place
        while here < len(words) and words[here].start < mention.end:
            word = words[here]
            if mention.entity_id not in word.ids:
                word.ids = (*word.ids, mention.entity_id)
            here += 1
