"""The checks of a first start: they run in the background, once for each version of the program."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QSettings, Signal

from deepcoro_desktop import __version__
from deepcoro_desktop.core.errors import DeepcoroError
from deepcoro_desktop.core.selftest import Check, run_checks
from deepcoro_desktop.core.unattended import chosen_bundle_folder
from deepcoro_desktop.ui.tasks import Lane, TaskRunner

_SETTING: Final = "selftest/passed"


class SelfTest(QObject):
    """Runs the checks and remembers that they passed.

    Parameters
    ----------
    tasks : TaskRunner
        Where they run.
    settings : QSettings
        Where it is remembered.
    """

    finished = Signal(object)
    """Tuple of Check."""

    def __init__(self, tasks: TaskRunner, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._settings = settings

    @property
    def is_due(self) -> bool:
        """Whether this version of the program has not passed its checks here yet."""
        return str(self._settings.value(_SETTING, "")) != __version__

    def run_if_due(self) -> None:
        """Run the checks at the first start of a version."""
        if self.is_due:
            self.run()

    def run(self) -> None:
        """Run the checks; the window can be used meanwhile."""
        self._tasks.submit(
            Lane.MODEL,
            lambda _context: run_checks(chosen_bundle_folder()),
            done=self._on_done,
            failed=self._on_failed,
        )

    def _on_done(self, checks: tuple[Check, ...]) -> None:
        if all(check.passed for check in checks):
            self._settings.setValue(_SETTING, __version__)
        self.finished.emit(checks)

    def _on_failed(self, error: DeepcoroError) -> None:
        self.finished.emit((Check("self test", passed=False, detail=str(error)),))
