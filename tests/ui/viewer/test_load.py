"""Playback while every core is busy, on the real clock: the heart never slows, frames are dropped instead."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.study import Timing, TimingSource
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.tasks import TaskRunner
from deepcoro_desktop.ui.viewer.panel import ViewerPanel
from deepcoro_desktop.ui.viewer.playback import Track
from tests.ui.evidence import case
from tests.ui.viewer.clips import Opener, even_clip, make_clip, make_study

WATCHED_S = 2.0
VECTOR_MS = tuple(12.0 + 9.0 * (i % 5) for i in range(40))
BEATING = Timing(tuple(sum(VECTOR_MS[:i]) for i in range(40)), sum(VECTOR_MS), TimingSource.FRAME_TIME_VECTOR)
CLIPS = (
    even_clip(20, 17.0, number=1), even_clip(30, 30.0, number=2), even_clip(50, 50.0, number=3),
    even_clip(110, 120.0, number=4), make_clip(40, BEATING, number=5),
)  # fmt: skip


@pytest.fixture
def busy_cores() -> Iterator[None]:
    spinning = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(max(2, os.cpu_count() or 2))
    ]
    try:
        yield
    finally:
        for process in spinning:
            process.kill()
            process.wait()


def media_per_wall(samples: list[tuple[float, int]], track: Track) -> float:
    """Slope of the time that has been shown over the time that has passed, by the frames that were drawn."""
    wall = np.array([moment for moment, _frame in samples])
    shown = np.array([track.start_of(frame) for _moment, frame in samples])
    unwrapped = np.unwrap(shown, period=track.period_ms) / 1000.0
    return float(np.polyfit(wall, unwrapped, 1)[0])


@pytest.mark.usefixtures("busy_cores")
def test_beats_keep_their_length_while_the_processor_is_busy(qtbot: QtBot, tasks: TaskRunner) -> None:
    state = ViewerState()
    panel = ViewerPanel(state, tasks, case.views(), opener=Opener())
    qtbot.addWidget(panel)
    panel.resize(QSize(1200, 800))
    panel.show()
    state.set_study(make_study(*CLIPS))
    panel.grid.set_layout(panel.grid.shown_layout.NINE)
    qtbot.waitUntil(lambda: not panel._settled.isActive() and not tasks.busy, timeout=60_000)

    samples: dict[str, list[tuple[float, int]]] = {clip.sop_instance_uid: [] for clip in CLIPS}
    begun = time.perf_counter()

    def look() -> bool:
        now = time.perf_counter()
        for tile in panel.grid.visible_tiles:
            if tile.clip is not None and tile.drawn_frame is not None:
                samples[tile.uid].append((now, tile.drawn_frame))
        return now - begun >= WATCHED_S

    panel.player.timer.timeout.connect(look)
    qtbot.waitUntil(lambda: time.perf_counter() - begun >= WATCHED_S, timeout=60_000)
    for clip in CLIPS:
        drawn = samples[clip.sop_instance_uid]
        assert len(drawn) > 10
        assert media_per_wall(drawn, Track.of(clip)) == pytest.approx(1.0, abs=0.03), clip.timing.frames_per_second
