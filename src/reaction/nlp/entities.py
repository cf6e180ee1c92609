"""Mentions of a story's actors: names, aliases, products, handles, hashtags and domains."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from spacy.language import Language
from spacy.matcher import PhraseMatcher

from reaction.nlp import _hashtags
from reaction.nlp._ambiguous import Ambiguous, Surroundings, ambiguous, decide
from reaction.nlp._marks import ENTITIES, Mention, text_of, words_of
from reaction.story import Actor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from spacy.tokens import Doc
    from spacy.vocab import Vocab

__all__ = ["ActorMatcher"]

_CONTEXT = 5
_KEPT_TAGS = 1 << 16
_SHORTEST_PLURAL = 4
_WORDS_OF_A_NAME = 5


class _Name(NamedTuple):
    entity_id: str
    label: str
    rule: str
    ambiguous: Ambiguous | None


class ActorMatcher:
    """Component ``reaction_entities``: finds the mentions of a story's actors, in any language.

    Names, aliases and products (which count as their owner) in any case, with ``'s`` and plural ``-s``;
    handles; hashtags, whole or cut into names (``#MicrosoftICE`` names both). Names that the story calls
    case-sensitive are decided by case and neighbours. Where mentions overlap, the longest counts. Writes a
    list of mentions to the ``Doc``.

    Parameters
    ----------
    vocab
        The pipeline's vocabulary.
    tokenizer
        Turns a text into a ``Doc``: the pipeline's own.
    actors
        The actors to find.
    words
        Further words that hashtags are cut into, such as cues of stance.

    Examples
    --------
    >>> from reaction.nlp import pipeline
    >>> from reaction.story import Actor, Story
    >>> nlp = pipeline(Story("A story", actors=[
    ...     Actor("acme", "company", "Acme", products=["Acme Cloud"], handles=["acme"])]))
    >>> [(m.text, m.entity_id, m.rule) for m in nlp("@acme's ACME cloud")
    ...  .user_data["reaction_entities"]]
    [('@acme', 'acme', 'entity.handle'), ('ACME cloud', 'acme', 'entity.product')]
    """

    def __init__(
        self,
        vocab: Vocab,
        tokenizer: Callable[[str], Doc],
        actors: Sequence[Actor],
        words: Iterable[str] = (),
    ) -> None:
        self._matcher = PhraseMatcher(vocab, attr="LOWER")
        self._names: dict[int, _Name] = {}
        self._tags: dict[str, list[_Name]] = defaultdict(list)
        self._by_surface: dict[str, list[_Name]] = defaultdict(list)
        self._known_tags: dict[str, tuple[_Name, ...]] = {}
        for actor in actors:
            self._add_actor(actor, vocab, tokenizer)
        self._vocabulary = _hashtags.vocabulary([*self._by_surface, *words])

    def _add_actor(self, actor: Actor, vocab: Vocab, tokenizer: Callable[[str], Doc]) -> None:
        label = actor.kind.upper()
        for rule, surface in _surfaces(actor):
            special = ambiguous(surface) if surface in actor.case_sensitive else None
            name = _Name(actor.id, label, rule, special)
            key = f"{actor.id}|{rule}|{surface if special else ''}"
            forms = [surface] if special or rule == "entity.handle" else _forms(surface)
            self._matcher.add(key, [doc for form in forms if len(doc := tokenizer(form))])
            self._names[vocab.strings[key]] = name
            if rule != "entity.handle":
                self._by_surface[_hashtags.joined(surface)].append(name)
        for tag in actor.hashtags:
            self._tags[tag.lower()].append(_Name(actor.id, label, "entity.hashtag", None))

    def __call__(self, doc: Doc) -> Doc:
        """Find the mentions in one ``Doc``."""
        matches = self._matcher(doc)
        text = text_of(doc)
        found = [*self._names_in(doc, text, matches)] if matches else []
        if "#" in text or "\uff03" in text:
            found += self._tags_in(text, bool(found))
        doc.user_data[ENTITIES] = _longest(found, len(text))
        return doc

    def _names_in(self, doc: Doc, text: str, matches: list[tuple[int, int, int]]) -> Iterator[Mention]:
        clear = False
        unclear = []
        for key, first, last in matches:
            name = self._names[key]
            if name.ambiguous is None:
                clear = True
                yield _mention(doc, text, first, last, name, name.rule)
            else:
                unclear.append((name, first, last))
        words = words_of(text) if unclear else set()
        for name, first, last in unclear:
            place = _surroundings(doc, first, last, text, words, company=clear)
            if name.ambiguous and (rule := decide(name.ambiguous, place)):
                yield _mention(doc, text, first, last, name, rule)

    def _tags_in(self, text: str, company: bool) -> Iterator[Mention]:
        for start, end, tag in _hashtags.find(text):
            names = self._known_tags.get(tag)
            if names is None:
                names = self._resolve(tag)
                if len(self._known_tags) < _KEPT_TAGS:
                    self._known_tags[tag] = names
            for name in names:
                # A tag that is nothing but the ambiguous word counts in its exact case, or in company.
                if name.ambiguous and tag != name.ambiguous.name and not company:
                    continue
                yield Mention(start, end, text[start:end], name.label, name.entity_id, name.rule)

    def _resolve(self, tag: str) -> tuple[_Name, ...]:
        if whole := self._tags.get(tag.lower()):
            return tuple(whole)
        parts = _hashtags.split(tag, self._vocabulary)
        if len(parts) == 1:
            names = self._by_surface.get(tag.lower(), ())
            return tuple(name._replace(rule="entity.hashtag_name") for name in names)
        found: dict[str, _Name] = {}
        # "#DropICE", "#microsoftice": every part is known, so company is what the other parts give.
        lowered = [part.lower() for part in parts]
        place = 0
        while place < len(parts):
            names, place = self._longest_name(parts, lowered, place)
            for name in names:
                found.setdefault(name.entity_id, name)
        return tuple(found.values())

    def _longest_name(
        self, parts: Sequence[str], lowered: Sequence[str], place: int
    ) -> tuple[list[_Name], int]:
        """Return the names that the parts from `place` on begin with, and the place after them."""
        for end in range(min(len(parts), place + _WORDS_OF_A_NAME), place, -1):
            names = [
                _Name(name.entity_id, name.label, "entity.hashtag_part", None)
                for name in self._by_surface.get("".join(lowered[place:end]), ())
                if not name.ambiguous or _accepts(name.ambiguous, parts, place, self._by_surface)
            ]
            if names:
                return names, end
        return [], place + 1


def _accepts(entry: Ambiguous, parts: Sequence[str], place: int, surfaces: dict[str, Any]) -> bool:
    others = [part for i, part in enumerate(parts) if i != place]
    around = Surroundings(
        written=parts[place].upper() if parts[place].islower() else parts[place],
        before=parts[:place],
        after=parts[place + 1 :],
        text=" ".join(part.title() for part in others),
        words={part.lower() for part in others},
        company=any(part.lower() in surfaces for part in others),
    )
    rule = decide(entry, around)
    # In a tag of small letters nothing shows the case: ask for a neighbour that settles it.
    return rule is not None and (not parts[place].islower() or rule != "entity.case" or around.company)


def _surfaces(actor: Actor) -> Iterator[tuple[str, str]]:
    for alias in dict.fromkeys((*actor.aliases, *actor.case_sensitive)):
        if alias != actor.name and alias not in actor.products:
            yield "entity.alias", alias
    yield "entity.name", actor.name
    for product in actor.products:
        yield "entity.product", product
    for handle in actor.handles:
        yield "entity.handle", f"@{handle}"


def _forms(surface: str) -> list[str]:
    last = surface.rsplit(" ", 1)[-1]
    if last.isalpha() and len(last) >= _SHORTEST_PLURAL and not last.lower().endswith("s"):
        return [surface, f"{surface}s"]
    return [surface]


def _mention(doc: Doc, text: str, first: int, last: int, name: _Name, rule: str) -> Mention:
    start = doc[first].idx
    token = doc[last - 1]
    end = token.idx + len(token)
    return Mention(start, end, text[start:end], name.label, name.entity_id, rule)


def _surroundings(
    doc: Doc, first: int, last: int, text: str, words: set[str], *, company: bool
) -> Surroundings:
    return Surroundings(
        written=doc[first:last].text,
        before=[token.text for token in doc[max(0, first - _CONTEXT) : first]],
        after=[token.text for token in doc[last : last + _CONTEXT]],
        text=text,
        words=words,
        company=company,
    )


def _longest(found: list[Mention], length: int) -> list[Mention]:
    """Keep the longest where mentions overlap; several entities may share one span."""
    if len(found) < 2:
        return found
    kept: dict[tuple[int, int, str], Mention] = {}
    spans: set[tuple[int, int]] = set()
    covered = bytearray(length)
    for mention in sorted(set(found), key=lambda m: (m.start - m.end, m.start, m.entity_id, m.rule)):
        start, end = span = mention[:2]
        if span not in spans and any(covered[start:end]):
            continue
        kept.setdefault((start, end, mention.entity_id), mention)
        spans.add(span)
        covered[start:end] = b"\x01" * (end - start)
    return sorted(kept.values(), key=lambda m: (m.start, m.end, m.entity_id))


@Language.factory("reaction_entities", default_config={"actors": [], "words": []})
def _make(nlp: Language, name: str, actors: list[dict[str, Any]], words: list[str]) -> ActorMatcher:  # noqa: ARG001
    return ActorMatcher(nlp.vocab, nlp.make_doc, [Actor(**actor) for actor in actors], words)
