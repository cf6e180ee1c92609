"""Tagging finds what the bundled sample plants: a smoke test, as one project wrote both."""

import warnings
from functools import cache

import pandas as pd
import pytest

from reaction.errors import ReactionWarning
from reaction.loaders import read_posts
from reaction.nlp import tag
from reaction.nlp.roles import ROLES
from reaction.samples import path
from reaction.story import Story


@cache
def joined() -> pd.DataFrame:
    """Return the tagged sample beside its truth, whose columns end in ``_t``."""
    folder = path("microsoft-ice")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ReactionWarning)
        tagged = tag(read_posts(folder, context=True), Story.from_toml(folder / "story.toml"))
    truth = pd.read_csv(folder / "truth.csv", dtype=str)
    return tagged.merge(truth, on="post_id", suffixes=("", "_t"))


def sided(target: str) -> pd.DataFrame:
    posts = joined()
    own = posts[(posts["kind"] != "repost") & (posts["lang"] == "en")]
    return own[own[f"stance_{target}_t"].isin(["favor", "against"])]


@pytest.mark.parametrize(("target", "coverage"), [("contract", 0.60), ("ice", 0.50), ("employees", 0.10)])
def test_stance(target: str, coverage: float) -> None:
    posts = sided(target)
    decided = posts[posts[f"stance_{target}"].isin(["favor", "against"])]
    assert len(decided) >= coverage * len(posts)
    assert (decided[f"stance_{target}"].astype(str) == decided[f"stance_{target}_t"]).mean() >= 0.90


def test_roles() -> None:
    accounts = joined().drop_duplicates("author_id")
    planted = accounts["roles"].fillna("").str.split()
    scores = []
    for role in ROLES:
        truth = planted.map(lambda roles, role=role: role in roles)
        found = accounts["author_roles"].map(
            lambda roles, role=role: roles is not None and role in list(roles)
        )
        if truth.any():
            scores.append(2 * (truth & found).sum() / (truth.sum() + found.sum()))
    assert sum(scores) / len(scores) >= 0.90


def test_employers_that_are_actors() -> None:
    accounts = joined().drop_duplicates("author_id")
    planted = accounts[accounts["employer"].isin(["microsoft", "google"])]
    assert (planted["author_employer"] == planted["employer"]).mean() >= 0.90


def test_entities_name_what_posts_are_about() -> None:
    posts = joined()
    about = posts[posts["about"].fillna("").str.contains("contract") & (posts["lang"] == "en")]
    named = [{entity["entity_id"] for entity in found} & {"microsoft", "ice"} for found in about["entities"]]
    assert sum(map(bool, named)) >= 0.80 * len(named)


def test_reposts_carry_no_stance_of_their_own() -> None:
    posts = joined()
    assert posts.loc[posts["kind"] == "repost", "stance_contract"].isna().all()
    assert posts.loc[posts["kind"] == "repost", "amplified_stance_contract"].notna().mean() > 0.9
