"""What Instagram's and Threads' items have in common."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from reaction.loaders._fields import dict_of, dicts_of, flag_of, id_of, int_of, text_of
from reaction.loaders._rows import Author, Media

__all__ = ["account", "code_of", "count", "media_of", "shortcode", "without_redirect"]

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_REDIRECTS = ("l.instagram.com", "l.threads.com", "l.threads.net", "l.facebook.com")
_TYPES = {1: "photo", 2: "video"}


def shortcode(number: str | None) -> str | None:
    """Return the code that stands in a post's address for its number; None for what is no number.

    Examples
    --------
    >>> shortcode("3275187401123456789"), shortcode("3275187401123456789_42"), shortcode("C1x")
    ('C1zzZawzGcV', 'C1zzZawzGcV', None)
    """
    digits = (number or "").partition("_")[0]
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 20):
        return None
    code, rest = "", int(digits)
    while rest:
        rest, place = divmod(rest, 64)
        code = _ALPHABET[place] + code
    return code or None


def code_of(item: dict[str, Any]) -> str | None:
    """Return the code of a post, its key wherever it was exported; some items have the number only.

    Examples
    --------
    >>> code_of({"code": "C1x", "pk": "9"}), code_of({"pk": "3275187401123456789"})
    ('C1x', 'C1zzZawzGcV')
    """
    code = text_of(item, "code") or text_of(item, "shortcode")
    return code or shortcode(id_of(item, "pk")) or shortcode(id_of(item, "id"))


def account(user: dict[str, Any]) -> Author | None:
    """Return an account as an author.

    Examples
    --------
    >>> account({"pk": 42, "username": "ann", "full_name": "Ann B."}).id, account({}) is None
    ('42', True)
    """
    followers = int_of(user, "follower_count")
    author = Author(
        id_of(user, "pk") or id_of(user, "id"),
        text_of(user, "username"),
        text_of(user, "full_name"),
        text_of(user, "biography"),
        followers=int_of(user, "edge_followed_by.count") if followers is None else followers,
        verified=flag_of(user, "is_verified"),
    )
    return author if author.id or author.handle else None


def count(item: dict[str, Any], *paths: str) -> int | None:
    """Return the first of some counts that is known; a negative one is hidden.

    Examples
    --------
    >>> count({"likes": -1, "like_count": 3}, "likes", "like_count")
    3
    """
    found = (int_of(item, path) for path in paths)
    return next((number for number in found if number is not None and number >= 0), None)


def media_of(item: dict[str, Any]) -> list[Media]:
    """Return the pictures and videos of a post: several in a carousel, else one or none.

    Examples
    --------
    >>> media_of({"image_versions2": {"candidates": [{"url": "https://example.com/a.jpg"}]}})
    [Media(type='photo', url='https://example.com/a.jpg', alt=None)]
    """
    children = dicts_of(item, "carousel_media")
    children = children or [
        dict_of(edge, "node") for edge in dicts_of(item, "edge_sidecar_to_children.edges")
    ]
    return [medium for child in children or [item] if (medium := _medium(child)) is not None]


def _medium(item: dict[str, Any]) -> Media | None:
    alt = text_of(item, "accessibility_caption")
    videos = [url for one in dicts_of(item, "video_versions") if (url := text_of(one, "url"))]
    pictures = [url for one in dicts_of(item, "image_versions2.candidates") if (url := text_of(one, "url"))]
    video = next(iter(videos), None) or text_of(item, "video_url")
    picture = next(iter(pictures), None) or text_of(item, "display_url")
    if video or flag_of(item, "is_video") or text_of(item, "__typename") == "GraphVideo":
        return Media("video", video or picture, alt)
    kind = _TYPES.get(int_of(item, "media_type") or 0)
    return Media(kind or "photo", picture, alt) if picture or kind else None


def without_redirect(url: str | None) -> str | None:
    """Return the address that a link of Meta's own redirects to.

    Examples
    --------
    >>> without_redirect("https://l.threads.com/?u=https%3A%2F%2Fexample.com%2Fa&e=x")
    'https://example.com/a'
    """
    if url is None or not any(host in url for host in _REDIRECTS):
        return url
    try:
        parts = urlsplit(url)
        target = parse_qs(parts.query, max_num_fields=50).get("u", [url])[0]
    except ValueError:
        return url
    return target if parts.netloc in _REDIRECTS else url
