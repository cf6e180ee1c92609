from __future__ import annotations

import pytest

from reaction.loaders import load
from reaction.loaders.dmi_tcat import dmi_tcat

ID, MADE = "1008599655142154241", 1529303871
HEADER = "id,time,created_at,from_user_name,from_user_id,to_user_name,text"


def row_of(**cells: str):
    [row] = dmi_tcat({"id": ID, "time": str(MADE), "from_user_name": "ann", "from_user_id": "7", **cells})
    return row


@pytest.mark.parametrize("zone", [-12, -5, 1, 5.75, 14])
def test_a_servers_time_zone_is_found_out_by_the_id(zone):
    assert row_of(time=str(int(MADE + zone * 3600))).created_at is None


@pytest.mark.parametrize("seconds", [-1, 0, 2])
def test_a_sound_time_is_taken(seconds):
    row = row_of(time=str(MADE + seconds))
    assert (row.created_at, row.created_at_quality) == ((MADE + seconds) * 1_000_000, None)


def test_without_its_number_the_time_is_read_as_text():
    assert row_of(time="", created_at="2018-06-18 06:37:51").created_at == MADE * 1_000_000


@pytest.mark.parametrize(
    ("text", "kind", "handle"),
    [("RT @bob: yes", "repost", "bob"), ("RT yes", None, None), ("so RT @bob: yes", None, None)],
)
def test_reposts_are_known_by_their_prefix(text, kind, handle):
    row = row_of(text=text, retweet_count="5", favorite_count="2")
    assert (row.kind, row.repost_of_author_handle) == (kind, handle)
    assert row.n_reposts == (5 if kind is None else None)


def test_a_column_that_says_it_counts():
    assert row_of(text="yes", retweet_id="20").kind == "repost"


def test_links_are_the_furthest_that_was_followed():
    row = row_of(
        text="a b c https://t.co/1 https://t.co/2 https://t.co/3",
        urls="https://t.co/1; https://t.co/2; https://t.co/3",
        urls_expanded="https://short.example/1; https://example.com/2; ",
        urls_followed="https://example.com/1; ; ",
    )
    assert row.urls == ["https://example.com/1", "https://example.com/2", "https://t.co/3"]


@pytest.mark.parametrize(
    ("text", "expected"), [("no link", []), ("a link https://t.co/1", None)], ids=["none", "unknown"]
)
def test_without_columns_for_links_a_text_says_whether_there_are_any(text, expected):
    assert row_of(text=text).urls == expected


def test_zero_is_no_id():
    row = row_of(text="hi", in_reply_to_status_id="0", quoted_status_id="0")
    assert (row.reply_to_id, row.quote_of_id) == (None, None)


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_both_delimiters_are_read(write, accounted, delimiter):
    lines = [
        HEADER.replace(",", delimiter),
        delimiter.join([ID, str(MADE), "", "ann", "7", "", '"say ""no"""']),
    ]
    loaded = accounted(load(write(("\ufeff" + "\n".join(lines)).encode(), name="tweets.txt")))
    assert loaded.posts["text"].tolist() == ['say "no"']
    assert loaded.posts["author_id"].tolist() == ["7"]


def test_where_media_only_were_asked_for_other_links_are_unknown():
    picture = {"urls": "https://t.co/m", "urls_expanded": f"https://twitter.com/ann/status/{ID}/photo/1"}
    assert row_of(text="both https://t.co/a https://t.co/m", **picture).urls is None
    assert row_of(text="a picture https://t.co/m", **picture).urls == []


def test_a_handle_ends_where_x_ends_it():
    assert row_of(text="so says .@bob.Right, not ann@example.com").mentions == ["bob"]
