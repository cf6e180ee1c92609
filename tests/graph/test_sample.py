"""What was planted in the bundled sample is found."""

import pandas as pd
import pytest

import reaction
from reaction.graph import cascades, coverage, interactions

FOLDER = reaction.samples.path("microsoft-ice")


@pytest.fixture(scope="module")
def posts() -> pd.DataFrame:
    return reaction.load(sorted(FOLDER.glob("*.jsonl")), context=True).posts


def truth(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / name, dtype="str")


def test_every_planted_edge_is_found_and_no_other(posts: pd.DataFrame) -> None:
    planted = truth("truth_edges.csv")
    planted = planted.assign(source="x:" + planted["source"], target="x:" + planted["target"])
    columns = ["post_id", "source", "target", "relation"]
    acts = interactions(posts, relations=("repost", "quote", "reply"))[columns].astype("str")
    both = planted.merge(acts, on=columns, how="outer", indicator="found")
    assert (both["found"] == "both").all(), both[both["found"] != "both"]
    assert coverage(posts)["missing_target"].sum() == 0


def test_every_planted_cascade_is_found_whole(posts: pd.DataFrame) -> None:
    planted = truth("truth_cascades.csv").set_index("root_id").sort_index()
    found = cascades(posts, min_size=2).set_index("root_id").sort_index()
    assert found.index.tolist() == planted.index.tolist()
    assert (found["size"] - 1).tolist() == planted["size"].astype(int).tolist()
    assert found["root_author"].tolist() == ("x:" + planted["author_id"]).tolist()
    assert found["root_in_data"].tolist() == (planted["root_presence"] != "missing").tolist()
    assert found["last"].tolist() == pd.to_datetime(planted["last_repost"]).tolist()
    # The platform credits the root, so the planted depth can't be seen and isn't claimed.
    assert set(found["depth"]) == {1}
    assert set(found["structure"]) == {"root-credited"}
