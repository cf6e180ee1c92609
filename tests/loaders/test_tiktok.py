from __future__ import annotations

import json

import pytest

from reaction.errors import NotPostsError
from reaction.loaders import load, read_posts
from reaction.loaders.tiktok import tiktok_research, zeeschuimer_tiktok, zeeschuimer_tiktok_comments

VIDEO = "7301234567890123456"


def captured(platform="tiktok.com", at=1529409600000, **item):
    return {"source_platform": platform, "timestamp_collected": at, "item_id": item.get("id"), "data": item}


def video(**more):
    return {"id": VIDEO, "desc": "hello", "createTime": 1529323200, "author": {"uniqueId": "ann"}, **more}


def row_of(**item):
    [row] = zeeschuimer_tiktok(captured(**video(**item)))
    return row


@pytest.mark.parametrize(
    ("more", "quoted", "author"),
    [
        ({"duetInfo": {"duetFromId": "0"}}, None, None),
        ({"duetInfo": {"duetFromId": 0}}, None, None),
        ({"duetInfo": {"duetFromId": "73"}}, "73", None),
        (
            {"duetInfo": {"duetFromId": "73"}, "textExtra": [{"awemeId": "73", "userUniqueId": "bob"}]},
            "73",
            "bob",
        ),
        ({"textExtra": [{"awemeId": ""}, {"awemeId": "74", "userUniqueId": "bob"}]}, "74", "bob"),
    ],
)
def test_duets_and_stitches_quote(more, quoted, author):
    row = row_of(**more)
    assert (row.quote_of_id, row.quote_of_author_handle) == (quoted, author)


def test_the_author_is_an_object_or_a_handle():
    assert row_of().author.handle == "ann"
    embedded = row_of(author="ann", authorId="69", nickname="Ann").author
    assert (embedded.id, embedded.handle, embedded.name) == ("69", "ann", "Ann")
    assert row_of(author=None).author is None


def test_counts_are_numbers_or_texts_and_the_newest_ones_hold(write):
    old = captured(**video(stats={"diggCount": 40}))
    new = captured(at=1529496000000, **video(stats=None, statsV2={"diggCount": "41"}))
    posts = read_posts(write(new, old))
    assert posts["n_likes"].tolist() == [41]
    assert posts["metrics_at"][0].isoformat() == "2018-06-20T12:00:00+00:00"


def test_un_is_no_language():
    assert [row_of(textLanguage=word).lang for word in ("en", "un")] == ["en", None]


def test_what_4cat_keeps_of_the_envelope(write, accounted):
    meta = {"source_platform": "tiktok.com", "timestamp_collected": 1529409600000}
    posts = accounted(load(write({**video(), "__import_meta": meta}))).posts
    assert posts[["post_id", "source_format"]].values.tolist() == [[VIDEO, "zeeschuimer-tiktok"]]
    assert posts["collected_at"][0].isoformat() == "2018-06-19T12:00:00+00:00"


@pytest.mark.parametrize(
    ("more", "parent"),
    [
        ({"reply_id": "0"}, VIDEO),
        ({"reply_id": "81", "reply_to_reply_id": "0"}, "81"),
        ({"reply_id": "81", "reply_to_reply_id": "82"}, "82"),
    ],
)
def test_comments_reply_to_comments_or_to_the_video(more, parent):
    item = {"cid": "83", "aweme_id": VIDEO, "text": "no", **more}
    [row] = zeeschuimer_tiktok_comments(captured("tiktok-comments", **item))
    assert (row.kind, row.reply_to_id, row.conversation_id) == ("reply", parent, VIDEO)


def test_an_envelope_is_no_page_of_x(write):
    item = {"cid": "83", "id": "83", "aweme_id": VIDEO, "text": "no"}
    posts = read_posts(write(captured("tiktok-comments", **item)))
    assert posts["platform"].tolist() == ["tiktok"]


def test_ids_that_are_numbers_keep_all_their_digits(write, accounted):
    text = '{"data": {"videos": [{"id": 7301234567890123457, "username": "ann"}], "has_more": false}}'
    loaded = accounted(load(write(text.encode(), name="videos.json")))
    assert loaded.posts["post_id"].tolist() == ["7301234567890123457"]


def test_ids_that_lost_their_digits_are_no_ids(write, accounted):
    video = {"id": 7.301234567890123e18, "video_description": "hello"}
    loaded = accounted(load(write(json.dumps(video).encode(), {"id": 7, "video_description": "hello"})))
    assert loaded.report.reasons == {"damaged post id": 1}


@pytest.mark.parametrize("parent", [int(VIDEO), 0, None])
def test_the_parent_of_a_first_comment_is_the_video(parent):
    item = {"id": 83, "video_id": int(VIDEO), "parent_comment_id": parent, "text": "no"}
    [row] = tiktok_research({"data": {"comments": [item], "has_more": False}})
    assert (row.reply_to_id, row.conversation_id, row.author) == (VIDEO, VIDEO, None)


def test_spoken_words_are_not_the_text():
    [row] = tiktok_research({"id": 1, "video_description": "hello #a", "voice_to_text": "spoken"})
    assert (row.text, row.hashtags) == ("hello #a", ["a"])


def test_accounts_are_no_posts(write):
    with pytest.raises(NotPostsError, match="accounts"):
        load(write({"data": {"display_name": "Ann", "follower_count": 5}, "error": {"code": "ok"}}))
