"""A few threads that share the work of one call and live no longer than it; what they call lets go of Python's lock."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

_T = TypeVar("_T")
_R = TypeVar("_R")

MOST_THREADS: Final = 4
AT_ONCE: Final = 4
"""Items that a thread takes at a time: some milliseconds of decoding, so that handing out costs nothing."""


def usual_threads() -> int:
    """Return how many threads share the work of a call that does not say."""
    return min(os.cpu_count() or 1, MOST_THREADS)


def each_on_a_thread(work: Callable[[_T], _R], items: Sequence[_T]) -> list[_R]:
    """Return what some work gives for each item, done at once by as many threads; a single one needs none."""
    if len(items) < 2:
        return [work(item) for item in items]
    with ThreadPoolExecutor(len(items), thread_name_prefix="deepcoro-crew") as pool:
        return list(pool.map(work, items))


def share_out(work: Callable[[_T], object], items: Sequence[_T], threads: int | None = None) -> None:
    """Do some work for each item; no thread is left running.

    An error is that of the first item, in their order, that has one; what was not begun by then is left.

    Parameters
    ----------
    work : callable
        Called with an item, from several threads at once.
    items : sequence
        Less than two helpings of `AT_ONCE` for each thread take fewer threads; a few items stay on the thread that
        asks.
    threads : int, optional
        At most so many; `usual_threads` by default.
    """

    def work_through(part: Sequence[_T]) -> None:
        for item in part:
            work(item)

    parts = [items[begin : begin + AT_ONCE] for begin in range(0, len(items), AT_ONCE)]
    threads = min(usual_threads() if threads is None else threads, len(parts) // 2)
    if threads < 2:
        work_through(items)
        return
    with ThreadPoolExecutor(threads, thread_name_prefix="deepcoro-frames") as pool:
        deque(pool.map(work_through, parts), maxlen=0)
