"""Roles against hand labels of profiles of real stories, by coders who had seen no rule.

The labels hold ids, roles and employers; the profiles stay in the folder of real data. The 800 profiles of
`labels/bios.csv` are the development set: the rules were written with their errors in view, so these figures flatter
them. Those of `labels/bios_fresh.csv` are other profiles of the same stories, labelled and measured after the rules
were written.
"""

import csv
import gzip
import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from reaction.nlp._gazetteer import packaged, unmarked
from reaction.nlp.roles import Profile, RoleFinder, RoleMark

LABELS = Path(__file__).parent / "labels"
JUDGED = frozenset({"press", "employee", "former_employee"})


class Score(NamedTuple):
    """Pairs of account and role found by both, by the second only, by the first only."""

    both: int
    more: int
    less: int

    @property
    def precision(self) -> float:
        return self.both / (self.both + self.more)

    @property
    def recall(self) -> float:
        return self.both / (self.both + self.less)

    @property
    def f(self) -> float:
        return 2 * self.both / (2 * self.both + self.more + self.less)

    def __str__(self) -> str:
        return f"P {self.precision:.2f}, R {self.recall:.2f}, F {self.f:.2f} ({self.both} + {self.more} - {self.less})"


def judged(cell: str) -> set[str]:
    return set(cell.split("|")) & JUDGED


def score(pairs: Iterable[tuple[set[str], set[str]]]) -> Score:
    """Compare what the first says with what the second says."""
    listed = list(pairs)
    return Score(
        sum(len(first & second) for first, second in listed),
        sum(len(second - first) for first, second in listed),
        sum(len(first - second) for first, second in listed),
    )


def profile_of(user: Mapping[str, Any]) -> Profile:
    url = user.get("url")
    links = ((user.get("entities") or {}).get("url") or {}).get("urls") or [{}]
    return Profile(
        user["name"], user["screen_name"], user["description"], links[0].get("expanded_url") or url
    )


class Sample(NamedTuple):
    """The labels of profiles by their ids, and the marks of the rules."""

    labels: dict[str, dict[str, str]]
    found: dict[str, tuple[RoleMark, ...]]


def sample(name: str, real_data: Path) -> Sample:
    path = LABELS / name
    if not path.exists():
        pytest.skip(f"{name} is not there yet")
    with path.open(encoding="utf-8", newline="") as file:
        labels = {row["user_id"]: row for row in csv.DictReader(file)}
    profiles: dict[str, Profile] = {}
    for story in sorted((real_data / "stories").glob("*.jsonl.gz")):
        with gzip.open(story, "rt", encoding="utf-8") as file:
            for line in file:
                user = json.loads(line).get("user") or {}
                if user.get("id_str") in labels:
                    profiles.setdefault(user["id_str"], profile_of(user))
    assert profiles.keys() == labels.keys()
    finder = RoleFinder([])
    return Sample(labels, {key: finder.profile(profile) for key, profile in profiles.items()})


@pytest.fixture(scope="module")
def development(real_data: Path) -> Sample:
    return sample("bios.csv", real_data)


@pytest.fixture(scope="module")
def fresh(real_data: Path) -> Sample:
    return sample("bios_fresh.csv", real_data)


@pytest.fixture(scope="module")
def names() -> dict[str, set[str]]:
    """The letters of all names, handles and domains of each listed entity."""
    return {
        entry.id: {
            letters(unmarked(name)[1])
            for name in (entry.name, *entry.aliases, *entry.products, *entry.handles)
        }
        | {letters(domain.split(".")[0]) for domain in entry.domains}
        for entry in packaged()
    }


def letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", re.sub(r"^(?:@|the )", "", name.lower()))


def is_same(employer: str, written: str, names: Mapping[str, set[str]]) -> bool:
    """Tell whether an employer is the one that a coder wrote: a name of it, or such a name with more words."""
    other = letters(written)
    return any(
        other == name
        or (len(name) > 2 and other.startswith(name))
        or (len(other) > 2 and name.startswith(other))
        or (len(name) > 3 and name in other)
        or (len(other) > 3 and other in name)
        for name in {letters(employer)} | names.get(employer, set())
        if name
    )


def compare(
    of: Sample, roles: frozenset[str] = JUDGED, which: Callable[[str], bool] = lambda _: True
) -> Score:
    return score(
        (judged(row["roles"]) & roles, {mark.role for mark in of.found[key]} & roles)
        for key, row in of.labels.items()
        if which(key)
    )


def employers(of: Sample, names: Mapping[str, set[str]]) -> tuple[int, int]:
    """Count the hits whose coder named an employer, and those of them where the rules name it first."""
    right: list[bool] = []
    for key, marks in of.found.items():
        written = [name for name in of.labels[key]["employer"].split("|") if name]
        for role in judged(of.labels[key]["roles"]) & {mark.role for mark in marks}:
            former = role == "former_employee"
            wanted = [name.removeprefix("ex:") for name in written if name.startswith("ex:") == former]
            mine = [mark.employer for mark in marks if mark.role == role and mark.employer]
            if wanted:
                right.append(bool(mine) and any(is_same(mine[0], name, names) for name in wanted))
    return sum(right), len(right)


def report(title: str, of: Sample, names: Mapping[str, set[str]]) -> None:
    print(f"\n{title}, {len(of.labels)} profiles: {compare(of)}")  # noqa: T201 - the figures are for the reader
    for role in sorted(JUDGED):
        print(f"  {role}: {compare(of, frozenset({role}))}")  # noqa: T201
    sure = compare(of, which=lambda key: of.labels[key]["unsure"] != "1")
    print(f"  where no coder was unsure: {sure}")  # noqa: T201
    right, named = employers(of, names)
    print(f"  employer right in {right} of {named} hits whose coder named one")  # noqa: T201
    if all(row.get("coder2") is not None for row in of.labels.values()):
        coders = score((judged(row["coder1"]), judged(row["coder2"])) for row in of.labels.values())
        print(f"  coder 2 against coder 1: {coders}")  # noqa: T201


def test_roles_of_the_development_set(development: Sample, names: dict[str, set[str]]) -> None:
    report("development set", development, names)
    whole = compare(development)
    assert whole.precision >= 0.92
    assert whole.recall >= 0.84
    right, named = employers(development, names)
    assert right >= 0.9 * named


def test_roles_of_fresh_profiles(fresh: Sample, names: dict[str, set[str]]) -> None:
    report("fresh profiles", fresh, names)
    whole = compare(fresh)
    assert whole.precision >= 0.85
    assert whole.recall >= 0.75
    right, named = employers(fresh, names)
    assert right >= 0.9 * named
