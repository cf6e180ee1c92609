"""Fuzz the loaders, guided by coverage: files of every format, changed until a promise breaks.

    pip install -e '.[fuzz]'                      # atheris, which there is for Linux
    python tests/fuzz/fuzz_loaders.py             # as many inputs as CI tries; the same ones each time
    python tests/fuzz/fuzz_loaders.py --runs 0 --seconds 3600 --seed 2 --corpus fuzz-corpus
    python tests/fuzz/fuzz_loaders.py fuzz-loaders-crash-…     # one input again, without atheris

What breaks a promise (see `target.py`) is kept as a file in the current folder, and the exit status is 1. With
`--corpus`, inputs that reach code that none before had reached are kept there and taken up again.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import hashlib
import io
import os
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

RUNS = 2_000
KEPT_AS = "fuzz-loaders-"
_LONGEST = 1 << 15
# For what never comes back to the interpreter; `target.py` breaks off everything else long before.
_HANGS_AFTER = 60
# Of each kind of failure one input is kept.
_MOST_KINDS = 20


def main() -> int:
    """Fuzz, or read some inputs again."""
    options = _options()
    if options.inside:
        _fuzz(options, Path(options.inside))
    with tempfile.TemporaryDirectory(prefix="fuzz-loaders-", dir=_memory()) as name:
        folder = Path(name)
        (folder / "files").mkdir()
        if options.inputs:
            return _again(options.inputs, folder / "files")
        return _in_a_process_of_its_own(folder)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("inputs", nargs="*", type=Path, help="inputs to read again, instead of fuzzing")
    parser.add_argument(
        "--runs", type=int, default=RUNS, help="how many inputs; 0 for no end (default: %(default)s)"
    )
    parser.add_argument("--seconds", type=int, default=0, help="stop after so many seconds; 0 for no end")
    parser.add_argument("--seed", type=int, default=1, help="decides which inputs (default: %(default)s)")
    parser.add_argument("--max-len", type=int, default=_LONGEST, help="longest input, in bytes")
    parser.add_argument("--corpus", type=Path, help="folder in which to keep inputs that reach new code")
    parser.add_argument("--verbose", action="store_true", help="say of each input that reaches new code")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    return parser.parse_args()


def _memory() -> str | None:
    """Name a folder in memory, if there is one: each input becomes a file."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def _in_a_process_of_its_own(folder: Path) -> int:
    """Fuzz in a process that may die of what it finds."""
    before = set(Path.cwd().glob(f"{KEPT_AS}*"))
    command = [sys.executable, __file__, *sys.argv[1:], "--inside", str(folder)]
    # With random hashes, sets have another order each time, and what is new depends on it.
    status = subprocess.run(command, check=False, env={**os.environ, "PYTHONHASHSEED": "0"}).returncode
    found = sorted(set(Path.cwd().glob(f"{KEPT_AS}*")) - before)
    if not found:
        if status:
            print(f"fuzz_loaders: fuzzing broke off (exit status {status}), see above.", file=sys.stderr)
        return int(status != 0)
    print("fuzz_loaders: the loaders break promises, see above. Read the inputs again with", file=sys.stderr)
    print("   ", "python", __file__, *(path.name for path in found), file=sys.stderr)
    return 1


def _again(inputs: Sequence[Path], folder: Path) -> int:
    import target

    failed = 0
    for path in inputs:
        data = path.read_bytes()
        print(f"{path}: {target.Case.of(data)}")
        try:
            target.run(data, folder)
        except (Exception, target.TooSlow):  # noqa: BLE001  # any is a finding
            traceback.print_exc()
            failed += 1
    print(f"{failed} of {len(inputs)} inputs break a promise.")
    return int(failed > 0)


def _kind(error: BaseException) -> str:
    """Say what is the same of all inputs that fail for one reason."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} {place.filename}:{place.lineno} {str(error).partition(chr(10))[0][:100]}"


def _keep(data: bytes, case: str) -> None:
    path = Path.cwd() / f"{KEPT_AS}{hashlib.sha256(data).hexdigest()[:12]}"
    path.write_bytes(data)
    print(f"\nfuzz_loaders: {path.name}: {case}", file=sys.stderr)
    traceback.print_exc()


def _fuzz(options: argparse.Namespace, folder: Path) -> NoReturn:
    import atheris

    # It says so of every module.
    with (
        contextlib.redirect_stderr(io.StringIO()),
        atheris.instrument_imports(include=["reaction.loaders"], enable_loader_override=False),
    ):
        import target
    from mutations import Mutator
    from seeds import seeds

    inputs = seeds()
    mutate = Mutator(inputs.values(), target.sizes())
    start = folder / "seeds"
    start.mkdir()
    for name, content in inputs.items():
        (start / name).write_bytes(content)
    words = folder / "words"
    words.write_text(mutate.dictionary(), encoding="ascii")
    corpus = options.corpus or folder / "corpus"
    corpus.mkdir(exist_ok=True)

    seen: set[str] = set()

    def read(data: bytes) -> None:
        try:
            target.run(data, folder / "files")
        except (Exception, target.TooSlow) as error:  # noqa: BLE001  # any is a finding
            if (kind := _kind(error)) not in seen and len(seen) < _MOST_KINDS:
                seen.add(kind)
                _keep(data, str(target.Case.of(data)))

    def mutator(data: bytes, max_size: int, seed: int) -> bytes:
        return mutate(data, max_size, seed, atheris.Mutate)

    gc.freeze()  # what is imported is not to be looked through after each input
    atheris.Setup(
        [
            sys.argv[0],
            f"-runs={options.runs or -1}",
            f"-max_total_time={options.seconds}",
            f"-seed={options.seed}",
            f"-max_len={options.max_len}",
            f"-timeout={_HANGS_AFTER}",
            f"-artifact_prefix={Path.cwd()}/{KEPT_AS}",
            f"-dict={words}",
            "-len_control=0",
            f"-verbosity={int(options.verbose)}",
            "-print_final_stats=1",
            str(corpus),
            str(start),
        ],
        read,
        custom_mutator=mutator,
    )
    atheris.Fuzz()
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())
