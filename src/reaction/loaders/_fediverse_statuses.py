"""Statuses of platforms with Mastodon's API as rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from reaction.loaders._fields import dict_of, dicts_of, id_of, int_of, text_of
from reaction.loaders._html import read_html
from reaction.loaders._prose import urls_in
from reaction.loaders._rows import Media, Reject, Row
from reaction.loaders._times import parse_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reaction.loaders._fediverse import Site
    from reaction.loaders._html import HtmlText, Link

__all__ = ["content_of", "links_in", "status_rows", "with_warning"]

# Where quotes are new, a link to the quoted post is put into the text for programs that can't show it.
_QUOTE_LINK = re.compile(r'<(p|span) class="quote-inline">.{0,2000}?</\1>', re.DOTALL)
_QUOTE_TAIL = re.compile(r"\s{0,9}\bR[TE]: {1,2}https?://\S{1,2000}\s{0,9}\Z")
_NO_LINKS = frozenset({"mention", "hashtag"})
# The second is Gab's. Pleroma keeps what Mastodon doesn't have, or had later, in a place of its own.
_QUOTED_IDS = ("quote_id", "quote_of_id", "pleroma.quote_id")
_NAMED_PARENT = "pleroma.in_reply_to_account_acct"


class _Quote(NamedTuple):
    """What a status says of the one that it quotes."""

    status: dict[str, Any]
    local_id: str | None
    said: bool


def status_rows(status: dict[str, Any], site: Site, *, is_context: bool = False) -> Iterator[Row | Reject]:
    """Read a status, and the statuses embedded in it: reposted, quoted, answered.

    Parameters
    ----------
    status
        The status.
    site
        The platform.
    is_context
        Whether it came with other posts, rather than as a hit.

    Yields
    ------
    Its row and, as context, those of the statuses embedded in it; a reject where it has no id, or is a direct
    message.
    """
    waiting: list[tuple[dict[str, Any], bool, int | None]] = [(status, is_context, None)]
    while waiting:
        current, within, seen_at = waiting.pop()
        post_id, is_direct = site.key_of(current), text_of(current, "visibility") == "direct"
        if post_id is None or is_direct:
            if not within:
                yield Reject("direct message" if is_direct else "no post id")
            continue
        quote = _quote(current)
        row = _row(post_id, current, quote, site)
        row.is_context, row.seen_at = within, seen_at
        yield row
        made_at = parse_time(row.created_at or "")
        embedded = (dict_of(current, "in_reply_to"), quote.status, dict_of(current, "reblog"))
        waiting += [(inner, True, made_at) for inner in embedded if inner]


def _row(post_id: str, status: dict[str, Any], quote: _Quote, site: Site) -> Row:
    account = dict_of(status, "account")
    row = Row(
        post_id,
        site.author(account),
        text_of(status, "created_at"),
        lang=text_of(status, "language"),
        platform=site.platform,
        url=text_of(status, "url"),
        app=text_of(status, "application.name"),
        status="edited" if text_of(status, "edited_at") else "live",
    )
    row.community = text_of(status, "group.display_name") or text_of(status, "group.title")
    if site.federated and row.author is not None:
        row.community = (row.author.handle or "").partition("@")[2] or None
    if reblog := dict_of(status, "reblog"):
        _fill_repost(row, reblog, site)
        return row
    local = site.reference(status, id_of(status, "id"))
    if local is not None and local != post_id:
        # Replies name their parent by this, and are turned to its address as to the version of a post.
        row.edits = [post_id, local]
    _fill_reply(row, status, site)
    if quote.said:
        _fill_quote(row, status, quote, site)
    _fill_content(row, status, site)
    row.urls = _shown(row.urls, text_of(status, "card.url"), quote.status)
    row.n_reposts, row.n_replies = int_of(status, "reblogs_count"), int_of(status, "replies_count")
    row.n_quotes, row.n_likes = int_of(status, "quotes_count"), int_of(status, "favourites_count")
    if row.n_quotes is None:
        row.n_quotes = int_of(status, "pleroma.quotes_count")
    return row


def _fill_repost(row: Row, reblog: dict[str, Any], site: Site) -> None:
    row.kind, row.repost_of_id = "repost", site.key_of(reblog)
    author = dict_of(reblog, "account")
    row.repost_of_author_id, row.repost_of_author_handle = site.account_id(author), site.handle(author)


def _fill_reply(row: Row, status: dict[str, Any], site: Site) -> None:
    """Refer to the parent; of its author the status shows more than an id where it mentions the account."""
    parent, account = dict_of(status, "in_reply_to"), dict_of(status, "account")
    parent_id, author_id = id_of(status, "in_reply_to_id"), id_of(status, "in_reply_to_account_id")
    if parent_id is None and author_id is None and not parent:
        return
    row.kind = "reply"  # also to what was deleted
    known = [dict_of(parent, "account"), account, *dicts_of(status, "mentions")]
    author = next((one for one in known if author_id and id_of(one, "id") == author_id), known[0])
    row.reply_to_author_id, row.reply_to_author_handle = site.account_id(author), site.handle(author)
    if row.reply_to_author_handle is None and "@" in (named := text_of(status, _NAMED_PARENT) or ""):
        row.reply_to_author_handle = named
    row.reply_to_id = site.key_of(parent)
    if site.federated:
        own = _sibling(status, parent_id) if author is account else None
        row.reply_to_id = row.reply_to_id or own or site.reference(status, parent_id)
    else:
        row.reply_to_id, row.reply_to_author_id = row.reply_to_id or parent_id, author_id


def _sibling(status: dict[str, Any], other_id: str | None) -> str | None:
    """Return the address of another status of the same author, if addresses of theirs end in the id."""
    address, own_id = text_of(status, "uri"), id_of(status, "id")
    if address is None or own_id is None or other_id is None or not address.endswith(f"/{own_id}"):
        return None
    return address.removesuffix(own_id) + other_id


def _quote(status: dict[str, Any]) -> _Quote:
    quote = dict_of(status, "quote") or dict_of(status, "pleroma.quote")
    ids = (id_of(quote, "quoted_status_id"), *(id_of(status, path) for path in _QUOTED_IDS))
    local_id = next(filter(None, ids), None)
    is_wrapped = "state" in quote or "quoted_status" in quote or "quoted_status_id" in quote
    return _Quote(dict_of(quote, "quoted_status") if is_wrapped else quote, local_id, bool(quote or local_id))


def _fill_quote(row: Row, status: dict[str, Any], quote: _Quote, site: Site) -> None:
    row.kind = "quote"  # also of what was deleted, or is hidden from the account that collected
    row.quote_of_id = site.key_of(quote.status) or site.reference(status, quote.local_id)
    author = dict_of(quote.status, "account")
    row.quote_of_author_id, row.quote_of_author_handle = site.account_id(author), site.handle(author)


def _fill_content(row: Row, status: dict[str, Any], site: Site) -> None:
    content = text_of(status, "content")
    if content is None:
        row.text = text_of(status, "text")  # its source, which the answer to a deletion gives
    elif site.federated or "</" in content:
        found = content_of(content, row.kind)
        row.text, row.urls = found.text, links_in(found.links)
    else:
        # Collectors took the markup out, but not the link to the quoted post.
        row.text = _QUOTE_TAIL.sub("", content) if row.kind == "quote" else content
        row.urls = urls_in(row.text)
    row.text = with_warning(text_of(status, "spoiler_text"), row.text)
    if isinstance(status.get("tags"), list):
        row.hashtags = [name for tag in dicts_of(status, "tags") if (name := text_of(tag, "name"))]
    if isinstance(status.get("mentions"), list):
        row.mentions = [name for one in dicts_of(status, "mentions") if (name := site.handle(one))]
    if isinstance(status.get("media_attachments"), list):
        row.media = [_medium(one) for one in dicts_of(status, "media_attachments")]


def content_of(html: str, kind: str | None) -> HtmlText:
    """Read the HTML of a post; of a quote without the link to what it quotes.

    Examples
    --------
    >>> content_of('<p class="quote-inline">RE: <a href="https://s.example/1">s</a></p><p>Hi</p>', "quote").text
    'Hi'
    """
    return read_html(_QUOTE_LINK.sub("", html) if kind == "quote" else html)


def links_in(links: Iterable[Link]) -> list[str]:
    """Return the addresses of links that are neither mentions nor hashtags.

    Examples
    --------
    >>> html = '<a href="https://s.example/tags/a" rel="tag">#<span>a</span></a> <a href="https://example.com/">x</a>'
    >>> links_in(read_html(html).links)
    ['https://example.com/']
    """
    return [
        link.url for link in links if link.classes.isdisjoint(_NO_LINKS) and link.text[:1] not in ("#", "@")
    ]


def with_warning(warning: str | None, text: str | None) -> str | None:
    r"""Put a content warning, by which authors also give a headline, before a text.

    Examples
    --------
    >>> with_warning("uspol", "Oh no."), with_warning("", "Oh no.")
    ('uspol\n\nOh no.', 'Oh no.')
    """
    return f"{warning}\n\n{text or ''}".rstrip() if warning else text


def _shown(urls: list[str] | None, card: str | None, quoted: dict[str, Any]) -> list[str] | None:
    """Add the link that a card shows where the text has none, and leave out links to the quoted post."""
    if card and not urls:
        urls = [card]
    own = {text_of(quoted, "url"), text_of(quoted, "uri")}
    return None if urls is None else [url for url in urls if url not in own]


def _medium(attachment: dict[str, Any]) -> Media:
    # The instance that was asked keeps a copy of its own of what another one holds.
    url = text_of(attachment, "remote_url") or text_of(attachment, "url")
    return Media(text_of(attachment, "type"), url, text_of(attachment, "description"))
