"""For every test and doctest: no figure stays open; generated examples have no deadline and repeat in CI."""

import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

# A busy machine is no defect, and a change must not fail on an example that has nothing to do with it.
settings.register_profile("reaction", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("reaction")


@pytest.fixture(autouse=True)
def _close_figures() -> Iterator[None]:
    yield
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")
