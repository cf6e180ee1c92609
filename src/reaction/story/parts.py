"""The parts of a story: its targets, actors, events, match rules and collection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reaction.story._check import Checker, shown
from reaction.urls import canonical_url, parse_status_url

if TYPE_CHECKING:
    from datetime import date, datetime

__all__ = ["ACTOR_KINDS", "COLLECTION_MODES", "Actor", "Collection", "Event", "Match", "Target"]

ACTOR_KINDS = ("company", "agency", "advocacy", "outlet", "person", "politician", "product", "policy")
COLLECTION_MODES = ("search", "stream", "sample", "archive", "panel")


def _bare_hashtag(text: str) -> str:
    return text.strip().lstrip("#\uff03").strip()


def _bare_handle(text: str) -> str:
    return text.strip().lstrip("@\uff20").strip()


@dataclass(frozen=True)
class Target:
    """Something that people take a stance on.

    Parameters
    ----------
    id
        Identifier: it names the columns ``stance_<id>``.
    name
        What it is called in print.
    about
        Ids of the actors that it concerns.
    aliases
        Other words for it.
    favor_hashtags, against_hashtags
        Hashtags that state a stance, with or without ``#``.

    Raises
    ------
    StoryError
        If a value is of the wrong kind; the message lists every mistake.

    Examples
    --------
    >>> Target("contract", "the contract", against_hashtags=["#DropICE"]).against_hashtags
    ('DropICE',)
    """

    id: str
    name: str
    about: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    favor_hashtags: tuple[str, ...] = ()
    against_hashtags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check = Checker(self)
        check.identifier("id", not_ending=("_confidence", "_tier"))
        check.text("name")
        check.texts("about")
        check.texts("aliases")
        check.texts("favor_hashtags", clean=_bare_hashtag)
        check.texts("against_hashtags", clean=_bare_hashtag)
        if not check.mistakes:
            favor = {tag.casefold() for tag in self.favor_hashtags}
            for tag in self.against_hashtags:
                if tag.casefold() in favor:
                    check.add("against_hashtags", f"holds {shown(tag)}, which favor_hashtags holds too")
        check.finish()


@dataclass(frozen=True)
class Actor:
    """An entity that matters in the story; its aliases and products resolve to it.

    Parameters
    ----------
    id
        Identifier.
    kind
        One of ``company, agency, advocacy, outlet, person, politician, product, policy``.
    name
        What it is called in print.
    aliases, products
        Other names, and names of what it makes.
    handles
        Its accounts, with or without ``@``.
    hashtags
        Hashtags that name it, with or without ``#``.
    domains
        Its web domains.
    case_sensitive
        The names among these that count in this spelling only, such as ``ICE``.

    Raises
    ------
    StoryError
        If a value is of the wrong kind; the message lists every mistake.

    Examples
    --------
    >>> Actor("microsoft", "company", "Microsoft", domains=["www.microsoft.com"]).domains
    ('microsoft.com',)
    """

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    case_sensitive: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check = Checker(self)
        check.identifier("id")
        check.choice("kind", ACTOR_KINDS)
        check.text("name")
        for key in ("aliases", "products", "case_sensitive"):
            check.texts(key)
        check.texts("handles", clean=_bare_handle)
        check.texts("hashtags", clean=_bare_hashtag)
        check.domains("domains")
        check.finish()


@dataclass(frozen=True)
class Event:
    """Something that happened, at a stated time.

    Parameters
    ----------
    at
        When: a datetime with its zone or ISO text such as ``2018-06-18T17:00:00Z``; kept as UTC.
    kind
        What sort of event, in one word, such as ``edit`` or ``statement``.
    title
        What happened, in a few words.
    url
        Where it is documented.

    Raises
    ------
    StoryError
        If a value is of the wrong kind or the time has no zone; the message lists every mistake.

    Examples
    --------
    >>> Event("2018-06-18T19:00:00+02:00", "edit", "Passage removed").at.isoformat()
    '2018-06-18T17:00:00+00:00'
    """

    at: datetime
    kind: str
    title: str
    url: str | None = None

    def __post_init__(self) -> None:
        check = Checker(self)
        check.moment("at")
        check.text("kind")
        check.text("title")
        check.text("url", optional=True)
        check.finish()


@dataclass(frozen=True)
class Match:
    """What makes a post belong to the story by itself: any one of these.

    Parameters
    ----------
    terms
        Words or phrases, found as whole words in any case.
    hashtags
        Hashtags, with or without ``#``.
    urls
        Web addresses; everything below an address matches too.
    posts
        Ids or addresses of posts.
    accounts
        Handles or ids of accounts: everything that they post.

    Raises
    ------
    StoryError
        If a value is of the wrong kind; the message lists every mistake.

    Examples
    --------
    >>> Match(terms=["ICE contract"], hashtags=["#MicrosoftICE"]).hashtags
    ('MicrosoftICE',)
    """

    terms: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check = Checker(self)
        for key in ("terms", "urls", "posts"):
            check.texts(key)
        check.texts("hashtags", clean=_bare_hashtag)
        check.texts("accounts", clean=_bare_handle)
        self._check_addresses(check)
        check.finish()

    def _check_addresses(self, check: Checker) -> None:
        wrong = {mistake.key for mistake in check.mistakes}
        for term in self.terms if "terms" not in wrong else ():
            if not any(character.isalnum() for character in term):
                check.add("terms", f"holds {shown(term)}, expected a word or a phrase")
        for url in self.urls if "urls" not in wrong else ():
            if canonical_url(url) is None:
                check.add("urls", f"holds {shown(url)}, expected a web address such as 'example.com/page'")
        for post in self.posts if "posts" not in wrong else ():
            if "/" in post and not post.startswith("at://") and parse_status_url(post) is None:
                check.add("posts", f"holds {shown(post)}, expected an id or the address of a post")

    def __bool__(self) -> bool:
        return bool(self.terms or self.hashtags or self.urls or self.posts or self.accounts)


@dataclass(frozen=True)
class Collection:
    """How the data came to be: printed in every caption.

    Parameters
    ----------
    mode
        One of ``search, stream, sample, archive, panel``.
    query
        What was asked for.
    start, end
        First and last day collected: dates or ISO text.
    cap
        The largest number of posts that the platform gave out.

    Raises
    ------
    StoryError
        If a value is of the wrong kind; the message lists every mistake.

    Examples
    --------
    >>> Collection("search", query="Microsoft ICE", start="2018-06-10").start
    datetime.date(2018, 6, 10)
    """

    mode: str
    query: str | None = None
    start: date | None = None
    end: date | None = None
    cap: int | None = None

    def __post_init__(self) -> None:
        check = Checker(self)
        check.choice("mode", COLLECTION_MODES)
        check.text("query", optional=True)
        check.day("start")
        check.day("end")
        if not check.mistakes and self.start and self.end and self.start > self.end:
            check.add("end", f"is {self.end}, before start, {self.start}")
        if self.cap is not None and (type(self.cap) is not int or self.cap < 1):
            check.add("cap", f"is {shown(self.cap)}, expected a whole number above 0")
        check.finish()
