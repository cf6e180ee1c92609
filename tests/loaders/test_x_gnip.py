from __future__ import annotations

import pandas as pd
import pytest

from reaction.loaders import load, read_posts, sniff

TAG = "tag:search.twitter.com,2005:"


def actor(handle="ann", **more):
    number = sum(map(ord, handle))
    return {
        "id": f"id:twitter.com:{number}",
        "preferredUsername": handle,
        "displayName": handle.title(),
        **more,
    }


def activity(post_id, body="hello", by="ann", verb="post", **more):
    return {
        "id": f"{TAG}{post_id}",
        "verb": verb,
        "actor": actor(by),
        "body": body,
        "object": {"objectType": "note", "id": f"object:search.twitter.com,2005:{post_id}"},
        "postedTime": "2018-06-18T12:00:00.000Z",
        "twitter_entities": {"hashtags": [], "urls": [], "user_mentions": []},
        "retweetCount": 1,
        "favoritesCount": 2,
        **more,
    }


def test_ids_are_read_out_of_their_names(write):
    row = read_posts(write(activity(1008600000000000101))).iloc[0]
    assert (row["post_id"], row["author_id"], row["author_handle"]) == ("1008600000000000101", "317", "ann")
    assert row["kind"] == "original"
    assert row["url"] == "https://x.com/ann/status/1008600000000000101"


def test_a_share_is_a_repost_and_its_count_is_the_originals(write, accounted):
    original = activity(1, "x" * 150, "bob")
    del original["retweetCount"]
    share = activity(2, "RT @bob: " + "x" * 100 + "…", verb="share", object=original, retweetCount=9)
    posts = accounted(load(write(share), context=True)).posts.set_index("post_id")
    assert posts.loc["2", ["kind", "repost_of_id", "repost_of_author_handle"]].tolist() == [
        "repost",
        "1",
        "bob",
    ]
    assert posts.loc["2", "text"] == "x" * 150
    assert posts.loc["1", "n_reposts"] == 9
    assert pd.isna(posts.loc["2", "n_reposts"])


@pytest.mark.parametrize("original", [None, 5, {"id": "object:search.twitter.com,2005:"}])
def test_a_share_without_its_original_is_a_repost_all_the_same(write, accounted, original):
    mentions = {"user_mentions": [{"screen_name": "Bob", "id_str": "307"}]}
    share = activity(2, "RT @bob: first", verb="share", object=original, twitter_entities=mentions)
    row = accounted(load(write(share))).posts.iloc[0]
    assert (row["kind"], row["repost_of_author_id"], row["repost_of_author_handle"]) == (
        "repost",
        "307",
        "bob",
    )
    assert row["text"] == "first"
    assert list(row["mentions"]) == []
    assert row["ref_status"] == "recovered"


def test_links_lead_where_gnip_followed_them_and_only_those_of_the_post(write):
    urls = [{"url": "https://t.co/a", "expanded_url": "https://bit.example.com/x"}, {"url": "https://t.co/b"}]
    followed = [{"url": "https://t.co/a", "expanded_url": "https://example.com/a"}, {"url": "https://t.co/other", "expanded_url": "https://example.com/other"}]  # fmt: skip
    row = read_posts(write(activity(1, twitter_entities={"urls": urls}, gnip={"urls": followed}))).iloc[0]
    assert list(row["urls"]) == ["https://example.com/a", "https://t.co/b"]


@pytest.mark.parametrize("place", ["twitter_entities", "long_object"])
def test_a_reply_names_its_parent_by_a_link_and_its_author_by_a_mention(write, place):
    found = {"user_mentions": [{"screen_name": "BOB", "id_str": "307"}]}
    more = (
        {place: found} if place == "twitter_entities" else {place: {"body": "no", "twitter_entities": found}}
    )
    reply = activity(2, inReplyTo={"link": "http://twitter.com/bob/statuses/1"}, **more)
    row = read_posts(write(reply)).iloc[0]
    assert (row["kind"], row["reply_to_id"], row["reply_to_author_id"]) == ("reply", "1", "307")
    assert row["reply_to_author_handle"] == "bob"


def test_notices_say_what_became_of_posts(write, accounted):
    notices = [
        {"objectType": "activity", "verb": "delete", "object": {"id": f"{TAG}1"}},
        {"objectType": "activity", "verb": "status_withheld", "object": {"id": f"{TAG}2"}},
        {"objectType": "activity", "verb": "user_protect", "object": {"id": "id:twitter.com:3"}},
        {"info": {"message": "Replay Request Completed", "sent": "2018-06-21T00:00:00+00:00"}},
    ]
    loaded = accounted(load(write(*(activity(i) for i in (1, 2, 3)), *notices)))
    assert loaded.posts["status"].tolist() == ["deleted", "withheld", "live"]
    assert set(loaded.report.reasons) == {f"stream notice: {kind}" for kind in ("delete", "status_withheld", "user_protect", "info")}  # fmt: skip


def test_a_file_of_deletions_alone_is_recognised(write):
    notice = {"objectType": "activity", "verb": "delete", "object": {"id": f"{TAG}1"}}
    assert sniff(write(notice)).format == "x-gnip"


def test_an_answer_to_a_search_holds_results(write, accounted):
    loaded = accounted(load(write({"results": [activity(1), activity(2)], "next": "x"}, {"results": []})))
    assert loaded.report.files["format"].tolist() == ["x-gnip"]
    assert (loaded.posts["post_id"].tolist(), loaded.report.rejects) == (["1", "2"], 0)


def test_an_old_activity_without_entities_is_recognised(write):
    old = activity(1)
    del old["twitter_entities"]
    path = write(old)
    assert sniff(path).format == "x-gnip"
    assert pd.isna(read_posts(path).iloc[0]["hashtags"])
