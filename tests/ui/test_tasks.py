from __future__ import annotations

import logging
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.errors import CancelledError, DeepcoroError, PixelError, UnexpectedError
from deepcoro_desktop.core.progress import Progress
from deepcoro_desktop.ui.tasks import Lane, TaskContext, TaskRunner


class Heard:
    """Callbacks that remember what came and on which thread."""

    def __init__(self) -> None:
        self.results: list[object] = []
        self.errors: list[DeepcoroError] = []
        self.progress: list[Progress] = []
        self.threads: set[int] = set()

    def done(self, result: object) -> None:
        self.threads.add(threading.get_ident())
        self.results.append(result)

    def failed(self, error: DeepcoroError) -> None:
        self.threads.add(threading.get_ident())
        self.errors.append(error)

    def progressed(self, progress: Progress) -> None:
        self.threads.add(threading.get_ident())
        self.progress.append(progress)


@pytest.fixture
def heard() -> Heard:
    return Heard()


def test_result_comes_back_on_the_qt_thread(qtbot: QtBot, tasks: TaskRunner, heard: Heard) -> None:
    worker: list[int] = []

    def work(context: TaskContext) -> int:
        worker.append(threading.get_ident())
        context.progress(Progress("Reading", 1, 1))
        return 42

    tasks.submit(Lane.FILES, work, done=heard.done, failed=heard.failed, progressed=heard.progressed)
    qtbot.waitUntil(lambda: heard.results == [42])
    assert heard.progress == [Progress("Reading", 1, 1)]
    assert heard.threads == {threading.get_ident()}
    assert worker[0] != threading.get_ident()
    qtbot.waitUntil(lambda: not tasks.busy)


def test_known_error_arrives_as_it_is(qtbot: QtBot, tasks: TaskRunner, heard: Heard) -> None:
    def work(_: TaskContext) -> None:
        raise PixelError("The picture is damaged.", "Export it again.")

    tasks.submit(Lane.FILES, work, done=heard.done, failed=heard.failed)
    qtbot.waitUntil(lambda: bool(heard.errors))
    assert str(heard.errors[0]) == "The picture is damaged. Export it again."


def test_defect_becomes_a_plain_sentence_and_a_log_without_its_message(
    qtbot: QtBot, tasks: TaskRunner, heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    def work(_: TaskContext) -> None:
        raise KeyError("DOE^JANE 1954-02-11")

    with caplog.at_level(logging.ERROR, "deepcoro_desktop"):
        tasks.submit(Lane.MODEL, work, done=heard.done, failed=heard.failed)
        qtbot.waitUntil(lambda: bool(heard.errors))
    assert isinstance(heard.errors[0], UnexpectedError)
    assert "did not foresee" in heard.errors[0].message
    assert "KeyError" in caplog.text
    assert "test_tasks.py" in caplog.text
    assert "JANE" not in caplog.text
    assert "1954" not in caplog.text


def test_cancel_stops_work_and_tells_failed(qtbot: QtBot, tasks: TaskRunner, heard: Heard) -> None:
    begun = threading.Event()
    stop = threading.Event()

    def work(context: TaskContext) -> None:
        context.cancel.on_cancel(stop.set)
        begun.set()
        stop.wait()
        context.cancel.check()

    handle = tasks.submit(Lane.MODEL, work, done=heard.done, failed=heard.failed)
    qtbot.waitUntil(begun.is_set)
    assert handle.running
    handle.cancel()
    qtbot.waitUntil(lambda: bool(heard.errors))
    assert isinstance(heard.errors[0], CancelledError)
    assert heard.results == []
    assert not handle.running


def test_done_is_not_called_after_a_cancel_that_came_too_late(qtbot: QtBot, tasks: TaskRunner, heard: Heard) -> None:
    finished = threading.Event()
    handle = tasks.submit(Lane.FILES, lambda _: finished.set(), done=heard.done, failed=heard.failed)
    finished.wait()
    handle.cancel()
    qtbot.waitUntil(lambda: bool(heard.errors))
    assert heard.results == []


def test_model_lane_runs_one_at_a_time_in_order(qtbot: QtBot, tasks: TaskRunner, heard: Heard) -> None:
    running = threading.Semaphore(1)

    def work(number: int) -> int:
        assert running.acquire(blocking=False), "two analyses at once"
        running.release()
        return number

    for number in range(6):
        tasks.submit(Lane.MODEL, lambda _, n=number: work(n), done=heard.done, failed=heard.failed)
    qtbot.waitUntil(lambda: len(heard.results) == 6)
    assert heard.results == [0, 1, 2, 3, 4, 5]
    assert heard.errors == []


def test_files_lane_runs_four_at_once(qtbot: QtBot, tasks: TaskRunner, heard: Heard) -> None:
    together = threading.Barrier(4)
    for _ in range(4):
        tasks.submit(Lane.FILES, lambda _: together.wait(10), done=heard.done, failed=heard.failed)
    qtbot.waitUntil(lambda: len(heard.results) == 4)
    assert heard.errors == []


def test_posts_arrive_in_order_before_the_result(qtbot: QtBot, tasks: TaskRunner, heard: Heard) -> None:
    def work(context: TaskContext) -> str:
        for number in range(50):
            context.post(lambda n=number: heard.done(n))
        return "end"

    tasks.submit(Lane.MODEL, work, done=heard.done, failed=heard.failed)
    qtbot.waitUntil(lambda: "end" in heard.results)
    assert heard.results == [*range(50), "end"]


def test_progress_is_thinned_but_first_and_last_arrive(qtbot: QtBot, tasks: TaskRunner, heard: Heard) -> None:
    def work(context: TaskContext) -> None:
        for number in range(1, 5001):
            context.progress(Progress("Embedding clips", number, 5000))

    tasks.submit(Lane.MODEL, work, done=heard.done, failed=heard.failed, progressed=heard.progressed)
    qtbot.waitUntil(lambda: heard.results == [None])
    assert heard.progress[0].done == 1
    assert heard.progress[-1].done == 5000
    assert len(heard.progress) < 500


def test_cancelling_a_study_leaves_others_running(qtbot: QtBot, tasks: TaskRunner, heard: Heard) -> None:
    release = threading.Event()

    def wait(context: TaskContext) -> str:
        context.cancel.on_cancel(release.set)
        release.wait()
        return "other study"

    tasks.submit(Lane.MODEL, wait, done=heard.done, failed=heard.failed, study_uid="1.1")
    tasks.submit(Lane.MODEL, lambda _: "kept", done=heard.done, failed=heard.failed, study_uid="1.2")
    tasks.cancel_study("1.1")
    qtbot.waitUntil(lambda: not tasks.busy)
    assert heard.results == ["kept"]
    assert [type(error) for error in heard.errors] == [CancelledError]


def test_shutdown_cancels_waits_and_silences(qtbot: QtBot, heard: Heard) -> None:
    tasks = TaskRunner()
    stop = threading.Event()

    def work(context: TaskContext) -> None:
        context.cancel.on_cancel(stop.set)
        stop.wait()

    for lane in (Lane.MODEL, Lane.MODEL, Lane.FILES):
        tasks.submit(lane, work, done=heard.done, failed=heard.failed)
    assert tasks.shutdown()
    assert not tasks.busy
    late = tasks.submit(Lane.FILES, work, done=heard.done, failed=heard.failed)
    assert not late.running
    qtbot.wait(1)
    assert heard.results == []
    assert heard.errors == []


def test_shutdown_says_when_work_does_not_stop(qtbot: QtBot, heard: Heard) -> None:
    tasks = TaskRunner()
    release = threading.Event()
    begun = threading.Event()

    def stubborn(_: TaskContext) -> None:
        begun.set()
        release.wait()

    tasks.submit(Lane.FILES, stubborn, done=heard.done, failed=heard.failed)
    begun.wait()
    assert not tasks.shutdown(timeout=0.01)
    release.set()
    for thread in [t for t in threading.enumerate() if t.name.startswith("deepcoro-")]:
        thread.join()


def test_a_defect_in_a_callback_does_not_stop_the_ones_after_it(qtbot: QtBot, tasks: TaskRunner, heard: Heard) -> None:
    def broken(_: object) -> None:
        raise ValueError("in a callback")

    with qtbot.captureExceptions() as exceptions:
        tasks.submit(Lane.MODEL, lambda _: 1, done=broken, failed=heard.failed)
        tasks.submit(Lane.MODEL, lambda _: 2, done=heard.done, failed=heard.failed)
        qtbot.waitUntil(lambda: heard.results == [2])
    assert [kind for kind, _, _ in exceptions] == [ValueError]


def test_many_threads_may_report_at_once(qtbot: QtBot, tasks: TaskRunner, heard: Heard) -> None:
    def work(context: TaskContext) -> None:
        with ThreadPoolExecutor(8, thread_name_prefix="reporters") as pool:
            for number in range(400):
                pool.submit(context.post, lambda n=number: heard.done(n))

    tasks.submit(Lane.MODEL, work, done=heard.done, failed=heard.failed)
    qtbot.waitUntil(lambda: None in heard.results)
    assert sorted(n for n in heard.results if n is not None) == list(range(400))


@pytest.mark.parametrize("cancelled", [False, True])
def test_nothing_is_kept_of_what_has_ended(qtbot: QtBot, tasks: TaskRunner, cancelled: bool) -> None:
    class Picture:
        """What takes much memory."""

    there: list[weakref.ref[Picture]] = []
    over = threading.Event()

    def work(_: TaskContext) -> Picture:
        picture = Picture()
        there.append(weakref.ref(picture))
        over.wait()
        return picture

    handle = tasks.submit(Lane.FILES, work, done=lambda _: None, failed=lambda _: None)
    qtbot.waitUntil(lambda: bool(there))
    if cancelled:
        handle.cancel()
    over.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    qtbot.waitUntil(lambda: there[0]() is None)  # no collection runs in these tests while they last
    assert not handle.running
    assert handle.wait(0.0)
