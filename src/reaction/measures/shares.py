"""Shares of stance: of whom, counted how, and how much the abstained could change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from reaction.measures import _units
from reaction.measures._estimates import ESTIMATE_COLUMNS, check_options, estimates
from reaction.measures._groups import groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

__all__ = ["ESTIMATE_COLUMNS", "stance_shares"]

_RESERVED = ("target", "stance", *ESTIMATE_COLUMNS)


def stance_shares(
    tagged: pd.DataFrame,
    target: str,
    *,
    by: str | Sequence[str] | None = None,
    of: Literal["selected", "relevant", "sided"],
    unit: Literal["account", "post", "account_day"] = "account",
    reposts: Literal["exclude", "as_agreement"] = "exclude",
    tz: str | None = None,
    scope: Literal["dataset", "process"] = "dataset",
) -> pd.DataFrame:
    """Estimate which share is in favour, against, or neither.

    The labels are a machine's and uncorrected, so no sampling interval is given. What is known is how much
    the abstentions could change: of n units, x with a label and u abstained, the share lies between x/n and
    (x + u)/n if all clear labels are right; the estimate is the share among the clear, x/(n - u).

    Context rows never count, nor do posts without words.

    Parameters
    ----------
    tagged
        Posts table with ``stance_<target>``, as :func:`reaction.tag` returns it.
    target
        Id of the target, as in ``"contract"``.
    by
        One column, or two, to group by. Of a list column, such as ``author_roles``, a row counts in each of
        its groups: such groups overlap and do not sum. An account is judged in each group by its posts there.
    of
        The denominator. ``"selected"``: every post with words of its own, those not about the target
        included; posts that were not analysed (for their language) count as abstained, for they could be
        anything. ``"relevant"``: posts found to be about the target (favor, against, unclear). ``"sided"``:
        favor and against alone; never call this the share in favour. Its bounds let every unclear unit take
        either side. For ``"relevant"`` and ``"sided"`` posts that were not analysed are left out:
        :func:`analysed` counts them.
    unit
        ``"account"``: one account, one voice: the majority of its posts in favour or against; ties are
        unclear, and so is an account with neither but with an unclear post; only one whose posts are all not
        about the target counts as none. Posts of unknown accounts are left out (:func:`analysed` counts
        them). ``"post"``: every post. ``"account_day"``: one account, one voice a day.
    reposts
        ``"exclude"``: own words only. ``"as_agreement"``: a repost counts with the stance of what it
        amplifies, and accounts of the press are left out. This assumes that reposting signals agreement, as
        it mostly does, significantly less so for journalists [1]_.
    tz
        Time zone in which a day begins, such as ``"America/New_York"``; ``unit="account_day"`` needs it.
    scope
        ``"dataset"``: this data set. ``"process"`` is refused: shares of uncorrected machine labels have no
        valid interval beyond the data.

    Returns
    -------
    One row per group and label (favor, against, for ``"selected"`` none, and unclear except for
    ``"sided"``), with columns ``target``, those of `by`, ``stance`` and :data:`ESTIMATE_COLUMNS`.
    ``estimate`` is null where no unit is clear. ``interval`` is ``bounds``, or ``none`` for the share of
    unclear, which is itself no estimate but a count. ``n_posts`` and ``n_accounts`` are the denominator's:
    its posts, and the accounts behind them; ``n_coded``, hand-coded posts used, is 0. ``tier`` says who
    decided.

    Raises
    ------
    EstimateError
        If an option is not one of those named, or the share asked for has no defensible meaning.
    MissingColumnError
        If `tagged` lacks a column.

    References
    ----------
    .. [1] Metaxas, Mustafaraj, Wong, Zeng, O'Keefe & Finn (2014). Do retweets indicate interest, trust,
       agreement? arXiv:1411.3555.

    Examples
    --------
    >>> from reaction.schema import from_columns
    >>> posts = from_columns({"platform": ["x"] * 4, "post_id": list("1234"), "kind": ["original"] * 4,
    ...                       "author_id": list("aabc"), "text": ["some words"] * 4})
    >>> tagged = posts.assign(stance_plan=["favor", "favor", "against", "unclear"])
    >>> stance_shares(tagged, "plan", of="relevant")[["stance", "estimate", "low", "high"]].round(2)
        stance  estimate   low  high
    0    favor      0.50  0.33  0.67
    1  against      0.50  0.33  0.67
    2  unclear      0.33   NaN   NaN
    """
    check_options(of, unit, reposts, scope)
    posts = _units.labelled(tagged, target, reposts=reposts, purpose="stance_shares")
    split = groups(tagged, by, posts.rows, purpose="stance_shares", reserved=_RESERVED)
    days = _units.days(tagged, tz) if unit == "account_day" else None
    return estimates(posts, split, days, target=target, of=of, unit=unit, reposts=reposts)
