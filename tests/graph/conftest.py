"""Invented posts for the tests of networks."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from reaction import schema

Build = Callable[..., pd.DataFrame]
START = 1_529_272_800_000_000  # 2018-06-17 22:00 UTC, in microseconds


@pytest.fixture
def rows() -> Build:
    """Build a Posts table from one dict per post; platform, id, kind and a minute apart are defaults."""

    def build(*posts: dict[str, Any]) -> pd.DataFrame:
        full = [
            {"platform": "x", "post_id": str(i + 1), "kind": "original", "created_at": START + i * 60_000_000}
            | post
            for i, post in enumerate(posts)
        ]
        names = dict.fromkeys(name for post in full for name in post)
        blank = {"is_context": False}
        return schema.from_columns(
            {name: [post.get(name, blank.get(name)) for post in full] for name in names}
        )

    return build


@pytest.fixture
def story(rows: Build) -> pd.DataFrame:
    """Ann's post 1 is reposted by Bob and Cy (twice), quoted by Dee, answered by Bob; Bob's post 2 by Cy."""
    return rows(
        {"author_id": "a", "author_handle": "Ann", "author_followers": 10, "n_reposts": 9},
        {"author_id": "b", "author_handle": "Bob"},
        {"author_id": "b", "author_handle": "Bob", "kind": "repost"} | repost("1", "a"),
        {"author_id": "c", "author_handle": "Cy", "kind": "repost"} | repost("1", "a"),
        {"author_id": "c", "author_handle": "Cy", "kind": "repost"} | repost("1", "a"),
        {"author_id": "c", "author_handle": "Cy", "kind": "repost"} | repost("2", "b"),
        {
            "author_id": "d",
            "author_handle": "Dee",
            "kind": "quote",
            "quote_of_id": "1",
            "quote_of_author_id": "a",
            "mentions": ["bob"],
        },
        {
            "author_id": "b",
            "author_handle": "Bobby",
            "kind": "reply",
            "reply_to_id": "1",
            "reply_to_author_id": "a",
            "mentions": ["ann", "CY", "new"],
        },
    )


def repost(post: str, author: str) -> dict[str, str]:
    return {"repost_of_id": post, "repost_of_author_id": author}
