"""Tables of CrowdTangle: posts of Facebook's pages and groups, and of Instagram."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reaction.loaders._cells import integer
from reaction.loaders._columns import columns
from reaction.loaders._prose import hashtags_in, mentions_in, urls_in
from reaction.loaders._registry import loader
from reaction.loaders._rows import Author, Media, Reject, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["crowdtangle_facebook", "crowdtangle_instagram"]

_CREATED = ("Post Created", "Created")  # the later name of the column, and the earlier
_OF_FACEBOOK = (
    *(
        columns(name, created, "URL", "Message")
        for name in ("Page Name", "Group Name")
        for created in _CREATED
    ),
    columns("Name", "Size at Posting", "Created", "URL", "Message"),
)
_OF_INSTAGRAM = tuple(
    columns("Account", "User Name", "Followers at Posting", created, "URL", "Description")
    for created in _CREATED
)

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?) ?([A-Z]{2,5}|[+-]\d\d(?::?\d\d)?)?")
# Hours ahead of UTC, and what the time-zone database calls the zones.
_NAMES = {
    -10: "HST",
    -9: "AKST",
    -8: "AKDT PST",
    -7: "PDT MST",
    -6: "MDT CST",
    -5: "CDT EST",
    -4: "EDT AST",
    -3: "ADT",
    0: "UTC GMT WET",
    1: "BST CET WEST",
    2: "CEST EET SAST",
    3: "EEST MSK",
    8: "AWST",
    9: "JST KST",
    10: "AEST",
    11: "AEDT",
    12: "NZST",
    13: "NZDT",
}
_ZONES = {name: hours for hours, names in _NAMES.items() for name in names.split()}
# Of North America or of China: taken for the first.
_AMBIGUOUS = "CST"

_FACEBOOK = re.compile(r"(?i)https?://(?:\w{1,10}\.)?facebook\.com/(?:(?:groups|pg|pages)/)?([^/?#]{1,100})")
_FACEBOOK_ID = re.compile(
    r"(?:/(?:posts|permalink|videos|reel|photos/[^/?#]{1,80})/(?:[^/?#]{1,300}/)?|[?&](?:story_fbid|fbid|v)=)"
    r"(\d{5,20}|pfbid\w{10,100})(?=[/?&#]|\Z)"
)
# Events, notes and whatever else Facebook had: all end in a number.
_LAST_NUMBER = re.compile(r"/(\d{5,20})/?(?:[?#]|\Z)")
_OWNER_ID = re.compile(r"[?&]id=(\d{1,20})(?=[&#]|\Z)")
_INSTAGRAM_CODE = re.compile(r"instagram\.com/(?:[\w.]{1,40}/)?(?:p|reel|reels|tv)/([\w-]{1,60})")
_VIDEO = re.compile(r"(?i)video|igtv|reel")


@loader("crowdtangle-facebook", "facebook", matches=_OF_FACEBOOK)
def crowdtangle_facebook(record: dict[str, str]) -> Iterator[Row | Reject]:
    """CrowdTangle, posts of Facebook pages or groups (CSV).

    Who posted in a group is not in the table. A post that links to another page's post shares it: with
    words of its own it quotes, else it reposts. Likes are counted without the other reactions.

    Parameters
    ----------
    record
        A post.

    Yields
    ------
    Its row.

    Examples
    --------
    >>> post = {"Page Name": "Town News", "Facebook Id": "100", "Post Created": "2020-01-01 12:00:00 EST",
    ...         "Likes": "1,234", "URL": "https://www.facebook.com/100/posts/50001", "Message": "no"}
    >>> [row] = crowdtangle_facebook(post)
    >>> row.post_id, row.created_at, row.n_likes, row.author.name
    ('50001', '2020-01-01T12:00:00-05:00', 1234, 'Town News')
    """
    url = record.get("URL", "")
    match = _FACEBOOK_ID.search(url) or _LAST_NUMBER.search(url)
    if match is None:
        yield Reject("no post id")
        return
    text = record.get("Message", "")
    row = Row(
        match[1],
        _page(record),
        text=text,
        hashtags=hashtags_in(text),
        n_likes=integer(record.get("Likes")),
        n_reposts=integer(record.get("Shares")),
        n_replies=integer(record.get("Comments")),
        n_views=_views(record, "Post Views"),
        community=record.get("Group Name"),
        media=_media(record, None),
        url=url,
    )
    _fill_time(row, record)
    _fill_links(row, record)
    yield row


@loader("crowdtangle-instagram", "instagram", matches=_OF_INSTAGRAM)
def crowdtangle_instagram(record: dict[str, str]) -> Iterator[Row | Reject]:
    """CrowdTangle, Instagram posts (CSV).

    Parameters
    ----------
    record
        A post.

    Yields
    ------
    Its row.

    Examples
    --------
    >>> post = {"Account": "Ann B.", "User Name": "ann", "Post Created": "2020-07-01 12:00:00 EDT",
    ...         "URL": "https://www.instagram.com/p/CCaaBBccDDe/", "Description": "no #ice"}
    >>> [row] = crowdtangle_instagram(post)
    >>> row.post_id, row.author.handle, row.hashtags
    ('CCaaBBccDDe', 'ann', ['ice'])
    """
    url = record.get("URL", "")
    match = _INSTAGRAM_CODE.search(url)
    if match is None:
        yield Reject("no post id")
        return
    text = record.get("Description", "")
    handle, name = record.get("User Name"), record.get("Account")
    row = Row(
        match[1],
        Author(handle=handle, name=name, followers=integer(record.get("Followers at Posting"))),
        text=text,
        urls=urls_in(text),
        hashtags=hashtags_in(text),
        mentions=mentions_in(text),
        n_likes=integer(record.get("Likes")),
        n_replies=integer(record.get("Comments")),
        n_views=_views(record, "Views"),
        media=_media(record, record.get("Photo")),
        url=url,
    )
    _fill_time(row, record)
    yield row


def _page(record: dict[str, str]) -> Author | None:
    name = record.get("Page Name", record.get("Name"))
    if name is None:
        return None  # a group is no author, and its members are not told
    return Author(
        record.get("Facebook Id"),
        record.get("User Name"),
        name,
        record.get("Page Description"),
        followers=integer(record.get("Followers at Posting")),
        created_at=_time(record.get("Page Created"))[0],
    )


def _fill_time(row: Row, record: dict[str, str]) -> None:
    cell = next((record[name] for name in _CREATED if name in record), None)
    row.created_at, row.created_at_quality = _time(cell)


def _time(cell: str | None) -> tuple[str | None, str | None]:
    """Read a time with the abbreviation of its zone; the second value says what of it is assumed.

    Examples
    --------
    >>> _time("2020-07-01 12:00:00 EDT"), _time("2020-07-01 12:00:00")
    (('2020-07-01T12:00:00-04:00', None), ('2020-07-01T12:00:00', 'assumed_tz'))
    """
    match = _TIME.fullmatch(cell.strip()) if cell is not None and len(cell) < 40 else None
    if match is None:
        return cell, None
    day, clock, zone = match.groups()
    time = f"{day}T{clock}"
    if zone is not None and zone[0] in "+-":
        return time + zone, None
    if zone not in _ZONES:
        return time, "assumed_tz"
    return f"{time}{_ZONES[zone]:+03}:00", "assumed_tz" if zone == _AMBIGUOUS else None


def _is_video(record: dict[str, str]) -> bool:
    return _VIDEO.search(record.get("Type", "")) is not None


def _views(record: dict[str, str], name: str) -> int | None:
    """Return a count of views, which is 0 where a post has nothing to view."""
    return integer(record.get(name)) or (0 if name in record and _is_video(record) else None)


def _media(record: dict[str, str], url: str | None) -> list[Media] | None:
    if _is_video(record):
        return [Media("video", url)]
    is_photo = url is not None or record.get("Type") == "Photo"
    return [Media("photo", url)] if is_photo else None


def _fill_links(row: Row, record: dict[str, str]) -> None:
    """Tell links to other sites from the post's own pictures and from posts of others that it shares."""
    link = record.get("Link")
    target = record.get("Final Link") or link
    row.urls = [url for url in urls_in(row.text) or () if url not in (link, target)]
    owner = _owner(target or "")
    own = {record.get("User Name", "").lower(), record.get("Facebook Id")}
    if target is None or (owner is not None and owner.lower() in own):
        return
    shared = _FACEBOOK_ID.search(target) if owner is not None else None
    if shared is None:
        row.urls.insert(0, target)
    elif shared[1] == row.post_id:
        return  # its own picture, under a name of the page that the table does not have
    elif row.text:
        row.quote_of_id, row.quote_of_author_id, row.quote_of_author_handle = shared[1], *_keys(owner)
    else:
        row.text = None  # what the other post says
        row.repost_of_id, row.repost_of_author_id, row.repost_of_author_handle = shared[1], *_keys(owner)


def _owner(url: str) -> str | None:
    """Return the id or handle of the page or group that an address on Facebook belongs to."""
    match = _FACEBOOK.match(url)
    if match is None:
        return None
    if match[1].endswith(".php") or match[1] == "watch":
        found = _OWNER_ID.search(url)
        return found[1] if found else None
    return match[1]


def _keys(owner: str | None) -> tuple[str | None, str | None]:
    """Return an owner as an id and a handle."""
    is_id = owner is not None and owner.isdecimal()
    return (owner, None) if is_id else (None, owner)
