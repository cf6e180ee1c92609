"""The way that data take through the steps makes no difference to what comes out."""

from __future__ import annotations

import json
import random
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reaction.loaders import _pipeline, _read, _units, load
from reaction.loaders._files import resolve
from reaction.loaders._load import posts_of, rejects_of, sniff_all
from reaction.loaders._pipeline import Pipeline
from reaction.loaders._spool import DiskSpool, MemorySpool


def story(make, rng: random.Random, n: int = 60) -> list[list[object]]:
    """Invent posts that refer to each other across files, with copies, edits, deletions and damage."""
    files: list[list[object]] = [[], [], []]
    ids = list(range(1_000, 1_000 + n))
    names = ["ann", "bob", "cid", "dan"]
    tweets: list[dict] = []
    for post_id in ids:
        by = rng.choice(names)
        more: dict = {"retweet_count": rng.randrange(9)}
        if tweets and (draw := rng.random()) < 0.75:
            other = rng.choice(tweets)
            if draw < 0.25:
                tweet = make.repost_v1(post_id, other, by)
            elif draw < 0.5:
                more |= {
                    "in_reply_to_status_id_str": other["id_str"],
                    "in_reply_to_screen_name": other["user"]["screen_name"],
                }
                tweet = make.tweet_v1(post_id, f"text {post_id}", by, **more)
            elif draw < 0.6:
                tweet = make.tweet_v1(
                    post_id, f"text {post_id}", by, quoted_status=other, is_quote_status=True
                )
            else:
                gone = str(post_id + 5_000 if rng.random() < 0.5 else rng.choice(ids))
                tweet = make.tweet_v1(post_id, f"text {post_id}", by, in_reply_to_status_id_str=gone)
        else:
            tweet = make.tweet_v1(post_id, f"text {post_id}", by, **more)
        if rng.random() < 0.15:
            older = [str(post_id - 500), str(post_id - 250)]
            tweet["edit_history"] = {"edit_tweet_ids": [*older, str(post_id)]}
            if rng.random() < 0.7:
                files[rng.randrange(3)].append(make.tweet_v1(int(rng.choice(older)), "an older text", by))
        tweets.append(tweet)
        for _ in range(rng.choice([1, 1, 1, 2])):
            files[rng.randrange(3)].append({**tweet, "favorite_count": rng.randrange(99)})
    for tweet in rng.sample(tweets, 4):
        if rng.random() < 0.5:
            tweet["user"] = {"screen_name": tweet["user"]["screen_name"].upper()}
        files[0].append({"delete": {"status": {"id_str": tweet["id_str"]}}})
    files[1] += [{"limit": {"track": 4}}, b"rubbish\n", {"limit": {"track": 2}}, {"limit": {"track": 9}}]
    files[2].append(b'{"id_str": "9')
    return files


def run(paths: list[Path], spool, n_shards: int, jobs: int = 1):
    files, skipped = sniff_all(resolve(paths), None)
    pipeline = Pipeline(files, skipped, spool, n_shards=n_shards, jobs=jobs, context=True)
    pipeline.run()
    posts = pd.concat(
        [posts_of(part).astype({"source_file": "str"}) for part in pipeline.parts() if part.num_rows]
    )
    return posts.reset_index(drop=True), rejects_of(pipeline), pipeline.report()


def assert_same(one, other) -> None:
    for a, b in zip(one[:2], other[:2], strict=True):
        assert a.astype(str).values.tolist() == b.astype(str).values.tolist()
    for name in ("files", "fields", "odd"):
        pd.testing.assert_frame_equal(getattr(one[2], name), getattr(other[2], name))
    assert (one[2].coverage, one[2].reasons) == (other[2].coverage, other[2].reasons)


@given(seed=st.integers(0, 2**32), n_shards=st.sampled_from([2, 3, 7, 50]))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_shards_blocks_and_parts_make_no_difference(make, seed, n_shards):
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        paths = write_all(Path(folder), story(make, rng))
        whole = run(paths, MemorySpool(), 1)
        patch.setattr(_units, "BLOCK_SIZE", rng.choice([1, 3_000, 20_000]))
        patch.setattr(_units, "UNIT_SIZE", rng.choice([1, 10_000, 40_000]))
        patch.setattr(_units, "_ROWS_AT_A_TIME", rng.choice([1, 9, 1_000]))
        patch.setattr(_pipeline, "_ROWS_OF_A_PART", rng.choice([1, 7, 1_000]))
        patch.setattr(_read, "BATCH_SIZE", rng.choice([1, 5, 1_000]))
        spool_folder = Path(folder) / "spool"
        spool_folder.mkdir()
        assert_same(run(paths, DiskSpool(spool_folder), n_shards), whole)


def write_all(folder: Path, files: list[list[object]]) -> list[Path]:
    paths = []
    for number, records in enumerate(files):
        path = folder / f"{number}.jsonl"
        path.write_bytes(
            b"".join(r if isinstance(r, bytes) else json.dumps(r).encode() + b"\n" for r in records)
        )
        paths.append(path)
    return paths


def test_several_processes_make_no_difference(make, tmp_path):
    paths = write_all(tmp_path, story(make, random.Random(5), 300))
    one, two = load(paths, context=True), load(paths, context=True, jobs=2)
    pd.testing.assert_frame_equal(one.posts, two.posts)
    pd.testing.assert_frame_equal(one.rejects, two.rejects)
    pd.testing.assert_frame_equal(one.report.files, two.report.files)
    assert one.report.coverage == two.report.coverage
