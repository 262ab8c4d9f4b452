"""One field that starts everything: type a few letters of a measurement, a sequence or a tool, and press Enter."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListWidget, QWidget

from deepcoro_desktop.ui.language import tr
from deepcoro_desktop.ui.measurement.wording import Command, commands, matching

_MOST_LINES: Final = 7
_LINE_PX: Final = 24


class CommandBox(QLineEdit):
    """Searches what can be measured; `hits` lists what is found while something is typed."""

    chosen = Signal(object)
    """Command."""
    left = Signal()
    """Esc in the empty field: the reader goes on with the pictures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands()
        self._found: tuple[Command, ...] = ()
        self.hits = QListWidget()
        self.hits.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hits.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.hits.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hits.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.hits.setStyleSheet("QListWidget::item { padding: 3px 8px; }")
        self.hits.setAccessibleName(tr("What is found"))
        self.hits.hide()
        self.setPlaceholderText(tr("Measure…  LVIDd, AV VTI, guided, caliper"))
        self.setAccessibleName(tr("Measure"))
        self.setClearButtonEnabled(True)
        self.textChanged.connect(self._search)
        self.hits.itemClicked.connect(lambda _item: self._take())

    def _search(self, text: str) -> None:
        self._found = matching(text, self._commands) if text.strip() else ()
        self.hits.clear()
        self.hits.addItems([command.text for command in self._found])
        self.hits.setCurrentRow(0)
        self.hits.setFixedHeight(_LINE_PX * min(max(len(self._found), 1), _MOST_LINES) + 4)
        self.hits.setVisible(bool(self._found))

    def _take(self) -> None:
        row = self.hits.currentRow()
        if 0 <= row < len(self._found):
            command = self._found[row]
            self.clear()
            self.chosen.emit(command)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes what is chosen, arrows choose, Esc empties the field and then leaves it."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.text():
            self._take()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._found:
            step = 1 if key == Qt.Key.Key_Down else -1
            self.hits.setCurrentRow((self.hits.currentRow() + step) % len(self._found))
        elif key == Qt.Key.Key_Escape:
            self.clear() if self.text() else self.left.emit()
        else:
            super().keyPressEvent(event)
