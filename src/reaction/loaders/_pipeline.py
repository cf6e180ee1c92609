"""From files to posts in steps, each over parts of the data that can be worked on apart from each other."""

from __future__ import annotations

import importlib
import logging
import sys
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import structs

from reaction.errors import LoadError
from reaction.loaders._account import Account
from reaction.loaders._references import Places, account_ids
from reaction.loaders._registry import get_loader
from reaction.loaders._rows import MOST_ROWS, ORDERED_SCHEMA
from reaction.loaders._shards import parted
from reaction.loaders._spool import gathered
from reaction.loaders._steps import HANDLES, LINKS, PAIRS, Shard, answer, merge_rows, resolve_posts, stray
from reaction.loaders._threads import roots_of
from reaction.loaders._units import is_packed, read_unit, rows_per_byte, unit_read, units_of
from reaction.parallel import Workers, ahead, lean_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from reaction.loaders._read import Rejected
    from reaction.loaders._rows import Gone
    from reaction.loaders._sniff import Sniffed
    from reaction.loaders._spool import Spool
    from reaction.loaders._units import Unit
    from reaction.loaders.report import LoadReport, Skipped

__all__ = ["Pipeline"]

logger = logging.getLogger(__name__)

# So many rows a shard, that all steps over it stay within some tens of megabytes; and not more shards than
# what the rows of a unit can well be parted into.
_ROWS_OF_A_SHARD = 30_000
_PACKED_TIMES = 8
_MOST_SHARDS = 128
# Rows that are brought into order together.
_ROWS_OF_A_PART = 25_000


class Pipeline:
    """Reads files and makes posts of them.

    Parameters
    ----------
    files
        The files.
    skipped
        Files that were left out.
    spool
        Where steps leave tables for each other.
    n_shards
        Into how many shards the data are parted; has no influence on the result.
    jobs
        How many processes; has no influence on the result.
    platform
        The platform of posts that name none.
    context
        Whether to keep posts that arrived only because another refers to them.
    progress
        Is called with the number of bytes of input that were read.
    """

    def __init__(
        self,
        files: Sequence[Sniffed],
        skipped: Sequence[Skipped],
        spool: Spool,
        *,
        n_shards: int = 1,
        jobs: int = 1,
        platform: str | None = None,
        context: bool = False,
        progress: Callable[[int], object] = int,
    ) -> None:
        self.files, self.skipped, self.spool = files, skipped, spool
        self.n_shards, self.jobs, self.progress = n_shards, jobs, progress
        self.platform, self.context = platform, context
        self.account = Account(files, skipped)
        self.n_units = 0
        self.starts: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self.lines_before: NDArray[np.int64] = np.zeros(0, dtype=np.int64)

    def run(self) -> None:
        """Do every step; :meth:`parts` gives the posts."""
        modules = _modules_of(self.files) if self.jobs != 1 else ()
        with lean_memory(), Workers(self.jobs, prepare=_import, prepared=modules) as workers:
            self._read(workers)
            first, gone = self._take_stock()
            if first and self.n_shards > 1:
                list(workers.map(partial(stray, first=first), self._shards()))
            kept = self._merge(workers, first)
            for answered in workers.map(partial(answer, kept=kept), self._shards()):
                self.account.add_answered(answered)
            self._find_accounts()
            self._find_roots()
            resolve = partial(resolve_posts, kept=kept, gone=gone, starts=self.starts, context=self.context)
            for resolved in workers.map(resolve, self._shards()):
                self.account.add_resolved(resolved)

    def parts(self) -> Iterator[pa.Table]:
        """Give posts, in order of file and line."""
        parts = range(len(self.starts) + 1)
        with lean_memory():
            for part in ahead(self._part, parts) if self.jobs != 1 else map(self._part, parts):
                yield part
                pa.default_memory_pool().release_unused()

    def _part(self, part: int) -> pa.Table:
        posts = gathered(self.spool, "posts", part, ORDERED_SCHEMA)
        return posts.sort_by("order").combine_chunks()

    def report(self) -> LoadReport:
        """Account for every record."""
        return self.account.report()

    def rejects(self) -> Iterator[tuple[str, list[Rejected]]]:
        """Give rejects with the name of their file, in order."""
        for number in range(self.n_units):
            if (found := unit_read(self.spool, number)) is not None and found.read.rejects:
                before = int(self.lines_before[number])
                rejects = [structs.replace(one, line=before + one.line) for one in found.read.rejects]
                yield str(self.files[found.file].source), rejects

    def _shards(self) -> Iterator[Shard]:
        return (Shard(number, self.n_shards, self.spool) for number in range(self.n_shards))

    def _read(self, workers: Workers) -> None:
        read = partial(read_unit, spool=self.spool, n_shards=self.n_shards, platform=self.platform)
        for _ in workers.map(read, self._waiting()):
            pass

    def _waiting(self) -> Iterator[tuple[Unit, Sniffed]]:
        """Give the units that were not read before."""
        for unit in units_of(self.files):
            self.n_units = unit.number + 1
            if self.spool.noted("rows", unit.number) is None:
                yield unit, self.files[unit.file]
            self.progress(unit.size)

    def _take_stock(self) -> tuple[dict[tuple[str, str], str], tuple[Gone, ...]]:
        first: dict[tuple[str, str], str] = {}
        gone: list[Gone] = []
        starts: list[int] = []
        waiting = 0
        before = np.zeros(self.n_units, dtype=np.int64)
        for number in range(self.n_units):
            found = unit_read(self.spool, number)
            if found is None:
                raise LoadError(f"Unit {number} of the input was not read; start again.")
            before[number] = self.account.by_file[found.file].lines
            self.account.add_read(found.file, found.read)
            first.update({(platform, post_id): to for platform, post_id, to in found.versions})
            gone += found.read.gone
            begun = 0
            while waiting + found.read.rows - begun >= _ROWS_OF_A_PART:
                begun += _ROWS_OF_A_PART - waiting
                starts.append(number * MOST_ROWS + begun)
                waiting = 0
            waiting += found.read.rows - begun
        self.starts, self.lines_before = np.array(starts, dtype=np.int64), before
        logger.debug("read %d units into %d shards", self.n_units, self.n_shards)
        return first, tuple(gone)

    def _merge(self, workers: Workers, first: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
        kept: dict[tuple[str, str], str] = {}
        for merged in workers.map(
            partial(merge_rows, first=first, lines_before=self.lines_before), self._shards()
        ):
            self.account.add_merged(merged)
            kept.update(merged.versions)
        return kept

    def _find_accounts(self) -> None:
        """Find the accounts of the handles that rows name without an id."""
        handles = gathered(self.spool, "handles", 0, HANDLES)
        if not handles.num_rows:
            return
        places = Places(handles["platform"])
        wanted = places.keys(handles["platform"], handles["handle"]).unique()
        pairs = [
            part.filter(_among(places.keys(part["platform"], part["handle"]), wanted))
            for _, part in self.spool.each("pairs", 0)
        ]
        found = account_ids(pa.concat_tables([PAIRS.empty_table(), *pairs]))
        self.spool.put("accounts", 0, [(0, found)] if found.num_rows else [])

    def _find_roots(self) -> None:
        links = gathered(self.spool, "links", 0, LINKS).combine_chunks()
        if links.num_rows:
            roots = roots_of(links, Places(links["platform"]))
            self.spool.put("roots", 0, parted(roots, roots["shard"].to_numpy()))


def _among(keys: pa.Array, wanted: pa.Array) -> pa.Array:
    return pc.is_in(keys, value_set=wanted, skip_nulls=True)


def _modules_of(files: Sequence[Sniffed]) -> tuple[str, ...]:
    """Name the modules that add the formats of files, for other processes to import."""
    modules = set()
    for name in sorted({file.format for file in files if file.layout != "table"}):
        module = get_loader(name).convert.__module__
        if module == "__main__" or module not in sys.modules:
            raise LoadError(
                f"The format {name!r} was added in a script or notebook, which other processes can't import. "
                f"Put its loader into a module of its own, or read with jobs=1."
            )
        modules.add(module)
    return tuple(sorted(modules))


def _import(*modules: str) -> None:
    for module in modules:
        importlib.import_module(module)


def n_shards_for(files: Sequence[Sniffed]) -> int:
    """Say into how many shards files are best parted, so that each step takes little memory.

    How many rows there will be is judged by the beginning of the largest file of each format.
    """
    sizes: dict[Path, int] = {}
    largest: dict[str, Sniffed] = {}
    for file in files:
        sizes[file.path] = file.path.stat().st_size * (_PACKED_TIMES if is_packed(file) else 1)
        if sizes[file.path] >= sizes[largest.setdefault(file.format, file).path]:
            largest[file.format] = file
    total = max(1, sum(sizes.values()))
    of_format: Counter[str] = Counter()
    for file in files:
        of_format[file.format] += sizes[file.path]
    rows = sum(size * rows_per_byte(largest[name]) for name, size in of_format.items())
    # Members of one archive share its size.
    rows *= total / sum(of_format.values()) if of_format.total() else 1
    return min(_MOST_SHARDS, 1 + int(rows // _ROWS_OF_A_SHARD))
