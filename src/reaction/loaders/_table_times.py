"""Times as people and tools write them in tables: never guessed where day and month could be meant either way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from reaction.errors import MappingError
from reaction.loaders._times import from_seconds, parse_time

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ODD", "AmbiguousDateError", "TableTime", "TableTimes", "zone_named"]

# A time that no post has: shared code leaves it null and counts it as odd.
ODD = -1

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s{1,3})?"
_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")
_DAY_MONTH = re.compile(
    _WEEKDAY
    + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[ ./-]{1,3}(?P<name>[a-z]{3,9})\.?,?[ ./-]{1,3}(?P<year>\d{4})(?!\d)",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    _WEEKDAY
    + r"(?P<name>[a-z]{3,9})\.?[ -]{1,3}(?P<day>\d{1,2})(?:st|nd|rd|th)?,?[ -]{1,3}(?P<year>\d{4})(?!\d)",
    re.IGNORECASE,
)
_DATES = (_ISO, _DAY_MONTH, _MONTH_DAY)
# Not even where one number is too large for a month: a spreadsheet may have turned the other dates round.
_ANY_ORDER = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?!\d)")
_CLOCK = re.compile(
    r"(?:t|,?\s{1,3}(?:at\s)?)(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?\s{0,2}(?P<half>[ap]\.?m\.?(?![a-z]))?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})?")
# Abbreviations that name one zone only; IST, BST and their like name several.
_AT_OFFSET = {
    0: ("Z", "UTC", "GMT", "UT", "WET"),
    1: ("CET", "WEST"),
    2: ("CEST", "EET"),
    3: ("EEST",),
    9: ("JST",),
    -4: ("EDT",),
    -5: ("EST", "CDT"),
    -6: ("CST", "MDT"),
    -7: ("MST", "PDT"),
    -8: ("PST",),
}
_ZONES = {name: hours for hours, names in _AT_OFFSET.items() for name in names}
_EPOCH = re.compile(r"\d{9,10}(?:\.\d{1,9})?|\d{12,13}(?:\.0{1,6})?|\d{15,16}")
_COMPACT = re.compile(r"(?:19|20)\d{6}(?:T\d{4}(?:\d{2})?Z?)?", re.IGNORECASE)
_STATED_OFFSET = re.compile(r"[+-]\d{4}")


class AmbiguousDateError(Exception):
    """A date such as 03/04/2018, which may be in March or in April."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class TableTime(NamedTuple):
    """A time out of a cell.

    Parameters
    ----------
    micros
        Microseconds since 1970, or `ODD`.
    quality
        What is inexact about it, as in ``created_at_quality``; None for nothing.
    """

    micros: int
    quality: str | None = None


@dataclass(frozen=True)
class TableTimes:
    """Reads the times of a table.

    Parameters
    ----------
    zone
        The zone of times that state none; UTC, said to be assumed, where it is None.
    formats
        How times are written, for :meth:`datetime.datetime.strptime`, tried in this order.
    strict
        Whether the formats are all there are: then a date in none of them is odd, and not an error.
    """

    zone: tzinfo | None = None
    formats: Sequence[str] = ()
    strict: bool = False

    def read(self, text: str) -> TableTime:
        """Read one cell.

        Parameters
        ----------
        text
            Its text: in one of the formats, or with the year first, or with the month's name, or as a number
            of seconds, milliseconds or microseconds since 1970.

        Returns
        -------
        The time and how it is known. A date alone is midnight in UTC, so that it stays that date.

        Raises
        ------
        AmbiguousDateError
            If it is in no stated format, and does not say which number is the day and which the month.

        Examples
        --------
        >>> TableTimes().read("18 June 2018 5:00 PM").quality, TableTimes().read("2018-06-18").quality
        ('assumed_tz', 'date_only')
        >>> TableTimes().read("1529341200") == TableTimes().read("2018-06-18T17:00:00Z")
        True
        """
        text = text.strip()
        for form in self.formats:
            try:
                time = datetime.strptime(text, form)
            except (ValueError, re.error):
                continue
            return self._finished(time, *_resolution(form))
        if _EPOCH.fullmatch(text):
            digits = len(text.partition(".")[0])
            found = from_seconds(float(text) / (1 if digits <= 10 else 1_000 if digits <= 13 else 1_000_000))
            return TableTime(ODD if found is None else found)
        return self._written_out(text)

    def _written_out(self, text: str) -> TableTime:
        found = next((match for form in _DATES if (match := form.match(text))), None)
        if found is None:
            if _ANY_ORDER.match(text) and not self.strict:
                raise AmbiguousDateError(text)
            return self._otherwise(text)
        rest = text[found.end() :]
        clock = _CLOCK.match(rest)
        try:
            zone = _zone(rest[clock.end() :].strip() if clock else rest.strip())
            time = datetime(int(found["year"]), _month(found), int(found["day"]), *_clock(clock), tzinfo=zone)
        except (ValueError, OverflowError):
            return TableTime(ODD)
        return self._finished(time, clock is not None, clock is not None and clock["second"] is not None)

    def _otherwise(self, text: str) -> TableTime:
        """Read ISO 8601 without separators, and X's own form."""
        if _COMPACT.fullmatch(text):
            try:
                time = datetime.fromisoformat(text)
            except ValueError:
                return TableTime(ODD)
            clock = text[9:].rstrip("Zz")
            return self._finished(time, bool(clock), len(clock) >= 6)
        found = parse_time(text) if _STATED_OFFSET.search(text) else None
        return TableTime(ODD if found is None else found)

    def _finished(self, time: datetime, has_clock: bool, has_seconds: bool) -> TableTime:
        if not has_clock:
            return TableTime(_micros(time.replace(tzinfo=UTC)), "date_only")
        quality = None if has_seconds else "minute"
        if time.tzinfo is None:
            # A zone that nobody stated may be hours wrong: that is more than seconds that are missing.
            quality = "assumed_tz" if self.zone is None else quality
            time = time.replace(tzinfo=self.zone or UTC)
        return TableTime(_micros(time), quality)


def _month(date: re.Match[str]) -> int:
    groups = date.groupdict()
    return _MONTHS.get(groups["name"][:3].lower(), 0) if "name" in groups else int(groups["month"])


def _clock(clock: re.Match[str] | None) -> tuple[int, int, int, int]:
    if clock is None:
        return 0, 0, 0, 0
    hour = int(clock["hour"])
    if clock["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if clock["half"][0] in "pP" else 0)
    fraction = (clock["fraction"] or "0").ljust(6, "0")[:6]
    return hour, int(clock["minute"]), int(clock["second"] or 0), int(fraction)


def _zone(text: str) -> tzinfo | None:
    if not text:
        return None
    if (hours := _ZONES.get(text.upper())) is not None:
        return timezone(timedelta(hours=hours))
    if (offset := _OFFSET.fullmatch(text)) is None:
        raise ValueError(text)
    size = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"] or 0))
    return timezone(-size if offset["sign"] == "-" else size)


def _micros(time: datetime) -> int:
    try:
        since = time - datetime(1970, 1, 1, tzinfo=UTC)
    except OverflowError:
        return ODD
    return max(since // timedelta(microseconds=1), ODD)


def _resolution(form: str) -> tuple[bool, bool]:
    """Tell whether a format has a clock, and whether that has seconds."""
    directives = set(re.findall(r"%(.)", form.replace("%%", "")))
    has_seconds = not directives.isdisjoint("STXcs")
    return has_seconds or not directives.isdisjoint("HI"), has_seconds


def zone_named(tz: str | tzinfo | None) -> tzinfo | None:
    """Return a time zone by its name.

    Parameters
    ----------
    tz
        Its name in the IANA database, as ``"Europe/Berlin"``; a zone or None is given back.

    Returns
    -------
    The zone.

    Raises
    ------
    MappingError
        If there is no zone of that name; the message names similar ones.

    Examples
    --------
    >>> zone_named("Europe/Berlin")
    zoneinfo.ZoneInfo(key='Europe/Berlin')
    """
    if tz is None or isinstance(tz, tzinfo):
        return tz
    try:
        return ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        near = ", ".join(get_close_matches(tz, available_timezones(), 3, 0.6))
        advice = f"Did you mean {near}?" if near else 'Name one such as "Europe/Berlin" or "UTC".'
        raise MappingError(f"There is no time zone {tz!r}. {advice}") from error
