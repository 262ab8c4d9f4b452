"""One field that starts everything: type a few letters of a measurement, a sequence or a tool, and press Enter."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from deepcoro_desktop.ui.measurement.wording import Command, commands, matching


class CommandBox(QLineEdit):
    """Searches what can be measured."""

    chosen = Signal(object)
    """Command."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands()
        self._by_text = {command.text: command for command in self._commands}
        self._model = QStringListModel([command.text for command in self._commands], self)
        completer = QCompleter(self._model, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(12)
        self.setCompleter(completer)
        self.setPlaceholderText("Measure…  LVIDd, AV VTI, guided, caliper")
        self.setAccessibleName("Measure")
        self.setToolTip("Type a few letters and press Enter (M)")
        self.setClearButtonEnabled(True)
        self.textEdited.connect(self._search)
        completer.activated[str].connect(self._take)

    def found(self) -> tuple[Command, ...]:
        """Return what the text finds now, the best first."""
        return matching(self.text(), self._commands)

    def _search(self, _text: str) -> None:
        self._model.setStringList([command.text for command in self.found()])

    def _take(self, text: str) -> None:
        command = self._by_text.get(text)
        if command is not None:
            self._done(command)

    def _done(self, command: Command) -> None:
        self.clear()
        self._model.setStringList([each.text for each in self._commands])
        # the completer writes its choice into the field after this call
        completer = self.completer()
        if completer is not None:
            completer.popup().hide()
        self.chosen.emit(command)
        self.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the first that is found, Esc empties the field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.text():
            found = self.found()
            if found:
                self._done(found[0])
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
