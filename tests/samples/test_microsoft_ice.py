"""The invented sample: written as committed, shaped as described, consistent with its truth."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from reaction.urls import canonical_url, snowflake_time

WRITTEN = (
    *("x-v1.jsonl", "x-v2-pages.jsonl"),
    *("truth.csv", "truth_edges.csv", "truth_cascades.csv", "truth_accounts.csv"),
)
REAL_HANDLES = {"microsoft", "azure", "icegov", "dhsgov", "google", "github", "gizmodo", "wired", "dailydot"}
BLOG = "https://blogs.msdn.microsoft.com/azuregov/2018/01/24/"
TARGETS = ("contract", "ice", "employees")


def at(text):
    return datetime.fromisoformat(text)


@pytest.fixture(scope="module")
def story(folder):
    return tomllib.loads((folder / "story.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def hits(truth):
    return {post_id: row for post_id, row in truth.items() if row["presence"] == "hit"}


# --- the script -----------------------------------------------------------------------------------


def test_the_script_writes_the_committed_files(folder, tmp_path):
    # Another hash seed: nothing may follow the order of a set.
    subprocess.run(
        [sys.executable, "-B", folder / "make_sample.py", "--out", tmp_path],
        check=True,
        env={"PYTHONHASHSEED": "7"},
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(WRITTEN)
    for name in WRITTEN:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


def test_the_sample_stays_small(folder):
    assert sum((folder / name).stat().st_size for name in WRITTEN) < 8_000_000


# --- the exports against the truth ----------------------------------------------------------------


def test_truth_and_exports_hold_the_same_posts(export, truth, hits):
    assert set(export.hits) == set(hits)
    context = {post_id for post_id, row in truth.items() if row["presence"] == "context"}
    assert context == set(export.shown) - set(export.hits)
    assert len(context) >= 5


def test_every_fact_of_a_post_is_the_planted_one(export, hits):
    for post_id, records in export.hits.items():
        row = hits[post_id]
        for record in records:
            assert record.author_id == row["author_id"]
            assert export.users[record.author_id]["handle"] == row["author_handle"]
            kind = next((kind for kind in ("repost", "quote", "reply") if kind in record.edges), "original")
            assert kind == row["kind"]


def test_edges_are_those_of_the_exports(export, edges):
    planted = {(edge["post_id"], edge["relation"], edge["parent_id"]) for edge in edges}
    assert len(planted) == len(edges)
    found = {
        (record.post_id, relation, target)
        for records in export.hits.values()
        for record in records
        for relation, target in record.edges.items()
    }
    assert found == planted


def test_edges_join_authors(truth, edges):
    for edge in edges:
        assert truth[edge["post_id"]]["author_id"] == edge["source"]
        if edge["parent_id"] in truth:
            assert truth[edge["parent_id"]]["author_id"] == edge["target"]
        assert (edge["parent_presence"] == "missing") == (edge["parent_id"] not in truth)


def test_a_few_referenced_posts_are_missing_and_an_error_says_so(export, truth, edges):
    missing = {edge["parent_id"] for edge in edges if edge["parent_presence"] == "missing"}
    assert len(missing) >= 10
    assert missing <= set(export.errors)
    # The author of a missing post is known from other posts.
    authors = {row["author_id"] for row in truth.values()}
    assert {edge["target"] for edge in edges if edge["parent_presence"] == "missing"} <= authors
    # Some that the archive lost are in the other file.
    assert set(export.errors) & set(export.hits)


def test_posts_overlap_and_the_newer_copy_counts_more(export):
    copies = [records for records in export.hits.values() if len(records) > 1]
    assert len(copies) >= 50
    assert any(len({record.file for record in records}) == 2 for records in copies)
    assert all(records[-1].counts["repost"] >= records[0].counts["repost"] for records in copies)


def test_rejects_are_there(export):
    assert Counter(export.notices) == {"limit": 4, "delete": 3}
    assert len(export.broken) == 1
    # The post of the broken line was found again: nothing is lost.
    broken = re.search(r'"id_str":"(\d+)"', export.broken[0])
    assert broken is not None
    assert broken[1] in export.hits


def test_ids_carry_the_time_of_the_post(export, truth):
    for post_id, row in truth.items():
        moment = snowflake_time(post_id)
        assert moment is not None
        assert timedelta(0) <= moment - at(row["created_at"]) < timedelta(seconds=1)
    for records in export.hits.values():
        for record in records:
            if record.file == "x-v1.jsonl":
                written = datetime.strptime(record.created_at, "%a %b %d %H:%M:%S %z %Y")
            else:
                written = at(record.created_at)
            assert written == at(truth[record.post_id]["created_at"])


def test_platform_counts_are_never_below_what_is_there(export, edges):
    observed = Counter(edge["parent_id"] for edge in edges if edge["relation"] == "repost")
    for root, count in observed.items():
        for record in export.hits.get(root, ()):
            if record.file == "x-v2-pages.jsonl":
                assert record.counts["repost"] >= count


# --- the planted trees ----------------------------------------------------------------------------


def test_planted_cascades_are_trees_in_time_order(truth, edges, cascades):
    reposts = [edge for edge in edges if edge["relation"] == "repost"]
    by_id = {edge["post_id"]: edge for edge in reposts}
    depth = {}

    def depth_of(edge):
        if edge["via_id"] == edge["parent_id"]:
            return 1
        parent = by_id[edge["via_id"]]
        assert parent["parent_id"] == edge["parent_id"]
        assert int(parent["post_id"]) < int(edge["post_id"])
        assert parent["source"] == edge["via"]
        return 1 + depth_of(parent)

    for edge in reposts:
        assert int(edge["via_id"]) < int(edge["post_id"])
        depth.setdefault(edge["parent_id"], []).append(depth_of(edge))
    assert {row["root_id"]: (int(row["size"]), int(row["depth"])) for row in cascades} == {
        root: (len(depths), max(depths)) for root, depths in depth.items()
    }
    assert max(int(row["depth"]) for row in cascades) >= 4


def test_nobody_reposts_twice_or_themselves(edges):
    reposts = [(e["source"], e["parent_id"]) for e in edges if e["relation"] == "repost"]
    assert len(set(reposts)) == len(reposts)
    assert all(edge["source"] != edge["target"] for edge in edges if edge["relation"] == "repost")


def test_answers_come_after_what_they_answer(edges):
    assert all(int(edge["parent_id"]) < int(edge["post_id"]) for edge in edges)


# --- the shape ------------------------------------------------------------------------------------


def test_counts_and_shares(hits, export):
    kinds = Counter(row["kind"] for row in hits.values())
    assert 2_800 <= len(hits) <= 3_200
    assert 0.60 <= kinds["repost"] / len(hits) <= 0.70
    assert min(kinds["reply"], kinds["quote"]) >= 150
    in_v1 = sum(any(r.file == "x-v1.jsonl" for r in records) for records in export.hits.values())
    assert 0.33 <= in_v1 / len(hits) <= 0.45


def test_attention_is_heavy_tailed(cascades, edges, hits):
    written = sum(row["kind"] != "repost" for row in hits.values())
    sizes = sorted((int(row["size"]) for row in cascades), reverse=True)
    assert sum(sizes[: written // 100]) / sum(sizes) > 0.3
    per_account = Counter(edge["source"] for edge in edges if edge["relation"] == "repost")
    assert max(per_account.values()) >= 8
    assert sum(count == 1 for count in per_account.values()) > len(per_account) / 3


def test_the_public_sleeps_at_night(hits):
    hours = Counter(at(row["created_at"]).hour for row in hits.values())
    night = sum(hours[hour] for hour in range(8, 11))
    day = sum(hours[hour] for hour in range(17, 20))
    assert day > 6 * night


def test_every_event_has_its_echo(story, hits):
    times = sorted(at(row["created_at"]) for row in hits.values())
    for event in story["event"]:
        moment = at(event["at"])
        assert sum(moment <= time < moment + timedelta(days=1) for time in times) >= 3, event["title"]
    june = [time for time in times if time >= datetime(2018, 6, 11, tzinfo=UTC)]
    per_day = Counter(time.date() for time in june)
    assert max(per_day.values()) > 15 * per_day[datetime(2018, 6, 15, tzinfo=UTC).date()]


def test_the_old_address_sleeps_and_wakes(export, truth):
    shares = sorted(
        at(truth[post_id]["created_at"])
        for post_id, records in export.hits.items()
        if any((canonical_url(link) or "").startswith(BLOG) for link in records[-1].links)
    )
    gaps = [later - earlier for earlier, later in pairwise(shares)]
    assert shares[0] < datetime(2018, 1, 26, tzinfo=UTC)
    assert max(gaps) > timedelta(days=120)
    assert sum(share >= datetime(2018, 6, 17, 20, tzinfo=UTC) for share in shares) > 60


def test_texts_are_many_and_none_is_too_long(export, hits):
    own = [export.hits[post_id][-1].text for post_id, row in hits.items() if row["kind"] != "repost"]
    assert len(set(own)) > 900
    assert sum(len(text) > 280 for text in own) == 2
    assert len({row["template"] for row in hits.values()}) > 450


# --- what is planted ------------------------------------------------------------------------------


def test_planted_labels_are_of_the_vocabulary(truth):
    roles = {
        "employee",
        "former_employee",
        "customer",
        "company",
        "agency",
        "advocacy",
        "press",
        "politician",
    }
    acts = {
        *(
            "call_to_action",
            "demand",
            "boycott",
            "quit_threat",
            "praise",
            "defence",
            "question",
            "disclosure",
        ),
    }
    assert {role for row in truth.values() for role in row["roles"].split()} == roles
    assert {act for row in truth.values() for act in row["acts"].split()} == acts
    for row in truth.values():
        for target in TARGETS:
            expected = {""} if row["kind"] == "repost" else {"favor", "against", "none"}
            assert row[f"stance_{target}"] in expected
        assert set(row["about"].split()) <= set(TARGETS)


def test_every_side_is_heard_on_every_target(hits):
    for target in TARGETS:
        sides = Counter(row[f"stance_{target}"] for row in hits.values())
        assert min(sides["favor"], sides["against"]) >= 20, target


def test_communities_repost_their_own_but_not_only(accounts, edges):
    pairs = Counter(
        (accounts[edge["source"]]["community"], accounts[edge["target"]]["community"])
        for edge in edges
        if edge["relation"] == "repost"
    )
    for side, other in (("critics", "defenders"), ("defenders", "critics")):
        assert pairs[side, side] > 4 * pairs[side, other] > 0
    quotes = Counter(
        (accounts[edge["source"]]["community"], accounts[edge["target"]]["community"])
        for edge in edges
        if edge["relation"] == "quote"
    )
    assert quotes["critics", "defenders"] >= 10
    assert quotes["defenders", "critics"] >= 10


def test_matches_are_those_of_the_story(story, truth, export):
    terms = [term.lower() for term in story["match"]["terms"]]
    word = re.compile("|".join(rf"(?<!\w){re.escape(term)}(?!\w)" for term in terms))
    hashtags = {f"#{tag.lower()}" for tag in story["match"]["hashtags"]}
    first, last = (datetime.fromisoformat(f"{day}T00:00:00+00:00") for day in story["window"])
    roots = {**export.shown, **{post_id: records[-1] for post_id, records in export.hits.items()}}
    for post_id, records in export.hits.items():
        record = roots.get(records[0].edges.get("repost", post_id))
        if record is None:
            continue
        text = record.text.lower()
        matches = (
            word.search(text) is not None
            or any(tag in re.findall(r"#\w+", text) for tag in hashtags)
            or any((canonical_url(link) or "").startswith(BLOG) for link in record.links)
        )
        inside = first <= at(truth[post_id]["created_at"]) < last + timedelta(days=1)
        assert truth[post_id]["matches"] == str(int(matches and inside)), record.text


def test_match_rules_are_no_cues_of_stance(story):
    cues = {
        tag.lower()
        for target in story["target"]
        for key in ("favor_hashtags", "against_hashtags")
        for tag in target.get(key, ())
    }
    assert cues.isdisjoint(tag.lower() for tag in story["match"]["hashtags"])


# --- nobody real ----------------------------------------------------------------------------------


def test_every_account_is_recognisably_invented(export, truth):
    for user_id, user in export.users.items():
        assert re.fullmatch(r"[a-z]{5,10}_smpl", user["handle"])
        # Never assigned: sequential ids had ended far below, those with a time begin far above.
        assert 9_000_000_000_000 < int(user_id) < 9_000_001_000_000
        assert user["handle"] not in REAL_HANDLES
    assert {row["author_id"] for row in truth.values()} <= set(export.users)


def test_real_accounts_are_mentioned_only_and_without_an_id(export):
    handles = {user["handle"]: user_id for user_id, user in export.users.items()}
    for handle, user_id in export.mentions:
        if handle.endswith("_smpl"):
            assert user_id in {None, handles.get(handle)}
        else:
            assert handle.lower() in REAL_HANDLES
            assert user_id is None


def test_ids_of_posts_can_be_told_from_real_ones(truth):
    assert all((int(post_id) >> 12) & 0b11111_11111 == 0b11111_11111 for post_id in truth)
