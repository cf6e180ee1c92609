"""The truth files: what was planted in posts, edges, cascades and accounts."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from _make import archive as arc
from _make import clock
from _make.grammar import TARGETS
from _make.posts import HASHTAG

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from _make.archive import Archive
    from _make.posts import Post


class Rules:
    """The match rules and the window of the story."""

    def __init__(self, path: Path) -> None:
        story = tomllib.loads(path.read_text(encoding="utf-8"))
        terms = "|".join(map(re.escape, story["match"]["terms"]))
        self._term = re.compile(rf"(?<!\w)(?:{terms})(?!\w)", re.IGNORECASE)
        self._hashtags = {tag.lower() for tag in story["match"]["hashtags"]}
        self._addresses = [address.rstrip("/") for address in story["match"]["urls"]]
        first, last = (datetime.fromisoformat(day).replace(tzinfo=UTC) for day in story["window"])
        self._window = clock.to_ms(first), clock.to_ms(last) + clock.DAY_MS

    def match(self, post: Post) -> bool:
        """Whether the words or links of a post match, within the window."""
        words, (start, end) = post.root, self._window
        return start <= post.ms < end and (
            self._term.search(words.body) is not None
            or not self._hashtags.isdisjoint(tag.lower() for tag in HASHTAG.findall(words.body))
            or any(part in address for part in self._addresses for address in words.links)
        )


def write(folder: Path, archive: Archive, rules: Rules) -> None:
    """Write all four truth files."""
    kept = [post for post in archive.posts if post.presence != "missing"]
    _csv(folder / "truth.csv", _POST_FIELDS, (_post_row(post, rules) for post in kept))
    hits = [post for post in kept if post.presence == "hit"]
    _csv(folder / "truth_edges.csv", _EDGE_FIELDS, (row for post in hits for row in _edge_rows(post)))
    _csv(folder / "truth_cascades.csv", _CASCADE_FIELDS, _cascade_rows(archive))
    _csv(folder / "truth_accounts.csv", _ACCOUNT_FIELDS, _account_rows(kept))


_POST_FIELDS = (
    *("post_id", "kind", "presence", "created_at", "author_id", "author_handle", "roles", "employer"),
    *(f"stance_{target}" for target in TARGETS),
    *("about", "acts", "sarcasm", "lang", "template", "matches"),
)


def _post_row(post: Post, rules: Rules) -> Sequence[object]:
    own = post.kind != "repost"
    author = post.author
    return (
        post.id,
        post.kind,
        post.presence,
        f"{clock.from_ms(post.ms):%Y-%m-%dT%H:%M:%SZ}",
        author.id,
        author.handle,
        " ".join(post.roles),
        author.employer if post.roles else "",
        *(post.stance.get(target, "none") if own else "" for target in TARGETS),
        " ".join(post.about) if own else "",
        " ".join(post.acts) if own else "",
        int(post.move.sarcasm) if own else "",
        "" if post.lang == "und" else post.lang,
        post.template,
        int(rules.match(post)),
    )


_EDGE_FIELDS = ("post_id", "source", "target", "relation", "parent_id", "via", "via_id", "parent_presence")


def _edge_rows(post: Post) -> list[Sequence[object]]:
    rows: list[Sequence[object]] = []
    for relation, target in arc.relations(post):
        via = post.via if relation == "repost" else None
        through = (via.author.id, via.id) if via is not None else ("", "")
        rows.append(
            (post.id, post.author.id, target.author.id, relation, target.id, *through, target.presence)
        )
    return rows


_CASCADE_FIELDS = (
    "root_id",
    "author_id",
    "size",
    "depth",
    "max_breadth",
    "first_repost",
    "last_repost",
    "root_presence",
)


def _cascade_rows(archive: Archive) -> list[Sequence[object]]:
    trees: dict[Post, list[Post]] = defaultdict(list)
    for post in archive.posts:
        if post.kind == "repost" and post.presence == "hit":
            trees[post.root].append(post)
    rows: list[Sequence[object]] = []
    for root, nodes in sorted(trees.items(), key=lambda item: (-len(item[1]), item[0].id)):
        depths = {root: 0}
        for node in nodes:
            depths[node] = depths[node.via] + 1 if node.via is not None else 1
        breadth: dict[int, int] = defaultdict(int)
        for node in nodes:
            breadth[depths[node]] += 1
        times = [f"{clock.from_ms(node.ms):%Y-%m-%dT%H:%M:%SZ}" for node in (nodes[0], nodes[-1])]
        shape = (len(nodes), max(depths.values()), max(breadth.values()))
        rows.append((root.id, root.author.id, *shape, *times, root.presence))
    return rows


_ACCOUNT_FIELDS = ("author_id", "author_handle", "community", "roles", "role_source", "employer")


def _account_rows(posts: list[Post]) -> Iterable[Sequence[object]]:
    accounts = sorted(
        {post.author.id: post.author for post in posts}.values(), key=lambda account: account.id
    )
    for account in accounts:
        source = account.role_source
        yield account.id, account.handle, account.community, " ".join(account.roles), source, account.employer


def _csv(path: Path, fields: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(fields)
    writer.writerows(rows)
    path.write_bytes(buffer.getvalue().encode())
