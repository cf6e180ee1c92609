from __future__ import annotations

from collections.abc import Sized

import pandas as pd
import pytest

from reaction import schema
from reaction.errors import NotPostsError
from reaction.loaders import load, read_posts


def by_id(posts: pd.DataFrame) -> pd.DataFrame:
    return posts.set_index("post_id")


def test_a_page_gives_every_column_it_can(make, write):
    tweet = make.tweet_v2(
        1008,
        "R&amp;D #ice @bob https://t.co/a",
        source="Some Client",
        entities={
            "hashtags": [{"tag": "ice", "start": 6}],
            "mentions": [{"username": "bob", "id": "307", "start": 11}],
            "urls": [{"expanded_url": "http://www.example.com/a", "unwound_url": "http://www.example.com/b"}],
        },
        attachments={"media_keys": ["3_1", "7_2", "missing"]},
    )
    page = make.page_v2(tweet, users=(make.user_v2("ann", verified=True, url="https://t.co/x"),))
    page["includes"]["media"] = [
        {"media_key": "3_1", "type": "photo", "url": "https://example.com/p.jpg", "alt_text": "a dog"},
        {"media_key": "7_2", "type": "video", "variants": [{"url": "https://example.com/l.mp4", "bit_rate": 1}, {"url": "https://example.com/h.mp4", "bit_rate": 2}]},
    ]  # fmt: skip
    row = read_posts(write(page)).iloc[0]
    moment = pd.Timestamp("2018-07-01T00:00:00Z")
    assert row["post_id"] == "1008"
    assert row["kind"] == "original"
    assert row["created_at"] == pd.Timestamp("2018-06-18T12:08:00Z")
    assert (row["author_id"], row["author_handle"], row["author_followers"]) == ("317", "ann", 10)
    assert row["author_verified"]
    assert row["author_url"] == "https://t.co/x"
    assert row["text"] == "R&D #ice @bob https://t.co/a"
    assert list(row["urls"]) == ["https://example.com/b"]
    assert list(row["hashtags"]) == ["ice"]
    assert list(row["mentions"]) == ["bob"]
    assert [medium["url"] for medium in row["media"]] == [
        "https://example.com/p.jpg",
        "https://example.com/h.mp4",
    ]
    assert row["media"][0]["alt"] == "a dog"
    assert row[["n_reposts", "n_replies", "n_likes", "n_quotes"]].tolist() == [1, 2, 3, 4]
    assert (row["metrics_at"], row["collected_at"], row["author_seen_at"]) == (moment, moment, moment)
    assert row["conversation_id"] == "1008"
    assert row["app"] == "Some Client"
    assert row["url"] == "https://x.com/ann/status/1008"


def test_a_note_gives_the_whole_text_and_its_entities(make, write):
    note = {"text": "long " * 100 + "#end", "entities": {"hashtags": [{"tag": "end"}]}}
    row = read_posts(write(make.page_v2(make.tweet_v2(1, "long… https://t.co/x", note_tweet=note)))).iloc[0]
    assert row["text"].endswith("#end")
    assert not row["text_truncated"]
    assert list(row["hashtags"]) == ["end"]


def test_a_repost_carries_the_included_original(make, write):
    full = "y" * 200
    original = make.tweet_v2(1, full, "ann", entities={"mentions": [{"username": "cid", "start": 30}]})
    repost = make.tweet_v2(
        2,
        f"RT @ann: {full}"[:139] + "…",
        "bob",
        referenced_tweets=[make.ref("retweeted", 1)],
        entities={"mentions": [{"username": "ann", "start": 3, "id": "317"}]},
        public_metrics={"retweet_count": 9, "reply_count": 0, "like_count": 0, "quote_count": 0},
    )
    posts = by_id(load(write(make.page_v2(repost, context=(original,))), context=True).posts)
    row = posts.loc["2"]
    assert (row["kind"], row["ref_status"]) == ("repost", "full")
    assert row["text"] == full
    assert list(row["mentions"]) == ["cid"]
    assert row[["n_reposts", "n_likes"]].isna().all()
    assert (row["repost_of_author_id"], row["repost_of_author_handle"]) == ("317", "ann")
    assert posts.loc["1", "is_context"]
    assert posts.loc["1", "n_reposts"] == 1


def test_a_repost_without_its_original_recovers_the_author(make, write):
    repost = make.tweet_v2(
        2,
        "RT @Dee: the beginning of somethi…",
        "bob",
        referenced_tweets=[make.ref("retweeted", 1)],
        entities={"mentions": [{"username": "Dee", "start": 3}, {"username": "cid", "start": 20}]},
    )
    other = make.tweet_v2(5, "hi", "ann", entities={"mentions": []})
    page = make.page_v2(repost, other, users=(make.user_v2("bob"), make.user_v2("dee", id="99")))
    row = by_id(read_posts(write(page))).loc["2"]
    assert row["text"] == "the beginning of somethi…"
    assert row["text_truncated"]
    assert (row["ref_status"], row["repost_of_author_handle"]) == ("recovered", "Dee")
    assert list(row["mentions"]) == ["cid"]


def test_references_are_resolved_over_all_files(make, write):
    repost = make.tweet_v2(2, "RT @ann: the beg…", "bob", referenced_tweets=[make.ref("retweeted", 1)])
    reply = make.tweet_v2(
        3, "@ann yes", "bob", referenced_tweets=[make.ref("replied_to", 1)], in_reply_to_user_id="317"
    )
    first = write(make.page_v2(repost, reply, users=(make.user_v2("bob"),)), name="a.jsonl")
    write(make.page_v2(make.tweet_v2(1, "the beginning and the end")), name="b.jsonl")
    posts = by_id(read_posts(first.parent))
    assert posts.loc["2", "text"] == "the beginning and the end"
    assert posts.loc[["2", "3"], "ref_status"].tolist() == ["full", "full"]
    assert posts.loc["3", "reply_to_author_handle"] == "ann"
    assert posts.loc["2", "repost_of_author_id"] == "317"


@pytest.mark.parametrize(
    ("title", "status"), [("Not Found Error", "deleted"), ("Authorization Error", "withheld")]
)
def test_errors_say_why_a_referenced_post_is_missing(make, write, title, status):
    quote = make.tweet_v2(2, "look", referenced_tweets=[make.ref("quoted", 1)])
    error = {"title": title, "resource_type": "tweet", "resource_id": "1", "value": "1"}
    loaded = load(write(make.page_v2(quote, errors=[error])))
    assert loaded.posts["ref_status"].tolist() == [status]
    assert loaded.report.rejects == 0


def test_a_post_that_replies_and_quotes_keeps_both(make, write):
    tweet = make.tweet_v2(
        3, referenced_tweets=[make.ref("replied_to", 1), make.ref("quoted", 2)], in_reply_to_user_id="307"
    )
    row = read_posts(write(make.page_v2(tweet))).iloc[0]
    assert row["kind"] == "quote"
    assert (row["reply_to_id"], row["quote_of_id"]) == ("1", "2")
    assert (row["reply_to_author_id"], row["reply_to_author_handle"]) == ("307", "bob")


def test_links_of_media_and_of_the_quoted_post_are_left_out(make, write):
    urls = [
        {"expanded_url": "https://twitter.com/ann/status/3/photo/1", "media_key": "3_1"},
        {"expanded_url": "https://twitter.com/ann/status/3/photo/1"},
        {"expanded_url": "https://x.com/bob/status/2"},
        {"expanded_url": "https://example.com/story"},
        {"expanded_url": "https://example.com/story/"},
    ]
    tweet = make.tweet_v2(3, referenced_tweets=[make.ref("quoted", 2)], entities={"urls": urls})
    assert list(read_posts(write(make.page_v2(tweet)))["urls"].iloc[0]) == ["https://example.com/story"]


def test_the_author_of_a_missing_quoted_post_is_read_from_the_link_to_it(make, write):
    urls = [
        {"expanded_url": "https://x.com/eve/status/22"},
        {"expanded_url": "https://twitter.com/dan/status/2"},
    ]
    tweet = make.tweet_v2(3, referenced_tweets=[make.ref("quoted", 2)], entities={"urls": urls})
    row = read_posts(write(make.page_v2(tweet))).iloc[0]
    assert row["quote_of_author_handle"] == "dan"
    assert row["ref_status"] == "recovered"
    elsewhere = make.tweet_v2(3, referenced_tweets=[make.ref("quoted", 2)], entities={"urls": urls[:1]})
    assert pd.isna(read_posts(write(make.page_v2(elsewhere)))["quote_of_author_handle"].iloc[0])


def test_a_stream_object_and_its_errors(make, write, accounted):
    line = {
        "data": make.tweet_v2(1),
        "includes": {"users": [make.user_v2()]},
        "matching_rules": [{"id": "1"}],
    }
    broken = {"errors": [{"title": "operational-disconnect", "detail": "closed"}]}
    loaded = accounted(load(write(line, b"\r\n", broken)))
    assert loaded.posts["author_handle"].tolist() == ["ann"]
    assert loaded.report.reasons == {"stream notice: errors": 1}
    assert loaded.report.blank == 1


def test_flattened_posts_bring_their_context_along(make, write, accounted):
    innermost = {**make.tweet_v2(1, "first", "cid"), "author": make.user_v2("cid"), "type": "quoted"}
    inner = {
        **make.tweet_v2(2, "second", "bob"),
        "author": make.user_v2("bob"),
        "type": "replied_to",
        "referenced_tweets": [innermost],
    }
    bare = {**make.tweet_v2(4, "RT @bob: second", "ann"), "referenced_tweets": [make.ref("retweeted", 2)]}
    outer = {
        **make.tweet_v2(3, "third", "ann", in_reply_to_user_id="307"),
        "author": make.user_v2("ann"),
        "in_reply_to_user": make.user_v2("bob"),
        "referenced_tweets": [inner],
        "attachments": {"media_keys": ["3_1"], "media": [{"media_key": "3_1", "type": "photo", "url": "https://example.com/p.jpg"}]},
        "__twarc": {"retrieved_at": "2018-07-01T00:00:00Z"},
    }  # fmt: skip
    loaded = accounted(load(write(outer, bare), context=True))
    posts = by_id(loaded.posts)
    assert posts["is_context"].to_dict() == {"3": False, "2": True, "1": True, "4": False}
    assert posts["kind"].to_dict() == {"3": "reply", "2": "quote", "1": "original", "4": "repost"}
    assert posts.loc["3", "reply_to_author_handle"] == "bob"
    assert posts.loc["2", "quote_of_author_handle"] == "cid"
    assert posts.loc["3", "media"][0]["url"] == "https://example.com/p.jpg"
    assert posts.loc["4", "text"] == "second"
    assert posts.loc["1", "collected_at"] == pd.Timestamp("2018-07-01T00:00:00Z")


def test_pages_overlap_and_the_newest_counts_win(make, write, accounted):
    def page(at, likes, **more):
        return make.page_v2(make.tweet_v2(1, public_metrics={"like_count": likes, **more}), at=at)

    path = write(page("2018-07-03T00:00:00Z", 30), page("2018-07-01T00:00:00Z", 10, retweet_count=1))
    loaded = accounted(load(path))
    row = loaded.posts.iloc[0]
    assert (row["n_likes"], row["n_reposts"]) == (30, 1)
    assert row["metrics_at"] == pd.Timestamp("2018-07-03T00:00:00Z")
    assert (loaded.report.posts, loaded.report.duplicates) == (1, 1)


def test_a_hit_comes_before_context_and_nulls_are_filled(make, write, accounted):
    bare = {key: value for key, value in make.tweet_v2(1).items() if key != "lang"}
    first = make.page_v2(make.tweet_v2(2), context=(make.tweet_v2(1, lang="de"),))
    loaded = accounted(load(write(first, make.page_v2(bare)), context=True))
    row = by_id(loaded.posts).loc["1"]
    assert not row["is_context"]
    assert row["source_line"] == 2
    assert row["lang"] == "de"


def test_versions_of_an_edited_post_are_one_post(make, write, accounted):
    history = ["10", "11"]
    old = make.tweet_v2(10, "helo", edit_history_tweet_ids=["10"])
    new = make.tweet_v2(11, "hello", edit_history_tweet_ids=history)
    reply = make.tweet_v2(
        12, "hi", "bob", referenced_tweets=[make.ref("replied_to", 10)], conversation_id="10"
    )
    loaded = accounted(load(write(make.page_v2(old, reply), make.page_v2(new))))
    posts = by_id(loaded.posts)
    assert posts.loc["11", ["text", "status"]].tolist() == ["hello", "edited"]
    assert posts.loc["12", ["reply_to_id", "ref_status", "conversation_id"]].tolist() == ["11", "full", "11"]
    assert (loaded.report.posts, loaded.report.duplicates) == (2, 1)


def test_a_hit_of_an_older_version_is_a_hit_of_the_newer(make, write):
    history = ["10", "11"]
    old = make.tweet_v2(10, "helo", edit_history_tweet_ids=history)
    new = make.tweet_v2(11, "hello", edit_history_tweet_ids=history)
    posts = read_posts(write(make.page_v2(old, context=(new,))))
    assert posts[["post_id", "text", "is_context"]].values.tolist() == [["11", "hello", False]]


def test_pages_without_results_are_empty_not_lost(make, write, accounted):
    page = {"meta": {"result_count": 0}, "__twarc": {"retrieved_at": "2018-07-01T00:00:00Z"}}
    loaded = accounted(load(write(page, make.page_v2(make.tweet_v2(1)))))
    assert (loaded.report.empty, loaded.report.posts, loaded.report.rejects) == (1, 1, 0)


def test_badges_are_read_from_either_field(make, write):
    users = (
        make.user_v2("ann", verified=False, verified_type="blue"),
        make.user_v2("bob", verified=False, verified_type="none"),
        make.user_v2("cid"),
    )
    page = make.page_v2(
        *(make.tweet_v2(i, by=by) for i, by in enumerate(["ann", "bob", "cid"], 1)), users=users
    )
    assert read_posts(write(page))["author_verified"].tolist() == [True, False, pd.NA]


def test_a_post_without_its_author_keeps_the_authors_id(make, write):
    page = make.page_v2(make.tweet_v2(1, by="zed"), users=(make.user_v2("ann"),))
    row = read_posts(write(page)).iloc[0]
    assert row["author_id"] == str(sum(map(ord, "zed")))
    assert pd.isna(row["author_handle"])
    assert row["url"] == "https://x.com/i/web/status/1"


def test_withheld_posts_say_so(make, write):
    page = make.page_v2(make.tweet_v2(1, withheld={"country_codes": ["TR"], "copyright": False}))
    assert read_posts(write(page))["status"].tolist() == ["withheld"]


def test_both_formats_give_one_table_and_one_account_per_key(make, write, accounted):
    v1 = write(make.tweet_v1(1, by="ann"), make.tweet_v1(2, by="bob"), name="v1.jsonl")
    write(make.page_v2(make.tweet_v2(1), make.tweet_v2(3, by="bob")), name="v2.jsonl")
    loaded = accounted(load(v1.parent))
    schema.validate(loaded.posts)
    assert schema.account_key(loaded.posts).tolist() == ["x:317", "x:307", "x:307"]
    assert loaded.posts.loc[0, ["n_likes", "source_format"]].tolist() == [3, "x-v1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("nothing", [[], [], [], []]), ("#a @b https://t.co/c", [None] * 4), ("cut off…", [None] * 4)],
    ids=["none", "unknown", "cut"],
)
def test_what_a_text_cannot_hold_is_known_to_be_none(make, write, text, expected):
    row = read_posts(write(make.page_v2(make.tweet_v2(1, text)))).iloc[0]
    found = [row[name] for name in ("urls", "hashtags", "mentions", "media")]
    assert [list(one) if isinstance(one, Sized) else None for one in found] == expected


def test_an_account_that_was_renamed_has_its_new_handle(make, write):
    original = make.tweet_v2(1, "first", "bob")
    repost = make.tweet_v2(2, "RT @bobby: first", referenced_tweets=[make.ref("retweeted", 1)])
    row = read_posts(write(make.page_v2(repost, context=(original,)))).iloc[0]
    assert (row["repost_of_author_handle"], row["repost_of_author_id"]) == ("bob", original["author_id"])


def test_files_of_what_posts_refer_to_are_context(make, write, accounted):
    repost = make.tweet_v2(2, "RT @bob: the…", referenced_tweets=[make.ref("retweeted", 1)])
    folder = write(repost, name="both/data_1.json").parent
    write(
        {"tweets": [make.tweet_v2(1, "the whole", "bob")], "users": [make.user_v2("bob")]},
        name="both/users_1.json",
    )
    posts = by_id(accounted(load(folder, context=True)).posts)
    assert posts.loc["2", "text"] == "the whole"
    assert posts.loc["1", ["is_context", "author_handle"]].tolist() == [True, "bob"]


@pytest.mark.parametrize(
    ("record", "what"),
    [
        ({"users": [{"id": "1", "username": "ann"}]}, "accounts"),
        ({"data": [{"id": "1DXx", "state": "live", "creator_id": "1"}], "meta": {}}, "audio rooms"),
        ({"data": [{"id": "1", "value": "cats"}], "meta": {"sent": "now"}}, "rules"),
    ],
)
def test_other_exports_are_refused(write, record, what):
    with pytest.raises(NotPostsError, match=what):
        load(write(record))


def test_an_account_whose_id_is_lost_is_nobodys(make, write):
    tweet = make.tweet_v2(1)
    del tweet["author_id"]
    row = read_posts(write(make.page_v2(tweet, users=(make.user_v2("bob", id=None),)))).iloc[0]
    assert row[["author_id", "author_handle"]].isna().all()
