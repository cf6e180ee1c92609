"""Lists of entities are read from CSV and TOML; a mistake says what, where and what to do; the packaged ones are right."""

import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from reaction.lexicon import LexiconError
from reaction.nlp._gazetteer import LABELS, Entry, gazetteer, packaged, read_lists, unmarked

CSV = "id,label,name,aliases\nacme,COMPANY,Acme,=ACM|?Gadget\n"
TOML = '[[entity]]\nid = "acme"\nlabel = "COMPANY"\nname = "Acme"\naliases = ["=ACM", "?Gadget"]\n'


@pytest.mark.parametrize(
    ("name", "text"), [("mine.csv", CSV), ("mine.toml", TOML), ("bom.csv", "\ufeff" + CSV)]
)
def test_lists_are_read(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert read_lists([path]) == (Entry("acme", "COMPANY", "Acme", ("=ACM", "?Gadget")),)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.csv", "id,label\nacme,COMPANY\n", "the column 'name' is missing"),
        ("a.csv", "id,label,name,colour\n", "unknown column 'colour'. Known: id, label"),
        ("a.csv", "id,label,name\nacme,COMPANY\n", "line 2: the row has more or fewer cells"),
        ("a.csv", "id,label,name\nacme,COMPANY,A,B\n", "line 2: the row has more or fewer cells"),
        ("a.csv", "id,label,name\nacme,FIRM,Acme\n", "line 2: unknown label 'FIRM'. Known: COMPANY"),
        ("a.csv", "id,label,name\nAcme Inc,COMPANY,Acme\n", "the id 'Acme Inc' may hold a-z"),
        ("a.csv", "id,label,name\nacme,COMPANY,\n", "'name' is empty or missing"),
        ("a.csv", 'id,label,name\nacme,COMPANY,"Ac"me\n', "not CSV"),
        ("a.csv", CSV + "acme,COMPANY,Other,\n", "The id 'acme' stands twice"),
        ("a.toml", "[[entity]\n", "is not TOML"),
        ("a.toml", "[entity]\n", "expected tables written [[entity]]"),
        ("a.toml", '[[entity]]\nid = "a"\nlabel = "ORG"\nname = 3\n', "'name' is 3, expected a text"),
        (
            "a.toml",
            '[[entity]]\nid = "a"\nlabel = "ORG"\nname = "A"\naliases = "B"\n',
            "expected a list of texts",
        ),
        ("a.toml", '[[entity]]\nid = "a"\nlabel = "ORG"\nname = "A"\nsize = 1\n', "unknown key 'size'"),
        ("a.txt", "Acme", "expected a file named .csv or .toml"),
        ("a.csv", "id,label,name\na,ORG,?\n", "the name '?' holds neither letter nor digit"),
        ("a.csv", "id,label,name,aliases\na,ORG,A,+|*\n", "the name '+' holds neither letter nor digit"),
        (
            "a.csv",
            "id,label,name,handles\na,ORG,A,https://x.com/a\n",
            "'handles' holds 'https://x.com/a', expected a",
        ),
        (
            "a.csv",
            "id,label,name,domains\na,ORG,A,https://a.example/x\n",
            "expected a domain such as acme.example",
        ),
        ("a.csv", "id,label,name,tickers\na,ORG,A,A B\n", "expected a ticker such as ACME"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, name: str, text: str, message: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=re.escape(message)):
        read_lists([path])


def test_a_missing_or_foreign_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="There is no list of entities at"):
        read_lists([tmp_path / "none.csv"])
    (tmp_path / "latin.csv").write_bytes(b"id,label,name\na,ORG,Caf\xe9\n")
    with pytest.raises(LexiconError, match="is not UTF-8 text"):
        read_lists([tmp_path / "latin.csv"])


def test_the_packaged_lists_are_large_and_sound() -> None:
    entries = packaged()
    assert not [entry for entry, count in Counter(entry.id for entry in entries).items() if count > 1]
    known = {entry.id for entry in entries}
    assert [entry.id for entry in entries if entry.parent and entry.parent not in known] == []
    assert {entry.label for entry in entries} <= set(LABELS)
    for entry in entries:
        assert all(re.fullmatch(r"\w{1,30}", handle) for handle in entry.handles), entry.id
        assert all(re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", domain) for domain in entry.domains), entry.id
        assert all(re.fullmatch(r"[A-Z0-9]{1,10}(?:\.[A-Z]{1,2})?", ticker) for ticker in entry.tickers), (
            entry.id
        )


def test_no_unmarked_name_is_an_ordinary_word() -> None:
    """Unmarked names count in any case, so they must be no words: a sample of common ones that are names too."""
    ordinary = {
        "apple",
        "target",
        "gap",
        "visa",
        "time",
        "people",
        "fortune",
        "wired",
        "vice",
        "slate",
        "salon",
        "mirror",
        "sun",
        "post",
        "guardian",
        "independent",
        "express",
        "shell",
        "chase",
        "square",
        "sprint",
        "ring",
        "echo",
        "box",
        "snap",
        "slack",
        "meta",
        "oracle",
        "intel",
        "delta",
        "united",
        "southwest",
        "us",
        "who",
        "ice",
        "un",
        "it",
        "house",
        "senate",
        "labour",
        "labor",
        "liberal",
        "green",
        "greens",
        "city",
        "spurs",
        "saints",
        "jets",
        "giants",
        "bears",
        "lions",
        "eagles",
        "apples",
        "x",
        "rt",
        "the",
        "a",
        "an",
        "and",
        "or",
        "not",
        "new",
        "old",
        "best",
        "good",
        "bad",
        "police",
        "army",
        "navy",
        "court",
        "council",
        "government",
        "church",
    }
    found = [
        (entry.id, surface)
        for entry in packaged()
        for surface in (entry.name, *entry.aliases, *entry.products)
        if not unmarked(surface)[0] and surface.lower() in ordinary
    ]
    assert found == []


def test_the_gazetteer_is_a_table_that_can_be_read_and_extended(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(CSV, encoding="utf-8")
    known = gazetteer([path])
    assert known["source"].value_counts()["list"] == 1
    first = known.iloc[0]
    assert (first["entity_id"], first["name"], first["aliases"]) == ("acme", "Acme", ["=ACM", "?Gadget"])
    assert pd.isna(first["parent"])
    assert len(known) == len(packaged()) + 1
    github = known.set_index("entity_id").loc["github"]
    assert github["parent"] == "microsoft"


def test_a_list_written_from_the_gazetteer_is_read_again(tmp_path: Path) -> None:
    known = gazetteer().head(500).rename(columns={"entity_id": "id"}).drop(columns=["source", "mark"])
    for column in ("aliases", "products", "handles", "domains", "tickers"):
        known[column] = ["|".join(values) for values in known[column]]
    known.fillna({"parent": ""}).to_csv(tmp_path / "again.csv", index=False)
    assert [entry.id for entry in read_lists([tmp_path / "again.csv"])] == known["id"].tolist()


def test_handles_tickers_and_domains_may_be_written_as_people_write_them(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "id,label,name,handles,domains,tickers\na,ORG,A,@Acme,www.Acme.example,$acme\n", encoding="utf-8"
    )
    (entry,) = read_lists([path])
    assert (entry.handles, entry.domains, entry.tickers) == (("Acme",), ("acme.example",), ("ACME",))
