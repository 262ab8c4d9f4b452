"""Errors on screen: a sentence and a remedy, where the reader looks; and what happens to the unexpected."""

from __future__ import annotations

import logging
import platform
import sys
import threading
from pathlib import Path
from types import TracebackType

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from deepcoro_desktop import __version__
from deepcoro_desktop.core.bundle.files import write_bytes
from deepcoro_desktop.core.clock import Clock
from deepcoro_desktop.core.errors import DeepcoroError, ModelsOffError, UnexpectedError, describe_without_data
from deepcoro_desktop.ui.language import tr

_log = logging.getLogger(__name__)


class ProblemBar(QFrame):
    """One problem in place: what happened, what to do, and the buttons to do it."""

    action_requested = Signal()
    """The reader clicked the action ("Try again")."""

    def __init__(self, action: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "problem")
        self._message = QLabel()
        self._message.setProperty("role", "title")
        self._remedy = QLabel()
        for label in (self._message, self._remedy):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.action = QPushButton(action)
        self.action.setVisible(bool(action))
        self.action.clicked.connect(self.action_requested)
        self.dismiss = QPushButton(tr("Close"))
        self.dismiss.clicked.connect(self.hide)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._message)
        words.addWidget(self._remedy)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addWidget(self.action)
        row.addWidget(self.dismiss)
        self.hide()

    @property
    def text(self) -> str:
        """What the bar says, empty while it is hidden."""
        return f"{self._message.text()} {self._remedy.text()}" if not self.isHidden() else ""

    def show_error(self, error: DeepcoroError) -> None:
        """Show what happened and what to do; what the reader chose is no problem."""
        self._message.setText(error.message)
        self._remedy.setText(error.remedy)
        self.setAccessibleName(tr("Problem: {message} {remedy}").format(message=error.message, remedy=error.remedy))
        self.setVisible(not isinstance(error, ModelsOffError))


class ProblemDialog(QDialog):
    """A problem that belongs to no panel."""

    def __init__(self, error: DeepcoroError, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("DeepCORO Desktop")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(440)
        message = QLabel(error.message)
        message.setProperty("role", "title")
        remedy = QLabel(error.remedy)
        for label in (message, remedy):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        close = QPushButton(tr("Close"))
        close.setProperty("role", "primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(8)
        column.addWidget(message)
        column.addWidget(remedy)
        column.addSpacing(8)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)


def show_problem(error: DeepcoroError, parent: QWidget | None = None) -> ProblemDialog:
    """Open a dialog about a problem that belongs to no panel; it does not block."""
    dialog = ProblemDialog(error, parent)
    dialog.open()
    return dialog


class CrashGuard(QObject):
    """Takes what nothing else caught: writes a crash file without patient data and tells the reader, once a kind.

    Parameters
    ----------
    folder : Path
        Where crash files go.
    clock : callable
        Gives the time (UTC, aware).
    parent : QObject, optional
        Owner.
    """

    unexpected = Signal(str)
    """A plain sentence with its remedy; arrives on the Qt thread whichever thread failed."""

    def __init__(self, folder: Path, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._clock = clock
        self._told: set[str] = set()
        self._previous = sys.excepthook
        self._previous_threading = threading.excepthook

    def install(self) -> None:
        """Take the hooks of the interpreter and of its threads."""
        sys.excepthook = self._on_exception
        threading.excepthook = lambda args: self._on_exception(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook = self._previous
        threading.excepthook = self._previous_threading

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._previous(kind, error, trace)
            return
        if isinstance(error, DeepcoroError):
            self.unexpected.emit(str(error))
            return
        story = describe_without_data(error)
        if story in self._told:
            return
        self._told.add(story)
        _log.error("Unexpected error:\n%s", story)
        path = self.write_crash_file(story)
        remedy = (
            tr("Your work is saved. Restart, and send us {name}.").format(name=path.name)
            if path
            else UnexpectedError().remedy
        )
        self.unexpected.emit(str(UnexpectedError(remedy=remedy)))

    def write_crash_file(self, story: str) -> Path | None:
        """Write what happened and on which system; return the file, None where it cannot be written."""
        now = self._clock()
        path = self._folder / f"crash-{now:%Y%m%dT%H%M%S}-{len(self._told)}.txt"
        text = (
            f"DeepCORO Desktop {__version__}\n{now.isoformat()}\n{platform.platform()}\n"
            f"Python {platform.python_version()}, PySide6 {pyside_version}\n\n{story}\n"
        )
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_bytes(path, text.encode())
        except OSError:
            _log.warning("The crash file cannot be written.")
            return None
        return path
