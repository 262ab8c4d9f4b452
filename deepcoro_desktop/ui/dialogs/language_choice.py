"""The reader's choice of a language for the window."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from deepcoro_desktop.ui.dialogs.sheet import text_label
from deepcoro_desktop.ui.language import LANGUAGES, SETTING, chosen_language, tr


class LanguageChoice(QWidget):
    """A box of languages, each under its own name; what is chosen counts from the next start.

    Parameters
    ----------
    settings : QSettings
        Where the window remembers its layout; the choice is kept there.
    """

    def __init__(self, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.box = QComboBox()
        self.box.setAccessibleName(tr("Language"))
        self.box.addItem(tr("As the system"), "")
        for code, name in LANGUAGES.items():
            self.box.addItem(name, code)
        self.box.setCurrentIndex(self.box.findData(chosen_language(settings)))
        self.box.activated.connect(self._choose)
        self.note = text_label(tr("A change counts from the next start."), "note")
        caption = text_label(tr("Language"), "dim")
        caption.setBuddy(self.box)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(caption)
        row.addWidget(self.box)
        row.addWidget(self.note, 1)

    def _choose(self, _index: int) -> None:
        if code := self.box.currentData():
            self._settings.setValue(SETTING, code)
        else:
            self._settings.remove(SETTING)
