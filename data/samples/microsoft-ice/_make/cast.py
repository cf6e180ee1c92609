"""The invented public: accounts with handles, bios, roles, followers and habits."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from _make.grammar import FOLDER, expand

if TYPE_CHECKING:
    from random import Random

# Between the last sequential and the first snowflake id of accounts: no real account has such an id.
FIRST_ID = 9_000_000_000_001

_ONSETS = [
    "b",
    "br",
    "c",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gl",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "qu",
    "r",
    "s",
    "st",
    "t",
    "tr",
    "v",
    "w",
    "y",
    "z",
]
_VOWELS = ["a", "e", "i", "o", "u", "a", "e", "o", "ia", "ei"]
_CODAS = ["", "", "l", "n", "r", "s", "th", "m", "x", "nd", "rn", "sk"]
_SUFFIX = "_smpl"
_APPS = ("Twitter for iPhone", "Twitter for iPhone", "Twitter for Android", "Twitter Web Client", "TweetDeck")
_HABITS = (("", 0.66), ("bare", 0.16), ("lower", 0.08), ("typo", 0.07), ("shout", 0.03))


@dataclass(frozen=True)
class Account:
    """An invented account and what is planted about it."""

    id: str
    handle: str
    name: str
    bio: str
    location: str
    community: str
    roles: tuple[str, ...]
    employer: str
    role_source: str
    followers: int
    following: int
    created_at: datetime
    verified: bool
    activity: float
    habit: str
    app: str
    organisation: bool


@dataclass(frozen=True)
class Profile:
    """A kind of account: how many of it, on which side, with which bios."""

    community: str
    count: int
    bios: tuple[str, ...]
    roles: tuple[str, ...] = ()
    employer: str = ""
    role_source: str = "bio"
    names: tuple[str, ...] = ()
    followers: int = 240
    spread: float = 1.5
    activity: float = 1.0
    habit: str | None = None
    verified: bool = False


def load() -> tuple[list[Profile], dict[str, list[str]]]:
    """The kinds of accounts and the words that fill their bios."""
    tables = tomllib.loads((FOLDER / "cast.toml").read_text(encoding="utf-8"))
    return [_profile(entry) for entry in tables["profile"]], tables["words"]


def _profile(entry: dict[str, Any]) -> Profile:
    lists = {key: tuple(entry[key]) for key in ("bios", "roles", "names") if key in entry}
    return Profile(**(entry | lists))


def invent(rng: Random) -> list[Account]:
    """Everybody, in the order of their ids."""
    profiles, words = load()
    taken: set[str] = set()
    accounts: list[Account] = []
    for profile in profiles:
        for number in range(profile.count):
            stem = _stem(rng, taken)
            bio = expand(profile.bios[number % len(profile.bios)], words, rng)
            place = rng.choice(words["place"])
            accounts.append(_account(profile, number, stem, bio, place, FIRST_ID + len(accounts), rng))
    return accounts


def _stem(rng: Random, taken: set[str]) -> str:
    while True:
        syllables = [rng.choice(_ONSETS) + rng.choice(_VOWELS) for _ in range(rng.choice((2, 3, 3)))]
        stem = "".join(syllables) + rng.choice(_CODAS)
        # Handles have fifteen characters at most.
        if 5 <= len(stem) <= 15 - len(_SUFFIX) and stem not in taken:
            taken.add(stem)
            return stem


def _account(
    profile: Profile, number: int, stem: str, bio: str, place: str, id_: int, rng: Random
) -> Account:
    made = datetime(2007, 3, 1, tzinfo=UTC) + timedelta(seconds=int(rng.random() ** 0.7 * 345_000_000))
    if profile.role_source == "text":
        made = datetime(2018, 6, 18, 1, tzinfo=UTC) + timedelta(seconds=int(rng.random() * 7200))
    followers = int(profile.followers * rng.lognormvariate(0.0, profile.spread))
    habits, weights = zip(*_HABITS, strict=True)
    return Account(
        id=str(id_),
        handle=stem + _SUFFIX,
        name=profile.names[number % len(profile.names)] if profile.names else _name(stem, rng),
        bio=bio,
        location=place,
        community=profile.community,
        roles=profile.roles,
        employer=profile.employer,
        role_source=profile.role_source if profile.roles else "",
        followers=followers,
        following=int(300 * rng.lognormvariate(0.0, 1.0)),
        created_at=made,
        verified=profile.verified or rng.random() < 0.015,
        activity=profile.activity * rng.paretovariate(1.4),
        habit=rng.choices(habits, weights)[0] if profile.habit is None else profile.habit,
        app=rng.choice(_APPS),
        organisation=bool(profile.names) or "politician" in profile.roles,
    )


def _name(stem: str, rng: Random) -> str:
    name = stem.capitalize()
    initial = rng.choice("ABCDEGHJKLMNPRSTVW")
    shapes = (
        name,
        name,
        f"{name} {initial}.",
        name.lower(),
        f"{name} 🌊",
        f"{initial}. {name}",
        f"{name}!",
        f"{name} 🌻",
    )
    return rng.choice(shapes)
