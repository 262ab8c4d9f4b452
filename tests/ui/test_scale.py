"""From 100 to 200 %: pictures have as many pixels as the screen, and no word is cut."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = """
import sys
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from deepcoro_desktop.app import make_application
from deepcoro_desktop.ui.browser.study_list import StudyListPanel
from deepcoro_desktop.ui.dialogs.cheat_sheet import CheatSheet
from deepcoro_desktop.ui.dialogs.patient import PatientDialog
from deepcoro_desktop.ui.keymap import Keymap
from tests.ui.fakes import row, study

app = make_application()
scale = float(sys.argv[1])
studies = StudyListPanel(reader="Dr Ada Reader")
studies.resize(1366, 690)
studies.set_rows(tuple(row(n) for n in range(12)))
for made in (studies, CheatSheet(Keymap()), PatientDialog(study())):
    made.show()
    app.processEvents()
    picture = made.grab()
    assert abs(picture.width() - made.width() * scale) <= 1, "pixels"
    for widget in [*made.findChildren(QPushButton), *made.findChildren(QLabel)]:
        if widget.isVisible() and not getattr(widget, "wordWrap", bool)() and widget.text():
            assert widget.sizeHint().width() <= widget.width() + 1, widget.text()
    made.close()
"""


@pytest.mark.parametrize("scale", ["1", "1.5", "2"])
def test_every_word_fits_at_every_scale(scale: str) -> None:
    environment = os.environ | {"QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen", "QT_API": "pyside6"}
    result = subprocess.run(
        [sys.executable, "-c", CODE, scale], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
