from __future__ import annotations

import io
import json
import tarfile
import zipfile

import pandas as pd
import pytest

from reaction.errors import CompanionError
from reaction.loaders import load

ME, PUBLIC = "https://home.example/users/ann", "https://www.w3.org/ns/activitystreams#Public"
ACTOR = {"id": ME, "type": "Person", "preferredUsername": "ann", "name": "Ann", "url": "https://home.example/@ann", "outbox": "outbox.json"}  # fmt: skip


def create(number, **note):
    to = {"to": [PUBLIC], "cc": [f"{ME}/followers"]}
    made = {"id": f"{ME}/statuses/{number}", "type": "Note", "published": "2024-03-01T12:00:00Z", "content": "<p>hello</p>", **to, **note}  # fmt: skip
    return {"id": f"{made['id']}/activity", "type": "Create", "actor": ME, "object": made}


def announce(number, original, *cc):
    return {"id": f"{ME}/statuses/{number}/activity", "type": "Announce", "actor": ME, "published": "2024-03-01T12:00:00Z", "to": [PUBLIC], "cc": [f"{ME}/followers", *cc], "object": original}  # fmt: skip


def outbox(*activities):
    return {"@context": "https://www.w3.org/ns/activitystreams", "id": "outbox.json", "type": "OrderedCollection", "totalItems": len(activities), "orderedItems": list(activities)}  # fmt: skip


@pytest.fixture
def read(write, accounted):
    def read_outbox(*activities, **options):
        return accounted(load(write(outbox(*activities), name="outbox.json"), **options))

    return read_outbox


def packed_tar(path, files):
    with tarfile.open(path, "w:gz") as tar:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))


def packed_zip(path, files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)


@pytest.mark.parametrize(("name", "pack"), [("archive-1.tar.gz", packed_tar), ("archive-1.zip", packed_zip)])
def test_an_archive_is_read_as_it_comes(tmp_path, accounted, name, pack):
    likes = {"id": "likes.json", "type": "OrderedCollection", "orderedItems": ["https://other.example/1"]}
    records = {"actor.json": ACTOR, "likes.json": likes, "outbox.json": outbox(create(1), announce(2, create(1)["object"]))}  # fmt: skip
    files = {name: json.dumps(record).encode() for name, record in records.items()}
    pack(tmp_path / name, files | {"avatar.png": b"\x89PNG"})
    loaded = accounted(load(tmp_path / name))
    assert sorted(loaded.posts["kind"]) == ["original", "repost"]
    assert set(loaded.posts["author_name"]) == {"Ann"}
    assert set(loaded.posts["text"]) == {"hello"}
    assert loaded.report.skipped["expected"].all()


@pytest.mark.parametrize("name", ["actor.json", "likes.json"])
def test_other_parts_hold_no_posts(write, name):
    records = {"actor.json": ACTOR, "likes.json": {"id": "likes.json", "type": "OrderedCollection", "orderedItems": ["x"]}}  # fmt: skip
    with pytest.raises(CompanionError):
        load(write(records[name], name=name))


def test_without_its_profile_an_archive_still_names_its_author(read):
    row = read(create(1)).posts.iloc[0]
    assert row[["author_id", "author_handle"]].tolist() == ["https://home.example/@ann", "ann@home.example"]


@pytest.mark.parametrize(
    ("parent", "tags", "author"),
    [
        ("https://other.example/users/bob/statuses/1", [], ["https://other.example/@bob", "bob@other.example"]),
        (
            "https://other.example/ap/users/5/statuses/1",
            [{"type": "Mention", "href": "https://other.example/ap/users/5", "name": "@bob@other.example"}],
            ["https://other.example/ap/users/5", "bob@other.example"],
        ),
        ("https://mk.example/notes/1", [{"type": "Mention", "href": "https://mk.example/users/9", "name": "@bob"}], [None, None]),
    ],
)  # fmt: skip
def test_a_reply_knows_its_parents_author_by_address_or_mention(read, parent, tags, author):
    row = read(create(1, inReplyTo=parent, tag=tags)).posts.iloc[0]
    assert row[["kind", "reply_to_id"]].tolist() == ["reply", parent]
    found = row[["reply_to_author_id", "reply_to_author_handle"]]
    assert [None if pd.isna(value) else value for value in found] == author


def test_accounts_without_their_name_in_the_address_are_named_by_their_pages(read):
    me = "https://home.example/ap/users/116000000000000001"
    note = {
        "attributedTo": me,
        "url": "https://home.example/@ann/116000000000000002",
        "inReplyTo": f"{me}/statuses/116000000000000001",
    }
    row = read({**create(1, **note), "actor": me}).posts.iloc[0]
    assert row[["author_id", "author_handle", "community"]].tolist() == [
        me,
        "ann@home.example",
        "home.example",
    ]
    assert row[["reply_to_author_id", "reply_to_author_handle"]].tolist() == [me, "ann@home.example"]


def test_a_list_that_is_written_twice_is_read(write, accounted):
    content = json.dumps(outbox(create(1))).replace(
        '"orderedItems": [', '"orderedItems": [], "orderedItems": ['
    )
    assert len(accounted(load(write(content.encode(), name="outbox.json"))).posts) == 1


def test_a_boost_knows_whom_it_was_sent_to(read):
    posts = read(
        announce(1, "https://other.example/users/bob/statuses/1", "https://other.example/users/bob"),
        announce(2, "https://mk.example/notes/1", "https://mk.example/users/9"),
    ).posts
    assert posts["repost_of_author_id"].tolist() == [
        "https://other.example/@bob",
        "https://mk.example/users/9",
    ]
    assert set(posts["ref_status"]) == {"recovered"}


@pytest.mark.parametrize(
    ("to", "cc", "kept"),
    [
        ([PUBLIC], [], 1),
        ([f"{ME}/followers"], ["https://other.example/users/bob"], 1),
        (["https://other.example/users/bob"], [], 0),
        ([], [], 1),
    ],
)
def test_direct_messages_are_no_posts(read, to, cc, kept):
    loaded = read(create(1, to=to, cc=cc))
    assert (loaded.report.posts, loaded.report.rejects) == (kept, 1 - kept)


def test_an_archive_and_the_api_name_the_same_posts(write, accounted):
    number = "111000000000000001"
    account = {"id": "5", "acct": "ann", "url": "https://home.example/@ann"}
    shown = {"id": number, "uri": f"{ME}/statuses/{number}", "visibility": "public", "in_reply_to_account_id": None, "content": "<p>hello</p>", "account": account, "favourites_count": 3}  # fmt: skip
    paths = [write(outbox(create(number)), name="outbox.json"), write(shown)]
    posts = accounted(load(paths)).posts
    assert posts[["author_id", "author_handle", "n_likes"]].to_numpy().tolist() == [["https://home.example/@ann", "ann@home.example", 3]]  # fmt: skip


def test_an_empty_outbox_is_an_archive(read):
    assert read().report.records == 0
