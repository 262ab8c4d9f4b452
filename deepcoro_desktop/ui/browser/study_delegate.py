"""How a line of the study list is drawn: a mark whose shape tells the state, then the words."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from deepcoro_desktop.ui import theme
from deepcoro_desktop.ui.browser.study_model import TONE_ROLE, Column, Tone

ROW_PX = 36
_TONE_COLOURS = {Tone.DONE: theme.DONE, Tone.OPEN: theme.REVIEW, Tone.FAULT: theme.FAULT, Tone.NONE: theme.DIM}


class StudyDelegate(QStyledItemDelegate):
    """Draws one cell."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a cell."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        view = self.parent()
        selected = isinstance(view, QTableView) and view.currentIndex().row() == index.row()
        if selected:
            painter.fillRect(rect, QColor(theme.FOCUS_FILL))
            if index.column() == 0:
                painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), QColor(theme.ACCENT))
        painter.setPen(QColor(theme.LINE))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        tone = index.data(TONE_ROLE)
        left = rect.left() + 10
        if tone is not None and index.column() != Column.PATIENT:
            draw_mark(painter, QPointF(left + 4, rect.center().y()), tone)
            left += 16
        bold = index.column() == Column.PATIENT
        painter.setFont(theme.font(13, theme.MEDIUM if bold else theme.NORMAL))
        colour = theme.BRIGHT if bold else _TONE_COLOURS[tone] if tone is not None else theme.TEXT
        if index.column() == Column.PATIENT and tone is Tone.FAULT:
            colour = theme.FAULT
        painter.setPen(QColor(colour))
        area = QRectF(left, rect.top(), rect.right() - left - 8, rect.height())
        align = Qt.AlignmentFlag.AlignRight if index.column() == Column.CLIPS else Qt.AlignmentFlag.AlignLeft
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(area, align | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height of a line."""
        return QSize(super().sizeHint(option, index).width(), ROW_PX)


def draw_mark(painter: QPainter, centre: QPointF, tone: Tone) -> None:
    """Draw a state's mark: filled dot done, ring open, cross fault, short line none."""
    colour = QColor(_TONE_COLOURS[tone])
    painter.setPen(QPen(colour, 1.6))
    painter.setBrush(colour if tone is Tone.DONE else Qt.BrushStyle.NoBrush)
    x, y, r = centre.x(), centre.y(), 3.5
    if tone in (Tone.DONE, Tone.OPEN):
        painter.drawEllipse(centre, r, r)
    elif tone is Tone.FAULT:
        painter.drawLine(QPointF(x - r, y - r), QPointF(x + r, y + r))
        painter.drawLine(QPointF(x - r, y + r), QPointF(x + r, y - r))
    else:
        painter.drawLine(QPointF(x - r, y), QPointF(x + r, y))
