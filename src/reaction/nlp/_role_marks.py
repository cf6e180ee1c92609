"""What roles are, and what is said of one: the records that the finder of roles reads and gives."""

from __future__ import annotations

from typing import NamedTuple

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
FLAGS = ("parody", "automated")
# What one works at, for or in.
EMPLOYED = frozenset({"employee", "former_employee", "press"})


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
    platform
        The platform that it is on. The handles that lists know are those of x.
    """

    name: str | None = None
    handle: str | None = None
    bio: str | None = None
    url: str | None = None
    platform: str | None = None


class RoleMark(NamedTuple):
    """A role, and why.

    Parameters
    ----------
    role
        One of ``employee, former_employee, customer, company, agency, advocacy, press, politician``; or, of
        :meth:`RoleFinder.read`, ``parody`` or ``automated``.
    employer
        The id of an actor of the story or of a listed entity, a handle, a name, or None.
    field
        Where it was found: ``bio``, ``profile`` (name, handle and bio, one line each), ``name``, ``handle``,
        ``url`` or ``text``.
    start, end
        The span in that field.
    text
        The words.
    rule
        The rule's id.
    weight
        How much it counts.
    written
        The employer as it is written there, or None.
    """

    role: str
    employer: str | None
    field: str
    start: int
    end: int
    text: str
    rule: str
    weight: float
    written: str | None = None
