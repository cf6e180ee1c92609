"""Seconds that `import reaction` costs beyond pandas, fresh processes taking turns.

python benchmarks/importing.py [--repeat 15]
"""

import argparse
import statistics
import subprocess
import sys

TIMED = """
import time
import pandas
started = time.perf_counter()
{statement}
print(time.perf_counter() - started)
"""
STATEMENTS = {
    "import reaction": "import reaction",
    "and the loaders": "import reaction; reaction.read_posts",
    "and the tagger": "import reaction; reaction.tag",
    "and the figures": "import reaction; reaction.figures",
}


def seconds(statement: str) -> float:
    code = TIMED.format(statement=statement)
    return float(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=15)
    repeat = parser.parse_args().repeat
    times: dict[str, list[float]] = {name: [] for name in STATEMENTS}
    for _ in range(repeat):
        for name, statement in STATEMENTS.items():
            times[name].append(seconds(statement))
    print(f"seconds beyond pandas, {repeat} fresh processes each: median (min - max)")
    for name, found in times.items():
        print(f"{name:18} {statistics.median(found):.3f} ({min(found):.3f} - {max(found):.3f})")


if __name__ == "__main__":
    main()
