"""Roles of authors: from what they say of themselves in profile and posts, by rules with an organisation slot."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from reaction.lexicon import read, rules
from reaction.nlp._marks import quoted_spans, within, words_of
from reaction.nlp._orgs import Org, OrgResolver
from reaction.nlp._rules import RuleSet
from reaction.urls import domain_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reaction.lexicon import Rule
    from reaction.story import Actor

__all__ = ["ROLES", "Profile", "RoleFinder", "RoleMark"]

ROLES = (
    "employee",
    "former_employee",
    "customer",
    "company",
    "agency",
    "advocacy",
    "press",
    "politician",
)
_FIELDS = ("bio", "profile", "name", "text")
_OF_KIND = {
    "company": "company",
    "agency": "agency",
    "advocacy": "advocacy",
    "outlet": "press",
    "politician": "politician",
}
_SENTENCE = re.compile(r"[.!?;|•·\n]\s|[|•·;\n]")
_BEFORE = 60  # characters
_FORMERLY = {"employee": "former_employee", "former_employee": "former_employee"}
_LONGEST = 2_000  # characters of a profile or a post that are read
_PARLIAMENT = re.compile(r"(?:^|\.)(?:senate|house|parliament|congress)\.(?:gov|uk)$")


class Profile(NamedTuple):
    """What an account says of itself; each may be None.

    Parameters
    ----------
    name
        Its display name.
    handle
        Its handle, without ``@``.
    bio
        Its description.
    url
        The link in its profile.
    """

    name: str | None = None
    handle: str | None = None
    bio: str | None = None
    url: str | None = None


class RoleMark(NamedTuple):
    """A role, and why.

    Parameters
    ----------
    role
        One of ``employee, former_employee, customer, company, agency, advocacy, press, politician``.
    employer
        The id of an actor of the story, a handle, a name, or None.
    field
        Where it was found: ``bio``, ``profile``, ``handle``, ``url`` or ``text``.
    start, end
        The span in that field.
    text
        The words.
    rule
        The rule's id.
    weight
        How much it counts.
    """

    role: str
    employer: str | None
    field: str
    start: int
    end: int
    text: str
    rule: str
    weight: float


@cache
def _rule_sets() -> dict[str, RuleSet]:
    found = rules(read("roles"), "roles.toml")
    return {field: RuleSet(rule for rule in found if field in rule.fields) for field in _FIELDS}


@cache
def _context() -> dict[str, re.Pattern[str]]:
    return {key: re.compile(pattern, re.IGNORECASE) for key, pattern in read("roles")["context"].items()}


class RoleFinder:
    """Finds roles in profiles and posts.

    Rules stand in ``lexicons/roles.toml``. Their organisation slot must hold an actor of the story, a handle or
    a capitalised name, as each rule says; the words before a match in its sentence decide tense ("former") and
    polarity ("don't work at"). A badge (``author_verified``) is no evidence. The patterns are English and are
    tried on every profile, as profiles carry no language.

    Parameters
    ----------
    actors
        The story's actors.

    Examples
    --------
    >>> from reaction.story import Actor
    >>> finder = RoleFinder([Actor("acme", "company", "Acme", products=["Acme Cloud"])])
    >>> [(mark.role, mark.employer) for mark in finder.profile(Profile(bio="Engineer at Acme, ex-@contoso"))]
    [('employee', 'acme'), ('former_employee', '@contoso')]
    >>> finder.profile(Profile(bio="Engineer at heart"))
    ()
    >>> [mark.role for mark in finder.text("Cancelling our Acme Cloud subscription")]
    ['customer']
    """

    def __init__(self, actors: Sequence[Actor]) -> None:
        self._orgs = OrgResolver(actors, read("roles")["lists"])
        self._handles = {
            handle.lower(): actor for actor in actors if actor.kind in _OF_KIND for handle in actor.handles
        }
        self._outlets = {
            domain: actor.id for actor in actors if actor.kind == "outlet" for domain in actor.domains
        }

    def profile(self, profile: Profile) -> tuple[RoleMark, ...]:
        """Find the roles that a profile declares.

        Parameters
        ----------
        profile
            The profile.

        Returns
        -------
        Marks, at most one per role and employer.
        """
        bio = (profile.bio or "")[:_LONGEST]
        whole = f"{profile.name or ''}\n@{profile.handle or ''}\n{bio}"
        found = [*self._official(profile), *self._by_url(profile.url)]
        words = words_of(whole)
        found += self._found(bio, words, "bio")
        found += self._found(whole, words, "profile")
        return _distinct(self._press_is_no_employee(found))

    def text(self, text: str) -> tuple[RoleMark, ...]:
        """Find the roles that the author of an English text takes in it.

        Parameters
        ----------
        text
            The author's own words; quotations in them are left out.

        Returns
        -------
        Marks, at most one per role and employer.
        """
        return _distinct(self._found(text[:_LONGEST], words_of(text[:_LONGEST]), "text"))

    def _press_is_no_employee(self, found: list[RoleMark]) -> list[RoleMark]:
        """Drop employee marks that are another reading of a press mark: "news editor @kxyz"."""
        press = [mark for mark in found if mark.role == "press"]
        if not press:
            return found
        spans = [(mark.start, mark.end) for mark in press if mark.field == "bio"]
        return [
            mark
            for mark in found
            if mark.role != "employee"
            or not (within(mark.start, mark.end, spans) or self._orgs.is_outlet(mark.employer or ""))
        ]

    def _official(self, profile: Profile) -> Iterator[RoleMark]:
        handle = profile.handle or ""
        actor = self._handles.get(handle.lower())
        if actor is not None:
            yield RoleMark(
                _OF_KIND[actor.kind], None, "handle", 0, len(handle), handle, "role.handle.actor", 2.0
            )

    def _by_url(self, url: str | None) -> Iterator[RoleMark]:
        domain = domain_of(url) if url else None
        if url is None or domain is None:
            return
        if _PARLIAMENT.search(domain):
            yield RoleMark("politician", None, "url", 0, len(url), domain, "role.url.parliament", 0.8)
        outlet = next(
            (self._outlets[known] for known in self._outlets if f".{domain}".endswith(f".{known}")), None
        )
        if outlet is not None:
            yield RoleMark("press", outlet, "url", 0, len(url), domain, "role.url.outlet", 0.6)

    def _found(self, text: str, words: set[str], field: str) -> Iterator[RoleMark]:
        others = quoted_spans(text) if field == "text" else []
        for rule, match in _rule_sets()[field].find(text, words):
            if others and within(match.start(), match.end(), others):
                continue
            mark = self._mark(rule, match, text, field)
            if mark is not None:
                yield mark

    def _mark(self, rule: Rule, match: re.Match[str], text: str, field: str) -> RoleMark | None:
        org: Org | None = None
        if rule.slot:
            org = self._orgs.resolve(match["org"], rule.slot)
            if org is None and rule.slot != "any":
                return None
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        role = _tense(rule.label, text, start)
        if role is None:
            return None
        return RoleMark(
            role,
            org.employer or None if org else None,
            field,
            start,
            match.end(),
            text[start : match.end()],
            rule.id,
            rule.weight,
        )


def _tense(role: str, text: str, start: int) -> str | None:
    """Return the role in its tense, or None where the words before the match deny it."""
    before = text[max(0, start - _BEFORE) : start]
    before = _SENTENCE.split(before)[-1]
    context = _context()
    if now := list(context["now"].finditer(before)):
        before = before[now[-1].end() :]
    # What lies between commas is one statement: "ex-reporter, engineer at Acme".
    near = before.rsplit(",", 1)[-1]
    if context["denied"].search(near):
        return None
    if role != "former_employee" and context["former"].search(near):
        return _FORMERLY.get(role)
    return role


def _distinct(found: Iterable[RoleMark]) -> tuple[RoleMark, ...]:
    """Keep the weightiest mark per role and employer; a mark without employer gives way to one with it."""
    best: dict[tuple[str, str | None], RoleMark] = {}
    for mark in found:
        key = (mark.role, mark.employer)
        if key not in best or mark.weight > best[key].weight:
            best[key] = mark
    employed = {role for role, employer in best if employer is not None}
    kept = [mark for (role, employer), mark in best.items() if employer is not None or role not in employed]
    # Who left is no longer there: "Former Acme engineer" is not an employee of Acme too.
    left = {mark.employer for mark in kept if mark.role == "former_employee"}
    kept = [mark for mark in kept if not (mark.role == "employee" and mark.employer in left)]
    return tuple(sorted(kept, key=lambda mark: (ROLES.index(mark.role), -mark.weight, mark.employer or "")))
