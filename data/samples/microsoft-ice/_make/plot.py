"""What people write of their own: originals in the rhythm of the events, then replies and quotes to them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from itertools import accumulate
from typing import TYPE_CHECKING

from _make import clock, grammar
from _make.posts import Post, hashtags, link

if TYPE_CHECKING:
    from random import Random

    from _make.cast import Account
    from _make.grammar import Move, Text

N_STORY, N_REACTIONS, N_NOISE, N_JANUARY, N_FOREIGN = 470, 440, 110, 10, 46
_SIDES = {"critics": 0.54, "defenders": 0.3, "hub": 0.16}
# Who answers whom: side of the post that is answered -> chances of the sides that answer.
_ANSWERS = {
    "critics": {"critics": 0.44, "defenders": 0.42, "hub": 0.14},
    "defenders": {"critics": 0.6, "defenders": 0.32, "hub": 0.08},
    "hub": {"critics": 0.55, "defenders": 0.25, "hub": 0.2},
    "january": {"critics": 0.9, "hub": 0.1},
    "noise": {"noise": 1.0},
    "foreign": {"critics": 0.7, "hub": 0.3},
}
_LIMIT = 280
_BUSIEST = 9.0
# The first post of such a move becomes one of those that everybody sees: share of the highest heat.
_HITS = {
    "edit_caught": 3.0,
    "resurface": 2.6,
    "letter_support": 2.2,
    "only_email": 1.9,
    "disclosure_critic": 1.6,
    "headline": 1.2,
    "law": 1.0,
    "memo_critic": 0.8,
    "memo_praise": 0.7,
    "live_letter": 0.6,
}
_LONG = (
    (datetime(2018, 6, 20, 21, 12, tzinfo=UTC), "hub"),
    (datetime(2018, 6, 22, 16, 40, tzinfo=UTC), "critics"),
)


class Plot:
    """Writes posts, one at a time."""

    def __init__(self, accounts: list[Account], rng: Random) -> None:
        self.rng = rng
        self.symbols, moves = grammar.load()
        self.moves: dict[tuple[str, str], list[Move]] = defaultdict(list)
        for move in moves:
            for kind in move.kinds:
                self.moves[move.side, kind].append(move)
        self.accounts: dict[str, list[Account]] = defaultdict(list)
        for account in accounts:
            self.accounts[account.community].append(account)
        self.said: set[str] = set()
        self.uses: Counter[Text] = Counter()

    def write(self, ms: int, kind: str, side: str, parent: Post | None = None) -> Post | None:
        """A post of that kind and side at that moment, or None where nothing fits."""
        moves = [m for m in self._candidates(kind, side) if _fits(m, ms, parent, side)]
        if not moves:
            return None
        move = self.rng.choices(moves, [m.weight for m in moves])[0]
        author = self._author(move, side, parent)
        if author is None:
            return None
        words, body = self._words(move, author, ms, parent)
        post = Post(ms, kind, author, move, words, parent=parent, lang=move.lang)
        post.stance = {target: _side_taken(side, target, parent) for target, side in move.stance.items()}
        post.stance |= dict(words.stance)
        if move.links and self.rng.random() < move.link_share:
            post.links.append(link(self.rng.choice(move.links), author, ms, self.rng))
        reserved = 24 * (len(post.links) + (kind == "quote") + 1)
        body = self._with_tail(body, move, author, _LIMIT - reserved)
        post.body = _with_tags(body, hashtags(move, post.stance, self.rng), _LIMIT - reserved)
        post.presence = "context" if move.context else "hit"
        if kind == "original" and side != "noise" and self.rng.random() < 0.05:
            post.media_alt = self.rng.choice(
                ["", "Screenshot of the blog post", "Screenshot of a text on a phone"]
            )
        post.heat = _heat(post, self.rng)
        return post

    def _candidates(self, kind: str, side: str) -> list[Move]:
        both = self.moves[side, kind]
        return both + self.moves["any", kind] if side != "noise" else both

    def _author(self, move: Move, side: str, parent: Post | None) -> Account | None:
        pool = [
            a
            for a in self.accounts[side]
            if _may_write(a, move) and (parent is None or a is not parent.author)
        ]
        if not pool:
            return None
        return self.rng.choices(pool, cum_weights=list(accumulate(min(a.activity, _BUSIEST) for a in pool)))[
            0
        ]

    def _words(self, move: Move, author: Account, ms: int, parent: Post | None) -> tuple[Text, str]:
        texts = [text for text in move.texts if text.since <= ms and not _out_of_character(text, author)]
        for _ in range(12):
            text = self.rng.choices(texts, [1 / (1 + self.uses[text]) ** 2 for text in texts])[0]
            plain = grammar.expand(text.template, self.symbols, self.rng)
            if plain not in self.said or len(plain) < 30:
                break
        self.uses[text] += 1
        self.said.add(plain)
        body = grammar.in_hand(plain, _habit(move, author), self.rng)
        if move.kinds == ("reply",) and parent is not None:
            body = f"@{parent.author.handle} {body}"
        return text, body

    def _with_tail(self, body: str, move: Move, author: Account, limit: int) -> str:
        if not move.tail or self.rng.random() >= move.tail_share or body[-1:] not in ".!?":
            return body
        tail = grammar.in_hand(self.rng.choice(self.symbols[move.tail]), _habit(move, author), self.rng)
        longer = f"{body} {tail}".strip()
        return longer if len(longer) <= limit else body


def _habit(move: Move, author: Account) -> str:
    return "" if move.side == "hub" or move.kinds == ("long",) else author.habit


def _out_of_character(text: Text, author: Account) -> bool:
    return text.shows == "customer" and author.employer == "microsoft"


def _side_taken(side: str, target: str, parent: Post | None) -> str:
    if side != "same":
        return side
    return parent.stance.get(target, "none") if parent is not None else "none"


def _fits(move: Move, ms: int, parent: Post | None, side: str) -> bool:
    if (move.after is not None and ms < move.after) or (move.until is not None and ms >= move.until):
        return False
    if parent is None:
        return True
    if move.to_role and move.to_role not in parent.author.roles:
        return False
    return (
        move.to in ("any", parent.author.community)
        or (move.to == "same" and parent.author.community == side)
        or (move.to == "context" and parent.presence == "context")
    )


def _may_write(account: Account, move: Move) -> bool:
    anonymous = account.role_source == "text"
    if move.role == "anonymous":
        return anonymous
    if anonymous:
        return False
    if move.role:
        return move.role in account.roles and move.employer in ("", account.employer)
    if account.organisation:
        return False
    insider = account.employer == "microsoft" and "employee" in account.roles
    if insider and move.stance.get("employees") == "against":
        return False
    return not (insider and "original" in move.kinds and move.side in ("critics", "defenders"))


def _with_tags(body: str, tags: list[str], limit: int) -> str:
    for tag in tags:
        if len(body) + len(tag) + 2 <= limit and f"#{tag.lower()}" not in body.lower():
            body = f"{body} #{tag}"
    return body


def _heat(post: Post, rng: Random) -> float:
    kind = {"original": 1.0, "long": 2.0, "quote": 0.4, "reply": 0.04}[post.kind]
    dull = {"noise": 0.12, "january": 0.5, "foreign": 0.5}.get(post.move.side, 1.0)
    crowd = (clock.story_rate(post.ms) + 1.0) ** 0.25
    return (
        crowd
        * kind
        * dull
        * post.move.appeal
        * (post.author.followers + 60) ** 0.33
        * rng.paretovariate(1.25)
    )


def originals(plot: Plot, rng: Random) -> list[Post]:
    """Everything that answers nothing."""
    story = clock.Calendar(clock.story_rate, clock.PUBLISHED.replace(month=6, day=14), clock.COLLECTION_END)
    noise = clock.Calendar(clock.noise_rate, clock.COLLECTION_START, clock.COLLECTION_END)
    plan = [(story.draw(rng), rng.choices(list(_SIDES), list(_SIDES.values()))[0]) for _ in range(N_STORY)]
    plan += [(story.draw(rng), "foreign") for _ in range(N_FOREIGN)]
    plan += [(noise.draw(rng), "noise") for _ in range(N_NOISE)]
    plan += [(clock.later(rng, clock.to_ms(clock.PUBLISHED), 1500, 1.1), "january") for _ in range(N_JANUARY)]
    plan += [(clock.to_ms(clock.PUBLISHED) + 37 * 60_000, "january")]
    plan += [(moment, "critics") for moment in _openings(rng)]
    found = [post for ms, side in sorted(plan) if (post := plot.write(ms, "original", side)) is not None]
    highest = max(post.heat for post in found)
    for move, factor in _HITS.items():
        next(post for post in found if post.move.id == move).heat = highest * factor
    long = [plot.write(clock.to_ms(day), "long", side) for day, side in _LONG]
    return found + [replace(post, kind="original") for post in long if post is not None]


def _openings(rng: Random) -> list[int]:
    """The first posts after each event: no event stays without an echo."""
    events = (
        clock.RESURFACED,
        clock.REMOVED,
        clock.RESTORED,
        clock.STATEMENT,
        clock.LETTER,
        clock.MEMO,
        clock.DEVELOPERS,
    )
    return [
        clock.to_ms(event) + int((5 + 4 * i + 3 * rng.random()) * 60_000)
        for event in events
        for i in range(3)
    ]


def reactions(plot: Plot, first: list[Post], rng: Random) -> list[Post]:
    """Replies and quotes, in time order; each answers a post that was there before and still hot."""
    story = clock.Calendar(clock.story_rate, clock.RESURFACED, clock.COLLECTION_END)
    moments = sorted(story.draw(rng) for _ in range(N_REACTIONS))
    there: list[Post] = []
    waiting = sorted((post for post in first if post.presence == "hit"), key=lambda post: post.ms)
    for moment in moments:
        while waiting and waiting[0].ms < moment - 120_000:
            there.append(waiting.pop(0))
        parent = _answered(there, moment, rng)
        if parent is None:
            continue
        kind = "quote" if rng.random() < 0.36 else "reply"
        chances = _ANSWERS[parent.author.community]
        side = rng.choices(list(chances), list(chances.values()))[0]
        post = plot.write(moment, kind, side, parent)
        if post is not None:
            there.append(post)
            if kind == "quote" and rng.random() < 0.06:
                _answer_as_well(post, _answered(there[:-1], moment, rng))
    return [post for post in there if post.parent is not None] + _quotes_of_strangers(plot, first, rng)


def _quotes_of_strangers(plot: Plot, first: list[Post], rng: Random) -> list[Post]:
    """Quotes of posts that the query itself didn't catch."""
    found = []
    for stranger in first:
        if stranger.presence == "context":
            since = max(stranger.ms, clock.to_ms(clock.RESURFACED))
            moments = [clock.later(rng, since, 300, 1.0) for _ in range(rng.choice((1, 1, 2)))]
            found += [plot.write(moment, "quote", "critics", stranger) for moment in moments]
    return [post for post in found if post is not None]


def _answer_as_well(post: Post, other: Post | None) -> None:
    """Make a quote a reply, too: one post then refers to two."""
    if other is None or other.author in (post.author, post.parent and post.parent.author):
        return
    if len(post.body) < _LIMIT - 70 and other.presence == "hit":
        post.body = f"@{other.author.handle} {post.body}"
        post.also_answers = other


def _answered(there: list[Post], moment: int, rng: Random) -> Post | None:
    if not there:
        return None
    weights = [_pull(post, moment) for post in there]
    return rng.choices(there, weights)[0]


def _pull(post: Post, moment: int) -> float:
    hours = (moment - post.ms) / clock.HOUR_MS
    if post.author.community == "january":
        return 30.0 if moment < clock.to_ms(clock.REMOVED) else 0.4
    if post.author.community == "noise":
        return 0.5 / (1 + hours) ** 1.3
    special = 2.5 if "employee" in post.author.roles else 1.0
    reply = 14.0 if post.kind == "reply" else 1.0
    return special * reply * min(post.heat, 60.0) / (1 + hours / 3) ** 1.6
