"""What the text of a post on Bluesky is marked up with, and what is embedded in the post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reaction.loaders._bluesky_uris import POST, author_in, parse_uri
from reaction.loaders._fields import dict_of, dicts_of, int_of, text_of, texts_of
from reaction.loaders._rows import Media

if TYPE_CHECKING:
    from reaction.loaders._rows import Row

__all__ = ["fill_embed", "fill_facets", "quoted_in"]

# Animated pictures are chosen from a service and embedded as links to it.
_PICTURES = "https://media.tenor.com/"


def fill_facets(row: Row, record: dict[str, Any]) -> None:
    """Take links, hashtags and mentions from the marks on a text, whose places count bytes of UTF-8."""
    text = (row.text or "").encode("utf-8", "replace")
    row.urls, row.mentions = [], []
    tags = []
    for facet in dicts_of(record, "facets"):
        for feature in dicts_of(facet, "features"):
            if link := text_of(feature, "uri"):
                row.urls.append(link)  # the text shows it cut
            elif tag := text_of(feature, "tag"):
                tags.append(tag)
            elif "did" in feature and (handle := _handle_at(text, dict_of(facet, "index"))):
                row.mentions.append(handle)
    tags += texts_of(record, "tags")
    row.hashtags = [tag.removeprefix("#") for tag in dict.fromkeys(tags)]


def _handle_at(text: bytes, index: dict[str, Any]) -> str | None:
    start, end = int_of(index, "byteStart"), int_of(index, "byteEnd")
    if start is None or end is None or not 0 <= start < end <= len(text):
        return None
    shown = text[start:end].decode("utf-8", "replace")
    return shown[1:] or None if shown.startswith("@") else None


def fill_embed(row: Row, embed: dict[str, Any]) -> None:
    """Add what is embedded in a post: links, pictures, videos, a quoted post.

    An embed is understood as its author's client wrote it, and as the server shows it; the latter knows
    more, and replaces what the former gave.
    """
    held = dict_of(embed, "media") or embed
    external = dict_of(held, "external")
    media = _media(held)
    if link := text_of(external, "uri"):
        if link.startswith(_PICTURES):
            media.append(Media("gif", link, text_of(external, "description") or None))
        else:
            row.urls = [*(row.urls or ()), link]
    row.media = media or row.media or []
    quoted = quoted_in(embed)
    uri = text_of(quoted, "uri")
    if (parts := parse_uri(uri)) is not None and parts.collection == POST:
        row.quote_of_id, row.quote_of_author_id = uri, author_in(uri)
        row.quote_of_author_handle = text_of(quoted, "author.handle") or row.quote_of_author_handle


def quoted_in(embed: dict[str, Any]) -> dict[str, Any]:
    """Return what an embed says of the record that is quoted; an empty object where there is none."""
    return dict_of(embed, "record.record") or dict_of(embed, "record")


def _media(held: dict[str, Any]) -> list[Media]:
    found = [
        Media("image", text_of(image, "fullsize"), text_of(image, "alt") or None)
        for image in dicts_of(held, "images")
    ]
    if "playlist" in held or "video" in held:
        found.append(Media("video", text_of(held, "playlist"), text_of(held, "alt") or None))
    return found
