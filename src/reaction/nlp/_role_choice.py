"""Which marks stand where a profile reads in two ways: press or employee, there still or left."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reaction.nlp._marks import within
from reaction.nlp._role_marks import EMPLOYED, ROLES, RoleMark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reaction.nlp._orgs import OrgResolver

_UNTITLED = frozenset(
    {
        "role.staff.at",
        "role.staff.now",
        "role.staff.segment",
        "role.staff.own_views",
        "role.employee.work_at",
        "role.press.first",
    }
)
_OUTLETS = frozenset({"role.press.outlet", "role.press.outlet_name", "role.press.service"})
_TITLED_PRESS = frozenset(
    {
        "role.press.reporter_at",
        "role.press.reporter_comma",
        "role.press.outlet_first",
        "role.press.handle_first",
    }
)
_ANY_WORD = re.compile(r"\w{1,30}")


def of_one_world(found: list[RoleMark], orgs: OrgResolver, near_press: frozenset[str]) -> list[RoleMark]:
    """Drop employee marks that are another reading of an office or of a press mark: "news editor @kxyz"."""
    offices = [(mark.start, mark.end) for mark in found if mark.role == "politician" and mark.field == "bio"]
    found = [
        mark
        for mark in found
        if mark.role != "employee"
        or mark.field != "bio"
        or all(mark.end <= start or end <= mark.start for start, end in offices)
    ]
    # The account of an outlet has no employer, whatever programmes it names.
    if any(mark.rule in _OUTLETS for mark in found):
        found = [
            mark
            for mark in found
            if mark.role not in EMPLOYED or mark.rule in _OUTLETS or mark.rule in _TITLED_PRESS
        ]
        if any(mark.rule in _TITLED_PRESS and mark.employer for mark in found):
            found = [mark for mark in found if mark.rule not in _OUTLETS]
    jobs = {mark.employer for mark in found if mark.role == "employee" and "title" in mark.rule}
    found = [
        mark
        for mark in found
        if not (mark.role == "press" and mark.rule in _UNTITLED and mark.employer in jobs)
    ]
    press = [mark for mark in found if mark.role == "press"]
    if not press:
        return found
    # "Journalist. Analyst for Hill Show": a job of both worlds is of the press where another is.
    found = [
        mark._replace(role="press", weight=min(mark.weight, 0.5))
        if mark.role == "employee" and _of_press(mark, near_press)
        else mark
        for mark in found
        if mark.rule != "role.staff.mail" or mark.role == "press"
    ]
    spans = [(mark.start, mark.end) for mark in press if mark.field == "bio"]
    employers = {mark.employer for mark in press if mark.employer}
    return [
        mark
        for mark in found
        if mark.role != "employee"
        or not (
            within(mark.start, mark.end, spans)
            or mark.employer in employers
            or orgs.is_outlet(mark.written or mark.employer or "")
        )
    ]


def _of_press(mark: RoleMark, near_press: frozenset[str]) -> bool:
    words = _ANY_WORD.findall(mark.text)
    if not words or "title" not in mark.rule:
        return False
    return words[-1 if mark.rule == "role.employee.org_title" else 0].lower() in near_press


def distinct(found: Iterable[RoleMark]) -> tuple[RoleMark, ...]:
    """Keep the weightiest mark per role and employer; a mark without employer gives way to one with it."""
    best: dict[tuple[str, str | None], RoleMark] = {}
    for mark in found:
        key = (mark.role, mark.employer.lower() if mark.employer else None)
        if key not in best or mark.weight > best[key].weight:
            best[key] = mark
    employed = {role for role, employer in best if employer is not None}
    kept = [mark for (role, employer), mark in best.items() if employer is not None or role not in employed]
    # Who left is no longer there: "Former Acme engineer" is not an employee of Acme too.
    left = {mark.employer for mark in kept if mark.role == "former_employee" and mark.employer}
    kept = [
        mark
        for mark in kept
        if mark.employer not in left
        or not (mark.role == "employee" or (mark.role == "press" and mark.rule in _UNTITLED))
    ]
    return tuple(
        sorted(kept, key=lambda mark: (ROLES.index(mark.role), -mark.weight, mark.start, mark.employer or ""))
    )
