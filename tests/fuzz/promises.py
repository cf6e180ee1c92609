"""What the loaders promise of everything that they give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reaction import schema
from reaction.hostile import control_free

if TYPE_CHECKING:
    from reaction.loaders import Loaded

__all__ = ["Violation", "check", "check_message", "same"]

_MOST_ROWS_BESIDE_BYTES = 1_000
_LONGEST_SNIPPET = 200
_LONGEST_REASON = 500
_LONGEST_REPORT = 200_000
_LONGEST_MESSAGE = 6_000
_COUNTS = ("lines", "blank", "empty", "records", "posts", "context", "duplicates", "rejects")


class Violation(AssertionError):  # noqa: N818  # what is said of a promise
    """A promise that is broken."""


def check(loaded: Loaded, size: int, *, shown: bool = True) -> None:
    """Check what holds of everything that is loaded.

    Parameters
    ----------
    loaded
        What the loaders gave.
    size
        How many bytes they read.
    shown
        Whether the report is to be shown, too.

    Raises
    ------
    Violation
        If something does not hold.
    """
    posts, report, rejects = loaded.posts, loaded.report, loaded.rejects
    files = report.files
    parts = files["posts"] + files["context"] + files["duplicates"] + files["rejects"]
    _hold("records = posts + context + duplicates + rejects", bool((files["records"] == parts).all()), files)
    _hold("rejects are counted", report.rejects == len(rejects) == sum(report.reasons.values()), files)
    context = int(posts["is_context"].sum())
    counted = (report.posts, report.context) == (len(posts) - context, context)
    _hold("posts are counted", counted, files)
    unread = rejects[rejects["reason"].str.contains("can't read it")]
    said = ", ".join(sorted(unread["reason"].unique()))
    _hold(f"a loader knows what to do with any record ({said})", unread.empty, unread)
    schema.validate(posts)
    _hold(
        "there are no more rows than bytes",
        len(posts) + len(rejects) <= size + _MOST_ROWS_BESIDE_BYTES,
        files,
    )
    _hold("snippets are short", bool((rejects["snippet"].str.len() <= _LONGEST_SNIPPET).all()), rejects)
    _hold("reasons are short", bool((rejects["reason"].str.len() <= _LONGEST_REASON).all()), rejects)
    if shown:
        text, html = str(report), report._repr_html_()  # the latter is what a notebook calls
        _hold("reports are short", len(text) + len(html) <= _LONGEST_REPORT, text)
        _hold("reports control no terminal", control_free(text) == text, [text])


def check_message(message: str) -> None:
    """Check what holds of every error message: there is one, and files can't make it long or control a terminal."""
    _hold("an error says something", bool(message.strip()), message)
    _hold("messages are short", len(message) <= _LONGEST_MESSAGE, message)
    _hold("messages control no terminal", control_free(message) == message, [message])


def same(one: Loaded, other: Loaded, *, place: bool = True) -> None:
    """Check that one file, read in two ways, gives the same.

    Parameters
    ----------
    one, other
        What it gave.
    place
        Whether the file had the same name.

    Raises
    ------
    Violation
        If it did not.
    """
    for name in _COUNTS:
        found = [int(getattr(loaded.report, name)) for loaded in (one, other)]
        _hold(f"it makes no difference how a file is read ({name})", found[0] == found[1], found)
    left_out = set() if place else {"source_file", "file"}
    for posts, others in ((one.posts, other.posts), (one.rejects, other.rejects)):
        for name in set(posts.columns) - left_out:
            found = [column.astype("object").to_list() for column in (posts[name], others[name])]
            differ = [pair for pair in zip(*found, strict=True) if str(pair[0]) != str(pair[1])]
            _hold(f"it makes no difference how a file is read ({name})", not differ, differ)


def _hold(promise: str, holds: bool, found: object) -> None:
    if not holds:
        raise Violation(f"It does not hold that {promise}:\n{found}")
