"""Sentences that captions of stance share: of what, counted how, decided by whom."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from reaction.figures._text import count_of, plain
from reaction.measures import analysed

if TYPE_CHECKING:
    import pandas as pd

    from reaction.story import Story

__all__ = [
    "FEWEST",
    "bounded_share",
    "denominator",
    "has_enough",
    "share_label",
    "size_of",
    "target_name",
    "who_decided",
]

FEWEST = 5  # accounts, and units with a clear stance, behind a mark that is drawn full

_OF = {
    "relevant": "posts about the target (favor, against, unclear)",
    "selected": "all selected posts with words of their own, those not about the target included",
    "sided": "posts in favor or against",
}
_UNIT = {"account": "accounts", "post": "posts", "account_day": "account-days"}
_REPOSTS = {
    "exclude": "reposts excluded",
    "as_agreement": "reposts counted as agreement with what they amplify, accounts of the press left out",
}


def target_name(story: Story, target: str) -> str:
    """Return what a target is called in print.

    Parameters
    ----------
    story
        The story.
    target
        Id of the target.

    Returns
    -------
    One line of text.

    Raises
    ------
    StoryError
        If the story has no such target.
    """
    return plain(story.target(target).name, limit=80)


def share_label(unit: str) -> str:
    """Return the label of an axis of shares.

    Parameters
    ----------
    unit
        ``account``, ``post`` or ``account_day``.

    Returns
    -------
    Such as ``Share of accounts``.
    """
    return f"Share of {_UNIT[unit]}"


def bounded_share(row: pd.Series) -> str:
    """Write a share with its bounds.

    Parameters
    ----------
    row
        Row of a table of estimates.

    Returns
    -------
    Such as ``75 % [57, 81]``; ``unknown`` without any clear unit.
    """
    estimate, low, high = (float(row[name]) for name in ("estimate", "low", "high"))
    if math.isnan(estimate):
        return "unknown"
    return f"{100 * estimate:.0f} % [{100 * low:.0f}, {100 * high:.0f}]"


def has_enough(table: pd.DataFrame, by: str) -> pd.Series:
    """Tell which estimates rest on at least :data:`FEWEST` accounts and clear units.

    Parameters
    ----------
    table
        Table of estimates.
    by
        Column that tells its groups apart.

    Returns
    -------
    Series of bool on the index of `table`.
    """
    unclear = table.loc[table["stance"] == "unclear"].set_index(by)["estimate"]
    units = table["n_posts" if table["unit"].eq("post").all() else "n_accounts"].astype("Float64")
    clear = units * (1.0 - table[by].map(unclear).astype("Float64").fillna(0.0))
    # A count comes back from its share with an error of rounding.
    enough = (table["n_accounts"] >= FEWEST) & (clear > FEWEST - 0.5) & table["estimate"].notna()
    return enough.fillna(False).astype(bool)


def size_of(row: pd.Series) -> str:
    """Say how many accounts and posts an estimate rests on.

    Parameters
    ----------
    row
        Row of a table of estimates.

    Returns
    -------
    Such as ``412 accounts, 900 posts``.
    """
    return f"{count_of(int(row['n_accounts']), 'account')}, {count_of(int(row['n_posts']), 'post')}"


def denominator(row: pd.Series, *, per: str = "") -> str:
    """Say what a share is a share of.

    Parameters
    ----------
    row
        Row of a table of estimates.
    per
        Such as `` per bin``.

    Returns
    -------
    Sentences.
    """
    voice = {
        "account": f" (one account, one voice{per}; ties unclear)",
        "account_day": " (one account, one voice a day)",
        "post": "",
    }[row["unit"]]
    return (
        f"Unit: {_UNIT[row['unit']]}{voice}; denominator: {_OF[row['of']]}; {_REPOSTS[row['reposts']]}; "
        f"scope: this data set."
    )


def who_decided(estimates: pd.DataFrame, tagged: pd.DataFrame, target: str) -> str:
    """Say who gave the labels, and how many posts got none.

    Parameters
    ----------
    estimates
        Table of estimates.
    tagged
        The posts behind it.
    target
        Id of the target.

    Returns
    -------
    Sentences.
    """
    tiers = sorted({tier for cell in estimates["tier"].dropna() for tier in str(cell).split(", ")})
    n_coded = int(estimates["n_coded"].max())
    labels = f"Labels by {', '.join(tiers)}" if tiers else "Labels of unknown origin"
    layers = analysed(tagged)
    counts = layers[layers["layer"] == f"stance_{target}"].iloc[0]
    missing, unknown = int(counts["n_not_analysed"]), int(counts["n_unknown_account"])
    sentences = [
        f"{labels}, not corrected by hand coding ({count_of(n_coded, 'post')} coded).",
        f"Not analysed (language): {missing:,} of {count_of(int(counts['n_posts']), 'post')} with own words."
        if missing
        else "",
        f"Of unknown accounts, left out: {count_of(unknown, 'post')}." if unknown else "",
    ]
    return " ".join(sentence for sentence in sentences if sentence)
