"""What the loaders of X's formats share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reaction.loaders._rows import Reject
from reaction.loaders._times import FIRST_SNOWFLAKE, X_EPOCH_MS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeGuard

__all__ = ["NO_ID", "PERMALINK", "is_cut", "is_id", "links", "made_at", "repost_prefix", "why_gone"]

# The address without a handle leads to the same post.
PERMALINK = ("https://x.com/{handle}/status/{id}", "https://x.com/i/web/status/{id}")
NO_ID = Reject("no post id")

REPOST_PREFIX = r"^RT @(\w{1,20}): "
_PREFIX = re.compile(REPOST_PREFIX)
# What stands in place of a post that X does not show, in a few words that have outlived its rewordings.
_DELETED = ("deleted", "no longer exists")
_WITHHELD = ("withheld", "suspended", "protected", "limits who", "unable to view")
_CUT = re.compile(r"…(?:\s*https?://t\.co/\w+)?\s*\Z")


def is_id(text: str | None) -> TypeGuard[str]:
    """Tell whether a text is an id of X: digits only."""
    return text is not None and text.isascii() and text.isdigit() and len(text) <= 20


def is_cut(text: str | None) -> bool:
    """Tell whether a text ends as X cuts one: an ellipsis, then perhaps a link to the rest.

    Examples
    --------
    >>> is_cut("and so on… https://t.co/abc"), is_cut("no…comment")
    (True, False)
    """
    return text is not None and "…" in text[-32:] and _CUT.search(text, max(0, len(text) - 64)) is not None


def repost_prefix(text: str | None) -> str | None:
    """Return the handle in ``RT @handle: …``, or None.

    Examples
    --------
    >>> repost_prefix("RT @jack: just setting up")
    'jack'
    """
    if text is None or not text.startswith("RT @"):
        return None
    match = _PREFIX.match(text)
    return match[1] if match else None


def made_at(post_id: str | None) -> int | None:
    """Read the time that an id of X carries: microseconds since 1970, or None.

    Examples
    --------
    >>> made_at("1008599655142154241"), made_at("20")
    (1529303871318000, None)
    """
    if not is_id(post_id):
        return None
    number = int(post_id)
    return ((number >> 22) + X_EPOCH_MS) * 1_000 if FIRST_SNOWFLAKE <= number < 1 << 63 else None


def links(candidates: Iterable[str | None], own_id: str | None, quoted_id: str | None) -> list[str]:
    """Leave out links to the post itself (its media, its full text) and to the post that it quotes."""
    found = [url for url in candidates if url]
    if not found:
        return found
    own, quoted = f"/status/{own_id}", f"/status/{quoted_id}"
    return [url for url in found if not (own in url or quoted in url)]


def why_gone(notice: str | None) -> str | None:
    """Read, in the notice that X shows in place of a post, what became of it; None where it does not say.

    Examples
    --------
    >>> why_gone("This Post is from a suspended account."), why_gone("This Post is unavailable.")
    ('withheld', None)
    """
    words = (notice or "").lower()
    if any(word in words for word in _DELETED):
        return "deleted"
    return "withheld" if any(word in words for word in _WITHHELD) else None
