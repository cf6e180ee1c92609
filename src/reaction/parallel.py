"""Pure functions over parts of the data: one after the other, or on several processes of this machine."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import forkserver
from typing import TYPE_CHECKING, Any, Self, TypeVar

from reaction.errors import ReactionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.context import BaseContext
    from types import TracebackType

__all__ = ["Workers", "ahead", "lean_memory", "start_ahead", "without_cycle_search"]

_T = TypeVar("_T")
_R = TypeVar("_R")
# Enough for no worker to wait, and few enough for the parts that wait to take little memory.
_WAITING_PER_WORKER = 2


class Workers:
    """Runs a function on many parts; results come in the order of the parts, whoever was first.

    Parameters
    ----------
    jobs
        How many processes: 1 runs everything in this one; 0 takes as many as there are cores.
    prepare
        A function (of a module, not of a notebook) that each process calls first, with `prepared`.
    prepared
        Arguments of that function.

    Raises
    ------
    ReactionError
        If `jobs` is negative.

    Examples
    --------
    >>> with Workers(1) as workers:
    ...     list(workers.map(len, ["a", "bcd"]))
    [1, 3]
    """

    def __init__(
        self, jobs: int = 1, *, prepare: Callable[..., None] | None = None, prepared: tuple[Any, ...] = ()
    ) -> None:
        if jobs < 0:
            raise ReactionError(f"jobs is {jobs}; give a number of processes, or 0 for one per core.")
        self.jobs = (
            jobs or len(os.sched_getaffinity(0))
            if hasattr(os, "sched_getaffinity")
            else jobs or os.cpu_count() or 1
        )
        self.prepare, self.prepared = prepare, prepared
        self.pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        """Start the processes."""
        if self.jobs > 1:
            self.pool = ProcessPoolExecutor(
                self.jobs,
                mp_context=_fresh(),
                initializer=_prepare,
                initargs=(self.prepare, self.prepared),
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the processes; parts that nobody has begun are dropped."""
        if self.pool is not None:
            self.pool.shutdown(wait=True, cancel_futures=True)
            self.pool = None

    def map(self, function: Callable[[_T], _R], parts: Iterable[_T]) -> Iterator[_R]:
        """Run a function on each part.

        Parameters
        ----------
        function
            A function of a module.
        parts
            Its arguments; taken up only as there is somebody to work on them.

        Yields
        ------
        The results, in the order of the parts.
        """
        if self.pool is None:
            yield from map(function, parts)
            return
        waiting: deque[Future[_R]] = deque()
        try:
            for part in parts:
                waiting.append(self.pool.submit(function, part))
                if len(waiting) > self.jobs * _WAITING_PER_WORKER:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _fresh() -> BaseContext:
    """Say how to start processes: afresh, since Arrow's threads don't survive a fork of this one."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["reaction.loaders"])
    return context


def start_ahead() -> None:
    """Begin to start other processes while this one still gets ready; :class:`Workers` then need not wait.

    Examples
    --------
    >>> start_ahead()
    """
    if "forkserver" in multiprocessing.get_all_start_methods():
        _fresh()
        forkserver.ensure_running()


def ahead(function: Callable[[_T], _R], parts: Iterable[_T]) -> Iterator[_R]:
    """Run a function on each part, on the next already while somebody works with the result of the last.

    Parameters
    ----------
    function
        A function that spends its time outside of Python, in a thread of its own.
    parts
        Its arguments.

    Yields
    ------
    The results, in the order of the parts.

    Examples
    --------
    >>> list(ahead(len, ["a", "bcd"]))
    [1, 3]
    """
    with ThreadPoolExecutor(1) as helper:
        waiting: Future[_R] | None = None
        for part in parts:
            following = helper.submit(function, part)
            if waiting is not None:
                yield waiting.result()
            waiting = following
        if waiting is not None:
            yield waiting.result()


@contextmanager
def lean_memory() -> Iterator[None]:
    """Let Arrow take memory from the system's own allocator for a while, which gives back what is not in use.

    Returns
    -------
    Context manager.

    Examples
    --------
    >>> import pyarrow as pa
    >>> with lean_memory():
    ...     pa.default_memory_pool().backend_name
    'system'
    """
    import pyarrow as pa  # noqa: PLC0415  # who only starts processes need not wait for it

    before = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(before)


@contextmanager
def without_cycle_search() -> Iterator[None]:
    """Spare Python's search for reference cycles for a while: among millions of records it is long and finds none.

    Returns
    -------
    Context manager.

    Examples
    --------
    >>> import gc
    >>> with without_cycle_search():
    ...     gc.isenabled()
    False
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _prepare(prepare: Callable[..., None] | None, prepared: tuple[Any, ...]) -> None:
    import pyarrow as pa  # noqa: PLC0415

    # An interruption is for the process that waits for the results; it ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    pa.set_memory_pool(pa.system_memory_pool())
    if prepare is not None:
        prepare(*prepared)
