"""Any table: mappings and presets, files of every kind, clear errors, and an account of every row."""

from __future__ import annotations

import csv
import gc
import io
import tempfile
import warnings
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reaction as rx
from reaction import schema
from reaction.errors import LoadError, MappingError, NoInputError, RejectedWarning
from reaction.loaders import load_table, read_table
from reaction.loaders._mapping import MAPPABLE, presets
from reaction.loaders._table_times import TableTimes

BASIC = {"post_id": "Tweet Id", "text": "Text", "created_at": "Date"}
HEADER = ["Tweet Id", "Text", "Date"]
ROW = ["1008599655142154241", "hello", "2018-06-18 17:00:00"]


def as_csv(*rows, delimiter=",", encoding="utf-8", **options) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, **options).writerows(rows)
    return text.getvalue().encode(encoding)


@pytest.fixture
def spreadsheet(tmp_path):
    """Write sheets, given by name as lists of rows."""

    def write_sheets(name="table.xlsx", **sheets) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        book.save(tmp_path / name)
        return tmp_path / name

    return write_sheets


def test_a_mapping_is_enough_to_read_a_table(write, accounted):
    path = write(as_csv(HEADER, ROW, ["", "", ""], ["20", "and\nanother", ""]), name="a.csv")
    loaded = accounted(load_table(path, mapping=BASIC, platform="Twitter"))
    schema.validate(loaded.posts)
    assert loaded.posts[["platform", "post_id", "text", "source_line", "source_format"]].values.tolist() == [
        ["x", "1008599655142154241", "hello", 2, "table"],
        ["x", "20", "and\nanother", 4, "table"],
    ]
    assert (loaded.report.lines, loaded.report.blank, loaded.report.records) == (5, 1, 2)


def test_every_column_of_posts_can_be_mapped(write):
    values = {
        **dict.fromkeys(MAPPABLE, "7"),
        **{name: "2018-06-18T17:00:00Z" for name in MAPPABLE if name.endswith("_at")},
        "kind": "RT",
        "lang": "English",
        "platform": "Bluesky",
        "is_context": "no",
        "status": "Edited",
        "urls": "https://example.com/a,b;https://example.com/c",
        "hashtags": "#a, #B",
        "mentions": "@ann|bob",
        "media": '["https://example.com/1.png"]',
        "url": "https://bsky.app/profile/a/post/b",
        "author_handle": " @ann ",
        "author_verified": "true",
        "author_automated": "no",
        "n_likes": "1,234",
        "text_truncated": "yes",
        "author_bio": " spaces stay ",
    }
    path = write(as_csv(list(values), list(values.values())), name="a.csv")
    (post,) = read_table(path, mapping={name: name for name in MAPPABLE}).to_dict("records")
    expected = {
        "kind": "repost",
        "lang": "en",
        "platform": "bluesky",
        "is_context": False,
        "status": "edited",
        "hashtags": ["a", "B"],
        "mentions": ["ann", "bob"],
        "author_handle": "ann",
        "author_verified": True,
        "urls": ["https://example.com/a,b", "https://example.com/c"],
        "author_automated": False,
        "n_likes": 1234,
        "author_followers": 7,
        "score": 7,
        "reply_to_id": "7",
        "conversation_id": "7",
        "text_truncated": True,
        "author_bio": " spaces stay ",
        "created_at_quality": "exact",
    }
    assert {name: post[name] for name in expected} == expected
    assert post["media"][0]["url"] == "https://example.com/1.png"
    unknown = [name for name in MAPPABLE if post[name] is None or post[name] != post[name]]
    assert not unknown


def test_the_first_column_that_is_not_empty_counts(write):
    path = write(as_csv(["Id", "Full", "Snippet", "Likes", "Hearts"], ["1", "", "cut…", "", "3"], ["2", "whole", "cut…", "4", "5"]), name="a.csv")  # fmt: skip
    mapping = {
        "post_id": "Id",
        "text": {"column": "Full", "cut": "Snippet"},
        "n_likes": ["Likes", "Hearts", "Faves"],
    }
    posts = read_table(path, mapping=mapping)
    assert posts[["text", "text_truncated", "n_likes"]].values.tolist() == [
        ["cut…", True, 3],
        ["whole", False, 4],
    ]


@pytest.mark.parametrize(
    ("spec", "cell", "expected"),
    [
        ("Links", "https://a.example/x,y https://b.example", ["https://a.example/x,y", "https://b.example"]),
        ("Links", "['https://a.example/x', 'https://b.example']", ["https://a.example/x", "https://b.example"]),
        ({"column": "Links", "separator": ";"}, "https://a.example/x;b.example/y", ["https://a.example/x", "https://b.example/y"]),
        ("Links", "", []),
    ],
)  # fmt: skip
def test_lists_in_a_cell(write, spec, cell, expected):
    path = write(as_csv(["Id", "Links"], ["1", cell]), name="a.csv")
    assert read_table(path, mapping={"post_id": "Id", "urls": spec})["urls"][0] == expected


def test_a_list_that_is_not_mapped_is_unknown(write):
    path = write(as_csv(HEADER, ROW), name="a.csv")
    assert read_table(path, mapping=BASIC)["hashtags"].isna().all()


def test_ids_are_read_from_permalinks_and_references_from_addresses(write, accounted):
    rows = [
        ["https://x.com/ann/status/1", "", "whole text"],
        ["https://x.com/bob/status/2", "http://twitter.com/ann/statuses/1, https://x.com/ann", ""],
        ["https://www.example.com/story?utm_source=x", "", "an article"],
        ["https://x.com/ann", "", "a profile"],
        ["", "", "nothing"],
    ]
    path = write(as_csv(["Url", "Repost of", "Text"], *rows), name="a.csv")
    loaded = accounted(load_table(path, mapping={"url": "Url", "repost_of_id": "Repost of", "text": "Text"}))
    assert loaded.posts[["platform", "post_id", "kind", "text"]].values.tolist() == [
        ["x", "1", "original", "whole text"],
        ["x", "2", "repost", "whole text"],
        ["unknown", "https://example.com/story", "original", "an article"],
    ]
    assert loaded.posts["repost_of_author_handle"][1] == "ann"
    assert loaded.rejects[["line", "reason"]].values.tolist() == [[5, "no post id"], [6, "no post id"]]


@pytest.mark.parametrize(
    "cell", ['="1008599655142154241"', "'1008599655142154241", ' "1008599655142154241" ']
)
def test_what_keeps_a_spreadsheet_from_counting_is_taken_off_ids(write, cell):
    path = write(as_csv(HEADER, [cell, "hi", ""]), name="a.csv")
    assert read_table(path, mapping=BASIC)["post_id"].tolist() == ["1008599655142154241"]


def test_damaged_ids_come_from_the_permalink_or_are_rejected(spreadsheet, accounted):
    damaged = 1.00859965514215e18
    path = spreadsheet(
        Sheet=[
            ["Id", "Link"],
            [damaged, "https://x.com/ann/status/1008599655142154241"],
            [damaged, None],
            ["1008599655142154242", None],
            [20.0, None],
        ]
    )
    loaded = accounted(load_table(path, mapping={"post_id": "Id", "url": "Link"}))
    assert loaded.posts["post_id"].tolist() == ["1008599655142154241", "1008599655142154242", "20"]
    assert loaded.rejects[["line", "reason"]].values.tolist() == [[3, "damaged post id"]]


def test_words_for_nothing_are_no_ids_and_no_accounts(write, accounted):
    rows = [["nan", "https://x.com/a/status/1", "[deleted]"], ["None", "", "null"], ["7", "N/A", "@null"]]
    path = write(as_csv(["Id", "Url", "By"], *rows), name="a.csv")
    mapping = {"post_id": "Id", "url": "Url", "author_handle": "By"}
    loaded = accounted(load_table(path, mapping=mapping))
    assert loaded.posts["post_id"].tolist() == ["1", "7"]
    assert loaded.posts["author_handle"].fillna("").tolist() == ["", "null"]
    assert loaded.posts["url"].fillna("").tolist() == ["https://x.com/a/status/1", ""]


# --- kinds of files


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_however_it_is_written(write, accounted, delimiter, encoding):
    preamble = [["A search, for something"], [], ["From", "2018"]]
    content = as_csv(
        *preamble, HEADER, [*ROW[:1], "Grüße; a, b|c", *ROW[2:]], delimiter=delimiter, encoding=encoding
    )
    loaded = accounted(load_table(write(content, name="a.txt.csv"), mapping=BASIC))
    assert loaded.posts[["text", "source_line"]].values.tolist() == [["Grüße; a, b|c", 5]]


def test_another_encoding_has_to_be_named(write):
    path = write(as_csv(HEADER, ["1", "Grüße", ""], encoding="cp1252"), name="a.csv")
    with pytest.raises(LoadError, match=r"no UTF-8 text \(byte 0xfc at .*cp1252"):
        read_table(path, mapping=BASIC)
    assert read_table(path, mapping=BASIC, encoding="cp1252")["text"].tolist() == ["Grüße"]
    assert read_table(path, mapping=BASIC, encoding="utf-8")["text"].tolist() == ["Gr\ufffd\ufffde"]
    with pytest.raises(MappingError, match="no encoding 'cp12525'"):
        read_table(path, mapping=BASIC, encoding="cp12525")


def test_a_delimiter_can_be_named(write):
    path = write(b"Tweet Id~Text, of;posts~Date\n1~hi~\n", name="a.csv")
    mapping = {"post_id": "Tweet Id", "text": "Text, of;posts"}
    assert read_table(path, mapping=mapping, delimiter="~")["text"].tolist() == ["hi"]
    with pytest.raises(MappingError, match="one character"):
        read_table(path, mapping=mapping, delimiter="~~")


def test_dates_of_a_spreadsheet_are_read_as_they_are_shown(spreadsheet):
    path = spreadsheet(
        Sheet=[
            ["Id", "Date", "Time"],
            [1, datetime(2018, 6, 18, 17, 0, 30), None],
            [2, date(2018, 6, 18), None],
            [3, date(2018, 6, 18), time(17, 0)],
            [4, "18 June 2018", "5:00 PM"],
            [5, None, time(17, 0)],
        ]
    )
    mapping = {"post_id": "Id", "created_at": {"column": "Date", "time": "Time"}}
    posts = read_table(path, mapping=mapping, tz="Europe/Berlin")
    assert posts["created_at"].astype("str").tolist()[:4] == [
        "2018-06-18 15:00:30+00:00",
        "2018-06-18 00:00:00+00:00",
        "2018-06-18 15:00:00+00:00",
        "2018-06-18 15:00:00+00:00",
    ]
    assert posts["created_at_quality"].tolist()[:4] == ["exact", "date_only", "exact", "minute"]
    assert posts["created_at"].isna()[4]


def test_the_sheet_with_the_columns_is_found(spreadsheet):
    path = spreadsheet(Info=[["Search", "Date"], ["a", "b"]], Results=[["made", "by"], [], HEADER, ROW])
    assert read_table(path, mapping=BASIC)["source_line"].tolist() == [4]


def test_several_sheets_with_the_columns_are_an_error(spreadsheet):
    path = spreadsheet(May=[HEADER, ROW], June=[HEADER, ["2", "b", ""]])
    with pytest.raises(MappingError, match=r"several sheets with these columns: 'May', 'June'.*sheet="):
        read_table(path, mapping=BASIC)
    assert read_table(path, mapping=BASIC, sheet="June")["text"].tolist() == ["b"]
    with pytest.raises(MappingError, match=r"no sheet 'July'\. Its sheets: 'May', 'June'"):
        read_table(path, mapping=BASIC, sheet="July")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04 and then nothing", "can't be read as one"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old spreadsheet"),
        (b"PAR1 and then nothing", "begins as a Parquet file"),
        (b" \n\n", "is empty"),
    ],
)
def test_files_that_are_no_tables_say_so(write, content, message):
    with pytest.raises(LoadError, match=message):
        read_table(write(content, name="a.dat"), mapping=BASIC)


def test_a_spreadsheet_that_breaks_off_keeps_its_account(spreadsheet, accounted):
    path = spreadsheet(Sheet=[HEADER, *([str(i), "x" * (i % 97), ""] for i in range(20_000))])
    content = bytearray(path.read_bytes())
    place = content.find(b"xl/worksheets/sheet1.xml")
    content[place + 30_000 : place + 30_100] = bytes(100)
    path.write_bytes(content)
    loaded = accounted(load_table(path, mapping=BASIC))
    assert loaded.report.reasons == {"compressed data damaged": 1}


def with_sheet(path: Path, change) -> Path:
    """Change the XML of a spreadsheet's first sheet."""
    with zipfile.ZipFile(path) as book:
        content = {name: book.read(name) for name in book.namelist()}
    name = "xl/worksheets/sheet1.xml"
    content[name] = change(content[name])
    with zipfile.ZipFile(path, "w") as book:
        for member, data in content.items():
            book.writestr(member, data)
    return path


def test_a_spreadsheet_with_a_wrong_cell_keeps_the_rows_before_it(spreadsheet, accounted):
    path = spreadsheet(Sheet=[HEADER, *([str(i), "x", ""] for i in range(1, 30))])
    with_sheet(path, lambda xml: xml.replace(b'r="C20"', b'r="`20"'))
    loaded = accounted(load_table(path, mapping=BASIC))
    assert loaded.posts["post_id"].tolist() == [str(i) for i in range(1, 19)]
    assert len(loaded.rejects) == 1


@pytest.mark.parametrize(
    "change", [lambda xml: xml.replace(b'r="A1"', b'r="`1"'), lambda xml: xml[:200], lambda xml: b"<a"]
)
def test_a_spreadsheet_that_can_not_be_read_says_so_and_is_closed(spreadsheet, change):
    path = with_sheet(spreadsheet(Sheet=[HEADER, ROW]), change)
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always", ResourceWarning)
        with pytest.raises(LoadError, match="spreadsheet"):
            load_table(path, mapping=BASIC)
        gc.collect()
    assert not found


def test_parquet_gives_its_own_types(tmp_path, accounted):
    table = pa.table(
        {
            "id": pa.array([1008599655142154241, 2, None], pa.int64()),
            "float": [1.00859965514215e18, 2.0, 3.0],
            "when": pa.array([datetime(2018, 6, 18, 17), None, None], pa.timestamp("ns", "UTC")),
            "tags": [["a", "b c"], [], None],
            "ok": [True, None, False],
        }
    )
    pq.write_table(table, path := tmp_path / "a.parquet")
    mapping = {"post_id": "id", "created_at": "when", "hashtags": "tags", "author_verified": "ok"}
    loaded = accounted(load_table(path, mapping=mapping))
    assert loaded.posts["post_id"].tolist() == ["1008599655142154241", "2"]
    assert loaded.posts["hashtags"].tolist() == [["a", "b c"], []]
    assert loaded.posts["created_at"][0].isoformat() == "2018-06-18T17:00:00+00:00"
    assert loaded.rejects[["line", "reason"]].values.tolist() == [[3, "no post id"]]
    assert load_table(path, mapping={"post_id": "float"}).report.reasons == {"damaged post id": 1}


def test_several_files_are_one_table(write, spreadsheet, accounted):
    write(as_csv(HEADER, ROW), name="in/a.csv")
    write(as_csv(HEADER, ROW, ["2", "b", ""], delimiter=";"), name="in/deep/b.csv")
    write(b"notes", name="in/README.md")
    write(as_csv(["Other"], ["1"]), name="in/c.csv")
    folder = write(b"", name="in/.hidden").parent
    loaded = accounted(load_table(folder, mapping=BASIC))
    assert loaded.posts["post_id"].tolist() == ["1008599655142154241", "2"]
    assert (loaded.report.duplicates, len(loaded.report.skipped)) == (1, 3)
    with pytest.warns(RejectedWarning, match=r"MappingError: .*c\.csv.*load_table"):
        read_table(folder, mapping=BASIC)
    with pytest.raises(NoInputError, match="No table was found"):
        read_table(write(b"x", name="empty/notes.md").parent, mapping=BASIC)


# --- errors


def test_neither_mapping_nor_preset(write):
    with pytest.raises(MappingError, match="preset= one of brandwatch, meltwater, talkwalker"):
        read_table(write(as_csv(HEADER, ROW), name="a.csv"))


def test_an_unknown_preset_lists_those_there_are(write):
    with pytest.raises(
        MappingError, match=r"no preset 'brandwach'\. Presets: brandwatch, meltwater, talkwalker"
    ):
        read_table(write(as_csv(HEADER, ROW), name="a.csv"), preset="brandwach")


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ({**BASIC, "text": "Txt"}, r"no column 'Txt', mapped to text. Did you mean 'Text'\? Its columns: Tweet Id, Text, Date"),
        ({**BASIC, "text": ["Body", "Message"]}, "no column 'Body' or 'Message', mapped to text"),
        ({**BASIC, "text": {"column": "Text", "cut": "Bit"}}, "no column 'Bit'"),
        ({**BASIC, "likes": "Likes"}, "'likes', which is no column of posts that a table gives. Did you mean n_likes"),
        ({**BASIC, "source_file": "Text"}, "'source_file'"),
        ({**BASIC, "text": 5}, "has to name a column or a list of columns, not 5"),
        ({**BASIC, "text": {"columns": "Text"}}, "has 'columns'; it may have column, cut, separator, time"),
        ({**BASIC, "text": {"column": "Text", "separator": ";"}}, "can't have 'separator'"),
        ({**BASIC, "urls": {"column": "Text", "separator": ""}}, "has to be a text"),
        ({"text": "Text"}, "Nothing identifies a post"),
        ({"post_id": None, "text": "Text"}, "Nothing identifies a post"),
        ({"post_id": "Id", "text": "Texts"}, "has none of the columns Id, Texts. Did you mean"),
    ],
)  # fmt: skip
def test_a_mapping_that_does_not_fit_says_why(write, mapping, message):
    with pytest.raises(MappingError, match=message):
        read_table(write(as_csv(["Made by a tool"], HEADER, ROW), name="a.csv"), mapping=mapping)


def test_a_column_that_is_there_twice_is_not_guessed(write):
    path = write(as_csv(["id", "query", "id"], ["1", "q", "2"]), name="a.csv")
    with pytest.raises(MappingError, match="2 columns 'id', mapped to post_id"):
        read_table(path, mapping={"post_id": "id"})


def test_dates_with_day_and_month_as_numbers_need_a_format(write):
    path = write(as_csv(HEADER, ROW, ["2", "b", "03/04/2018 10:00"]), name="a.csv")
    with pytest.raises(MappingError, match=r"line 3: '03/04/2018 10:00' does not say .*date_format="):
        read_table(path, mapping=BASIC)
    posts = read_table(path, mapping=BASIC, date_format="%d/%m/%Y %H:%M")
    assert posts["created_at"].dt.strftime("%d %b").tolist() == ["18 Jun", "03 Apr"]
    loaded = load_table(path, mapping=BASIC, date_format="%d.%m.%Y")
    assert loaded.report.odd[["field", "n"]].values.tolist() == [["created_at", 1]]


def test_odd_values_are_null_and_counted(write, accounted):
    path = write(as_csv(["Id", "Likes", "Verified", "Date"], ["1", "many", "blue", "soon"]), name="a.csv")
    mapping = {"post_id": "Id", "n_likes": "Likes", "author_verified": "Verified", "created_at": "Date"}
    loaded = accounted(load_table(path, mapping=mapping))
    assert loaded.posts[["n_likes", "author_verified", "created_at"]].isna().all(axis=None)
    assert set(loaded.report.odd["field"]) == {"n_likes", "author_verified", "created_at"}


def test_context_is_given_where_it_is_asked_for(write):
    path = write(as_csv(["Id", "Context"], ["1", "yes"], ["2", ""]), name="a.csv")
    mapping = {"post_id": "Id", "is_context": "Context"}
    assert read_table(path, mapping=mapping)["post_id"].tolist() == ["2"]
    assert rx.read_table(path, mapping=mapping, context=True)["post_id"].tolist() == ["1", "2"]


# --- presets


@pytest.mark.parametrize("name", presets())
def test_presets_map_columns_of_posts_and_identify_them(name, write):
    from reaction.loaders._mapping import scheme_of

    scheme = scheme_of(None, name)
    mapped = [field.name for field in scheme.offered]
    assert len(set(mapped)) == len(mapped)
    assert {"url", "created_at", "text", "author_handle"} <= set(mapped)
    for form in scheme.date_formats:
        assert TableTimes(formats=[form]).read(datetime(2018, 6, 18, 17, 5).strftime(form)).micros > 0
    with pytest.raises(MappingError, match=f"no export of {scheme.title}"):
        read_table(write(as_csv(HEADER, ROW), name="a.csv"), preset=name)


def test_brandwatch(write, accounted):
    header = ["Query Id", "Date", "Title", "Snippet", "Url", "Page Type", "Language", "Author", "Full Name", "Full Text", "Thread Entry Type", "X Author ID", "X Followers", "X Reply to", "X Repost of", "X Reposts", "X Verified", "Expanded URLs", "Hashtags", "Mentioned Authors", "Resource Id"]  # fmt: skip
    preamble = [["Report:", "Bulk Mentions Download"], ["Brand:", "Example"], ["From:", "Mon Jun 18 00:00:00 UTC 2018"], ["To:", "Tue Jun 19 00:00:00 UTC 2018"], ["Label:", "Date, Author"], []]  # fmt: skip
    first = ["1", "2018-06-18 17:00:00.0", "", "cut", "http://twitter.com/ann_example/statuses/1008599655142154241", "twitter", "en", "ann_example", "Ann", "whole text", "post", "71", "1,200", "", "", "3", "true", "https://example.com/a, https://example.com/b", "#tag", "@bob_example", "r1"]  # fmt: skip
    second = ["1", "2018-06-18 17:01:00.0", "", "", "http://twitter.com/bob_example/statuses/1008601547868254208", "X", "en", "bob_example", "", "", "share", "72", "5", "", "http://twitter.com/ann_example/statuses/1008599655142154241", "", "false", "", "", "", "r2"]  # fmt: skip
    third = ["1", "2018-06-18 18:00:00.0", "A title", "A snippet…", "https://forum.example.com/t/5", "forum", "de", "cyd", "", "", "", "", "", "", "", "", "", "", "", "", "r3"]  # fmt: skip
    path = write(as_csv(*preamble, header, first, second, third), name="bulk.csv")
    posts = accounted(load_table(path, preset="brandwatch")).posts
    schema.validate(posts)
    assert posts[["platform", "post_id", "kind", "text", "text_truncated"]].values.tolist() == [
        ["x", "1008599655142154241", "original", "whole text", False],
        ["x", "1008601547868254208", "repost", "whole text", False],
        ["forum", "https://forum.example.com/t/5", "original", "A snippet…", True],
    ]
    assert posts.loc[0, ["author_id", "author_followers", "n_reposts", "author_verified"]].tolist() == ["71", 1200, 3, True]  # fmt: skip
    assert posts["urls"][0] == ["https://example.com/a", "https://example.com/b"]
    assert (posts["mentions"][0], posts["hashtags"][0]) == (["bob_example"], ["tag"])
    assert posts.loc[1, ["repost_of_id", "repost_of_author_id", "ref_status"]].tolist() == ["1008599655142154241", "71", "full"]  # fmt: skip
    assert posts["created_at_quality"].tolist() == ["assumed_tz"] * 3


def test_talkwalker(spreadsheet, accounted):
    header = ["url", "published", "content", "title", "lang", "source_type", "extra_author_attributes.name", "extra_author_attributes.short_name", "extra_author_attributes.description", "source_extended_attributes.twitter_followers", "article_extended_attributes.twitter_retweets", "article_extended_attributes.twitter_likes", "external_id"]  # fmt: skip
    path = spreadsheet(
        Results=[
            header,
            ["https://twitter.com/ann_example/status/1008599655142154241", datetime(2018, 6, 18, 17), "text", "", "en", "SOCIALMEDIA,SOCIALMEDIA_TWITTER", "Ann", "ann_example", "a bio", 12, 3, 4, None],
            ["https://news.example.com/a", datetime(2018, 6, 18, 18), None, "Only a title", "en", "ONLINENEWS", None, None, None, None, None, None, None],
        ],
        Info=[["project", "example"], ["query", "a OR b"]],
    )  # fmt: skip
    posts = accounted(load_table(path, preset="talkwalker", tz="UTC")).posts
    assert posts[["platform", "post_id", "text", "text_truncated", "created_at_quality"]].values.tolist() == [
        ["x", "1008599655142154241", "text", False, "exact"],
        ["onlinenews", "https://news.example.com/a", "Only a title", True, "exact"],
    ]
    assert posts.loc[0, ["author_handle", "author_bio", "n_reposts"]].tolist() == ["ann_example", "a bio", 3]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (
            ["Date", "Headline", "URL", "Opening Text", "Hit Sentence", "Source", "Influencer", "Language", "Reach", "Tweet Id", "Twitter Id", "Twitter Screen Name", "Twitter Bio", "Twitter Followers", "Alternate Date Format", "Time"],
            ["18-Jun-2018 05:00PM", "", "http://twitter.com/ann_example/statuses/1008599655142154241", "", "the text", "Twitter", "@ann_example", "English", "12", '"1008599655142154241"', '"71"', "@ann_example", "a bio", "12", "18-Jun-18", "5:00 PM"],
        ),
        (
            ["Date", "Time", "Document ID", "URL", "Source Name", "Content Type", "Author Name", "Author Handle", "Title", "Opening Text", "Hit Sentence", "Hashtags", "Links", "Language", "Reposts", "Author Bio"],
            ["18-Jun-2018", "05:00 PM", "a_1", "https://x.com/ann_example/status/1008599655142154241", "X", "post", "Ann", "@ann_example", "", "the text", "the text", "#tag", "https://example.com/a;https://example.com/b", "en", "0", "a bio"],
        ),
    ],
    ids=["until 2024", "since"],
)  # fmt: skip
def test_meltwater(write, accounted, header, row):
    content = as_csv(["a search"], header, row, delimiter="\t", encoding="utf-16", quoting=csv.QUOTE_ALL)
    (post,) = accounted(load_table(write(content, name="a.csv"), preset="meltwater")).posts.to_dict("records")
    expected = {
        "platform": "x",
        "post_id": "1008599655142154241",
        "kind": "original",
        "author_handle": "ann_example",
        "text": "the text",
        "text_truncated": True,
        "lang": "en",
        "author_bio": "a bio",
        "created_at_quality": "assumed_tz",
        "url": row[header.index("URL")],
    }
    assert {name: post[name] for name in expected} == expected
    assert post["created_at"].isoformat() == "2018-06-18T17:00:00+00:00"
    if "Links" in header:
        assert post["urls"] == ["https://example.com/a", "https://example.com/b"]


def test_what_the_user_maps_goes_before_the_preset(write):
    header = ["Date", "Url", "Full Text", "Author", "My Text"]
    path = write(
        as_csv(header, ["2018-06-18", "https://x.com/a/status/1", "theirs", "a", "mine"]), name="a.csv"
    )
    assert read_table(path, preset="brandwatch", mapping={"text": "My Text"})["text"].tolist() == ["mine"]


# --- whatever is in it

NAMES = st.lists(st.sampled_from(["a", "b", "c", "id", "url", "date"]), min_size=1, max_size=5, unique=True)
CELLS = st.one_of(
    st.just(""),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufffe\uffff"), max_size=20),
    st.sampled_from(["1", "20", "1.2E+18", "https://x.com/a/status/5", "https://x.com", "2018-06-18", "true", "[", "['a'"]),
    st.integers(-(10**25), 10**25).map(str),
)  # fmt: skip


@settings(max_examples=200)
@given(names=NAMES, data=st.data(), kind=st.sampled_from(["csv", "xlsx", "parquet"]))
def test_any_mapping_over_any_table_accounts_for_every_row(names, data, kind):
    rows = data.draw(st.lists(st.lists(CELLS, min_size=len(names), max_size=len(names)), max_size=6))
    columns = st.one_of(st.sampled_from(names), st.lists(st.sampled_from(names), min_size=1, max_size=3))
    mapping = data.draw(st.dictionaries(st.sampled_from(MAPPABLE), columns, max_size=8))
    mapping.setdefault("post_id", data.draw(columns))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{kind}"
        write_table(path, kind, names, rows)
        try:
            loaded = load_table(
                path, mapping=mapping, context=True, tz=data.draw(st.sampled_from([None, "UTC"]))
            )
        except MappingError as error:
            assert "does not say which number is the day" in str(error)  # noqa: PT017  # nothing else may go wrong
            return
    schema.validate(loaded.posts)
    report = loaded.report
    assert report.records == report.posts + report.context + report.duplicates + report.rejects
    assert report.records == sum(any(cells) for cells in rows)
    assert report.rejects == len(loaded.rejects)
    assert not loaded.rejects["reason"].str.contains("can't read it").any(), loaded.rejects


def write_table(path: Path, kind: str, names: list[str], rows: list[list[str]]) -> None:
    if kind == "csv":
        path.write_bytes(as_csv(names, *rows, quoting=csv.QUOTE_ALL))
    elif kind == "parquet":
        columns = zip(*rows, strict=True) if rows else [[] for _ in names]
        pq.write_table(
            pa.table({n: pa.array(list(c), pa.string()) for n, c in zip(names, columns, strict=True)}), path
        )
    else:
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet()
        for cells in (names, *rows):
            sheet.append([text_cell(sheet, cell) for cell in cells])
        book.save(path)


def text_cell(sheet, text: str):
    """Make a cell of text, whatever it looks like."""
    cell = openpyxl.cell.WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
