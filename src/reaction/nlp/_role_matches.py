"""Tries the rules of roles on a text and says what each match means: role, tense, organisations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reaction.nlp._marks import quoted_spans, within
from reaction.nlp._role_marks import EMPLOYED, FLAGS, RoleMark
from reaction.nlp._role_rules import (
    NEGATED,
    context,
    demonyms,
    is_not_own,
    is_over,
    is_past,
    more_pattern,
    rule_sets,
    tense,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reaction.lexicon import Rule
    from reaction.nlp._orgs import Org, OrgResolver
    from reaction.nlp._role_rules import Place

OF_KIND = {
    "company": "company",
    "product": "company",
    "agency": "agency",
    "advocacy": "advocacy",
    "outlet": "press",
    "politician": "politician",
}
_OWN_VIEWS = "role.staff.own_views"
_DISCLAIMER = "role.staff.disclaimer"  # says "not" of views, and not of the job
_JOINED = re.compile(r"\s(?:and|&)\s")
_MARKED = "role.former.marked"
_PARTY = re.compile(r"-party$|^democrats$|^republicans$")  # whose former voters say "ex-Tory"
_NO_CUSTOMERS = frozenset({"agency", "politician"})
_PRESENT = frozenset({"employee", "press", "staff"})
_OF_PERSONS = _PRESENT | {"former_employee", "customer", "politician"}
_LATER, _UNLISTED = 0.01, 0.05  # off the weight of what stands later in a list, of a name that no list has
_MOST_MORE = 8


class Matcher:
    """Applies the rules, given who the organisations are."""

    def __init__(self, orgs: OrgResolver, lists: Mapping[str, Sequence[str]]) -> None:
        self._orgs = orgs
        self._lists = lists

    def found(self, place: Place) -> Iterator[RoleMark]:
        others = quoted_spans(place.plain) if place.field in {"text", "bio"} else []
        for rule, marked in rule_sets()[place.field].near(place.words):
            for match in rule.pattern.finditer(place.shadow if marked else place.plain):
                if others and within(match.start(), match.end(), others):
                    continue
                yield from self._marks(rule, match, place)

    def _marks(self, rule: Rule, match: re.Match[str], place: Place) -> Iterator[RoleMark]:
        start = match.start() + len(match[0]) - len(match[0].lstrip(" \n,.;|/"))
        end = match.end()
        role: str | None = rule.label
        at = start
        orgs: list[Org] = []
        if rule.slot:
            group = next((name for name in ("org", "org2", "org3") if match.groupdict().get(name)), None)
            if group is None:
                return
            at, end = match.span(group)
            orgs = self._resolved(place.plain[at:end], rule.slot)
            if not orgs and rule.slot != "any":
                return
            role = _said_between(rule, place.plain, start, at)
            if role is None:
                return
            if orgs and rule.label in {*EMPLOYED, "staff"}:
                orgs += self._more(place.plain, end, rule.slot)
            end = max(end, match.end())
        if rule.id == _OWN_VIEWS and is_past(place.plain, start):
            role = "former_employee"
        role = _as_said(role, place.plain, start)
        if rule.label in _OF_PERSONS and is_not_own(place, rule.label, start, match.end(), at):
            return
        if rule.slot and rule.label in _PRESENT and place.field != "text" and is_over(place.plain, at):
            role = "former_employee"
        for number, org in enumerate(orgs or [None]):
            told = self._told(role, org, rule)
            if told is not None:
                yield RoleMark(
                    told,
                    org.employer or None if org else None,
                    place.field,
                    *place.spelt.span(start, max(start, end)),
                    rule.id,
                    rule.weight
                    - _LATER * number
                    - (_UNLISTED if org is not None and org.how == "name" else 0.0),
                    org.written or None if org else None,
                )

    def _told(self, role: str | None, org: Org | None, rule: Rule) -> str | None:
        """Return the role that a mark stands for, given its organisation."""
        if role == "staff":
            is_outlet = org is not None and (
                org.kind == "outlet" or (not org.kind and self._orgs.is_outlet(org.written))
            )
            return "press" if is_outlet else "employee"
        if role == "company" and org is not None:
            return OF_KIND.get(org.kind)
        if role == "customer" and org is not None and org.kind in _NO_CUSTOMERS:
            return None
        if (
            role == "former_employee"
            and rule.id == _MARKED
            and org is not None
            and _PARTY.search(org.employer)
        ):
            return None
        if role == "former_employee" and rule.label == "press" and (org is None or not org.employer):
            return None
        return role

    def _resolved(self, written: str, slot: str) -> list[Org]:
        """Return the organisations of a slot; "Acme and Contoso" are two."""
        if slot == "demonym":
            entity = demonyms().get(written.lower())
            is_only_name = any(item.endswith(f" {written.lower()}") for item in self._lists["former_demonym"])
            return (
                [self._orgs.of_id(entity, written)]
                if entity and (written[0].isupper() or is_only_name)
                else []
            )
        if slot == "domain":
            domain = written.lower()
            org = None if domain in self._lists["webmail"] else self._orgs.of_domain(domain)
            return [org._replace(written=written)] if org is not None and org.kind != "org" else []
        org = self._orgs.resolve(written, slot)
        if org is None:
            return []
        if org.how != "name" and (joint := _JOINED.search(written, len(org.written))):
            rest = self._orgs.resolve(written[joint.end() :], slot)
            return [org] if rest is None or rest.how == "name" else [org, rest]
        return [org]

    def _more(self, text: str, end: int, slot: str) -> Iterator[Org]:
        """Yield the organisations that follow in a list: "Past: @acme, @contoso"."""
        for _ in range(_MOST_MORE):
            match = more_pattern().match(text, end)
            if match is None:
                return
            org = self._orgs.resolve(match["org"], "outlet" if slot == "outlet" else "handle")
            if org is None or org.kind == "politician":
                return
            yield org
            end = match.start("org") + len(org.written) if org.how != "handle" else match.end("org")


def _said_between(rule: Rule, text: str, start: int, at: int) -> str | None:
    """Return the role in the tense of the words up to its organisation, or None where these deny it."""
    role: str = rule.label
    if role not in _PRESENT:
        return role
    around = context()
    was = around["was"].match(text, at) is not None
    if rule.id != _DISCLAIMER and at > start:
        between = text[start:at]
        if any(around[key].search(between) for key in ("broken", "denied")):
            return None
        was = was or (around["was"].search(between) is not None and rule.slot != "demonym")
    return "former_employee" if was else role


def _as_said(role: str | None, text: str, start: int) -> str | None:
    """Return a role in its tense, or None where the words before deny it."""
    if role not in FLAGS:
        return tense(role, text, start)
    return None if context()["negated"].search(text[max(0, start - NEGATED) : start]) else role
