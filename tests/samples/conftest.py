"""The sample as its files give it, read with the json and csv modules alone."""

from __future__ import annotations

import csv
import html
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "data" / "samples" / "microsoft-ice"
RELATIONS = {"retweeted": "repost", "quoted": "quote", "replied_to": "reply"}


@dataclass
class Record:
    """One post as a file holds it."""

    post_id: str
    file: str
    author_id: str
    created_at: str
    text: str
    lang: str | None
    edges: dict[str, str]
    links: list[str]
    counts: dict[str, int]


@dataclass
class Export:
    """What the two files hold."""

    hits: dict[str, list[Record]] = field(default_factory=dict)
    shown: dict[str, Record] = field(default_factory=dict)
    users: dict[str, dict[str, str]] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    mentions: set[tuple[str, str | None]] = field(default_factory=set)


def _read_v1(export: Export, path: Path) -> None:
    for text in path.read_text(encoding="utf-8").splitlines():
        try:
            status = json.loads(text)
        except ValueError:
            export.broken.append(text)
            continue
        if "id_str" not in status:
            export.notices.append(next(iter(status)))
            continue
        record = _status(export, status, path.name)
        export.hits.setdefault(record.post_id, []).append(record)


def _status(export: Export, status: dict[str, Any], file: str) -> Record:
    full = status.get("extended_tweet", status)
    embedded = {name: status[key] for key, name in _V1_EMBEDDED.items() if key in status}
    for inner in embedded.values():
        seen = _status(export, inner, file)
        export.shown.setdefault(seen.post_id, seen)
    user = status["user"]
    export.users[user["id_str"]] = {"handle": user["screen_name"], "bio": user["description"] or ""}
    export.mentions |= {(m["screen_name"], m.get("id_str")) for m in full["entities"]["user_mentions"]}
    edges = {}
    if "retweeted_status" in status:
        edges["repost"] = status["retweeted_status"]["id_str"]
    else:
        edges["quote"] = status.get("quoted_status_id_str")
        edges["reply"] = status["in_reply_to_status_id_str"]
    return Record(
        post_id=status["id_str"],
        file=file,
        author_id=user["id_str"],
        created_at=status["created_at"],
        text=html.unescape(full.get("full_text") or full["text"]),
        lang=status["lang"],
        edges={name: target for name, target in edges.items() if target},
        links=[url["expanded_url"] for url in full["entities"]["urls"]],
        counts={"repost": status["retweet_count"]},
    )


_V1_EMBEDDED = {"retweeted_status": "repost", "quoted_status": "quote"}


def _read_v2(export: Export, path: Path) -> None:
    for text in path.read_text(encoding="utf-8").splitlines():
        page = json.loads(text)
        for user in page["includes"]["users"]:
            export.users[user["id"]] = {"handle": user["username"], "bio": user["description"]}
        export.errors += [error["resource_id"] for error in page.get("errors", ())]
        for tweet in page["includes"]["tweets"]:
            export.shown.setdefault(tweet["id"], _tweet(export, tweet, path.name))
        for tweet in page["data"]:
            record = _tweet(export, tweet, path.name)
            export.hits.setdefault(record.post_id, []).append(record)


def _tweet(export: Export, tweet: dict[str, Any], file: str) -> Record:
    full = tweet.get("note_tweet", tweet)
    entities = full.get("entities", {})
    export.mentions |= {(m["username"], m.get("id")) for m in entities.get("mentions", ())}
    return Record(
        post_id=tweet["id"],
        file=file,
        author_id=tweet["author_id"],
        created_at=tweet["created_at"],
        text=html.unescape(full["text"]),
        lang=tweet.get("lang"),
        edges={RELATIONS[other["type"]]: other["id"] for other in tweet.get("referenced_tweets", ())},
        links=[url["expanded_url"] for url in entities.get("urls", ())],
        counts={"repost": tweet["public_metrics"]["retweet_count"]},
    )


@pytest.fixture(scope="session")
def export() -> Export:
    found = Export()
    _read_v1(found, FOLDER / "x-v1.jsonl")
    _read_v2(found, FOLDER / "x-v2-pages.jsonl")
    return found


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def truth() -> dict[str, dict[str, str]]:
    return {row["post_id"]: row for row in _rows("truth.csv")}


@pytest.fixture(scope="session")
def edges() -> list[dict[str, str]]:
    return _rows("truth_edges.csv")


@pytest.fixture(scope="session")
def cascades() -> list[dict[str, str]]:
    return _rows("truth_cascades.csv")


@pytest.fixture(scope="session")
def accounts() -> dict[str, dict[str, str]]:
    return {row["author_id"]: row for row in _rows("truth_accounts.csv")}


@pytest.fixture(scope="session")
def folder() -> Path:
    return FOLDER
