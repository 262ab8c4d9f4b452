"""What a reader does with time: beats, trim, direction, keeping step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QWheelEvent

from deepcoro_desktop.core.beats import beats_of
from deepcoro_desktop.ui.viewer.painting import SCRUBBER_PX
from deepcoro_desktop.ui.viewer.player import NO_R_WAVES
from deepcoro_desktop.ui.viewer.sync import Sync
from deepcoro_desktop.ui.viewer.tile import Tile
from tests.ui.viewer.clips import even_clip, make_study
from tests.ui.viewer.desk import Desk, drag

WAVES = (110.0, 910.0, 1710.0)
BEATING = even_clip(125, 50.0, number=1, r_wave_times_ms=WAVES)
OTHER = even_clip(200, 90.0, number=2, r_wave_times_ms=(100.0, 700.0, 1300.0, 1900.0))


@pytest.fixture
def heart(make_desk: Callable[..., Desk]) -> Desk:
    desk = make_desk()
    desk.open(make_study(BEATING, OTHER, even_clip(60, 30.0, number=3)))
    desk.panel.player.tick()
    return desk


def shown(desk: Desk) -> int:
    assert desk.active.drawn_frame is not None
    return desk.active.drawn_frame


def test_d_and_s_go_to_diastole_and_systole_and_say_what_is_estimated(heart: Desk) -> None:
    heart.press(Qt.Key.Key_D)
    assert shown(heart) == 5
    assert heart.active.remark == "end-diastole: R wave"
    heart.press(Qt.Key.Key_D)
    assert shown(heart) == 45
    heart.press(Qt.Key.Key_D, shift=True)
    assert shown(heart) == 5
    heart.press(Qt.Key.Key_S)
    assert shown(heart) == int(beats_of(WAVES)[0].systole_end_ms // 20)
    assert "estimated" in heart.active.remark
    assert not heart.panel.playing


def test_without_r_waves_the_keys_say_so_and_the_clip_plays_on(heart: Desk) -> None:
    heart.panel.open("1.2.3.3")
    for key in (Qt.Key.Key_D, Qt.Key.Key_S, Qt.Key.Key_B):
        heart.press(key)
        assert NO_R_WAVES in heart.active.remark
    assert heart.panel.playing
    assert heart.active.viewing.trim is None


def test_b_loops_exactly_one_beat_and_back(heart: Desk) -> None:
    heart.press(Qt.Key.Key_D)
    heart.press(Qt.Key.Key_D)
    heart.press(Qt.Key.Key_B)
    assert heart.active.playhead is not None
    track = heart.active.playhead.track
    assert (track.first, track.last) == (45, 84)
    assert track.period_ms == pytest.approx(800.0, abs=20.0)
    assert heart.active.timeline is not None
    assert heart.active.timeline.played == pytest.approx((45 / 125, 85 / 125))
    heart.press(Qt.Key.Key_B)
    assert heart.active.playhead.track.period_ms == pytest.approx(2500.0)


def test_brackets_trim_at_the_frame_shown_and_belong_to_the_clip(heart: Desk) -> None:
    heart.press(Qt.Key.Key_D)
    heart.press(Qt.Key.Key_BracketLeft)
    heart.press(Qt.Key.Key_D)
    heart.press(Qt.Key.Key_BracketRight)
    assert heart.active.viewing.trim == (5, 45)
    heart.press(Qt.Key.Key_Home)
    assert shown(heart) == 5
    heart.press(Qt.Key.Key_Left)
    assert shown(heart) == 45, "before the first frame that plays comes the last one"
    heart.panel.grid.set_layout(heart.panel.grid.shown_layout)
    heart.state.clip_open_requested.emit("1.2.3.3")
    heart.state.clip_open_requested.emit("1.2.3.1")
    assert heart.active.viewing.trim == (5, 45)
    heart.press(Qt.Key.Key_Z, shift=True)
    assert heart.active.viewing.trim is None


def test_handles_of_the_scrubber_trim_by_the_mouse(heart: Desk) -> None:
    tile = heart.active
    line, y = tile.scrubber_line(), tile.height() - SCRUBBER_PX // 2
    middle = QPoint(round(line.center().x()), y)
    drag(tile, QPoint(round(line.left()), y), middle)
    assert tile.viewing.trim is not None
    assert tile.viewing.trim[0] == pytest.approx(62, abs=1)
    assert tile.viewing.trim[1] == 124
    drag(tile, middle, QPoint(round(line.left()) - 40, y))
    assert tile.viewing.trim is None, "all of it is no trim"


def test_headers_trim_is_kept_until_the_reader_widens_it(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    desk.open(make_study(replace(BEATING, trim_frames=(20, 59))))
    tile = desk.active
    assert tile.playhead is not None
    assert tile.playhead.track.period_ms == pytest.approx(40 * 20.0)
    assert desk.panel.store.picture(tile.uid, 100).frame == 59
    desk.panel.player.trim(tile, 0, 124)
    desk.settle()
    assert desk.panel.store.picture(tile.uid, 100).frame == 100, "what was trimmed away is decoded now"
    desk.panel.player.trim(tile, 20, 59)
    assert tile.viewing.trim is None


def test_j_plays_backwards_in_real_time(heart: Desk) -> None:
    heart.panel.player.scrub(heart.active, 60)
    heart.press(Qt.Key.Key_J)
    assert heart.panel.playing
    seen = []
    for _ in range(10):
        heart.pass_time(0.2)
        seen.append(shown(heart))
    expected = [(60 - 50 * 0.192 * n) % 125 for n in range(1, 11)]
    assert np.allclose(np.diff(np.unwrap(seen, period=125)), np.diff(np.unwrap(expected, period=125)), atol=1.01)
    assert "backwards" in heart.active.rate_words
    assert heart.panel.bar.speed.text() == "−1.0×"
    heart.press(Qt.Key.Key_J)
    assert "backwards" not in heart.active.rate_words


def test_l_changes_between_loop_and_sweep(heart: Desk) -> None:
    heart.press(Qt.Key.Key_L)
    assert heart.active.playhead is not None
    assert heart.active.playhead.track.period_ms == pytest.approx(2 * 2500.0 - 40.0)
    heart.press(Qt.Key.Key_L)
    assert heart.active.viewing.sweep is None


def turn_with_ctrl(tile: Tile, notches: int) -> None:
    at = QPointF(tile.picture_rect().center())
    place, turn = QPointF(tile.mapToGlobal(at.toPoint())), QPoint(0, 120 * notches)
    button, ctrl = Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier
    tile.wheelEvent(QWheelEvent(at, place, QPoint(), turn, button, ctrl, Qt.ScrollPhase.NoScrollPhase, False))


def test_wheel_with_ctrl_and_shift_with_arrows_jog(heart: Desk) -> None:
    heart.panel.player.scrub(heart.active, 50)
    turn_with_ctrl(heart.active, -1)
    assert shown(heart) == 51
    turn_with_ctrl(heart.active, 3)
    assert shown(heart) == 48
    assert heart.active.zoom.whole
    heart.press(Qt.Key.Key_Right, shift=True)
    assert shown(heart) == 53
    heart.press(Qt.Key.Key_Left, shift=True)
    assert shown(heart) == 48


def test_by_r_r_two_rates_reach_systole_together(heart: Desk) -> None:
    heart.press(Qt.Key.Key_C)
    heart.press(Qt.Key.Key_C)
    assert heart.panel.player.sync is Sync.BEATS
    first, second = heart.panel.grid.tiles[:2]
    heart.panel.player.tick()
    start = heart.clock.now
    leader = beats_of(WAVES)[0]
    for beat in range(5):
        for moment, mark in ((0.0, "start_ms"), (leader.systole_ms, "systole_end_ms")):
            heart.clock.now = start + (beat * 800.0 + moment + 0.01) / 1000.0
            heart.panel.player.tick()
            for tile in (first, second):
                beats = beats_of(tile.r_waves_ms)
                wanted = getattr(beats[beat % len(beats)], mark)
                assert tile.clip is not None
                assert tile.playhead is not None
                drawn = tile.clip.timing.frame_starts_ms[tile.playhead.frame(heart.clock.now)]
                assert abs(drawn - wanted) <= tile.clip.timing.frame_starts_ms[1]
    assert "beats in step" in second.rate_words
    third = heart.panel.grid.tiles[2]
    assert not third.follows, "a clip without R waves keeps its own time"


def test_in_step_a_step_moves_the_others_too(heart: Desk) -> None:
    heart.panel.player.set_sync(Sync.BEATS)
    first, second = heart.panel.grid.tiles[:2]
    before = second.playhead.frame(heart.clock.now)
    for _ in range(10):
        heart.press(Qt.Key.Key_Right)
    assert first.playhead.anchor_ms == second.playhead.anchor_ms
    assert second.playhead.frame(heart.clock.now) > before


def test_by_clock_all_begin_again_together(heart: Desk) -> None:
    heart.press(Qt.Key.Key_C)
    start = heart.clock.now
    tiles = heart.panel.grid.tiles[:3]
    longest = max(tile.playhead.track.period_ms for tile in tiles) / 1000.0
    heart.clock.now = start + 3 * longest + 0.0005
    heart.panel.player.tick()
    assert [tile.playhead.frame(heart.clock.now) for tile in tiles] == [0, 0, 0]
    heart.clock.now = start + 3 * longest + 0.4005
    assert [tile.playhead.frame(heart.clock.now) for tile in tiles] == [20, 36, 12]


def test_out_of_step_every_clip_plays_as_before(heart: Desk) -> None:
    before = [tile.playhead.track for tile in heart.panel.grid.tiles[:3]]
    for _ in Sync:
        heart.press(Qt.Key.Key_C)
    assert heart.panel.player.sync is Sync.OFF
    assert [tile.playhead.track for tile in heart.panel.grid.tiles[:3]] == before
    assert not any(tile.follows or tile.playhead.restart_ms for tile in heart.panel.grid.tiles[:3])


def test_k_keeps_a_frame_and_shift_k_goes_through_the_kept_ones(heart: Desk) -> None:
    heart.panel.player.scrub(heart.active, 12)
    heart.press(Qt.Key.Key_K)
    heart.panel.grid.set_active(1)
    heart.panel.player.scrub(heart.active, 30)
    heart.press(Qt.Key.Key_K)
    assert [(one.sop_instance_uid, one.frame) for one in heart.state.key_frames] == [("1.2.3.1", 12), ("1.2.3.2", 30)]
    assert heart.panel.grid.tiles[0].timeline.marks == pytest.approx((12 / 125,))
    heart.panel.player.scrub(heart.active, 99)
    heart.press(Qt.Key.Key_K, shift=True)
    assert (heart.active.uid, shown(heart)) == ("1.2.3.1", 12)
    heart.press(Qt.Key.Key_K, shift=True)
    assert (heart.active.uid, shown(heart)) == ("1.2.3.2", 30)
    heart.press(Qt.Key.Key_K)
    assert [one.frame for one in heart.state.key_frames] == [12]


def test_remark_is_drawn_in_full_and_goes_with_the_next_study(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(size=QSize(300, 260))
    desk.open(make_study(even_clip(20, 30.0)))
    before = desk.active.grab().toImage()
    desk.press(Qt.Key.Key_B)
    assert desk.active.grab().toImage() != before
    desk.open(make_study(even_clip(20, 30.0, number=9)))
    assert desk.active.remark == ""
