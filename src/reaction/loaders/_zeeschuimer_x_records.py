"""Items of X's web interface as Zeeschuimer captures them, as far as the loader reads them."""

from __future__ import annotations

from msgspec import Struct, field

from reaction.loaders._x_v1_records import Entities, ProfileEntities, Tweet, User

__all__ = ["Account", "Envelope", "Found", "Item", "Legacy", "Result", "Verification"]


class Bio(Struct, gc=False):
    """An account's description of itself, since 2025."""

    description: str | None = None
    entities: ProfileEntities | None = None


class Website(Struct, gc=False):
    """The link of a profile, since 2026."""

    url: str | None = None


class Relations(Struct, gc=False):
    """How many accounts follow an account, and how many it follows, since 2026."""

    followers: int | None = None
    following: int | None = None


class Verification(Struct, gc=False):
    """An account's badge, since 2025; that of a company or a state is a type of its own."""

    verified: bool | None = None
    verified_type: str | None = None


class Label(Struct, gc=False, rename="camel"):
    """What X says of an account beside its name."""

    user_label_type: str | None = None


class Highlighted(Struct, gc=False):
    """Where an account's label stands."""

    label: Label | None = None


class Account(Struct, gc=False):
    """An account; until 2025 all is in `legacy`, since then the names are in `core`, and since 2026 nothing is."""

    rest_id: str | None = None
    core: User | None = None
    legacy: User | None = None
    is_blue_verified: bool | None = None
    profile_bio: Bio | None = None
    website: Website | None = None
    relationship_counts: Relations | None = None
    verification: Verification | None = None
    affiliates_highlighted_label: Highlighted | None = None


class AccountFound(Struct, gc=False):
    """Where an account stands."""

    result: Account | None = None


class Core(Struct, gc=False):
    """Where the author of a post stands."""

    user_results: AccountFound | None = None


class Views(Struct, gc=False):
    """How often a post was seen; the count is text."""

    count: int | str | None = None


class Note(Struct, gc=False):
    """The whole of a post of more than 280 characters."""

    text: str | None = None
    entity_set: Entities | None = None


class NoteFound(Struct, gc=False):
    """Where the whole text stands."""

    result: Note | None = None


class NoteTweet(Struct, gc=False):
    """Where the whole text is looked for."""

    note_tweet_results: NoteFound | None = None


class EditControl(Struct, gc=False):
    """The versions of a post; of an edited one they stand a level deeper."""

    edit_tweet_ids: list[str] | None = None
    edit_control_initial: EditControl | None = None


class Words(Struct, gc=False):
    """What a notice says."""

    text: str | None = None


class Tombstone(Struct, gc=False):
    """The notice that stands in place of a post."""

    text: Words | None = None


class Community(Struct, gc=False):
    """The community that a post was written in."""

    id_str: str | None = None


class CommunityFound(Struct, gc=False):
    """Where a community stands."""

    result: Community | None = None


class Found(Struct, gc=False):
    """Where a post stands, or what stands in its place."""

    result: Result | None = None


class Legacy(Tweet, gc=False):
    """The part of a post that is as in API v1.1."""

    user_id_str: str | None = None
    retweeted_status_id_str: str | None = None
    retweeted_status_result: Found | None = None
    ext_views: Views | None = None


class Result(Struct, gc=False):
    """A post; `tweet` is one more level around posts of limited visibility, `user` the author in old items."""

    rest_id: str | None = None
    id: str | int | None = None
    tweet: Result | None = None
    tombstone: Tombstone | None = None
    core: Core | None = None
    legacy: Legacy | None = None
    user: User | None = None
    note_tweet: NoteTweet | None = None
    quoted_status_result: Found | None = None
    views: Views | None = None
    source: str | None = None
    edit_control: EditControl | None = None
    community_results: CommunityFound | None = None


class Envelope(Struct, gc=False):
    """When an item was captured, and when it was last seen again, in milliseconds."""

    timestamp_collected: int | float | str | None = None
    last_updated: int | float | str | None = None


class Item(Result, gc=False):
    """A line: an item in its envelope, or, as 4CAT stores it, an item with the envelope inside."""

    timestamp_collected: int | float | str | None = None
    last_updated: int | float | str | None = None
    data: Result | None = None
    around: Envelope | None = field(default=None, name="__import_meta")
