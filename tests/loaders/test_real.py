"""Real exports, counted a second time with the json module alone."""

from __future__ import annotations

import gzip
import json
from collections import Counter

import pytest

from reaction import schema
from reaction.errors import NotPostsError
from reaction.loaders import load

PAGES = ["edited_after", "edited_before", "entities_test", "many_urls", "media_tweet", "noflat", "quoted_edit", "two_tweets", "verified_type"]  # fmt: skip
STORIES = ["charliehebdo", "ebola-essien", "ferguson", "germanwings-crash", "ottawashooting", "prince-toronto", "putinmissing", "sydneysiege"]  # fmt: skip
RELATION = {"retweeted": "repost", "quoted": "quote", "replied_to": "reply"}


def kind_v2(tweet) -> str:
    types = {ref["type"] for ref in tweet.get("referenced_tweets", [])}
    return next((RELATION[name] for name in RELATION if name in types), "original")


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_v2(real_data, accounted, name):
    path = real_data / "fixtures/twitter_v2" / f"{name}.jsonl"
    pages = [json.loads(line) for line in path.read_text().split("\n") if line]
    tweets = {tweet["id"]: tweet for page in pages for tweet in page["data"]}
    included = {tweet["id"]: tweet for page in pages for tweet in page["includes"]["tweets"]}
    users = {user["id"]: user for page in pages for user in page["includes"]["users"]}
    loaded = accounted(load(path, context=True))
    posts = loaded.posts.set_index("post_id")
    schema.validate(loaded.posts)
    assert loaded.report.records == sum(len(p["data"]) + len(p["includes"]["tweets"]) for p in pages)
    assert loaded.report.rejects == 0
    edited = {
        one
        for t in [*tweets.values(), *included.values()]
        for one in t.get("edit_history_tweet_ids", [])[:-1]
    }
    assert set(posts.index) == (set(tweets) | set(included)) - edited
    for post_id, row in posts.iterrows():
        tweet = tweets.get(post_id) or included[post_id]
        assert row["kind"] == kind_v2(tweet)
        assert row["author_id"] == tweet["author_id"]
        assert row["author_handle"] == users[tweet["author_id"]]["username"]
        for ref in tweet.get("referenced_tweets", []):
            column = {"retweeted": "repost_of_id", "quoted": "quote_of_id", "replied_to": "reply_to_id"}[
                ref["type"]
            ]
            assert row[column] == ref["id"] or ref["id"] in edited
            known = ref["id"] in tweets or ref["id"] in included
            if RELATION[ref["type"]] == row["kind"] and ref["id"] not in edited:
                assert (row["ref_status"] == "full") == known
            if ref["type"] == "retweeted" and known:
                original = tweets.get(ref["id"]) or included[ref["id"]]
                full = original.get("note_tweet", {}).get("text") or original["text"]
                assert row["text"] == full.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def test_the_known_coverage_of_the_repost_network(real_data):
    path = real_data / "fixtures/twitter_v2/entities_test.jsonl"
    page = json.loads(path.read_text())
    loaded = load(path)
    coverage = loaded.report.coverage
    assert (coverage.reposts_observed, coverage.reposts_counted, coverage.originals) == (314, 29_005, 129)
    assert loaded.posts["kind"].value_counts().to_dict() == Counter(map(kind_v2, page["data"]))
    gone = {
        error["resource_id"]: error["title"] for error in page["errors"] if error["resource_type"] == "tweet"
    }
    rows = loaded.posts[loaded.posts["kind"] == "reply"]
    said = {"Not Found Error": "deleted", "Authorization Error": "withheld"}
    for row in rows[rows["reply_to_id"].isin(list(gone))].itertuples():
        assert row.ref_status == said[gone[row.reply_to_id]]


def test_flattened_and_paged_forms_give_one_table(real_data, accounted):
    folder = real_data / "fixtures/twitter_v2"
    flat = accounted(load(folder / "flat.jsonl")).posts.set_index("post_id").sort_index()
    paged = accounted(load(folder / "noflat.jsonl")).posts.set_index("post_id").sort_index()
    assert flat.index.tolist() == paged.index.tolist()
    ids = [
        "kind",
        "author_id",
        "author_handle",
        "text",
        "reply_to_id",
        "repost_of_id",
        "quote_of_id",
        "conversation_id",
    ]
    for name in [*ids, "created_at", "urls", "hashtags", "mentions", "n_likes"]:
        assert [str(value) for value in flat[name]] == [str(value) for value in paged[name]], name


def test_a_stream_with_a_line_that_breaks_off(real_data, accounted):
    loaded = accounted(load(real_data / "fixtures/twitter_v2/streaming_output_with_error.jsonl"))
    assert (loaded.report.lines, loaded.report.posts, loaded.report.context) == (8, 7, 4)
    assert loaded.report.reasons == {"truncated": 1}


@pytest.mark.parametrize(("name", "kind"), [("users", "accounts"), ("counts", "counts")])
def test_exports_of_something_else(real_data, name, kind):
    with pytest.raises(NotPostsError, match=kind):
        load(real_data / "fixtures/twitter_v2" / f"{name}.jsonl")


def test_the_examples_of_gnip(real_data, accounted):
    path = real_data / "fixtures/twitter_v1/activity_streams_examples.json"
    activities = [json.loads(line) for line in path.read_text().split("\n") if line]
    loaded = accounted(load(path, context=True))
    posts = loaded.posts.set_index("post_id")
    schema.validate(loaded.posts)
    hits = {activity["id"].rpartition(":")[2] for activity in activities}
    inner = [activity["object"] for activity in activities if activity["verb"] == "share"]
    inner += [one["twitter_quoted_status"] for one in activities if "twitter_quoted_status" in one]
    assert set(posts.index[~posts["is_context"]]) == hits
    assert set(posts.index) == hits | {activity["id"].rpartition(":")[2] for activity in inner}
    assert loaded.report.rejects == 0
    assert loaded.report.odd.empty
    for activity in activities:
        row = posts.loc[activity["id"].rpartition(":")[2]]
        shown = activity["object"] if activity["verb"] == "share" else activity
        full = shown.get("long_object", shown)["body"]
        assert row["text"] == full.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        assert not row["text_truncated"]
        assert row["author_id"] == activity["actor"]["id"].rpartition(":")[2]
        assert row["author_followers"] == activity["actor"]["followersCount"]
        assert row["created_at"].strftime("%Y-%m-%dT%H:%M:%S.000Z") == activity["postedTime"]
        assert (row["kind"] == "repost") == (activity["verb"] == "share")
        if "inReplyTo" in activity:
            assert row["reply_to_id"] == activity["inReplyTo"]["link"].rpartition("/")[2]
        if "twitter_quoted_status" in activity:
            assert row["quote_of_id"] == activity["twitter_quoted_status"]["id"].rpartition(":")[2]
            assert row["ref_status"] == "full"


def test_the_examples_of_v1(real_data, accounted):
    path = real_data / "fixtures/twitter_v1/original_format_examples.json"
    tweets = [json.loads(line) for line in path.read_text().split("\n") if line]
    loaded = accounted(load(path))
    posts = loaded.posts.set_index("post_id")
    assert set(posts.index) == {tweet["id_str"] for tweet in tweets}
    embedded = sum(inner in tweet for tweet in tweets for inner in ("retweeted_status", "quoted_status"))
    assert loaded.report.records >= len(tweets) + embedded
    for tweet in tweets:
        row = posts.loc[tweet["id_str"]]
        shown = tweet.get("retweeted_status", tweet)
        full = shown.get("extended_tweet", shown).get("full_text") or shown["text"]
        assert row["text"] == full.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        assert (row["kind"] == "repost") == ("retweeted_status" in tweet)


@pytest.mark.parametrize("name", STORIES)
def test_stories_of_v1(real_data, accounted, name):
    path = real_data / "stories" / f"{name}.jsonl.gz"
    tweets = [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]
    loaded = accounted(load(path))
    posts = loaded.posts.set_index("post_id")
    schema.validate(loaded.posts)
    assert loaded.report.lines == len(tweets)
    assert set(posts.index) == {tweet["id_str"] for tweet in tweets}
    assert posts["author_id"].nunique() == len({tweet["user"]["id_str"] for tweet in tweets})
    replies = {tweet["id_str"] for tweet in tweets if tweet["in_reply_to_status_id_str"]}
    assert set(posts.index[posts["kind"] == "reply"]) == replies
    parents = {tweet["id_str"]: tweet["in_reply_to_status_id_str"] for tweet in tweets}
    for tweet in tweets:
        row = posts.loc[tweet["id_str"]]
        assert row["author_bio"] == (tweet["user"]["description"] or "").replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">") or tweet["user"]["description"] is None  # fmt: skip
        assert row["author_followers"] == tweet["user"]["followers_count"]
        assert len(row["hashtags"]) == len(tweet["entities"]["hashtags"])
        assert len(row["mentions"]) == len(tweet["entities"]["user_mentions"])
        assert row["created_at"].strftime("%a %b %d %H:%M:%S +0000 %Y") == tweet["created_at"]
        root = tweet["id_str"]
        while parents.get(root):
            root = parents[root]
        assert (
            row["conversation_id"] == root
            if root in parents
            else row["conversation_id"] != row["conversation_id"]
        )


def test_the_folder_of_stories_is_the_sum_of_its_files(real_data, accounted):
    loaded = accounted(load(real_data / "stories"))
    single = sum(load(real_data / "stories" / f"{name}.jsonl.gz").report.records for name in STORIES)
    assert loaded.report.records == single
    assert loaded.report.skipped["reason"].tolist() == ["a table without texts (post_id, label)"]
