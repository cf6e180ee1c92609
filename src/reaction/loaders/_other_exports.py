"""Exports of something else than posts, which share folders and archives with posts."""

from __future__ import annotations

import re

from reaction.loaders._columns import Columns, columns
from reaction.loaders._skeleton import Has, has

__all__ = ["ARCHIVE_PARTS", "ARCHIVE_SCRIPT", "OTHER_EXPORTS", "OTHER_TABLES"]

_BLUESKY_RECORDS = (
    *("feed.like", "feed.threadgate", "feed.postgate", "actor.profile", "graph.follow", "graph.block"),
    *("graph.list", "graph.listitem", "graph.starterpack"),
)

# Records, and what a file of them is an export of; looked at where no format of posts fits.
OTHER_EXPORTS: tuple[tuple[Has, str], ...] = (
    (has("data[].tweet_count", "data[].start"), "counts of posts (X API v2 counts)"),
    (has("tweet_count", "start", "end"), "counts of posts (X API v2 counts)"),
    (has("data[].username", lacking="data[].text"), "accounts (X API v2 users)"),
    (has("data.username", lacking="data.text"), "accounts (X API v2 users)"),
    (has("username", "public_metrics", lacking=("text", "author_id")), "accounts (X API v2 users)"),
    (
        has("screen_name", "followers_count", lacking=("text", "full_text", "user")),
        "accounts (X API v1.1 users)",
    ),
    (has(where={"_type": "snscrape.modules.twitter.User"}), "accounts (snscrape or twscrape users)"),
    (has("users[].username", lacking="tweets"), "accounts (academictwitteR users)"),
    (has("data[].creator_id", "data[].state"), "audio rooms (X API v2 spaces)"),
    (has("data[].value", "meta.sent"), "rules of a stream (X API v2)"),
    (has("data[].member_count"), "lists (X API v2 lists)"),
    (has("data[].owner_id", "data[].name"), "lists (X API v2 lists)"),
    (has("member_count", "slug", "user"), "lists (X API v1.1 lists)"),
    (has("data[].place_type"), "places (X API v2)"),
    (has("place_type", "full_name"), "places"),
    (has("id", "action", "created_at", lacking=("text", "user")), "compliance events (X API v2)"),
    (has("ids", "next_cursor"), "ids of accounts (X API v1.1 followers or friends)"),
    (has("trends", "locations"), "trends (X API v1.1)"),
    (has("uri", where={"value.$type": "app.bsky.feed.generator"}), "feed generators (Bluesky)"),
    (
        has("uri", where={"value.$type": tuple(f"app.bsky.{name}" for name in _BLUESKY_RECORDS)}),
        "likes, follows, lists or profiles (Bluesky records)",
    ),
    (has("repostedBy[].did"), "accounts that reposted a post (Bluesky)"),
    (has("likes[].actor.did"), "likes (Bluesky)"),
    (has("did", "handle", "followersCount", lacking="record"), "accounts (Bluesky profiles)"),
    *(
        (has(f"{name}[].did"), "accounts (Bluesky)")
        for name in ("followers", "follows", "actors", "profiles")
    ),
    (has("acct", "followers_count", "statuses_count", lacking="content"), "accounts (Mastodon)"),
    (has("name", "history[].uses", lacking="content"), "hashtags (Mastodon trends)"),
    (has(where={"kind": ("youtube#channel", "youtube#channelListResponse")}), "channels (YouTube Data API)"),
    (
        has(where={"kind": ("youtube#playlistItem", "youtube#playlistItemListResponse")}),
        "entries of playlists (YouTube Data API)",
    ),
    (has("data.follower_count", "data.display_name"), "accounts (TikTok Research API)"),
    *(
        (has(f"data.user_{name}[].username"), "accounts (TikTok Research API)")
        for name in ("followers", "following")
    ),
    (has("id", where={"_": ("User", "Channel", "Chat")}), "accounts and chats (Telethon)"),
    (has("link_karma", "comment_karma", lacking=("body", "title")), "accounts (Reddit)"),
    (has("data.link_karma", "data.name"), "accounts (Reddit)"),
    (has("display_name", "subscribers", "public_description"), "subreddits (Reddit)"),
    (has("data.display_name", "data.subscribers"), "subreddits (Reddit)"),
    (has("data.children[].data.display_name", where={"kind": "Listing"}), "subreddits (Reddit)"),
    (has("data[].count", lacking="data[].id"), "counts of posts (Arctic Shift)"),
    (has("id", "karma", "created", lacking="text"), "accounts (Hacker News)"),
    (has("username", "karma", "created_at", lacking="text"), "accounts (Hacker News)"),
    (has("items", "profiles", lacking="items[].id"), "changes (Hacker News)"),
    (has("event", "actor", "commit_id", lacking="body"), "events of issues (GitHub)"),
    (has("login", "avatar_url", "type", lacking=("title", "body")), "accounts (GitHub)"),
    (has("full_name", "stargazers_count"), "repositories (GitHub)"),
    (has("sha", "commit.message"), "commits (GitHub)"),
)

# Headers of tables, and what such a table is an export of.
OTHER_TABLES: tuple[tuple[Columns, str], ...] = (
    (columns("channelUrl", "subscriberCount", "videoCount"), "channels (YouTube Data Tools)"),
    (columns("id", "username", "public_metrics.followers_count", lacking="text"), "accounts (twarc-csv)"),
    (columns("start", "end", "tweet_count"), "counts of posts (twarc-csv)"),
    (columns("id", "action", "redacted_at"), "compliance events (twarc-csv)"),
    (columns("id", "owner_id", "member_count"), "lists (twarc-csv)"),
    (columns("screen_name", "followers", "friends", "tweets", lacking="text"), "accounts (minet)"),
    (columns("did", "handle", "display_name", lacking="text"), "accounts (minet)"),
    (columns("object_id", "content_id", "content_id_y"), "pairs of posts (CooRTweet)"),
)

# Records of files that belong to an archive of posts and are passed over without a warning.
ARCHIVE_PARTS: tuple[tuple[Has, str], ...] = (
    (has("account.accountId"), "the account of an archive of X"),
    (has("profile.description.bio"), "the profile of an archive of X"),
    (has("verified.accountId"), "the badge of an archive of X"),
    (has("userInfo", "archiveInfo"), "the table of contents of an archive of X"),
    (has("noteTweet"), "the long posts of an archive of X, read beside its tweets.js"),
    (
        has("tweet.tweet_id", lacking=("tweet.full_text", "tweet.id_str")),
        "a list of posts of an archive of X",
    ),
    (has("like.tweetId"), "the likes of an archive of X"),
    (has("follower.accountId"), "the followers of an archive of X"),
    (has("following.accountId"), "the accounts that an archive of X follows"),
    (has("dmConversation"), "the direct messages of an archive of X"),
    (has("ad.adsUserData"), "the advertisements of an archive of X"),
    (has("preferredUsername", where={"outbox": "outbox.json"}), "the profile of an archive of Mastodon"),
    (has("orderedItems", where={"id": "likes.json"}), "the likes of an archive of Mastodon"),
    (has("orderedItems", where={"id": "bookmarks.json"}), "the bookmarks of an archive of Mastodon"),
    (has("utterances-index", "conversations-index"), "the index of a ConvoKit corpus"),
)

# Archives of X have some seventy parts more, many of them empty.
ARCHIVE_SCRIPT = re.compile(r"\A\s*window\.(?:YTD\.\w{1,80}\.part\d{1,6}|__THAR_CONFIG)\s*=")
