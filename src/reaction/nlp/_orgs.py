"""Resolves what stands in the organisation slot of a role: an actor of the story, a handle, a name, or nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reaction.story import Actor

_WORD = re.compile(r"@?[\w&+]+(?:[.\u2019'-]\w+)*")
_CALL_SIGN = re.compile(r"@?(?:[KW][A-Z]{2,3}(?:-?(?:TV|tv|FM|AM))?\d{0,2}$|\w{2,20}(?:TV|tv)$)")
_POSSESSIVE = re.compile(r"['\u2019]s?$")
_JOINING = frozenset({"and", "of", "the", "for", "de"})
_PEOPLE = frozenset({"person", "politician", "policy"})


class Org(NamedTuple):
    """An organisation: an actor's id or a name (empty: of its kind, but unnamed), and how it was recognised."""

    employer: str
    how: str  # "company", "product", "handle" or "name"
    kind: str = ""


class OrgResolver:
    """Recognises organisations."""

    def __init__(self, actors: Sequence[Actor], lists: Mapping[str, Sequence[str]]) -> None:
        self._surfaces: dict[str, tuple[Org, str | None]] = {}
        self._handles: dict[str, Org] = {}
        for actor in actors:
            if actor.kind in _PEOPLE:
                continue
            exact = set(actor.case_sensitive)
            for how, surfaces in (("product", actor.products), ("company", (actor.name, *actor.aliases))):
                for surface in surfaces:
                    self._add(surface, Org(actor.id, how, actor.kind), exact)
            for handle in actor.handles:
                self._handles[handle.lower()] = Org(actor.id, "company", actor.kind)
        self._longest = max((surface.count(" ") + 1 for surface in self._surfaces), default=1)
        jobs = ("title", "reporter", "near_press", "grade")
        self._jobs = frozenset(word for key in jobs for item in lists[key] for word in item.split())
        self._no_employer = frozenset(lists["no_employer"])
        self._generic = frozenset(lists["generic"])
        self._outlet = frozenset(word for word in lists["outlet"] if " " not in word)
        self._outlet_phrases = tuple(word for word in lists["outlet"] if " " in word)

    def _add(self, surface: str, org: Org, exact: set[str]) -> None:
        self._surfaces[" ".join(_words(surface)).lower()] = (org, surface if surface in exact else None)

    def resolve(self, written: str, slot: str) -> Org | None:
        """Return the organisation that a slot holds, or None where it is not of the slot's kind."""
        org = self._actor(written)
        if slot in {"company", "actor"}:
            return org if org is not None and (slot == "actor" or org.how == "company") else None
        if org is None:
            org = self._named(written)
        if org is None:
            return None
        if slot == "handle":
            return org if org.how != "name" else None
        if slot == "outlet":
            return (
                org
                if org.kind == "outlet" or (org.how in {"handle", "name"} and self.is_outlet(written))
                else None
            )
        return org

    def _actor(self, written: str) -> Org | None:
        words = _words(written)
        if not words:
            return None
        handle = words[0].lstrip("@").lower()
        if written.startswith("@") and handle in self._handles:
            return self._handles[handle]
        for start in range(len(words)):
            for count in range(min(self._longest, len(words) - start), 0, -1):
                surface = " ".join(words[start : start + count])
                org, exact = self._surfaces.get(surface.lstrip("@").lower(), (None, None))
                if org is not None and (exact is None or surface.lstrip("@") == exact):
                    return org
        return None

    def _named(self, written: str) -> Org | None:
        words = _words(written)
        if not words:
            return None
        if words[0].startswith("@"):
            return Org(words[0], "handle")
        while words and words[-1].lower() in self._jobs | _JOINING:
            words.pop()
        content = [word for word in words if word.lower() not in _JOINING]
        if not content or content[0].lower() in self._no_employer or not any(c.isalpha() for c in content[0]):
            return None
        if all(word.lower() in self._generic for word in content):
            return Org("", "name")
        return Org(" ".join(words), "name") if len("".join(content)) > 1 else None

    def is_outlet(self, written: str) -> bool:
        """Tell whether a name or handle sounds like a news outlet."""
        low = written.lower()
        if any(phrase in low for phrase in self._outlet_phrases):
            return True
        pieces = re.findall(r"[a-z]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", written).lower())
        if not self._outlet.isdisjoint(pieces):
            return True
        if _CALL_SIGN.match(written):
            return True
        # Handles run words together: @channeltennews, @skynewsaust, @ksdktv.
        return written.startswith("@") and any(
            word in low
            for word in (
                "news",
                "times",
                "herald",
                "radio",
                "tribune",
                "gazette",
                "reuters",
                "bbc",
                "cnn",
                "nbc",
            )
        )


def _words(written: str) -> list[str]:
    return [word for piece in _WORD.findall(written) if (word := _POSSESSIVE.sub("", piece))]
