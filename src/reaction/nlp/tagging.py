"""Tags a Posts table for a story, and lists the evidence."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reaction.errors import TaggingError
from reaction.nlp._accounts import RoleColumns, tag_accounts
from reaction.nlp._answers import Answers, marks, row_of, settle
from reaction.nlp._gazetteer import paths_of, read_lists
from reaction.nlp._language import english_rows, warn_of_unanalysed
from reaction.nlp._linker import Linker
from reaction.nlp._links import tag_links
from reaction.nlp._models import load_model
from reaction.nlp._ragged import EVIDENCE, Ragged, join
from reaction.nlp._texts import TextTags, tag_texts
from reaction.nlp.stance import LABELS
from reaction.schema import require
from reaction.story import Story

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from spacy.language import Language

__all__ = ["evidence", "tag"]

Ints = np.ndarray[Any, np.dtype[np.int64]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]

_NEEDED = (
    *("platform", "post_id", "kind", "text", "lang", "urls", "reply_to_id", "quote_of_id"),
    *("author_id", "author_handle", "author_name", "author_bio", "author_url"),
)
TIERS = ("rules", "model", "network", "human")


def tag(
    posts: pd.DataFrame,
    story: Story,
    *,
    evidence: bool = True,
    assume_lang: str | None = None,
    lexicons: Sequence[str | PathLike[str]] = (),
    model: Language | str | None = None,
    jobs: int = 1,
    progress: bool | None = None,
) -> pd.DataFrame:
    """Tag posts with sentiment, entities, roles, speech acts and stance.

    Each unique text is read once. Sentiment, roles declared in texts, acts and stance are for English; names,
    handles, hashtags and links are found in any language, and the English role patterns are tried on every
    profile. A role found in one post or profile holds for all posts of the account.

    Parameters
    ----------
    posts
        Posts table of n rows.
    story
        Its actors are found, its targets judged.
    evidence
        Whether to add the column ``evidence``: which words and rules tagged each post so.
    assume_lang
        The language of posts whose `lang` is unknown; without it they count as not English.
    lexicons
        Files with lists of entities of your own, as :func:`reaction.nlp.entities` takes them.
    model
        A spaCy pipeline, or the name of an installed one, whose persons, organisations and places are merged
        with the entities found.
    jobs
        How many processes read the texts; 0 takes one per core. The result is the same, and small tables are
        read by one.
    progress
        None shows progress when the work takes more than two seconds, True at once, False never.

    Returns
    -------
    A new frame of n rows: the columns of `posts`, without the tags of an earlier call, and

    - ``sentiment`` (VADER compound, -1 to 1; NaN where not analysed) and ``sentiment_hits`` (0 hits: the
      sentiment 0.0 is not neutral, nothing was found to judge by);
    - ``entities``, a list of struct (start, end, text, label, entity_id), as :func:`reaction.nlp.entities`
      finds them; links have no place in the text;
    - ``author_roles``, null where neither bio nor handle nor name is known, and ``author_employer``;
    - ``acts``, null for pure reposts, whose words are somebody else's;
    - per target ``stance_<id>`` (``favor, against, none, unclear``; null for pure reposts), its
      ``_confidence`` (0 to 1, not calibrated), its ``_tier``, and ``amplified_stance_<id>``: the stance of
      the text that a repost or quote passes on, where that text is in the table. ``none``: not about the
      target. ``unclear``: about it, but undecided, or an answer to (or a quote of) a post that is about it;
      an answer such as "agreed" or "nope" takes the side of that post, or the other;
    - ``evidence``, a list of struct (layer, label, target, start, end, text, rule, weight).

    Offsets are code points into ``text``.

    Raises
    ------
    TaggingError
        If `story` is not a Story, `assume_lang` not a language, or the model not installed.
    LexiconError
        If a list of entities is missing or wrong.
    MissingColumnError
        If `posts` lacks a column.

    Warns
    -----
    NotAnalysedWarning
        If posts are left out for their language; the message counts them.

    Examples
    --------
    >>> from reaction.schema import from_columns
    >>> from reaction.story import Actor, Story, Target
    >>> posts = from_columns({"platform": ["x"], "post_id": ["1"], "kind": ["original"], "lang": ["en"],
    ...                       "text": ["Shame on Acme"], "author_bio": ["Engineer at Acme"]})
    >>> story = Story("A story", targets=[Target("acme", "Acme", about=["acme"])],
    ...               actors=[Actor("acme", "company", "Acme")])
    >>> tagged = tag(posts, story)
    >>> tagged["stance_acme"].item(), tagged["author_roles"].item(), tagged["author_employer"].item()
    ('against', ['employee'], 'acme')
    """
    if not isinstance(story, Story):
        raise TaggingError(f"tag takes a Story, not {type(story).__name__}. Read one with Story.from_toml.")
    require(posts, _NEEDED, purpose="tag")
    if not posts.columns.is_unique or not isinstance(posts["text"].dtype, pd.StringDtype):
        raise TaggingError(
            "tag takes a Posts table whose columns are unique and whose texts have the dtype str. Read it with "
            "reaction.read_posts or reaction.read_table, or build it with reaction.schema.from_columns."
        )
    english = english_rows(posts, assume_lang)
    unit_of_row, texts, unit_english = _units(posts["text"], english)
    targets = [target.id for target in story.targets]
    paths = [str(path) for path in paths_of(lexicons)]
    linker = Linker(story.actors, read_lists(paths))
    found = tag_texts(
        story,
        texts,
        unit_english,
        lexicons=paths,
        evidence=evidence,
        spans=load_model(model),
        jobs=jobs,
        progress=progress,
    )
    rows = _Rows(posts, unit_of_row, english)
    warn_of_unanalysed(posts, english)
    roles = tag_accounts(posts, story, texts, rows.own_unit, evidence=evidence, lexicons=paths)
    links, link_marks = tag_links(posts["urls"], linker)
    columns = {**_text_columns(rows, found, links), **_role_columns(roles)}
    answers: list[Answers] = []
    for target in targets:
        stance, answered = _stance_columns(rows, found, target)
        columns.update(stance)
        answers.append(answered)
    if evidence:
        why = _evidence(rows, found, roles.marks, link_marks, answers)
        columns["evidence"] = _lists(why.to_arrow())
    # Stances of another story, from an earlier call, would stand beside evidence that is not theirs.
    stale = [name for name in posts.columns if str(name).startswith(("stance_", "amplified_stance_"))]
    kept = posts.drop(columns=[*stale, *(["evidence"] if "evidence" in posts.columns else [])])
    return kept.assign(**{name: _on(posts, values) for name, values in columns.items()})


def _units(texts: pd.Series[Any], english: Mask) -> tuple[Ints, list[str], Mask]:
    """Return the unit of each row (-1: no text), a unit being a unique pair of text and language, and the units."""
    codes, unique = pd.factorize(texts)
    keys = np.where(codes < 0, -1, codes.astype(np.int64) * 2 + english)
    units, unit_of_row = np.unique(keys, return_inverse=True)
    missing = int(len(units) > 0 and units[0] < 0)
    units = units[missing:]
    written = unique.to_numpy(object)[units // 2] if len(units) else np.empty(0, object)
    return unit_of_row.astype(np.int64) - missing, list(written), (units % 2).astype(bool)


class _Rows:
    """The rows of a table: which unique text each holds, and whose words they are."""

    def __init__(self, posts: pd.DataFrame, unit: Ints, english: Mask) -> None:
        self.posts = posts
        self.unit = unit
        self.is_repost = (posts["kind"] == "repost").to_numpy(bool)
        self.own_unit = np.where(~self.is_repost & english, unit, -1)
        self.english_unit = np.where(english, unit, -1)
        self.replied = row_of(posts, "reply_to_id")
        self.quoted = row_of(posts, "quote_of_id")


def _text_columns(rows: _Rows, found: TextTags, links: Ragged) -> dict[str, Any]:
    hits = np.append(found.hits, math.nan)[rows.unit]
    entities = join([found.entities.take(rows.unit), links])
    return {
        "sentiment": np.append(found.sentiment, math.nan)[rows.unit],
        "sentiment_hits": pd.arrays.IntegerArray(np.nan_to_num(hits).astype(np.int64), np.isnan(hits)),
        "entities": _lists(entities.to_arrow((rows.unit < 0) & (entities.counts == 0))),
        "acts": _lists(found.acts.take(rows.own_unit).to_arrow(rows.own_unit < 0)),
    }


def _role_columns(roles: RoleColumns) -> dict[str, Any]:
    return {
        "author_roles": _lists(roles.roles.to_arrow(roles.unknown)),
        "author_employer": roles.employers,
    }


def _stance_columns(rows: _Rows, found: TextTags, target: str) -> tuple[dict[str, Any], Answers]:
    units = found.stances[target]
    labels = np.append(units.labels, np.int8(-1))
    codes, confidence, answers = settle(
        target,
        labels[rows.own_unit],
        np.append(units.confidence, math.nan)[rows.own_unit],
        np.append(found.assent, np.int8(0))[rows.own_unit],
        np.append(units.about, False)[rows.unit],
        np.where(rows.replied >= 0, rows.replied, rows.quoted),
    )
    quoted = np.append(labels[rows.english_unit], np.int8(-1))[rows.quoted]
    amplified = np.where(rows.is_repost, labels[rows.english_unit], quoted)
    tier = pd.Categorical.from_codes(np.where(codes < 0, -1, 0), categories=pd.Index(TIERS, dtype="str"))
    return {
        f"stance_{target}": _stances(codes),
        f"stance_{target}_confidence": confidence,
        f"stance_{target}_tier": tier,
        f"amplified_stance_{target}": _stances(amplified),
    }, answers


def _evidence(rows: _Rows, found: TextTags, roles: Ragged, links: Ragged, answers: list[Answers]) -> Ragged:
    passed_on = found.stance_marks.take(np.where(rows.is_repost, rows.english_unit, -1))
    values = passed_on.values
    layer = pa.array(["amplified_stance"] * len(values), pa.string())
    renamed = pa.StructArray.from_arrays(
        [layer, *(values.field(place) for place in range(1, EVIDENCE.num_fields))], fields=list(EVIDENCE)
    )
    return join(
        [
            found.marks.take(rows.unit),
            found.act_marks.take(rows.own_unit),
            found.stance_marks.take(rows.own_unit),
            Ragged(passed_on.starts, renamed),
            marks(answers, len(rows.posts)),
            roles,
            links,
        ]
    )


def _stances(codes: np.ndarray[Any, Any]) -> Any:
    return pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(pd.Index(LABELS, dtype="str")))


def _lists(values: pa.Array) -> Any:
    dtype: Any = pd.ArrowDtype(values.type)
    return dtype.__from_arrow__(values)


def _on(posts: pd.DataFrame, values: Any) -> pd.Series[Any]:
    return values if isinstance(values, pd.Series) else pd.Series(values, index=posts.index)


def evidence(tagged: pd.DataFrame) -> pd.DataFrame:
    """List why each post was tagged as it was: one row per span, rule and weight.

    Parameters
    ----------
    tagged
        Table as returned by :func:`reaction.tag` with its column ``evidence``.

    Returns
    -------
    Long table, in the order of `tagged`: ``platform, post_id, layer`` (``sentiment, entity, role, act,
    stance, amplified_stance``), ``label``, ``target`` (of a stance the target's id, of an entity its id, of a
    role the employer), ``start, end`` (code points into the post's text; null where the words stand elsewhere,
    such as in the bio), ``text, rule, weight``.

    Raises
    ------
    MissingColumnError
        If `tagged` has no column ``evidence``.

    Examples
    --------
    >>> from reaction.schema import from_columns
    >>> from reaction.story import Actor, Story, Target
    >>> posts = from_columns({"platform": ["x"], "post_id": ["1"], "kind": ["original"], "lang": ["en"],
    ...                       "text": ["Boycott Acme"]})
    >>> story = Story("A story", targets=[Target("acme", "Acme", about=["acme"])],
    ...               actors=[Actor("acme", "company", "Acme")])
    >>> found = evidence(tag(posts, story))
    >>> found.loc[found["layer"] == "stance", ["text", "rule", "weight"]].to_dict("records")
    [{'text': 'Boycott', 'rule': 'stance.against.boycott', 'weight': -1.2},
     {'text': 'Boycott', 'rule': 'stance.act.boycott', 'weight': -0.6}]
    """
    require(tagged, ["platform", "post_id", "evidence"], purpose="evidence", hint="Tag with evidence=True.")
    lists = pa.array(tagged["evidence"])
    lists = lists.combine_chunks() if isinstance(lists, pa.ChunkedArray) else lists
    counts = pc.fill_null(pc.list_value_length(lists), 0).to_numpy(zero_copy_only=False).astype(np.int64)
    rows = np.repeat(np.arange(len(tagged)), counts)
    flat_values = lists.flatten()
    table: dict[str, Any] = {
        "platform": tagged["platform"].iloc[rows].reset_index(drop=True),
        "post_id": tagged["post_id"].iloc[rows].reset_index(drop=True),
    }
    for place, field in enumerate(EVIDENCE):
        values = pc.struct_field(flat_values, place)
        if field.name in {"start", "end"}:
            table[field.name] = pd.Series(values.to_pandas(integer_object_nulls=False)).astype("Int64")
        elif field.name == "weight":
            table[field.name] = values.to_numpy(zero_copy_only=False)
        else:
            strings: Any = pd.StringDtype(na_value=np.nan)
            series = pd.Series(strings.__from_arrow__(values))
            table[field.name] = series.astype("category") if field.name in {"layer", "rule"} else series
    return pd.DataFrame(table)
