"""Posts as snscrape and twscrape write them, as far as the loader reads them."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType, field

__all__ = ["Edits", "Link", "Media", "Medium", "Note", "Post", "User", "Variant"]

# Integers in the file, unless a program that rounds them has written them as text.
Id = int | str | None


class Link(Struct, gc=False):
    """A link in a text or profile."""

    url: str | None = None
    tcourl: str | None = None


class User(Struct, gc=False, rename="camel"):
    """An account; of accounts mentioned or answered little more than id and names is known."""

    id: Id = None
    username: str | None = None
    displayname: str | None = None
    raw_description: str | None = None
    description: str | None = None
    link: Link | None = None
    link_url: str | None = None
    followers_count: int | None = None
    friends_count: int | None = None
    verified: bool | None = None
    blue: bool | None = None
    blue_type: str | None = None
    created: str | None = None


class Variant(Struct, gc=False):
    """One encoding of a video."""

    url: str | None = None
    bitrate: int | None = None


class Medium(Struct, gc=False, rename="camel"):
    """A picture or video; twscrape leaves out the type and names some addresses otherwise."""

    kind: str | None = field(default=None, name="_type")
    full_url: str | None = None
    url: str | None = None
    video_url: str | None = None
    thumbnail_url: str | None = None
    variants: list[Variant] | None = None
    alt_text: str | None = None


class Media(Struct, gc=False):
    """Pictures and videos as twscrape sorts them."""

    photos: list[Medium] | None = None
    videos: list[Medium] | None = None
    animated: list[Medium] | None = None


class Note(Struct, gc=False):
    """The whole of a post of more than 280 characters."""

    text: str | None = None


class Edits(Struct, gc=False, rename="camel"):
    """The versions of a post; twscrape keeps X's name for them."""

    edit_tweet_ids: list[int | str] | None = None
    as_named_by_x: list[int | str] | None = field(default=None, name="edit_tweet_ids")


class Post(Struct, gc=False, rename="camel"):
    """A post; `content` and `outlinks` are the old names of `raw_content` and `links`.

    Where a list is null there is nothing of the kind; where it is missing nobody looked.
    """

    kind: str | None = field(default=None, name="_type")
    id: Id = None
    url: str | None = None
    date: str | None = None
    user: User | None = None
    username: str | None = None
    raw_content: str | None = None
    content: str | None = None
    note_tweet: Note | None = None
    lang: str | None = None
    source: str | None = None
    source_label: str | None = None
    links: list[Link] | UnsetType | None = UNSET
    outlinks: list[str] | UnsetType | None = UNSET
    hashtags: list[str] | UnsetType | None = UNSET
    mentioned_users: list[User] | UnsetType | None = UNSET
    media: list[Medium] | Media | UnsetType | None = UNSET
    reply_count: int | None = None
    retweet_count: int | None = None
    like_count: int | None = None
    quote_count: int | None = None
    view_count: int | str | None = None
    conversation_id: Id = None
    in_reply_to_tweet_id: Id = None
    in_reply_to_user: User | None = None
    retweeted_tweet: Post | None = None
    quoted_tweet: Post | None = None
    is_quote_status: bool | None = None
    edit_state: Edits | None = None
    edit_control: Edits | None = None
    text: str | None = None
