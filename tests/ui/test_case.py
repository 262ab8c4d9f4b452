"""Priors, patient, letters, colours and the next study, asked for as a reader asks."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.bundle.bundle import load_bundle
from deepcoro_desktop.core.casebook import Prior
from deepcoro_desktop.core.errors import ModelError, StorageError
from deepcoro_desktop.core.report.document import ReportState
from deepcoro_desktop.core.storage.studies import AiState, StudyEntry
from deepcoro_desktop.core.study import Colours
from deepcoro_desktop.ui.browser.clip_model import ENTRY_ROLE
from deepcoro_desktop.ui.case import next_to_read
from deepcoro_desktop.ui.dialogs.documents import DocumentsWindow
from deepcoro_desktop.ui.dialogs.patient import PatientDialog
from deepcoro_desktop.ui.dialogs.protocol import ProtocolDialog
from deepcoro_desktop.ui.errors import ProblemDialog
from deepcoro_desktop.ui.main_window import MainWindow
from tests.bundle_factory import write_bundle
from tests.ui.evidence import case
from tests.ui.fakes import FakeCasebook, FakeWorkspace, decode_disc, row

GOOD = Prior(StudyEntry("1.9", "/a", "DEMO PHANTOM A", "P-000117", "2025-03-01T09:00", "TTE", 14, ""), "", "")
DOUBTFUL = Prior(replace(GOOD.entry, study_uid="1.8"), "The same patient ID, but another birth date: 1960-01-01.", "")


@pytest.fixture
def workspace(tmp_path: Path) -> FakeWorkspace:
    book = FakeCasebook()
    book.found = (GOOD, DOUBTFUL)
    return FakeWorkspace(
        bundle=load_bundle(write_bundle(tmp_path / "bundle")), rows=(row(0), row(1), row(2)), casebook=book
    )


@pytest.fixture
def window(
    qtbot: QtBot, workspace: FakeWorkspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    monkeypatch.setattr("deepcoro_desktop.core.dicom.pixels.decode_frames", decode_disc)
    window = MainWindow(workspace, QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat))  # type: ignore[arg-type]
    qtbot.addWidget(window)
    window.resize(1600, 900)
    window.show()
    window.reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: window.state.analysis is not None and window.state.document is not None)
    yield window
    window.close()


def actions(menu: QMenu) -> dict[str, bool]:
    return {action.text(): action.isEnabled() for action in menu.actions() if action.text()}


def test_prior_opens_for_comparison_and_a_conflict_cannot_be_chosen(qtbot: QtBot, window: MainWindow) -> None:
    bar = window.clips.case
    qtbot.waitUntil(lambda: bar.priors.text().startswith("Priors: 1, 1 in conflict"))
    qtbot.waitUntil(lambda: window.state.prior is not None)
    menu = bar.menu()
    shown = actions(menu)
    assert [enabled for text, enabled in shown.items() if "another birth date" in text] == [False]
    next(action for action in menu.actions() if action.isEnabled()).trigger()
    qtbot.waitUntil(lambda: window.viewer.hanger.comparing)
    beside = [tile.uid for tile in window.viewer.grid.visible_tiles]
    assert len(beside) == 2
    assert beside[1].endswith(".1.9")
    assert bar.priors.text() == "Priors: 1, 1 in conflict · 2025-03-01"
    next(a for a in bar.menu().actions() if a.text() == "Put the prior away").trigger()
    assert window.state.prior is None
    assert not window.viewer.hanger.comparing
    assert not any(tile.uid.endswith(".1.9") for tile in window.viewer.grid.tiles)
    for left in bar.findChildren(QMenu):
        left.deleteLater()


def test_studies_of_unknown_order_are_counted_apart(window: MainWindow) -> None:
    bar, note = window.clips.case, "Whether it is the earlier one is not known."
    undated = Prior(replace(GOOD.entry, study_uid="1.7", study_datetime=""), "", note)
    bar.show_priors((GOOD, DOUBTFUL, undated))
    assert bar.priors.text().startswith("Priors: 1, 1 of unknown order, 1 in conflict")
    shown = actions(menu := bar.menu())
    assert shown["date missing   TTE   14 clips"], "the reader may choose it"
    assert not shown[f"      {note}"]
    menu.deleteLater()
    bar.show_priors(())
    assert bar.priors.text().startswith("Priors: none")


def test_latest_prior_is_at_hand_by_itself_and_p_shows_it(
    qtbot: QtBot, window: MainWindow, workspace: FakeWorkspace
) -> None:
    later = replace(GOOD.entry, study_uid="1.10", study_datetime="2031-01-01T08:00")
    older = replace(GOOD.entry, study_uid="1.7", study_datetime="2020-01-01T08:00")
    workspace.casebook.found = (Prior(later, "", ""), DOUBTFUL, GOOD, Prior(older, "", ""))
    window.reading.close_study()
    assert window.state.prior is None
    window.reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: window.state.prior is not None and window.state.analysis is not None)
    assert window.state.prior is not None
    assert window.state.prior.study.study_instance_uid == "1.9", "neither the later, nor the doubtful, nor the oldest"
    assert window.viewer.bar.prior.isEnabled()
    before = window.viewer.grid.arrangement
    qtbot.keyClick(window.clips.view, Qt.Key.Key_P)
    assert [tile.uid.endswith(".1.9") for tile in window.viewer.grid.visible_tiles] == [False, True]
    qtbot.keyClick(window.clips.view, Qt.Key.Key_P)
    assert window.viewer.grid.arrangement == before


def open_again(qtbot: QtBot, window: MainWindow) -> None:
    window.reading.close_study()
    window.reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: window.state.document is not None and window.state.prior is not None)


def test_views_of_a_prior_that_was_analysed_come_by_themselves_after_the_open_study(
    qtbot: QtBot, window: MainWindow, workspace: FakeWorkspace
) -> None:
    workspace.casebook.found = (replace(GOOD, entry=replace(GOOD.entry, ai_state=AiState.READY)),)
    workspace.analysed.clear()
    assert not workspace.named, "the one before was not analysed"
    open_again(qtbot, window)
    qtbot.waitUntil(lambda: not window.tasks.busy)
    prior = window.state.prior
    assert prior is not None
    assert len(workspace.analysed) == 1, "of the open study; the views of the other are asked for alone"
    assert sorted(workspace.named) == sorted(clip.sop_instance_uid for clip in prior.study.clips)
    assert prior.views == {f"{v.sop_instance_uid}.1.9": v.best.view_id for v in case.analysis().views}


def test_prior_without_names_gets_its_views_when_it_is_asked_for(
    qtbot: QtBot, window: MainWindow, workspace: FakeWorkspace
) -> None:
    workspace.scanner_names_views = False
    open_again(qtbot, window)
    qtbot.waitUntil(lambda: not window.tasks.busy)
    assert not workspace.named
    gate = threading.Semaphore(0)
    workspace.gate = lambda name: gate.acquire(timeout=10) and None if name == "name_views" else None
    tile = window.viewer.grid.active_tile
    view = case.analysis().views[0].best.view_id
    assert window.state.views_of(tile.uid) == case.analysis().views[0]
    qtbot.keyClick(window.clips.view, Qt.Key.Key_P)
    label = case.views()[view].short_label
    count = len(case.study().clips)
    assert tile.remark == f"looking for {label} in the study of 2025-03-01: clip 1 of {count}"
    assert not window.viewer.hanger.comparing
    gate.release()
    qtbot.waitUntil(lambda: window.viewer.hanger.comparing)
    assert [t.uid for t in window.viewer.grid.visible_tiles] == [case.uid(1), f"{case.uid(1)}.1.9"]
    assert len(workspace.named) == 1, "the pair is shown before the others are named"
    words = window.viewer.grid.visible_tiles[1].words
    assert words is not None
    assert words.view == label
    assert window.viewer.grid.visible_tiles[0].remark == ""
    gate.release(count)
    qtbot.waitUntil(lambda: not window.tasks.busy)
    assert sorted(workspace.named) == sorted(f"{clip.sop_instance_uid}.1.9" for clip in case.study().clips)


def test_waiting_for_a_prior_ends_when_the_reader_turns_to_another_clip(
    qtbot: QtBot, window: MainWindow, workspace: FakeWorkspace
) -> None:
    workspace.scanner_names_views = False
    open_again(qtbot, window)
    gate = threading.Semaphore(0)
    workspace.gate = lambda name: gate.acquire(timeout=10) and None if name == "name_views" else None
    tile = window.viewer.grid.active_tile
    qtbot.keyClick(window.clips.view, Qt.Key.Key_P)
    assert tile.remark.startswith("looking for ")
    window.viewer.grid.set_active(1)
    assert tile.remark == ""
    gate.release(len(case.study().clips))
    qtbot.waitUntil(lambda: not window.tasks.busy)
    assert not window.viewer.hanger.comparing
    qtbot.keyClick(window.clips.view, Qt.Key.Key_P)
    assert window.viewer.hanger.comparing, "its views are known now"


def test_model_that_fails_on_a_prior_leaves_it_unnamed_and_says_so(
    qtbot: QtBot, window: MainWindow, workspace: FakeWorkspace
) -> None:
    workspace.scanner_names_views = False
    workspace.errors["name_views"] = ModelError("The view classifier failed.", "Verify the bundle.")
    open_again(qtbot, window)
    tile = window.viewer.grid.active_tile
    qtbot.keyClick(window.clips.view, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: not window.tasks.busy)
    assert "the study of 2025-03-01 has no clip that is known as" in tile.remark
    assert not window.viewer.hanger.comparing


def test_prior_that_cannot_be_read_disturbs_nobody_who_did_not_ask(
    qtbot: QtBot, window: MainWindow, workspace: FakeWorkspace
) -> None:
    workspace.errors["open_prior"] = StorageError("IM1 is not where it was imported from.", "Connect its drive.")
    window.reading.close_study()
    window.reading.open(case.STUDY_UID)
    qtbot.waitUntil(lambda: window.state.document is not None and not window.tasks.busy)
    assert window.state.prior is None
    assert not window.findChildren(ProblemDialog)
    assert not window.viewer.bar.prior.isEnabled()


def test_prior_that_is_refused_is_told(qtbot: QtBot, window: MainWindow, workspace: FakeWorkspace) -> None:
    qtbot.waitUntil(lambda: window.state.prior is not None)
    window.state.set_prior(None)
    workspace.errors["open_prior"] = StorageError("The same patient ID, but another birth date.", "Correct it.")
    window.case.priors.compare_with(GOOD)
    qtbot.waitUntil(lambda: bool(window.findChildren(ProblemDialog)))
    assert window.state.prior is None
    window.findChildren(ProblemDialog)[0].close()


def test_header_is_completed_and_what_is_indexed_follows(
    qtbot: QtBot, window: MainWindow, workspace: FakeWorkspace
) -> None:
    window.sheets.show_patient()
    (dialog,) = window.findChildren(PatientDialog)
    dialog.height_cm.setText("160")
    dialog.weight_kg.setText("90")
    assert dialog.surface.text() == "BSA 2.00 m² (Mosteller)"
    dialog.systolic_mmhg.setText("70")
    assert dialog.problem.text() == "The systolic pressure is the higher one."
    assert not dialog.keep.isEnabled()
    dialog.systolic_mmhg.setText("150")
    dialog.diastolic_mmhg.setText("ninety")
    assert dialog.problem.text() == "Diastolic pressure: ninety is no number."
    dialog.diastolic_mmhg.setText("90")
    dialog.rhythm.setCurrentText("atrial fibrillation")
    with qtbot.waitSignal(window.state.study_corrected):
        qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    assert "160 cm 90 kg BSA 2.00" in window.strip.exam.text()
    assert "atrial fibrillation" in window.strip.exam.text()
    document = window.state.document
    assert document is not None
    assert document.identity.body_surface_area_m2 == pytest.approx(2.0)
    qtbot.waitUntil(lambda: bool(workspace.saved))
    assert workspace.saved[-1].identity.blood_pressure == "150/90 mmHg"


def test_letter_opens_beside_the_study_and_closes_with_it(
    qtbot: QtBot, window: MainWindow, workspace: FakeWorkspace, tmp_path: Path
) -> None:
    window.sheets.show_documents()
    (letters,) = window.findChildren(DocumentsWindow)
    assert not letters.isModal()
    assert letters.pages.currentWidget() is letters.nothing
    path = tmp_path / "letter.txt"
    path.write_text("is the valve in order?", encoding="utf-8")
    letters.attach_requested.emit((path,))
    qtbot.waitUntil(lambda: letters.text.toPlainText() == "is the valve in order?")
    qtbot.mouseClick(letters.write, Qt.MouseButton.LeftButton)
    letters.note.setPlainText("asked by telephone")
    qtbot.mouseClick(letters.keep_note, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: letters.text.toPlainText() == "asked by telephone")
    assert workspace.casebook.opened == [1, 2]
    qtbot.waitUntil(lambda: window.clips.case.documents.text() == "Letters and notes: 2")
    qtbot.mouseClick(letters.remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: letters.list.count() == 1)
    window.reading.close_study()
    qtbot.waitUntil(lambda: window.sheets.documents is None)


def test_wrong_colours_are_corrected_from_the_clips_menu(
    qtbot: QtBot, window: MainWindow, workspace: FakeWorkspace
) -> None:
    line = window.clips.model.index_of(case.uid(1)).data(ENTRY_ROLE)
    menu = window.clips.menu_for(line)
    colours = next(m for m in menu.findChildren(QMenu) if m.title() == "Colours")
    assert [a.text() for a in colours.actions() if a.isChecked()] == ["As the file says"]
    with qtbot.waitSignal(window.state.study_changed):
        next(a for a in colours.actions() if a.text() == "Treat as YBR").trigger()
    assert workspace.casebook.colours == {case.uid(1): Colours.YBR}
    menu.deleteLater()
    qtbot.waitUntil(lambda: window.state.document is not None)


def test_missing_parts_of_the_examination_are_listed(qtbot: QtBot, window: MainWindow) -> None:
    bar = window.clips.case
    assert bar.protocol.text() == bar.completeness().words
    qtbot.mouseClick(bar.protocol, Qt.MouseButton.LeftButton)
    (dialog,) = window.findChildren(ProtocolDialog)
    listed = [(dialog.table.item(r, 0).text(), dialog.table.item(r, 1).text()) for r in range(dialog.table.rowCount())]
    assert ("missing", "Mitral inflow, pulsed wave") in listed
    assert ("recorded", "Parasternal long axis") in listed
    dialog.close()


def test_next_study_is_the_next_unsigned_and_urgent_ones_come_first(qtbot: QtBot, window: MainWindow) -> None:
    signed, plain, urgent = row(1, report_state=ReportState.FINAL), row(2, report_state=None), row(3, urgent=True)
    rows = (row(0), signed, plain, replace(urgent, report_state=None))
    assert next_to_read(rows, case.STUDY_UID) == rows[3]
    assert next_to_read(rows[:3], case.STUDY_UID) == plain
    assert next_to_read((row(0), signed), case.STUDY_UID) is None
    assert next_to_read((row(0), plain), plain.study_uid) == row(0)
    with qtbot.waitSignal(window.state.study_changed):
        qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.state.study is not None
    assert window.state.study.study_instance_uid == "1.2.1"
    qtbot.waitUntil(lambda: window.state.document is not None)


def test_study_is_assigned_from_the_list(qtbot: QtBot, window: MainWindow, workspace: FakeWorkspace) -> None:
    window.reading.close_study()
    qtbot.waitUntil(lambda: window.studies.isVisible() and not window.tasks.busy)
    window.studies.view.setFocus()
    window.studies.view.selectRow(0)
    chosen = window.studies._selected()
    assert chosen is not None
    qtbot.keyClick(window.studies.view, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: workspace.casebook.assigned == {chosen.study_uid: "Dr Ada Reader"})
