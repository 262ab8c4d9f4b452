"""TaskRunner: the only module of the window that starts a thread; its callbacks come back on the Qt thread."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from enum import Enum
from typing import Final, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from deepcoro_desktop.core.errors import CancelledError, DeepcoroError, UnexpectedError, describe_without_data
from deepcoro_desktop.core.progress import CancelToken, Progress, ProgressCallback

_log = logging.getLogger(__name__)

_T = TypeVar("_T")

PROGRESS_INTERVAL_S: Final = 0.05
"""Shortest time between two reports of progress within one stage."""
SLICE_S: Final = 0.008
"""Longest time that callbacks run before Qt gets its turn: half a frame at 60 Hz."""


class Lane(Enum):
    """Where work runs, with its number of workers."""

    MODEL = 1
    """Owns the ONNX sessions: one analysis at a time."""
    FILES = 4
    """Decoding, thumbnails, saving, export."""


class TaskContext:
    """What a piece of work gets: how to learn that it should stop, and how to say how far it is."""

    __slots__ = ("cancel", "post", "progress")

    def __init__(
        self, cancel: CancelToken, progress: ProgressCallback, post: Callable[[Callable[[], None]], None]
    ) -> None:
        self.cancel = cancel
        self.progress = progress
        """Called on the worker, arrives on the Qt thread; within a stage not every report arrives."""
        self.post = post
        """Runs a callback on the Qt thread, in order and before `done`; dropped once the task is cancelled."""


class TaskHandle:
    """One submitted piece of work. Cancel it from the Qt thread; then `failed` gets a CancelledError."""

    __slots__ = ("_future", "_token", "lane", "study_uid")

    def __init__(self, lane: Lane, study_uid: str, token: CancelToken) -> None:
        self.lane = lane
        self.study_uid = study_uid
        self._token = token
        self._future: Future[object] | None = None

    @property
    def running(self) -> bool:
        """Whether the work waits or runs."""
        return self._future is not None and not self._future.done()

    @property
    def cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._token.cancelled

    def wait(self, timeout: float) -> bool:
        """Wait for the work itself, not for its callbacks, and return whether it has ended; for closing only."""
        if self._future is None:
            return True
        return not wait([self._future], timeout).not_done

    def cancel(self) -> None:
        """Ask the work to stop; work that has not begun never does."""
        self._token.cancel()
        if self._future is not None:
            self._future.cancel()


class TaskRunner(QObject):
    """Runs work in two lanes and calls back on the Qt thread.

    Only a signal without arguments crosses the threads; what it announces waits in a queue of our own. So no Python
    object is copied into a queued Qt event, where PySide6 6.10 would leak it if the receiver goes first.
    """

    _wake = Signal()
    idle = Signal()
    """The last task has ended and its callbacks have run."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executors = {
            lane: ThreadPoolExecutor(lane.value, thread_name_prefix=f"deepcoro-{lane.name.lower()}") for lane in Lane
        }
        self._lock = threading.Lock()
        self._queue: deque[Callable[[], None]] = deque()
        self._awake = False
        self._closed = False
        self._tasks: set[TaskHandle] = set()
        self._wake.connect(self._drain, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether any task waits, runs or has callbacks to come."""
        return bool(self._tasks)

    @property
    def closed(self) -> bool:
        """Whether `shutdown` was called."""
        return self._closed

    def submit(
        self,
        lane: Lane,
        work: Callable[[TaskContext], _T],
        *,
        done: Callable[[_T], None],
        failed: Callable[[DeepcoroError], None],
        progressed: Callable[[Progress], None] | None = None,
        study_uid: str = "",
    ) -> TaskHandle:
        """Start work on a lane and return its handle; after `shutdown` nothing starts and nothing is called.

        Parameters
        ----------
        lane : Lane
            Where it runs.
        work : callable
            Runs on a worker with a TaskContext; takes and returns immutable values, touches no Qt object but QImage.
        done : callable
            Gets the result, on the Qt thread; never called after a cancel.
        failed : callable
            Gets the error, on the Qt thread: a CancelledError after a cancel, an UnexpectedError for a defect.
        progressed : callable, optional
            Gets reports of progress, on the Qt thread.
        study_uid : str
            Study that the work belongs to, for `cancel_study`.
        """
        token = CancelToken()
        handle = TaskHandle(lane, study_uid, token)

        def post(callback: Callable[[], None]) -> None:
            self._post(lambda: None if token.cancelled else callback())

        report = _throttled(lambda progress: post(lambda: progressed(progress)) if progressed else None)
        context = TaskContext(token, report, post)

        def run() -> _T:
            token.check()
            return work(context)

        def ended(future: Future[_T]) -> None:
            error = None if future.cancelled() else _explained(future.exception())

            def deliver() -> None:
                if token.cancelled:
                    failed(CancelledError())
                elif error is not None:
                    failed(error)
                else:
                    done(future.result())

            self._post(lambda: self._finish(handle, deliver))

        if self._closed:
            return handle
        self._tasks.add(handle)
        future = self._executors[lane].submit(run)
        handle._future = future  # type: ignore[assignment]  # a handle does not know its result's type
        future.add_done_callback(ended)
        return handle

    def cancel_study(self, study_uid: str) -> None:
        """Cancel all work that belongs to a study."""
        for handle in [task for task in self._tasks if task.study_uid == study_uid]:
            handle.cancel()

    def shutdown(self, timeout: float = 10.0) -> bool:
        """Cancel everything, wait, and return whether all work has ended; no callback runs afterwards.

        Parameters
        ----------
        timeout : float
            Longest wait in seconds.
        """
        self._closed = True
        handles = list(self._tasks)
        for handle in handles:
            handle.cancel()
        _, late = wait([task._future for task in handles if task._future is not None], timeout)
        for executor in self._executors.values():
            executor.shutdown(wait=not late, cancel_futures=True)
        with self._lock:
            self._queue.clear()
        self._tasks.clear()
        return not late

    def _post(self, callback: Callable[[], None]) -> None:
        """Queue a callback for the Qt thread and wake it once; any thread may call."""
        with self._lock:
            if self._closed:
                return
            self._queue.append(callback)
            wake, self._awake = not self._awake, True
            if wake:
                self._wake.emit()

    def _finish(self, handle: TaskHandle, deliver: Callable[[], None]) -> None:
        try:
            deliver()
        finally:
            handle._future = None  # which knows the handle: the two would keep the result, decoded pictures perhaps
            self._tasks.discard(handle)
            if not self._tasks:
                self.idle.emit()

    @Slot()
    def _drain(self) -> None:
        """Run queued callbacks for at most one slice of time."""
        end = time.monotonic() + SLICE_S
        try:
            while self._queue and not self._closed:
                self._queue.popleft()()
                if time.monotonic() >= end:
                    break
        finally:
            with self._lock:
                self._awake = bool(self._queue) and not self._closed
                if self._awake:
                    self._wake.emit()


def _explained(error: BaseException | None) -> DeepcoroError | None:
    """Return the error as one that a reader may see; what was not foreseen is logged without patient data."""
    if error is None or isinstance(error, DeepcoroError):
        return error
    _log.error("Background work failed:\n%s", describe_without_data(error))
    return UnexpectedError()


def _throttled(report: ProgressCallback) -> ProgressCallback:
    """Return a callback that passes on the first and last report of a stage and not too many between."""
    last_time, last_stage = 0.0, ""

    def throttled(progress: Progress) -> None:
        nonlocal last_time, last_stage
        now = time.monotonic()
        complete = progress.total > 0 and progress.done == progress.total
        if complete or progress.stage != last_stage or now - last_time >= PROGRESS_INTERVAL_S:
            last_time, last_stage = now, progress.stage
            report(progress)

    return throttled
