from __future__ import annotations

import io
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction.hostile import control_free, csv_safe, xml_safe

ANYTHING = st.text(st.characters(), max_size=40)  # lone surrogates included
STORABLE = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1+1",
        "-1+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "\uff1d1",
        "\u200b=1",
        "\u202e=1",
        "\x00=1",
        "\n",
    ],
)
def test_formulas_get_an_apostrophe(text):
    assert csv_safe(text).startswith("'")


@pytest.mark.parametrize("text", ["-3", "+4.25", "-1e5", "a=b", "", "'=1", "mail@example.org", "1-2"])
def test_harmless_text_stays(text):
    assert csv_safe(text) == text


def test_a_number_followed_by_a_line_end_is_no_number():
    assert csv_safe("-3\n") == "'-3\n"
    assert csv_safe(pd.Series(["-3\n", "-3"], dtype="str")).tolist() == ["'-3\n", "-3"]


@pytest.mark.parametrize("function", [control_free, csv_safe, xml_safe])
@given(texts=st.lists(STORABLE, max_size=6))
def test_a_column_is_treated_as_its_values_are(function, texts):
    expected = [function(text) for text in texts]
    index = pd.Index([0] * len(texts))
    assert function(pd.Series(texts, dtype="str", index=index)).tolist() == expected
    assert function(pd.Series(texts, dtype=object)).tolist() == expected
    assert function(pd.Series(texts, dtype="str").astype("category")).tolist() == expected


@given(ANYTHING)
def test_results_are_safe_and_stay_so(text):
    for function in (control_free, csv_safe, xml_safe):
        once = function(text)
        assert function(once) == once
    csv_safe(text).encode()  # no lone surrogate is left
    assert csv_safe(text).lstrip()[:1] not in {"=", "@"}


@given(STORABLE)
def test_xml_holds_what_is_left(text):
    clean = xml_safe(text).replace("\r", "")  # parsers turn carriage returns into line feeds
    element = ET.Element("a")
    element.text = clean
    assert (ET.fromstring(ET.tostring(element)).text or "") == clean


def test_columns_keep_nulls_index_name_and_other_values():
    column = pd.Series(["=1", None], index=[3, 3], name="n", dtype="str")
    result = csv_safe(column)
    assert result.name == "n"
    assert result.index.tolist() == [3, 3]
    assert result.dtype == column.dtype
    assert result.isna().tolist() == [False, True]
    assert column.tolist()[0] == "=1"
    mixed = pd.Series([1, "=1", None, ["=1"]], dtype=object)
    assert csv_safe(mixed).tolist() == [1, "'=1", None, ["=1"]]
    numbers = pd.Series([1.0, np.nan])
    assert csv_safe(numbers) is numbers


def test_a_column_survives_a_round_trip_through_csv():
    column = csv_safe(pd.Series(["a\x00\x1bb", 'x, "y"\nz', "é😀"], dtype="str"))
    read = pd.read_csv(io.StringIO(column.to_frame("t").to_csv(index=False)))["t"]
    assert read.tolist() == ["ab", 'x, "y"\nz', "é😀"]
