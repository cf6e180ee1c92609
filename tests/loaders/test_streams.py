"""Packed, recoded and damaged files: what can be had of them comes, and what is wrong is said."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from reaction.loaders import _streams, load, sniff
from reaction.loaders._files import Source
from reaction.loaders._streams import open_bytes

PACKERS = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": lambda data: zstandard.ZstdCompressor().compress(data),
}


def lines(make, *ids: int) -> bytes:
    return b"".join(json.dumps(make.tweet_v1(i, f"text {i * 7919}")).encode() + b"\n" for i in ids)


@pytest.mark.parametrize("name", PACKERS)
def test_every_compression_is_read_and_several_members_as_one(make, write, accounted, name):
    pack = PACKERS[name]
    path = write(pack(lines(make, 1, 2)) + pack(lines(make, 3)), name="posts.bin")
    assert sniff(path).compression == name
    assert accounted(load(path)).posts["post_id"].tolist() == ["1", "2", "3"]


@pytest.mark.parametrize("name", PACKERS)
def test_a_packed_file_that_breaks_off_gives_what_came_before(make, write, accounted, name):
    packed = PACKERS[name](lines(make, *range(1, 6_000)))
    loaded = accounted(load(write(packed[: len(packed) * 2 // 3], name="cut.bin")))
    found = loaded.posts["post_id"].astype(int).tolist()
    assert found == list(range(1, len(found) + 1))
    # bzip2 and xz unpack by blocks, of which a small file has one.
    assert len(found) > 100 or name in {"bzip2", "xz"}
    assert list(loaded.report.reasons) == ["file ends early"]
    assert loaded.rejects["line"].tolist() == [len(found) + 1]


def test_a_dump_of_the_longest_window_is_read(make, write):
    parameters = zstandard.ZstdCompressionParameters.from_level(3, window_log=31, enable_ldm=True)
    packer = zstandard.ZstdCompressor(compression_params=parameters)
    assert len(load(write(packer.compress(lines(make, 1, 2)), name="RC.zst")).posts) == 2


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read(make, write, accounted, encoding):
    text = (
        "\ufeff"
        + lines(make, 1, 2).decode()
        + json.dumps(make.tweet_v1(3, "caf\u00e9 \U0001f600"), ensure_ascii=False)
    )
    loaded = accounted(load(write(text.encode(encoding), name="posts.json")))
    assert loaded.posts["text"].tolist()[-1] == "caf\u00e9 \U0001f600"
    packed = write(gzip.compress(text.encode(encoding)), name="posts.json.gz")
    assert load(packed).posts["post_id"].tolist() == ["1", "2", "3"]


def test_a_file_that_expands_without_end_is_left_at_a_stated_point(make, write, monkeypatch):
    monkeypatch.setattr(_streams, "_MUCH", 1 << 20)
    monkeypatch.setattr(_streams, "_MOST_TIMES", 20)
    packed = gzip.compress(lines(make, 1, 2) + b" " * (8 << 20) + b"\n" + lines(make, 3))
    loaded = load(write(packed, name="bomb.gz"))
    assert loaded.posts["post_id"].tolist() == ["1", "2"]
    assert loaded.report.reasons == {"expands too much": 1}
    assert "times its size" in loaded.rejects["snippet"].iloc[0]


def test_a_line_without_end_takes_no_memory_of_its_own(make, write, accounted, monkeypatch):
    monkeypatch.setattr("reaction.loaders._blocks.LONGEST_LINE", 1 << 20)
    monkeypatch.setattr("reaction.loaders._units.UNIT_SIZE", 1 << 18)
    content = lines(make, 1) + b'{"a": "' + b"x" * (5 << 20) + b'"}\n' + lines(make, 2)
    loaded = accounted(load(write(content)))
    assert loaded.posts[["post_id", "source_line"]].values.tolist() == [["1", 1], ["2", 3]]
    assert loaded.rejects[["line", "reason"]].values.tolist() == [[2, "line too long"]]


def test_a_line_of_fifty_megabytes_is_read(make, write, accounted):
    loaded = accounted(load(write(make.tweet_v1(1, "x" * 50_000_000), make.tweet_v1(2))))
    assert loaded.posts["text"].str.len().tolist() == [50_000_000, 5]


@given(st.text(max_size=300), st.sampled_from(["utf-16-le", "utf-16-be"]), st.integers(1, 9))
def test_recoding_gives_the_text_back(tmp_path_factory, text, encoding, size):
    path = tmp_path_factory.mktemp("utf16") / "x"
    path.write_bytes(("\ufeff" + text).encode(encoding, "surrogatepass"))
    with open_bytes(Source(path, named=True)) as stream:
        parts = list(iter(lambda: stream.read(size), b""))
    clean = "".join(letter if not 0xD800 <= ord(letter) < 0xE000 else "\ufffd" for letter in text)
    assert b"".join(parts).decode() == clean
