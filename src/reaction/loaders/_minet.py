"""What minet's tables of posts have in common, whatever the platform."""

from __future__ import annotations

from reaction.loaders._cells import flag, listed, url_list
from reaction.loaders._rows import Media

__all__ = ["came_along", "media_of"]

# How posts come along with others, as minet says it.
_BY_REFERENCE = frozenset({"retweet", "quote", "thread"})


def came_along(record: dict[str, str]) -> bool:
    """Tell whether a post came along with another one, so that nobody asked for it.

    Examples
    --------
    >>> came_along({"collected_via": "quote|thread"}), came_along({"collected_via": "retweet|search"})
    (True, False)
    >>> came_along({"match_query": "0"})
    True
    """
    ways = set(listed(record.get("collected_via"), "|"))
    return ways <= _BY_REFERENCE if ways else flag(record.get("match_query")) is False


def media_of(record: dict[str, str]) -> list[Media]:
    """Return the pictures and videos of a post; an empty cell says that there are none.

    Examples
    --------
    >>> media_of({"media_urls": "https://example.com/a.jpg", "media_types": "image/jpeg"})
    [Media(type='image', url='https://example.com/a.jpg', alt=None)]
    """
    urls, types = url_list(record.get("media_urls"), "|"), listed(record.get("media_types"), "|")
    texts = (record.get("media_alt_texts") or "").split("|")
    if len(types) != len(urls):
        types = [""] * len(urls)
    if len(texts) != len(urls):  # a description may hold the separator
        texts = [""] * len(urls)
    return [
        Media(kind.partition("/")[0] or None, url, alt or None)
        for kind, url, alt in zip(types, urls, texts, strict=True)
    ]
