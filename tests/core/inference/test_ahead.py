"""Results come in order, whoever is quicker, and nothing runs on after the with statement."""

from __future__ import annotations

import threading
from contextlib import suppress

import pytest

from deepcoro_desktop.core.errors import CancelledError
from deepcoro_desktop.core.inference.ahead import made_ahead
from deepcoro_desktop.core.progress import CancelToken


@pytest.mark.parametrize("depth", [0, 1, 3, 50])
def test_results_come_in_the_order_of_the_items(depth: int) -> None:
    with made_ahead(lambda item, _stop: item * item, range(20), CancelToken(), depth) as results:
        assert list(results) == [item * item for item in range(20)]


@pytest.mark.parametrize("depth", [0, 2])
def test_no_items_give_no_results(depth: int) -> None:
    with made_ahead(lambda item, _stop: item, [], CancelToken(), depth) as results:
        assert list(results) == []


def test_no_more_than_the_depth_is_begun_ahead() -> None:
    begun: list[int] = []
    idle = threading.Semaphore(0)

    def work(item: int, _stop: CancelToken) -> int:
        begun.append(item)
        idle.release()
        return item

    with made_ahead(work, range(10), CancelToken(), 2) as results:
        assert next(results) == 0
        for _ in range(3):
            idle.acquire()
        assert begun == [0, 1, 2]
        assert next(results) == 1


@pytest.mark.parametrize("depth", [0, 2])
def test_an_error_comes_where_its_result_would(depth: int) -> None:
    def work(item: int, _stop: CancelToken) -> int:
        if item == 2:
            raise ValueError("two")
        return item

    with made_ahead(work, range(5), CancelToken(), depth) as results:
        assert [next(results), next(results)] == [0, 1]
        with pytest.raises(ValueError, match="two"):
            next(results)


@pytest.mark.parametrize("way", ["cancelled", "left", "error"])
def test_work_that_runs_is_told_to_stop_and_has_ended_with_the_statement(way: str) -> None:
    entered, ended = threading.Event(), threading.Event()
    cancel = CancelToken()

    def work(item: int, stop: CancelToken) -> int:
        if item == 0:
            return item
        entered.set()
        stopped = threading.Event()
        stop.on_cancel(stopped.set)
        stopped.wait()
        ended.set()
        raise CancelledError

    with suppress(CancelledError, RuntimeError), made_ahead(work, range(9), cancel, 2) as results:
        assert next(results) == 0
        entered.wait()
        if way == "error":
            raise RuntimeError
        if way == "cancelled":
            cancel.cancel()
            next(results)
    assert ended.is_set()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("deepcoro-ahead")]
