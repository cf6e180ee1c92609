from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction.loaders._times import parse_time, parse_times, snowflakes, times_of_ids
from reaction.urls import snowflake_time

TIMES = st.datetimes(datetime(1970, 1, 1), datetime(2199, 12, 31, 23, 59, 59), timezones=st.just(UTC))


def written(time: datetime, form: str) -> str:
    return {
        "x": time.strftime("%a %b %d %H:%M:%S +0000 %Y"),
        "ms": time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03}Z",
        "s": time.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "offset": (time.replace(microsecond=0) + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%S+02:00"),
        "mail": time.strftime("%a, %d %b %Y %H:%M:%S GMT"),
    }[form]


@given(st.lists(st.tuples(TIMES, st.sampled_from(["x", "ms", "s", "offset", "mail"])), max_size=20))
def test_times_are_read_back_in_every_form(pairs):
    parsed, odd = parse_times([written(time, form) for time, form in pairs])
    expected = [
        t.replace(microsecond=t.microsecond // 1000 * 1000 if form == "ms" else 0) for t, form in pairs
    ]
    assert parsed.to_pylist() == expected
    assert odd == 0


@pytest.mark.parametrize(
    "text",
    [
        "Wed Feb 30 12:00:00 +0000 2018",
        "Wed Jun 20 24:00:00 +0000 2018",
        "Wed Jux 20 12:00:00 +0000 2018",
        "Wed Jun 20 12:00:00 +0000 20x8",
        "2018-13-01T00:00:00.000Z",
        "2018-02-29T00:00:00Z",
        "soon",
        "",
        "3018-02-01T00:00:00Z",
    ],
)
def test_impossible_times_are_null_and_odd(text):
    parsed, odd = parse_times([text, None, "2018-06-20T12:00:00Z"])
    assert parsed.null_count == 2
    assert odd == 1


@given(st.text(max_size=31))
def test_no_text_raises(text):
    parse_times([text.encode("utf-8", "replace").decode()])


def test_numbers_are_microseconds():
    parsed, odd = parse_times([1_000_000, None, -5])
    assert parsed.to_pylist() == [datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC), None, None]
    assert odd == 1


def test_numbers_and_texts_may_be_mixed():
    parsed, odd = parse_times([1_000_000, "1970-01-01T00:00:01Z", True, [], 1.5e6, float("nan")])
    assert [time and time.second for time in parsed.to_pylist()] == [1, 1, None, None, 1, None]
    assert odd == 3


def test_other_zones_of_x_are_converted():
    assert parse_time("Wed Jun 20 12:00:00 +0200 2018") == parse_time("2018-06-20T10:00:00Z")


@given(st.lists(st.integers(0, 10**20).map(str) | st.sampled_from(["20", "x", "", "\uff19"]), min_size=1))
def test_ids_carry_the_time_that_urls_reads(ids):
    found = times_of_ids(pa.array(ids, pa.large_string())).to_pylist()
    for text, time in zip(ids, found, strict=True):
        expected = snowflake_time(text) if len(text) < 19 or int(text) < 2**63 else None
        if text.isascii():
            assert time == expected
        else:
            assert time is None


def test_ids_that_are_no_numbers_are_zero():
    ids = pa.array(["7", "", None, "9223372036854775807", "9223372036854775808", "1e5"])
    assert snowflakes(ids).tolist() == [7, 0, 0, 2**63 - 1, 0, 0]
