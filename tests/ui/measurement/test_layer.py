"""Figures as a reader draws them: with the mouse, and with the keyboard alone."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.measurement.catalogue import Sequence
from deepcoro_desktop.core.measurement.measurement import Sheet
from deepcoro_desktop.core.measurement.tools import Tool
from deepcoro_desktop.core.measurement.units import Unit
from deepcoro_desktop.ui.keymap import ACTIONS, Context
from deepcoro_desktop.ui.measurement import layer
from deepcoro_desktop.ui.tasks import TaskRunner
from tests.ui.measurement.desk import CM_PER_PX, NONE, Desk, make_desk, uncalibrated

Key = Qt.Key
NEAR = 0.1
"""A pixel of the tile, in centimetres: what a click may be off."""


@pytest.fixture
def desk(qtbot: QtBot, tasks: TaskRunner) -> Desk:
    return make_desk(qtbot, tasks)


def test_two_clicks_or_a_drag_measure_a_distance(desk: Desk) -> None:
    desk.board.start_item("lvidd")
    desk.click((100, 20), (100, 100))
    desk.board.start(Tool.DISTANCE)
    desk.drag((20, 20), (40, 50), (60, 50))
    named, loose = desk.sheet.measurements
    assert (named.key, named.value) == ("lvidd", pytest.approx(80 * CM_PER_PX, abs=NEAR))
    assert (loose.key, loose.value) == ("", pytest.approx(50 * CM_PER_PX, abs=NEAR))
    assert len(desk.saved) == 2


def test_a_line_across_two_regions_gives_no_value_and_says_why(desk: Desk) -> None:
    desk.board.start_item("lvidd")
    desk.click((100, 60), (100, 180))
    assert desk.sheet.measurements == ()
    assert "crosses from one region" in desk.refusals[0].message
    assert "crosses from one region" in desk.board.live().text
    assert desk.board.live().refused


def test_a_refused_figure_is_mended_by_its_handle_or_drawn_anew(desk: Desk) -> None:
    desk.board.start_item("lvidd")
    desk.click((100, 60), (100, 180))
    desk.drag((100, 180), (100, 100))
    assert desk.sheet.measurements[0].value == pytest.approx(40 * CM_PER_PX, abs=NEAR)
    desk.board.start_item("lvidd")
    desk.click((100, 60), (100, 180), (50, 20), (50, 40))
    assert [m.beat for m in desk.sheet.measurements] == [1, 2]
    assert desk.sheet.measurements[1].value == pytest.approx(20 * CM_PER_PX, abs=NEAR)


def test_a_figure_belongs_to_its_frame(desk: Desk) -> None:
    desk.board.start(Tool.DISTANCE)
    desk.click((100, 60), (200, 60))
    assert desk.drawn_at((150, 60)) == "chosen"
    desk.press(Key.Key_Escape)
    desk.press(Key.Key_Right)
    desk.panel.player.tick()
    assert desk.tile.drawn_frame == 1
    assert desk.drawn_at((150, 60)) == ""
    desk.press(Key.Key_Left)
    desk.panel.player.tick()
    assert desk.drawn_at((150, 60)) == "line"


def test_dragging_a_handle_changes_the_value_and_is_told_once(desk: Desk) -> None:
    desk.board.start_item("lvidd")
    desk.click((100, 20), (100, 60))
    told = len(desk.saved)
    desk.drag((100, 60), (100, 80), (100, 90), (100, 100))
    assert desk.sheet.measurements[0].value == pytest.approx(80 * CM_PER_PX, abs=NEAR)
    assert len(desk.saved) == told + 1
    row = next(row for row in desk.board.rows if row.key == "lvidd")
    assert row.value == pytest.approx(desk.sheet.measurements[0].value)


def test_a_handle_cannot_be_dragged_out_of_its_region(desk: Desk) -> None:
    desk.board.start_item("lvidd")
    desk.click((100, 20), (100, 60))
    desk.drag((100, 60), (100, 200))
    assert desk.sheet.measurements[0].value == pytest.approx(40 * CM_PER_PX, abs=NEAR)
    assert desk.refusals


def test_a_trace_is_drawn_by_hand_or_clicked_and_ended_with_enter(desk: Desk) -> None:
    envelope = [(40 + t / 10.0, 179.5 + 40 * math.sin(math.pi * t / 300)) for t in range(0, 301, 20)]
    truth = 200 * 0.3 * 2 / math.pi
    desk.board.start_item("av_vti")
    desk.click(*envelope)
    assert desk.board.draft is not None
    said = re.fullmatch(r"AV VTI   38 cm   mean (\d+) cm/s, ([\d.]+) mmHg", desk.board.live().text)
    assert said is not None
    assert float(said[1]) == pytest.approx(200 * 2 / math.pi, rel=0.05)
    assert float(said[2]) == pytest.approx(4 * 2**2 / 2, rel=0.05)
    desk.press(Key.Key_Return)
    assert desk.board.draft is None
    assert [m.key for m in desk.sheet.measurements] == ["av_vti", "av_vmax", "av_mean_pg"]
    assert desk.sheet.measurements[0].value == pytest.approx(truth, rel=0.05)
    desk.board.start_item("lvot_vti")
    desk.drag(*envelope)
    assert desk.sheet.measurements[3].value == pytest.approx(truth, rel=0.05)


def test_three_points_make_a_simpson_outline_with_its_discs(desk: Desk) -> None:
    desk.board.start_item("lvedv_a4c")
    desk.click((120, 100), (180, 100), (150, 10))
    volume = desk.sheet.measurements[0]
    radius, length = 30 * CM_PER_PX, 90 * CM_PER_PX
    assert volume.value == pytest.approx(2 / 3 * math.pi * radius**2 * length, rel=0.05)
    assert volume.discs is not None
    assert len(volume.discs.diameters_cm) == 20
    assert desk.drawn_at((150, 60)) == "chosen"  # the axis runs through the chamber
    assert desk.drawn_at((40, 60)) == ""
    shown = desk.tile.grab().toImage()
    place = desk.tile.picture_place()
    assert place is not None
    x = round(place.to_tile(QPointF(140, 0)).x())
    top, foot = (round(place.to_tile(QPointF(0, y)).y()) for y in (30, 98))
    column = [shown.pixelColor(x, y).lightness() for y in range(top, foot)]
    crossed = sum(1 for a, b in pairwise(column) if b - a > 25)
    assert crossed >= 12  # chord after chord


def test_without_calibration_only_pixels(qtbot: QtBot, tasks: TaskRunner) -> None:
    desk = make_desk(qtbot, tasks, uncalibrated(1))
    desk.board.start(Tool.DISTANCE)
    desk.click((100, 60), (200, 60))
    assert desk.sheet.measurements[0].unit is Unit.PX
    assert desk.board.rows[-1].text.endswith(" px")
    desk.board.start_item("lvidd")
    desk.click((100, 60), (200, 60))
    assert len(desk.sheet.measurements) == 1
    assert "without calibration" in desk.refusals[0].message


def test_the_keyboard_alone_runs_a_guided_sequence(desk: Desk) -> None:
    desk.board.start_sequence(Sequence("x", "Two and one", ("ivsd", "lvidd", "lvids")))
    desk.press(Key.Key_Up, shift=True)  # from the middle of the last region, the spectrum, into the tissue
    for _ in range(9):
        desk.press(Key.Key_Up, shift=True)
    desk.press(Key.Key_Return)
    desk.press(Key.Key_Up, Key.Key_Up, shift=True)
    desk.press(Key.Key_Return)
    assert desk.board.live().text.startswith("IVSd")
    assert desk.sheet.measurements == ()  # waits for the reader
    desk.press(Key.Key_Up)
    desk.press(Key.Key_Return)
    assert [(m.key, m.value) for m in desk.sheet.measurements] == [("ivsd", pytest.approx(21 * CM_PER_PX))]
    assert desk.board.guide is not None
    assert desk.board.guide.key == "lvidd"
    desk.press(Key.Key_S)
    assert desk.board.guide.key == "lvids"
    desk.press(Key.Key_Escape)
    assert desk.board.guide is None
    assert desk.board.draft is None
    desk.press(Key.Key_Right)
    assert desk.panel.grid.active_tile.playhead is not None
    assert desk.panel.grid.active_tile.playhead.frame(0.0) == 1  # the arrows are the viewer's again


def test_arrow_keys_move_the_chosen_point_of_a_figure(desk: Desk) -> None:
    desk.board.start_item("lvidd")
    desk.click((100, 20), (100, 60))
    before = desk.sheet.measurements[0].value
    desk.press(Key.Key_Down)
    assert desk.sheet.measurements[0].value == pytest.approx(before + CM_PER_PX)
    desk.press(Key.Key_P)  # the other end
    desk.press(Key.Key_Down, shift=True)
    assert desk.sheet.measurements[0].value == pytest.approx(before - 9 * CM_PER_PX)
    desk.press(Key.Key_Delete)
    assert desk.sheet.measurements == ()


def test_backspace_takes_the_last_point_back_and_esc_all(desk: Desk) -> None:
    desk.board.start(Tool.AREA)
    desk.click((100, 20), (140, 20), (140, 60))
    desk.press(Key.Key_Backspace)
    assert desk.board.draft is not None
    assert len(desk.board.draft.points) == 2
    desk.press(Key.Key_Escape)
    assert desk.board.draft.points == ()
    desk.press(Key.Key_Escape)
    assert desk.board.draft is None


def test_a_click_on_another_figure_selects_it_and_on_nothing_lets_go(desk: Desk) -> None:
    desk.board.start(Tool.DISTANCE)
    desk.click((20, 20), (60, 20))
    desk.board.start(Tool.DISTANCE)
    desk.click((200, 80), (260, 80))
    assert desk.board.selected == "m2"
    desk.click((20, 20))
    assert (desk.board.selected, desk.board.active_point) == ("m1", 0)
    desk.click((150, 50))
    assert desk.board.selected == ""


def test_opening_a_value_shows_its_clip_and_frame_with_the_caliper(desk: Desk) -> None:
    desk.state.frame_open_requested.emit("1.2.3.1", 7)
    desk.panel.player.tick()
    desk.board.start_item("lvidd")
    desk.click((100, 20), (100, 60))
    desk.board.stop()
    desk.state.frame_open_requested.emit("1.2.3.2", 0)
    desk.qtbot.waitUntil(lambda: desk.tile.uid == "1.2.3.2")
    desk.board.open(desk.sheet.measurements[0])
    desk.qtbot.waitUntil(lambda: desk.tile.uid == "1.2.3.1" and desk.tile.drawn_frame == 7)
    assert desk.drawn_at((100, 40)) == "chosen"


def test_another_study_brings_another_sheet(desk: Desk) -> None:
    desk.board.start(Tool.DISTANCE)
    desk.board.set_study(None)
    assert (desk.board.draft, desk.board.rows, desk.board.sheet) == (None, (), None)
    desk.click((20, 20), (60, 20))
    assert desk.saved == []
    desk.board.set_study(desk.state.study, Sheet("1"))
    assert desk.board.rows[-1].key == "bsa"


def test_a_trace_that_gives_three_values_is_drawn_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []
    monkeypatch.setattr(layer, "draw_figure", lambda *_args, text="", **_named: texts.append(text))
    desk.board.start_item("av_vti")
    desk.click((40, 180), (60, 220), (80, 180))
    desk.press(Key.Key_Return)
    texts.clear()
    desk.tile.grab()
    assert [text.split("  ")[0] for text in texts] == ["AV VTI"]
    desk.press(Key.Key_Escape)
    texts.clear()
    desk.tile.grab()
    assert len(texts) == 1


def test_every_key_that_the_sheet_of_keys_names_for_measuring_is_taken(desk: Desk) -> None:
    listed = [key for action in ACTIONS if action.context is Context.MEASURING for key in action.key.split(" ")]
    place = desk.tile.picture_place()
    assert listed
    for key in listed:
        desk.board.stop()
        desk.board.start_sequence(Sequence("own", "Own", ("ivsd", "lvidd")))
        desk.click((100, 20), (100, 60))
        if key == "Del":
            assert desk.board.accept()
            desk.board.stop()
            desk.board.select(desk.sheet.measurements[-1].measurement_id)
        event = QKeyEvent(QEvent.Type.KeyPress, QKeySequence(key)[0].key().value, NONE)  # type: ignore[index]
        assert desk.layer.key(event, place), key


def test_delete_takes_a_trace_away_with_all_that_was_read_from_it(desk: Desk) -> None:
    desk.board.start_item("av_vti")
    desk.drag((40, 180), (60, 200), (80, 180))
    assert [m.key for m in desk.sheet.measurements] == ["av_vti", "av_vmax", "av_mean_pg"]
    desk.press(Key.Key_Delete)
    assert desk.sheet.measurements == ()
    assert desk.board.selected == ""
