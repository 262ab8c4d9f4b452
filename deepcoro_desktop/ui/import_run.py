"""ImportRun: studies are read from where they lie and put on the list; work runs on the lane of files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from deepcoro_desktop.core.workspace import ImportReport, Workspace
from deepcoro_desktop.ui.tasks import Lane, TaskContext, TaskHandle, TaskRunner


class ImportRun(QObject):
    """Runs one import at a time; another one stops it.

    Parameters
    ----------
    workspace : Workspace
        Use cases; called on the lane only.
    tasks : TaskRunner
        Where work runs.
    """

    started = Signal()
    progressed = Signal(object)
    """Progress."""
    finished = Signal(object)
    """ImportReport."""
    failed = Signal(object)

    def __init__(self, workspace: Workspace, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._tasks = tasks
        self._running: TaskHandle | None = None

    def start(self, paths: Sequence[Path] = ()) -> None:
        """Import folders, zips, a DICOMDIR or files; without any, the sample study that ships with the program."""
        self.cancel()
        chosen = tuple(paths)

        def work(context: TaskContext) -> ImportReport:
            places = chosen or (self._workspace.demo_study_path(),)
            return self._workspace.import_paths(places, cancel=context.cancel, progress=context.progress)

        self.started.emit()
        self._running = self._tasks.submit(
            Lane.FILES, work, done=self.finished.emit, failed=self.failed.emit, progressed=self.progressed.emit
        )

    def start_demo(self) -> None:
        """Import the sample study."""
        self.start()

    def cancel(self) -> None:
        """Stop the import."""
        if self._running is not None:
            self._running.cancel()
