"""What the documentation says is so."""

import re
from pathlib import Path

import reaction as rx
from reaction.loaders import formats, load
from reaction.loaders._registry import unregister

DOCS = Path(__file__).parent.parent / "docs"
TEXT = (DOCS / "loaders.md").read_text(encoding="utf-8")
TAGS = (DOCS / "tags.md").read_text(encoding="utf-8")


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


def test_the_functions_that_the_page_on_tags_names_are_there() -> None:
    named = set(re.findall(r"`rx\.(?:nlp\.)?(\w+)\(", TAGS))
    assert {
        "entities",
        "roles",
        "account_roles",
        "acts",
        "quotes",
        "sentiment",
        "explain",
        "evidence",
    } <= named
    assert all(hasattr(rx.nlp, name) or hasattr(rx, name) for name in named)


def test_the_list_shown_is_read(tmp_path: Path) -> None:
    (shown,) = re.findall(r"```\n(id,label,name.*?)```", TAGS, re.DOTALL)
    path = tmp_path / "mine.csv"
    path.write_text(shown, encoding="utf-8")
    found = rx.nlp.entities(
        ["ACME's cloud, ACM, $ACME, @acme_help, https://www.acme.example/x, acm"], lexicons=[path]
    )
    assert found["entity_id"].tolist() == ["acme"] * 5


def test_the_rules_and_labels_that_the_page_names_exist() -> None:
    labels = set(re.findall(r"`((?:[A-Z]{3,}(?:, )?)+)`", TAGS)[0].split(", "))
    assert labels <= set(rx.nlp.gazetteer()["label"]) | {"PRODUCT"}
    size = int(re.search(r"about ([\d,]+) companies", TAGS)[1].replace(",", ""))  # type: ignore[index]
    assert abs(len(rx.nlp.gazetteer()) - size) < 1_000
