"""Texts from a grammar: nested alternatives, symbols, and the habits of the hand that types."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from _make import clock

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

FOLDER = Path(__file__).parent / "grammar"
TARGETS = ("contract", "ice", "employees")

_INNERMOST = re.compile(r"\{([^{}]*)\}")
_SPACES = re.compile(r"[ \t]{2,}")
_BEFORE_MARK = re.compile(r" +([,.;:!?])(?=\s|$)")
_SLOT_FIRST = re.compile(r"(^|[.!?] )(?=\{)")
_FIRST = re.compile("\x01+( *)(\\w?)")
_KEEP = re.compile(r"https?://\S+|[@#]\w+")


@dataclass(frozen=True)
class Text:
    """One template, with what it says beyond its move.

    In the files this stands behind the template: ``~letter`` (not before that event), ``~demand`` (an act),
    ``~customer`` (the role that the words declare), ``~ice=against`` (a stance).
    """

    template: str
    since: int = 0
    acts: tuple[str, ...] = ()
    shows: str = ""
    stance: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Move:
    """What one kind of text does, who writes it and when."""

    id: str
    side: str
    kinds: tuple[str, ...]
    texts: tuple[Text, ...]
    weight: float = 1.0
    after: int | None = None
    until: int | None = None
    stance: dict[str, str] = field(default_factory=dict)
    about: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    sarcasm: bool = False
    tags: str = ""
    links: tuple[str, ...] = ()
    link_share: float = 0.0
    role: str = ""
    employer: str = ""
    to: str = ""
    to_role: str = ""
    lang: str = "en"
    appeal: float = 1.0
    context: bool = False
    tail: str = ""
    tail_share: float = 0.0


def load() -> tuple[dict[str, list[str]], list[Move]]:
    """All symbols and moves of the grammar files."""
    symbols: dict[str, list[str]] = {}
    moves: list[Move] = []
    for path in sorted(FOLDER.glob("*.toml")):
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        symbols |= tables.get("symbols", {})
        moves += [_move(entry) for entry in tables.get("move", ())]
    return symbols, moves


def _move(entry: dict[str, Any]) -> Move:
    stance = {target: entry.pop(target) for target in TARGETS if target in entry}
    for key in ("after", "until"):
        if isinstance(entry.get(key), datetime):
            entry[key] = int(entry[key].astimezone(UTC).timestamp()) * 1000
    for key in ("kinds", "about", "acts", "links"):
        entry[key] = tuple(entry.get(key, ()))
    entry["texts"] = tuple(map(_text, entry["texts"]))
    entry["about"] = tuple(t for t in TARGETS if t in stance or t in entry["about"])
    return Move(stance=stance, **entry)


def _text(line: str) -> Text:
    template, *marks = line.split(" ~")
    since = max((clock.EVENTS[mark] for mark in marks if mark in clock.EVENTS), default=None)
    sides = [mark.split("=") for mark in marks if "=" in mark]
    return Text(
        template,
        since=0 if since is None else clock.to_ms(since),
        acts=tuple(mark for mark in marks if mark == "demand"),
        shows="customer" if "customer" in marks else "",
        stance=tuple((target, side) for target, side in sides),
    )


def expand(template: str, symbols: dict[str, list[str]], rng: Random) -> str:
    """Replace every ``{symbol}`` and ``{one|other}`` until none is left."""

    def choose(match: re.Match[str]) -> str:
        body = match[1]
        if "|" in body:
            return rng.choice(body.split("|"))
        if body in symbols:
            return rng.choice(symbols[body])
        word = rng.choice(symbols[body.lower()])
        return word[:1].upper() + word[1:]

    # Only a slot needs a capital at the start of a sentence: words that are written small stay so.
    text = _SLOT_FIRST.sub("\\1\x01", template)
    while _INNERMOST.search(text):
        text = _INNERMOST.sub(choose, text)
    return tidy(text)


def tidy(text: str) -> str:
    """Mend the seams: spaces, marks, the capital at the start of a sentence."""
    text = _FIRST.sub(lambda match: match[2].upper(), text)
    return _BEFORE_MARK.sub(r"\1", _SPACES.sub(" ", text)).strip()


def in_hand(text: str, habit: str, rng: Random) -> str:
    """The same text as somebody with that habit types it; links, handles and hashtags stay."""
    if habit == "lower":
        return _outside_links(text, str.lower).rstrip(".")
    if habit == "shout":
        return _outside_links(text, str.upper).rstrip(".") + rng.choice(["", "!", "!!", "!!!"])
    if habit == "typo":
        return _slip(text, rng)
    if habit == "bare":
        return text.rstrip(".")
    return text


def _outside_links(text: str, change: Callable[[str], str]) -> str:
    parts, last = [], 0
    for match in _KEEP.finditer(text):
        parts += [change(text[last : match.start()]), match[0]]
        last = match.end()
    return "".join([*parts, change(text[last:])])


def _slip(text: str, rng: Random) -> str:
    words = text.split(" ")
    long = [i for i, word in enumerate(words) if len(word) > 5 and word.isalpha() and word[1:].islower()]
    if not long:
        return text
    at = rng.choice(long)
    word = words[at]
    i = 1 + rng.randrange(len(word) - 3)
    words[at] = rng.choice(
        [word[:i] + word[i + 1] + word[i] + word[i + 2 :], word[:i] + word[i + 1 :], word[: i + 1] + word[i:]]
    )
    return " ".join(words)
