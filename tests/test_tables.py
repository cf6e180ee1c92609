from __future__ import annotations

import csv
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reaction.errors import NoInputError, SchemaError
from reaction.tables import format_estimate, to_csv, to_latex, to_markdown

STORABLE = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
HOSTILE = pd.DataFrame(
    {
        "=who": ["@evil", "$x_1$ & {50}% #1 ~^\\ <b>|", "a\nb\x00\u202ec", "😀 \u0645"],
        "tags": pd.Series([["a", "=b"], [], None, ["c"]], dtype=object),
        "n": pd.Series([1, 2000, None, 4], dtype="Int64"),
        "share": [0.123, 1.0, np.nan, -0.5],
        "at": pd.to_datetime(
            ["2018-06-18T17:00:00Z", None, "2018-06-18", "2018-06-19"], format="ISO8601", utc=True
        ),
        "in": [True, False, True, False],
    }
)


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_csv_cells_are_safe_and_complete(tmp_path):
    rows = read(to_csv(HOSTILE, tmp_path / "t.csv"))
    assert rows[0] == ["'=who", "tags", "n", "share", "at", "in"]
    assert rows[1] == ["'@evil", "a; =b", "1", "0.123", "2018-06-18T17:00:00+00:00", "True"]
    assert rows[3] == ["a\nbc", "", "", "", "2018-06-18T00:00:00+00:00", "True"]
    assert rows[4][3] == "-0.5"


@settings(deadline=None)
@given(cells=st.lists(STORABLE, min_size=1, max_size=5), name=STORABLE)
def test_no_csv_cell_starts_a_formula(tmp_path_factory, cells, name):
    table = pd.DataFrame({name: cells, name + "2": pd.Categorical(cells)})
    for row in read(to_csv(table, tmp_path_factory.mktemp("csv") / "t.csv")):
        assert not any(cell.lstrip()[:1] in set("=@") for cell in row)
        assert not any(re.match(r"[+-](?![0-9.e+-]*$)", cell) for cell in row)


def test_a_named_index_is_written_and_a_plain_one_is_not(tmp_path):
    table = pd.DataFrame({"n": [1, 2]}, index=pd.Index(["=a", "b"], name="role"))
    assert read(to_csv(table, tmp_path / "t.csv")) == [["role", "n"], ["'=a", "1"], ["b", "2"]]
    assert to_markdown(table).splitlines()[2] == "| =a | 1 |"


def test_tables_without_rows_keep_their_header(tmp_path):
    empty = HOSTILE.iloc[:0]
    assert len(read(to_csv(empty, tmp_path / "t.csv"))) == 1
    assert len(to_markdown(empty).splitlines()) == 2
    assert r"\toprule" in to_latex(empty)


def test_columns_of_one_name_are_all_written(tmp_path):
    table = pd.DataFrame([[1, 2]], columns=["n", "n"])
    assert read(to_csv(table, tmp_path / "t.csv")) == [["n", "n"], ["1", "2"]]
    assert "n & n" in to_latex(table)


def test_a_missing_folder_is_an_error_that_says_so(tmp_path):
    with pytest.raises(NoInputError, match="does not exist"):
        to_csv(HOSTILE, tmp_path / "no" / "t.csv")


@settings(deadline=None)
@given(cell=STORABLE, name=STORABLE)
def test_markdown_keeps_one_row_per_row_and_escapes_every_pipe(cell, name):
    lines = to_markdown(pd.DataFrame({name + "_": [cell], "n": [1]})).split("\n")
    assert len(lines) == 4
    assert all(len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) == 3 for line in lines[:3])


def test_markdown_shows_numbers_for_the_eye():
    lines = to_markdown(HOSTILE, decimals=1).splitlines()
    assert lines[1] == "| --- | --- | ---: | ---: | --- | --- |"
    assert "| 2,000 | 1.0 |" in lines[3]
    assert r"\<b\>\|" in lines[3]


@settings(deadline=None, max_examples=60)
@given(cell=STORABLE)
def test_latex_escapes_every_special_character(cell):
    body = to_latex(pd.DataFrame({"a": [cell], "b": [1]})).split(r"\midrule")[1].split(r"\bottomrule")[0]
    assert body.count("\n") == 2
    assert not re.search(r"(?<!\\)[#$%_~^]", body)
    unescaped = re.sub(r"\\text\w+\{\}|\\[{}&%$#_]|\\\\", "", body)
    assert not re.search(r"[{}\\]", unescaped)
    assert unescaped.count("&") == 1


def test_latex_takes_caption_and_label():
    latex = to_latex(HOSTILE, caption="50 % & more", label="tab:stance")
    assert r"\caption{50 \% \& more}" in latex
    assert r"\label{tab:stance}" in latex
    assert r"\begin{tabular}{llrrll}" in latex
    with pytest.raises(SchemaError, match="label"):
        to_latex(HOSTILE, label="a}b")


def row(**changes):
    return {
        "estimate": 0.324,
        "low": 0.281,
        "high": 0.409,
        "unit": "account",
        "n_accounts": 412,
        "n_posts": 1500,
    } | changes


def test_estimates_read_as_in_a_sentence():
    assert format_estimate(row()) == "32 % [28, 41] (n = 412 accounts)"
    assert format_estimate(row(unit="post")) == "32 % [28, 41] (n = 1,500 posts)"
    assert format_estimate(row(low=np.nan), decimals=1) == "32.4 % (n = 412 accounts)"
    assert format_estimate(row(estimate=pd.NA, n_accounts=1)) == "no estimate (n = 1 account)"
    assert format_estimate(pd.Series(row())) == format_estimate(row())
    with pytest.raises(SchemaError, match="'low'"):
        format_estimate({"estimate": 1})
