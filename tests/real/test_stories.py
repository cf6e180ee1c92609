"""The whole way on real exports: every record accounted for, counts equal to an independent count, sane figures."""

import gzip
import json
import re
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib import image

import reaction as rx
from reaction.loaders import Loaded
from reaction.report import Report

HERE = Path(__file__).parent
STORIES = ("ferguson", "sydneysiege", "charliehebdo")


@pytest.fixture(scope="module", params=STORIES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def raw(name: str, real_data: Path) -> list[dict[str, Any]]:
    """The posts as the json module reads them."""
    with gzip.open(real_data / "stories" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.fixture(scope="module")
def story(name: str) -> rx.Story:
    return rx.Story.from_toml(HERE / f"{name}.toml")


@pytest.fixture(scope="module")
def loaded(name: str, real_data: Path) -> Loaded:
    return rx.load(real_data / "stories" / f"{name}.jsonl.gz", context=True)


@pytest.fixture(scope="module")
def tagged(loaded: Loaded, story: rx.Story) -> pd.DataFrame:
    with warnings.catch_warnings():
        # Some posts are of an unknown language, and the tagger says so.
        warnings.simplefilter("ignore", rx.errors.NotAnalysedWarning)
        return rx.tag(story.select(loaded.posts), story)


@pytest.fixture(scope="module")
def report(
    tagged: pd.DataFrame, story: rx.Story, loaded: Loaded, tmp_path_factory: pytest.TempPathFactory
) -> Report:
    return rx.write_report(tagged, story, tmp_path_factory.mktemp("report"), loaded=loaded)


def test_every_line_is_accounted_for(loaded: Loaded, raw: list[dict[str, Any]]) -> None:
    report = loaded.report
    assert report.lines == len(raw)
    assert report.records == report.posts + report.context + report.duplicates + report.rejects
    embedded = sum(bool(post.get(key)) for post in raw for key in ("retweeted_status", "quoted_status"))
    assert report.records == len(raw) + embedded
    assert report.rejects == 0


def test_accounts_and_replies_equal_an_independent_count(loaded: Loaded, raw: list[dict[str, Any]]) -> None:
    posts = loaded.posts[~loaded.posts["is_context"]]
    once = {post["id_str"]: post for post in raw}
    assert len(posts) == len(once)
    assert posts["author_id"].nunique() == len({post["user"]["id_str"] for post in once.values()})
    replies = Counter(
        post["user"]["screen_name"] for post in once.values() if post.get("in_reply_to_status_id_str")
    )
    assert int((posts["kind"] == "reply").sum()) == sum(replies.values())
    per_account = posts.loc[posts["kind"] == "reply", "author_handle"].value_counts()
    assert per_account.to_dict() == dict(replies)
    edges = rx.graph.interactions(loaded.posts, relations=("reply",))
    assert len(edges) == sum(replies.values())


def test_selection_equals_an_independent_search(
    tagged: pd.DataFrame, raw: list[dict[str, Any]], story: rx.Story
) -> None:
    words = "|".join(re.escape(term) for term in story.match.terms)
    term = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
    tags = {tag.casefold() for tag in story.match.hashtags}
    expected = {
        post["id_str"]
        for post in raw
        if term.search(post["text"].replace("\u2019", "'"))
        or tags & {tag["text"].casefold() for tag in post["entities"]["hashtags"]}
    }
    found = set(tagged.loc[tagged["match_depth"] == 0, "post_id"])
    assert found == expected
    parents = {post["id_str"]: post.get("in_reply_to_status_id_str") for post in raw}
    one_step = {post for post, parent in parents.items() if parent in expected} - expected
    assert set(tagged.loc[tagged["match_depth"] == 1, "post_id"]) == one_step


def test_tags_are_sane(tagged: pd.DataFrame, story: rx.Story) -> None:
    english = tagged["lang"] == "en"
    assert tagged.loc[english, "sentiment"].notna().all()
    assert tagged.loc[~english, "sentiment"].isna().all()
    roles = rx.measures.role_counts(tagged).set_index("role")["n_accounts"]
    assert roles["press"] >= 10  # news accounts start most of these threads
    for target in story.targets:
        labels = tagged[f"stance_{target.id}"].value_counts()
        assert labels.sum() == english.sum()
        shares = rx.measures.stance_shares(tagged, target.id, of="relevant")
        assert shares[["low", "high"]].stack().dropna().between(0, 1).all()
    evidence = rx.evidence(tagged)
    assert evidence["weight"].notna().all()


def test_report_and_figures_are_sane(report: Report, tagged: pd.DataFrame, story: rx.Story) -> None:
    assert len(report.findings) == 5
    assert f"{len(tagged):,} posts" in report.findings[0].answer
    for file in report.files:
        if file.suffix == ".png":
            pixels = image.imread(report.folder / file)
            assert pixels.std() > 0.02, f"{file} is empty"
    counts = pd.read_csv(report.folder / "figures" / "timeline.csv")
    assert counts["n_posts"].sum() == len(tagged)
    html = report.index.read_text(encoding="utf-8")
    public = {handle.casefold() for actor in story.actors for handle in actor.handles}
    ordinary = {handle for handle in tagged["author_handle"] if handle.casefold() not in public}
    assert not [handle for handle in ordinary if re.search(rf"@{handle}\b", html)]


def test_a_real_repost_network(real_data: Path, tmp_path: Path) -> None:
    path = real_data / "fixtures" / "twitter_v2" / "entities_test.jsonl"
    with path.open(encoding="utf-8") as file:
        page = json.loads(file.readline())
    authors = {post["id"]: post["author_id"] for post in [*page["includes"]["tweets"], *page["data"]]}
    expected = Counter(
        (f"x:{post['author_id']}", f"x:{authors[ref['id']]}")
        for post in page["data"]
        for ref in post.get("referenced_tweets", ())
        if ref["type"] == "retweeted"
    )
    posts = rx.load(path, context=True).posts
    network = rx.graph.amplification(posts)
    weights = {(source, target): weight for source, target, weight in network.edges(data="weight")}
    assert weights == {edge: n for edge, n in expected.items() if edge[0] != edge[1]}
    coverage = rx.graph.coverage(posts).set_index("relation").loc["repost"]
    assert (coverage["acts"], coverage["originals"], coverage["platform_count"]) == (314, 129, 29_005)
    ax = rx.figures.amplification_network(posts)
    files = rx.figures.save(ax, tmp_path / "network.png")
    assert image.imread(files[0]).std() > 0.02
    assert "314" in rx.figures.caption(ax) or str(sum(weights.values())) in rx.figures.caption(ax)
