from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reaction.urls import StatusRef, canonical_url, domain_of, parse_status_url, snowflake_time


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://Example.COM", "https://example.com"),
        ("https://example.com/", "https://example.com"),
        ("example.com/a", "https://example.com/a"),
        ("//example.com/a", "https://example.com/a"),
        ("https://www.example.com/a/b/", "https://example.com/a/b"),
        ("https://m.example.com/a", "https://example.com/a"),
        ("https://amp.example.com/a/amp/", "https://example.com/a"),
        ("https://example.com/a/amp.html", "https://example.com/a"),
        ("https://example.com:443/a#top", "https://example.com/a"),
        ("https://example.com:8080/a", "https://example.com:8080/a"),
        ("https://user:secret@example.com/a", "https://example.com/a"),
        ("https://example.com/a?b=2&utm_source=x&fbclid=1&a=1", "https://example.com/a?a=1&b=2"),
        ("https://example.com/a?q=caf%C3%A9", "https://example.com/a?q=caf%C3%A9"),
        ("https://example.com/%7Eann", "https://example.com/~ann"),
        ("https://example.com/a%2fb", "https://example.com/a%2Fb"),
        ("https://twitter.com/jack/status/20?s=20&t=abc", "https://x.com/jack/status/20"),
        ("https://mobile.twitter.com/jack/status/20", "https://x.com/jack/status/20"),
        ("https://m.co/a", "https://m.co/a"),
        ("  https://example.com/a  ", "https://example.com/a"),
    ],
)
def test_spellings_of_one_address(url: str, expected: str) -> None:
    assert canonical_url(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "mailto:ann@example.com",
        "file:///etc/passwd",
        "http://[",
        "http://exa mple.com",
        "http://localhost/a",
        "https://example.com:99999/",
        "at://did:plc:abc/app.bsky.feed.post/1",
        "no address at all",
        "https://example.com/" + "a" * 5_000,
    ],
)
def test_what_is_no_web_address_gives_none(url: str) -> None:
    assert canonical_url(url) is None
    assert domain_of(url) is None
    assert parse_status_url(url) is None


@given(
    st.text(max_size=60)
    | st.from_regex(r"https?://[a-z.]{1,12}\.[a-z]{2,4}(/[a-zA-Z%0-9~+ é?&=;#.]{0,12}){0,3}", fullmatch=True)
)
@example("https://a.bc/%25%32%35?a=%2526#b")
@example("https://www.www.example.com/amp/amp")
@example("https://a.bc/x/amp//")
@example("https://a.bc/?a=b;c=d&&e")
def test_canonical_addresses_stay_as_they_are(url: str) -> None:
    once = canonical_url(url)
    if once is not None:
        assert canonical_url(once) == once
        assert once.startswith("https://")
        assert not set(once) & set("<>\"' \n\t\\")


@given(st.text(max_size=300))
def test_hostile_text_never_raises(text: str) -> None:
    canonical_url(text)
    canonical_url("https://" + text)
    parse_status_url("https://x.com/" + text)
    snowflake_time(text)


@pytest.mark.parametrize(
    ("url", "ref"),
    [
        ("https://twitter.com/jack/status/20", StatusRef("x", "20", "jack")),
        ("https://x.com/i/web/status/20", StatusRef("x", "20")),
        ("https://twitter.com/jack/statuses/20/photo/1", StatusRef("x", "20", "jack")),
        (
            "https://bsky.app/profile/did:plc:abc/post/3k2a",
            StatusRef("bluesky", "at://did:plc:abc/app.bsky.feed.post/3k2a"),
        ),
        (
            "https://mastodon.example/@ann/109372843234",
            StatusRef("mastodon", "https://mastodon.example/@ann/109372843234", "ann@mastodon.example"),
        ),
    ],
)
def test_status_urls(url: str, ref: StatusRef) -> None:
    assert parse_status_url(url) == ref


@pytest.mark.parametrize(
    "url",
    [
        "https://twitter.com/jack",
        "https://twitter.com/jack/status/",
        "https://bsky.app/profile/ann.example/post/3k2a",
        "https://example.com/jack/status/20",
        "https://nottwitter.com/jack/status/20",
    ],
)
def test_addresses_of_other_things_are_no_status(url: str) -> None:
    assert parse_status_url(url) is None


def test_status_of_the_seed_article_carries_its_time() -> None:
    # The post that the article of 2018-06-19 embeds, posted the day before.
    ref = parse_status_url("https://twitter.com/yonatanzunger/status/1008599655142154241")
    assert ref is not None
    assert ref.created_at is not None
    assert ref.created_at.date() == datetime(2018, 6, 18, tzinfo=UTC).date()


def test_snowflake_time() -> None:
    # X's documentation: 1541815603606036480 was posted on 2022-06-28 at 16:07:40.105 UTC.
    assert snowflake_time("1541815603606036480") == datetime(2022, 6, 28, 16, 7, 40, 105000, tzinfo=UTC)
    assert snowflake_time("20") is None
    assert snowflake_time("²") is None
    assert snowflake_time("9" * 30) is None
