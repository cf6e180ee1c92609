from __future__ import annotations

import pandas as pd
import pytest

from reaction import schema
from reaction.loaders import load, read_posts


def by_id(posts: pd.DataFrame) -> pd.DataFrame:
    return posts.set_index("post_id")


def entities(**found):
    return {"hashtags": [], "urls": [], "user_mentions": [], "symbols": [], **found}


def test_an_original_gives_every_column_it_can(make, write):
    tweet = make.tweet_v1(
        1008,
        "R&amp;D &lt;3 #ice @bob",
        entities=entities(
            hashtags=[{"text": "ICE"}],
            user_mentions=[{"screen_name": "bob", "id_str": "307"}],
            urls=[{"url": "https://t.co/a", "expanded_url": "http://www.example.com/a?utm_source=x"}],
        ),
        retweet_count=3,
        favorite_count=4,
    )
    row = read_posts(write(tweet)).iloc[0]
    assert row["platform"] == "x"
    assert row["post_id"] == "1008"
    assert row["kind"] == "original"
    assert row["created_at"] == pd.Timestamp("2018-06-18T12:08:00Z")
    assert row["created_at_quality"] == "exact"
    assert (row["author_id"], row["author_handle"], row["author_name"]) == ("317", "ann", "Ann")
    assert row["author_bio"] == "I am ann"
    assert (row["author_followers"], row["author_following"]) == (10, 20)
    assert row["author_created_at"] == pd.Timestamp("2009-03-13T12:55:21Z")
    assert row["text"] == "R&D <3 #ice @bob"
    assert not row["text_truncated"]
    assert list(row["urls"]) == ["https://example.com/a"]
    assert list(row["hashtags"]) == ["ICE"]
    assert list(row["mentions"]) == ["bob"]
    assert list(row["media"]) == []
    assert (row["n_reposts"], row["n_likes"]) == (3, 4)
    assert pd.isna(row["n_replies"])
    assert row["url"] == "https://x.com/ann/status/1008"
    assert row["app"] == "Some Client"
    assert row["status"] == "live"
    assert row["source_line"] == 1
    assert row["source_format"] == "x-v1"
    assert pd.isna(row["author_seen_at"])


def test_ids_come_from_text_not_from_rounded_numbers(make, write):
    posts = read_posts(write(make.tweet_v1(1, id=872836479608733700, id_str="872836479608733696")))
    assert posts["post_id"].tolist() == ["872836479608733696"]


def test_a_number_serves_where_the_text_of_the_id_is_missing(make, write):
    tweet = make.tweet_v1(872836479608733696)
    del tweet["id_str"]
    assert read_posts(write(tweet))["post_id"].tolist() == ["872836479608733696"]


def test_a_long_post_gives_its_full_text_and_all_its_links(make, write):
    tweet = make.tweet_v1(
        5,
        "the beginning… https://t.co/x",
        truncated=True,
        extended_tweet={
            "full_text": "the beginning and the end",
            "entities": entities(urls=[{"expanded_url": "https://example.com/late"}]),
            "extended_entities": {
                "media": [
                    {"type": "photo", "media_url_https": f"https://example.com/{i}.jpg"} for i in range(2)
                ]
            },
        },
    )
    row = read_posts(write(tweet)).iloc[0]
    assert row["text"] == "the beginning and the end"
    assert not row["text_truncated"]
    assert list(row["urls"]) == ["https://example.com/late"]
    assert [medium["url"] for medium in row["media"]] == [
        "https://example.com/0.jpg",
        "https://example.com/1.jpg",
    ]


@pytest.mark.parametrize(
    ("fields", "cut"),
    [
        ({"truncated": True}, True),
        ({"text": "and so on… https://t.co/abc"}, True),
        ({"text": "and so on…"}, True),
        ({"text": "and so on…", "full_text": "and so on…"}, False),
        ({"text": "no…comment"}, False),
    ],
)
def test_a_text_that_could_not_be_completed_says_so(make, write, fields, cut):
    assert read_posts(write(make.tweet_v1(5, **fields)))["text_truncated"].tolist() == [cut]


def test_a_repost_carries_the_original_in_full(make, write):
    original = make.tweet_v1(
        1,
        "x" * 130 + " and the end #late",
        "ann",
        entities=entities(
            hashtags=[{"text": "late"}], urls=[{"expanded_url": "https://example.com/a"}], user_mentions=[]
        ),
        retweet_count=9,
    )
    repost = make.repost_v1(
        2, original, entities=entities(user_mentions=[{"screen_name": "ann", "indices": [3, 7]}])
    )
    loaded = load(write(repost), context=True)
    row, source = by_id(loaded.posts).loc["2"], by_id(loaded.posts).loc["1"]
    assert row["kind"] == "repost"
    assert (row["repost_of_id"], row["repost_of_author_id"], row["repost_of_author_handle"]) == (
        "1",
        "317",
        "ann",
    )
    assert row["text"] == original["text"]
    assert not row["text_truncated"]
    assert list(row["hashtags"]) == ["late"]
    assert list(row["urls"]) == ["https://example.com/a"]
    assert list(row["mentions"]) == []
    assert pd.isna(row["n_reposts"])
    assert row["ref_status"] == "full"
    assert source["is_context"]
    assert source["n_reposts"] == 9
    assert pd.isna(source["ref_status"])


def test_a_repost_of_a_quote_embeds_both_and_stays_a_repost(make, write, accounted):
    quoted = make.tweet_v1(1, "first", "cid")
    quote = make.tweet_v1(
        2, "look https://t.co/q", "ann", quoted_status=quoted, quoted_status_id_str="1", is_quote_status=True
    )
    repost = make.repost_v1(3, quote, quoted_status_id_str="1", is_quote_status=True)
    loaded = accounted(load(write(repost), context=True))
    posts = by_id(loaded.posts)
    assert posts["kind"].to_dict() == {"3": "repost", "2": "quote", "1": "original"}
    assert posts.loc["3", "repost_of_id"] == "2"
    assert posts.loc["3", "quote_of_id"] == "1"
    assert posts.loc["2", "quote_of_author_handle"] == "cid"
    assert (loaded.report.posts, loaded.report.context) == (1, 2)


def test_a_reply_that_quotes_is_a_quote_and_keeps_both_ids(make, write):
    tweet = make.tweet_v1(
        3,
        is_quote_status=True,
        quoted_status_id_str="1",
        in_reply_to_status_id_str="2",
        in_reply_to_user_id_str="307",
        in_reply_to_screen_name="bob",
    )
    row = read_posts(write(tweet)).iloc[0]
    assert row["kind"] == "quote"
    assert (row["quote_of_id"], row["reply_to_id"], row["reply_to_author_handle"]) == ("1", "2", "bob")
    assert row["ref_status"] == "id_only"


def test_a_quote_whose_post_is_gone_is_known_by_its_address(make, write):
    tweet = make.tweet_v1(
        3,
        is_quote_status=True,
        quoted_status_permalink={"expanded": "https://twitter.com/cid/status/77"},
        entities=entities(urls=[{"expanded_url": "https://twitter.com/cid/status/77"}]),
    )
    row = read_posts(write(tweet)).iloc[0]
    assert (row["kind"], row["quote_of_id"], row["quote_of_author_handle"]) == ("quote", "77", "cid")
    assert row["ref_status"] == "recovered"
    assert list(row["urls"]) == []


def test_a_mention_at_the_start_is_no_reply(make, write):
    tweet = make.tweet_v1(3, "@bob hi", in_reply_to_user_id_str="307", in_reply_to_screen_name="bob")
    row = read_posts(write(tweet)).iloc[0]
    assert row["kind"] == "original"
    assert pd.isna(row["reply_to_id"])
    assert (row["reply_to_author_id"], row["reply_to_author_handle"]) == ("307", "bob")
    assert pd.isna(row["ref_status"])


def test_links_prefer_the_unwound_and_leave_out_the_post_itself_and_the_quoted_one(make, write):
    found = [
        {
            "url": "https://t.co/1",
            "expanded_url": "https://bit.ly/x",
            "unwound": {"url": "https://example.com/story"},
        },
        {"url": "https://t.co/2", "expanded_url": "https://example.com/story"},
        {"url": "https://t.co/3", "expanded_url": "https://twitter.com/i/web/status/3"},
        {"url": "https://t.co/4", "expanded_url": "https://twitter.com/cid/status/1?s=20"},
        {"url": "https://t.co/5"},
    ]
    tweet = make.tweet_v1(3, entities=entities(urls=found), quoted_status_id_str="1", is_quote_status=True)
    row = read_posts(write(tweet)).iloc[0]
    assert list(row["urls"]) == ["https://example.com/story", "https://t.co/5"]


def test_no_entities_means_unknown_and_empty_ones_mean_none(make, write):
    posts = read_posts(write(make.tweet_v1(1, entities=None), make.tweet_v1(2)))
    assert posts["urls"].isna().tolist() == [True, False]
    assert posts["mentions"].isna().tolist() == [True, False]


def test_a_video_gives_its_best_encoding(make, write):
    medium = {
        "type": "video",
        "media_url_https": "https://example.com/still.jpg",
        "ext_alt_text": "a dog &amp; a cat",
        "video_info": {"variants": [{"url": "https://example.com/low.mp4", "bitrate": 1}, {"url": "https://example.com/high.mp4", "bitrate": 2}, {"url": "https://example.com/list.m3u8"}]},
    }  # fmt: skip
    row = read_posts(write(make.tweet_v1(1, extended_entities={"media": [medium]}))).iloc[0]
    assert list(row["media"]) == [
        {"type": "video", "url": "https://example.com/high.mp4", "alt": "a dog & a cat"}
    ]


def test_a_streamed_post_dates_its_counts_and_profile(make, write):
    row = read_posts(write(make.tweet_v1(1, timestamp_ms="1529323200123"))).iloc[0]
    moment = pd.Timestamp("2018-06-18T12:00:00.123Z")
    assert row["metrics_at"] == moment
    assert row["author_seen_at"] == moment
    assert row["n_reposts"] == 0


def test_profiles_are_cleaned_and_linked_in_full(make, write):
    user = make.user_v1(
        "ann",
        description="R&amp;D",
        name="A\u0000nn",
        url="https://t.co/x",
        entities={"url": {"urls": [{"url": "https://t.co/x", "expanded_url": "http://ann.example.com"}]}},
    )
    row = read_posts(write(make.tweet_v1(1, user=user))).iloc[0]
    assert row["author_bio"] == "R&D"
    assert row["author_name"] == "A\ufffdnn"
    assert row["author_url"] == "http://ann.example.com"


@pytest.mark.parametrize(
    "fields",
    [{"withheld_in_countries": ["TR"]}, {"withheld_copyright": True}, {"withheld_scope": "user"}],
)
def test_a_withheld_post_says_so(make, write, fields):
    assert read_posts(write(make.tweet_v1(1, **fields)))["status"].tolist() == ["withheld"]


def test_the_streams_notices_are_rejects_with_their_kind(make, write, accounted):
    notices = [
        {"delete": {"status": {"id": 2, "id_str": "2", "user_id": 1}}},
        {"limit": {"track": 10}},
        {"limit": {"track": 15}},
        {"limit": {"track": 4}},
        {"scrub_geo": {"user_id": 1, "up_to_status_id": 2}},
        {"status_withheld": {"id": 1, "user_id": 1, "withheld_in_countries": ["TR"]}},
        {"user_withheld": {"id": 1}},
        {"disconnect": {"code": 4}},
        {"warning": {"code": "FALLING_BEHIND"}},
    ]
    path = write(make.tweet_v1(1), make.tweet_v1(2), b"\r\n", *notices, make.tweet_v1(3))
    loaded = accounted(load(path))
    assert loaded.report.reasons == {
        "stream notice: limit": 3,
        "stream notice: delete": 1,
        "stream notice: disconnect": 1,
        "stream notice: scrub_geo": 1,
        "stream notice: status_withheld": 1,
        "stream notice: user_withheld": 1,
        "stream notice: warning": 1,
    }
    assert loaded.posts["status"].tolist() == ["withheld", "deleted", "live"]
    assert loaded.report.blank == 1
    # The tracks count up within a connection: 15 in the first, 4 in the second.
    assert loaded.report.coverage.withheld_by_limit == 19


def test_the_answer_to_a_search_gives_its_posts(make, write, accounted):
    answer = {"statuses": [make.tweet_v1(1), make.tweet_v1(2)], "search_metadata": {"count": 2}}
    assert accounted(load(write(answer))).posts["post_id"].tolist() == ["1", "2"]


def test_threads_are_rebuilt_from_replies(make, write):
    def reply(post_id, to):
        return make.tweet_v1(post_id, in_reply_to_status_id_str=str(to), in_reply_to_user_id_str="317")

    chain = [make.tweet_v1(1), *(reply(i, i - 1) for i in range(2, 60)), reply(90, 89), reply(91, 90)]
    circle = [reply(70, 71), reply(71, 70)]
    posts = by_id(read_posts(write(*reversed(chain), *circle)))
    assert set(posts.loc[[str(i) for i in range(1, 60)], "conversation_id"]) == {"1"}
    assert posts.loc[["90", "91", "70", "71"], "conversation_id"].isna().all()
    assert posts.loc["1", "url"] == "https://x.com/ann/status/1"


def test_an_id_dates_a_post_whose_time_is_missing(make, write):
    first, second = make.tweet_v1(1008599655142154241), make.tweet_v1(20)
    del first["created_at"], second["created_at"]
    posts = read_posts(write(first, second))
    assert posts["created_at"].tolist() == [pd.Timestamp("2018-06-18T06:37:51.318Z"), pd.NaT]
    assert posts["created_at_quality"].tolist()[0] == "from_id"
    assert pd.isna(posts["created_at_quality"].iloc[1])


@pytest.mark.parametrize(("code", "tag"), [("in", "id"), ("iw", "he"), ("und", None), ("qme", None), ("zxx", None), ("qht", None), ("art", None), ("en", "en"), ("pt-br", "pt-BR"), ("", None)])  # fmt: skip
def test_language_codes_become_tags_or_null(make, write, code, tag):
    found = read_posts(write(make.tweet_v1(1, lang=code)))["lang"].iloc[0]
    assert found == tag if tag else pd.isna(found)


def test_the_table_is_valid(make, write):
    original = make.tweet_v1(1)
    schema.validate(load(write(original, make.repost_v1(2, original)), context=True).posts)


def without_texts(value):
    """Leave out the ids that are text, as programs do that think them superfluous."""
    if isinstance(value, dict):
        return {key: without_texts(inner) for key, inner in value.items() if not key.endswith("_str")}
    return [without_texts(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", ["text", "full_text"])
def test_numbers_serve_where_all_ids_that_are_text_are_missing(make, write, name):
    quoted = make.tweet_v1(1008600000000000101, "first", "bob")
    tweet = make.tweet_v1(1008600000000000202, in_reply_to_status_id=1008600000000000099, in_reply_to_user_id=7, quoted_status=quoted)  # fmt: skip
    tweet[name] = tweet.pop("text")
    row = by_id(read_posts(write(without_texts(tweet)))).loc["1008600000000000202"]
    assert row[["author_id", "reply_to_id", "reply_to_author_id"]].tolist() == ["317", "1008600000000000099", "7"]  # fmt: skip
    assert row[["quote_of_id", "quote_of_author_id"]].tolist() == ["1008600000000000101", "307"]


def test_an_answer_of_the_premium_search_holds_results(make, write, accounted):
    answers = [{"results": [make.tweet_v1(1), make.tweet_v1(2)], "next": "x"}, {"results": []}]
    loaded = accounted(load(write(*answers)))
    assert loaded.report.files["format"].tolist() == ["x-v1"]
    assert (loaded.posts["post_id"].tolist(), loaded.report.rejects) == (["1", "2"], 0)
