"""The reader's choice of a language for the window."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QComboBox, QWidget

from deepcoro_desktop.ui.language import LANGUAGES, SETTING, chosen_language, tr


class LanguageChoice(QComboBox):
    """A box of languages, each under its own name; what is kept counts from the next start.

    Parameters
    ----------
    settings : QSettings
        Where the window remembers its layout; the choice is kept there.
    """

    def __init__(self, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setAccessibleName(tr("Language"))
        self.addItem(tr("As the system"), "")
        for code, name in LANGUAGES.items():
            self.addItem(name, code)
        self.setCurrentIndex(self.findData(chosen_language(settings)))

    def keep(self) -> None:
        """Keep what is chosen."""
        if code := self.currentData():
            self._settings.setValue(SETTING, code)
        else:
            self._settings.remove(SETTING)
