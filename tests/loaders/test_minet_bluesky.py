from __future__ import annotations

import pytest

from reaction.loaders import load
from reaction.loaders.minet_bluesky import minet_bluesky

URI = "at://did:plc:aaaa2222bbbb3333cccc4444/app.bsky.feed.post/3lkicuf37nc2v"
LIST = "at://did:plc:aaaa2222bbbb3333cccc4444/app.bsky.graph.list/3lxdgjtpqhf2z"


def cells(**more: str) -> dict[str, str]:
    return {
        "uri": URI,
        "cid": "bafy",
        "timestamp_utc": "1742116928",
        "user_did": "did:plc:aaaa2222bbbb3333cccc4444",
        "user_handle": "ann.example.com",
        **more,
    }


def test_the_text_is_the_authors_own():
    [row] = minet_bluesky(
        cells(text="Yes « @bob.example.com: no — https://bsky.app/x »", original_text="Yes")
    )
    assert row.text == "Yes"


@pytest.mark.parametrize(
    "referred",
    [
        {"to_post_uri": URI},
        {"to_user_did": "did:plc:aaaa2222bbbb3333cccc4444", "to_post_did": "3lkicuf37nc2v"},
    ],
)
def test_addresses_are_put_together_from_the_parts_of_early_versions(referred):
    [row] = minet_bluesky(cells(**referred))
    assert (row.reply_to_id, row.reply_to_author_id) == (URI, "did:plc:aaaa2222bbbb3333cccc4444")


@pytest.mark.parametrize(
    ("seconds", "indexed", "quality"),
    [
        ("1742116928", "2025-03-16T09:22:12.121Z", "client"),
        ("1773652928", "2025-03-16T09:22:12.121Z", None),  # a year ahead of the server
        ("0", "2025-03-16T09:22:12.121Z", None),
        ("soon", "2025-03-16T09:22:12.121Z", None),
    ],
)
def test_impossible_times_of_clients_give_way_to_the_servers(write_table, seconds, indexed, quality):
    columns = ("links", "hashtags")
    path = write_table(cells(timestamp_utc=seconds, indexed_at_utc=indexed), columns=columns)
    row = load(path).posts.iloc[0]
    assert row["created_at"].isoformat().startswith("2025-03-16T09:22")
    assert row["created_at_quality"] == (quality or "exact")


def test_a_quoted_list_is_no_quoted_post():
    [row] = minet_bluesky(cells(quoted_uri=LIST))
    assert (row.kind, row.quote_of_id) == (None, None)


def test_a_reposted_post_is_context_of_the_repost():
    repost, post = minet_bluesky(cells(repost_by_user_did="did:plc:bob", repost_timestamp_utc="1742120000"))
    assert (repost.post_id, repost.repost_of_id) == (f"{URI}#repost:did:plc:bob", URI)
    assert (repost.author.id, repost.is_context, post.is_context) == ("did:plc:bob", False, True)
    assert repost.created_at == 1742120000_000000


def test_descriptions_with_the_separator_are_left_out():
    pictures = {
        "media_urls": "https://example.com/a|https://example.com/b",
        "media_types": "image/jpeg|image/png",
    }
    [row] = minet_bluesky(cells(**pictures, media_alt_texts="a|b|c"))
    assert [(medium.type, medium.alt) for medium in row.media] == [("image", None), ("image", None)]


def test_posts_of_the_firehose_come_without_handles(write, accounted):
    header = "cid,did,uri,url,timestamp_utc,user_did,text,original_text,links,hashtags,collected_via"
    line = f"bafy,3lkicuf37nc2v,{URI},,1742116928,did:plc:aaaa2222bbbb3333cccc4444,hi,hi,,,firehose"
    loaded = accounted(load(write(f"{header}\n{line}\n".encode(), name="posts.csv")))
    assert loaded.report.files["format"].tolist() == ["minet-bluesky"]
    row = loaded.posts.iloc[0]
    assert row["author_id"] == "did:plc:aaaa2222bbbb3333cccc4444"
    assert not row["is_context"]
