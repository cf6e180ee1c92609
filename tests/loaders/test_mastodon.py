from __future__ import annotations

import json
import re

import pandas as pd
import pytest

from reaction import schema
from reaction.errors import NotPostsError
from reaction.loaders import load

HOME, OTHER = "https://home.example", "https://other.example"
TIME = "2024-03-01T12:00:00.000Z"


def account(name, host=HOME, seen_on=HOME):
    acct = name if host == seen_on else f"{name}@{host.removeprefix('https://')}"
    return {"id": str(int.from_bytes(name.encode())), "acct": acct, "username": name, "url": f"{host}/@{name}", "note": ""}  # fmt: skip


def status(local_id, who="ann", host=HOME, seen_on=HOME, remote_id=None, **more):
    """Make a status as an instance shows it: with its own id of the status, and the address that all share."""
    return {
        "id": local_id,
        "created_at": TIME,
        "in_reply_to_id": None,
        "in_reply_to_account_id": None,
        "visibility": "public",
        "uri": f"{host}/users/{who}/statuses/{remote_id or local_id}",
        "content": "<p>hello</p>",
        "account": account(who, host, seen_on),
        "mentions": [],
        "tags": [],
        "media_attachments": [],
        **more,
    }


def number(n):
    return f"1110000000000{n:05}"


def reply(local_id, to, by="bob", host=HOME, seen_on=HOME, **more):
    more = {"in_reply_to_id": to["id"], "in_reply_to_account_id": to["account"]["id"], "mentions": [to["account"]]} | more  # fmt: skip
    return status(local_id, by, host, seen_on, **more)


def rows(loaded):
    return loaded.posts.set_index("post_id")


def test_a_local_id_of_a_parent_becomes_its_address(write, accounted):
    root = status(number(1))
    remote = reply(number(2), root, "bob", OTHER, remote_id="9")
    answer = reply(number(3), remote, "cat")
    posts = rows(accounted(load([write(answer, name="a.jsonl"), write(remote, root, name="b.jsonl")])))
    assert posts.loc[answer["uri"], "reply_to_id"] == remote["uri"] == f"{OTHER}/users/bob/statuses/9"
    assert posts.loc[remote["uri"], "reply_to_id"] == root["uri"]
    assert posts.loc[answer["uri"], ["reply_to_author_handle", "ref_status"]].tolist() == ["bob@other.example", "full"]  # fmt: skip
    assert set(posts["conversation_id"]) == {root["uri"]}
    assert set(posts["status"]) == {"live"}


def test_what_two_instances_show_is_one_post(write, accounted):
    here = status(number(1), "bob", OTHER, HOME, remote_id=number(77))
    there = status(number(77), "bob", OTHER, OTHER)
    answers = reply(number(2), here, "ann"), reply(number(78), there, "dan", OTHER, OTHER)
    posts = rows(accounted(load([write(here, answers[0], name="home.jsonl"), write(there, answers[1], name="other.jsonl")])))  # fmt: skip
    assert len(posts) == 3
    assert set(posts["reply_to_id"].dropna()) == {here["uri"]}
    assert posts.loc[here["uri"], ["author_id", "author_handle"]].tolist() == [f"{OTHER}/@bob", "bob@other.example"]  # fmt: skip


def test_a_parent_that_nobody_has_stays_the_local_id(write, accounted):
    unknown = {"id": number(9), "account": account("eve", OTHER)}
    row = rows(accounted(load(write(reply(number(1), unknown, mentions=[]))))).iloc[0]
    assert row[["kind", "reply_to_id", "ref_status"]].tolist() == ["reply", number(9), "id_only"]
    assert pd.isna(row["reply_to_author_id"])


def test_an_account_that_answers_itself_knows_the_address(write, accounted):
    later = reply(number(3), status(number(2)), "ann", mentions=[])
    assert rows(accounted(load(write(later))))["reply_to_id"].tolist() == [f"{HOME}/users/ann/statuses/{number(2)}"]  # fmt: skip


def test_ids_that_count_from_one_hold_on_their_instance_only(write, accounted):
    here, there = status("7"), status("7", "dan", OTHER, OTHER)
    known = reply("8", here, "bob", OTHER, remote_id="5")
    unknown = reply("9", here, "bob", OTHER, remote_id="6", mentions=[])
    posts = rows(accounted(load(write(here, there, known, unknown))))
    assert posts.loc[known["uri"], "reply_to_id"] == here["uri"]
    assert posts.loc[unknown["uri"], "kind"] == "reply"
    assert pd.isna(posts.loc[unknown["uri"], "reply_to_id"])


def test_a_reply_to_what_was_deleted_still_names_its_author(write, accounted):
    ann = account("ann")
    row = rows(accounted(load(write(status(number(1), "bob", in_reply_to_account_id=ann["id"], mentions=[ann]))))).iloc[0]  # fmt: skip
    assert row[["kind", "reply_to_author_handle", "ref_status"]].tolist() == ["reply", "ann@home.example", "recovered"]  # fmt: skip


def test_a_boost_carries_its_original_as_context(write, accounted):
    original = status(number(1), favourites_count=3, reblogs_count=2)
    boost = status(number(2), "bob", content="", reblog=original, favourites_count=0)
    posts = rows(accounted(load(write(boost), context=True)))
    row = posts.loc[boost["uri"]]
    assert row[["kind", "repost_of_id", "text", "ref_status"]].tolist() == ["repost", original["uri"], "hello", "full"]  # fmt: skip
    assert pd.isna(row["n_likes"])
    assert posts.loc[original["uri"], ["is_context", "n_likes", "n_reposts"]].tolist() == [True, 3, 2]


@pytest.mark.parametrize(
    ("quote", "quoted"),
    [
        ({"state": "accepted", "quoted_status": status(number(1))}, f"{HOME}/users/ann/statuses/{number(1)}"),
        (status(number(1)), f"{HOME}/users/ann/statuses/{number(1)}"),
        ({"state": "accepted", "quoted_status_id": number(1)}, number(1)),
        ({"state": "deleted", "quoted_status": None}, None),
    ],
)
def test_a_quote_is_one_however_it_is_written(write, accounted, quote, quoted):
    posts = rows(accounted(load(write(status(number(2), "bob", quote=quote)))))
    row = posts.loc[f"{HOME}/users/bob/statuses/{number(2)}"]
    assert row["kind"] == "quote"
    assert row["quote_of_id"] == quoted if quoted else pd.isna(row["quote_of_id"])


def test_pleroma_keeps_quotes_and_the_parents_author_in_a_place_of_its_own(write, accounted):
    quoted = status("AbCd", "cat")
    own = {
        "quote": quoted,
        "quote_id": "AbCd",
        "quotes_count": 2,
        "in_reply_to_account_acct": "bob@other.example",
    }
    given = status("AbCe", in_reply_to_id="AbCc", in_reply_to_account_id="9", pleroma=own)
    row = rows(accounted(load(write(given)))).loc[given["uri"]]
    assert row[["kind", "quote_of_id", "n_quotes"]].tolist() == ["quote", quoted["uri"], 2]
    assert row[["reply_to_id", "reply_to_author_handle"]].tolist() == ["AbCc", "bob@other.example"]


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        ({**account("ann"), "followers_count": 3, "statuses_count": 1}, "accounts"),
        ({"name": "clocks", "url": f"{HOME}/tags/clocks", "history": [{"day": "1", "uses": "2", "accounts": "1"}]}, "hashtags"),
    ],
)  # fmt: skip
def test_exports_of_something_else(write, record, kind):
    with pytest.raises(NotPostsError, match=kind):
        load(write([record]))


def test_the_link_to_a_quoted_post_is_no_part_of_the_text(write):
    quoted = status(number(1), url=f"{HOME}/@ann/1")
    content = f'<p class="quote-inline">RE: <a href="{HOME}/@ann/1">x</a></p><p>Look <a href="{HOME}/@ann/1">here</a></p>'
    row = load(write(status(number(2), "bob", content=content, quote={"quoted_status": quoted}))).posts.iloc[
        0
    ]
    assert (row["text"], list(row["urls"])) == ("Look here", [])


@pytest.mark.parametrize(
    ("content", "urls"),
    [
        ('<a href="https://home.example/@bob" class="u-url mention">@<span>bob</span></a>', []),
        ('<a href="https://mk.example/@bob">@bob@mk.example</a>', []),
        ('<a href="https://mk.example/tags/x" rel="tag">#x</a>', []),
        ('<a href="https://example.com/a?utm_source=b"><span class="invisible">https://</span>example.com/a</a>', ["https://example.com/a"]),
    ],
)  # fmt: skip
def test_mentions_and_hashtags_are_no_links(write, content, urls):
    assert list(load(write(status(number(1), content=content))).posts["urls"].iloc[0]) == urls


def test_warnings_edits_and_accounts(write, accounted):
    ann = account("ann") | {"bot": True, "note": "<p>R&amp;D</p>", "fields": [{"value": "x"}, {"value": '<a href="https://ann.example.com">a</a>'}]}  # fmt: skip
    row = accounted(load(write(status(number(1), spoiler_text="clocks", edited_at=TIME, account=ann)))).posts.iloc[0]  # fmt: skip
    assert row[["text", "status", "community"]].tolist() == ["clocks\n\nhello", "edited", "home.example"]
    assert row[["author_automated", "author_bio", "author_url"]].tolist() == [True, "R&D", "https://ann.example.com"]  # fmt: skip


def test_direct_messages_are_no_posts(write, accounted):
    loaded = accounted(load(write(status(number(1)), status(number(2), visibility="direct"))))
    assert (loaded.report.posts, loaded.report.reasons) == (1, {"direct message": 1})


def test_a_context_leads_up_and_is_answered(write, accounted):
    above, below = status(number(1)), status(number(3), "bob", in_reply_to_id=number(2))
    posts = rows(accounted(load(write({"ancestors": [above], "descendants": [below]}), context=True)))
    assert posts["is_context"].to_dict() == {above["uri"]: True, below["uri"]: False}


@pytest.mark.parametrize(
    ("host", "platform"), [("https://truthsocial.com", "truth_social"), ("https://gab.com", "gab")]
)
def test_servers_of_their_own_keep_their_ids(write, accounted, host, platform):
    first = status(number(1), host=host, seen_on=host)
    posts = rows(accounted(load(write(first, reply(number(2), first, host=host, seen_on=host)))))
    assert posts.index.tolist() == [number(1), number(2)]
    assert posts.loc[number(2), ["platform", "author_handle", "reply_to_id"]].tolist() == [platform, "bob", number(1)]  # fmt: skip


_BODY = re.compile(r"^      string: '((?:[^']|'')*)'$", re.MULTILINE)


def bodies(path):
    """Read the answers out of a recording (YAML; its quoted texts go on over indented lines)."""
    texts = (text.replace("''", "'") for text in _BODY.findall(path.read_text()))
    return [json.loads(re.sub(r"\n +", " ", text)) for text in texts]


def test_real_recordings(real_data, write, accounted):
    paths = sorted((real_data / "fixtures/mastodon").glob("*.yaml"))
    records = [body for path in paths for body in bodies(path)]
    pages = [body if isinstance(body, list) else [body] for body in records]
    found = [one for page in pages for one in page if "uri" in one and "visibility" in one]
    assert len(found) > 20
    loaded = accounted(load(write(*found), context=True))
    schema.validate(loaded.posts)
    posts = rows(loaded)
    inner = [s for one in found for s in (one["reblog"], (one["quote"] or {}).get("quoted_status")) if s]
    assert set(posts.index) == {one["uri"] for one in [*found, *inner]}
    assert loaded.report.records == len(found) + len(inner)
    assert not loaded.report.rejects
    local = {one["id"]: one["uri"] for one in [*found, *inner]}
    for one in found:
        row = posts.loc[one["uri"]]
        expected = "repost" if one["reblog"] else "quote" if one["quote"] else "reply" if one["in_reply_to_id"] else "original"  # fmt: skip
        assert row["kind"] == expected
        assert row["author_handle"] == f"{one['account']['username']}@localhost:3000"
        if one["in_reply_to_id"]:
            assert row["reply_to_id"] == local[one["in_reply_to_id"]]
        assert "<" not in row["text"]
        assert len(row["mentions"]) == len((one["reblog"] or one)["mentions"])
    assert list(posts["urls"].explode().dropna().unique()) == ["https://example.org"]


def test_real_timelines_are_recognised(real_data, write, accounted):
    pages = [page for page in bodies(real_data / "fixtures/mastodon/test_public_tl_anonymous.yaml") if isinstance(page, list)]  # fmt: skip
    for page in pages:
        loaded = accounted(load(write(page)))
        assert loaded.report.posts == len(page)
        assert set(loaded.posts["source_format"]) == {"mastodon"}
