"""What the dialogs have in common: a title, a body that scrolls, a table of words, buttons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from deepcoro_desktop.ui.language import tr
from deepcoro_desktop.ui.veil import Veil

_AROUND_PX: Final = 48
"""Left free above and below a sheet that would be higher than its window."""
_LOWEST_PX: Final = 220


class Sheet(QDialog):
    """A dialog with a heading, a body and a row of buttons; it goes away for good when it is closed."""

    def __init__(self, title: str, width: int, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"{title} — DeepCORO Desktop")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        Veil(self)
        room = parent.window().size() if parent is not None else QSize(width, height + _AROUND_PX)
        self.resize(min(width, room.width()), min(height, max(_LOWEST_PX, room.height() - _AROUND_PX)))
        self.heading = text_label(title, "big")
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.heading)
        column.addLayout(self.body, 1)
        column.addLayout(self.buttons)

    def add_button(self, text: str, *, primary: bool = False) -> QPushButton:
        """Add a button at the right end of the row."""
        button = QPushButton(text)
        if primary:
            button.setProperty("role", "primary")
            button.setDefault(True)
        else:
            button.setAutoDefault(False)
        self.buttons.addWidget(button)
        return button

    def add_close(self, *, primary: bool = True) -> QPushButton:
        """Add the button that closes the dialog."""
        button = self.add_button(tr("Close"), primary=primary)
        button.clicked.connect(self.close)
        return button


def text_label(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label of plain text that can be selected."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setWordWrap(wrap)
    if role:
        label.setProperty("role", role)
    return label


def word_table(headings: Sequence[str], rows: Sequence[Sequence[str]], stretch: int) -> QTableWidget:
    """Return a table of words that is only read; column `stretch` takes the room that is left."""
    table = QTableWidget(len(rows), len(headings))
    table.setAccessibleName(tr("Table of {headings}").format(headings=", ".join(filter(None, headings))))
    table.setHorizontalHeaderLabels(list(headings))
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setWordWrap(True)
    table.verticalHeader().hide()
    for row, words in enumerate(rows):
        for column, text in enumerate(words):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            table.setItem(row, column, item)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    return table
