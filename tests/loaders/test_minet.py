from __future__ import annotations

import pytest

from reaction.errors import NotPostsError
from reaction.loaders import load, sniff
from reaction.loaders._minet import came_along
from reaction.loaders.minet import minet_x

HEADER = "id,timestamp_utc,local_time,user_screen_name,text,retweeted_id,links,hashtags"
ID = "1348601027464533411"
QUOTE = "« bob: the {} — https://twitter.com/bob/status/2 »"


def row_of(**cells: str):
    return next(iter(minet_x({"id": ID, **cells})))


def test_the_posts_id_stands_behind_the_querys(write, accounted):
    lines = f"id,query,{HEADER}\n5,town,{ID},1610366515,2021-01-11T13:01:55,ann,hi,,,\n6,town,,,,,,,,\n"
    loaded = accounted(load(write(lines.encode(), name="posts.csv")))
    assert loaded.posts["post_id"].tolist() == [ID]
    assert loaded.report.reasons == {"no post id": 1}


@pytest.mark.parametrize("seconds", ["1610366515", "1610366515.0"])
def test_the_local_time_is_not_used(seconds):
    row = row_of(timestamp_utc=seconds, local_time="2021-01-11T13:01:55")
    assert (row.created_at, row.created_at_quality) == (1610366515_000000, None)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("No " + QUOTE.format("town"), "No"),
        (QUOTE.format("town") + " no", "no"),
        ("No " + QUOTE.format("town « cid: hall — https://x.com/cid/status/1 »") + " at all", "No at all"),
        (
            "No « eve: the town — https://x.com/eve/status/2 »",
            "No « eve: the town — https://x.com/eve/status/2 »",
        ),
        ("« bob: » cut", "cut"),
        (" »« bob: ", " »« bob: "),
    ],
)
def test_words_of_the_quoted_post_are_not_the_authors(text, own):
    assert row_of(text=text, quoted_id="2", quoted_user="bob").text == own


def test_lists_are_parted_as_the_text_is():
    rows = minet_x(
        {
            "id": ID,
            "text": "see https://example.com/a #Own « bob: read https://example.com/b #his @cid — https://x.com/bob/status/2 »",
            "quoted_id": "2",
            "quoted_user": "bob",
            "links": "https://example.com/a|https://example.com/b|https://twitter.com/bob/status/2",
            "hashtags": "his|own",
            "mentioned_names": "cid",
        }
    )
    row, quoted = rows
    assert (row.urls, row.hashtags, row.mentions) == (["https://example.com/a"], ["own"], [])
    assert (quoted.post_id, quoted.text, quoted.is_context) == (
        "2",
        "read https://example.com/b #his @cid",
        True,
    )


def test_a_repost_is_without_counts_and_brings_its_original():
    row, original = minet_x(
        {
            "id": ID,
            "text": "RT @bob: all of it",
            "retweeted_id": "2",
            "retweeted_user": "bob",
            "retweeted_timestamp_utc": "1610000000",
            "retweet_count": "14",
            "like_count": "0",
        }
    )
    assert (row.text, row.n_reposts, row.n_likes) == ("all of it", None, None)
    assert (original.author.handle, original.created_at, original.n_reposts) == (
        "bob",
        1610000000_000000,
        None,
    )


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"collected_via": "retweet"}, True),
        ({"collected_via": "quote|thread"}, True),
        ({"collected_via": "search"}, False),
        ({"collected_via": "quote|search", "match_query": "1"}, False),
        ({"match_query": "0"}, True),
        ({"match_query": "1"}, False),
        ({}, False),
    ],
)
def test_posts_that_came_along_are_context(cells, expected):
    assert came_along(cells) is expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"user_verified": "0", "user_is_blue_verified": "1"}, True),
        ({"user_verified": "0"}, False),
        ({}, None),
    ],
)
def test_either_badge_counts(cells, expected):
    assert row_of(**cells).author.verified is expected


def test_tables_of_accounts_are_refused(write):
    with pytest.raises(NotPostsError, match="accounts"):
        sniff(write(b"id,screen_name,name,tweets,followers,friends\n1,ann,Ann,1,2,3\n"))


@pytest.mark.parametrize(("kind", "expected"), [("Government", True), ("none", False)])
def test_beside_a_badge_of_a_type_of_its_own_the_others_are_not_given(kind, expected):
    row = row_of(user_verified="0", user_is_blue_verified="0", user_verified_type=kind)
    assert row.author.verified is expected


def test_a_hashtag_that_begins_another_is_the_quoted_posts():
    row = row_of(text="No #towns " + QUOTE.format("#town"), quoted_id="2", quoted_user="bob", hashtags="town|towns")  # fmt: skip
    assert row.hashtags == ["towns"]


PICTURE = "https://twitter.com/bob/status/2/photo/1"
OWN_PICTURE = f"https://twitter.com/ann/status/{ID}/photo/1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"No {OWN_PICTURE} " + QUOTE.format("town"), 1),
        ("No " + QUOTE.format(f"town {PICTURE}"), 0),
        (f"No {OWN_PICTURE} " + QUOTE.format(f"town {PICTURE}"), None),
    ],
    ids=["own", "quoted", "either"],
)
def test_pictures_are_whose_text_links_to_them(text, expected):
    row = row_of(text=text, quoted_id="2", quoted_user="bob", media_urls="https://example.com/1.jpg")
    assert (None if row.media is None else len(row.media)) == expected
