"""Importing: how far it is, then what was found, what was loaded and what was refused, by name."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from deepcoro_desktop.core.errors import CancelledError, DeepcoroError
from deepcoro_desktop.core.progress import Progress
from deepcoro_desktop.core.workspace import ImportReport
from deepcoro_desktop.ui.dialogs.sheet import Sheet, text_label, word_table
from deepcoro_desktop.ui.errors import ProblemBar
from deepcoro_desktop.ui.language import plural, tr


def summary(report: ImportReport) -> str:
    """Return found = loaded + refused, in words."""
    refused = len(report.skipped)
    loaded = report.found - refused
    return plural(
        "%n file found = {loaded} loaded + {refused} refused",
        "%n files found = {loaded} loaded + {refused} refused",
        report.found,
    ).format(loaded=loaded, refused=refused)


class ImportDialog(Sheet):
    """One dialog for the whole import; it closes by itself where there is nothing to tell."""

    cancel_requested = Signal()
    open_requested = Signal(str)
    """Study Instance UID."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Importing"), 720, 420, parent)
        self._running = True
        self._report: ImportReport | None = None
        self.words = text_label(tr("Looking for DICOM files"), "dim")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.bar.setRange(0, 0)
        self.problem = ProblemBar()
        self.problem.dismiss.hide()
        self.body.addWidget(self.words)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.problem)
        self.body.addStretch(1)
        self.stop = self.add_button(tr("Cancel"))
        self.stop.clicked.connect(self.reject)
        self.open_study = self.add_button(tr("Open study"), primary=True)
        self.open_study.clicked.connect(self._open)
        self.open_study.hide()

    def show_progress(self, progress: Progress) -> None:
        """Show how far the import is."""
        count = (
            " " + tr("{done} of {total}").format(done=progress.done, total=progress.total)
            if progress.total
            else f" {progress.done}"
        )
        self.words.setText(progress.stage + count)
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)

    def show_error(self, error: DeepcoroError) -> None:
        """Show why nothing was imported; a cancelled import just closes."""
        self._running = False
        if isinstance(error, CancelledError):
            self.close()
            return
        self.heading.setText(tr("Nothing was imported"))
        self.bar.hide()
        self.words.hide()
        self.problem.show_error(error)
        self.stop.setText(tr("Close"))

    def show_report(self, report: ImportReport) -> None:
        """Show what came in; one study and nothing refused opens at once."""
        self._running = False
        self._report = report
        if len(report.studies) == 1 and not report.skipped:
            self._open()
            return
        self.bar.hide()
        self.heading.setText(self._title(report))
        self.words.setText(summary(report))
        self.body.takeAt(self.body.count() - 1)
        for study in report.studies:
            name = study.patient.display_name or tr("name missing")
            count = len(study.clips)
            self.body.addWidget(
                text_label(
                    tr("Loaded  {name} · {patient_id} · {clips}").format(
                        name=name, patient_id=study.patient.patient_id, clips=plural("%n clip", "%n clips", count)
                    )
                )
            )
        if report.skipped:
            self.body.addWidget(text_label(tr("Refused"), "heading"))
            rows = [(skipped.name, skipped.reason, skipped.remedy) for skipped in report.skipped]
            self.table = word_table((tr("File"), tr("Reason"), tr("What to do")), rows, 1)
            self.body.addWidget(self.table, 1)
        else:
            self.body.addStretch(1)
        self.stop.setText(tr("Close"))
        self.open_study.setVisible(bool(report.studies))
        self.open_study.setText(tr("Open study") if len(report.studies) == 1 else tr("Open the first study"))
        self.open_study.setFocus()

    def reject(self) -> None:
        """Stop a running import, else close."""
        if self._running:
            self.stop.setEnabled(False)
            self.words.setText(tr("Stopping"))
            self.cancel_requested.emit()
        else:
            super().reject()

    def _title(self, report: ImportReport) -> str:
        if not report.studies:
            return tr("Nothing was imported")
        count = len(report.studies)
        return plural("%n study imported", "%n studies imported", count)

    def _open(self) -> None:
        if self._report is not None and self._report.studies:
            self.open_requested.emit(self._report.studies[0].study_instance_uid)
        self.accept()
