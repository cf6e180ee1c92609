"""Addresses of posts: the id that other loaders give, else the address, and nothing where it is no post's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction.loaders._permalinks import address_of_post
from reaction.loaders._tool_names import kind_named, language_named, platform_named


@pytest.mark.parametrize(
    ("url", "platform", "post_id"),
    [
        ("http://twitter.com/ann/statuses/1008599655142154241", "x", "1008599655142154241"),
        ("https://x.com/i/web/status/20", "x", "20"),
        ("https://bsky.app/profile/did:plc:abc/post/3kabc", "bluesky", "at://did:plc:abc/app.bsky.feed.post/3kabc"),
        ("https://bsky.app/profile/ann.example.com/post/3kabc", "bluesky", "https://bsky.app/profile/ann.example.com/post/3kabc"),
        ("https://social.example/@ann/109876543210987654", "mastodon", "https://social.example/@ann/109876543210987654"),
        ("https://www.reddit.com/r/news/comments/8s1abc/a_title/", "reddit", "t3_8s1abc"),
        ("https://old.reddit.com/r/news/comments/8s1abc/a_title/e0xyz/?context=3", "reddit", "t1_e0xyz"),
        ("https://redd.it/8s1abc", "reddit", "t3_8s1abc"),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=10", "youtube", "dQw4w9WgXcQ"),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&lc=UgxA.9b", "youtube", "UgxA.9b"),
        ("https://youtu.be/dQw4w9WgXcQ", "youtube", "dQw4w9WgXcQ"),
        ("https://www.youtube.com/shorts/dQw4w9WgXcQ", "youtube", "dQw4w9WgXcQ"),
        ("https://www.tiktok.com/@ann.b/video/7000000000000000001?lang=en", "tiktok", "7000000000000000001"),
        ("https://news.ycombinator.com/item?id=17340000", "hacker_news", "17340000"),
        ("https://github.com/owner/repo/issues/12", "github", "owner/repo#12"),
        ("https://github.com/owner/repo/pull/12#issuecomment-99", "github", "owner/repo#12/99"),
        ("https://www.facebook.com/ann/posts/12345?comment_id=6", "facebook", "https://facebook.com/ann/posts/12345?comment_id=6"),
        ("https://www.facebook.com/permalink.php?story_fbid=1&id=2", "facebook", "https://facebook.com/permalink.php?id=2&story_fbid=1"),
        ("https://t.me/channel/77", "telegram", "https://t.me/channel/77"),
        ("https://news.example.com/2018/06/18/story.html", "unknown", "https://news.example.com/2018/06/18/story.html"),
    ],
)  # fmt: skip
def test_a_post_is_known_by_its_address(url, platform, post_id):
    found = address_of_post(url)
    assert (found.platform, found.post_id) == (platform, post_id)


@pytest.mark.parametrize(
    "url",
    [
        "https://x.com/ann",
        "https://x.com",
        "https://www.facebook.com/ann",
        "https://instagram.com/ann/",
        "https://reddit.com/r/news",
        "https://youtube.com/@ann",
        "https://github.com/owner/repo",
        "https://example.com/",
        "javascript:alert(1)",
        "no address",
    ],
)
def test_pages_of_no_single_post_identify_nothing(url):
    assert address_of_post(url) is None


@given(
    st.one_of(
        st.text(), st.from_regex(r"https?://(www\.)?(reddit|youtube|tiktok|github|x)\.com/[\x20-\x7e]{0,60}")
    )
)
def test_no_address_raises(url):
    found = address_of_post(url)
    assert found is None or (found.post_id and found.platform)


@pytest.mark.parametrize(
    ("name", "platform"),
    [
        ("X", "x"),
        ("Twitter", "x"),
        ("X (formerly Twitter)", "x"),
        ("facebook_public", "facebook"),
        ("SOCIALMEDIA,SOCIALMEDIA_YOUTUBE", "youtube"),
        ("ONLINENEWS,ONLINENEWS_NEWSPAPER", "onlinenews_newspaper"),
        ("Hacker News", "hacker_news"),
        ("Koo", "koo"),
        (" - ", None),
    ],
)
def test_tools_names_of_platforms(name, platform):
    assert platform_named(name) == platform


@given(st.text())
def test_no_name_raises(text):
    platform_named(text)
    kind_named(text)
    language_named(text)
