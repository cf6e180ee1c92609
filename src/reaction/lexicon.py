"""The packaged word lists and rules: read from TOML once, checked, and never changed."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from reaction.errors import ReactionError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Cue", "LexiconError", "Rule", "cues", "inflections", "parse", "read", "rules", "stance_cues"]

_VOWELS = "aeiou"
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_UNBOUNDED = re.compile(r"(?<!\\)[*+]|\{\d+,\}")
_PLACEHOLDER = re.compile(r"<([A-Z_]+)>")
_LIST = re.compile(r"<([a-z_]+)>")
_RULE_KEYS: dict[str, type] = {
    "id": str,
    "label": str,
    "pattern": str,
    "words": list,
    "anchor": str,
    "fields": list,
    "slot": str,
    "weight": float,
    "hit": list,
    "miss": list,
}
_ANCHORS = ("", "word", "start")
_CUE_KEYS: dict[str, type] = {
    "id": str,
    "kind": str,
    "weight": float,
    "words": list,
    "verbs": list,
    "hit": list,
    "miss": list,
}


class LexiconError(ReactionError, ValueError):
    """A word list or rule is wrong."""


@dataclass(frozen=True)
class Rule:
    """A bounded regular expression with a label, found where one of its words occurs.

    Parameters
    ----------
    id
        Its name in evidence.
    label
        What a match says.
    pattern
        The expression; case is ignored unless it says otherwise. A group named ``org`` is an organisation.
    words
        Triggers in lower case, of which one is in every text with a match: texts without any are skipped. Mostly a
        word each. Rules of acts may ask for several: parts between spaces, of each of which the text must have a
        word, in any order, and bars between the words of a part, as in ``"cancel|drop deal|contract"``.
    fields
        What the rule reads, such as ``text`` or ``bio``.
    slot
        What the group ``org`` must be, such as ``actor`` or ``name``; empty without such a group.
    weight
        How much a match counts.
    hit, miss
        Texts that it finds, and near misses that it leaves; the tests run them.
    anchor
        Where matches of a rule of acts may begin, so that the rest of the text is not tried: ``word``, at a word of
        the first part of a trigger; ``start``, at the start of the text; empty, anywhere.
    """

    id: str
    label: str
    pattern: re.Pattern[str]
    words: frozenset[str]
    fields: tuple[str, ...]
    slot: str
    weight: float
    hit: tuple[str, ...]
    miss: tuple[str, ...]
    anchor: str = ""


@dataclass(frozen=True)
class Cue:
    """Words and phrases that speak for or against something.

    Parameters
    ----------
    id
        Its name in evidence.
    kind
        How the words attach to what they are about.
    weight
        Positive speaks for, negative against.
    phrases
        The words and phrases, in lower case, inflected forms included.
    hit, miss
        Texts in which it speaks about the target named ``Acme``, and near misses; the tests run them.
    """

    id: str
    kind: str
    weight: float
    phrases: frozenset[str]
    hit: tuple[str, ...]
    miss: tuple[str, ...]


@cache
def read(name: str) -> Mapping[str, Any]:
    """Read a packaged lexicon.

    Parameters
    ----------
    name
        Its name, without ``.toml``.

    Returns
    -------
    The parsed file: read once, not to be changed.

    Raises
    ------
    LexiconError
        If there is no such lexicon, or it is not TOML.

    Examples
    --------
    >>> sorted(read("ambiguous"))
    ['name']
    """
    folder = files("reaction") / "nlp" / "lexicons"
    source = folder / f"{name}.toml"
    if not re.fullmatch(r"\w+", name) or not source.is_file():
        known = sorted(
            item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")
        )
        raise LexiconError(f"There is no lexicon {name!r}. Known: {', '.join(known)}.")
    return parse(source.read_text(encoding="utf-8"), f"{name}.toml")


def parse(text: str, where: str) -> Mapping[str, Any]:
    """Parse the text of a lexicon.

    Parameters
    ----------
    text
        TOML.
    where
        What to call it in messages.

    Returns
    -------
    The parsed text, not to be changed.

    Raises
    ------
    LexiconError
        If it is not TOML.

    Examples
    --------
    >>> parse('words = ["a"]', "example.toml")["words"]
    ['a']
    """
    try:
        return MappingProxyType(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{where} is not TOML: {error}.") from error


def rules(lexicon: Mapping[str, Any], where: str) -> tuple[Rule, ...]:
    """Build the rules of a lexicon, its tables ``[[rule]]``.

    Parameters
    ----------
    lexicon
        A parsed lexicon.
    where
        What to call it in messages.

    Returns
    -------
    The rules, in the order of the file.

    Raises
    ------
    LexiconError
        If a rule lacks a key, has an unknown one, repeats an id, or its pattern is wrong or unbounded.

    Examples
    --------
    >>> rules(read("acts"), "acts.toml")[0].label
    'boycott'
    """
    built: dict[str, Rule] = {}
    lists, macros = lexicon.get("lists", {}), lexicon.get("macros", {})
    for number, table in enumerate(_tables(lexicon, "rule", where), start=1):
        place = _check(
            table, _RULE_KEYS, ("id", "label", "pattern", "words", "hit", "miss"), f"{where}, rule {number}"
        )
        if table["id"] in built:
            raise LexiconError(f"{place}: the id stands twice.")
        if table.get("anchor", "") not in _ANCHORS:
            raise LexiconError(f"{place}: anchor is {table['anchor']!r}, expected 'word' or 'start'.")
        built[table["id"]] = Rule(
            id=table["id"],
            label=table["label"],
            pattern=_compiled(_filled(table["pattern"], lists, macros, place), place),
            words=frozenset(_triggers(table["words"], lists, place)),
            fields=tuple(table.get("fields", ("text",))),
            slot=table.get("slot", ""),
            weight=float(table.get("weight", 1.0)),
            hit=tuple(table["hit"]),
            miss=tuple(table["miss"]),
            anchor=table.get("anchor", ""),
        )
    return tuple(built.values())


def cues(lexicon: Mapping[str, Any], where: str) -> tuple[Cue, ...]:
    """Build the cues of a lexicon, its tables ``[[cue]]``.

    Parameters
    ----------
    lexicon
        A parsed lexicon.
    where
        What to call it in messages.

    Returns
    -------
    The cues, in the order of the file, with the inflected forms of their ``verbs``.

    Raises
    ------
    LexiconError
        If a cue lacks a key, has an unknown one, repeats an id, or a phrase stands in two cues.

    Examples
    --------
    >>> "shame on" in stance_cues()
    True
    """
    built: dict[str, Cue] = {}
    owner: dict[str, str] = {}
    for number, table in enumerate(_tables(lexicon, "cue", where), start=1):
        place = _check(table, _CUE_KEYS, ("id", "kind", "weight", "hit", "miss"), f"{where}, cue {number}")
        if table["id"] in built:
            raise LexiconError(f"{place}: the id stands twice.")
        phrases = {
            *table.get("words", ()),
            *(form for verb in table.get("verbs", ()) for form in inflections(verb)),
        }
        for phrase in sorted(phrases):
            if owner.setdefault(phrase, table["id"]) != table["id"]:
                raise LexiconError(f"{place}: {phrase!r} stands in {owner[phrase]!r} too.")
        built[table["id"]] = Cue(
            id=table["id"],
            kind=table["kind"],
            weight=float(table["weight"]),
            phrases=frozenset(phrases),
            hit=tuple(table["hit"]),
            miss=tuple(table["miss"]),
        )
    return tuple(built.values())


@cache
def stance_cues() -> frozenset[str]:
    """Return the words and phrases that count as cues of stance.

    A story that selects posts by one of them selects on the outcome.

    Returns
    -------
    Words and phrases in lower case.

    Examples
    --------
    >>> {"boycott", "proud of"} <= stance_cues()
    True
    """
    return frozenset(
        phrase for cue in cues(read("stance"), "stance.toml") if cue.weight for phrase in cue.phrases
    )


def inflections(verb: str) -> tuple[str, ...]:
    """Return the base form and the -ing form of a regular English verb.

    The other forms mostly tell what somebody else does or did ("cancels", "cancelled"), so they count only
    where a lexicon lists them.

    Parameters
    ----------
    verb
        The base form, perhaps with words after it.

    Returns
    -------
    The base form and its -ing forms.

    Examples
    --------
    >>> inflections("drop"), inflections("stand with")
    (('drop', 'dropping'), ('stand with', 'standing with'))
    """
    first, space, rest = verb.partition(" ")
    stems = [first]
    if first.endswith("ie"):
        stems = [first[:-2] + "y"]
    elif first.endswith("e") and not first.endswith(("ee", "oe", "ye")):
        stems = [first[:-1]]
    elif (
        len(first) > 2
        and first[-1] not in _VOWELS + "wxy"
        and first[-2] in _VOWELS
        and first[-3] not in _VOWELS
    ):
        # British and American spelling differ here (cancelling, canceling), so both forms count.
        stems = [first + first[-1]] if len(first) <= 4 else [first, first + first[-1]]
    return (verb, *(f"{stem}ing{space}{rest}" for stem in stems))


def _tables(lexicon: Mapping[str, Any], key: str, where: str) -> list[dict[str, Any]]:
    tables: Any = lexicon.get(key, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise LexiconError(f"{where}: {key!r} must be a list of tables, written [[{key}]].")
    return tables


def _check(table: Mapping[str, Any], keys: Mapping[str, Any], needed: tuple[str, ...], place: str) -> str:
    place = f"{place} ({table['id']})" if isinstance(table.get("id"), str) else place
    for key in needed:
        if key not in table:
            raise LexiconError(f"{place}: {key!r} is missing.")
    for key, value in table.items():
        if key not in keys:
            raise LexiconError(f"{place}: unknown key {key!r}. Known: {', '.join(keys)}.")
        expected: Any = (float, int) if keys[key] is float else keys[key]
        if not isinstance(value, expected) or isinstance(value, bool):
            raise LexiconError(f"{place}: {key!r} is {value!r}, expected {keys[key].__name__}.")
        if isinstance(value, list) and not all(isinstance(item, str) and item for item in value):
            raise LexiconError(f"{place}: {key!r} must hold texts that are not empty.")
        if key in {"words", "verbs"} and any(item != item.lower() for item in value):
            raise LexiconError(f"{place}: {key!r} must be in lower case.")
    return place


def _filled(pattern: str, lists: Mapping[str, Any], macros: Mapping[str, Any], place: str) -> str:
    def fill(match: re.Match[str]) -> str:
        name = match[1]
        if name in macros:
            return _filled(macros[name], lists, {key: macros[key] for key in macros if key != name}, place)
        if name.lower() not in lists:
            raise LexiconError(f"{place}: <{name}> is neither a list nor a macro of this file.")
        items = sorted(lists[name.lower()], key=lambda item: (-len(item), item))
        return "(?:" + "|".join(re.escape(item) for item in items) + ")"

    return _PLACEHOLDER.sub(fill, pattern)


def _triggers(words: list[str], lists: Mapping[str, Any], place: str) -> Iterator[str]:
    for word in words:
        if not (match := _LIST.fullmatch(word)):
            yield word
        elif match[1] not in lists:
            raise LexiconError(f"{place}: {word} is no list of this file.")
        else:
            yield from (re.findall(r"\w+", item)[-1] for item in lists[match[1]])


def _compiled(pattern: str, place: str) -> re.Pattern[str]:
    if match := _UNBOUNDED.search(_CLASS.sub("_", pattern)):
        raise LexiconError(
            f"{place}: {match[0]!r} is unbounded; write for example {{0,40}}, so that time stays linear."
        )
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise LexiconError(f"{place}: the pattern is wrong: {error}.") from error
