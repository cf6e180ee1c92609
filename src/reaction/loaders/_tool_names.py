"""What tools call platforms, kinds of posts and languages."""

from __future__ import annotations

import re

__all__ = ["kind_named", "language_named", "platform_at", "platform_named"]

_PLATFORMS = {
    "x": ("twitter", "x", "x_twitter", "twitter_x", "x_formerly_twitter", "tweet", "x_com", "twitter_com"),
    "bluesky": ("bluesky", "bsky", "bsky_app", "blue_sky"),
    "mastodon": ("mastodon", "fediverse"),
    "truth_social": ("truth_social", "truthsocial", "truthsocial_com"),
    "gab": ("gab", "gab_com"),
    "reddit": ("reddit", "reddit_com"),
    "telegram": ("telegram", "t_me"),
    "youtube": ("youtube", "youtube_com", "youtu_be"),
    "tiktok": ("tiktok", "tik_tok", "tiktok_com"),
    "instagram": ("instagram", "instagram_com", "instagram_public"),
    "threads": ("threads", "threads_net", "threads_com"),
    "facebook": ("facebook", "facebook_com", "facebook_public", "facebook_page", "facebook_pages", "fb"),
    "hacker_news": ("hacker_news", "hackernews", "news_ycombinator_com"),
    "github": ("github", "github_com"),
}
_PLATFORM_OF = {name: platform for platform, names in _PLATFORMS.items() for name in names}
_DOMAINS = {
    "x.com": "x",
    "bsky.app": "bluesky",
    "truthsocial.com": "truth_social",
    "gab.com": "gab",
    "reddit.com": "reddit",
    "redd.it": "reddit",
    "t.me": "telegram",
    "youtube.com": "youtube",
    "youtu.be": "youtube",
    "tiktok.com": "tiktok",
    "instagram.com": "instagram",
    "threads.net": "threads",
    "threads.com": "threads",
    "facebook.com": "facebook",
    "fb.com": "facebook",
    "fb.watch": "facebook",
    "news.ycombinator.com": "hacker_news",
    "github.com": "github",
}
_KINDS = {
    "repost": ("repost", "retweet", "rt", "share", "reblog", "forward", "retweeted"),
    "quote": ("quote", "quote_tweet", "quote_post", "quoted", "qt"),
    "reply": ("reply", "comment", "replied_to", "response", "answer"),
    "original": ("original", "post", "tweet", "original_post", "original_tweet", "status"),
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names}
_LANGUAGES = {
    "arabic": "ar",
    "bengali": "bn",
    "bulgarian": "bg",
    "catalan": "ca",
    "chinese": "zh",
    "croatian": "hr",
    "czech": "cs",
    "danish": "da",
    "dutch": "nl",
    "english": "en",
    "estonian": "et",
    "farsi": "fa",
    "finnish": "fi",
    "french": "fr",
    "german": "de",
    "greek": "el",
    "hebrew": "he",
    "hindi": "hi",
    "hungarian": "hu",
    "indonesian": "id",
    "italian": "it",
    "japanese": "ja",
    "korean": "ko",
    "malay": "ms",
    "norwegian": "no",
    "persian": "fa",
    "polish": "pl",
    "portuguese": "pt",
    "romanian": "ro",
    "russian": "ru",
    "serbian": "sr",
    "slovak": "sk",
    "slovenian": "sl",
    "spanish": "es",
    "swahili": "sw",
    "swedish": "sv",
    "tagalog": "tl",
    "tamil": "ta",
    "thai": "th",
    "turkish": "tr",
    "ukrainian": "uk",
    "urdu": "ur",
    "vietnamese": "vi",
}
_NO_WORD = re.compile(r"[\W_]+")
_LONGEST = 64


def _slug(text: str) -> str:
    return _NO_WORD.sub("_", text[:_LONGEST].lower()).strip("_")


def platform_named(text: str) -> str | None:
    """Return the platform that a tool means, as in the Posts table.

    Parameters
    ----------
    text
        A tool's name for it; of several, from the general to the special, the last counts.

    Returns
    -------
    The platform; a name that is none of ours in the same form (``"online_news"``), None for no name at all.

    Examples
    --------
    >>> [platform_named(text) for text in ("Twitter", "Facebook Public", "SOCIALMEDIA,SOCIALMEDIA_TWITTER")]
    ['x', 'facebook', 'x']
    >>> platform_named("Online News"), platform_named(" ")
    ('online_news', None)
    """
    name = _slug(text.rpartition(",")[2]).removeprefix("socialmedia_")
    return _PLATFORM_OF.get(name, name) or None


def platform_at(domain: str) -> str | None:
    """Return the platform that lives at a domain (in canonical form), or None.

    Examples
    --------
    >>> platform_at("x.com"), platform_at("old.reddit.com"), platform_at("example.com")
    ('x', 'reddit', None)
    """
    known = _DOMAINS.get(domain)
    return known or _DOMAINS.get(domain.partition(".")[2])


def kind_named(text: str) -> str | None:
    """Return the kind of post that a tool means, or None where it says something else.

    Examples
    --------
    >>> kind_named("RETWEET"), kind_named("Quote Tweet"), kind_named("photo")
    ('repost', 'quote', None)
    """
    return _KIND_OF.get(_slug(text))


def language_named(text: str) -> str:
    """Return the code of a language that a tool calls by its English name; codes stay as they are.

    Examples
    --------
    >>> language_named("English"), language_named("pt-BR")
    ('en', 'pt-BR')
    """
    return _LANGUAGES.get(text.strip().lower(), text.strip())
