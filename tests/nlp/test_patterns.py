"""Names that no list has: every pattern has hits and near misses; capitals that say nothing name nothing."""

import pytest

from reaction.lexicon import LexiconError, read
from reaction.nlp._linker import Linker
from reaction.nlp._patterns import NamePatterns

PATTERNS = read("patterns")["pattern"]
LINKER = Linker([])


def patterns_in(text: str) -> list[tuple[str, str]]:
    return [(m.rule, m.text) for m in LINKER.find(text) if m.rule.startswith("entity.pattern")]


@pytest.mark.parametrize(("rule", "text"), [(p["id"], text) for p in PATTERNS for text in p["hit"]])
def test_hits(rule: str, text: str) -> None:
    assert rule in [found for found, _ in patterns_in(text)]


@pytest.mark.parametrize(("rule", "text"), [(p["id"], text) for p in PATTERNS for text in p["miss"]])
def test_near_misses(rule: str, text: str) -> None:
    assert rule not in [found for found, _ in patterns_in(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("the Hillford County Sheriff's Office said", ["Hillford County Sheriff's Office"]),
        ("at the University of North Hillford in May", ["University of North Hillford"]),
        ("Hillford. Police came", []),
        ("HILLFORD POLICE ARE COMING NOW", []),
        ("Why Hillford Police Never Came Back To Town Hall", []),
        ("Breaking News: Fake News", []),
        ("Hillford Police's car", ["Hillford Police"]),
    ],
)
def test_the_span_is_the_name(text: str, names: list[str]) -> None:
    assert [name for _, name in patterns_in(text)] == names


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(LexiconError, match=r"patterns.toml, pattern 1: unknown key 'colour'"):
        NamePatterns({"lists": {"never": [], "joining": []}, "pattern": [{"colour": "red"}]})
