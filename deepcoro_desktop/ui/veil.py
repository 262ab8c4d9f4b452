"""Veil: dims a window for as long as a sheet stands over it and keeps it from being used."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

SHADE: Final = QColor(0, 0, 0, 128)
"""Half black: the pictures go on and can be followed, but the sheet is what is bright."""


class Veil(QWidget):
    """Lies over all of a window while a modal dialog blocks it.

    Qt tells a window when the first dialog blocks it and when the last one has gone, however it went: closed, hidden
    or deleted. So no dialog has to ask for the veil, and none can leave it behind.

    Parameters
    ----------
    window : QWidget
        What is dimmed; owns the veil.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        window.installEventFilter(self)

    def eventFilter(self, window: QObject, event: QEvent) -> bool:
        """Follow the window; it gets all its events."""
        kind = event.type()
        if kind == QEvent.Type.WindowBlocked:
            self._cover()
            self.raise_()
            self.show()
        elif kind == QEvent.Type.WindowUnblocked:
            self.hide()
        elif kind == QEvent.Type.Resize and not self.isHidden():
            self._cover()
        return False

    def _cover(self) -> None:
        self.setGeometry(self._window.rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Shade what is drawn anew and no more: a picture that plays costs its own pixels."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), SHADE)
        painter.end()
