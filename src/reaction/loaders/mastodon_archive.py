"""The archive that Mastodon gives an account of itself: `outbox.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reaction.loaders._fediverse import account_at, first_link, full_handle, handle_at, plain_of
from reaction.loaders._fediverse_statuses import content_of, links_in, with_warning
from reaction.loaders._fields import dict_of, dicts_of, int_of, text_of, texts_of
from reaction.loaders._registry import loader
from reaction.loaders._rows import Author, Media, Reject, Row
from reaction.loaders._skeleton import has
from reaction.loaders._times import parse_time

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["mastodon_archive"]

_COLLECTIONS = ("OrderedCollection", "OrderedCollectionPage")
_SHAPES = (
    has("orderedItems[].type", "orderedItems[].actor", where={"type": _COLLECTIONS}),
    has("orderedItems", where={"type": _COLLECTIONS, "id": "outbox.json"}),
)
_ACTOR = "actor.json"
_PROGRAMS = frozenset({"Service", "Application"})
_PUBLIC = ("https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public")
_QUOTES = ("quote", "quoteUri", "quoteUrl", "_misskey_quote")


@loader("mastodon-archive", "mastodon", matches=_SHAPES, inside="orderedItems", companions=(_ACTOR,))
def mastodon_archive(record: dict[str, Any], around: dict[str, Any]) -> Iterator[Row | Reject]:
    """Mastodon account archive (outbox.json, beside its actor.json, also as the .tar.gz or .zip it comes in).

    Of posts that the account boosted, the archive holds no more than the address. Direct messages are no
    posts, and left out. Pictures are files of the archive and have no address.

    Parameters
    ----------
    record
        An activity: a post that was made (``Create``) or boosted (``Announce``).
    around
        Content of the file beside it that says whose archive it is.

    Yields
    ------
    The row of the post or boost; as context, that of a post of one's own that the account boosted.

    Examples
    --------
    >>> note = {"id": "https://social.example/users/ann/statuses/7", "type": "Note", "content": "<p>Hi</p>"}
    >>> activity = {"type": "Create", "actor": "https://social.example/users/ann", "object": note}
    >>> [(row.post_id, row.author.handle, row.text) for row in mastodon_archive(activity, {})]
    [('https://social.example/users/ann/statuses/7', 'ann@social.example', 'Hi')]
    """
    kind, note = text_of(record, "type"), dict_of(record, "object")
    uri = text_of(record, "actor") or text_of(note, "attributedTo")
    author = _author(uri, handle_at(text_of(note, "url")), around)
    if _is_direct(note or record):
        yield Reject("direct message")
    elif kind == "Create":
        yield _note(note, author)
    elif kind == "Announce":
        row = _boost(record, note, author)
        yield row
        if note and isinstance(row, Row):
            context = _note(note, author)
            if isinstance(context, Row):
                context.is_context, context.seen_at = True, parse_time(row.created_at or "")
                yield context
    else:
        yield Reject(f"activity: {kind}" if kind and kind.isalpha() and len(kind) < 40 else "no activity")


def _author(uri: str | None, named: str | None, around: dict[str, Any]) -> Author | None:
    profiles: list[dict[str, Any]] = around.get(_ACTOR, [])
    profile = next((one for one in profiles if uri and text_of(one, "id") == uri), None)
    if profile is None:
        address, handle = account_at(uri)
        return Author(address or uri, handle or named) if uri else None
    name = text_of(profile, "preferredUsername")
    kind = text_of(profile, "type")
    return Author(
        text_of(profile, "url") or uri,
        full_handle(name, uri) if name else None,
        text_of(profile, "name"),
        plain_of(text_of(profile, "summary")),
        first_link(dicts_of(profile, "attachment")),
        created_at=text_of(profile, "published"),
        automated=None if kind is None else kind in _PROGRAMS,
    )


def _is_direct(activity: dict[str, Any]) -> bool:
    """Tell whether nobody but the accounts that a post names could read it."""
    readers = [*texts_of(activity, "to"), *texts_of(activity, "cc")]
    return bool(readers) and all(_is_account(reader) for reader in readers)


def _is_account(reader: str) -> bool:
    return reader not in _PUBLIC and not reader.endswith("/followers")


def _boost(activity: dict[str, Any], note: dict[str, Any], author: Author | None) -> Row | Reject:
    post_id = text_of(activity, "id")
    if not post_id:
        return Reject("no post id")
    original = text_of(activity, "object") or text_of(note, "id")
    row = Row(post_id, author, text_of(activity, "published"), kind="repost", repost_of_id=original)
    row.repost_of_author_id, row.repost_of_author_handle = account_at(original)
    if row.repost_of_author_id is None:
        # A boost is also sent to whoever made the post.
        row.repost_of_author_id = next(filter(_is_account, texts_of(activity, "cc")), None)
    row.community = _home(author)
    return row


def _home(author: Author | None) -> str | None:
    return (author.handle or "").partition("@")[2] or None if author is not None else None


def _note(note: dict[str, Any], author: Author | None) -> Row | Reject:
    post_id = text_of(note, "id")
    if not post_id:
        return Reject("no post id")
    row = Row(
        post_id,
        author,
        text_of(note, "published"),
        lang=next(iter(dict_of(note, "contentMap")), None),
        url=text_of(note, "url"),
        community=_home(author),
        n_reposts=int_of(note, "shares.totalItems"),
        n_likes=int_of(note, "likes.totalItems"),
        status="edited" if text_of(note, "updated") else None,
    )
    _fill_references(row, note)
    _fill_content(row, note)
    return row


def _fill_references(row: Row, note: dict[str, Any]) -> None:
    row.reply_to_id = parent = text_of(note, "inReplyTo")
    row.reply_to_author_id, row.reply_to_author_handle = account_at(parent)
    if parent and row.author is not None and parent.startswith(f"{text_of(note, 'attributedTo')}/"):
        row.reply_to_author_id, row.reply_to_author_handle = row.author.id, row.author.handle
    elif parent and row.reply_to_author_id is None:
        # Replies mention whom they answer; the address of a post mostly begins with its author's.
        author = next(
            (tag for tag in _tags(note, "Mention") if parent.startswith(f"{text_of(tag, 'href')}/")), {}
        )
        row.reply_to_author_id, row.reply_to_author_handle = text_of(author, "href"), _handle(author)
    quoted = [note[name] for name in _QUOTES if note.get(name)]
    if quoted:
        row.kind = "quote"  # also of what was deleted
        row.quote_of_id = next((one for one in quoted if isinstance(one, str)), None)
        row.quote_of_author_id, row.quote_of_author_handle = account_at(row.quote_of_id)


def _fill_content(row: Row, note: dict[str, Any]) -> None:
    content, attachments = text_of(note, "content"), dicts_of(note, "attachment")
    found = content_of(content or "", row.kind)
    row.text = with_warning(text_of(note, "summary"), None if content is None else found.text)
    row.urls = links_in(found.links) or [href for one in attachments if (href := text_of(one, "href"))]
    row.hashtags = [(text_of(tag, "name") or "").removeprefix("#") for tag in _tags(note, "Hashtag")]
    row.mentions = [handle for tag in _tags(note, "Mention") if (handle := _handle(tag))]
    row.media = [_medium(one) for one in attachments if text_of(one, "type") != "Link"]


def _tags(note: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [tag for tag in dicts_of(note, "tag") if text_of(tag, "type") == kind and text_of(tag, "name")]


def _handle(mention: dict[str, Any]) -> str | None:
    name = (text_of(mention, "name") or "").removeprefix("@")
    return full_handle(name, text_of(mention, "href")) if name else None


def _medium(attachment: dict[str, Any]) -> Media:
    url = text_of(attachment, "url") or ""
    kind = (text_of(attachment, "mediaType") or "").partition("/")[0]
    return Media(kind or None, url if url.startswith("http") else None, text_of(attachment, "name"))
