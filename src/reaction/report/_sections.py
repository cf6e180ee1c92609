"""The sections of a report: what is shown, in which order, under which words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from reaction.report._page import DetailBlock, Page, Section, TableBlock
from reaction.report._results import TOP, acts_side_by_side, records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reaction.loaders import LoadReport
    from reaction.report._page import FigureBlock, Finding
    from reaction.report._results import Results
    from reaction.story import Story, Target

_SHARES = ["unit", "reposts", "stance", "estimate", "low", "high", "n_accounts", "n_posts"]
_BLANK = "A dash: no account, or fewer than 5, which are not shown."
_BOUNDS = (
    "“estimate” is the share among clear cases; “low” counts every abstention against it, “high” for it "
    "(abstention bounds). The labels are a machine's, not corrected by hand coding, so no sampling interval is given."
)


def page(
    results: Results,
    story: Story,
    figures: Mapping[str, FigureBlock],
    *,
    found: Sequence[Finding],
    loaded: LoadReport | None,
) -> Page:
    """Arrange findings, figures and tables into a page.

    Parameters
    ----------
    results
        The tables.
    story
        The story.
    figures
        The figures by name.
    found
        The findings.
    loaded
        What became of the input, where known.

    Returns
    -------
    The page.
    """
    total = records(results["overview"])[0]
    sections = [
        _time(results, figures),
        _who(results),
        *(_stance(results, target, figures) for target in story.targets),
        _words(results),
        _amplified(results, figures),
        _data(results, story, loaded),
    ]
    return Page(story.name, _subtitle(total, story), found, sections)


def _subtitle(total: Mapping[str, Any], story: Story) -> str:
    parts = [f"{total['n_posts']:,} posts by {total['n_accounts']:,} accounts"]
    if story.window:
        parts.append(f"{story.window[0]} to {story.window[1]}, both days included, UTC")
    if story.collection:
        query = f": {story.collection.query}" if story.collection.query else ""
        parts.append(f"collection: {story.collection.mode}{query}")
    parts.append("accounts are pseudonymised; no post is quoted")
    return " · ".join(parts)


def _time(results: Results, figures: Mapping[str, FigureBlock]) -> Section:
    pages = results["resurfacing"].drop(columns=["n_accounts"]).head(5)
    blocks: list[FigureBlock | TableBlock] = [figures["timeline"]]
    if len(pages):
        note = (
            "First in these data, not in the world; “censored” says that the data begin too late to rule out "
            "shares not long before. From all posts loaded, before selection and window."
        )
        blocks.append(TableBlock("Pages that came back after a silence", pages, note))
    return Section("time", "Over time", blocks=blocks)


def _who(results: Results) -> Section:
    lead = (
        "Roles as accounts declare them in bio, name, handle or profile link, or in their own posts. “not judged” "
        "gave nothing to judge from; “no role declared” was looked at. A badge of the platform is no evidence."
    )
    return Section("who", "Who reacted", lead, [TableBlock("Accounts by role", results["roles"])])


def _stance(results: Results, target: Target, figures: Mapping[str, FigureBlock]) -> Section:
    lead = (
        "Shares of accounts and posts found to be about the target, by rules that were not checked against hand "
        "codes. “unclear” means that the rules abstain."
    )
    shares = results[f"stance_{target.id}"][_SHARES]
    note = (
        f"{_BOUNDS} “as_agreement” counts a repost as agreement with what it spreads, without press accounts."
    )
    blocks: list[FigureBlock | TableBlock] = [
        figures[f"stance_over_time_{target.id}"],
        figures[f"stance_by_role_{target.id}"],
        TableBlock("By account and by post", shares, note),
    ]
    return Section(f"stance-{target.id}", f"Stance: {target.name}", lead, blocks)


def _words(results: Results) -> Section:
    lead = (
        "Speech acts found by rules, not checked by hand, in posts with words of their own, in English. A post "
        "can do several things."
    )
    tables = [
        TableBlock("Posts with each act", results["acts"].drop(columns="suppressed")),
        TableBlock("Accounts with each act, by role", acts_side_by_side(results["acts_by_role"]), _BLANK),
    ]
    return Section("acts", "What they did with words", lead, tables)


def _amplified(results: Results, figures: Mapping[str, FigureBlock]) -> Section:
    lead = (
        "Reposts only: with quotes in, the most attacked account would become the most amplified."
        if results.relation == "repost"
        else "The data hold no repost between known accounts, so the network shows who replies to whom."
    )
    trees = "Platforms credit every repost to the root: these are stars, not reconstructed chains."
    tables = [
        TableBlock("Most amplified accounts", results["rank"].head(TOP)),
        TableBlock("Largest cascades of reposts", results["cascades"].head(TOP), trees),
        TableBlock("How much of it the data hold", results["coverage"]),
    ]
    drawn = [figures["network"]] if "network" in figures else []
    return Section(
        "amplification", "Who amplified whom", lead, [*drawn, *(t for t in tables if len(t.frame))]
    )


def _data(results: Results, story: Story, loaded: LoadReport | None) -> Section:
    blocks: list[TableBlock | DetailBlock] = []
    lead = ""
    if loaded is not None:
        lead = (
            f"{loaded.records:,} records = {loaded.posts:,} posts + {loaded.context:,} context + "
            f"{loaded.duplicates:,} duplicates + {loaded.rejects:,} rejects. "
            + " ".join(loaded.coverage.sentences())
        )
        blocks.append(TableBlock("Files", _files(loaded)))
        reasons = pd.DataFrame({"reason": list(loaded.reasons), "n": list(loaded.reasons.values())})
        if len(reasons):
            blocks.append(TableBlock("Rejects", reasons))
    blocks += [
        TableBlock("Why posts belong to the story", results["selection"], "A post can match several rules."),
        TableBlock("Languages of posts with words of their own", results["languages"]),
        TableBlock("What was not analysed", results["analysed"]),
        DetailBlock("The story, as TOML", story.to_toml()),
    ]
    return Section("data", "The data", lead, blocks)


def _files(loaded: LoadReport) -> pd.DataFrame:
    files = loaded.files.drop(columns=["reason", "compression"])
    return files.assign(file=files["file"].str.rsplit("/", n=1).str[-1])
