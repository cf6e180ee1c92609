"""Time `reaction.loaders.load` on a Reddit dump against the plain way: zstandard, json, a dict per comment, pandas.

Both read the same invented file (seeded) in a process of their own, on one core. Run:

    python benchmarks/reddit.py --comments 300000
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import zstandard

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = (  # noqa: SIM905  # a list of forty words is no easier to read
    "the a of to and in that is for on with this company contract cloud agency people work border family "
    "children policy statement employees letter proud support cancel today new why how never always stop "
    "please read thread more R&amp;D &lt;3 caf\u00e9 \U0001f600 resist tech government story don't it's "
    "\n\n&gt; edit: source? literally honestly maybe because their would should could think about being"
).split(" ")
START = 1_529_280_000
FIRST_ID = 29_800_000_000
SUBREDDITS = ("technology", "news", "politics", "programming", "worldnews")


def base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits


def body_of(rng: random.Random) -> str:
    length = min(max(20, int(rng.lognormvariate(4.6, 0.8))), 400)
    words = rng.choices(WORDS, k=length // 5)
    if rng.random() < 0.08:
        words.append(f"[source](https://news.example.com/story/{rng.randrange(2_000)}?utm_source=reddit)")
    return " ".join(words)[:400]


def comment(number: int, rng: random.Random, n_threads: int) -> dict[str, Any]:
    thread = rng.randrange(n_threads)
    link_id, subreddit = f"t3_{base36(500_000_000 + thread)}", SUBREDDITS[thread % len(SUBREDDITS)]
    top = rng.random() < 0.4 or number < 100
    post_id, author = base36(FIRST_ID + number), rng.randrange(60_000)
    fate = rng.random()
    return {
        "author": "[deleted]" if fate < 0.06 else f"some_user_{author}",
        "author_flair_css_class": None,
        "author_flair_text": None,
        "author_fullname": f"t2_{base36(10**9 + author)}",
        "body": "[removed]" if fate < 0.03 else "[deleted]" if fate < 0.05 else body_of(rng),
        "can_gild": True,
        "collapsed": False,
        "controversiality": 0,
        "created_utc": START + number,
        "distinguished": None,
        "edited": START + number + 300 if rng.random() < 0.03 else False,
        "gilded": 0,
        "id": post_id,
        "is_submitter": False,
        "link_id": link_id,
        "no_follow": True,
        "parent_id": link_id if top else f"t1_{base36(FIRST_ID + number - rng.randrange(1, 100))}",
        "permalink": f"/r/{subreddit}/comments/{link_id[3:]}/what_people_make_of_the_contract/{post_id}/",
        "retrieved_on": START + number + 1_000_000,
        "score": int(rng.paretovariate(0.9)) - 2,
        "send_replies": True,
        "stickied": False,
        "subreddit": subreddit,
        "subreddit_id": f"t5_{base36(4_200_000 + thread % len(SUBREDDITS))}",
        "subreddit_name_prefixed": f"r/{subreddit}",
        "subreddit_type": "public",
    }


def write_dump(path: Path, n: int, seed: int) -> None:
    rng = random.Random(seed)
    with path.open("wb") as raw, zstandard.ZstdCompressor(level=3).stream_writer(raw) as file:
        for number in range(n):
            record = comment(number, rng, max(1, n // 50))
            file.write(json.dumps(record, separators=(",", ":")).encode() + b"\n")


LINK = re.compile(r"https?://[^\s)\]]+")
MENTION = re.compile(r"(?<![\w/])/?u/([\w-]{3,20})")


def plain(path: Path) -> int:
    """Make about the same table without `reaction`."""
    import pandas as pd  # noqa: PLC0415

    with path.open("rb") as raw:
        stream = zstandard.ZstdDecompressor(max_window_size=2**31).stream_reader(raw)
        lines = io.TextIOWrapper(stream, encoding="utf-8")
        rows = [plain_row(json.loads(line), number) for number, line in enumerate(lines, start=1)]
    posts = pd.DataFrame(rows).drop_duplicates("post_id")
    for name in ("created_at", "collected_at", "metrics_at"):
        posts[name] = pd.to_datetime(posts[name], unit="s", utc=True)
    known = posts.set_index("post_id")
    for name in ("author_id", "author_handle"):
        posts[f"reply_to_{name}"] = posts["reply_to_id"].map(known[name])
    return len(posts)


def plain_row(record: dict[str, Any], number: int) -> dict[str, Any]:
    from reaction.urls import canonical_url  # noqa: PLC0415

    author, body = record["author"], record["body"]
    gone = {"[deleted]": "deleted", "[removed]": "removed"}.get(body)
    text = None if gone else body.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return {
        "platform": "reddit",
        "post_id": f"t1_{record['id']}",
        "kind": "reply",
        "created_at": int(record["created_utc"]),
        "author_id": None if author == "[deleted]" else record.get("author_fullname"),
        "author_handle": None if author == "[deleted]" else author,
        "text": text,
        "conversation_id": record["link_id"],
        "reply_to_id": record["parent_id"],
        "urls": [canonical_url(url) for url in LINK.findall(text)] if text else None,
        "mentions": MENTION.findall(text) if text else None,
        "score": record["score"],
        "collected_at": record["retrieved_on"],
        "metrics_at": record["retrieved_on"],
        "community": record["subreddit"],
        "url": f"https://www.reddit.com{record['permalink']}",
        "status": gone or ("edited" if record["edited"] else "live"),
        "source_line": number,
    }


def load(path: Path) -> int:
    from reaction.loaders import load as load_posts  # noqa: PLC0415

    return len(load_posts(path).posts)


WAYS: dict[str, Callable[[Path], int]] = {"load": load, "plain": plain}


def measure(way: str, path: Path) -> dict[str, float]:
    """Run one way in a process of its own, on one core."""
    command = [sys.executable, __file__, "--measure", way, "--file", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def measured(way: str, path: Path) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
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


def compare(path: Path, repeat: int) -> None:
    best: dict[str, dict[str, float]] = {}
    for way in [*WAYS] * repeat:  # taking turns, so that a busy machine is busy for both
        result = measure(way, path)
        best[way] = min(best.get(way, result), result, key=lambda one: one["cpu"])
    for way, shown in best.items():
        rate = shown["posts"] / shown["cpu"]
        print(
            f"  {way:5} {shown['posts']:9,} comments {shown['cpu']:7.2f} s CPU ({shown['seconds']:.2f} s on the clock) "
            f"{rate:9,.0f} comments/s  peak {shown['mb']:,.0f} MB"
        )
    print(f"  load is {best['plain']['cpu'] / best['load']['cpu']:.1f} times as fast")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--comments", type=int, default=300_000, help="comments in the invented file")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--repeat", type=int, default=3, help="runs of each; the fastest counts")
    parser.add_argument("--keep", type=Path, help="write the invented file here, and stop")
    parser.add_argument("--measure", choices=sorted(WAYS), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.measure:
        measured(args.measure, args.file)
    elif args.keep:
        write_dump(args.keep, args.comments, args.seed)
    else:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "RC_2018-06.zst"
            write_dump(path, args.comments, args.seed)
            print(f"Reddit: {args.comments:,} comments, {path.stat().st_size / 1e6:,.0f} MB of .zst")
            compare(path, args.repeat)


if __name__ == "__main__":
    main()
