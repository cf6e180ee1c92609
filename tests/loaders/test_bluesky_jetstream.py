from __future__ import annotations

import pytest

from reaction.loaders import load

DID, TIME = "did:plc:ann", 1_709_294_400_500_000  # 2024-03-01T12:00:00.5Z
POST, REPOST = "app.bsky.feed.post", "app.bsky.feed.repost"


def event(operation="create", collection=POST, key="3k2a", record=None, **more):
    commit = {"rev": "3k", "operation": operation, "collection": collection, "rkey": key}
    if record is not None:
        commit |= {"record": {"$type": collection, **record}, "cid": "c"}
    return {"did": DID, "time_us": TIME, "kind": "commit", "commit": commit, **more}


def test_posts_and_reposts_are_rows(write, accounted):
    original = f"at://{DID}/{POST}/3k2a"
    loaded = accounted(
        load(
            write(
                event(record={"text": "hello", "createdAt": "2024-03-01T12:00:00Z"}),
                event(collection=REPOST, key="3k2b", record={"subject": {"uri": original}, "createdAt": "2031-01-01T00:00:00Z"}),
            )
        )
    )  # fmt: skip
    posts = loaded.posts.set_index("post_id")
    repost = posts.loc[f"at://{DID}/{REPOST}/3k2b"]
    assert posts.loc[original, ["kind", "text", "author_id"]].tolist() == ["original", "hello", DID]
    assert repost[["kind", "repost_of_id", "text", "ref_status"]].tolist() == ["repost", original, "hello", "full"]  # fmt: skip
    # No client's clock reaches beyond the stream's.
    assert repost["created_at"].isoformat() == "2024-03-01T12:00:00.500000+00:00"
    assert posts["created_at_quality"].tolist() == ["client", "exact"]


@pytest.mark.parametrize("collection", [POST, REPOST])
def test_a_deletion_holds_for_what_the_files_contain(write, accounted, collection):
    record = {"text": "hello", "subject": {"uri": f"at://{DID}/{POST}/1"}}
    loaded = accounted(load(write(event(collection=collection, record=record), event("delete", collection))))
    assert loaded.posts["status"].tolist() == ["deleted"]
    assert loaded.report.reasons == {"stream notice: delete": 1}


def test_a_change_gives_the_newer_text(write, accounted):
    events = (event(record={"text": "helo"}), event("update", record={"text": "hello"}))
    posts = accounted(load(write(*events))).posts
    assert posts[["text", "status"]].to_numpy().tolist() == [["hello", "edited"]]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (event(collection="app.bsky.feed.like", record={}), "stream notice: like"),
        (event("delete", "app.bsky.graph.follow"), "stream notice: follow"),
        (event(collection="<script>", record={}), "stream notice: other"),
        ({"did": DID, "time_us": TIME, "kind": "identity", "identity": {"handle": "a.example.com"}}, "stream notice: identity"),
        ({"did": DID, "time_us": TIME, "kind": "account", "account": {"active": False, "status": "deleted"}}, "stream notice: account"),
        ({"did": DID, "time_us": TIME, "kind": "x" * 10_000}, "stream notice: other"),
    ],
)  # fmt: skip
def test_other_events_are_rejects(write, accounted, line, reason):
    assert accounted(load(write(line))).report.reasons == {reason: 1}


def test_the_stream_and_the_api_name_the_same_posts(write, accounted):
    address = f"at://{DID}/{POST}/3k2a"
    stream = write(event(record={"text": "hello"}), name="stream.jsonl")
    page = {"posts": [{"uri": address, "cid": "c", "author": {"did": DID, "handle": "ann.example.com"}, "record": {"text": "hello"}, "likeCount": 4}]}  # fmt: skip
    posts = accounted(load([stream, write(page, name="api.jsonl")])).posts
    assert posts[["post_id", "author_handle", "n_likes"]].to_numpy().tolist() == [[address, "ann.example.com", 4]]  # fmt: skip
