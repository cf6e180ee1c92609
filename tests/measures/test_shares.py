"""Shares agree with sums done by hand, with a plain recount, and keep the promises of their bounds."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reaction import schema
from reaction.errors import EstimateError, MissingColumnError
from reaction.measures import ESTIMATE_COLUMNS, stance_shares

Make = Callable[..., pd.DataFrame]
LABELS = ["favor", "against", "none", "unclear"]


def row(table: pd.DataFrame, stance: str, **where: Any) -> pd.Series:
    chosen = table[table["stance"] == stance]
    for column, value in where.items():
        chosen = chosen[chosen[column] == value]
    assert len(chosen) == 1
    return chosen.iloc[0]


def triple(table: pd.DataFrame, stance: str, **where: Any) -> list[float]:
    return [float(value) for value in row(table, stance, **where)[["estimate", "low", "high"]]]


@pytest.fixture
def ten(make_tagged: Make) -> pd.DataFrame:
    """Six accounts and one unknown: a favours, b is against, c is split, d unclear, e silent, f not analysed."""
    return make_tagged(
        ["a", "a", "a", "b", "b", "c", "c", "d", "e", "f", None],
        [
            *["favor", "favor", "against"],
            "against",
            "unclear",
            "favor",
            "against",
            "unclear",
            "none",
            None,
            "favor",
        ],
    )


class TestWorkedExamples:
    def test_accounts_of_selected(self, ten: pd.DataFrame) -> None:
        found = stance_shares(ten, "plan", of="selected")
        assert found["stance"].tolist() == LABELS
        # a favor, b against, c tie, d unclear, e none, f not analysed: n 6, abstained 3.
        assert triple(found, "favor") == pytest.approx([1 / 3, 1 / 6, 4 / 6])
        assert triple(found, "against") == pytest.approx([1 / 3, 1 / 6, 4 / 6])
        assert triple(found, "none") == pytest.approx([1 / 3, 1 / 6, 4 / 6])
        assert row(found, "unclear")["estimate"] == pytest.approx(0.5)
        assert row(found, "unclear")[["low", "high"]].isna().all()
        assert found["interval"].tolist() == ["bounds", "bounds", "bounds", "none"]
        assert found["n_accounts"].tolist() == [6] * 4
        assert found["n_posts"].tolist() == [10] * 4  # without the unknown account's

    def test_accounts_of_relevant(self, ten: pd.DataFrame) -> None:
        found = stance_shares(ten, "plan", of="relevant")
        assert found["stance"].tolist() == ["favor", "against", "unclear"]
        assert triple(found, "favor") == pytest.approx([1 / 2, 1 / 4, 3 / 4])
        assert row(found, "unclear")["estimate"] == pytest.approx(0.5)
        assert found["n_accounts"].tolist() == [4] * 3
        assert found["n_posts"].tolist() == [8] * 3

    def test_accounts_of_sided(self, ten: pd.DataFrame) -> None:
        found = stance_shares(ten, "plan", of="sided")
        assert found["stance"].tolist() == ["favor", "against"]
        assert triple(found, "favor") == pytest.approx([1 / 2, 1 / 4, 3 / 4])
        assert found["n_accounts"].tolist() == [2] * 2
        assert found["n_posts"].tolist() == [4] * 2  # three of a, and the sided one of b

    def test_posts(self, ten: pd.DataFrame) -> None:
        found = stance_shares(ten, "plan", of="selected", unit="post")
        # 4 favor, 3 against, 1 none, 2 unclear, 1 not analysed.
        assert triple(found, "favor") == pytest.approx([4 / 8, 4 / 11, 7 / 11])
        assert triple(found, "none") == pytest.approx([1 / 8, 1 / 11, 4 / 11])
        assert row(found, "unclear")["estimate"] == pytest.approx(3 / 11)
        assert found["n_posts"].tolist() == [11] * 4
        assert found["n_accounts"].tolist() == [6] * 4

    def test_columns(self, ten: pd.DataFrame) -> None:
        found = stance_shares(ten, "plan", of="sided")
        assert found.columns.tolist() == ["target", "stance", *ESTIMATE_COLUMNS]
        constants = ["target", "n_coded", "unit", "of", "reposts", "scope", "method", "tier"]
        assert found[constants].drop_duplicates().values.tolist() == [
            ["plan", 0, "account", "sided", "exclude", "dataset", "uncorrected", "rules"]
        ]


def test_what_does_not_count(make_tagged: Make) -> None:
    tagged = make_tagged(
        list("abcdef"),
        ["favor", None, "against", "against", "against", "against"],
        kind=["original", "repost", "original", "original", "original", "quote"],
        text=["words", "words", None, "  \n", "words", "words"],
        is_context=[False, False, False, False, True, False],
    )
    found = stance_shares(tagged, "plan", of="selected")
    assert found["n_accounts"].tolist() == [2] * 4
    assert row(found, "favor")["estimate"] == 0.5


class TestAccountDays:
    def test_days_begin_at_midnight_in_the_zone(self, make_tagged: Make) -> None:
        times = [datetime(2018, 6, 18, 23, tzinfo=UTC), datetime(2018, 6, 19, 3, tzinfo=UTC)]
        tagged = make_tagged(["a", "a"], ["favor", "against"], created_at=times)
        by_day = {
            tz: stance_shares(tagged, "plan", of="sided", unit="account_day", tz=tz)
            for tz in ("UTC", "America/New_York")
        }
        assert triple(by_day["UTC"], "favor") == [0.5, 0.5, 0.5]
        assert by_day["UTC"]["n_accounts"].tolist() == [1, 1]
        assert np.isnan(triple(by_day["America/New_York"], "favor")[0])  # one day, a tie

    def test_bare_dates_are_not_converted(self, make_tagged: Make) -> None:
        times = [datetime(2018, 6, 18, tzinfo=UTC), datetime(2018, 6, 18, 12, tzinfo=UTC)]
        tagged = make_tagged(
            ["a", "a"], ["favor", "against"], created_at=times, created_at_quality=["date_only", "exact"]
        )
        found = stance_shares(tagged, "plan", of="sided", unit="account_day", tz="America/New_York")
        assert found["n_accounts"].tolist() == [0, 0]  # the same day: a tie

    def test_posts_without_a_time_are_left_out(self, make_tagged: Make) -> None:
        tagged = make_tagged(
            ["a", "b"], ["favor", "against"], created_at=[datetime(2018, 6, 18, tzinfo=UTC), None]
        )
        found = stance_shares(tagged, "plan", of="sided", unit="account_day", tz="UTC")
        assert triple(found, "favor") == [1, 1, 1]

    @pytest.mark.parametrize("tz", [None, "Mars/Olympus", "", "../etc/passwd", 3])
    def test_the_zone_is_checked(self, ten: pd.DataFrame, tz: Any) -> None:
        with pytest.raises(EstimateError, match=r"time zone|expected a name"):
            stance_shares(ten, "plan", of="sided", unit="account_day", tz=tz)


class TestReposts:
    def test_as_agreement(self, make_tagged: Make) -> None:
        tagged = make_tagged(
            ["a", "b", "c", "d", "d"],
            ["favor", None, None, None, "against"],
            amplified=["against", "against", None, "against", None],
            kind=["original", "repost", "repost", "repost", "original"],
            roles=[None, ["employee"], [], ["press"], None],
        )
        found = stance_shares(tagged, "plan", of="selected", reposts="as_agreement", unit="post")
        # a's own words, b's repost, c's of something not analysed; d is of the press.
        assert found["n_posts"].tolist() == [3] * 4
        assert triple(found, "favor") == pytest.approx([1 / 2, 1 / 3, 2 / 3])
        assert triple(found, "against") == pytest.approx([1 / 2, 1 / 3, 2 / 3])
        assert found["reposts"].unique().tolist() == ["as_agreement"]
        assert stance_shares(tagged, "plan", of="selected", unit="post")["n_posts"].tolist() == [2] * 4

    def test_needs_the_columns(self, ten: pd.DataFrame) -> None:
        with pytest.raises(MissingColumnError, match="amplified_stance_plan"):
            stance_shares(
                ten.drop(columns="amplified_stance_plan"), "plan", of="sided", reposts="as_agreement"
            )


class TestGroups:
    def test_roles_overlap(self, make_tagged: Make) -> None:
        tagged = make_tagged(
            list("abcde"),
            ["favor", "against", "favor", "against", "favor"],
            roles=[["press", "employee", "press"], ["employee"], [], None, None],
        )
        found = stance_shares(tagged, "plan", by="author_roles", of="sided")
        assert found.columns[:3].tolist() == ["target", "author_roles", "stance"]
        counts = found[found["stance"] == "favor"].set_index("author_roles")["n_accounts"]
        assert counts.to_dict() == {"employee": 2, "press": 1, "no role declared": 1, "not judged": 2}
        assert counts.index.tolist() == ["employee", "press", "no role declared", "not judged"]
        assert triple(found, "favor", author_roles="employee") == [0.5, 0.5, 0.5]
        assert triple(found, "favor", author_roles="not judged") == [0.5, 0.5, 0.5]

    def test_an_account_is_judged_in_each_group(self, make_tagged: Make) -> None:
        tagged = make_tagged(["a", "a"], ["favor", "against"], community=["one", "two"])
        found = stance_shares(tagged, "plan", by="community", of="sided")
        assert triple(found, "favor", community="one") == [1, 1, 1]
        assert triple(found, "favor", community="two") == [0, 0, 0]

    def test_unknown_groups_come_last(self, make_tagged: Make) -> None:
        tagged = make_tagged(["a", "b"], ["favor", "against"], lang=[None, "en"])
        found = stance_shares(tagged, "plan", by="lang", of="sided")
        assert found["lang"].tolist()[:2] == ["en", "en"]
        assert found["lang"].isna().tolist() == [False, False, True, True]

    def test_two_columns(self, make_tagged: Make) -> None:
        tagged = make_tagged(
            ["a", "b"], ["favor", "against"], lang=["en", "de"], roles=[["press", "company"], ["press"]]
        )
        found = stance_shares(tagged, "plan", by=["author_roles", "lang"], of="sided")
        assert found.loc[
            found["stance"] == "favor", ["author_roles", "lang", "estimate"]
        ].values.tolist() == [
            ["company", "en", 1.0],
            ["press", "de", 0.0],
            ["press", "en", 1.0],
        ]

    def test_tiers_are_named_per_group(self, make_tagged: Make) -> None:
        tagged = make_tagged(
            list("abc"), ["favor", "against", None], tiers=["rules", "human", None], lang=["en", "en", "de"]
        )
        found = stance_shares(tagged, "plan", by="lang", of="selected")
        assert row(found, "favor", lang="en")["tier"] == "human, rules"
        assert pd.isna(row(found, "favor", lang="de")["tier"])
        without = stance_shares(tagged.drop(columns="stance_plan_tier"), "plan", of="sided")
        assert without["tier"].isna().all()

    @pytest.mark.parametrize("by", [["lang", "lang"], ["lang", "kind", "platform"], "stance_plan_nothing"])
    def test_groups_are_checked(self, ten: pd.DataFrame, by: Any) -> None:
        with pytest.raises(
            (EstimateError, MissingColumnError), match=r"by takes one column|stance_plan_nothing"
        ):
            stance_shares(ten, "plan", by=by, of="sided")

    def test_names_of_the_result_are_taken(self, ten: pd.DataFrame) -> None:
        with pytest.raises(EstimateError, match="by can't be 'unit'"):
            stance_shares(ten.assign(unit="a"), "plan", by="unit", of="sided")

    def test_values_that_cannot_be_grouped(self, ten: pd.DataFrame) -> None:
        with pytest.raises(EstimateError, match="can't be grouped"):
            stance_shares(
                ten.assign(odd=pd.Series([{"a": 1}] * len(ten), dtype=object)), "plan", by="odd", of="sided"
            )


class TestEdges:
    @pytest.mark.parametrize("unit", ["account", "post"])
    def test_empty_tables(self, make_tagged: Make, unit: Any) -> None:
        found = stance_shares(make_tagged([], []), "plan", of="selected", unit=unit)
        assert len(found) == 4
        assert found[["estimate", "low", "high"]].isna().all(axis=None)
        assert found["n_posts"].tolist() == found["n_accounts"].tolist() == [0] * 4
        assert found["interval"].tolist() == ["none"] * 4
        grouped = stance_shares(make_tagged([], []), "plan", by="author_roles", of="selected", unit=unit)
        assert len(grouped) == 0
        assert grouped.columns.tolist() == ["target", "author_roles", "stance", *ESTIMATE_COLUMNS]

    def test_nothing_clear(self, make_tagged: Make) -> None:
        found = stance_shares(make_tagged(["a", "b"], ["unclear", None]), "plan", of="selected")
        assert np.isnan(triple(found, "favor")[0])
        assert triple(found, "favor")[1:] == [0, 1]
        assert row(found, "unclear")["estimate"] == 1

    def test_only_unknown_accounts(self, make_tagged: Make) -> None:
        tagged = make_tagged(
            [None, None], ["favor", "against"], created_at=[datetime(2018, 6, 18, tzinfo=UTC)] * 2
        )
        assert stance_shares(tagged, "plan", of="sided")["n_accounts"].tolist() == [0, 0]
        days = stance_shares(tagged, "plan", of="sided", unit="account_day", tz="UTC")
        assert days["n_accounts"].tolist() == [0, 0]
        posts = stance_shares(tagged, "plan", of="sided", unit="post")
        assert posts[["n_posts", "n_accounts"]].values.tolist() == [[2, 0], [2, 0]]

    def test_stance_as_plain_text(self, make_tagged: Make) -> None:
        tagged = make_tagged(["a", "b"], ["favor", None])
        plain = tagged.assign(stance_plan=tagged["stance_plan"].astype("str"))
        pd.testing.assert_frame_equal(
            stance_shares(plain, "plan", of="selected"), stance_shares(tagged, "plan", of="selected")
        )

    def test_other_labels_are_refused(self, make_tagged: Make) -> None:
        tagged = make_tagged(["a"], ["favor"]).assign(stance_plan=["positive"])
        with pytest.raises(
            EstimateError, match="'stance_plan' holds 'positive'; stance is one of favor, against"
        ):
            stance_shares(tagged, "plan", of="sided")

    def test_the_argument_stays(self, ten: pd.DataFrame) -> None:
        before = ten.copy(deep=True)
        stance_shares(ten, "plan", by="author_roles", of="selected")
        pd.testing.assert_frame_equal(ten, before)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"of": "all"}, "of is 'all', expected one of selected, relevant, sided"),
        ({"of": "sided", "unit": "user"}, "unit is 'user', expected one of account, post, account_day"),
        ({"of": "sided", "reposts": "include"}, "reposts is 'include'"),
        ({"of": "sided", "scope": "world"}, "scope is 'world'"),
        ({"of": "sided", "scope": "process"}, "no valid interval.*correct the share by hand codes"),
    ],
)
def test_options_are_checked(ten: pd.DataFrame, options: dict[str, Any], message: str) -> None:
    with pytest.raises(EstimateError, match=message):
        stance_shares(ten, "plan", **options)


def test_of_is_required(ten: pd.DataFrame) -> None:
    with pytest.raises(TypeError, match="of"):
        stance_shares(ten, "plan")  # type: ignore[call-arg]


def test_unknown_targets_are_named(ten: pd.DataFrame) -> None:
    with pytest.raises(MissingColumnError, match=r"'stance_plam'.*Targets in this table: plan\."):
        stance_shares(ten, "plam", of="sided")
    with pytest.raises(MissingColumnError, match="Tag the posts first"):
        stance_shares(schema.empty(), "plan", of="sided")


posts = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", "d", None]),
        st.sampled_from([*LABELS, None]),
        st.sampled_from([None, [], ["press"], ["employee"], ["employee", "press"]]),
        st.integers(0, 4),
    ),
    max_size=25,
)
denominators = st.sampled_from(["selected", "relevant", "sided"])
units = st.sampled_from(["account", "post", "account_day"])
START = datetime(2018, 6, 18, 20, tzinfo=UTC)


def build(make_tagged: Make, rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    accounts, stances, roles, steps = zip(*rows, strict=True) if rows else ((), (), (), ())
    times = [START + timedelta(hours=6 * step) for step in steps]
    return make_tagged(list(accounts), list(stances), roles=list(roles), created_at=times)


def vote(labels: list[str | None]) -> str | None:
    counts = Counter(labels)
    if counts["favor"] != counts["against"]:
        return "favor" if counts["favor"] > counts["against"] else "against"
    if counts["favor"] or counts["unclear"]:
        return "unclear"
    return None if counts[None] else "none"


def recount(rows: Sequence[tuple[Any, ...]], of: str, unit: str) -> dict[str, tuple[float, float, float]]:
    """Say the same in plain Python."""
    ballots: dict[Any, list[str | None]] = defaultdict(list)
    for number, (account, stance, _, step) in enumerate(rows):
        day = (START + timedelta(hours=6 * step)).astimezone(ZoneInfo("Asia/Tokyo")).date()
        key = {"post": number, "account": account, "account_day": account and (account, day)}[unit]
        if key is not None:
            ballots[key].append(stance)
    votes = Counter(vote(labels) for labels in ballots.values())
    clear = ["favor", "against", *(["none"] if of == "selected" else [])]
    abstained = votes["unclear"] + (votes[None] if of == "selected" else 0)
    n_clear = sum(votes[label] for label in clear)
    n = n_clear + abstained
    nan = float("nan")
    found = {
        label: (
            votes[label] / n_clear if n_clear else nan,
            votes[label] / n if n else nan,
            (votes[label] + abstained) / n if n else nan,
        )
        for label in clear
    }
    return found if of == "sided" else {**found, "unclear": (abstained / n if n else nan, nan, nan)}


@settings(deadline=None)
@given(rows=posts, of=denominators, unit=units)
def test_against_a_plain_recount(make_tagged: Make, rows: list[Any], of: Any, unit: Any) -> None:
    found = stance_shares(build(make_tagged, rows), "plan", of=of, unit=unit, tz="Asia/Tokyo")
    expected = recount(rows, of, unit)
    assert set(found["stance"]) == set(expected)
    for stance, numbers in expected.items():
        assert triple(found, stance) == pytest.approx(list(numbers), nan_ok=True)


@settings(deadline=None)
@given(rows=posts, of=denominators, unit=units)
def test_bounds_hold_the_estimate(make_tagged: Make, rows: list[Any], of: Any, unit: Any) -> None:
    found = stance_shares(build(make_tagged, rows), "plan", of=of, unit=unit, tz="UTC", by="author_roles")
    known = found[found["interval"] == "bounds"]
    assert known[["low", "high"]].notna().all(axis=None)
    assert (known["low"] >= 0).all()
    assert (known["high"] <= 1).all()
    estimate = known["estimate"].dropna()
    assert (estimate >= known["low"][estimate.index] - 1e-12).all()
    assert (estimate <= known["high"][estimate.index] + 1e-12).all()
    sums = known.groupby("author_roles")["estimate"].sum(min_count=1).dropna()
    assert sums.to_numpy() == pytest.approx(np.ones(len(sums)))


@settings(deadline=None)
@given(rows=posts, of=denominators, unit=units, random=st.randoms(use_true_random=False))
def test_order_and_names_of_accounts_do_not_matter(
    make_tagged: Make, rows: list[Any], of: Any, unit: Any, random: Any
) -> None:
    options = {"of": of, "unit": unit, "tz": "UTC", "by": "author_roles"}
    names = {"a": "z9", "b": "a", "c": "ü", "d": "0", None: None}
    other = [(names[account], *rest) for account, *rest in rows]
    random.shuffle(other)
    one = stance_shares(build(make_tagged, rows), "plan", **options)
    two = stance_shares(build(make_tagged, other), "plan", **options)
    pd.testing.assert_frame_equal(one, two)


@settings(deadline=None)
@given(rows=posts, of=denominators, unit=units)
def test_sides_are_treated_alike(make_tagged: Make, rows: list[Any], of: Any, unit: Any) -> None:
    flip = {"favor": "against", "against": "favor"}
    flipped = [(account, flip.get(stance, stance), *rest) for account, stance, *rest in rows]
    one = stance_shares(build(make_tagged, rows), "plan", of=of, unit=unit, tz="UTC")
    two = stance_shares(build(make_tagged, flipped), "plan", of=of, unit=unit, tz="UTC")
    assert triple(one, "favor") == pytest.approx(triple(two, "against"), nan_ok=True)
