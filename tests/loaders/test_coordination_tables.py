"""Tables for coordination-network-toolkit and CooRTweet: addresses in any form, objects of any kind."""

from __future__ import annotations

import ast
import csv
import json
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction.errors import NotPostsError
from reaction.loaders import load
from reaction.loaders._cells import quoted_list
from reaction.loaders.coordination_tables import coortweet

TOOLKIT = "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls\n"
COORTWEET = "object_id,account_id,content_id,timestamp_share\n"


def read(write, header, *lines, **options):
    return load(
        write(header.encode(), *(line.encode() + b"\n" for line in lines), name="shares.csv"), **options
    )


@pytest.mark.parametrize(
    "cell",
    [
        "https://example.com/a https://example.com/b",
        "\"['https://example.com/a', 'https://example.com/b']\"",
        '"[""https://example.com/a"", ""https://example.com/b""]"',
    ],
)
def test_addresses_are_read_however_they_are_listed(write, cell):
    posts = read(write, TOOLKIT, f"1,7,ann,,,hi,1529341200,{cell}").posts
    assert posts["urls"][0] == ["https://example.com/a", "https://example.com/b"]


def test_the_caller_says_the_platform(write):
    row = "1,7,ann,,,hi,1529341200,"
    assert read(write, TOOLKIT, row).posts["platform"].tolist() == ["unknown"]
    assert read(write, TOOLKIT, row, platform="x").posts["platform"].tolist() == ["x"]


def test_times_that_count_from_the_first_post_are_no_dates(write, accounted):
    loaded = accounted(read(write, TOOLKIT, "1,7,ann,,,hi,17.5,", "2,7,ann,,,hi,20200101,"))
    assert loaded.posts["created_at"].isna().all()
    assert loaded.report.odd[["field", "n"]].values.tolist() == [["created_at", 2]]


@pytest.mark.parametrize(
    ("shared", "column", "value"),
    [
        ("https://example.com/a", "urls", ["https://example.com/a"]),
        ("www.example.com", "urls", ["www.example.com"]),
        ("1008599655142154241", "repost_of_id", "1008599655142154241"),
        ("t3_8s1abc", "repost_of_id", "t3_8s1abc"),
        ("at://did:plc:abc/app.bsky.feed.post/3k", "repost_of_id", "at://did:plc:abc/app.bsky.feed.post/3k"),
        ("#tag", "hashtags", ["tag"]),
        ("42", "hashtags", ["42"]),
        ("two words", "text", "two words"),
    ],
)
def test_an_object_is_taken_for_what_it_looks_like(shared, column, value):
    (row,) = coortweet({"object_id": shared, "account_id": "7", "content_id": "1"})
    assert getattr(row, column) == value
    others = {"urls", "repost_of_id", "hashtags", "text"} - {column}
    assert all(getattr(row, name) is None for name in others)


@given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from("abcde")), min_size=1, max_size=12))
def test_a_post_has_every_object_that_it_shares(tmp_path_factory, shares):
    path = tmp_path_factory.mktemp("shares") / "shares.csv"
    lines = [f"https://example.com/{thing},7,{post},1529341200" for post, thing in shares]
    path.write_text(COORTWEET + "\n".join(lines) + "\n")
    expected = defaultdict(dict)
    for post, thing in shares:
        expected[str(post)][f"https://example.com/{thing}"] = None
    loaded = load(path)
    found = {row.post_id: list(row.urls) for row in loaded.posts.itertuples()}
    assert found == {post: list(things) for post, things in expected.items()}
    assert loaded.report.duplicates == len(shares) - len(expected)


def test_lists_of_other_formats_are_left_alone(write, accounted):
    write(TOOLKIT.encode(), b"1,7,ann,,,hi,1529341200,https://example.com/x\n", name="toolkit.csv")
    write(COORTWEET.encode(), b"https://example.com/y,7,2,1529341200\n", b"https://example.com/z,7,2,1529341200\n", name="coortweet.csv")  # fmt: skip
    posts = accounted(load(write(b"", name="notes.md").parent)).posts.set_index("post_id")
    assert posts["urls"]["1"] == ["https://example.com/x"]
    assert posts["urls"]["2"] == ["https://example.com/y", "https://example.com/z"]


@given(
    st.lists(
        st.text(
            st.characters(codec="utf-8", exclude_characters="\\\n\r\t\x00", exclude_categories=["C", "Z"]),
            min_size=1,
        )
    )
)
def test_lists_of_python_and_json_are_read_without_evaluating(texts):
    assert quoted_list(repr(texts)) == texts == ast.literal_eval(repr(texts))
    assert quoted_list(json.dumps(texts, ensure_ascii=False)) == texts


@pytest.mark.parametrize("cell", ["'" * 100_001, "\\'" * 100_000, "['a', 'b", "[" * 100_000, "'\\"])
def test_no_cell_takes_long_or_raises(cell):
    assert len(quoted_list(cell)) <= 1


def test_the_example_of_the_toolkit(real_data, accounted):
    path = real_data / "fixtures/tabular/coordination_sample.csv"
    with path.open(newline="", encoding="utf-8") as file:
        rows = {row["message_id"]: row for row in csv.DictReader(file)}
    posts = accounted(load(path)).posts.set_index("post_id")
    assert set(posts.index) == set(rows)
    for post_id, row in rows.items():
        post = posts.loc[post_id]
        assert (post["author_id"], post["author_handle"]) == (row["user_id"], row["username"])
        assert post["created_at"].timestamp() == pytest.approx(float(row["timestamp"]))
        kind = "repost" if row["repost_id"] else "reply" if row["reply_id"] else "original"
        assert post["kind"] == kind
        original = rows.get(row["repost_id"], row)
        listed = ast.literal_eval(original["urls"].replace("http:", "https:"))
        assert list(post["urls"]) == list(dict.fromkeys(listed))


def test_times_may_be_written_out(write):
    posts = read(write, COORTWEET, "https://example.com,7,1,2018-06-18T17:00:00Z").posts
    assert posts["created_at"][0].isoformat() == "2018-06-18T17:00:00+00:00"


def test_pairs_of_posts_are_refused_by_name(write):
    with pytest.raises(NotPostsError, match="pairs of posts"):
        read(write, "object_id,content_id,content_id_y,account_id,timestamp_share\n", "u,1,2,7,1529341200")
