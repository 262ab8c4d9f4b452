"""Where sentences, numbers and reasons are typed: Enter keeps, Esc leaves what was there."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QPlainTextEdit, QPushButton, QSizePolicy, QWidget

DRAFT_MARK: Final = "AI DRAFT – NOT SIGNED: "
"""Put before text that leaves the draft by the clipboard: no route yields a clean draft."""


class SentenceEdit(QPlainTextEdit):
    """A text field as high as its text.

    Parameters
    ----------
    enter_keeps : bool
        Whether Enter ends the typing (Ctrl+Enter always does); else it starts a line.
    marked : bool
        Whether text copied from it says that it is a draft of the model.
    """

    typed = Signal(str)
    kept = Signal()
    left_as_it_was = Signal()
    focus_left = Signal()

    def __init__(self, parent: QWidget | None = None, *, enter_keeps: bool = True, marked: bool = True) -> None:
        super().__init__(parent)
        self._enter_keeps = enter_keeps
        self.marked = marked
        self._least_lines, self._most_lines = 1, 8
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._text_changed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())

    def set_lines(self, least: int, most: int) -> None:
        """Set between how many lines the field grows."""
        self._least_lines, self._most_lines = least, most
        self._fit()

    def set_text(self, text: str) -> None:
        """Show text without saying that it was typed."""
        if text != self.toPlainText():
            blocked = self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(blocked)
            self._fit()

    def sizeHint(self) -> QSize:
        """Return the size of the text, within its limits."""
        lines = max(1, round(self.document().size().height()))
        lines = min(max(lines, self._least_lines), self._most_lines)
        return QSize(120, lines * self.fontMetrics().lineSpacing() + 18)

    def minimumSizeHint(self) -> QSize:
        """Return the size of the text: the field is never squeezed."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height to the lines that the new width makes, and show them from the first."""
        super().resizeEvent(event)
        if event.size() != event.oldSize():
            self._fit()
            if self.document().size().height() <= self._most_lines:
                self.verticalScrollBar().setValue(0)

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the panel where nothing was typed here."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo) and not self.document().isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not self.document().isRedoAvailable()
            if undo or redo:
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep with Enter or Ctrl+Enter, leave with Esc."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if enter and (control or (self._enter_keeps and not shift)):
            self.kept.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left_as_it_was.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the typing has ended, unless only a menu or another window came over it."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.focus_left.emit()

    def createMimeDataFromSelection(self) -> QMimeData:
        """Return what goes to the clipboard: plain text, marked where it is a draft of the model."""
        text = self.textCursor().selectedText().replace("\u2029", "\n")
        data = QMimeData()
        data.setText(DRAFT_MARK + text if self.marked else text)
        return data

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert plain text, without the mark where it comes back into a draft."""
        self.textCursor().insertText(source.text().removeprefix(DRAFT_MARK))

    def _text_changed(self) -> None:
        self.typed.emit(self.toPlainText())

    def _fit(self) -> None:
        full = self.document().size().height() > self._most_lines
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if full else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        self.updateGeometry()


class NumberField(QLineEdit):
    """A field for one number."""

    left_as_it_was = Signal()
    left_empty = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left_as_it_was.emit()
        else:
            super().keyPressEvent(event)
            # Enter is the field's own; it must not reach the card or the window
            event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that an empty field was left."""
        super().focusOutEvent(event)
        if not self.text():
            self.left_empty.emit()


class ReasonField(QComboBox):
    """Usual reasons, or any other."""

    kept = Signal()
    left_as_it_was = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep with Enter, leave with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left_as_it_was.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.kept.emit()
        else:
            super().keyPressEvent(event)


class HoverButton(QPushButton):
    """A button that tells when the pointer comes over it."""

    entered = Signal()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tell that the pointer is over the button."""
        super().enterEvent(event)
        self.entered.emit()
