"""GitHub issues, pull requests and comments: `gh … --json` and the REST API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reaction.loaders._fields import dict_of, dicts_of, flag_of, id_of, int_of, text_of
from reaction.loaders._github import BOT, GHOST, NO_ID, comment_id, number_of, place_of, post_row
from reaction.loaders._github_rest import event_rows, rest_rows
from reaction.loaders._registry import loader
from reaction.loaders._rows import Author
from reaction.loaders._skeleton import has

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reaction.loaders._rows import Gone, Reject, Row

__all__ = ["github_gh", "github_rest"]

_APP = "app/"
# `gh issue list` gives no more comments of an issue than this; their number is then unknown.
_MOST_COMMENTS = 100

_NOT_REST = ("html_url", "node_id")
_GH = (
    *(
        has("number", "title", name, lacking=_NOT_REST)
        for name in ("url", "createdAt", "author.login", "body", "state")
    ),
    has("comments[].authorAssociation", lacking=_NOT_REST),
)
_REST = (
    has("html_url", "number", "title"),
    has("html_url", "issue_url", "body"),
    has("html_url", "pull_request_url", "body"),
    has("items[].repository_url", "items[].html_url"),
    has("total_count", "incomplete_results", "items", lacking="items[].url"),
    has("type", "actor", "repo", "payload"),
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
    comments = dicts_of(record, "comments")
    issue_id, repo = _gh_place(record, comments)
    rows: list[Row | Reject] = []
    if "title" in record or "body" in record or not comments:
        rows.append(_gh_issue(record, issue_id, repo))
    reviews = [review for review in dicts_of(record, "reviews") if text_of(review, "body")]
    return [*rows, *(_gh_comment(comment, issue_id) for comment in [*comments, *reviews])]


def _gh_place(record: dict[str, Any], comments: list[dict[str, Any]]) -> tuple[str | None, str | None]:
    """Return an issue's id and repository: from its address, else its search hit or its comments."""
    repo, number = text_of(record, "repository.nameWithOwner"), id_of(record, "number")
    if "url" not in record and repo is not None and number is not None:
        return f"{repo}#{number}", repo
    places = (place_of(one, "url") for one in (record, *comments))
    return next((place for place in places if place[0] is not None), (None, None))


def _gh_issue(record: dict[str, Any], issue_id: str | None, repo: str | None) -> Row | Reject:
    post_id = issue_id or id_of(record, "id")
    if post_id is None:
        return NO_ID
    row = post_row(post_id, repo, text_of(record, "title"), text_of(record, "body"))
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
    found, repo = place_of(comment, "url")
    issue_id = issue_id or found
    number = number_of(text_of(comment, "url")) or id_of(comment, "id")
    if number is None:
        return NO_ID
    row = post_row(comment_id(issue_id, number), repo or _repo_of(issue_id), None, text_of(comment, "body"))
    row.kind, row.conversation_id, row.reply_to_id = "reply", issue_id, issue_id
    row.author = _gh_author(dict_of(comment, "author"))
    row.created_at = text_of(comment, "createdAt") or text_of(comment, "submittedAt")
    row.n_likes = _thumbs_up(comment)
    row.url = text_of(comment, "url")
    row.status = "edited" if flag_of(comment, "includesCreatedEdit") else None
    return row


def _repo_of(issue_id: str | None) -> str | None:
    return issue_id.partition("#")[0] if issue_id is not None and "#" in issue_id else None


def _gh_author(author: dict[str, Any]) -> Author | None:
    login = text_of(author, "login")
    if login is None or login in GHOST:
        return None
    automated = flag_of(author, "is_bot")
    if login.startswith(_APP):  # the REST API calls the same account name[bot]
        login, automated = login.removeprefix(_APP) + BOT, True
    return Author(id_of(author, "id"), login, text_of(author, "name"), automated=automated)


def _thumbs_up(record: dict[str, Any]) -> int | None:
    if not isinstance(record.get("reactionGroups"), list):
        return None
    groups = dicts_of(record, "reactionGroups")
    counts = (int_of(group, "users.totalCount") for group in groups if group.get("content") == "THUMBS_UP")
    return next(counts, 0)  # gh leaves out groups without anybody


@loader("github-rest", "github", matches=_REST)
def github_rest(record: dict[str, Any]) -> Iterable[Row | Reject | Gone]:
    """GitHub issues, pull requests, comments and events of the REST API.

    Reads as `github_gh` does; comments come apart from their issue, which their addresses name. Of events (also
    of the GH Archive) the issues, comments and reviews are read that they tell of.

    Parameters
    ----------
    record
        An issue, pull request, comment, review or event, or a page of a search for issues.

    Returns
    -------
    Its row; of an event also, as context, what it is about.

    Examples
    --------
    >>> comment = {"html_url": "https://github.com/ann/lib/issues/12#issuecomment-77", "body": "Same here"}
    >>> [(row.post_id, row.reply_to_id, row.text) for row in github_rest(comment)]
    [('ann/lib#12/77', 'ann/lib#12', 'Same here')]
    """
    return event_rows(record) if "payload" in record else rest_rows(record)
