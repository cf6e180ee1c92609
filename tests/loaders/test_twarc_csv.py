from __future__ import annotations

import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction.errors import NotPostsError
from reaction.loaders import load, sniff
from reaction.loaders.twarc_csv import twarc_csv

COLUMNS = ("id", "text", "author_id", "author.username", "created_at", "public_metrics.like_count")


def cells(post_id: int | str = 1008599655142154241, text: str = "hello", **more: str) -> dict[str, str]:
    return {
        "id": str(post_id),
        "text": text,
        "author_id": "7",
        "author.id": "7",
        "author.username": "ann",
        "created_at": "2018-06-18T06:37:51.000Z",
        **{name.replace("__", "."): cell for name, cell in more.items()},
    }


def repost(text: str = "the whole of it", **more: str) -> dict[str, str]:
    return cells(text=text, referenced_tweets__retweeted__id="1008590000000000001", **more)


def posts_of(path) -> pd.DataFrame:
    return load(path, context=True).posts.set_index("post_id")


@given(st.text(st.characters(exclude_characters="\\\r", exclude_categories=("Cs",)), max_size=40))
def test_line_breaks_come_back(text):
    [row] = twarc_csv(cells(text=text.replace("\n", "\\n")))
    assert row.text == text


@pytest.mark.parametrize("text", ["hello", 'say "no"', "line\nbreak", "a \\n that was typed", "é 🐸"])
def test_texts_written_as_json_are_decoded(write_table, text):
    encoded = {name: json.dumps(cell) for name, cell in cells(text=text).items()}
    path = write_table(encoded | {"public_metrics.like_count": "3"})
    row = posts_of(path).loc["1008599655142154241"]
    assert (row["text"], row["author_handle"], row["n_likes"]) == (text, "ann", 3)
    assert row["created_at"] == pd.Timestamp("2018-06-18T06:37:51Z")


def test_counts_of_a_repost_are_its_originals(write_table):
    path = write_table(
        repost(retweeted_user_id="9", retweeted_username="bob", public_metrics__like_count="41")
    )
    posts = posts_of(path)
    assert posts["kind"].tolist() == ["repost", "original"]
    assert posts["n_likes"].tolist() == [pd.NA, 41]
    assert posts["is_context"].tolist() == [False, True]
    assert posts["author_handle"].tolist() == ["ann", "bob"]
    assert posts["ref_status"].tolist()[0] == "full"


def test_an_original_that_is_missing_is_not_made_up(write_table):
    posts = posts_of(write_table(repost("RT @bob: the beginning of…", public_metrics__like_count="0")))
    [row] = posts.to_dict("records")
    assert (row["text"], row["text_truncated"], row["ref_status"]) == ("the beginning of…", True, "recovered")
    assert posts["n_likes"].isna().all()


@pytest.mark.parametrize(
    ("mentions", "expected"), [('["@Bob"]', []), ('["@bob", "@cid"]', ["cid"]), ("", None), ("[broken", None)]
)
def test_a_repost_does_not_mention_the_author_of_its_original(mentions, expected):
    given_cells = repost("with @cid", retweeted_user_id="9", retweeted_username="bob")
    given_cells |= {"entities.mentions": mentions} if mentions else {}
    assert next(iter(twarc_csv(given_cells))).mentions == expected


def test_an_empty_entity_cell_means_none_only_if_x_found_others():
    assert next(iter(twarc_csv(cells()))).hashtags is None
    assert next(iter(twarc_csv(cells(entities__urls='["https://example.com"]')))).hashtags == []


@pytest.mark.parametrize(
    "item", ["pic.twitter.com/a1", {"expanded_url": "https://x.com/a", "media_key": "3_1"}]
)
def test_links_to_pictures_are_no_links(item):
    assert next(iter(twarc_csv(cells(entities__urls=json.dumps([item, "https://example.com"]))))).urls == [
        "https://example.com"
    ]


@pytest.mark.parametrize(("kind", "context"), [("quoted", True), ("replied_to", True), ("", False)])
def test_posts_that_came_along_are_known_by_their_type(write_table, kind, context):
    posts = posts_of(write_table(cells(type=kind)))
    assert posts["is_context"].tolist() == [context]


def test_cells_in_the_wrong_columns_are_rejected(write_table, accounted):
    shifted = {"id": "90412233", "author_id": "Some Client", "author.username": "2016-06-08T10:08:00.000Z"}
    shifted |= {"created_at": "1186.0", "text": "everyone"}
    loaded = accounted(load(write_table(cells(), shifted)))
    assert len(loaded.posts) == 1
    assert loaded.report.reasons == {"cells stand in the wrong columns": 1}


def test_one_odd_cell_costs_itself(write_table, accounted):
    loaded = accounted(load(write_table(cells(conversation_id="what?"), columns=COLUMNS)))
    assert loaded.posts["author_id"].tolist() == ["7"]
    assert loaded.posts["conversation_id"].tolist() == ["1008599655142154241"]


def test_damaged_references_are_left_out_and_the_kind_stays(write_table, accounted):
    path = write_table(cells(referenced_tweets__replied_to__id="1.0086E+18"), columns=COLUMNS)
    loaded = accounted(load(path))
    assert loaded.posts["kind"].tolist() == ["reply"]
    assert loaded.posts["reply_to_id"].isna().all()
    assert loaded.report.odd["field"].tolist() == ["reply_to_id"]


@pytest.mark.parametrize(
    ("columns", "what"),
    [
        (("id", "created_at", "username", "public_metrics.followers_count"), "accounts"),
        (("start", "end", "tweet_count"), "counts of posts"),
        (("id", "action", "created_at", "redacted_at", "reason"), "compliance events"),
    ],
)
def test_other_tables_of_twarc_are_refused(write, columns, what):
    with pytest.raises(NotPostsError, match=what):
        sniff(write(",".join(columns).encode() + b"\n" + b"1," * len(columns)))


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"author.description": '"A sailor"'}, "He said\nno"),
        ({"author.description": "A sailor"}, '"He said\nno"'),
        (
            {"author.description": '"A sailor"', "__twarc.retrieved_at": "2022-01-01T00:00:00Z"},
            '"He said\nno"',
        ),
    ],
    ids=["first version", "a quotation", "a later version"],
)
def test_the_first_version_wrote_texts_as_json_but_no_ids(more, expected):
    [row] = twarc_csv(cells(text=r'"He said\nno"') | more)
    assert row.text == expected


def test_lists_are_read_as_python_writes_them_too():
    [row] = twarc_csv(cells(entities__hashtags="['#a', '#b']", edit_history_tweet_ids="['1', '1008599655142154241']"))  # fmt: skip
    assert (row.hashtags, row.edits) == (["a", "b"], ["1", "1008599655142154241"])


def test_the_link_of_a_profile_is_expanded():
    urls = json.dumps([{"url": "https://t.co/p", "expanded_url": "https://ann.example.com"}])
    [row] = twarc_csv(cells(author__url="https://t.co/p", author__entities__url__urls=urls))
    assert row.author.url == "https://ann.example.com"
