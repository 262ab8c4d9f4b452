"""Measuring in the window: sheets are saved and come back, values reach the report, a value leads to its frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.beats import Phases
from deepcoro_desktop.core.casebook import Prior
from deepcoro_desktop.core.errors import StorageError
from deepcoro_desktop.core.inference.results import ClipViews, ViewPrediction
from deepcoro_desktop.core.measurement.catalogue import SEQUENCES
from deepcoro_desktop.core.measurement.measurement import Sheet, measure
from deepcoro_desktop.core.measurement.reference import Flag
from deepcoro_desktop.core.measurement.tools import Tool
from deepcoro_desktop.core.measurement.wall_motion import Motion, all_normal
from deepcoro_desktop.core.report.document import Origin, Review
from deepcoro_desktop.core.reported import Code, ReportedValue, ScannerReport
from deepcoro_desktop.core.storage.studies import StudyEntry
from deepcoro_desktop.core.study import Calibration, Region, RegionFormat, RegionUnit, Study
from deepcoro_desktop.ui.dialogs.patient import PatientDialog
from deepcoro_desktop.ui.frame.columns import EVIDENCE
from deepcoro_desktop.ui.main_window import MainWindow
from deepcoro_desktop.ui.viewer.ecgs import Rhythm
from tests.core.measurement.test_simpson import half_ellipse
from tests.ui import fakes
from tests.ui.evidence import case
from tests.ui.fakes import NOW, FakeWorkspace, decode_disc, row

TISSUE = Region(0, 0, 79, 59, RegionFormat.TWO_D, 1, RegionUnit.CM, RegionUnit.CM, 0.2, 0.2)


def calibrated(plain: Study) -> Study:
    clips = tuple(
        replace(c, rows=60, columns=80, regions=(TISSUE,), calibration=Calibration.CALIBRATED, calibration_reason="")
        for c in plain.series[0].clips
    )
    cart = ScannerReport(
        "1.2.9", "Echo", "5300", "Test",
        (
            ReportedValue(Code("80007-8", "LN"), 48.0, "mm", sop_instance_uid=clips[2].sop_instance_uid, frame=5),
            ReportedValue(Code("X", "99PRIVATE", "Machine's own"), 1.0, "cm"),
        ),
    )  # fmt: skip
    return replace(plain, series=(replace(plain.series[0], clips=clips),), reports=(cart,))


@pytest.fixture
def workspace(monkeypatch: pytest.MonkeyPatch) -> FakeWorkspace:
    monkeypatch.setattr("deepcoro_desktop.core.dicom.pixels.decode_frames", decode_disc)
    plain = fakes.study
    monkeypatch.setattr(fakes, "study", lambda source="": calibrated(plain(source)))
    return FakeWorkspace(rows=(row(0), row(1)))


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, workspace: FakeWorkspace) -> Iterator[MainWindow]:
    made = MainWindow(workspace, QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat))  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.resize(1600, 900)
    made.show()
    yield made
    made.close()


def open_study(window: MainWindow, qtbot: QtBot) -> Study:
    window.reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: window.measuring.board.sheet is not None and window.state.document is not None)
    qtbot.waitUntil(lambda: not window.tasks.busy)
    assert window.state.study is not None
    return window.state.study


def ventricle(window: MainWindow, study: Study, systole: float) -> None:
    board = window.measuring.board
    sheet = board.sheet or Sheet(study.study_instance_uid)
    for key, radius in (("lvedv_a4c", 2.5), ("lvedv_a2c", 2.5), ("lvesv_a4c", systole), ("lvesv_a2c", systole)):
        points = [(x / 0.2, y / 0.2 + 20) for x, y in half_ellipse(radius, 7.0)]
        sheet = measure(sheet, study.clips[0], 0, Tool.SIMPSON, points, NOW, key=key)
    board._edit(sheet)


def test_a_sheet_is_saved_and_reopened_equal(window: MainWindow, qtbot: QtBot, workspace: FakeWorkspace) -> None:
    study = open_study(window, qtbot)
    ventricle(window, study, 2.0)
    board = window.measuring.board
    kept = board.sheet
    qtbot.waitUntil(lambda: workspace.sheets.kept.get(case.STUDY_UID) == kept)
    window.reading.close_study()
    qtbot.waitUntil(lambda: board.sheet is None)
    open_study(window, qtbot)
    assert board.sheet == kept


def test_the_carts_values_are_listed_and_lead_to_their_frame(window: MainWindow, qtbot: QtBot) -> None:
    study = open_study(window, qtbot)
    window.measuring.show_panel()
    values = window.measuring.panel.values
    line = next(item for item in values._items() if item.text(0) == "LVIDd")
    assert [line.text(column) for column in (1, 3)] == ["4.8 cm", "cart"]
    assert any(item.text(0) == "Also from the cart (1)" for item in values._items())
    asked: list[tuple[str, int]] = []
    window.state.frame_open_requested.connect(lambda uid, frame: asked.append((uid, frame)))
    values.itemClicked.emit(line, 0)
    assert asked == [(study.clips[2].sop_instance_uid, 5)]


def test_measured_values_fill_the_report_and_follow(window: MainWindow, qtbot: QtBot) -> None:
    study = open_study(window, qtbot)
    document = window.state.document
    assert document is not None
    section = next(s for s in document.sections if s.name == "Left ventricle")
    asks = replace(
        section.statements[0], text="The ejection fraction is [__ %].", review=Review.PENDING, original_text=""
    )
    sections = tuple(replace(s, statements=(asks, *s.statements[1:])) if s is section else s for s in document.sections)
    window.state.set_document(replace(document, sections=sections))
    ventricle(window, study, 2.0)

    def sentence() -> str:
        shown = window.state.document
        assert shown is not None
        return next(s for s in shown.sections if s.name == "Left ventricle").statements[0].text

    assert sentence() == "The ejection fraction is 36 %."
    board = window.measuring.board
    assert board.sheet is not None
    board.select("m3")
    chosen = board.selected_measurement()
    assert chosen is not None
    board.remove("m3")
    assert sentence() == "The ejection fraction is [__ %]."


def test_values_of_a_reopened_study_are_still_followed(
    window: MainWindow, qtbot: QtBot, workspace: FakeWorkspace
) -> None:
    study = open_study(window, qtbot)
    ventricle(window, study, 2.0)
    document = window.state.document
    assert document is not None
    section = next(s for s in document.sections if s.name == "Left ventricle")
    filled = replace(
        section.statements[0], text="The ejection fraction is 36 %.", original_text="The ejection fraction is [__ %].",
        review=Review.EDITED,
    )  # fmt: skip
    saved = replace(
        document,
        sections=tuple(replace(s, statements=(filled,)) if s is section else s for s in document.sections),
    )
    qtbot.waitUntil(lambda: not window.tasks.busy)
    window.reading.close_study()
    qtbot.waitUntil(lambda: not window.tasks.busy)
    workspace.saved.clear()
    workspace.document = saved
    open_study(window, qtbot)
    board = window.measuring.board
    assert board.sheet is not None
    ventricle(window, study, 1.5)  # a second beat of each
    shown = window.state.document
    assert shown is not None
    text = next(s for s in shown.sections if s.name == "Left ventricle").statements[0].text
    mean = next(r for r in board.rows if r.key == "lvef").value
    assert text == f"The ejection fraction is {mean:.0f} %."
    assert text != filled.text


def test_a_filled_number_can_be_taken_back(window: MainWindow, qtbot: QtBot) -> None:
    study = open_study(window, qtbot)
    document = window.state.document
    assert document is not None
    section = next(s for s in document.sections if s.name == "Left ventricle")
    asks = replace(section.statements[0], text="The EF is [__ %].", review=Review.PENDING, original_text="")
    unfilled = replace(
        document, sections=tuple(replace(s, statements=(asks,)) if s is section else s for s in document.sections)
    )
    window.state.set_document(unfilled)
    ventricle(window, study, 2.0)
    assert window.state.document != unfilled
    window.state.set_document(unfilled)  # as an undo does
    assert window.state.document == unfilled


def test_a_remark_on_the_phase_comes_when_the_pictures_have_told_it(window: MainWindow, qtbot: QtBot) -> None:
    study = open_study(window, qtbot)
    clip, board, values = study.clips[0], window.measuring.board, window.measuring.panel.values
    assert board.sheet is not None
    points = [(20.0, 20.0), (45.0, 20.0)]
    board._edit(measure(board.sheet, clip, clip.frame_count // 2, Tool.DISTANCE, points, NOW, key="lvidd"))

    def names() -> set[str]:
        return {item.text(0) for item in values._items()}

    assert "LVIDd" in names()
    end = clip.timing.duration_ms
    seen = Phases(end_systoles_ms=(end / 2,), end_diastoles_ms=(0.0, end))
    window.viewer.ecgs._keep(clip.sop_instance_uid, Rhythm(phases=seen))
    assert "LVIDd !" in names()


def test_a_value_is_stated_in_its_section(window: MainWindow, qtbot: QtBot) -> None:
    open_study(window, qtbot)
    board = window.measuring.board
    lvidd = next(r for r in board.rows if r.key == "lvidd")
    board.report_requested.emit(lvidd)
    shown = window.state.document
    assert shown is not None
    last = next(s for s in shown.sections if s.name == "Left ventricle").statements[-1]
    assert (last.text, last.origin) == ("LV internal dimension, end diastole: 4.8 cm.", Origin.MEASUREMENT)
    board.report_requested.emit(lvidd)
    assert "stands in the report already" in window.measuring.panel.message.text()


def test_the_wall_motion_of_the_study_before_is_copied(
    window: MainWindow, qtbot: QtBot, workspace: FakeWorkspace
) -> None:
    open_study(window, qtbot)
    walls = window.measuring.walls
    walls.prior.click()
    qtbot.waitUntil(lambda: "No earlier study" in window.measuring.panel.message.text())
    entry = StudyEntry("1.7", "/a", "DEMO PHANTOM A", "P-000117", "2024-03-01T09:00", "TTE", 14, "")
    unscored = replace(entry, study_uid="1.8", study_datetime="2025-03-01T09:00")
    stranger = replace(entry, study_uid="1.9", study_datetime="2025-09-01T09:00")
    later = replace(entry, study_uid="1.10", study_datetime="2031-03-01T09:00")
    other = "The same patient ID, but another birth date: 1960-01-01."
    workspace.casebook.found = (
        Prior(later, "", ""), Prior(stranger, other, ""), Prior(unscored, "", ""), Prior(entry, "", ""),
    )  # fmt: skip
    prior = all_normal(17).scored(5, Motion.AKINETIC)
    workspace.sheets.kept["1.7"] = Sheet("1.7", wall_motion=prior)
    for uid in ("1.9", "1.10"):
        workspace.sheets.kept[uid] = Sheet(uid, wall_motion=all_normal(17))
    walls.prior.click()
    qtbot.waitUntil(lambda: walls.target.motion == prior)


def test_m_brings_the_field_in_which_to_type(window: MainWindow, qtbot: QtBot) -> None:
    open_study(window, qtbot)
    window.activateWindow()
    window.viewer.grid.active_tile.setFocus()
    QTest.keyClick(window.viewer.grid.active_tile, Qt.Key.Key_M)
    assert window.measuring.side.currentWidget() is window.measuring.panel
    qtbot.waitUntil(lambda: window.measuring.panel.search.hasFocus())
    QTest.keyClicks(window.measuring.panel.search, "caliper")
    QTest.keyClick(window.measuring.panel.search, Qt.Key.Key_Return)
    assert window.viewer.grid.active_tile.hasFocus()
    assert window.measuring.board.draft is not None


def test_m_shows_the_measurements_in_a_narrow_window_and_a_hidden_column(window: MainWindow, qtbot: QtBot) -> None:
    open_study(window, qtbot)
    window.activateWindow()
    window.resize(1200, 800)
    qtbot.waitUntil(lambda: window.columns.narrow)
    assert not window.measuring.panel.isVisible()
    QTest.keyClick(window.viewer.grid.active_tile, Qt.Key.Key_M)
    assert window.measuring.panel.isVisible()
    window.columns.toggle(EVIDENCE)
    assert not window.measuring.panel.isVisible()
    QTest.keyClick(window.viewer.grid.active_tile, Qt.Key.Key_M)
    assert window.measuring.panel.isVisible()


def test_a_sequence_brings_the_clip_that_each_item_is_taken_on(window: MainWindow, qtbot: QtBot) -> None:
    study = open_study(window, qtbot)
    uids = [clip.sop_instance_uid for clip in study.clips]
    for uid, view in ((uids[5], "a4c"), (uids[7], "a2c")):
        window.state.set_clip_views(ClipViews(uid, (ViewPrediction(view, 0.9),)))
    window.measuring.board.start_sequence(next(s for s in SEQUENCES if s.key == "la"))
    assert window.state.active_clip == uids[5]
    assert window.viewer.grid.active_tile.hasFocus()
    window.measuring.board.skip()
    assert window.state.active_clip == uids[7]


def test_a_sheet_that_cannot_be_saved_says_so_and_is_tried_again(
    window: MainWindow, qtbot: QtBot, workspace: FakeWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = open_study(window, qtbot)
    keep = workspace.sheets.save

    def full(_sheet: Sheet, _now: object) -> None:
        raise StorageError("The disk is full.", "Free some space.")

    monkeypatch.setattr(workspace.sheets, "save", full)
    ventricle(window, study, 2.0)
    qtbot.waitUntil(lambda: "The disk is full." in window.measuring.panel.message.text())
    measured = window.measuring.board.sheet
    window.reading.close_study()
    open_study(window, qtbot)
    assert window.measuring.board.sheet == measured
    other = Sheet("1.2.3.9", wall_motion=all_normal(17))
    window.measuring.board.sheet_edited.emit(other)
    qtbot.waitUntil(lambda: not window.tasks.busy)
    monkeypatch.setattr(workspace.sheets, "save", keep)
    window.measuring.finish()
    assert workspace.sheets.kept == {case.STUDY_UID: measured, "1.2.3.9": other}


def test_the_picture_stands_still_while_a_figure_is_drawn(window: MainWindow, qtbot: QtBot) -> None:
    study = open_study(window, qtbot)
    board = window.measuring.board
    board.start_item("lvidd")
    assert window.viewer.playing
    board.place_point(study.clips[0], 0, (10.0, 10.0))
    assert not window.viewer.playing


def test_corrected_body_size_reaches_the_indexed_values_and_keeps_what_is_in_hand(
    window: MainWindow, qtbot: QtBot
) -> None:
    study = open_study(window, qtbot)
    board = window.measuring.board
    assert next(row.value for row in board.rows if row.key == "bsa") == pytest.approx(study.body_surface_area_m2)
    board.start_item("ivsd")
    with qtbot.waitSignal(window.state.study_corrected):
        window.case.set_facts(replace(study.facts, height_cm=160.0, weight_kg=90.0))
    assert next(row.value for row in board.rows if row.key == "bsa") == pytest.approx(2.0)
    assert board.draft is not None


def test_another_sex_is_flagged_at_once_and_the_recorded_one_stays_in_sight(
    window: MainWindow, qtbot: QtBot, workspace: FakeWorkspace
) -> None:
    study = open_study(window, qtbot)
    board = window.measuring.board
    board.start_item("lvidd")
    board.place_point(study.clips[0], 0, (10.0, 10.0))
    board.place_point(study.clips[0], 0, (37.5, 10.0))

    def flag() -> tuple[str, Flag]:
        return next((row.text, row.flag) for row in board.rows if row.key == "lvidd")

    before = flag()
    assert before == ("5.5 cm", Flag.HIGH), "a woman's reaches 5.2 cm"
    window.sheets.show_patient()
    (dialog,) = window.findChildren(PatientDialog)
    dialog.sex.setFocus()
    qtbot.keyClick(dialog.sex, Qt.Key.Key_M)
    assert dialog.recorded.text().startswith("Recorded: sex F, birth date 1954-02-11, age 72.")
    with qtbot.waitSignal(window.state.study_corrected):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert flag() == ("5.5 cm", Flag.NORMAL), "a man's reaches 5.8 cm"
    assert "M (recorded: F)" in window.strip.identity.text().replace("\u00a0", " ")
    assert "DEMO^PHANTOM A" in window.strip.identity.text()
    qtbot.waitUntil(lambda: bool(workspace.saved))
    identity = workspace.saved[-1].identity
    assert (identity.sex, identity.recorded) == ("M", study.demographics)
    assert (identity.patient_name, identity.patient_id) == (study.patient.display_name, study.patient.patient_id)
    window.case.set_facts(study.facts)
    qtbot.waitUntil(lambda: flag() == before)
    assert "recorded" not in window.strip.identity.text()


def test_nothing_is_measured_on_the_picture_of_an_earlier_study(window: MainWindow, qtbot: QtBot) -> None:
    study = open_study(window, qtbot)
    board, clip = window.measuring.board, study.clips[0]
    board.start_item("ivsd")
    board.place_point(replace(clip, sop_instance_uid="9.9.9"), 0, (10.0, 10.0))
    assert board.draft is not None
    assert not board.draft.started
    assert "belongs to an earlier study" in window.measuring.panel.message.text()
    board.place_point(clip, 0, (10.0, 10.0))
    assert board.draft.started
