"""A large study fits into the memory of a small computer, and leaves it when it is closed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.real_cine import write_study

ROOT = Path(__file__).parents[2]
MOST_MB = 1500
MOST_AFTERWARDS_MB = 600
CLIPS = 100
WORK = """
import json, os, sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_API"] = "pyside6"
from deepcoro_desktop.app import build_window, make_application, window_settings
from deepcoro_desktop.core.workspace import Workspace, WorkspacePaths
from deepcoro_desktop.ui.viewer.layouts import Layout
from tests.benchmarks.line import peak_mb
from tests.ui.watched_case import play, wait

app = make_application()
paths = WorkspacePaths.under(Path(sys.argv[2]))
window = build_window(Workspace(paths, device="cpu"), window_settings(paths))
window.resize(1600, 900)
window.show()
window.reading.imports.start([Path(sys.argv[1])])
wait(lambda: window.state.analysis is not None and window.state.document is not None)
used = len(window.state.analysis.used)
for layout in (Layout.FOUR, Layout.NINE, Layout.SIXTEEN):
    window.viewer.grid.set_layout(layout)
    play(3000)
tiles = len(window.viewer.grid.visible_tiles)
peak = peak_mb()
window.reading.close_study()
wait(lambda: not window.tasks.busy)
play(500)
after = None
if sys.platform == "linux":
    after = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
print(json.dumps([used, tiles, peak, after]))
window.close()
"""


def test_a_hundred_clips_are_opened_played_and_analysed_under_one_and_a_half_gigabytes() -> None:
    with TemporaryDirectory() as place:  # not pytest's, which keeps its last ones: it is 300 MB
        study, home = write_study(Path(place) / "study", CLIPS), Path(place) / "home"
        run = subprocess.run(
            [sys.executable, "-c", WORK, str(study), str(home)], capture_output=True, text=True, check=True, cwd=ROOT
        )
    used, tiles, peak_mb, after_mb = json.loads(run.stdout)
    assert (used, tiles) == (CLIPS, 16)
    assert 500 < peak_mb < MOST_MB
    if sys.platform == "linux":
        assert 0 < after_mb < MOST_AFTERWARDS_MB
