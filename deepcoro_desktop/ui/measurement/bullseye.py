"""The bull's-eye: wall motion by segment, scored with the mouse or with arrow keys and digits."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from deepcoro_desktop.core.measurement.wall_motion import Motion, Segment, WallMotion, segments, unscored
from deepcoro_desktop.ui import theme
from deepcoro_desktop.ui.language import mark, tr

WORDS: Final = {
    Motion.NOT_SEEN: mark("not seen"),
    Motion.NORMAL: mark("normal"),
    Motion.HYPOKINETIC: mark("hypokinetic"),
    Motion.AKINETIC: mark("akinetic"),
    Motion.DYSKINETIC: mark("dyskinetic"),
}
COLOURS: Final = {
    Motion.NOT_SEEN: "#1b2128",
    Motion.NORMAL: "#2d4a45",
    Motion.HYPOKINETIC: "#7a6231",
    Motion.AKINETIC: "#9a5b3a",
    Motion.DYSKINETIC: "#a8463f",
}
"""Ever lighter and warmer; the number in each field says the same."""
_DIGITS: Final = {
    Qt.Key.Key_0: Motion.NOT_SEEN,
    Qt.Key.Key_1: Motion.NORMAL,
    Qt.Key.Key_2: Motion.HYPOKINETIC,
    Qt.Key.Key_3: Motion.AKINETIC,
    Qt.Key.Key_4: Motion.DYSKINETIC,
}
_RINGS: Final = {16: (1.0, 0.68, 0.38, 0.0), 17: (1.0, 0.72, 0.46, 0.2), 18: (1.0, 0.68, 0.38, 0.0)}
"""Outer radius of each ring as a share of the circle; the last is the hole or the cap."""


class BullsEye(QWidget):
    """Segments of a reading; a click goes to the next score, a digit sets it."""

    scored = Signal(object)
    """WallMotion after the change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._motion = unscored()
        self._segments = segments(17)
        self.current = 1
        """Number of the segment that the keyboard scores."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(200, 200)
        self._say()

    @property
    def motion(self) -> WallMotion:
        """The reading that is shown."""
        return self._motion

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(300, 300)

    def set_motion(self, motion: WallMotion) -> None:
        """Show a reading."""
        self._motion, self._segments = motion, segments(motion.model)
        self.current = min(self.current, len(self._segments))
        self._say()
        self.update()

    def segment_at(self, at: QPointF) -> Segment | None:
        """Return the segment under a place, None beside the circle."""
        centre, radius = self._circle()
        away = at - centre
        share = math.hypot(away.x(), away.y()) / radius
        angle = math.degrees(math.atan2(-away.y(), away.x())) % 360.0
        for segment in self._segments:
            outer, inner = self._radii(segment)
            if inner <= share < outer and (angle - segment.start_deg) % 360.0 < segment.span_deg:
                return segment
        return None

    def place_of(self, number: int) -> QPointF:
        """Return the middle of a segment on the widget."""
        segment = self._segments[number - 1]
        centre, radius = self._circle()
        outer, inner = self._radii(segment)
        if segment.ring == 3:
            return centre
        share = (outer + inner) / 2 * radius if inner > 0 else 0.62 * outer * radius
        angle = math.radians(segment.start_deg + segment.span_deg / 2)
        return centre + QPointF(math.cos(angle) * share, -math.sin(angle) * share)

    def _circle(self) -> tuple[QPointF, float]:
        side = min(self.width(), self.height())
        return QPointF(self.width() / 2, self.height() / 2), side / 2 - 18.0

    def _radii(self, segment: Segment) -> tuple[float, float]:
        rings = _RINGS[self._motion.model]
        return rings[segment.ring], 0.0 if segment.ring == 3 else rings[segment.ring + 1]

    def _score(self, number: int, motion: Motion) -> None:
        self.current = number
        self.set_motion(self._motion.scored(number, motion))
        self.scored.emit(self._motion)

    def _say(self) -> None:
        segment = self._segments[self.current - 1]
        index = self._motion.index
        mean = tr("index {index:.2f}").format(index=index) if index is not None else tr("no index")
        score = tr(WORDS[self._motion.scores[self.current - 1]])
        self.setAccessibleName(
            tr("Wall motion, {mean}. Segment {number}, {name}: {score}").format(
                mean=mean, number=segment.number, name=segment.name, score=score
            )
        )

    # --- drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the rings, their scores and the walls' names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre, radius = self._circle()
        focused: QPainterPath | None = None
        for segment, motion in zip(self._segments, self._motion.scores, strict=True):
            outer, inner = self._radii(segment)
            path = _field(centre, outer * radius, inner * radius, segment)
            painter.setPen(QPen(QColor(theme.BACKGROUND), 2))
            painter.setBrush(QColor(COLOURS[motion]))
            painter.drawPath(path)
            if motion is Motion.NOT_SEEN:
                painter.setPen(QPen(QColor(theme.LINE), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawPath(path)
            if segment.number == self.current and self.hasFocus():
                focused = path
            at = self.place_of(segment.number)
            painter.setFont(theme.font(theme.FONT_PX, theme.SEMIBOLD))
            painter.setPen(QColor(theme.BRIGHT if motion is not Motion.NOT_SEEN else theme.DIM))
            text = "–" if motion.value is None else str(motion.value)
            painter.drawText(QRectF(at.x() - 12, at.y() - 10, 24, 20), Qt.AlignmentFlag.AlignCenter, text)
        if focused is not None:
            painter.setPen(QPen(QColor(theme.ACCENT), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(focused)
        self._draw_walls(painter, centre, radius)
        painter.end()

    def _draw_walls(self, painter: QPainter, centre: QPointF, radius: float) -> None:
        painter.setFont(theme.font(theme.SMALL_PX))
        painter.setPen(QColor(theme.DIM))
        for text, angle in ((tr("anterior"), 90), (tr("septal"), 180), (tr("inferior"), 270), (tr("lateral"), 0)):
            turn = math.radians(angle)
            at = centre + QPointF(math.cos(turn), -math.sin(turn)) * (radius + 9)
            painter.save()
            painter.translate(at)
            if angle in (0, 180):
                painter.rotate(90 if angle == 0 else -90)
            painter.drawText(QRectF(-40, -8, 80, 16), Qt.AlignmentFlag.AlignCenter, text)
            painter.restore()

    # --- the reader's hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the next score of the segment: normal, hypo-, a-, dyskinetic, not seen."""
        segment = self.segment_at(event.position())
        if segment is None or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        order = (*Motion,)
        after = order[(order.index(self._motion.scores[segment.number - 1]) + 1) % len(order)]
        self._score(segment.number, after)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys choose a segment, 1 to 4 score it and go on, 0 says not seen."""
        key = event.key()
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}.get(Qt.Key(key))
        if step is not None:
            self._go(step)
        elif key in _DIGITS:
            self._score(self.current, _DIGITS[Qt.Key(key)])
            self._go(1)
        else:
            super().keyPressEvent(event)

    def _go(self, step: int) -> None:
        self.current = (self.current - 1 + step) % len(self._segments) + 1
        self._say()
        self.update()

    def event(self, event: QEvent) -> bool:
        """Name the segment under the pointer; keep the digits from the window, where they open clips."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and event.key() in _DIGITS:
            event.accept()
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            segment = self.segment_at(QPointF(event.pos()))
            motion = self._motion.scores[segment.number - 1] if segment is not None else None
            text = (
                f"{segment.number} {segment.name}: {tr(WORDS[motion])}"
                if segment is not None and motion is not None
                else ""
            )
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)


def _field(centre: QPointF, outer: float, inner: float, segment: Segment) -> QPainterPath:
    """Return the outline of a segment: a piece of a ring, a sector of the innermost, or the whole cap."""
    path = QPainterPath()
    around = QRectF(centre.x() - outer, centre.y() - outer, 2 * outer, 2 * outer)
    if segment.ring == 3:
        path.addEllipse(around)
        return path
    if inner == 0.0:
        path.moveTo(centre)
        path.arcTo(around, segment.start_deg, segment.span_deg)
        path.closeSubpath()
        return path
    within = QRectF(centre.x() - inner, centre.y() - inner, 2 * inner, 2 * inner)
    path.arcMoveTo(around, segment.start_deg)
    path.arcTo(around, segment.start_deg, segment.span_deg)
    path.arcTo(within, segment.start_deg + segment.span_deg, -segment.span_deg)
    path.closeSubpath()
    return path
