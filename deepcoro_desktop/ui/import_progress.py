"""ImportProgress: what the reader sees of an import, from the first file to the report of what was refused."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from deepcoro_desktop.core.errors import DeepcoroError
from deepcoro_desktop.core.progress import Progress
from deepcoro_desktop.core.workspace import ImportReport
from deepcoro_desktop.ui.dialogs.import_dialog import ImportDialog
from deepcoro_desktop.ui.frame.progress_line import ProgressLine
from deepcoro_desktop.ui.reading import Reading


class ImportProgress(QObject):
    """Shows the imports that `reading` runs.

    Parameters
    ----------
    reading : Reading
        Runs them.
    line : ProgressLine
        Shows how far they are.
    window : QWidget
        Owns the dialog.
    """

    def __init__(self, reading: Reading, line: ProgressLine, window: QWidget) -> None:
        super().__init__(window)
        self._reading = reading
        self._line = line
        self._window = window
        self.dialog: ImportDialog | None = None
        reading.imports.started.connect(self._on_started)
        reading.imports.progressed.connect(self._on_progress)
        reading.imports.finished.connect(self._on_finished)
        reading.imports.failed.connect(self._on_failed)

    def _on_started(self) -> None:
        if self.dialog is None:
            self.dialog = ImportDialog(self._window)
            self.dialog.cancel_requested.connect(self._reading.imports.cancel)
            self.dialog.open_requested.connect(self._reading.open)
            self.dialog.finished.connect(self._forget)
            self.dialog.open()

    def _forget(self) -> None:
        self.dialog = None

    def _on_progress(self, progress: Progress) -> None:
        self._line.set_extra(progress)
        if self.dialog is not None:
            self.dialog.show_progress(progress)

    def _on_finished(self, report: ImportReport) -> None:
        self._line.set_extra(None)
        if self.dialog is not None:
            self.dialog.show_report(report)

    def _on_failed(self, error: DeepcoroError) -> None:
        self._line.set_extra(None)
        if self.dialog is not None:
            self.dialog.show_error(error)
