"""Hacker News: its HTML, deleted and killed items, trees of comments."""

from __future__ import annotations

import json

import pytest

from reaction.errors import NotPostsError
from reaction.loaders import load
from reaction.loaders._rows import Reject
from reaction.loaders.hacker_news import hacker_news_algolia, hacker_news_firebase


def item(number: int = 2, **more):
    return {
        "id": number,
        "type": "comment",
        "by": "ann",
        "time": 1529323200,
        "parent": 1,
        "text": "hello",
        **more,
    }


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("one<p>two<p>three", "one\n\ntwo\n\nthree"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("&gt; a&#x2F;b &amp;amp; <i>c</i>", "> a/b &amp; c"),
        (
            '<a href="https:&#x2F;&#x2F;example.com&#x2F;long&#x2F;path" rel="nofollow">https:&#x2F;&#x2F;example.com&#x2F;lo...</a>',
            "https://example.com/long/path",
        ),
        ("[flagged]", None),
        ("", None),
    ],
)
def test_html_is_read_as_text_with_whole_addresses(html, text):
    (row,) = hacker_news_firebase(item(text=html))
    assert row.text == text


@pytest.mark.parametrize(
    ("more", "status"), [({"deleted": True}, "deleted"), ({"dead": True}, "removed"), ({"dead": "yes"}, None)]
)
def test_deleted_and_killed_items(more, status):
    (row,) = hacker_news_firebase(item(**more))
    assert row.status == status


def test_threads_of_firebase_are_followed_up_to_the_story(write, accounted):
    story = {"id": 1, "type": "story", "by": "bob", "time": 1529323100, "title": "T", "url": "https://example.com", "descendants": 9}  # fmt: skip
    path = write(story, item(2, kids=[3]), item(3, parent=2), item(4, parent=99))
    posts = accounted(load(path)).posts.set_index("post_id")
    assert posts["conversation_id"].fillna("?").to_dict() == {"1": "1", "2": "1", "3": "1", "4": "?"}
    assert posts["n_replies"].fillna(-1).tolist() == [9, 1, -1, -1]
    assert posts.loc["3", "reply_to_author_handle"] == "ann"
    assert posts.loc["1", "url"] == "https://news.ycombinator.com/item?id=1"


def test_a_tree_of_algolia_and_a_page_of_hits_meet(write, accounted):
    tree = {"author": "bob", "children": [{"author": None, "text": None, "children": [], "id": 2, "parent_id": 1, "story_id": 1, "created_at_i": 5}], "created_at_i": 1529323100, "id": 1, "parent_id": None, "points": 7, "title": "T", "type": "story"}  # fmt: skip
    hits = {
        "hits": [{"objectID": "1", "author": "bob", "title": "T", "points": 8, "created_at_i": 1529323100}]
    }
    paths = [write(tree, name="a.json"), write(hits, name="b.json")]
    posts = accounted(load(paths)).posts.set_index("post_id")
    assert posts["score"].fillna(-1).to_dict() == {"1": 8, "2": -1}
    assert posts["status"].to_dict() == {"1": "live", "2": "deleted"}


def test_a_hit_without_the_fields_that_one_left_out_is_not_deleted():
    (row,) = hacker_news_algolia({"objectID": "1", "created_at_i": 5, "points": 3})
    assert row.status is None


def test_a_long_tree_is_recognised_by_its_beginning(write):
    children = [{"author": "ann", "children": [], "created_at_i": 5, "id": n, "parent_id": 1, "text": "x" * 500} for n in range(2, 400)]  # fmt: skip
    path = write(json.dumps({"author": "bob", "children": children, "created_at_i": 1, "id": 1}).encode(), name="item.json")  # fmt: skip
    assert len(load(path).posts) == 399


def test_options_of_polls_are_told_by_their_tags():
    (row,) = hacker_news_algolia({"objectID": "2", "_tags": ["pollopt", "story_1"], "story_text": "Yes"})
    assert isinstance(row, Reject)


@pytest.mark.parametrize(("more", "story"), [({}, "1"), ({"story_id": 7}, "7"), ({"_tags": 5}, None)])
def test_the_story_is_told_by_a_tag_where_nothing_else_says_it(more, story):
    tags = ["comment", "author_ann", "story_1"]
    (row,) = hacker_news_algolia(
        {"objectID": "3", "parent_id": 2, "comment_text": "x", "_tags": tags, **more}
    )
    assert row.conversation_id == story


def test_titles_are_html_too():
    (row,) = hacker_news_firebase({"id": 1, "type": "story", "title": "R&amp;D at &#x27;home&#x27;"})
    assert row.text == "R&D at 'home'"


def test_a_page_without_hits_is_no_error(write):
    assert load(write({"hits": [], "nbHits": 0, "page": 0, "hitsPerPage": 20})).posts.empty


@pytest.mark.parametrize(
    ("record", "what"),
    [
        ({"username": "ann", "karma": 5, "created_at": "2018-06-18T12:00:00Z"}, "accounts"),
        ({"items": [1, 2], "profiles": ["ann"]}, "changes"),
    ],
)
def test_other_answers_are_refused_by_name(write, record, what):
    with pytest.raises(NotPostsError, match=what):
        load(write(record))
