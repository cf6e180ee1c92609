from __future__ import annotations

import pandas as pd
import pytest

from reaction.loaders import load

ANN = {"id": "108", "acct": "ann", "username": "ann", "display_name": "Ann", "verified": True}


def captured(platform, data, at=1_709_380_800_000):
    return {"nav_index": "1:2:3", "item_id": "x", "timestamp_collected": at, "source_platform": platform, "data": data}  # fmt: skip


def truth(post_id="112", at=1_709_380_800_000, **more):
    data = {
        "id": post_id,
        "created_at": "2024-03-01T12:00:00.000Z",
        "content": "hello",
        "account": ANN,
        **more,
    }
    return captured("truthsocial.com", data, at)


def gab(post_id="112", **more):
    return captured("gab.com", {"i": post_id, "id": post_id, "ca": "2024-03-01T12:00:00.000Z", "c": "hello", "ai": "5", **more})  # fmt: skip


def rows(loaded):
    return loaded.posts.set_index("post_id")


@pytest.mark.parametrize(
    ("content", "text", "urls"),
    [
        ("5 < 6 & see https://example.com/a.", "5 < 6 & see https://example.com/a.", ["https://example.com/a"]),
        ('<p>R&amp;D</p><p><a href="https://example.com/a">example</a></p>', "R&D\n\nexample", ["https://example.com/a"]),
        ("", "", []),
    ],
)  # fmt: skip
def test_texts_come_with_markup_or_without(write, accounted, content, text, urls):
    row = accounted(load(write(truth(content=content)))).posts.iloc[0]
    assert (row["text"], list(row["urls"])) == (text, urls)


def test_the_copy_that_was_captured_last_gives_the_counts(write, accounted):
    later, sooner = truth(at=1_709_380_900_000, favourites_count=9), truth(favourites_count=3)
    posts = accounted(load(write(later, sooner))).posts
    assert posts["n_likes"].tolist() == [9]
    assert posts["metrics_at"].tolist() == [pd.Timestamp(1_709_380_900, unit="s", tz="UTC")]


def test_posts_inside_a_post_are_context(write, accounted):
    first = truth("1")["data"]
    items = (
        truth("2", content="", reblog=first),
        truth(
            "3", quote_id="1", quote=first, content="Look RT: https://truthsocial.com/users/ann/statuses/1"
        ),
        truth("4", in_reply_to_id="1", in_reply_to_account_id="108", in_reply_to=first),
    )
    posts = rows(accounted(load(write(*items), context=True)))
    assert posts["kind"].to_dict() == {"1": "original", "2": "repost", "3": "quote", "4": "reply"}
    assert posts.index[posts["is_context"]].tolist() == ["1"]
    assert set(posts["ref_status"].dropna()) == {"full"}
    assert posts["text"].to_dict() == {"1": "hello", "2": "hello", "3": "Look", "4": "hello"}


def test_what_4cat_stores_is_the_same_format(write, accounted):
    stored = truth()["data"] | {"__import_meta": {k: v for k, v in truth().items() if k != "data"}}
    loaded = accounted(load(write(stored)))
    assert loaded.posts["source_format"].tolist() == ["zeeschuimer-truth-social"]
    assert loaded.posts["collected_at"].notna().all()


@pytest.mark.parametrize(
    ("more", "likes"),
    [
        ({"fbc": 4}, 4),
        ({"fc": 5}, 5),
        ({"fbc": None, "rcs": {"1": 2, "3": "1"}}, 3),
        ({"fbc": None, "rcs": 7}, None),
        ({}, None),
    ],
)
def test_gabs_reactions_have_had_several_names(write, accounted, more, likes):
    found = accounted(load(write(gab(**more)))).posts["n_likes"].iloc[0]
    assert found == likes if likes is not None else pd.isna(found)


@pytest.mark.parametrize(
    ("more", "kind", "quoted"),
    [({}, "original", None), ({"ir": True}, "reply", None), ({"hq": True, "qoi": "9"}, "quote", "9")],
)
def test_gab_says_what_a_post_is(write, accounted, more, kind, quoted):
    row = accounted(load(write(gab(**more)))).posts.iloc[0]
    assert row["kind"] == kind
    assert row["quote_of_id"] == quoted if quoted else pd.isna(row["quote_of_id"])


def test_gab_without_the_author_knows_the_id(write, accounted):
    row = accounted(load(write(gab()))).posts.iloc[0]
    assert row["author_id"] == "5"
    assert pd.isna(row["author_handle"])
    assert pd.isna(row["url"])


def test_gab_posts_of_all_versions_are_one(write, accounted):
    early = captured("gab.com", {"type": "post", "id": "112", "content": "hello", "account": {"id": "5", "username": "ann"}, "reposts_count": 2})  # fmt: skip
    posts = accounted(load(write(early, gab()))).posts
    assert posts[["post_id", "author_handle", "n_reposts"]].to_numpy().tolist() == [["112", "ann", 2]]


@pytest.mark.parametrize("kind", ["group", "user"])
def test_gabs_groups_and_accounts_are_no_posts(write, accounted, kind):
    loaded = accounted(load(write(captured("gab.com", {"type": kind, "id": "7"}))))
    assert loaded.report.reasons == {f"not a post: {kind}": 1}
