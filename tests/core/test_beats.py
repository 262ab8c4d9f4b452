"""Beats from R waves: which frames end diastole, and which one systole is thought to end in."""

from __future__ import annotations

import pytest

from deepcoro_desktop.core.beats import (
    Phase,
    beat_at,
    beat_frames,
    beats_of,
    diastole_frames,
    next_in,
    phase_near,
    systole_frames,
    systole_ms,
    with_neighbours,
)
from tests.ui.viewer.clips import even_clip

CLIP = even_clip(125, 50.0)
WAVES = (110.0, 910.0, 1710.0)


def test_beat_is_one_r_r_interval() -> None:
    assert [(beat.start_ms, beat.end_ms, beat.length_ms) for beat in beats_of(WAVES)] == [
        (110.0, 910.0, 800.0),
        (910.0, 1710.0, 800.0),
    ]


def test_r_waves_too_close_or_too_far_apart_bound_no_beat() -> None:
    assert [b.start_ms for b in beats_of((0.0, 150.0, 950.0, 5000.0))] == [150.0]


@pytest.mark.parametrize(("rate", "expected"), [(60.0, 380.0), (75.0, 348.5), (100.0, 296.0)])
def test_systole_follows_weisslers_regression(rate: float, expected: float) -> None:
    assert systole_ms(60_000.0 / rate) == pytest.approx(expected)


@pytest.mark.parametrize("rate", [20.0, 200.0, 250.0])
def test_systole_stays_a_part_of_the_beat_at_odd_rates(rate: float) -> None:
    assert 0.25 <= systole_ms(60_000.0 / rate) / (60_000.0 / rate) <= 0.6


def test_frames_of_a_beat_last_as_long_as_the_beat() -> None:
    for beat in beats_of(WAVES):
        first, last = beat_frames(CLIP, beat)
        shown_ms = (last - first + 1) * 20.0
        assert shown_ms == pytest.approx(beat.length_ms, abs=20.0)
        assert first * 20.0 <= beat.start_ms < (first + 1) * 20.0, "it begins with the frame that shows the R wave"


def test_diastole_ends_in_the_frame_that_shows_the_r_wave() -> None:
    assert diastole_frames(CLIP, (*WAVES, 99_000.0)) == (5, 45, 85)


def test_systole_ends_within_every_beat_and_after_the_last_r_wave() -> None:
    frames = systole_frames(CLIP, WAVES)
    expected = [int((wave + systole_ms(800.0)) // 20.0) for wave in WAVES]
    assert list(frames) == expected
    assert systole_frames(CLIP, ()) == {}


def test_beat_of_a_frame_is_the_one_around_it_or_the_nearest() -> None:
    beats = beats_of(WAVES)
    assert beat_at(CLIP, beats, 60) == beats[1]
    assert beat_at(CLIP, beats, 0) == beats[0]
    assert beat_at(CLIP, beats, 124) == beats[1]
    assert beat_at(CLIP, (), 3) is None


def test_next_goes_round_the_end_both_ways() -> None:
    assert [next_in((5, 45, 85), frame, 1) for frame in (0, 5, 85)] == [5, 45, 5]
    assert [next_in((5, 45, 85), frame, -1) for frame in (0, 45, 90)] == [85, 5, 85]
    assert next_in((), 4, 1) is None


def test_single_r_wave_gets_its_neighbours_by_the_heart_rate_where_the_clip_holds_them() -> None:
    one_beat = even_clip(50, 50.0, heart_rate_bpm=60.0)
    assert with_neighbours(one_beat, (0.0,)) == (0.0, 1000.0)
    assert with_neighbours(one_beat, (1000.0,)) == (0.0, 1000.0)
    assert with_neighbours(one_beat, (500.0,)) == (500.0,), "half a beat on each side is none"
    assert with_neighbours(even_clip(50, 50.0), (0.0,)) == (0.0,), "without a heart rate nothing is invented"
    assert with_neighbours(one_beat, (0.0, 480.0)) == (0.0, 480.0)


def test_a_frame_is_nearer_one_phase_only_where_the_other_is_twice_as_far() -> None:
    beats = beats_of((110.0, 910.0), (410.0,))
    near = {frame: phase_near(CLIP, beats, frame) for frame in range(CLIP.frame_count)}
    for frame, found in near.items():
        moment = frame * 20.0
        diastole, systole = min(abs(moment - 110.0), abs(moment - 910.0)), abs(moment - 410.0)
        wanted = Phase.END_SYSTOLE if 2 * systole <= diastole else None
        wanted = Phase.END_DIASTOLE if 2 * diastole <= systole else wanted
        assert found is (wanted if 5 <= frame <= 45 else None), frame
    assert near[5] is near[45] is Phase.END_DIASTOLE, "the frames that show the R waves"
    assert near[20] is Phase.END_SYSTOLE
    assert near[33] is None, "diastasis"


def test_no_frame_is_near_a_phase_where_no_beat_is_known() -> None:
    assert {phase_near(CLIP, (), frame) for frame in range(CLIP.frame_count)} == {None}
