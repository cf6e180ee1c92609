"""Tags posts: sentiment, entities, roles, speech acts and stance, each with its evidence."""

from __future__ import annotations

from reaction.nlp._pipeline import COMPONENTS, pipeline
from reaction.nlp.mentions import entities
from reaction.nlp.tagging import evidence, tag
from reaction.nlp.tokenizer import PostTokenizer
from reaction.nlp.tone import sentiment

__all__ = ["COMPONENTS", "PostTokenizer", "entities", "evidence", "pipeline", "sentiment", "tag"]
