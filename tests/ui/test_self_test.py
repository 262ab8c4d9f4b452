"""The checks of a first start: run once for a version, in the background, told on the start screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.selftest import Check
from deepcoro_desktop.ui import self_test
from deepcoro_desktop.ui.browser.study_list import StudyListPanel
from deepcoro_desktop.ui.self_test import SelfTest
from deepcoro_desktop.ui.tasks import TaskRunner

PASSED = (Check("colour", True, "within 2 levels"), Check("timing", True, "20 ms"))
FAILED = (PASSED[0], Check("timing", False, "a frame lasts 33 ms"))


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat)


def test_checks_run_once_for_a_version(
    qtbot: QtBot, tasks: TaskRunner, settings: QSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deepcoro_desktop.core.selftest.run_checks", lambda _folder: PASSED)
    first = SelfTest(tasks, settings)
    with qtbot.waitSignal(first.finished) as told:
        first.run_if_due()
    assert told.args == [PASSED]
    assert not SelfTest(tasks, settings).is_due
    monkeypatch.setattr(self_test, "__version__", "99")
    assert SelfTest(tasks, settings).is_due


def test_checks_that_failed_run_again_at_the_next_start(
    qtbot: QtBot, tasks: TaskRunner, settings: QSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deepcoro_desktop.core.selftest.run_checks", lambda _folder: FAILED)
    first = SelfTest(tasks, settings)
    with qtbot.waitSignal(first.finished):
        first.run_if_due()
    assert SelfTest(tasks, settings).is_due


def test_outcome_stands_on_the_start_screen(qtbot: QtBot) -> None:
    panel = StudyListPanel()
    qtbot.addWidget(panel)
    panel.show()
    panel.show_checks(PASSED)
    assert panel.checks.text() == "Self test: colour, timing pass"
    assert not panel.problem.text
    panel.show_checks(FAILED)
    assert panel.checks.text() == "Self test: timing FAILED"
    assert "a frame lasts 33 ms" in panel.checks.toolTip()
    assert "self test failed: timing" in panel.problem.text


def test_a_start_without_checks_loads_what_the_first_study_needs(
    qtbot: QtBot, tasks: TaskRunner, settings: QSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(self_test, "import_module", loaded.append)
    settings.setValue("selftest/passed", self_test.__version__)
    SelfTest(tasks, settings, tasks).run_if_due()
    qtbot.waitUntil(lambda: len(loaded) == 4 and not tasks.busy)
    assert loaded[0] == "deepcoro_desktop.core.dicom.reader", "what the first click needs comes first"
