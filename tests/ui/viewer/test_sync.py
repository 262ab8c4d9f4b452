"""Beats of clips of other rates and other hearts, stretched until they beat together."""

from __future__ import annotations

from itertools import pairwise

import pytest

from deepcoro_desktop.core.beats import beats_of, mean_beat
from deepcoro_desktop.ui.viewer.sync import in_step, whole_beats
from tests.ui.viewer.clips import even_clip

SLOW = even_clip(100, 30.0)
FAST = even_clip(200, 90.0)
SLOW_WAVES, FAST_WAVES = (200.0, 1200.0, 2200.0), (100.0, 700.0, 1300.0, 1900.0)


def test_two_rates_reach_diastole_and_systole_together() -> None:
    leader = mean_beat(beats_of(SLOW_WAVES))
    slow = in_step(SLOW, beats_of(SLOW_WAVES), leader)
    fast = in_step(FAST, beats_of(FAST_WAVES), leader)
    assert slow.period_ms == pytest.approx(2 * 1000.0)
    assert fast.period_ms == pytest.approx(3 * 1000.0)
    for beat in range(6):
        for moment, mark in ((0.0, "start_ms"), (leader.systole_ms, "systole_end_ms")):
            for clip, track, beats in ((SLOW, slow, beats_of(SLOW_WAVES)), (FAST, fast, beats_of(FAST_WAVES))):
                frame = track.frame_at(beat * 1000.0 + moment + 1e-3)
                wanted = getattr(beats[beat % len(beats)], mark)
                width = clip.timing.frame_starts_ms[1]
                assert abs(clip.timing.frame_starts_ms[frame] - wanted) <= width


def test_track_in_step_is_a_track() -> None:
    track = in_step(FAST, beats_of(FAST_WAVES), mean_beat(beats_of(SLOW_WAVES)))
    assert track.starts_ms[0] == 0.0
    assert all(later > earlier for earlier, later in pairwise(track.starts_ms))
    assert track.starts_ms[-1] < track.period_ms
    assert track.frames == tuple(range(track.first, track.last + 1))


def test_clip_in_step_with_itself_keeps_its_own_time() -> None:
    beats = beats_of(SLOW_WAVES)
    track = in_step(SLOW, beats, mean_beat(beats))
    for frame, start in zip(track.frames[1:], track.starts_ms[1:], strict=True):
        assert start == pytest.approx(SLOW.timing.frame_starts_ms[frame] - 200.0)


def test_only_beats_that_follow_each_other_inside_the_trim_are_played() -> None:
    beats = beats_of((0.0, 800.0, 1600.0, 9000.0, 9800.0))
    assert [b.start_ms for b in whole_beats(beats, 0.0, 1e9)] == [0.0, 800.0]
    assert [b.start_ms for b in whole_beats(beats, 700.0, 1700.0)] == [800.0]
    assert [b.start_ms for b in whole_beats(beats, 100.0, 200.0)] == [0.0, 800.0], "a trim without a beat counts not"
    assert whole_beats((), 0.0, 1.0) == ()
