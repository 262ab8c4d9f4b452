"""End-systole from the pictures: near the truth where the heart moves clearly, nothing where it does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from deepcoro_desktop.core.beats import Phases, beats_of
from deepcoro_desktop.core.dicom.phase_picture import phases_of_pictures
from deepcoro_desktop.core.study import Clip, Region, RegionFormat, RegionUnit
from tests.end_systole import Found, measure, phantom_clip
from tests.ui.viewer.clips import even_clip

Picture = npt.NDArray[np.uint8]
WAVES = (100.0, 900.0, 1700.0)
STEP_MS = 20.0
CLIP = replace(even_clip(100, 50.0), rows=60, columns=80)
RNG = np.random.default_rng(4)
TISSUE = RNG.integers(60, 200, (60, 80))


def emptied(since_r_ms: float, beat_ms: float, systole_ms: float) -> float:
    """Share of the stroke volume that is out: it rises to 1 at end-systole, falls fast, and rests."""
    x = since_r_ms % beat_ms
    if x < systole_ms:
        return 0.5 - 0.5 * np.cos(np.pi * x / systole_ms)
    back = min(1.0, (x - systole_ms) / (0.25 * beat_ms))
    return 0.5 + 0.5 * np.cos(np.pi * back)


def ring(since_r_ms: float, beat_ms: float, systole_ms: float, rows: int = 60) -> Picture:
    """A bright ring of tissue around a dark cavity that empties."""
    return circle(22.0 - 8.0 * emptied(since_r_ms, beat_ms, systole_ms), rows)


def circle(radius: float, rows: int = 60) -> Picture:
    y, x = np.mgrid[0:rows, 0:80]
    distance = np.hypot(y - 30, x - 40)
    return np.asarray(np.where(np.abs(distance - radius - 3) < 4, TISSUE[:rows], 8), np.uint8)


def beating(clip: Clip, systole_ms: float, beat_ms: float = 800.0, noise: float = 25.0) -> dict[int, Picture]:
    pictures = {}
    for frame, moment in enumerate(clip.timing.frame_starts_ms):
        grey = ring(moment - WAVES[0], beat_ms, systole_ms) + np.random.default_rng(frame).normal(0, noise, (60, 80))
        pictures[frame] = np.repeat(np.clip(grey, 0, 255).astype(np.uint8)[..., None], 3, axis=2)
    return pictures


def region(form: RegionFormat, data_type: int = 1) -> Region:
    return Region(0, 0, 79, 59, form, data_type, RegionUnit.CM, RegionUnit.CM, 0.02, 0.02)


@pytest.mark.parametrize("systole_ms", [290.0, 350.0, 410.0])
def test_moment_at_which_the_heart_turns_is_found_within_one_frame(systole_ms: float) -> None:
    found = phases_of_pictures(CLIP, beating(CLIP, systole_ms), WAVES)
    assert found.end_systoles_ms == pytest.approx((100.0 + systole_ms, 900.0 + systole_ms), abs=STEP_MS)
    assert found.end_diastoles_ms == (), "R waves are known"


def test_pictures_made_smaller_say_the_same_and_only_the_region_counts() -> None:
    large = replace(CLIP, rows=120, columns=160, regions=(replace(region(RegionFormat.TWO_D), x1=159, y1=119),))
    whole = phases_of_pictures(CLIP, beating(CLIP, 390.0), WAVES).end_systoles_ms
    assert phases_of_pictures(large, beating(CLIP, 390.0), WAVES).end_systoles_ms == pytest.approx(whole, abs=1.0)


def still(_frame: int) -> Picture:
    return np.repeat(ring(0.0, 800.0, 350.0)[..., None], 3, axis=2)


def snow(frame: int) -> Picture:
    return np.random.default_rng(frame).integers(0, 255, (60, 80, 3), np.uint8)


def drifting(frame: int) -> Picture:
    return np.roll(np.repeat(TISSUE.astype(np.uint8)[..., None], 3, axis=2), frame // 4, axis=1)


def black(_frame: int) -> Picture:
    return np.zeros((60, 80, 3), np.uint8)


@pytest.mark.parametrize("draw", [still, snow, drifting, black])
@pytest.mark.parametrize("waves", [WAVES, ()])
def test_nothing_is_read_where_nothing_beats(draw: Callable[[int], Picture], waves: tuple[float, ...]) -> None:
    assert phases_of_pictures(CLIP, {frame: draw(frame) for frame in range(100)}, waves) == Phases()


def test_nothing_is_read_far_from_the_estimate_or_from_a_beat_with_lost_frames() -> None:
    assert phases_of_pictures(CLIP, beating(CLIP, 560.0), WAVES) == Phases()
    pictures = beating(CLIP, 350.0)
    del pictures[30]
    assert phases_of_pictures(CLIP, pictures, WAVES) == Phases()
    first = {frame: picture for frame, picture in beating(CLIP, 350.0).items() if frame < 60}
    assert len(phases_of_pictures(CLIP, first, WAVES).end_systoles_ms) == 1


def test_nothing_is_read_from_traces_and_few_frames() -> None:
    for form in (RegionFormat.SPECTRAL, RegionFormat.M_MODE, RegionFormat.WAVEFORM):
        assert phases_of_pictures(replace(CLIP, regions=(region(form),)), beating(CLIP, 350.0), WAVES) == Phases()
    slow = replace(even_clip(16, 8.0), rows=60, columns=80)
    assert phases_of_pictures(slow, beating(slow, 350.0), WAVES) == Phases()


def test_without_r_waves_the_period_of_the_motion_gives_both_phases() -> None:
    found = phases_of_pictures(CLIP, beating(CLIP, 350.0), ())
    assert found.end_systoles_ms == pytest.approx((450.0, 1250.0), abs=STEP_MS)
    assert found.end_diastoles_ms == pytest.approx((100.0, 900.0), abs=2.0 * STEP_MS)


def test_without_r_waves_a_motion_alike_both_ways_and_colour_flow_say_nothing() -> None:
    alike = {
        frame: np.repeat(circle(18.0 + 4.0 * np.sin(frame * 2 * np.pi / 40.0))[..., None], 3, axis=2)
        for frame in range(100)
    }
    assert phases_of_pictures(CLIP, alike, ()) == Phases()
    flow = replace(CLIP, regions=(region(RegionFormat.TWO_D), region(RegionFormat.TWO_D, data_type=2)))
    assert phases_of_pictures(flow, beating(CLIP, 350.0), ()) == Phases()
    assert phases_of_pictures(flow, beating(CLIP, 350.0), WAVES).end_systoles_ms


def test_without_r_waves_a_probe_that_drifts_through_a_short_clip_says_nothing() -> None:
    short = replace(even_clip(20, 30.0), rows=96, columns=128)
    for seed in (27, 30, 58):  # each looks like itself over the little that a long shift leaves
        rng = np.random.default_rng(seed)
        tissue = cv2.GaussianBlur(rng.normal(0, 1, (200, 240)), (0, 0), 3)
        tissue = np.asarray(200 * (tissue - tissue.min()) / np.ptp(tissue), np.uint8)
        way = np.clip(50 + np.cumsum(rng.normal(0, 1, (20, 2)), axis=0), 0, 100).astype(int)
        drifting = {i: np.repeat(tissue[y : y + 96, x : x + 128, None], 3, axis=2) for i, (y, x) in enumerate(way)}
        assert phases_of_pictures(short, drifting, ()) == Phases()


def test_phantoms_end_systole_is_nearer_than_the_estimate_where_systole_is_not_as_the_rule_says() -> None:
    """`python -m tests.end_systole` measures more of it."""
    rng = np.random.default_rng(2)
    found: list[Found] = []
    for view, pace in (("a4c", 0.85), ("psax_papillary", 1.15)):
        phantom = phantom_clip(view, 33.0, pace, rng, beats=1.2)
        assert len(beats_of(phantom.r_waves_ms)) == 1
        found += measure(phantom)
    seen = [f for f in found if f.seen_ms is not None]
    assert len(seen) == 2
    assert all(abs(f.seen_ms or 0.0) <= 1.5 * f.frame_ms for f in seen)
    assert np.mean([abs(f.seen_ms or 0.0) for f in seen]) < np.mean([abs(f.estimated_ms) for f in seen])
