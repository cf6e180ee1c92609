"""Rows of GitHub's REST API: what it answers, and the events that it tells of."""

from __future__ import annotations

from typing import Any

from reaction.loaders._fields import dict_of, dicts_of, id_of, int_of, text_of
from reaction.loaders._github import BOT, GHOST, NO_ID, comment_id, number_of, place_of, post_row
from reaction.loaders._rows import Author, Reject, Row

__all__ = ["event_rows", "rest_rows"]

_NO_POST = Reject("an event without a post")
_SUBJECTS = ("issue", "pull_request", "discussion")
_FIRST_SEEN = frozenset({"opened", "created"})


def rest_rows(record: dict[str, Any]) -> list[Row | Reject]:
    """Read an issue, pull request, comment or review, or a page of a search for issues.

    Examples
    --------
    >>> review = {"html_url": "https://github.com/ann/lib/pull/3#pullrequestreview-8", "submitted_at": "", "body": ""}
    >>> rest_rows(review)[0].reason
    'a review without words'
    """
    if "items" in record:
        return [_issue(item) for item in dicts_of(record, "items")]
    if "title" in record:
        return [_issue(record)]
    return [_NO_POST if "event" in record and "body" not in record else _comment(record)]


def event_rows(event: dict[str, Any]) -> list[Row | Reject]:
    """Read what was said in an event; what it was said about is context.

    Examples
    --------
    >>> event_rows({"type": "WatchEvent", "payload": {"action": "started"}})[0].reason
    'an event without a post'
    """
    payload = dict_of(event, "payload")
    said = dict_of(payload, "comment") or dict_of(payload, "review")
    rows: list[Row | Reject] = [_comment(said)] if said else []
    # The events of late 2025 and after only say the number of a pull request.
    about = (found for name in _SUBJECTS if "title" in (found := dict_of(payload, name)))
    for row in map(_issue, about):
        if isinstance(row, Row):
            row.is_context = bool(rows) or text_of(payload, "action") not in _FIRST_SEEN
        rows.append(row)
    for row in rows:
        if isinstance(row, Row):
            row.seen_at = text_of(event, "created_at")
    return rows or [_NO_POST]


def _issue(record: dict[str, Any]) -> Row | Reject:
    issue_id, repo = place_of(record, "html_url", "url")
    if issue_id is None:
        return NO_ID
    row = post_row(issue_id, repo, text_of(record, "title"), text_of(record, "body"))
    row.conversation_id = issue_id
    row.n_replies = int_of(record, "comments")
    return _filled(row, record)


def _comment(record: dict[str, Any]) -> Row | Reject:
    issue_id, repo = place_of(record, "html_url", "issue_url", "pull_request_url")
    if "submitted_at" in record and not text_of(record, "body"):
        return Reject("a review without words")
    number = id_of(record, "id") or number_of(text_of(record, "html_url"))
    if number is None or issue_id is None:
        return NO_ID
    row = post_row(comment_id(issue_id, number), repo, None, text_of(record, "body"))
    parent = id_of(record, "in_reply_to_id")
    row.kind, row.conversation_id = "reply", issue_id
    row.reply_to_id = comment_id(issue_id, parent) if parent else issue_id
    row = _filled(row, record)
    # An issue changes with every comment and label, a comment with its text only.
    made, changed = text_of(record, "created_at"), text_of(record, "updated_at")
    row.status = "edited" if made and changed and made != changed else None
    return row


def _filled(row: Row, record: dict[str, Any]) -> Row:
    row.author = _author(dict_of(record, "user"))
    row.created_at = text_of(record, "created_at") or text_of(record, "submitted_at")
    row.n_likes = int_of(record, "reactions.+1")
    row.url = text_of(record, "html_url")
    row.app = text_of(record, "performed_via_github_app.name")
    return row


def _author(user: dict[str, Any]) -> Author | None:
    login, kind = text_of(user, "login"), text_of(user, "type")
    if login is None or login in GHOST:
        return None
    automated = True if login.endswith(BOT) else None if kind is None else kind == "Bot"
    # The node id is the one that gh knows, too.
    return Author(
        id_of(user, "node_id") or id_of(user, "id"), login, text_of(user, "name"), automated=automated
    )
