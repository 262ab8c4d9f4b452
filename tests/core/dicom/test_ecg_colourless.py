"""A white or grey ECG in the picture: read where it is a trace for certain, and never from text, axes or tissue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import imagecodecs
import numpy as np
import numpy.typing as npt
import pytest

from deepcoro_desktop.core.bundle.resources import resource_path
from deepcoro_desktop.core.dicom.ecg import Ecg, EcgSource
from deepcoro_desktop.core.dicom.ecg_colourless import colourless_ecg
from deepcoro_desktop.core.dicom.ecg_picture import chosen_frames, ecg_of_pictures
from deepcoro_desktop.core.dicom.pixels import decode_frames
from deepcoro_desktop.core.dicom.reader import read_study
from deepcoro_desktop.core.study import Clip
from tests.core.dicom.pictures import bundled
from tests.core.dicom.test_ecg import FRAMES, STEP_MS, WAVES_MS, heart
from tests.ui.viewer.clips import even_clip
from training.phantom.beams import set_up
from training.phantom.burn_in import burn_in
from training.phantom.study import sample_clip, sample_study

Screen = npt.NDArray[np.uint8]
CLIP = replace(even_clip(FRAMES, 1000.0 / STEP_MS), rows=240, columns=320)
COLUMNS = np.arange(20, 300)


def screen(frame: int, heights: npt.NDArray[np.float64], *, grey: int = 200, bar: bool = True) -> Screen:
    """A screen with a sector of speckle, a curve of 2.2 s below it in one grey, and a bar at the frame's moment."""
    picture = np.zeros((240, 320, 3), np.uint8)
    picture[20:150, 60:260] = np.random.default_rng(frame).integers(20, 200, (130, 200, 1), np.uint8)
    rows = np.rint(225 - 45 * heights).astype(int)
    for before, after, x in zip(rows, rows[1:], COLUMNS[1:], strict=False):
        picture[min(before, after) : max(before, after) + 1, x] = grey
    cv2.putText(picture, "75 bpm  12 cm", (180, 172), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (230, 230, 230), 1)
    if bar:
        picture[175:238, 20 + round(frame * STEP_MS * 280.0 / 2200.0)] = 235
    return picture


def read(draw: Callable[[int], Screen], clip: Clip = CLIP) -> Ecg | None:
    return ecg_of_pictures(clip, {frame: draw(frame) for frame in chosen_frames(clip)})


TRACE = heart((COLUMNS - 20) * 2200.0 / 280.0)


@pytest.mark.parametrize("grey", [110, 160, 255])
def test_white_and_grey_traces_are_read_and_labelled_as_from_the_picture(grey: int) -> None:
    ecg = read(lambda frame: screen(frame, TRACE, grey=grey))
    assert ecg is not None
    assert ecg.source is EcgSource.PICTURE
    assert ecg.r_wave_times_ms == pytest.approx(WAVES_MS, abs=STEP_MS / 2)


def test_slow_sweep_is_read_whose_bar_moves_less_than_it_is_wide() -> None:
    clip = replace(even_clip(48, 125.0), rows=240, columns=320)

    def draw(frame: int) -> Screen:
        picture = screen(0, TRACE, bar=False)
        picture[175:238, 20 + round((frame * 8.0 + 100.0) * 280.0 / 2200.0)] = 235
        return picture

    ecg = read(draw, clip)
    assert ecg is not None
    assert ecg.source is EcgSource.PICTURE
    assert ecg.r_wave_times_ms == pytest.approx((WAVES_MS[0] - 100.0,), abs=12.0)


def test_trace_that_jpeg_has_blurred_is_read() -> None:
    def draw(frame: int) -> Screen:
        return np.asarray(imagecodecs.jpeg_decode(imagecodecs.jpeg_encode(screen(frame, TRACE), level=85)), np.uint8)

    ecg = read(draw)
    assert ecg is not None
    assert ecg.r_wave_times_ms == pytest.approx(WAVES_MS, abs=STEP_MS / 2)


@pytest.mark.parametrize("style", ["a", "b", "c", "d"])
def test_phantoms_grey_trace_gives_its_r_waves_within_one_frame(style: str) -> None:
    plan = sample_clip("a4c", sample_study(5, 0).heart, style, 0, np.random.default_rng(7))
    setup = set_up(sample_study(5, 0).heart, plan)
    setup = replace(setup, style=replace(setup.style, ecg_rgb=(190, 190, 190)))
    frames = burn_in(np.zeros((plan.frames, setup.style.height, setup.style.width, 3), np.uint8), setup, "DEMO", "P-1")
    clip = replace(even_clip(plan.frames, plan.fps), rows=setup.style.height, columns=setup.style.width)
    ecg = ecg_of_pictures(clip, {frame: frames[frame] for frame in chosen_frames(clip)})
    ends = (60.0, clip.timing.frame_starts_ms[-1] - 60.0)
    truth = [1000.0 * t for t in setup.r_s if ends[0] <= 1000.0 * t <= ends[1]]
    found = [t for t in (ecg.r_wave_times_ms if ecg is not None else ()) if ends[0] <= t <= ends[1]]
    assert truth
    if style == "d" and not found:  # its strip is low: the bar does not stand out, and no time is given
        assert ecg is None or ecg.source is EcgSource.BURNED_IN
    else:
        assert found == pytest.approx(truth, abs=1000.0 / plan.fps)


def test_trace_without_a_moving_bar_has_no_time() -> None:
    ecg = read(lambda frame: screen(frame, TRACE, bar=False))
    assert ecg is not None
    assert (ecg.source, ecg.times_ms, ecg.r_wave_times_ms) == (EcgSource.BURNED_IN, (), ())


TICKS = np.where(COLUMNS % 25 == 0, 0.4, 0.0)
BREATH = 0.5 + 0.4 * np.sin(COLUMNS / 30.0)


@pytest.mark.parametrize("heights", [TICKS, BREATH, 0.0 * TRACE], ids=["axis with ticks", "breathing", "baseline"])
@pytest.mark.parametrize("bar", [True, False])
def test_line_that_is_no_ecg_is_refused(heights: npt.NDArray[np.float64], bar: bool) -> None:
    assert read(lambda frame: screen(frame, heights, bar=bar)) is None


def test_trace_with_a_second_line_in_its_columns_is_refused() -> None:
    def draw(frame: int) -> Screen:
        picture = screen(frame, TRACE)
        picture[155, 20:300] = 200
        return picture

    assert read(draw) is None


def test_lines_of_text_and_the_sectors_edge_are_no_trace() -> None:
    def draw(frame: int) -> Screen:
        picture = np.zeros((240, 320, 3), np.uint8)
        for row in (170, 190, 210, 230):
            cv2.putText(picture, "Freq 1.7/3.4 MHz MI 1.2 Gain 58 dB", (5, row), 0, 0.45, (225, 225, 225), 1)
        cv2.ellipse(picture, (160, -40), (230, 200), 0, 45, 135, (180, 180, 180), 2)
        return picture

    assert read(draw) is None


def test_trace_that_disagrees_with_the_heart_rate_is_not_believed() -> None:
    assert read(lambda frame: screen(frame, TRACE), replace(CLIP, heart_rate_bpm=80.0)) is not None
    assert read(lambda frame: screen(frame, TRACE), replace(CLIP, heart_rate_bpm=140.0)) is None


@pytest.mark.parametrize("name", ["examples_ybr_color.dcm", "color3d_jpeg_baseline.dcm"])
def test_real_clips_without_ecg_give_none_even_within_their_sector(name: str) -> None:
    clip = read_study(bundled(name)).clips[0]
    frames = chosen_frames(clip)
    pictures = dict(zip(frames, decode_frames(clip, list(frames)), strict=True))
    assert ecg_of_pictures(clip, pictures) is None
    everywhere = np.ones(pictures[frames[0]].shape[:2], bool)
    assert colourless_ecg(clip, pictures, everywhere) is None


def test_phantom_clips_whose_strip_is_wiped_give_none() -> None:
    for clip in read_study(resource_path("samples", "phantom-study")).clips[:4]:
        if clip.is_still:
            continue
        frames = chosen_frames(clip)
        pictures = dict(zip(frames, decode_frames(clip, list(frames)), strict=True))
        foot = max(region.y1 for region in clip.regions) + 1
        for picture in pictures.values():
            picture[foot:] = 0
        assert ecg_of_pictures(replace(clip, regions=()), pictures) is None
