"""Tables for CooRTweet and coordination-network-toolkit: their columns, what is left out, and back again."""

from __future__ import annotations

import csv

import pytest

from reaction.errors import ExportError, NoInputError, SelectionWarning
from reaction.exports import to_coordination_toolkit, to_coortweet
from reaction.loaders import load

SECOND = 1_000_000
T0 = 1_529_341_200 * SECOND


@pytest.fixture
def posts(make_posts):
    return make_posts(
        post_id=["1", "1008599655142154241", "3", "4", "5"],
        kind=["original", "repost", "reply", "original", "original"],
        author_id=["7", "8", None, "9", "7"],
        author_handle=["ann", None, "bob", "cyd", "ann"],
        created_at=[T0, T0 + SECOND // 2, T0 + 2 * SECOND, T0, T0],
        text=["Same  Words\nhere", "Same words here", "same words HERE", "context", '=1+1, "quoted"'],
        urls=[["https://example.com/a", "https://example.com/b"], ["https://example.com/a"], [], None, None],
        hashtags=[["One", "one", "Two"], None, [], None, None],
        repost_of_id=[None, "1008599655142154000", None, None, None],
        reply_to_id=[None, None, "1", None, None],
        is_context=[False, False, False, True, False],
    )


def rows(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def shares(path):
    return [(row["object_id"], row["account_id"], row["content_id"]) for row in rows(path)]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("urls", [("https://example.com/a", "7", "1"), ("https://example.com/b", "7", "1")]),
        ("hashtags", [("one", "7", "1"), ("two", "7", "1")]),
        ("reposts", [("1008599655142154000", "8", "1008599655142154241")]),
        (
            "text",
            [("same words here", "7", "1"), ("same words here", "@bob", "3"), ('=1+1, "quoted"', "7", "5")],
        ),
    ],
)
def test_each_kind_of_sharing(posts, tmp_path, on, expected):
    path = to_coortweet(posts, tmp_path / "shares.csv", on=on)
    assert shares(path) == expected
    assert all(row["timestamp_share"].isdecimal() for row in rows(path))


def test_shares_come_back_through_our_own_loader(posts, tmp_path):
    loaded = load(to_coortweet(posts, tmp_path / "shares.csv"), platform="x").posts
    assert loaded["urls"].tolist() == [["https://example.com/a", "https://example.com/b"]]
    assert loaded[["post_id", "author_id"]].values.tolist() == [["1", "7"]]
    reposts = load(to_coortweet(posts, tmp_path / "reposts.csv", on="reposts"), platform="x").posts
    assert reposts[["kind", "repost_of_id"]].values.tolist() == [["repost", "1008599655142154000"]]


def test_something_else_is_not_shared(posts, tmp_path):
    with pytest.raises(ExportError, match=r"'links'.*urls, hashtags, reposts, text"):
        to_coortweet(posts, tmp_path / "shares.csv", on="links")


def test_the_toolkit_gets_its_eight_columns(posts, tmp_path):
    path = to_coordination_toolkit(posts, tmp_path / "posts.csv")
    assert (
        path.read_text().splitlines()[0]
        == "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls"
    )
    first, repost, reply, last = rows(path)
    assert first["urls"] == "https://example.com/a https://example.com/b"
    assert (repost["repost_id"], repost["username"], repost["timestamp"]) == (
        "1008599655142154000",
        "",
        "1529341200.5",
    )
    assert (reply["user_id"], reply["reply_id"]) == ("@bob", "1")
    assert last["message"] == '=1+1, "quoted"'


def test_posts_without_links_share_no_address(posts, tmp_path):
    """The toolkit splits an empty cell into one empty address, which ties all such accounts to each other."""
    found = rows(to_coordination_toolkit(posts, tmp_path / "posts.csv"))
    without = [row["urls"] for row in found[2:]]
    assert len(set(without)) == len(without)
    assert all(cell.startswith("about:blank#") for cell in without)


def test_the_toolkits_table_comes_back_through_our_own_loader(posts, tmp_path):
    back = load(to_coordination_toolkit(posts, tmp_path / "posts.csv"), platform="x").posts
    hits = posts[~posts["is_context"]].reset_index(drop=True)
    for name in ("post_id", "kind", "author_id", "author_handle", "text", "repost_of_id", "reply_to_id"):
        assert back[name].fillna("").tolist() == hits[name].fillna("").tolist(), name
    assert back["created_at"].tolist() == hits["created_at"].tolist()
    assert back["urls"].tolist() == [["https://example.com/a", "https://example.com/b"], ["https://example.com/a"], [], []]  # fmt: skip


def test_what_can_t_be_placed_is_left_out_with_a_warning(posts, tmp_path):
    nameless = posts.assign(author_id=None, author_handle=None)
    with pytest.warns(
        SelectionWarning, match="leaves out 3 of 3 posts, whose account or time is unknown"
    ) as caught:
        assert rows(to_coortweet(nameless, tmp_path / "shares.csv")) == []
    assert caught[0].filename == __file__
    unclear = posts.assign(repost_of_id=None)
    with pytest.warns(SelectionWarning, match="leaves out 1 reposts of which") as caught:
        assert len(rows(to_coordination_toolkit(unclear, tmp_path / "posts.csv"))) == 3
    assert caught[0].filename == __file__


def test_ids_name_their_platform_where_there_are_several(posts, tmp_path):
    mixed = posts.assign(platform=posts["platform"].cat.add_categories("bluesky"))
    mixed.loc[4, "platform"] = "bluesky"
    assert shares(to_coortweet(mixed, tmp_path / "shares.csv"))[0] == ("https://example.com/a", "x:7", "x:1")
    assert shares(to_coortweet(mixed, tmp_path / "r.csv", on="reposts"))[0][0] == "x:1008599655142154000"


@pytest.mark.parametrize("write", [to_coortweet, to_coordination_toolkit])
def test_a_folder_that_is_not_there(posts, tmp_path, write):
    with pytest.raises(NoInputError, match="does not exist"):
        write(posts, tmp_path / "nowhere" / "file.csv")
