"""ConvoKit: old and new names, what lies beside the utterances, and corpora of Reddit."""

from __future__ import annotations

import json
import zipfile

import pytest

from reaction import read_posts
from reaction.loaders import load, sniff
from reaction.loaders.convokit import convokit


def utterance(number: str = "u2", **more):
    return {"id": number, "speaker": "ann", "conversation_id": "u1", "text": "hello", "reply-to": "u1", "timestamp": 1529323200, "meta": {}, **more}  # fmt: skip


def rows(path):
    return load(path).posts.to_dict("records")


@pytest.mark.parametrize(
    "record",
    [
        utterance(),
        {
            "id": "u2",
            "user": "ann",
            "root": "u1",
            "text": "hello",
            "reply_to": "u1",
            "timestamp": "1529323200",
        },
        {
            "id": "u2",
            "speaker": "ann",
            "root": "u1",
            "text": "hello",
            "reply-to": "u1",
            "timestamp": 1529323200.0,
        },
    ],
)
def test_names_of_today_and_of_yesterday(write, record):
    path = write(record)
    assert sniff(path).format == "convokit"
    (row,) = rows(path)
    names = ("platform", "post_id", "kind", "author_id", "conversation_id", "reply_to_id")
    assert [row[name] for name in names] == ["unknown", "u2", "reply", "ann", "u1", "u1"]
    assert row["created_at"].isoformat() == "2018-06-18T12:00:00+00:00"


def test_a_reply_to_itself_is_none_and_a_missing_parent_stays(write):
    posts = load(write(utterance("u1", **{"reply-to": "u1"}), utterance("u3", **{"reply-to": "gone"}))).posts
    assert posts["kind"].tolist() == ["original", "reply"]
    assert posts["ref_status"].tolist()[1] == "id_only"


@pytest.mark.parametrize("timestamp", [None, "", 3, "17", {"a": 1}])
def test_numbers_of_utterances_are_no_times(write, timestamp):
    (row,) = rows(write(utterance(timestamp=timestamp)))
    assert str(row["created_at"]) == "NaT"


COMPANIONS = {
    "speakers.json": {
        "ann": {"meta": {"name": "Ann Invented"}, "vectors": []},
        "bob": {"name": "Bob Invented"},
    },
    "conversations.json": {"s1": {"meta": {"title": "R&amp;D?", "num_comments": 2, "subreddit": "news"}}},
}


def reddit(number: str, **more):
    return utterance(number, conversation_id="s1", meta={"score": 3, "retrieved_on": 1529330000}, **more)


def test_corpora_of_reddit_meet_its_dumps(write, accounted):
    for name, content in COMPANIONS.items():
        write(content, name=f"corpus/{name}")
    path = write(reddit("s1", text="", **{"reply-to": None}), reddit("c1", speaker="[deleted]", text="[removed]", **{"reply-to": "s1"}), name="corpus/utterances.jsonl")  # fmt: skip
    dump = {
        "id": "c2",
        "body": "hi",
        "author": "bob",
        "subreddit": "news",
        "link_id": "t3_s1",
        "parent_id": "t1_c1",
    }
    posts = accounted(load([path, write(dump, name="dump.jsonl")])).posts.set_index("post_id")
    assert set(posts["platform"]) == {"reddit"}
    assert posts.loc[["t1_c1", "t1_c2"], "ref_status"].tolist() == ["full", "full"]
    root, gone = posts.loc["t3_s1"], posts.loc["t1_c1"]
    assert root[["text", "author_handle", "author_name", "n_replies", "community", "score"]].tolist() == ["R&D?", "ann", "Ann Invented", 2, "news", 3]  # fmt: skip
    assert gone["status"] == "removed"
    assert gone[["author_handle", "text"]].isna().all()


def test_a_corpus_as_it_is_downloaded(tmp_path):
    path = tmp_path / "news-corpus.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "news-corpus/utterances.jsonl", json.dumps(reddit("s1", **{"reply-to": None})) + "\n"
        )
        for name, content in COMPANIONS.items():
            archive.writestr(f"news-corpus/{name}", json.dumps(content))
    (row,) = rows(path)
    assert (row["text"], row["author_name"]) == ("R&D?\n\nhello", "Ann Invented")


@pytest.mark.parametrize("content", [[], "odd", {"s1": 5}, {"s1": {"meta": 7, "title": ["x"]}}])
def test_odd_companions_say_nothing(write, content):
    write(content, name="conversations.json")
    write(content, name="speakers.json")
    (row,) = rows(write(utterance("s1", conversation_id="s1"), name="utterances.jsonl"))
    assert (row["text"], row["author_handle"]) == ("hello", "ann")


@pytest.mark.parametrize(
    ("number", "permalink", "post_id", "conversation_id"),
    [
        ("s1", "/r/news/comments/s1/a/", "t3_s1", "t3_s1"),
        ("c1", "/r/news/comments/s1/a/c1/", "t1_c1", "t3_s1"),
        ("t1_c1", None, "t1_c1", None),
        ("t3_s1", None, "t3_s1", "t3_s1"),
    ],
)
def test_the_root_of_a_conversation_on_reddit_may_be_a_comment(number, permalink, post_id, conversation_id):
    root = utterance(number, conversation_id=number, meta={"subreddit": "news", "permalink": permalink}, **{"reply-to": None})  # fmt: skip
    (row,) = convokit(root, {})
    assert (row.post_id, row.conversation_id) == (post_id, conversation_id)


def test_what_lies_beside_the_utterances_says_the_subreddit_and_is_not_missed(write, tmp_path, recwarn):
    write({"subreddit": "news", "num_posts": 1}, name="corpus.json")
    write({"utterances-index": {}, "users-index": {}, "conversations-index": {}, "version": 1}, name="index.json")  # fmt: skip
    write({"ann": {"name": "Ann Invented"}}, name="users.json")
    write({"id": "u1", "user": "ann", "root": "u1", "text": "see https://example.com/a", "timestamp": 1529323200}, name="utterances.json")  # fmt: skip
    row = read_posts(tmp_path).iloc[0]
    assert row[["community", "author_name", "post_id"]].tolist() == ["news", "Ann Invented", "t3_u1"]
    assert not recwarn.list


def test_links_are_found_in_any_corpus():
    (row,) = convokit(utterance(text="see https://example.com/a."), {})
    assert row.urls == ["https://example.com/a"]


def test_what_somebody_changed_in_a_corpus_of_ours_is_unknown(write, accounted):
    meta = {"platform": "x", "kind": "odd", "is_context": "no", "created_at_quality": "sundial", "urls": "a", "n_likes": [], "media": [5], "quote_of_id": 7}  # fmt: skip
    (row,) = accounted(load(write(utterance("x:", text="", meta=meta)))).posts.to_dict("records")
    assert (row["post_id"], row["platform"], row["kind"], row["author_id"]) == ("x:", "x", "original", "ann")
