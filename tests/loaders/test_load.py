from __future__ import annotations

import gzip
import json
import warnings
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow.parquet as pq
import pytest

from reaction import schema
from reaction.errors import (
    AmbiguousFormatError,
    LoadError,
    NoInputError,
    NotPostsError,
    RejectedWarning,
    UnknownFormatError,
)
from reaction.hostile import control_free
from reaction.loaders import load, read_posts, sniff

if TYPE_CHECKING:
    from pathlib import Path


def as_lines(*records) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


@pytest.fixture
def folder(make, write):
    """Two exports of different formats, one packed, among files that are none."""
    first = write(make.tweet_v1(1), make.tweet_v1(2), name="exports/a.jsonl")
    write(gzip.compress(as_lines(make.page_v2(make.tweet_v2(3)))), name="exports/deep/b.jsonl.gz")
    write(b"# read me\n", name="exports/README.md")
    write(b"post_id,role\n", name="exports/truth.csv")
    write(b"{}", name="exports/.hidden.jsonl")
    write(b"{}", name="exports/.cache/x.jsonl")
    return first.parent


def test_a_folder_is_read_with_its_subfolders_and_without_its_side_files(folder):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        posts = read_posts(folder)
    assert posts["post_id"].tolist() == ["1", "2", "3"]
    skipped = load(folder).report.skipped
    assert skipped["reason"].tolist() == [
        "hidden",
        "hidden",
        "not an export (.md)",
        "a table without texts (post_id, role)",
    ]
    assert skipped["expected"].all()


def test_files_folders_and_globs_name_the_same_posts(folder):
    expected = read_posts(folder)
    a, b = folder / "a.jsonl", folder / "deep" / "b.jsonl.gz"
    for paths in ([a, b], [b, a], [str(folder), a], f"{folder}/**/*.jsonl*", [f"{folder}/*.jsonl", b]):
        pd.testing.assert_frame_equal(read_posts(paths), expected)


def test_the_same_file_named_twice_is_read_once(folder):
    assert load([folder / "a.jsonl", folder / "a.jsonl"]).report.records == 2


def test_order_of_naming_has_no_influence_on_copies(make, write):
    one = write(make.page_v2(make.tweet_v2(1, "a")), name="one.jsonl")
    two = write(make.page_v2(make.tweet_v2(1, "a", lang="de")), name="two.jsonl")
    pd.testing.assert_frame_equal(read_posts([one, two]), read_posts([two, one]))


def test_concatenated_members_are_read_through(make, write):
    packed = b"".join(gzip.compress(as_lines(make.tweet_v1(i))) for i in range(1, 4))
    assert read_posts(write(packed, name="packed")).shape[0] == 3


@pytest.mark.parametrize("missing", ["nowhere.jsonl", "nowhere/", "no*where"])
def test_paths_that_name_nothing_are_an_error(tmp_path, missing):
    with pytest.raises(NoInputError, match=r"nowhere|no\*where"):
        load(tmp_path / missing)


def test_no_paths_are_an_error():
    with pytest.raises(NoInputError, match="give a file"):
        load([])


def test_a_folder_without_exports_is_an_error_that_lists_what_is_there(write):
    path = write(b"# read me\n", name="docs/README.md")
    with pytest.raises(NoInputError, match=r"README\.md"):
        load(path.parent)
    (path.parent / "void").mkdir()
    with pytest.raises(NoInputError, match="empty"):
        load(path.parent / "void")


def test_an_unknown_file_raises_when_named_and_warns_in_a_folder(make, write):
    good = write(make.tweet_v1(1), name="both/good.jsonl")
    bad = write({"some": "thing"}, name="both/bad.jsonl")
    with pytest.raises(UnknownFormatError) as error:
        load(bad)
    message = str(error.value)
    assert "bad.jsonl" in message
    assert "x-v1" in message
    assert "x-v2" in message
    assert '{"some": "thing"}' in message
    with pytest.warns(RejectedWarning, match=r"bad\.jsonl"):
        posts = read_posts(good.parent)
    assert len(posts) == 1


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        ({"data": [{"id": "1", "username": "ann", "name": "Ann"}]}, "accounts"),
        ({"data": [{"start": "a", "end": "b", "tweet_count": 3}]}, "counts"),
        (
            {"id": "1", "action": "delete", "created_at": "2021-01-01T00:00:00Z", "reason": "deleted"},
            "compliance",
        ),
        ({"data": [{"id": "1", "name": "list", "member_count": 3}]}, "lists"),
        ({"id": "1", "place_type": "city", "full_name": "Somewhere"}, "places"),
        ({"id_str": "1", "screen_name": "ann", "followers_count": 3}, "accounts"),
        ({"id": "1", "username": "ann", "public_metrics": {"followers_count": 3}}, "accounts"),
    ],
)
def test_exports_of_something_else_are_refused_by_name(write, record, kind):
    with pytest.raises(NotPostsError, match=kind):
        load(write(record))


def test_a_list_of_ids_is_refused_with_advice(write):
    with pytest.raises(NotPostsError, match="hydrate"):
        load(write(b"1008599655142154241\n1008599655142154242\n"))


def test_two_formats_in_one_file_are_ambiguous_unless_one_is_named(make, write, accounted):
    path = write(make.tweet_v1(1), make.page_v2(make.tweet_v2(2)))
    with pytest.raises(AmbiguousFormatError, match=r"x-v1: 1 .*x-v2: 1"):
        load(path)
    loaded = accounted(load(path, format="x-v1"))
    assert loaded.posts["post_id"].tolist() == ["1"]
    assert loaded.report.reasons == {"no post id": 1}


def test_an_unknown_format_name_lists_those_there_are(make, write):
    with pytest.raises(LoadError, match=r"x-v1, x-v2"):
        load(write(make.tweet_v1(1)), format="tiktok")
    with pytest.raises(LoadError, match="no Parquet file"):
        load(write(make.tweet_v1(1)), format="parquet")


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_says_that_it_is_empty(write, content):
    with pytest.raises(UnknownFormatError, match="is empty"):
        load(write(content))


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        ("text".encode("utf-16"), "does not begin as JSON"),
        (b"\x28\xb5\x2f\xfdrest", "compressed with zstd"),
        (b"a,b\n1,2\n", r"columns a, b; reaction.read_table"),
        (b"[[1, 2], [3]]", "no JSON object"),
    ],
)
def test_unknown_files_get_a_hint(write, content, hint):
    with pytest.raises(UnknownFormatError, match=hint):
        load(write(content))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", json.dumps({"k" * 100_000: 1, "\x1b[31m\u202e": 2}, ensure_ascii=False).encode()),
        ("a.csv", f"{'k' * 100_000},\x1b[31m\u202e\n1,2\n".encode()),
    ],
)
def test_names_that_a_file_gives_control_no_terminal_and_fill_no_page(make, write, name, content):
    path = write(content, name=name)
    with pytest.raises(UnknownFormatError, match="Cannot tell") as caught:
        load(path)
    write(make.tweet_v1(1))
    for said in (str(caught.value), str(load(path.parent).report)):
        assert len(said) < 5_000
        assert control_free(said) == said


def test_sniffing_says_why(folder):
    found = sniff(folder / "deep" / "b.jsonl.gz")
    assert (found.format, found.compression, found.layout) == ("x-v2", "gzip", "lines")
    assert "data[].id, data[].text" in found.reason


def test_some_records_of_a_line_are_enough_to_tell(make, write):
    path = write(b"".join(json.dumps(make.tweet_v1(i)).encode() for i in range(1, 60)))
    assert sniff(path).reason == "25 of 25 records in the head have id_str, user"
    assert len(load(path).posts) == 59


def test_a_first_line_beyond_the_head_is_still_recognised(make, write):
    page = make.page_v2(*(make.tweet_v2(i, "x" * 250) for i in range(1, 4_000)))
    path = write(page)
    assert path.stat().st_size > 1 << 20
    assert read_posts(path).shape[0] == 3_999


def test_context_is_left_out_unless_asked_for(make, write):
    path = write(make.repost_v1(2, make.tweet_v1(1)))
    assert read_posts(path)["post_id"].tolist() == ["2"]
    assert read_posts(path, context=True)["post_id"].tolist() == ["2", "1"]


def test_rejects_warn_with_their_reasons(make, write):
    path = write(make.tweet_v1(1), b"rubbish\n", {"delete": {"status": {"id_str": "5"}}})
    with pytest.warns(
        RejectedWarning, match=r"2 of 3 records were rejected \(.*not valid JSON: 1.*\.rejects"
    ):
        read_posts(path)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        loaded = load(path)
    assert loaded.rejects.columns.tolist() == ["file", "line", "reason", "snippet"]
    assert loaded.rejects["line"].tolist() == [2, 3]
    assert loaded.rejects["snippet"].iloc[0] == "rubbish"


def test_parquet_comes_back_as_it_was_written(make, write, tmp_path):
    posts = read_posts(write(make.repost_v1(2, make.tweet_v1(1)), make.tweet_v1(3)), context=True)
    posts["tagged"] = [0.5, 1.0, 1.5]
    schema.write_posts(posts, tmp_path / "posts.parquet")
    back = read_posts(tmp_path / "posts.parquet", context=True)
    pd.testing.assert_frame_equal(back, posts)
    assert read_posts(tmp_path / "posts.parquet")["post_id"].tolist() == ["2", "3"]


def test_parquet_mixes_with_other_files(make, write, accounted, tmp_path):
    exports = write(make.repost_v1(2, make.tweet_v1(1, "the whole")), name="mixed/a.jsonl")
    stored = read_posts(
        write(make.tweet_v1(1, "the whole", retweet_count=8), make.tweet_v1(3), name="stored.jsonl")
    )
    schema.write_posts(stored.assign(tagged=1), exports.parent / "b.parquet")
    loaded = accounted(load(exports.parent))
    posts = loaded.posts.set_index("post_id")
    assert posts.index.tolist() == ["2", "1", "3"]
    assert posts.loc["2", "ref_status"] == "full"
    assert posts.loc["1", "source_file"].endswith("stored.jsonl")
    assert "tagged" not in posts.columns
    assert loaded.report.files["format"].tolist() == ["x-v1", "parquet"]
    schema.validate(loaded.posts)


def with_zeros(path) -> bytes:
    content = bytearray(path.read_bytes())
    content[4:1_000] = bytes(996)  # the schema is at the end
    return bytes(content)


def with_half_a_letter(path) -> bytes:
    table = pq.read_table(path)
    pq.write_table(table, path, compression="none", use_dictionary=False)
    return path.read_bytes().replace(b"ann", b"a\xffn")


@pytest.mark.parametrize("damage", [with_zeros, with_half_a_letter])
def test_damaged_parquet_is_an_error_when_named_and_a_reject_among_other_files(
    make, write, accounted, tmp_path, damage
):
    path = tmp_path / "posts.parquet"
    schema.write_posts(read_posts(write(make.tweet_v1(1), make.tweet_v1(2))), path)
    path.write_bytes(damage(path))
    with pytest.raises(LoadError, match=r"posts\.parquet' is (not )?a Parquet file that"):
        load(path)
    loaded = accounted(load(tmp_path))
    assert loaded.posts["post_id"].tolist() == ["1", "2"]
    assert loaded.report.reasons == {"compressed data damaged": 1}


def test_parquet_with_a_damaged_schema_is_an_error_of_one_line(make, write, tmp_path):
    path = tmp_path / "posts.parquet"
    schema.write_posts(read_posts(write(make.tweet_v1(1))), path)
    path.write_bytes(path.read_bytes().replace(b"author_bio", b"author_\xff\x1b["))
    with pytest.raises(UnknownFormatError, match="can't be read as one") as caught:
        load(path)
    assert str(caught.value).isprintable()


def test_foreign_parquet_is_refused_when_named_and_left_out_of_folders(make, write, tmp_path):
    good = write(make.tweet_v1(1), name="mixed/a.jsonl")
    foreign = good.parent / "b.parquet"
    pd.DataFrame({"a": [1]}).to_parquet(foreign)
    with pytest.raises(UnknownFormatError, match="no schema version"):
        load(foreign)
    broken = write(b"PAR1 and then nothing of the kind", name="broken.parquet")
    with pytest.raises(UnknownFormatError, match="can't be read"):
        load(broken)
    with pytest.warns(RejectedWarning, match=r"b\.parquet"):
        assert len(read_posts(good.parent)) == 1


def test_loading_changes_nothing_on_disk(folder):
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    load(folder)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_a_page_with_an_item_a_line_is_one_document(make, write):
    items = ",\n".join(json.dumps(make.tweet_v2(i)) for i in (1, 2, 3))
    included = json.dumps([make.tweet_v2(9)])
    page = f'{{"data": [\n{items}\n],\n"includes": {{"tweets": {included}}}}}\n'
    loaded = load(write(page.encode(), name="page.json"), context=True)
    assert loaded.posts["is_context"].tolist() == [False, False, False, True]


def test_a_posts_table_that_no_loader_made_is_read(tmp_path: Path) -> None:
    posts = schema.from_columns(
        {"platform": ["x", "x"], "post_id": ["1", "2"], "kind": ["original"] * 2, "text": ["a", None]}
    )
    schema.write_posts(posts, tmp_path / "own.parquet")
    loaded = load(tmp_path / "own.parquet")
    assert loaded.posts["post_id"].tolist() == ["1", "2"]
    assert loaded.report.posts == 2
