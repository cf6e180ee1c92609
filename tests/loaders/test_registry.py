from __future__ import annotations

import importlib
import sys

import pandas as pd
import pytest

from reaction.errors import AmbiguousFormatError, LoadError
from reaction.loaders import Author, Media, Reject, Row, formats, has, load, loader, sniff
from reaction.loaders._registry import _load_entry_points, unregister


@pytest.fixture
def forum():
    """A format of a package of its own."""

    @loader("forum", "forum", matches=has("no", "body"), permalink="https://forum.example/{handle}/{id}")
    def read(record):
        """Posts of the example forum, a JSON object a line."""
        if record.get("type") == "ad":
            yield Reject("advertisement")
        yield Row(
            record["no"],
            author=Author(handle=record.get("by"), followers=record.get("fans")),
            text=record["body"],
            created_at=record.get("at"),
            reply_to_id=record.get("to"),
            urls=record.get("links"),
            media=[Media("photo", url) for url in record.get("pictures", [])],
        )

    yield
    unregister("forum")


@pytest.mark.usefixtures("forum")
def test_a_small_function_is_a_whole_loader(write, accounted):
    path = write(
        {"no": 1, "body": "R&amp;D", "by": "ann", "at": 1_529_323_200_000_000, "fans": 3},
        {"no": "2", "body": "yes", "to": 1, "at": "2018-06-18T12:00:00Z", "links": ["HTTP://www.Example.com/a#b", "nonsense"]},
        {"no": 3, "body": "x", "pictures": ["https://example.com/p.jpg"], "fans": "many"},
    )  # fmt: skip
    loaded = accounted(load(path))
    posts = loaded.posts.set_index("post_id")
    assert posts.loc["1", ["text", "author_handle", "url"]].tolist() == [
        "R&amp;D",
        "ann",
        "https://forum.example/ann/1",
    ]
    assert posts.loc["2", ["kind", "reply_to_id", "ref_status", "reply_to_author_handle"]].tolist() == ["reply", "1", "full", "ann"]  # fmt: skip
    assert list(posts.loc["2", "urls"]) == ["https://example.com/a"]
    assert posts["created_at"].iloc[0] == posts["created_at"].iloc[1] == pd.Timestamp("2018-06-18T12:00:00Z")
    assert pd.isna(posts.loc["2", "url"])
    assert pd.isna(posts.loc["3", "author_followers"])
    assert posts.loc["3", "media"][0]["url"] == "https://example.com/p.jpg"
    assert set(loaded.report.odd["field"]) == {"post_id", "author_followers", "reply_to_id"}


@pytest.mark.usefixtures("forum")
def test_a_record_that_a_loader_does_not_expect_is_a_reject(write):
    loaded = load(
        write(
            {"no": 1, "body": "a"}, {"no": 2}, {"no": 3, "body": "b", "type": "ad"}, {"no": None, "body": ""}
        )
    )
    assert loaded.posts["post_id"].tolist() == ["1", "3"]
    assert loaded.report.reasons == {"advertisement": 1, "forum can't read it (KeyError)": 1, "no post id": 1}
    assert loaded.report.records == 5


@pytest.mark.usefixtures("forum")
def test_a_loader_is_listed_with_what_recognises_it():
    listed = formats().set_index("format")
    assert listed.loc["forum"].tolist() == [
        "forum",
        "Posts of the example forum, a JSON object a line",
        "no, body",
    ]
    assert listed.index.tolist() == sorted(listed.index)


@pytest.mark.usefixtures("forum")
def test_platforms_mix_without_touching_each_other(make, write, accounted):
    path = write({"no": 1, "body": "a", "by": "ann"}, name="mixed/forum.jsonl")
    write(make.tweet_v1(1, by="ann"), {"delete": {"status": {"id_str": "1"}}}, name="mixed/x.jsonl")
    loaded = accounted(load(path.parent))
    assert loaded.posts[["platform", "status"]].values.tolist() == [["forum", "live"], ["x", "deleted"]]
    assert loaded.posts["author_id"].isna().tolist() == [True, False]


def test_two_loaders_for_one_shape_are_ambiguous(write):
    for name in ("one", "two"):
        loader(name, "forum", matches=has("no"))(lambda record: [Row(record["no"])])
    try:
        with pytest.raises(AmbiguousFormatError, match=r"one: 1 .*two: 1"):
            load(write({"no": "1"}))
        assert len(load(write({"no": "1"}), format="one").posts) == 1
    finally:
        unregister("one")
        unregister("two")


FORUM = '''
from reaction.loaders import Author, Row, has, loader

@loader("{name}", "forum", matches=has("{name}_no", "body"))
def read(record):
    """Posts of the example forum."""
    yield Row(str(record["{name}_no"]), author=Author(handle=record.get("by")), text=record["body"])
'''


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Make a package with a loader that can be imported, perhaps as one that was installed."""
    names = []

    def make_package(name: str, *, installed: bool) -> None:
        site = tmp_path / f"site-{name}"
        (site / f"{name}.dist-info").mkdir(parents=True)
        (site / f"{name}.py").write_text(FORUM.format(name=name))
        (site / f"{name}.dist-info" / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n"
        )
        if installed:
            entry = f"[reaction.loaders]\n{name} = {name}\n"
            (site / f"{name}.dist-info" / "entry_points.txt").write_text(entry)
        monkeypatch.syspath_prepend(str(site))
        _load_entry_points.cache_clear()
        names.append(name)

    yield make_package
    for name in names:
        unregister(name)
        sys.modules.pop(name, None)
    _load_entry_points.cache_clear()


def test_a_loader_can_come_from_an_installed_package(package, write, accounted):
    package("forum_installed", installed=True)
    path = write({"forum_installed_no": 1, "body": "hello"})
    assert sniff(path).format == "forum_installed"
    assert accounted(load(path)).posts["text"].tolist() == ["hello"]


@pytest.mark.parametrize("installed", [True, False])
def test_other_processes_know_the_loaders_of_other_packages(package, write, installed):
    name = f"forum_{installed}".lower()
    package(name, installed=installed)
    if not installed:
        importlib.import_module(name)
    path = write({f"{name}_no": 1, "body": "hello"})
    assert load(path, jobs=2).posts["text"].tolist() == ["hello"]


def test_a_loader_of_a_script_says_that_other_processes_can_not_have_it(write):
    @loader("scripted", "forum", matches=has("scripted_no"))
    def read(record):
        return [Row(str(record["scripted_no"]))]

    read.__module__ = "__main__"
    try:
        path = write({"scripted_no": 1})
        with pytest.raises(LoadError, match=r"'scripted' was added in a script .* jobs=1"):
            load(path, jobs=2)
        assert len(load(path).posts) == 1
    finally:
        unregister("scripted")
