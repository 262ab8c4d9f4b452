"""The panel as a reader uses it: by mouse, by key, and by what stands in its tiles."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.study import Calibration, Clip
from deepcoro_desktop.ui import theme
from deepcoro_desktop.ui.browser import clip_model
from deepcoro_desktop.ui.state import ViewerState
from deepcoro_desktop.ui.tasks import TaskRunner
from deepcoro_desktop.ui.viewer import face as face_module
from deepcoro_desktop.ui.viewer import tile as tile_module
from deepcoro_desktop.ui.viewer.layouts import Layout
from deepcoro_desktop.ui.viewer.overlay import OverlayMode
from deepcoro_desktop.ui.viewer.painting import SCRUBBER_PX
from deepcoro_desktop.ui.viewer.panel import ViewerPanel
from deepcoro_desktop.ui.viewer.tile import Tile
from tests.ui.evidence import case
from tests.ui.viewer.clips import Clock, Opener, disc_frame, even_clip, grey_of, make_study, region, still
from tests.ui.viewer.desk import TWELVE, Desk


def shot(tile: Tile) -> QImage:
    return tile.grab().toImage()


def grey_drawn(tile: Tile) -> int:
    """Grey level in the middle of what the tile draws."""
    middle = tile.picture_rect().center().toPoint()
    colour = shot(tile).pixelColor(middle)
    assert colour.red() == colour.green() == colour.blue()
    return colour.red()


def press(desk: Desk, key: Qt.Key) -> None:
    QTest.keyClick(desk.panel, key)


# --- time


def test_drawn_frame_is_the_clocks_frame(desk: Desk) -> None:
    for passed in (0.0, 0.021, 0.3, 0.96, 1.03, 2.5):
        desk.clock.now = 1000.0 + passed
        desk.panel.player.tick()
        for tile in desk.panel.grid.visible_tiles:
            assert tile.drawn_frame == tile.playhead.frame(desk.clock.now)
            assert grey_drawn(tile) == grey_of(tile.drawn_frame)


def test_clips_of_two_rates_keep_their_own_time(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    desk.open(make_study(even_clip(34, 17.0, number=1), even_clip(120, 120.0, number=2)))
    slow, fast = desk.panel.grid.visible_tiles
    start = desk.clock.now
    for passed in (0.5, 0.9, 3.14):
        desk.clock.now = start + passed
        desk.panel.player.tick()
        assert slow.drawn_frame == int(passed * 17.0) % 34
        assert fast.drawn_frame == int(passed * 120.0 + 1e-6) % 120
        assert grey_drawn(slow) == grey_of(slow.drawn_frame)


def test_time_of_a_clip_begins_with_its_first_picture(make_desk: Callable[..., Desk]) -> None:
    gate = threading.Event()
    desk = make_desk(Opener(gate=gate))
    desk.state.set_study(make_study(even_clip(50, 50.0)))
    desk.clock.now += 7.0
    gate.set()
    desk.settle()
    desk.panel.player.tick()
    assert desk.panel.grid.active_tile.drawn_frame == 0


def test_frame_that_is_not_decoded_yet_is_replaced_by_the_nearest_and_time_goes_on(
    make_desk: Callable[..., Desk],
) -> None:
    gate = threading.Event()
    desk = make_desk(Opener(gate=gate, gated_from=1))
    desk.state.set_study(make_study(even_clip(50, 50.0)))
    tile = desk.panel.grid.active_tile
    desk.qtbot.waitUntil(lambda: tile.drawn_frame == 0)
    desk.pass_time(0.512)
    assert grey_drawn(tile) == grey_of(0)
    gate.set()
    desk.settle()
    desk.pass_time(0.016)
    assert tile.drawn_frame == 26
    assert desk.state.watched == frozenset()


def test_clip_is_watched_after_one_full_loop_on_the_screen(desk: Desk) -> None:
    desk.pass_time(0.9)
    assert desk.state.watched == frozenset()
    desk.pass_time(0.2)
    assert desk.state.watched == frozenset(desk.uids())


def test_clip_that_is_looked_at_frame_by_frame_here_and_there_stays_unwatched(desk: Desk) -> None:
    desk.panel.player.set_playing(playing=False)
    for frame in (0, 12, 0, 12, 0, 12, 0, 12):
        desk.panel.player.scrub(desk.active, frame)
    desk.panel.player.set_playing(playing=True)
    desk.pass_time(0.1)
    assert desk.state.watched == frozenset()


def test_timer_runs_only_while_something_can_change(desk: Desk) -> None:
    timer = desk.panel.player.timer
    assert timer.isActive()
    desk.panel.player.toggle()
    assert not timer.isActive()
    desk.panel.player.toggle()
    assert timer.isActive()
    desk.panel.hide()
    assert not timer.isActive()
    desk.panel.show()
    assert timer.isActive()
    desk.state.set_study(None)
    assert not timer.isActive()
    desk.state.set_study(make_study(*TWELVE))
    desk.panel.close()
    assert not timer.isActive()
    assert not desk.panel._settled.isActive()


# --- keys


def test_keys_play_step_jump_and_change_the_speed(desk: Desk) -> None:
    tile = desk.panel.grid.active_tile
    desk.pass_time(0.4)
    press(desk, Qt.Key.Key_Space)
    standing = tile.drawn_frame
    desk.pass_time(0.4)
    assert tile.drawn_frame == standing
    for key, frame in (
        (Qt.Key.Key_Right, standing + 1), (Qt.Key.Key_Period, standing + 2), (Qt.Key.Key_Left, standing + 1),
        (Qt.Key.Key_Comma, standing), (Qt.Key.Key_Home, 0), (Qt.Key.Key_Left, 49), (Qt.Key.Key_Right, 0),
        (Qt.Key.Key_End, 49),
    ):  # fmt: skip
        press(desk, key)
        assert tile.drawn_frame == frame
        assert grey_drawn(tile) == grey_of(frame)
    press(desk, Qt.Key.Key_Minus)
    assert (desk.panel.speed, desk.panel.bar.speed.text()) == (0.75, "0.75×")
    for _ in range(9):
        press(desk, Qt.Key.Key_Plus)
    assert (desk.panel.speed, desk.panel.bar.speed.text()) == (2.0, "2.0×")
    press(desk, Qt.Key.Key_Space)
    desk.pass_time(0.096)
    assert tile.drawn_frame == 8, "192 ms of the clip after the start of its last frame"


def test_step_moves_the_active_tile_only(desk: Desk) -> None:
    press(desk, Qt.Key.Key_Home)
    others = [tile.drawn_frame for tile in desk.panel.grid.visible_tiles[1:]]
    press(desk, Qt.Key.Key_Right)
    assert desk.panel.grid.active_tile.drawn_frame == 1
    assert [tile.drawn_frame for tile in desk.panel.grid.visible_tiles[1:]] == others


def test_text_and_buttons_elsewhere_in_the_window_keep_their_keys(qtbot: QtBot, tasks: TaskRunner) -> None:
    state = ViewerState()
    window, text, button = QWidget(), QLineEdit(), QPushButton("Sign")
    panel = ViewerPanel(state, tasks, case.views(), opener=Opener(), clock=Clock())
    column = QVBoxLayout(window)
    for part in (text, button, panel):
        column.addWidget(part)
    qtbot.addWidget(window)
    window.resize(600, 500)
    window.show()
    state.set_study(make_study(*TWELVE))
    QTest.keyClicks(text, "o g, 2.5 - z")
    assert text.text() == "o g, 2.5 - z"
    assert panel.playing
    assert panel.grid.overlay is OverlayMode.FULL
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, Qt.Key.Key_Space)
    assert panel.playing
    QTest.keyClick(button, Qt.Key.Key_O)
    assert panel.grid.overlay is OverlayMode.ANONYMOUS, "a key that the button does not want comes to the pictures"
    QTest.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert panel.grid.overlay is OverlayMode.ANONYMOUS
    qtbot.waitUntil(lambda: not tasks.busy)


def test_keys_do_nothing_without_a_study(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    press(desk, Qt.Key.Key_Space)
    assert desk.panel.playing


# --- which clips


def test_study_opens_playing_with_the_first_clips_in_order(desk: Desk) -> None:
    assert desk.numbers() == [1, 2, 3, 4]
    assert desk.state.shown_clips == tuple(desk.uids())
    assert desk.state.active_clip == "1.2.3.1"
    assert desk.panel.playing
    assert desk.panel.bar.layouts[Layout.FOUR].isChecked()


def test_study_of_one_clip_fills_the_panel(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    desk.open(make_study(even_clip(50, 50.0)))
    assert desk.numbers() == [1]
    assert desk.panel.bar.layouts[Layout.ONE].isChecked()


def test_predictions_change_the_words_and_move_nothing(desk: Desk) -> None:
    before = desk.uids()
    desk.state.set_clip_views(replace(case.clip_views(6), sop_instance_uid="1.2.3.2"))
    desk.state.finish_analysis(replace(case.analysis(), used=("1.2.3.2",), views=(), sampled_frames=((0, 2, 4),)))
    assert desk.uids() == before
    tile = desk.panel.grid.visible_tiles[1]
    assert tile.words is not None
    assert (tile.words.view, tile.words.certainty) == ("A4C", "93 %")
    assert "Shaded: the model saw 3 frames, 1 to 5" in tile.help_at(QPointF(20, tile.height() - 8))


def test_requested_clip_fills_the_active_tile_and_plays(desk: Desk) -> None:
    press(desk, Qt.Key.Key_Space)
    desk.panel.grid.set_active(2)
    desk.state.clip_open_requested.emit("1.2.3.9")
    desk.settle()
    assert desk.numbers() == [1, 2, 9, 4]
    assert desk.state.active_clip == "1.2.3.9"
    assert desk.panel.playing
    desk.state.clip_open_requested.emit("1.2.3.4")
    assert desk.numbers() == [1, 2, 9, 4], "a clip that is shown is not shown twice"
    assert desk.state.active_clip == "1.2.3.4"
    desk.state.clip_open_requested.emit("no such clip")
    assert desk.state.active_clip == "1.2.3.4"


def test_grid_grows_by_the_next_clips_and_shrinks_without_losing_the_active_one(desk: Desk) -> None:
    desk.panel.bar.layouts[Layout.NINE].click()
    desk.settle()
    assert desk.numbers() == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    desk.panel.grid.set_active(7)
    desk.panel.bar.layouts[Layout.FOUR].click()
    desk.settle()
    assert desk.numbers() == [1, 2, 3, 8]
    assert desk.state.active_clip == "1.2.3.8"
    desk.panel.bar.layouts[Layout.SIXTEEN].click()
    desk.settle()
    assert desk.uids()[:4] == [f"1.2.3.{number}" for number in (1, 2, 3, 8)]
    assert sorted(uid for uid in desk.uids() if uid) == sorted(clip.sop_instance_uid for clip in TWELVE)


def test_key_goes_through_the_layouts(desk: Desk) -> None:
    shown = []
    for _ in range(3):
        press(desk, Qt.Key.Key_G)
        shown.append(desk.panel.grid.shown_layout)
    assert shown == [Layout.NINE, Layout.ONE, Layout.FOUR]
    desk.settle()


def test_double_click_maximises_and_restores_the_grid_exactly(desk: Desk) -> None:
    before = (desk.uids(), [tile.geometry() for tile in desk.panel.grid.visible_tiles])
    tile = desk.panel.grid.tiles[2]
    QTest.mouseDClick(tile, Qt.MouseButton.LeftButton, pos=QPoint(50, 60))
    assert desk.panel.grid.visible_tiles == (tile,)
    assert tile.width() > 0.95 * desk.panel.width()
    assert desk.state.shown_clips == (tile.uid,)
    QTest.mouseDClick(tile, Qt.MouseButton.LeftButton, pos=QPoint(50, 60))
    assert (desk.uids(), [tile.geometry() for tile in desk.panel.grid.visible_tiles]) == before
    desk.settle()


def test_chosen_layout_stays_for_the_next_study(desk: Desk) -> None:
    desk.panel.grid.set_layout(Layout.NINE)
    desk.state.set_study(make_study(*(even_clip(10, 30, number=n) for n in range(21, 24))))
    assert [number for number in (tile.uid for tile in desk.panel.grid.visible_tiles) if number] == [
        "1.2.3.21", "1.2.3.22", "1.2.3.23",
    ]  # fmt: skip
    assert desk.panel.grid.shown_layout is Layout.NINE
    desk.settle()


def drop(tile: Tile, uid: str, kind: str = tile_module.MIME_TYPE) -> bool:
    data = QMimeData()
    data.setData(kind, uid.encode())
    arguments = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(9, 9), *arguments)
    tile.dragEnterEvent(enter)
    if enter.isAccepted():
        tile.dropEvent(QDropEvent(QPointF(9, 9), *arguments))
    return enter.isAccepted()


def test_dropped_clip_goes_where_it_falls(desk: Desk) -> None:
    tiles = desk.panel.grid.tiles
    assert drop(tiles[1], "1.2.3.11")
    assert desk.numbers() == [1, 11, 3, 4]
    assert desk.state.active_clip == "1.2.3.11"
    assert drop(tiles[0], "1.2.3.4")
    assert desk.numbers() == [4, 11, 3, 1], "a clip that is shown changes places"
    assert not drop(tiles[0], "x", "text/plain")
    drop(tiles[0], "of another study")
    assert desk.numbers() == [4, 11, 3, 1]
    desk.settle()


def test_mime_type_is_the_one_that_the_list_of_clips_gives() -> None:
    assert tile_module.MIME_TYPE == clip_model.MIME_TYPE


# --- the pointer


def test_reader_clicks_through_the_panel(desk: Desk) -> None:
    bar, grid = desk.panel.bar, desk.panel.grid
    second = grid.tiles[1]
    QTest.mouseClick(second, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    assert desk.state.active_clip == "1.2.3.2"
    QTest.mouseClick(bar.play, Qt.MouseButton.LeftButton)
    assert not desk.panel.playing
    assert not bar.play.isChecked()
    QTest.mouseClick(bar.first, Qt.MouseButton.LeftButton)
    assert second.drawn_frame == 0
    QTest.mouseClick(bar.on, Qt.MouseButton.LeftButton)
    assert second.drawn_frame == 1
    QTest.mouseClick(bar.back, Qt.MouseButton.LeftButton)
    assert second.drawn_frame == 0
    QTest.mouseClick(bar.last, Qt.MouseButton.LeftButton)
    assert second.drawn_frame == 49
    next(action for action in bar.speeds.actions() if action.data() == 0.5).trigger()
    assert desk.panel.speed == 0.5
    QTest.mouseClick(bar.overlay, Qt.MouseButton.LeftButton)
    assert bar.overlay.text() == "Overlay: no name"
    QTest.mouseClick(bar.layouts[Layout.ONE], Qt.MouseButton.LeftButton)
    assert desk.uids() == ["1.2.3.2"]
    QTest.mouseClick(bar.play, Qt.MouseButton.LeftButton)
    assert desk.panel.playing
    desk.settle()


def test_scrubber_seeks_by_click_and_drag_and_pauses(desk: Desk) -> None:
    tile = desk.panel.grid.tiles[3]
    line, y = tile.scrubber_line(), tile.height() - SCRUBBER_PX // 2
    QTest.mousePress(tile, Qt.MouseButton.LeftButton, pos=QPoint(round(line.center().x()) + 2, y))
    assert not desk.panel.playing
    assert tile.drawn_frame == 25
    QTest.mouseMove(tile, QPoint(round(line.right()) + 40, y - 90))
    QTest.mouseRelease(tile, Qt.MouseButton.LeftButton)
    assert tile.drawn_frame == 49
    assert grey_drawn(tile) == grey_of(49)
    assert desk.state.active_clip == tile.uid
    white = shot(tile).pixelColor(round(line.left() + 49 / 50 * line.width()), round(line.center().y()))
    assert white.getRgb()[:3] == (255, 255, 255)


def turn_wheel(tile: Tile, notches: int) -> None:
    at = QPointF(tile.picture_rect().center())
    event = QWheelEvent(
        at, QPointF(tile.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    tile.wheelEvent(event)


def test_zoom_and_pan_belong_to_the_clip_and_reset(desk: Desk) -> None:
    tile = desk.panel.grid.tiles[0]
    whole = tile.picture_rect()
    turn_wheel(tile, 6)
    assert tile.picture_rect().width() > 2 * whole.width()
    middle = whole.center().toPoint()
    before = tile.picture_rect()
    QTest.mousePress(tile, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(tile, middle + QPoint(30, 10))
    QTest.mouseRelease(tile, Qt.MouseButton.LeftButton)
    assert (tile.picture_rect().topLeft() - before.topLeft()) == QPointF(30, 10)
    kept = tile.zoom
    desk.state.clip_open_requested.emit("1.2.3.9")
    assert tile.zoom.whole
    desk.state.clip_open_requested.emit("1.2.3.1")
    assert tile.zoom == kept
    press(desk, Qt.Key.Key_Z)
    assert tile.picture_rect() == whole
    desk.settle()


def test_clip_pointed_at_elsewhere_lights_its_tile(desk: Desk) -> None:
    tile = desk.panel.grid.tiles[2]
    edge = QPoint(0, tile.height() // 2)
    assert shot(tile).pixelColor(edge).name() == theme.LINE
    desk.state.clip_hovered.emit(tile.uid)
    assert shot(tile).pixelColor(edge).name() == theme.ACCENT
    desk.state.clip_hovered.emit("")
    assert shot(tile).pixelColor(edge).name() == theme.LINE


def test_active_tile_has_the_accent_border(desk: Desk) -> None:
    active, other = desk.panel.grid.tiles[:2]
    assert shot(active).pixelColor(1, active.height() // 2).name() == theme.ACCENT
    assert shot(other).pixelColor(1, other.height() // 2).name() != theme.ACCENT
    other.setFocus(Qt.FocusReason.TabFocusReason)
    assert desk.state.active_clip in (other.uid, active.uid)
    desk.panel.grid.set_active(1)
    assert shot(other).pixelColor(1, other.height() // 2).name() == theme.ACCENT


# --- what is drawn


def bright(image: QImage) -> np.ndarray:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    lines = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return lines[:, : grey.width()].copy()


@pytest.mark.parametrize("size", [QSize(820, 700), QSize(500, 900), QSize(1200, 420)])
@pytest.mark.parametrize("notches", [0, 4])
def test_circle_stays_round(make_desk: Callable[..., Desk], size: QSize, notches: int) -> None:
    desk = make_desk(Opener(picture=disc_frame), size)
    desk.panel.grid.set_overlay(OverlayMode.NONE)
    desk.open(make_study(even_clip(3, 30, rows=120, columns=160)))
    tile = desk.panel.grid.active_tile
    if notches:
        turn_wheel(tile, notches)
    area = tile.picture_area().toRect()
    inside = bright(shot(tile))[area.top() : area.bottom(), area.left() : area.right()] > 128
    height, width = int(inside.any(axis=1).sum()), int(inside.any(axis=0).sum())
    assert height > 60
    if height < area.height() - 2 and width < area.width() - 2:
        assert abs(width - height) <= 2


def test_circle_of_oblong_pixels_is_drawn_round(make_desk: Callable[..., Desk]) -> None:
    """A scanner's disc of 40 mm whose pixels are 1.5 times as high as wide is an oval in the file."""

    def oval(clip: Clip, _index: int) -> np.ndarray:
        y, x = np.mgrid[0 : clip.rows, 0 : clip.columns]
        inside = ((y - 59.5) * 1.5) ** 2 + (x - 79.5) ** 2 < 60**2
        return np.repeat((inside * 255).astype(np.uint8)[:, :, None], 3, axis=2)

    desk = make_desk(Opener(picture=oval))
    desk.panel.grid.set_overlay(OverlayMode.NONE)
    plain = even_clip(3, 30, rows=120, columns=160)
    clip = replace(
        plain, calibration=Calibration.CALIBRATED, calibration_reason="", regions=(region(plain, 0.02, 0.03),)
    )
    desk.open(make_study(clip))
    inside = bright(shot(desk.panel.grid.active_tile))[: -SCRUBBER_PX - 2, 4:-4] > 128
    assert abs(int(inside.any(axis=1).sum()) - int(inside[4:].any(axis=0).sum())) <= 3


def test_overlay_off_leaves_the_picture_alone_and_shows_no_name(desk: Desk) -> None:
    tile = desk.panel.grid.tiles[1]
    desk.panel.player.tick()
    for mode, said in ((OverlayMode.FULL, True), (OverlayMode.ANONYMOUS, True), (OverlayMode.NONE, False)):
        desk.panel.grid.set_overlay(mode)
        desk.settle()
        corner = bright(shot(tile))[4:24, 8:90]
        assert bool((corner > 200).any()) is said
    desk.panel.grid.set_overlay(OverlayMode.ANONYMOUS)
    right = bright(shot(tile))[4:24, tile.width() - 160 : tile.width() - 4]
    assert not (right > 100).any(), "the name is said in full only"
    desk.settle()


def test_failed_clip_says_what_and_what_to_do(make_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[tuple[str, str]] = []
    monkeypatch.setattr(face_module, "draw_message", lambda _p, _a, title, remedy: said.append((title, remedy)))
    desk = make_desk(Opener(broken=frozenset({"1.2.3.1"})))
    desk.open(make_study(even_clip(50, 50.0)))
    said.clear()
    shot(desk.panel.grid.active_tile)
    assert said == [("The pictures of this clip are damaged.", "Ask for the clip to be sent again.")]
    desk.pass_time(2.0)
    assert desk.state.watched == frozenset()


def test_still_is_shown_and_watched_without_a_scrubber(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    desk.open(make_study(still()))
    tile = desk.panel.grid.active_tile
    desk.panel.player.tick()
    assert grey_drawn(tile) == grey_of(0)
    assert desk.state.watched == frozenset({tile.uid})
    assert tile.help_at(QPointF(20, tile.height() - 5)) == "uncalibrated"


def test_every_control_names_its_key(desk: Desk) -> None:
    for button in desk.panel.bar.findChildren(QPushButton):
        assert button.toolTip().endswith(")"), button.text()
        assert button.accessibleName()


def test_bar_gives_up_what_the_keyboard_does_in_a_narrow_panel(desk: Desk) -> None:
    desk.panel.resize(420, 500)
    assert desk.panel.bar.play.isVisible()
    assert not desk.panel.bar.first.isVisible()
    for button in desk.panel.bar.findChildren(QPushButton):
        if button.isVisible():
            assert desk.panel.bar.rect().contains(button.geometry())
    desk.panel.resize(1100, 700)
    assert desk.panel.bar.first.isVisible()
    desk.settle()
