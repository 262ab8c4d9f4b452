"""Who does the jobs: this process, a pool of processes, or Ray on a cluster. A job that fails fails the run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any, TypeVar

from deepcoro_desktop.core.errors import ArgumentError, DeepcoroError

Job = TypeVar("Job")
Result = TypeVar("Result")

_KEPT = "Run the same command again: finished studies are kept. If it happens again, use fewer workers or more memory."


def in_processes(work: Callable[[Job], Result], jobs: Sequence[Job], workers: int) -> Iterator[Result]:
    """Yield the results of jobs as they are done, by processes of this computer.

    Parameters
    ----------
    work : callable
        A module's function: it is named to the processes, not copied.
    jobs : sequence
        What it is called with; only a few wait in the pool.
    workers : int
        Processes.

    Raises
    ------
    DeepcoroError
        If a process dies; and whatever `work` raises. Jobs that have not begun are dropped.
    """
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting: set[Future[Result]] = set()
        left = iter(jobs)
        try:
            while True:
                for job in left:
                    waiting.add(pool.submit(work, job))
                    if len(waiting) > workers:
                        break
                if not waiting:
                    return
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        except BrokenProcessPool as error:
            raise DeepcoroError("A worker process died before its work was done.", _KEPT) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def with_ray(work: Callable[[Job], Result], jobs: Sequence[Job], workers: int) -> Iterator[Result]:
    """Yield the results of jobs as they are done, by Ray Data.

    The cluster is the one that the process is connected to or that RAY_ADDRESS names; without either, a Ray of this
    computer with `workers` processors is started.

    Raises
    ------
    ArgumentError
        If Ray is not installed.
    DeepcoroError
        If a job fails, after the tries that Ray makes.
    """
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise ArgumentError(
            "Ray is not installed.",
            'Install it (pip install "deepcoro-desktop[ray]") or set dataset.runner to processes.',
        ) from error
    if not ray.is_initialized():
        import os

        if os.environ.get("RAY_ADDRESS"):
            ray.init(log_to_driver=False)
        else:
            ray.init(num_cpus=workers, include_dashboard=False, log_to_driver=False)
    if not jobs:
        return
    ray.data.DataContext.get_current().enable_progress_bars = False

    def one(row: dict[str, Any]) -> dict[str, Any]:
        return {"result": work(row["job"])}

    try:
        rows = ray.data.from_items([{"job": job} for job in jobs], override_num_blocks=len(jobs)).map(one)
        for row in rows.iter_rows():
            yield row["result"]
    except ray.exceptions.RayError as error:
        raise DeepcoroError("A job on the Ray cluster failed.", _KEPT) from error
