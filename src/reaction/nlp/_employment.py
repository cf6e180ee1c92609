"""Which role, employer and evidence stand for an account, where its profiles and texts say several things."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from reaction.nlp.roles import FLAGS, ROLES, RoleMark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Whose employer counts where an account has several roles.
EMPLOYED = {"employee": 0, "press": 1, "former_employee": 2}


def roles_of(marks: Iterable[RoleMark]) -> list[str]:
    """Return the roles of marks, once each, in the order of the roles."""
    held = {mark.role for mark in marks}
    return [role for role in ROLES if role in held]


def flags_of(marks: Iterable[RoleMark]) -> dict[str, bool]:
    """Return whether marks say parody, and automated."""
    held = {mark.role for mark in marks}
    return {flag: flag in held for flag in FLAGS}


def main_employer(marks: Sequence[RoleMark]) -> RoleMark | None:
    """Return the mark whose employer stands for all: of the present job, the weightiest, the earliest."""
    named = [mark for mark in marks if mark.role in EMPLOYED and mark.employer]
    return min(
        named,
        key=lambda mark: (EMPLOYED[mark.role], -mark.weight, mark.start, mark.employer or ""),
        default=None,
    )


def as_evidence(mark: RoleMark) -> tuple[Any, ...]:
    """Return a mark as a row of evidence; its words stand in the profile, so that it has no place in a post."""
    return ("role", mark.role, mark.employer, None, None, mark.text, mark.rule, mark.weight)


def as_column(values: Any, index: pd.Index[Any]) -> pd.Series[Any]:
    """Return an Arrow array as a column."""
    dtype: Any = pd.ArrowDtype(values.type)
    return pd.Series(dtype.__from_arrow__(values), index=index)
