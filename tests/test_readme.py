"""The README's code runs, and what it promises is there."""

import re
from pathlib import Path

import matplotlib.pyplot as plt
import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


# The sample holds posts in Spanish and French, and the tagger says so.
@pytest.mark.filterwarnings("ignore::reaction.errors.NotAnalysedWarning")
def test_readme_code_runs_from_the_repository_root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert SNIPPETS
    (tmp_path / "data").symlink_to(ROOT / "data")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for snippet in SNIPPETS:
        exec(compile(snippet, "README.md", "exec"), names)
    plt.close("all")
    assert (tmp_path / "report" / "index.html").is_file()


def test_readme_names_the_two_commands() -> None:
    assert "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/reaction demo" in README
    assert "\n.venv/bin/pytest\n" in README


@pytest.mark.parametrize("link", re.findall(r"\]\((?!https?:)([^)#]+)\)", README))
def test_readme_links_to_files_that_exist(link: str) -> None:
    assert (ROOT / link).exists()
