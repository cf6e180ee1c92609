"""Hacker News through Algolia and Firebase."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from reaction.loaders._fields import dicts_of, flag_of, id_of, int_of, list_of, text_of, texts_of
from reaction.loaders._html import HtmlText, read_html
from reaction.loaders._registry import loader
from reaction.loaders._rows import Author, Reject, Row
from reaction.loaders._skeleton import has
from reaction.loaders._times import from_seconds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reaction.loaders._rows import Gone

__all__ = ["hacker_news_algolia", "hacker_news_firebase"]

_PERMALINK = "https://news.ycombinator.com/item?id={id}"
_OPTION, _STORY = "pollopt", "story_"
_TYPES = ("story", "comment", "job", "poll", _OPTION)
_NO_ID = Reject("no post id")
# Long addresses are shown cut; nobody posts more of them than this.
_MOST_LINKS = 200
# What stands in place of a text that moderators or flags took away.
_PLACEHOLDERS = frozenset({"[dead]", "[flagged]", "[deleted]", "[delayed]"})

_ALGOLIA = (
    has("hits[].objectID"),
    has("hits", "nbHits", "hitsPerPage"),
    has("objectID", "created_at_i"),
    has("objectID", "_tags"),
    has("author", "children[].created_at_i"),
    has("author", "children[].children[].created_at_i"),
    has("author", "created_at_i", "parent_id"),
)


@loader("hacker-news-algolia", "hacker_news", matches=_ALGOLIA, permalink=_PERMALINK)
def hacker_news_algolia(record: dict[str, Any]) -> Iterable[Row | Reject | Gone]:
    r"""Hacker News through Algolia (search pages and items with their comments).

    A story's text is its title, an empty line and its own text. Points are the `score`. An item without
    author, title and text was deleted.

    Parameters
    ----------
    record
        A page of hits, a hit, or an item with the comments below it.

    Returns
    -------
    A row per story and comment.

    Examples
    --------
    >>> item = {"id": 1, "author": "ann", "title": "Hi", "children": [{"id": 2, "text": "a<p>b", "parent_id": 1}]}
    >>> [(row.post_id, row.text, row.reply_to_id) for row in hacker_news_algolia(item)]
    [('1', 'Hi', None), ('2', 'a\n\nb', '1')]
    """
    rows: list[Row | Reject] = []
    waiting = dicts_of(record, "hits")[::-1] if "hits" in record else [record]
    while waiting:
        item = waiting.pop()
        rows.append(_of_algolia(item))
        waiting += dicts_of(item, "children")[::-1]
    return rows


def _of_algolia(item: dict[str, Any]) -> Row | Reject:
    post_id = id_of(item, "objectID") or id_of(item, "id")
    if post_id is None:
        return _NO_ID
    tags = texts_of(item, "_tags")
    if text_of(item, "type") == _OPTION or _OPTION in tags:
        return Reject("a poll's option")
    texts = [text_of(item, name) for name in ("text", "comment_text", "story_text")]
    parent = id_of(item, "parent_id")
    row = _row(item, post_id, next((text for text in texts if text), None), parent)
    row.author = _author(text_of(item, "author"))
    row.created_at = from_seconds(item.get("created_at_i")) or text_of(item, "created_at")
    story = next((tag.removeprefix(_STORY) for tag in tags if tag.startswith(_STORY)), None)
    row.conversation_id = id_of(item, "story_id") or story or (post_id if parent is None else None)
    row.score = int_of(item, "points")
    row.n_replies = int_of(item, "num_comments")
    if parent is not None and isinstance(item.get("children"), list):
        row.n_replies = len(item["children"])
    if item.get("author", "") is None and row.text is None:
        row.status = "deleted"
    return row


@loader(
    "hacker-news-firebase",
    "hacker_news",
    matches=has("id", "time", where={"type": _TYPES}),
    permalink=_PERMALINK,
)
def hacker_news_firebase(record: dict[str, Any]) -> Iterable[Row | Reject | Gone]:
    """Hacker News items of its own (Firebase) API.

    Parameters
    ----------
    record
        An item: a story, comment, job or poll. Options of polls are no posts.

    Returns
    -------
    Its row.

    Examples
    --------
    >>> gone = {"id": 3, "type": "comment", "time": 1529323200, "parent": 1, "deleted": True}
    >>> [(row.post_id, row.reply_to_id, row.status, row.author) for row in hacker_news_firebase(gone)]
    [('3', '1', 'deleted', None)]
    """
    post_id = id_of(record, "id")
    if post_id is None:
        return [_NO_ID]
    if text_of(record, "type") == _OPTION:
        return [Reject("a poll's option")]
    parent = id_of(record, "parent")
    row = _row(record, post_id, text_of(record, "text"), parent)
    row.author = _author(text_of(record, "by"))
    row.created_at = from_seconds(record.get("time"))
    row.conversation_id = post_id if parent is None else None
    row.score = int_of(record, "score")
    row.n_replies = int_of(record, "descendants")
    if parent is not None and "kids" in record:
        row.n_replies = len(list_of(record, "kids"))
    if flag_of(record, "deleted"):
        row.status = "deleted"
    elif flag_of(record, "dead"):
        row.status = "removed"
    return [row]


def _row(item: dict[str, Any], post_id: str, markup: str | None, parent: str | None) -> Row:
    """Read what both sources call by the same name."""
    title = html.unescape(text_of(item, "title") or "") if parent is None else None
    said = _read(markup)
    text = f"{title}\n\n{said.text}" if title and said.text else title or said.text
    row = Row(post_id, text=text or None, reply_to_id=parent)
    if row.text is not None:
        target = text_of(item, "url") if parent is None else None
        row.urls = [*([target] if target else []), *(link.url for link in said.links)]
    return row


def _read(markup: str | None) -> HtmlText:
    said = read_html(markup)
    if said.text in _PLACEHOLDERS:
        return HtmlText("")
    text = said.text
    for link in said.links[:_MOST_LINKS]:
        if link.text.endswith("...") and link.url.startswith(link.text[:-3]):
            text = text.replace(link.text, link.url, 1)
    return HtmlText(text, said.links)


def _author(name: str | None) -> Author | None:
    return Author(handle=name) if name else None
