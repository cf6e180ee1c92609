from __future__ import annotations

import json
from datetime import UTC, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction import schema
from reaction.errors import NotPostsError
from reaction.loaders import load
from reaction.loaders._bluesky import row_of
from reaction.loaders._bluesky_uris import key_time
from reaction.urls import parse_status_url

ANN, BOB = "did:plc:ann", "did:plc:bob"
POST = "app.bsky.feed.post"
KEY, KEY_TIME = "3kmn2isio222b", datetime(2024, 3, 1, 12, tzinfo=UTC)
SERVER_TIME = "2024-03-01T12:00:05.000Z"


def uri(who=ANN, key=KEY, collection=POST):
    return f"at://{who}/{collection}/{key}"


def view(who=ANN, key=KEY, at="2024-03-01T12:00:00Z", **record):
    return {
        "uri": uri(who, key),
        "cid": "c",
        "author": {"did": who, "handle": f"{who[-3:]}.example.com"},
        "record": {"$type": POST, "text": "hello", "createdAt": at, **record},
        "indexedAt": SERVER_TIME,
    }


def rows(loaded):
    return loaded.posts.set_index("post_id")


@pytest.mark.parametrize(
    ("said", "server_time", "key", "time", "quality"),
    [
        ("2024-03-01T13:00:00+01:00", SERVER_TIME, KEY, KEY_TIME, "client"),
        ("2031-01-01T00:00:00Z", SERVER_TIME, KEY, SERVER_TIME, None),
        ("1970-01-01T00:00:00Z", SERVER_TIME, KEY, SERVER_TIME, None),
        ("2024-03-01T09:00:00", SERVER_TIME, KEY, SERVER_TIME, None),
        (None, SERVER_TIME, KEY, SERVER_TIME, None),
        ("2031-01-01T00:00:00Z", None, KEY, "2031-01-01T00:00:00Z", "client"),
        ("1970-01-01T00:00:00Z", None, KEY, KEY_TIME, "from_id"),
        ("2024-03-01T09:00:00", None, KEY, KEY_TIME, "from_id"),
        ("2024-03-01T09:00:00", None, "self", "2024-03-01T09:00:00Z", "assumed_tz"),
        ("1970-01-01T00:00:00Z", None, "self", None, None),
    ],
)
def test_a_clients_time_is_believed_where_it_is_possible(said, server_time, key, time, quality):
    row = row_of(uri(key=key), {"createdAt": said}, {}, server_time)
    expected = None if time is None else pd.Timestamp(time).timestamp() * 1e6
    assert (row.created_at, row.created_at_quality) == (expected, quality)


@given(st.datetimes(datetime(2022, 11, 2), datetime(2099, 1, 1)), st.integers(0, 1023))
def test_a_key_gives_back_its_time(moment, clock):
    micros = int(moment.replace(tzinfo=UTC).timestamp()) * 1_000_000 + moment.microsecond
    number, key = micros << 10 | clock, ""
    for _ in range(13):
        key = "234567abcdefghijklmnopqrstuvwxyz"[number & 31] + key
        number >>= 5
    assert key_time(key) == micros


@given(st.text(max_size=40), st.from_regex(r"\A[a-z]{1,20}\.example\.com\Z"), st.text(max_size=40))
def test_marks_count_bytes_and_not_characters(before, handle, after):
    start = len(before.encode("utf-8", "replace"))
    facet = {"index": {"byteStart": start, "byteEnd": start + 1 + len(handle)}, "features": [{"did": BOB}]}
    row = row_of(uri(), {"text": f"{before}@{handle}{after}", "facets": [facet]}, {})
    assert row.mentions == [handle]


@pytest.mark.parametrize("index", [{}, {"byteStart": 0}, {"byteStart": 4, "byteEnd": 2}, {"byteStart": 0, "byteEnd": 99}, {"byteStart": -3, "byteEnd": 2}, 7])  # fmt: skip
def test_a_mark_that_lies_outside_of_its_text_names_nobody(index):
    record = {"text": "@bob", "facets": [{"index": index, "features": [{"did": BOB}]}]}
    assert row_of(uri(), record, {}).mentions == []


def test_a_repost_in_a_feed_is_a_row_and_the_post_its_context(write, accounted):
    by = {"did": BOB, "handle": "bob.example.com"}
    items = [
        {"post": view(), "reason": {"by": by, "indexedAt": "2024-03-02T00:00:00Z"}},
        {"post": view(), "reason": {"by": by, "indexedAt": "2024-03-02T00:00:00Z", "uri": uri(BOB, "3k", "app.bsky.feed.repost")}},
        {"post": view(BOB, "3kb"), "reason": {"$type": "app.bsky.feed.defs#reasonPin"}},
    ]  # fmt: skip
    posts = rows(accounted(load(write({"feed": items}), context=True)))
    assert sorted(posts["kind"]) == ["original", "original", "repost", "repost"]
    assert set(posts.index[posts["kind"] == "repost"]) == {f"{uri()}#repost:{BOB}", uri(BOB, "3k", "app.bsky.feed.repost")}  # fmt: skip
    assert posts.index[posts["is_context"]].tolist() == [uri()]
    assert set(posts["text"]) == {"hello"}
    assert set(posts.loc[posts["kind"] == "repost", "repost_of_author_id"]) == {ANN}


@pytest.mark.parametrize(
    ("shown", "status"),
    [({"notFound": True}, "deleted"), ({"blocked": True}, "withheld"), ({"detached": True}, "withheld")],
)
def test_a_quoted_post_that_is_not_shown_keeps_its_edge(write, accounted, shown, status):
    gone = uri(BOB, "3kgone")
    post = view(embed={"$type": "app.bsky.embed.record", "record": {"uri": gone}})
    post["embed"] = {"record": {"$type": "app.bsky.embed.record#view", "uri": gone, **shown}}
    row = rows(accounted(load(write({"posts": [post]})))).loc[uri()]
    assert row[["kind", "quote_of_id", "quote_of_author_id", "ref_status"]].tolist() == ["quote", gone, BOB, status]  # fmt: skip


def test_a_quoted_feed_is_no_quoted_post(write, accounted):
    feed = uri(BOB, "news", "app.bsky.feed.generator")
    post = view(embed={"record": {"uri": feed}})
    post["embed"] = {"record": {"uri": feed, "creator": {"did": BOB}}}
    assert rows(accounted(load(write({"posts": [post]})))).loc[uri(), "kind"] == "original"


def test_a_thread_holds_replies_and_what_it_answers(write, accounted):
    root, middle, leaf = uri(), uri(BOB, "3kb"), uri(ANN, "3kc")
    ref = {"root": {"uri": root}}
    node = {
        "post": view(BOB, "3kb", reply={**ref, "parent": {"uri": root}}),
        "parent": {"post": view()},
        "replies": [
            {"post": view(ANN, "3kc", reply={**ref, "parent": {"uri": middle}}), "replies": []},
            {"uri": uri(BOB, "3kd"), "notFound": True},
        ],
    }
    posts = rows(accounted(load(write({"thread": node}), context=True)))
    assert posts["is_context"].to_dict() == {root: True, middle: False, leaf: False}
    assert posts["reply_to_id"].to_dict() | {root: None} == {root: None, middle: root, leaf: middle}
    assert set(posts["conversation_id"]) == {root}


def test_a_newer_thread_is_a_list(write, accounted):
    def item(depth, kind="Post", **value):
        return {
            "uri": uri(BOB, f"b{depth}"),
            "depth": depth,
            "value": {"$type": f"app.bsky.unspecced.defs#threadItem{kind}", **value},
        }

    above, asked, below = view(ANN, "a"), view(BOB, "b"), view(ANN, "c")
    quoting = view(ANN, "d", embed={"record": {"uri": uri(BOB, "b2")}})
    items = [
        item(-1, post=above),
        item(0, post=asked),
        item(1, post=below),
        item(2, "NotFound"),
        item(3, "NoUnauthenticated"),
        item(4, post=quoting),
    ]
    loaded = accounted(load(write({"thread": items, "hasOtherReplies": False}), context=True))
    found = loaded.posts.set_index("post_id")
    assert found["is_context"].tolist() == [True, False, False, False]
    assert found.loc[quoting["uri"], "ref_status"] == "deleted"
    assert loaded.report.reasons == {}


def test_a_deep_thread_ends(write, accounted):
    node = {"post": view(key="3k0")}
    for number in range(1, 150):
        node = {"post": view(key=f"3k{number}"), "replies": [node]}
    assert accounted(load(write({"thread": node}))).report.posts == 150


def snake(value):
    if isinstance(value, list):
        return [snake(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        "py_type" if key == "$type" else "".join(f"_{c.lower()}" if c.isupper() else c for c in key): snake(
            item
        )
        for key, item in value.items()
    }


@pytest.mark.parametrize("page", [lambda v: {"posts": [v]}, lambda v: {"feed": [{"post": v}]}, lambda v: {"thread": {"post": v}}, lambda v: v])  # fmt: skip
def test_the_python_sdk_gives_the_same_rows(write, page):
    post = view(langs=["en"], facets=[{"index": {"byteStart": 0, "byteEnd": 4}, "features": [{"uri": "https://example.com/a"}]}]) | {"likeCount": 3}  # fmt: skip
    api = load(write(page(post), name="api.jsonl")).posts
    sdk = load(write(snake(page(post)), name="sdk.jsonl")).posts
    pd.testing.assert_frame_equal(*(posts.drop(columns=["source_file"]) for posts in (api, sdk)))
    assert api["n_likes"].tolist() == [3]


def test_a_permalink_leads_back_to_the_post(write):
    ref = parse_status_url(load(write({"posts": [view()]})).posts["url"].iloc[0])
    assert (ref.platform, ref.post_id) == ("bluesky", uri())


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        ({"uri": uri(ANN, "x", "app.bsky.feed.generator"), "cid": "c", "value": {"$type": "app.bsky.feed.generator"}}, "feed generators"),
        ({"uri": uri(ANN, "x", "app.bsky.feed.like"), "cid": "c", "value": {"$type": "app.bsky.feed.like"}}, "likes"),
        ({"uri": uri(), "repostedBy": [{"did": BOB}]}, "reposted"),
        ({"did": ANN, "handle": "ann.example.com", "followersCount": 3}, "profiles"),
        ({"subject": {"did": ANN}, "followers": [{"did": BOB}]}, "accounts"),
        ({"profiles": [{"did": ANN, "handle": "ann.example.com"}]}, "accounts"),
    ],
)  # fmt: skip
def test_exports_of_something_else(write, record, kind):
    with pytest.raises(NotPostsError, match=kind):
        load(write(record))


def test_real_records_and_threads(real_data, accounted):
    folder = real_data / "fixtures/bluesky"
    for path in sorted(folder.glob("*post*.json")):
        page = json.loads(path.read_text())
        post = page.get("thread", {}).get("post", page)
        loaded = accounted(load(path, context=True))
        schema.validate(loaded.posts)
        row = rows(loaded).loc[post["uri"]]
        record = post.get("record") or post["value"]
        assert row["text"] == record["text"]
        assert row["author_id"] == post["uri"].split("/")[2]
        assert loaded.report.posts == 1
        assert not loaded.report.rejects
        quoted = post.get("embed", {}).get("record", {}).get("record")
        assert loaded.report.context == (quoted is not None)
        if quoted:
            assert (row["kind"], row["quote_of_id"], row["ref_status"]) == ("quote", quoted["uri"], "full")
            assert rows(loaded).loc[quoted["uri"], "text"] == quoted["value"]["text"]
            assert row["media"][0]["url"] == post["embed"]["media"]["images"][0]["fullsize"]


def test_a_real_feed_generator_is_refused(real_data):
    with pytest.raises(NotPostsError, match="feed generators"):
        load(real_data / "fixtures/bluesky/feed_record.json")
