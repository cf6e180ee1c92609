from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction.errors import UnknownFormatError
from reaction.loaders import Gone, Reject, load, read_posts
from reaction.loaders.telethon import telethon


def channel(number):
    return {"_": "PeerChannel", "channel_id": number}


def message(number=7, text="hello", **more):
    return {
        "_": "Message",
        "id": number,
        "peer_id": channel(1234567890),
        "date": "2018-06-18T12:00:00+00:00",
        "message": text,
        "from_id": {"_": "PeerUser", "user_id": 101},
        **more,
    }


def row_of(given):
    [row] = telethon(given)
    return row


@given(st.text(), st.text(min_size=1), st.text())
def test_entities_are_cut_out_by_units_of_utf_16(before, handle, after):
    def units(text):
        return len(text.encode("utf-16-le", "surrogatepass")) // 2

    entity = {"_": "MessageEntityMention", "offset": units(before), "length": units("@" + handle)}
    row = row_of(message(text=before + "@" + handle + after, entities=[entity]))
    assert row.mentions == [("@" + handle).strip().removeprefix("@")]


@pytest.mark.parametrize("value", ["2018-06-18T12:00:00+00:00", 1529323200, 1529323200.0, "1529323200"])
def test_times_are_text_or_epochs(write, value):
    posts = read_posts(write(message(date=value)))
    assert posts["created_at"][0].isoformat() == "2018-06-18T12:00:00+00:00"


@pytest.mark.parametrize(
    ("header", "reply_to", "conversation"),
    [
        ({"reply_to_msg_id": 3}, "1234567890/3", None),
        ({"reply_to_msg_id": 3, "reply_to_peer_id": channel(55)}, "55/3", None),
        # What stands in a topic names the topic's first message even where it answers nobody.
        ({"reply_to_msg_id": 3, "forum_topic": True}, None, "1234567890/3"),
        ({"reply_to_msg_id": 5, "reply_to_top_id": 3, "forum_topic": True}, "1234567890/5", "1234567890/3"),
    ],
)
def test_a_topic_is_no_post_that_is_replied_to(header, reply_to, conversation):
    row = row_of(message(reply_to=header))
    assert (row.reply_to_id, row.conversation_id) == (reply_to, conversation)


def test_a_forward_names_the_message_of_a_channel():
    row = row_of(message(fwd_from={"from_id": channel(1987654321), "channel_post": 88}))
    assert (row.kind, row.repost_of_id, row.repost_of_author_id) == (
        "repost",
        "1987654321/88",
        "1987654321",
    )
    hidden = row_of(message(fwd_from={"from_id": None, "from_name": "Hidden"}))
    assert (hidden.kind, hidden.repost_of_id, hidden.repost_of_author_id) == ("repost", None, None)


@pytest.mark.parametrize(
    "where",
    [
        {"_forward": {"_chat": {"id": 1987654321, "username": "other"}}},
        {
            "fwd_from": {
                "from_id": {"channel_id": 1987654321, "chats": [{"id": 1987654321, "username": "other"}]}
            }
        },
    ],
)
def test_4cat_puts_the_handle_of_a_source_here_or_there(where):
    given = message(fwd_from={"from_id": channel(1987654321)})
    assert row_of({**given, **where}).repost_of_author_handle == "other"


def test_reactions_are_no_likes_and_hidden_edits_no_edits():
    results = [{"reaction": {"_": "ReactionEmoji", "emoticon": "👍"}, "count": 12}]
    row = row_of(message(reactions={"results": results}, edit_date="2018-06-18T13:00:00Z", edit_hide=True))
    assert (row.n_likes, row.status) == (None, None)
    assert row_of(message(edit_date="2018-06-18T13:00:00Z")).status == "edited"


def test_deleted_accounts_are_no_authors():
    assert row_of(message(_sender={"id": 101, "deleted": True})).author is None
    assert (
        row_of(message(_sender={"id": 101, "first_name": "Ann", "last_name": "B."})).author.name == "Ann B."
    )


def test_a_page_names_its_chats_and_accounts():
    chat = {"_": "Channel", "id": 1234567890, "title": "Town Talk", "username": "town_talk"}
    messages = [message(7), message(8, from_id=channel(1234567890)), message(9, from_id=channel(55)), 5]
    page = {
        "_": "messages.ChannelMessages",
        "messages": messages,
        "chats": [chat],
        "users": [{"id": 101, "username": "ann"}, {}],
    }
    found = list(telethon(page))
    assert [row.post_id for row in found] == ["1234567890/7", "1234567890/8", "1234567890/9"]
    assert [row.author.handle for row in found] == ["ann", "town_talk", None]
    assert {row.community for row in found} == {"Town Talk"}


def test_messages_of_pyrogram_are_not_taken_for_telethons(write):
    given = {"_": "Message", "id": 7, "chat": {"_": "Chat", "id": -1001234567890}, "text": "hello"}
    with pytest.raises(UnknownFormatError):
        load(write(given))


def test_what_is_no_message():
    service = {**message(), "_": "MessageService", "action": {"_": "MessageActionPinMessage"}}
    assert list(telethon(service)) == [Reject("service message")]
    assert list(telethon({"_": "MessageEmpty", "id": 3, "peer_id": channel(5)})) == [
        Reject("empty message"),
        Gone("5/3", "deleted"),
    ]


def test_both_ways_to_export_a_chat_give_one_post(write, accounted):
    desktop = {
        "name": "Town News",
        "type": "public_channel",
        "id": 1234567890,
        "messages": [{"id": 7, "type": "message", "date_unixtime": "1529323200", "text": "hello"}],
    }
    folder = write(desktop, name="both/result.json").parent
    write(message(views=90, post=True, from_id=None), name="both/telethon.jsonl")
    posts = accounted(load(folder)).posts
    assert posts[["post_id", "author_id", "author_name", "n_views"]].values.tolist() == [
        ["1234567890/7", "1234567890", "Town News", 90]
    ]
