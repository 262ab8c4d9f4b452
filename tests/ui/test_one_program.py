"""Pictures, measurements and casebook on one store: each follows what the reader does in the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pydicom import dcmread
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from deepcoro_desktop.core.workspace import AiState, Workspace, WorkspacePaths
from deepcoro_desktop.ui.dialogs.cheat_sheet import CheatSheet
from deepcoro_desktop.ui.dialogs.model_card import ModelCard
from deepcoro_desktop.ui.main_window import MainWindow
from tests.bundle_factory import write_bundle
from tests.dicom_factory import uid, write_study


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(WorkspacePaths.under(tmp_path / "home"), bundle_folder=write_bundle(tmp_path / "bundle"))
    for name, year in (("before", "2019"), ("now", "2026")):
        for path in write_study(tmp_path / name, (0, 1), study=name):
            data = dcmread(path)
            data.StudyDate = f"{year}0314"
            data.StudyTime = "101500"
            data.PatientSize, data.PatientWeight = 1.8, 80.0
            data.save_as(path)
        study = made.import_paths([tmp_path / name]).studies[0]
        made.analyse(study)
    return made


@pytest.fixture
def window(qtbot: QtBot, workspace: Workspace, tmp_path: Path) -> Iterator[MainWindow]:
    made = MainWindow(workspace, QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(made)
    made.resize(1600, 900)
    made.show()
    made.reading.open(uid("now"))
    qtbot.waitUntil(lambda: made.state.document is not None and made.state.prior is not None and not made.tasks.busy)
    yield made
    made.close()


def test_the_earlier_study_stands_beside_the_same_view_and_takes_no_measurement(
    qtbot: QtBot, window: MainWindow
) -> None:
    prior = window.state.prior
    assert prior is not None
    assert prior.study.study_instance_uid == uid("before")
    assert prior.views.keys() == {clip.sop_instance_uid for clip in prior.study.clips}, "named by its own analysis"
    qtbot.keyClick(window.clips.view, Qt.Key.Key_P)
    now, before = window.viewer.grid.visible_tiles
    assert before.uid in prior.views
    assert before.clip is not None
    board = window.measuring.board
    board.start_item("ivsd")
    board.place_point(before.clip, 0, (1.0, 1.0))
    assert board.draft is not None
    assert not board.draft.started
    qtbot.keyClick(window.clips.view, Qt.Key.Key_K)
    assert [frame.sop_instance_uid for frame in window.state.key_frames] == [now.uid]


@pytest.fixture
def phantoms(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The sample study beside an earlier one of its patient, which no model has seen and no scanner has named."""
    made = Workspace(WorkspacePaths.under(tmp_path / "home"))
    for name, year in (("before", "2019"), ("now", "2026")):
        (tmp_path / name).mkdir()
        for number in (1, 2, 3):
            data = dcmread(made.demo_study_path() / f"IM000{number}.dcm")
            data.StudyInstanceUID, data.SOPInstanceUID = uid(name), uid(name, number)
            data.file_meta.MediaStorageSOPInstanceUID = uid(name, number)
            data.StudyDate = f"{year}0314"
            data.pop("ViewName", None)
            data.save_as(tmp_path / name / f"{number}.dcm")
        made.import_paths([tmp_path / name])
    window = MainWindow(made, QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)
    window.resize(1600, 900)
    window.show()
    window.reading.open(uid("now"))
    qtbot.waitUntil(lambda: window.state.prior is not None)
    yield window
    window.close()


def test_earlier_study_without_names_stands_beside_the_same_view_at_one_key(qtbot: QtBot, phantoms: MainWindow) -> None:
    state, viewer = phantoms.state, phantoms.viewer
    assert state.prior is not None
    assert not any(clip.view_name for clip in state.prior.study.clips)
    state.clip_open_requested.emit(uid("now", 2))
    qtbot.keyClick(phantoms.clips.view, Qt.Key.Key_P)
    assert viewer.grid.active_tile.remark == "the view of this clip is not known yet"
    qtbot.waitUntil(lambda: viewer.hanger.comparing, timeout=60_000)
    assert [tile.uid for tile in viewer.grid.visible_tiles] == [uid("now", 2), uid("before", 2)]
    qtbot.waitUntil(lambda: state.prior is not None and len(state.prior.views) == 3, timeout=60_000)
    shown = {number: state.views_of(uid("now", number)) for number in (1, 2, 3)}
    assert {n: state.prior.views[uid("before", n)] for n in shown} == {
        n: views.best.view_id for n, views in shown.items() if views is not None
    }
    rows = {row.study_uid: row.ai_state for row in phantoms._workspace.studies()}
    assert rows == {uid("now"): AiState.READY, uid("before"): AiState.NONE}, "named is not analysed"


def test_body_size_measurement_and_kept_frame_are_there_when_the_study_is_opened_again(
    qtbot: QtBot, window: MainWindow
) -> None:
    study, board = window.state.study, window.measuring.board
    assert study is not None
    clip = study.clips[0]
    left, top = clip.regions[0].x0, clip.regions[0].y0
    board.start_item("lvidd")
    board.place_point(clip, 0, (left + 5.0, top + 5.0))
    board.place_point(clip, 0, (left + 5.0, top + 35.0))
    assert window.measuring.panel.message.text() == ""
    window.viewer.toggle_key_frame()
    with qtbot.waitSignal(window.state.study_corrected):
        window.case.set_facts(replace(study.facts, height_cm=160.0, weight_kg=90.0))
    qtbot.waitUntil(lambda: not window.tasks.busy)
    shown = {row.key: row.text for row in board.rows}
    kept = window.state.key_frames
    assert kept
    assert shown["bsa"] == "2.00 m²"
    assert "lvidd" in shown
    window.reading.close_study()
    assert board.rows == ()
    window.reading.open(uid("now"))
    qtbot.waitUntil(lambda: window.state.document is not None and board.sheet is not None and not window.tasks.busy)
    assert {row.key: row.text for row in board.rows} == shown
    assert window.state.key_frames == kept
    document = window.state.document
    assert document is not None
    assert document.identity.body_surface_area_m2 == pytest.approx(2.0)


def test_body_surface_is_chosen_with_the_keyboard_and_every_indexed_value_follows(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    qtbot.waitUntil(window.isActiveWindow)
    board, state = window.measuring.board, window.state
    qtbot.waitUntil(lambda: board.sheet is not None)
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.sheets.settings is not None)
    sheet = window.sheets.settings
    assert sheet is not None
    qtbot.waitUntil(sheet.name.hasFocus)
    qtbot.keyClick(sheet.name, Qt.Key.Key_F1)
    assert window.sheets.help is not None
    assert window.sheets.help.page == "settings"
    window.sheets.help.close()
    qtbot.keyClick(sheet.surface, Qt.Key.Key_Down)
    with qtbot.waitSignal(state.study_corrected):
        qtbot.keyClick(sheet.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.sheets.settings is None and not window.tasks.busy)
    row = next(row for row in board.rows if row.key == "bsa")
    assert row.value == pytest.approx(0.007184 * 180.0**0.725 * 80.0**0.425)
    assert row.formula.endswith("Arch Intern Med 1916;17:863-871")
    assert "(Du Bois)" in window.strip.exam.text()
    assert state.document is not None
    assert state.document.identity.body_surface_formula == "Du Bois"
    assert state.document.identity.body_surface_area_m2 == row.value
    window.reading.close_study()
    window.reading.open(uid("now"))
    qtbot.waitUntil(lambda: state.document is not None and board.sheet is not None and not window.tasks.busy)
    assert next(row.value for row in board.rows if row.key == "bsa") == row.value


def test_card_leads_to_the_settings_and_they_to_the_keys(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.mouseClick(window.strip.product, Qt.MouseButton.LeftButton)
    (card,) = window.findChildren(ModelCard)
    qtbot.mouseClick(card.settings, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.sheets.settings is not None)
    sheet = window.sheets.settings
    assert sheet is not None
    qtbot.mouseClick(sheet.keys, Qt.MouseButton.LeftButton)
    (keys,) = window.findChildren(CheatSheet)
    assert keys.isVisible()
    keys.close()
    sheet.reject()
    assert window.sheets.settings is None
    qtbot.mouseClick(window.foot.settings, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.sheets.settings is not None)
    window.sheets.settings.reject()
