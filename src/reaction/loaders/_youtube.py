"""What the loaders of YouTube's formats share."""

from __future__ import annotations

import re

from reaction.loaders._html import read_html
from reaction.loaders._prose import hashtags_in, mentions_in, urls_in
from reaction.loaders._rows import Author, Media, Row

__all__ = ["account", "comment_row", "plain_text", "video_row"]

# What YouTube marks up, and no more: people write "<3" and "&" themselves.
_MARKUP = re.compile(r"<br ?/?>|</(?:a|b|i|s)>|&(?:#39|quot|amp|lt|gt);")


def plain_text(text: str | None) -> str | None:
    r"""Return a text that YouTube gives as HTML or as it was written, and doesn't say which.

    Examples
    --------
    >>> plain_text("It&#39;s<br>so"), plain_text("I <3 R&B"), plain_text(None)
    ("It's\nso", 'I <3 R&B', None)
    """
    if text is None or _MARKUP.search(text) is None:
        return text
    return read_html(text).text


def account(channel: str | None, name: str | None) -> Author | None:
    """Return an author, whose name is a handle since 2023.

    Examples
    --------
    >>> account("UC123", "@ann").handle, account("UC123", "Ann B.").name, account(None, "")
    ('ann', 'Ann B.', None)
    """
    if not channel and not name:
        return None
    if name and name.startswith("@"):
        return Author(channel, name[1:])
    return Author(channel, name=name)


def comment_row(comment: str, video: str | None, parent: str | None, text: str | None) -> Row:
    """Return the row of a comment, which replies to its parent or to the video.

    Examples
    --------
    >>> row = comment_row("Ugx1.9z", "dQw4w9WgXcQ", None, "yes")
    >>> row.reply_to_id, row.conversation_id, row.url
    ('Ugx1', 'dQw4w9WgXcQ', 'https://www.youtube.com/watch?v=dQw4w9WgXcQ&lc=Ugx1.9z')
    """
    # The id of a reply begins with that of the comment whose thread it is in.
    thread, dot, _ = comment.partition(".")
    answered = parent or (thread if dot else video)
    return Row(
        comment,
        text=text,
        kind="reply",
        # A comment under a video that is not named begins a thread of its own.
        conversation_id=video or (None if answered else comment),
        reply_to_id=answered,
        urls=urls_in(text),
        hashtags=hashtags_in(text),
        mentions=mentions_in(text),
        media=[],
        url=f"https://www.youtube.com/watch?v={video}&lc={comment}" if video else None,
    )


def video_row(video: str, title: str | None, description: str | None) -> Row:
    r"""Return the row of a video: a post that says its title and its description.

    Examples
    --------
    >>> row = video_row("dQw4w9WgXcQ", "Town hall", "More: https://example.com/a #town")
    >>> row.text, row.urls, row.hashtags
    ('Town hall\n\nMore: https://example.com/a #town', ['https://example.com/a'], ['town'])
    """
    said = [part for part in (title, description) if part]
    text = "\n\n".join(said) if said or title is not None else None
    url = f"https://www.youtube.com/watch?v={video}"
    return Row(
        video,
        text=text,
        urls=urls_in(text),
        hashtags=hashtags_in(text),
        mentions=mentions_in(text),
        media=[Media("video", url)],
        url=url,
    )
