from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from reaction.loaders import load
from reaction.loaders.crowdtangle import crowdtangle_facebook, crowdtangle_instagram

PAGE = {"Page Name": "Town News", "User Name": "TownNews", "Facebook Id": "100064800000001"}
URL = "https://www.facebook.com/100064800000001/posts/5550000000000001"


def row_of(url=URL, **cells):
    [row] = crowdtangle_facebook(
        {**PAGE, "URL": url, **{name.replace("_", " "): c for name, c in cells.items()}}
    )
    return row


def table(*rows):
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


@pytest.mark.parametrize("column", ["Post Created", "Created"])
@pytest.mark.parametrize(
    ("cell", "time", "quality"),
    [
        ("2020-01-01 12:00:00 EST", "2020-01-01T17:00:00Z", "exact"),
        ("2020-07-01 12:00:00 EDT", "2020-07-01T16:00:00Z", "exact"),
        ("2020-07-01 12:00:00 CEST", "2020-07-01T10:00:00Z", "exact"),
        ("2020-07-01 12:00:00 UTC", "2020-07-01T12:00:00Z", "exact"),
        ("2020-07-01 12:00:00 +0530", "2020-07-01T06:30:00Z", "exact"),
        ("2020-07-01 12:00:00 -03", "2020-07-01T15:00:00Z", "exact"),
        ("2020-07-01 12:00:00 CST", "2020-07-01T18:00:00Z", "assumed_tz"),
        ("2020-07-01 12:00:00 XYZ", "2020-07-01T12:00:00Z", "assumed_tz"),
        ("2020-07-01 12:00:00", "2020-07-01T12:00:00Z", "assumed_tz"),
    ],
)
def test_times_are_read_in_the_zone_they_name(write, column, cell, time, quality):
    path = write(table({**PAGE, column: cell, "URL": URL, "Message": "hello"}), name="posts.csv")
    row = load(path).posts.iloc[0]
    assert (row["created_at"], row["created_at_quality"]) == (pd.Timestamp(time), quality)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.facebook.com/TownNews/posts/5550000000000001", "5550000000000001"),
        ("https://www.facebook.com/TownNews/posts/a-title/5550000000000001/", "5550000000000001"),
        ("https://www.facebook.com/groups/222/permalink/5550000000000001", "5550000000000001"),
        ("https://www.facebook.com/TownNews/videos/5550000000000001/?x=1", "5550000000000001"),
        ("https://www.facebook.com/TownNews/photos/a.1.2/5550000000000001/?type=3", "5550000000000001"),
        ("https://www.facebook.com/permalink.php?story_fbid=5550000000000001&id=100", "5550000000000001"),
        ("https://www.facebook.com/TownNews/posts/pfbid02abcDEFghiJKLmno", "pfbid02abcDEFghiJKLmno"),
        ("https://www.facebook.com/events/5550000000000001/", "5550000000000001"),
        ("https://www.facebook.com/notes/town-news/a-title/5550000000000001", "5550000000000001"),
    ],
)
def test_the_id_is_read_from_the_address(url, key):
    assert row_of(url).post_id == key


def test_the_first_tables_name_pages_otherwise(write):
    cells = {"Name": "Town News", "Size at Posting": "9,000", "Created": "2017-05-01 12:00:00 EDT"}
    row = load(write(table({**cells, "URL": URL, "Message": "hello"}), name="posts.csv")).posts.iloc[0]
    assert row[["source_format", "author_name"]].tolist() == ["crowdtangle-facebook", "Town News"]
    assert pd.isna(row["author_followers"])  # the size may be that of likes


def test_who_posts_in_a_group_is_not_told(write):
    row = {"Group Name": "Neighbours", "User Name": "n", "Post Created": "", "URL": URL, "Message": "hello"}
    posts = load(write(table(row), name="groups.csv")).posts
    assert posts["community"].tolist() == ["Neighbours"]
    assert posts[["author_id", "author_handle", "author_name"]].isna().all(axis=None)


def test_counts_have_separators_and_likes_are_not_all_reactions():
    row = row_of(Likes="1,234", Comments="87", Shares="N/A", Love="50", Angry="60")
    assert (row.n_likes, row.n_replies, row.n_reposts) == (1234, 87, None)


@pytest.mark.parametrize(
    ("kind", "cell", "views"),
    [("Photo", "0", None), ("Native Video", "0", 0), ("Native Video", "1,500", 1500), ("Link", "7", 7)],
)
def test_what_can_t_be_viewed_was_not_viewed_zero_times(kind, cell, views):
    assert row_of(Type=kind, Post_Views=cell).n_views == views


OTHER = "https://www.facebook.com/OtherPage/posts/7770000000000001"


@pytest.mark.parametrize(
    ("cells", "quoted", "reposted", "urls"),
    [
        ({"Message": "look", "Link": OTHER}, "7770000000000001", None, []),
        ({"Link": OTHER}, None, "7770000000000001", []),
        ({"Message": "look", "Link": "https://www.facebook.com/TownNews/photos/a.1/999999/"}, None, None, []),
        ({"Message": "look", "Link": "https://www.facebook.com/townnews/videos/999999"}, None, None, []),
        ({"Message": "look", "Link": "https://example.com/a"}, None, None, ["https://example.com/a"]),
        (
            {
                "Message": "https://bit.ly/a",
                "Link": "https://bit.ly/a",
                "Final Link": "https://example.com/a",
            },
            None,
            None,
            ["https://example.com/a"],
        ),
        (
            {"Message": "look", "Link": "https://www.facebook.com/events/1"},
            None,
            None,
            ["https://www.facebook.com/events/1"],
        ),
        ({"Message": "look", "Link": URL.replace("100064800000001", "NewName")}, None, None, []),
    ],
)
def test_a_link_to_another_page_s_post_shares_it(cells, quoted, reposted, urls):
    row = row_of(**cells)
    assert (row.quote_of_id, row.repost_of_id, row.urls) == (quoted, reposted, urls)


def test_words_in_a_picture_are_not_the_text():
    assert row_of(Image_Text="in the picture", Link_Text="a title").text == ""


@pytest.mark.parametrize("path", ["p/CA-b_c/", "reel/CA-b_c", "tv/CA-b_c/", "ann.b/p/CA-b_c/"])
def test_codes_of_instagram_are_read_from_the_address(path):
    [row] = crowdtangle_instagram({"URL": f"https://www.instagram.com/{path}"})
    assert row.post_id == "CA-b_c"


def test_exports_of_instagram_agree_on_the_key(write, accounted):
    row = {
        "Account": "Ann B.",
        "User Name": "ann",
        "Followers at Posting": "5",
        "Post Created": "2020-07-01 12:00:00 EDT",
        "URL": "https://www.instagram.com/p/C1zzZawzGcV/",
        "Description": "hello",
    }
    item = {"pk": "3275187401123456789", "user": {"pk": "42", "username": "ann"}, "like_count": 4}
    folder = write(table(row), name="ig/crowdtangle.csv").parent
    write({"source_platform": "instagram.com", "data": item}, name="ig/zeeschuimer.ndjson")
    posts = accounted(load(folder)).posts
    assert posts[["post_id", "author_id", "text", "n_likes"]].values.tolist() == [
        ["C1zzZawzGcV", "42", "hello", 4]
    ]
