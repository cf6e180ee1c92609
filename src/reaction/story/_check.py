"""Puts the values of a story into their final form and collects every mistake on the way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from reaction.errors import StoryError
from reaction.urls import domain_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Mistake(NamedTuple):
    """One mistake: the key that it stands at, and what was expected there."""

    key: str
    text: str


class MistakesError(StoryError):
    """A story, or a part of one, with all of its mistakes."""

    def __init__(self, where: str, mistakes: Sequence[Mistake]) -> None:
        count = "1 mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
        super().__init__(f"{where}: {count}\n" + "\n".join(f"  {key}: {text}" for key, text in mistakes))
        self.mistakes = tuple(mistakes)


def shown(value: object) -> str:
    """Return a value as it is printed in a message: short, on one line."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


class Checker:
    """Replaces the values of a frozen dataclass by checked ones, and raises once, at the end."""

    def __init__(self, part: object) -> None:
        self.part = part
        self.mistakes: list[Mistake] = []

    def finish(self) -> None:
        """Raise all mistakes found, if any."""
        if self.mistakes:
            raise MistakesError(type(self.part).__name__, self.mistakes)

    def add(self, key: str, text: str) -> None:
        """Note a mistake."""
        self.mistakes.append(Mistake(key, text))

    def put(self, key: str, value: object) -> None:
        """Set a field of the frozen part."""
        object.__setattr__(self.part, key, value)

    def value(self, key: str) -> Any:
        """Return a field as it was given."""
        return getattr(self.part, key)

    def text(self, key: str, *, optional: bool = False) -> None:
        """Take a text that is not empty."""
        value = self.value(key)
        if value is None and optional:
            return
        if value is None:
            self.add(key, "missing; expected a text")
        elif not isinstance(value, str):
            self.add(key, f"is {shown(value)}, expected a text in quotes")
        elif not value.strip():
            self.add(key, "is empty, expected a text")
        else:
            self.put(key, value.strip())

    def identifier(self, key: str, *, not_ending: tuple[str, ...] = ()) -> None:
        """Take an identifier: it names columns."""
        value = self.value(key)
        rule = "small letters, digits and _, starting with a letter"
        if value is None:
            self.add(key, f"missing; expected an identifier ({rule})")
        elif not isinstance(value, str) or not _IDENTIFIER.fullmatch(value):
            self.add(key, f"is {shown(value)}, expected an identifier ({rule})")
        elif value.endswith(not_ending):
            ends = " or ".join(not_ending)
            self.add(key, f"is {shown(value)}; it can't end in {ends}, which name columns of their own")

    def choice(self, key: str, allowed: Sequence[str]) -> None:
        """Take one of a closed list of words."""
        value = self.value(key)
        if value is None:
            self.add(key, f"missing; expected one of {', '.join(allowed)}")
        elif value not in allowed:
            self.add(key, f"is {shown(value)}, expected one of {', '.join(allowed)}")

    def texts(self, key: str, *, clean: Callable[[str], str] = str.strip) -> None:
        """Take a list of texts and freeze it, without repetitions."""
        value = self.value(key)
        if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
            self.add(key, f"is {shown(value)}, expected a list of texts")
            return
        kept: dict[str, None] = {}
        # A set has no order that would be the same at the next run.
        for item in sorted(value, key=str) if isinstance(value, AbstractSet) else value:
            if not isinstance(item, str):
                self.add(key, f"holds {shown(item)}, expected texts in quotes")
            elif not clean(item):
                self.add(key, f"holds {shown(item)}, which is empty")
            else:
                kept[clean(item)] = None
        self.put(key, tuple(kept))

    def domains(self, key: str) -> None:
        """Take a list of domains, in canonical form."""
        found = len(self.mistakes)
        self.texts(key)
        if len(self.mistakes) > found:
            return
        domains = {domain: domain_of(domain) for domain in self.value(key)}
        for domain, canonical in domains.items():
            if canonical is None:
                self.add(key, f"holds {shown(domain)}, expected a domain such as 'example.com'")
        self.put(key, tuple(dict.fromkeys(filter(None, domains.values()))))

    def parts(self, key: str, kind: type) -> None:
        """Take a list of parts of one kind and freeze it."""
        value = self.value(key)
        if not isinstance(value, Iterable) or isinstance(value, str):
            self.add(key, f"is {shown(value)}, expected a list of {kind.__name__}")
            return
        items = tuple(value)
        for item in items:
            if not isinstance(item, kind):
                self.add(key, f"holds {shown(item)}, expected {kind.__name__} objects")
        self.put(key, tuple(item for item in items if isinstance(item, kind)))

    def day(self, key: str) -> None:
        """Take a day or None."""
        value = self.value(key)
        if value is not None and (day := self.day_of(key, value)):
            self.put(key, day)

    def day_of(self, key: str, value: object) -> date | None:
        """Return a day, or note a mistake."""
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if isinstance(value, str) and _DATE.fullmatch(value.strip()):
            try:
                return date.fromisoformat(value.strip())
            except ValueError as error:
                self.add(key, f"is {shown(value)}, which is no date: {error}")
                return None
        self.add(key, f"is {shown(value)}, expected a date such as 2018-06-15")
        return None

    def moment(self, key: str) -> None:
        """Take a point in time with its zone, as UTC."""
        value = self.value(key)
        if value is None:
            self.add(key, "missing; expected a time such as 2018-06-18T17:00:00Z")
            return
        if isinstance(value, str):
            try:
                value = datetime.fromisoformat(value.strip())
            except ValueError:
                self.add(key, f"is {shown(value)}, expected a time such as 2018-06-18T17:00:00Z")
                return
        if not isinstance(value, datetime):
            self.add(key, f"is {shown(value)}, expected a time such as 2018-06-18T17:00:00Z")
        elif value.tzinfo is None or value.utcoffset() is None:
            self.add(
                key, f"is {value.isoformat()} without a time zone; add Z for UTC, or an offset as in +02:00"
            )
        else:
            self.utc(key, value)

    def utc(self, key: str, value: datetime) -> None:
        """Set a time, moved to UTC."""
        try:
            self.put(key, value.astimezone(UTC))
        except OverflowError:
            self.add(key, f"is {value.isoformat()}, which is out of range in UTC")


def check_ids(
    check: Checker,
    target_ids: Sequence[str | None],
    actor_ids: Sequence[str | None],
    abouts: Sequence[Iterable[str]],
) -> None:
    """Note ids that repeat, and targets about actors that are not there."""
    for what, ids in (("target", target_ids), ("actor", actor_ids)):
        first: dict[str, int] = {}
        for number, part_id in enumerate(ids, start=1):
            if part_id is not None and first.setdefault(part_id, number) != number:
                check.add(
                    f"{what}[{number}].id", f"is {shown(part_id)}, as is that of {what}[{first[part_id]}]"
                )
    known = ", ".join(sorted(filter(None, actor_ids))) or "none"
    for number, about in enumerate(abouts, start=1):
        for actor_id in about:
            if actor_id not in actor_ids:
                check.add(
                    f"target[{number}].about", f"holds {shown(actor_id)}, expected ids of actors: {known}"
                )
