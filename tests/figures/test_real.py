"""Figures of real exports; skipped without them."""

from __future__ import annotations

import pytest

from reaction import figures
from reaction.graph import amplification
from reaction.loaders import read_posts
from reaction.privacy import pseudonyms


@pytest.mark.parametrize("name", ["ferguson", "sydneysiege", "charliehebdo"])
def test_real_stories_are_drawn_whole(real_data, name, tmp_path):
    posts = read_posts(real_data / "stories" / f"{name}.jsonl.gz")
    timeline = figures.event_timeline(posts)
    assert figures.data(timeline)["n_posts"].sum() == len(posts)
    figures.save(timeline, tmp_path / "timeline", formats=["pdf", "svg", "png"])
    network = amplification(posts, relations=("reply", "quote", "repost", "mention"))
    ax = figures.amplification_network(network, names=pseudonyms(posts))
    assert not figures.data(ax)["account"].str.startswith("unlisted").any()
    figures.save(ax, tmp_path / "network.pdf")


def test_a_real_repost_network_is_drawn(real_data, tmp_path):
    posts = read_posts(real_data / "fixtures" / "twitter_v2" / "entities_test.jsonl")
    ax = figures.amplification_network(posts, max_nodes=1000)
    assert figures.data(ax)["amplified"].sum() == amplification(posts).graph["n_acts"]
    assert "Coverage" in figures.caption(ax)
    figures.save(ax, tmp_path / "network.pdf")
