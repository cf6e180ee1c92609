"""Records of X API v1.1, as far as the loader reads them."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

from reaction.loaders._rows import Author

__all__ = [
    "EditHistory",
    "Entities",
    "ExtendedTweet",
    "Hashtag",
    "Line",
    "Medium",
    "Mention",
    "Permalink",
    "ProfileEntities",
    "Tweet",
    "Url",
    "UrlList",
    "User",
    "Variant",
    "VideoInfo",
]


class Url(Struct, gc=False):
    """A link in a text or profile; `unwound` comes from the enterprise API."""

    url: str | None = None
    expanded_url: str | None = None
    unwound: Url | None = None


class UrlList(Struct, gc=False):
    """The links of a profile."""

    urls: list[Url] | None = None


class ProfileEntities(Struct, gc=False):
    """What X found in a profile."""

    url: UrlList | None = None


class User(Author, gc=False):
    """The account that posted; each field with X's name for it, and the id as a number, too."""

    id: str | None = field(default=None, name="id_str")
    number: int | str | None = field(default=None, name="id")
    handle: str | None = field(default=None, name="screen_name")
    bio: str | None = field(default=None, name="description")
    followers: int | None = field(default=None, name="followers_count")
    following: int | None = field(default=None, name="friends_count")
    entities: ProfileEntities | None = None


class Hashtag(Struct, gc=False):
    """A hashtag in a text."""

    text: str | None = None


class Mention(Struct, gc=False):
    """An account mentioned in a text."""

    id: str | None = field(default=None, name="id_str")
    screen_name: str | None = None


class Variant(Struct, gc=False):
    """One encoding of a video."""

    url: str | None = None
    bitrate: int | None = None


class VideoInfo(Struct, gc=False):
    """The encodings of a video."""

    variants: list[Variant] | None = None


class Medium(Struct, gc=False):
    """A picture or video attached to a post."""

    type: str | None = None
    media_url_https: str | None = None
    media_url: str | None = None
    expanded_url: str | None = None
    ext_alt_text: str | None = None
    video_info: VideoInfo | None = None


class Entities(Struct, gc=False):
    """What X found in a text."""

    urls: list[Url] | None = None
    hashtags: list[Hashtag] | None = None
    user_mentions: list[Mention] | None = None
    media: list[Medium] | None = None


class ExtendedTweet(Struct, gc=False):
    """The whole of a post that `text` shows the beginning of."""

    full_text: str | None = None
    entities: Entities | None = None
    extended_entities: Entities | None = None


class Permalink(Struct, gc=False):
    """The address of the post that is quoted."""

    expanded: str | None = None


class EditHistory(Struct, gc=False):
    """The ids of all versions of an edited post, oldest first."""

    edit_tweet_ids: list[str] | None = None


class Tweet(Struct, gc=False):
    """A post, with the posts embedded in it; `view_count` is known to exports of other interfaces only."""

    id: str | None = field(default=None, name="id_str")
    number: int | str | None = field(default=None, name="id")
    user: User | None = None
    created_at: str | None = None
    timestamp_ms: str | None = None
    text: str | None = None
    full_text: str | None = None
    truncated: bool | None = None
    extended_tweet: ExtendedTweet | None = None
    entities: Entities | None = None
    extended_entities: Entities | None = None
    lang: str | None = None
    source: str | None = None
    in_reply_to_status_id_str: str | None = None
    in_reply_to_user_id_str: str | None = None
    in_reply_to_status_id: int | str | None = None
    in_reply_to_user_id: int | str | None = None
    in_reply_to_screen_name: str | None = None
    conversation_id_str: str | None = None
    community_id_str: str | None = None
    retweeted_status: Tweet | None = None
    quoted_status: Tweet | None = None
    quoted_status_id_str: str | None = None
    quoted_status_id: int | str | None = None
    quoted_status_permalink: Permalink | None = None
    is_quote_status: bool | None = None
    retweet_count: int | None = None
    favorite_count: int | None = None
    reply_count: int | None = None
    quote_count: int | None = None
    view_count: int | None = None
    withheld_copyright: bool | None = None
    withheld_scope: str | None = None
    withheld_in_countries: list[str] | None = None
    edit_history: EditHistory | None = None


class Line(Tweet, gc=False):
    """A line: a post, a notice of the stream, or the answer to a search (`results` of the premium API)."""

    statuses: list[Tweet] | None = None
    results: list[Tweet] | None = None
    delete: dict[str, Any] | None = None
    limit: dict[str, Any] | None = None
    scrub_geo: dict[str, Any] | None = None
    status_withheld: dict[str, Any] | None = None
    user_withheld: dict[str, Any] | None = None
    disconnect: dict[str, Any] | None = None
    warning: dict[str, Any] | None = None
