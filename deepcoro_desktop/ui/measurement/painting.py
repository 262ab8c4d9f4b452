"""Draws figures over a picture: lines with a dark rim, handles, discs and the value beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from deepcoro_desktop.core.measurement.scale import Axes, Point
from deepcoro_desktop.core.measurement.tools import POINTS, Figure, Tool
from deepcoro_desktop.ui import theme
from deepcoro_desktop.ui.layer import Place

HANDLE_PX: Final = 7.0
SMALL_HANDLE_PX: Final = 4.0
_MANY: Final = 6
"""A figure of more points has small handles, so that the line stays to be seen."""
_TICK_PX: Final = 5.0
_RIM: Final = QColor(0, 0, 0, 170)
_OTHERS: Final = QColor(theme.BRIGHT)
_CHOSEN: Final = QColor(theme.ACCENT)
_REFUSED: Final = QColor(theme.REVIEW)
_LABEL_GROUND: Final = QColor(10, 13, 16, 215)


def draw_figure(
    painter: QPainter,
    place: Place,
    tool: Tool,
    points: Sequence[Point],
    *,
    figure: Figure | None = None,
    text: str = "",
    handles: bool = False,
    active: int | None = None,
    refused: bool = False,
) -> None:
    """Draw one figure with its value.

    Parameters
    ----------
    painter : QPainter
        Of the tile.
    place : Place
        Where the picture lies.
    tool : Tool
        What kind of figure it is.
    points : sequence of Point
        Points of the picture.
    figure : Figure, optional
        What was read from it; gives discs and baseline.
    text : str
        The value, beside it.
    handles : bool
        Whether its points can be taken hold of.
    active : int, optional
        The point that the arrow keys move.
    refused : bool
        Whether the figure has no value where it lies.
    """
    if not points:
        return
    at = [place.to_tile(QPointF(x, y)) for x, y in points]
    colour = _REFUSED if refused else _CHOSEN if handles else _OTHERS
    if figure is not None and figure.discs is not None:
        _draw_discs(painter, place, figure, colour)
    if figure is not None and figure.scale.axes is Axes.SPECTRUM and tool is Tool.VTI and len(at) > 1:
        _draw_under_trace(painter, place, figure, at)
    _draw_line(painter, tool, at, colour, complete=figure is not None)
    if tool in (Tool.DISTANCE, Tool.SLOPE, Tool.INTERVAL):
        _draw_ends(painter, tool, at, colour)
    elif tool is Tool.VELOCITY:
        _draw_cross(painter, at[0], colour)
    if handles:
        for index, point in enumerate(at):
            _draw_handle(painter, point, HANDLE_PX if len(at) <= _MANY else SMALL_HANDLE_PX, chosen=index == active)
    if text:
        _draw_label(painter, place, at, text, colour)


def draw_crosshair(painter: QPainter, place: Place, point: Point) -> None:
    """Draw the mark that the arrow keys move before a point is set."""
    _draw_cross(painter, place.to_tile(QPointF(*point)), _CHOSEN, arm=12.0)


def draw_banner(painter: QPainter, place: Place, text: str) -> None:
    """Draw a framed note at the foot of the picture."""
    font = theme.font(theme.SMALL_PX, theme.SEMIBOLD)
    metrics = QFontMetricsF(font)
    width = min(metrics.horizontalAdvance(text) + 16, place.area.width() - 12)
    box = QRectF(place.area.center().x() - width / 2, place.area.bottom() - 28, width, 20)
    painter.setFont(font)
    painter.setPen(QPen(_REFUSED, 1))
    painter.setBrush(QColor(36, 29, 16, 230))
    painter.drawRoundedRect(box, 3, 3)
    painter.drawText(
        box, Qt.AlignmentFlag.AlignCenter, metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - 8)
    )


def _draw_line(painter: QPainter, tool: Tool, at: list[QPointF], colour: QColor, *, complete: bool) -> None:
    path = QPainterPath(at[0])
    for point in at[1:]:
        path.lineTo(point)
    if tool is Tool.AREA and complete and len(at) > 2:
        path.closeSubpath()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _stroke(painter, path, colour, 1.6)
    if tool is Tool.SIMPSON and len(at) > 2:
        annulus = QPainterPath(at[-1])
        annulus.lineTo(at[0])
        _stroke(painter, annulus, colour, 1.2, Qt.PenStyle.DashLine)


def _draw_ends(painter: QPainter, tool: Tool, at: list[QPointF], colour: QColor) -> None:
    """Draw the ends of a caliper: bars across it, upright ones for a time."""
    if tool is Tool.INTERVAL:
        across = QPointF(0, 2.5 * _TICK_PX)
    elif len(at) > 1 and at[0] != at[1]:
        way = at[1] - at[0]
        length = math.hypot(way.x(), way.y())
        across = QPointF(-way.y() / length * _TICK_PX, way.x() / length * _TICK_PX)
    else:
        _draw_cross(painter, at[0], colour)
        return
    for point in at[:2]:
        bar = QPainterPath(point - across)
        bar.lineTo(point + across)
        _stroke(painter, bar, colour, 1.6)


def _draw_cross(painter: QPainter, at: QPointF, colour: QColor, arm: float = 7.0) -> None:
    path = QPainterPath(at - QPointF(arm, 0))
    path.lineTo(at + QPointF(arm, 0))
    path.moveTo(at - QPointF(0, arm))
    path.lineTo(at + QPointF(0, arm))
    _stroke(painter, path, colour, 1.5)


def _draw_discs(painter: QPainter, place: Place, figure: Figure, colour: QColor) -> None:
    if figure.discs is None:
        return
    faint = QColor(colour)
    faint.setAlpha(150)
    painter.setPen(QPen(faint, 1))
    for start, end in (*figure.discs.chords, figure.discs.axis):
        painter.drawLine(place.to_tile(QPointF(*start)), place.to_tile(QPointF(*end)))


def _draw_under_trace(painter: QPainter, place: Place, figure: Figure, at: list[QPointF]) -> None:
    """Fill what is integrated: from the envelope to the baseline."""
    baseline = place.to_tile(QPointF(0.0, figure.scale.zero[1])).y()
    area = QPolygonF([QPointF(at[0].x(), baseline), *at, QPointF(at[-1].x(), baseline)])
    fill = QColor(_CHOSEN)
    fill.setAlpha(46)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawPolygon(area)
    painter.setPen(QPen(_CHOSEN, 1, Qt.PenStyle.DotLine))
    painter.drawLine(area.first(), area.last())


def _draw_handle(painter: QPainter, at: QPointF, size: float, *, chosen: bool) -> None:
    box = QRectF(at.x() - size / 2, at.y() - size / 2, size, size)
    painter.setPen(QPen(QColor("black"), 1))
    painter.setBrush(QColor(theme.BRIGHT) if chosen else _CHOSEN)
    if chosen:
        painter.drawRect(box.adjusted(-1, -1, 1, 1))
    else:
        painter.drawEllipse(box)


def _draw_label(painter: QPainter, place: Place, at: list[QPointF], text: str, colour: QColor) -> None:
    """Write the value beside the figure, inside the picture's area, on a dark ground."""
    font = theme.font(theme.NOTE_PX, theme.SEMIBOLD)
    metrics = QFontMetricsF(font)
    width = min(metrics.horizontalAdvance(text) + 12, place.area.width() - 8)
    right, middle = max(p.x() for p in at), sum(p.y() for p in at) / len(at)
    left = right + 12 if right + 12 + width < place.area.right() else min(p.x() for p in at) - 12 - width
    left = min(max(left, place.area.left() + 4), place.area.right() - width - 4)
    top = min(max(middle - 10, place.area.top() + 4), place.area.bottom() - 24)
    box = QRectF(left, top, width, 20)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_LABEL_GROUND)
    painter.drawRoundedRect(box, 3, 3)
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(
        box, Qt.AlignmentFlag.AlignCenter, metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - 8)
    )


def _stroke(
    painter: QPainter, path: QPainterPath, colour: QColor, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine
) -> None:
    """Draw a line that stays visible on a bright picture: a dark rim under it."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_RIM, width + 2.2))
    painter.drawPath(path)
    painter.setPen(QPen(colour, width, style))
    painter.drawPath(path)


def is_open(tool: Tool) -> bool:
    """Return whether the reader ends a figure of this kind."""
    return POINTS[tool].most is None
