"""The tagged table: its columns, what reposts, answers and other languages get, and its evidence."""

import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from reaction import schema
from reaction.errors import MissingColumnError, NotAnalysedWarning, TaggingError
from reaction.nlp import evidence, tag
from reaction.story import Story

Make = Callable[..., pd.DataFrame]


def tagged(make_posts: Make, story: Story, **columns: list[object]) -> pd.DataFrame:
    n = len(next(iter(columns.values())))
    return tag(make_posts(**{"lang": ["en"] * n, **columns}), story)


def lists(values: pd.Series) -> list[object]:
    return [None if value is None or value is pd.NA else list(value) for value in values]


def test_columns_and_dtypes(make_posts: Make, acme_story: Story) -> None:
    found = tagged(make_posts, acme_story, text=["Shame on Acme"])
    assert found["sentiment"].dtype == np.float64
    assert found["sentiment_hits"].dtype == pd.Int64Dtype()
    assert found["author_employer"].dtype == "str"
    for name in ("entities", "author_roles", "acts", "evidence"):
        assert isinstance(found[name].dtype, pd.ArrowDtype), name
    entity = found["entities"].dtype.pyarrow_dtype.value_type
    assert [(field.name, str(field.type)) for field in entity] == [
        ("start", "int32"),
        ("end", "int32"),
        ("text", "string"),
        ("label", "string"),
        ("entity_id", "string"),
    ]
    for target in ("deal", "acme", "workers"):
        for name in (f"stance_{target}", f"amplified_stance_{target}"):
            assert found[name].cat.categories.tolist() == ["favor", "against", "none", "unclear"]
        assert found[f"stance_{target}_confidence"].dtype == np.float64
        assert found[f"stance_{target}_tier"].cat.categories.tolist() == [
            "rules",
            "model",
            "network",
            "human",
        ]
    assert found["stance_acme_tier"].tolist() == ["rules"]


def test_it_leaves_its_argument_alone(make_posts: Make, acme_story: Story) -> None:
    posts = make_posts(text=["Shame on Acme"], lang=["en"])
    before = posts.copy(deep=True)
    found = tag(posts, acme_story)
    pd.testing.assert_frame_equal(posts, before)
    assert found.columns[: len(posts.columns)].tolist() == posts.columns.tolist()


def test_any_index_is_kept(make_posts: Make, acme_story: Story) -> None:
    posts = make_posts(text=["Shame on Acme", "Kudos to Acme"], lang=["en", "en"]).set_index(pd.Index([7, 7]))
    found = tag(posts, acme_story)
    assert found.index.tolist() == [7, 7]
    assert found["stance_acme"].tolist() == ["against", "favor"]


def test_an_empty_table(acme_story: Story) -> None:
    found = tag(schema.empty(), acme_story)
    assert len(found) == 0
    assert found["stance_acme"].cat.categories.tolist() == ["favor", "against", "none", "unclear"]
    assert len(evidence(found)) == 0


def test_a_story_without_targets_or_actors(make_posts: Make) -> None:
    found = tagged(make_posts, Story("Nothing"), text=["Boycott them"])
    assert lists(found["acts"]) == [["call_to_action", "boycott"]] or lists(found["acts"]) == [["boycott"]]
    assert not [name for name in found if name.startswith("stance")]


def test_all_columns_null(make_posts: Make, acme_story: Story) -> None:
    found = tag(make_posts(text=[None, None]), acme_story)
    for name in ("entities", "author_roles", "acts", "author_employer", "stance_acme", "sentiment"):
        assert found[name].isna().all(), name
    assert lists(found["evidence"]) == [[], []]


def test_reposts_have_no_words_of_their_own(make_posts: Make, acme_story: Story) -> None:
    found = tagged(
        make_posts,
        acme_story,
        text=["Shame on Acme", "Shame on Acme"],
        kind=["original", "repost"],
        repost_of_id=[None, "1"],
    )
    assert found["stance_acme"].tolist() == ["against", np.nan]
    assert found["amplified_stance_acme"].tolist() == [np.nan, "against"]
    assert found["stance_acme_confidence"].isna().tolist() == [False, True]
    assert lists(found["acts"]) == [[], None]
    assert found["sentiment"].nunique() == 1
    layers = evidence(found).groupby("post_id")["layer"].agg(lambda values: sorted({*map(str, values)}))
    assert "stance" in layers["1"]
    assert "amplified_stance" in layers["2"]
    assert "stance" not in layers["2"]


def test_quotes_pass_on_what_is_in_the_table(make_posts: Make, acme_story: Story) -> None:
    found = tagged(
        make_posts,
        acme_story,
        text=["Shame on Acme", "Kudos to Acme", "Look"],
        kind=["original", "quote", "quote"],
        quote_of_id=[None, "1", "404"],
    )
    assert found["stance_acme"].tolist() == ["against", "favor", "none"]
    assert found["amplified_stance_acme"].tolist() == [np.nan, "against", np.nan]


def test_answers_to_a_post_about_the_target(make_posts: Make, acme_story: Story) -> None:
    texts = [
        "Shame on Acme",
        "@x I had lunch",
        "@x Exactly!",
        "@x Nope.",
        "@x I had lunch",
        "@x This is about cats",
    ]
    found = tagged(
        make_posts,
        acme_story,
        text=texts,
        kind=["original", *["reply"] * 5],
        reply_to_id=[None, "1", "1", "1", "404", None],
    )
    assert found["stance_acme"].tolist() == ["against", "unclear", "against", "favor", "none", "none"]
    confidence = found["stance_acme_confidence"]
    assert confidence[1] == 0
    assert 0 < confidence[2] < confidence[0]
    rules = (
        evidence(found).query("layer == 'stance' and target == 'acme'").groupby("post_id")["rule"].agg(list)
    )
    assert rules["2"] == ["stance.implied"]
    assert rules["3"] == rules["4"] == ["stance.assent"]


def test_answers_stay_on_their_platform(make_posts: Make, acme_story: Story) -> None:
    found = tagged(
        make_posts,
        acme_story,
        platform=["x", "bluesky"],
        post_id=["1", "2"],
        text=["Shame on Acme", "I had lunch"],
        kind=["original", "reply"],
        reply_to_id=[None, "1"],
    )
    assert found["stance_acme"].tolist() == ["against", "none"]


def test_other_languages_are_counted_and_left_out(make_posts: Make, acme_story: Story) -> None:
    posts = make_posts(
        text=["Shame on Acme", "Schande, Acme!", "Shame on Acme", "Shame on Acme", None],
        lang=["en-GB", "de", None, "und", "de"],
        author_bio=["Engineer at Acme"] * 5,
        author_id=list("12345"),
    )
    with pytest.warns(
        NotAnalysedWarning, match=r"3 of 5 posts .*1 in other languages \(de 1\); 2 in an unknown language"
    ):
        found = tag(posts, acme_story)
    assert found["stance_acme"].tolist() == ["against", np.nan, np.nan, np.nan, np.nan]
    assert found["sentiment"].isna().tolist() == [False, True, True, True, True]
    assert found["acts"].isna().tolist() == [False, True, True, True, True]
    assert [len(value) for value in lists(found["entities"])[:4]] == [1, 1, 1, 1]
    assert lists(found["author_roles"]) == [["employee"]] * 5


def test_an_assumed_language_stands_in_where_it_is_unknown(make_posts: Make, acme_story: Story) -> None:
    posts = make_posts(text=["Shame on Acme"] * 3, lang=[None, "und", "de"])
    with pytest.warns(NotAnalysedWarning, match="1 of 3 posts"):
        found = tag(posts, acme_story, assume_lang="en-US")
    assert found["stance_acme"].tolist() == ["against", "against", np.nan]


def test_long_posts_have_a_sentiment(make_posts: Make, acme_story: Story) -> None:
    found = tag(make_posts(text=["good " * 20_000], lang=["en"]), acme_story)
    assert found["sentiment_hits"].tolist() == [20_000]


def test_links_name_their_owner_without_place(make_posts: Make, acme_story: Story) -> None:
    found = tagged(
        make_posts,
        acme_story,
        text=["Read this", None, "Acme"],
        urls=[
            ["https://blog.acme.example/a", "https://acme.example/b"],
            ["https://hillpost.example/x"],
            None,
        ],
    )
    first, second, third = lists(found["entities"])
    assert [(e["entity_id"], e["label"], e["text"], e["start"]) for e in first] == [
        ("acme", "COMPANY", "blog.acme.example", None),
        ("acme", "COMPANY", "acme.example", None),
    ]
    assert [e["entity_id"] for e in second] == ["post"]
    assert [e["start"] for e in third] == [0]
    assert set(evidence(found).query("rule == 'entity.domain'")["post_id"]) == {"1", "2"}


def test_roles_hold_for_the_account(make_posts: Make, acme_story: Story) -> None:
    found = tagged(
        make_posts,
        acme_story,
        text=["Nice day", "I work at Acme and I am ashamed", "Nice day", "I work at Acme and I am ashamed"],
        kind=["original", "original", "original", "repost"],
        author_id=["1", "1", "2", "3"],
        author_handle=["a", "a", "b", "c"],
        author_bio=["Reporter for Hill Post", "Reporter for Hill Post", "Cats", None],
    )
    assert lists(found["author_roles"]) == [["employee", "press"], ["employee", "press"], [], []]
    assert found["author_employer"].tolist() == ["acme", "acme", np.nan, np.nan]
    why = evidence(found).query("layer == 'role' and label == 'employee'")
    assert why["post_id"].tolist() == ["1", "2"]
    assert why["start"].isna().tolist() == [True, False]


def test_nothing_to_judge_from_is_not_the_same_as_nothing_found(make_posts: Make, acme_story: Story) -> None:
    found = tagged(
        make_posts,
        acme_story,
        text=["a", "b", "c"],
        author_id=["1", "2", None],
        author_handle=[None, "b", None],
    )
    assert lists(found["author_roles"]) == [None, [], None]


def test_deleted_accounts_never_become_one(make_posts: Make, acme_story: Story) -> None:
    found = tagged(make_posts, acme_story, text=["I work at Acme", "Lunch"])
    assert lists(found["author_roles"]) == [["employee"], None]


def test_a_badge_is_no_evidence(make_posts: Make, acme_story: Story) -> None:
    found = tagged(make_posts, acme_story, text=["a"], author_handle=["a"], author_verified=[True])
    assert lists(found["author_roles"]) == [[]]


def test_evidence_is_as_the_column_says(make_posts: Make, acme_story: Story) -> None:
    texts = ["😀 Shame on Acme! #DropTheBureau", "", "Boycott @acme", "Lunch"]
    found = tagged(
        make_posts,
        acme_story,
        text=texts,
        author_bio=["Engineer at Acme", "", "Cats", "Cats"],
        author_id=list("1234"),
    )
    why = evidence(found)
    assert list(why) == [
        "platform",
        "post_id",
        "layer",
        "label",
        "target",
        "start",
        "end",
        "text",
        "rule",
        "weight",
    ]
    exploded = [
        (post, dict(mark))
        for post, marks in zip(found["post_id"], lists(found["evidence"]), strict=True)
        for mark in marks
    ]
    assert why["post_id"].tolist() == [post for post, _ in exploded]
    assert why["rule"].tolist() == [mark["rule"] for _, mark in exploded]
    by_id = dict(zip(found["post_id"], texts, strict=True))
    placed = why.dropna(subset="start")
    assert [
        by_id[p][s:e] for p, s, e in zip(placed["post_id"], placed["start"], placed["end"], strict=True)
    ] == placed["text"].tolist()
    assert set(why["layer"]) == {"sentiment", "entity", "act", "stance", "role"}


def test_evidence_follows_a_filter_and_can_be_left_out(make_posts: Make, acme_story: Story) -> None:
    posts = make_posts(text=["Shame on Acme", "Kudos to Acme"], lang=["en", "en"])
    found = tag(posts, acme_story)
    assert set(evidence(found[found["stance_acme"] == "favor"])["post_id"]) == {"2"}
    without = tag(posts, acme_story, evidence=False)
    pd.testing.assert_frame_equal(without, found.drop(columns="evidence"))
    with pytest.raises(MissingColumnError, match="evidence=True"):
        evidence(without)


def test_same_input_same_output_in_any_batch(
    make_posts: Make, acme_story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [
        f"{word} on Acme {i % 7} #DropTheBureau" for i in range(40) for word in ("Shame", "Kudos", "Lunch")
    ]
    posts = make_posts(text=texts, lang=["en"] * len(texts))
    whole = tag(posts, acme_story)
    monkeypatch.setattr("reaction.nlp._texts._BATCH", 3)
    pd.testing.assert_frame_equal(tag(posts, acme_story), whole)
    backwards = tag(posts.iloc[::-1], acme_story)
    pd.testing.assert_frame_equal(backwards.iloc[::-1], whole)


def test_tables_survive_parquet(make_posts: Make, acme_story: Story, tmp_path: object) -> None:
    found = tagged(
        make_posts, acme_story, text=["Shame on Acme", None], author_bio=["Engineer at Acme", None]
    )
    schema.write_posts(found, f"{tmp_path}/tagged.parquet")
    pd.testing.assert_frame_equal(schema.read_parquet(f"{tmp_path}/tagged.parquet"), found)


@pytest.mark.parametrize(("progress", "shown"), [(None, False), (True, True), (False, False)])
def test_progress_is_shown_when_asked(
    make_posts: Make,
    acme_story: Story,
    capsys: pytest.CaptureFixture[str],
    progress: bool | None,
    shown: bool,
) -> None:
    tag(make_posts(text=["a"], lang=["en"]), acme_story, progress=progress)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert bool(captured.err) is shown


def test_mistakes_are_named(make_posts: Make, acme_story: Story) -> None:
    posts = make_posts(text=["a"], lang=["en"])
    with pytest.raises(TaggingError, match="takes a Story, not str"):
        tag(posts, "story.toml")  # type: ignore[arg-type]
    with pytest.raises(TaggingError, match="assume_lang is ''"):
        tag(posts, acme_story, assume_lang="")
    with pytest.raises(MissingColumnError, match="'author_bio'"):
        tag(posts.drop(columns="author_bio"), acme_story)


@pytest.mark.parametrize(
    "text",
    [
        "#" * 50_000,
        "#a" * 50_000,
        "@" * 50_000,
        "\u202e" * 50_000,
        "a\u200d" * 50_000,
        "\x00" * 9_999,
        '"' * 50_000,
        "Acme " * 20_000,
        "É" * 50_000,
        "http://" * 9_999,
    ],
    ids=range(10),
)
def test_hostile_texts_are_tagged(make_posts: Make, acme_story: Story, text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotAnalysedWarning)
        found = tagged(make_posts, acme_story, text=[text], author_bio=[text], author_name=[text])
    assert len(found) == 1
    assert isinstance(pa.array(found["evidence"]), pa.Array | pa.ChunkedArray)


def test_the_same_on_any_number_of_processes_and_parts(
    make_posts: Make, acme_story: Story, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    texts = [f"Shame on Acme {n}! @nytimes must act. #DropTheBureau \U0001f621" for n in range(40)] + [
        None,
        "Gut",
        "",
    ]
    posts = make_posts(text=texts, lang=["en"] * 41 + ["de", None])
    path = tmp_path / "mine.csv"
    path.write_text("id,label,name\nhill,ORG,Hillford\n", encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotAnalysedWarning)
        expected = tag(posts, acme_story, lexicons=[path])
        monkeypatch.setattr("reaction.nlp._texts._PART", 7)
        for jobs in (1, 2):
            pd.testing.assert_frame_equal(tag(posts, acme_story, lexicons=[path], jobs=jobs), expected)
        monkeypatch.setattr("reaction.nlp._texts._BATCH", 3)
        pd.testing.assert_frame_equal(tag(posts, acme_story, lexicons=[path]), expected)


@pytest.mark.parametrize("unit", ["x", "why? ", "boycott\n", '"said ', "@a ", "\u202e\u200b"])
def test_ten_megabytes_take_linear_time(make_posts: Make, acme_story: Story, unit: str) -> None:
    # In quadratic time this would take days.
    text = unit * (10_000_000 // len(unit))
    found = tag(make_posts(text=[text], lang=["en"]), acme_story, evidence=False)
    assert found["sentiment_hits"].notna().all()
