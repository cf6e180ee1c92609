"""The subject before a verb: who says something, or of whom something is demanded, without a parser."""

from __future__ import annotations

import re

from reaction.lexicon import read

_WINDOW = 160
_LONGEST = 9
_CLAUSE = re.compile(r"[.!?;:\n()\"“”«»—\u2013…,]\s|[!?;:\n()\"“”«»—\u2013…,]|(?<=\s)[-|](?=\s)")
_WORD = re.compile(r"[@#$]?[^\W_](?:[\w'\u2019&./-]{0,60}\w)?")
_ABBREVIATED = re.compile(r"(?:^|[\s(])(?:[A-Z]|Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Sgt|Lt|Col|Capt|Prof|St|Rev|Hon|Jr|Sr|Inc|Co|Corp|vs|[A-Z]\.[A-Z])\Z")  # fmt: skip
_WORDS = read("subjects")
_DETERMINERS = frozenset(_WORDS["determiners"])
_PRONOUNS = frozenset(_WORDS["pronouns"])
_JOINING = frozenset(_WORDS["joining"])
_BEFORE = frozenset(_WORDS["before"])
_ADVERBS = frozenset(_WORDS["adverbs"])

_FINITE = frozenset(_WORDS["verbs"])
_NAME_AFTER = re.compile(r"\s{0,2}((?:[@#]?[^\W_][\w'\u2019&./-]{0,60}[ ]?){1,9})")
_STOPS = frozenset(_WORDS["after"])
_JOINED = frozenset(_WORDS["in_names"])
_NOT_AFTER = frozenset(_WORDS["not_first"])


def subject_before(text: str, place: int, first: int | None = None) -> tuple[int, int] | None:
    """Return the span of the words that look like the subject of a verb at a place, or None.

    The last noun phrase of the clause: back to its article, or to where the clause begins. Apposition in commas
    before the verb, as in ``a nurse, speaking for the staff, said``, is skipped.
    """
    whole = first is not None
    first = max(first or 0, place - _WINDOW)
    if place <= first:
        return None
    clauses = _clauses(text, first, place)
    start, end = clauses[-1]
    closed = not text[start:end].strip()
    if (
        len(clauses) > 1
        and (closed or _is_aside(text, start, end))
        and text[start - 2 : start].startswith(",")
    ):
        # What stands between the two commas is an aside where the clause before has the subject.
        clauses = clauses[:-1]
        if closed and len(clauses) > 1 and text[clauses[-1][0] - 2 : clauses[-1][0]].startswith(","):
            clauses = clauses[:-1]
        start, end = clauses[-1]
    elif closed:
        return None
    return _phrase(text, start, end, complete=start > first or whole or first == 0)


def subject_of_sentence(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the noun phrase that a sentence begins with, up to its first verb."""
    words = list(_WORD.finditer(text, start, end))
    if not words:
        return None
    if words[0][0].lower() in _PRONOUNS:
        return words[0].span()
    last = None
    for word in words[:_LONGEST]:
        small = word[0].lower()
        between = text[last.end() : word.start()] if last else ""
        is_verb = word[0].islower() and (small.endswith("ed") or small in _FINITE)
        if is_verb or (last and between.strip()) or (small in _BEFORE and last is None):
            break
        last = word
    return None if last is None else (words[0].start(), last.end())


def name_after(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the noun phrase that begins at a place: a pronoun, a name, or a noun with its article."""
    match = _NAME_AFTER.match(text, start, end)
    if match is None:
        return None
    words = list(_WORD.finditer(text, match.start(1), match.end(1)))
    if words[0][0].lower() in _PRONOUNS or words[0][0].startswith("@"):
        return words[0].span()
    capital = words[0][0][:1].isupper()
    if not capital and words[0][0].lower() in _NOT_AFTER:
        return None
    last = words[0]
    for word in words[1:]:
        small = word[0].lower()
        gap = text[last.end() : word.start()].strip(" &")
        if gap and not (gap == "." and _ABBREVIATED.search(text, max(start, last.start() - 1), last.end())):
            break
        if (
            small in _STOPS
            or (small in _BEFORE and small != "and")
            or small in _PRONOUNS
            or small.endswith("ly")
        ):
            break
        if (
            capital
            and small in {"of", "and", "for", "at"}
            and not text[word.end() + 1 : word.end() + 5].lstrip().startswith(("the ", "a "))
            and not text[word.end() + 1 : word.end() + 2].isupper()
        ):
            break
        if (
            capital
            and words[0][0].lower() not in _DETERMINERS
            and not (word[0][:1].isupper() or small in _JOINED)
        ):
            break
        last = word
    while last is not words[0] and last[0].lower() in _JOINING:
        last = words[words.index(last) - 1]
    return words[0].start(), last.end()


def _clauses(text: str, first: int, place: int) -> list[tuple[int, int]]:
    """Return the spans between marks, from the last end of a sentence to the place."""
    spans, start = [], first
    for match in _CLAUSE.finditer(text, first, place):
        mark = match[0][0]
        if mark == "." and _ABBREVIATED.search(text, max(first, match.start() - 6), match.start()):
            continue
        if mark == ",":
            spans.append((start, match.start()))
        else:
            spans = []
        start = match.end()
    return [*spans, (start, place)]


def _is_aside(text: str, start: int, end: int) -> bool:
    word = _WORD.search(text, start, end)
    return (
        word is not None
        and word[0].islower()
        and ((word[0].endswith("ing") and len(word[0]) > 5) or word[0] in {"who", "which", "whose"})
    )


def _phrase(text: str, start: int, end: int, *, complete: bool) -> tuple[int, int] | None:
    words = list(_WORD.finditer(text, start, end))
    while words and words[-1][0].lower() in _ADVERBS:
        words.pop()
    if not words:
        return None
    last = words[-1]
    if last[0].lower() in _PRONOUNS or last[0].startswith("@"):
        return last.span()
    if (
        last[0].lower() in _DETERMINERS - {"one", "many", "most", "all", "both", "several"}
        or last[0].lower() in _BEFORE
    ):
        return None
    head = len(words) - 1
    for place in range(len(words) - 1, max(-1, len(words) - 1 - _LONGEST), -1):
        word = words[place][0].lower()
        if word in _DETERMINERS:
            head = place
            if place == 0 or words[place - 1][0].lower() not in {"of", "for", "at", "from", "and"}:
                return words[head].start(), last.end()
            continue
        if word in _JOINING:
            if place == 0 or words[place - 1][0].lower() in _BEFORE:
                break
            continue
        if word in _BEFORE or word in _PRONOUNS or word.startswith("@"):
            break
        head = place
    else:
        if len(words) > _LONGEST or not complete:
            return _name(words)
    return words[head].start(), last.end()


def _name(words: list[re.Match[str]]) -> tuple[int, int] | None:
    """Return the capitalised words at the end, if there are any."""
    first = len(words)
    while first and (
        words[first - 1][0][:1].isupper() or words[first - 1][0] in {"of", "de", "van", "von", "al"}
    ):
        first -= 1
    while first < len(words) and not words[first][0][:1].isupper():
        first += 1
    return (words[first].start(), words[-1].end()) if first < len(words) else None
