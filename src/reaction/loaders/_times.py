"""Times as platforms write them, parsed a column at a time."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = [
    "FIRST_SNOWFLAKE",
    "X_EPOCH_MS",
    "from_millis",
    "from_seconds",
    "parse_time",
    "parse_times",
    "snowflakes",
    "times_of_ids",
]

TIMESTAMP = pa.timestamp("us", tz="UTC")

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_OF = {int.from_bytes(name.encode(), "big"): i for i, name in enumerate(_MONTHS)}
_MONTH_KEYS = np.array(sorted(_MONTH_OF), dtype=np.int32)
_MONTH_VALUES = np.array([_MONTH_OF[key] for key in sorted(_MONTH_OF)], dtype=np.int32)
# Where the digits stand: year, month (None: a name), day, hour, minute, second, and what stands between.
_RUBY = ((26, 30), None, (8, 10), (11, 13), (14, 16), (17, 19))
_ISO = ((0, 4), (5, 7), (8, 10), (11, 13), (14, 16), (17, 19))
_RUBY_MARKS = {
    3: b" ",
    7: b" ",
    10: b" ",
    13: b":",
    16: b":",
    19: b" ",
    20: b"+",
    21: b"0",
    22: b"0",
    23: b"0",
    24: b"0",
    25: b" ",
}
_ISO_MARKS = {4: b"-", 7: b"-", 10: b"T", 13: b":", 16: b":"}

_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
X_EPOCH_MS = 1_288_834_974_657
FIRST_SNOWFLAKE = 29_700_859_247


def parse_times(values: Sequence[Any]) -> tuple[pa.Array, int]:
    """Parse a column of times.

    Parameters
    ----------
    values
        Per row None, a text (ISO 8601, RFC 2822 or X's ``Wed Jun 20 12:00:00 +0000 2018``) or microseconds
        since 1970.

    Returns
    -------
    Array of timestamps (UTC, microseconds), null where a value is none, and the number of such values.

    Examples
    --------
    >>> array, odd = parse_times(["Wed Jun 20 12:00:00 +0000 2018", None, "2018-06-20T12:00:00.000Z", "?"])
    >>> [time and time.isoformat() for time in array.to_pylist()], odd
    (['2018-06-20T12:00:00+00:00', None, '2018-06-20T12:00:00+00:00', None], 1)
    """
    try:
        texts = pa.array(values, pa.string())
    except (pa.ArrowTypeError, pa.ArrowInvalid, UnicodeEncodeError):
        return _parse_mixed(values)
    return _parse_texts(texts)


def _parse_mixed(values: Sequence[Any]) -> tuple[pa.Array, int]:
    try:
        numbers = pa.array(values, pa.int64())
    except (pa.ArrowTypeError, pa.ArrowInvalid, OverflowError):
        known = {value: parse_time(value) for value in values if isinstance(value, str | int | float)}
        parsed = [known[value] if isinstance(value, str | int | float) else None for value in values]
        numbers = pa.array(parsed, pa.int64())
    inside = pc.and_(pc.greater_equal(numbers, _micros(_EARLIEST)), pc.less(numbers, _micros(_LATEST)))
    numbers = pc.if_else(inside, numbers, pa.scalar(None, pa.int64()))
    missing = sum(value is None for value in values)
    return numbers.cast(TIMESTAMP), numbers.null_count - missing


def _micros(time: datetime) -> int:
    return int(time.timestamp()) * 1_000_000 + time.microsecond


def parse_time(value: str | float) -> int | None:
    """Parse one time; microseconds since 1970, or None.

    Examples
    --------
    >>> parse_time("1970-01-01T00:00:01+00:00"), parse_time("soon")
    (1000000, None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return int(value) if 0 <= value < _micros(_LATEST) else None
    text = value.strip()
    for parse in (datetime.fromisoformat, _ruby, parsedate_to_datetime):
        try:
            time = parse(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        time = time.replace(tzinfo=UTC) if time.tzinfo is None else time
        return _micros(time) if _EARLIEST <= time < _LATEST else None
    return None


def from_seconds(value: Any) -> int | None:
    """Read seconds since 1970, as a number or as text, as microseconds; None for anything else.

    Examples
    --------
    >>> from_seconds(1529323200), from_seconds("1529323200.5"), from_seconds("soon"), from_seconds(None)
    (1529323200000000, 1529323200500000, None, None)
    """
    return _scaled(value, 1_000_000)


def from_millis(value: Any) -> int | None:
    """Read milliseconds since 1970, as a number or as text, as microseconds; None for anything else.

    Examples
    --------
    >>> from_millis("1529323200123"), from_millis(True)
    (1529323200123000, None)
    """
    return _scaled(value, 1_000)


def _scaled(value: Any, factor: int) -> int | None:
    if isinstance(value, str) and len(value) <= 32:
        try:
            value = int(value) if value.isdecimal() else float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not 0 <= value * factor < _micros(_LATEST):  # also false for NaN
        return None
    return round(value * factor)


def _ruby(text: str) -> datetime:
    _, month, day, clock, zone, year = text.split()
    return datetime.fromisoformat(f"{int(year):04}-{_MONTHS.index(month) + 1:02}-{int(day):02}T{clock}{zone}")


def _parse_texts(texts: pa.Array) -> tuple[pa.Array, int]:
    micros = np.zeros(len(texts), dtype=np.int64)
    done = np.zeros(len(texts), dtype=bool)
    lengths = pc.binary_length(texts).fill_null(-1).to_numpy(zero_copy_only=False)
    for length, spans, marks in ((30, _RUBY, _RUBY_MARKS), (24, _ISO, _ISO_MARKS), (20, _ISO, _ISO_MARKS)):
        rows = np.flatnonzero(lengths == length)
        if len(rows):
            found, good = _parse_fixed(_characters(texts, rows, length), spans, marks)
            micros[rows], done[rows] = found, good
    missing = lengths < 0
    if left := np.flatnonzero(~done & ~missing).tolist():
        encoded = texts.take(pa.array(left)).dictionary_encode()
        known = [parse_time(word) for word in encoded.dictionary.to_pylist()]
        for row, code in zip(left, encoded.indices.to_pylist(), strict=True):
            if (value := known[code]) is not None:
                micros[row], done[row] = value, True
    array = pa.array(micros, pa.int64(), mask=~done).cast(TIMESTAMP)
    return array, int(np.count_nonzero(~done & ~missing))


def _characters(texts: pa.Array, rows: NDArray[np.int64], length: int) -> NDArray[np.uint8]:
    """Lay texts of one length out as an array of (length, n) bytes."""
    chosen = texts if len(rows) == len(texts) else texts.take(pa.array(rows))
    _, offsets, data = chosen.buffers()
    start = int(np.frombuffer(offsets, dtype=np.int32)[chosen.offset])
    flat = np.frombuffer(data, dtype=np.uint8, count=len(rows) * length, offset=start)
    return np.ascontiguousarray(flat.reshape(len(rows), length).T)


def _parse_fixed(
    text: NDArray[np.uint8], spans: Sequence[tuple[int, int] | None], marks: dict[int, bytes]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    good = np.ones(text.shape[1], dtype=bool)
    for place, mark in marks.items():
        good &= text[place] == mark[0]
    year, month, day, hour, minute, second = (
        _month(text, good) if span is None else _number(text, span, good) for span in spans
    )
    if spans[1] is not None:
        month -= 1
    good &= (year >= 1970) & (year < 2200) & (month >= 0) & (month < 12) & (day >= 1)
    good &= (hour < 24) & (minute < 60) & (second < 60)
    first = np.where(good, (year - 1970) * 12 + month, 0).astype("M8[M]")
    days = first.astype("M8[D]") + np.where(good, day - 1, 0)
    good &= days.astype("M8[M]") == first
    seconds = days.astype(np.int64) * 86_400 + (hour * 3_600 + minute * 60 + second)
    micros = seconds * 1_000_000
    if spans is _ISO:
        micros += _fraction(text, good)
    return micros, good


def _number(text: NDArray[np.uint8], span: tuple[int, int], good: NDArray[np.bool_]) -> NDArray[np.int32]:
    number = np.zeros(text.shape[1], dtype=np.int32)
    for place in range(*span):
        figure = text[place] - np.uint8(48)  # below "0" wraps around to a large number
        good &= figure <= 9
        number = number * 10 + figure
    return number


def _month(text: NDArray[np.uint8], good: NDArray[np.bool_]) -> NDArray[np.int32]:
    name = (text[4].astype(np.int32) << 16) | (text[5].astype(np.int32) << 8) | text[6]
    place = np.clip(np.searchsorted(_MONTH_KEYS, name), 0, 11)
    good &= _MONTH_KEYS[place] == name
    return np.asarray(_MONTH_VALUES[place])


def _fraction(text: NDArray[np.uint8], good: NDArray[np.bool_]) -> NDArray[np.int32] | int:
    good &= text[-1] == ord("Z")
    if len(text) == 20:
        return 0
    good &= text[19] == ord(".")
    return _number(text, (20, 23), good) * 1_000


def times_of_ids(ids: pa.Array) -> pa.Array:
    """Read the times that ids of X carry.

    Parameters
    ----------
    ids
        Ids as text.

    Returns
    -------
    Array of timestamps (UTC), null for ids that carry none.

    Examples
    --------
    >>> times_of_ids(pa.array(["1008599655142154241", "20", None])).to_pylist()[1:]
    [None, None]
    """
    number = snowflakes(ids)
    known = number >= FIRST_SNOWFLAKE
    micros = ((number >> 22) + X_EPOCH_MS) * 1_000
    return pa.array(np.where(known, micros, 0), pa.int64(), mask=~known).cast(TIMESTAMP)


def snowflakes(ids: pa.Array) -> NDArray[np.int64]:
    """Return ids of X as integers, 0 where a text is none (up to 18 digits, or 19 below 2^63)."""
    digits = pc.match_substring_regex(ids, "^[0-9]{1,19}$").fill_null(False)
    fits = pc.and_(digits, pc.less_equal(pc.binary_length(ids), 18)).fill_null(False)
    nineteen = pc.and_(digits, pc.invert(fits))
    # Text of equal length compares as numbers do.
    small = pc.and_(nineteen, pc.less_equal(ids, str(2**63 - 1))).fill_null(False)
    usable = pc.or_(fits, small)
    chosen = pc.if_else(usable, ids, pa.scalar("0", ids.type))
    return np.asarray(chosen.cast(pa.int64()).to_numpy(zero_copy_only=False))
