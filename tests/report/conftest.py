"""The sample's report, written once."""

import warnings

import pandas as pd
import pytest

import reaction as rx
from reaction.loaders import Loaded
from reaction.report import Report


@pytest.fixture(scope="session")
def story() -> rx.Story:
    return rx.Story.from_toml(rx.samples.path() / "story.toml")


@pytest.fixture(scope="session")
def loaded() -> Loaded:
    return rx.load(rx.samples.path(), context=True)


@pytest.fixture(scope="session")
def tagged(story: rx.Story, loaded: Loaded) -> pd.DataFrame:
    with warnings.catch_warnings():
        # The sample holds posts in Spanish and French.
        warnings.simplefilter("ignore", rx.errors.NotAnalysedWarning)
        return rx.tag(story.select(loaded.posts), story, assume_lang="en")


@pytest.fixture(scope="session")
def report(
    tagged: pd.DataFrame, story: rx.Story, loaded: Loaded, tmp_path_factory: pytest.TempPathFactory
) -> Report:
    return rx.write_report(tagged, story, tmp_path_factory.mktemp("report"), loaded=loaded)
