"""The one shape of an estimate, and the arithmetic of shares with abstention bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from reaction.errors import EstimateError
from reaction.measures import _units
from reaction.measures._units import AGAINST, FAVOR, LABELS, N_CODES, NONE, UNANALYSED, UNCLEAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reaction.measures._groups import Groups
    from reaction.measures._units import Ints, Labelled

    Floats = np.ndarray[Any, np.dtype[np.float64]]

ESTIMATE_COLUMNS = (
    *("estimate", "low", "high", "interval", "n_posts", "n_accounts", "n_coded"),
    *("unit", "of", "reposts", "scope", "method", "tier"),
)


class Denominator(NamedTuple):
    """The labels that count, those of them that are clear, and those that count as abstained."""

    counted: tuple[int, ...]
    clear: tuple[int, ...]
    abstained: tuple[int, ...]


DENOMINATORS = {
    "selected": Denominator(
        (FAVOR, AGAINST, NONE, UNCLEAR, UNANALYSED), (FAVOR, AGAINST, NONE), (UNCLEAR, UNANALYSED)
    ),
    "relevant": Denominator((FAVOR, AGAINST, UNCLEAR), (FAVOR, AGAINST), (UNCLEAR,)),
    "sided": Denominator((FAVOR, AGAINST), (FAVOR, AGAINST), (UNCLEAR,)),
}


class Tally(NamedTuple):
    """Per group: units by label (g rows, one column per code), posts and accounts of the denominator."""

    units: Ints
    posts: Ints
    accounts: Ints


def check_options(of: str, unit: str, reposts: str, scope: str) -> None:
    """Refuse options that do not exist or have no defensible meaning."""
    for name, value, allowed in (
        ("of", of, tuple(DENOMINATORS)),
        ("unit", unit, _units.UNITS),
        ("reposts", reposts, _units.REPOSTS),
        ("scope", scope, ("dataset", "process")),
    ):
        if value not in allowed:
            raise EstimateError(f"{name} is {value!r}, expected one of {', '.join(allowed)}.")
    if scope == "process":
        raise EstimateError(
            "scope='process' generalises beyond the data, and a share of uncorrected machine labels has no "
            "valid interval there. Use scope='dataset', or correct the share by hand codes."
        )


def estimates(
    posts: Labelled, split: Groups, days: Ints | None, *, target: str, of: str, unit: str, reposts: str
) -> pd.DataFrame:
    """Return the estimates of every group and label, groups first."""
    place = np.searchsorted(posts.rows, split.rows)
    labels, accounts = posts.labels[place], posts.accounts[place]
    rule = DENOMINATORS[of]
    if unit == "post":
        tally = _tally_posts(split, labels, accounts, rule)
    else:
        tally = _tally_units(split, labels, accounts, None if days is None else days[split.rows], rule)
    shares = _shares(tally.units, rule)
    n_labels = shares["estimate"].shape[1]
    names = [LABELS[code] for code in (*rule.clear, UNCLEAR)][:n_labels]
    tiers = _tiers(split, labels, posts.tiers[place], posts.tier_names, rule)
    spread = np.repeat(np.arange(len(split)), n_labels)
    constants = {"unit": unit, "of": of, "reposts": reposts, "scope": "dataset", "method": "uncorrected"}
    table = split.names.iloc[spread].reset_index(drop=True)
    table.insert(0, "target", _text([target] * len(table)))
    table["stance"] = pd.Categorical(names * len(split), categories=list(LABELS))
    table = table.assign(
        **{name: values.ravel() for name, values in shares.items()},
        n_posts=pd.array(tally.posts[spread], dtype="Int64"),
        n_accounts=pd.array(tally.accounts[spread], dtype="Int64"),
        n_coded=pd.array(np.zeros(len(table), dtype=np.int64), dtype="Int64"),
        **{name: _text([value] * len(table)) for name, value in constants.items()},
        tier=_text(tiers)[spread],
    )
    table["interval"] = _text(np.where(np.isnan(table["low"]), "none", "bounds"))
    return table[["target", *split.names.columns, "stance", *ESTIMATE_COLUMNS]]


def _text(values: Any) -> Any:
    return pd.array(values, dtype="str")


def _tally_posts(split: Groups, labels: Ints, accounts: Ints, rule: Denominator) -> Tally:
    n = len(split)
    counted = np.isin(labels, rule.counted)
    groups, voices = split.codes[counted], accounts[counted]
    return Tally(
        _cells(split.codes, labels, n),
        np.bincount(groups, minlength=n),
        _units.distinct(groups, voices, n),
    )


def _tally_units(split: Groups, labels: Ints, accounts: Ints, days: Ints | None, rule: Denominator) -> Tally:
    """Let every account (of a day) vote once."""
    n, n_accounts = len(split), int(accounts.max(initial=-1)) + 1
    n_days = 1 if days is None else int(days.max(initial=-1)) + 1
    known = (accounts >= 0) if days is None else (accounts >= 0) & (days >= 0)
    day = 0 if days is None else days[known]
    keys = (split.codes[known] * n_accounts + accounts[known]) * n_days + day
    members, units = pd.factorize(keys)
    counts = _cells(members.astype(np.int64), labels[known], len(units))
    votes = _units.vote(counts)
    owners = units // max(n_days, 1)
    groups = owners // max(n_accounts, 1)
    counted = np.isin(votes, rule.counted)
    n_posts = counts[:, rule.counted].sum(axis=1)[counted]
    return Tally(
        _cells(groups, votes, n),
        np.bincount(groups[counted], weights=n_posts, minlength=n).astype(np.int64),
        _units.distinct(groups[counted], owners[counted] % max(n_accounts, 1), n),
    )


def _cells(rows: Ints, labels: Ints, n: int) -> Ints:
    return np.bincount(rows * N_CODES + labels, minlength=n * N_CODES).reshape(n, N_CODES)


def _shares(units: Ints, rule: Denominator) -> dict[str, Floats]:
    """Return estimate, low and high: one row per group, one column per label."""
    clear = units[:, rule.clear].astype(np.float64)
    abstained = units[:, rule.abstained].sum(axis=1, keepdims=True).astype(np.float64)
    n_clear = clear.sum(axis=1, keepdims=True)
    n = n_clear + abstained
    with np.errstate(divide="ignore", invalid="ignore"):
        found = {"estimate": clear / n_clear, "low": clear / n, "high": (clear + abstained) / n}
        unclear = abstained / n
    if UNCLEAR in rule.counted:
        # The share of the abstained is a count, no estimate that they could change.
        last = {
            "estimate": unclear,
            "low": np.full_like(unclear, np.nan),
            "high": np.full_like(unclear, np.nan),
        }
        found = {name: np.concatenate([values, last[name]], axis=1) for name, values in found.items()}
    return found


def _tiers(
    split: Groups, labels: Ints, tiers: Ints, names: Sequence[str], rule: Denominator
) -> list[str | None]:
    """Return who decided in each group: the names of all tiers, sorted."""
    decided = (tiers >= 0) & np.isin(labels, rule.counted)
    found: list[list[str]] = [[] for _ in range(len(split))]
    for pair in pd.unique(split.codes[decided] * max(len(names), 1) + tiers[decided]).tolist():
        found[pair // len(names)].append(names[pair % len(names)])
    return [", ".join(sorted(group)) or None for group in found]
