"""The five answers of a report, as sentences that carry their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pandas as pd

from reaction.measures.counts import NO_ROLE, NOT_JUDGED
from reaction.report._page import Finding
from reaction.report._results import records

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reaction.report._results import Results
    from reaction.story import Story, Target

_ACTS = {
    "call_to_action": "calls to action",
    "demand": "demands",
    "boycott": "boycotts",
    "quit_threat": "threats to quit",
    "praise": "praise",
    "defence": "defences",
    "disclosure": "disclosures",
    "question": "questions",
}
_SIDES = {"against": "against it", "favor": "in favour"}


def findings(results: Results, story: Story) -> list[Finding]:
    """Answer the five questions of every report.

    Parameters
    ----------
    results
        The tables.
    story
        The story.

    Returns
    -------
    How many and when, who, for or against what, what they did with words, who amplified whom.
    """
    return [
        Finding("How many reacted, and when?", _volume(results)),
        Finding("Who reacted, from which role?", _roles(results, story)),
        Finding("For or against what?", _stances(results, story.targets)),
        Finding("What did they demand, threaten or ask?", _acts(results["acts"])),
        Finding("Who amplified whom?", _amplification(results)),
    ]


def _volume(results: Results) -> str:
    total = records(results["overview"])[0]
    if not total["n_posts"]:
        return "No post of the data belongs to the story."
    reposts = f"{total['n_reposts'] / total['n_posts']:.0%} of them reposts"
    sentences = [f"{total['n_posts']:,} posts by {total['n_accounts']:,} accounts, {reposts}."]
    volume = results["volume"]
    if len(volume):
        peak = records(volume.nlargest(1, "n_posts"))[0]
        sentences.append(
            f"The busiest bin of {peak['freq']} began on {peak['bin']:%Y-%m-%d %H:%M} UTC "
            f"with {peak['n_posts']:,} posts."
        )
    return " ".join([*sentences, *_resurfaced(results["resurfacing"])])


def _resurfaced(pages: pd.DataFrame) -> Iterable[str]:
    for page in records(pages.head(1)):
        yield (
            f"A page of {urlsplit(page['url']).hostname}, first shared in these data on "
            f"{page['first_share']:%Y-%m-%d}, came back on {page['resurfaced_at']:%Y-%m-%d} after "
            f"{page['longest_silence'].days:,} days of silence: {page['n_after']:,} of its "
            f"{page['n_shares']:,} shares came then."
        )


def _roles(results: Results, story: Story) -> str:
    roles = results["roles"]
    declared = roles[~roles["role"].isin([NO_ROLE, NOT_JUDGED]) & (roles["n_accounts"] > 0)]
    others = dict(zip(roles["role"], roles["n_accounts"], strict=True))
    listed = ", ".join(
        f"{row['role'].replace('_', ' ')} {row['n_accounts']:,}"
        for row in records(declared.sort_values("n_accounts", ascending=False, kind="stable"))
    )
    sentence = (
        f"Accounts by declared role: {listed or 'none'}; {others[NO_ROLE]:,} declare none and "
        f"{others[NOT_JUDGED]:,} give nothing to judge from. An account may have several."
    )
    return " ".join([sentence, *_employees(results, story)])


def _employees(results: Results, story: Story) -> Iterable[str]:
    for target in story.targets[:1]:
        table = results[f"stance_by_role_{target.id}"]
        against = table[(table["author_roles"] == "employee") & (table["stance"] == "against")]
        for row in records(against[~against["suppressed"]]):
            yield (
                f"Of {row['n_accounts']:,} declared employees (of any company) who write about {target.name}, "
                f"{_between(row)} are against it."
            )


def _stances(results: Results, targets: Iterable[Target]) -> str:
    sentences = [_stance(results[f"stance_{target.id}"], target) for target in targets]
    return " ".join(sentences) or "The story names no target."


def _stance(table: pd.DataFrame, target: Target) -> str:
    counted = table[(table["unit"] == "account") & (table["reposts"] == "exclude")]
    rows = {row["stance"]: row for row in records(counted)}
    n = max((row["n_accounts"] for row in rows.values()), default=0)
    if not n:
        return f"{_capital(target.name)}: no account writes about it in words of its own."
    sides = " and ".join(f"{_between(rows[side])} are {words}" for side, words in _SIDES.items())
    abstained = rows["unclear"]["estimate"]
    return (
        f"{_capital(target.name)}: of {n:,} accounts that write about it, {sides}; "
        f"the rules abstain on {abstained:.0%}."
    )


def _acts(acts: pd.DataFrame) -> str:
    counted = acts[acts["act"].isin(list(_ACTS)) & ~acts["suppressed"]]
    listed = ", ".join(
        f"{_ACTS[row['act']]} in {row['n_posts']:,} posts by {row['n_accounts']:,} accounts"
        for row in records(counted.sort_values(["n_posts", "act"], ascending=[False, True]))
    )
    if not listed:
        return "No kind of speech act was found with enough accounts to be shown."
    return f"{_capital(listed)}. Found by rules that were not checked by hand."


def _amplification(results: Results) -> str:
    rank, spread = results["rank"], results["concentration"]
    if not len(rank):
        return "The data hold no repost whose author and origin are known."
    sentences = []
    for row, top in zip(records(spread), _tops(rank), strict=True):
        where = f" on {row['platform']}" if len(spread) > 1 else ""
        sentences.append(
            f"Of {row['amplified']:,.0f} reposts{where}, the {row['n_top']:,} most amplified of "
            f"{row['n_accounts']:,} reposted accounts received {row['top_share']:.0%}; most, "
            f"{top['amplified']:,.0f}, went to {top['account']}."
        )
    return " ".join([*sentences, *_observed(results["coverage"])])


def _tops(rank: pd.DataFrame) -> list[dict[str, Any]]:
    parts = rank.groupby("platform", observed=True, sort=True, dropna=False)
    return [records(part.head(1))[0] for _, part in parts]


def _observed(coverage: pd.DataFrame) -> Iterable[str]:
    known = coverage[(coverage["relation"] == "repost") & coverage["share"].notna()]
    for row in records(known):
        yield (
            f"The data hold {row['observed_of_counted']:,} of the {row['platform_count']:,} reposts that the "
            f"platform counts for {row['originals_counted']:,} originals ({row['share']:.0%})."
        )


def _between(row: Mapping[str, Any]) -> str:
    if pd.isna(row["low"]) or pd.isna(row["high"]):
        return "an unknown share"
    first, last = f"{row['low']:.0%}", f"{row['high']:.0%}"
    return first if first == last else f"{first} to {last}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
