"""Every state of the pictures is drawn; its picture lies in tests-output/ui."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt

from deepcoro_desktop.core.dicom.ecg_trace import Ecg, EcgSource
from deepcoro_desktop.core.study import Clip, Timing, TimingSource
from deepcoro_desktop.ui.state import PriorStudy
from deepcoro_desktop.ui.viewer.ecgs import Rhythm
from tests.ui.test_pictures import picture
from tests.ui.viewer.clips import Opener, even_clip, make_clip, make_study
from tests.ui.viewer.desk import Desk

WAVES = (110.0, 910.0, 1710.0)
ASSUMED = Timing(tuple(33.3 * i for i in range(40)), 33.3 * 40, TimingSource.ASSUMED)
STUDY = make_study(
    even_clip(110, 50.0, number=1, view_name="A4C", r_wave_times_ms=WAVES, heart_rate_bpm=75.0),
    even_clip(110, 55.0, number=2, view_name="A2C", r_wave_times_ms=(100.0, 700.0, 1300.0)),
    make_clip(40, ASSUMED, number=3, view_name="A3C"),
    even_clip(30, 30.0, number=4, view_name="PLAX", stage_name="PEAK"),
)


def sector(clip: Clip, index: int) -> np.ndarray:
    """A beating disc in a sector, with a coloured jet."""
    y, x = np.mgrid[0 : clip.rows, 0 : clip.columns].astype(float)
    radius, angle = np.hypot(x - clip.columns / 2, y), np.arctan2(x - clip.columns / 2, y)
    grey = np.where((radius < clip.rows) & (np.abs(angle) < 0.7), 60, 0)
    inside = np.hypot(x - clip.columns / 2, y - clip.rows / 2) < 10 + 4 * np.cos(index / 4)
    pixels = np.repeat(np.where(inside, 200, grey).astype(np.uint8)[:, :, None], 3, axis=2)
    pixels[35:45, 38:44] = (220, 60, 20)
    return pixels


def trace(desk: Desk) -> None:
    times = tuple(float(t) for t in range(0, 2200, 10))
    values = tuple(max(np.exp(-0.5 * ((t - wave) / 12.0) ** 2) for wave in WAVES) for t in times)
    desk.panel.ecgs._known[desk.active.uid] = Rhythm(Ecg(EcgSource.PICTURE, times, values, WAVES))
    desk.panel._on_ecg(desk.active.uid)


def compare(desk: Desk) -> None:
    clips = tuple(even_clip(50, 50.0, number=50 + n, view_name=c.view_name) for n, c in enumerate(STUDY.clips))
    earlier = make_study(*clips)
    desk.state.set_prior(PriorStudy(replace(earlier, study_instance_uid="1.9"), {}))
    desk.press(Qt.Key.Key_P)


def keys(*pressed: Qt.Key) -> Callable[[Desk], None]:
    def press(desk: Desk) -> None:
        for key in pressed:
            desk.press(key)

    return press


STATES: dict[str, Callable[[Desk], None]] = {
    "playing": lambda _desk: None,
    "ecg-and-key-frame": lambda desk: (trace(desk), keys(Qt.Key.Key_D, Qt.Key.Key_K)(desk))[0],
    "one-beat": keys(Qt.Key.Key_B),
    "in-step": keys(Qt.Key.Key_C, Qt.Key.Key_C),
    "inverted": keys(Qt.Key.Key_V),
    "no-name": keys(Qt.Key.Key_O),
    "bare": keys(Qt.Key.Key_O, Qt.Key.Key_O),
    "apical-trio": keys(Qt.Key.Key_H),
    "beside-the-prior": compare,
    "nothing-to-find": lambda desk: (desk.panel.grid.set_active(2), desk.press(Qt.Key.Key_D))[0],
}


@pytest.mark.parametrize("name", STATES)
def test_state_of_the_pictures(make_desk: Callable[..., Desk], name: str) -> None:
    desk = make_desk(Opener(picture=sector), QSize(1000, 760))
    desk.open(STUDY)
    before = desk.panel.grab().toImage()
    desk.pass_time(0.3)
    STATES[name](desk)
    desk.settle()
    assert picture(desk.panel, f"viewer-{name}") != before
