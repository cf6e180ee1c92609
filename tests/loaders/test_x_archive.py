from __future__ import annotations

import json
import warnings
import zipfile

import pandas as pd
import pytest

from reaction.errors import CompanionError
from reaction.loaders import load, read_posts, sniff

ACCOUNT = [{"account": {"username": "ann", "accountId": "317", "accountDisplayName": "Ann"}}]
MANIFEST = {"userInfo": {"accountId": "317", "userName": "ann"}, "archiveInfo": {"generationDate": "2025-07-01T00:00:00.000Z"}}  # fmt: skip


def script(records, name="tweets", part=0, prefix=None):
    return f"{prefix or f'window.YTD.{name}.part{part} = '}{json.dumps(records, indent=2)}".encode()


def tweet(post_id, text="hello", **more):
    entities = {"hashtags": [], "urls": [], "user_mentions": []}
    return {"tweet": {"id_str": str(post_id), "id": str(post_id), "full_text": text, "created_at": "Wed Jun 04 10:00:00 +0000 2025", "favorite_count": "3", "retweet_count": "2", "retweeted": False, "entities": entities, **more}}  # fmt: skip


def urls(*pairs, **more):
    return {"urls": [{"url": short, "expanded_url": end} for short, end in pairs], **more}


@pytest.fixture
def archive():
    """Members of an archive: posts, its other parts, media and the pages that show it."""
    return {
        "data/tweets.js": script([tweet(1), tweet(2, in_reply_to_status_id_str="1")]),
        "data/tweets-part1.js": script([tweet(3)], part=1),
        "data/account.js": script(ACCOUNT, "account"),
        "data/manifest.js": script(MANIFEST, prefix="window.__THAR_CONFIG = "),
        "data/like.js": script([{"like": {"tweetId": "9", "fullText": "liked"}}], "like"),
        "data/follower.js": script([{"follower": {"accountId": "9"}}], "follower"),
        "data/direct-messages.js": script([{"dmConversation": {"messages": []}}], "direct_messages"),
        "data/ad-engagements.js": script([{"ad": {"adsUserData": {}}}], "ad_engagements"),
        "data/tweet-headers.js": script([{"tweet": {"tweet_id": "1", "user_id": "317"}}], "tweet_headers"),
        "data/grok-chat-item.js": script([{"grokChatItem": {"message": "hi"}}], "grok_chat_item"),
        "data/block.js": script([], "block"),
        "data/README.txt": b"about",
        "data/tweets_media/1-a.mp4": bytes(range(256)),
        "assets/js/main.js": b"!function(e){var t={}}([]);",
        "Your archive.html": b"<html>",
    }


def in_folder(members, folder):
    for name, content in members.items():
        path = folder / "archive" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder / "archive"


def in_zip(members, folder):
    with zipfile.ZipFile(folder / "twitter-2025.zip", "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return folder / "twitter-2025.zip"


@pytest.mark.parametrize("pack", [in_folder, in_zip])
def test_an_archive_gives_its_posts_and_its_other_parts_cause_no_warning(archive, tmp_path, pack):
    path = pack(archive, tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        posts = read_posts(path)
    assert sorted(posts["post_id"]) == ["1", "2", "3"]
    assert set(posts["author_id"]) == {"317"}
    assert set(posts["author_handle"]) == {"ann"}
    assert set(posts["metrics_at"]) == {pd.Timestamp("2025-07-01T00:00:00Z")}
    assert load(path).report.skipped["expected"].all()


def test_one_file_alone_gives_posts_without_an_author(write):
    row = read_posts(write(script([tweet(1)]), name="tweets.js")).iloc[0]
    assert row["post_id"] == "1"
    assert pd.isna(row["author_handle"])
    assert pd.isna(row["metrics_at"])


def test_a_part_that_is_named_is_refused_by_what_it_is(write):
    with pytest.raises(CompanionError, match="likes"):
        load(write(script([{"like": {"tweetId": "9"}}], "like"), name="like.js"))


@pytest.mark.parametrize("prefix", ["window.YTD.tweet.part0 = ", "window.TWEETS = ", "YTD.tweets.part0=", ""])
def test_the_name_that_the_list_is_given_makes_no_difference(write, prefix):
    path = write(script([tweet(1)], prefix=prefix or " "), name="tweet.js")
    assert sniff(path).format == "x-archive"
    assert read_posts(path)["post_id"].tolist() == ["1"]


def test_posts_may_lie_open_and_programs_rename_what_they_keep(write):
    opened = script([tweet(1)["tweet"]], "tweet")
    renamed = script([{"id": "2", "created_at": "Tue Dec 23 12:39:02 +0000 2025", "text": "hi", "url": "https://x.com/ann/status/2", "in_reply_to_status_id": "1", "favorite_count": 0, "retweet_count": 0}], prefix="window.TWEETS = ")  # fmt: skip
    assert read_posts(write(opened, name="a/tweet.js"))["n_likes"].tolist() == [3]
    row = read_posts(write(renamed, name="b/tweets.js")).iloc[0]
    assert (row["author_handle"], row["reply_to_id"], row["text"], row["kind"]) == ("ann", "1", "hi", "reply")


def test_numbers_written_as_text_are_numbers_and_no_oddity(write):
    loaded = load(write(script([tweet(1)]), name="tweets.js"))
    assert loaded.posts[["n_likes", "n_reposts"]].values.tolist() == [[3, 2]]
    assert loaded.report.odd.empty


@pytest.mark.parametrize("odd", [5, [], {"a": 1}, "x", None, True])
@pytest.mark.parametrize("field", ["entities", "favorite_count", "full_text", "created_at", "edit_info", "extended_entities"])  # fmt: skip
def test_an_odd_field_loses_nothing_else(write, accounted, field, odd):
    row = accounted(load(write(script([tweet(1, lang="en", **{field: odd})]), name="tweets.js"))).posts.iloc[
        0
    ]
    assert (row["post_id"], row["lang"], row["n_reposts"]) == ("1", "en", 2)


def test_a_repost_is_known_by_its_prefix_alone(write):
    text = "RT @Bob: it goes on, with @cid, and on…"
    found = {
        "user_mentions": [{"screen_name": "bob", "id_str": "307"}, {"screen_name": "cid", "id_str": "304"}]
    }
    row = read_posts(write(script([tweet(1, text, entities=found)]), name="tweets.js")).iloc[0]
    assert (row["kind"], row["repost_of_author_handle"], row["repost_of_author_id"]) == (
        "repost",
        "Bob",
        "307",
    )
    assert row["text"] == "it goes on, with @cid, and on…"
    assert row["text_truncated"]
    assert list(row["mentions"]) == ["cid"]
    assert pd.isna(row["repost_of_id"])
    assert pd.isna(row["n_reposts"])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("look https://t.co/q", "quote"),
        ("look https://t.co/q https://t.co/m", "quote"),
        ("https://t.co/q is worth reading", "original"),
        ("look", "original"),
    ],
)
def test_a_post_that_ends_in_the_link_to_another_quotes_it(write, text, kind):
    found = urls(("https://t.co/q", "https://twitter.com/bob/status/77?s=20"))
    row = read_posts(write(script([tweet(1, text, entities=found)]), name="tweets.js")).iloc[0]
    assert row["kind"] == kind
    if kind == "quote":
        assert (row["quote_of_id"], row["quote_of_author_handle"], list(row["urls"])) == ("77", "bob", [])
    else:
        assert list(row["urls"]) == ["https://x.com/bob/status/77"]


CUT = "@bob Once there was a story &amp; it was long…"


def note(text, at="2025-06-04T10:00:01.500Z", **more):
    return {"noteTweet": {"noteTweetId": "55", "createdAt": at, "core": {"text": text, **more}}}


@pytest.mark.parametrize(
    ("notes", "whole"),
    [
        ([note("Once there was a story & it was longer")], True),
        ([note("@bob Once there was a story &amp; it was longer")], True),
        ([note("Another story"), note("Once there was a story & it was longer")], True),
        ([note("Once there was a story & it was longer", at="2025-06-04T10:00:09.000Z")], False),
        ([note("Once there was another story")], False),
        ([{"noteTweet": {"noteTweetId": "1", "core": {"text": "by its id"}}}], True),
        ([{"noteTweet": 5}, 5, {"noteTweet": {"core": []}}, {}], False),
    ],
)
def test_a_long_post_is_whole_where_a_note_of_the_same_moment_begins_as_it_does(write, notes, whole):
    write(script(notes, "note_tweet"), name="note-tweet.js")
    row = read_posts(write(script([tweet(1, CUT)]), name="tweets.js")).iloc[0]
    assert row["text_truncated"] == (not whole)
    assert row["text"] == "@bob Once there was a story & it was long…" or whole


def test_a_whole_post_brings_its_links_tags_and_mentions(write):
    found = note("Once there was a story & it was longer https://t.co/n", urls=[{"shortUrl": "https://t.co/n", "expandedUrl": "https://example.com/n"}], hashtags=[{"text": "late"}], mentions=[{"screenName": "Bob"}, {"screenName": "eve"}])  # fmt: skip
    write(script([found], "note_tweet"), name="note-tweet.js")
    mentions = {"user_mentions": [{"screen_name": "bob", "id_str": "307"}]}
    row = read_posts(write(script([tweet(1, CUT, entities=mentions)]), name="tweets.js")).iloc[0]
    assert list(row["urls"]) == ["https://example.com/n"]
    assert list(row["hashtags"]) == ["late"]
    assert list(row["mentions"]) == ["bob", "eve"]


def test_deleted_and_community_posts_say_so(write):
    deleted = tweet(1, deleted_at="2025-06-05T10:00:00.000Z")
    posts = read_posts(write(script([deleted, tweet(2, community_id_str="16")]), name="deleted-tweets.js"))
    assert posts["status"].tolist() == ["deleted", "live"]
    assert posts["community"].fillna("").tolist() == ["", "16"]


def test_versions_of_an_edited_post_are_one(write):
    versions = {"edit": {"editControlInitial": {"editTweetIds": ["1", "2"]}}}
    posts = read_posts(
        write(script([tweet(1, "first"), tweet(2, "second", edit_info=versions)]), name="tweets.js")
    )
    assert posts[["post_id", "text", "status"]].values.tolist() == [["2", "second", "edited"]]


def test_the_best_encoding_is_not_the_first_in_the_alphabet(write):
    variants = [{"url": "https://example.com/low.mp4", "bitrate": "832000"}, {"url": "https://example.com/high.mp4", "bitrate": "2176000"}, {"url": "https://example.com/a.m3u8"}]  # fmt: skip
    medium = {"media": [{"type": "video", "video_info": {"variants": variants}}]}
    row = read_posts(write(script([tweet(1, extended_entities=medium)]), name="tweets.js")).iloc[0]
    assert [one["url"] for one in row["media"]] == ["https://example.com/high.mp4"]
