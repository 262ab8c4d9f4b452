"""The window on a real X screen, which the test starts itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from deepcoro_desktop.ui import theme

ROOT = Path(__file__).parents[2]

SCRIPT = """
import os, sys
from pathlib import Path
os.environ["QT_API"] = "pyside6"
sys.path.insert(0, os.getcwd())
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication
from deepcoro_desktop.core.bundle.bundle import load_bundle
from deepcoro_desktop.ui.browser import thumbnails
from deepcoro_desktop.ui.main_window import MainWindow
from deepcoro_desktop.ui.theme import apply_theme
from tests.bundle_factory import write_bundle
from tests.ui.evidence import case
from tests.ui.fakes import FakeWorkspace, decode_disc

out = Path(sys.argv[1])
app = QApplication([])
assert app.platformName() == "xcb", app.platformName()
apply_theme(app)
thumbnails.decode_frames = decode_disc
settings = QSettings(str(out / "window.ini"), QSettings.Format.IniFormat)
bundle = load_bundle(write_bundle(out / "bundle"))
window = MainWindow(FakeWorkspace(bundle=bundle, document=case.half_read()), settings)
window.setGeometry(0, 0, 1600, 900)
window.show()
window.reading.open(case.STUDY_UID)

def grab():
    app.primaryScreen().grabWindow(0).save(str(out / "screen.png"))
    window.close()
    app.quit()

window.state.document_changed.connect(lambda _: QTimer.singleShot(300, grab))
sys.exit(app.exec())
"""


@pytest.mark.xvfb
def test_window_appears_on_a_real_screen(tmp_path: Path) -> None:
    assert shutil.which("xvfb-run"), "xvfb is not installed: packaging/system-deps.sh test"
    environment = {key: value for key, value in os.environ.items() if key not in ("QT_QPA_PLATFORM", "DISPLAY")}
    result = subprocess.run(
        [
            "xvfb-run", "-a", "-s", "-screen 0 1600x900x24", sys.executable, "-c", SCRIPT, str(tmp_path),
        ],
        cwd=ROOT,
        env={**environment, "QT_QPA_PLATFORM": "xcb"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout + result.stderr
    image = QImage(str(tmp_path / "screen.png"))
    assert (image.width(), image.height()) == (1600, 900)
    colours = [image.pixelColor(x, y).name() for x in range(0, 1600, 2) for y in range(0, 900, 2)]
    for token in (theme.BACKGROUND, theme.PANE, theme.RAISED, theme.ACCENT, theme.REVIEW):
        assert colours.count(QColor(token).name()) > 20, token
    assert colours.count("#ffffff") < len(colours) / 1000, "white belongs to the pictures alone"
