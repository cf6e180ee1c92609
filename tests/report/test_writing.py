import csv
import hashlib
import json
import re
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from matplotlib import pyplot as plt

import reaction as rx
from reaction.errors import MissingColumnError, ReactionError, StoryError
from reaction.loaders import Loaded
from reaction.report import Report


@pytest.fixture(scope="module")
def html(report: Report) -> str:
    return report.index.read_text(encoding="utf-8")


def test_files_are_those_it_names(report: Report) -> None:
    on_disk = {path.relative_to(report.folder) for path in report.folder.rglob("*") if path.is_file()}
    assert on_disk == set(report.files)
    assert {
        Path("index.html"),
        Path("provenance.json"),
        Path("network.gexf"),
        Path("tables/rank.csv"),
    } <= on_disk


def test_no_figure_stays_open(tagged: pd.DataFrame, story: rx.Story, tmp_path: Path) -> None:
    before = plt.get_fignums()
    rx.write_report(tagged.head(30), story, tmp_path)
    assert plt.get_fignums() == before


def test_the_page_needs_no_other_file_and_no_network(html: str) -> None:
    assert "<script" not in html
    assert not re.findall(r"""(?:src|href)=["'](?!data:|#)""", html)
    assert "default-src 'none'" in html
    assert html.count("data:image/svg+xml;base64,") == 2 + 2 * 3  # timeline, network, two for each target
    assert all(alt.strip() for alt in re.findall(r'alt="([^"]*)"', html))


def test_no_ordinary_account_and_no_post_is_in_the_files(
    report: Report, tagged: pd.DataFrame, story: rx.Story
) -> None:
    public = {handle.casefold() for actor in story.actors for handle in actor.handles}
    handles = {h for h in tagged["author_handle"].dropna() if h.casefold() not in public}
    names = {n for n in tagged["author_name"].dropna() if len(n) > 8 and " " in n}
    ids = set(tagged["author_id"].dropna())
    texts = {t[:40] for t in tagged["text"].dropna() if len(t) > 60}
    assert len(handles) > 500
    for file in report.files:
        if file.suffix in {".html", ".csv", ".txt", ".gexf", ".json"}:
            content = (report.folder / file).read_text(encoding="utf-8")
            words = set(re.findall(r"\w+", content))
            assert not words & handles, file
            assert not words & ids, file
            assert not [n for n in names if n in content], file
            assert not [t for t in texts if t in content], file


def test_tables_hold_the_numbers_of_the_measures(report: Report, tagged: pd.DataFrame) -> None:
    with (report.folder / "tables" / "stance_contract.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    shares = rx.measures.stance_shares(tagged, "contract", of="relevant")
    written = [r for r in rows if r["unit"] == "account" and r["reposts"] == "exclude"]
    assert [r["stance"] for r in written] == shares["stance"].tolist()
    assert [float(r["low"] or "nan") for r in written] == pytest.approx(shares["low"].tolist(), nan_ok=True)
    assert [int(r["n_accounts"]) for r in written] == shares["n_accounts"].tolist()


def test_findings_say_what_a_count_by_hand_says(report: Report, tagged: pd.DataFrame) -> None:
    volume, who, stance, acts, amplified = (finding.answer for finding in report.findings)
    reposts = (tagged["kind"] == "repost") & ~tagged["is_context"]
    hits = tagged[~tagged["is_context"]]
    assert volume.startswith(f"{len(hits):,} posts by {hits['author_id'].nunique():,} accounts")
    assert f"{reposts.sum() / len(hits):.0%} of them reposts" in volume
    assert "blogs.msdn.microsoft.com" in volume
    assert "2018-01-24, came back on 2018-06-17" in volume
    assert "employee" in who
    assert "Microsoft's contract with ICE: of" in stance
    assert "not checked by hand" in acts
    top = hits[reposts].groupby("repost_of_author_id")["post_id"].count().max()
    assert f"Of {reposts.sum():,} reposts" in amplified
    assert f"most, {top:,}, went to account" in amplified


def test_provenance_names_inputs_story_versions_and_outputs(report: Report) -> None:
    text = (report.folder / "provenance.json").read_text(encoding="utf-8")
    record = json.loads(text)
    sample = rx.samples.path()
    digests = {entry["file"]: entry["sha256"] for entry in record["inputs"]}
    assert digests["x-v1.jsonl"] == hashlib.sha256((sample / "x-v1.jsonl").read_bytes()).hexdigest()
    assert set(record["outputs"]) == {str(path) for path in report.files} - {"provenance.json"}
    index = hashlib.sha256(report.index.read_bytes()).hexdigest()
    assert record["outputs"]["index.html"] == index
    assert record["versions"]["reaction-analysis"] == rx.__version__
    assert str(sample.parent) not in text


def test_the_network_file_opens(report: Report, tagged: pd.DataFrame) -> None:
    network = nx.read_gexf(report.folder / "network.gexf")
    assert network.number_of_edges() == rx.graph.amplification(tagged).number_of_edges()
    assert all(node.startswith(("account ", "@")) for node in network)


def test_a_second_run_gives_the_same_bytes(
    report: Report, tagged: pd.DataFrame, story: rx.Story, loaded: Loaded, tmp_path: Path
) -> None:
    again = rx.write_report(tagged, story, tmp_path / "again", loaded=loaded)
    assert again.files == report.files
    differing = [
        f for f in report.files if (report.folder / f).read_bytes() != (again.folder / f).read_bytes()
    ]
    assert not differing


def test_hostile_names_and_titles_stay_text(tagged: pd.DataFrame, story: rx.Story, tmp_path: Path) -> None:
    attack = "<script>alert(1)</script>"
    few = tagged.head(40)
    event = rx.Event(at=story.events[1].at, kind="edit", title=attack)
    evil = rx.Story(
        name=attack, match=story.match, targets=story.targets[:1], actors=story.actors, events=(event,)
    )
    html = rx.write_report(few, evil, tmp_path).index.read_text(encoding="utf-8")
    assert attack not in html
    assert "&lt;script&gt;" in html


def test_an_empty_story_gets_a_report_that_says_so(
    tagged: pd.DataFrame, story: rx.Story, tmp_path: Path
) -> None:
    report = rx.write_report(tagged.head(0), story, tmp_path)
    assert report.findings[0].answer == "No post of the data belongs to the story."
    assert "no repost" in report.findings[4].answer


def test_named_accounts_are_kept(tagged: pd.DataFrame, story: rx.Story, tmp_path: Path) -> None:
    top = rx.graph.rank(tagged)["handle"].iloc[0]
    report = rx.write_report(tagged, story, tmp_path, keep=[top])
    assert f"went to @{top}" in report.findings[4].answer


def test_errors_say_what_to_do(tagged: pd.DataFrame, story: rx.Story, loaded: Loaded, tmp_path: Path) -> None:
    with pytest.raises(MissingColumnError, match=r"'stance_contract'.*reaction\.tag"):
        rx.write_report(loaded.posts, story, tmp_path)
    with pytest.raises(StoryError, match="names no target"):
        rx.write_report(tagged, rx.Story(name="bare"), tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(ReactionError, match="can't be made"):
        rx.write_report(tagged, story, tmp_path / "file")
