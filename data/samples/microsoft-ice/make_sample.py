"""Write the sample story: invented posts about a true event, the same bytes on every run.

python data/samples/microsoft-ice/make_sample.py [--out FOLDER]
"""

from __future__ import annotations

import argparse
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
from _make import cascades, cast, plot, write_truth
from _make.archive import Archive, archive
from _make.exports import write_lines
from _make.write_v1 import V1Writer
from _make.write_v2 import V2Writer

SEED = 20180618


def invent(seed: int = SEED) -> Archive:
    """Everything that happens; each part draws from a source of its own, so that one can change alone."""
    accounts = cast.invent(Random(f"{seed} cast"))
    writing = plot.Plot(accounts, Random(f"{seed} words"))
    first = plot.originals(writing, Random(f"{seed} originals"))
    answers = plot.reactions(writing, first, Random(f"{seed} reactions"))
    written = first + answers
    reposts = cascades.reposts(written, accounts, Random(f"{seed} cascades"))
    return archive([*written, *reposts], Random(f"{seed} archive"))


def write(folder: Path, found: Archive) -> None:
    """Write the two exports and the truth."""
    folder.mkdir(parents=True, exist_ok=True)
    write_lines(folder / "x-v1.jsonl", V1Writer(found).lines())
    write_lines(folder / "x-v2-pages.jsonl", V2Writer(found).lines())
    write_truth.write(folder, found, write_truth.Rules(HERE / "story.toml"))


def main() -> None:
    """Read the command line and write."""
    parser = argparse.ArgumentParser(description="Write the invented sample story.")
    parser.add_argument(
        "--out", type=Path, default=HERE, help="folder to write to (default: beside this script)"
    )
    write(parser.parse_args().out, invent())


if __name__ == "__main__":
    main()
