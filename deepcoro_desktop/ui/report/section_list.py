"""The sections of the report with the reader's progress in each."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from deepcoro_desktop.core.report.document import Document
from deepcoro_desktop.ui.language import tr
from deepcoro_desktop.ui.report.style import MARGIN_PX
from deepcoro_desktop.ui.report.wording import SectionState, SectionWords, section_words
from deepcoro_desktop.ui.theme import ACCENT, DIM, DONE, FONT_PX, NOTE_PX, PANE, RAISED, REVIEW, TEXT, font

ROW_PX: Final = 24
_WORDS: Final = Qt.ItemDataRole.UserRole + 1
_DOT_PX: Final = 4.0


class _Row(QStyledItemDelegate):
    """Draws dot, name, what is left and the number of sentences."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size of a row."""
        return QSize(120, ROW_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one section."""
        words: SectionWords = index.data(_WORDS)
        area = QRectF(option.rect)
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.fillRect(area, QColor(RAISED if selected or hovered else PANE))
        if selected:
            painter.fillRect(QRectF(area.left(), area.top(), 2, area.height()), QColor(ACCENT))
        _draw_dot(painter, QPointF(area.left() + MARGIN_PX + _DOT_PX, area.center().y()), words.state)
        row = area.adjusted(MARGIN_PX + 18, 0, -MARGIN_PX, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        right = middle | Qt.AlignmentFlag.AlignRight
        painter.setFont(font(NOTE_PX))
        if words.state is not SectionState.NOT_ASSESSED:
            painter.setPen(QColor(DIM))
            painter.drawText(row, right, str(words.count))
        end = 0.0 if words.state is SectionState.NOT_ASSESSED else 26.0
        painter.setPen(QColor(REVIEW if words.state in (SectionState.TO_REVIEW, SectionState.TO_ATTEST) else DIM))
        painter.drawText(row.adjusted(0, 0, -end, 0), right, words.note)
        used = end + painter.fontMetrics().horizontalAdvance(words.note) + 8
        painter.setFont(font(FONT_PX))
        painter.setPen(QColor(TEXT))
        name = painter.fontMetrics().elidedText(
            str(index.data(Qt.ItemDataRole.DisplayRole)), Qt.TextElideMode.ElideRight, int(row.width() - used)
        )
        painter.drawText(row, middle | Qt.AlignmentFlag.AlignLeft, name)
        if bool(state & QStyle.StateFlag.State_HasFocus) and self._keyboard_here():
            painter.setPen(QColor(ACCENT))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.restore()

    def _keyboard_here(self) -> bool:
        parent = self.parent()
        return isinstance(parent, QWidget) and parent.hasFocus()


def _draw_dot(painter: QPainter, centre: QPointF, state: SectionState) -> None:
    """Draw the state as a shape: filled disc, ring with a core, ring, thin hollow ring."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if state is SectionState.ATTESTED:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(DONE))
        painter.drawEllipse(centre, _DOT_PX, _DOT_PX)
    elif state is SectionState.NOT_ASSESSED:
        painter.setPen(QPen(QColor(DIM), 1.0))
        painter.drawEllipse(centre, _DOT_PX - 0.5, _DOT_PX - 0.5)
    else:
        painter.setPen(QPen(QColor(REVIEW), 2.0))
        painter.drawEllipse(centre, _DOT_PX - 0.5, _DOT_PX - 0.5)


class SectionList(QListWidget):
    """One row a section. Letters are left to the panel; Enter or Right goes to the sentences."""

    chosen = Signal(str)
    entered_section = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_Row(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(tr("Sections of the report"))
        self.currentRowChanged.connect(self._row_changed)

    def show_document(self, document: Document, section: str) -> None:
        """Show the sections; rows are kept and only their content changes."""
        blocked = self.blockSignals(True)
        names = [s.name for s in document.sections]
        if names != [self.item(row).text() for row in range(self.count())]:
            self.clear()
            self.addItems(names)
        for row, each in enumerate(document.sections):
            words = section_words(each)
            item = self.item(row)
            if item.data(_WORDS) != words:
                item.setData(_WORDS, words)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, words.spoken)
                item.setToolTip(words.spoken)
        if section in names and self.currentRow() != names.index(section):
            self.setCurrentRow(names.index(section))
        self.blockSignals(blocked)
        self.updateGeometry()
        self.viewport().update()

    def words_of(self, name: str) -> SectionWords:
        """Return what the row of a section shows."""
        item: QListWidgetItem = self.findItems(name, Qt.MatchFlag.MatchExactly)[0]
        words: SectionWords = item.data(_WORDS)
        return words

    def sizeHint(self) -> QSize:
        """Return the height of all rows."""
        return QSize(200, ROW_PX * self.count())

    def minimumSizeHint(self) -> QSize:
        """Return the height of the fewest rows that are of use."""
        return QSize(120, ROW_PX * min(5, self.count()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, go to the sentences with Enter or Right, leave the rest to the panel."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right):
            self.entered_section.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def _row_changed(self, row: int) -> None:
        if row >= 0:
            self.chosen.emit(self.item(row).text())
