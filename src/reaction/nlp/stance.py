"""Stance by rules: who or what is evaluated in which clause, and on whose behalf."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from spacy.language import Language

from reaction.errors import TaggingError
from reaction.lexicon import stance_cues
from reaction.nlp import _hashtags
from reaction.nlp._aim import Aim, TargetView
from reaction.nlp._clauses import ClauseReader, Word
from reaction.nlp._cues import CueFinder, Hit, stance_lexicon
from reaction.nlp._marks import (
    ACTS,
    ASSENT,
    ENGLISH,
    ENTITIES,
    SENTIMENT,
    STANCE,
    Mark,
    Mention,
    Stance,
    text_of,
)
from reaction.nlp._targets import AliasMatcher
from reaction.nlp.tokenizer import spans
from reaction.story import Target

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from spacy.tokens import Doc

__all__ = ["LABELS", "StanceTagger", "assent"]

LABELS = ("favor", "against", "none", "unclear")
_NOT_SAID = re.compile(r"https?://\S{1,300}|[@#]\w{1,100}")
_SAID = re.compile(r"[\w'+%]{1,30}")
_SENTENCE = re.compile(r"[.!?;\n]{1,9}")
_ASSENT_READ = 300  # characters
_CERTAINTY = 1.1
_UNNAMED = 0.5


def assent(text: str) -> int:
    """Tell whether a text agrees or disagrees with what it answers, and little else.

    Parameters
    ----------
    text
        An English text.

    Returns
    -------
    1 for "agreed" and its like, -1 for "nope" and its like, else 0. Handles, hashtags, links and emoji do not
    count; after a clear opening ("Exactly. And …") more may follow.

    Examples
    --------
    >>> assent("@somebody Exactly this!"), assent("Nope."), assent("This is a long story")
    (1, -1, 0)
    """
    known = stance_lexicon().assent
    if _first_word(text[:_ASSENT_READ]) not in _assent_openings():
        return 0
    said = _NOT_SAID.sub(" ", text[:_ASSENT_READ]).lower().replace("\u2019", "'")
    sentences = [" ".join(_SAID.findall(part)) for part in _SENTENCE.split(said)]
    spoken = [sentence for sentence in sentences if sentence]
    if spoken and (spoken[0] in known["opening"] or set(spoken) <= known["yes"]):
        return 1
    return -1 if spoken and set(spoken) <= known["no"] else 0


def _first_word(text: str) -> str:
    for chunk in text.split():
        if word := _SAID.search(_NOT_SAID.sub(" ", chunk).lower().replace("\u2019", "'")):
            return word[0]
    return ""


@cache
def _assent_openings() -> frozenset[str]:
    """Return the words that a text which agrees or disagrees can open with."""
    return frozenset(phrase.split()[0] for group in stance_lexicon().assent.values() for phrase in group)


class StanceTagger:
    """Component ``reaction_stance``: writes one stance per target to the ``Doc``.

    A text is about a target if it names it (an alias, or the actors that it is about; of a deal of two, both,
    or one beside a word like "contract") or carries one of its hashtags. Cues of stance in the clauses that
    concern the target are summed: verbs and judgements, negated, reported, asked or under a condition as they
    stand; hashtags; speech acts; and, weakly, sentiment. Labels follow SemEval-2016 Task 6: ``favor``,
    ``against``, ``none`` (the text is not about the target), and ``unclear`` where the sum is small or
    contradicts itself. The confidence, 0 to 1, grows with the sum; it is not calibrated, so it is no
    probability. That of ``none`` is 0.5: rules can't see a target that is not named.

    Words and weights stand in ``lexicons/stance.toml``. Needs ``reaction_entities`` before it; uses
    ``reaction_sentiment`` and ``reaction_acts`` where they ran.

    Parameters
    ----------
    targets
        The targets.
    surfaces
        Names of the story's actors, by their ids.

    Examples
    --------
    >>> from reaction.nlp import pipeline
    >>> from reaction.story import Actor, Story, Target
    >>> nlp = pipeline(Story("A story", targets=[Target("acme", "Acme", about=["acme"])],
    ...                      actors=[Actor("acme", "company", "Acme")]))
    >>> found = nlp("Shame on Acme!").user_data["reaction_stance"]["acme"]
    >>> found.label, found.marks[0].rule
    ('against', 'stance.against.jeer')
    """

    def __init__(
        self,
        targets: Sequence[Target],
        surfaces: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        surfaces = surfaces or {}
        names = [name for group in surfaces.values() for name in group]
        self._lexicon = stance_lexicon()
        words = {word for cue in stance_cues() for word in cue.split()}
        self._reader = ClauseReader(_hashtags.vocabulary([*names, *words]), self._lexicon.words["contrast"])
        self._finder = CueFinder(
            self._lexicon,
            lambda phrase: tuple(word.lower() for word, _ in spans(phrase)),
        )
        self._aliases = AliasMatcher(targets, surfaces)
        self._views = [
            TargetView.of(target, narrow=bool(self._aliases.narrow[target.id])) for target in targets
        ]
        self._absent = {
            english: {view.id: _absent(english) for view in self._views} for english in (True, False)
        }
        self._stance_tags = frozenset(tag for view in self._views for tag in view.hashtags)

    def __call__(self, doc: Doc) -> Doc:
        """Find the stances of one ``Doc``."""
        self.read(text_of(doc), doc.user_data)
        return doc

    def read(self, text: str, notes: dict[Any, Any]) -> None:
        """Find the stances of a text and write them to the notes that the components before it left."""
        mentions = notes.get(ENTITIES)
        if mentions is None:
            raise TaggingError("reaction_stance needs reaction_entities before it in the pipeline.")
        own = [mention for mention in mentions if mention.of_story]
        notes[STANCE] = self._stances(text, own, notes)
        notes[ASSENT] = assent(text) if notes.get(ENGLISH, True) else 0

    def _stances(self, text: str, mentions: Sequence[Mention], notes: Mapping[Any, Any]) -> dict[str, Stance]:
        aliases = self._aliases.find(text, frozenset(mention.entity_id for mention in mentions))
        # Each tag once: repeating it makes no stance stronger.
        tags = {tag.lower(): (start, end) for start, end, tag in _hashtags.find(text)} if "#" in text else {}
        english = bool(notes.get(ENGLISH, True))
        if not (mentions or aliases or not self._stance_tags.isdisjoint(tags)):
            return self._absent[english]
        clauses = self._reader.read(text, mentions, self._stance_tags)
        _name_targets(clauses.words, aliases)
        aim = Aim(clauses, self._lexicon)
        hits: list[Hit] | None = None
        found = {}
        for view in self._views:
            own_tags = {tag: span for tag, span in tags.items() if tag in view.hashtags}
            if not (own_tags or aim.concerns(view)):
                found[view.id] = _absent(english)
                continue
            if not english:
                found[view.id] = Stance(None, math.nan, True, ())
                continue
            if hits is None:
                hits = self._finder.find(clauses)
            marks = [
                *self._tag_marks(view, own_tags, text, clauses.words),
                *self._cue_marks(view, aim, hits, text),
            ]
            marks += self._other_marks(view, aim, notes, marks)
            found[view.id] = self._judge(marks)
        return found

    def _tag_marks(
        self, view: TargetView, tags: Mapping[str, tuple[int, int]], text: str, words: Sequence[Word]
    ) -> Iterator[Mark]:
        weight = self._lexicon.weights["hashtag"]
        others = {word.start for word in words if not word.own}
        for tag, (start, end) in tags.items():
            if start not in others:
                side = view.hashtags[tag] * weight
                yield _mark(view.id, side, start, end, text, "stance.hashtag")

    def _cue_marks(self, view: TargetView, aim: Aim, hits: Sequence[Hit], text: str) -> Iterator[Mark]:
        words = aim.text.words
        for hit in hits:
            weight = hit.weight * aim.at(view, hit)
            if weight:
                rule = f"{hit.cue.id}.flipped" if hit.flipped else hit.cue.id
                yield _mark(view.id, weight, words[hit.first].start, words[hit.last].end, text, rule)
        for first, last in aim.refusals(view, hits):
            yield _mark(view.id, -0.9, words[first].start, words[last].end, text, "stance.against.no_deal")

    def _other_marks(
        self, view: TargetView, aim: Aim, notes: Mapping[Any, Any], marks: Sequence[Mark]
    ) -> Iterator[Mark]:
        """Yield what speech acts and sentiment add, and what sarcasm takes away."""
        weights = self._lexicon.weights
        acts: Sequence[Mark] = notes.get(ACTS) or ()
        first = {act.label: act for act in reversed(acts)}
        if "defence" in first:  # "stop attacking them" demands nothing of them
            first.pop("demand", None)
        for act in first.values():
            weight = self._lexicon.acts.get(act.label)
            if weight and aim.act_concerns(view, act):
                yield act._replace(
                    layer="stance",
                    label=_side(weight),
                    target=view.id,
                    rule=f"stance.act.{act.label}",
                    weight=weight,
                )
        tone = notes[SENTIMENT].compound if SENTIMENT in notes else 0.0
        stated = math.fsum(mark.weight for mark in marks)
        agrees = stated * tone >= 0 and abs(tone) >= weights["sentiment_from"]
        if agrees and aim.only(view) and not aim.text.questions:
            weight = tone * weights["sentiment"]
            yield Mark("stance", _side(weight), view.id, None, None, None, "stance.sentiment", weight)
        if any(act.label == "sarcasm_cue" for act in acts):
            gain = sum(mark.weight for mark in marks if mark.weight > 0)
            if gain > 0:
                yield Mark(
                    "stance",
                    "against",
                    view.id,
                    None,
                    None,
                    None,
                    "stance.sarcasm",
                    gain * (weights["sarcasm"] - 1),
                )

    def _judge(self, marks: Sequence[Mark]) -> Stance:
        weights = self._lexicon.weights
        score = math.fsum(mark.weight for mark in marks)
        total = math.fsum(abs(mark.weight) for mark in marks)
        ordered = tuple(sorted(marks, key=lambda mark: (-abs(mark.weight), mark.start or 0, mark.rule)))
        purity = abs(score) / total if total else 0.0
        confidence = round((1 - math.exp(-_CERTAINTY * abs(score))) * purity, 6)
        clear = abs(score) >= weights["threshold"] and purity >= weights["purity"]
        return Stance(_side(score) if clear else "unclear", confidence, True, ordered)


def _name_targets(words: Sequence[Word], aliases: Sequence[tuple[int, int, str]]) -> None:
    """Write the targets that aliases name to the words that they cover."""
    end_of_words = words[-1].end if words else 0
    for start, end, target_id in aliases:
        if start >= end_of_words:
            continue
        for word in words:
            if start <= word.start < end:
                word.targets = (*word.targets, target_id)


def _absent(english: bool) -> Stance:
    return Stance("none", _UNNAMED, False, ()) if english else Stance(None, math.nan, False, ())


def _side(weight: float) -> str:
    return "favor" if weight > 0 else "against"


def _mark(target_id: str, weight: float, start: int, end: int, text: str, rule: str) -> Mark:
    return Mark("stance", _side(weight), target_id, start, end, text[start:end], rule, round(weight, 6))


@Language.factory("reaction_stance", default_config={"targets": [], "surfaces": {}})
def _make(
    nlp: Language,  # noqa: ARG001
    name: str,  # noqa: ARG001
    targets: list[dict[str, Any]],
    surfaces: dict[str, list[str]],
) -> StanceTagger:
    return StanceTagger([Target(**target) for target in targets], surfaces)
