"""The impression: the reader's own summary, always in sight below the sections."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from deepcoro_desktop.ui.keymap import Keymap
from deepcoro_desktop.ui.language import tr
from deepcoro_desktop.ui.report.editors import SentenceEdit
from deepcoro_desktop.ui.report.style import MARGIN_PX


class ImpressionBox(QWidget):
    """Heading and field of the impression.

    Parameters
    ----------
    keymap : Keymap
        The key that it names.
    """

    typed = Signal(str)
    ended = Signal(bool, bool)
    """(whether the text is kept, whether the reader leaves the field by a key)."""

    def __init__(self, keymap: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heading = QLabel(tr("Impression"))
        heading.setProperty("role", "title")
        self._keymap = keymap
        self.hint = QLabel()
        self.hint.setProperty("role", "note")
        self.field = SentenceEdit(enter_keeps=False, marked=False)
        self.field.set_lines(2, 5)
        self.field.setPlaceholderText(tr("What the study means, in a few lines"))
        self.field.setAccessibleName(tr("Impression"))
        self.field.typed.connect(self.typed)
        self.field.kept.connect(lambda: self.ended.emit(True, True))
        self.field.left_as_it_was.connect(lambda: self.ended.emit(False, True))
        self.field.focus_left.connect(lambda: self.ended.emit(True, False))
        self.setFocusProxy(self.field)
        row = QHBoxLayout()
        row.addWidget(heading)
        row.addWidget(self.hint, 1, Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN_PX, 8, MARGIN_PX, 10)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.field)
        self._name_key()
        keymap.changed.connect(self._name_key)

    def _name_key(self) -> None:
        self.hint.setText(self._keymap.hint(tr("{to-impression} copies the sentence in focus")))

    def show_text(self, text: str, *, editable: bool) -> None:
        """Show the impression; one that is being typed is left alone."""
        self.field.setReadOnly(not editable)
        self.hint.setVisible(editable)
        if not (editable and self.field.hasFocus()):
            self.field.set_text(text)
