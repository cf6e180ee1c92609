"""What exports of GitHub share: ids out of addresses, and texts in its Markdown."""

from __future__ import annotations

import re
from typing import Any

from reaction.loaders._fields import value_of
from reaction.loaders._markdown import links_of, without_code, without_remarks
from reaction.loaders._rows import Reject, Row

__all__ = ["BOT", "GHOST", "NO_ID", "comment_id", "number_of", "place_of", "post_row"]

NO_ID = Reject("no post id")
# The account that stands for all deleted ones.
GHOST = frozenset({"ghost", ""})
BOT = "[bot]"
_ISSUE = re.compile(r"/([\w.-]{1,100}/[\w.-]{1,100})/(?:issues|pulls?|discussions)/([0-9]{1,12})(?![\w-])")
_COMMENT = re.compile(r"#(?:issuecomment-|discussion_r|discussioncomment-|pullrequestreview-)([0-9]{1,20})\Z")
_MENTION = re.compile(r"(?<![\w@/.-])@([A-Za-z0-9][A-Za-z0-9-]{0,38})(?![\w/-])")


def post_row(post_id: str, repo: str | None, title: str | None, body: str | None) -> Row:
    r"""Make the row of a post; an issue's text is its title, an empty line and its body.

    Examples
    --------
    >>> row = post_row("ann/lib#12", "ann/lib", "Crash", "@bob? <!-- version -->")
    >>> row.text, row.mentions
    ('Crash\n\n@bob?', ['bob'])
    """
    row = Row(post_id, community=repo)
    if body is not None:
        body = without_remarks(body.replace("\r\n", "\n")).strip()
    row.text = f"{title}\n\n{body}" if title and body else title or body
    if row.text is not None:
        prose = without_code(row.text)
        row.urls = links_of(prose)
        row.mentions = [handle.rstrip("-") for handle in _MENTION.findall(prose)]
    return row


def place_of(record: dict[str, Any], *paths: str) -> tuple[str | None, str | None]:
    """Return the id of the issue that addresses lead to, and its repository.

    Examples
    --------
    >>> place_of({"url": "https://github.com/ann/lib/pull/12#issuecomment-77"}, "html_url", "url")
    ('ann/lib#12', 'ann/lib')
    """
    for path in paths:
        address = value_of(record, path)
        if isinstance(address, str) and (found := _ISSUE.search(address[:2_000])):
            return f"{found[1]}#{found[2]}", found[1]
    return None, None


def number_of(address: str | None) -> str | None:
    """Return the number of a comment, as its address has it.

    Examples
    --------
    >>> number_of("https://github.com/ann/lib/issues/12#issuecomment-77")
    '77'
    """
    found = _COMMENT.search(address[-60:]) if address else None
    return found[1] if found else None


def comment_id(issue_id: str | None, number: str) -> str:
    """Return the id of a comment, whose number counts below its issue here.

    Examples
    --------
    >>> comment_id("ann/lib#12", "77")
    'ann/lib#12/77'
    """
    return f"{issue_id}/{number}" if issue_id is not None else number
