"""Tables of Reddit posts: ids that spreadsheets damage, columns that are missing, and a real one."""

from __future__ import annotations

import csv
from datetime import UTC, datetime

import pytest

from reaction import schema
from reaction.loaders import load, sniff


def table(write, header: str, *rows: str, name: str = "posts.csv"):
    return write("\n".join([header, *rows, ""]).encode(), name=name)


@pytest.mark.parametrize(
    ("row", "post_id"),
    [
        ("13e10,t3_13e10,", "t3_13e10"),
        ("13e10,,", "t3_13e10"),
        ("1.30E+11,t3_13e10,", "t3_13e10"),
        ("1.30E+11,,http://www.reddit.com/r/news/comments/13e10/a/", "t3_13e10"),
    ],
)
def test_ids_in_base_36_that_look_like_numbers(write, row, post_id):
    path = table(write, "title,created_utc,id,name,permalink", f"A title,1354123731.0,{row}")
    assert load(path).posts["post_id"].tolist() == [post_id]


def test_an_id_that_is_lost_is_said_to_be(write, accounted):
    path = table(write, "title,created_utc,id,name,permalink", "A title,1354123731.0,1.30E+11,,")
    assert accounted(load(path)).rejects["reason"].tolist() == ["damaged post id"]


def test_times_of_other_columns_have_no_stated_zone(write):
    path = table(write, "title,score,id,comms_num,created,timestamp", "A title,5,l6ulcx,6,1611862661.0,2021-01-28 21:37:41")  # fmt: skip
    assert load(path).posts["created_at_quality"].tolist() == ["assumed_tz"]


def test_comments_and_the_community_they_are_in(write):
    path = table(write, "id,author,body,created_utc,link_id,parent_id,subreddit,score", "c1,None,hello,1354200000,t3_s1,t1_c0,r/news,-2")  # fmt: skip
    (row,) = load(path).posts.to_dict("records")
    assert [row[name] for name in ("post_id", "reply_to_id", "community", "score")] == ["t1_c1", "t1_c0", "news", -2]  # fmt: skip
    assert row["author_handle"] != row["author_handle"]


def test_a_table_of_4cat_is_none_of_reddits(write):
    header = "id,thread_id,timestamp,unix_timestamp,body,author,subreddit,created_utc"
    path = table(write, header, "1,1,2021-01-28 21:37:41,1611869861,x,y,news,5")
    assert sniff(path).format != "reddit-csv"


def plain(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("\r\n", "\n")


def test_a_real_table(real_data, accounted):
    path = real_data / "fixtures/tabular/reddit_technology.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    loaded = accounted(load(path))
    posts = loaded.posts.set_index("post_id")
    schema.validate(loaded.posts)
    assert (loaded.report.records, loaded.report.rejects) == (len(rows), 0)
    assert set(posts.index) == set(rows)
    for name, row in rows.items():
        found, title, body = posts.loc[name], plain(row["title"]), plain(row["selftext"])
        assert found["text"] == (f"{title}\n\n{body}" if body else title)
        assert found["score"] == int(row["score"])
        assert found["n_replies"] == int(row["num_comments"])
        assert found["created_at"] == datetime.fromtimestamp(float(row["created_utc"]), UTC)
        assert found["community"] == "technology"
        assert (found["status"] == "edited") == (row["edited"] == "True")
        assert bool(len(found["urls"])) == (row["is_self"] == "False" or "http" in body)


def test_comments_among_rows_that_all_have_titles(write):
    path = table(
        write,
        "title,score,id,url,comms_num,created,body,timestamp",
        "A title,5,l6ulcx,https://example.com,6,1611862661.0,,2021-01-28 21:37:41",
        "Comment,5,glc4xyz,,0,1611862999.0,no,2021-01-28 21:43:19",
        "Comment,5,l6ulcy,https://example.com,0,1611862999.0,,2021-01-28 21:43:19",
    )
    posts = load(path).posts
    assert posts["post_id"].tolist() == ["t3_l6ulcx", "t1_glc4xyz", "t3_l6ulcy"]
    assert posts["text"].tolist() == ["A title", "no", "Comment"]


@pytest.mark.parametrize(
    ("cell", "handle"), [("Redditor(name='ann-b_c')", "ann-b_c"), ("ann", "ann"), ("None", None)]
)
def test_accounts_that_python_wrote(write, cell, handle):
    path = table(write, "id,created_utc,subreddit,body,author", f"c1,1529323200,news,hi,{cell}")
    assert load(path).posts["author_handle"].astype(object).where(lambda s: s.notna(), None).tolist() == [
        handle
    ]
