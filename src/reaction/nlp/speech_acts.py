"""Speech acts by rules: calls to action, demands, boycotts, threats to quit, praise, and more."""

from __future__ import annotations

import re
import warnings
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
from spacy.language import Language

from reaction.errors import NotAnalysedWarning, TaggingError
from reaction.lexicon import read, rules
from reaction.nlp._gazetteer import read_lists
from reaction.nlp._language import english_texts
from reaction.nlp._linker import Linker
from reaction.nlp._marks import ACTS, Mark, is_english, quoted_spans, text_of, words_of
from reaction.nlp._plain import each_text
from reaction.nlp._subjects import subject_before
from reaction.nlp._triggers import PhraseRules
from reaction.story import Story

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from spacy.tokens import Doc

    from reaction.lexicon import Rule
    from reaction.nlp._marks import Mention

__all__ = ["ACTS_LABELS", "ActsTagger", "acts", "find_acts"]

ACTS_LABELS = (
    "call_to_action",
    "demand",
    "boycott",
    "quit_threat",
    "praise",
    "defence",
    "question",
    "disclosure",
    "sarcasm_cue",
)

_ADDRESSED = frozenset({"call_to_action", "demand"})
_HANDLES = re.compile(r"[.\s]{0,3}(?:@\w{1,30}[,:]?(?:\s|$)\s?){1,50}")
_PASTED = re.compile(r"\s{0,2}@\w{1,30}: @")
_HANDLE = re.compile(r"@\w{1,30}")
_SPEECH = 3  # with as many spaces, a quotation is a sentence of somebody's and not a word in the author's
_EDGES = " \n\t.!?:;,"
_BEFORE_HANDLES = frozenset("@. ")
# As in "Mayor of Hillford: ...": a headline, which says what somebody else demands.
_HEADING = re.compile(r"\s{0,2}[A-Z][^.!?\n]{1,50}(?: [:\u2013-]| ?:) {1,2}")
_LONGEST_HEADING = 60
_REST = re.compile(r"[^.!?;:,\n]{1,160}")
_CALLED = re.compile(
    r"(?:^|(?<=[\n.!?]))\s{0,3}(?:dear |hey |ok )?([A-Z@#][\w@#&'-]{1,25}(?: [\w&'-]{1,20}){0,4}),\s{0,2}\Z",
    re.IGNORECASE,
)
_CALLED_AFTER = re.compile(r"(?: (?:now|please|immediately))?, ?((?!please|now|and|or|but|then|you|it|he|she|they|so)[A-Z@#][\w@#&'-]{1,25}(?: [A-Z][\w&'-]{1,20}){0,3})(?=[.!?\n]|$)")  # fmt: skip
_COLUMNS = {
    "row": "int64",
    "start": "Int64",
    "end": "Int64",
    "text": "str",
    "act": "str",
    "addressee": "str",
    "addressee_id": "str",
    "asked": "str",
    "rule": "str",
    "weight": "float64",
}


class _Found(NamedTuple):
    """A match of a rule in a text."""

    rule: Rule
    match: re.Match[str]
    start: int
    end: int
    subject: tuple[int, int] | None = None


@cache
def _rule_set() -> PhraseRules:
    return PhraseRules(rules(read("acts"), "acts.toml"))


class _Subjects(NamedTuple):
    """Which words before a verb name somebody of whom something can be demanded."""

    not_asked: frozenset[str]
    not_after: frozenset[str]
    not_first: tuple[str, ...]
    not_last: tuple[str, ...]
    pronouns: frozenset[str]
    before_pronouns: frozenset[str]
    that_after: frozenset[str]


@cache
def _subjects() -> _Subjects:
    lexicon = read("acts")["subject"]
    return _Subjects(
        frozenset(lexicon["not"]),
        frozenset(lexicon["after_not"]),
        tuple(f"{word} " for word in lexicon["first_not"]),
        tuple(f" {word}" for word in lexicon["last_not"]),
        frozenset(lexicon["pronouns"]),
        frozenset(lexicon["before_pronouns"]),
        frozenset(lexicon["that_after"]),
    )


def find_acts(text: str, words: set[str] | None = None) -> tuple[Mark, ...]:
    """Find the speech acts in the author's own words of an English text.

    Words inside quotation marks, quoted lines and hand-made reposts are somebody else's. Time is linear in the
    length of the text.

    Parameters
    ----------
    text
        The text, of any length.
    words
        The words of the text, for callers that know them already.

    Returns
    -------
    One mark per match, in the order of the text; `label` is one of
    ``call_to_action, demand, boycott, quit_threat, praise, defence, question, disclosure, sarcasm_cue``.

    Examples
    --------
    >>> [(mark.label, mark.text) for mark in find_acts("Boycott them! They must answer.")]
    [('boycott', 'Boycott'), ('call_to_action', 'Boycott'), ('demand', 'They must answer')]
    >>> find_acts('"Boycott them!" was the cry')
    ()
    """
    return tuple(
        [
            Mark("act", rule.label, None, start, end, text[start:end], rule.id, rule.weight)
            for rule, _, start, end, _ in _found(text, words)
        ]
    )


def acts(
    texts: Sequence[str | None] | pd.Series[Any],
    story: Story | None = None,
    *,
    lang: str | Sequence[str | None] | pd.Series[Any] = "en",
    assume_lang: str | None = None,
    lexicons: Sequence[str | PathLike[str]] = (),
) -> pd.DataFrame:
    """Find what English texts do: call for action, demand, boycott, threaten to leave, praise, defend, ask, disclose.

    Rules with an id each (``nlp/lexicons/acts.toml``) read the author's own words: not what stands in quotation
    marks, in quoted lines or after ``RT @``. The acts are those of Rogers, Kovaleva and Rumshisky (2019), Calls
    to Action on Social Media, NLP4IF, D19-5005, and further ones that public controversies know. Sarcasm is a cue
    and no more. Questions that are plainly rhetorical are left out. Each unique text is read once.

    Parameters
    ----------
    texts
        n texts of any length, or nulls.
    story
        Its actors are known as addressees, before those of the packaged lists.
    lang
        The language of all texts, or one per text. The default says that they are English.
    assume_lang
        The language of texts whose own is null or unknown. Without it they are not read.
    lexicons
        Files with lists of entities of your own, as :func:`reaction.nlp.entities` takes them.

    Returns
    -------
    Long table in the order of the texts, one row per act (one, too, where several rules find it in the same words):

    - ``row``: position of the text, from 0; ``start, end``: code points into it; ``text``: the words between;
    - ``act``: one of ``call_to_action, demand, boycott, quit_threat, praise, defence, question, disclosure,
      sarcasm_cue``;
    - ``addressee``: who is urged, or of whom it is demanded, as written: null if nobody is named, and for other
      acts; ``addressee_id``: the entity that this is, null if neither story nor lists know it;
    - ``asked``: the words of the asked action, to the end of the clause; null for other acts;
    - ``rule``, ``weight``.

    A text that was **not read**, because it is null, not English or in no known language, has one row in which
    all but ``row`` is null. A text without a row was read, and nothing was found.

    Raises
    ------
    TaggingError
        If `texts` holds something other than texts, `lang` does not fit them, or `story` is no Story.
    LexiconError
        If a list of entities is missing or wrong.

    Warns
    -----
    NotAnalysedWarning
        If texts are left out for their language.

    Examples
    --------
    >>> found = acts(["Acme must cancel the contract now!", "A quiet day", None])
    >>> found[["row", "act", "addressee", "asked"]].to_dict("split")["data"]
    [[0, 'demand', 'Acme', 'cancel the contract now'], [2, nan, nan, nan]]
    >>> found["act"].isna().sum()  # texts not read
    np.int64(1)
    """
    if story is not None and not isinstance(story, Story):
        raise TaggingError(f"acts takes a Story, not {type(story).__name__}. Read one with Story.from_toml.")
    position, unique = each_text(texts, "acts")
    index = texts.index if isinstance(texts, pd.Series) else None
    is_read = english_texts(lang, assume_lang, index, len(position))
    left_out = sum(unit >= 0 and not english for unit, english in zip(position, is_read, strict=True))
    if left_out:
        warnings.warn(
            f"{left_out:,} of {len(position):,} texts have no acts: their language is not English, or unknown "
            "(pass assume_lang='en' if it is English).",
            NotAnalysedWarning,
            stacklevel=2,
        )
    linker = Linker(story.actors if story is not None else (), read_lists(lexicons))
    wanted = {unit for unit, english in zip(position, is_read, strict=True) if english and unit >= 0}
    found = {unit: _rows(unique[unit], linker) for unit in wanted}
    rows: list[tuple[Any, ...]] = []
    for row, (unit, english) in enumerate(zip(position, is_read, strict=True)):
        if unit < 0 or not english:
            rows.append((row, *(None,) * (len(_COLUMNS) - 1)))
        else:
            rows += [(row, *cells) for cells in found[unit]]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)


class ActsTagger:
    """Component ``reaction_acts``: writes the speech acts to the ``Doc``, None where it is not English.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> component = nlp.add_pipe("reaction_acts")
    >>> [mark.label for mark in nlp("Kudos to the team").user_data["reaction_acts"]]
    ['praise']
    """

    def __call__(self, doc: Doc) -> Doc:
        """Find the acts of one ``Doc``."""
        doc.user_data[ACTS] = find_acts(text_of(doc)) if is_english(doc) else None
        return doc


@Language.factory("reaction_acts")
def _make(nlp: Language, name: str) -> ActsTagger:  # noqa: ARG001
    return ActsTagger()


def _found(text: str, words: set[str] | None = None) -> list[_Found]:
    """Return the matches in the order of the text."""
    found: list[_Found] = []
    rule_set = _rule_set()
    near = rule_set.near(text, words_of(text) if words is None else words)
    if not near:
        return found
    own = _own_words(text)
    for rule, match in rule_set.find(own, near):
        start, end = match.span()
        subject = None
        if "subject" in match.re.groupindex:
            subject = subject_before(own, start)
            goes_on = subject is None and own.startswith((" and ", " but "), start - 5)
            if not goes_on and (subject is None or not _may_be_asked(own, *subject)):
                continue
            start = start if subject is None else subject[0]
        start = end - len(own[start:end].lstrip(_EDGES))
        if start < end:
            found.append(_Found(rule, match, start, end, subject))
    if len(found) > 1:
        found.sort(key=lambda item: (item.start, item.rule.label, item.rule.id, item.end))
    return found


def _may_be_asked(text: str, start: int, end: int) -> bool:
    """Tell whether something can be demanded of the subject, in the place where it stands."""
    known = _subjects()
    if start < _LONGEST_HEADING and _HEADING.fullmatch(text, 0, start):
        return False
    subject = text[start:end].lower()
    if subject in known.not_asked or subject.startswith(known.not_first) or subject.endswith(known.not_last):
        return False
    before = text[max(0, start - 24) : start].lower()
    words = before.split()
    last = words[-1] if words else ""
    if subject.startswith("that "):
        return not before[-2:-1].isalnum() or last in known.that_after
    if last == "that" and before[-1:] == " ":
        return len(words) == 1 or words[-2] in known.that_after
    if subject in known.pronouns and before[-1:] == " " and before[-2:-1].isalnum():
        return last in known.before_pronouns
    return last not in known.not_after


def _own_words(text: str) -> str:
    """Blank out the words of others and the handles at the beginning; every place in the text stays the same.

    The handles become tabs and a line break. A text that begins as in ``@a: @b …`` is somebody else's, pasted.
    """
    is_reply = text[:1] in _BEFORE_HANDLES
    if is_reply and ": @" in text and _PASTED.match(text):
        return ""
    own = text if text.isascii() else text.replace("\u2019", "'")
    if others := quoted_spans(text):
        pieces, last = [], 0
        for start, end in others:
            is_speech = own.count(" ", start, end) >= _SPEECH
            pieces += [own[last:start], "_" * (end - start - 1), "\n" if is_speech else "_"]
            last = end
        own = "".join([*pieces, own[last:]])
    if is_reply and (handles := _HANDLES.match(own)):
        own = "\t" * (handles.end() - 1) + "\n" + own[handles.end() :]
    return own


def _rows(text: str, linker: Linker) -> list[tuple[Any, ...]]:
    """Return the rows of one text, without its number."""
    found = _found(text)
    named = linker.find(text) if any(item.rule.label in _ADDRESSED for item in found) else []
    rows = []
    last: dict[str, int] = {}
    for item in found:
        # Where two rules find the same act, one row tells it.
        if item.start < last.get(item.rule.label, 0):
            continue
        last[item.rule.label] = item.end
        who = asked = None
        if item.rule.label in _ADDRESSED:
            who, asked = _addressee(item, text), _asked(item, text)
        rows.append(
            (
                item.start,
                item.end,
                text[item.start : item.end],
                item.rule.label,
                None if who is None else text[slice(*who)],
                None if who is None else _entity(who, named),
                asked,
                item.rule.id,
                item.rule.weight,
            )
        )
    return rows


def _group(match: re.Match[str], name: str) -> tuple[int, int] | None:
    """Return the span of a named group, or of its twins with a number, if it took part."""
    groups = match.re.groupindex
    spans = [match.span(key) for key in (name, f"{name}2") if key in groups]
    return next((span for span in spans if span[0] >= 0), None)


def _addressee(item: _Found, text: str) -> tuple[int, int] | None:
    if who := item.subject or _group(item.match, "who"):
        return who
    start = item.match.start()
    if called := _CALLED.search(text, max(0, start - 120), start):
        return called.span(1)
    if rest := _REST.match(text, start):
        called = _CALLED_AFTER.match(text, rest.end())
        if called:
            return called.span(1)
    if _group(item.match, "you") and (handles := _HANDLES.match(text)) and (handle := _HANDLE.search(text)):
        return handle.span() if handle.end() <= handles.end() else None
    return None


def _asked(item: _Found, text: str) -> str | None:
    place = _group(item.match, "do")
    rest = _REST.match(text, place[0]) if place else None
    return rest[0].rstrip() if rest else None


def _entity(who: tuple[int, int], named: Sequence[Mention]) -> str | None:
    start, end = who
    return next((m.entity_id for m in named if m.entity_id and m.start < end and start < m.end), None)
