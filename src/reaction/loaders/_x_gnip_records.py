"""Records of Gnip and PowerTrack (Activity Streams 1.0), as far as the loader reads them."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

from reaction.loaders._x_v1_records import Entities  # noqa: TC001  # msgspec reads annotations

__all__ = ["Activity", "Actor", "Expanded", "Generator", "Gnip", "Language", "Line", "Link", "LongObject"]


class Link(Struct, gc=False):
    """A link: of a profile (`href`), or to the post that is answered (`link`)."""

    href: str | None = None
    link: str | None = None


class Actor(Struct, gc=False):
    """The account that posted."""

    id: str | None = None
    handle: str | None = field(default=None, name="preferredUsername")
    name: str | None = field(default=None, name="displayName")
    bio: str | None = field(default=None, name="summary")
    links: list[Link] | None = None
    followers: int | None = field(default=None, name="followersCount")
    following: int | None = field(default=None, name="friendsCount")
    verified: bool | None = None
    created_at: str | None = field(default=None, name="postedTime")


class Generator(Struct, gc=False):
    """The client that posted."""

    name: str | None = field(default=None, name="displayName")


class LongObject(Struct, gc=False):
    """The whole of a post that `body` shows the beginning of."""

    body: str | None = None
    twitter_entities: Entities | None = None
    twitter_extended_entities: Entities | None = None


class Expanded(Struct, gc=False):
    """A short link, followed to its end by Gnip."""

    url: str | None = None
    expanded_url: str | None = None


class Language(Struct, gc=False):
    """The language that Gnip found."""

    value: str | None = None


class Gnip(Struct, gc=False):
    """What Gnip added to a post."""

    urls: list[Expanded] | None = None
    language: Language | None = None


class Activity(Struct, gc=False):
    """A post (`verb` post), a repost (`verb` share, with the original as `object`), or a notice."""

    id: str | None = None
    verb: str | None = None
    actor: Actor | None = None
    body: str | None = None
    posted_at: str | None = field(default=None, name="postedTime")
    long_object: LongObject | None = None
    twitter_entities: Entities | None = None
    twitter_extended_entities: Entities | None = None
    twitter_lang: str | None = None
    generator: Generator | None = None
    in_reply_to: Link | None = field(default=None, name="inReplyTo")
    object: Activity | None = None
    twitter_quoted_status: Activity | None = None
    retweet_count: int | None = field(default=None, name="retweetCount")
    favorites_count: int | None = field(default=None, name="favoritesCount")
    gnip: Gnip | None = None


class Line(Activity, gc=False):
    """A line: an activity, the answer to a search, or what the service says of itself."""

    results: list[Activity] | None = None
    info: dict[str, Any] | None = None
