"""Explanations of one post: spans, tables, what is unknown, whose names are shown, and hostile text."""

import math
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy import displacy

from reaction import samples, schema
from reaction.errors import MissingColumnError, SchemaError, TaggingError
from reaction.loaders import read_posts
from reaction.nlp import evidence, tag
from reaction.nlp._ragged import EVIDENCE
from reaction.nlp.explanation import Explanation, explain
from reaction.privacy import pseudonyms
from reaction.story import Story

Make = Callable[..., pd.DataFrame]

TAGS = {"div", "span", "strong", "p", "table", "caption", "thead", "tbody", "tr", "th", "td", "bdi"}
ATTRIBUTES = {"class", "style", "role", "aria-label", "aria-hidden", "scope"}
HOSTILE = (
    "<script>alert(1)</script>",
    '"onmouseover="alert(1)',
    "</div></td><img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>",
    "&lt;b&gt; {label} {0} {",
    "\u202eevil\u202c \u2066 \x1b[31m \x00 \x9b",
    "\ud800 \ufffe",
)


class Reader(HTMLParser):
    """Reads HTML strictly: every tag is known, closed in order, and has known attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.styles: list[str] = []
        self.text = ""
        self.shown = ""
        self.cells: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        assert {name for name, _ in attrs} <= ATTRIBUTES, attrs
        self.open.append(tag)
        self.styles.append(dict(attrs).get("style") or "")
        if tag == "td":
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.styles.pop()

    def handle_data(self, data: str) -> None:
        self.text += data
        if "td" in self.open:
            self.cells[-1] += data
        if any("pre-line" in style for style in self.styles) and not any(
            "hidden" in style or "user-select" in style for style in self.styles
        ):
            self.shown += data

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        pytest.fail(f"a declaration: {decl}")

    def handle_pi(self, data: str) -> None:
        pytest.fail(f"an instruction: {data}")


def read(explained: Explanation) -> Reader:
    reader = Reader()
    reader.feed(explained._repr_html_())
    reader.close()
    assert reader.open == []
    return reader


def mark(
    layer: str, label: str, start: int | None = None, end: int | None = None, **more: Any
) -> dict[str, Any]:
    return {
        "layer": layer,
        "label": label,
        "target": None,
        "start": start,
        "end": end,
        "text": None,
        "rule": "a.rule",
        "weight": 1.0,
        **more,
    }


def on(text: str, words: str, layer: str, label: str, **more: Any) -> dict[str, Any]:
    start = text.index(words)
    return mark(layer, label, start, start + len(words), text=words, **more)


def held(posts: pd.DataFrame, marks: list[Any]) -> pd.DataFrame:
    values = pa.array(marks, pa.list_(EVIDENCE))
    return posts.assign(evidence=pd.Series(pd.arrays.ArrowExtensionArray(values), index=posts.index))


def of_text(text: str | None, marks: list[dict[str, Any]], **columns: list[Any]) -> Explanation:
    post = schema.from_columns(
        {"platform": ["x"], "post_id": ["1"], "kind": ["original"], "text": [text], **columns}
    )
    return explain(held(post, [marks]), "1")


def section(explained: Explanation, title: str) -> list[str]:
    """Return the lines of one part of the text form, without their indent."""
    lines = str(explained).split("\n")
    start = lines.index(title) + 1
    stop = lines.index("", start) if "" in lines[start:] else len(lines)
    return [line.strip() for line in lines[start:stop]]


def cells(explained: Explanation, title: str) -> list[list[str]]:
    return [[cell for cell in line.split("  ") if cell.strip()] for line in section(explained, title)[1:]]


def value(explained: Explanation, name: str) -> str:
    return next(result.value for result in explained.results if result.name == name)


def test_text_form_is_as_printed_here(make_posts: Make, acme_story: Story) -> None:
    text = "Boycott Acme"
    marks = [
        on(text, "Boycott", "stance", "against", target="acme", rule="stance.against.boycott", weight=-1.2),
        on(text, "Boycott", "stance", "against", target="deal", rule="stance.against.boycott", weight=-0.6),
        on(text, "Boycott Acme", "act", "boycott", rule="act.boycott.now"),
        on(text, "Acme", "entity", "COMPANY", target="acme", rule="entity.name"),
        mark("role", "employee", text="Engineer at Acme", target="acme", rule="role.employee.title_at"),
    ]
    post = make_posts(
        text=[text], lang=["en"], author_handle=["somebody"], created_at=[1_529_323_200_000_000]
    )
    post = post.assign(
        sentiment=[-0.31],
        sentiment_hits=pd.array([1], dtype="Int64"),
        stance_acme=["against"],
        stance_acme_confidence=[0.75],
        stance_acme_tier=["rules"],
        amplified_stance_acme=pd.Series([None], dtype="str"),
    )
    expected = """\
Post 1 on x
  kind      original
  posted    2018-06-18 12:00 UTC
  language  en
  author    account 0001

Text
  Boycott Acme
  1-----------
  2------ 3---

Results
  result            value                               confidence  tier
  sentiment         -0.31 (from 1 word of the lexicon)  —           —
  stance on acme    against                             0.75        rules
  amplified stance  amplifies no post                   —           —

Evidence: entity
  span  words  label    entity  rule         weight
  3     Acme   COMPANY  acme    entity.name  1.00

Evidence: role
  span                             words             label     employer  rule                    weight
  in the profile, or another post  Engineer at Acme  employee  acme      role.employee.title_at  1.00

Evidence: act
  span  words         label    rule             weight
  1     Boycott Acme  boycott  act.boycott.now  1.00

Evidence: stance
  span  words    label    target  rule                    weight
  2     Boycott  against  acme    stance.against.boycott  -1.20
  2     Boycott  against  deal    stance.against.boycott  -0.60"""
    explained = explain(held(post, [marks]), "1")
    assert str(explained) == expected
    assert repr(explained) == str(explained)


def test_marks_are_the_evidence(make_posts: Make, acme_story: Story) -> None:
    tagged = tag(make_posts(text=["Boycott Acme!", "Shame on Acme"], lang=["en", "en"]), acme_story)
    found = evidence(tagged)
    listed = found[found["post_id"] == "2"].drop(columns=["platform", "post_id"])
    marks = explain(tagged, "2").marks
    assert marks is not None
    assert [tuple(item) for item in marks] == [
        tuple(None if pd.isna(cell) else cell for cell in row) for row in listed.itertuples(index=False)
    ]


def test_results_of_a_tagged_post(make_posts: Make, acme_story: Story) -> None:
    tagged = tag(make_posts(text=["Boycott Acme!"], lang=["en"], author_bio=["Engineer at Acme"]), acme_story)
    explained = explain(tagged, "1")
    stance = next(result for result in explained.results if result.name == "stance on acme")
    assert stance.value == "against"
    assert stance.confidence == f"{tagged['stance_acme_confidence'].item():.2f}"
    assert stance.tier == "rules"
    assert value(explained, "roles of the author") == "employee"
    assert value(explained, "employer of the author") == "acme"
    assert "boycott" in value(explained, "speech acts")
    assert "Engineer at Acme" in str(explained)
    assert "Engineer at Acme" in read(explained).text


def test_what_is_unknown_is_never_zero(make_posts: Make, acme_story: Story) -> None:
    posts = make_posts(
        post_id=["es", "repost", "none", "quiet", "quote"],
        kind=["original", "repost", "original", "original", "quote"],
        text=["Acme otra vez", "Shame on Acme", None, "Acme is a firm", "Look at this"],
        lang=["es", "en", "en", "en", "en"],
        quote_of_id=[None, None, None, None, "far"],
    )
    with pytest.warns(match="not analysed"):
        tagged = tag(posts, acme_story)
    spanish, repost, empty, quiet, quote = (explain(tagged, post_id) for post_id in tagged["post_id"])
    for name in ("sentiment", "speech acts", "stance on acme"):
        assert value(spanish, name) == "not analysed"
    assert value(spanish, "roles of the author") == "not analysed: no bio, handle or name"
    assert value(spanish, "employer of the author") == "not analysed"
    for name in ("speech acts", "stance on acme"):
        assert value(repost, name) == "no words of its own"
    assert value(repost, "amplified stance on acme") == "against"
    for name in ("sentiment", "speech acts", "stance on acme"):
        assert value(empty, name) == "no text"
    assert value(quiet, "sentiment") == "no word of the lexicon: nothing to judge by"
    assert value(quiet, "speech acts") == "none found"
    assert value(quiet, "amplified stance") == "amplifies no post"
    assert value(quote, "amplified stance on acme") == "not analysed, or the post quoted is not in the table"
    for explained in (spanish, repost, empty):
        assert all(result.confidence == "" for result in explained.results if "amplified" not in result.name)
        assert "0.00" not in str(explained).split("Evidence")[0]


def test_amplified_stance_and_answers_are_shown(make_posts: Make, acme_story: Story) -> None:
    tagged = tag(
        make_posts(
            post_id=["1", "2", "3"],
            kind=["original", "reply", "repost"],
            text=["Shame on Acme", "Agreed.", "Shame on Acme"],
            lang=["en"] * 3,
            reply_to_id=[None, "1", None],
            repost_of_id=[None, None, "1"],
        ),
        acme_story,
    )
    answer = cells(explain(tagged, "2"), "Evidence: stance")
    assert ["the post that it answers or quotes", "—", "against", "acme"] in [
        [cell.strip() for cell in row[:4]] for row in answer
    ]
    passed_on = explain(tagged, "3")
    assert cells(passed_on, "Evidence: amplified stance")[0][2].strip() == "against"
    assert "amplified against acme" in read(passed_on).text


def test_a_post_without_text_evidence_or_either() -> None:
    without = of_text(None, [])
    assert section(without, "Text") == ["no text"]
    assert section(without, "Evidence") == ["none: no rule applied"]
    assert "No text." in read(without).text
    post = schema.from_columns({"platform": ["x"], "post_id": ["1"], "kind": ["original"], "text": ["Words"]})
    missing = explain(held(post, [None]), "1")
    assert missing.marks is None
    assert section(missing, "Evidence") == ["not kept for this post"]
    assert "not kept" in read(missing).text
    assert read(of_text("", [])).shown.strip() == ""


def test_overlapping_spans_keep_apart() -> None:
    text = "alpha beta gamma delta epsilon"
    marks = [
        on(text, "alpha beta gamma", "act", "demand"),
        on(text, "beta gamma delta", "stance", "against", target="deal", weight=-1.0),
        on(text, "beta", "sentiment", "negative", weight=-1.5),
        on(text, "delta epsilon", "act", "praise"),
        on(text, "beta", "entity", "COMPANY", target="acme"),
    ]
    explained = of_text(text, marks)
    assert section(explained, "Text") == [
        "alpha beta gamma delta epsilon",
        "1--------------- 5------------",
        "2---------------",
        "3---",
        "4---",
    ]
    assert " ".join(read(explained).shown.split()) == text
    html = explained._repr_html_()
    # The lowest bar and its label stay inside the height of the words above it.
    heights = {int(part.split("px")[0]) for part in html.split("white-space:pre;height:")[1:]}
    lowest = max(int(part.split("px")[0]) for part in html.split("top:")[1:] if part[0].isdigit())
    assert min(heights) >= lowest + 17


def test_spans_that_cross_an_ended_one_fit_too() -> None:
    text = "one two three four five six"
    marks = [
        on(text, "one two three", "act", "a"),
        on(text, "two three four five six", "act", "b"),
        on(text, "four", "act", "c"),
    ]
    html = of_text(text, marks)._repr_html_()
    heights = {int(part.split("px")[0]) for part in html.split("white-space:pre;height:")[1:]}
    lowest = max(int(part.split("px")[0]) for part in html.split("top:")[1:] if part[0].isdigit())
    assert min(heights) >= lowest + 17


def test_offsets_are_code_points() -> None:
    text = "😀👩‍💻 Acme 👍🏽 done"
    explained = of_text(
        text, [on(text, "Acme", "entity", "COMPANY"), on(text, "👍🏽", "sentiment", "positive")]
    )
    lines = section(explained, "Text")
    assert lines[0] == text
    # Each emoji takes two columns, a joiner none.
    assert str(explained).split("Text\n")[1].split("\n")[1] == "  " + " " * 7 + "1--- 2---"
    assert cells(explained, "Evidence: entity")[0][1].strip() == "Acme"
    assert cells(explained, "Evidence: sentiment")[0][1].strip() == "👍🏽"
    assert read(explained).shown.strip() == text


def test_text_of_the_post_is_drawn_as_it_is_written() -> None:
    text = '"Acme"\'s (Acme-made) deal;Acme.\nNext line,Acme'
    starts = [place for place in range(len(text)) if text.startswith("Acme", place)]
    marks = [mark("entity", "COMPANY", start, start + 4, text="Acme") for start in starts]
    shown = read(of_text(text, marks)).shown
    assert [line.strip() for line in shown.split("\n")] == text.split("\n")


def test_long_lines_are_wrapped_with_their_spans() -> None:
    text = "word " * 20 + "Acme " + "x" * 200 + " end"
    explained = of_text(text, [on(text, "x" * 200, "act", "praise"), on(text, "Acme", "entity", "COMPANY")])
    lines = section(explained, "Text")
    assert max(map(len, lines)) <= 76
    plain = [line for line in lines if not line[0].isdigit()]
    assert "".join(plain).replace(" ", "") == text.replace(" ", "")
    assert sum(line.startswith("2") for line in lines) == 3


def test_long_texts_are_cut_and_say_so() -> None:
    text = "good " * 3_000 + "Acme"
    explained = of_text(
        text, [on(text, "Acme", "entity", "COMPANY"), mark("sentiment", "positive", 3_998, 4_004)]
    )
    note = "Cut here: 11,004 of 15,004 characters are not shown."
    assert f"[{note}]" in section(explained, "Text")
    assert note in read(explained).text
    assert len(read(explained).shown) < 4_100
    assert cells(explained, "Evidence: entity")[0][0].strip() == "15,000\N{EN DASH}15,004 (cut off)"
    assert cells(explained, "Evidence: sentiment")[0][0].strip() == "1"


def test_long_tables_are_cut_and_say_so() -> None:
    marks = [mark("sentiment", "positive", place, place + 1, text="a", weight=0.5) for place in range(130)]
    explained = of_text("a" * 200, marks)
    assert section(explained, "Evidence: sentiment")[-1] == "and 30 more"
    assert "and 30 more" in read(explained).text


def test_a_text_that_changed_after_tagging_says_so() -> None:
    explained = of_text(
        "Some other words", [mark("entity", "COMPANY", 0, 4, text="Acme"), mark("act", "x", 90, 95)]
    )
    assert "[2 marks do not fit the text: it was changed after tagging. Tag it again.]" in section(
        explained, "Text"
    )
    assert cells(explained, "Evidence: entity")[0][0].strip() == "0\N{EN DASH}4 (other words now)"
    read(explained)


def test_colour_never_stands_alone() -> None:
    text = "good bad Acme"
    explained = of_text(
        text,
        [
            on(text, "good", "sentiment", "positive", weight=1.9),
            on(text, "bad", "sentiment", "negative", weight=-2.5),
            on(text, "Acme", "stance", "against", target="acme", weight=-1.0),
        ],
    )
    reader = read(explained)
    assert "▲ +1.9" in reader.text
    assert "▼ \N{MINUS SIGN}2.5" in reader.text
    assert "■ against acme" in reader.text
    assert {"▲ +1.90", "▼ \N{MINUS SIGN}2.50", "■ \N{MINUS SIGN}1.00"} <= set(reader.cells)
    assert "▲ positive (sentiment), ▼ negative (sentiment)" not in reader.text.split("Numbers")[0]
    assert "<caption" in explained._repr_html_()
    assert explained._repr_html_().count('<th scope="col"') == 10 + 1


def test_weights_that_are_unknown_are_dashes() -> None:
    marks = [
        mark(layer, label, 0, 4, weight=None) for layer, label in (("stance", "favor"), ("sentiment", "x"))
    ]
    explained = of_text("Acme", marks)
    assert explained.marks is not None
    assert math.isnan(explained.marks[0].weight)
    assert cells(explained, "Evidence: stance")[0][-1].strip() == "—"
    assert "nan" not in explained._repr_html_()


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_text_is_escaped_everywhere(bad: str) -> None:
    text = f"before {bad} after"
    marks = [
        mark("entity", bad, 7, 7 + len(bad), text=None, target=bad, rule=bad),
        mark("role", bad, text=None, target=bad, rule=bad),
        mark("act", "demand", 0, 6, rule=bad),
    ]
    marks = [{name: safe(item) for name, item in one.items()} for one in marks]
    explained = of_text(safe(text), marks)
    reader = read(explained)
    for form in (str(explained), reader.text):
        assert not set(form) & set("\u202e\u202c\u2066\x1b\x00\x9b\ufffe")
    if safe(bad).isprintable():
        assert reader.shown.strip() == safe(text)
        assert safe(bad) in reader.cells


def safe(value: Any) -> Any:
    # Arrow holds no lone surrogates, and neither does a table.
    return value.replace("\ud800", "") if isinstance(value, str) else value


def test_an_id_and_a_name_can_be_hostile_too(make_posts: Make) -> None:
    bad = "<script>\x1b\u202e"
    posts = make_posts(post_id=[bad], text=["Words"], lang=[bad], author_handle=[bad], author_name=[bad])
    explained = explain(held(posts, [[]]), bad, names="handle")
    assert not set(str(explained)) & set("\x1b\u202e")
    assert "<script>" in read(explained).text


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_text_with_any_marks_is_shown_whole(data: st.DataObject) -> None:
    letters = st.one_of(
        st.sampled_from("ab <>&\"'{}\n\t\r\u202e\u200d\x1b😀👩é\u0301\u0627中"),
        st.characters(exclude_categories=["Cs"]),
    )
    text = data.draw(st.text(letters, max_size=60))
    place = st.integers(-2, len(text) + 2)
    label = st.one_of(st.sampled_from(["positive", "against", "x"]), st.text(letters, max_size=8))
    drawn = st.builds(
        mark,
        st.sampled_from(["sentiment", "entity", "role", "act", "stance", "amplified_stance", "<i>"]),
        label,
        st.none() | place,
        st.none() | place,
        target=st.none() | label,
        rule=label,
        weight=st.none() | st.floats(-4, 4),
    )
    explained = of_text(text, data.draw(st.lists(drawn, max_size=8)))
    reader = read(explained)
    controls = {chr(n) for n in [*range(32), *range(127, 160)]} | set(
        "\u202a\u202b\u202c\u202d\u202e\ufffe\uffff"
    )
    controls |= {chr(n) for n in range(0x2066, 0x206A)}
    kept = "".join(c for c in text if c not in controls and not c.isspace())
    # A box stands for a blank at which a span begins.
    assert "".join(reader.shown.replace("\u2423", "").split()) == kept.replace("\u2423", "")
    assert not set(str(explained)) & (controls - {"\n"})
    assert str(explained) == str(explained)
    assert explained._repr_html_() == explained._repr_html_()


def test_it_loads_and_displays_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        pytest.fail("displaCy asked whether it is in a notebook")

    monkeypatch.setattr(displacy, "is_in_jupyter", fail)
    html = of_text("Acme https://acme.example", [mark("entity", "COMPANY", 0, 4, text="Acme")])._repr_html_()
    assert "src=" not in html
    assert "href" not in html
    assert "url(" not in html
    assert capsys.readouterr().out == ""


def test_authors_are_pseudonyms_unless_asked(make_posts: Make) -> None:
    posts = make_posts(
        text=["First", "Second"],
        author_id=["7", "8"],
        author_handle=["quill_ann", "Acme"],
        author_name=["Ann Quillmoor", "Acme Inc"],
        created_at=[1, 2],
    )
    marks = [
        [
            mark("role", "press", text="Ann Quillmoor, Hill Post", target="Ann Quillmoor"),
            mark("role", "press", text="quill", rule="role.handle"),
            mark("role", "press", text="Engineer\n@QUILL_ann"),
        ],
        [mark("role", "company", text="Acme", target="acme")],
    ]
    tagged = held(posts, marks).assign(author_employer=["Ann Quillmoor", "acme"])
    explained = explain(tagged, "1")
    for form in (str(explained), read(explained).text, repr(explained.marks), repr(explained.results)):
        assert "quill" not in form.lower()
        assert "ann" not in form.lower().replace("author's name withheld", "")
    assert dict(explained.about)["author"] == "account 0001"
    named = explain(tagged, "1", names="handle")
    assert dict(named.about)["author"] == "@quill_ann (Ann Quillmoor)"
    assert "Ann Quillmoor, Hill Post" in str(named)
    kept = explain(tagged, "2", names=pseudonyms(tagged, keep=["acme"]))
    assert dict(kept.about)["author"] == "@Acme"
    assert cells(kept, "Evidence: role")[0][1].strip() == "Acme"
    assert dict(explain(tagged, "2", names={"x:7": "a"}).about)["author"] == "unlisted account"


def test_an_author_without_a_key_is_unknown() -> None:
    assert dict(of_text("Words", []).about)["author"] == "unknown"
    assert dict(of_text("Words", [], author_name=["Ann"]).about)["author"] == "unknown"


def test_several_platforms_need_one_named(make_posts: Make) -> None:
    posts = make_posts(
        platform=["x", "mastodon", "x"], post_id=["1", "1", "2"], text=["On x", "Elsewhere", "More"]
    )
    tagged = held(posts, [[], [], []])
    with pytest.raises(TaggingError, match=r"several platforms: mastodon, x\..*platform='mastodon'"):
        explain(tagged, "1")
    assert explain(tagged, "1", platform="mastodon").text == "Elsewhere"
    assert explain(tagged, "1", platform="x").text == "On x"
    assert explain(tagged, "2").text == "More"
    with pytest.raises(TaggingError, match=r"It is on x: pass platform='x'"):
        explain(tagged, "2", platform="reddit")


def test_unknown_ids_say_what_to_do(make_posts: Make) -> None:
    posts = make_posts(
        post_id=["123", "124"], text=["a", "b"], kind=["original", "reply"], reply_to_id=[None, "99"]
    )
    tagged = held(posts, [[], []])
    with pytest.raises(TaggingError, match="among the 2 of this table"):
        explain(tagged, "5")
    with pytest.raises(TaggingError, match="Did you mean '123'"):
        explain(tagged, " 123\n")
    with pytest.raises(TaggingError, match="Did you mean '124'"):
        explain(tagged, "https://twitter.com/acme/status/124")
    with pytest.raises(TaggingError, match="1 of them answer, quote or repost it"):
        explain(tagged, "99")
    with pytest.raises(TaggingError, match="post_id is 123, expected a str"):
        explain(tagged, 123)  # type: ignore[arg-type]
    with pytest.raises(TaggingError) as caught:
        explain(tagged, "9" * 10_000_000)
    assert len(str(caught.value)) < 300


def test_other_mistakes_are_refused(make_posts: Make) -> None:
    posts = make_posts(text=["a"])
    with pytest.raises(MissingColumnError, match=r"'evidence'.*evidence=True"):
        explain(posts, "1")
    with pytest.raises(SchemaError, match="DataFrame"):
        explain("1", "1")  # type: ignore[arg-type]
    tagged = held(posts, [[]])
    with pytest.raises(MissingColumnError, match="'text'"):
        explain(tagged.drop(columns="text"), "1")
    with pytest.raises(TaggingError, match="names is 'real'"):
        explain(tagged, "1", names="real")  # type: ignore[arg-type]
    with pytest.raises(TaggingError, match="2 rows have platform 'x' and post_id '1'"):
        explain(pd.concat([tagged, tagged]), "1")


def test_it_leaves_its_argument_alone(make_posts: Make, acme_story: Story) -> None:
    tagged = tag(make_posts(text=["Shame on Acme"], lang=["en"]), acme_story)
    before = tagged.copy(deep=True)
    explained = explain(tagged, "1")
    assert str(explained)
    assert explained._repr_html_()
    pd.testing.assert_frame_equal(tagged, before)


def test_every_kind_of_post_of_the_sample(recwarn: pytest.WarningsRecorder) -> None:
    folder = samples.path("microsoft-ice")
    tagged = tag(read_posts(folder), Story.from_toml(folder / "story.toml"))
    found = evidence(tagged)
    firsts = found.groupby(["layer", "rule"], observed=True)["post_id"].first()
    names = tagged["author_name"].dropna()
    assert len(firsts) > 50
    mapping = pseudonyms(tagged)
    for post_id in [*firsts.unique(), *tagged["post_id"][::200]]:
        explained = explain(tagged, post_id, names=mapping)
        reader = read(explained)
        assert explained.text is not None
        assert "".join(reader.shown.split()) == "".join(explained.text.split())
        assert "not fit the text" not in str(explained)
        assert not set(explained.about[-1]) & set(names)
