"""Explains how one post was tagged: its text with spans, rules and weights, and the results."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd
import pyarrow as pa

from reaction.errors import TaggingError
from reaction.nlp._explained import Result
from reaction.nlp._explanation_html import as_html
from reaction.nlp._explanation_text import as_text
from reaction.nlp._marks import Mark
from reaction.privacy import pseudonyms
from reaction.schema import account_key, require
from reaction.urls import parse_status_url

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Explanation", "explain"]

Names = Literal["pseudonym", "handle"] | Mapping[str, str] | pd.Series

_NEEDED = ("platform", "post_id", "kind", "text", "author_id", "author_handle", "author_name")
_REFERENCES = ("reply_to_id", "quote_of_id", "repost_of_id")
_NOT_ANALYSED = "not analysed"
_NO_OWN_WORDS = "no words of its own"
_WITHHELD = "[author's name withheld]"
_SHORTEST_NAME = 2  # characters; a single letter would hide every word


@dataclass(frozen=True, repr=False)
class Explanation:
    """How one post was tagged, and why. ``str`` gives text for a terminal, a notebook shows HTML.

    Parameters
    ----------
    platform, post_id
        The key of the post.
    about
        Pairs of name and value: kind, time, language, and the author as printed.
    text
        The post's text as it is, or None.
    results
        Tuples of name, value, confidence and tier, as printed. What is unknown says so, and is never 0.
    marks
        Tuples of layer, label, target, start, end, text, rule and weight, as :func:`reaction.evidence` lists
        them; None where the post has no evidence at all.
    """

    platform: str
    post_id: str
    about: tuple[tuple[str, str], ...]
    text: str | None
    results: tuple[Result, ...]
    marks: tuple[Mark, ...] | None

    def __str__(self) -> str:
        return as_text(self)

    def __repr__(self) -> str:
        return as_text(self)

    def _repr_html_(self) -> str:
        """Show the explanation in a notebook."""
        return as_html(self)


def explain(
    tagged: pd.DataFrame, post_id: str, *, platform: str | None = None, names: Names = "pseudonym"
) -> Explanation:
    r"""Show one post with the spans, rules and weights that tagged it, and what came of them.

    The post's own text is shown as it stands, so an explanation of an ordinary person's post is nothing to publish.
    The author's handle and name are not shown, also where they are the evidence of a role, unless `names` says so.

    Printed, it is text: spans are underlined with their numbers. In a notebook it is HTML that loads nothing, with
    spans drawn by displaCy. Texts are escaped, without characters that control a terminal or the direction of
    writing, and cut after 4,000 characters, which is said; tables are cut after 100 rows of a layer.

    Parameters
    ----------
    tagged
        Table as returned by :func:`reaction.tag` with its column ``evidence``.
    post_id
        The post.
    platform
        Needed where several platforms have a post of this id.
    names
        How the author is printed. ``"pseudonym"``: as :func:`reaction.privacy.pseudonyms` numbers the accounts of
        `tagged`; ``"handle"``: handle and name; or printed names by account key, which gives one mapping
        throughout and is quicker for many posts.

    Returns
    -------
    The explanation. Offsets are code points into its text.

    Raises
    ------
    TaggingError
        If there is no such post, more than one, or `names` is none of those.
    MissingColumnError
        If `tagged` lacks a column, ``evidence`` among them.

    Examples
    --------
    >>> from reaction.nlp import tag
    >>> from reaction.schema import from_columns
    >>> from reaction.story import Actor, Story, Target
    >>> posts = from_columns({"platform": ["x"], "post_id": ["1"], "kind": ["original"], "lang": ["en"],
    ...                       "text": ["Boycott Acme"], "author_handle": ["somebody"]})
    >>> story = Story("A story", targets=[Target("acme", "Acme", about=["acme"])],
    ...               actors=[Actor("acme", "company", "Acme")])
    >>> explained = explain(tag(posts, story), "1")
    >>> print("\n".join(str(explained).splitlines()[:8]))
    Post 1 on x
      kind      original
      posted    unknown
      language  en
      author    account 0001
    <BLANKLINE>
    Text
      Boycott Acme
    >>> [result.value for result in explained.results if result.name == "stance on acme"]
    ['against']
    """
    require(tagged, ["platform", "post_id", "evidence"], purpose="explain", hint="Tag with evidence=True.")
    require(tagged, _NEEDED, purpose="explain")
    post = tagged.iloc[[_row(tagged, post_id, platform)]]
    secrets, author = _author(tagged, post, names)
    row = {str(name): post[name].iloc[0] for name in post.columns if name != "evidence"}
    text = _string(row["text"])
    marks = _marks(post["evidence"])
    return Explanation(
        platform=str(row["platform"]),
        post_id=str(row["post_id"]),
        about=(*_about(row), ("author", author)),
        text=text,
        results=tuple(_results(row, secrets)),
        marks=None if marks is None else tuple(_withheld(mark, secrets) for mark in marks),
    )


def _row(tagged: pd.DataFrame, post_id: str, platform: str | None) -> int:
    if not isinstance(post_id, str):
        raise TaggingError(
            f"post_id is {post_id!r:.80}, expected a str: ids are text. Pass {str(post_id)!r:.80}."
        )
    has_id = (tagged["post_id"] == post_id).to_numpy(dtype=bool, na_value=False)
    platforms = tagged["platform"].astype("str")
    is_it = (
        has_id if platform is None else has_id & (platforms == platform).to_numpy(dtype=bool, na_value=False)
    )
    rows = is_it.nonzero()[0]
    if len(rows) == 1:
        return int(rows[0])
    found_on = sorted(platforms[has_id].unique())
    if len(rows) == 0:
        raise TaggingError(_unknown(tagged, post_id, platform, found_on))
    if len(found_on) > 1 and platform is None:
        raise TaggingError(
            f"Post {post_id!r:.80} is on several platforms: {', '.join(found_on)}. "
            f"Say which, as in platform={found_on[0]!r}."
        )
    raise TaggingError(
        f"{len(rows):,} rows have platform {platforms.iloc[rows[0]]!r} and post_id {post_id!r:.80}. "
        "Keep one row per post: tagged.drop_duplicates(['platform', 'post_id'])."
    )


def _unknown(tagged: pd.DataFrame, post_id: str, platform: str | None, found_on: Sequence[str]) -> str:
    where = "" if platform is None else f" on {platform!r:.80}"
    what = f"No post {post_id!r:.80}{where} is among the {len(tagged):,} of this table."
    if found_on:
        return f"{what} It is on {', '.join(found_on)}: pass platform={found_on[0]!r}."
    link = parse_status_url(post_id)
    nearest = post_id.strip() if link is None else link.post_id
    if nearest != post_id and bool((tagged["post_id"] == nearest).any()):
        return f"{what} Did you mean {nearest!r}?"
    references = [name for name in _REFERENCES if name in tagged.columns]
    if n := sum(int((tagged[name] == post_id).sum()) for name in references):
        return (
            f"{what} {n:,} of them answer, quote or repost it, but it is no row itself. Explain one of those, or load "
            "with context=True if your data hold it."
        )
    return f"{what} See tagged['post_id'] for those that are; story.select may have left it out."


def _author(tagged: pd.DataFrame, post: pd.DataFrame, names: Names) -> tuple[tuple[str, ...], str]:
    """Return the author's handle and name if they are not to be shown, and the author as printed."""
    if isinstance(names, str) and names not in {"pseudonym", "handle"}:
        raise TaggingError(
            f"names is {names!r:.80}; known: 'pseudonym', 'handle', or a mapping from account key to name."
        )
    key = _string(account_key(post).iloc[0])
    handle, name = _string(post["author_handle"].iloc[0]), _string(post["author_name"].iloc[0])
    if isinstance(names, str) and names == "handle":
        known = [part for part in (handle and f"@{handle}", name and f"({name})") if part]
        return (), " ".join(known) or key or "unknown"
    secrets = tuple(value for value in (handle, name) if value)
    if key is None:
        return secrets, "unknown"
    mapping = pseudonyms(tagged) if isinstance(names, str) else names
    printed = str(mapping.get(key, "unlisted account"))
    is_public = handle is not None and handle.casefold() in printed.casefold()
    return () if is_public else secrets, printed


def _withheld(mark: Mark, secrets: Sequence[str]) -> Mark:
    """Return the mark of a role without the author's handle and name."""
    if mark.layer != "role" or mark.start is not None:
        return mark
    words = mark.text
    if words is not None and any(words.casefold() in secret.casefold() for secret in secrets):
        words = _WITHHELD
    return mark._replace(text=_hidden(words, secrets), target=_hidden(mark.target, secrets))


def _hidden(words: str | None, secrets: Sequence[str]) -> str | None:
    if words is None:
        return None
    longest_first = sorted(secrets, key=len, reverse=True)
    hiding = [re.escape(secret) for secret in longest_first if len(secret) >= _SHORTEST_NAME]
    pattern = rf"(?<!\w)(?:{'|'.join(hiding)})(?!\w)"
    return re.sub(pattern, _WITHHELD, words, flags=re.IGNORECASE) if hiding else words


def _about(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    kind = _string(row["kind"]) or "unknown"
    time = row.get("created_at")
    posted = "unknown" if pd.isna(time) else f"{time:%Y-%m-%d %H:%M} UTC"
    quality = _string(row.get("created_at_quality"))
    if quality == "date_only" and not pd.isna(time):
        posted = f"{time:%Y-%m-%d}"
    return [
        ("kind", f"{kind} (the words are those of the post passed on)" if kind == "repost" else kind),
        ("posted", posted if quality in {None, "exact", "date_only"} else f"{posted} ({quality})"),
        ("language", _string(row.get("lang")) or "unknown"),
    ]


def _results(row: Mapping[str, Any], secrets: Sequence[str]) -> list[Result]:
    has_text = _string(row["text"]) is not None
    unread = _NOT_ANALYSED if has_text else "no text"
    own = _NO_OWN_WORDS if row["kind"] == "repost" else unread
    results = []
    if "sentiment" in row:
        results.append(Result("sentiment", _sentiment(row, unread)))
    if "acts" in row:
        results.append(Result("speech acts", _list(row["acts"], own, "none found")))
    if "author_roles" in row:
        no_profile = f"{_NOT_ANALYSED}: no bio, handle or name"
        results.append(
            Result("roles of the author", _list(row["author_roles"], no_profile, "no role declared"))
        )
    if "author_employer" in row:
        employer = _hidden(_string(row["author_employer"]), secrets)
        is_judged = "author_roles" not in row or pd.api.types.is_list_like(row["author_roles"])
        results.append(
            Result("employer of the author", employer or ("none found" if is_judged else _NOT_ANALYSED))
        )
    targets = _targets(row)
    results += [_stance(row, target, own) for target in targets if f"stance_{target}" in row]
    amplified = [target for target in targets if f"amplified_stance_{target}" in row]
    if amplified and row["kind"] != "repost" and _string(row.get("quote_of_id")) is None:
        return [*results, Result("amplified stance", "amplifies no post")]
    return results + [_amplified_stance(row, target, unread) for target in amplified]


def _sentiment(row: Mapping[str, Any], unread: str) -> str:
    compound, hits = row["sentiment"], row.get("sentiment_hits")
    if pd.isna(compound):
        return unread
    if hits is None or pd.isna(hits):
        return f"{compound:+.2f}"
    if hits == 0:
        return "no word of the lexicon: nothing to judge by"
    return f"{compound:+.2f} (from {hits:,} {'word' if hits == 1 else 'words'} of the lexicon)"


def _targets(row: Mapping[str, Any]) -> list[str]:
    names = [
        name.removeprefix("amplified_") for name in row if name.startswith(("stance_", "amplified_stance_"))
    ]
    targets = [name.removeprefix("stance_") for name in names if not name.endswith(("_confidence", "_tier"))]
    return list(dict.fromkeys(targets))


def _stance(row: Mapping[str, Any], target: str, own: str) -> Result:
    column = f"stance_{target}"
    sure = row.get(f"{column}_confidence")
    return Result(
        f"stance on {target}",
        _string(row[column]) or own,
        "" if sure is None or pd.isna(sure) else f"{sure:.2f}",
        _string(row.get(f"{column}_tier")) or "",
    )


def _amplified_stance(row: Mapping[str, Any], target: str, unread: str) -> Result:
    if row["kind"] != "repost":
        unread = f"{_NOT_ANALYSED}, or the post quoted is not in the table"
    return Result(
        f"amplified stance on {target}",
        _string(row[f"amplified_stance_{target}"]) or unread,
    )


def _list(value: Any, if_null: str, if_empty: str) -> str:
    if not pd.api.types.is_list_like(value):
        return if_null
    return ", ".join(str(item).replace("_", " ") for item in value) or if_empty


def _marks(values: pd.Series[Any]) -> list[Mark] | None:
    items = pa.array(values, from_pandas=True).to_pylist()[0]
    if items is None:
        return None
    marks = [Mark(*(item[name] for name in Mark._fields)) for item in items]
    return [
        mark._replace(
            weight=float("nan") if mark.weight is None else mark.weight, layer=mark.layer or "other"
        )
        for mark in marks
    ]


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) else None
