"""Fixtures of the window's tests: offscreen, with our theme; what a test leaves behind fails it."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_API"] = "pyside6"

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deepcoro_desktop.ui.garbage import GarbageCollector
from deepcoro_desktop.ui.main_window import MainWindow
from deepcoro_desktop.ui.tasks import TaskRunner
from deepcoro_desktop.ui.theme import apply_theme
from tests.ui.fakes import FakeWorkspace, decode_disc

THREAD_PREFIX = "deepcoro-"


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The one application, with our theme."""
    apply_theme(qapp)
    return qapp


@pytest.fixture(scope="session", autouse=True)
def cycles_are_collected_on_the_qt_thread() -> Iterator[None]:
    """As in the program (`ui/garbage.py`): a worker that collected would take widgets apart on its own thread."""
    gc.collect()
    gc.freeze()
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def nothing_leaks(qapp: QApplication) -> Iterator[None]:
    """Fail a test that leaves a window, a running timer or a worker thread behind."""
    before = {id(widget) for widget in qapp.topLevelWidgets()}
    yield
    for collector in qapp.findChildren(GarbageCollector):  # it lives as long as the application, which goes on here
        shiboken6.delete(collector)
    gc.disable()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    left = [widget for widget in qapp.topLevelWidgets() if id(widget) not in before and not _is_qts_own(widget)]
    if left:  # what only a reference cycle keeps alive is no leak
        del left
        gc.collect()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [widget for widget in qapp.topLevelWidgets() if id(widget) not in before and not _is_qts_own(widget)]
    names = [f"{type(widget).__name__} {widget.objectName()!r}" for widget in left]
    for widget in left:
        shiboken6.delete(widget)
    del left
    timers = [obj for obj in gc.get_objects() if type(obj) is QTimer and shiboken6.isValid(obj) and obj.isActive()]
    workers = [thread.name for thread in threading.enumerate() if thread.name.startswith(THREAD_PREFIX)]
    assert not names, f"windows left behind: {names}"
    assert not timers, f"timers left running: {[timer.objectName() for timer in timers]}"
    assert not workers, f"workers left running (call TaskRunner.shutdown): {workers}"


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[TaskRunner]:
    """A task runner that must have stopped all its work at the end of the test."""
    runner = TaskRunner()
    yield runner
    assert runner.shutdown(), "work did not stop when it was cancelled"


def _is_qts_own(widget: QWidget) -> bool:
    """Return whether Qt made this window for itself (a tooltip, a combo box's list)."""
    return widget.metaObject().className() in ("QTipLabel", "QComboBoxPrivateContainer", "QDesktopScreenWidget")


@pytest.fixture
def open_list(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[FakeWorkspace], MainWindow]]:
    """Opens the window on a workspace, and waits until its studies are listed; closed at the end of the test."""
    monkeypatch.setattr("deepcoro_desktop.core.dicom.pixels.decode_frames", decode_disc)
    opened: list[MainWindow] = []

    def open_window(workspace: FakeWorkspace) -> MainWindow:
        settings = QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat)
        window = MainWindow(workspace, settings)  # type: ignore[arg-type]
        opened.append(window)
        qtbot.addWidget(window)
        window.resize(1600, 900)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: window.studies.filter.rowCount() == len(workspace.rows))
        return window

    yield open_window
    for window in opened:
        window.close()
