"""GitHub: which post a comment belongs to, who wrote it, and what counts as a like."""

from __future__ import annotations

import pytest

from reaction.errors import NotPostsError
from reaction.loaders import load
from reaction.loaders.github import github_gh, github_rest

ISSUE = "https://github.com/org/lib/issues/12"


def rest_user(login: str, **more):
    return {"login": login, "id": 5, "node_id": "U_5", "type": "User", **more}


@pytest.mark.parametrize(
    ("address", "post_id"),
    [
        (ISSUE, "org/lib#12"),
        ("https://github.com/org/lib.js/pull/7", "org/lib.js#7"),
        ("https://github.example.com/org/lib/issues/12", "org/lib#12"),
        ("https://github.com/org/lib", None),
        ("https://github.com/org/lib/issues/12x", None),
        (5, None),
    ],
)
def test_an_issue_is_known_by_its_address(address, post_id):
    (row,) = github_gh({"number": 12, "title": "T", "url": address})
    assert getattr(row, "post_id", None) == post_id


@pytest.mark.parametrize(
    "more",
    [
        {"html_url": f"{ISSUE}#issuecomment-9"},
        {"html_url": "odd", "issue_url": "https://api.github.com/repos/org/lib/issues/12"},
        {"html_url": None, "pull_request_url": "https://api.github.com/repos/org/lib/pulls/12"},
    ],
)
def test_a_comment_says_where_its_issue_is(more):
    (row,) = github_rest({"id": 9, "body": "x", **more})
    found = (row.post_id, row.reply_to_id, row.conversation_id, row.community)
    assert found == ("org/lib#12/9", "org/lib#12", "org/lib#12", "org/lib")


def test_both_sources_give_one_post_and_one_account(write, accounted):
    gh = {"number": 12, "title": "T", "body": "B", "url": ISSUE, "author": {"id": "U_5", "login": "ann", "is_bot": False}, "createdAt": "2023-05-01T09:30:00Z", "comments": [{"id": "IC_1", "url": f"{ISSUE}#issuecomment-9", "author": {"login": "ann"}, "body": "x"}]}  # fmt: skip
    rest = {
        "html_url": f"{ISSUE}#issuecomment-9",
        "issue_url": "…",
        "id": 9,
        "body": "x",
        "user": rest_user("ann"),
    }
    loaded = accounted(load([write(gh, name="gh.jsonl"), write(rest, name="rest.jsonl")]))
    assert loaded.posts["post_id"].tolist() == ["org/lib#12", "org/lib#12/9"]
    assert loaded.posts["author_id"].tolist() == ["U_5", "U_5"]
    assert loaded.report.duplicates == 1


def test_only_thumbs_up_are_likes():
    groups = [{"content": name, "users": {"totalCount": 3}} for name in ("HEART", "THUMBS_UP", "CONFUSED")]
    (row,) = github_gh({"url": ISSUE, "title": "T", "reactionGroups": groups})
    (other,) = github_rest(
        {"html_url": ISSUE, "title": "T", "reactions": {"+1": 4, "heart": 9, "total_count": 13}}
    )
    (unknown,) = github_gh({"url": ISSUE, "title": "T"})
    assert (row.n_likes, other.n_likes, unknown.n_likes) == (3, 4, None)


@pytest.mark.parametrize(
    ("user", "handle", "automated"),
    [
        (rest_user("ann"), "ann", False),
        (rest_user("stale[bot]", type="Bot"), "stale[bot]", True),
        ({"login": "ann"}, "ann", None),
    ],
)
def test_who_is_a_bot(user, handle, automated):
    (row,) = github_rest({"html_url": ISSUE, "title": "T", "user": user})
    assert (row.author.handle, row.author.automated) == (handle, automated)


def test_an_app_of_gh_is_the_bot_of_the_rest_api():
    (row,) = github_gh({"url": ISSUE, "title": "T", "author": {"login": "app/dependabot", "is_bot": True}})
    assert (row.author.handle, row.author.automated) == ("dependabot[bot]", True)


@pytest.mark.parametrize("user", [None, "odd", {}, {"login": "ghost"}, {"login": ""}])
def test_deleted_accounts_are_nobody(user):
    (row,) = github_rest({"html_url": ISSUE, "title": "T", "user": user})
    (other,) = github_gh({"url": ISSUE, "title": "T", "author": user})
    assert (row.author, other.author) == (None, None)


def test_mentions_are_of_people_in_prose():
    body = "@ann, @org/team `@cached` me@example.com\n```\n@app\n```\n(@bob-) <!-- @nobody -->"
    (row,) = github_gh({"url": ISSUE, "title": "T", "body": body})
    assert row.mentions == ["ann", "bob"]
    assert "nobody" not in row.text


@pytest.mark.parametrize(("n", "replies"), [(3, 3), (100, None)])
def test_gh_gives_no_more_than_a_hundred_comments(n, replies):
    comments = [{"id": f"IC_{number}", "body": "x"} for number in range(n)]
    row, *rest = github_gh({"url": ISSUE, "title": "T", "comments": comments})
    assert (row.n_replies, len(rest)) == (replies, n)


def test_comments_alone_know_their_issue():
    (row,) = github_gh(
        {"comments": [{"url": f"{ISSUE}#issuecomment-9", "body": "x", "authorAssociation": "NONE"}]}
    )
    assert (row.post_id, row.reply_to_id) == ("org/lib#12/9", "org/lib#12")


@pytest.mark.parametrize(
    "more",
    [
        {"comments": [{"url": "odd"}, {"url": f"{ISSUE}#issuecomment-9", "body": "x"}]},
        {"repository": {"nameWithOwner": "org/lib"}, "commentsCount": 3},
    ],
)
def test_an_issue_without_its_address_is_found_by_what_hangs_on_it(more):
    row, *_ = github_gh({"number": 12, "title": "T", "author": {"login": "ann"}, **more})
    assert (row.post_id, row.community) == ("org/lib#12", "org/lib")


def test_an_issue_of_nowhere_is_rejected_and_said_to_be(write, accounted):
    loaded = accounted(load(write({"number": 12, "title": "T", "body": "B"})))
    assert loaded.rejects["reason"].tolist() == ["no post id"]


def happened(kind: str, **payload):
    return {"id": "1", "type": kind, "actor": {"login": "bob"}, "repo": {"name": "org/lib"}, "payload": payload, "created_at": "2023-05-09T10:00:00Z"}  # fmt: skip


def told(number: int, **more):
    address = f"https://github.com/org/lib/issues/{number}"
    return {"html_url": address, "number": number, "title": "T", "comments": 1, **more}


def test_events_give_what_was_said_and_as_context_what_about(write, accounted):
    said = {"html_url": f"{ISSUE}#issuecomment-9", "id": 9, "body": "x", "user": rest_user("bob")}
    events = [
        happened("WatchEvent", action="started"),
        happened("IssueCommentEvent", action="created", comment=said, issue=told(12)),
        {**happened("IssuesEvent", action="labeled", issue=told(12, comments=7)), "created_at": "2023-06-01T00:00:00Z"},
        happened("IssuesEvent", action="opened", issue=told(13)),
        happened("PullRequestReviewEvent", review={"html_url": f"{ISSUE}#pullrequestreview-8", "body": "", "submitted_at": ""}, pull_request={"number": 12}),
    ]  # fmt: skip
    loaded = accounted(load(write(*events), context=True))
    assert loaded.posts[["post_id", "is_context"]].values.tolist() == [
        ["org/lib#12/9", False],
        ["org/lib#12", True],
        ["org/lib#13", False],
    ]
    assert loaded.posts["n_replies"].tolist()[1:] == [7, 1]
    assert loaded.rejects["reason"].tolist() == ["an event without a post", "a review without words"]


@pytest.mark.parametrize(
    ("record", "what"),
    [
        ({"event": "closed", "actor": {}, "commit_id": None}, "events of issues"),
        ({"login": "ann", "avatar_url": "…", "type": "User"}, "accounts"),
        ({"full_name": "org/lib", "stargazers_count": 3}, "repositories"),
        ({"sha": "ab", "commit": {"message": "x"}}, "commits"),
    ],
)
def test_other_answers_are_refused_by_name(write, record, what):
    with pytest.raises(NotPostsError, match=what):
        load(write(record))
