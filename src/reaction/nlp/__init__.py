"""Tags posts: sentiment, entities, roles, speech acts and stance, each with its evidence."""

from __future__ import annotations

from reaction.nlp._pipeline import COMPONENTS, pipeline
from reaction.nlp.tagging import evidence, tag
from reaction.nlp.tokenizer import PostTokenizer

__all__ = ["COMPONENTS", "PostTokenizer", "evidence", "pipeline", "tag"]
