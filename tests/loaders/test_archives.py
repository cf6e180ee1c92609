"""Archives are read where they lie; nothing in them can reach the disk or bring loading down."""

from __future__ import annotations

import gc
import gzip
import io
import json
import tarfile
import warnings
import zipfile

import pytest

from reaction.errors import LoadError, NoInputError
from reaction.loaders import load
from reaction.loaders._companions import read_companions
from reaction.loaders._files import Source


@pytest.fixture
def packed(make, tmp_path):
    """Make an archive of the given members."""

    def line(post_id: int) -> bytes:
        return json.dumps(make.tweet_v1(post_id)).encode() + b"\n"

    def make_archive(name: str, members: dict[str, bytes | int]):
        content = {inner: line(data) if isinstance(data, int) else data for inner, data in members.items()}
        path = tmp_path / name
        if name.endswith(".zip"):
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                for inner, data in content.items():
                    archive.writestr(inner, data)
        else:
            with tarfile.open(path, "w:gz" if name.endswith("gz") else "w") as archive:
                for inner, data in content.items():
                    info = tarfile.TarInfo(inner)
                    info.size = len(data)
                    archive.addfile(info, io.BytesIO(data))
        return path

    return make_archive


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tgz"])
def test_members_are_read_in_order_of_name_with_their_place(packed, accounted, make, name):
    inner = gzip.compress(json.dumps(make.tweet_v1(3)).encode())
    path = packed(
        name, {"b/two.jsonl": 2, "b/one.jsonl": 1, "c.jsonl.gz": inner, "README.md": b"# hi", ".x": b"{}"}
    )
    loaded = accounted(load(path))
    assert loaded.posts["post_id"].tolist() == ["1", "2", "3"]
    assert loaded.posts["source_file"].tolist() == [
        f"{path}!b/one.jsonl",
        f"{path}!b/two.jsonl",
        f"{path}!c.jsonl.gz",
    ]
    assert sorted(loaded.report.skipped["reason"]) == ["hidden", "not an export (.md)"]


@pytest.mark.parametrize("name", ["a.zip", "a.tar"])
def test_names_that_lead_out_of_the_archive_are_names_and_nothing_else(packed, accounted, tmp_path, name):
    path = packed(name, {"../../evil.jsonl": 1, "/etc/evil.jsonl": 2})
    before = sorted(tmp_path.rglob("*"))
    assert accounted(load(path)).posts["post_id"].tolist() == ["1", "2"]
    assert sorted(tmp_path.rglob("*")) == before
    assert not (tmp_path.parent.parent / "evil.jsonl").exists()


def test_links_in_a_tar_are_not_followed(packed, tmp_path):
    secret = tmp_path / "secret.jsonl"
    secret.write_text('{"id_str": "9", "text": "x", "user": {}}')
    path = tmp_path / "links.tar"
    with tarfile.open(path, "w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE):
            info = tarfile.TarInfo(f"link{kind!r}.jsonl")
            info.type, info.linkname = kind, str(secret)
            archive.addfile(info)
    with pytest.raises(LoadError, match="holds no files"):
        load(path)


def test_a_zip_that_breaks_off_says_so(packed, tmp_path):
    path = packed("a.zip", {"one.jsonl": 1})
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(LoadError, match="looks like a zip archive but can't be read"):
        load(path)


def test_a_damaged_member_is_one_reject(packed, accounted, make):
    data = b"".join(
        json.dumps(make.tweet_v1(i, f"text {i * 7919}")).encode() + b"\n" for i in range(1, 3_000)
    )
    path = packed("a.zip", {"one.jsonl": data, "two.jsonl": 9_000})
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(bytes(content))
    loaded = accounted(load(path))
    assert loaded.posts["post_id"].tolist()[-1] == "9000"
    assert "compressed data damaged" in loaded.report.reasons


def test_a_locked_member_is_left_out_with_the_reason(packed, make, tmp_path):
    path = packed("a.zip", {"one.jsonl": 1, "two.jsonl": 2})
    content = bytearray(path.read_bytes())
    # The lowest bit of the flags says that a member is encrypted, in its own header and in the directory.
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    path.write_bytes(bytes(content))
    loaded = load(path)
    assert loaded.posts["post_id"].tolist() == ["2"]
    assert "password" in loaded.report.skipped["reason"].iloc[0]


def test_an_archive_of_nothing_but_side_files_says_what_is_in_it(packed):
    with pytest.raises(NoInputError, match=r"README.md \(not an export"):
        load(packed("a.zip", {"README.md": b"# hi"}))


def test_an_archive_without_a_companion_is_not_left_open(packed, tmp_path):
    path = packed("a.tar", {"tweets.js": 1})
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always", ResourceWarning)
        assert read_companions(Source(path, named=False, member="tweets.js"), ["account.js"]) == {}
        gc.collect()
    assert not found
