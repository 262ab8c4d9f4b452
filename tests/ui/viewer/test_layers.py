"""What lies over the pictures: where it is drawn, and which events it gets before the viewer does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deepcoro_desktop.ui.layer import Layer, Place
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.tasks import TaskRunner
from deepcoro_desktop.ui.viewer.panel import ViewerPanel
from tests.ui.evidence import case
from tests.ui.viewer.clips import Clock, Opener, even_clip, make_study


class Spot(Layer):
    """Paints one pixel of the picture red, takes what lies on the left half, writes down what it hears."""

    def __init__(self) -> None:
        self.heard: list[tuple[QEvent.Type, int | None, QPointF]] = []
        self.keys: list[int] = []

    def paint(self, painter: QPainter, place: Place) -> None:
        corner, far = place.to_tile(QPointF(20, 30)), place.to_tile(QPointF(24, 34))
        painter.fillRect(QRectF(corner, far), QColor("red"))

    def mouse(self, event: QMouseEvent, place: Place) -> bool:
        point = place.to_picture(event.position())
        if point.x() > place.clip.columns / 2 and event.type() == QEvent.Type.MouseButtonPress:
            return False
        self.heard.append((event.type(), place.frame, point))
        return True

    def key(self, event: QKeyEvent, place: Place | None) -> bool:
        self.keys.append(event.key())
        return event.key() == Qt.Key.Key_Return

    def cursor(self, at: QPointF, place: Place) -> Qt.CursorShape | None:
        return Qt.CursorShape.CrossCursor if place.to_picture(at).x() < place.clip.columns / 2 else None

    def tip(self, at: QPointF, place: Place) -> str:
        return "a spot"


@pytest.fixture
def panel(qtbot: QtBot, tasks: TaskRunner) -> ViewerPanel:
    made = ViewerPanel(ViewerState(), tasks, case.views(), opener=Opener(), clock=Clock())
    qtbot.addWidget(made)
    made.resize(820, 700)
    made.show()
    made._timer.setInterval(3_600_000)
    made._state.set_study(make_study(even_clip(50, 50.0, number=1), even_clip(50, 50.0, number=2)))
    qtbot.waitUntil(lambda: not made._settled.isActive() and not tasks.busy)
    made._tick()
    return made


def test_layer_paints_in_the_picture_at_every_zoom(panel: ViewerPanel) -> None:
    panel.set_layers((Spot(),))
    tile = panel.grid.active_tile
    for scale in (1.0, 2.5):
        tile.set_zoom(replace(tile.zoom, scale=scale, centre_x=0.3, centre_y=0.5))
        place = tile.picture_place()
        assert place is not None
        image = tile.grab().toImage()
        inside = place.to_tile(QPointF(22, 32)).toPoint()
        outside = place.to_tile(QPointF(26, 32)).toPoint()
        assert image.pixelColor(inside).name() == "#ff0000"
        assert image.pixelColor(outside).name() != "#ff0000"


def test_points_of_the_picture_and_the_tile_are_each_others_inverse(panel: ViewerPanel) -> None:
    place = panel.grid.active_tile.picture_place()
    assert place is not None
    for x, y in np.random.default_rng(5).uniform(0, 60, (20, 2)):
        back = place.to_picture(place.to_tile(QPointF(x, y)))
        assert (back.x(), back.y()) == pytest.approx((x, y))
    assert place.to_tile(QPointF(0, 0)) == place.target.topLeft()
    assert place.to_tile(QPointF(80, 60)) == place.target.bottomRight()


def test_press_that_a_layer_takes_holds_the_picture_still_and_keeps_the_pointer(panel: ViewerPanel) -> None:
    spot = Spot()
    panel.set_layers((Layer(), spot))
    tile = panel.grid.active_tile
    place = tile.picture_place()
    assert place is not None
    left, right = (place.to_tile(QPointF(x, 30)).toPoint() for x in (10, 70))
    assert panel.playing
    QTest.mousePress(tile, Qt.MouseButton.LeftButton, pos=left)
    assert not panel.playing
    QTest.mouseMove(tile, right)
    QTest.mouseRelease(tile, Qt.MouseButton.LeftButton, pos=right)
    kinds = [kind for kind, _frame, _point in spot.heard]
    press, release = QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease
    assert kinds == [press, QEvent.Type.MouseMove, release]
    assert {frame for _kind, frame, _point in spot.heard} == {tile.drawn_frame}
    assert spot.heard[1][2].x() == pytest.approx(70, abs=0.5)


def test_press_that_no_layer_takes_is_the_viewers(panel: ViewerPanel) -> None:
    panel.set_layers((Spot(),))
    tile = panel.grid.tiles[1]
    place = tile.picture_place()
    assert place is not None
    QTest.mousePress(tile, Qt.MouseButton.LeftButton, pos=place.to_tile(QPointF(70, 30)).toPoint())
    assert panel.playing
    assert panel.grid.active_tile is tile


def test_layer_hears_keys_first_and_the_viewer_the_rest(panel: ViewerPanel) -> None:
    spot = Spot()
    panel.set_layers((spot,))
    QTest.keyClick(panel, Qt.Key.Key_Return)
    QTest.keyClick(panel, Qt.Key.Key_Space)
    assert spot.keys == [Qt.Key.Key_Return, Qt.Key.Key_Space]
    assert not panel.playing


def test_layer_gives_the_pointers_shape_and_the_tooltip(panel: ViewerPanel) -> None:
    panel.set_layers((Spot(),))
    tile = panel.grid.active_tile
    place = tile.picture_place()
    assert place is not None
    QTest.mouseMove(tile, QPoint(place.to_tile(QPointF(10, 30)).toPoint()))
    assert tile.cursor().shape() is Qt.CursorShape.CrossCursor
    QTest.mouseMove(tile, QPoint(place.to_tile(QPointF(70, 30)).toPoint()))
    assert tile.cursor().shape() is Qt.CursorShape.ArrowCursor
    assert tile.help_at(place.to_tile(QPointF(10, 30))) == "a spot"


def test_asked_for_frame_is_shown_and_stands(panel: ViewerPanel, qtbot: QtBot) -> None:
    panel._state.frame_open_requested.emit("1.2.3.2", 17)
    assert panel.grid.active_tile.uid == "1.2.3.2"
    assert panel.grid.active_tile.drawn_frame == 17
    assert not panel.playing
