"""Telegram Desktop's `result.json`: one chat, or all of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from reaction.loaders._fields import dicts_of, id_of, text_of, value_of
from reaction.loaders._registry import loader
from reaction.loaders._rows import Author, Media, Reject, Row
from reaction.loaders._skeleton import has
from reaction.loaders._telegram import message_key, permalink
from reaction.loaders._times import from_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["telegram_desktop"]

_PLACES = ("messages", "chats.list[].messages", "left_chats.list[].messages")
_SHAPES = (
    has("type", "id", "messages[].type", "messages[].id"),
    has("name", "type", "messages[].type", "messages[].id"),
    has("chats.list[].messages"),
    has("left_chats.list[].messages"),
    has("about", "personal_information"),
)
_PEER = re.compile(r"(?:user|chat|channel)?(\d{1,20})")
# Before exports had `date_unixtime`, ids of chats and accounts carried their kind above 32 bits.
_LONGEST_BARE_ID = 1 << 32
_LONGEST_ID = 20
# Kinds of links, and where their address is.
_LINKS = {"link": "text", "text_link": "href"}
_MEDIA_TYPES = {
    "video_file": "video",
    "video_message": "video",
    "animation": "animated_gif",
    "voice_message": "audio",
    "audio_file": "audio",
    "sticker": "sticker",
}
_FILE_TYPES = {"image": "photo", "video": "video", "audio": "audio"}


@loader("telegram-desktop", "telegram", matches=_SHAPES, inside=_PLACES)
def telegram_desktop(message: dict[str, Any], chat: dict[str, Any]) -> Iterator[Row | Reject]:
    """Telegram Desktop's result.json, of one chat or of all.

    Telegram has reactions of many kinds, scorn among them, and no likes: `n_likes` stays unknown, whatever
    the reactions are. A forwarded message is a repost; which message it was is not in the file.

    Parameters
    ----------
    message
        A message, or what the app says in a chat ("ann joined the group").
    chat
        The chat's name, type and id.

    Yields
    ------
    The row of the message; a reject for what is none.

    Examples
    --------
    >>> chat = {"name": "Town news", "type": "public_channel", "id": 1234567890}
    >>> message = {"id": 7, "type": "message", "date_unixtime": "1529323200", "from": "Town news",
    ...            "from_id": "channel1234567890", "text": ["Read ", {"type": "bold", "text": "this"}]}
    >>> [row] = telegram_desktop(message, chat)
    >>> row.post_id, row.text, row.author.id, row.community
    ('1234567890/7', 'Read this', '1234567890', 'Town news')
    """
    if message.get("type") in ("service", "unsupported"):
        yield Reject(f"{message['type']} message")
        return
    number, home = id_of(message, "id"), _chat_id(message, chat)
    if number is None or home is None:
        yield Reject("no post id" if number is None else "no id of the chat")
        return
    row = Row(
        f"{home}/{number}",
        _author(message, chat, home),
        from_seconds(message.get("date_unixtime")),
        _text(message),
        community=text_of(chat, "name"),
        app=(text_of(message, "via_bot") or "").removeprefix("@"),
        media=_media(message),
    )
    if row.created_at is None:
        # The time of the exporting computer, without its zone.
        row.created_at, row.created_at_quality = text_of(message, "date"), "assumed_tz"
    if home.isdecimal() and (text_of(chat, "type") or "").endswith(("channel", "supergroup")):
        row.url = permalink(home, number)
    if _is_edited(message):
        row.status = "edited"
    _fill_entities(row, message)
    _fill_references(row, message, home)
    yield row


def _chat_id(message: dict[str, Any], chat: dict[str, Any]) -> str | None:
    found = id_of(chat, "id")
    if found is None:
        # Programs that imitate the export leave the id out.
        return text_of(chat, "name") or None
    return _bare(found) if "date_unixtime" not in message else found


def _peer(holder: dict[str, Any], name: str) -> str | None:
    """Read the id in ``"user123"``; older exports have the number alone."""
    found = id_of(holder, name) or ""
    match = _PEER.fullmatch(found)
    if match is None:
        return None
    return _bare(found) if found.isdecimal() and "date_unixtime" not in holder else match[1]


def _bare(number: str) -> str:
    is_id = number.isascii() and number.isdecimal() and len(number) <= _LONGEST_ID
    return str(int(number) % _LONGEST_BARE_ID) if is_id else number


def _author(message: dict[str, Any], chat: dict[str, Any], home: str) -> Author | None:
    if "from" in message and message["from"] is None:
        return None  # the account was deleted
    peer, name = _peer(message, "from_id"), text_of(message, "from")
    if peer is None and name is None and (text_of(chat, "type") or "").endswith("channel"):
        return Author(home if home.isdecimal() else None, name=text_of(chat, "name"))
    return Author(peer, name=name) if peer or name else None


def _text(message: dict[str, Any]) -> str | None:
    own = _joined(message.get("text"))
    return own or _joined(value_of(message, "poll.question")) or own


def _joined(text: Any) -> str | None:
    """Put a text together, whose formatted stretches are objects."""
    if isinstance(text, str):
        return text
    if not isinstance(text, list):
        return None
    parts = (part if isinstance(part, str) else text_of(part, "text") for part in text)
    return "".join(part for part in parts if part)


def _media(message: dict[str, Any]) -> list[Media]:
    if "photo" in message:
        return [Media("photo")]
    if "file" in message or "media_type" in message:
        kind = (text_of(message, "mime_type") or "").partition("/")[0]
        sent_as_file = _FILE_TYPES.get(kind, "file")
        return [Media(_MEDIA_TYPES.get(text_of(message, "media_type") or "", sent_as_file))]
    return []


def _is_edited(message: dict[str, Any]) -> bool:
    if "edited_unixtime" in message:
        return bool(from_seconds(message["edited_unixtime"]))
    # Old exports say of messages that never were that they were edited in 1970.
    return not (text_of(message, "edited") or "1970").startswith(("1969", "1970"))


def _fill_entities(row: Row, message: dict[str, Any]) -> None:
    # Older exports list them in the text only.
    place = "text_entities" if "text_entities" in message else "text"
    if not isinstance(message.get(place), list | str if place == "text" else list):
        return
    found = [(text_of(part, "type") or "", part) for part in dicts_of(message, place)]
    links = (text_of(part, _LINKS[kind]) for kind, part in found if kind in _LINKS)
    row.urls = [link for link in links if link]
    row.hashtags = _words(found, "hashtag", "#")
    row.mentions = _words(found, "mention", "@")


def _words(found: list[tuple[str, dict[str, Any]]], wanted: str, mark: str) -> list[str]:
    words = ((text_of(part, "text") or "").removeprefix(mark) for kind, part in found if kind == wanted)
    return [word for word in words if word]


def _fill_references(row: Row, message: dict[str, Any], home: str) -> None:
    if (number := id_of(message, "reply_to_message_id")) is not None:
        row.reply_to_id = message_key(_peer(message, "reply_to_peer_id") or home, number)
    if "forwarded_from" in message or "forwarded_from_id" in message:
        row.kind = "repost"
        row.repost_of_author_id = _peer(message, "forwarded_from_id")
