"""Fixtures of the viewer's tests: a panel whose clock the test turns."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSettings, QSize
from pytestqt.qtbot import QtBot

from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.tasks import TaskRunner
from deepcoro_desktop.ui.viewer.panel import ViewerPanel
from tests.ui.evidence import case
from tests.ui.viewer.clips import Clock, Opener, make_study
from tests.ui.viewer.desk import TWELVE, Desk


@pytest.fixture
def make_desk(qtbot: QtBot, tasks: TaskRunner) -> Callable[..., Desk]:
    def make(opener: Opener | None = None, size: QSize | None = None, settings: QSettings | None = None) -> Desk:
        state, clock, read = ViewerState(), Clock(), opener or Opener()
        panel = ViewerPanel(state, tasks, case.views(), opener=read, clock=clock, settings=settings)
        qtbot.addWidget(panel)
        panel.resize(size or QSize(820, 700))
        panel.show()
        panel.player.timer.setInterval(3_600_000)  # the test turns the clock
        return Desk(panel, state, tasks, clock, read, qtbot)

    return make


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    made = make_desk()
    made.open(make_study(*TWELVE))
    return made
