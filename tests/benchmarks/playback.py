"""Nine clips in a 3x3 grid, one frame of each at a time: our tiles, and pyqtgraph's ImageItem in the same layout.

Both draw 800 x 600 pictures into a window of 1600 x 1000 without a GPU, on Qt's offscreen platform; under Xvfb, whose
screen is slower, where xvfb-run is installed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from types import TracebackType

import numpy as np
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from tests.benchmarks.line import Line, in_turns, peak_mb

FRAMES, HEIGHT, WIDTH = 12, 600, 800
CLIPS = 9
SCREEN = (1600, 1000)
RATE = 60.0
STEPS = 30
"""Frames of the grid in one measured run."""


def measure() -> list[Line]:
    """Return the lines of the table."""
    lines = _lines("offscreen", [sys.executable, "-m", "tests.benchmarks.playback"], "offscreen")
    if xvfb := shutil.which("xvfb-run"):
        command = [xvfb, "-a", "-s", "-screen 0 1920x1200x24", sys.executable, "-m", "tests.benchmarks.playback"]
        lines += _lines("Xvfb", command, "xcb")
    return lines


def _lines(where: str, command: list[str], platform: str) -> list[Line]:
    environment = os.environ | {"QT_QPA_PLATFORM": platform, "QT_API": "pyside6", "PYQTGRAPH_QT_LIB": "PySide6"}
    run = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    ours, theirs, memory = json.loads(run.stdout.splitlines()[-1])
    name = f"one frame of nine 800x600 clips in 3x3, {where}"
    return [
        Line(name, "pyqtgraph ImageItem, RGB arrays", ours, theirs, 2.0, goal_is_least=True, peak_mb=memory),
        Line(name, "1/60 s", ours, 1.0 / RATE, 1.0, peak_mb=memory),
    ]


class Pictures:
    """Gives speckled frames instead of a file's."""

    def __init__(self, frames: np.ndarray) -> None:
        self._frames = frames

    def __call__(self, _clip: object) -> Pictures:
        return self

    def __enter__(self) -> Pictures:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def frame(self, index: int) -> np.ndarray:
        return self._frames[index]


def flush(window: QWidget) -> None:
    """Paint now what is due; the platform by itself would skip frames that come faster than its screen."""
    QApplication.processEvents()
    QApplication.sendEvent(window, QEvent(QEvent.Type.UpdateRequest))


class Paints(QObject):
    """Counts the paint events of widgets."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self.count = 0
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count."""
        self.count += event.type() == QEvent.Type.Paint
        return super().eventFilter(watched, event)


def _our_way(frames: np.ndarray) -> Callable[[], object]:
    """Return what draws `STEPS` frames of nine of our tiles."""
    from PySide6.QtTest import QTest

    from deepcoro_desktop.core.bundle.views import standard_views
    from deepcoro_desktop.ui.state import ViewerState
    from deepcoro_desktop.ui.tasks import TaskRunner
    from deepcoro_desktop.ui.viewer.layouts import Layout
    from deepcoro_desktop.ui.viewer.panel import ViewerPanel
    from tests.ui.viewer.clips import even_clip, make_study

    now = [100.0]
    tasks, state = TaskRunner(), ViewerState()
    panel = ViewerPanel(state, tasks, standard_views(), opener=Pictures(frames), clock=lambda: now[0])  # type: ignore[arg-type]
    panel.resize(*SCREEN)
    panel.show()
    panel.grid.set_layout(Layout.NINE)
    clips = [even_clip(FRAMES, RATE, number=n, rows=HEIGHT, columns=WIDTH) for n in range(1, CLIPS + 1)]
    state.set_study(make_study(*clips))
    while tasks.busy or panel._settled.isActive():
        QTest.qWait(20)
    panel.player.timer.stop()

    paints = Paints(*panel.grid.visible_tiles)

    def draw() -> None:
        paints.count = 0
        for _ in range(STEPS):
            now[0] += 1.0 / RATE
            panel.player.tick()
            flush(panel)
        if paints.count < STEPS * CLIPS:
            raise RuntimeError(f"only {paints.count} of {STEPS * CLIPS} tiles were painted")

    return draw


def _their_way(frames: np.ndarray) -> Callable[[], object]:
    """Return what draws `STEPS` frames of nine image items."""
    import pyqtgraph

    window = pyqtgraph.GraphicsLayoutWidget()
    window.resize(*SCREEN)
    items = []
    for number in range(CLIPS):
        view = window.addViewBox(number // 3, number % 3, lockAspect=True, invertY=True, defaultPadding=0.0)
        item = pyqtgraph.ImageItem(axisOrder="row-major")
        view.addItem(item)
        item.setImage(frames[0], autoLevels=False, levels=None)
        items.append(item)
    window.ci.layout.setContentsMargins(0, 0, 0, 0)
    window.ci.layout.setSpacing(2)
    window.show()
    QApplication.processEvents()
    shown, paints = [0], Paints(window.viewport())

    def draw() -> None:
        paints.count = 0
        for _ in range(STEPS):
            shown[0] = (shown[0] + 1) % FRAMES
            for item in items:
                item.setImage(frames[shown[0]], autoLevels=False, levels=None)
            flush(window)
        if paints.count < STEPS:
            raise RuntimeError(f"only {paints.count} of {STEPS} frames were painted")

    return draw


def main() -> None:
    """Print the seconds for one frame of the grid, ours and theirs, and the memory, as JSON."""
    from deepcoro_desktop.ui.theme import apply_theme

    app = QApplication([])
    apply_theme(app)
    frames = np.random.default_rng(1).integers(0, 256, (FRAMES, HEIGHT, WIDTH, 3), np.uint8)
    ours, theirs = in_turns(_our_way(frames), _their_way(frames), rounds=5)
    sys.stdout.write(json.dumps([ours / STEPS, theirs / STEPS, round(peak_mb())]) + "\n")
    sys.stdout.flush()
    os._exit(0)  # the windows need no farewell


if __name__ == "__main__":
    main()
