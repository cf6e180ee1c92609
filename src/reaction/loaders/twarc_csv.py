"""X API v2 as tables that twarc-csv made, with the columns of its old and new versions."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from reaction.loaders import _text
from reaction.loaders._cells import flag, integer, json_list, quoted_list
from reaction.loaders._columns import columns
from reaction.loaders._fields import dicts_of, int_of, text_of
from reaction.loaders._registry import loader
from reaction.loaders._rows import Author, Media, Reject, Row
from reaction.loaders._times import parse_time
from reaction.loaders._x import PERMALINK, is_cut, links, made_at, repost_prefix
from reaction.loaders._x_tables import is_number, quoted_in, unusable, without_original_author

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reaction.loaders._rows import Time

__all__ = ["twarc_csv"]

_SHAPES = tuple(
    columns("id", "text", name, lacking=("thread_id", "body"))
    for name in ("author.username", "public_metrics.like_count", "referenced_tweets.retweeted.id")
)
_PROSE = ("text", "author.name", "author.description")
_ONCE_QUOTED = ("text", "author.description", "author.location")
_ENTITIES = ("urls", "hashtags", "mentions", "cashtags", "annotations")
_RELATIONS = {"retweeted": "repost_of_id", "quoted": "quote_of_id", "replied_to": "reply_to_id"}
_HANDLE = re.compile(r"\w{1,20}")
_MEDIA_LINKS = ("pic.twitter.com/", "pic.x.com/")


@loader("twarc-csv", "x", matches=_SHAPES, clean=_text.unescape_x, permalink=PERMALINK)
def twarc_csv(record: dict[str, str]) -> Iterator[Row | Reject]:
    r"""X API v2, tables made by twarc-csv.

    Line breaks are literal ``\n`` in the cells. Text, entities and counts of a repost are the original's (since
    version 0.5, where the file has it): the counts go to a context row of the original. Versions before
    0.4 put referenced posts among the hits and say in a column ``type`` which they are; those of 0.4 can't be
    told apart.

    Parameters
    ----------
    record
        The cells of a row, by column.

    Yields
    ------
    The row of its post and, as context, of the original of a repost.

    Examples
    --------
    >>> cells = {"id": "3", "text": r"hello\nworld", "author_id": "7", "retweeted_user_id": "5",
    ...          "referenced_tweets.retweeted.id": "2", "public_metrics.like_count": "41"}
    >>> [(row.post_id, row.text, row.n_likes, row.is_context) for row in twarc_csv(cells)]
    [('3', 'hello\nworld', None, False), ('2', 'hello\nworld', 41, True)]
    """
    record = _plain(record)
    if _is_shifted(record):
        yield Reject("cells stand in the wrong columns")
    elif (reject := unusable(record.get("id"))) is not None:
        yield reject
    else:
        row = _row(record)
        yield row
        if row.kind == "repost" and "retweeted_user_id" in record and not repost_prefix(row.text):
            yield _original(row, record)


def _plain(record: dict[str, str]) -> dict[str, str]:
    """Undo what twarc-csv did to line breaks or, if asked to, to all texts."""
    if record.get("id", "").startswith('"'):
        return {name: _decoded(cell) for name, cell in record.items()}
    if "__twarc.retrieved_at" not in record and _is_of_first_version(record):
        return record | {name: _decoded(record[name]) for name in _ONCE_QUOTED if name in record}
    return record | {name: record[name].replace("\\n", "\n") for name in _PROSE if name in record}


def _is_of_first_version(record: dict[str, str]) -> bool:
    """Tell whether longer texts are written as in JSON, as the first version did; people quote, too, but not all."""
    written = [record[name] for name in _ONCE_QUOTED if name in record]
    return len(written) > 1 and all(cell.startswith('"') and _decoded(cell) != cell for cell in written)


def _decoded(cell: str) -> str:
    try:
        value = json.loads(cell) if cell.startswith('"') else cell
    except ValueError:
        return cell
    return value if isinstance(value, str) else cell


def _is_shifted(record: dict[str, str]) -> bool:
    """Tell whether cells stand under other columns' names, as early versions wrote batches of differing columns."""
    odd = sum(
        name in record and not is_number(record[name])
        for name in ("id", "author_id", "author.id", "conversation_id")
    )
    odd += "author.username" in record and not _HANDLE.fullmatch(record["author.username"])
    odd += "created_at" in record and parse_time(record["created_at"]) is None
    return odd > 1


def _row(record: dict[str, str]) -> Row:
    text = record.get("text")
    seen_at = _seen_at(record)
    row = Row(
        record["id"],
        _author(record),
        record.get("created_at"),
        text,
        is_cut(text),
        record.get("lang"),
        # Only posts that came along with others had a type before version 0.4.
        record.get("type") in _RELATIONS,
        conversation_id=_id(record, "conversation_id"),
        app=record.get("source"),
        metrics_at=seen_at,
        collected_at=seen_at,
        author_seen_at=seen_at,
        edits=[one for one in json_list(record.get("edit_history_tweet_ids")) if isinstance(one, str)]
        or quoted_list(record.get("edit_history_tweet_ids", ""))
        or None,
        status="withheld" if any(name.startswith("withheld.") for name in record) else None,
    )
    _fill_references(row, record)
    _fill_entities(row, record)
    media = [_medium(item) for item in _objects(record, "attachments.media")]
    row.media = [medium for medium in media if medium.type or medium.url] or None
    if row.repost_of_id is None:
        _fill_counts(row, record)
    else:
        row.kind = "repost"
    return row


def _seen_at(record: dict[str, str]) -> Time:
    # Left as text where it is no time, so that the report counts it.
    retrieved_at = record.get("__twarc.retrieved_at")
    return retrieved_at and (parse_time(retrieved_at) or retrieved_at)


def _id(record: dict[str, str], name: str) -> str | None:
    cell = record.get(name)
    return cell if cell is not None and is_number(cell) else None


def _author(record: dict[str, str]) -> Author:
    verified, badge = flag(record.get("author.verified")), record.get("author.verified_type")
    return Author(
        _id(record, "author_id") or _id(record, "author.id"),
        record.get("author.username"),
        record.get("author.name"),
        record.get("author.description"),
        _profile_url(record),
        integer(record.get("author.public_metrics.followers_count")),
        integer(record.get("author.public_metrics.following_count")),
        verified if verified or badge is None else badge != "none",
        record.get("author.created_at"),
    )


def _profile_url(record: dict[str, str]) -> str | None:
    found = json_list(record.get("author.entities.url.urls"))
    return (_entity(found[0]) if found else None) or record.get("author.url")


def _fill_references(row: Row, record: dict[str, str]) -> None:
    for item in _objects(record, "referenced_tweets"):
        if (name := _RELATIONS.get(text_of(item, "type") or "")) is not None:
            setattr(row, name, text_of(item, "id"))
    for kind, name in _RELATIONS.items():
        setattr(row, name, _id(record, f"referenced_tweets.{kind}.id") or getattr(row, name))
    row.reply_to_author_id = _id(record, "in_reply_to_user_id")
    row.reply_to_author_handle = record.get("in_reply_to_username") or record.get("in_reply_to_user.username")
    row.quote_of_author_id = _id(record, "quoted_user_id")
    row.quote_of_author_handle = record.get("quoted_username")
    row.repost_of_author_id = _id(record, "retweeted_user_id")
    if row.repost_of_id is not None:
        row.repost_of_author_handle = record.get("retweeted_username") or repost_prefix(row.text)


def _fill_entities(row: Row, record: dict[str, str]) -> None:
    found = _entities(record, "urls")
    if found is not None and row.quote_of_id is not None:
        _, row.quote_of_author_handle = quoted_in(found, row.quote_of_id, row.quote_of_author_handle)
    row.urls = found if found is None else links(found, row.repost_of_id or row.post_id, row.quote_of_id)
    row.hashtags = _entities(record, "hashtags")
    mentions = _entities(record, "mentions")
    if mentions is not None:
        row.mentions = without_original_author(mentions, row.repost_of_author_handle, row.text)


def _entities(record: dict[str, str], name: str) -> list[str] | None:
    """Read what X found in the text; an empty cell says that there is none only if X found anything else."""
    cell = record.get(f"entities.{name}")
    if cell is None:
        return [] if any(f"entities.{one}" in record for one in _ENTITIES) else None
    # If asked for, lists are as Python writes them.
    items = json_list(cell) or (quoted_list(cell) if cell.startswith("['") else [])
    if not items and cell != "[]":
        return None
    return [found for item in items if (found := _entity(item))]


def _entity(item: Any) -> str | None:
    """Read an entity: a text with its mark or, in old versions, the object that the API gave."""
    if isinstance(item, str):
        return None if item.startswith(_MEDIA_LINKS) else item.lstrip("#@")
    if text_of(item, "media_key"):
        return None
    names = ("tag", "username", "unwound_url", "expanded_url", "url")
    return next((found for name in names if (found := text_of(item, name))), None)


def _objects(record: dict[str, str], name: str) -> list[dict[str, Any]]:
    return [item for item in json_list(record.get(name)) if isinstance(item, dict)]


def _medium(item: dict[str, Any]) -> Media:
    variants = dicts_of(item, "variants")
    best = max(variants, key=lambda variant: int_of(variant, "bit_rate") or 0, default=None)
    url = text_of(item, "url") or text_of(best, "url") or text_of(item, "preview_image_url")
    return Media(text_of(item, "type"), url, text_of(item, "alt_text"))


def _fill_counts(row: Row, record: dict[str, str]) -> None:
    for name, metric in (
        ("n_reposts", "retweet"),
        ("n_replies", "reply"),
        ("n_quotes", "quote"),
        ("n_likes", "like"),
        ("n_views", "impression"),
    ):
        setattr(row, name, integer(record.get(f"public_metrics.{metric}_count")))


def _original(repost: Row, record: dict[str, str]) -> Row:
    """Give the original what the repost's row shows of it."""
    original = Row(
        repost.repost_of_id,
        Author(repost.repost_of_author_id, repost.repost_of_author_handle),
        text=repost.text,
        text_truncated=repost.text_truncated,
        is_context=True,
        urls=repost.urls,
        hashtags=repost.hashtags,
        mentions=repost.mentions,
        media=repost.media,
        metrics_at=repost.metrics_at,
        seen_at=made_at(repost.post_id) or repost.created_at,
    )
    _fill_counts(original, record)
    return original
