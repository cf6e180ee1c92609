from __future__ import annotations

import pytest

from reaction.errors import NotPostsError
from reaction.loaders import load, read_posts
from reaction.loaders._youtube import plain_text
from reaction.loaders.youtube import youtube_comments, youtube_videos


def comment(key="Ugx1", **snippet):
    return {
        "kind": "youtube#comment",
        "id": key,
        "snippet": {"textOriginal": "hello", "authorDisplayName": "@ann", **snippet},
    }


def thread(top, *replies, n=0):
    return {
        "kind": "youtube#commentThread",
        "id": top["id"],
        "snippet": {"videoId": "townHall001", "totalReplyCount": n, "topLevelComment": top},
        "replies": {"comments": list(replies)},
    }


@pytest.mark.parametrize("form", ["page", "item", "array"])
def test_pages_items_and_arrays_give_the_same_comments(write, accounted, form):
    threads = [thread(comment("Ugx1"), comment("Ugx1.9a", parentId="Ugx1"), n=7), thread(comment("Ugx2"))]
    page = {"kind": "youtube#commentThreadListResponse", "items": threads}
    path = {"page": lambda: write(page), "item": lambda: write(*threads), "array": lambda: write(threads)}[
        form
    ]()
    posts = accounted(load(path)).posts
    assert posts["post_id"].tolist() == ["Ugx1", "Ugx1.9a", "Ugx2"]
    assert posts["reply_to_id"].tolist() == ["townHall001", "Ugx1", "townHall001"]
    assert posts["conversation_id"].tolist() == ["townHall001"] * 3
    assert posts["kind"].tolist() == ["reply"] * 3


def test_the_number_of_replies_is_not_that_of_those_shown():
    first, reply = youtube_comments(thread(comment("Ugx1"), comment("Ugx1.9a"), n=120))
    assert (first.n_replies, reply.n_replies) == (120, None)


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("It&#39;s R&amp;B<br>yes", "It's R&B\nyes"),
        ("I <3 R&B &amp", "I <3 R&B &amp"),
        ('<a href="https://example.com/a">https://example.com/a</a>', "https://example.com/a"),
        ("", ""),
    ],
)
def test_what_is_shown_is_html_only_where_it_looks_like_it(shown, text):
    assert plain_text(shown) == text


def test_comments_of_deleted_accounts_have_no_author():
    [row] = youtube_comments(comment(authorDisplayName=""))
    assert row.author is None


def test_handles_took_the_place_of_names():
    [new], [old] = youtube_comments(comment()), youtube_comments(comment(authorDisplayName="Ann B."))
    assert (new.author.handle, new.author.name, old.author.handle, old.author.name) == (
        "ann",
        None,
        None,
        "Ann B.",
    )


def video(**more):
    snippet = {"title": "It's on", "description": "All of it", "channelId": "UC1", "channelTitle": "Town"}
    return {"kind": "youtube#video", "id": "townHall001", "snippet": snippet, **more}


def found(key, description="All ...", title="It&#39;s on"):
    snippet = {"title": title, "description": description, "channelTitle": "Town"}
    return {
        "kind": "youtube#searchResult",
        "id": {"kind": "youtube#video", "videoId": key},
        "snippet": snippet,
    }


def test_a_search_shows_the_beginning_of_a_description(write):
    [row] = youtube_videos(found("townHall001"))
    assert (row.text, row.text_truncated) == ("It's on\n\nAll ...", True)
    posts = read_posts(write(found("townHall001"), video()))
    assert posts["text"].tolist() == ["It's on\n\nAll of it"]


def test_only_a_search_escapes_titles():
    [row] = youtube_videos({"id": "v1", "snippet": {"title": "How to write &amp;"}})
    assert row.text == "How to write &amp;"


def test_counts_that_an_uploader_hides_are_unknown(write):
    posts = read_posts(write(video(statistics={"viewCount": "90"})))
    assert posts["n_views"][0] == 90
    assert posts[["n_likes", "n_replies"]].isna().all(axis=None)


def test_comments_reply_to_videos_of_other_files(write, accounted):
    folder = write(video(), name="yt/videos.jsonl").parent
    write(thread(comment("Ugx1")), name="yt/comments.jsonl")
    posts = accounted(load(folder)).posts.set_index("post_id")
    assert posts.loc["Ugx1", "reply_to_author_id"] == "UC1"
    assert posts.loc["Ugx1", "ref_status"] == "full"


def test_channels_are_no_posts(write):
    with pytest.raises(NotPostsError, match="channels"):
        load(write({"kind": "youtube#channel", "id": "UC1", "snippet": {"title": "Town"}}))
