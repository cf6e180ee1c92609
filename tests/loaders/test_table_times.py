"""Times in tables: read where they can be meant one way only, with what is inexact about them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction.errors import MappingError
from reaction.loaders._table_times import ODD, AmbiguousDateError, TableTimes, zone_named

NOON = datetime(2018, 6, 18, 17, 5, 30, tzinfo=UTC)


def micros(time: datetime) -> int:
    return (time - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


@pytest.mark.parametrize(
    "text",
    [
        "2018-06-18T17:05:30Z",
        "2018-06-18 17:05:30 UTC",
        "2018-06-18 17:05:30+00:00",
        "2018-06-18T19:05:30+0200",
        "2018/06/18 12:05:30 CDT",
        "2018-06-18 05:05:30 PM GMT",
        "Mon Jun 18 17:05:30 +0000 2018",
        "Mon, 18 Jun 2018 17:05:30 +0000",
        "June 18th, 2018 5:05:30 p.m. UTC",
        "20180618T170530Z",
        "1529341530",
        "1529341530000",
        "1529341530000000",
        " 1529341530.0 ",
    ],
)
def test_a_time_that_says_all_is_exact(text):
    assert TableTimes().read(text) == (micros(NOON), None)


@pytest.mark.parametrize(
    ("text", "time", "quality"),
    [
        ("2018-06-18 17:05:30", NOON, "assumed_tz"),
        ("18-Jun-2018 05:05PM", NOON.replace(second=0), "assumed_tz"),
        ("18 Jun 2018, 5:05 PM UTC", NOON.replace(second=0), "minute"),
        ("2018-06-18T17:05Z", NOON.replace(second=0), "minute"),
        ("2018-06-18", NOON.replace(hour=0, minute=0, second=0), "date_only"),
        ("20180618", NOON.replace(hour=0, minute=0, second=0), "date_only"),
        ("Jun 18, 2018", NOON.replace(hour=0, minute=0, second=0), "date_only"),
        ("2018-06-18 17:05:30.25 UTC", NOON.replace(microsecond=250_000), None),
    ],
)
def test_what_is_inexact_is_said(text, time, quality):
    assert TableTimes().read(text) == (micros(time), quality)


def test_a_stated_zone_is_not_assumed():
    times = TableTimes(zone_named("America/New_York"))
    assert times.read("2018-06-18 13:05:30") == (micros(NOON), None)
    assert times.read("2018-01-18 13:05") == (micros(datetime(2018, 1, 18, 18, 5, tzinfo=UTC)), "minute")
    assert times.read("2018-06-18T17:05:30Z") == (micros(NOON), None)
    # The day stays the day that is written.
    assert times.read("2018-06-18") == TableTimes().read("2018-06-18")


@pytest.mark.parametrize(
    "text", ["03/04/2018", "18/06/2018 17:05", "6-18-2018", "18.06.18 17:05", "18/06/18"]
)
def test_day_and_month_in_numbers_are_never_guessed(text):
    with pytest.raises(AmbiguousDateError):
        TableTimes().read(text)
    assert TableTimes(strict=True, formats=["%H"]).read(text).micros == ODD


def test_formats_are_tried_in_order_and_say_how_exact_they_are():
    times = TableTimes(formats=["%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y"], strict=True)
    assert times.read("18/06/2018 17:05:30") == (micros(NOON), "assumed_tz")
    assert times.read("18/06/2018") == (micros(datetime(2018, 6, 18, tzinfo=UTC)), "date_only")
    assert TableTimes(UTC, ["%d/%m/%Y %H:%M"]).read("18/06/2018 17:05").quality == "minute"
    # What needs no format is read as ever: a spreadsheet gives some cells as dates, some as text.
    assert times.read("2018-06-18T17:05:30Z") == (micros(NOON), None)


@pytest.mark.parametrize("text", ["", "soon", "2018-13-01", "2018-06-18 25:00", "12345", "43269.7", "2018-06-18 17:05 IST", "31 Foo 2018", "13:05", "9" * 400])  # fmt: skip
def test_what_is_no_time_is_odd(text):
    assert TableTimes().read(text).micros == ODD


@given(st.text())
def test_no_text_raises_but_for_its_order(text):
    try:
        found = TableTimes().read(text)
    except AmbiguousDateError:
        return
    assert found.micros >= ODD


@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2199, 1, 1)),
    st.integers(-14 * 60, 14 * 60),
    st.sampled_from(["%Y-%m-%d %H:%M:%S.%f %z", "%d %B %Y %H:%M:%S.%f %z", "%b %d, %Y %H:%M:%S.%f %z"]),
)
def test_times_are_read_back(time, offset, form):
    time = time.replace(tzinfo=timezone(timedelta(minutes=offset)))
    assert TableTimes().read(time.strftime(form)) == (micros(time), None)


def test_unknown_zones_are_named_with_similar_ones():
    with pytest.raises(MappingError, match="Europe/Berlin"):
        zone_named("Europe/Berlinn")
    with pytest.raises(MappingError, match="no time zone"):
        zone_named("../etc/passwd")
