"""Who takes which stance: shares per declared role with what the undecided could change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import PercentFormatter

from reaction.figures._axes import canvas, empty_chart, fit_label, key, settle, small
from reaction.figures._bins import in_window
from reaction.figures._captions import collected
from reaction.figures._palette import ROLE_LOOKS, STANCE_LOOKS, Look
from reaction.figures._record import Record, keep
from reaction.figures._stance_words import (
    FEWEST,
    bounded_share,
    denominator,
    has_enough,
    share_label,
    size_of,
    target_name,
    who_decided,
)
from reaction.figures._text import count_of
from reaction.measures import stance_shares
from reaction.privacy import suppress_small

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from reaction.story import Story

__all__ = ["stance_by_role"]

_TITLE = "Stance by role"
_ALL = "all accounts"
_APART = ("no role declared", "not judged")
_NUMBERS = ["estimate", "low", "high", "n_posts", "n_accounts"]


def stance_by_role(
    tagged: pd.DataFrame,
    story: Story,
    *,
    target: str,
    of: Literal["selected", "relevant", "sided"] = "relevant",
    unit: Literal["account", "post"] = "account",
    reposts: Literal["exclude", "as_agreement"] = "exclude",
    ax: Axes | None = None,
) -> Axes:
    """Draw the shares of stance of each declared role, within the story's window.

    Marks are shares among the units with a clear stance; bars reach from no unclear unit added to all of them
    added (abstention bounds). Hollow marks rest on fewer than 5 clear units. Roles overlap and do not sum. Roles of fewer than 5 accounts show no numbers.
    Accounts without a declared role, and those with nothing to judge from, stand apart.

    Parameters
    ----------
    tagged
        Posts table with ``stance_<target>`` and ``author_roles``, as :func:`reaction.tag` returns it.
    story
        The story: its target's name and its window.
    target
        Id of the target.
    of, unit, reposts
        As for :func:`reaction.measures.stance_shares`.
    ax
        Axes to draw on; by default a new figure.

    Returns
    -------
    Axes; without posts that have a stance one that says so. ``figures.data`` holds the estimates, small groups
    blanked.

    Raises
    ------
    StoryError
        If the story has no such target.
    MissingColumnError
        If `tagged` lacks a column.
    EstimateError
        If an option has no defensible meaning.

    Examples
    --------
    >>> from reaction import figures, schema
    >>> from reaction.story import Story, Target
    >>> posts = schema.from_columns({"platform": ["x"] * 6, "post_id": list("123456"), "kind": ["original"] * 6,
    ...                              "created_at": [0] * 6, "author_id": list("abcdef"), "text": ["words"] * 6})
    >>> tagged = posts.assign(stance_plan=["favor"] * 3 + ["against"] * 3, author_roles=posts["hashtags"])
    >>> ax = stance_by_role(tagged, Story("A story", targets=[Target("plan", "the plan")]), target="plan")
    >>> figures.data(ax).groupby("role", sort=False)["n_accounts"].first().to_dict()
    {'all accounts': 6, 'not judged': 6}
    """
    name = target_name(story, target)
    shown = in_window(tagged, story, "story")
    whole = stance_shares(shown.posts, target, of=of, unit=unit, reposts=reposts)
    groups = stance_shares(shown.posts, target, by="author_roles", of=of, unit=unit, reposts=reposts)
    table = _arranged(whole, groups)
    title = f"{_TITLE}: {name}"
    with canvas(ax) as axes:
        if not (whole["n_posts"] > 0).any():
            return empty_chart(axes, title, table.iloc[:0], "no posts with a stance")
        _draw(axes, table)
        fit_label(axes.xaxis, f"{share_label(unit)}\nn = {size_of(whole.iloc[0])}")
        caption = _caption(
            shown.posts, table, whole, story, {"name": name, "target": target, "window": shown.phrase}
        )
        return keep(axes, Record(title, table, caption, _alt_text(table, name)))


def _arranged(whole: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """All accounts, then roles in their fixed order, then those without; small groups blanked."""
    table = pd.concat(
        [whole.assign(role=_ALL), groups.rename(columns={"author_roles": "role"})], ignore_index=True
    ).astype({"role": "str"})
    table = table[(table["n_accounts"] > 0) | (table["role"] == _ALL)]
    order = {role: i for i, role in enumerate([_ALL, *ROLE_LOOKS])}
    last = {role: i for i, role in enumerate(_APART, len(order) + 1)}
    place = table["role"].map({**order, **last}).fillna(len(order))
    table = table.iloc[np.lexsort((np.arange(len(table)), table["role"], place))]
    return suppress_small(table, columns=_NUMBERS, minimum=FEWEST).reset_index(drop=True)


def _draw(ax: Axes, table: pd.DataFrame) -> None:
    roles = list(dict.fromkeys(table["role"]))
    heights = _heights(roles)
    table = table.assign(enough=has_enough(table, "role"))
    stances = [stance for stance in STANCE_LOOKS if stance != "unclear" and (table["stance"] == stance).any()]
    shifts = (
        dict(zip(stances, np.linspace(0.16, -0.16, len(stances)), strict=True))
        if len(stances) > 1
        else {stances[0]: 0.0}
    )
    for stance, shift in shifts.items():
        look = STANCE_LOOKS[stance]
        part = table[(table["stance"] == stance) & table["estimate"].notna()]
        y = np.array([heights[role] for role in part["role"]]) + shift
        ax.hlines(
            y,
            part["low"].astype(float),
            part["high"].astype(float),
            color=look.colour,
            alpha=0.35,
            linewidth=3.2,
        )
        _marks(ax, part, y, look)
    _frame(ax, table, roles, heights)
    settle(ax)
    handles: list[Line2D | Patch] = [
        Line2D(
            [],
            [],
            linestyle="none",
            marker=STANCE_LOOKS[stance].marker,
            color=STANCE_LOOKS[stance].colour,
            label=STANCE_LOOKS[stance].label,
        )
        for stance in stances
    ]
    key(ax, [*handles, Patch(facecolor="#777777", alpha=0.4, linewidth=0, label="bounds")], above=4.0)


def _marks(ax: Axes, part: pd.DataFrame, y: NDArray[np.float64], look: Look) -> None:
    """Draw marks, hollow ones where few units are clear."""
    shares = part["estimate"].to_numpy(np.float64)
    enough = part["enough"].to_numpy(bool)
    for chosen, fill, edge in ((enough, look.colour, "white"), (~enough, "white", look.colour)):
        ax.plot(
            shares[chosen],
            y[chosen],
            linestyle="none",
            marker=look.marker,
            markerfacecolor=fill,
            markeredgecolor=edge,
            markeredgewidth=0.4 if edge == "white" else 0.8,
            markersize=4.6 if edge == "white" else 3.8,
        )


def _heights(roles: list[str]) -> dict[str, float]:
    """Rows from the top, with a gap after all accounts and before those without a role."""
    heights: dict[str, float] = {}
    y = 0.0
    for before, role in zip([None, *roles], roles, strict=False):
        apart = before == _ALL or (role in _APART and before not in _APART)
        y -= 0.0 if before is None else 1.5 if apart else 1.0
        heights[role] = y
    return heights


def _frame(ax: Axes, table: pd.DataFrame, roles: list[str], heights: dict[str, float]) -> None:
    labels = [ROLE_LOOKS[role].label if role in ROLE_LOOKS else role for role in roles]
    ax.set_yticks([heights[role] for role in roles], labels)
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(min(heights.values()) - 0.6, 0.6)
    ax.set_xlim(-0.02, 1.02)
    ax.set_xticks(np.linspace(0.0, 1.0, 6))
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, symbol=" %"))
    ax.spines["left"].set_visible(False)
    for role in roles:
        ax.axhline(heights[role], color="#E4E4E4", linewidth=0.5, zorder=0)
        row = table[table["role"] == role]
        n = row["n_accounts"].iloc[0]
        if pd.notna(n) and row.loc[row["stance"] != "unclear", "estimate"].isna().all():
            ax.text(
                0.5,
                heights[role],
                "none clear",
                ha="center",
                va="center",
                fontsize=small(),
                backgroundcolor="white",
            ).set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1.0})
        ax.annotate(
            f"< {FEWEST}" if pd.isna(n) else f"{int(n):,}",
            xy=(1.0, heights[role]),
            xycoords=("axes fraction", "data"),
            xytext=(24.0, 0.0),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=small(),
            annotation_clip=False,
        )
    ax.annotate(
        "accounts",
        xy=(1.0, 1.0),
        xycoords="axes fraction",
        xytext=(24.0, 1.0),
        textcoords="offset points",
        ha="right",
        va="bottom",
        fontsize=small(-0.5),
        annotation_clip=False,
    )


def _caption(
    shown: pd.DataFrame, table: pd.DataFrame, whole: pd.DataFrame, story: Story, words: dict[str, str]
) -> str:
    small_roles = table.loc[table["suppressed"], "role"].nunique()
    sentences = [
        f"Stance on {words['name']} by role, n = {size_of(whole.iloc[0])}.",
        denominator(whole.iloc[0]),
        "Marks: share among the clear; bars: abstention bounds, from none to all of the unclear added.",
        f"Hollow: fewer than {FEWEST} clear units." if _any_hollow(table) else "",
        "Roles are declared in profiles as of the capture; they overlap and do not sum.",
        f"No numbers for {count_of(small_roles, 'role')} of fewer than {FEWEST} accounts."
        if small_roles
        else "",
        who_decided(whole, shown, words["target"]),
        words["window"],
        collected(shown, story),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _any_hollow(table: pd.DataFrame) -> bool:
    drawn = table["estimate"].notna() & (table["stance"] != "unclear")
    return bool((drawn & ~has_enough(table, "role")).any())


def _alt_text(table: pd.DataFrame, name: str) -> str:
    rows = []
    for role, part in table.groupby("role", sort=False):
        shares = [
            f"{STANCE_LOOKS[row['stance']].label} {bounded_share(row)}"
            for _, row in part.iterrows()
            if row["stance"] != "unclear" and not row["suppressed"]
        ]
        if not shares:
            rows.append(f"{role}: fewer than {FEWEST} accounts.")
        else:
            rows.append(f"{role} (n = {size_of(part.iloc[0])}): {', '.join(shares)}.")
    return f"Dot chart of the share of stances on {name}, one row per role, with bounds. " + " ".join(rows)
