"""Lays black over all of a picture but what a cover leaves to be seen."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF

from deepcoro_desktop.core.name_cover import Cover


def covered_path(cover: Cover, target: QRectF) -> QPainterPath:
    """Return what is covered of a picture that is drawn in `target`."""
    shown = QPainterPath()
    for outline in cover.shown:
        corners = [QPointF(target.x() + x * target.width(), target.y() + y * target.height()) for x, y in outline]
        part = QPainterPath()
        part.addPolygon(QPolygonF(corners))
        part.closeSubpath()
        shown = shown.united(part)
    whole = QPainterPath()
    whole.addRect(target.adjusted(-1, -1, 1, 1))
    return whole.subtracted(shown)


def draw_cover(painter: QPainter, path: QPainterPath) -> None:
    """Draw a cover over a picture: a pixel whose middle is covered is black, and no other one is changed."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.fillPath(path, Qt.GlobalColor.black)
    painter.restore()
