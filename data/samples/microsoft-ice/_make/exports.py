"""Pieces that both export formats share: entities with their places, cut texts, lines of JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from _make.posts import HASHTAG, MENTION

if TYPE_CHECKING:
    from pathlib import Path

    from _make.cast import Account
    from _make.posts import Post

Json = dict[str, Any]
CUT = 140


def repost_text(root: Post) -> str:
    """The text of a repost as the platform gives it: cut after 140 characters."""
    text = f"RT @{root.author.handle}: {root.raw_text}"
    return text if len(text) <= CUT else text[: CUT - 1].rstrip() + "…"


def places(text: str, post: Post) -> tuple[list[Json], list[Json], list[Json]]:
    """Hashtags, mentions and links of a text, each with its place; what the cut went through is none."""
    links = [
        {"short": short, "address": address, "kind": kind, "start": at, "end": at + len(short)}
        for short, address, kind in post.all_links
        if (at := text.find(short)) >= 0
    ]
    hashtags = [
        {"name": m[1], "start": m.start(), "end": m.end()}
        for m in HASHTAG.finditer(text)
        if text[m.end() :] != "…"
    ]
    mentions = [
        {"name": m[1], "start": m.start(), "end": m.end()}
        for m in MENTION.finditer(text)
        if text[m.end() :] != "…"
    ]
    return hashtags, mentions, links


def display(address: str) -> str:
    """An address as it is shown."""
    bare = address.split("//", 1)[1]
    return bare if len(bare) <= 28 else bare[:27] + "…"


def media_address(post: Post) -> str:
    """The address of an attached picture; no such picture exists."""
    return f"https://pbs.twimg.com/media/SMPL{post.number:05d}.jpg"


def line(record: Json) -> str:
    """One compact line of JSON."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def write_lines(path: Path, lines: list[str]) -> None:
    """Write lines, each with its end, on every system alike."""
    path.write_bytes("".join(text + "\n" for text in lines).encode())


class Directory:
    """Accounts by handle, for mentions."""

    def __init__(self, posts: list[Post]) -> None:
        self._by_handle: dict[str, Account] = {post.author.handle.lower(): post.author for post in posts}

    def get(self, handle: str) -> Account | None:
        """The invented account, or None for one that only is mentioned, such as a company's."""
        return self._by_handle.get(handle.lower())
