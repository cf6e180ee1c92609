"""Reddit as JSON: ids, threads, what was taken away, crossposts, and the answers of the APIs."""

from __future__ import annotations

import json

import msgspec
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from reaction.errors import NotPostsError
from reaction.loaders import Reject, load
from reaction.loaders._reddit import rows_of
from reaction.loaders._reddit_records import Line, Thing
from reaction.loaders.reddit import reddit


def comment(number: str = "c1", body: str = "hello", **more):
    return {"id": number, "body": body, "author": "ann", "subreddit": "news", "link_id": "t3_s1", "parent_id": "t3_s1", "created_utc": 1529323200, **more}  # fmt: skip


def submission(number: str = "s1", title: str = "A title", **more):
    return {"id": number, "title": title, "author": "bob", "subreddit": "news", "num_comments": 1, "selftext": "", "created_utc": 1529323200, **more}  # fmt: skip


def only(path):
    (row,) = load(path, context=True).posts.to_dict("records")
    return row


@pytest.mark.parametrize("created", [1529323200, "1529323200", 1529323200.0, "1529323200.0"])
def test_times_come_as_numbers_and_as_text(write, created):
    assert only(write(comment(created_utc=created)))["created_at"].isoformat() == "2018-06-18T12:00:00+00:00"


@pytest.mark.parametrize(
    ("body", "status"),
    [("[deleted]", "deleted"), ("[removed]", "removed"), ("[ Removed by Reddit ]", "removed")],
)
def test_a_placeholder_is_no_text(write, body, status):
    row = only(write(comment(body=body)))
    assert (row["text"], row["urls"], row["status"]) == (
        pytest.approx(float("nan"), nan_ok=True),
        None,
        status,
    )


def test_a_text_that_looks_like_a_placeholder_is_a_text(write):
    row = only(write(comment(body="[removed] is what they wrote")))
    assert (row["text"], row["status"]) == ("[removed] is what they wrote", "live")


def test_deleted_accounts_are_nobody_even_where_their_id_is_known(write):
    posts = load(
        write(*(comment(f"c{n}", author="[deleted]", author_fullname="t2_x") for n in range(3)))
    ).posts
    assert posts[["author_id", "author_handle"]].isna().all(axis=None)
    assert (posts["status"] == "live").all()


@pytest.mark.parametrize(
    ("parent", "expected"),
    [
        ({"parent_id": "t1_c0"}, "t1_c0"),
        ({"parent_id": "t3_s1"}, "t3_s1"),
        ({"parent_id": "c0"}, "t1_c0"),
        ({"parent_id": "s1"}, "t3_s1"),
        ({"parent_id": int("j72b5yy", 36)}, "t1_j72b5yy"),
        ({"parent_id": f"{int('j72b5yy', 36)}.0"}, "t1_j72b5yy"),
        ({"parent_id": None}, "t3_s1"),
        ({}, None),
        ({"parent_id": "t1_1.3E+11"}, None),
        ({"parent_id": -1}, None),
    ],
)
def test_parents_as_fullnames_bare_ids_and_numbers(parent, expected):
    rest = {name: value for name, value in comment().items() if name != "parent_id"}
    (row,) = rows_of(Thing(**rest, **parent))
    assert (row.reply_to_id, row.conversation_id, row.kind) == (expected, "t3_s1", "reply")


def test_submissions_read_as_title_and_text_and_link(write):
    link = submission("s1", url="https://example.com/a?utm_source=reddit&amp;b=1", is_self=False)
    own = submission("s2", selftext="R&amp;D\r\n[x](https://example.org/y)", is_self=True, url="https://www.reddit.com/r/news/comments/s2/a/")  # fmt: skip
    posts = load(write(link, own)).posts.set_index("post_id")
    assert posts.loc["t3_s1", ["text", "urls"]].tolist() == ["A title", ["https://example.com/a?b=1"]]
    assert posts.loc["t3_s2", ["text", "urls"]].tolist() == ["A title\n\nR&D\n[x](https://example.org/y)", ["https://example.org/y"]]  # fmt: skip
    assert posts["n_likes"].isna().all()
    assert posts["conversation_id"].tolist() == ["t3_s1", "t3_s2"]


def test_a_crosspost_is_a_repost_and_its_original_is_context(write, accounted):
    original = submission("s1", "The original", author_fullname="t2_b", score=5, selftext="Its text")
    cross = submission(
        "s2", "Look at this", author="cyd", crosspost_parent="t3_s1", crosspost_parent_list=[original]
    )
    posts = accounted(load(write(cross), context=True)).posts.set_index("post_id")
    assert posts["is_context"].to_dict() == {"t3_s2": False, "t3_s1": True}
    row = posts.loc["t3_s2"]
    assert row[["kind", "repost_of_id", "repost_of_author_handle", "text"]].tolist() == ["repost", "t3_s1", "bob", "The original\n\nIts text"]  # fmt: skip


def test_what_a_second_look_found(write):
    meta = {"retrieved_2nd_on": 1529452800, "was_deleted_later": True, "removal_type": "removed"}
    row = only(write(comment(retrieved_on=1529323300, score=7, _meta=meta)))
    assert (row["text"], row["status"], row["score"]) == ("hello", "removed", 7)
    assert row["metrics_at"].isoformat() == "2018-06-20T00:00:00+00:00"
    assert row["collected_at"].isoformat() == "2018-06-18T12:01:40+00:00"


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"selftext": "[removed]", "removed_by_category": "deleted"}, "deleted"),
        ({"selftext": "[removed]", "removed_by_category": "automod_filtered"}, "removed"),
        ({"title": "[deleted by user]", "selftext": "[removed]"}, "deleted"),
        ({"removed_by_category": "moderator", "_meta": {"was_initially_deleted": True}}, "live"),
        ({"edited": 1529330000.0}, "edited"),
        ({"_meta": {"is_edited": True}}, "edited"),
    ],
)
def test_what_became_of_a_submission(write, more, status):
    assert only(write(submission(**more)))["status"] == status


def test_a_text_saved_before_removal_wins_over_the_placeholder(write):
    early, late = (
        submission(selftext="The text", retrieved_on=1),
        submission(selftext="[removed]", retrieved_on=2),
    )
    row = only(write(late, early))
    assert (row["text"], row["text_truncated"]) == ("A title\n\nThe text", False)


def test_only_reddits_own_programs_are_known_to_be_automated(write):
    posts = load(write(comment("c1", author="AutoModerator"), comment("c2", author="some_bot"))).posts
    assert posts["author_automated"].tolist()[0] is True
    assert posts["author_automated"].isna().tolist() == [False, True]


def test_a_hidden_score_is_unknown(write):
    posts = load(write(comment("c1", score=1, score_hidden=True), comment("c2", score=-9))).posts
    assert posts["score"].isna().tolist() == [True, False]
    assert posts["score"].iloc[1] == -9


def test_links_without_a_permalink_lead_to_the_comment(write):
    assert only(write(comment()))["url"] == "https://www.reddit.com/comments/s1/_/c1/"
    row = only(write(comment(permalink="/r/news/comments/s1/a_title/c1/")))
    assert row["url"] == "https://www.reddit.com/r/news/comments/s1/a_title/c1/"


def listing(*things):
    return {"kind": "Listing", "data": {"children": [{"kind": kind, "data": data} for kind, data in things]}}


def test_a_page_gives_its_tree_of_comments_in_its_own_order(write, accounted):
    replies = ""
    for number in range(40, 0, -1):
        parent = f"t1_c{number - 1}" if number > 1 else "t3_s1"
        replies = listing(("t1", comment(f"c{number}", parent_id=parent, replies=replies)), ("more", {"id": "_", "name": "t1__", "children": ["x"]}))  # fmt: skip
    path = write(json.dumps([listing(("t3", submission())), replies]).encode(), name="page.json")
    posts = accounted(load(path)).posts
    assert posts["post_id"].tolist() == ["t3_s1", *(f"t1_c{number}" for number in range(1, 41))]
    assert set(posts["conversation_id"]) == {"t3_s1"}


def test_an_archives_answer_holds_comments_in_a_list(write):
    path = write({"data": [comment("c1"), comment("c2")]}, name="answer.json")
    assert load(path).posts["post_id"].tolist() == ["t1_c1", "t1_c2"]


def test_a_dump_with_the_long_window_of_reddits_archives(tmp_path):
    path = tmp_path / "RC_2018-06.zst"
    parameters = zstandard.ZstdCompressionParameters.from_level(3, window_log=27, enable_ldm=True)
    with (
        path.open("wb") as raw,
        zstandard.ZstdCompressor(compression_params=parameters).stream_writer(raw) as file,
    ):
        for number in range(500):
            file.write(json.dumps(comment(f"c{number}")).encode() + b"\n")
    assert len(load(path).posts) == 500


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
values = scalars | st.lists(scalars, max_size=2) | st.dictionaries(st.text(max_size=5), scalars, max_size=2)
fields = [field.encode_name for field in msgspec.structs.fields(Line)]


@given(st.dictionaries(st.sampled_from(fields), values))
def test_whatever_is_in_a_record_it_is_a_row_or_a_reject(tmp_path_factory, record):
    path = tmp_path_factory.mktemp("odd") / "posts.jsonl"
    path.write_text(json.dumps(record))
    loaded = load(path, format="reddit", context=True)
    assert not loaded.rejects["reason"].str.contains("can't read it").any()


def test_a_record_without_id_says_so():
    assert rows_of(Thing(body="x")) == [Reject("no post id")]
    assert rows_of(Thing(id="1.3E+11", body="x")) == [Reject("damaged post id")]


def test_trees_of_an_archive_and_comments_that_were_loaded_later(write, accounted):
    wrapped = {"kind": "t1", "data": comment("c1", replies={"kind": "Listing", "data": {"children": [{"kind": "t1", "data": comment("c2", parent_id="t1_c1", replies="")}]}})}  # fmt: skip
    stub = {"kind": "more", "data": {"id": "c9", "parent_id": "t3_s1", "count": 1, "children": ["c9"]}}
    later = {"json": {"errors": [], "data": {"things": [{"kind": "t1", "data": comment("c3")}, stub]}}}
    files = [write({"data": [wrapped, stub]}, name="tree.json"), write(later, name="more.json")]
    posts = accounted(load(files)).posts
    parents = {"t1_c1": "t3_s1", "t1_c2": "t1_c1", "t1_c3": "t3_s1"}
    assert posts.set_index("post_id")["reply_to_id"].to_dict() == parents


@pytest.mark.parametrize("answer", [{}, {"data": {}}, {"data": {"things": None}}, {"data": {"things": []}}])
def test_answers_without_comments_hold_none(answer):
    assert reddit(msgspec.convert({"json": answer}, Line)) == []


def test_an_empty_page_is_no_error(write):
    page = {"kind": "Listing", "data": {"after": None, "dist": 0, "children": []}}
    assert load(write(page)).posts.empty


@pytest.mark.parametrize(
    ("record", "what"),
    [
        ({"kind": "t5", "data": {"display_name": "news", "subscribers": 5}}, "subreddits"),
        ({"kind": "t2", "data": {"name": "ann", "link_karma": 5}}, "accounts"),
        ({"data": [{"created_utc": 1, "count": 5}]}, "counts of posts"),
    ],
)
def test_other_answers_are_refused_by_name(write, record, what):
    with pytest.raises(NotPostsError, match=what):
        load(write(record))


def test_the_address_of_a_comment_says_its_submission(write):
    row = only(write(comment("c2", link_id=None, parent_id="t1_c1", permalink="/r/news/comments/s1/a/c2/")))
    assert (row["conversation_id"], row["reply_to_id"]) == ("t3_s1", "t1_c1")


def test_marks_of_empty_lines_are_no_text(write):
    row = only(write(comment(body="a\n\n&amp;#x200B;\n\nb &amp;amp;#x200B;")))
    assert row["text"] == "a\n\n\n\nb &amp;#x200B;"


def test_a_gallery_has_its_pictures_in_their_order(write):
    pictures = {"a": {"s": {"u": "https://preview.redd.it/a.jpg?w=1&amp;s=2"}}, "b": {"s": {"gif": "https://i.redd.it/b.gif"}}, "c": None, "d": {}}  # fmt: skip
    items = [{"media_id": name, "caption": name} for name in ("b", "c", "d", "a", "z")] + [{"id": 5}]
    row = only(write(submission(is_gallery=True, gallery_data={"items": items}, media_metadata=pictures)))
    assert [(one["url"], one["alt"]) for one in row["media"]] == [
        ("https://i.redd.it/b.gif", "b"),
        ("https://preview.redd.it/a.jpg?w=1&s=2", "a"),
    ]
    assert only(write(submission(is_gallery=True, gallery_data=7)))["media"] is None
