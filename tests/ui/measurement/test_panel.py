"""The panel: one field starts everything; calibration by hand; every state as a picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.measurement.catalogue import SEQUENCES
from deepcoro_desktop.core.measurement.measurement import Sheet, measure
from deepcoro_desktop.core.measurement.tools import Tool
from deepcoro_desktop.core.measurement.units import Unit
from deepcoro_desktop.ui.measurement.panel import MeasurementPanel
from deepcoro_desktop.ui.measurement.wording import commands, matching, row_tip
from deepcoro_desktop.ui.tasks import TaskRunner
from tests.ui.measurement.desk import NOW, Desk, calibrated, make_desk, uncalibrated
from tests.ui.measurement.test_values import cart_value
from tests.ui.test_pictures import picture


@pytest.fixture
def desk(qtbot: QtBot, tasks: TaskRunner) -> Desk:
    return make_desk(qtbot, tasks)


@pytest.fixture
def make_panel(qtbot: QtBot) -> Callable[[Desk], MeasurementPanel]:
    def make(desk: Desk) -> MeasurementPanel:
        panel = MeasurementPanel(desk.board, desk.state, desk.panel.ecgs.beats)
        qtbot.addWidget(panel)
        panel.resize(340, 640)
        panel.show()
        return panel

    return make


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lvidd", "LVIDd — LV"),
        ("av vti", "AV VTI — Aortic"),
        ("guided la", "Guided: LA volume"),
        ("caliper", "Tool: Cal"),
    ],
)
def test_a_few_letters_find_what_is_meant(typed: str, first: str) -> None:
    assert matching(typed, commands())[0].text.startswith(first)
    assert matching("zebra", commands()) == ()


def test_the_short_word_for_a_sequence_finds_it() -> None:
    for sequence in SEQUENCES:
        assert matching(f"guided {sequence.key}", commands())[0].sequence is sequence


def test_a_number_behind_a_name_is_kept_as_the_readers_value(
    desk: Desk, make_panel: Callable[[Desk], MeasurementPanel]
) -> None:
    panel = make_panel(desk)
    QTest.keyClicks(panel.search, "mr alias 38,5")
    assert panel.search.hits.item(0).text().endswith("= 38.5 cm/s")
    QTest.keyClick(panel.search, Qt.Key.Key_Return)
    for text in ("mr pisa 0.9", "mr vmax 5", "mr pisa 0"):
        QTest.keyClicks(panel.search, text)
        QTest.keyClick(panel.search, Qt.Key.Key_Return)
    rows = {row.key: row for row in desk.board.rows}
    assert (rows["mr_alias"].text, rows["mr_vmax"].text) == ("38 cm/s", "5.0 m/s")
    assert rows["mr_ero"].value == pytest.approx(2 * 3.14159 * 0.9**2 * 38.5 / 500.0, rel=1e-4)
    assert "Typed by the reader" in row_tip(rows["mr_alias"])
    assert panel.message.text() == "MR PISA r is above zero. Type another value."
    assert desk.board.draft is None


def test_typing_and_enter_take_the_tool_in_hand(desk: Desk, make_panel: Callable[[Desk], MeasurementPanel]) -> None:
    panel = make_panel(desk)
    QTest.keyClicks(panel.search, "tapse")
    QTest.keyClick(panel.search, Qt.Key.Key_Return)
    assert desk.board.draft is not None
    assert (desk.board.draft.tool, desk.board.draft.key) == (Tool.DISTANCE, "tapse")
    assert panel.search.text() == ""
    assert panel.buttons[Tool.DISTANCE].isChecked()
    assert panel.hand.what.text() == "Tricuspid annular plane systolic excursion"
    panel.buttons[Tool.AREA].click()
    assert desk.board.draft.tool is Tool.AREA
    panel.hand.stop.click()
    assert desk.board.draft is None
    assert not panel.hand.isVisible()


def test_arrows_choose_among_what_is_found(desk: Desk, make_panel: Callable[[Desk], MeasurementPanel]) -> None:
    panel = make_panel(desk)
    QTest.keyClicks(panel.search, "lvedv")
    assert panel.search.hits.isVisible()
    QTest.keyClick(panel.search, Qt.Key.Key_Down)
    QTest.keyClick(panel.search, Qt.Key.Key_Return)
    assert desk.board.draft is not None
    assert desk.board.draft.key == "lvedv_a2c"
    assert not panel.search.hits.isVisible()
    QTest.keyClicks(panel.search, "zebra")
    QTest.keyClick(panel.search, Qt.Key.Key_Return)
    assert desk.board.draft.key == "lvedv_a2c"
    QTest.keyClick(panel.search, Qt.Key.Key_Escape)
    assert panel.search.text() == ""


def test_esc_in_the_empty_field_goes_back_to_the_pictures(
    qtbot: QtBot, desk: Desk, make_panel: Callable[[Desk], MeasurementPanel]
) -> None:
    panel = make_panel(desk)
    QTest.keyClicks(panel.search, "lv")
    with qtbot.assertNotEmitted(desk.board.pictures_requested):
        QTest.keyClick(panel.search, Qt.Key.Key_Escape)
    with qtbot.waitSignal(desk.board.pictures_requested):
        QTest.keyClick(panel.search, Qt.Key.Key_Escape)


def test_a_guided_sequence_by_its_buttons(desk: Desk, make_panel: Callable[[Desk], MeasurementPanel]) -> None:
    panel = make_panel(desk)
    QTest.keyClicks(panel.search, "guided lv")
    QTest.keyClick(panel.search, Qt.Key.Key_Return)
    assert panel.hand.where.text() == "LV dimensions · 1 of 7"
    assert not panel.hand.accept.isEnabled()
    desk.click((100, 20), (100, 44))
    assert panel.hand.value.text().startswith("IVSd   1.2 cm")
    panel.hand.accept.click()
    assert panel.hand.where.text() == "LV dimensions · 2 of 7"
    panel.hand.skip.click()
    assert panel.hand.where.text() == "LV dimensions · 3 of 7"
    assert [m.key for m in desk.sheet.measurements] == ["ivsd"]


def test_an_uncalibrated_picture_says_so_and_takes_a_scale(
    qtbot: QtBot, tasks: TaskRunner, make_panel: Callable[[Desk], MeasurementPanel]
) -> None:
    desk = make_desk(qtbot, tasks, uncalibrated(1))
    panel = make_panel(desk)
    assert panel.banner.isVisible()
    assert panel.banner.text.text() == "Uncalibrated: distances in pixels only\nThe file has no regions."
    desk.board.start(Tool.DISTANCE)
    desk.click((20, 100), (120, 100))
    assert desk.sheet.measurements[0].unit is Unit.PX
    panel.banner.start.click()
    assert not panel.banner.set.isEnabled()
    desk.click((10, 10), (10, 110))
    panel.banner.length.setValue(5.0)
    panel.banner.set.click()
    assert desk.sheet.measurements[0].unit is Unit.CM
    assert desk.sheet.measurements[0].value == pytest.approx(5.0, abs=0.15)
    assert panel.banner.text.text().startswith("Calibrated by hand")
    picture(desk.tile, "measure-manual-calibration")
    panel.banner.forget.click()
    assert desk.sheet.measurements[0].unit is Unit.PX


def test_a_scale_is_given_by_keys_alone(
    qtbot: QtBot, tasks: TaskRunner, make_panel: Callable[[Desk], MeasurementPanel]
) -> None:
    desk = make_desk(qtbot, tasks, uncalibrated(1))
    panel = make_panel(desk)
    panel.activateWindow()
    QTest.keyClick(panel.banner.start, Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_Return)
    desk.press(*(Qt.Key.Key_Down,) * 10, shift=True)
    desk.press(Qt.Key.Key_Return, Qt.Key.Key_Return)
    qtbot.waitUntil(panel.banner.length.hasFocus)
    QTest.keyClicks(panel.banner.length, "4")
    QTest.keyClick(panel.banner.length, Qt.Key.Key_Return)
    (entry,) = desk.sheet.calibrations
    assert entry.calibration.length_cm == 4.0
    assert not desk.board.calibrating


def test_a_value_without_a_picture_says_so_when_it_is_opened(
    desk: Desk, make_panel: Callable[[Desk], MeasurementPanel]
) -> None:
    panel = make_panel(desk)
    desk.board.enter_value("lvidd", 5.0)
    panel.values.opened.emit(desk.sheet.measurements[0])
    assert panel.message.text().startswith("It is not known on which picture this was measured.")


def test_the_panel_names_the_readers_own_key(desk: Desk, make_panel: Callable[[Desk], MeasurementPanel]) -> None:
    panel = make_panel(desk)
    assert "Press M and" in panel.empty.text()
    assert desk.state.keymap.rebind("measure", "Ctrl+M") is None
    assert "Press Ctrl+M and" in panel.empty.text()
    assert "(Ctrl+M)" in panel.search.toolTip()


def test_a_refusal_is_said_where_the_reader_looks(desk: Desk, make_panel: Callable[[Desk], MeasurementPanel]) -> None:
    panel = make_panel(desk)
    desk.board.start_item("lvidd")
    desk.click((100, 60), (100, 180))
    assert panel.message.isVisible()
    assert panel.message.text().startswith("The line crosses from one region of the picture into another.")
    desk.board.start_item("lvidd")
    desk.click((100, 20))
    assert not panel.message.isVisible()


def full(desk: Desk) -> None:
    for key, points in (
        ("ivsd", ((100, 20), (100, 46))), ("lvidd", ((100, 50), (100, 110))), ("lvpwd", ((120, 20), (120, 40))),
        ("lvids", ((140, 50), (140, 100))), ("lvidd", ((160, 50), (160, 115))),
    ):  # fmt: skip
        desk.board.start_item(key)
        desk.click(*points)


STATES: dict[str, Callable[[Desk], object]] = {
    "no-study": lambda desk: desk.board.set_study(None),
    "empty": lambda desk: None,
    "search": lambda desk: None,
    "values": full,
    "guided": lambda desk: (full(desk), desk.board.start_sequence(SEQUENCES[0]), desk.click((200, 20), (200, 40))),
    "cart": lambda desk: desk.board.set_study(
        desk.state.study, Sheet("1"), (cart_value("Special width", 2.5), cart_value("Without a value", None))
    ),
}


@pytest.mark.parametrize("name", STATES)
def test_states(desk: Desk, make_panel: Callable[[Desk], MeasurementPanel], name: str) -> None:
    panel = make_panel(desk)
    STATES[name](desk)
    if name == "search":
        QTest.keyClicks(panel.search, "lv")
    picture(panel, f"measure-{name}")
    if name in ("values", "guided"):
        picture(desk.tile, f"measure-tile-{name}")


@pytest.mark.parametrize(("waves", "said"), [((0.0, 790.0), "Measured near end-systole"), ((), "")])
def test_a_diastolic_diameter_that_was_drawn_in_systole_is_kept_and_said_where_phases_are_known(
    qtbot: QtBot, tasks: TaskRunner, make_panel: Callable[[Desk], MeasurementPanel], waves: tuple[float, ...], said: str
) -> None:
    clip = replace(calibrated(), r_wave_times_ms=waves)
    desk = make_desk(qtbot, tasks, clip)
    panel = make_panel(desk)
    systole = 9
    sheet = desk.sheet
    for key, frame in (("lvidd", systole), ("ivsd", 0)):
        sheet = measure(sheet, clip, frame, Tool.DISTANCE, [(20.0, 20.0), (120.0, 20.0)], NOW, key=key)
    desk.board.set_study(desk.board.study, sheet)
    lines = {item.text(0).removesuffix(" !"): item for item in panel.values._items()}
    assert lines["LVIDd"].text(1) == "5.0 cm"
    assert lines["LVIDd"].text(0) == ("LVIDd !" if said else "LVIDd")
    assert lines["LVIDd"].toolTip(0).endswith(said)
    assert lines["IVSd"].text(0) == "IVSd"
    picture(panel, f"measure-phase-{'known' if said else 'unknown'}")
