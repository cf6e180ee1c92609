"""Resolves what stands in the organisation slot of a role: an actor of the story, a listed entity, a handle, a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from reaction.nlp._gazetteer import read_lists
from reaction.nlp._names import index_of, index_of_actors, packaged_index, same_entities, words_of_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from os import PathLike

    from reaction.nlp._names import Name, NameIndex
    from reaction.nlp._tokens import Token
    from reaction.story import Actor

_WORD = re.compile(r"@?[\w&+](?:[\w&+]|[.\u2019'-](?=\w))*")
_CALL_SIGN = re.compile(r"@?(?:[KW][A-Z]{2,3}(?:-?(?:TV|tv|FM|AM))?\d{0,2}$|\w{2,20}(?:TV|tv)$)")
_POSSESSIVE = re.compile(r"['\u2019]s?$")
_DOMAIN = re.compile(r"[\w-]{1,40}\.(?:com|org|net|io|ai|tv|fm|co|edu|gov)")
_CAMEL = re.compile(r"[a-z][A-Z]|[A-Z]&[A-Z]")
_PIECES = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_BETWEEN_PIECES = re.compile(r"([a-z])([A-Z])")
_ALMA_MATER = re.compile(r"\b(?:University|Univ|College|School|Academy|Society)\b")
_EMPLOYING = re.compile(
    r"\b(?:Institute|Institution|Foundation|Association|Cent(?:er|re)|Council|Bank|Trust|Project|Fund)\b"
)
_OFFICE = re.compile(
    r"(?:City|County|Town|State|Borough|Port|Ministry|Office|Government) of [A-Z]"
    r"|(?:Congressman|Congresswoman|Senator|Sen|Rep|Governor|Gov|Mayor|MP|Councilman|Councilwoman)\.? [A-Z]\w"
)
_SHORT = re.compile(r"[A-Z][A-Z&]{2,5}")
_JOINING = frozenset({"and", "of", "the", "for", "de", "&"})
_NO_EMPLOYER = frozenset({"PERSON", "POLICY"})
_WORK = frozenset({"name", "work"})  # where people of a product are those of its owner
_FIRMS = frozenset({"firm", "workplace", "staff", "whole"})
_SOUNDING = frozenset({"org", "body", "short", "two"})
_NO_FIRM = frozenset({"org", "politician", "person", "policy"})
_SHORTEST_JOINED = 5
_AMPERSAND_WORDS = 3
_LONGEST = 6
# Handles run words together: @channeltennews, @skynewsaust, @ksdktv.
_IN_HANDLES = ("news", "times", "herald", "radio", "tribune", "gazette", "reuters", "bbc", "cnn", "nbc")


class Org(NamedTuple):
    """An organisation: an id, name or handle (empty: of its kind, but unnamed), and how it was recognised."""

    employer: str
    how: str  # "company", "product", "handle" or "name"
    kind: str = ""
    mark: str = ""
    written: str = ""


class OrgResolver:
    """Recognises organisations: the story's actors first, then the researcher's lists, then the packaged ones."""

    def __init__(
        self,
        actors: Sequence[Actor],
        lists: Mapping[str, Sequence[str]],
        lexicons: str | PathLike[str] | Iterable[str | PathLike[str]] = (),
    ) -> None:
        own = index_of(read_lists(lexicons))
        self._indexes: tuple[NameIndex, ...] = (index_of_actors(actors), own, packaged_index())
        self._same = {**same_entities(actors, packaged_index()), **same_entities(actors, own)}
        self._kinds = {actor.id: actor.kind.upper() for actor in actors}
        jobs = ("title", "owner", "insider", "reporter", "near_press", "grade")
        self._jobs = frozenset(
            word for key in jobs for item in lists[key] for word in re.findall(r"\w+", item)
        )
        self._ends = self._jobs | _JOINING
        self._no_employer = frozenset(lists["no_employer"])
        self._no_name = frozenset(lists["no_name"])
        self._generic = frozenset(lists["generic"])
        self._tail = frozenset(lists["tail"])
        self._never_alone = self._generic | self._tail | self._no_employer
        self._platform = frozenset(lists["platform"])
        # "Chef / Owner Acme Cafe": whose job it is stands before the name.
        self._bearers = frozenset(
            ("owner", "founder", "ceo", "president", "columnist", "reporter", "journalist")
        )
        self._plain_words = self._jobs | self._never_alone
        self._no_short = self._never_alone | frozenset(lists["no_short"]) | self._jobs
        self._org_word = frozenset(lists["org_word"])
        self._body = frozenset(lists["body"])
        self._outlet = frozenset(word for word in lists["outlet"] if " " not in word)
        self._outlet_phrases = tuple(word for word in lists["outlet"] if " " in word)

    def of_handle(self, handle: str) -> Org | None:
        """Return whose account a handle is, where it is known; letters that only look alike are other letters."""
        if not handle.isascii():
            return None
        return self._first("handles", handle.lower(), handle)

    def of_domain(self, domain: str) -> Org | None:
        """Return whose domain it is, or is part of, where it is known."""
        labels = domain.split(".")
        for start in range(max(0, len(labels) - _LONGEST), len(labels) - 1):
            org = self._first("domains", ".".join(labels[start:]), domain)
            if org is not None:
                return org
        return None

    def of_id(self, entity: str, written: str) -> Org:
        """Return a listed entity by its id, as the story's actor where it is one."""
        return Org(self._same.get(entity, entity), "company", "company", "", written)

    def _first(self, table: str, key: str, written: str) -> Org | None:
        for index in self._indexes:
            name: Name | None = getattr(index, table).get(key)
            if name is not None:
                return self._org(name, written)
        return None

    def _org(self, name: Name, written: str) -> Org:
        employer = self._same.get(name.entity_id, name.entity_id)
        product = name.label == "PRODUCT" or name.rule.endswith("product")
        label = self._kinds.get(employer, name.label)
        return Org(employer, "product" if product else "company", label.lower(), name.mark, written)

    def resolve(self, written: str, slot: str) -> Org | None:  # noqa: PLR0911 - one line per kind of slot
        """Return the organisation that a slot holds, or None where it is not of the slot's kind."""
        if written.lower() in self._no_name:
            return None
        org = self._listed(written)
        if org is not None and org.how == "product" and slot not in {"actor", "any"}:
            at_work = slot in _WORK and org.written == written and org.mark != "?"
            org = org._replace(how="company") if at_work else None
        if slot == "actor":
            return org
        if slot in {"company", "work"}:
            return org
        if slot in _FIRMS:
            return org if org is not None and self._is_firm(org, written, slot) else None
        if org is None:
            org = self._named(written)
        if org is None:
            return None
        if slot == "medium":
            return org if org.kind == "outlet" or org.how == "handle" else None
        if slot == "handle":
            return org if org.how != "name" else None
        if slot in _SOUNDING:
            return org if self._has_sound(org, written, slot) else None
        if slot == "outlet":
            by_sound = org.how in {"handle", "name"} and self.is_outlet(written)
            return org if org.kind == "outlet" or by_sound else None
        return org

    def _has_sound(self, org: Org, written: str, slot: str) -> bool:
        """Tell whether what is no firm by a list, a handle included, is one by its words, as the slot wants."""
        if slot == "two":
            words = [word.lower() for word in org.employer.split(" ")]
            return org.how == "name" and len(words) > 1 and self._plain_words.isdisjoint(words)
        if slot == "short" and _SHORT.fullmatch(org.employer) and org.employer.lower() not in self._no_short:
            return True
        is_school = _ALMA_MATER.search(written) or (org.kind == "org" and not _EMPLOYING.search(written))
        if slot == "body" and is_school:
            return False
        return org.how != "name" or self._sounds_like_one(org.employer)

    def _is_firm(self, org: Org, written: str, slot: str) -> bool:
        if org.kind in _NO_FIRM:
            return False
        if slot == "firm":
            return True
        if not self._platform.isdisjoint({org.written.lower().removeprefix("@"), org.employer}) or (
            slot != "workplace" and org.mark == "?"
        ):
            return False
        named = org.written.lower().removeprefix("@")
        return slot != "whole" or named == written.lower().removeprefix("the ").removeprefix("@")

    def _listed(self, written: str) -> Org | None:
        if written.startswith("@"):
            match = _WORD.match(written)
            org = self.of_handle(match[0][1:]) if match else None
            return org._replace(written=match[0]) if org and match else org
        if _DOMAIN.fullmatch(written):
            return self.of_domain(written.lower())
        tokens = words_of_name(written)[: _LONGEST + 1]
        while len(tokens) > 1 and tokens[0].form in self._tail:
            tokens = tokens[1:]
        if len(tokens) > 1 and tokens[0].form == "the":
            return self._prefix(tokens) or self._prefix(tokens[1:])
        return self._prefix(tokens)

    def _prefix(self, tokens: Sequence[Token]) -> Org | None:
        """Return the longest listed name that the words begin with, unless what follows makes it another name."""
        for count in range(len(tokens), 0, -1):
            rest = tokens[count:]
            if any(token.form in self._body for token in rest):
                continue
            forms = [*(token.form for token in tokens[: count - 1]), tokens[count - 1].base]
            if count == 1 and forms[0] in self._never_alone:
                continue
            as_written = " ".join(token.written for token in tokens[:count]).replace("\u2019", "'")
            for index in self._indexes:
                for name in index.names_at(forms):
                    if name.label in _NO_EMPLOYER or name.label == "POLITICIAN":
                        continue
                    if name.mark and name.written not in {as_written, f"The {as_written}"}:
                        continue
                    if name.mark == "?" and not all(self._is_tail(token) for token in rest):
                        continue
                    return self._org(name, as_written)
        return None

    def _is_tail(self, token: Token) -> bool:
        form = token.form
        return (
            (form.isdigit() and len(form) == 1)
            or form in self._generic
            or form in self._jobs
            or form in self._tail
            or form in _JOINING
        )

    def _named(self, written: str) -> Org | None:
        words = _WORD.findall(written)
        if words:
            words[-1] = _POSSESSIVE.sub("", words[-1])
        if not words:
            return None
        if words[0].startswith("@"):
            return Org(words[0], "handle", "", "", words[0])
        while len(words) > 1 and words[0].lower() in self._bearers:
            words = words[1:]
        last = max((place for place, word in enumerate(words) if word.lower() in self._org_word), default=0)
        for place, word in enumerate(words):
            # "Acme Dad of two" ends after Acme; "Love Story Productions" does not end before Story.
            if place > last and word.lower() in self._tail:
                words = words[:place]
                break
        while (
            words
            and words[-1].lower() in self._ends
            and not (len(words) > 1 and words[-1].lower() in self._org_word)
        ):
            words.pop()
        content = [word for word in words if word.lower() not in _JOINING]
        if not content or (
            content[0].lower() in self._no_employer
            and all(word.lower() in self._never_alone for word in content[1:2])
        ):
            return None
        if not any(c.isalpha() for c in content[0]) and not (
            len(content) > 1 and _CALL_SIGN.match(content[1])
        ):
            return None
        if all(part in self._generic for word in content for part in word.lower().split("&")):
            return Org("", "name")
        name = " ".join(words)
        if name.lower().removeprefix("the ") in self._no_name:
            return None
        return Org(name, "name", "", "", name) if len("".join(content)) > 1 else None

    def _sounds_like_one(self, name: str) -> bool:
        """Tell whether a name holds a word such as Inc or University, or letters as in ShopSavvy."""
        if _OFFICE.match(name):
            return True
        words = [low for word in name.split(" ") if (low := word.lower().strip(".")) not in _JOINING]
        plain = [word for word in words if word not in self._org_word and word not in self._ends]
        joined = (len(name) >= _SHORTEST_JOINED and _CAMEL.search(name) is not None) or (
            " & " in name and "'s" not in name and len(plain) == len(words) >= _AMPERSAND_WORDS
        )
        return bool(plain) and (joined or any(word in self._org_word for word in words))

    def is_outlet(self, written: str) -> bool:
        """Tell whether a name or handle sounds like a news outlet."""
        low = written.lower()
        if any(phrase in low for phrase in self._outlet_phrases):
            return True
        if not self._outlet.isdisjoint(_PIECES.findall(_BETWEEN_PIECES.sub(r"\1 \2", written).lower())):
            return True
        if _CALL_SIGN.match(written):
            return True
        return written.startswith("@") and any(word in low for word in _IN_HANDLES)
