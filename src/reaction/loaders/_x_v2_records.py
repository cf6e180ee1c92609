"""Records of X API v2, as far as the loader reads them."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

from reaction.loaders._rows import Author

__all__ = [
    "AccountMetrics",
    "Attachments",
    "Entities",
    "Error",
    "Hashtag",
    "Includes",
    "Line",
    "Medium",
    "Mention",
    "Meta",
    "Metrics",
    "NoteTweet",
    "ProfileEntities",
    "Reference",
    "Twarc",
    "Tweet",
    "Url",
    "UrlList",
    "User",
    "Variant",
    "Withheld",
]


class Url(Struct, gc=False):
    """A link in a text or profile; links to the post's own media carry `media_key`."""

    url: str | None = None
    expanded_url: str | None = None
    unwound_url: str | None = None
    media_key: str | None = None


class UrlList(Struct, gc=False):
    """The links of a profile."""

    urls: list[Url] | None = None


class ProfileEntities(Struct, gc=False):
    """What X found in a profile."""

    url: UrlList | None = None


class AccountMetrics(Struct, gc=False):
    """Counts of an account."""

    followers_count: int | None = None
    following_count: int | None = None


class User(Author, gc=False):
    """An account; each field with X's name for it."""

    handle: str | None = field(default=None, name="username")
    bio: str | None = field(default=None, name="description")
    verified_type: str | None = None
    public_metrics: AccountMetrics | None = None
    entities: ProfileEntities | None = None


class Hashtag(Struct, gc=False):
    """A hashtag in a text."""

    tag: str | None = None


class Mention(Struct, gc=False):
    """An account mentioned in a text, and where."""

    username: str | None = None
    id: str | None = None
    start: int | None = None


class Entities(Struct, gc=False):
    """What X found in a text."""

    urls: list[Url] | None = None
    hashtags: list[Hashtag] | None = None
    mentions: list[Mention] | None = None


class NoteTweet(Struct, gc=False):
    """The whole of a post of more than 280 characters."""

    text: str | None = None
    entities: Entities | None = None


class Metrics(Struct, gc=False):
    """Counts of a post."""

    retweet_count: int | None = None
    reply_count: int | None = None
    like_count: int | None = None
    quote_count: int | None = None
    impression_count: int | None = None


class Variant(Struct, gc=False):
    """One encoding of a video."""

    url: str | None = None
    bit_rate: int | None = None


class Medium(Struct, gc=False):
    """A picture or video."""

    media_key: str | None = None
    type: str | None = None
    url: str | None = None
    preview_image_url: str | None = None
    alt_text: str | None = None
    variants: list[Variant] | None = None


class Attachments(Struct, gc=False):
    """What is attached to a post; `media` in flattened files only."""

    media_keys: list[str] | None = None
    media: list[Medium] | None = None


class Withheld(Struct, gc=False):
    """Where and why a post is withheld."""

    country_codes: list[str] | None = None
    scope: str | None = None
    copyright: bool | None = None


class Tweet(Struct, gc=False):
    """A post; `author`, `in_reply_to_user` and whole referenced posts are there in flattened files only."""

    id: str | None = None
    text: str | None = None
    author_id: str | None = None
    created_at: str | None = None
    lang: str | None = None
    source: str | None = None
    conversation_id: str | None = None
    in_reply_to_user_id: str | None = None
    note_tweet: NoteTweet | None = None
    entities: Entities | None = None
    public_metrics: Metrics | None = None
    referenced_tweets: list[Reference] | None = None
    attachments: Attachments | None = None
    edit_history_tweet_ids: list[str] | None = None
    withheld: Withheld | None = None
    author: User | None = None
    in_reply_to_user: User | None = None


class Reference(Tweet, gc=False):
    """A post referred to: its id, or in flattened files the whole of it."""

    type: str | None = None


class Includes(Struct, gc=False):
    """What posts of a page refer to."""

    users: list[User] | None = None
    tweets: list[Tweet] | None = None
    media: list[Medium] | None = None


class Error(Struct, gc=False):
    """Why a thing that was referred to is not included."""

    title: str | None = None
    resource_type: str | None = None
    resource_id: str | None = None
    value: str | None = None


class Meta(Struct, gc=False):
    """What the platform says of a page."""

    result_count: int | None = None


class Twarc(Struct, gc=False):
    """When twarc2 fetched a page."""

    retrieved_at: str | None = None


class Line(Tweet, gc=False):
    """A line: a page, what it includes, an object of a stream, or a flattened post."""

    data: list[Tweet] | Tweet | None = None
    includes: Includes | None = None
    errors: list[Error] | None = None
    meta: Meta | None = None
    users: list[User] | None = None
    tweets: list[Tweet] | None = None
    media: list[Medium] | None = None
    twarc: Twarc | None = field(default=None, name="__twarc")
    disconnect: dict[str, Any] | None = field(default=None, name="operational-disconnect")
