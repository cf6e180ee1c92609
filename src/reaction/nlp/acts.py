"""Speech acts by rules: calls to action, demands, boycotts, threats to quit, praise, and more."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from spacy.language import Language

from reaction.lexicon import read, rules
from reaction.nlp._marks import ACTS, Mark, is_english, quoted_spans, text_of, within, words_of
from reaction.nlp._rules import RuleSet

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["ACTS_LABELS", "ActsTagger", "acts"]

ACTS_LABELS = (
    "call_to_action",
    "demand",
    "boycott",
    "quit_threat",
    "praise",
    "defence",
    "question",
    "disclosure",
    "sarcasm_cue",
)


@cache
def _rule_set() -> RuleSet:
    return RuleSet(rules(read("acts"), "acts.toml"))


def acts(text: str) -> tuple[Mark, ...]:
    """Find the speech acts in the author's own words of an English text.

    Words inside quotation marks, quoted lines and hand-made reposts are somebody else's.

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    One mark per match, in the order of the text; `label` is one of
    ``call_to_action, demand, boycott, quit_threat, praise, defence, question, disclosure, sarcasm_cue``.

    Examples
    --------
    >>> [(mark.label, mark.text) for mark in acts("Boycott them! They must resign.")]
    [('boycott', 'Boycott'), ('call_to_action', 'Boycott'), ('demand', 'must resign')]
    >>> acts('"Boycott them!" was the cry')
    ()
    """
    others = quoted_spans(text)
    found = [
        Mark("act", rule.label, None, *_trimmed(match.start(), match.end(), text), rule.id, rule.weight)
        for rule, match in _rule_set().find(text, words_of(text))
        if not (others and within(match.start(), match.end(), others))
    ]
    found.sort(key=lambda mark: (mark.start or 0, mark.label))
    return tuple(found)


def _trimmed(start: int, end: int, text: str) -> tuple[int, int, str]:
    span = text[start:end]
    left = len(span) - len(span.lstrip(" \n\t.!?:;,"))
    return start + left, end, span[left:]


class ActsTagger:
    """Component ``reaction_acts``: writes the speech acts to the ``Doc``, None where it is not English.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> component = nlp.add_pipe("reaction_acts")
    >>> [mark.label for mark in nlp("Kudos to the team").user_data["reaction_acts"]]
    ['praise']
    """

    def __call__(self, doc: Doc) -> Doc:
        """Find the acts of one ``Doc``."""
        doc.user_data[ACTS] = acts(text_of(doc)) if is_english(doc) else None
        return doc


@Language.factory("reaction_acts")
def _make(nlp: Language, name: str) -> ActsTagger:  # noqa: ARG001
    return ActsTagger()
