"""Counts by role, act and language agree with a recount and hide small cells."""

from collections.abc import Callable

import pandas as pd
import pyarrow as pa
import pytest

from reaction import schema
from reaction.errors import MissingColumnError
from reaction.measures import act_counts, analysed, languages, role_counts

Make = Callable[..., pd.DataFrame]
LISTS = pd.ArrowDtype(pa.list_(pa.string()))


class TestRoles:
    def test_worked_example(self, make_tagged: Make) -> None:
        tagged = make_tagged(
            ["a", "a", "b", "c", "d", "d", None, "e"],
            [None] * 8,
            roles=[["press"], None, ["press", "company"], [], None, [], ["press"], ["press"]],
            is_context=[False] * 7 + [True],
        )
        assert role_counts(tagged).values.tolist() == [
            ["company", 1, 1],
            ["press", 2, 3],
            ["no role declared", 2, 3],
            ["not judged", 0, 0],
        ]

    def test_empty(self, make_tagged: Make) -> None:
        assert role_counts(make_tagged([], [])).values.tolist() == [
            ["no role declared", 0, 0],
            ["not judged", 0, 0],
        ]
        with pytest.raises(MissingColumnError, match="Tag the posts first"):
            role_counts(schema.empty())


class TestActs:
    @pytest.fixture
    def tagged(self, make_tagged: Make) -> pd.DataFrame:
        tagged = make_tagged(
            [*"abcdef", "f", None],
            [None] * 8,
            roles=[["employee"]] * 6 + [["press"]] * 2,
            kind=["original"] * 7 + ["repost"],
        )
        acts = [
            ["demand"],
            ["demand"],
            ["demand"],
            ["demand"],
            ["demand", "quit_threat"],
            [],
            None,
            ["demand"],
        ]
        return tagged.assign(acts=pd.Series(acts, dtype=LISTS))

    def test_small_cells_are_blanked(self, tagged: pd.DataFrame) -> None:
        found = act_counts(tagged)
        assert found[["author_roles", "act", "suppressed"]].values.tolist() == [
            ["employee", "demand", False],
            ["employee", "quit_threat", True],
            ["employee", "no act", True],
            ["press", "not analysed", True],
        ]
        assert found["n_posts"].isna().equals(found["suppressed"])
        assert found["n_accounts"].isna().equals(found["suppressed"])
        assert found.loc[0, ["n_posts", "n_accounts"]].tolist() == [5, 5]

    def test_all_posts_together(self, tagged: pd.DataFrame) -> None:
        found = act_counts(tagged, by=None)
        assert found[["act", "n_posts", "n_accounts"]].values.tolist() == [
            ["demand", 5, 5],
            ["quit_threat", 1, 1],
            ["no act", 1, 1],
            ["not analysed", 1, 1],
        ]
        assert not found["suppressed"].any()

    def test_minimum(self, tagged: pd.DataFrame) -> None:
        assert not act_counts(tagged, minimum=1)["suppressed"].any()

    def test_two_columns_and_empty(self, tagged: pd.DataFrame) -> None:
        assert act_counts(tagged, by=["author_roles", "kind"]).columns.tolist()[:3] == [
            "author_roles",
            "kind",
            "act",
        ]
        assert len(act_counts(tagged.iloc[:0])) == 0


class TestLanguages:
    def test_worked_example(self, make_tagged: Make) -> None:
        tagged = make_tagged(
            list("abcde"),
            [None] * 5,
            lang=["en", "de", None, "de", "en"],
            kind=["original"] * 4 + ["repost"],
        )
        found = languages(tagged)
        assert found["lang"].tolist()[:2] == ["de", "en"]
        assert pd.isna(found["lang"].iloc[2])
        assert found["n_posts"].tolist() == [2, 1, 1]
        assert found["share"].tolist() == [0.5, 0.25, 0.25]
        assert len(languages(schema.empty())) == 0


class TestAnalysed:
    def test_worked_example(self, make_tagged: Make) -> None:
        tagged = make_tagged(
            ["a", "b", None, "d"],
            ["favor", None, "none", None],
            kind=["original"] * 3 + ["repost"],
        ).assign(sentiment=[0.0, float("nan"), float("nan"), 0.5], stance_plan_confidence=1.0)
        assert analysed(tagged).values.tolist() == [
            ["sentiment", 3, 1, 2, pytest.approx(2 / 3), 1, 3],
            ["stance_plan", 3, 2, 1, pytest.approx(1 / 3), 1, 3],
        ]

    def test_empty(self, make_tagged: Make) -> None:
        assert analysed(make_tagged([], []))["share"].tolist() == [0.0]
        assert len(analysed(schema.empty())) == 0
