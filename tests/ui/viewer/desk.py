"""A panel with all it needs, and what tests do with it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.study import Study
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.tasks import TaskRunner
from deepcoro_desktop.ui.viewer.panel import ViewerPanel
from deepcoro_desktop.ui.viewer.tile import Tile
from tests.ui.viewer.clips import Clock, Opener, even_clip

TWELVE = tuple(even_clip(50, 50.0, number=n) for n in range(1, 13))


@dataclass
class Desk:
    """A panel with all it needs."""

    panel: ViewerPanel
    state: ViewerState
    tasks: TaskRunner
    clock: Clock
    opener: Opener
    qtbot: QtBot

    def open(self, study: Study) -> None:
        self.state.set_study(study)
        self.settle()

    def settle(self) -> None:
        """Wait until every picture has the size of its tile."""
        idle = lambda: not self.panel._settled.isActive() and not self.tasks.busy  # noqa: E731
        self.qtbot.waitUntil(idle, timeout=60_000)

    def pass_time(self, seconds: float) -> None:
        """Let the clock go on in steps of 16 ms, and the panel look at it."""
        for _ in range(round(seconds / 0.016)):
            self.clock.now += 0.016
            self.panel.player.tick()

    def uids(self) -> list[str]:
        return [tile.uid for tile in self.panel.grid.visible_tiles]

    def numbers(self) -> list[int]:
        return [int(uid.rsplit(".", 1)[1]) for uid in self.uids()]

    def press(self, key: Qt.Key, *, shift: bool = False) -> None:
        modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(self.panel, key, modifier)

    @property
    def active(self) -> Tile:
        return self.panel.grid.active_tile


def drag(tile: Tile, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(tile, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(tile, end)
    QTest.mouseRelease(tile, Qt.MouseButton.LeftButton, pos=end)
