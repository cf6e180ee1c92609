"""What the platform would know and the collection would see: ids, counts over time, gaps, files."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from _make import clock

if TYPE_CHECKING:
    from random import Random

    from _make.posts import Post

# The v1.1 file: a stream until it broke off, then a search; everything else comes from the v2 archive.
STREAM_START = clock.to_ms(datetime(2018, 6, 18, 15, 0, tzinfo=UTC))
STREAM_END = clock.to_ms(datetime(2018, 6, 19, 4, 0, tzinfo=UTC))
SEARCH_END = clock.to_ms(datetime(2018, 6, 19, 19, 0, tzinfo=UTC))
SEARCHED_AT = clock.to_ms(datetime(2018, 6, 20, 9, 30, tzinfo=UTC))

N_MISSING, N_GONE, N_IN_BOTH = 16, 6, 34


@dataclass
class Archive:
    """All posts with their counts over time."""

    posts: list[Post]
    gone: set[Post] = field(default_factory=set)
    in_both: set[Post] = field(default_factory=set)
    without_lang: set[Post] = field(default_factory=set)
    _times: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    _share: dict[str, float] = field(default_factory=dict)

    def count(self, post: Post, relation: str, at: int) -> int:
        """How many reposts, replies or quotes of a post the platform counts at a moment.

        The collection saw a part of them only; the platform knows all.
        """
        seen = bisect_right(self._times.get((post.id, relation), []), at)
        return round(seen / self._share[post.id])

    def likes(self, post: Post, at: int) -> int:
        """How many likes the platform counts at a moment."""
        late = 3 if at > post.ms + clock.DAY_MS else 0
        return round(self.count(post, "repost", at) * (1.4 + 3 * self._share[post.id])) + late * (
            post.number % 3
        )

    def observed(self, post: Post, relation: str) -> int:
        """How many of them are in the collection."""
        return len(self._times.get((post.id, relation), []))


def archive(posts: list[Post], rng: Random) -> Archive:
    """Give every post its id, then decide what each collection missed."""
    needed = {target for post in posts for _, target in relations(post)}
    kept = [post for post in posts if post.presence != "context" or post in needed]
    ordered = sorted(kept, key=lambda post: (post.ms, post.author.id))
    for number, post in enumerate(ordered):
        post.number = number
        post.id = clock.snowflake(post.ms, number)
    found = Archive(ordered)
    times: dict[tuple[str, str], list[int]] = defaultdict(list)
    for post in ordered:
        found._share[post.id] = 0.55 + 0.4 * rng.random()
        for relation, target in relations(post):
            times[target.id, relation].append(post.ms)
    found._times = dict(times)
    _lose(found, rng)
    return found


def relations(post: Post) -> list[tuple[str, Post]]:
    """The posts that a post refers to, with the relation."""
    if post.kind == "repost":
        return [("repost", post.root)]
    pairs = (("quote", post.quoted), ("reply", post.replied))
    return [(relation, target) for relation, target in pairs if target is not None]


def in_v1(post: Post) -> bool:
    """Whether the v1.1 collection holds it."""
    return STREAM_START <= post.ms < SEARCH_END


def in_stream(post: Post) -> bool:
    """Whether the stream delivered it, with counts of zero and the time in milliseconds."""
    return STREAM_START <= post.ms < STREAM_END


def _lose(found: Archive, rng: Random) -> None:
    referring: dict[Post, list[Post]] = defaultdict(list)
    for post in found.posts:
        for _, target in relations(post):
            referring[target].append(post)
    by_author = Counter(post.author.id for post in found.posts if post.presence == "hit")
    known = [post for post in found.posts if post in referring and post.presence == "hit"]
    # A post that no file holds: known from what refers to it, and its author from other posts.
    candidates = [
        post
        for post in known
        if not in_v1(post) and by_author[post.author.id] > 1 and _dispensable(post, referring[post])
    ]
    for post in rng.sample(candidates, N_MISSING):
        post.presence = "missing"
    # Deleted between the two collections: the v1.1 file has it, the v2 archive reports an error.
    late = [post for post in known if in_v1(post) and any(not in_v1(other) for other in referring[post])]
    found.gone = set(rng.sample([post for post in late if len(referring[post]) < 25], N_GONE))
    both = [post for post in found.posts if in_v1(post) and post not in found.gone and post.presence == "hit"]
    found.in_both = set(rng.sample(both, N_IN_BOTH))
    archived = [
        post for post in found.posts if not in_v1(post) and post.kind != "repost" and post.lang == "en"
    ]
    found.without_lang = set(rng.sample(archived, 6))


def _dispensable(post: Post, referring: list[Post]) -> bool:
    if (
        len(referring) > 4
        or len(post.body) > 280
        or post.replied is not None
        or post.move.side in ("january", "noise")
    ):
        return False
    return not any(in_v1(other) and other.kind == "repost" for other in referring)
