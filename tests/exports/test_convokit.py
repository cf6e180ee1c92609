"""Corpora for ConvoKit: what its reader and its integrity check ask for, and back through our own loader."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction import schema
from reaction.errors import ExportError, MissingColumnError
from reaction.exports import to_convokit
from reaction.loaders import load

FIELDS = {"id", "conversation_id", "text", "speaker", "meta", "reply-to", "timestamp", "vectors"}


def corpus(posts, folder):
    utterances, speakers, conversations, overall, index = to_convokit(posts, folder)
    lines = utterances.read_text().splitlines()
    return (
        {one["id"]: one for one in map(json.loads, lines)},
        *(json.loads(file.read_text()) for file in (speakers, conversations, overall, index)),
    )


@pytest.fixture
def thread(make_posts):
    return make_posts(
        text=["Yes.", "No!", None, "Later.", "And =1+1"],
        kind=["original", "reply", "reply", "reply", "original"],
        author_id=["7", "8", None, "7", None],
        author_handle=["ann", "bob", None, "anna", "cyd"],
        author_followers=[10, None, None, 12, None],
        created_at=[1_529_341_200_500_000, 1_529_341_260_000_000, None, 1_529_341_320_000_000, 1],
        reply_to_id=[None, "1", "2", "999", None],
        urls=[["https://example.com/a"], [], None, None, None],
    )


def test_utterances_have_the_fields_that_convokit_reads(thread, tmp_path):
    utterances, speakers, conversations, _, index = corpus(thread, tmp_path)
    assert all(set(one) == FIELDS for one in utterances.values())
    assert [one["conversation_id"] for one in utterances.values()] == ["1", "1", "1", "4", "5"]
    assert [one["reply-to"] for one in utterances.values()] == [None, "1", "2", None, None]
    assert [one["timestamp"] for one in utterances.values()] == [1529341200, 1529341260, None, 1529341320, 0]
    assert [one["text"] for one in utterances.values()] == ["Yes.", "No!", "", "Later.", "And =1+1"]
    assert set(conversations) == {"1", "4", "5"}
    assert set(index) == {"utterances-index", "speakers-index", "conversations-index", "overall-index", "vectors", "version"}  # fmt: skip
    assert index["utterances-index"]["urls"] == ["<class 'list'>"]
    assert set(speakers) == {one["speaker"] for one in utterances.values()}


def test_what_is_no_field_is_metadata(thread, tmp_path):
    utterances, _, _, _, index = corpus(thread.assign(stance=["for", "against", None, None, None]), tmp_path)
    first, *_, fourth, _ = utterances.values()
    assert (first["meta"]["stance"], first["meta"]["urls"]) == ("for", ["https://example.com/a"])
    assert first["meta"]["created_at"] == "2018-06-18T17:00:00.500000+00:00"
    assert fourth["meta"]["reply_to_id"] == "999"
    assert set(first["meta"]) == set(index["utterances-index"])
    assert not any(name.startswith("author_") for name in first["meta"])


def test_accounts_are_as_their_last_post_shows_them(thread, tmp_path):
    utterances, speakers, *_ = corpus(thread, tmp_path)
    assert speakers["7"]["meta"]["author_handle"] == "anna"
    assert speakers["7"]["meta"]["author_followers"] == 12
    assert speakers["8"]["meta"]["author_followers"] is None
    assert [one["speaker"] for one in utterances.values()] == ["7", "8", "unknown author of 3", "7", "@cyd"]


def test_several_platforms_do_not_mix(make_posts, tmp_path):
    posts = make_posts(
        platform=["x", "reddit", "reddit"],
        post_id=["1", "1", "2"],
        reply_to_id=[None, None, "1"],
        author_handle=["ann", "ann", None],
    )
    utterances, speakers, *_ = corpus(posts, tmp_path)
    assert list(utterances) == ["x:1", "reddit:1", "reddit:2"]
    assert utterances["reddit:2"]["reply-to"] == "reddit:1"
    assert set(speakers) == {"x:@ann", "reddit:@ann", "unknown author of reddit:2"}


@given(st.lists(st.one_of(st.none(), st.integers(0, 12)), max_size=12))
def test_every_conversation_has_one_root(tmp_path_factory, parents):
    n = len(parents)
    posts = schema.from_columns(
        {
            "platform": ["x"] * n,
            "post_id": [str(i) for i in range(n)],
            "kind": ["original"] * n,
            "reply_to_id": [None if parent is None else str(parent) for parent in parents],
        }
    )
    utterances, _, conversations, *_ = corpus(posts, tmp_path_factory.mktemp("corpus"))
    roots = [one for one in utterances.values() if one["reply-to"] is None]
    assert sorted(one["id"] for one in roots) == sorted(conversations)
    for one in utterances.values():
        seen = []
        walk = one
        while walk["reply-to"] is not None:
            assert walk["id"] not in seen
            seen.append(walk["id"])
            walk = utterances[walk["reply-to"]]
        assert one["conversation_id"] == walk["id"] == walk["conversation_id"]


def test_the_corpus_comes_back_through_our_own_loader(thread, tmp_path):
    to_convokit(thread, tmp_path)
    back = load(tmp_path, platform="x").posts
    assert back["post_id"].tolist() == thread["post_id"].tolist()
    assert back["created_at"].dt.floor("s")[:2].tolist() == thread["created_at"].dt.floor("s")[:2].tolist()
    assert back["text"].fillna("").tolist() == thread["text"].fillna("").tolist()
    assert back["reply_to_id"].fillna("").tolist() == ["", "1", "2", "999", ""]
    assert back["conversation_id"].fillna("").tolist() == ["1", "1", "1", "", "5"]
    assert back["kind"].tolist() == thread["kind"].tolist()
    assert back["author_handle"].fillna("").tolist() == ["anna", "bob", "", "anna", "cyd"]
    assert back["urls"].map(list, na_action="ignore").tolist()[:2] == [["https://example.com/a"], []]
    assert set(back["platform"]) == set(thread["platform"])


def test_a_table_without_posts_is_a_corpus_too(tmp_path):
    utterances, speakers, conversations, *_ = corpus(schema.empty(), tmp_path / "new")
    assert (utterances, speakers, conversations) == ({}, {}, {})


def test_posts_that_occur_twice_are_refused(make_posts, tmp_path):
    with pytest.raises(ExportError, match="'1' occurs twice"):
        to_convokit(make_posts(post_id=["1", "1"]), tmp_path)


def test_missing_columns_are_named(tmp_path):
    with pytest.raises(MissingColumnError, match="to_convokit needs"):
        to_convokit(pd.DataFrame({"post_id": ["1"]}), tmp_path)
