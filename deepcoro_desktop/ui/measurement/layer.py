"""Figures on the tiles: the mouse draws and drags them, the arrow keys and Enter do the same."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter

from deepcoro_desktop.core.errors import MeasurementError
from deepcoro_desktop.core.measurement.measurement import Measurement
from deepcoro_desktop.core.measurement.scale import MANUAL_NOTE, UNCALIBRATED_NOTE, Point
from deepcoro_desktop.core.measurement.tools import Figure, read_figure
from deepcoro_desktop.core.study import Clip
from deepcoro_desktop.ui.language import tr
from deepcoro_desktop.ui.layer import Layer, Place
from deepcoro_desktop.ui.measurement.board import MeasurementBoard, figure_words
from deepcoro_desktop.ui.measurement.draft import nearest
from deepcoro_desktop.ui.measurement.painting import draw_banner, draw_crosshair, draw_figure, is_open
from deepcoro_desktop.ui.measurement.wording import SOURCES

REACH_PX: Final = 10.0
"""How near the pointer must come to a handle, tile pixels."""
_DRAG_PX: Final = 4.0
"""A press that moves farther draws; a shorter one sets a point."""
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
_FAR: Final = 10.0
"""Pixels that an arrow key moves with Shift."""


@dataclass(frozen=True, slots=True)
class _Grip:
    """What the pressed button holds."""

    index: int | None
    """Point of the selected figure, None while a figure is drawn."""
    pressed_at: QPointF


class MeasurementLayer(Layer):
    """Draws what the board holds and turns the reader's hands into its calls."""

    def __init__(self, board: MeasurementBoard) -> None:
        self._board = board
        self._grip: _Grip | None = None
        self._cursor: Point | None = None
        """Where the arrow keys will set the next point."""
        self._figures: dict[tuple[str, tuple[Point, ...]], Figure | None] = {}

    # --- drawing

    def paint(self, painter: QPainter, place: Place) -> None:
        """Draw the figures of this frame, and the one in work."""
        board = self._board
        if board.sheet is None:
            return
        manual = board.manual_of(place.clip.sop_instance_uid)
        if manual is not None:
            draw_banner(painter, place, tr(MANUAL_NOTE))
        elif board.draft is not None and not place.clip.regions:
            draw_banner(painter, place, tr(UNCALIBRATED_NOTE))
        chosen = board.selected_measurement()
        drawn = {chosen.anchor.points} if chosen is not None and chosen.anchor is not None else set()
        for each in sorted(board.sheet.measurements, key=lambda m: m is chosen):
            anchor = each.anchor
            if anchor is None or each.tool is None or not _on(place, each):
                continue
            if anchor.points not in drawn or each is chosen:  # one trace gives several values
                drawn.add(anchor.points)
                self._draw_measured(painter, place, each, chosen=each is chosen)
        self._draw_draft(painter, place)

    def _draw_measured(self, painter: QPainter, place: Place, measured: Measurement, *, chosen: bool) -> None:
        if measured.anchor is None or measured.tool is None:
            return
        figure = self._read(place.clip, measured)
        text = figure_words(figure, measured.key) if figure is not None else ""
        draw_figure(
            painter, place, measured.tool, measured.anchor.points, figure=figure, text=text, handles=chosen,
            active=self._board.active_point if chosen else None,
        )  # fmt: skip

    def _draw_draft(self, painter: QPainter, place: Place) -> None:
        draft = self._board.draft
        if draft is None:
            return
        if draft.started and (draft.sop_instance_uid, draft.frame) == (place.clip.sop_instance_uid, place.frame):
            live = self._board.live()
            draw_figure(
                painter, place, draft.tool, draft.points, figure=live.figure, text=live.text, handles=True,
                active=draft.active, refused=live.refused,
            )  # fmt: skip
        if self._cursor is not None and not draft.complete:
            draw_crosshair(painter, place, self._cursor)

    def _read(self, clip: Clip, measured: Measurement) -> Figure | None:
        """Return what a figure says; read once for its points and scale."""
        if measured.tool is None or measured.anchor is None:
            return None
        manual = self._board.manual_of(clip.sop_instance_uid)
        key = (f"{measured.tool.value} {clip.sop_instance_uid} {manual}", measured.anchor.points)
        if key not in self._figures:
            if len(self._figures) > 200:
                self._figures.clear()
            try:
                self._figures[key] = read_figure(measured.tool, clip, measured.anchor.points, manual)
            except MeasurementError:
                self._figures[key] = None
        return self._figures[key]

    # --- the mouse

    def mouse(self, event: QMouseEvent, place: Place) -> bool:
        """Set points, draw by hand, drag handles."""
        if self._board.sheet is None or place.frame is None:
            return False
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            return event.button() == Qt.MouseButton.LeftButton and self._press(event, place)
        if kind == QEvent.Type.MouseMove and self._grip is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(event, place, self._grip)
            return True
        if kind == QEvent.Type.MouseButtonRelease and self._grip is not None:
            self._release(event, place, self._grip)
            return True
        if kind == QEvent.Type.MouseButtonDblClick and self._board.draft is not None:
            self._board.end_figure()
            return True
        return False

    def _press(self, event: QMouseEvent, place: Place) -> bool:
        board, point = self._board, _point(event, place)
        self._cursor = None
        draft = board.draft
        if draft is not None and draft.complete:  # waits to be accepted: its points can be moved
            index = nearest(draft.points, point, _reach(place))
            if index is not None:
                self._grip = _Grip(index, event.position())
                return True
        if draft is not None and place.frame is not None:
            self._grip = _Grip(None, event.position())
            board.place_point(place.clip, place.frame, point)
            return True
        held = self._handle_at(place, point)
        if held is None:
            return self._select_at(place, point)
        self._grip = _Grip(held, event.position())
        return True

    def _drag(self, event: QMouseEvent, place: Place, grip: _Grip) -> None:
        board, point = self._board, _point(event, place)
        if grip.index is not None and board.draft is not None:
            board.move_draft(grip.index, point)
        elif grip.index is not None:
            board.move_point(grip.index, point, last=False)
        elif board.draft is not None and is_open(board.draft.tool) and _far(event, grip):
            board.draw_point(point)

    def _release(self, event: QMouseEvent, place: Place, grip: _Grip) -> None:
        board, self._grip = self._board, None
        if grip.index is not None and board.draft is not None:
            board.settle()
        elif grip.index is not None:
            board.let_go()
        elif board.draft is not None and not board.draft.complete and _far(event, grip) and place.frame is not None:
            if is_open(board.draft.tool):
                board.end_figure()
            else:
                board.place_point(place.clip, place.frame, _point(event, place))

    def _handle_at(self, place: Place, point: Point) -> int | None:
        """Return the handle of the selected figure under the pointer."""
        chosen = self._board.selected_measurement()
        if chosen is None or chosen.anchor is None or not _on(place, chosen):
            return None
        return nearest(chosen.anchor.points, point, _reach(place))

    def _select_at(self, place: Place, point: Point) -> bool:
        """Select the figure whose point is under the pointer; on empty ground let go of the selection."""
        sheet = self._board.sheet
        for each in reversed(sheet.measurements if sheet is not None else ()):
            if each.anchor is not None and each.tool is not None and _on(place, each):
                index = nearest(each.anchor.points, point, _reach(place))
                if index is not None:
                    self._board.select(each.measurement_id)
                    self._board.active_point = index
                    return True
        if self._board.selected:
            self._board.select("")
        return False

    # --- the keyboard

    def key(self, event: QKeyEvent, place: Place | None) -> bool:
        """Move and set points without the mouse; keys that mean nothing here are left to the viewer."""
        board, key = self._board, event.key()
        if board.draft is None and not board.selected:
            return False
        if key == Qt.Key.Key_Escape:
            self._cursor = None
            return board.escape()
        if key == Qt.Key.Key_S and board.guide is not None:
            self._cursor = None
            board.skip()
            return True
        if place is None or place.frame is None:
            return False
        if key in _ARROWS:
            step = _FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0
            dx, dy = _ARROWS[Qt.Key(key)]
            self._nudge(place, dx * step, dy * step)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._enter(place)
        if key == Qt.Key.Key_Backspace and board.draft is not None:
            board.take_back()
            return True
        if key == Qt.Key.Key_Delete and board.selected:
            board.remove_figure()
            return True
        if key == Qt.Key.Key_P:
            return self._next_point()
        return False

    def _nudge(self, place: Place, dx: float, dy: float) -> None:
        board, draft = self._board, self._board.draft
        chosen = board.selected_measurement()
        if draft is not None and draft.complete:
            x, y = draft.points[draft.active]
            board.move_draft(draft.active, (x + dx, y + dy))
        elif draft is not None:
            x, y = self._cursor or (draft.points[-1] if draft.started else _middle(place))
            columns, rows = float(place.clip.columns), float(place.clip.rows)
            self._cursor = (min(max(x + dx, 0.0), columns), min(max(y + dy, 0.0), rows))
            board.changed.emit()
        elif chosen is not None and chosen.anchor is not None and _on(place, chosen):
            x, y = chosen.anchor.points[board.active_point]
            board.move_point(board.active_point, (x + dx, y + dy), last=True)

    def _enter(self, place: Place) -> bool:
        board, draft = self._board, self._board.draft
        if draft is None:
            board.select("")
            return True
        if draft.complete and board.calibrating:
            board.length_requested.emit()
            return True
        if draft.complete:
            return board.accept() or True
        if self._cursor is None and draft.started and is_open(draft.tool):
            board.end_figure()
            return True
        point = self._cursor or _middle(place)
        if place.frame is not None:
            self._cursor = None
            board.place_point(place.clip, place.frame, point)
        return True

    def _next_point(self) -> bool:
        board, draft = self._board, self._board.draft
        chosen = board.selected_measurement()
        if draft is not None and draft.complete:
            after = (draft.active + 1) % len(draft.points)
            board.move_draft(after, draft.points[after])
            return True
        if draft is None and chosen is not None and chosen.anchor is not None:
            board.active_point = (board.active_point + 1) % len(chosen.anchor.points)
            board.changed.emit()
            return True
        return False

    # --- the pointer

    def cursor(self, at: QPointF, place: Place) -> Qt.CursorShape | None:
        """Show a cross while a tool is in hand, and a hand over a handle."""
        draft = self._board.draft
        point = _of(place.to_picture(at))
        if draft is not None and not draft.complete:
            return Qt.CursorShape.CrossCursor
        if draft is not None and nearest(draft.points, point, _reach(place)) is not None:
            return Qt.CursorShape.SizeAllCursor
        return Qt.CursorShape.SizeAllCursor if self._handle_at(place, point) is not None else None

    def tip(self, at: QPointF, place: Place) -> str:
        """Say what a figure under the pointer measures."""
        sheet = self._board.sheet
        point = _of(place.to_picture(at))
        for each in sheet.measurements if sheet is not None else ():
            if (
                each.anchor is not None
                and _on(place, each)
                and nearest(each.anchor.points, point, _reach(place)) is not None
            ):
                beat = tr("beat {beat}").format(beat=each.beat)
                return f"{each.label or each.key}, {beat} · {tr(SOURCES[each.source])}"
        return ""


def _on(place: Place, measured: Measurement) -> bool:
    anchor = measured.anchor
    return anchor is not None and (anchor.sop_instance_uid, anchor.frame) == (place.clip.sop_instance_uid, place.frame)


def _point(event: QMouseEvent, place: Place) -> Point:
    return _of(place.to_picture(event.position()))


def _of(point: QPointF) -> Point:
    return point.x(), point.y()


def _middle(place: Place) -> Point:
    """Return the middle of the clip's first region, of its picture where there is none."""
    if place.clip.regions:
        region = place.clip.regions[-1]
        return (region.x0 + region.x1 + 1) / 2, (region.y0 + region.y1 + 1) / 2
    return place.clip.columns / 2, place.clip.rows / 2


def _reach(place: Place) -> float:
    """Return the reach of the pointer in picture pixels."""
    return REACH_PX * place.clip.columns / place.target.width()


def _far(event: QMouseEvent, grip: _Grip) -> bool:
    way = event.position() - grip.pressed_at
    return math.hypot(way.x(), way.y()) > _DRAG_PX
