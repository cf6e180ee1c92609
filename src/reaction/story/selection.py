"""Selects the posts that belong to a story, and says why each is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from reaction.story.story import Story

__all__ = ["select"]


def select(posts: pd.DataFrame, story: Story, *, depth: int = 1) -> pd.DataFrame:
    """Select the posts that belong to a story."""
    raise NotImplementedError
