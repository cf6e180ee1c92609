"""Time is binned without holes, never finer than the clock allows, and nothing is lost on the way."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reaction import schema
from reaction.errors import EstimateError, MissingColumnError
from reaction.measures import ESTIMATE_COLUMNS, gaps, stance_over_time, stance_shares, volume

Make = Callable[..., pd.DataFrame]
NOON = datetime(2018, 6, 18, 12, tzinfo=UTC)  # a Monday


def hours(*values: float) -> list[datetime]:
    return [NOON + timedelta(hours=value) for value in values]


class TestVolume:
    def test_worked_example(self, make_tagged: Make) -> None:
        posts = make_tagged(
            ["a", "a", "b", None, "c"],
            [None] * 5,
            kind=["original", "repost", "reply", "quote", "original"],
            created_at=hours(0, 0.5, 0.75, 2.25, 1),
            is_context=[False, False, False, False, True],
        )
        found = volume(posts, freq="1h")
        assert found["bin"].tolist() == [pd.Timestamp(t) for t in hours(0, 1, 2)]
        assert found["bin"].dtype == pd.DatetimeTZDtype("us", "UTC")
        assert found["n_posts"].tolist() == [3, 0, 1]
        assert found["n_accounts"].tolist() == [2, 0, 0]
        assert found[["originals", "replies", "quotes", "reposts"]].values.tolist() == [
            [1, 1, 0, 1],
            [0, 0, 0, 0],
            [0, 0, 1, 0],
        ]
        assert found["freq"].unique().tolist() == ["1h"]

    def test_groups(self, make_tagged: Make) -> None:
        posts = make_tagged(
            list("abc"),
            [None] * 3,
            created_at=[*hours(0, 25), None],
            roles=[["press"], ["press", "company"], ["press"]],
        )
        found = volume(posts, freq="1D", by="author_roles")
        assert found[["author_roles", "n_posts", "n_undated"]].values.tolist() == [
            ["company", 0, 0],
            ["company", 1, 0],
            ["press", 1, 1],
            ["press", 1, 1],
        ]

    def test_weeks_begin_on_monday(self, make_tagged: Make) -> None:
        posts = make_tagged(["a", "a"], [None] * 2, created_at=hours(-13, 0))
        bins = volume(posts, freq="1W")["bin"]
        assert bins.dt.day_name().unique().tolist() == ["Monday"]
        assert bins.tolist() == [pd.Timestamp("2018-06-11", tz="UTC"), pd.Timestamp("2018-06-18", tz="UTC")]

    @pytest.mark.parametrize(
        ("span", "freq"),
        [
            (0, "1min"),
            (3, "1min"),
            (12, "5min"),
            (48, "15min"),
            (7 * 24, "1h"),
            (16 * 24, "3h"),
            (40 * 24, "6h"),
            (150 * 24, "1D"),
            (5 * 365 * 24, "1W"),
        ],
    )
    def test_the_width_is_chosen_from_the_span(self, make_tagged: Make, span: float, freq: str) -> None:
        found = volume(make_tagged(["a", "b"], [None] * 2, created_at=hours(0, span)))
        assert found["freq"].unique().tolist() == [freq]
        assert len(found) <= 201 or freq == "1W"

    def test_nothing_to_count(self, make_tagged: Make) -> None:
        for posts in (make_tagged([], []), make_tagged(["a"], [None]), schema.empty()):
            found = volume(posts)
            assert len(found) == 0
            assert found["bin"].dtype == pd.DatetimeTZDtype("us", "UTC")

    @pytest.mark.parametrize("freq", ["hourly", "1M", "0h", "-1h", "", 3, "1.5h", "ME"])
    def test_widths_are_checked(self, make_tagged: Make, freq: Any) -> None:
        with pytest.raises(EstimateError, match="expected a width such as 1min"):
            volume(make_tagged(["a"], [None], created_at=hours(0)), freq=freq)

    def test_too_many_bins_are_refused(self, make_tagged: Make) -> None:
        posts = make_tagged(["a", "b"], [None] * 2, created_at=hours(0, 24 * 365 * 20))
        with pytest.raises(EstimateError, match="makes 10,512,001 bins"):
            volume(posts, freq="1min")

    def test_missing_columns(self) -> None:
        with pytest.raises(MissingColumnError, match="volume needs the column 'created_at'"):
            volume(pd.DataFrame({"is_context": [False]}))

    @settings(deadline=None)
    @given(
        times=st.lists(
            st.datetimes(datetime(2018, 1, 1), datetime(2019, 1, 1), timezones=st.just(UTC)) | st.none()
        ),
        freq=st.sampled_from([None, "1h", "2h", "1D", "1W"]),
    )
    def test_no_post_is_lost(self, make_tagged: Make, times: list[datetime | None], freq: str | None) -> None:
        posts = make_tagged(["a"] * len(times), [None] * len(times), created_at=times)
        found = volume(posts, freq=freq)
        dated = [time for time in times if time is not None]
        assert found["n_posts"].sum() == len(dated)
        assert found["n_posts"].equals(found[["originals", "replies", "quotes", "reposts"]].sum(axis=1))
        if dated:
            width = pd.Timedelta(found["freq"].iloc[0])
            assert found["n_undated"].unique().tolist() == [len(times) - len(dated)]
            assert (found["bin"].diff().dropna() == width).all()
            assert found["bin"].iloc[0] <= min(dated) < found["bin"].iloc[0] + width
            assert found["bin"].iloc[-1] <= max(dated) < found["bin"].iloc[-1] + width


class TestClock:
    @pytest.mark.parametrize(
        ("quality", "finest"), [("date_only", "1D"), ("assumed_tz", "1D"), ("minute", "1min")]
    )
    def test_no_bin_is_finer_than_the_clock(self, make_tagged: Make, quality: str, finest: str) -> None:
        posts = make_tagged(
            ["a", "b"], ["favor"] * 2, created_at=hours(0, 0.5), created_at_quality=["exact", quality]
        )
        assert volume(posts)["freq"].iloc[0] == finest
        assert stance_over_time(posts, "plan", of="sided")["freq"].iloc[0] == finest
        message = rf"finer than the clock of 1 posts \(created_at_quality .*{quality}.*Take {finest} or wider"
        with pytest.raises(EstimateError, match=message):
            volume(posts, freq="30s")
        assert len(volume(posts, freq="1W")) == 1

    def test_context_rows_do_not_set_the_clock(self, make_tagged: Make) -> None:
        posts = make_tagged(
            ["a", "b"],
            [None] * 2,
            created_at=hours(0, 0.5),
            created_at_quality=["exact", "date_only"],
            is_context=[False, True],
        )
        assert volume(posts)["freq"].iloc[0] == "1min"


class TestStanceOverTime:
    def test_worked_example(self, make_tagged: Make) -> None:
        tagged = make_tagged(
            ["a", "a", "b", "a", "c"],
            ["favor", "favor", "against", "against", "favor"],
            created_at=[*hours(0, 1, 2, 48), None],
        )
        found = stance_over_time(tagged, "plan", freq="1D", of="relevant")
        assert found.columns.tolist() == ["target", "bin", "freq", "stance", *ESTIMATE_COLUMNS]
        favor = found[found["stance"] == "favor"]
        assert favor["bin"].dt.day.tolist() == [18, 19, 20]
        assert favor["n_accounts"].tolist() == [2, 0, 1]
        assert favor["n_posts"].tolist() == [3, 0, 1]
        assert favor["estimate"].tolist()[::2] == [0.5, 0.0]
        assert favor["estimate"].isna().tolist() == [False, True, False]
        assert found["interval"].tolist() == ["bounds", "bounds", "none"] + ["none"] * 3 + [
            "bounds",
            "bounds",
            "none",
        ]

    def test_one_bin_is_the_share(self, make_tagged: Make) -> None:
        tagged = make_tagged(list("abc"), ["favor", "against", "unclear"], created_at=hours(0, 1, 2))
        for unit in ("account", "post", "account_day"):
            over_time = stance_over_time(tagged, "plan", freq="1D", of="selected", unit=unit, tz="UTC")  # type: ignore[arg-type]
            whole = stance_shares(tagged, "plan", of="selected", unit=unit, tz="UTC")  # type: ignore[arg-type]
            pd.testing.assert_frame_equal(over_time.drop(columns=["bin", "freq"]), whole)

    def test_nothing_to_count(self, make_tagged: Make) -> None:
        found = stance_over_time(make_tagged([], []), "plan", of="sided")
        assert len(found) == 0
        assert found["bin"].dtype == pd.DatetimeTZDtype("us", "UTC")

    def test_options_are_checked(self, make_tagged: Make) -> None:
        with pytest.raises(EstimateError, match="scope='process'"):
            stance_over_time(make_tagged([], []), "plan", of="sided", scope="process")
        with pytest.raises(MissingColumnError, match=r"Targets in this table: plan"):
            stance_over_time(make_tagged([], []), "other", of="sided")


class TestGaps:
    def test_worked_example(self, make_tagged: Make) -> None:
        posts = make_tagged(
            list("abcd"),
            [None] * 4,
            created_at=[*hours(20, 0, 5, 10)],
            is_context=[False, False, False, True],
        )
        found = gaps(posts)
        assert found.values.tolist() == [
            [pd.Timestamp(hours(5)[0]), pd.Timestamp(hours(20)[0]), pd.Timedelta(hours=15)]
        ]
        assert len(gaps(posts, longer_than="5h")) == 2
        assert len(gaps(schema.empty())) == 0
        with pytest.raises(EstimateError, match="expected a width"):
            gaps(posts, longer_than="long")
