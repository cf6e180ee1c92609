from __future__ import annotations

import pandas as pd
import pytest

from reaction.loaders import load


@pytest.fixture
def loaded(make, write):
    original = make.tweet_v1(1, retweet_count=9)
    first = write(
        make.repost_v1(2, original),
        make.repost_v1(3, original, "cid"),
        b"<b>rubbish</b>\n",
        name="in/a.jsonl",
    )
    write(make.tweet_v1(500, lang="de", retweet_count=-3), make.tweet_v1(500), name="in/b.jsonl")
    write({"un": "known"}, name="in/<i>c.jsonl")
    return load(first.parent)


def test_files_are_accounted_for_one_by_one(loaded):
    counts = ["lines", "records", "posts", "context", "duplicates", "rejects"]
    assert loaded.report.files[counts].values.tolist() == [[3, 5, 2, 1, 1, 1], [2, 2, 1, 0, 1, 0]]


def test_fields_say_what_is_missing_and_odd(loaded):
    fields = loaded.report.fields.set_index("column")
    assert fields.loc["author_automated", ["posts", "missing"]].tolist() == [4, 4]
    assert fields.loc["post_id", "missing"] == 0
    assert loaded.report.odd[["field", "n"]].values.tolist() == [["n_reposts", 1]]


def test_coverage_compares_with_the_platforms_own_counts(loaded):
    coverage = loaded.report.coverage
    assert (coverage.reposts_observed, coverage.reposts_counted, coverage.originals) == (2, 9, 1)
    assert coverage.repost_share == pytest.approx(2 / 9)
    assert coverage.first == pd.Timestamp("2018-06-18T12:02:00Z")
    assert coverage.longest_gap == pd.Timedelta(minutes=497)
    assert coverage.gap_from == pd.Timestamp("2018-06-18T12:03:00Z")
    assert coverage.languages == {"en": 2, "de": 1}


def test_both_forms_show_the_whole_account(loaded):
    for shown in (str(loaded.report), loaded.report._repr_html_()):
        for piece in ("7 records = 3 posts + 1 context + 2 duplicates + 1 rejects", "a.jsonl", "not valid JSON", "of the 9 that the platform"):  # fmt: skip
            assert piece in shown


def test_html_is_escaped(loaded):
    shown = loaded.report._repr_html_()
    assert "&lt;i&gt;c.jsonl" in shown
    assert "<i>" not in shown


def test_the_problems_name_rejects_and_unexpected_files(loaded):
    problems = loaded.report.problems()
    assert "1 of 7 records were rejected (not valid JSON: 1)" in problems
    assert "1 file was left out" in problems


def test_ids_of_the_sample_stream_are_recognised(make, write):
    def load_ids(milliseconds):
        epoch = 1_288_834_974_657
        start = 1_529_323_200_000
        ids = [start + 1000 * i + milliseconds(i) - epoch << 22 for i in range(100)]
        return load(write(*(make.tweet_v1(post_id) for post_id in ids))).report.coverage

    assert load_ids(lambda i: 657 + i % 10).looks_like_sample_stream
    evenly = load_ids(lambda i: i * 10)
    assert not evenly.looks_like_sample_stream
    assert evenly.sample_share == pytest.approx(0.01)


def test_a_file_without_posts_has_an_account_too(make, write):
    loaded = load(write({"delete": {"status": {"id_str": "5"}}}))
    assert len(loaded.posts) == 0
    assert loaded.report.coverage.first is None
    assert loaded.report.coverage.repost_share is None
    assert "0 posts" in str(loaded.report)
    assert "stream notice: delete" in loaded.report._repr_html_()
