"""Where the sample stories are."""

from __future__ import annotations

import shutil

import pytest

from reaction import samples
from reaction.errors import NoInputError


def test_the_sample_is_found_in_a_checkout(folder):
    assert samples.path() == folder
    assert samples.path("microsoft-ice") == folder


def test_the_sample_is_found_where_the_wheel_puts_it(folder, tmp_path, monkeypatch):
    package = tmp_path / "site-packages" / "reaction" / "samples"
    (package / "microsoft-ice").mkdir(parents=True)
    shutil.copy(folder / "story.toml", package / "microsoft-ice")
    monkeypatch.setattr(samples, "_PACKAGE", package)
    assert samples.path() == package / "microsoft-ice"


@pytest.mark.parametrize("name", ["no-such-story", "", ".", "..", "../samples/microsoft-ice", "/tmp"])
def test_unknown_names_are_refused_with_the_known_ones(name):
    with pytest.raises(NoInputError, match=r"no sample story .*microsoft-ice"):
        samples.path(name)


def test_an_installation_without_data_says_so(tmp_path, monkeypatch):
    package = tmp_path / "site-packages" / "reaction" / "samples"
    package.mkdir(parents=True)
    monkeypatch.setattr(samples, "_PACKAGE", package)
    with pytest.raises(NoInputError, match="lacks its data files"):
        samples.path()
