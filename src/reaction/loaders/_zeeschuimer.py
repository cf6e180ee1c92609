"""The envelope that Zeeschuimer puts around every item it captures."""

from __future__ import annotations

from typing import Any

from reaction.loaders._fields import dict_of, value_of
from reaction.loaders._skeleton import Has, has
from reaction.loaders._times import from_millis

__all__ = ["envelope", "opened"]

# 4CAT lays the item open and keeps the rest of the envelope beside its fields.
_OF_4CAT = "__import_meta"


def envelope(*platforms: str) -> tuple[Has, Has]:
    """Describe items captured from a platform, as Zeeschuimer exports them and as 4CAT stores them.

    Parameters
    ----------
    *platforms
        Values of ``source_platform``.

    Examples
    --------
    >>> [str(shape) for shape in envelope("tiktok.com")]
    ['data, source_platform = tiktok.com', '__import_meta.source_platform = tiktok.com']
    """
    return (
        has("data", where={"source_platform": platforms}),
        has(where={f"{_OF_4CAT}.source_platform": platforms}),
    )


def opened(record: dict[str, Any]) -> tuple[dict[str, Any], int | None]:
    """Return the item in an envelope, and when it was collected, in microseconds since 1970.

    Examples
    --------
    >>> opened({"source_platform": "tiktok.com", "timestamp_collected": 5000, "data": {"id": "1"}})
    ({'id': '1'}, 5000000)
    """
    around = dict_of(record, _OF_4CAT)
    item = record if around else dict_of(record, "data")
    around = around or record
    # An item that is seen again is updated, where the collector chose so.
    times = (from_millis(value_of(around, name)) for name in ("last_updated", "timestamp_collected"))
    return item, next((time for time in times if time), None)
