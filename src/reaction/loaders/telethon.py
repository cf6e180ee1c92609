"""Telegram through Telethon: messages as `to_dict` gives them, and as 4CAT stores them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reaction.loaders._fields import dict_of, dicts_of, flag_of, id_of, int_of, text_of, value_of
from reaction.loaders._registry import loader
from reaction.loaders._rows import Author, Gone, Media, Reject, Row
from reaction.loaders._skeleton import has
from reaction.loaders._telegram import message_key, permalink
from reaction.loaders._times import from_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reaction.loaders._rows import Time

__all__ = ["telethon"]

_KINDS = ("Message", "MessageService", "MessageEmpty")
_PAGES = ("messages.Messages", "messages.MessagesSlice", "messages.ChannelMessages")
_SHAPES = (
    has("id", where={"_": _KINDS}, lacking="chat"),  # Pyrogram says "Message", too
    has("_chat", "id", "message", lacking="_"),
    has("messages", where={"_": _PAGES}),
)
_PEERS = ("peer_id", "to_id")  # the later name, and the earlier
_PEER_IDS = ("channel_id", "chat_id", "user_id")


@loader("telethon", "telegram", matches=_SHAPES)
def telethon(message: dict[str, Any]) -> Iterator[Row | Reject | Gone]:
    """Telegram messages collected with Telethon, or through it by 4CAT.

    Telegram has reactions of many kinds, scorn among them, and no likes: `n_likes` stays unknown, whatever
    the reactions are. A forwarded message is a repost of the channel's message that it names.

    Parameters
    ----------
    message
        A message, or what the app says in a chat ("ann joined the group"); or a page of them, with the chats
        and accounts that they are of.

    Yields
    ------
    The row of each message; a reject for what is none, and what is said of messages that are gone.

    Examples
    --------
    >>> message = {"_": "Message", "id": 7, "peer_id": {"_": "PeerChannel", "channel_id": 1234567890},
    ...            "date": "2018-06-18T12:00:00+00:00", "message": "Read this", "post": True, "views": 90}
    >>> [row] = telethon(message)
    >>> row.post_id, row.author.id, row.n_views
    ('1234567890/7', '1234567890', 90)
    """
    for one in _on_page(message) if "messages" in message else [message]:
        yield from _read(one)


def _on_page(page: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the messages of a page, with their chats and senders beside them, as 4CAT has them."""
    users, chats = (
        {key: one for one in dicts_of(page, name) if (key := id_of(one, "id"))} for name in ("users", "chats")
    )
    for message in dicts_of(page, "messages"):
        chat, sender = _chat_id(message) or "", dict_of(message, "from_id")
        known = users if "user_id" in sender else chats
        found = {"_chat": chats.get(chat), "_sender": known.get(_peer(message, "from_id") or "")}
        yield {**message, **{name: entity for name, entity in found.items() if entity}}


def _read(message: dict[str, Any]) -> Iterator[Row | Reject | Gone]:
    chat, number = _chat_id(message), id_of(message, "id")
    key = message_key(chat, number)
    kind = text_of(message, "_")
    if kind == "MessageEmpty":
        yield Reject("empty message")
        if key is not None:
            yield Gone(key, "deleted")
    elif kind == "MessageService" or dict_of(message, "action"):
        yield Reject("service message")
    elif key is None or chat is None or number is None:
        yield Reject("no post id" if number is None else "no id of the chat")
    else:
        yield _row(message, chat, number)


def _row(message: dict[str, Any], chat: str, number: str) -> Row:
    found = dict_of(message, "_chat")
    row = Row(
        f"{chat}/{number}",
        _author(message, chat),
        _time(message.get("date")),
        text_of(message, "message") or _question(message),
        community=text_of(found, "title") or text_of(found, "username"),
        n_views=int_of(message, "views"),
        n_reposts=int_of(message, "forwards"),
        n_replies=int_of(message, "replies.replies"),
        media=_media(message),
    )
    handle = text_of(found, "username")
    if handle or any(id_of(message, f"{peer}.channel_id") for peer in _PEERS):
        row.url = permalink(chat, number, handle)
    # Reactions count as hidden edits.
    if message.get("edit_date") and not flag_of(message, "edit_hide"):
        row.status = "edited"
    _fill_entities(row, message)
    _fill_reply(row, message, chat)
    _fill_forward(row, message)
    return row


def _time(value: Any) -> Time:
    return value if isinstance(value, str) and not value.isdecimal() else from_seconds(value)


def _peer(holder: Any, path: str) -> str | None:
    """Read the id of a user, group or channel; older versions give the number alone."""
    peer = value_of(holder, path)
    if not isinstance(peer, dict):
        return id_of(holder, path)
    return next((found for name in _PEER_IDS if (found := id_of(peer, name))), None)


def _chat_id(message: dict[str, Any]) -> str | None:
    peers = (_peer(message, name) for name in _PEERS)
    return next(filter(None, peers), None) or id_of(message, "_chat.id")


def _author(message: dict[str, Any], chat: str) -> Author | None:
    sender = dict_of(message, "_sender")
    if flag_of(sender, "deleted"):
        return None
    if sender:
        return _account(sender)
    if (peer := _peer(message, "from_id")) is not None:
        return Author(peer)
    if flag_of(message, "post"):
        return _account({"id": chat, **dict_of(message, "_chat")})
    # In a conversation of two the other one wrote what I did not.
    received = flag_of(message, "out") is False and id_of(message, "peer_id.user_id") is not None
    return Author(chat) if received else None


def _account(entity: dict[str, Any]) -> Author:
    person = " ".join(filter(None, (text_of(entity, "first_name"), text_of(entity, "last_name"))))
    return Author(
        id_of(entity, "id"),
        text_of(entity, "username"),
        text_of(entity, "title") or person or None,
        verified=flag_of(entity, "verified"),
        automated=flag_of(entity, "bot"),
    )


def _question(message: dict[str, Any]) -> str | None:
    """Return what a poll asks, where a message has no text."""
    question = value_of(message, "media.poll.question")
    text = question if isinstance(question, str) else text_of(question, "text")
    return text or text_of(message, "message")


def _type(thing: dict[str, Any]) -> str:
    return text_of(thing, "_") or text_of(thing, "_type") or ""


def _media(message: dict[str, Any]) -> list[Media]:
    media = dict_of(message, "media")
    match _type(media):
        case "MessageMediaPhoto":
            return [Media("photo")]
        case "MessageMediaDocument":
            kind = (text_of(media, "document.mime_type") or "").partition("/")[0]
            return [Media({"image": "photo", "video": "video", "audio": "audio"}.get(kind, "file"))]
        case _:
            return []


def _fill_entities(row: Row, message: dict[str, Any]) -> None:
    if not isinstance(message.get("entities"), list | None):
        return
    units = (text_of(message, "message") or "").encode("utf-16-le", "surrogatepass")
    row.urls, row.hashtags, row.mentions = [], [], []
    for entity in dicts_of(message, "entities"):
        match _type(entity):
            case "MessageEntityTextUrl":
                row.urls += filter(None, [text_of(entity, "url")])
            case "MessageEntityUrl":
                row.urls += _stretch(units, entity)
            case "MessageEntityHashtag":
                row.hashtags += [tag.removeprefix("#") for tag in _stretch(units, entity)]
            case "MessageEntityMention":
                row.mentions += [handle.removeprefix("@") for handle in _stretch(units, entity)]
    if (preview := text_of(message, "media.webpage.url")) is not None:
        row.urls.append(preview)


def _stretch(units: bytes, entity: dict[str, Any]) -> list[str]:
    """Cut an entity out of its text, whose places are counted in UTF-16."""
    start, length = int_of(entity, "offset"), int_of(entity, "length")
    if start is None or length is None or start < 0 or length < 1:
        return []
    text = units[2 * start : 2 * (start + length)].decode("utf-16-le", "replace").strip()
    return [text] if text else []


def _fill_reply(row: Row, message: dict[str, Any], chat: str) -> None:
    header = dict_of(message, "reply_to")
    number = id_of(header, "reply_to_msg_id") or id_of(message, "reply_to_msg_id")
    top = id_of(header, "reply_to_top_id")
    if flag_of(header, "forum_topic"):
        row.conversation_id = message_key(chat, top or number)
        if top is None:
            return  # posted in a topic, in answer to nobody
    row.reply_to_id = message_key(_peer(header, "reply_to_peer_id") or chat, number)


def _fill_forward(row: Row, message: dict[str, Any]) -> None:
    header = dict_of(message, "fwd_from")
    if not header:
        return
    row.kind = "repost"
    source = _peer(header, "from_id") or id_of(header, "channel_id")
    row.repost_of_author_id = source
    row.repost_of_id = message_key(source, id_of(header, "channel_post"))
    row.repost_of_author_handle = next(_handles(message, source), None)


def _handles(message: dict[str, Any], source: str | None) -> Iterator[str]:
    """Give the handle of a message's source from each place where 4CAT may put it."""
    resolved = dict_of(message, "fwd_from.from_id")
    entities = [dict_of(message, "_forward._chat"), dict_of(message, "_forward._sender")]
    entities += [dict_of(resolved, "user"), *dicts_of(resolved, "chats")]
    for entity in entities:
        handle = text_of(entity, "username")
        if handle and source is not None and id_of(entity, "id") == source:
            yield handle
