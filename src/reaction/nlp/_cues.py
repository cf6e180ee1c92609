"""Finds cues of stance in clauses, and what turns them round or weakens them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from reaction.lexicon import Cue, LexiconError, cues, read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reaction.nlp._clauses import Clauses, Word

KINDS = ("action", "feeling", "cheer", "near", "judgement", "flip")
_SUBJECT_REACH = 3
_ASKING = frozenset(
    {
        "for",
        "on",
        "ask",
        "asking",
        "tell",
        "telling",
        "urge",
        "want",
        "wants",
        "get",
        "force",
        "need",
        "needs",
        "like",
    }
)
_PURPOSES = frozenset(
    [
        "want",
        "wants",
        "need",
        "needs",
        "time",
        "have",
        "has",
        "going",
        "got",
        "ought",
        "love",
        "like",
        "continue",
        "decide",
        "promise",
        "pledge",
        "urge",
        "asking",
        "ask",
        "call",
        "fight",
        "trying",
        "try",
        "here",
        "let",
        "please",
        "proud",
        "glad",
        "happy",
        "right",
    ]
)
_LINKS = frozenset(
    {
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "'s",
        "\u2019s",
        "do",
        "all",
        "so",
        "really",
        "just",
        "also",
        "both",
    }
)


@dataclass(frozen=True)
class StanceLexicon:
    """The cues of stance and the words and weights around them."""

    cues: tuple[Cue, ...]
    weights: Mapping[str, float]
    acts: Mapping[str, float]
    assent: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]


@cache
def stance_lexicon() -> StanceLexicon:
    """Return the packaged lexicon of stance."""
    raw: Mapping[str, Any] = read("stance")
    found = cues(raw, "stance.toml")
    for cue in found:
        if cue.kind not in KINDS:
            raise LexiconError(
                f"stance.toml, {cue.id}: kind is {cue.kind!r}, expected one of {', '.join(KINDS)}."
            )
    words = {key: frozenset(values) for key, values in raw["words"].items()}
    assent = {key: frozenset(values) for key, values in raw["assent"].items()}
    return StanceLexicon(found, raw["weights"], raw["acts"], assent, words)


@dataclass(slots=True)
class Hit:
    """A cue in a text: the places of its words, and its weight after what stands around it."""

    cue: Cue
    first: int
    last: int
    clause: int
    weight: float
    flipped: bool = False
    reported: bool = False


class CueFinder:
    """Finds the cues of a lexicon."""

    def __init__(self, lexicon: StanceLexicon, cut: Callable[[str], tuple[str, ...]]) -> None:
        self._lexicon = lexicon
        self._by_first: dict[str, list[tuple[tuple[str, ...], Cue]]] = defaultdict(list)
        for cue in lexicon.cues:
            for phrase in sorted(cue.phrases):
                words = cut(phrase)
                self._by_first[words[0]].append((words, cue))
        for phrases in self._by_first.values():
            phrases.sort(key=lambda item: -len(item[0]))

    def find(self, text: Clauses) -> list[Hit]:
        """Return the author's own cues, weighed; a flip that turns round another is not among them."""
        hits = self._scan(text)
        hits = [hit for hit in hits if not self._is_noun(text, hit)]
        for number, hit in enumerate(hits):
            self._flip(text, hits, number)
            hit.reported = not self._is_endorsed(text, hits[:number], hit) and self._is_others(text, hit)
            hit.weight *= self._mood(text, hit)
        spent = {id(hits[i]) for i in range(len(hits)) if self._turned(text, hits, i) is not None}
        return [hit for hit in hits if id(hit) not in spent]

    def _scan(self, text: Clauses) -> list[Hit]:
        hits: list[Hit] = []
        words = text.words
        place = 0
        while place < len(words):
            word = words[place]
            step = 1
            if word.own and (word.tagged or not word.ids):
                for phrase, cue in self._by_first.get(word.text, ()):
                    last = place + len(phrase) - 1
                    if last >= len(words) or words[last].clause != word.clause:
                        continue
                    if len(phrase) > 1 and any(
                        words[place + i].text != part for i, part in enumerate(phrase)
                    ):
                        continue
                    hits.append(Hit(cue, place, last, word.clause, cue.weight))
                    step = len(phrase)
                    break
            place += step
        return hits

    def _turned(self, text: Clauses, hits: list[Hit], number: int) -> Hit | None:
        """Return the cue that a flip turns round: the next one of its clause within reach."""
        hit = hits[number]
        if hit.cue.kind != "flip" or number + 1 >= len(hits):
            return None
        follower = hits[number + 1]
        near = follower.clause == hit.clause and follower.first - hit.last <= self._reach
        barred = any(text.words[i].text == "," for i in range(hit.last, follower.first))
        return follower if near and not barred and follower.cue.kind != "flip" else None

    @property
    def _reach(self) -> int:
        return int(self._lexicon.weights["flip_reach"])

    def _flip(self, text: Clauses, hits: list[Hit], number: int) -> None:
        hit = hits[number]
        flips = 1 if number and self._turned(text, hits, number - 1) is hit else 0
        reach = int(self._lexicon.weights["flip_judgement"]) if hit.cue.kind == "judgement" else self._reach
        for place in range(hit.first - 1, max(text.starts[hit.clause], hit.first - reach) - 1, -1):
            word = text.words[place].text
            if word == ",":
                break
            if word in self._lexicon.words["flip"] and text.words[place + 1].text not in {"only", "just"}:
                flips += 1
        if not flips and number:
            # "You can't condemn it and keep it": what is joined by "and" is turned round together.
            last = hits[number - 1]
            joined = last.clause == hit.clause and text.words[hit.first - 1].text in {"and", "or"}
            flips = int(joined and last.flipped)
        if flips % 2 and hit.cue.kind == "action" and text.words[hit.first - 1].text == "to":
            hit.weight = 0.0  # "not enough to cancel" neither asks for it nor warns of it
        hit.weight *= self._lexicon.weights["flipped"] ** flips
        hit.flipped = flips % 2 == 1

    def _is_noun(self, text: Clauses, hit: Hit) -> bool:
        """Tell whether a verb of one word is a noun here: "our support", "in love"."""
        if hit.cue.kind not in {"action", "feeling", "flip"} or hit.first != hit.last:
            return False
        before = hit.first - 1
        if before < text.starts[hit.clause]:
            return False
        if text.words[hit.first].text.endswith("ing"):
            return text.words[before].text in {"in", "of", "a", "by", "from", "the"}
        word, lists = text.words[before], self._lexicon.words
        if word.text in lists["noun_before"]:
            return True
        if (
            hit.cue.kind == "feeling"
            or word.ids
            or word.targets
            or word.text[0] in ",@#"
            or word.text.endswith("ly")
        ):
            return False
        # An action is a verb after these only: "should stop", but "bus stop", "asthma attack".
        stem = word.text.split("'")[0]
        return not any(
            stem in lists[key] or word.text in lists[key]
            for key in ("own_before", "author", "others", "demand", "flip")
        )

    def _is_endorsed(self, text: Clauses, before: Sequence[Hit], hit: Hit) -> bool:
        """Tell whether the author praises those whose words follow: "proud of all who say: cancel it"."""
        persons = self._lexicon.words["persons"]
        return any(
            praise.clause == hit.clause
            and praise.cue.kind in {"feeling", "cheer"}
            and praise.weight > 0
            and any(text.words[i].text in persons for i in range(praise.last + 1, hit.first))
            for praise in before
        )

    def _is_others(self, text: Clauses, hit: Hit) -> bool:
        """Tell whether the words before a cue make it somebody else's: "they support", "Acme is proud"."""
        words, lists = text.words, self._lexicon.words
        clause = text.of(hit.clause)
        before = [words[i] for i in range(clause.start, hit.first)]
        mine = any(word.text in lists["author"] for word in before[-4:])
        if not mine and (any(word.text in lists["report"] for word in before) or self._others_act(before)):
            return True
        if hit.cue.kind not in {"feeling", "near", "action"} or mine:
            return False
        if _is_headline(before) or (not before and text.words[hit.first].text == "against"):
            return True
        if hit.cue.kind in {"feeling", "near"}:
            # Whoever is not the author, or left out, has the feeling: "a company that is proud of it".
            word = next((word for word in reversed(before) if word.text not in lists["own_before"]), None)
            return word is not None and word.text != "," and not word.text.startswith(("@", "#"))
        if hit.cue.weight > 0 and len(before) > 1 and before[-1].text == "to":
            return before[-2].text not in _PURPOSES
        for word in reversed(before[-_SUBJECT_REACH:]):
            if word.text not in _LINKS and not word.text.endswith("ly"):
                return word.text.split("'")[0] in lists["others"]
        return False

    def _others_act(self, before: Sequence[Word]) -> bool:
        """Tell whether somebody else demands or says what follows: "employees demand"."""
        lists = self._lexicon.words
        who = False
        for word in before:
            if who and word.text in lists["others_act"]:
                return True
            who = who or word.text in lists["others"] or bool(word.ids and word.text[0] != "@")
        return False

    def _mood(self, text: Clauses, hit: Hit) -> float:
        weights, lists = self._lexicon.weights, self._lexicon.words
        factor = weights["reported"] if hit.reported else 1.0
        if hit.clause in text.questions and hit.cue.id != "stance.against.rhetoric":
            factor *= weights["question"]
        if hit.clause in text.before_contrast and hit.clause not in text.after_contrast:
            factor *= weights["before_but"]
        start = text.starts[hit.clause]
        if any(text.words[i].text in lists["condition"] for i in range(start, hit.first)):
            factor *= weights["condition"]
        return factor


def _is_headline(before: list[Word]) -> bool:
    """Tell whether the words before a verb are "Acme to …", as in news, and not "time for Acme to …"."""
    if len(before) < 2 or before[-1].text != "to" or not before[-2].ids:
        return False
    place = len(before) - 2
    while place >= 0 and before[place].ids:
        place -= 1
    return place < 0 or before[place].text not in _ASKING
