"""The sheet of gain and grey, the menus, and the ECG over the scrubber, as a reader uses them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize, QSizeF, Qt
from PySide6.QtGui import QContextMenuEvent, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from deepcoro_desktop.core.dicom.ecg_trace import Ecg, EcgSource
from deepcoro_desktop.core.report.key_pictures import KeyFrame
from deepcoro_desktop.core.study import ClipSource
from deepcoro_desktop.ui.viewer.ecgs import Rhythm
from deepcoro_desktop.ui.viewer.layouts import Layout
from deepcoro_desktop.ui.viewer.look import GreyMap, Look, adjusted
from deepcoro_desktop.ui.viewer.menus import clip_menu, hang_menu
from deepcoro_desktop.ui.viewer.overlay import OverlayMode
from deepcoro_desktop.ui.viewer.painting import STRIP_PX, draw_now, strip
from deepcoro_desktop.ui.viewer.tile import Tile
from deepcoro_desktop.ui.viewer.timeline import NO_ECG
from tests.dicom_factory import clip_dataset, moving_disc, write_clip
from tests.ui.viewer.clips import Opener, even_clip, make_study, still
from tests.ui.viewer.desk import Desk


def half_coloured(clip: object, _index: int) -> np.ndarray:
    """Grey to the left, red and blue flow to the right."""
    pixels = np.full((60, 80, 3), 90, np.uint8)
    pixels[:30, 40:] = (200, 30, 20)
    pixels[30:, 40:] = (20, 40, 210)
    return pixels


@pytest.fixture
def coloured(make_desk: Callable[..., Desk]) -> Desk:
    desk = make_desk(Opener(picture=half_coloured))
    desk.panel.grid.set_overlay(OverlayMode.NONE)
    desk.open(make_study(even_clip(10, 30.0, number=1), even_clip(10, 30.0, number=2)))
    desk.panel.player.tick()
    return desk


def colours(tile: Tile) -> list[tuple[int, ...]]:
    """Colours drawn in the grey half, the red and the blue quarter."""
    image: QImage = tile.grab().toImage()
    where = tile.picture_rect()
    points = ((0.2, 0.5), (0.75, 0.2), (0.75, 0.8))
    at = [QPoint(round(where.left() + x * where.width()), round(where.top() + y * where.height())) for x, y in points]
    return [image.pixelColor(point).getRgb()[:3] for point in at]


def test_gain_changes_grey_at_once_leaves_flow_alone_and_resets_exactly(coloured: Desk) -> None:
    tile, sheet = coloured.active, coloured.panel.looking.sheet
    before, exact = colours(tile), tile.grab().toImage()
    sheet.gain.setValue(150)
    assert colours(tile)[0] == (135, 135, 135), "drawn at once, before any picture is prepared again"
    assert colours(tile)[1:] == before[1:]
    coloured.settle()
    assert colours(tile) == [(135, 135, 135), *before[1:]], "and the same when they are"
    sheet.reset.click()
    coloured.settle()
    assert tile.grab().toImage() == exact


def test_prepared_and_passing_pictures_of_a_look_are_alike(coloured: Desk) -> None:
    tile = coloured.active
    look = Look(gamma=1.6, inverted=True, grey_map=GreyMap.WARM)
    coloured.panel.looking.set_look(look)
    passing = colours(tile)
    coloured.settle()
    prepared = colours(tile)
    expected = adjusted(half_coloured(None, 0), look)
    assert prepared == passing == [tuple(expected[y, x]) for y, x in ((30, 16), (12, 60), (48, 60))]


def test_look_belongs_to_the_clip(coloured: Desk) -> None:
    coloured.press(Qt.Key.Key_V)
    assert coloured.active.viewing.look == Look(inverted=True)
    assert coloured.panel.looking.sheet.inverted.isChecked()
    coloured.panel.grid.set_active(1)
    assert coloured.active.viewing.look == Look()
    assert not coloured.panel.looking.sheet.inverted.isChecked(), "the sheet follows the active tile"
    coloured.press(Qt.Key.Key_V, shift=True)
    assert coloured.active.viewing.look == Look(grey_map=GreyMap.CONTRAST)
    coloured.press(Qt.Key.Key_Z, shift=True)
    assert coloured.active.viewing.look == Look()
    assert coloured.panel.grid.tiles[0].viewing.look == Look(inverted=True)
    coloured.settle()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_sheet_opens_over_its_button(coloured: Desk) -> None:
    QTest.mouseClick(coloured.panel.bar.picture, Qt.MouseButton.LeftButton)
    sheet = coloured.panel.looking.sheet
    assert sheet.isVisible()
    assert sheet.gain.hasFocus() or sheet.isActiveWindow() is False
    sheet.maps.setCurrentIndex(2)
    assert coloured.active.viewing.look == Look(grey_map=GreyMap.SOFT)
    sheet.close()
    coloured.settle()


def entries(menu: QMenu) -> dict[str, object]:
    return {action.text().split("\t")[0]: action for action in menu.actions() if action.text()}


def test_menu_of_a_clip_does_what_its_keys_do(coloured: Desk) -> None:
    tile = coloured.panel.grid.tiles[1]
    asked: list[Tile] = []
    coloured.panel.grid.menu_requested.disconnect()
    coloured.panel.grid.menu_requested.connect(lambda which, _at: asked.append(which))
    tile.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 40), QPoint(9, 9)))
    assert asked == [tile]
    assert coloured.active is tile
    menu = clip_menu(coloured.panel, tile)
    found = entries(menu)
    found["Inverted, or as recorded"].trigger()
    assert tile.viewing.look.inverted
    found["Start at this frame"].trigger()
    found["Loop, or there and back"].trigger()
    assert tile.viewing.sweep is True
    found["Fill the panel, or back"].trigger()
    assert coloured.panel.grid.shown_layout is Layout.ONE
    menu.close()
    coloured.settle()


def test_bar_menus_and_sheet_name_the_readers_keys(coloured: Desk) -> None:
    keymap, bar, sheet = coloured.state.keymap, coloured.panel.bar, coloured.panel.looking.sheet
    assert bar.picture.toolTip() == "Gain, gamma, grey map (V inverts)"
    assert bar.speed.toolTip() == "Speed (- slower, + faster)"
    keymap.rebind("inverted", "F8")
    keymap.rebind("as-recorded", "")
    keymap.rebind("backwards", "F9")
    keymap.rebind("play", "")
    keymap.rebind("one-beat", "")
    assert bar.picture.toolTip() == "Gain, gamma, grey map (F8 inverts)"
    assert bar.play.toolTip() == "Pause"
    assert bar.backwards.text() == "Backwards\tF9"
    assert sheet.inverted.text() == "Inverted (F8)"
    assert sheet.reset.toolTip() == "Exactly the pixels of the file"
    menu = clip_menu(coloured.panel, coloured.active)
    texts = [action.text() for action in menu.actions()]
    assert {"Inverted, or as recorded\tF8", "One beat, or all of the clip"} <= set(texts)
    menu.close()
    coloured.state.set_key_frames(())
    coloured.panel.next_key_frame()
    assert coloured.active.remark == "no key frame is kept yet (K keeps this one)"
    keymap.rebind("key-frame", "F10")
    coloured.panel.next_key_frame()
    assert coloured.active.remark == "no key frame is kept yet (F10 keeps this one)"
    coloured.settle()


def test_menu_lists_the_key_frames_and_goes_to_them(coloured: Desk) -> None:
    coloured.state.set_key_frames((KeyFrame("1.2.3.2", 7), KeyFrame("1.2.3.1", 0)))
    menu = clip_menu(coloured.panel, coloured.active)
    found = entries(menu)
    listed = entries(found["Key frames: 2"].menu())
    assert list(listed) == ["1  Clip 2, frame 8", "2  Clip 1, frame 1"]
    listed["1  Clip 2, frame 8"].trigger()
    assert (coloured.active.uid, coloured.active.drawn_frame) == ("1.2.3.2", 7)
    menu.close()


def test_menu_of_presets_lists_them_and_forgets_the_readers_own(coloured: Desk) -> None:
    coloured.panel.hanger.keep("Mine")
    menu = hang_menu(coloured.panel, coloured.panel.hanger, coloured.state.keymap)
    assert {"Apical trio", "Overview", "Stress study by stage and view", "Mine", "Forget"} <= set(entries(menu))
    menu.close()
    coloured.panel.hanger.drop("Mine")
    menu = hang_menu(coloured.panel, coloured.panel.hanger, coloured.state.keymap)
    assert "Forget" not in entries(menu)
    menu.close()


def test_ecg_stands_over_the_scrubber_in_its_time(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(size=QSize(820, 500))
    desk.open(make_study(even_clip(50, 50.0)))
    tile = desk.active
    height = tile.picture_area().height()
    assert tile.timeline is not None
    assert (tile.strip_px, tile.timeline.trace_label) == (STRIP_PX, NO_ECG), "the invented file cannot be read"
    times = tuple(10.0 * i for i in range(100))
    ecg = Ecg(EcgSource.PICTURE, times, tuple(1.0 if t == 400.0 else 0.0 for t in times), (400.0,))
    tile.set_ecg(ecg, wanted=True)
    assert tile.picture_area().height() == height
    assert tile.timeline.trace_label == "ECG read from the picture"
    assert tile.timeline.r_waves == pytest.approx((0.4,))
    peak = max(tile.timeline.trace, key=lambda point: point[1])
    assert peak == pytest.approx((0.4, 1.0))
    desk.press(Qt.Key.Key_D)
    assert tile.drawn_frame == 20, "its R waves serve where the header has none"
    desk.press(Qt.Key.Key_Q)
    assert tile.picture_area().height() == height + STRIP_PX
    desk.settle()


def test_ecg_that_cannot_be_shown_says_why(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(size=QSize(600, 360))
    desk.open(make_study(even_clip(50, 50.0, number=1), still(2), even_clip(50, 50.0, number=3)))
    desk.panel.grid.set_layout(Layout.FOUR)
    heard = Ecg(EcgSource.R_WAVES, (), (), (100.0,))
    desk.panel.ecgs._known["1.2.3.3"] = Rhythm(heard)
    said = {}
    for place, tile in enumerate(desk.panel.grid.tiles[:3]):
        desk.panel.grid.set_active(place)
        desk.panel._show_ecg(tile)
        assert tile.strip_px == 0
        desk.press(Qt.Key.Key_Q)
        desk.press(Qt.Key.Key_Q)
        said[tile.uid[-1]] = tile.remark
    assert said == {"1": NO_ECG, "2": NO_ECG, "3": "too little room for the ECG"}
    desk.settle()


def test_clip_with_r_waves_gets_its_strip_from_the_file_and_one_without_none(
    make_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    path = write_clip(tmp_path / "clip.dcm", clip_dataset("ecg", 1, moving_disc(0, frames=6)))
    source = ClipSource(str(path))
    desk = make_desk(size=QSize(820, 700))
    with_waves = replace(even_clip(50, 50.0, number=1, r_wave_times_ms=(100.0, 900.0)), source=source)
    desk.open(make_study(with_waves, replace(even_clip(50, 50.0, number=2), source=source)))
    tiles = desk.panel.grid.tiles
    desk.qtbot.waitUntil(lambda: tiles[0].ecg is not None)
    assert tiles[0].ecg == Ecg(EcgSource.R_WAVES, (), (), (100.0, 900.0))
    desk.settle()
    assert desk.panel.ecgs.get("1.2.3.2") is None
    assert tiles[1].timeline is not None
    assert (tiles[1].timeline.trace_label, tiles[1].timeline.has_ecg) == (NO_ECG, False)


def test_no_picture_moves_when_an_ecg_is_found_or_not(make_desk: Callable[..., Desk], tmp_path: Path) -> None:
    path = write_clip(tmp_path / "clip.dcm", clip_dataset("ecg", 1, moving_disc(0, frames=6)))
    gate = threading.Event()
    desk = make_desk(Opener(gate=gate, gated_from=1), QSize(820, 700))
    clips = (even_clip(50, 50.0, number=1, r_wave_times_ms=(100.0, 900.0)), even_clip(50, 50.0, number=2))
    desk.state.set_study(make_study(*(replace(clip, source=ClipSource(str(path))) for clip in clips)))
    tiles = desk.panel.grid.tiles[:2]
    before = [tile.picture_rect() for tile in tiles]
    assert [tile.timeline.trace_label for tile in tiles if tile.timeline] == ["", ""], "it is looked for"
    gate.set()
    desk.settle()
    desk.qtbot.waitUntil(lambda: all(desk.panel.ecgs.known(tile.uid) for tile in tiles))
    assert [tile.ecg is None for tile in tiles] == [False, True]
    assert [tile.picture_rect() for tile in tiles] == before


def test_mark_of_now_is_clear_of_the_words_over_the_ecg(qapp: QApplication) -> None:
    size, height = QSizeF(400, 320), STRIP_PX
    drawn = QImage(400, 320, QImage.Format.Format_RGB32)
    drawn.fill(0)
    painter = QPainter(drawn)
    draw_now(painter, size, 0.1, height)
    painter.end()
    lit = [y for y in range(320) if any(drawn.pixelColor(x, y).value() > 100 for x in range(400))]
    words = strip(size, height)
    assert words.top() + 12 <= min(lit) <= words.top() + 14, "a line of words of 11 px has its place above it"
    assert max(lit) > words.bottom()


def test_lost_file_costs_the_ecg_only(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    with desk.qtbot.waitSignal(desk.panel.ecgs.ready):
        desk.open(make_study(even_clip(20, 30.0)))
    assert desk.panel.ecgs.get("1.2.3.1") is None
    assert desk.active.drawn_frame is not None or desk.panel.store.complete("1.2.3.1")


def test_button_of_sync_says_how_and_is_lit_while_it_does(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(size=QSize(1300, 700))
    desk.open(make_study(even_clip(20, 30.0, number=1), even_clip(20, 45.0, number=2)))
    seen = []
    for _ in range(3):
        QTest.mouseClick(desk.panel.bar.sync, Qt.MouseButton.LeftButton)
        seen.append((desk.panel.bar.sync.text(), desk.panel.bar.sync.isChecked()))
    assert seen == [("Sync: clock", True), ("Sync: R–R", True), ("Sync: off", False)]
    desk.settle()
