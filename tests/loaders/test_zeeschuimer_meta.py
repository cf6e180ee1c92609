from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction.loaders import load, read_posts
from reaction.loaders._meta import shortcode
from reaction.loaders.zeeschuimer_meta import zeeschuimer_instagram, zeeschuimer_threads


def captured(platform, item, at=1529409600000):
    return {"source_platform": platform, "timestamp_collected": at, "data": item}


def instagram(**item):
    [row] = zeeschuimer_instagram(captured("instagram.com", {"code": "C1x", **item}))
    return row


ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@given(st.integers(1, 2**64))
def test_codes_are_numbers_in_base_64(number):
    value = 0
    for letter in shortcode(str(number)):
        value = value * 64 + ALPHABET.index(letter)
    assert value == number


def test_the_three_shapes_of_a_post_give_one(write, accounted):
    part = {"pk": "3275187401123456789", "user": {"username": "ann"}, "play_count": 90, "_zs_partial": True}
    full = {
        "code": "C1zzZawzGcV",
        "taken_at": 1529323200,
        "user": {"pk": "42", "username": "ann"},
        "caption": {"text": "hello"},
        "like_count": 4,
    }
    graph = {
        "__typename": "GraphVideo",
        "shortcode": "C1zzZawzGcV",
        "taken_at_timestamp": 1529323200,
        "owner": {"id": "42", "username": "ann"},
        "edge_media_to_caption": {"edges": [{"node": {"text": "hello"}}]},
        "edge_media_to_comment": {"count": 2},
    }
    records = [captured("instagram.com", item) for item in (part, full, graph)]
    posts = accounted(load(write(*records))).posts
    columns = ["post_id", "author_id", "text", "n_likes", "n_replies", "n_views"]
    assert posts[columns].values.tolist() == [["C1zzZawzGcV", "42", "hello", 4, 2, 90]]


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"caption": None}, ""),
        ({"edge_media_to_caption": {"edges": []}}, ""),
        ({}, None),
        ({"caption": {"text": "hello"}}, "hello"),
    ],
)
def test_no_text_is_not_an_unknown_text(more, text):
    assert instagram(**more).text == text


@pytest.mark.parametrize(
    ("owner", "user", "handle"),
    [
        ({"pk": "1", "username": "ann"}, {"pk": "2", "username": "bob"}, "ann"),
        ({"id": "1"}, {"pk": "1", "username": "ann"}, "ann"),
        (None, {"pk": "1", "username": "ann"}, "ann"),
        ({"id": "1"}, {"pk": "2", "username": "bob"}, None),
    ],
)
def test_a_post_of_several_accounts_is_its_owner_s(owner, user, handle):
    assert instagram(owner=owner, user=user).author.handle == handle


@pytest.mark.parametrize(
    "more",
    [
        {"like_count": -1},
        {"edge_media_preview_like": {"count": -1}},
        {"like_count": 3, "like_and_view_counts_disabled": True},
    ],
)
def test_hidden_likes_are_unknown(more):
    assert instagram(**more).n_likes is None


def thread(code="DAaa", who="ann", **info):
    return {
        "code": code,
        "user": {"pk": str(len(who)), "username": who},
        "caption": {"text": "hello"},
        "taken_at": 1529323200,
        "like_count": 4,
        "text_post_app_info": info,
    }


def test_embedded_posts_are_context_at_any_depth(write):
    inner = thread("DAcc", "cy")
    middle = thread("DAbb", "bob", share_info={"quoted_post": inner})
    outer = thread(share_info={"reposted_post": middle})
    posts = read_posts(write(captured("threads.net", outer)), context=True).set_index("post_id")
    assert posts["is_context"].to_dict() == {"DAaa": False, "DAbb": True, "DAcc": True}
    assert posts["kind"].to_dict() == {"DAaa": "repost", "DAbb": "quote", "DAcc": "original"}
    assert posts["n_likes"].isna().to_dict() == {"DAaa": True, "DAbb": False, "DAcc": False}


@pytest.mark.parametrize(
    ("info", "kind"),
    [
        ({"is_reply": True}, "reply"),
        ({"reply_to_author": {"username": "bob"}}, "reply"),
        ({"is_reply": True, "share_info": {"quoted_attachment_post_unavailable": True}}, "quote"),
        ({"share_info": {"quoted_post": None, "reposted_post": None}}, None),
    ],
)
def test_the_kind_is_known_where_the_other_post_is_not(info, kind):
    [row] = zeeschuimer_threads(captured("threads.net", thread(**info)))
    assert row.kind == kind


def test_links_are_those_behind_the_redirect_not_the_text():
    info = {
        "text_fragments": {
            "fragments": [
                {"plaintext": "hello "},
                {"link_fragment": {"uri": "https://l.threads.com/?u=https%3A%2F%2Fexample.com%2Flong&e=x"}},
            ]
        }
    }
    [row] = zeeschuimer_threads(captured("threads.com", thread(**info)))
    assert row.urls == ["https://example.com/long"]


def test_the_long_text_attached_to_a_post_is_read():
    attached = {"text_fragments": {"fragments": [{"plaintext": "At length, "}, {"plaintext": "all."}]}}
    [row] = zeeschuimer_threads(captured("threads.net", thread(snippet_attachment_info=attached)))
    assert row.text == "hello\n\nAt length, all."
