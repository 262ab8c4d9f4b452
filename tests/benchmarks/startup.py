"""From the start of the process until the first window is on the screen: ours, and an empty Qt window."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from tests.benchmarks.line import Line, in_turns

_SHOWN = """
from PySide6.QtCore import QTimer
QTimer.singleShot(0, app.quit)
app.exec()
import os
os._exit(0)
"""
_EMPTY = """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1600, 900)
window.show()
"""
_OURS = """
import sys
from pathlib import Path
from deepcoro_desktop.app import build_window, make_application, window_settings
from deepcoro_desktop.core.workspace import Workspace, WorkspacePaths
app = make_application()
paths = WorkspacePaths.under(Path(sys.argv[1]))
window = build_window(Workspace(paths), window_settings(paths))
window.show()
"""


def measure() -> list[Line]:
    """Return the line of the table."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with tempfile.TemporaryDirectory() as folder:

        def start(script: str) -> None:
            subprocess.run([sys.executable, "-c", script + _SHOWN, folder], env=environment, check=True)

        ours, empty = in_turns(lambda: start(_OURS), lambda: start(_EMPTY), rounds=3)
    return [Line("start until the study list is on the screen", "an empty Qt window", ours, empty, 10.0)]
