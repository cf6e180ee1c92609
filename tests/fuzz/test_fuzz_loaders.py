"""What is fuzzed keeps working without the fuzzer, and sees what it is there to see."""

from __future__ import annotations

import gzip
import warnings
from pathlib import Path

import pytest
import target
from hypothesis import given
from hypothesis import strategies as st
from mutations import Mutator
from promises import Violation
from seeds import seeds
from target import FILES, NAMES, WAYS, Case, TooSlow, run, sizes

from reaction.loaders import Row, has, loader
from reaction.loaders._registry import unregister

INPUTS = seeds()
CHANGE = Mutator(INPUTS.values(), sizes())
PIECES = [b"{", b"}", b"[", b"]", b'"', b":", b",", b"<", b">", b"\n", b"a", b"1", b"\\", b" "]
LINE = b'{"id_str": "20", "text": "hi", "user": {"id_str": "12"}}\n'
X_V1 = next(file for file in FILES if file.as_posix() == "x-v1/posts.jsonl")


def case(way: str, content: bytes, told: str = "x-v1") -> bytes:
    return Case(X_V1, way, NAMES.index(told), content).to_bytes()


def test_an_input_is_taken_apart_and_put_together():
    for data in INPUTS.values():
        assert Case.of(data).to_bytes() == data
    assert Case.of(b"\xff\xff\xff") == Case.of(bytes(255 % size for size in sizes()))
    assert Case.of(b"") == Case.of(bytes(3))


def test_every_file_and_way_is_among_the_seeds():
    cases = [Case.of(data) for data in INPUTS.values()]
    assert {one.file for one in cases} == set(FILES)
    assert {one.way for one in cases} == set(WAYS)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "content",
    [b"", LINE, LINE * 3 + b'{"id_str', b"\xff\x00[{", gzip.compress(LINE)[:-9], b"id,text\n1,a\n"],
)
def test_promises_hold_in_every_way(tmp_path, way, content):
    run(case(way, content, told="reddit"), tmp_path)
    assert not list(tmp_path.iterdir())


def test_promises_hold_of_changed_inputs(tmp_path):
    names = sorted(INPUTS)
    for seed in range(60):
        data = INPUTS[names[seed * 7 % len(names)]]
        run(CHANGE(data, 1 << 15, seed, lambda content, _: content[1:]), tmp_path)


@given(
    st.binary(max_size=40) | st.lists(st.sampled_from(PIECES), max_size=9).map(b"".join),
    st.integers(0, 2**31),
)
def test_anything_can_be_changed(content, seed):
    assert len(CHANGE(bytes(3) + content, 50, seed, lambda old, _: old)) <= 50


def test_changes_are_the_same_for_a_seed_and_no_longer_than_allowed():
    data = INPUTS["x-v1-posts.jsonl"]
    changed = [CHANGE(data, 3_000, seed, lambda content, _: content) for seed in range(200)]
    assert changed == [CHANGE(data, 3_000, seed, lambda content, _: content) for seed in range(200)]
    assert len(set(changed)) > 100
    assert max(map(len, changed)) <= 3_000


@pytest.fixture
def planted():
    """Register a loader that does something to each record."""

    def plant(what) -> bytes:
        @loader("planted", "x", matches=has("planted"))
        def convert(record):
            yield Row(what(record))

        return case("plain", b'{"planted": 1}')

    yield plant
    unregister("planted")


def leave_open(_: object) -> str:
    file = Path(__file__).open(encoding="utf-8")  # noqa: SIM115  # that is the point
    return file.readline()


@pytest.mark.parametrize(
    ("what", "error"),
    [
        (lambda record: record["id"], Violation),  # a loader that can't read it
        (leave_open, Violation),
        (lambda record: 1 / 0, ZeroDivisionError),
        (lambda record: warnings.warn("odd", stacklevel=1), UserWarning),
        (lambda record: all(iter(lambda: 1, 0)), TooSlow),
    ],
)
def test_what_breaks_a_promise_is_seen(planted, tmp_path, monkeypatch, what, error):
    monkeypatch.setattr(target, "MOST_SECONDS", 1.0)
    with pytest.raises(error):
        run(planted(what), tmp_path)
    assert not list(tmp_path.iterdir())


def test_what_is_read_well_is_not_seen(planted, tmp_path):
    run(planted(lambda record: "1"), tmp_path)
