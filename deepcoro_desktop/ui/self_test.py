"""The checks of a first start: they run in the background, once for each version of the program."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QSettings, QTimer, Signal

from deepcoro_desktop import __version__
from deepcoro_desktop.core.errors import DeepcoroError
from deepcoro_desktop.ui.tasks import Lane, TaskContext, TaskRunner

if TYPE_CHECKING:
    from deepcoro_desktop.core.selftest import Check

_SETTING: Final = "selftest/passed"
_NEEDED_SOON: Final = (
    "deepcoro_desktop.core.dicom.reader",
    "deepcoro_desktop.core.dicom.ecg_picture",
    "deepcoro_desktop.core.inference.pipeline",
    "deepcoro_desktop.core.signing.signer",
)
"""What the window opens without: the first study, analysis and signature find it loaded."""


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
        """Run the checks at the first start of a version; at the others only load what will soon be needed."""
        if self.is_due:
            self.run()
        else:
            QTimer.singleShot(0, self, self._load_ahead)  # once the window is painted

    def _load_ahead(self) -> None:
        for name in _NEEDED_SOON:
            self._tasks.submit(
                Lane.MODEL,
                lambda _context, name=name: import_module(name),  # type: ignore[misc]
                done=lambda _module: None,
                failed=self._on_failed,
            )

    def run(self) -> None:
        """Run the checks; the window can be used meanwhile."""
        self._tasks.submit(
            Lane.MODEL,
            _check,
            done=self._on_done,
            failed=self._on_failed,
        )

    def _on_done(self, checks: tuple[Check, ...]) -> None:
        if all(check.passed for check in checks):
            self._settings.setValue(_SETTING, __version__)
        self.finished.emit(checks)

    def _on_failed(self, error: DeepcoroError) -> None:
        from deepcoro_desktop.core.selftest import Check

        self.finished.emit((Check("self test", passed=False, detail=str(error)),))


def _check(_context: TaskContext) -> tuple[Check, ...]:
    from deepcoro_desktop.core.selftest import run_checks  # needs everything that the window does without
    from deepcoro_desktop.core.unattended import chosen_bundle_folder

    return run_checks(chosen_bundle_folder())
