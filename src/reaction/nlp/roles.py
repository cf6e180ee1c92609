"""Roles of authors: from what they say of themselves in profile and posts, by rules with an organisation slot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reaction.lexicon import read
from reaction.nlp._orgs import Org, OrgResolver
from reaction.nlp._role_choice import distinct, of_one_world
from reaction.nlp._role_links import Links
from reaction.nlp._role_marks import EMPLOYED, FLAGS, ROLES, Profile, RoleMark
from reaction.nlp._role_matches import OF_KIND, Matcher
from reaction.nlp._role_rules import LONGEST, OwnWords, Place, place_of, whole
from reaction.urls import domain_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from os import PathLike

    from reaction.story import Actor

__all__ = ["FLAGS", "ROLES", "Profile", "RoleFinder", "RoleMark"]

_OF_BODIES = frozenset({"company", "agency", "advocacy", "outlet", "product"})
_OF_LISTS = frozenset({"x", "twitter"})  # platforms whose handles the lists hold
_BLUESKY = ".bsky.social"
_LONGEST_TEXT = 20_000  # characters of a post that are read


class RoleFinder:
    """Finds roles in profiles and posts.

    Sources, in this order; where two give the same role and employer, the weightier counts, then the earlier:
    the account's own handle, which the story's actors or the lists know; the link in the profile; the display
    name; the bio; the author's own text. Known handles are those of x: on another platform they count only where
    the display name or the link is of the same organisation. A badge (``author_verified``) is no evidence.

    Rules stand in ``lexicons/roles.toml``. Their organisation slot must hold an actor of the story, a listed
    entity, a handle or a capitalised name, as each rule says; the words before a match in its sentence decide
    tense ("former") and polarity ("don't work at"). The patterns are English and are tried on every profile, as
    profiles carry no language.

    Parameters
    ----------
    actors
        The story's actors.
    lexicons
        Paths of lists of entities of the researcher's own, CSV or TOML; one path may stand without a list.

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

    def __init__(
        self, actors: Sequence[Actor], lexicons: str | PathLike[str] | Iterable[str | PathLike[str]] = ()
    ) -> None:
        self._lists = read("roles")["lists"]
        self._orgs = OrgResolver(actors, self._lists, lexicons)
        self._near_press = frozenset(self._lists["near_press"]) - {"freelancer", "social media", "multimedia"}
        self._matcher = Matcher(self._orgs, self._lists)
        self._links = Links(self._orgs, self._lists, self._matcher)
        self._own_words = OwnWords()

    def profile(self, profile: Profile, *, patterns: bool = True) -> tuple[RoleMark, ...]:
        """Find the roles that a profile declares.

        Parameters
        ----------
        profile
            The profile.
        patterns
            Whether the English patterns are tried, and not only handles and domains.

        Returns
        -------
        Marks, at most one per role and employer. A profile that calls itself a parody declares no role.
        """
        return tuple(mark for mark in self.read(profile, patterns=patterns) if mark.role not in FLAGS)

    def read(self, profile: Profile, *, patterns: bool = True) -> tuple[RoleMark, ...]:
        """Find the roles of a profile, and whether it calls itself a parody or automated.

        Parameters
        ----------
        profile
            The profile.
        patterns
            Whether the English patterns are tried, and not only handles and domains.

        Returns
        -------
        Marks as of :meth:`profile`, then those of the flags ``parody`` and ``automated``.
        """
        profile = Profile(*(value and whole(value) for value in profile))
        bio = place_of((profile.bio or "")[:LONGEST], "bio")
        own = self._own(profile)
        found = [*self._official(profile.handle or "", own), *self._links.marks(profile, bio)]
        flags: list[RoleMark] = []
        if patterns:
            found += self._declared(profile, bio)
            flags = [mark for mark in found if mark.role in FLAGS]
            found = [mark for mark in found if mark.role not in FLAGS]
        if any(mark.role == "parody" for mark in flags):
            return tuple(flags)
        if own is not None and own.kind in _OF_BODIES:
            found = [
                mark for mark in found if mark.role not in EMPLOYED or mark.field in {"handle", "profile"}
            ]
        found = self._links.with_outlet(of_one_world(found, self._orgs, self._near_press), profile, bio)
        return (*distinct(found), *flags)

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
        text = whole(text[:_LONGEST_TEXT])
        return (
            distinct(self._matcher.found(place_of(text, "text"))) if self._own_words.may_speak(text) else ()
        )

    def _own(self, profile: Profile) -> Org | None:
        """Return whose account it is by its handle, which anybody may have taken where it is not one of x."""
        handle = (profile.handle or "").lower()
        stem = handle.removesuffix(_BLUESKY)
        org = self._orgs.of_handle(stem)
        if org is None or (stem == handle and (profile.platform or "x").lower() in _OF_LISTS):
            return org
        named = self._orgs.resolve((profile.name or "").strip()[:LONGEST] or "-", "any")
        domain = domain_of(profile.url[:LONGEST]) if profile.url else None
        linked = self._orgs.of_domain(domain) if domain else None
        return org if org.employer in {other.employer for other in (named, linked) if other} else None

    def _declared(self, profile: Profile, bio: Place) -> Iterator[RoleMark]:
        name = (profile.name or "")[:LONGEST]
        if " " in name:
            yield from self._matcher.found(place_of(name, "name"))
        yield from self._matcher.found(bio)
        yield from self._matcher.found(
            place_of(f"{name}\n@{(profile.handle or '')[:LONGEST]}\n{bio.spelt.text}", "profile")
        )

    def _official(self, handle: str, own: Org | None) -> Iterator[RoleMark]:
        if own is not None and own.kind in OF_KIND:
            rule = "role.handle.known"
            yield RoleMark(OF_KIND[own.kind], None, "handle", 0, len(handle), handle, rule, 2.0)
