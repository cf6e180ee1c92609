from __future__ import annotations

import pandas as pd
import pytest

from reaction.loaders import load, read_posts, sniff


def author(handle="ann", *, since_2025=True, **more):
    names = {"screen_name": handle, "name": handle.title()}
    legacy = {"description": f"I am {handle}", "followers_count": 10}
    parts = {"core": names, "legacy": legacy} if since_2025 else {"legacy": names | legacy}
    return {"user_results": {"result": {"rest_id": str(sum(map(ord, handle))), **parts, **more}}}


def result(post_id, text="hello", by="ann", legacy=None, **more):
    kept = {
        "id_str": str(post_id),
        "full_text": text,
        "created_at": "Thu Feb 13 17:03:00 +0000 2025",
        "user_id_str": str(sum(map(ord, by))),
        "conversation_id_str": str(post_id),
        "entities": {"hashtags": [], "urls": [], "user_mentions": []},
        "favorite_count": 3,
        "retweet_count": 2,
        **(legacy or {}),
    }
    return {"__typename": "Tweet", "rest_id": str(post_id), "core": author(by), "legacy": kept, **more}


def item(data, platform="twitter.com", **more):
    return {"item_id": "1", "timestamp_collected": 1739500000000, "source_platform": platform, "data": data, **more}  # fmt: skip


def visible(inner):
    return {"result": {"__typename": "TweetWithVisibilityResults", "tweet": inner}}


def buried(text):
    return {"result": {"__typename": "TweetTombstone", "tombstone": {"text": {"text": text}}}}


@pytest.mark.parametrize("platform", ["twitter.com", "x.com"])
def test_an_item_is_known_by_its_platform(write, platform):
    assert sniff(write(item(result(1), platform))).format == "zeeschuimer-x"


def test_replies_captured_by_a_fork_are_no_posts_of_the_api(write):
    reply = result(2, legacy={"in_reply_to_status_id_str": "1"}) | {
        "id": "2",
        "text": "hello",
        "user": {"unique_id": "ann"},
    }
    path = write(item(reply, "twitter-comments"))
    assert sniff(path).format == "zeeschuimer-x"
    assert read_posts(path)[["author_handle", "reply_to_id"]].values.tolist() == [["ann", "1"]]


@pytest.mark.parametrize("since_2025", [True, False])
def test_names_are_found_where_they_stand_before_and_since_2025(write, since_2025):
    core = author(since_2025=since_2025, is_blue_verified=True)
    row = read_posts(write(item(result(1, core=core)))).iloc[0]
    assert row[["author_id", "author_handle", "author_name"]].tolist() == ["317", "ann", "Ann"]
    assert (row["author_bio"], row["author_followers"], row["author_verified"]) == ("I am ann", 10, True)


@pytest.mark.parametrize(("of", "handle"), [(1, "dan"), (2, None)])
def test_an_absent_author_is_read_out_of_the_posts_own_media_only(write, of, handle):
    media = {"media": [{"type": "photo", "expanded_url": f"https://twitter.com/dan/status/{of}/photo/1"}]}
    found = result(1, legacy={"extended_entities": media}, core={"user_results": {}})
    row = read_posts(write(item(found))).iloc[0]
    assert row["author_id"] == "317"
    assert row["author_handle"] == handle if handle else pd.isna(row["author_handle"])


def test_a_repost_carries_the_whole_note_of_its_original(write, accounted):
    note = {"note_tweet_results": {"result": {"text": "it goes on and ends #late", "entity_set": {"hashtags": [{"text": "late"}], "urls": [], "user_mentions": []}}}}  # fmt: skip
    original = result(1, "it goes on…", "bob", note_tweet=note)
    repost = result(2, "RT @bob: it goes…", legacy={"retweeted_status_result": visible(original)})
    posts = accounted(load(write(item(repost)), context=True)).posts.set_index("post_id")
    assert posts.loc["2", ["kind", "repost_of_id", "repost_of_author_handle"]].tolist() == [
        "repost",
        "1",
        "bob",
    ]
    assert posts.loc["2", "text"] == "it goes on and ends #late"
    assert list(posts.loc["2", "hashtags"]) == ["late"]
    assert not posts.loc["2", "text_truncated"]


@pytest.mark.parametrize("found", [buried("This Post is unavailable."), {}, {"result": None}])
def test_a_repost_of_what_is_not_shown_stays_a_repost(write, accounted, found):
    mentions = {"user_mentions": [{"screen_name": "gone", "id_str": "9"}]}
    legacy = {"retweeted_status_result": found, "entities": mentions}
    row = accounted(load(write(item(result(2, "RT @gone: never…", legacy=legacy))), context=True)).posts.iloc[
        0
    ]
    assert (row["kind"], row["repost_of_author_id"], row["text"]) == ("repost", "9", "never…")
    assert row["text_truncated"]


@pytest.mark.parametrize(
    ("notice", "status"),
    [
        ("This Post was deleted by the Post author. Learn more", "deleted"),
        ("This Post is from a suspended account. Learn more", "withheld"),
        ("This Post is unavailable. Learn more", "recovered"),
    ],
)
def test_a_tombstone_says_why_a_quoted_post_is_missing(write, accounted, notice, status):
    legacy = {"is_quote_status": True, "quoted_status_id_str": "1", "quoted_status_permalink": {"expanded": "https://twitter.com/gone/status/1"}}  # fmt: skip
    loaded = accounted(
        load(write(item(result(2, legacy=legacy, quoted_status_result=buried(notice)))), context=True)
    )
    assert loaded.posts[["kind", "quote_of_id", "quote_of_author_handle", "ref_status"]].values.tolist() == [["quote", "1", "gone", status]]  # fmt: skip


def test_a_quoted_post_of_limited_visibility_is_a_row_of_its_own(write):
    quote = result(2, legacy={"is_quote_status": True}, quoted_status_result=visible(result(1, by="bob")))
    posts = load(write(item(quote)), context=True).posts.set_index("post_id")
    assert posts.loc["2", ["kind", "quote_of_id", "quote_of_author_handle"]].tolist() == ["quote", "1", "bob"]
    assert posts.loc["1", "is_context"]


def test_a_post_of_limited_visibility_lies_a_level_deeper_and_its_number_is_rounded(write):
    wrapped = visible(result(1890000000000000404))["result"] | {"id": 1890000000000000500}
    assert read_posts(write(item(wrapped)))["post_id"].tolist() == ["1890000000000000404"]


def test_the_copy_seen_last_gives_the_counts_and_the_first_the_time_of_collection(write):
    newer = item(result(1, legacy={"favorite_count": 9}, views={"count": "99"}), last_updated=1739600000000)
    row = read_posts(write(newer, item(result(1)))).iloc[0]
    assert (row["n_likes"], row["n_views"]) == (9, 99)
    assert row["metrics_at"] == pd.Timestamp(1739600000000, unit="ms", tz="UTC")
    assert row["collected_at"] == pd.Timestamp(1739500000000, unit="ms", tz="UTC")


def test_old_items_keep_the_author_beside_the_post_and_only_the_id_of_what_they_repost(write):
    legacy = {"id_str": "2", "full_text": "RT @bob: first", "created_at": "Thu Feb 13 17:03:00 +0000 2020", "user_id_str": "317", "retweeted_status_id_str": "1", "ext_views": {"count": "7"}}  # fmt: skip
    adaptive = {
        "id": 2,
        "type": "adaptive",
        "legacy": legacy,
        "user": {"id_str": "317", "screen_name": "ann"},
    }
    posts = load(write(item(adaptive)), context=True).posts
    row = posts.iloc[0]
    assert len(posts) == 1
    assert row[["author_handle", "kind", "repost_of_id", "text"]].tolist() == ["ann", "repost", "1", "first"]


def test_4cat_lays_the_item_open_and_keeps_the_envelope_inside(write):
    around = {name: value for name, value in item(None).items() if name != "data"}
    path = write(result(1) | {"__import_meta": around})
    assert sniff(path).format == "zeeschuimer-x"
    assert read_posts(path)["collected_at"].tolist() == [pd.Timestamp(1739500000000, unit="ms", tz="UTC")]


def test_a_partial_item_is_a_post_of_which_little_is_known(write, accounted):
    loaded = accounted(load(write(item({"rest_id": "1890000000000000101", "_zs_partial": True}))))
    assert loaded.posts[["post_id", "created_at_quality"]].values.tolist() == [
        ["1890000000000000101", "from_id"]
    ]


def test_what_is_not_shown_or_has_no_id_is_rejected(write, accounted):
    loaded = accounted(load(write(item(result(1)), item(buried("This Post is unavailable.")["result"]), item(None), item({"id": None}))))  # fmt: skip
    assert loaded.report.reasons == {"no post id": 2, "post not shown": 1}


def account_of_2026(**more):
    return {
        "rest_id": "317",
        "core": {"screen_name": "ann", "name": "Ann"},
        "profile_bio": {"description": "I am ann", "entities": {"url": {"urls": [{"expanded_url": "https://ann.example.com"}]}}},
        "relationship_counts": {"followers": 30, "following": 20},
        "website": {"url": "https://t.co/p"},
        **more,
    }  # fmt: skip


def test_accounts_since_2026_are_in_parts(write, accounted):
    post = result(1) | {"core": {"user_results": {"result": account_of_2026()}}}
    row = accounted(load(write(item(post)))).posts.iloc[0]
    assert row[["author_handle", "author_bio", "author_url"]].tolist() == ["ann", "I am ann", "https://ann.example.com"]  # fmt: skip
    assert row[["author_followers", "author_following"]].tolist() == [30, 20]


@pytest.mark.parametrize(
    ("label", "expected"),
    [({"userLabelType": "AutomatedLabel"}, True), ({"userLabelType": "BusinessLabel"}, None), (None, None)],
)
def test_only_the_label_of_automated_accounts_says_what_they_are(write, label, expected):
    account = account_of_2026(affiliates_highlighted_label={"label": label})
    post = result(1) | {"core": {"user_results": {"result": account}}}
    value = read_posts(write(item(post))).iloc[0]["author_automated"]
    assert value is expected or (expected is None and pd.isna(value)) or value == expected


@pytest.mark.parametrize(
    ("badge", "expected"),
    [({"verified": False, "verified_type": "Government"}, True), ({"verified": False}, False), ({}, None)],
)
def test_a_badge_of_a_type_of_its_own_counts(write, badge, expected):
    post = result(1) | {"core": {"user_results": {"result": account_of_2026(verification=badge)}}}
    value = read_posts(write(item(post))).iloc[0]["author_verified"]
    assert pd.isna(value) if expected is None else value == expected


def test_a_post_names_the_community_it_was_written_in(write):
    posts = read_posts(
        write(item(result(1, community_results={"result": {"id_str": "1501"}})), item(result(2)))
    )
    assert posts["community"].fillna("").tolist() == ["1501", ""]
