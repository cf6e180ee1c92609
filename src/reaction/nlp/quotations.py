"""Direct and indirect speech in a text, and the speaker where one is named."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from reaction.errors import TaggingError
from reaction.lexicon import read
from reaction.nlp._quote_marks import Quotation, direct_speech
from reaction.nlp._subjects import name_after, subject_before, subject_of_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["quotes"]

Span = tuple[int, int]

_REACH = 240
_LONGEST_WORDS = 600
_TRIES = 12  # verbs of saying that are looked at in a sentence, or a stretch of that length
_COLUMNS = {
    "start": "int64",
    "end": "int64",
    "text": "str",
    "kind": "str",
    "speaker": "str",
    "speaker_start": "Int64",
    "speaker_end": "Int64",
    "verb": "str",
    "rule": "str",
}
_BREAK = re.compile(r"[.!?…][\"”\u2019')\]]{0,3}\s+|\n+")
_SHORT_TITLE = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Sgt|Lt|Col|Capt|Prof|St|Rev|Jr|Sr|Inc|Co|Corp)|\b[A-Z])\.\s\Z"
)
_ACCORDING = re.compile(r"\b(?:according to|in the words of|as told by)\s", re.IGNORECASE)
_COLON = re.compile(
    r"(?:^|(?<=[\n.!?]))\s{0,3}((?:@\w{1,30}|[A-Z][\w'\u2019.-]{0,24})(?: (?:of|the|for|de|and|&|[A-Z][\w'\u2019.-]{0,24})){0,5}):\s{0,2}\Z"
)
_LINE = re.compile(r"^(?:>|RT |MT )?", re.MULTILINE)


class _Speech(NamedTuple):
    """What was said, and who said it by which verb."""

    start: int
    end: int
    kind: str
    speaker: Span | None
    verb: str | None
    rule: str


class _Verbs(NamedTuple):
    """The verbs of speech as patterns."""

    verb: re.Pattern[str]
    opening: re.Pattern[str]
    closing: re.Pattern[str]
    indirect: re.Pattern[str]


def quotes(text: str | None, *, lang: str | None = "en") -> pd.DataFrame:
    """Find direct and indirect speech in an English text, with the speaker where one is named.

    Works on articles and posts, in time linear in their length. Attribution is by the words around a quotation: a
    verb of saying with its subject before or after (``nlp/lexicons/quotes.toml``), ``according to``, or a name and
    a colon. Pattern-based attribution of this kind is that of Krestel, Bergler and Witte (2008), Minding the Source:
    Automatic Tagging of Reported Speech in Newspaper Articles, LREC. Pronouns stay as written: who "she" is isn't
    resolved.

    Parameters
    ----------
    text
        The text; null gives no rows.
    lang
        Its language. Only English is read.

    Returns
    -------
    Table in the order of the text, one row per quotation:

    - ``start, end``: code points into the text, quotation marks left out; ``text``: the words between;
    - ``kind``: ``direct`` (in quotation marks) or ``indirect``;
    - ``speaker``: as written, null where none is named; ``speaker_start, speaker_end``: where;
    - ``verb``: the word of saying; ``rule``: what attributed it: ``quote.before`` (speaker and verb before the
      words), ``quote.after``, ``quote.between`` (of a split quotation), ``quote.according``, ``quote.colon``,
      ``quote.inside`` (a few quoted words in a reported sentence), ``quote.same`` (the speaker of the quotation
      before goes on), ``quote.that``, ``quote.says`` (indirect speech) or ``quote.none``.

    Raises
    ------
    TaggingError
        If `text` is not a text, or `lang` is null or another language: an empty table would look as if nobody
        were quoted.

    Examples
    --------
    >>> found = quotes("“We will go on,” said Ann Lee, a nurse. The mayor says that talks failed.")
    >>> found[["text", "kind", "speaker", "verb"]].values.tolist()
    [['We will go on,', 'direct', 'Ann Lee', 'said'], ['talks failed', 'indirect', 'The mayor', 'says']]
    """
    if not (isinstance(lang, str) and lang.strip().lower().replace("_", "-").split("-")[0] == "en"):
        raise TaggingError(f"quotes reads English only, and lang is {lang!r:.40}. Leave such texts out.")
    if text is None or (not isinstance(text, str) and pd.api.types.is_scalar(text) and pd.isna(text)):
        return _table("", [])
    if not isinstance(text, str):
        raise TaggingError(f"quotes takes one text, not {type(text).__name__}. Call it once per text.")
    direct = direct_speech(text)
    found = [*_attributed(text, direct), *_indirect(text, direct)]
    return _table(text, sorted(found))


def _table(text: str, found: list[_Speech]) -> pd.DataFrame:
    rows = [
        (
            speech.start,
            speech.end,
            text[speech.start : speech.end],
            speech.kind,
            text[slice(*speech.speaker)] if speech.speaker else None,
            *(speech.speaker or (None, None)),
            speech.verb,
            speech.rule,
        )
        for speech in found
    ]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)


@cache
def _verbs() -> _Verbs:
    lexicon = read("quotes")
    said = "|".join(sorted((*lexicon["said"], *lexicon["told"]), key=len, reverse=True))
    that = "|".join(sorted(lexicon["that"], key=len, reverse=True))
    told = "|".join(sorted(lexicon["told"], key=len, reverse=True))
    whom = r"(?:\s[\w@'\u2019.-]{1,25}){1,6}?"
    rest = r"(?:\s(?:in part|today|yesterday|later|again|simply|on \w{3,9}|in a \w{2,12}(?: \w{2,12})?|at a \w{2,12}(?: \w{2,12})?|to \w{2,12}(?: \w{2,12}){0,2}|about [\w ]{2,30}|of [\w ]{2,30}))?"
    return _Verbs(
        verb=re.compile(rf"(?<!-)\b({said})\b", re.IGNORECASE),
        opening=re.compile(
            rf"\b(?:({told}){whom}|({said}){rest})(?:\s?[:,]|\sthat)?\s{{0,3}}\Z", re.IGNORECASE
        ),
        closing=re.compile(rf"\s{{0,2}}(?:[,\u2013—-]\s{{0,2}})?({said})\b", re.IGNORECASE),
        indirect=re.compile(
            rf"\b(?:({told}){whom}\sthat|({said})(?:\s(?:in|on|at|during|to)\s[^.!?;:\n“\"]{{2,80}}?)?\sthat|({that})(?!\s(?:in|on|at|during|to)\b))\s(?=[\w@#$“\"\u2018'])",
            re.IGNORECASE,
        ),
    )


def _attributed(text: str, direct: list[Quotation]) -> Iterator[_Speech]:
    """Yield the direct quotations with their speakers."""
    before: _Speech | None = None
    for number, quotation in enumerate(direct):
        left = direct[number - 1].outer[1] if number else 0
        right = direct[number + 1].outer[0] if number + 1 < len(direct) else len(text)
        speech = _speaker_after(text, quotation, right) or _speaker_before(text, quotation, left)
        if speech is None and before is not None:
            speech = _goes_on(text, quotation, before)
        if speech is None:
            speech = _Speech(*quotation.inner, "direct", None, None, "quote.none")
        yield speech
        before = speech


def _speaker_after(text: str, quotation: Quotation, right: int) -> _Speech | None:
    start = quotation.outer[1]
    last = quotation.inner[1] - 1
    ends = text[last] == "." and text[start : start + 1] != ","
    # A full stop ends it, unless the verb of saying follows.
    if ends and not _verbs().closing.match(text, start, min(right, start + 40)):
        return None
    end = min(right, start + _REACH)
    if stop := _sentence_end(text, start, end):
        end = stop
    if match := _verbs().closing.match(text, start, end):
        if who := name_after(text, match.end(), end):
            return _Speech(*quotation.inner, "direct", who, match[1], "quote.after")
        return None
    match = _ACCORDING.match(text, _skip(text, start), end)
    if match and (who := name_after(text, match.end(), end)):
        return _Speech(*quotation.inner, "direct", who, match[0].strip(), "quote.according")
    if text[last] in ",!?—\u2013-…" or text[start : start + 1] == ",":
        for match in _verbs().verb.finditer(text, start, min(end, start + 120)):
            who = subject_before(text, match.start(), first=_skip(text, start))
            if who is not None:
                return _Speech(*quotation.inner, "direct", who, match[1], "quote.after")
            break
    return None


def _skip(text: str, start: int) -> int:
    while start < len(text) and text[start] in " ,\u2013—-\n":
        start += 1
    return start


def _speaker_before(text: str, quotation: Quotation, left: int) -> _Speech | None:
    end = quotation.outer[0]
    low = max(left, end - _REACH)
    if match := _COLON.search(text, max(0, low), end):
        name = match[1]
        if not _verbs().verb.search(name):
            return _Speech(*quotation.inner, "direct", match.span(1), None, "quote.colon")
    low = max(_sentence_start(text, low, end), low)
    if match := _verbs().opening.search(text, low, end):
        verb = match.lastindex or 1
        who = _subject(text, match.start(verb), low)
        if who:
            return _Speech(*quotation.inner, "direct", who, match[verb], "quote.before")
    if (match := _ACCORDING.search(text, low, end)) and (who := name_after(text, match.end(), end)):
        return _Speech(*quotation.inner, "direct", who, match[0].strip(), "quote.according")
    # A verb of saying earlier in the sentence: said the move was a "mistake".
    for match in islice(_verbs().verb.finditer(text, low, end), _TRIES):
        if who := _subject(text, match.start(), low):
            return _Speech(*quotation.inner, "direct", who, match[1], "quote.inside")
    return None


def _subject(text: str, verb: int, low: int) -> Span | None:
    word = _word_at(text, verb)
    if word.endswith("ing"):
        return subject_of_sentence(text, low, verb)
    return subject_before(text, verb, first=low)


def _word_at(text: str, start: int) -> str:
    match = re.compile(r"\w{1,20}").match(text, start)
    return match[0].lower() if match else ""


def _goes_on(text: str, quotation: Quotation, before: _Speech) -> _Speech | None:
    """Return the quotation with the speaker of the one before, if it goes on in the same breath."""
    if before.speaker is None:
        return None
    between = text[before.end : quotation.outer[0]]
    near = len(between) < _REACH and "\n" not in between
    named = before.speaker[0] >= before.end and before.speaker[1] <= quotation.outer[0]
    if (
        near
        and named
        and len(re.findall(r"[.!?](?:\s|$)", between)) <= 1
        and re.search(r"[.,;:]\s{0,2}\Z", between)
    ):
        return _Speech(*quotation.inner, "direct", before.speaker, before.verb, "quote.between")
    if near and not between.strip(" \"”\u2019'“\u2018,.;—\u2013-").replace("and", "").strip():
        return _Speech(*quotation.inner, "direct", before.speaker, before.verb, "quote.same")
    if near and not re.search(r"[.!?]\s", between) and before.rule == "quote.inside":
        return _Speech(*quotation.inner, "direct", before.speaker, before.verb, "quote.same")
    return None


def _sentence_end(text: str, start: int, end: int) -> int | None:
    for match in _BREAK.finditer(text, start, end):
        if match[0][0] == "\n" or not _SHORT_TITLE.search(text, max(start, match.start() - 6), match.end()):
            return match.start()
    return None


def _sentence_start(text: str, start: int, end: int) -> int:
    place = start
    for match in _BREAK.finditer(text, start, end):
        is_title = match[0][0] == "." and _SHORT_TITLE.search(
            text, max(start, match.start() - 6), match.end()
        )
        announces = match[0][0] == "\n" and match.end() == end and text[match.start() - 1] in ":,"
        if not (is_title or announces):
            place = match.end()
    return place


def _indirect(text: str, direct: list[Quotation]) -> Iterator[_Speech]:
    """Yield reported speech without quotation marks around the whole."""
    starts = [quotation.outer[0] for quotation in direct]

    def quoted(place: int) -> bool:
        number = bisect_right(starts, place) - 1
        return number >= 0 and place < direct[number].outer[1]

    taken = 0
    for match in _spaced(_verbs().indirect, text):
        verb = match.lastindex or 1
        if match.start() < taken or quoted(match.start()):
            continue
        opens = text[match.end() - 1 : match.end() + 1].strip()[:1] in {'"', "“", "\u2018", "«"}
        low = _sentence_start(text, max(taken, match.start() - _REACH), match.start())
        who = None if opens else _subject(text, match.start(verb), low)
        if who is None:
            continue
        end = _trim(text, match.end(), _end_of_words(text, match.end()))
        if end <= match.end():
            continue
        yield _Speech(
            match.end(), end, "indirect", who, match[verb], "quote.that" if verb < 3 else "quote.says"
        )
        taken = end
    for match in _spaced(_ACCORDING, text):
        if quoted(match.start()):
            continue
        end = _end_of_words(text, match.end())
        who = name_after(text, match.end(), end)
        if who is None:
            continue
        low = _sentence_start(text, max(0, match.start() - _REACH), match.start())
        if text[low : match.start()].strip(" ,\"”'"):
            said = (low, _trim(text, low, match.start()))
        elif (comma := text.find(",", who[1], end)) >= 0:
            first = _skip(text, comma)
            said = (first, _trim(text, first, end))
        else:
            continue
        if not any(quoted(place) for place in (said[0], said[1] - 1)) and said[0] < said[1]:
            yield _Speech(*said, "indirect", who, match[0].strip(), "quote.according")


def _spaced(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern, a few in each stretch of a text: more say nothing and cost time."""
    place = stretch = tries = 0
    while match := pattern.search(text, place):
        if match.start() >= stretch:
            stretch, tries = match.start() + _LONGEST_WORDS, 0
        tries += 1
        yield match
        place = match.end() if tries < _TRIES else max(stretch, match.end())


def _end_of_words(text: str, start: int) -> int:
    """Return where the reported words end at the latest."""
    end = min(len(text), start + _LONGEST_WORDS)
    return _sentence_end(text, start, end) or end


def _trim(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " \n.!?;,":
        end -= 1
    return end
