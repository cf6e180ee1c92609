from __future__ import annotations

import json

import pytest

from reaction.loaders import load
from reaction.loaders._rows import Gone, Reject
from reaction.loaders.fourcat import fourcat, fourcat_json

ID, MADE = "1622958736274363811", 1675778490
X = {"id": ID, "thread_id": ID, "unix_timestamp": str(MADE), "is_retweet": "no", "author": "ann"}
HOUR = 3600


def row_of(**cells: str):
    [row] = fourcat({"id": "1", "thread_id": "1", "timestamp": "2023-02-07 14:01:30", "body": "hi", **cells})
    return row


@pytest.mark.parametrize(
    ("cells", "platform"),
    [
        ({"is_retweet": "no", "id": ID}, "x"),
        ({"id": "at://did:plc:ann/app.bsky.feed.post/3k2a"}, "bluesky"),
        ({"chat": "town"}, "telegram"),
        ({"subreddit": "town"}, "reddit"),
        ({"tiktok_url": "https://tiktok.com/@ann/video/7"}, "tiktok"),
        ({"url": "https://www.instagram.com/p/C1"}, "instagram"),
        ({"url": "https://www.threads.com/@ann/post/C1"}, "threads"),
        ({"url": "https://gab.com/ann/posts/1"}, "gab"),
        ({"collected_from_url": "https://www.tiktok.com/@ann"}, "tiktok"),
        ({"url": "https://example.com/a"}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_the_platform_is_told_from_columns_and_addresses(cells, platform):
    assert row_of(**cells).platform == platform


@pytest.mark.parametrize("zone", [-5, 1, 9])
def test_times_that_a_server_shifted_are_those_of_the_ids(write_table, zone):
    path = write_table({**X, "body": "hi", "timestamp": "", "unix_timestamp": str(MADE + zone * HOUR)})
    row = load(path).posts.iloc[0]
    assert (int(row["created_at"].timestamp()), row["created_at_quality"]) == (MADE, "from_id")


@pytest.mark.parametrize(
    ("cells", "quality"),
    [
        ({"unix_timestamp": str(MADE)}, "assumed_tz"),
        ({}, "assumed_tz"),
        ({"unix_timestamp": str(MADE), "tiktok_url": "https://tiktok.com/@ann/video/7"}, None),
        ({"tiktok_url": "https://tiktok.com/@ann/video/7"}, "assumed_tz"),
        ({"unix_timestamp": str(MADE), "chat": "town"}, None),
    ],
)
def test_times_of_unsound_provenance_say_so(cells, quality):
    assert row_of(**cells).created_at_quality == quality


@pytest.mark.parametrize("body", ["RT @bob: all of it", "RT @bob all of it", "all of it"])
def test_a_repost_carries_the_reposted_text(body):
    row = row_of(**X | {"is_retweet": "yes", "retweeted_user": "bob", "body": body, "like_count": "9"})
    assert (row.kind, row.repost_of_id, row.repost_of_author_handle) == ("repost", None, "bob")
    assert (row.text, row.n_likes) == ("all of it", None)


@pytest.mark.parametrize("names", [("quoted_user", "replied_user"), ("quote_author", "replied_author")])
def test_names_of_columns_have_changed(names):
    quote, reply = names
    flags = {"is_quote_tweet": "yes", "is_reply": "yes"}
    row = row_of(**X | flags | {quote: "bob", reply: "cid", "urls": "https://twitter.com/Bob/status/20"})
    assert (row.kind, row.quote_of_id, row.quote_of_author_handle) == ("quote", "20", "bob")
    assert (row.reply_to_id, row.reply_to_author_handle, row.urls) == (None, "cid", [])


def test_posts_from_tcat_are_not_all_replies():
    tcat = X | {"is_reply": "yes", "reply_count": "-1"}
    own, reply = row_of(**tcat), row_of(**tcat | {"thread_id": "20", "reply_to": "bob"})
    assert (own.kind, own.conversation_id, own.n_replies) == ("original", None, None)
    assert (reply.kind, reply.reply_to_id, reply.reply_to_author_handle) == ("reply", "20", "bob")


@pytest.mark.parametrize(
    ("detail", "status"),
    [
        ("Could not find tweet with ids: [1].", "deleted"),
        ("Sorry, you are not authorized to see it.", "withheld"),
    ],
)
def test_posts_that_are_gone_are_no_posts(detail, status):
    reject, gone = fourcat({**X, "author": "UNKNOWN", "subject": detail, "timestamp": "2023-03-01 10:00:00"})
    assert isinstance(reject, Reject)
    assert gone == Gone(ID, status, platform="x")


@pytest.mark.parametrize("author", ["REDACTED", "[deleted]", "Anonymous"])
def test_nobody_is_no_account(author):
    assert row_of(author=author).author is None


def test_a_hash_in_an_authors_place_is_no_handle():
    author = row_of(**X | {"author": "0123456789abcdef" * 3}).author
    assert (author.id, author.handle) == ("0123456789abcdef" * 3, None)


def test_a_rounded_id_is_recovered_from_a_link_or_not_at_all(write_table, accounted):
    rounded = X | {"id": "1622958736274360000", "body": "hi", "timestamp": ""}
    link = {"link": f"https://twitter.com/ann/status/{ID}"}
    loaded = accounted(load(write_table(rounded | link, columns=("link",))))
    assert loaded.posts["post_id"].tolist() == [ID]
    loaded = accounted(load(write_table(rounded)))
    assert loaded.report.reasons == {"damaged post id": 1}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"num_comments": "0"}, None),
        ({"num_comments": "4"}, 4),
        ({"reply_count": "0"}, 0),
        ({"reply_count": "-1"}, None),
        ({"replies": "1,204"}, 1204),
        ({"replies": "many"}, None),
    ],
)
def test_what_a_count_says(cells, expected):
    assert row_of(**cells).n_replies == expected


def test_an_address_may_hold_a_comma():
    row = row_of(**X | {"urls": "https://example.com/a,b?x=1,2,https://example.org/c"})
    assert row.urls == ["https://example.com/a,b?x=1,2", "https://example.org/c"]


def test_comments_on_tiktok_answer_the_video_or_a_comment():
    comment = {"post_id": "70", "comment_url": "https://www.tiktok.com/x", "author": "@6800"}
    first = row_of(**comment, thread_id="70", is_comment_on_comment="no")
    second = row_of(**comment, thread_id="71", is_comment_on_comment="yes")
    assert [(row.conversation_id, row.reply_to_id) for row in (first, second)] == [("70", "70"), ("70", "71")]
    assert (first.author.id, first.author.handle) == ("6800", None)


def test_reddit_speaks_of_full_names():
    row = row_of(subreddit="town", parent="t3_abc", thread_id="abc", id="def", body="[removed]", author="ann")
    assert (row.post_id, row.reply_to_id, row.conversation_id) == ("t1_def", "t3_abc", "t3_abc")
    assert (row.text, row.status, row.platform) == (None, "removed", "reddit")


@pytest.mark.parametrize("body", [None, 5, [], {"a": 1}, "hi"])
def test_json_of_any_type_is_read(body):
    item = {"id": 7, "thread_id": None, "timestamp": {}, "body": body, "likes": 3.0, "is_duet": False}
    [row] = fourcat_json(item)
    assert (row.post_id, row.n_likes) == ("7", 3)


def test_a_table_converted_to_json_reads_as_the_table(write, write_table):
    cells = X | {"body": "hi #town", "timestamp": "", "like_count": "3", "hashtags": "town"}
    table = load(write_table(cells)).posts
    items = load(write(json.dumps([cells | {"like_count": 3}]).encode(), name="items.json")).posts
    assert items.drop(columns=["source_line", "source_file", "source_format"]).equals(
        table.drop(columns=["source_line", "source_file", "source_format"])
    )


def test_tables_of_youtube_data_tools_are_left_to_their_own_loader(write):
    columns = "id,thread_id,author,body,timestamp,unix_timestamp,isReplyTo,authorName,publishedAt,text"
    cells = "Ugx1,Ugx1,@ann,hi,2018-06-18 12:00:00,1529316000,,@ann,2018-06-18 12:00:00,hi"
    posts = load(write(f"{columns}\n{cells}\n".encode(), name="comments.csv")).posts
    assert posts["source_format"].tolist() == ["youtube-data-tools"]


@pytest.mark.parametrize(
    ("cells", "parent"),
    [
        ({"id": "7", "thread_id": "7", "body": ">>5 look"}, None),
        ({"id": "8", "thread_id": "7", "body": "no"}, "7"),
        ({"id": "9", "thread_id": "7", "body": ">>8\nyes"}, "8"),
    ],
)
def test_posts_of_boards_answer_what_they_name_or_the_first(cells, parent):
    row = row_of(**cells, board="pol", author="Anonymous")
    assert (row.reply_to_id, row.community, row.author) == (parent, "pol", None)


@pytest.mark.parametrize(("cell", "status"), [("1660040000", "deleted"), ("0", None), ("", None)])
def test_posts_of_boards_may_be_deleted(cell, status):
    assert row_of(board="pol", timestamp_deleted=cell).status == status


def test_numbers_of_messages_may_name_the_chat():
    row = row_of(id="town-7", chat="town", reply_to="6")
    assert (row.post_id, row.reply_to_id, row.url) == ("town/7", "town/6", "https://t.me/town/7")
    assert row_of(id="7", chat="town").post_id == "town/7"


def test_pictures_of_a_video_are_stills():
    cells = {"image_urls": "https://example.com/1.jpg", "media_urls": "https://example.com/1.mp4"}
    assert [(one.type, one.url) for one in row_of(**cells, type="video").media] == [("video", "https://example.com/1.mp4")]  # fmt: skip
    assert [one.type for one in row_of(**cells, type="photo").media] == ["photo"]


def test_an_account_may_be_known_by_its_number_alone():
    assert row_of(author_id="7").author.id == "7"
    assert row_of(author="REDACTED", author_id="7").author is None
