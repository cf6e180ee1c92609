from __future__ import annotations

import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction.loaders import load, read_posts
from reaction.loaders.telegram_desktop import telegram_desktop

CHANNEL = {"name": "Town News", "type": "public_channel", "id": 1234567890}


def message(number=7, **more):
    return {
        "id": number,
        "type": "message",
        "date": "2018-06-18T14:00:00",
        "date_unixtime": "1529323200",
        "from": "Ann",
        "from_id": "user101",
        "text": "hello",
        "text_entities": [],
        **more,
    }


def row_of(given, chat=CHANNEL):
    [row] = telegram_desktop(given, chat)
    return row


def test_the_time_is_the_server_s_not_the_exporting_computer_s(write):
    old = message(8)
    del old["date_unixtime"]
    posts = read_posts(write({**CHANNEL, "messages": [message(7), old]}, name="result.json"))
    assert posts["created_at"].tolist() == [
        pd.Timestamp("2018-06-18T12:00:00Z"),
        pd.Timestamp("2018-06-18T14:00:00Z"),
    ]
    assert posts["created_at_quality"].tolist() == ["exact", "assumed_tz"]


@pytest.mark.parametrize(
    ("chat_id", "unix_time", "key"),
    [
        (1234567890, "1529323200", "1234567890/7"),
        (9824502482, None, "1234567890/7"),  # a channel in an export of before 2021
        (4294968196, None, "900/7"),  # a small group
        (9824502482, "1529323200", "9824502482/7"),
    ],
)
def test_the_id_of_a_chat_is_the_bare_one(chat_id, unix_time, key):
    given = message(date_unixtime=unix_time)
    if unix_time is None:
        del given["date_unixtime"]
    assert row_of(given, {**CHANNEL, "id": chat_id}).post_id == key


@pytest.mark.parametrize(
    ("given", "unix_time", "author"),
    [
        ("user5000000101", "1529323200", "5000000101"),
        (101, None, "101"),
        (4294967397, None, "101"),  # in an export of before 2021
    ],
)
def test_the_id_of_an_account_is_the_bare_one(given, unix_time, author):
    given = message(from_id=given, date_unixtime=unix_time)
    if unix_time is None:
        del given["date_unixtime"]
    assert row_of(given).author.id == author


def test_a_chat_without_its_id_is_known_by_its_name(write, accounted):
    nameless = {key: value for key, value in message(from_id=None).items() if key != "from"}
    chat = {"name": "Town News", "type": "public_channel", "messages": [message(7), nameless | {"id": 8}]}
    posts = accounted(load(write(chat, name="result.json"))).posts
    assert posts["post_id"].tolist() == ["Town News/7", "Town News/8"]
    assert posts["author_name"].tolist() == ["Ann", "Town News"]
    assert posts[["url"]].isna().all().all()


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"file": "a", "mime_type": "image/png"}, "photo"),
        ({"file": "a", "mime_type": "application/pdf"}, "file"),
        ({"file": "a", "mime_type": "video/mp4", "media_type": "animation"}, "animated_gif"),
    ],
)
def test_what_is_sent_as_a_file_is_known_by_its_type(more, kind):
    assert [medium.type for medium in row_of(message(**more)).media] == [kind]


@given(st.lists(st.text() | st.text().map(lambda text: {"type": "bold", "text": text})))
def test_the_text_is_that_of_all_its_stretches(parts):
    whole = "".join(part if isinstance(part, str) else part["text"] for part in parts)
    assert row_of(message(text=parts)).text == whole
    assert row_of(message(text=whole)).text == whole


def test_entities_are_listed_in_the_text_of_older_exports():
    found = [
        "Read ",
        {"type": "text_link", "text": "this", "href": "https://example.com/a"},
        {"type": "link", "text": "example.com/b"},
        {"type": "hashtag", "text": "#news"},
        {"type": "mention", "text": "@ann"},
    ]
    old = message(text=found)
    del old["text_entities"]
    for row in (row_of(old), row_of(message(text_entities=found[1:]))):
        assert row.urls == ["https://example.com/a", "example.com/b"]
        assert (row.hashtags, row.mentions) == (["news"], ["ann"])


@pytest.mark.parametrize(
    ("more", "author"),
    [
        ({}, ("101", "Ann")),
        ({"from": None}, None),
        ({"from": None, "from_id": None}, None),
        ({"from_id": 101}, ("101", "Ann")),
        ({"from": "Town News", "from_id": "channel1234567890"}, ("1234567890", "Town News")),
    ],
)
def test_a_deleted_account_is_no_author(more, author):
    found = row_of(message(**more)).author
    assert (found and (found.id, found.name)) == author


def test_what_a_channel_says_is_said_by_the_channel():
    old = message()
    del old["from"], old["from_id"]
    assert row_of(old).author.id == "1234567890"
    assert row_of(old, {**CHANNEL, "type": "private_supergroup"}).author is None


def test_reactions_are_no_likes():
    reactions = [{"type": "emoji", "count": 12, "emoji": "👍"}, {"type": "emoji", "count": 30, "emoji": "🤡"}]
    assert row_of(message(reactions=reactions)).n_likes is None


@pytest.mark.parametrize(
    ("more", "kind", "author"),
    [
        ({"forwarded_from": "Other"}, "repost", None),
        ({"forwarded_from": None}, "repost", None),
        ({"forwarded_from": "Other", "forwarded_from_id": "channel1987654321"}, "repost", "1987654321"),
        ({}, None, None),
    ],
)
def test_a_forwarded_message_is_a_repost_of_an_unknown_one(more, kind, author):
    row = row_of(message(**more))
    assert (row.kind, row.repost_of_id, row.repost_of_author_id) == (kind, None, author)


def test_replies_stay_in_the_chat_unless_they_name_another():
    assert row_of(message(reply_to_message_id=3)).reply_to_id == "1234567890/3"
    other = message(reply_to_message_id=3, reply_to_peer_id="channel55")
    assert row_of(other).reply_to_id == "55/3"


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"edited": "1970-01-01T01:00:00"}, None),
        ({"edited": "2018-06-18T14:05:00"}, "edited"),
        ({"edited": "2018-06-18T14:05:00", "edited_unixtime": "1529323500"}, "edited"),
    ],
)
def test_no_message_was_edited_in_1970(more, status):
    assert row_of(message(**more)).status == status


def test_service_messages_are_rejects_and_all_chats_are_read(write, accounted):
    chats = {"list": [{**CHANNEL, "messages": [message(1), message(2, type="service")]}]}
    left = {"list": [{"name": "Left", "type": "private_group", "id": 5, "messages": [message(1)]}]}
    export = {"about": "…", "contacts": {"list": [message(9)]}, "chats": chats, "left_chats": left}
    loaded = accounted(load(write(json.dumps(export, indent=1).encode(), name="result.json")))
    assert loaded.posts["post_id"].tolist() == ["1234567890/1", "5/1"]
    assert loaded.posts["community"].tolist() == ["Town News", "Left"]
    assert loaded.posts["url"].isna().tolist() == [False, True]
    assert loaded.report.reasons == {"service message": 1}
