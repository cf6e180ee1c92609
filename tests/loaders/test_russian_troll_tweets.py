from __future__ import annotations

import pytest

from reaction.loaders.russian_troll_tweets import russian_troll_tweets

ID = "914580356428993955"
ADDRESS = f"http://twitter.com/905874659358453999/statuses/{ID}"


def row_of(**cells: str):
    [row] = russian_troll_tweets(
        {"author": "TOWN_X", "content": "hi", "publish_date": "10/1/2017 19:58", **cells}
    )
    return row


@pytest.mark.parametrize("damaged", [{"tweet_id": "9.1458E+17"}, {"tweet_id": "914580356428994000"}, {}])
def test_ids_are_recovered_from_the_address(damaged):
    row = row_of(article_url=ADDRESS, external_author_id="9.06E+17", **damaged)
    assert (row.post_id, row.author.id) == (ID, "905874659358453999")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"external_author_id": "906000000000000000"}, None),
        ({"external_author_id": "9.06E+17", "alt_external_id": "9.06E+17"}, None),
        ({"external_author_id": "2535818742"}, "2535818742"),
        (
            {"external_author_id": "906000000000000000", "alt_external_id": "905874659358453999"},
            "905874659358453999",
        ),
    ],
)
def test_a_rounded_id_of_an_account_is_none(cells, expected):
    assert row_of(tweet_id=ID, **cells).author.id == expected


@pytest.mark.parametrize(("post_id", "quality"), [(ID, None), ("20", "minute")])
def test_the_files_minutes_are_used_where_the_id_has_no_time(post_id, quality):
    row = row_of(tweet_id=post_id)
    assert row.created_at_quality == quality
    assert row.created_at == (1506887880_000000 if quality else None)


@pytest.mark.parametrize(
    ("text", "expected"), [("'@ann so be it'", "@ann so be it"), ("'quoted' words", "'quoted' words")]
)
def test_quotation_marks_against_formulas_are_taken_off(text, expected):
    assert row_of(tweet_id=ID, content=text).text == expected


def test_a_quoted_post_is_known_by_the_link():
    row = row_of(tweet_id=ID, post_type="QUOTE_TWEET", tco1_step1="https://twitter.com/ann/status/20/photo/1")
    assert (row.kind, row.quote_of_id, row.quote_of_author_handle, row.urls) == ("quote", "20", "ann", [])


def test_an_address_may_name_the_author_by_handle():
    [row] = russian_troll_tweets({"article_url": "http://twitter.com/ANN/status/1008599655142154241", "tweet_id": "1.01E+18", "alt_external_id": "7"})  # fmt: skip
    assert (row.post_id, row.author.id) == ("1008599655142154241", "7")
