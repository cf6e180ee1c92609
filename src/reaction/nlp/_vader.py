"""vaderSentiment's scores in time linear in the text, with the valence that each word contributed.

Hutto and Gilbert (2014), VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text,
ICWSM. The rules are those of vaderSentiment 3.3.2, oddities included, and floats are added in its order, so
that scores are the same to the last digit. Word lists and constants are read from the installed package.
"""

from __future__ import annotations

import string
from functools import cache
from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    C_INCR,
    N_SCALAR,
    NEGATE,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
    normalize,
)

from reaction.nlp._emoji import Describer
from reaction.nlp._marks import Mark

if TYPE_CHECKING:
    from reaction.nlp._emoji import Described

# Rare words must not fill the memory: the cache starts afresh when full, and takes no long chunks.
_CACHED_TOKENS = 1 << 17
_CACHED_LENGTH = 64
_EMOTICON = 2  # what has no more characters without its punctuation keeps it
_IDIOMS = (SPECIAL_CASES, BOOSTER_DICT)
_IN_RULES = frozenset(
    ["no", "or", "nor", "never", "so", "this", "without", "doubt", "least", "at", "very", "kind", "of", "but"]
)
_AFFECTING = frozenset(["no", "so", "this", "least", "but", "kind"])
_ENDS = frozenset(idiom.split()[-1] for table in _IDIOMS for idiom in table if " " in idiom)
_BEGINS = frozenset(idiom.split()[0] for idiom in SPECIAL_CASES if " " in idiom)
_IN_IDIOMS = frozenset(word for table in _IDIOMS for idiom in table if " " in idiom for word in idiom.split())
_OR = frozenset(["or", "nor"])
_SO = frozenset(["so", "this"])
_EXEMPT_LEAST = frozenset(["at", "very"])
_REACH = 3  # words
_WORD, _EMOJI, _IDIOM = "sentiment.vader.word", "sentiment.vader.emoji", "sentiment.vader.idiom"
_NEGATIONS = frozenset(NEGATE)


class Token:
    """What the rules ask of a word; words that they treat alike share one."""

    __slots__ = (
        "affects",
        "boost",
        "in_idiom",
        "known",
        "lead",
        "negates",
        "text",
        "upper",
        "valence",
        "word",
    )

    def __init__(self, *, word: str = "", upper: bool = False, known: bool = False) -> None:
        self.word = word  # in lower case, where a rule compares it
        self.upper = upper
        self.known = known  # is in the lexicon
        self.valence: float | None = None  # in the lexicon, of words that are scored
        self.boost = 0.0
        self.negates = False
        self.in_idiom = False  # a word that is scored begins one, or the word ends one
        self.affects = False  # may change the words after it, or its own valence
        self.text = ""  # as written, of words that are scored
        self.lead = 0  # characters of punctuation before it


_PLAIN = Token()
_PLAIN_UPPER = Token(upper=True)
# Before the text there is nothing to weigh, as behind words of the lexicon.
_BEFORE = Token(known=True)


class _Tokens(dict[str, Token]):
    """Tokens by chunk of text, made when they are first asked for."""

    def __init__(self, lexicon: dict[str, float]) -> None:
        super().__init__()
        self._lexicon = lexicon
        self._notable = frozenset([*lexicon, *BOOSTER_DICT, *_NEGATIONS, *_IN_RULES, *_IN_IDIOMS])

    def __missing__(self, chunk: str) -> Token:
        text = chunk
        if not chunk.isalpha():
            text = chunk.strip(string.punctuation)
            if len(text) <= _EMOTICON:
                text = chunk
        word = text.lower()
        if word in self._notable or "n't" in word:
            token = self._token(chunk, text, word)
        else:
            token = _PLAIN_UPPER if text.isupper() else _PLAIN
        if len(chunk) <= _CACHED_LENGTH:
            if len(self) >= _CACHED_TOKENS:
                self.clear()
            self[chunk] = token
        return token

    def _token(self, chunk: str, text: str, word: str) -> Token:
        token = Token(word=word, upper=text.isupper(), known=word in self._lexicon)
        token.negates = word in _NEGATIONS or "n't" in word
        token.in_idiom = word in _ENDS or (token.known and word in _BEGINS)
        token.affects = word in BOOSTER_DICT or token.negates or token.in_idiom or word in _AFFECTING
        if word in BOOSTER_DICT:
            token.boost = BOOSTER_DICT[word]
        elif token.known:
            token.valence = self._lexicon[word]
            token.text = text
            token.lead = chunk.index(text)
        return token


class Polarity(NamedTuple):
    """The four scores of vaderSentiment, rounded as it rounds them."""

    neg: float
    neu: float
    pos: float
    compound: float


_NEUTRAL = Polarity(0.0, 1.0, 0.0, 0.0)
_EMPTY = Polarity(0.0, 0.0, 0.0, 0.0)


class Reading:
    """A text as read: `values[i]` is what the word at `places[i]` adds to the sum behind the score."""

    __slots__ = ("chunks", "described", "idioms", "places", "source", "text", "tokens", "values")

    def __init__(
        self,
        source: str,
        described: Described | None,
        chunks: list[str],
        tokens: list[Token],
        places: list[int],
        values: list[float],
    ) -> None:
        self.source = source
        self.described = described  # where the text holds emoji
        self.text = source if described is None else described.text
        self.chunks = chunks
        self.tokens = tokens
        self.places = places
        self.values = values
        self.idioms: set[int] | None = None


class Vader:
    """Reads texts by the rules of vaderSentiment."""

    def __init__(self) -> None:
        analyzer = SentimentIntensityAnalyzer()
        self._emphasis = analyzer._punctuation_emphasis
        self._describe = Describer(analyzer.emojis)
        self._tokens = _Tokens(analyzer.lexicon)
        self._token = self._tokens.__getitem__

    def read(self, text: str) -> Reading:
        """Find the words of the lexicon and weigh each by the words around it."""
        described = None if text.isascii() else self._describe(text)
        chunks = (text if described is None else described.text).split()
        tokens = list(map(self._token, chunks))
        places: list[int] = []
        values: list[float] = []
        affected: list[int] = []
        n_upper = 0
        affected_until = contrast = -1
        for place, token in enumerate(tokens):
            if token is _PLAIN:
                continue
            if token.upper:
                n_upper += 1
            if token.affects:
                affected_until = place + _REACH
                if contrast < 0 and token.word == "but":
                    contrast = place
            if token.valence is not None:
                if place <= affected_until or token.upper:
                    if token.word == "kind" and place + 1 < len(tokens) and tokens[place + 1].word == "of":
                        continue
                    affected.append(len(places))
                places.append(place)
                values.append(token.valence)
        reading = Reading(text, described, chunks, tokens, places, values)
        if affected:
            _weigh(reading, affected, shouting=0 < n_upper < len(tokens))
        if contrast >= 0:
            _contrast(places, values, contrast)
        return reading

    def forget(self) -> None:
        """Empty the cache of words."""
        self._tokens.clear()

    def compound(self, reading: Reading) -> float:
        """Return the compound score."""
        return _compound(reading.values, self._amplifier(reading.text)) if reading.values else 0.0

    def polarity(self, reading: Reading) -> Polarity:
        """Return the four scores."""
        values = reading.values
        n_neutral = len(reading.tokens)
        if not values:
            return _NEUTRAL if n_neutral else _EMPTY
        positive = negative = 0.0
        for value in values:
            if value > 0:
                positive += value + 1
                n_neutral -= 1
            elif value < 0:
                negative += 1 - value
                n_neutral -= 1
        amplifier = self._amplifier(reading.text)
        if positive > negative:
            positive += amplifier
        elif positive < negative:
            negative += amplifier
        total = positive + negative + n_neutral
        return Polarity(
            round(negative / total, 3) if negative else 0.0,
            round(n_neutral / total, 3),
            round(positive / total, 3) if positive else 0.0,
            _compound(values, amplifier),
        )

    def _amplifier(self, text: str) -> float:
        return float(self._emphasis(text)) if "!" in text or "?" in text else 0.0


def _compound(values: list[float], amplifier: float) -> float:
    total = float(sum(values))
    if total > 0:
        total += amplifier
    elif total < 0:
        total -= amplifier
    compound: float = round(normalize(total), 4)
    return compound


def _weigh(reading: Reading, affected: list[int], *, shouting: bool) -> None:
    """Weigh the words that others may change, or that are in capitals where not all are."""
    for i in affected:
        reading.values[i], is_idiom = _weight(reading.tokens, reading.places[i], shouting)
        if is_idiom:
            reading.idioms = reading.idioms or set()
            reading.idioms.add(reading.places[i])


def _weight(tokens: list[Token], place: int, shouting: bool) -> tuple[float, bool]:
    """Weigh a word by the three before it and the idioms around it; tell whether an idiom set its weight."""
    token = tokens[place]
    one = tokens[place - 1] if place > 0 else _BEFORE
    two = tokens[place - 2] if place > 1 else _BEFORE
    three = tokens[place - 3] if place > 2 else _BEFORE
    value = token.valence or 0.0
    is_idiom = False
    if one.word == "no" or two.word == "no" or (three.word == "no" and one.word in _OR):
        value = value * N_SCALAR
    elif token.word == "no" and place + 1 < len(tokens) and tokens[place + 1].known:
        value = 0.0
    if token.upper and shouting:
        value += C_INCR if value > 0 else -C_INCR
    if one.affects and not one.known:
        value = _negated(_boosted(value, one, shouting, 1), one)
    if two.affects and not two.known:
        value = _by_second(_boosted(value, two, shouting, 0.95), one, two)
    if not three.known:
        value = _by_third(_boosted(value, three, shouting, 0.9), one, two, three)
        if token.in_idiom or one.in_idiom or two.in_idiom:
            value, is_idiom = _by_idiom(tokens, place, value)
    if one.word == "least" and not one.known and two.word not in _EXEMPT_LEAST:
        value = value * N_SCALAR
    return value, is_idiom


def _boosted(value: float, before: Token, shouting: bool, share: float) -> float:
    boost = before.boost
    if not boost:
        return value
    if value < 0:
        boost = -boost
    if before.upper and shouting:
        boost += C_INCR if value > 0 else -C_INCR
    return value + boost * share


def _negated(value: float, before: Token) -> float:
    return value * N_SCALAR if before.negates else value


def _by_second(value: float, one: Token, two: Token) -> float:
    if two.word == "never" and one.word in _SO:
        return value * 1.25
    if two.word == "without" and one.word == "doubt":
        return value
    return _negated(value, two)


def _by_third(value: float, one: Token, two: Token, three: Token) -> float:
    # "so" or "this" right before the word counts without a "never", too.
    if one.word in _SO or (three.word == "never" and two.word in _SO):
        return value * 1.25
    if three.word == "without" and "doubt" in (two.word, one.word):
        return value
    return _negated(value, three)


def _by_idiom(tokens: list[Token], place: int, value: float) -> tuple[float, bool]:
    three, two, one, zero, *after = [token.word for token in tokens[place - 3 : place + 3]]
    before = (
        f"{one} {zero}",
        f"{two} {one} {zero}",
        f"{two} {one}",
        f"{three} {two} {one}",
        f"{three} {two}",
    )
    special = next((SPECIAL_CASES[idiom] for idiom in before if idiom in SPECIAL_CASES), None)
    for idiom in (" ".join([zero, *after[:n]]) for n in range(1, len(after) + 1)):
        special = SPECIAL_CASES.get(idiom, special)
    if special is not None:
        value = special
    for idiom in (before[3], before[4], before[2]):
        value = value + BOOSTER_DICT.get(idiom, 0)
    return value, special is not None


def _contrast(places: list[int], values: list[float], contrast: int) -> None:
    """Weigh words before the first "but" less, and words after it more.

    vaderSentiment looks each valence up by value, and changes the first word that has it at that moment.
    """
    holders: dict[float, list[int]] = {}
    for place, value in enumerate(values):
        heappush(holders.setdefault(value, []), place)
        first = holders[value][0]
        if places[first] != contrast:
            heappop(holders[value])
            values[first] = value * (0.5 if places[first] < contrast else 1.5)
            heappush(holders.setdefault(values[first], []), first)


def marks(reading: Reading) -> list[Mark]:
    """Return a mark per word of the lexicon: where it stands in the text, and what it added to the sum."""
    found: list[Mark] = []
    if not reading.values:
        return found
    text, chunks, tokens, described = reading.text, reading.chunks, reading.tokens, reading.described
    is_evenly_spaced = " ".join(chunks) == text
    at = done = 0
    for place, value in zip(reading.places, reading.values, strict=True):
        if is_evenly_spaced:
            at += sum(map(len, chunks[done:place])) + place - done
        else:
            at = _find(text, chunks[done : place + 1], at)
        done = place
        token = tokens[place]
        word, rule = token.text, _WORD
        start = at + token.lead
        end = start + len(word)
        if described is not None:
            start, end, is_emoji = described.source(start, end)
            if is_emoji:
                word, rule = reading.source[start:end], _EMOJI
        if reading.idioms and place in reading.idioms:
            rule = _IDIOM
        label = "positive" if value > 0 else "negative" if value < 0 else "neutral"
        found.append(Mark("sentiment", label, None, start, end, word, rule, value + 0.0))
    return found


def _find(text: str, chunks: list[str], at: int) -> int:
    """Return where the last of some consecutive chunks starts; the first starts at a place or after it."""
    for chunk in chunks[:-1]:
        at = text.index(chunk, at) + len(chunk)
    return text.index(chunks[-1], at)


@cache
def engine() -> Vader:
    """Return the one reader of the process; it keeps the words that it has seen."""
    return Vader()
