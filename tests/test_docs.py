"""What the documentation says of loaders is so."""

import re
from pathlib import Path

from reaction.loaders import formats, load
from reaction.loaders._registry import unregister

TEXT = (Path(__file__).parent.parent / "docs" / "loaders.md").read_text(encoding="utf-8")


def test_the_table_of_formats_is_that_of_the_loaders() -> None:
    listed = re.findall(r"^\| `([\w-]+)` \| (\w+) \| (.+) \|$", TEXT, re.MULTILINE)
    assert listed == [tuple(row) for row in formats()[["format", "platform", "title"]].values.tolist()]


def test_the_loader_shown_is_short_and_works(tmp_path: Path) -> None:
    (snippet,) = re.findall(r"```python\n(from reaction.loaders import.*?)```", TEXT, re.DOTALL)
    assert len([line for line in snippet.splitlines() if line]) <= 12
    try:
        exec(compile(snippet, "loaders.md", "exec"), {})
        path = tmp_path / "forum.jsonl"
        path.write_text('{"no": 7, "body": "hello", "by": "ann", "at": "2018-06-18T17:00:00Z", "to": "6"}\n')
        posts = load(path).posts
        assert posts[["platform", "post_id", "kind", "url"]].values.tolist() == [
            ["forum", "7", "reply", "https://forum.example/7"]
        ]
    finally:
        unregister("forum")
