import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import reaction as rx
from reaction.cli import main

SAMPLE = rx.samples.path()


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    return int(end.value.code or 0)


def test_demo_prints_five_findings_files_and_seconds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("demo", "-o", str(tmp_path / "demo")) == 0
    out, err = capsys.readouterr()
    assert [line[:2] for line in out.splitlines() if line[:1].isdigit() and line[1:2] == "."] == [
        "1.", "2.", "3.", "4.", "5.",
    ]  # fmt: skip
    files = [
        line.strip()
        for line in out.splitlines()
        if line.startswith("   ") and "/" in line and " " not in line.strip()
    ]
    assert all((tmp_path / "demo" / name).is_file() for name in files)
    assert len(files) > 40
    assert " s. Open " in out
    assert "Warning: " in err
    assert "Traceback" not in err


def test_report_takes_its_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text("id,label,name\nhill,ORG,Hillford\n", encoding="utf-8")
    code = run(
        "report", str(SAMPLE / "x-v1.jsonl"), "--story", str(SAMPLE / "story.toml"), "-o", str(tmp_path),
        "--assume-lang", "en", "--depth", "0", "--format", "x-v1", "--lexicon", str(mine), "--jobs", "2",
    )  # fmt: skip
    assert code == 0
    assert (tmp_path / "index.html").is_file()
    assert "unknown language" not in capsys.readouterr().err


def test_load_writes_posts_and_rejects(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parquet, rejects = tmp_path / "posts.parquet", tmp_path / "rejects.csv"
    assert run("load", str(SAMPLE), "-o", str(parquet), "--rejects", str(rejects)) == 0
    loaded = rx.load(SAMPLE)
    pd.testing.assert_frame_equal(rx.read_posts(parquet), loaded.posts)
    assert len(pd.read_csv(rejects)) == len(loaded.rejects) > 0
    assert f"{len(loaded.posts):,} posts in" in capsys.readouterr().out


def test_formats_lists_the_loaders(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("formats") == 0
    out = capsys.readouterr().out
    assert "x-v1" in out
    assert "x-v2" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["load", "missing.jsonl", "-o", "x.parquet"], "missing.jsonl"),
        (["report", "x.jsonl", "--story", "missing.toml"], "missing.toml"),
        (
            [
                "report",
                str(SAMPLE / "x-v1.jsonl"),
                "--story",
                str(SAMPLE / "story.toml"),
                "--lexicon",
                "no.csv",
            ],
            "There is no list of entities at 'no.csv'",
        ),
        (["report", str(SAMPLE / "x-v1.jsonl"), "--story", str(SAMPLE / "x-v1.jsonl")], "x-v1.jsonl"),
        (["load", str(SAMPLE / "story.toml"), "-o", "x.parquet"], "story.toml"),
        (["load", str(SAMPLE / "x-v1.jsonl"), "-o", "x.parquet", "--format", "csv9"], "csv9"),
        (["load", str(SAMPLE / "x-v1.jsonl"), "-o", "no/such/folder/x.parquet"], "no/such/folder"),
    ],
)
def test_mistakes_are_explained_without_a_traceback(
    arguments: list[str],
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*arguments) == 1
    err = capsys.readouterr().err
    assert err.startswith("Error: ")
    assert says in err


def test_wrong_usage_exits_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("report", "x.jsonl") == 2
    assert "--story" in capsys.readouterr().err


def test_the_installed_command_runs() -> None:
    command = Path(sys.executable).with_name("reaction")
    result = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == rx.__version__
