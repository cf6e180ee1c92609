"""What the loaders of Telegram's formats share."""

from __future__ import annotations

__all__ = ["message_key", "permalink"]


def message_key(chat: str | None, message: str | None) -> str | None:
    """Return the id of a message, whose number counts in its chat only; None if one of both is unknown.

    Examples
    --------
    >>> message_key("1234567890", "7"), message_key("1234567890", None)
    ('1234567890/7', None)
    """
    return f"{chat}/{message}" if chat and message else None


def permalink(chat: str, message: str, handle: str | None = None) -> str:
    """Return the address of a message of a channel or large group.

    Without the handle of the chat it opens for its members only.

    Examples
    --------
    >>> permalink("1234567890", "7"), permalink("1234567890", "7", "town_news")
    ('https://t.me/c/1234567890/7', 'https://t.me/town_news/7')
    """
    return f"https://t.me/{handle}/{message}" if handle else f"https://t.me/c/{chat}/{message}"
