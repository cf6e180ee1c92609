"""Time `reaction.loaders.load` against the plain way: json, a loop and a DataFrame.

Both read the same invented file (seeded) in a process of their own, on one core. Run:

    python benchmarks/loading.py --posts 50000
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WORDS = (  # noqa: SIM905  # a list of forty words is no easier to read
    "the a of to and in that is for on with this company contract cloud agency people work border family "
    "children policy statement employees letter proud support cancel today new why how never always stop "
    "please read thread more R&amp;D &lt;3 caf\u00e9 \U0001f600 resist proud http tech government story"
).split()
START = datetime(2018, 6, 18, tzinfo=UTC)
CHUNK = 100


def text_of(rng: random.Random, length: int) -> str:
    words: list[str] = []
    while sum(map(len, words)) + len(words) < length:
        words.append(rng.choice(WORDS))
    return " ".join(words)


def snowflake(time_: datetime, rng: random.Random) -> str:
    return str((int(time_.timestamp() * 1000) - 1_288_834_974_657 << 22) | rng.getrandbits(22))


def user_v1(number: int) -> dict[str, Any]:
    rng = random.Random(number)
    created = START - timedelta(days=rng.randrange(3_000))
    profile = {
        f"profile_{part}_color": f"{rng.getrandbits(24):06X}"
        for part in ("link", "text", "sidebar_fill", "background")
    }
    images = {
        f"profile_{part}_url": f"http://pbs.example.com/profile_images/{rng.getrandbits(60)}/x_normal.jpg"
        for part in ("image", "image_https", "banner", "background_image", "background_image_https")
    }
    return {
        "id": 10**9 + number,
        "id_str": str(10**9 + number),
        "name": f"Name {number}",
        "screen_name": f"user{number}",
        "location": "Somewhere",
        "description": text_of(rng, 90),
        "url": f"https://t.co/{rng.getrandbits(40):010x}",
        "entities": {
            "url": {
                "urls": [
                    {
                        "url": "https://t.co/x",
                        "expanded_url": f"http://example.com/{number}",
                        "indices": [0, 23],
                    }
                ]
            },
            "description": {"urls": []},
        },
        "protected": False,
        "followers_count": rng.randrange(10_000),
        "friends_count": rng.randrange(2_000),
        "listed_count": rng.randrange(50),
        "created_at": created.strftime("%a %b %d %H:%M:%S +0000 %Y"),
        "favourites_count": rng.randrange(9_999),
        "utc_offset": None,
        "time_zone": None,
        "geo_enabled": True,
        "verified": rng.random() < 0.02,
        "statuses_count": rng.randrange(99_999),
        "lang": "en",
        "contributors_enabled": False,
        "is_translator": False,
        "is_translation_enabled": False,
        "profile_background_tile": False,
        "profile_use_background_image": True,
        "has_extended_profile": True,
        "default_profile": False,
        "default_profile_image": False,
        "following": None,
        "follow_request_sent": None,
        "notifications": None,
        **profile,
        **images,
    }


def tweet_v1(time_: datetime, rng: random.Random, n_users: int) -> dict[str, Any]:
    post_id = snowflake(time_, rng)
    has_link, has_tag, has_picture = (rng.random() < share for share in (0.3, 0.3, 0.1))
    mentioned = [rng.randrange(n_users) for _ in range(rng.randrange(3))]
    entities: dict[str, Any] = {
        "hashtags": [{"text": "Story", "indices": [0, 6]}] if has_tag else [],
        "symbols": [],
        "urls": [
            {
                "url": "https://t.co/abc",
                "expanded_url": f"https://news.example.com/{rng.randrange(2_000)}?utm_source=x",
                "display_url": "news",
                "indices": [1, 24],
            }
        ]
        if has_link
        else [],
        "user_mentions": [
            {
                "screen_name": f"user{m}",
                "name": f"Name {m}",
                "id": 10**9 + m,
                "id_str": str(10**9 + m),
                "indices": [0, 5],
            }
            for m in mentioned
        ],
    }
    found: dict[str, Any] = {
        "created_at": time_.strftime("%a %b %d %H:%M:%S +0000 %Y"),
        "id": int(post_id),
        "id_str": post_id,
        "full_text": text_of(rng, rng.choice([60, 120, 200, 270])),
        "truncated": False,
        "display_text_range": [0, 140],
        "entities": entities,
        "source": '<a href="http://example.com/app" rel="nofollow">Some Client</a>',
        "in_reply_to_status_id": None,
        "in_reply_to_status_id_str": None,
        "in_reply_to_user_id": None,
        "in_reply_to_user_id_str": None,
        "in_reply_to_screen_name": None,
        "user": user_v1(int(n_users * rng.random() ** 2)),
        "geo": None,
        "coordinates": None,
        "place": None,
        "contributors": None,
        "is_quote_status": False,
        "retweet_count": int(rng.paretovariate(0.8)) - 1,
        "favorite_count": int(rng.paretovariate(0.8)) - 1,
        "favorited": False,
        "retweeted": False,
        "lang": "en",
    }
    if has_picture:
        medium = {
            "id_str": "9",
            "media_url_https": "https://pbs.example.com/media/p.jpg",
            "type": "photo",
            "expanded_url": f"https://x.com/u/status/{post_id}/photo/1",
            "sizes": {"small": {"w": 680, "h": 340, "resize": "fit"}},
        }
        entities["media"] = [medium]
        found["extended_entities"] = {"media": [medium]}
    return found


def posts_v1(n: int, seed: int) -> Iterator[dict[str, Any]]:
    """Yield posts of which 60 % are reposts, 15 % replies and 8 % quotes."""
    rng = random.Random(seed)
    n_users = max(10, n // 4)
    originals: list[dict[str, Any]] = []
    for number in range(n):
        time_ = START + timedelta(seconds=number * 86_400 * 5 / n)
        tweet = tweet_v1(time_, rng, n_users)
        draw = rng.random()
        if originals and draw < 0.83:
            other = originals[int(len(originals) * rng.random() ** 3)]
            if draw < 0.6:
                handle = other["user"]["screen_name"]
                tweet["retweeted_status"] = other
                tweet["full_text"] = f"RT @{handle}: {other['full_text']}"[:139] + "…"
                tweet["entities"] = other["entities"]
                tweet.pop("extended_entities", None)
            elif draw < 0.75:
                tweet["in_reply_to_status_id_str"] = other["id_str"]
                tweet["in_reply_to_user_id_str"] = other["user"]["id_str"]
                tweet["in_reply_to_screen_name"] = other["user"]["screen_name"]
            else:
                tweet |= {
                    "quoted_status": other,
                    "quoted_status_id_str": other["id_str"],
                    "is_quote_status": True,
                }
        if "retweeted_status" not in tweet:
            originals.append({key: value for key, value in tweet.items() if key != "quoted_status"})
        yield tweet


def user_v2(user: dict[str, Any]) -> dict[str, Any]:
    created = datetime.strptime(user["created_at"], "%a %b %d %H:%M:%S %z %Y")
    return {
        "id": user["id_str"],
        "username": user["screen_name"],
        "name": user["name"],
        "description": user["description"],
        "url": user["url"],
        "entities": {"url": user["entities"]["url"]},
        "verified": user["verified"],
        "protected": False,
        "profile_image_url": user["profile_image_url"],
        "created_at": created.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "public_metrics": {
            "followers_count": user["followers_count"],
            "following_count": user["friends_count"],
            "tweet_count": user["statuses_count"],
            "listed_count": user["listed_count"],
        },
    }


def tweet_v2(tweet: dict[str, Any]) -> dict[str, Any]:
    time_ = datetime.strptime(tweet["created_at"], "%a %b %d %H:%M:%S %z %Y")
    refs = {
        "retweeted": tweet.get("retweeted_status", {}).get("id_str"),
        "quoted": tweet.get("quoted_status_id_str"),
        "replied_to": tweet["in_reply_to_status_id_str"],
    }
    found = {
        "id": tweet["id_str"],
        "text": tweet["full_text"],
        "author_id": tweet["user"]["id_str"],
        "created_at": time_.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "lang": tweet["lang"],
        "conversation_id": tweet["in_reply_to_status_id_str"] or tweet["id_str"],
        "reply_settings": "everyone",
        "possibly_sensitive": False,
        "edit_history_tweet_ids": [tweet["id_str"]],
        "entities": {
            "urls": [{**url, "start": 1, "end": 24} for url in tweet["entities"]["urls"]],
            "hashtags": [{"tag": tag["text"], "start": 0, "end": 6} for tag in tweet["entities"]["hashtags"]],
            "mentions": [
                {"username": m["screen_name"], "id": m["id_str"], "start": 9, "end": 14}
                for m in tweet["entities"]["user_mentions"]
            ],
            "annotations": [
                {"start": 5, "end": 9, "probability": 0.9, "type": "Place", "normalized_text": "Place"}
            ],
        },
        "context_annotations": [
            {
                "domain": {"id": str(i), "name": "Some Domain", "description": "What the domain is"},
                "entity": {"id": str(i), "name": "Some entity"},
            }
            for i in range(5)
        ],
        "public_metrics": {
            "retweet_count": tweet["retweet_count"],
            "reply_count": 0,
            "like_count": tweet["favorite_count"],
            "quote_count": 0,
            "impression_count": 0,
        },
    }
    if any(refs.values()):
        found["referenced_tweets"] = [{"type": kind, "id": id_} for kind, id_ in refs.items() if id_]
    if tweet["in_reply_to_user_id_str"]:
        found["in_reply_to_user_id"] = tweet["in_reply_to_user_id_str"]
    return found


def pages_v2(n: int, seed: int) -> Iterator[dict[str, Any]]:
    posts = posts_v1(n, seed)
    for start in range(0, n, CHUNK):
        part = [next(posts) for _ in range(min(CHUNK, n - start))]
        inner = {
            t["id_str"]: t for p in part for t in (p.get("retweeted_status"), p.get("quoted_status")) if t
        }
        users = {p["user"]["id_str"]: p["user"] for p in [*part, *inner.values()]}
        yield {
            "data": [tweet_v2(post) for post in part],
            "includes": {
                "users": [user_v2(user) for user in users.values()],
                "tweets": [tweet_v2(post) for post in inner.values()],
            },
            "meta": {"result_count": len(part)},
            "__twarc": {
                "url": "https://api.example.com",
                "version": "2.9.5",
                "retrieved_at": "2018-07-01T00:00:00+00:00",
            },
        }


def plain_v1(path: Path) -> int:
    """Make the same table without `reaction`: json, a dict per post, pandas at the end."""
    rows = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            waiting = [(json.loads(line), False)]
            while waiting:
                tweet, is_context = waiting.pop()
                original, quoted = tweet.get("retweeted_status"), tweet.get("quoted_status")
                waiting += [(inner, True) for inner in (original, quoted) if inner]
                rows.append(plain_v1_row(tweet, original, quoted, is_context) | {"source_line": number})
    return plain_table(rows, "%a %b %d %H:%M:%S %z %Y")


def plain_v1_row(tweet: dict[str, Any], original: Any, quoted: Any, is_context: bool) -> dict[str, Any]:
    shown, user = original or tweet, tweet["user"]
    reply_to = tweet["in_reply_to_status_id_str"]
    return {
        "platform": "x",
        "post_id": tweet["id_str"],
        "kind": "repost" if original else "quote" if quoted else "reply" if reply_to else "original",
        "created_at": tweet["created_at"],
        "author_id": user["id_str"],
        "author_handle": user["screen_name"],
        "author_name": plain_text(user["name"]),
        "author_bio": plain_text(user["description"]),
        "author_url": user["entities"]["url"]["urls"][0]["expanded_url"],
        "author_followers": user["followers_count"],
        "author_following": user["friends_count"],
        "author_verified": user["verified"],
        "author_created_at": user["created_at"],
        "text": plain_text(shown["full_text"]),
        "lang": tweet["lang"],
        "reply_to_id": reply_to,
        "reply_to_author_id": tweet["in_reply_to_user_id_str"],
        "reply_to_author_handle": tweet["in_reply_to_screen_name"],
        **plain_reference("repost_of", original and original["id_str"], original and original["user"]),
        **plain_reference("quote_of", quoted and quoted["id_str"], quoted and quoted["user"]),
        "urls": plain_urls(shown["entities"]["urls"]),
        "hashtags": [tag["text"] for tag in shown["entities"]["hashtags"]],
        "mentions": [m["screen_name"] for m in shown["entities"]["user_mentions"]],
        "media": [
            {"type": medium["type"], "url": medium["media_url_https"]}
            for medium in shown.get("extended_entities", {}).get("media", [])
        ],
        "n_reposts": None if original else tweet["retweet_count"],
        "n_likes": None if original else tweet["favorite_count"],
        "url": f"https://x.com/{user['screen_name']}/status/{tweet['id_str']}",
        "app": re.sub("<[^>]*>", "", tweet["source"]),
        "is_context": is_context,
    }


def plain_v2(path: Path) -> int:
    """Make the same table without `reaction`: json, a dict per post, pandas at the end."""
    rows = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            page = json.loads(line)
            users = {user["id"]: user for user in page["includes"]["users"]}
            tweets = {tweet["id"]: tweet for tweet in page["includes"]["tweets"]}
            more = {"source_line": number, "metrics_at": page["__twarc"]["retrieved_at"]}
            for is_context, part in ((False, page["data"]), (True, tweets.values())):
                rows += [plain_v2_row(tweet, users, tweets, is_context) | more for tweet in part]
    return plain_table(rows, "%Y-%m-%dT%H:%M:%S.%fZ")


def plain_v2_row(tweet: dict[str, Any], users: Any, tweets: Any, is_context: bool) -> dict[str, Any]:
    refs = {ref["type"]: ref["id"] for ref in tweet.get("referenced_tweets", [])}
    shown, user, counts = (
        tweets.get(refs.get("retweeted"), tweet),
        users[tweet["author_id"]],
        tweet["public_metrics"],
    )
    authors = {kind: users.get(tweets[one]["author_id"]) for kind, one in refs.items() if one in tweets}
    kinds = {"retweeted": "repost", "quoted": "quote", "replied_to": "reply"}
    return {
        "platform": "x",
        "post_id": tweet["id"],
        "kind": next((kinds[name] for name in kinds if name in refs), "original"),
        "created_at": tweet["created_at"],
        "author_id": user["id"],
        "author_handle": user["username"],
        "author_name": plain_text(user["name"]),
        "author_bio": plain_text(user["description"]),
        "author_url": user["entities"]["url"]["urls"][0]["expanded_url"],
        "author_followers": user["public_metrics"]["followers_count"],
        "author_following": user["public_metrics"]["following_count"],
        "author_verified": user["verified"],
        "author_created_at": user["created_at"],
        "text": plain_text(shown["text"]),
        "lang": tweet["lang"],
        "conversation_id": tweet["conversation_id"],
        **plain_reference("reply_to", refs.get("replied_to"), authors.get("replied_to")),
        **plain_reference("repost_of", refs.get("retweeted"), authors.get("retweeted")),
        **plain_reference("quote_of", refs.get("quoted"), authors.get("quoted")),
        "urls": plain_urls(shown["entities"]["urls"]),
        "hashtags": [tag["tag"] for tag in shown["entities"]["hashtags"]],
        "mentions": [m["username"] for m in shown["entities"]["mentions"]],
        "n_reposts": counts["retweet_count"],
        "n_likes": counts["like_count"],
        "n_replies": counts["reply_count"],
        "n_quotes": counts["quote_count"],
        "n_views": counts["impression_count"],
        "url": f"https://x.com/{user['username']}/status/{tweet['id']}",
        "is_context": is_context,
    }


def plain_reference(name: str, post_id: str | None, author: dict[str, Any] | None) -> dict[str, Any]:
    author = author or {}
    return {
        f"{name}_id": post_id,
        f"{name}_author_id": author.get("id_str") or author.get("id"),
        f"{name}_author_handle": author.get("screen_name") or author.get("username"),
    }


def plain_text(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def plain_urls(found: list[dict[str, Any]]) -> list[str]:
    from reaction.urls import canonical_url  # noqa: PLC0415

    return [url for one in found if (url := canonical_url(one["expanded_url"]))]


def plain_table(rows: list[dict[str, Any]], time_format: str) -> int:
    import pandas as pd  # noqa: PLC0415

    posts = pd.DataFrame(rows).sort_values("is_context", kind="stable").drop_duplicates("post_id")
    for name in ("created_at", "author_created_at"):
        posts[name] = pd.to_datetime(posts[name], format=time_format, utc=True)
    return int((~posts["is_context"]).sum())


def load(path: Path) -> int:
    from reaction.loaders import load as load_posts  # noqa: PLC0415

    return len(load_posts(path).posts)


WAYS: dict[str, Callable[[Path], int]] = {"load": load, "plain-v1": plain_v1, "plain-v2": plain_v2}


def measure(way: str, path: Path) -> dict[str, float]:
    """Run one way in a process of its own, on one core."""
    command = [sys.executable, __file__, "--measure", way, "--file", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def measured(way: str, path: Path) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    # Both ways need pandas: importing it is not part of the time.
    import pandas as pd  # noqa: PLC0415

    pd.DataFrame({"a": pd.to_datetime(["2018-06-18"])})
    import reaction.loaders  # noqa: F401, PLC0415

    start, cpu = time.perf_counter(), time.process_time()
    posts = WAYS[way](path)
    result = {
        "posts": posts,
        "seconds": time.perf_counter() - start,
        "cpu": time.process_time() - cpu,
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(result))


def compare(kind: str, posts: int, seed: int, repeat: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{kind}.jsonl"
        records = posts_v1(posts, seed) if kind == "v1" else pages_v2(posts, seed)
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(record) + "\n" for record in records)
        size = path.stat().st_size / 1e6
        print(f"X API {kind}: {posts:,} posts, {size:,.0f} MB")
        results = {}
        for way in ("load", f"plain-{kind}"):
            results[way] = min((measure(way, path) for _ in range(repeat)), key=lambda result: result["cpu"])
            shown = results[way]
            rate = shown["posts"] / shown["cpu"]
            print(
                f"  {way:9} {shown['posts']:9,} posts {shown['cpu']:7.2f} s CPU ({shown['seconds']:.2f} s on the clock) "
                f"{rate:9,.0f} posts/s {size / shown['cpu']:6,.0f} MB/s  peak {shown['mb']:,.0f} MB"
            )
        ratio = results[f"plain-{kind}"]["cpu"] / results["load"]["cpu"]
        print(f"  load is {ratio:.1f} times as fast")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--posts", type=int, default=30_000, help="posts in the invented file")
    parser.add_argument("--format", choices=["v1", "v2", "both"], default="both")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--repeat", type=int, default=3, help="runs of each; the fastest counts")
    parser.add_argument("--keep", type=Path, help="write the invented file of one format here, and stop")
    parser.add_argument("--measure", choices=sorted(WAYS), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.measure:
        measured(args.measure, args.file)
    elif args.keep:
        records = pages_v2(args.posts, args.seed) if args.format == "v2" else posts_v1(args.posts, args.seed)
        with args.keep.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(record) + "\n" for record in records)
    else:
        for kind in ("v1", "v2") if args.format == "both" else (args.format,):
            compare(kind, args.posts, args.seed, args.repeat)


if __name__ == "__main__":
    main()
