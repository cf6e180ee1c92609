from __future__ import annotations

import json

import pandas as pd
import pytest

from reaction.errors import NotPostsError
from reaction.loaders import load, read_posts, sniff

MODULE = "snscrape.modules.twitter"


def user(handle="ann", **more):
    return {"_type": f"{MODULE}.User", "username": handle, "id": sum(map(ord, handle)), "displayname": handle.title(), **more}  # fmt: skip


def post(post_id, text="hello", by="ann", **more):
    return {
        "_type": f"{MODULE}.Tweet",
        "url": f"https://twitter.com/{by}/status/{post_id}",
        "date": "2023-01-18T17:03:00+00:00",
        "rawContent": text,
        "id": post_id,
        "user": user(by),
        "retweetCount": 2,
        "likeCount": 3,
        "conversationId": post_id,
        "links": None,
        "hashtags": None,
        "mentionedUsers": None,
        "media": None,
        **more,
    }


def old(post_id, text="hello"):
    return {"url": f"https://twitter.com/ann/status/{post_id}", "date": "2020-01-18T17:03:00+00:00", "content": text, "renderedContent": text, "id": post_id, "username": "ann", "outlinks": ["https://example.com/o"]}  # fmt: skip


def test_old_and_new_names_give_the_same(write):
    new = post(2, links=[{"url": "https://example.com/o", "tcourl": "https://t.co/o"}])
    posts = read_posts(write(old(1), new))
    for name in ("author_handle", "text", "kind"):
        assert posts[name].nunique() == 1, name
    assert [list(value) for value in posts["urls"]] == [["https://example.com/o"]] * 2


def test_an_empty_list_is_known_to_be_empty_and_a_missing_one_is_not(write):
    posts = read_posts(write(post(1), old(2)))
    assert posts["hashtags"].isna().tolist() == [False, True]
    assert posts["mentions"].isna().tolist() == [False, True]
    assert posts["media"].isna().tolist() == [False, True]


def test_ids_that_another_program_rounded_come_from_the_address(write):
    row = read_posts(write(post(1615800000000000717) | {"id": 1615800000000000800})).iloc[0]
    assert row["post_id"] == "1615800000000000717"


def test_a_repost_embeds_what_it_reposts(write, accounted):
    quoted = post(1, "first", "cid")
    original = post(2, "x" * 150, "bob", quotedTweet=quoted, retweetCount=9)
    loaded = accounted(
        load(write(post(3, "RT @bob: xxx…", retweetedTweet=original, retweetCount=9)), context=True)
    )
    posts = loaded.posts.set_index("post_id")
    assert posts["kind"].to_dict() == {"3": "repost", "2": "quote", "1": "original"}
    assert posts["is_context"].to_dict() == {"3": False, "2": True, "1": True}
    assert posts.loc["3", ["repost_of_id", "repost_of_author_handle"]].tolist() == ["2", "bob"]
    assert posts.loc["3", "text"] == "x" * 150
    assert pd.isna(posts.loc["3", "n_reposts"])
    assert posts.loc["2", "n_reposts"] == 9


@pytest.mark.parametrize(
    ("embedded", "status"),
    [
        ({"_type": f"{MODULE}.TweetRef", "id": 1}, "id_only"),
        ({"_type": f"{MODULE}.Tombstone", "id": 1, "text": "This Tweet is unavailable. Learn more"}, "id_only"),
        ({"_type": f"{MODULE}.Tombstone", "id": 1, "text": "This Tweet was deleted by the Tweet author."}, "deleted"),
        ({"_type": f"{MODULE}.Tombstone", "id": 1, "text": "This Tweet is from an account that no longer exists."}, "deleted"),
        ({"_type": f"{MODULE}.Tombstone", "id": 1, "text": "You are unable to view this Tweet because this account owner limits who can view their Tweets."}, "withheld"),
    ],
)  # fmt: skip
def test_a_quoted_post_that_is_not_shown_is_a_reference_and_no_row(write, accounted, embedded, status):
    loaded = accounted(load(write(post(2, quotedTweet=embedded)), context=True))
    assert loaded.posts[["kind", "quote_of_id", "ref_status"]].values.tolist() == [["quote", "1", status]]


def test_a_reference_alone_on_a_line_is_no_post_but_speaks_of_one(write, accounted):
    quote = post(2, quotedTweet={"_type": f"{MODULE}.TweetRef", "id": 1})
    gone = {"_type": f"{MODULE}.Tombstone", "id": 1, "text": "This Tweet was deleted by the Tweet author."}
    loaded = accounted(load(write(quote, gone)))
    assert loaded.report.reasons == {"post not shown": 1}
    assert loaded.posts["ref_status"].tolist() == ["deleted"]


def test_a_reply_names_whom_it_answers(write):
    row = read_posts(write(post(2, inReplyToTweetId=1, inReplyToUser=user("bob"), conversationId=1))).iloc[0]
    assert row[["kind", "reply_to_id", "reply_to_author_id", "reply_to_author_handle"]].tolist() == ["reply", "1", "307", "bob"]  # fmt: skip
    assert row["conversation_id"] == "1"


def test_a_long_post_is_cut_unless_its_note_is_there(write):
    posts = read_posts(
        write(post(1, "it goes on…"), post(2, "it goes on…", noteTweet={"text": "it goes on and ends"}))
    )
    assert posts["text_truncated"].tolist() == [True, False]
    assert posts["text"].tolist() == ["it goes on…", "it goes on and ends"]


def test_twscrape_writes_the_type_last_and_sorts_media(write):
    media = {"photos": [{"url": "https://example.com/p.jpg"}], "videos": [], "animated": [{"videoUrl": "https://example.com/g.mp4"}]}  # fmt: skip
    record = {"id": 1, "id_str": "1", "url": "https://x.com/ann/status/1", "date": "2024-03-15 17:03:00+00:00", "user": {"id": 317, "id_str": "317", "username": "ann"}, "rawContent": "hola", "media": media, "viewCount": 7, "_type": f"{MODULE}.Tweet"}  # fmt: skip
    path = write(record)
    assert sniff(path).format == "snscrape"
    row = read_posts(path).iloc[0]
    assert row["created_at"] == pd.Timestamp("2024-03-15T17:03:00Z")
    assert [(one["type"], one["url"]) for one in row["media"]] == [("photo", "https://example.com/p.jpg"), ("animated_gif", "https://example.com/g.mp4")]  # fmt: skip
    assert row["n_views"] == 7


@pytest.mark.parametrize("length", range(60, 400, 20))
def test_a_head_that_breaks_off_anywhere_is_not_taken_for_another_format(write, length):
    record = {"id": 1, "id_str": "1", "url": "https://x.com/ann/status/1", "date": "2024-03-15 17:03:00+00:00", "user": {"id": 317, "id_str": "317", "username": "ann", "rawDescription": "x" * 100}, "rawContent": "hola", "_type": f"{MODULE}.Tweet"}  # fmt: skip
    whole = json.dumps(record).encode()
    assert sniff(write(whole + b"\n" + whole[:length])).format == "snscrape"


def test_an_account_in_front_of_its_posts_is_none_of_them(write, accounted):
    loaded = accounted(load(write({**user(), "url": "https://twitter.com/ann"}, post(1))))
    assert loaded.posts["post_id"].tolist() == ["1"]
    assert loaded.report.reasons == {"an account, no post": 1}


def test_accounts_alone_are_refused(write):
    with pytest.raises(NotPostsError, match="accounts"):
        load(write({**user(), "url": "https://twitter.com/ann"}))


def test_the_first_version_wrote_no_rendered_content(write):
    first = {key: value for key, value in old(7).items() if key != "renderedContent"}
    path = write({**first, "tcooutlinks": ["https://t.co/o"]})
    assert sniff(path).format == "snscrape"
    assert read_posts(path)["post_id"].tolist() == ["7"]


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"isQuoteStatus": True, "quotedTweet": None}, "quote"),
        ({"isQuoteStatus": True, "retweetedTweet": post(2)}, "repost"),
        ({"isQuoteStatus": False}, "original"),
    ],
)
def test_a_post_may_quote_one_that_is_not_shown(write, more, kind):
    assert read_posts(write(post(1, **more))).iloc[0]["kind"] == kind


@pytest.mark.parametrize("edits", [{"editState": {"editTweetIds": [3, 4]}}, {"editControl": {"edit_tweet_ids": ["3", "4"]}}])  # fmt: skip
def test_versions_of_a_post_are_one_post(write, edits):
    posts = read_posts(write(post(4, "new", **edits), post(3, "old")))
    assert posts[["post_id", "text", "status"]].to_numpy().tolist() == [["4", "new", "edited"]]
