"""A viewer with the measurement layer over it, and clips whose truth is known."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.errors import DeepcoroError
from deepcoro_desktop.core.measurement.measurement import Sheet
from deepcoro_desktop.core.measurement.scale import Point
from deepcoro_desktop.core.study import Calibration, Clip, Region, RegionFormat, RegionUnit, Study
from deepcoro_desktop.ui import theme
from deepcoro_desktop.ui.measurement.board import MeasurementBoard
from deepcoro_desktop.ui.measurement.layer import MeasurementLayer
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.tasks import TaskRunner
from deepcoro_desktop.ui.viewer.layouts import Layout
from deepcoro_desktop.ui.viewer.panel import ViewerPanel
from deepcoro_desktop.ui.viewer.tile import Tile
from tests.ui.evidence import case
from tests.ui.viewer.clips import Clock, Opener, even_clip, make_study

NOW = datetime(2026, 3, 14, 10, 52, tzinfo=UTC)
CM_PER_PX = 0.05
"""Of the upper half of the calibrated clip."""
NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


def calibrated(number: int = 1) -> Clip:
    """320 by 240 pixels: tissue above, a spectrum below, baseline in its middle."""
    tissue = Region(0, 0, 319, 119, RegionFormat.TWO_D, 1, RegionUnit.CM, RegionUnit.CM, CM_PER_PX, CM_PER_PX)
    spectrum = Region(
        0, 120, 319, 239, RegionFormat.SPECTRAL, 4, RegionUnit.SECONDS, RegionUnit.CM_PER_S, 0.01, -5.0,
        reference_x=0, reference_y=59,
    )  # fmt: skip
    plain = even_clip(20, 25.0, number=number, rows=240, columns=320)
    return replace(plain, calibration=Calibration.CALIBRATED, calibration_reason="", regions=(tissue, spectrum))


def uncalibrated(number: int = 2) -> Clip:
    return even_clip(20, 25.0, number=number, rows=240, columns=320)


@dataclass
class Desk:
    """What a reader has before them."""

    panel: ViewerPanel
    state: ViewerState
    board: MeasurementBoard
    layer: MeasurementLayer
    qtbot: QtBot
    saved: list[Sheet] = field(default_factory=list)
    refusals: list[DeepcoroError] = field(default_factory=list)

    @property
    def tile(self) -> Tile:
        return self.panel.grid.active_tile

    @property
    def sheet(self) -> Sheet:
        assert self.board.sheet is not None
        return self.board.sheet

    def at(self, point: Point) -> QPoint:
        place = self.tile.picture_place()
        assert place is not None
        return place.to_tile(QPointF(*point)).toPoint()

    def click(self, *points: Point) -> None:
        for point in points:
            QTest.mouseClick(self.tile, LEFT, NONE, self.at(point))

    def drag(self, *points: Point) -> None:
        QTest.mousePress(self.tile, LEFT, NONE, self.at(points[0]))
        for point in points[1:]:
            QTest.mouseMove(self.tile, self.at(point))
        QTest.mouseRelease(self.tile, LEFT, NONE, self.at(points[-1]))

    def press(self, *keys: Qt.Key, shift: bool = False) -> None:
        for key in keys:
            QTest.keyClick(self.tile, key, Qt.KeyboardModifier.ShiftModifier if shift else NONE)

    def drawn_at(self, point: Point) -> str:
        """What lies there: "chosen" for a line in the accent, "line" for a bright one, "" for the dark picture."""
        colour = self.tile.grab().toImage().pixelColor(self.at(point))
        if abs(colour.hsvHue() - QColor(theme.ACCENT).hsvHue()) < 10 and colour.hsvSaturation() > 60:
            return "chosen"
        return "line" if colour.lightness() > 120 else ""


def make_desk(qtbot: QtBot, tasks: TaskRunner, *clips: Clip) -> Desk:
    """A desk with one large tile that stands on the first frame of the first clip."""
    state = ViewerState()
    panel = ViewerPanel(state, tasks, case.views(), opener=Opener(), clock=Clock())
    qtbot.addWidget(panel)
    panel.resize(1000, 820)
    panel.show()
    panel.player.timer.setInterval(3_600_000)
    panel.grid.set_layout(Layout.ONE)
    board = MeasurementBoard(lambda: NOW, panel)
    layer = MeasurementLayer(board)
    panel.set_layers((layer,))
    board.changed.connect(panel.repaint_layers)
    board.frame_requested.connect(state.frame_open_requested)
    board.pictures_requested.connect(lambda: panel.grid.active_tile.setFocus())
    study: Study = replace(
        make_study(*(clips or (calibrated(), uncalibrated()))), height_cm=180.0, weight_kg=80.0, age_years=60
    )
    desk = Desk(panel, state, board, layer, qtbot)
    board.sheet_edited.connect(desk.saved.append)
    board.refused.connect(desk.refusals.append)
    state.set_study(study)
    board.set_study(study, Sheet(study.study_instance_uid))
    qtbot.waitUntil(lambda: not panel._settled.isActive() and not tasks.busy)
    panel.player.tick()
    panel.player.set_playing(playing=False)
    desk.tile.setFocus()
    return desk
