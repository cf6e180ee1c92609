"""GitHub issues, pull requests and comments: `gh … --json` and the REST API."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from reaction.loaders._fields import dict_of, dicts_of, flag_of, id_of, int_of, text_of, value_of
from reaction.loaders._markdown import links_of, without_code, without_remarks
from reaction.loaders._registry import loader
from reaction.loaders._rows import Author, Reject, Row
from reaction.loaders._skeleton import has

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reaction.loaders._rows import Gone

__all__ = ["github_gh", "github_rest"]

_NO_ID = Reject("no post id")
_ISSUE = re.compile(r"/([\w.-]{1,100}/[\w.-]{1,100})/(?:issues|pulls?|discussions)/([0-9]{1,12})(?![\w-])")
_COMMENT = re.compile(r"#(?:issuecomment-|discussion_r|discussioncomment-|pullrequestreview-)([0-9]{1,20})\Z")
_MENTION = re.compile(r"(?<![\w@/.-])@([A-Za-z0-9][A-Za-z0-9-]{0,38})(?![\w/-])")
# The account that stands for all deleted ones.
_GHOST = frozenset({"ghost", ""})
_BOT, _APP = "[bot]", "app/"
# `gh issue list` gives no more comments of an issue than this; their number is then unknown.
_MOST_COMMENTS = 100

_GH = (
    has("number", "title", "url", lacking=("html_url", "node_id")),
    has("number", "title", "createdAt", lacking=("html_url", "node_id")),
    has("comments[].authorAssociation", lacking=("html_url", "node_id")),
)
_REST = (
    has("html_url", "number", "title"),
    has("html_url", "issue_url", "body"),
    has("html_url", "pull_request_url", "body"),
    has("items[].repository_url", "items[].html_url"),
)


@loader("github-gh", "github", matches=_GH)
def github_gh(record: dict[str, Any]) -> Iterable[Row | Reject | Gone]:
    r"""GitHub issues and pull requests with their comments (gh issue list --json, gh pr list --json).

    An issue's text is its title, an empty line and its body. Its comments, and the reviews of a pull request
    that say something, reply to it. Of the reactions only the thumbs up are likes: a heart or a rocket may
    be irony, thanks or a party.

    Parameters
    ----------
    record
        An issue or pull request; ask for ``url``, which says of which repository it is.

    Returns
    -------
    Its row, and one per comment.

    Examples
    --------
    >>> issue = {"number": 12, "url": "https://github.com/ann/lib/issues/12", "title": "Crash", "body": "@bob?"}
    >>> [(row.post_id, row.text, row.mentions, row.community) for row in github_gh(issue)]
    [('ann/lib#12', 'Crash\n\n@bob?', ['bob'], 'ann/lib')]
    """
    issue_id, repo = _place_of(record, "url")
    comments = dicts_of(record, "comments")
    rows: list[Row | Reject] = []
    if "title" in record or "body" in record or not comments:
        rows.append(_gh_issue(record, issue_id, repo))
    reviews = [review for review in dicts_of(record, "reviews") if text_of(review, "body")]
    return [*rows, *(_gh_comment(comment, issue_id) for comment in [*comments, *reviews])]


def _gh_issue(record: dict[str, Any], issue_id: str | None, repo: str | None) -> Row | Reject:
    post_id = issue_id or id_of(record, "id")
    if post_id is None:
        return _NO_ID
    row = _post(post_id, repo, text_of(record, "title"), text_of(record, "body"))
    row.conversation_id = post_id
    row.author = _gh_author(dict_of(record, "author"))
    row.created_at = text_of(record, "createdAt")
    row.n_likes = _thumbs_up(record)
    row.n_replies = int_of(record, "commentsCount")
    if isinstance(record.get("comments"), list) and len(record["comments"]) < _MOST_COMMENTS:
        row.n_replies = len(dicts_of(record, "comments"))
    row.url = text_of(record, "url")
    return row


def _gh_comment(comment: dict[str, Any], issue_id: str | None) -> Row | Reject:
    found, repo = _place_of(comment, "url")
    issue_id = issue_id or found
    number = _number_of(text_of(comment, "url")) or id_of(comment, "id")
    if number is None:
        return _NO_ID
    row = _post(_comment_id(issue_id, number), repo or _repo_of(issue_id), None, text_of(comment, "body"))
    row.kind, row.conversation_id, row.reply_to_id = "reply", issue_id, issue_id
    row.author = _gh_author(dict_of(comment, "author"))
    row.created_at = text_of(comment, "createdAt") or text_of(comment, "submittedAt")
    row.n_likes = _thumbs_up(comment)
    row.url = text_of(comment, "url")
    row.status = "edited" if flag_of(comment, "includesCreatedEdit") else None
    return row


def _gh_author(author: dict[str, Any]) -> Author | None:
    login = text_of(author, "login")
    if login is None or login in _GHOST:
        return None
    automated = flag_of(author, "is_bot")
    if login.startswith(_APP):  # the REST API calls the same account name[bot]
        login, automated = login.removeprefix(_APP) + _BOT, True
    return Author(id_of(author, "id"), login, text_of(author, "name"), automated=automated)


def _thumbs_up(record: dict[str, Any]) -> int | None:
    if not isinstance(record.get("reactionGroups"), list):
        return None
    groups = dicts_of(record, "reactionGroups")
    counts = (int_of(group, "users.totalCount") for group in groups if group.get("content") == "THUMBS_UP")
    return next(counts, 0)  # gh leaves out groups without anybody


@loader("github-rest", "github", matches=_REST)
def github_rest(record: dict[str, Any]) -> Iterable[Row | Reject | Gone]:
    """GitHub issues, pull requests and comments of the REST API.

    Reads as `github_gh` does; comments come apart from their issue, which their addresses name.

    Parameters
    ----------
    record
        An issue, pull request, comment or review, or a page of a search for issues.

    Returns
    -------
    Its row.

    Examples
    --------
    >>> comment = {"html_url": "https://github.com/ann/lib/issues/12#issuecomment-77", "body": "Same here"}
    >>> [(row.post_id, row.reply_to_id, row.text) for row in github_rest(comment)]
    [('ann/lib#12/77', 'ann/lib#12', 'Same here')]
    """
    if "items" in record:
        return [_rest_issue(item) for item in dicts_of(record, "items")]
    return [_rest_issue(record) if "title" in record else _rest_comment(record)]


def _rest_issue(record: dict[str, Any]) -> Row | Reject:
    issue_id, repo = _place_of(record, "html_url", "url")
    if issue_id is None:
        return _NO_ID
    row = _post(issue_id, repo, text_of(record, "title"), text_of(record, "body"))
    row.conversation_id = issue_id
    row.n_replies = int_of(record, "comments")
    return _with_rest_fields(row, record)


def _rest_comment(record: dict[str, Any]) -> Row | Reject:
    issue_id, repo = _place_of(record, "html_url", "issue_url", "pull_request_url")
    number = id_of(record, "id") or _number_of(text_of(record, "html_url"))
    if number is None or issue_id is None:
        return _NO_ID
    row = _post(_comment_id(issue_id, number), repo, None, text_of(record, "body"))
    parent = id_of(record, "in_reply_to_id")
    row.kind, row.conversation_id = "reply", issue_id
    row.reply_to_id = _comment_id(issue_id, parent) if parent else issue_id
    row = _with_rest_fields(row, record)
    # An issue changes with every comment and label, a comment with its text only.
    made, changed = text_of(record, "created_at"), text_of(record, "updated_at")
    row.status = "edited" if made and changed and made != changed else None
    return row


def _with_rest_fields(row: Row, record: dict[str, Any]) -> Row:
    row.author = _rest_author(dict_of(record, "user"))
    row.created_at = text_of(record, "created_at") or text_of(record, "submitted_at")
    row.n_likes = int_of(record, "reactions.+1")
    row.url = text_of(record, "html_url")
    row.app = text_of(record, "performed_via_github_app.name")
    return row


def _rest_author(user: dict[str, Any]) -> Author | None:
    login, kind = text_of(user, "login"), text_of(user, "type")
    if login is None or login in _GHOST:
        return None
    automated = True if login.endswith(_BOT) else None if kind is None else kind == "Bot"
    # The node id is the one that gh knows, too.
    return Author(
        id_of(user, "node_id") or id_of(user, "id"), login, text_of(user, "name"), automated=automated
    )


def _post(post_id: str, repo: str | None, title: str | None, body: str | None) -> Row:
    row = Row(post_id, community=repo)
    if body is not None:
        body = without_remarks(body.replace("\r\n", "\n")).strip()
    row.text = f"{title}\n\n{body}" if title and body else title or body
    if row.text is not None:
        prose = without_code(row.text)
        row.urls = links_of(prose)
        row.mentions = [handle.rstrip("-") for handle in _MENTION.findall(prose)]
    return row


def _place_of(record: dict[str, Any], *paths: str) -> tuple[str | None, str | None]:
    """Return the id of the issue that addresses lead to, and its repository."""
    for path in paths:
        address = value_of(record, path)
        if isinstance(address, str) and (found := _ISSUE.search(address[:2_000])):
            return f"{found[1]}#{found[2]}", found[1]
    return None, None


def _repo_of(issue_id: str | None) -> str | None:
    return issue_id.partition("#")[0] if issue_id is not None and "#" in issue_id else None


def _number_of(address: str | None) -> str | None:
    found = _COMMENT.search(address[-60:]) if address else None
    return found[1] if found else None


def _comment_id(issue_id: str | None, number: str) -> str:
    return f"{issue_id}/{number}" if issue_id is not None else number
