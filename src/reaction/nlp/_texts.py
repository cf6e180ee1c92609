"""Tags each unique text once, in batches, into flat columns."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from reaction.nlp import _progress
from reaction.nlp._marks import ACTS, ASSENT, ENTITIES, SENTIMENT, STANCE, Mark
from reaction.nlp._models import merged
from reaction.nlp._ragged import ENTITY, EVIDENCE, Builder, Ragged, stacked
from reaction.nlp._reader import TextReader
from reaction.nlp.speech_acts import ACTS_LABELS
from reaction.nlp.stance import LABELS
from reaction.parallel import Workers, without_cycle_search

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reaction.nlp._marks import Mention
    from reaction.nlp._models import Spans
    from reaction.story import Story

Floats = np.ndarray[Any, np.dtype[np.float64]]
Codes = np.ndarray[Any, np.dtype[np.int8]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]

_BATCH = 2_000  # texts whose findings wait as Python objects
_PART = 20_000  # texts that a process takes at once
_PLACE = {label: code for code, label in enumerate(LABELS)}
_ACT_ORDER = {label: place for place, label in enumerate(ACTS_LABELS)}


@dataclass(frozen=True)
class StanceColumns:
    """The stances of n texts on one target: codes of `LABELS` (-1: none given), confidence, aboutness."""

    labels: Codes
    confidence: Floats
    about: Mask


@dataclass(frozen=True)
class TextTags:
    """What the pipeline found in n unique texts."""

    sentiment: Floats
    hits: Floats
    entities: Ragged
    acts: Ragged
    stances: dict[str, StanceColumns]
    assent: Codes
    marks: Ragged
    act_marks: Ragged
    stance_marks: Ragged


class _Collector:
    def __init__(self, n: int, targets: Sequence[str], *, evidence: bool) -> None:
        self.evidence = evidence
        self.sentiment = np.full(n, math.nan)
        self.hits = np.full(n, math.nan)
        self.assent = np.zeros(n, dtype=np.int8)
        self.entities = Builder(ENTITY)
        self.acts = Builder(pa.string())
        self.marks = Builder(EVIDENCE)
        self.act_marks = Builder(EVIDENCE)
        self.stance_marks = Builder(EVIDENCE)
        self.stances = {
            target: StanceColumns(
                np.full(n, -1, dtype=np.int8), np.full(n, math.nan), np.zeros(n, dtype=bool)
            )
            for target in targets
        }

    def add(self, row: int, found: Mapping[str, Any]) -> None:
        tone, mentions, acts = found[SENTIMENT], found[ENTITIES], found[ACTS] or ()
        self.sentiment[row] = tone.compound
        if tone.hits is not None:
            self.hits[row] = tone.hits
        self.entities.add([(m.start, m.end, m.text, m.label, m.entity_id or None) for m in mentions])
        self.acts.add(sorted({mark.label for mark in acts}, key=_ACT_ORDER.__getitem__))
        self.assent[row] = found[ASSENT]
        stances = found[STANCE]
        for target, columns in self.stances.items():
            stance = stances[target]
            columns.about[row] = stance.about
            if stance.label is not None:
                columns.labels[row] = _PLACE[stance.label]
                columns.confidence[row] = stance.confidence
        if self.evidence:
            named = [
                Mark("entity", m.label, m.entity_id or None, m.start, m.end, m.text, m.rule, 1.0)
                for m in mentions
            ]
            self.marks.add([*tone.marks, *named])
            self.act_marks.add(acts)
            self.stance_marks.add([mark for stance in stances.values() for mark in stance.marks])
        else:
            self.marks.add(())
            self.act_marks.add(())
            self.stance_marks.add(())

    def flush(self) -> None:
        for builder in (self.entities, self.acts, self.marks, self.act_marks, self.stance_marks):
            builder.flush()

    def finish(self) -> TextTags:
        return TextTags(
            self.sentiment,
            self.hits,
            self.entities.finish(),
            self.acts.finish(),
            self.stances,
            self.assent,
            self.marks.finish(),
            self.act_marks.finish(),
            self.stance_marks.finish(),
        )


class Part(NamedTuple):
    """Texts to read, which of them are English, and what a model of the user's found in each."""

    texts: Sequence[str]
    english: Mask
    more: Sequence[list[Mention]] | None


class _Reading(NamedTuple):
    """What a process reads with."""

    reader: TextReader
    targets: list[str]
    evidence: bool

    @classmethod
    def of(cls, story: Story, lexicons: tuple[str, ...], *, evidence: bool) -> _Reading:
        return cls(TextReader(story, lexicons), [target.id for target in story.targets], evidence)

    def read(self, part: Part) -> TextTags:
        collector = _Collector(len(part.texts), self.targets, evidence=self.evidence)
        with without_cycle_search():
            for row, text in enumerate(part.texts):
                found = self.reader.read(text, english=bool(part.english[row]))
                if part.more is not None:
                    found[ENTITIES] = merged(found[ENTITIES], part.more[row])
                collector.add(row, found)
                if row % _BATCH == _BATCH - 1:
                    collector.flush()
        return collector.finish()


# Set once in each further process, before its first part.
_AT_WORK: list[_Reading] = []


def _prepare(story: Story, lexicons: tuple[str, ...], evidence: bool) -> None:
    _AT_WORK[:] = [_Reading.of(story, lexicons, evidence=evidence)]


def _read(part: Part) -> TextTags:
    return _AT_WORK[0].read(part)


def tag_texts(
    story: Story,
    texts: Sequence[str],
    english: Mask,
    *,
    lexicons: Sequence[str],
    evidence: bool,
    spans: Spans | None,
    jobs: int,
    progress: bool | None,
) -> TextTags:
    """Read unique texts, and let a model of the user's read them beside; only flat columns are kept."""
    paths = tuple(lexicons)
    workers = Workers(jobs if len(texts) > _PART else 1, prepare=_prepare, prepared=(story, paths, evidence))
    read = _Reading.of(story, paths, evidence=evidence).read if workers.jobs == 1 else _read
    bar = _progress.Bar(len(texts), "tagging", progress)
    found = []
    with workers:
        for tags in workers.map(read, _parts(texts, english, spans)):
            found.append(tags)
            bar.advance(len(tags.sentiment))
    bar.close()
    return _stacked(found)


def _parts(texts: Sequence[str], english: Mask, spans: Spans | None) -> Iterator[Part]:
    for start in range(0, max(len(texts), 1), _PART):
        some = texts[start : start + _PART]
        yield Part(some, english[start : start + _PART], None if spans is None else list(spans(some)))


def _stacked(found: Sequence[TextTags]) -> TextTags:
    if len(found) == 1:
        return found[0]
    columns: dict[str, Any] = {}
    for field in fields(TextTags):
        values = [getattr(tags, field.name) for tags in found]
        if field.name == "stances":
            columns[field.name] = {
                target: StanceColumns(
                    *(
                        np.concatenate([getattr(stances[target], name) for stances in values])
                        for name in ("labels", "confidence", "about")
                    )
                )
                for target in values[0]
            }
        else:
            columns[field.name] = stacked(values) if isinstance(values[0], Ragged) else np.concatenate(values)
    return TextTags(**columns)
