"""Why a signed report changes: asked before its next revision is begun."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from deepcoro_desktop.ui.dialogs.sheet import Sheet, text_label
from deepcoro_desktop.ui.language import tr


class AmendDialog(Sheet):
    """Asks for the reason of an amendment."""

    reason_given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Amend the signed report"), 520, 220, parent)
        words = tr(
            "The signed revision stays as it is. A new one is begun; it names the old one and prints this reason."
        )
        self.body.addWidget(text_label(words, "note", wrap=True))
        self.body.addSpacing(4)
        caption = text_label(tr("Why does the report change?"))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(tr("For instance: ejection fraction corrected after review of the tracing"))
        self.reason.setAccessibleName(tr("Why the report changes"))
        caption.setBuddy(self.reason)
        self.body.addWidget(caption)
        self.body.addWidget(self.reason)
        self.body.addStretch(1)
        cancel = self.add_button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.begin = self.add_button(tr("Begin the amendment"), primary=True)
        self.begin.setEnabled(False)
        self.begin.clicked.connect(self._give)
        self.reason.textChanged.connect(lambda text: self.begin.setEnabled(bool(text.strip())))
        self.reason.setFocus()

    def _give(self) -> None:
        self.reason_given.emit(self.reason.text().strip())
        self.accept()
