"""Who reposts what, having seen it through whom."""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING

from _make import clock
from _make.posts import Post

if TYPE_CHECKING:
    from random import Random

    from _make.cast import Account

N_REPOSTS = 1_960
N_ROOTS = 430
_EXPONENT = 0.9
# Community of the author -> chances of the communities that repost: mostly one's own, never only.
_AUDIENCE = {
    "critics": {"critics": 0.905, "defenders": 0.025, "hub": 0.05, "foreign": 0.02},
    "defenders": {"defenders": 0.885, "critics": 0.05, "hub": 0.065},
    "hub": {"critics": 0.42, "defenders": 0.21, "hub": 0.34, "foreign": 0.03},
    "foreign": {"foreign": 0.75, "critics": 0.25},
    "noise": {"noise": 0.9, "hub": 0.1},
    "january": {"january": 0.85, "noise": 0.15},
}


def reposts(written: list[Post], accounts: list[Account], rng: Random) -> list[Post]:
    """All reposts; attention falls with the rank of a post's heat as in Zipf's law."""
    open_to_all = [post for post in written if post.presence == "hit" and post.lang != "und"]
    roots = sorted(open_to_all, key=lambda post: -post.heat)[:N_ROOTS]
    sizes = _sizes()
    audience = _Audience(accounts)
    found: list[Post] = []
    for root, size in zip(roots, sizes, strict=True):
        found += _cascade(root, size, audience, rng)
    return found


def _sizes() -> list[int]:
    weights = [rank**-_EXPONENT for rank in range(1, N_ROOTS + 1)]
    total = sum(weights)
    cumulated = [round(N_REPOSTS * mass / total) for mass in accumulate(weights)]
    return [after - before for before, after in zip([0, *cumulated], cumulated, strict=False)]


class _Audience:
    """Draws accounts that repost, by community and activity."""

    def __init__(self, accounts: list[Account]) -> None:
        self._members: dict[str, list[Account]] = defaultdict(list)
        for account in accounts:
            self._members[account.community].append(account)
        self._cumulated = {
            name: list(accumulate(min(member.activity, 25.0) for member in members))
            for name, members in self._members.items()
        }

    def draw(self, root: Post, seen: set[str], rng: Random) -> Account | None:
        chances = _AUDIENCE[root.author.community]
        for _ in range(60):
            name = rng.choices(list(chances), list(chances.values()))[0]
            account = rng.choices(self._members[name], cum_weights=self._cumulated[name])[0]
            if account.id not in seen and account.activity > 0.01:
                return account
        return None


def _cascade(root: Post, size: int, audience: _Audience, rng: Random) -> list[Post]:
    seen = {root.author.id}
    nodes = [root]
    for _ in range(size):
        account = audience.draw(root, seen, rng)
        if account is None:
            break
        seen.add(account.id)
        parent = _seen_through(nodes, rng)
        # Few take days to pass something on; within one chain the hops are quick.
        moment = clock.later(rng, parent.ms, 50 if parent is root else 25, 1.4)
        nodes.append(
            Post(moment, "repost", account, root.move, root.words, parent=root, via=parent, lang=root.lang)
        )
    return nodes[1:]


def _seen_through(nodes: list[Post], rng: Random) -> Post:
    """The root or an earlier reposter, by reach."""
    weights = [2.2 * (nodes[0].author.followers + 150) ** 0.6]
    weights += [(node.author.followers + 20) ** 0.6 * 0.55 for node in nodes[1:]]
    return rng.choices(nodes, weights)[0]
