"""Every format: recognised as nothing else, read as its golden table says, and never brought down by damage."""

from __future__ import annotations

import importlib.util
import json
import random
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reaction import schema
from reaction.errors import LoadError, NotPostsError
from reaction.loaders import formats, load, sniff

_spec = importlib.util.spec_from_file_location("golden", Path(__file__).with_name("golden.py"))
golden = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(golden)

NAMES = sorted(path.name for path in golden.FORMATS.iterdir() if path.is_dir())
INSERTS = [
    b"}{",
    b"\n",
    b"[",
    b'"',
    b",",
    b"\x00",
    b"null",
    b"1e999",
    b'""',
    b"\xff",
    b"\t",
    b"0" * 30,
    b"{}",
    b"true",
]


def test_every_format_has_a_fixture():
    known = set(formats()["format"]) - {"parquet"}
    assert known == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_fixture_is_recognised_and_as_nothing_else(name):
    found = 0
    for path in golden.inputs(name):
        with suppress(NotPostsError):  # companions lie beside some exports
            if path.suffix != ".zip":
                assert sniff(path).format == name
                found += 1
    assert found or any(path.suffix == ".zip" for path in golden.inputs(name))


@pytest.mark.parametrize("name", NAMES)
def test_a_fixture_becomes_its_golden_table(name, accounted):
    loaded = accounted(load(golden.FORMATS / name, context=True))
    schema.validate(loaded.posts)
    expected = json.loads((golden.FORMATS / name / "golden.json").read_text(encoding="utf-8"))
    found = golden.as_records(loaded)
    assert found["posts"] == expected["posts"]
    assert found["rejects"] == expected["rejects"]
    assert found["odd"] == expected["odd"]


def damaged(content: bytes, rng: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.randint(1, 8)):
        place = rng.randrange(len(changed) + 1)
        match rng.randrange(6):
            case 0 if place < len(changed):
                changed[place] = rng.randrange(256)
            case 1:
                changed[place:place] = rng.choice(INSERTS)
            case 2:
                del changed[place : place + rng.randint(1, 60)]
            case 3:
                changed[place:place] = changed[place : place + rng.randint(1, 400)]
            case 4 if rng.random() < 0.2:
                del changed[place:]
            case _:
                _swap_a_value(changed, place, rng)
    return bytes(changed)


def _swap_a_value(content: bytearray, place: int, rng: random.Random) -> None:
    """Put a value of another type where one stands in JSON, or another cell in a table."""
    for mark in (b": ", b":", b","):
        start = content.find(mark, place)
        if start >= 0:
            start += len(mark)
            end = min(
                (found for stop in (b",", b"}", b"\n") if (found := content.find(stop, start)) >= 0),
                default=len(content),
            )
            content[start:end] = rng.choice(
                [
                    b"null",
                    b"[]",
                    b"{}",
                    b"-1",
                    b"12.5",
                    b'"x"',
                    b"true",
                    b"[[1]]",
                    b'{"a":1}',
                    b"1e30",
                    b'"2018"',
                    b"9" * 25,
                ]
            )
            return


@pytest.mark.parametrize("name", NAMES)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=30)
def test_whatever_is_damaged_every_record_is_accounted_for(name, seed):
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / name
        shutil.copytree(golden.FORMATS / name, copy, ignore=shutil.ignore_patterns("golden.json"))
        for path in sorted(copy.rglob("*")):
            if path.is_file():
                path.write_bytes(damaged(path.read_bytes(), rng))
        with suppress(LoadError, FileNotFoundError):  # what is left may be no known format, or nothing
            check(load(copy, context=True))
        for path in sorted(copy.rglob("*")):
            if path.is_file():
                with suppress(LoadError):
                    check(load(path, format=name, context=True))


def check(loaded) -> None:
    files = loaded.report.files
    parts = files["posts"] + files["context"] + files["duplicates"] + files["rejects"]
    assert (files["records"] == parts).all()
    assert loaded.report.rejects == len(loaded.rejects)
    assert loaded.report.posts + loaded.report.context == len(loaded.posts)
    unread = loaded.rejects["reason"].str.contains("can't read it")
    assert not unread.any(), loaded.rejects[unread].to_dict("records")
    schema.validate(loaded.posts)
    str(loaded.report)
    loaded.report._repr_html_()
