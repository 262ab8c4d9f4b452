"""Work done ahead of its use, on one thread that lives no longer than the with statement around it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

from deepcoro_desktop.core.progress import CancelToken

_T = TypeVar("_T")
_R = TypeVar("_R")


@contextmanager
def made_ahead(
    work: Callable[[_T, CancelToken], _R], items: Sequence[_T], cancel: CancelToken, depth: int
) -> Iterator[Iterator[_R]]:
    """Give the results of `work` for each item, in the order of the items.

    While one result is used, the next ones are made. However the with statement is left, the work is told to stop, and
    its thread has ended when the statement has.

    Parameters
    ----------
    work : callable
        Called with an item and a token that it polls. An error it raises comes out where its result would.
    items : sequence
        What the results are wanted of.
    cancel : CancelToken
        Stops the work.
    depth : int
        Results that lie ready at most, beside the one in use. With 0 each is made when it is asked for, on the thread
        that asks.
    """
    if depth < 1:
        yield (work(item, cancel) for item in items)
        return
    stop = CancelToken()
    cancel.on_cancel(stop.cancel)
    executor = ThreadPoolExecutor(1, thread_name_prefix="deepcoro-ahead")
    try:
        yield _in_order(lambda item: executor.submit(work, item, stop), items, depth)
    finally:
        stop.cancel()
        executor.shutdown(wait=True, cancel_futures=True)


def _in_order(submit: Callable[[_T], Future[_R]], items: Sequence[_T], depth: int) -> Iterator[_R]:
    rest = iter(items)
    begun = deque(submit(item) for item in islice(rest, depth))
    while begun:
        result = begun.popleft().result()
        begun.extend(submit(item) for item in islice(rest, 1))
        yield result
