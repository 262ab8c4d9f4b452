"""What stands in the report while there is none: why, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from deepcoro_desktop.core.errors import CancelledError, DeepcoroError, DocumentError
from deepcoro_desktop.ui.language import tr
from deepcoro_desktop.ui.report.style import MARGIN_PX
from deepcoro_desktop.ui.theme import restyle


class NothingYet(QWidget):
    """No study, a running analysis, a failed one, a draft that cannot be read, or none yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message = QLabel()
        self.remedy = QLabel()
        self.remedy.setProperty("role", "note")
        for label in (self.message, self.remedy):
            label.setWordWrap(True)
        self.blank = QPushButton(tr("Write it by hand"))
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN_PX, 4, MARGIN_PX, MARGIN_PX)
        column.setSpacing(6)
        column.addWidget(self.message)
        column.addWidget(self.remedy)
        column.addSpacing(4)
        column.addWidget(self.blank, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def show_why(self, *, study_open: bool, analysing: bool, error: DeepcoroError | None, can_write: bool) -> None:
        """Say why there is no draft.

        Parameters
        ----------
        study_open, analysing : bool
            Where the window stands.
        error : DeepcoroError or None
            Why the last analysis ended without a result, or why what was kept cannot be read.
        can_write : bool
            Whether someone makes an empty report when the reader asks for one.
        """
        role = "title"
        if not study_open:
            words = (tr("No study is open"), tr("The draft of its interpretation stands here."))
        elif analysing:
            words = (tr("The draft is being made"), tr("You can watch the clips meanwhile."))
        elif error is not None:
            role = "title" if isinstance(error, CancelledError) else "fault"
            words = (error.message, error.remedy)
        else:
            words = (tr("There is no draft yet"), tr("Analyse the study, or write the report by hand."))
        self.message.setText(words[0])
        self.remedy.setText(words[1])
        restyle(self.message, role=role)
        # what is kept is never written over, so there is nothing to write by hand until it can be read
        self.blank.setVisible(study_open and not analysing and can_write and not isinstance(error, DocumentError))
