"""The index of names: words, plurals, typos; where names collide, the stated order decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction.nlp._gazetteer import Entry
from reaction.nlp._names import index_of, index_of_actors, packaged_index, same_entities
from reaction.story import Actor


def test_the_packaged_lists_hold_more_than_20_000_patterns() -> None:
    assert packaged_index().size >= 20_000


def test_names_of_several_words_and_plurals() -> None:
    index = index_of([Entry("acme", "COMPANY", "Acme Cloud Inc.", ("Contoso",), ("=AcmeOne",))])
    assert [name.rule for name in index.names_at(["acme", "cloud"])] == ["entity.list.name"]
    assert [name.rule for name in index.names_at(["contosos"])] == ["entity.list.alias"]
    assert [(name.label, name.mark) for name in index.names_at(["acmeone"])] == [("PRODUCT", "=")]
    assert index.names_at(["acmeones"]) == index.names_at(["acme"]) == ()


def test_the_first_keeps_a_name_unless_both_are_ambiguous() -> None:
    sure = index_of([Entry("a", "ORG", "Hillford"), Entry("b", "ORG", "Hillford")])
    assert [name.entity_id for name in sure.names_at(["hillford"])] == ["a"]
    unsure = index_of([Entry("a", "ORG", "?Hillford"), Entry("b", "ORG", "?Hillford")])
    assert [name.entity_id for name in unsure.names_at(["hillford"])] == ["a", "b"]


@pytest.mark.parametrize(
    "word", ["micosoft", "microsooft", "mircosoft", "micrasoft", "microsof", "microsofty"]
)
def test_one_wrong_letter_in_a_long_name(word: str) -> None:
    index = index_of([Entry("m", "COMPANY", "Microsoft")])
    assert [name.entity_id for name in index.typo_of(word)] == ["m"]


@pytest.mark.parametrize("word", ["microsoft", "nicrosoft", "macrosift", "micros", "micr0soft", "microsoft1"])
def test_no_typo(word: str) -> None:
    assert index_of([Entry("m", "COMPANY", "Microsoft")]).typo_of(word) == ()


def test_short_and_ambiguous_names_have_no_typos() -> None:
    index = index_of([Entry("g", "COMPANY", "Contoso"), Entry("h", "COMPANY", "?Hillfords")])
    assert index.typo_of("contosa") == index.typo_of("hillfonds") == ()


@given(st.text("abcdefgh", min_size=8, max_size=14), st.data())
def test_a_deleted_letter_is_found(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(name) - 1))
    written = name[:place] + name[place + 1 :]
    found = index_of([Entry("n", "ORG", name)]).typo_of(written)
    assert [item.entity_id for item in found] == ([] if written == name else ["n"])


def test_an_entity_of_the_lists_takes_the_id_of_the_storys_actor() -> None:
    index = index_of(
        [
            Entry("acme-inc", "COMPANY", "Acme", handles=("acme",), domains=("acme.example",)),
            Entry("gap-inc", "COMPANY", "?Gap"),
            Entry("hill", "OUTLET", "Hill Post"),
        ]
    )
    by_name = [Actor("a", "company", "ACME Corp", aliases=["Acme"]), Actor("g", "company", "Gap")]
    assert same_entities(by_name, index) == {"acme-inc": "a", "gap-inc": "g"}
    by_handle = [Actor("a", "company", "Other", handles=["Acme"]), Actor("h", "person", "Hill Post")]
    assert same_entities(by_handle, index) == {"acme-inc": "a"}


def test_actors_may_share_a_name() -> None:
    index = index_of_actors([Actor("a", "company", "Acme"), Actor("b", "agency", "Acme")])
    assert [name.entity_id for name in index.names_at(["acme"])] == ["a", "b"]
