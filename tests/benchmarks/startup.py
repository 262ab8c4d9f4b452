"""From the start of the process until the first window is on the screen: ours, and an empty Qt window."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.line import Line, in_turns

_SHOWN = """
import os
from PySide6.QtWidgets import QApplication
def shown(*_):
    QApplication.processEvents()
    os._exit(0)
QApplication.exec = shown
"""
"""Instead of waiting for the reader, the program ends once what it has shown is painted."""
_EMPTY = """
from PySide6.QtWidgets import QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1600, 900)
window.show()
app.exec()
"""
_OURS = """
from deepcoro_desktop.__main__ import main
main([])
"""
_CHECKED = """
from deepcoro_desktop import __version__
from deepcoro_desktop.app import window_settings
from deepcoro_desktop.core.workspace import WorkspacePaths
window_settings(WorkspacePaths.of_user()).setValue("selftest/passed", __version__)
"""
"""The self test runs once for a version of the program; what is measured is every other start."""


def measure() -> list[Line]:
    """Return the line of the table."""
    with tempfile.TemporaryDirectory() as folder:
        environment = _environment(Path(folder))

        def start(script: str) -> None:
            subprocess.run([sys.executable, "-c", script], env=environment, check=True)

        start(_CHECKED)
        ours, empty = in_turns(lambda: start(_SHOWN + _OURS), lambda: start(_SHOWN + _EMPTY), rounds=5)
    return [Line("start until the study list is on the screen", "an empty Qt window", ours, empty, 10.0)]


def _environment(folder: Path) -> dict[str, str]:
    """Return the environment of a program that is installed: compiled, with folders of its own."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_DATA_HOME": str(folder / "data"),
    }
