"""Roles by the link and handle of a profile: whose site it is, and which outlet a journalist is of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reaction.nlp._orgs import Org
from reaction.nlp._role_marks import RoleMark
from reaction.nlp._role_rules import LONGEST, is_of_others, org_pattern, place_of
from reaction.urls import domain_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reaction.nlp._orgs import OrgResolver
    from reaction.nlp._role_marks import Profile
    from reaction.nlp._role_matches import Matcher
    from reaction.nlp._role_rules import Place

_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "ac", "edu"})
_SHORTEST_SITE = 4
_PARLIAMENT = re.compile(r"(?:^|\.)(?:senate|house)\.gov$")
_MEMBER = re.compile(
    r"(?i)https?://(?:www\.|members?\.)?(?:parliament\.uk|congress\.gov)/(?:[\w-]{1,20}/)?members?/"
)
_OF_ONE = re.compile(r"(?i)https?://[^/]{1,200}/?(?:[a-z_~@-][\w.~@-]{0,40}/?)?$")
_ETSY = re.compile(r"(?i)https?://(?:www\.)?etsy\.com/(?!(?:[a-z]{2}/)?shop/)")
_GOVERNMENT = re.compile(r"(?:^|\.)(?:gov|mil|police)(?:\.[a-z]{2})?$|\.gc\.ca$|\.gouv\.[a-z]{2}$")
_STAFF_PATH = re.compile(
    r"(?i)/(?:staff|authors?|people|profiles?|by|contributors?|journalists?|reporters?|team|bio|columnists?)[/-]"
)
_CALL_IN_HANDLE = re.compile(
    r"(?:^|_|(?<=[a-z]))(BBC|CNN|NBC|ABC|CBS|CBC|CTV|NPR|PBS|AFP|WSJ|NYT|MSNBC|ESPN|FOX|ITV|RTE|[KW][A-Z]{3})"
    r"(?:\d{0,2})(?=$|_|[A-Z][a-z]|[a-z])"
)


class Links:
    """Reads the link of a profile, and finds the outlet that a journalist's profile names elsewhere."""

    def __init__(self, orgs: OrgResolver, lists: Mapping[str, Sequence[str]], matcher: Matcher) -> None:
        self._orgs = orgs
        self._lists = lists
        self._matcher = matcher
        press = ("reporter", "near_press", "reporter_other")
        self._press_words = frozenset(word for key in press for word in lists[key] if " " not in word)

    def marks(self, profile: Profile, bio: Place) -> Iterator[RoleMark]:
        url = (profile.url or "")[:LONGEST]
        domain = domain_of(url) if url else None
        if domain is None:
            return

        def mark(role: str, rule: str, weight: float, org: Org | None = None) -> RoleMark:
            employer = org.employer if org else None
            written = domain if org else None
            return RoleMark(role, employer, "url", 0, len(url), domain, f"role.url.{rule}", weight, written)

        if _MEMBER.match(url) or (_PARLIAMENT.search(domain) and self._is_members(domain, profile)):
            yield mark("politician", "parliament", 0.8)
        elif _GOVERNMENT.search(domain) and "agency" in {
            found.role for found in self._matcher.found(_names(profile))
        }:
            yield mark("agency", "government", 0.9)
        if domain in self._lists["press_domain"]:
            yield mark("press", "portfolio", 0.6)
        if _ETSY.match(url):
            pass  # a page of the shop's customers, or of one of its wares
        elif domain in self._lists["shop_domain"] or domain.split(".", 1)[-1] in self._lists["shop_domain"]:
            yield mark("company", "shop", 0.5)
        is_of_one = _OF_ONE.match(url) is not None or _STAFF_PATH.search(url) is not None
        named = self._named_by(domain, profile, bio) if is_of_one else None
        if named is not None:
            of_press = named.kind == "outlet" or not bio.words.isdisjoint(self._lists["newsroom"])
            yield mark("press" if of_press else "employee", "named", 0.6, named)
        outlet = self._outlet_of_url(url)
        if outlet is not None and (
            not self._press_words.isdisjoint(bio.words)
            or _STAFF_PATH.search(url)
            or (is_of_one and not bio.plain)
        ):
            yield mark("press", "outlet", 0.6, outlet)

    def _is_members(self, domain: str, profile: Profile) -> bool:
        """Tell whether the site is a member's own: its first part stands in the name or handle."""
        own = _letters(domain.split(".", maxsplit=1)[0])
        said = _letters(f"{profile.name or ''}{profile.handle or ''}"[:LONGEST])
        return len(own) > 1 and domain.count(".") > 1 and own in said

    def _named_by(self, domain: str, profile: Profile, bio: Place) -> Org | None:
        """Return the organisation in the bio whose site the profile links to, unless it is the account's own name."""
        labels = domain.split(".")
        place = -3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else -2
        if (
            len(labels) < -place
            or labels[place] in self._lists["platform"]
            or len(labels[place]) < _SHORTEST_SITE
        ):
            return None
        root = _letters(labels[place])
        if root == _letters((profile.handle or "")[:LONGEST]) or root in _letters(
            (profile.name or "")[:LONGEST]
        ):
            return None
        for match in org_pattern().finditer(bio.plain):
            if _letters(match["org"]) != root or bio.plain[match.start() - 1 : match.start()] == "#":
                continue
            org = self._orgs.resolve(match["org"], "workplace") or self._orgs.resolve(match["org"], "body")
            if org is not None and not is_of_others(bio.plain, match.start()):
                return org
        return None

    def _outlet_of_url(self, url: str | None) -> Org | None:
        domain = domain_of(url) if url else None
        org = self._orgs.of_domain(domain) if domain else None
        return org if org is not None and org.kind == "outlet" else None

    def with_outlet(self, found: list[RoleMark], profile: Profile, bio: Place) -> list[RoleMark]:
        """Give a journalist without an outlet the one that the profile names elsewhere."""
        press = [mark for mark in found if mark.role == "press"]
        if (
            not press
            or any(mark.employer and mark.field != "url" for mark in press)
            or any(mark.field in {"handle", "profile"} or mark.rule == "role.press.tips" for mark in press)
        ):
            return found
        org = (
            self._outlet_in(bio)
            or self._outlet_of_url(profile.url)
            or self._outlet_in_handle(profile.handle or "")
        )
        if org is None:
            return found
        best = max(press, key=lambda mark: mark.weight)
        return [*found, best._replace(employer=org.employer, written=org.written)]

    def _outlet_in(self, bio: Place) -> Org | None:
        for match in org_pattern().finditer(bio.plain):
            org = self._orgs.resolve(match["org"], "outlet")
            if org is None or (org.how == "name" and org.kind != "outlet"):
                continue
            if not is_of_others(bio.plain, match.start()):
                return org
        return None

    def _outlet_in_handle(self, handle: str) -> Org | None:
        match = _CALL_IN_HANDLE.search(handle)
        if match is None:
            return None
        org = self._orgs.of_handle(match[1]) or self._orgs.resolve(match[1], "outlet")
        return (
            org if org is not None and org.kind == "outlet" else Org(match[1], "name", "outlet", "", match[1])
        )


def _letters(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


def _names(profile: Profile) -> Place:
    return place_of(f"{(profile.name or '')[:LONGEST]}\n@{(profile.handle or '')[:LONGEST]}\n", "profile")
