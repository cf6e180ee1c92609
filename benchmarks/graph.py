"""Who amplifies whom at size, against pandas with networkx, in one run on the same generated posts.

    python benchmarks/graph.py [--posts 1000000 3000000] [--seed 0] [--repeat 3]

Each task: reposts between accounts, weighted edges, PageRank. Edges are compared by hash, PageRank by value.
Every run is a fresh process that reads the same columns from Parquet first; CPU seconds are those after reading.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from reaction.graph import cascades, interactions, rank
from reaction.graph._acts import acts_of
from reaction.graph._codes import pagerank, weighted_edges

COLUMNS = [
    "platform",
    "post_id",
    "kind",
    "created_at",
    "is_context",
    *(
        f"{role}_{part}"
        for role in ("author", "repost_of_author", "reply_to_author", "quote_of_author")
        for part in ("id", "handle")
    ),
    "repost_of_id",
    "reply_to_id",
    "quote_of_id",
]
if TYPE_CHECKING:
    from collections.abc import Callable

Result = dict[str, float | str]


def with_reaction(posts: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray, pd.Index]:
    acts = acts_of(
        interactions(posts, relations=("repost",)), ("repost",), purpose="benchmark"
    ).without_loops()
    edges = weighted_edges(acts.source, acts.target, len(acts.keys))
    scores = pagerank(edges)
    table = pd.DataFrame(
        {"source": acts.keys[edges.source], "target": acts.keys[edges.target], "weight": edges.weight}
    )
    return table, scores, acts.keys


def with_networkx(posts: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray, pd.Index]:
    reposts = posts[posts["kind"] == "repost"]
    reposts = reposts[reposts["author_id"] != reposts["repost_of_author_id"]]
    counts = reposts.groupby(["author_id", "repost_of_author_id"], as_index=False).size()
    counts.columns = pd.Index(["source", "target", "weight"])
    network = nx.from_pandas_edgelist(counts, edge_attr="weight", create_using=nx.DiGraph)
    # networkx stops at tol times the count of accounts: the same precision as above.
    scores = nx.pagerank(network, weight="weight", tol=1e-12 / len(network), max_iter=1_000)
    ranked = pd.Series(scores).sort_index()
    prefixed = counts.assign(source="x:" + counts["source"], target="x:" + counts["target"])
    return prefixed, ranked.to_numpy(), "x:" + ranked.index


def with_rank(posts: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray, pd.Index]:
    table = rank(posts).sort_values("account")
    return pd.DataFrame(), table["pagerank"].to_numpy(), pd.Index(table["account"])


def with_cascades(posts: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray, pd.Index]:
    return pd.DataFrame(), np.array([cascades(posts)["size"].sum()], dtype=float), pd.Index([])


TASKS: dict[str, Callable[[pd.DataFrame], tuple[pd.DataFrame, np.ndarray, pd.Index]]] = {
    "reaction": with_reaction,
    "pandas + networkx": with_networkx,
    "reaction: rank": with_rank,
    "reaction: cascades": with_cascades,
}


def measure(task: str, path: str) -> Result:
    """Run one task in this process and return seconds, peak memory and hashes."""
    posts = pq.read_table(path, columns=COLUMNS).to_pandas()
    read = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wall, cpu = time.perf_counter(), time.process_time()
    edges, scores, accounts = TASKS[task](posts)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    digest = ""
    if len(edges):
        ordered = edges.astype({"weight": int}).sort_values(["source", "target"])
        digest = hashlib.sha256(ordered.to_csv(index=False).encode()).hexdigest()[:12]
    if len(accounts):
        np.save(Path(path).with_suffix(f".{list(TASKS).index(task)}.npy"), scores)
    return {"wall": wall, "cpu": cpu, "peak": peak / 1e6, "read": read / 1e6, "edges": digest}


def compare(path: Path, repeat: int) -> None:
    found: dict[str, list[Result]] = {task: [] for task in TASKS}
    for _ in range(repeat):
        for task in TASKS:
            command = [sys.executable, __file__, "--measure", task, str(path)]
            output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            found[task].append(json.loads(output))
    base = statistics.median(float(run["cpu"]) for run in found["reaction"])
    for task, runs in found.items():
        cpu = statistics.median(float(run["cpu"]) for run in runs)
        wall = statistics.median(float(run["wall"]) for run in runs)
        peak = max(float(run["peak"]) for run in runs)
        read = max(float(run["read"]) for run in runs)
        print(
            f"  {task:20} cpu {cpu:7.2f} s  wall {wall:7.2f} s  ratio {cpu / base:6.1f}  "
            f"peak {peak:5.2f} GB (after reading {read:4.2f})  edges {runs[0]['edges']}"
        )
    ranks = [np.load(file) for file in sorted(path.parent.glob(f"{path.stem}.*.npy"))]
    worst = max(float(np.abs(other - ranks[0]).max()) for other in ranks)
    print(f"  PageRank: {len(ranks[0]):,} accounts, largest difference {worst:.1e}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--posts", type=int, nargs="+", default=[1_000_000, 3_000_000])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--measure", nargs=2, metavar=("TASK", "PATH"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        print(json.dumps(measure(*arguments.measure)))
        return
    with tempfile.TemporaryDirectory() as folder:
        for n in arguments.posts:
            path = Path(folder) / f"{n}.parquet"
            # In a process of its own: a child's peak memory begins with that of its parent.
            generator = Path(__file__).with_name("generate.py")
            command = [sys.executable, generator, str(n), path, "--seed", str(arguments.seed)]
            subprocess.run(command, check=True)
            print(f"{n:,} posts, median of {arguments.repeat} fresh processes each")
            compare(path, arguments.repeat)


if __name__ == "__main__":
    main()
