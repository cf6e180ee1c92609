"""The units that a share counts: posts, accounts or account-days, each with one label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reaction.errors import EstimateError
from reaction.measures._lists import flat
from reaction.schema import account_key, require

if TYPE_CHECKING:
    Ints = np.ndarray[Any, np.dtype[np.int64]]
    Mask = np.ndarray[Any, np.dtype[np.bool_]]

LABELS = ("favor", "against", "none", "unclear")
UNITS = ("account", "post", "account_day")
REPOSTS = ("exclude", "as_agreement")

FAVOR, AGAINST, NONE, UNCLEAR, UNANALYSED = range(5)
N_CODES = 5

HINT = "Tag the posts first: reaction.tag(posts, story)."


@dataclass(frozen=True)
class Labelled:
    """The posts that a share counts: positions of rows, and for each its label, account and tier."""

    rows: Ints
    labels: Ints
    accounts: Ints  # -1 where the account is unknown
    tiers: Ints  # -1 where nobody decided
    tier_names: list[str]


def check_target(tagged: pd.DataFrame, target: str, *, purpose: str) -> str:
    """Return the name of the stance column of a target, or say which targets there are."""
    column = f"stance_{target}"
    require(tagged, (), purpose=purpose)
    if column not in tagged.columns:
        known = ", ".join(targets(tagged))
        hint = f"Targets in this table: {known}." if known else HINT
        require(tagged, [column], purpose=purpose, hint=hint)
    return column


def targets(tagged: pd.DataFrame) -> list[str]:
    """Return the ids of the targets that a table has stance columns for."""
    names = [str(name) for name in tagged.columns if str(name).startswith("stance_")]
    return [name.removeprefix("stance_") for name in names if not name.endswith(("_confidence", "_tier"))]


def distinct(groups: Ints, accounts: Ints, n: int) -> Ints:
    """Count the different known accounts of each of n groups."""
    known = accounts >= 0
    size = max(int(accounts.max(initial=-1)) + 1, 1)
    found: Ints = np.bincount(pd.unique(groups[known] * size + accounts[known]) // size, minlength=n)
    return found


def own_words(posts: pd.DataFrame) -> Mask:
    """Tell which rows are posts of the data set with words of their own: no context, no pure repost."""
    require(posts, ("kind", "text", "is_context"), purpose="A measure of own words")
    text = pa.chunked_array([pa.array(posts["text"], pa.large_string())])
    has_text = pc.greater(pc.utf8_length(pc.utf8_trim_whitespace(text)), 0)
    said = pc.fill_null(has_text, False).to_numpy().astype(bool)
    is_repost = (posts["kind"] == "repost").to_numpy(dtype=bool)
    own: Mask = said & ~is_repost & ~posts["is_context"].to_numpy(dtype=bool)
    return own


def labelled(tagged: pd.DataFrame, target: str, *, reposts: str, purpose: str) -> Labelled:
    """Return the posts that count, each with the code of its label."""
    column = check_target(tagged, target, purpose=purpose)
    codes = _label_codes(tagged[column], column)
    counts = own_words(tagged)
    if reposts == "as_agreement":
        require(tagged, [f"amplified_{column}", "author_roles"], purpose=f"{purpose} with reposts", hint=HINT)
        reposted = (tagged["kind"] == "repost").to_numpy(dtype=bool)
        amplified = _label_codes(tagged[f"amplified_{column}"], f"amplified_{column}")
        codes = np.where(reposted, amplified, codes)
        counts |= reposted & ~tagged["is_context"].to_numpy(dtype=bool)
    accounts = account_codes(tagged)
    if reposts == "as_agreement":
        counts &= ~_of_press(tagged, accounts)
    rows = np.flatnonzero(counts)
    tiers, names = _tiers(tagged, column)
    return Labelled(rows, codes[rows], accounts[rows], tiers[rows], names)


def account_codes(posts: pd.DataFrame) -> Ints:
    """Return the number of each account, by first appearance; -1 where the account is unknown."""
    return pd.factorize(account_key(posts))[0].astype(np.int64)


def _label_codes(values: pd.Series[Any], column: str) -> Ints:
    categorical = pd.Categorical(values)
    place = {label: code for code, label in enumerate(LABELS)}
    if strange := [word for word in categorical.categories if word not in place]:
        raise EstimateError(f"Column {column!r} holds {strange[0]!r}; stance is one of {', '.join(LABELS)}.")
    codes = np.array([place[word] for word in categorical.categories] + [UNANALYSED], dtype=np.int64)
    found: Ints = codes[categorical.codes]
    return found


def _of_press(tagged: pd.DataFrame, accounts: Ints) -> Mask:
    roles = flat(tagged["author_roles"])
    rows = np.zeros(len(tagged), dtype=bool)
    if "press" in roles.words:
        rows[roles.places[roles.codes == roles.words.index("press")]] = True
    known = accounts >= 0
    is_press = np.zeros(int(accounts.max(initial=-1)) + 1, dtype=bool)
    is_press[accounts[rows & known]] = True
    rows[known] = is_press[accounts[known]]
    return rows


def _tiers(tagged: pd.DataFrame, column: str) -> tuple[Ints, list[str]]:
    if f"{column}_tier" not in tagged.columns:
        return np.full(len(tagged), -1, dtype=np.int64), []
    tiers = pd.Categorical(tagged[f"{column}_tier"])
    return tiers.codes.astype(np.int64), [str(name) for name in tiers.categories]


def days(posts: pd.DataFrame, tz: str | None) -> Ints:
    """Return the number of the calendar day of each post in a time zone; -1 where the time is unknown."""
    require(posts, ("created_at", "created_at_quality"), purpose="unit='account_day'")
    zone = _zone(tz)
    created = posts["created_at"]
    local = created.dt.tz_convert(zone).dt.tz_localize(None)
    # A bare date has no clock time to convert: it stays the day that it says.
    dated = (posts["created_at_quality"] == "date_only").to_numpy(dtype=bool)
    local = local.where(~dated, created.dt.tz_localize(None))
    codes: Ints = pd.factorize(local.dt.floor("D"))[0].astype(np.int64)
    return codes


def _zone(tz: str | None) -> ZoneInfo:
    if not isinstance(tz, str):
        raise EstimateError(
            "unit='account_day' needs a time zone, since a day begins at another hour elsewhere: "
            "pass tz='America/New_York', or tz='UTC'."
        )
    try:
        return ZoneInfo(tz)
    except (KeyError, ValueError, OSError) as error:
        raise EstimateError(f"tz is {tz!r}, expected a name such as 'Europe/Berlin' or 'UTC'.") from error


def vote(counts: np.ndarray[Any, np.dtype[np.int64]]) -> Ints:
    """Return one label per unit from its counts of posts by label (k rows, one column per code).

    The majority of its posts in favour or against decides, a tie is unclear; a unit without either is
    unclear if one of its posts is, else not analysed if one of them was not, else not about the target.
    """
    favor, against = counts[:, FAVOR], counts[:, AGAINST]
    undecided = np.where(
        counts[:, UNCLEAR] > 0, UNCLEAR, np.where(counts[:, UNANALYSED] > 0, UNANALYSED, NONE)
    )
    split = np.where(favor > against, FAVOR, np.where(against > favor, AGAINST, UNCLEAR))
    return np.where(favor + against > 0, split, undecided)
