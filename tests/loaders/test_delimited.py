from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction.loaders._decode import Undecodable
from reaction.loaders._delimited import Delimited, find_header, read_rows

TABLE = Delimited(",", 1, ("id", "text"))
CELLS = st.text(st.sampled_from('ab",;\n\r\t \u00e9'), max_size=8)


def rows(text: str, table: Delimited = TABLE):
    return list(read_rows(io.StringIO(text, newline=""), table))


@given(
    st.lists(st.tuples(st.integers(1, 9).map(str), CELLS), max_size=8), st.sampled_from([",", "\t", ";", "|"])
)
def test_what_the_csv_module_writes_is_read(records, delimiter):
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(["id", "text"])
    writer.writerows(records)
    found = rows(file.getvalue(), Delimited(delimiter, 1, ("id", "text")))
    assert [record for _, _, record in found] == [
        {name: cell.replace("\r\n", "\n") for name, cell in zip(("id", "text"), record, strict=True) if cell}
        for record in records
    ]


def test_rows_know_the_line_that_they_begin_in():
    assert [line for line, _, _ in rows('id,text\n1,a\n2,"b\nc"\n3,d\n')] == [2, 3, 5]


def test_a_stray_quotation_mark_takes_no_row_behind_it_along():
    content = 'id,text\n1,a\n2,"open\n' + "".join(f"{i},t{i}\n" for i in range(3, 40))
    found = [record for _, _, record in rows(content)]
    assert found == [
        {"id": "1", "text": "a"},
        {"id": "2", "text": '"open'},
        *({"id": str(i), "text": f"t{i}"} for i in range(3, 40)),
    ]


def test_a_stray_mark_that_leaves_no_row_costs_its_own():
    found = rows('id,text\n1,a\n"2,open\n3,b\n4,"c"\n')
    assert [record for _, _, record in found if isinstance(record, dict)] == [{"id": "1", "text": "a"}, {"id": '"2', "text": "open"}, {"id": "3", "text": "b"}, {"id": "4", "text": "c"}]  # fmt: skip


def test_line_breaks_in_cells_are_of_one_kind():
    assert rows('id,text\r\n1,"a\r\nb"\r\n')[0][2] == {"id": "1", "text": "a\nb"}


def test_many_stray_marks_take_linear_time():
    found = rows("id,text\n" + '1,"x\n' * 50_000)
    assert len(found) <= 50_000


def test_rows_of_another_width_are_named():
    reasons = [
        record.reason for _, _, record in rows("id,text\n1\n1,2,3\n1,2,\n") if isinstance(record, Undecodable)
    ]
    assert reasons == ["row of 1 cells, the header has 2", "row of 3 cells, the header has 2"]


def test_a_last_row_that_breaks_off_is_truncated():
    assert rows("id,text\n1,a\n2")[-1][2].reason == "truncated"


def test_blank_lines_are_blank():
    assert [record for _, _, record in rows("id,text\n\n1,a\n,\n")] == [None, {"id": "1", "text": "a"}, None]


@pytest.mark.parametrize("preamble", ["", "Report,of\n\n", '"A ""search""", from\n;;\n'])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_header_is_found_behind_a_preamble(preamble, delimiter):
    text = f"\ufeff{preamble}id{delimiter} text \n1{delimiter}a\n"
    table, found = find_header(text, lambda names: True if set(names) == {"id", "text"} else None)
    assert found
    assert (table.delimiter, table.names) == (delimiter, ("id", "text"))
    assert [record for _, _, record in rows(text, table)] == [{"id": "1", "text": "a"}]


@given(st.text(max_size=200), st.sampled_from([",", "\t"]))
def test_no_text_raises_and_every_line_is_somewhere(text, delimiter):
    found = rows("id,text\n" + text, Delimited(delimiter, 1, ("id", "text"), escape="\\"))
    lines = [line for line, _, _ in found]
    assert lines == sorted(lines)
