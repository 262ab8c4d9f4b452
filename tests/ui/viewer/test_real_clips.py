"""Clips of real scanners, through the reader, the decoder and the panel."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pydicom.data import get_testdata_file
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.dicom.pixels import decode_frames
from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.tasks import TaskRunner
from deepcoro_desktop.ui.viewer.overlay import OverlayMode
from deepcoro_desktop.ui.viewer.panel import ViewerPanel
from tests.ui.evidence import case
from tests.ui.viewer.clips import Clock


@pytest.mark.parametrize(
    ("name", "frames", "note"),
    [
        ("color3d_jpeg_baseline.dcm", 120, ""),
        ("examples_ybr_color.dcm", 30, "calibration refused"),
    ],
)
def test_real_clip_plays_at_its_true_speed_in_its_own_colours(
    qtbot: QtBot, tasks: TaskRunner, name: str, frames: int, note: str
) -> None:
    path = get_testdata_file(name)
    assert isinstance(path, str)
    study = read_study(Path(path))
    clip = study.clips[0]
    assert clip.frame_count == frames
    state, clock = ViewerState(), Clock()
    panel = ViewerPanel(state, tasks, case.views(), clock=clock)
    qtbot.addWidget(panel)
    panel.resize(QSize(clip.columns + 40, clip.rows + 90))
    panel.show()
    panel.player.timer.setInterval(3_600_000)  # the test turns the clock
    panel.grid.set_overlay(OverlayMode.NONE)
    state.set_study(study)
    qtbot.waitUntil(lambda: not panel._settled.isActive() and not tasks.busy, timeout=60_000)
    tile = panel.grid.active_tile

    shown, begun = [], clock.now
    length_s = clip.timing.duration_ms / 1000
    while clock.now < begun + length_s - 1e-9:
        panel.player.tick()
        shown.append(tile.drawn_frame)
        clock.now += 0.5 * length_s / frames
    assert shown == [frame for frame in range(frames) for _ in range(2)], "every frame, in order, in one loop's time"
    panel.player.tick()
    assert tile.drawn_frame == 0
    assert state.watched == frozenset({clip.sop_instance_uid})
    assert [text.text.startswith(note) for text in tile.words.notes] == [True] * bool(note)

    image = tile.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    drawn = lines[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)
    box = tile.picture_rect().toRect()
    place_y = box.top() + np.linspace(0.2, 0.8, 40) * box.height()
    place_x = box.left() + np.linspace(0.25, 0.75, 60) * box.width()
    middle = drawn[place_y.astype(int)][:, place_x.astype(int)]
    source = decode_frames(clip, [0])[0].astype(int)
    same_y = ((place_y.astype(int) + 0.5 - box.top()) / box.height() * clip.rows).astype(int)
    same_x = ((place_x.astype(int) + 0.5 - box.left()) / box.width() * clip.columns).astype(int)
    truth = source[same_y][:, same_x]
    grey = np.ptp(truth, axis=-1) <= 2
    assert grey.mean() > 0.9
    assert np.ptp(middle, axis=-1)[grey].max() <= 4, "grey stays grey, smoothing over the edges of colour apart"
    assert np.median(np.ptp(middle, axis=-1)[grey]) <= 2
    assert np.abs(middle - truth).mean() < 8, "the picture is where it should be"
