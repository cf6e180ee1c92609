"""Exports of something else than posts, which share folders and archives with posts."""

from __future__ import annotations

from reaction.loaders._columns import Columns
from reaction.loaders._skeleton import Has, has

__all__ = ["ARCHIVE_PARTS", "OTHER_EXPORTS", "OTHER_TABLES"]

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
    (has("data[].member_count"), "lists (X API v2 lists)"),
    (has("data[].owner_id", "data[].name"), "lists (X API v2 lists)"),
    (has("member_count", "slug", "user"), "lists (X API v1.1 lists)"),
    (has("data[].place_type"), "places (X API v2)"),
    (has("place_type", "full_name"), "places"),
    (has("id", "action", "created_at", lacking=("text", "user")), "compliance events (X API v2)"),
    (has("ids", "next_cursor"), "ids of accounts (X API v1.1 followers or friends)"),
    (has("trends", "locations"), "trends (X API v1.1)"),
)

# Headers of tables, and what such a table is an export of.
OTHER_TABLES: tuple[tuple[Columns, str], ...] = ()

# Records of files that belong to an archive of posts and are passed over without a warning.
ARCHIVE_PARTS: tuple[tuple[Has, str], ...] = ()
