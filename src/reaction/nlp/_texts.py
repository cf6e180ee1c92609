"""Tags each unique text once, in batches, into flat columns."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from reaction.nlp import _progress
from reaction.nlp._marks import ACTS, ASSENT, ENTITIES, SENTIMENT, STANCE, Mark
from reaction.nlp._models import merged
from reaction.nlp._ragged import ENTITY, EVIDENCE, Builder, Ragged
from reaction.nlp.acts import ACTS_LABELS
from reaction.nlp.stance import LABELS
from reaction.parallel import without_cycle_search

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reaction.nlp._models import Spans
    from reaction.nlp._reader import TextReader

Floats = np.ndarray[Any, np.dtype[np.float64]]
Codes = np.ndarray[Any, np.dtype[np.int8]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]

_BATCH = 2_000
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


def tag_texts(
    reader: TextReader,
    texts: Sequence[str],
    english: Mask,
    targets: Sequence[str],
    *,
    evidence: bool,
    spans: Spans | None,
    progress: bool | None,
) -> TextTags:
    """Read unique texts, and let a model of the user's read them beside; only flat columns are kept."""
    collector = _Collector(len(texts), targets, evidence=evidence)
    bar = _progress.Bar(len(texts), "tagging", progress)
    with without_cycle_search():
        for start in range(0, len(texts), _BATCH):
            batch = texts[start : start + _BATCH]
            more = None if spans is None else list(spans(batch))
            for row, text in enumerate(batch):
                found = reader.read(text, english=bool(english[start + row]))
                if more is not None:
                    found[ENTITIES] = merged(found[ENTITIES], more[row])
                collector.add(start + row, found)
            collector.flush()
            bar.advance(len(batch))
    bar.close()
    return collector.finish()
