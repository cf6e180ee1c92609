from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction import schema
from reaction.errors import MissingColumnError, NoInputError, SchemaError

MakePosts = Callable[..., pd.DataFrame]
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
JUNE = datetime(2018, 6, 18, 17, tzinfo=UTC)


@pytest.fixture
def varied(make_posts: MakePosts) -> pd.DataFrame:
    """Two rows with every kind of value and of null."""
    return make_posts(
        post_id=["1", "2"],
        kind=["original", "repost"],
        created_at=[JUNE, None],
        created_at_quality=["exact", None],
        author_followers=[2**53 + 1, None],
        author_verified=[True, None],
        text=["a\nb 🙂", None],
        text_truncated=[True, False],
        urls=[["https://example.com/a,b"], None],
        hashtags=[[], None],
        media=[[{"type": "photo", "url": "https://example.com/p", "alt": None}], None],
        source_file=["x.jsonl", "x.jsonl"],
        source_line=[1, 2],
    )


def test_dtypes_are_those_of_the_design(varied: pd.DataFrame) -> None:
    assert varied["post_id"].dtype == "str"
    assert varied["created_at"].dtype == "datetime64[us, UTC]"
    assert varied["author_followers"].dtype == "Int64"
    assert varied["author_verified"].dtype == "boolean"
    assert varied["text_truncated"].dtype == bool
    assert varied["source_line"].dtype == np.int64
    assert varied["kind"].cat.categories.tolist() == ["original", "reply", "quote", "repost"]
    assert varied["urls"].dtype == pd.ArrowDtype(pa.list_(pa.string()))
    assert list(varied.columns) == [column.name for column in schema.COLUMNS]


def test_unknown_is_null_and_never_zero(varied: pd.DataFrame) -> None:
    assert varied["n_likes"].isna().all()
    assert varied.loc[1, ["author_followers", "text", "urls", "created_at"]].isna().all()
    assert varied["author_followers"][0] == 2**53 + 1
    assert len(varied["hashtags"][0]) == 0


def test_integers_serve_as_timestamps(make_posts: MakePosts) -> None:
    posts = make_posts(created_at=[int(JUNE.timestamp() * 1_000_000)])
    assert posts["created_at"][0] == JUNE


def test_from_columns_refuses_what_does_not_fit(make_posts: MakePosts) -> None:
    with pytest.raises(SchemaError, match="no column 'txt'"):
        make_posts(txt=["a"])
    with pytest.raises(SchemaError, match=r"differ in length.*text 2"):
        schema.from_columns({"post_id": ["1"], "text": ["a", "b"]})
    with pytest.raises(SchemaError, match="'author_followers' takes Int64"):
        make_posts(author_followers=["many"])
    with pytest.raises(SchemaError, match="'retweet' is not one of original, reply, quote, repost"):
        make_posts(kind=["retweet"])


def test_validate_names_every_problem(varied: pd.DataFrame) -> None:
    assert schema.validate(varied) is varied
    broken = varied.drop(columns="text").assign(
        author_id=[1, 2], n_likes=[1.0, 2.0], kind=pd.Categorical(["original", "retweet"])
    )
    with pytest.raises(SchemaError) as caught:
        schema.validate(broken)
    message = str(caught.value)
    assert "text: missing" in message
    assert "author_id: is int64, expected string (ids must be text" in message
    assert "n_likes: is float64" in message
    assert "'retweet' is not one of" in message


def test_validate_checks_the_key(make_posts: MakePosts) -> None:
    with pytest.raises(SchemaError, match=r"2 rows repeat another's, for example \['x', '7'\]"):
        schema.validate(make_posts(post_id=["7", "7", "7"]))
    schema.validate(make_posts(post_id=["7", "7"], platform=["x", "mastodon"]))
    with pytest.raises(SchemaError, match="post_id: 1 null values"):
        schema.validate(make_posts(post_id=["7", None]))


def test_require_says_what_is_missing_and_what_to_do() -> None:
    frame = pd.DataFrame({"text": []})
    schema.require(frame, ["text"], purpose="tagging")
    with pytest.raises(MissingColumnError, match=r"ranking needs the column 'kind', 'post_id'.*Run this"):
        schema.require(frame, ["text", "kind", "post_id"], purpose="ranking", hint="Run this first.")
    with pytest.raises(SchemaError, match="takes a pandas DataFrame of posts, not list"):
        schema.require([], ["text"], purpose="tagging")  # type: ignore[arg-type]


def test_concat_keeps_dtypes_where_pandas_would_not(make_posts: MakePosts, varied: pd.DataFrame) -> None:
    other = make_posts(post_id=["9"], platform=["mastodon"], source_file=["m.json"])
    joined = schema.concat([varied, other])
    schema.validate(joined)
    assert joined["platform"].tolist() == ["x", "x", "mastodon"]
    assert joined["platform"].cat.categories.tolist() == ["mastodon", "x"]
    assert joined["urls"].dtype == varied["urls"].dtype
    assert pd.concat([varied, other])["platform"].dtype != "category"
    pd.testing.assert_frame_equal(schema.concat([]), schema.empty())
    with pytest.raises(MissingColumnError, match="concat needs the column 'text'"):
        schema.concat([varied.drop(columns="text")])


def test_concat_keeps_the_extra_columns_that_all_have(varied: pd.DataFrame) -> None:
    tagged = varied.assign(sentiment=[0.5, np.nan])
    assert schema.concat([tagged, tagged])["sentiment"].tolist()[::2] == [0.5, 0.5]
    assert "sentiment" not in schema.concat([tagged, varied]).columns


def test_account_key(make_posts: MakePosts) -> None:
    posts = make_posts(
        author_id=["7", None, None],
        author_handle=["Ann", "Bea", None],
        repost_of_author_handle=["Cy", None, None],
    )
    keys = schema.account_key(posts)
    assert keys[:2].tolist() == ["x:7", "x:@bea"]
    assert keys.isna().tolist() == [False, False, True]
    assert schema.account_key(posts, "repost_of_author")[0] == "x:@cy"


def with_extras(posts: pd.DataFrame) -> pd.DataFrame:
    spans = pd.ArrowDtype(pa.list_(pa.struct([("start", pa.int32()), ("text", pa.string())])))
    return posts.assign(
        sentiment=[0.5, np.nan],
        sentiment_hits=pd.array([1, None], dtype="Int64"),
        stance_contract=pd.Categorical(["against", None], categories=["favor", "against", "none", "unclear"]),
        author_employer=pd.array(["microsoft", None], dtype="str"),
        entities=pd.Series([[{"start": 0, "text": "a"}], None], dtype=spans),
    )


def test_parquet_round_trip_is_exact(varied: pd.DataFrame, tmp_path: Path) -> None:
    for posts in (varied, with_extras(varied), schema.empty()):
        schema.write_posts(posts, tmp_path / "posts.parquet")
        pd.testing.assert_frame_equal(schema.read_parquet(tmp_path / "posts.parquet"), posts)


def test_parquet_opens_in_plain_pandas(varied: pd.DataFrame, tmp_path: Path) -> None:
    schema.write_posts(with_extras(varied), tmp_path / "posts.parquet")
    plain = pd.read_parquet(tmp_path / "posts.parquet")
    assert plain["post_id"].tolist() == ["1", "2"]
    assert plain["created_at"][0] == JUNE
    assert plain["stance_contract"][0] == "against"
    assert list(plain["urls"][0]) == ["https://example.com/a,b"]


def test_parquet_bytes_repeat(varied: pd.DataFrame, tmp_path: Path) -> None:
    for name in ("a", "b"):
        schema.write_posts(with_extras(varied), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_write_refuses_an_invalid_table(varied: pd.DataFrame, tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="Not a valid Posts table"):
        schema.write_posts(varied.drop(columns="text"), tmp_path / "posts.parquet")
    assert not (tmp_path / "posts.parquet").exists()
    with pytest.raises(NoInputError, match=r"folder '.*none' does not exist"):
        schema.write_posts(varied, tmp_path / "none" / "posts.parquet")


def test_foreign_files_are_refused_with_a_reason(varied: pd.DataFrame, tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes(b"no parquet")
    with pytest.raises(SchemaError, match="not a Parquet file"):
        schema.read_parquet(tmp_path / "text")
    pq.write_table(pa.table({"a": [1]}), tmp_path / "other")
    with pytest.raises(SchemaError, match="carries no schema version"):
        schema.read_parquet(tmp_path / "other")
    schema.write_posts(varied, tmp_path / "posts")
    table = pq.read_table(tmp_path / "posts")
    newer = table.replace_schema_metadata({b"reaction": b'{"schema_version": 99, "extra": {}}'})
    pq.write_table(newer, tmp_path / "newer")
    with pytest.raises(SchemaError, match=r"schema version 99.*Upgrade reaction"):
        schema.read_parquet(tmp_path / "newer")
    pq.write_table(table.drop_columns("text"), tmp_path / "short")
    with pytest.raises(SchemaError, match="lacks the column 'text'"):
        schema.read_parquet(tmp_path / "short")
    pq.write_table(table.replace_schema_metadata({b"reaction": b"{"}), tmp_path / "torn")
    with pytest.raises(SchemaError, match="note on its schema can't be read"):
        schema.read_parquet(tmp_path / "torn")


@given(
    st.lists(
        st.tuples(WORDS, st.lists(WORDS, max_size=3) | st.none(), st.integers(-(2**62), 2**62) | st.none())
    )
)
def test_any_text_survives_the_table(rows: list[tuple[str, list[str] | None, int | None]]) -> None:
    posts = schema.from_columns(
        {
            "platform": ["x"] * len(rows),
            "post_id": [str(i) for i in range(len(rows))],
            "kind": ["original"] * len(rows),
            "text": [text for text, _, _ in rows],
            "hashtags": [tags for _, tags, _ in rows],
            "n_likes": [likes for _, _, likes in rows],
        }
    )
    schema.validate(posts)
    assert posts["text"].tolist() == [text for text, _, _ in rows]
    found = pa.array(posts["hashtags"]).to_pylist()
    assert found == [tags for _, tags, _ in rows]
    assert [None if pd.isna(n) else n for n in posts["n_likes"]] == [likes for _, _, likes in rows]
