"""Loads of any size: the same posts as in memory, the same bytes whoever reads, and no row lost in a break."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest

from reaction import read_posts, schema
from reaction.errors import LoadError, NoInputError
from reaction.loaders import _pipeline, _units, convert, load


@pytest.fixture
def exports(make, write, monkeypatch):
    """A folder of two files that are read in many small units and shards."""
    originals = [make.tweet_v1(i, f"original {i}") for i in range(1, 40)]
    first = [make.repost_v1(1_000 + i, originals[i % 39], "bob") for i in range(150)]
    second = [
        make.tweet_v1(2_000 + i, "no", "cid", in_reply_to_status_id_str=str(1 + i % 60)) for i in range(150)
    ]
    path = write(*first, b"rubbish\n", name="exports/a.jsonl")
    write(*second, *first[:30], name="exports/b.jsonl")
    monkeypatch.setattr(_units, "BLOCK_SIZE", 9_000)
    monkeypatch.setattr(_units, "UNIT_SIZE", 20_000)
    monkeypatch.setattr(_pipeline, "_ROWS_OF_A_SHARD", 40)
    monkeypatch.setattr(_pipeline, "_ROWS_OF_A_PART", 64)
    return path.parent


@pytest.mark.parametrize("context", [False, True])
def test_the_file_holds_what_is_read_in_memory(exports, tmp_path, context):
    output, rejects = tmp_path / "posts.parquet", tmp_path / "rejects.csv"
    report = convert(exports, output, context=context, rejects=rejects)
    loaded = load(exports, context=context)
    pd.testing.assert_frame_equal(read_posts(output, context=context), loaded.posts)
    pd.testing.assert_frame_equal(report.files, loaded.report.files)
    assert report.coverage == loaded.report.coverage
    found = pd.read_csv(rejects)
    assert found["reason"].tolist() == loaded.rejects["reason"].tolist()
    assert not output.with_name("posts.parquet.partial").exists()
    schema.validate(read_posts(output))


def test_the_bytes_are_the_same_on_any_number_of_processes(exports, tmp_path):
    files = [tmp_path / f"{jobs}.parquet" for jobs in (1, 2)]
    for jobs, file in enumerate(files, start=1):
        convert(exports, file, jobs=jobs)
    assert files[0].read_bytes() == files[1].read_bytes()


class BreakError(Exception):
    """Stands for whatever breaks a load off."""


@pytest.mark.parametrize("after", [1, 4, 9])
def test_a_load_that_was_broken_off_goes_on_where_it_stopped(exports, tmp_path, monkeypatch, after):
    whole = tmp_path / "whole.parquet"
    convert(exports, whole)
    output = tmp_path / "posts.parquet"
    read = _units.read_unit
    calls: list[int] = []

    def counted(task, **options):
        if len(calls) == after:
            raise BreakError
        calls.append(task[0].number)
        return read(task, **options)

    monkeypatch.setattr(_pipeline, "read_unit", counted)
    with pytest.raises(BreakError):
        convert(exports, output)
    assert not output.exists()
    after = 10**9
    convert(exports, output)
    assert sorted(calls) == list(range(len(calls)))  # no unit twice
    assert output.read_bytes() == whole.read_bytes()


def test_a_break_after_reading_is_made_good_too(exports, tmp_path, monkeypatch):
    whole, output = tmp_path / "whole.parquet", tmp_path / "posts.parquet"
    convert(exports, whole)

    def broken(*_, **__):
        raise BreakError

    for step in ("merge_rows", "answer", "resolve_posts"):
        with monkeypatch.context() as patch:
            patch.setattr(_pipeline, step, broken)
            with pytest.raises(BreakError):
                convert(exports, output)
    convert(exports, output)
    assert output.read_bytes() == whole.read_bytes()


def test_an_unfinished_load_of_other_input_is_not_mixed_in(exports, tmp_path, monkeypatch):
    output = tmp_path / "posts.parquet"
    with monkeypatch.context() as patch:
        patch.setattr(_pipeline.Pipeline, "_merge", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            convert(exports, output)
    with (exports / "a.jsonl").open("a") as file:
        file.write("more\n")
    with pytest.raises(LoadError, match=r"unfinished load of other input .*--restart"):
        convert(exports, output)
    report = convert(exports, output, restart=True)
    assert report.reasons == {"not valid JSON": 2}


def test_a_folder_that_is_no_unfinished_load_is_left_alone(exports, tmp_path):
    mine = tmp_path / "posts.parquet.partial"
    mine.mkdir()
    (mine / "thesis.txt").write_text("all of it")
    for restart in (False, True):
        with pytest.raises(LoadError, match="is in the way"):
            convert(exports, tmp_path / "posts.parquet", restart=restart)
    assert (mine / "thesis.txt").exists()


def test_a_missing_folder_is_an_error_before_anything_is_read(exports, tmp_path):
    with pytest.raises(NoInputError, match="does not exist"):
        convert(exports, tmp_path / "nowhere" / "posts.parquet")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a kill that can't be caught")
def test_a_command_that_is_killed_loses_and_doubles_nothing(make, write, tmp_path):
    path = write(*[make.tweet_v1(i, f"text {i} " + "x" * 2_000) for i in range(1, 30_000)], name="in/a.jsonl")
    output = tmp_path / "posts.parquet"
    command = [sys.executable, "-m", "reaction", "load", str(path), "-o", str(output), "--quiet"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    partial = tmp_path / "posts.parquet.partial"
    deadline = time.monotonic() + 60
    while not list(partial.glob("rows-*.note")) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert partial.exists() != output.exists()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    assert read_posts(output)["post_id"].tolist() == [str(i) for i in range(1, 30_000)]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_command_says_how_to_go_on(make, write, tmp_path, jobs):
    path = write(*[make.tweet_v1(i, f"text {i} " + "x" * 2_000) for i in range(1, 60_000)], name="in/a.jsonl")
    output = tmp_path / "posts.parquet"
    command = [sys.executable, "-m", "reaction", "load", str(path), "-o", str(output), "--jobs", jobs]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )
    partial, deadline = tmp_path / "posts.parquet.partial", time.monotonic() + 60
    while not list(partial.glob("rows-*.note")) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.decode().strip() == f"Interrupted. The same command goes on where it stopped ({partial})."
