"""The clock of playback, without any widget."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from deepcoro_desktop.core.study import Timing, TimingSource
from deepcoro_desktop.ui.viewer.playback import Playhead, RateMeter, SeenMeter, Track, runs
from tests.ui.viewer.clips import even_clip, make_clip

VECTOR_MS = tuple(12.0 + 9.0 * (i % 5) for i in range(48))


def vector_clip():
    starts = tuple(sum(VECTOR_MS[:i]) for i in range(48))
    return make_clip(48, Timing(starts, sum(VECTOR_MS), TimingSource.FRAME_TIME_VECTOR))


CLIPS = {
    "17 fps": even_clip(40, 17.0),
    "30 fps": even_clip(48, 30.0),
    "50 fps": even_clip(62, 50.0),
    "120 fps": even_clip(120, 120.0),
    "frame time vector": vector_clip(),
    "sweep": even_clip(48, 30.0, sweep=True),
}


def measured_loops_s(clip, seed: int) -> list[float]:
    """Times between the clip's returns to its first half, seen by ticks that come when they like."""
    rng = random.Random(seed)
    track = Track.of(clip)
    head = Playhead(track, anchor_s=100.0)
    now, returns, before = 100.0, [], 0
    while len(returns) < 6:
        now += rng.choice((0.004, 0.016, 0.017, 0.033, 0.050))
        laps = int(head.position_ms(now) // track.period_ms)
        frame = head.frame(now)
        if laps > before and frame == track.frame_at(head.position_ms(now)):
            returns.append(now)
            before = laps
    return [b - a for a, b in pairwise(returns)]


@pytest.mark.parametrize("name", CLIPS)
def test_loop_keeps_its_length_when_ticks_come_irregularly(name: str) -> None:
    clip = CLIPS[name]
    loops = measured_loops_s(clip, seed=7)
    mean_ms = 1000 * sum(loops) / len(loops)
    assert mean_ms == pytest.approx(Track.of(clip).period_ms, rel=0.03)


@pytest.mark.parametrize("name", [name for name in CLIPS if name != "sweep"])
def test_period_is_the_duration_of_the_header(name: str) -> None:
    assert Track.of(CLIPS[name]).period_ms == pytest.approx(CLIPS[name].timing.duration_ms)


def test_frames_are_dropped_and_never_shown_late() -> None:
    clip = even_clip(120, 120.0)
    head = Playhead(Track.of(clip), anchor_s=0.0)
    shown = [head.frame(i / 60) for i in range(60)]
    assert shown == [2 * i for i in range(60)]
    assert head.frame(60.25) == 30, "after a minute of silence the clock is where a heart would be"


def test_every_frame_of_a_vector_is_shown_for_its_own_time() -> None:
    head = Playhead(Track.of(vector_clip()), anchor_s=0.0)
    counts = [0] * 48
    for tenth in range(int(sum(VECTOR_MS) * 10)):
        counts[head.frame((tenth + 0.5) / 10_000)] += 1
    assert [count / 10 for count in counts] == pytest.approx(list(VECTOR_MS), abs=0.11)


def test_speed_changes_the_rate_and_not_the_place() -> None:
    head = Playhead(Track.of(even_clip(50, 50.0)), anchor_s=0.0)
    slow = head.at_speed(0.1, 0.4)
    assert slow.frame(0.4) == head.frame(0.4) == 20
    assert slow.position_ms(1.4) - slow.position_ms(0.4) == pytest.approx(100.0)
    fast = slow.at_speed(2.0, 1.4)
    assert fast.position_ms(1.9) - fast.position_ms(1.4) == pytest.approx(1000.0)


def test_pause_holds_the_frame_and_play_goes_on_from_it() -> None:
    paused = Playhead(Track.of(even_clip(50, 50.0)), anchor_s=0.0).pause(0.41)
    assert paused.frame(99.0) == 20
    assert paused.play(99.0).frame(99.05) == 23


@pytest.mark.parametrize(("by", "frame"), [(1, 21), (-1, 19), (30, 0), (-21, 49)])
def test_step_moves_by_frames_around_the_ends_and_pauses(by: int, frame: int) -> None:
    stepped = Playhead(Track.of(even_clip(50, 50.0)), anchor_s=0.0).step(by, 0.41)
    assert not stepped.playing
    assert stepped.frame(50.0) == frame


def test_one_step_is_one_frame_at_awkward_rates() -> None:
    for clip in CLIPS.values():
        head = Playhead(Track.of(clip), anchor_s=0.0).pause(0.0)
        for expected in range(1, clip.frame_count):
            head = head.step(1, 0.0)
            assert head.frame(0.0) == expected


def test_sweep_goes_there_and_back_without_repeating_the_ends() -> None:
    track = Track.of(even_clip(4, 10.0, sweep=True))
    assert [track.frame_at(100 * i + 50) for i in range(8)] == [0, 1, 2, 3, 2, 1, 0, 1]


def test_trim_shows_only_its_frames() -> None:
    track = Track.of(even_clip(50, 50.0, trim_frames=(10, 19)))
    assert track.period_ms == pytest.approx(200.0)
    assert {track.frame_at(i) for i in range(1000)} == set(range(10, 20))
    head = Playhead(track, anchor_s=0.0).pause(0.0)
    assert head.seek(49, 0.0).frame(0.0) == 19
    assert head.seek(0, 0.0).step(-1, 0.0).frame(0.0) == 19


def test_trim_that_does_not_fit_the_clip_is_cut() -> None:
    track = Track.of(even_clip(10, 50.0, trim_frames=(4, 99)))
    assert (track.first, track.last) == (4, 9)


def test_still_stands() -> None:
    head = Playhead(Track.of(make_clip(1, Timing((0.0,), 0.0, TimingSource.STILL))), anchor_s=0.0)
    assert head.frame(12.0) == 0
    assert head.step(1, 12.0).frame(13.0) == 0


def test_loop_counts_as_watched_only_when_all_of_it_was_on_the_screen() -> None:
    track = Track.of(even_clip(50, 50.0))
    meter = SeenMeter(track)
    assert not any(meter.advance(i * 16.0, shown=True) for i in range(62))
    assert meter.advance(62 * 16.0 + 16.0, shown=True)
    hidden = SeenMeter(track)
    assert not any(hidden.advance(i * 16.0, shown=i % 2 == 0) for i in range(1000))
    asleep = SeenMeter(track)
    assert not asleep.advance(0.0, shown=True)
    assert not asleep.advance(5000.0, shown=True)


def test_jumps_of_a_clip_that_stands_show_nothing_of_what_lies_between() -> None:
    meter = SeenMeter(Track.of(even_clip(50, 50.0)))
    assert not any(meter.advance(240.0 * (i % 2), shown=True, playing=False) for i in range(20))
    assert not meter.advance(240.0, shown=True)
    assert not meter.advance(256.0, shown=True)


def test_still_is_watched_when_it_is_shown() -> None:
    meter = SeenMeter(Track.of(make_clip(1, Timing((0.0,), 0.0, TimingSource.STILL))))
    assert not meter.advance(0.0, shown=False)
    assert meter.advance(0.0, shown=True)


def test_rate_is_that_of_the_frames_drawn() -> None:
    meter = RateMeter()
    assert meter.per_second() is None
    for i in range(200):
        meter.add(i / 54)
    assert meter.per_second() == pytest.approx(54.0)


@pytest.mark.parametrize(
    ("frames", "expected"),
    [
        ((), ()),
        ((5,), ((5, 5),)),
        ((0, 2, 4, 6, 8, 8, 8), ((0, 8),)),
        ((0, 1, 2, 3, 20, 21, 22), ((0, 3), (20, 22))),
        ((30, 28, 26), ((26, 30),)),
    ],
)
def test_sampled_frames_become_runs(frames, expected) -> None:
    assert runs(frames) == expected
