"""Invented records of X's formats, and files made of them."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

START = datetime(2018, 6, 18, 12, tzinfo=UTC)


def user_v1(handle: str = "ann", **more: Any) -> dict[str, Any]:
    number = sum(map(ord, handle))
    return {
        "id": number,
        "id_str": str(number),
        "screen_name": handle,
        "name": handle.title(),
        "description": f"I am {handle}",
        "followers_count": 10,
        "friends_count": 20,
        "verified": False,
        "created_at": "Fri Mar 13 12:55:21 +0000 2009",
        **more,
    }


def tweet_v1(post_id: int, text: str = "hello", by: str = "ann", **more: Any) -> dict[str, Any]:
    time = START + timedelta(minutes=post_id % 1_000)
    return {
        "created_at": time.strftime("%a %b %d %H:%M:%S +0000 %Y"),
        "id": post_id,
        "id_str": str(post_id),
        "text": text,
        "truncated": False,
        "entities": {"hashtags": [], "urls": [], "user_mentions": [], "symbols": []},
        "source": '<a href="https://example.com" rel="nofollow">Some Client</a>',
        "user": user_v1(by),
        "retweet_count": 0,
        "favorite_count": 0,
        "is_quote_status": False,
        "lang": "en",
        "in_reply_to_status_id_str": None,
        "in_reply_to_user_id_str": None,
        "in_reply_to_screen_name": None,
        **more,
    }


def repost_v1(post_id: int, original: dict[str, Any], by: str = "bob", **more: Any) -> dict[str, Any]:
    full = original.get("full_text") or original["text"]
    text = f"RT @{original['user']['screen_name']}: {full}"
    if len(text) > 140:
        text = text[:139] + "…"
    return tweet_v1(
        post_id, text, by, retweeted_status=original, retweet_count=original["retweet_count"], **more
    )


def user_v2(handle: str = "ann", **more: Any) -> dict[str, Any]:
    return {
        "id": str(sum(map(ord, handle))),
        "username": handle,
        "name": handle.title(),
        "description": f"I am {handle}",
        "created_at": "2009-03-13T12:55:21.000Z",
        "public_metrics": {"followers_count": 10, "following_count": 20},
        **more,
    }


def tweet_v2(post_id: int, text: str = "hello", by: str = "ann", **more: Any) -> dict[str, Any]:
    time = START + timedelta(minutes=post_id % 1_000)
    return {
        "id": str(post_id),
        "text": text,
        "author_id": str(sum(map(ord, by))),
        "created_at": time.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "lang": "en",
        "conversation_id": str(post_id),
        "edit_history_tweet_ids": [str(post_id)],
        "public_metrics": {"retweet_count": 1, "reply_count": 2, "like_count": 3, "quote_count": 4},
        **more,
    }


def ref(kind: str, post_id: int) -> dict[str, Any]:
    return {"type": kind, "id": str(post_id)}


def page_v2(
    *tweets: dict[str, Any],
    users: tuple[dict[str, Any], ...] = (),
    context: tuple[dict[str, Any], ...] = (),
    at: str = "2018-07-01T00:00:00+00:00",
    **more: Any,
) -> dict[str, Any]:
    return {
        "data": list(tweets),
        "includes": {"users": list(users) or [user_v2("ann"), user_v2("bob")], "tweets": list(context)},
        "meta": {"result_count": len(tweets)},
        "__twarc": {"url": "https://api.example.com", "version": "2.9.5", "retrieved_at": at},
        **more,
    }


@pytest.fixture
def make() -> SimpleNamespace:
    """Builders of invented records."""
    return SimpleNamespace(
        user_v1=user_v1,
        tweet_v1=tweet_v1,
        repost_v1=repost_v1,
        user_v2=user_v2,
        tweet_v2=tweet_v2,
        page_v2=page_v2,
        ref=ref,
    )


@pytest.fixture
def write(tmp_path: Path):
    """Write records, or bytes, to a file in a folder of the test's own."""

    def write_file(*records: Any, name: str = "posts.jsonl") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [r if isinstance(r, bytes) else json.dumps(r).encode() + b"\n" for r in records]
        path.write_bytes(b"".join(lines))
        return path

    return write_file


@pytest.fixture
def write_table(write):
    """Write rows, each a dict of cells by column, to a CSV file; `columns` are there whether filled or not."""

    def write_rows(*rows: dict[str, str], columns: tuple[str, ...] = (), name: str = "posts.csv") -> Path:
        names = list(dict.fromkeys([*columns, *(column for row in rows for column in row)]))
        file = io.StringIO()
        table = csv.DictWriter(file, names, restval="", lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
        return write(file.getvalue().encode(), name=name)

    return write_rows


@pytest.fixture
def accounted():
    """Check that every record is accounted for, per file and in total; gives back what was loaded."""

    def check(loaded):
        files = loaded.report.files
        parts = files["posts"] + files["context"] + files["duplicates"] + files["rejects"]
        assert (files["records"] == parts).all()
        report = loaded.report
        assert report.records == report.posts + report.context + report.duplicates + report.rejects
        assert report.rejects == len(loaded.rejects)
        assert report.posts == int((~loaded.posts["is_context"]).sum())
        assert not loaded.rejects["reason"].str.contains("can't read it").any()
        return loaded

    return check
