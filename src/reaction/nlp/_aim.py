"""Whether a cue of stance is aimed at a target: what it is about, and what stands near it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reaction.nlp._clauses import Clauses, Word
    from reaction.nlp._cues import Hit, StanceLexicon
    from reaction.nlp._marks import Mark
    from reaction.story import Target

_NEIGHBOURS = 2  # clauses
_YOU = frozenset({"you", "your", "you're", "yours", "u", "ur", "ya", "yourself", "yourselves"})
_BRIEF = 2  # words
_COPULAS = frozenset({"is", "are", "was", "were", "'s"})
_JOINING = frozenset({"the", "with", "for", "to"})
_BETWEEN = frozenset({"with", "for", "to", "the", "u.s.", "and", "'", "\u2019", "\u2018", '"', "”"})


@dataclass(frozen=True)
class TargetView:
    """A target as the rules see it."""

    id: str
    about: tuple[str, ...]
    hashtags: Mapping[str, int]
    narrow: bool = False

    @property
    def is_deal(self) -> bool:
        """Whether the target lies between actors: a contract, a partnership."""
        return len(self.about) > 1

    @staticmethod
    def of(target: Target, *, narrow: bool = False) -> TargetView:
        """Return the view of a target; a narrow one is a part of its actor, and named by its aliases only."""
        tags = {tag.lower(): 1 for tag in target.favor_hashtags}
        tags.update({tag.lower(): -1 for tag in target.against_hashtags})
        return TargetView(target.id, tuple(target.about), tags, narrow)


class Aim:
    """One text, asked which of its cues concern which target."""

    def __init__(self, text: Clauses, lexicon: StanceLexicon) -> None:
        self.text = text
        self._weights = lexicon.weights
        self._words = lexicon.words

    @cached_property
    def _named(self) -> list[int]:
        return [i for i, word in enumerate(self.text.words) if word.ids or word.targets]

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(entity for i in self._named for entity in self.text.words[i].ids)

    def concerns(self, view: TargetView) -> bool:
        """Tell whether the text is about a target."""
        words = self.text.words
        if any(view.id in words[i].targets for i in self._named):
            return True
        if view.narrow:
            return False
        if not view.is_deal:
            return not self._ids.isdisjoint(view.about)
        if self._ids.issuperset(view.about):
            return True
        if self._ids.isdisjoint(view.about):
            return False
        return any(word.text in self._words["deal"] for word in words) or any(self._dealings(view))

    def _dealings(self, view: TargetView) -> Iterator[int]:
        """Yield the places of "work with <second actor>" and its like."""
        words = self.text.words
        for place in self._named:
            if not set(words[place].ids) & set(view.about[1:]):
                continue
            back = place - 1
            while back >= 0 and (words[back].text in _BETWEEN or words[back].ids):
                back -= 1
            if back < 0 or words[back].clause != words[place].clause:
                continue
            praised = back and words[back - 1].text in {"great", "good", "nice", "hard", "amazing"}
            if words[back].text in self._words["dealings"] and not praised:
                yield back

    @cached_property
    def _bound(self) -> dict[int, int]:
        """The names that belong to a deal ("contract with Acme", "helping Acme"), and the word that binds each."""
        words = self.text.words
        found = {}
        for place in self._named:
            back = place - 1
            while back >= 0 and (words[back].text in _JOINING or words[back].ids == words[place].ids):
                back -= 1
            if back >= 0 and words[back].clause == words[place].clause and self._binds(back, place):
                found[place] = back
            elif place + 1 < len(words) and words[place + 1].text in self._words["deal"]:
                found[place] = place + 1
        return found

    def _binds(self, back: int, place: int) -> bool:
        word = self.text.words[back].text
        if back == place - 1:
            return word.endswith("ing") and word in self._words["dealings"]
        return word in self._words["deal"] or word in self._words["dealings"]

    def _free(self, view: TargetView, places: Iterable[int], hit: Hit) -> list[Word]:
        """Return the named words among places that a cue can be aimed at: a deal with an actor is not the actor."""
        words = self.text.words
        named = [i for i in places if words[i].ids or words[i].targets]
        if view.is_deal:
            return [words[i] for i in named]
        return [words[i] for i in named if view.id in words[i].targets or not self._is_bound(i, hit)]

    def _is_bound(self, place: int, hit: Hit) -> bool:
        binder = self._bound.get(place)
        return binder is not None and not hit.first <= binder <= hit.last

    def only(self, view: TargetView) -> bool:
        """Tell whether the text names nothing but what the target is about."""
        named = [self.text.words[i] for i in self._named]
        spoken = any(word.own and not word.greeting for word in named)
        return spoken and self._ids <= set(view.about)

    def at(self, view: TargetView, hit: Hit) -> float:
        """Return how far a cue is aimed at a target, 0 to 1."""
        if hit.cue.kind == "judgement":
            return self._judged(view, hit)
        found = self._object(view, hit)
        if hit.cue.kind == "near":
            return self._right_after(view, hit)
        if found is not None:
            return found
        if hit.cue.kind in {"feeling", "cheer"}:
            return self._felt(view, hit)
        return self._demanded(view, hit)

    def _fits(self, view: TargetView, words: Sequence[Word]) -> float:
        """Return how far named words are the target: all of it, one side of a deal, or something else."""
        if any(view.id in word.targets for word in words):
            return 1.0
        if view.narrow:
            return 0.0
        words = [word for word in words if not word.targets]
        ids = {entity for word in words for entity in word.ids}
        sides = ids & set(view.about)
        if not sides:
            return 0.0
        factor = 1.0 if len(sides) > 1 or not view.is_deal else self._weights["one_of_pair"]
        return factor if any(word.own for word in words) else factor * self._weights["quoted"]

    def _object(self, view: TargetView, hit: Hit) -> float | None:
        """Return how far what follows an action or a feeling is the target; None if nothing named follows."""
        words = self.text.words
        stop = min(self.text.of(hit.clause).stop, hit.last + 1 + int(self._weights["reach"]))
        reach = range(
            hit.last + 1, next((i for i in range(hit.last + 1, stop) if words[i].text == ","), stop)
        )
        named = self._free(view, reach, hit)
        if not named and any(words[i].ids or words[i].targets for i in reach):
            return 0.0
        deal = view.is_deal and any(words[i].text in self._words["deal"] for i in reach)
        if not named:
            return 1.0 if deal and self._context(view, hit) else None
        place = next(i for i in reach if words[i] is named[0])
        # "Support the people inside Acme" is no support of Acme.
        if any(
            words[i].text in self._words["persons"] and not words[i].targets
            for i in range(reach.start, place)
        ):
            return 0.0
        if not self._fits(view, named[:1]):
            return 0.0
        if deal:
            return 1.0
        first = [word for word in named if word.ids == named[0].ids and word.targets == named[0].targets]
        return self._fits(view, named if view.is_deal else first)

    def _right_after(self, view: TargetView, hit: Hit) -> float:
        words = self.text.words
        stop = min(self.text.of(hit.clause).stop, hit.last + 4)
        for place in range(hit.last + 1, stop):
            if words[place].ids or words[place].targets:
                return self._fits(view, [words[place]])
            if words[place].text in {"i", "we", ","}:
                break
        return 0.0

    def _pronoun_follows(self, hit: Hit) -> bool:
        words = self.text.words
        stop = min(self.text.of(hit.clause).stop, hit.last + 4)
        return any(words[i].text in self._words["pronouns"] for i in range(hit.last, stop))

    def _felt(self, view: TargetView, hit: Hit) -> float:
        """Aim a feeling without a named object: "Acme, shame on you", "So proud"."""
        factor = self._context(view, hit)
        return (
            factor
            if self._pronoun_follows(hit) or hit.last + 1 >= self.text.of(hit.clause).stop
            else factor / 2
        )

    def _demanded(self, view: TargetView, hit: Hit) -> float:
        """Aim an action without a named object: "Acme should stop", "cancel it"."""
        words = self.text.words
        before = [words[i] for i in range(self.text.starts[hit.clause], hit.first)]
        named = [word for word in before if word.ids or word.targets]
        if named and hit.cue.weight < 0:
            asked = any(word.text in self._words["demand"] for word in before[-4:]) or all(
                word.ids or word.targets or word.text in {",", "dear", "hey"} for word in before
            )
            return self._weights["subject"] * self._fits(view, named) if asked else 0.0
        return self._context(view, hit) if self._pronoun_follows(hit) else 0.0

    def _judged(self, view: TargetView, hit: Hit) -> float:
        """Aim a judgement: at the nearest thing named in its clause, else at what the text is about."""
        words = self.text.words
        named = [i for i in self.text.of(hit.clause) if words[i].ids or words[i].targets]
        if not named:
            return 0.0 if self._has_own_subject(hit) else self._context(view, hit)
        if view.is_deal:
            near = min(named, key=lambda i: (hit.first - i if i < hit.first else i - hit.last, i))
            other = words[near].targets and view.id not in words[near].targets
            return 0.0 if other else self._fits(view, [words[i] for i in named])
        named = [i for i in named if view.id in words[i].targets or not self._is_bound(i, hit)]
        if not named:
            return 0.0
        near = min(named, key=lambda i: (hit.first - i if i < hit.first else i - hit.last, i))
        if words[near].greeting and not self._speaks_to(hit):
            return 0.0
        return self._fits(view, [words[near]])

    def _speaks_to(self, hit: Hit) -> bool:
        """Tell whether a clause speaks to whom it greets: "@acme you are awful", "@acme Awful!"."""
        words = [self.text.words[i] for i in self.text.of(hit.clause) if not self.text.words[i].greeting]
        return len(words) - (hit.last - hit.first) <= _BRIEF or any(word.text in _YOU for word in words)

    def _has_own_subject(self, hit: Hit) -> bool:
        """Tell whether a judgement is of something that is no name: "the policy is cruel"."""
        words = self.text.words
        start = max(self.text.starts[hit.clause], hit.first - 4)
        for place in range(hit.first - 1, start, -1):
            if words[place].text in _COPULAS:
                subject = words[place - 1].text
                return subject not in self._words["pronouns"] and subject not in self._words["deal"]
        return False

    def _context(self, view: TargetView, hit: Hit) -> float:
        """Return what a clause without a name of its own inherits from those beside it."""
        words = self.text.words
        here = [i for i in self._named if words[i].clause == hit.clause]
        if here:
            return self._fits(view, self._free(view, here, hit))
        beside = [i for i in self._named if abs(words[i].clause - hit.clause) <= _NEIGHBOURS]
        earlier = [i for i in beside if words[i].clause < hit.clause] or beside
        if not earlier:
            return self._weights["inherited"] if self.only(view) else 0.0
        first = words[earlier[0]]
        if first.targets and view.id not in first.targets:
            return 0.0
        if not view.is_deal:
            last = max(words[i].clause for i in earlier)
            earlier = [i for i in earlier if words[i].clause == last]
        return self._weights["inherited"] * self._fits(view, self._free(view, earlier, hit))

    def act_concerns(self, view: TargetView, act: Mark) -> bool:
        """Tell whether a speech act stands in a text whose clause there concerns the target."""
        if self.only(view):
            return True
        place = next((word.clause for word in self.text.words if word.end > (act.start or 0)), None)
        if place is None:
            return False
        named = [self.text.words[i] for i in self._named if self.text.words[i].clause == place]
        return bool(named) and self._fits(view, named) > 0

    def refusals(self, view: TargetView, hits: Sequence[Hit]) -> Iterator[tuple[int, int]]:
        """Yield the places of "should not work with …", for a target that is a deal."""
        if not view.is_deal:
            return
        words, lists = self.text.words, self._words
        taken = {i for hit in hits for i in range(hit.first, hit.last + 1)}
        for first, word in enumerate(words):
            if word.text not in lists["no_deal"] or not word.own:
                continue
            before = {words[i].text for i in range(max(self.text.starts[word.clause], first - 2), first)}
            if before & (lists["fact"] | lists["others"]):
                continue
            stop = min(self.text.of(word.clause).stop, first + 1 + int(self._weights["flip_reach"]))
            for last in range(first + 1, stop):
                if last in taken:
                    break
                noun = words[last].text in lists["deal"] and word.text == "no"
                verb = words[last].text in lists["dealings"] and last - first <= 2 and word.text != "no"
                if noun or verb:
                    yield first, last
                    break
