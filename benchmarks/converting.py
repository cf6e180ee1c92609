"""Time `reaction load` (files to one Parquet file) against twarc-csv, and watch its memory as files grow.

Both read the same invented file of X API v2 pages (seeded). twarc-csv needs pandas below 3, so it has a
virtual environment of its own, whose interpreter is named with --twarc. Run:

    python -m venv /some/where && /some/where/bin/pip install 'pandas<3' twarc-csv
    python benchmarks/converting.py --twarc /some/where/bin/python --megabytes 200 1000
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from loading import pages_v2, posts_v1

BYTES_PER_POST = {"v1": 4_620, "v2": 3_580}
# Importing is no part of the time, neither of theirs nor of ours.
TWARC = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
from twarc_csv import CSVConverter, DataFrameConverter
start, cpu = time.perf_counter(), time.process_time()
with open(sys.argv[1]) as infile, open(sys.argv[2], "w") as outfile:
    converter = CSVConverter(infile, outfile, converter=DataFrameConverter("tweets"))
    converter.process()
    print(json.dumps({"posts": converter.converter.counts["tweets"], "seconds": time.perf_counter() - start,
                      "cpu": time.process_time() - cpu}))
"""


def reaction_once(path: Path, jobs: int) -> dict[str, float]:
    """Run `reaction load` in a process of its own, on as many cores as jobs."""
    command = [sys.executable, __file__, "--measure", str(path), "--jobs", str(jobs)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def measured(path: Path, jobs: int) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[-jobs:])
    import reaction.loaders  # noqa: PLC0415

    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        start, cpu = time.perf_counter(), time.process_time()
        report = reaction.loaders.convert(path, Path(folder) / "posts.parquet", jobs=jobs)
        result = {
            "posts": report.posts,
            "seconds": time.perf_counter() - start,
            "cpu": time.process_time() - cpu,
            "mb": peak_memory(),
        }
    print(json.dumps(result))


def peak_memory() -> float:
    """Return the most memory that this process ever held, in MB; getrusage would count its parent's."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1]) / 1024


def twarc_once(python: str, path: Path) -> dict[str, float]:
    core = {max(os.sched_getaffinity(0))} if hasattr(os, "sched_getaffinity") else None
    pin = (lambda: os.sched_setaffinity(0, core)) if core else None
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        command = [python, "-c", TWARC, str(path), str(Path(folder) / "posts.csv")]
        done = subprocess.run(command, check=True, capture_output=True, text=True, preexec_fn=pin)
    return json.loads(done.stdout.splitlines()[-1])


def write(kind: str, n: int, path: Path) -> None:
    records = pages_v2(n, 0) if kind == "v2" else posts_v1(n, 0)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(record) + "\n" for record in records)


def shown(name: str, result: dict[str, float], size: float, base: float | None = None) -> float:
    rate = result["posts"] / result["seconds"]
    memory = f"  peak {result['mb']:,.0f} MB" if "mb" in result else ""
    ratio = f"  {rate / base:.1f}x" if base else ""
    print(
        f"  {name:18} {result['seconds']:7.2f} s  {rate:9,.0f} posts/s  {size / result['seconds']:6,.0f} MB/s{memory}{ratio}",
        flush=True,
    )
    return rate


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--megabytes", type=int, nargs="+", default=[200], help="sizes of the invented files")
    parser.add_argument("--format", choices=["v1", "v2"], default="v2")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each; the fastest counts")
    parser.add_argument("--twarc", help="the interpreter of an environment with twarc-csv")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--jobs", type=int, default=1, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.measure:
        measured(args.measure, args.jobs)
        return
    seconds = {}
    for megabytes in args.megabytes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{args.format}.jsonl"
            write(args.format, megabytes * 1_000_000 // BYTES_PER_POST[args.format], path)
            size = path.stat().st_size / 1e6
            print(f"X API {args.format}: {size:,.0f} MB", flush=True)
            base = None
            if args.twarc:
                base = shown("twarc-csv, one core", twarc_once(args.twarc, path), size)
            for jobs in (1, 2):
                runs = [reaction_once(path, jobs) for _ in range(args.repeat)]
                best = min(runs, key=lambda result: result["seconds"])
                shown(f"reaction, {jobs} core{'s' if jobs > 1 else ''}", best, size, base)
                seconds[megabytes, jobs] = best["seconds"]
    if len(args.megabytes) > 1:
        first, last = args.megabytes[0], args.megabytes[-1]
        for jobs in (1, 2):
            growth = seconds[last, jobs] / seconds[first, jobs]
            print(f"from {first} to {last} MB, {jobs} jobs: {growth:.1f} times the time")


if __name__ == "__main__":
    main()
