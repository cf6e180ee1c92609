"""Tags posts: sentiment, entities, roles, speech acts and stance, each with its evidence."""

from __future__ import annotations

from reaction.nlp._gazetteer import gazetteer
from reaction.nlp._pipeline import COMPONENTS, pipeline
from reaction.nlp.account_roles import account_roles
from reaction.nlp.explanation import Explanation, explain
from reaction.nlp.mentions import entities
from reaction.nlp.profiles import roles
from reaction.nlp.quotations import quotes
from reaction.nlp.speech_acts import acts
from reaction.nlp.tagging import evidence, tag
from reaction.nlp.tokenizer import PostTokenizer
from reaction.nlp.tone import sentiment

__all__ = [
    "COMPONENTS",
    "Explanation",
    "PostTokenizer",
    "account_roles",
    "acts",
    "entities",
    "evidence",
    "explain",
    "gazetteer",
    "pipeline",
    "quotes",
    "roles",
    "sentiment",
    "tag",
]
