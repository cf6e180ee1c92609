"""Gab's own short names for the fields of a status, written out as Mastodon's API has them."""

from __future__ import annotations

from typing import Any

from reaction.loaders._fields import dict_of, dicts_of, id_of, int_of

__all__ = ["written_out"]

_STATUS = {
    "i": "id",
    "ca": "created_at",
    "c": "content",
    "st": "spoiler_text",
    "l": "language",
    "v": "visibility",
    "u": "uri",
    "ul": "url",
    "rc": "replies_count",
    "rbc": "reblogs_count",
    "fbc": "favourites_count",
    "qc": "quotes_count",
    "qoi": "quote_of_id",
    "tg": "tags",
    "g": "group",
    "link_info": "card",
}
_ACCOUNT = {
    "i": "id",
    "un": "username",
    "ac": "acct",
    "dn": "display_name",
    "nt": "note",
    "u": "url",
    "ca": "created_at",
    "foc": "followers_count",
    "fic": "following_count",
    "iv": "is_verified",
}
_ATTACHMENT = {"t": "type", "u": "url", "ru": "remote_url", "d": "description"}
# What collectors have called the counts of a post that they wrote out themselves.
_COUNTS = {"reaction_count": "favourites_count", "reposts_count": "reblogs_count"}


def written_out(item: dict[str, Any]) -> dict[str, Any]:
    """Write the names of a status out; one that has long names is left as it is.

    Parameters
    ----------
    item
        A status as Gab's web interface gets it, with what Zeeschuimer put beside it: its author, pictures and
        link.

    Returns
    -------
    The status as Mastodon's API would give it.

    Examples
    --------
    >>> status = written_out({"i": "7", "c": "hello", "ai": "5", "rbc": 2, "author_info": {"i": "5", "un": "ann"}})
    >>> status["content"], status["reblogs_count"], status["account"]
    ('hello', 2, {'id': '5', 'username': 'ann'})
    """
    if "i" not in item:
        return {**_renamed(item, _COUNTS), **item}
    status = _renamed(item, _STATUS)
    account = _renamed(dict_of(item, "author_info"), _ACCOUNT)
    if account or "ai" in item:
        status["account"] = account or {"id": id_of(item, "ai")}
    if status.get("favourites_count") is None:
        # Likes are one of several reactions; the others say more than a like, none says less.
        counts = dict_of(item, "rcs")
        status["favourites_count"] = (
            sum(int_of(counts, kind) or 0 for kind in counts) if counts else item.get("fc")
        )
    if isinstance(item.get("m"), list):
        status["mentions"] = [_renamed(one, _ACCOUNT) or one for one in dicts_of(item, "m")]
    pictures = dicts_of(item, "image_info")
    if pictures or not item.get("mai"):
        status["media_attachments"] = [_renamed(one, _ATTACHMENT) for one in pictures]
    return status


def _renamed(fields: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    return {long: fields[short] for short, long in names.items() if short in fields}
