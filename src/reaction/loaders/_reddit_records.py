"""Records of Reddit, as far as the loaders read them."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType, field

__all__ = ["Line", "Meta", "Node", "Thing", "Wrapped"]


class Meta(Struct, gc=False):
    """What Arctic Shift saw when it fetched a post again, a day and a half later."""

    retrieved_2nd_on: int | float | None = None
    was_deleted_later: bool | None = None
    was_initially_deleted: bool | None = None
    removal_type: str | None = None
    is_edited: bool | None = None


class Size(Struct, gc=False):
    """A picture in one size; a moving one has no `u` but a `gif` or `mp4`."""

    u: str | None = None
    gif: str | None = None
    mp4: str | None = None


class Picture(Struct, gc=False):
    """A picture of a gallery; `s` is its full size."""

    s: Size | None = None


class Place(Struct, gc=False):
    """A place in a gallery, and what its author wrote below it."""

    media_id: str | None = None
    caption: str | None = None


class Gallery(Struct, gc=False):
    """The order of pictures in a gallery."""

    items: list[Place] | None = None


class Thing(Struct, gc=False):
    """A comment or a submission.

    Times are numbers, or text in old dumps. The Pushshift of 2022 gives a comment's parent as a number, and
    null where that is the submission: not the same as no word about it.
    """

    id: str | None = None
    name: str | None = None
    author: str | None = None
    author_fullname: str | None = None
    author_created_utc: int | float | None = None
    body: str | None = None
    title: str | None = None
    selftext: str | None = None
    url: str | None = None
    is_self: bool | None = None
    is_gallery: bool | None = None
    gallery_data: Gallery | None = None
    media_metadata: dict[str, Picture | None] | None = None
    created_utc: int | float | str | None = None
    retrieved_on: int | float | str | None = None
    retrieved_utc: int | float | str | None = None
    link_id: str | None = None
    parent_id: int | str | UnsetType | None = UNSET
    crosspost_parent: str | None = None
    crosspost_parent_list: list[Thing] | None = None
    subreddit: str | None = None
    permalink: str | None = None
    score: int | None = None
    score_hidden: bool | None = None
    num_comments: int | None = None
    num_crossposts: int | None = None
    edited: bool | int | float | None = None
    removed_by_category: str | None = None
    meta: Meta | None = field(default=None, name="_meta")


class Node(Thing, gc=False):
    """A comment or a submission in an answer of Reddit's API, a list of them, or one that is wrapped."""

    kind: str | None = None
    data: Node | None = None
    children: list[Wrapped | str] | None = None
    replies: Wrapped | str | None = None


class Wrapped(Struct, gc=False):
    """A node and its kind: ``t1`` (comment), ``t3`` (submission), ``Listing``, or ``more`` for a stub."""

    kind: str | None = None
    data: Node | None = None


class More(Struct, gc=False):
    """Comments that Reddit's API left out of a thread at first."""

    things: list[Wrapped] | None = None


class Answer(Struct, gc=False):
    """What Reddit's API answers to scripts of its own pages."""

    data: More | None = None


class Line(Thing, gc=False):
    """A line: a comment or submission, or an answer of an API that holds several in `data`."""

    kind: str | None = None
    data: Node | list[Node] | None = None
    answer: Answer | None = field(default=None, name="json")
